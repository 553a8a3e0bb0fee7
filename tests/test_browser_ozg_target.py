"""OZG-Ziel 2022 in a real browser: a link to one service, and the views that everybody can use."""

import re

from playwright.sync_api import Page, expect

from tests.browsing import open_page, serious, settled


def test_a_link_to_a_service_shows_it_and_the_views_stay_in_the_address(
    page: Page, example_address: str, complaints: list[str]
) -> None:
    open_page(page, f"{example_address}/ozg-ziel?stichtag=2021-12-31&leistung=10000", "OZG-Ziel 2022")
    expect(page.get_by_role("heading", name="Elterngeld", exact=True)).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert serious(page) == []
    for name, parameter, heading in (
        ("Kreise", "kreise", "OZG-Leistungen online in den Kreisen"),
        ("Weg zum Ziel", "weg", "Wie viele Leistungen es sind und wie viele online"),
        ("Themenfelder und Gruppen", "gruppen", "Themenfelder nach Reifegrad"),
    ):
        page.get_by_role("radiogroup", name="Was gezeigt wird").get_by_text(name, exact=True).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        settled(page)
        expect(page).to_have_url(re.compile(f"stichtag=2021-12-31&leistung=10000&blick={parameter}$"))
        assert serious(page) == []
    assert complaints == []
