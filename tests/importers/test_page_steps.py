from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from importers.page import steps, tables
from importers.page.steps import Looked, Say, look, write
from importers.pipeline import Delivered, Options
from masterplan.actions.apply_files import PlanMoved
from masterplan.actions.offered import Offered
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView, build
from masterplan.store import item_log, reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision
from tests.pages.offering import CHANCELLERY, offered

NOW = datetime(2022, 7, 1, 9, tzinfo=UTC)
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
    return lambda: monkeypatch.setattr(steps, "IN_PROCESS_BYTES", 0) if outside else None


def _look(database: Database, *files: Delivered, say: Say = lambda _: None, **options: Any) -> Looked:
    return look(database, files, Options(**options), NOW.date(), CHANCELLERY, say)


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
    new, changed = tables.changes(looked.entry["files"])
    assert changed.empty
    assert {"Portal", "Akte"} == set(new["Titel"])
    assert tables.problems(looked.entry["files"])["Zelle"].tolist() == ["D5"]
    done = _write(database, looked, file)
    assert (done["applied"], done["revision"]) == (True, 1)
    assert _look(database, file).says_nothing_new


def test_changes_are_shown_field_by_field_with_their_cell(database: Database, way: Callable[[], None]) -> None:
    first, second = _workbook(ROWS), _workbook([["1", "Portal", "SMI", "31.03.2023", "verzögert"]], "30.06.2022")
    _write(database, _look(database, first), first)
    way()
    looked = _look(database, second, partial=True)
    _, changed = tables.changes(looked.entry["files"])
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
    assert tables.problems(looked.entry["files"])["Art"].tolist() == ["Fehler"]
    assert tables.summary(looked.entry["files"])["Inhalt"].tolist() == ["nicht erkannt"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bitte mit --stand angeben, z. B. --stand 2020-06-30.", "Bitte mit „Stand“ angeben."),
        ("unvollständig, hilft --partial; sonst", "unvollständig, hilft „Die Datei ist unvollständig“; sonst"),
        ("Umsetzungsplanung!F7: „bald“ ist nicht lesbar.", "Umsetzungsplanung!F7: „bald“ ist nicht lesbar."),
    ],
)
def test_a_message_names_the_fields_of_the_form_instead_of_options(said: str, shown: str) -> None:
    assert tables.for_the_page(said) == shown


def _edited(database: Database) -> Delivered:
    """A file in conflict with what was entered on-line."""
    first, second = _workbook(ROWS, "31.12.2021"), _workbook([[*ROWS[0][:4], "verzögert"], ROWS[1]])
    _write(database, _look(database, first), first)
    with database.writing() as connection, new_revision(connection, at=NOW, by="Frau Muster", act="edit") as opened:
        number = item_log.item_row(connection, "measure/1").id
        stated = NewStatement(number, date(2022, 3, 31), "edit", True, encode({"status": "completed"}))
        opened.state([stated])
    return second


def test_questions_are_decided_cell_by_cell(database: Database, way: Callable[[], None]) -> None:
    file = _edited(database)
    way()
    looked = _look(database, file)
    [entry] = looked.entry["files"]
    [conflict] = entry["conflicts"]
    assert (looked.refused, conflict["title"]) == (True, "Portal")
    options = Options(decisions={f"{entry['sha256']} {conflict['question']}": "ours"})
    decided = look(database, [file], options, NOW.date(), CHANCELLERY, lambda _: None)
    assert not decided.refused
    done = write(database, decided, [file], options, NOW, reading.data_revision(database), CHANCELLERY)
    assert done["applied"]
    cut = reading.cut(database, date(2022, 6, 30), NOW + timedelta(days=1))
    assert next(one for one in cut.items[Kind.MEASURE] if one.key == "measure/1").values["status"] == "completed"


def test_page_puts_both_sides_beside_each_other_and_goes_on_with_the_answer(database: Database) -> None:
    file = _edited(database)

    def page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
        from importers.page import upload

        upload.show(plan, offered)

    view = build(reading.cut(database, date(2022, 6, 30), NOW + timedelta(days=1)))
    given = offered(view, database=database, now=NOW)
    run = AppTest.from_function(page, args=(view, given), default_timeout=60).run()
    run.file_uploader[0].upload(file.name, file.content)
    run.run()
    assert not run.exception
    [question] = [one for one in run.radio if str(one.key).startswith("answer ")]
    assert [text.replace("\\", "") for text in question.options] == [
        "Datei: verzögert (Maßnahmenkatalog!E4)",
        "Plan: abgeschlossen (eingetragen von Frau Muster, 01.07.2022, 11:00 Uhr)",
    ]
    question.set_value("theirs")
    next(one for one in run.button if one.label == "Entscheidungen übernehmen").click()
    run.run()
    assert not run.exception
    assert [one.label for one in run.button if one.label == "Einlesen"] == ["Einlesen"]

