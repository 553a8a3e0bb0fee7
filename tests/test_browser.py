"""The app as a person meets it, in a real browser: the example plan, its overview, and a workbook handed in."""

import json
import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from masterplan.domain.access import Role
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.engine import open_database
from tests import logins
from tests.browsing import open_page, serious, settled

NOW = datetime(2100, 1, 1, tzinfo=UTC)


def _figures(plan: PlanView) -> dict[str, Figure]:
    return {figure.rule or figure.id: figure for figure in figures(plan)}


def test_the_overview_shows_the_figures_of_the_example_plan(
    page: Page, example_address: str, example_view: PlanView, complaints: list[str]
) -> None:
    assert urllib.request.urlopen(f"{example_address}/_stcore/health").status == 200
    assert json.load(urllib.request.urlopen(f"{example_address}/bereit"))["ready"] is True
    open_page(page, example_address, "Überblick")
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.get_by_text("Beispieldaten.")).to_be_visible()
    shown = _figures(example_view)
    metrics = page.locator(".tiles strong").all_inner_texts()
    assert metrics[0].replace("\u00a0", " ") == f"{(shown['bund-2020'].value or 0) * 100:.0f} %"
    ways = page.locator("ul.counts strong:visible").all_inner_texts()
    assert ways[:2] == [str(shown[name].value) for name in ("milestones.overdue", "milestones.due_90_days")]
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 4
    assert serious(page) == []
    assert complaints == []


def test_a_deep_link_shows_the_plan_as_at_its_stichtag_and_keeps_it(
    page: Page, example_address: str, complaints: list[str]
) -> None:
    open_page(page, f"{example_address}/?stichtag=2020-12-31", "Überblick")
    expect(page.get_by_text("Wie weit ist der Plan? Stichtag 31. Dezember 2020.")).to_be_visible()
    page.get_by_role("link", name="Dateien einlesen").click()
    page.get_by_role("heading", name="Dateien einlesen", exact=True, level=1).wait_for()
    settled(page)
    expect(page).to_have_url(re.compile(r"/einlesen\?stichtag=2020-12-31$"))
    page.get_by_label("Zu einem Stand der Daten").click()
    page.get_by_role("option", name="19. März 2019").click()
    expect(page).to_have_url(re.compile(r"stichtag=2019-03-19$"))
    settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/einlesen\?stichtag=2020-12-31$"))
    expect(page.get_by_label("Zu einem Stand der Daten")).to_have_value("31. Dezember 2020")
    page.go_back()
    expect(page.get_by_text("Wie weit ist der Plan? Stichtag 31. Dezember 2020.")).to_be_visible()
    assert complaints == []


def test_back_pressed_twice_at_once_goes_back_two_steps(page: Page, example_address: str) -> None:
    open_page(page, f"{example_address}/?stichtag=2019-03-19", "Überblick")
    for stand, day in (("31. Dezember 2020", "2020-12-31"), ("31. Dezember 2021", "2021-12-31")):
        page.get_by_label("Zu einem Stand der Daten").click()
        page.get_by_role("option", name=stand).click()
        expect(page).to_have_url(re.compile(f"stichtag={day}$"))
        expect(page.get_by_text(f"Wie weit ist der Plan? Stichtag {stand}.")).to_be_visible()
        settled(page)
    page.evaluate("() => { history.back(); setTimeout(() => history.back(), 60); }")
    page.wait_for_timeout(1_000)
    settled(page)
    expect(page.get_by_text("Wie weit ist der Plan? Stichtag 19. März 2019.")).to_be_visible()
    expect(page).to_have_url(re.compile("stichtag=2019-03-19$"))


def test_a_filter_stands_in_the_address_and_the_back_button_lifts_it(
    page: Page, example_address: str, complaints: list[str]
) -> None:
    open_page(page, f"{example_address}/?stichtag=2020-12-31", "Überblick")
    page.get_by_role("combobox", name="Ressort").click()
    page.get_by_role("option", name="SMK", exact=True).click()
    expect(page).to_have_url(re.compile(r"stichtag=2020-12-31&ressort=SMK$"))
    expect(page.get_by_text("Gefiltert: Ressort SMK.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Gefiltert: Ressort SMK.")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"stichtag=2020-12-31$"))
    assert complaints == []


def test_a_single_letter_starts_nothing(page: Page, example_address: str) -> None:
    open_page(page, example_address, "Überblick")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    assert page.get_by_role("dialog").count() == 0


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Maßnahmenkatalog"
    sheet.append(["Maßnahmenkatalog – Stand: 30.06.2022"])
    sheet.append([])
    sheet.append(["Nr.", "Maßnahme", "Federführung", "Zieltermin", "Status"])
    sheet.append(["1", "Portal *neu* aufsetzen", "SMI", "IV. Quartal 2022", "in Umsetzung"])
    sheet.append(["2", "Akte einführen", "SMK", "bald", "in Planung"])
    book.save(path)
    return path


def test_a_workbook_is_previewed_and_applied_on_a_click(
    page: Page, app_address: Callable[[str], str], tmp_path: Path, complaints: list[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'masterplan.db'}"
    address = app_address(url)
    logins.add(url, "bea", Role.CHANCELLERY)
    logins.enter(page, address, "bea")
    expect(page.get_by_text("Noch ist nichts eingelesen.")).to_be_visible()
    page.get_by_role("link", name="Dateien einlesen").click()
    page.get_by_role("heading", name="Dateien einlesen", exact=True, level=1).wait_for()
    page.locator("input[type=file]").set_input_files(_workbook(tmp_path / "Katalog.xlsx"))
    page.get_by_role("heading", name="Vorschau").wait_for()
    settled(page)
    expect(page.get_by_text("Maßnahmenkatalog!D5: Der Zieltermin „bald“ ist nicht lesbar.")).to_be_visible()
    expect(page.get_by_role("cell", name="Portal *neu* aufsetzen").first).to_be_visible()
    assert serious(page) == []
    assert json.load(urllib.request.urlopen(f"{address}/bereit"))["revision"] == 0
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_text("eingelesen (Änderung Nr. 1). 2 neu")).to_be_visible()
    assert json.load(urllib.request.urlopen(f"{address}/bereit"))["revision"] == 1
    settled(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "Katalog.xlsx")
    expect(page.get_by_text("Diese Dateien sagen nichts Neues")).to_be_visible()
    assert complaints == []
    written = open_database(url)
    assert _figures(build(reading.cut(written, date(2022, 6, 30), NOW)))["measures.total"].value == 2
    written.engine.dispose()


def test_a_file_that_is_no_workbook_is_refused_in_german(page: Page, example_address: str, tmp_path: Path) -> None:
    (tmp_path / "kaputt.xlsx").write_bytes(b"PK\x03\x04 abgeschnitten")
    open_page(page, f"{example_address}/einlesen", "Dateien einlesen")
    page.locator("input[type=file]").set_input_files(tmp_path / "kaputt.xlsx")
    expect(page.get_by_text("Es wird nichts gespeichert, solange")).to_be_visible()
    expect(page.get_by_role("button", name="Einlesen", exact=True)).to_have_count(0)
