"""Goals and Umsetzungsplanung in a real browser: a deep link restores what was looked at, and rows open their item."""

from playwright.sync_api import Page, expect

from tests.browsing import open_page, serious, settled


def test_deep_links_restore_the_goal_and_the_look_at_the_plans(
    page: Page, example_address: str, complaints: list[str]
) -> None:
    open_page(page, f"{example_address}/ziele?ziel=goal/4", "Ziele")
    expect(page.get_by_role("heading", name="Anteil durchgängig elektronischer Verfahren")).to_be_visible()
    assert not serious(page)
    plans = f"{example_address}/umsetzungsplanung?blick=Meilensteintrend&ressort=SMI"
    open_page(page, plans, "Umsetzungsplanung der Ressorts")
    expect(page.get_by_role("heading", name="Meilensteintrendanalyse")).to_be_visible()
    page.get_by_role("radiogroup", name="Was gezeigt wird").get_by_text("Umplanungen", exact=True).click()
    expect(page.get_by_role("heading", name="Umplanungen")).to_be_visible()
    settled(page)
    assert "blick=Umplanungen" in page.url
    assert not serious(page)
    assert not complaints
