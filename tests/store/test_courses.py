"""Many items' histories, read at once, are what the plain definition folds from the log, on both engines."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from masterplan.domain.as_of import fold_by_day
from masterplan.domain.comparing.between import Step, by_key
from masterplan.domain.comparing.change import changes
from masterplan.domain.courses import DayState, at
from masterplan.domain.plan import Kind
from masterplan.store import comparing, item_log, reading, statements
from masterplan.store.canonical import encode
from masterplan.store.courses import between, courses, monthly
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision

FIRST_DAY = date(2020, 3, 31)
JANUARY = datetime(2022, 1, 1, tzinfo=UTC)


def state(database: Database, *stated: tuple[int, int, dict[str, object]], by: str = "Test") -> None:
    """One revision: item, days after the first day, fields. The items are made when first named."""
    with database.writing() as connection, new_revision(connection, at=JANUARY, by=by, act="edit") as opened:
        known = {one.key: one.id for one in comparing.known_items(connection, Kind.MEASURE, FIRST_DAY)}
        made = {f"measure/{number}" for number, _, _ in stated} - known.keys()
        known |= {key: number for number, key in opened.add_items(Kind.MEASURE, sorted(made))}
        opened.state(
            [
                NewStatement(known[f"measure/{number}"], FIRST_DAY + timedelta(days), "edit", True, encode(fields))
                for number, days, fields in stated
            ]
        )


@pytest.fixture
def told(database: Database) -> Database:
    """Two measures; the second revision is a late report for a day in between, the third corrects it."""
    state(
        database, (1, 0, {"title": "A", "status": "planned"}), (1, 90, {"status": "completed"}), (2, 5, {"title": "B"})
    )
    state(database, (1, 30, {"status": "in_progress", "due_on": "2021-06-30"}))
    state(database, (1, 30, {"due_on": "2021-09-30"}), (2, 5, {"title": "B!"}))
    return database


def test_course_is_the_fold_of_the_log_by_day(told: Database) -> None:
    found = courses(told, [Kind.MEASURE], date(2021, 1, 1), JANUARY + timedelta(days=1))
    with told.reading() as connection:
        for key in ("measure/1", "measure/2"):
            number = item_log.item_row(connection, key).id
            log = statements.log_of(connection, number, reading.newest_revision(connection))
            assert found[key] == [DayState(on, one.fields, one.origins) for on, one in fold_by_day(log)]


def test_course_ends_at_the_stichtag_and_at_what_was_known(told: Database) -> None:
    with told.reading() as connection:
        known_by = reading.revision_at(connection, JANUARY).recorded_at
    until = FIRST_DAY + timedelta(days=60)
    found = courses(told, [Kind.MEASURE], until, known_by)
    assert [(one.on, one.fields["status"]) for one in found["measure/1"]] == [(FIRST_DAY, "planned")]
    later = courses(told, [Kind.MEASURE], until, known_by + timedelta(days=1))
    assert [one.fields.get("due_on") for one in later["measure/1"]] == [None, "2021-09-30"]


def test_course_is_read_of_the_items_asked_for_only(told: Database) -> None:
    now = JANUARY + timedelta(days=1)
    assert list(courses(told, [Kind.MEASURE], date(2021, 1, 1), now, keys=["measure/2"])) == ["measure/2"]
    assert courses(told, [Kind.GOAL], date(2021, 1, 1), now) == {}


def _by_month(course: list[DayState]) -> list[tuple[date, object]]:
    """The last state of each month."""
    months = {(one.on.year, one.on.month): (one.on, one.fields) for one in course}
    return list(months.values())


@pytest.mark.parametrize("until", [FIRST_DAY, FIRST_DAY + timedelta(days=45), date(2021, 1, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_monthly_course_is_the_last_state_of_each_month(database: Database, until: date, seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(12):
        state(database, (choice.randrange(3), choice.randrange(200), {"title": f"T{choice.randrange(9)}"}))
    for known_by in (JANUARY, JANUARY + timedelta(microseconds=5), JANUARY + timedelta(days=1)):
        whole = courses(database, [Kind.MEASURE], until, known_by)
        found = monthly(database, [Kind.MEASURE, Kind.GOAL], until, known_by)
        assert {key: [(one.on, one.fields) for one in course] for key, course in found.items()} == {
            key: _by_month(course) for key, course in whole.items()
        }


def test_state_on_a_day_is_that_of_the_latest_day_stated(told: Database) -> None:
    course = courses(told, [Kind.MEASURE], date(2021, 1, 1), JANUARY + timedelta(days=1))["measure/1"]
    assert at(course, FIRST_DAY - timedelta(days=1)) is None
    found = [at(course, FIRST_DAY + timedelta(days)) for days in (0, 29, 30, 90, 200)]
    words = [one.fields["status"] for one in found if one]
    assert words == ["planned", "planned", "in_progress", "completed", "completed"]


def test_difference_read_from_the_store_is_told_by_its_steps(told: Database) -> None:
    with told.reading() as connection:
        known_by = reading.revision_at(connection, JANUARY).recorded_at
    days = [FIRST_DAY + timedelta(days=number) for number in (30, 100)]
    one = between(told, (days[0], known_by), (days[1], JANUARY + timedelta(days=1)))
    assert set(one.log) == {"measure/1", "measure/2"}
    found = {each.key: {field.field: field.steps for field in each.fields} for each in changes(one)}
    assert found == {
        "measure/1": {"status": (Step.LATE, Step.PROGRESS), "due_on": (Step.LATE,)},
        "measure/2": {"title": (Step.CORRECTIONS,)},
    }
    reached = one.cuts
    assert by_key(reached[Step.PROGRESS]) == by_key(reading.cut(told, days[1], JANUARY + timedelta(days=1)))
