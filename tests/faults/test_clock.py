"""R8: a Stichtag ends with its day in Berlin, whatever the server's zone and whatever its clock was set to."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from benchmarks.faults import plan
from importers.pipeline import Delivered, FileStatus, Options, import_files
from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from masterplan.domain.view import build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from masterplan.vocabulary import BERLIN
from tests.files import measures

ROW = ("1", "Ausbau von Amt24", "SK", "in Umsetzung", "29.02.2024", "50 %")
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server stands in this zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def bring_in(database: Database, file: Delivered, at: datetime) -> FileStatus:
    return import_files(database, [file], Options(), by=plan.WHO, at=at).files[0].status


@pytest.mark.parametrize(
    ("at", "today"),
    [
        (datetime(2024, 3, 30, 22, 59, tzinfo=UTC), "2024-03-30"),  # 23.59 before summer time begins
        (datetime(2024, 3, 30, 23, 0, tzinfo=UTC), "2024-03-31"),
        (datetime(2024, 3, 31, 21, 59, tzinfo=UTC), "2024-03-31"),  # 23.59 with summer time
        (datetime(2024, 3, 31, 22, 0, tzinfo=UTC), "2024-04-01"),
        (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), "2024-10-27"),  # midnight before the hour that comes twice
        (datetime(2024, 10, 27, 22, 59, tzinfo=UTC), "2024-10-27"),
        (datetime(2024, 12, 31, 22, 59, tzinfo=UTC), "2024-12-31"),  # turn of the year
        (datetime(2024, 12, 31, 23, 0, tzinfo=UTC), "2025-01-01"),
        (datetime(2024, 2, 28, 23, 0, tzinfo=UTC), "2024-02-29"),  # leap day
        (datetime(2024, 2, 29, 23, 0, tzinfo=UTC), "2024-03-01"),
    ],
)
def test_stand_may_be_todays_in_berlin_and_no_later(database: Database, zone: str, at: datetime, today: str) -> None:
    tomorrow = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    assert bring_in(database, measures(tomorrow, ROW), at) == FileStatus.REJECTED
    assert bring_in(database, measures(today, ROW), at) == FileStatus.APPLIED
    known_by = at + timedelta(seconds=1)
    cut = reading.cut(database, date.fromisoformat(today), known_by)
    assert [one.key for one in cut.items[Kind.MEASURE]] == ["measure/1"]
    assert Kind.MEASURE not in reading.cut(database, date.fromisoformat(today) - timedelta(days=1), known_by).items


@pytest.mark.parametrize(("stichtag", "overdue"), [("2024-02-29", 0), ("2024-03-01", 1)])
def test_deadline_on_a_leap_day_is_kept_until_its_end(
    database: Database, zone: str, stichtag: str, overdue: int
) -> None:
    bring_in(database, measures("2024-01-31", ROW), datetime(2024, 6, 1, tzinfo=UTC))
    view = build(reading.cut(database, date.fromisoformat(stichtag), datetime(2024, 7, 1, tzinfo=UTC)))
    assert [one.value for one in figures(view) if one.id == "measures.overdue"] == [overdue]


def test_answer_does_not_depend_on_the_zone_in_which_a_time_is_written(database: Database) -> None:
    bring_in(database, measures("2024-01-31", ROW), datetime(2024, 6, 1, 12, tzinfo=UTC))
    moment = datetime(2024, 6, 1, 12, tzinfo=UTC)
    zones = (UTC, BERLIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Kiritimati"))
    cuts = [reading.cut(database, date(2024, 6, 1), moment.astimezone(one)) for one in zones]
    assert [one.revision for one in cuts] == [1, 1, 1, 1]
    before = moment - timedelta(microseconds=1)
    assert reading.cut(database, date(2024, 6, 1), before.astimezone(zones[2])).revision == 0


def test_clock_that_was_set_back_makes_no_two_answers_of_one_time(database: Database) -> None:
    late, early = datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
    assert bring_in(database, measures("2024-01-31", ROW), late) == FileStatus.APPLIED
    known = reading.cut(database, date(2024, 6, 1), late)
    assert bring_in(database, measures("2024-04-30", (*ROW[:5], "80 %")), early) == FileStatus.APPLIED
    assert reading.cut(database, date(2024, 6, 1), late) == known
    assert reading.cut(database, date(2024, 6, 1), late + timedelta(microseconds=1)).revision == 2
    # What the set-back clock takes for the future is still refused.
    assert bring_in(database, measures("2024-05-31", ROW), early) == FileStatus.REJECTED
