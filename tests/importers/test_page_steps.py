from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from importers import page_steps, page_tables
from importers.page_steps import Looked, look, write
from importers.pipeline import Delivered, Options
from masterplan.actions.apply_files import PlanMoved
from masterplan.store import reading
from masterplan.store.engine import Database, open_database

NOW = datetime(2022, 7, 1, 9, tzinfo=UTC)
TODAY = date(2022, 7, 1)
ROWS = [["1", "Portal", "SMI", "IV. Quartal 2022", "in Umsetzung"], ["2", "Akte", "SMK", "bald", "in Planung"]]


def _workbook(rows: list[list[str]], stand: str = "30.06.2022") -> Delivered:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Maßnahmenkatalog"
    header = ["Nr.", "Maßnahme", "Federführung", "Zieltermin", "Status"]
    for row in ([f"Maßnahmenkatalog – Stand: {stand}"], [], header, *rows):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return Delivered("Katalog.xlsx", content.getvalue())


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return open_database(sqlite_url)


@pytest.fixture(params=["in the server", "outside the server"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "outside the server":
        monkeypatch.setattr(page_steps, "IN_PROCESS_BYTES", 0)


def _look(database: Database, *files: Delivered, **options: Any) -> Looked:
    return look(database, files, Options(**options), TODAY, lambda _: None)


def _write(database: Database, looked: Looked, *files: Delivered) -> dict[str, Any]:
    return write(database, looked, files, Options(), NOW, reading.data_revision(database))


@pytest.mark.usefixtures("_way")
def test_a_file_is_previewed_without_a_trace_and_written_once(database: Database) -> None:
    file = _workbook(ROWS)
    looked = _look(database, file)
    assert reading.data_revision(database) == 0
    assert not looked.refused
    assert [one["counts"]["new"] for one in looked.entry["files"]] == [2]
    new, changed = page_tables.changes(looked.entry["files"])
    assert changed.empty
    assert {"Portal", "Akte"} == set(new["Titel"])
    assert page_tables.problems(looked.entry["files"])["Zelle"].tolist() == ["D5"]
    done = _write(database, looked, file)
    assert (done["applied"], done["revision"]) == (True, 1)
    assert _look(database, file).says_nothing_new


@pytest.mark.usefixtures("_way")
def test_changes_are_shown_field_by_field_with_their_cell(database: Database) -> None:
    first, second = _workbook(ROWS), _workbook([["1", "Portal", "SMI", "31.03.2023", "verzögert"]], "30.06.2022")
    _write(database, _look(database, first), first)
    looked = _look(database, second, partial=True)
    _, changed = page_tables.changes(looked.entry["files"])
    rows = {row["Feld"]: (row["bisher"], row["neu"], row["Zelle"]) for row in changed.to_dict("records")}
    assert rows["Plantermin"] == ("31.12.2022", "31.03.2023", "Maßnahmenkatalog!D4")
    assert rows["Status"] == ("in Umsetzung", "verzögert", "Maßnahmenkatalog!E4")


@pytest.mark.usefixtures("_way")
def test_nothing_is_written_when_the_plan_has_moved_since_the_preview(database: Database) -> None:
    file, other = _workbook(ROWS), _workbook([*ROWS, ["3", "Neu", "SMF", "2023", "in Planung"]])
    looked = _look(database, file)
    _write(database, _look(database, other), other)
    with pytest.raises(PlanMoved):
        _write(database, looked, file)
    assert reading.data_revision(database) == 1


@pytest.mark.usefixtures("_way")
def test_a_refused_file_says_why(database: Database) -> None:
    looked = _look(database, Delivered("kaputt.xlsx", b"PK\x03\x04 abgeschnitten"))
    assert looked.refused
    assert page_tables.problems(looked.entry["files"])["Art"].tolist() == ["Fehler"]
    assert page_tables.summary(looked.entry["files"])["Inhalt"].tolist() == ["nicht erkannt"]


def test_progress_of_the_command_is_told_in_german(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_steps, "IN_PROCESS_BYTES", 0)
    said: list[str] = []
    look(database, [_workbook(ROWS)], Options(), TODAY, said.append)
    assert "Katalog.xlsx wird gelesen …" in said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bitte mit --stand angeben, z. B. --stand 2020-06-30.", "Bitte mit „Stand“ angeben."),
        ("unvollständig, hilft --partial; sonst", "unvollständig, hilft „Die Datei ist unvollständig“; sonst"),
        ("Umsetzungsplanung!F7: „bald“ ist nicht lesbar.", "Umsetzungsplanung!F7: „bald“ ist nicht lesbar."),
    ],
)
def test_a_message_names_the_fields_of_the_form_instead_of_options(said: str, shown: str) -> None:
    assert page_tables.for_the_page(said) == shown
