"""The Maßnahmenkatalog in a real browser: a search with a typing error, a saved view, and a delay that is asked for."""

import re

from playwright.sync_api import Page, expect

from tests.browsing import listen, open_page, serious, settled

HEADING = "Maßnahmenkatalog"


def test_a_search_a_saved_view_and_a_delay_stand_in_the_address(page: Page, example_address: str) -> None:
    complaints = listen(page)
    open_page(page, f"{example_address}/massnahmen?stichtag=2021-12-31", HEADING)
    page.get_by_label("Suche", exact=True).fill("Digitalisirung")
    page.get_by_label("Suche", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("q=Digitalisirung"))
    expect(page.get_by_text("Am 31.12.2021 steht 1 Maßnahme im Katalog")).to_be_visible()
    page.get_by_text("Gemerkte Ansichten").click()
    page.get_by_label("Name für diese Ansicht").fill("Mein Suchwort")
    page.get_by_label("Name für diese Ansicht").press("Enter")
    page.get_by_role("button", name="Ansicht merken").click()
    page.get_by_role("button", name="Mein Suchwort", exact=True).wait_for()
    page.get_by_role("button", name="Filter aufheben").click()
    expect(page).not_to_have_url(re.compile("q="))
    page.get_by_role("button", name="Mein Suchwort", exact=True).click()
    expect(page).to_have_url(re.compile("stichtag=2021-12-31&q=Digitalisirung"))
    settled(page)
    assert serious(page) == []
    open_page(page, f"{example_address}/massnahmen?blick=Was+w%C3%A4re+wenn&wenn=Amt24&verzug=90", HEADING)
    expect(page.get_by_text("Kommt „Amt24“ 90 Tage später").first).to_be_visible()
    assert complaints == []
