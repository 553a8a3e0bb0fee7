"""Counts of coverage are what counting the entries of each cut one by one would give, on both engines."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from masterplan.domain import as_of
from masterplan.domain.plan import Kind
from masterplan.domain.services.coverage_counts import STATES, SUBJECTS, Subject, standing
from masterplan.store import coverage_counts, deriving, reading, statements
from masterplan.store.canonical import encode
from masterplan.store.coverage_reading import burn_up, coverage_by
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision

FIRST_DAY = date(2021, 1, 20)
AT = datetime(2025, 1, 1, tzinfo=UTC)
NOW = AT + timedelta(days=1)
DAYS = (0, 5, 11, 12, 45, 400)  # the 31st of January among them, and days of the same and of other months
PLACES = (("A", "210010010"), ("A", "210000000"), ("B", "210010010"), ("B", "000000000"))
CUTS = [FIRST_DAY + timedelta(day) for day in (7, 11, 40, 45, 500)]

Entry = list[tuple[int, int, dict[str, object], bool]] | int
yes_no = st.sampled_from([None, True, False])
fields = st.fixed_dictionaries(
    {}, optional={"online": yes_no, "reach": st.sampled_from([None, "countywide"]), "in_force": st.booleans()}
)
stated = st.tuples(st.integers(0, 3), st.sampled_from(DAYS), fields, st.booleans())
histories = st.lists(
    st.one_of(st.lists(stated, min_size=1, max_size=4, unique_by=lambda one: one[:2]), st.integers(0, 20)),
    min_size=1, max_size=8,
)  # fmt: skip


def play(database: Database, history: list[Entry]) -> list[int]:
    """Four entries of services and a Kreis of their own, and one revision each: statements, or a release."""
    start = reading.data_revision(database)
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="edit") as opened:
        items = [number for number, _ in opened.add_items(Kind.COVERAGE, [f"coverage/{start}/{at}" for at in range(4)])]
    waiting: list[int] = []
    for entry in history:
        with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="edit") as opened:
            if isinstance(entry, list):
                numbers = opened.state([_statement(items, *one) for one in entry])
                waiting += [number for number, one in zip(numbers, entry, strict=True) if not one[3]]
            elif waiting:
                opened.release([waiting.pop(entry % len(waiting))])
    return items


def _statement(items: list[int], which: int, day: int, values: dict[str, object], released: bool) -> NewStatement:
    service, place = PLACES[which]
    whole = {"leika_key": f"{items[0]}{service}", "ars": f"{items[0]:03}{place}", **values}
    return NewStatement(items[which], FIRST_DAY + timedelta(day), "edit", released, encode(whole))


def counted(logs: list[list[as_of.Stated]], on: date, revision: int, audience: str, subject: Subject) -> object:
    """The counts by the plain definition of the cut, entry by entry."""
    found: Counter[tuple[str, str, str]] = Counter()
    for log in logs:
        at_cut = as_of.cut(log, on, revision, audience)
        one = standing(at_cut.fields) if at_cut else None
        if one is not None:
            found[getattr(one, subject), one.level, one.state] += 1
    groups = sorted({name[:2] for name in found})
    return [(*group, *(found[(*group, name)] for name in STATES)) for group in groups]


def told(table: pd.DataFrame, items: list[int]) -> object:
    """The rows of the services and the Kreis of these entries."""
    own = (f"{items[0]}A", f"{items[0]}B", f"{items[0]:03}21", f"{items[0]:03}00")
    return [row for row in table.itertuples(index=False, name=None) if row[0] in own]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, revision=st.integers(0, 9))
def test_counts_at_every_cut_are_those_of_its_entries(database: Database, history: list[Entry], revision: int) -> None:
    before = reading.data_revision(database)
    items = play(database, history)
    newest = reading.data_revision(database)
    with database.reading() as connection:
        logs = [statements.log_of(connection, item, newest) for item in items]
    known = min(newest, before + 1 + revision)
    known_by = AT + timedelta(microseconds=known - 1)
    for audience in ("all", "released"):
        for subject in SUBJECTS:
            for on in CUTS:
                found = told(coverage_by(database, subject, on, known_by, audience), items)
                assert found == counted(logs, on, known, audience, subject), (known, audience, on)
    assert coverage_counts.differences(database) == []


HISTORY: list[Entry] = [
    [(0, 0, {"online": False}, True), (1, 5, {"reach": "countywide"}, True), (2, 400, {"online": True}, False)],
    [(0, 45, {"online": True}, True), (3, 0, {}, True)],
    0,
    [(0, 11, {"online": True}, True), (3, 12, {"online": True}, False)],
    [(1, 400, {"in_force": False}, True)],
]


def test_counts_are_rebuilt_from_the_log_alike(database: Database) -> None:
    items = play(database, HISTORY)
    newest = reading.data_revision(database)
    times = [AT + timedelta(microseconds=number - 1) for number in range(1, newest + 1)]

    def answers() -> list[object]:
        return [told(coverage_by(database, "service", on, at), items) for at in times for on in CUTS]

    before = answers()
    with database.writing() as connection:
        deriving.rebuild(connection)
        coverage_counts.rebuild(connection)
    assert answers() == before
    assert coverage_counts.differences(database) == []
    with pytest.raises(DBAPIError, match="append-only"), database.engine.connect() as connection:
        connection.execution_options(write=True).execute(text("DELETE FROM coverage_delta"))


def test_database_refuses_to_change_deltas(database: Database) -> None:
    play(database, HISTORY)
    with pytest.raises(DBAPIError, match="append-only"), database.engine.connect() as connection:
        connection.execution_options(write=True).execute(text("UPDATE coverage_delta SET counts = '{}'"))


@pytest.mark.parametrize(
    ("tampering", "revision"),
    [
        ("UPDATE coverage_snapshot SET counts = '{}' WHERE span = 'month' AND subject = 'county'", None),
        ("INSERT INTO coverage_delta VALUES ('county', 99, '2021-01-31', 'both', '{\"14521/city\":[1,0,0,0]}')", 99),
    ],
)
def test_counts_that_differ_from_the_log_are_found(database: Database, tampering: str, revision: int | None) -> None:
    play(database, HISTORY)
    assert coverage_counts.differences(database) == []
    with database.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(tampering)
    found = coverage_counts.differences(database)
    assert {(subject, number) for subject, _, number in found} == {("county", revision)}


def test_late_entry_cancels_what_it_changes_later(database: Database) -> None:
    play(database, [[(0, 45, {"online": True}, True)]])
    play_late = FIRST_DAY + timedelta(5)
    assert states(coverage_by(database, "county", FIRST_DAY + timedelta(45), NOW)) == (1, 0, 0, 0)
    assert states(coverage_by(database, "county", play_late, NOW)) == (0, 0, 0, 0)
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="edit") as opened:
        opened.state([_statement([1, 2, 3, 4], 0, 5, {"online": False}, True)])
    assert states(coverage_by(database, "county", play_late, NOW)) == (0, 1, 0, 0)
    assert states(coverage_by(database, "county", FIRST_DAY + timedelta(45), NOW)) == (1, 0, 0, 0)
    assert states(coverage_by(database, "county", play_late, AT + timedelta(microseconds=1))) == (0, 0, 0, 0)


def states(table: pd.DataFrame) -> tuple[int, ...]:
    """Of all entries, how many stand under what."""
    return tuple(int(table[name].sum()) for name in STATES)


def test_burn_up_gives_every_month_and_the_last_day(database: Database) -> None:
    play(database, HISTORY)
    last = FIRST_DAY + timedelta(50)
    table = burn_up(database, date(2020, 12, 1), last, NOW)
    assert list(table.columns) == ["on", "level", *STATES]
    assert list(dict.fromkeys(table["on"].dt.date)) == [date(2021, 1, 31), date(2021, 2, 28), last]
    for on, of_day in table.groupby(table["on"].dt.date):
        assert states(of_day) == states(coverage_by(database, "service", on, NOW))
    early = burn_up(database, date(2020, 12, 1), last, AT)
    assert early["on"].is_monotonic_increasing
    for on, of_day in early.groupby(early["on"].dt.date):
        assert states(of_day) == states(coverage_by(database, "county", on, AT))


def test_empty_plan_has_tables_without_rows(database: Database) -> None:
    assert coverage_by(database, "county", FIRST_DAY, NOW).empty
    assert burn_up(database, FIRST_DAY, FIRST_DAY + timedelta(90), NOW).empty
