"""The workbook comes back: what was changed in it is taken, what was not says nothing, whatever was done to it."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from importers.page import tables
from importers.pipeline import Batch, Delivered, FileStatus, Options, prepare
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.bodies import plan_owners
from masterplan.domain.plan import IN_FORCE
from masterplan.store import item_log, reading
from masterplan.store.engine import Database, open_database
from masterplan.workbooks.content import HEAD_LINE
from tests.files import plan
from tests.machine import LIBREOFFICE_CALC, needed
from tests.workbooks.filled_in import (
    MEASURES,
    NOW,
    PLAN,
    ROWS,
    at,
    bring_in,
    changed,
    column_of,
    enter,
    filled_in,
    hand_out,
    line_of,
    send_back,
    with_a_plan,
)

INTERIOR = Actor("Koordination SMI", Role.MINISTRY, "SMI")


@pytest.fixture
def database(sqlite_url: str) -> Database:
    opened = open_database(sqlite_url)
    with_a_plan(opened)
    return opened


def changes(batch: Batch) -> list[tuple[object, ...]]:
    return [
        (change.key, change.field, change.before, change.after)
        for file in batch.files
        for change in file.changes
    ]


def saved_by_libreoffice(content: bytes, folder: Path) -> bytes:
    office = needed(LIBREOFFICE_CALC)
    (folder / "in.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    command += [str(folder / "out"), str(folder / "in.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / "in.xlsx").read_bytes()


def test_untouched_workbooks_of_every_fourth_body_write_nothing_in_the_example(example_copy_url: str) -> None:
    database = open_database(example_copy_url)
    for stichtag in (date(2019, 6, 30), date(2021, 12, 31)):
        with database.reading() as connection:
            owners = plan_owners(reading.bodies(connection), stichtag)
        for owner in owners[::4]:
            before, content = reading.data_revision(database), hand_out(database, owner.key, stichtag)
            for stand in (None, date(2022, 5, 31)):
                done = send_back(database, content, stand=stand)
                assert {file.status for file in done.files} == {FileStatus.UNCHANGED}
            assert reading.data_revision(database) == before


def test_untouched_workbook_writes_nothing_even_after_it_went_through_libreoffice(
    database: Database, tmp_path: Path
) -> None:
    before = reading.data_revision(database)
    back = saved_by_libreoffice(hand_out(database), tmp_path)
    assert {file.status for file in send_back(database, back).files} == {FileStatus.UNCHANGED}
    assert reading.data_revision(database) == before
    done = send_back(database, filled_in(back, {("1", "status"): "verzögert", ("2", "progress"): 0.4}))
    assert changes(done) == [
        ("milestone/1", "status", "in_progress", "delayed"), ("milestone/2", "progress", None, 0.4),
    ]  # fmt: skip


def test_only_the_cells_that_were_changed_are_stated_each_with_its_address(database: Database) -> None:
    done = send_back(database, filled_in(hand_out(database), {("1", "status"): "verzögert"}))
    assert [file.status for file in done.files] == [FileStatus.APPLIED, FileStatus.UNCHANGED]
    with database.reading() as connection:
        row = item_log.item_row(connection, "milestone/1")
        entry = item_log.history(connection, row.id, done.revision)[-1]
    assert (entry.fields, entry.effective_on) == ({"status": "delayed"}, date(2021, 6, 30))
    assert (entry.file, entry.sheet, entry.cell("status")) == ("Zuarbeit SMI.xlsx", PLAN, "I5")


def test_changes_without_a_stand_are_refused_at_the_cell_to_fill_in(database: Database) -> None:
    content = changed(hand_out(database), lambda book: _set(book, "1", "status", "verzögert"))
    refused = send_back(database, content)
    [problem] = [one for file in refused.files for one in file.problems if one.code == "stand-unknown"]
    assert (refused.applied, problem.sheet, problem.cell) == (False, "Anleitung", "B7")
    assert send_back(database, content, stand=date(2021, 6, 30)).applied
    twice = {"file": "a.xlsx", "problems": [problem.as_json()]}
    assert len(tables.problems([twice, twice])) == 1  # found once for each part, said once


def _set(book: Workbook, number: str, name: str, value: object, sheet: str = PLAN) -> None:
    page = book[sheet]
    page.cell(line_of(page, number), column_of(page, name)).value = value


def test_confirmed_rows_state_again_what_is_reported_and_nothing_else(database: Database) -> None:
    enter(database, "milestone/2", "2020-12-31", remark="alte Bemerkung", progress=0.2)
    content = hand_out(database)
    enter(database, "milestone/2", "2021-03-31", status="delayed")
    done = send_back(database, filled_in(content, {("2", "unverändert bestätigt"): "ja"}))
    assert (done.applied, changes(done)) == (True, [])
    assert [file.counts["confirmed"] for file in done.files] == [1, 0]
    with database.reading() as connection:
        row = item_log.item_row(connection, "milestone/2")
        entry = item_log.history(connection, row.id, done.revision)[-1]
    assert entry.fields == {"progress": 0.2}  # no old remark, and not the status that was entered meanwhile
    assert at(database, "milestone/2")["status"] == "delayed"


CONFIRM = ("1", "unverändert bestätigt")
DELAYED = "Umsetzungsplanung!O5: Zum Status „verzögert“ gehört eine Begründung."
OVERDUE = "Umsetzungsplanung!O5: Der Plantermin 31.12.2021 ist verstrichen: Bitte begründen Sie"


@pytest.mark.parametrize(
    ("known", "cells", "stand", "told"),
    [
        ({"status": "delayed"}, {CONFIRM: "ja"}, "2021-06-30", DELAYED),
        ({"status": "delayed", "reason": "Vergabe"}, {CONFIRM: "ja"}, "2021-06-30", None),
        ({"status": "delayed"}, {CONFIRM: "ja", ("1", "reason"): "Vergabe"}, "2021-06-30", None),
        ({"status": "delayed"}, {("1", "progress"): 0.5}, "2021-06-30", None),
        ({"status": "delayed"}, {}, "2021-06-30", None),
        ({}, {CONFIRM: "ja"}, "2021-06-30", None),
        ({}, {CONFIRM: "ja"}, "2022-01-31", OVERDUE),
        ({}, {("1", "status"): "verzögert"}, "2021-06-30", DELAYED),
        ({}, {("1", "status"): "verzögert", ("1", "reason"): "Vergabe"}, "2021-06-30", None),
    ],
)
def test_an_entry_without_its_reason_is_taken_and_told_as_a_form_would_refuse_it(
    database: Database, known: dict[str, str], cells: dict[tuple[str, str], object], stand: str, told: str | None
) -> None:
    if known:
        enter(database, "milestone/1", "2020-12-31", **known)
    done = send_back(database, filled_in(hand_out(database), cells, stand=stand))
    assert done.applied == bool(cells)
    found = [one.message for file in done.files for one in file.problems if one.code == "value-missing"]
    assert [one[: len(told or "")] for one in found] == ([told] if told else [])


def test_sorted_filtered_and_column_moved_workbook_comes_back_right(database: Database) -> None:
    def work(book: Workbook) -> None:
        page = book[PLAN]
        _set(book, "1", "status", "verzögert")
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD_LINE, max_row=HEAD_LINE + 4)]
        body = sorted(rows[1:], key=lambda row: str(row[2]), reverse=True)
        order = [5, 0, *range(len(rows[0]) - 1, 5, -1), 2, 1, 4, 3]
        for line, row in enumerate([rows[0], *body], start=HEAD_LINE):
            for column, old in enumerate(order, start=1):
                page.cell(line, column).value = row[old]
        page.row_dimensions[HEAD_LINE + 2].hidden = True

    done = send_back(database, changed(filled_in(hand_out(database), {}), work))
    assert changes(done) == [("milestone/1", "status", "in_progress", "delayed")]
    assert [one.code for file in done.files for one in file.problems if one.code in ("hidden", "sheet-ignored")] == []


def test_new_rows_become_new_entries(database: Database) -> None:
    def work(book: Workbook) -> None:
        page = book[PLAN]
        new = {"number": "5", "title": "Funknetz erneuert", "status": "in Planung", "due_on": "2024"}
        for name, value in new.items():
            page.cell(HEAD_LINE + 7, column_of(page, name)).value = value

    done = send_back(database, changed(filled_in(hand_out(database), {}), work))
    assert done.files[0].counts["new"] == 1
    assert at(database, "milestone/5")["due_on"] == "2024-12-31"


def test_copied_row_keeps_its_key_and_is_told_how_to_become_a_new_entry(database: Database) -> None:
    def copy(book: Workbook) -> None:
        page = book[PLAN]
        for cell in page[line_of(page, "1")]:
            page.cell(HEAD_LINE + 7, cell.column).value = cell.value
        page.cell(HEAD_LINE + 7, column_of(page, "title")).value = "Funknetz erneuert"

    done = send_back(database, changed(filled_in(hand_out(database), {}), copy))
    (problem,) = (one for one in done.files[0].problems if one.code == "duplicate-key")
    assert (done.applied, problem.severity) == (False, "error")
    assert "löschen Sie die Kopie und schreiben Sie den neuen Eintrag in eine leere Zeile" in problem.message


def test_deleted_row_withdraws_what_nobody_else_changed_and_asks_for_the_rest(database: Database) -> None:
    def delete(book: Workbook) -> None:
        for number in ("1",):
            book[PLAN].delete_rows(line_of(book[PLAN], number))

    content = changed(filled_in(hand_out(database), {}), delete)
    gone = send_back(database, content)
    assert [one.key for file in gone.files for one in file.missing] == ["milestone/1"]
    assert at(database, "milestone/1")[IN_FORCE] is False


def test_deleted_row_of_an_item_that_was_edited_is_asked(database: Database) -> None:
    content = changed(filled_in(hand_out(database), {}), lambda book: book[PLAN].delete_rows(line_of(book[PLAN], "1")))
    enter(database, "milestone/1", "2021-03-31", status="completed")
    [conflict] = send_back(database, content).files[0].conflicts
    assert (conflict.key, conflict.field, conflict.ours_by) == ("milestone/1", IN_FORCE, "Frau Muster")


def test_entry_that_came_after_the_export_is_not_missing_from_it(database: Database) -> None:
    content = filled_in(hand_out(database), {("1", "status"): "verzögert"})
    bring_in(database, plan("SMI", "2021-03-31", *ROWS, ("5", "Funknetz erneuert", "Z1", "2024", "geplant")))
    done = send_back(database, content)
    assert (done.applied, [file.missing for file in done.files]) == (True, [[], []])
    assert at(database, "milestone/5")[IN_FORCE] is True


def test_both_changed_is_asked_with_three_values_also_where_a_file_changed_ours(database: Database) -> None:
    content = filled_in(hand_out(database), {("1", "status"): "abgeschlossen", ("2", "status"): "in Umsetzung"})
    enter(database, "milestone/1", "2021-03-31", status="delayed")
    moved = [ROWS[0], (*ROWS[1][:4], "verzögert"), *ROWS[2:]]
    bring_in(database, plan("SMI", "2021-04-30", *moved), on_conflict="ours")
    asked = send_back(database, content).files[0].conflicts
    assert [(one.key, one.base, one.theirs, one.ours, one.ours_by) for one in asked] == [
        ("milestone/1", "in_progress", "completed", "delayed", "Frau Muster"),
        ("milestone/2", "planned", "in_progress", "delayed", "Test"),
    ]
    send_back(database, content, on_conflict="ours")
    assert at(database, "milestone/1")["status"] == "delayed"


def test_same_return_twice_writes_once(database: Database) -> None:
    content = filled_in(hand_out(database), {("1", "status"): "verzögert", ("3", "unverändert bestätigt"): "ja"})
    first = send_back(database, content)
    assert not send_back(database, content).applied
    assert reading.data_revision(database) == first.revision


def test_older_file_that_comes_late_does_not_withdraw_what_a_return_left_unsaid(database: Database) -> None:
    send_back(database, filled_in(hand_out(database), {("1", "status"): "verzögert"}))
    bring_in(database, plan("SMI", "2020-06-30", *ROWS))
    assert all(at(database, f"milestone/{number}")[IN_FORCE] for number in range(1, 5))


def test_measures_of_the_workbook_come_back_with_their_own_sheet(database: Database) -> None:
    done = send_back(database, filled_in(hand_out(database), {("1", "progress"): 0.5}, sheet=MEASURES))
    assert changes(done) == [("measure/1", "progress", 0.1, 0.5)]
    assert [file.part for file in done.files if file.status == FileStatus.APPLIED] == ["measures"]


def test_ressort_returns_its_own_workbook_and_no_other(database: Database) -> None:
    content = filled_in(hand_out(database), {("1", "status"): "verzögert"})
    assert send_back(database, content, by=INTERIOR).applied
    bring_in(database, plan("SMK", "2020-12-31", ("1", "Schulen am Netz", "Z1", "2022", "geplant")))
    foreign = filled_in(hand_out(database, "SMK"), {("1", "status"): "verzögert"})
    with pytest.raises(NotAllowed):
        send_back(database, foreign, by=INTERIOR)


def test_key_of_another_ressort_does_not_reach_its_entry(database: Database) -> None:
    bring_in(database, plan("SMK", "2020-12-31", ("1", "Schulen am Netz", "Z1", "2022", "geplant")))

    def forge(book: Workbook) -> None:
        page = book[PLAN]
        page.cell(line_of(page, "1"), 1).value = "milestone/5"

    forged = changed(filled_in(hand_out(database), {("1", "status"): "verzögert"}), forge)
    batch = prepare(database, [Delivered("Zuarbeit.xlsx", forged)], Options(), NOW.date())
    assert "milestone/5" not in {change.key for file in batch.files for change in file.changes}


def test_workbook_of_another_database_is_refused(database: Database, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    with_a_plan(other)
    enter(other, "milestone/1", "2020-12-31", status="delayed")
    refused = send_back(database, hand_out(other))
    assert [one.code for one in refused.files[0].problems] == ["export-unknown"]
