"""The page of one item in a real browser: a link restores it, it leads on, and it prints on two sheets."""

import re

from playwright.sync_api import Page, expect

PATIENCE_MS = 60_000


def _settled(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached", timeout=PATIENCE_MS)


def test_an_item_is_restored_by_its_link_leads_on_and_prints_on_two_sheets(page: Page, example_address: str) -> None:
    page.goto(f"{example_address}/eintrag?kennung=measure/17&stichtag=2021-12-31")
    page.get_by_role("heading", level=1, name="2.5 Elektronische Aussonderung").wait_for()
    _settled(page)
    expect(page.get_by_text("Errechnete Ampel, Regel A2:")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 2
    expect(page.locator(".printed-chart")).to_have_count(0)  # the copies for the paper are gone again
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stDownloadButton").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Z4 Verwaltungsinterne Verfahren").click()
    page.get_by_role("heading", level=1, name="Z4 Verwaltungsinterne").wait_for(timeout=PATIENCE_MS)
    expect(page).to_have_url(re.compile(r"eintrag\?.*kennung=goal(%2F|/)4"))
    page.go_back()
    page.get_by_role("heading", level=1, name="2.5 Elektronische Aussonderung").wait_for(timeout=PATIENCE_MS)
