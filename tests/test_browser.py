"""The app as a person meets it, in a real browser: the example plan, its overview, and a workbook handed in."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect

ROOT = Path(__file__).parents[1]
PATIENCE_MS = 60_000  # the machine may be busy with the other tests
expect.set_options(timeout=PATIENCE_MS)
PROBED = "/_stcore/"
"""Below a page's address Streamlit's own page first asks whether it is served there, and is told no."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the example plan, loaded as the README says."""
    url = f"sqlite:///{tmp_path_factory.mktemp('example') / 'masterplan.db'}"
    subprocess.run([sys.executable, "-m", "masterplan", "demo", "--database", url], cwd=ROOT, check=True)
    return url


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complains about."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        is_probe = PROBED in message.location["url"] and "404" in message.text
        if message.type == "error" and not is_probe:
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda trouble: found.append(str(trouble)))
    return found


def _settled(page: Page) -> None:
    """Waits until the run has ended and everything is drawn."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_timeout(500)  # what is new fades in, and half-faded text has no contrast


def _open(page: Page, address: str, heading: str) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
    _settled(page)


def _serious(page: Page) -> list[str]:
    response = Axe().run(page).response
    return [
        f"{finding['id']}: {[node['html'][:120] for node in finding['nodes']]}"
        for finding in response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


def _figures(url: str, stichtag: str) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "masterplan", "figures", "--stichtag", stichtag, "--json", "--database", url]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return {figure["rule"] or figure["id"]: figure for figure in json.loads(answer.stdout)["figures"]}


def test_the_overview_shows_the_figures_of_the_example_plan(
    page: Page, app_address: Callable[[str], str], example: str, complaints: list[str]
) -> None:
    address = app_address(example)
    assert urllib.request.urlopen(f"{address}/_stcore/health").status == 200
    assert json.load(urllib.request.urlopen(f"{address}/bereit"))["ready"] is True
    _open(page, address, "Überblick")
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.get_by_text("Beispieldaten.")).to_be_visible()
    figures = _figures(example, "2021-12-31")
    metrics = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert metrics[0].replace("\u00a0", " ") == f"{figures['bund-2020']['value'] * 100:.0f} %"
    assert metrics[3:5] == [str(figures[name]["value"]) for name in ("milestones.overdue", "milestones.due_90_days")]
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 4
    assert _serious(page) == []
    assert complaints == []


def test_a_deep_link_shows_the_plan_as_at_its_stichtag_and_keeps_it(
    page: Page, app_address: Callable[[str], str], example: str, complaints: list[str]
) -> None:
    address = app_address(example)
    _open(page, f"{address}/?stichtag=2020-12-31", "Überblick")
    expect(page.get_by_text("Wie weit ist der Plan? Stichtag 31. Dezember 2020.")).to_be_visible()
    page.get_by_role("link", name="Dateien einlesen").click()
    page.get_by_role("heading", name="Dateien einlesen", exact=True, level=1).wait_for()
    _settled(page)
    expect(page).to_have_url(re.compile(r"/einlesen\?stichtag=2020-12-31$"))
    page.get_by_label("Zu einem Stand der Daten").click()
    page.get_by_role("option", name="19. März 2019").click()
    expect(page).to_have_url(re.compile(r"stichtag=2019-03-19$"))
    _settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/einlesen\?stichtag=2020-12-31$"))
    expect(page.get_by_label("Zu einem Stand der Daten")).to_have_value("31. Dezember 2020")
    page.go_back()
    expect(page.get_by_text("Wie weit ist der Plan? Stichtag 31. Dezember 2020.")).to_be_visible()
    assert complaints == []


def test_a_filter_stands_in_the_address_and_the_back_button_lifts_it(
    page: Page, app_address: Callable[[str], str], example: str, complaints: list[str]
) -> None:
    address = app_address(example)
    _open(page, f"{address}/?stichtag=2020-12-31", "Überblick")
    page.get_by_role("combobox", name="Ressort").click()
    page.get_by_role("option", name="SMK", exact=True).click()
    expect(page).to_have_url(re.compile(r"stichtag=2020-12-31&ressort=SMK$"))
    expect(page.get_by_text("Gefiltert: Ressort SMK.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Gefiltert: Ressort SMK.")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"stichtag=2020-12-31$"))
    assert complaints == []


def test_a_single_letter_starts_nothing(page: Page, app_address: Callable[[str], str], example: str) -> None:
    _open(page, app_address(example), "Überblick")
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
    _open(page, address, "Überblick")
    expect(page.get_by_text("Noch ist nichts eingelesen.")).to_be_visible()
    page.get_by_role("link", name="Dateien einlesen").click()
    page.get_by_role("heading", name="Dateien einlesen", exact=True, level=1).wait_for()
    page.locator("input[type=file]").set_input_files(_workbook(tmp_path / "Katalog.xlsx"))
    page.get_by_role("heading", name="Vorschau").wait_for()
    _settled(page)
    expect(page.get_by_text("Maßnahmenkatalog!D5: Der Zieltermin „bald“ ist nicht lesbar.")).to_be_visible()
    expect(page.get_by_role("cell", name="Portal *neu* aufsetzen").first).to_be_visible()
    assert _serious(page) == []
    assert json.load(urllib.request.urlopen(f"{address}/bereit"))["revision"] == 0
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_text("eingelesen (Änderung Nr. 1). 2 neu")).to_be_visible()
    assert json.load(urllib.request.urlopen(f"{address}/bereit"))["revision"] == 1
    page.locator("input[type=file]").set_input_files(tmp_path / "Katalog.xlsx")
    expect(page.get_by_text("Diese Dateien sagen nichts Neues")).to_be_visible()
    assert complaints == []
    assert _figures(url, "2022-06-30")["measures.total"]["value"] == 2


def test_a_file_that_is_no_workbook_is_refused_in_german(
    page: Page, app_address: Callable[[str], str], tmp_path: Path
) -> None:
    address = app_address(f"sqlite:///{tmp_path / 'masterplan.db'}")
    (tmp_path / "kaputt.xlsx").write_bytes(b"PK\x03\x04 abgeschnitten")
    _open(page, f"{address}/einlesen", "Dateien einlesen")
    page.locator("input[type=file]").set_input_files(tmp_path / "kaputt.xlsx")
    expect(page.get_by_text("Es wird nichts gespeichert, solange")).to_be_visible()
    expect(page.get_by_role("button", name="Einlesen", exact=True)).to_have_count(0)
