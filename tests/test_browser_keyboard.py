"""A1: logging in, filtering, reporting and taking a file away, all without a mouse."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from masterplan.domain.access import Role
from masterplan.store import item_log
from masterplan.store.engine import open_database
from tests import logins
from tests.browsing import settled
from tests.reporting import measure, plan

FOCUSED = """() => { const one = document.activeElement;
  return (one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || '').trim(); }"""
"""What a screen reader would call the element that has the focus."""
STEPS = 90
"""So many times nobody would press the key; what is not met by then cannot be reached."""


def tab_to(page: Page, name: str) -> None:
    """Presses the tabulator until what is called so has the focus."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if re.fullmatch(name, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"„{name}“ is not reached by the keyboard")


def test_a_coordinator_logs_in_filters_reports_and_takes_a_file_away_without_a_mouse(
    page: Page, app_address: Callable[[str], str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'masterplan.db'}"
    database = open_database(url)
    plan(database, measure(), measure(number="2", title="Portal", lead="SMK"))
    logins.add(url, "anna", Role.MINISTRY, "SMI")
    page.goto(app_address(url))
    keys = page.keyboard

    for label, text in (("Kennung", "anna"), ("Kennwort", logins.FIRST)):
        tab_to(page, label)
        keys.type(text)
    keys.press("Enter")
    page.get_by_label("Bisheriges Kennwort").wait_for()
    tab_to(page, "Bisheriges Kennwort")
    keys.type(logins.FIRST)
    for label in ("Neues Kennwort", "Neues Kennwort noch einmal"):
        tab_to(page, label)
        keys.type(logins.OWN)
    keys.press("Enter")
    page.get_by_role("heading", name="Überblick", exact=True, level=1).wait_for()
    settled(page)

    tab_to(page, "Maßnahmenkatalog")
    keys.press("Enter")
    page.get_by_role("heading", name="Maßnahmenkatalog", exact=True, level=1).wait_for()
    settled(page)
    tab_to(page, "Suche")
    keys.type("Portal")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("q=Portal"))
    settled(page)

    tab_to(page, "Als CSV-Datei")
    with page.expect_download() as taken:
        keys.press("Enter")
    assert "Portal" in Path(taken.value.path()).read_text(encoding="utf-8-sig")

    tab_to(page, "Meine Aufgaben")
    keys.press("Enter")
    page.get_by_role("heading", name="Meine Aufgaben", exact=True, level=1).wait_for()
    settled(page)
    tab_to(page, "Umsetzungsgrad")
    keys.press("Control+a")
    keys.type("70 %")
    keys.press("Tab")
    page.get_by_text("Ihre Eingaben sind als Entwurf gesichert").wait_for()
    settled(page)
    tab_to(page, "Speichern.*")
    keys.press("Enter")
    expect(page.get_by_text("Gespeichert zum")).to_be_visible()
    with database.reading() as connection:
        row = item_log.item_row(connection, "measure/1")
        kept = [one.fields.get("progress") for one in item_log.history(connection, row.id, 99)]
    database.engine.dispose()
    assert kept == [0.4, 0.7]
