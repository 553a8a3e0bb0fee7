"""What the store answers at a cut is what the plain definition says, on both engines and after any history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from masterplan.domain import as_of
from masterplan.domain.plan import Kind
from masterplan.store import cut_rows, deriving, reading, statements
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.tables import release, statement
from masterplan.store.writing import NewStatement, new_revision

FIRST_DAY = date(2019, 3, 19)
NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)

words = st.sampled_from([None, "A", "Ärger"])
days = st.sampled_from([None, "2020-06-30", "2021-06-30"])
fields = st.fixed_dictionaries({}, optional={"title": words, "number": words, "due_on": days, "status": words})
Entry = list[tuple[int, int, dict[str, object], bool]] | int
stated = st.tuples(st.integers(0, 2), st.integers(0, 4), fields, st.booleans())
revisions = st.lists(st.one_of(st.lists(stated, min_size=1, max_size=4), st.integers(0, 20)), min_size=1, max_size=7)


def play(database: Database, history: list[Entry]) -> list[int]:
    """Three new items, and one revision per entry: statements, or the release of the statement with that position."""
    items: list[int] = []
    made: list[int] = []
    for entry in history:
        with database.writing() as connection, new_revision(connection, at=NEW_YEAR, by="Test", act="edit") as opened:
            items = items or [number for number, _ in opened.add_items(Kind.MEASURE, [None] * 3)]
            if isinstance(entry, list):
                made += opened.state(
                    [
                        NewStatement(items[which], FIRST_DAY + timedelta(days), "edit", released, encode(values))
                        for which, days, values, released in entry
                    ]
                )
            elif made:
                opened.release([made[entry % len(made)]] if entry % len(made) not in _released(database, made) else [])
    return items


def _released(database: Database, made: list[int]) -> set[int]:
    with database.reading() as connection:
        at_once = set(connection.scalars(select(statement.c.id).where(statement.c.released)))
        later = set(connection.scalars(select(release.c.statement)))
    return {position for position, number in enumerate(made) if number in at_once | later}


def answers(database: Database, items: list[int], first: int) -> dict[tuple[int, str, date, int], object]:
    """What the store says of the items at every cut."""
    found: dict[tuple[int, str, date, int], object] = {}
    with database.reading() as connection:
        for revision in range(first, reading.newest_revision(connection) + 1):
            for audience in ("all", "released"):
                for days in range(6):
                    on = FIRST_DAY + timedelta(days)
                    rows = cut_rows.latest_rows(connection, items, on, audience, revision)
                    for item in items:
                        found[revision, audience, on, item] = cut_rows.folded(rows[item]) if item in rows else None
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=revisions)
def test_store_answers_every_cut_as_the_plain_definition_does(database: Database, history: list[Entry]) -> None:
    before = reading.data_revision(database)
    items = play(database, history)
    with database.reading() as connection:
        log = {item: statements.log_of(connection, item, reading.newest_revision(connection)) for item in items}
    for (revision, audience, on, item), found in answers(database, items, before).items():
        assert found == as_of.cut(log[item], on, revision, audience), (revision, audience, on)


def test_derived_state_is_rebuilt_from_the_log_alike(database: Database) -> None:
    history: list[Entry] = [
        [(0, 0, {"title": "A", "number": "1", "due_on": "2020-06-30"}, True), (1, 2, {"title": "B"}, False)],
        [(0, 2, {"title": "A2"}, False), (1, 1, {"number": "7"}, True)],
        1,
        [(0, 1, {"due_on": "2019-12-31", "number": "2"}, True)],
        [(0, 1, {"status": "delayed"}, True), (0, 3, {"status": "completed"}, False)],
    ]
    items = play(database, history)
    before = answers(database, items, 1)
    with database.writing() as connection:
        deriving.rebuild(connection)
    assert answers(database, items, 1) == before


def test_later_statement_never_changes_an_earlier_cut(database: Database) -> None:
    items = play(database, [[(0, 2, {"title": "A"}, True)], [(0, 3, {"title": "B"}, True)]])
    last = reading.data_revision(database)
    before = answers(database, items, 1)
    with database.writing() as connection, new_revision(connection, at=NEW_YEAR, by="Test", act="edit") as opened:
        opened.state([NewStatement(items[0], FIRST_DAY, "correction", True, encode({"title": "C", "number": "9"}))])
    after = answers(database, items, 1)
    assert {cut: found for cut, found in after.items() if int(str(cut[0])) <= last} == before
    assert after != before


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        (Kind.GOAL, [None, None], ["goal/1", "goal/2"]),
        (Kind.SERVICE, ["service/10000"], ["service/10000"]),
    ],
)
def test_items_are_given_running_numbers_or_keep_their_key(
    database: Database, kind: Kind, keys: list[str | None], expected: list[str]
) -> None:
    with database.writing() as connection, new_revision(connection, at=NEW_YEAR, by="Test", act="file") as opened:
        numbers = opened.add_items(kind, keys)
        opened.state([NewStatement(number, FIRST_DAY, "file", True, "{}") for number, _ in numbers])
    known = reading.cut(database, FIRST_DAY, NEW_YEAR + timedelta(days=1))
    assert [one.key for one in known.items[kind]] == expected


@pytest.mark.parametrize("kinds", [(), (Kind.GOAL,), (Kind.SERVICE, Kind.GOAL, Kind.LEIKA_SERVICE), tuple(Kind)])
def test_a_cut_of_some_kinds_is_that_part_of_the_whole_and_reads_no_other_row(
    database: Database, kinds: tuple[Kind, ...]
) -> None:
    with database.writing() as connection, new_revision(connection, at=NEW_YEAR, by="Test", act="file") as opened:
        for kind in (Kind.SERVICE, Kind.GOAL, Kind.COVERAGE, Kind.GOAL):
            [(number, _)] = opened.add_items(kind, [None])
            opened.state([NewStatement(number, FIRST_DAY, "file", True, "{}")])
    whole = reading.cut(database, FIRST_DAY, NEW_YEAR + timedelta(days=1)).items
    part = reading.cut(database, FIRST_DAY, NEW_YEAR + timedelta(days=1), kinds=kinds).items
    assert part == {kind: items for kind, items in whole.items() if kind in kinds}
    with database.reading() as connection:
        known = reading.revision_at(connection, NEW_YEAR + timedelta(days=1))
        rows = reading.item_rows(connection, FIRST_DAY, known, "all", kinds)
    assert len(rows) == sum(map(len, part.values()))


def test_empty_database_has_no_items_and_knows_the_ministries(database: Database) -> None:
    known = reading.cut(database, date(2020, 1, 1), NEW_YEAR)
    assert (known.revision, dict(known.items), list(known.sources)) == (0, {}, [])
    assert sum(body.kind == "ministry" and body.valid(date(2019, 3, 19)) for body in known.bodies) == 9
    assert sum(body.kind == "ministry" and body.valid(date(2019, 12, 20)) for body in known.bodies) == 10
