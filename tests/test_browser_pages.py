"""Every page in a real browser: it stands, everybody can use it, nothing complains, and all of it is German."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from masterplan.pages.shell import PAGES
from tests.browsing import serious, settled

ADDRESSES: Mapping[str, str] = {path: f"{path}?stichtag=2021-12-31" for path in PAGES} | {
    "ueberblick": "?stichtag=2021-12-31&ausblick=ja",
    "eintrag": "eintrag?stichtag=2021-12-31&kennung=measure/1",
    "datenlage": "datenlage?stichtag=2021-12-31&blick=Lücken",
    "berichte": "berichte?stichtag=2021-12-31&entwurf=ja&kennzahl=measures.completed",
}
ENGLISH = re.compile(r"\b(Choose|Select|Loading|Search|Close|Browse|Download|Show|Hide|Help|Settings|Page not found)\b")


def _stands(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    expect(page.get_by_text("Vorfallsnummer")).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_a_page_in_light_and_on_a_dark_tablet(
    page: Page, example_address: str, complaints: list[str], path: str
) -> None:
    _stands(page, f"{example_address}/{ADDRESSES[path]}")
    assert serious(page) == []
    words = page.locator("body").inner_text()
    names = page.locator("[aria-label]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert not ENGLISH.findall(" ".join([words, *names]))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 800, "height": 1200})
    _stands(page, f"{example_address}/{ADDRESSES[path]}")
    assert serious(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page has to be moved sideways"
    assert complaints == []
