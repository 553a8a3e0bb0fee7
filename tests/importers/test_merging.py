"""The three-way merge: its rule as a table of cases, and what it does to files that meet entries made on-line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from importers.merging import Base, Outcome, outcome_of
from importers.pipeline import Batch, Delivered, FileStatus, Options, import_files
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.store import item_log, reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.tables import not_taken, statement
from masterplan.store.writing import NewStatement, new_revision
from tests.builders import CHANCELLERY
from tests.files import measures, plan

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
DAY = ("due_on", "due_text")


def side(words: str) -> dict[str, object]:
    """„a“: the field f says a; „-“: it says nothing; „“: it was never stated."""
    return {} if not words else {"f": None if words == "-" else words}


@pytest.mark.parametrize(
    ("theirs", "ours", "base", "outcome"),
    [
        ("a", "a", "a", "take"), ("b", "a", "a", "take"), ("a", "b", "a", "keep"), ("b", "b", "a", "take"),
        ("c", "b", "a", "ask"), ("-", "b", "a", "ask"), ("-", "a", "a", "take"), ("a", "-", "a", "keep"),
        ("b", "-", "a", "ask"), ("-", "-", "a", "take"), ("-", "b", "-", "keep"), ("a", "b", "", "ask"),
        ("b", "b", "", "take"), ("a", "", "", "take"), ("-", "b", "", "ask"),
    ],
)  # fmt: skip
def test_rule_of_the_merge(theirs: str, ours: str, base: str, outcome: str) -> None:
    began = side(base)
    assert outcome_of(("f",), side(theirs), side(ours), Base(began, began)) == Outcome(outcome)


@pytest.mark.parametrize(
    ("theirs", "ours", "base", "outcome"),
    [
        pytest.param("Ende 2022", "31.12.2022", "31.12.2022", "take", id="other words for the day"),
        pytest.param("31.12.2022", "Ende 2022", "31.12.2022", "take", id="only our words differ"),
        pytest.param("bald", "31.12.2022", "31.12.2022", "take", id="a day became words"),
        pytest.param("bald", "31.12.2023", "31.12.2022", "ask", id="words against another day"),
        pytest.param("31.12.2022", "31.12.2023", "31.12.2022", "keep", id="our day is a new one"),
    ],
)
def test_day_and_its_words_are_one_cell(theirs: str, ours: str, base: str, outcome: str) -> None:
    def cell(words: str) -> dict[str, object]:
        return {"due_text": words, "due_on": f"{words[-4:]}-12-31" if words != "bald" else None}

    assert outcome_of(DAY, cell(theirs), cell(ours), Base(cell(base), cell(base))) == Outcome(outcome)


def test_cells_of_a_workbook_that_was_handed_out_are_silent_where_they_did_not_change() -> None:
    base = Base({"f": "a b"}, {"f": "a  b"}, silent=True)  # read from its cell without the second blank
    assert outcome_of(("f",), {"f": "a b"}, {"f": "z"}, base) == Outcome.SILENT
    assert outcome_of(("f",), {"f": "c"}, {"f": "a  b"}, base) == Outcome.TAKE
    assert outcome_of(("f",), {"f": "c"}, {"f": "z"}, base) == Outcome.ASK


# --- files that meet entries made on-line ---

ROW = ("1", "Ausbau von Amt24", "SK", "in Umsetzung", "31.12.2021", "50 %")
STATUS, DUE, PROGRESS = 3, 4, 5


def row(changes: dict[int, object] | None = None) -> tuple[object, ...]:
    return tuple((changes or {}).get(at, value) for at, value in enumerate(ROW))


def bring_in(database: Database, *files: Delivered, minute: int = 0, **options: object) -> Batch:
    at = NOW + timedelta(minutes=minute)
    return import_files(database, files, Options(**options), by=CHANCELLERY, at=at)  # type: ignore[arg-type]


def enter(database: Database, key: str, on: str, *, by: str = "Koordination SK", **fields: object) -> None:
    """An entry made on-line."""
    with database.writing() as connection, new_revision(connection, at=NOW, by=by, act="edit") as opened:
        number = item_log.item_row(connection, key).id
        opened.state([NewStatement(number, date.fromisoformat(on), "edit", True, encode(fields))])


def at(database: Database, stichtag: str, key: str = "measure/1", kind: Kind = Kind.MEASURE) -> dict[str, object]:
    cut = reading.cut(database, date.fromisoformat(stichtag), NOW + timedelta(days=1))
    return dict(next(one for one in cut.items[kind] if one.key == key).values)


def left_out(database: Database) -> list[tuple[str, str, str | None]]:
    with database.reading() as connection:
        query = not_taken.select().join(statement, statement.c.id == not_taken.c.statement)
        return [(one.field, one.value, one.wording) for one in connection.execute(query)]


def test_file_keeps_what_was_entered_on_line_where_it_says_what_it_said_before(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    done = bring_in(database, measures("2020-12-31", row({PROGRESS: "60 %"})))
    assert done.files[0].status == FileStatus.APPLIED
    found = at(database, "2020-12-31")
    assert (found["status"], found["progress"]) == ("delayed", 0.6)
    assert left_out(database) == [("status", '"in_progress"', "in Umsetzung")]
    assert [change.field for change in done.files[0].changes] == ["progress"]


def test_cell_not_taken_is_the_base_of_the_next_file(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    bring_in(database, measures("2020-12-31", row({STATUS: "geplant"})), on_conflict="ours")
    assert at(database, "2020-12-31")["status"] == "delayed"
    done = bring_in(database, measures("2021-06-30", row({STATUS: "geplant"})))
    assert done.files[0].conflicts == []
    assert at(database, "2021-06-30")["status"] == "delayed"


def test_both_changed_is_asked_with_who_and_when_and_settled_either_way(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    file = measures("2020-12-31", row({STATUS: "abgeschlossen"}))
    asked = bring_in(database, file)
    [conflict] = asked.files[0].conflicts
    assert asked.files[0].status == FileStatus.CONFLICT
    assert (conflict.key, conflict.field, conflict.base, conflict.theirs, conflict.ours, conflict.ours_by) == (
        "measure/1", "status", "in_progress", "completed", "delayed", "Koordination SK",
    )  # fmt: skip
    assert (conflict.ours_at or "").startswith("2025-01-01T12:00:00")
    assert conflict.cell == "Tabelle!D4"
    assert at(database, "2020-12-31")["status"] == "delayed"

    question = f"{asked.files[0].sha256} {conflict.question}"
    bring_in(database, file, decisions={question: "theirs"})
    assert at(database, "2020-12-31")["status"] == "completed"
    with database.reading() as connection:
        [*_, row_] = connection.exec_driver_sql("SELECT options FROM delivery ORDER BY id")
    assert row_.options == encode({"decisions": {conflict.question: "theirs"}})


def test_emptied_cell_against_a_changed_one_is_asked(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2020-09-30", progress=0.7)
    [conflict] = bring_in(database, measures("2020-12-31", row({PROGRESS: None}))).files[0].conflicts
    assert (conflict.base, conflict.theirs, conflict.ours) == (0.5, None, 0.7)


def test_entry_without_any_earlier_file_that_stated_the_field_is_a_conflict(database: Database) -> None:
    bring_in(database, measures("2020-06-30", ROW[:3], headings=("Nr.", "Maßnahme", "Federführung")))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    [conflict] = bring_in(database, measures("2020-12-31", row())).files[0].conflicts
    assert (conflict.field, conflict.base, conflict.theirs) == ("status", None, "in_progress")


def test_entry_for_a_day_after_the_stand_stays_in_force_and_is_listed(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2021-03-31", status="delayed")
    [file] = bring_in(database, measures("2020-12-31", row({STATUS: "abgeschlossen"}))).files
    assert [(one.field, one.value, one.effective_on) for one in file.later] == [
        ("status", "delayed", date(2021, 3, 31)),
    ]
    assert (file.conflicts, at(database, "2020-12-31")["status"]) == ([], "completed")
    assert at(database, "2021-03-31")["status"] == "delayed"


OTHERS = [(str(at), f"Vorhaben Nummer {at} eins", "SK", "geplant", "2022", "0 %") for at in range(2, 6)]


def test_item_the_file_no_longer_lists_is_asked_for_where_it_was_edited(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row(), *OTHERS))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    without = measures("2020-12-31", *OTHERS)
    asked = bring_in(database, without)
    [conflict] = asked.files[0].conflicts
    assert (conflict.key, conflict.field, conflict.theirs, conflict.ours) == ("measure/1", IN_FORCE, False, True)
    bring_in(database, without, on_conflict="ours")
    assert at(database, "2020-12-31")[IN_FORCE] is True
    assert left_out(database) == [(IN_FORCE, "false", None)]
    again = bring_in(database, measures("2021-06-30", *OTHERS))
    assert (again.files[0].conflicts, again.files[0].missing) == ([], [])
    assert at(database, "2021-06-30")[IN_FORCE] is True


def test_item_the_file_no_longer_lists_is_withdrawn_where_the_file_decides(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row(), *OTHERS))
    enter(database, "measure/1", "2020-09-30", status="delayed")
    bring_in(database, measures("2020-12-31", *OTHERS), on_conflict="theirs")
    assert at(database, "2020-12-31")[IN_FORCE] is False


def test_mere_confirmation_on_line_does_not_stand_against_withdrawal(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row(), *OTHERS))
    enter(database, "measure/1", "2020-09-30", status="in_progress")
    bring_in(database, measures("2020-12-31", *OTHERS))
    assert at(database, "2020-12-31")[IN_FORCE] is False


def test_same_file_again_writes_nothing_though_its_cells_were_not_taken(database: Database) -> None:
    bring_in(database, measures("2020-06-30", row()))
    enter(database, "measure/1", "2020-06-30", status="delayed")
    again = bring_in(database, measures("2020-06-30", row()))
    assert (again.files[0].status, at(database, "2020-06-30")["status"]) == (FileStatus.UNCHANGED, "delayed")


def test_files_of_one_call_meet_the_cells_the_earlier_ones_left_out(database: Database) -> None:
    headings = ("1", "Netze", "Z1", "31.12.2021", "in Umsetzung")
    bring_in(database, plan("SMI", "2020-06-30", headings))
    enter(database, "milestone/1", "2020-09-30", status="delayed")
    both = [plan("SMI", stand, headings) for stand in ("2020-12-31", "2021-06-30")]
    done = bring_in(database, *both)
    assert done.applied
    assert at(database, "2021-06-30", "milestone/1", Kind.MILESTONE)["status"] == "delayed"
    assert len(left_out(database)) == 2
