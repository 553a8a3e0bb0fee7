from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from importers import page_steps, page_tables
from importers.page_steps import Looked, Say, look, write
from importers.pipeline import Delivered, Options
from masterplan.actions.apply_files import PlanMoved
from masterplan.store import reading
from masterplan.store.engine import Database
from tests.pages.offering import CHANCELLERY

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


@pytest.fixture(params=["in the server", "outside the server"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on files are read in the way that is tried; each command outside costs two seconds."""
    outside = request.param == "outside the server"
    return lambda: monkeypatch.setattr(page_steps, "IN_PROCESS_BYTES", 0) if outside else None


def _look(database: Database, *files: Delivered, say: Say = lambda _: None, **options: Any) -> Looked:
    return look(database, files, Options(**options), TODAY, CHANCELLERY, say)


def _write(database: Database, looked: Looked, *files: Delivered) -> dict[str, Any]:
    return write(database, looked, files, Options(), NOW, reading.data_revision(database), CHANCELLERY)


def test_a_file_is_previewed_without_a_trace_and_written_once(database: Database, way: Callable[[], None]) -> None:
    way()
    said: list[str] = []
    file = _workbook(ROWS)
    looked = _look(database, file, say=said.append)
    assert "Katalog.xlsx wird gelesen …" in said
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


def test_changes_are_shown_field_by_field_with_their_cell(database: Database, way: Callable[[], None]) -> None:
    first, second = _workbook(ROWS), _workbook([["1", "Portal", "SMI", "31.03.2023", "verzögert"]], "30.06.2022")
    _write(database, _look(database, first), first)
    way()
    looked = _look(database, second, partial=True)
    _, changed = page_tables.changes(looked.entry["files"])
    rows = {row["Feld"]: (row["bisher"], row["neu"], row["Zelle"]) for row in changed.to_dict("records")}
    assert rows["Plantermin"] == ("31.12.2022", "31.03.2023", "Maßnahmenkatalog!D4")
    assert rows["Status"] == ("in Umsetzung", "verzögert", "Maßnahmenkatalog!E4")


def test_nothing_is_written_when_the_plan_has_moved_since_the_preview(
    database: Database, way: Callable[[], None]
) -> None:
    file, other = _workbook(ROWS), _workbook([*ROWS, ["3", "Neu", "SMF", "2023", "in Planung"]])
    moving = _look(database, other)
    way()
    looked = _look(database, file)
    _write(database, moving, other)
    with pytest.raises(PlanMoved):
        _write(database, looked, file)
    assert reading.data_revision(database) == 1


def test_a_refused_file_says_why(database: Database, way: Callable[[], None]) -> None:
    way()
    looked = _look(database, Delivered("kaputt.xlsx", b"PK\x03\x04 abgeschnitten"))
    assert looked.refused
    assert page_tables.problems(looked.entry["files"])["Art"].tolist() == ["Fehler"]
    assert page_tables.summary(looked.entry["files"])["Inhalt"].tolist() == ["nicht erkannt"]


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
