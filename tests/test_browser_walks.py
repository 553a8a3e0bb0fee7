"""The walks of test_walks.py by hand: a file becomes a chart, a figure leads to its cell, an edit to a briefing."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from importers.pipeline import Options, apply, prepare
from masterplan.actions.rounds import open_round
from masterplan.domain.access import Role
from masterplan.pages.parts.wishes import TOO_SOON
from masterplan.store.engine import Database, open_database
from tests import logins
from tests.browsing import listen, open_page, settled, visit
from tests.files import measures
from tests.test_walks import CHANCELLERY, FIRST, JULY, SECOND

DONE = (*FIRST[:3], "abgeschlossen", *FIRST[4:5], "100 %")
BARS = """() => Object.fromEntries([...document.querySelectorAll('.js-plotly-plot')]
  .flatMap(plot => plot.data).filter(bar => bar.name)
  .map(bar => [bar.name, Object.fromEntries(bar.y.map((name, at) => [name, bar.x[at]]))]))"""
"""What the charts of a page were drawn from: the length of each bar, by the name of its series and its own."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """A catalogue of two measures as at June, and two people: anna of the SMI, bea of the Staatskanzlei."""
    url = f"sqlite:///{tmp_path / 'masterplan.db'}"
    database = open_database(url)
    june = measures("30.06.2021", FIRST, SECOND)
    apply(database, prepare(database, [june], Options(), JULY.date()), by=CHANCELLERY, at=JULY)
    logins.add(url, "anna", Role.MINISTRY, "SMI")
    logins.add(url, "bea", Role.CHANCELLERY)
    yield url, database
    database.engine.dispose()


def _go(page: Page, name: str) -> None:
    """Opens a page from the side."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
    settled(page)


def _read(page: Page, sentence: str) -> None:
    """Waits for what an act said as long as anybody needs to read it: a click before that is taken for a double one."""
    page.get_by_text(sentence).wait_for()
    page.wait_for_timeout(TOO_SOON / timedelta(milliseconds=1))


def _cells(page: Page, button: str) -> Workbook:
    """The workbook that a button hands out."""
    with page.expect_download() as handed:
        page.get_by_role("button", name=button, exact=True).click()
    return openpyxl.load_workbook(BytesIO(Path(handed.value.path()).read_bytes()))


def test_a_file_that_is_handed_in_changes_the_chart_and_a_figure_leads_to_its_cell(
    page: Page, app_address: Callable[[str], str], small: tuple[str, Database], complaints: list[str]
) -> None:
    logins.enter(page, app_address(small[0]), "bea")
    assert page.evaluate(BARS) == {"in Umsetzung": {"SMI": 1, "SMK": 1}}
    december = measures("31.12.2021", DONE, SECOND)
    _go(page, "Dateien einlesen")
    page.locator("input[type=file]").set_input_files(
        {"name": december.name, "mimeType": "application/octet-stream", "buffer": december.content}
    )
    page.get_by_role("heading", name="Vorschau").wait_for()
    changed = page.get_by_role("row").filter(has_text="Tabelle!D4")
    expect(changed).to_have_text(re.compile("Elektronische Akte einführen.*in Umsetzung.*abgeschlossen"))
    page.get_by_role("button", name="Einlesen", exact=True).click()
    page.get_by_text("eingelesen (Änderung Nr. 2)").wait_for()
    _go(page, "Überblick")
    assert page.evaluate(BARS) == {"abgeschlossen": {"SMI": 1}, "in Umsetzung": {"SMK": 1}}
    # The measure that is not done is overdue by now: the count leads to it, and its date to the cell in the file.
    page.get_by_role("link", name=re.compile("^Überfällige Maßnahmen 1")).click()
    page.get_by_role("heading", name="Maßnahmenkatalog", exact=True, level=1).wait_for()
    settled(page)
    page.locator(".dvn-scroller").click(position={"x": 18, "y": 52})
    page.get_by_role("heading", name="2 Schulportal ausbauen", level=1).wait_for()
    due = page.get_by_role("row").filter(has=page.get_by_role("cell", name="Plantermin", exact=True))
    expect(due).to_have_text(re.compile(r"31\.12\.2022.*Tabelle!E5"))
    assert _cells(page, f"{december.name} (Stand 31.12.2021)")["Tabelle"]["E5"].value == "31.12.2022"
    assert complaints == []


def test_an_entry_of_a_coordinator_stands_in_the_briefing_once_it_is_released(
    page: Page, browser: Browser, app_address: Callable[[str], str], small: tuple[str, Database], complaints: list[str]
) -> None:
    url, database = small
    address, now = app_address(url), datetime.now(UTC)
    open_round(database, title="III/2021", stichtag=date(2021, 9, 30), due_on=now.date() + timedelta(days=9),
               bodies=["SMI"], by=CHANCELLERY, at=now, form_key="round")  # fmt: skip
    with visit(browser) as hers:
        trouble = listen(hers)
        logins.enter(hers, f"{address}/aufgaben", "anna", "Meine Aufgaben")
        hers.get_by_role("combobox", name="Status", exact=True).click()
        hers.get_by_role("option", name="abgeschlossen").click()
        hers.get_by_text("Ihre Eingaben sind als Entwurf gesichert").wait_for()
        hers.get_by_role("button", name="Speichern", exact=True).click()
        _read(hers, "Gespeichert zum 30.09.2021: Status.")
        hers.get_by_role("button", name="Meldung abgeben").click()
        hers.get_by_text("Die Meldung ist abgegeben.").wait_for()
        assert trouble == []
    logins.enter(page, f"{address}/berichtsrunden", "bea", "Berichtsrunden")
    page.get_by_role("button", name="Meldung abnehmen").click()
    _read(page, "Die Meldung ist abgenommen.")
    page.get_by_role("button", name="Abgenommene Meldungen veröffentlichen (SMI)").click()
    page.get_by_text("Veröffentlicht: 1 Meldung.").wait_for()
    open_page(page, f"{address}/berichte?stichtag=2021-09-30&entwurf=ja", "Kabinettsberichte")
    book = _cells(page, "Entwurf als Excel")
    figures = {row[:2]: row[2] for row in book["Kennzahlen"].iter_rows(values_only=True)}
    assert figures["Abgeschlossene Maßnahmen", None] == 1
    origins = {(row[0], *row[2:4], row[5]) for row in book["Herkunft"].iter_rows(values_only=True)}
    assert ("measure/1", "Status", "abgeschlossen", "online eingegeben") in origins
    assert complaints == []
