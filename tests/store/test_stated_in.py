"""The re-planning log leads to the file that gave the new date, on both engines."""

from datetime import UTC, date, datetime, timedelta

from importers.pipeline import Options, import_files
from masterplan.domain.plan import Kind
from masterplan.domain.slip import replanning_log
from masterplan.store.courses import courses
from masterplan.store.engine import Database
from masterplan.store.stated_in import files_of
from tests.builders import CHANCELLERY
from tests.files import measures

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)


def test_a_replanning_names_the_file_that_stated_it(database: Database) -> None:
    for stand, due in (("2020-06-30", "31.12.2020"), ("2020-12-31", "30.06.2021")):
        row = ("1", "Ausbau von Amt24", "SK", "in Umsetzung", due, "50 %")
        import_files(database, [measures(stand, row)], Options(), by=CHANCELLERY, at=NOW)
    found = courses(database, [Kind.MEASURE], date(2021, 1, 1), NOW + timedelta(days=1))
    moved = replanning_log(found)
    log = replanning_log(found, files_of(database, (entry.statement for entry in moved)))
    assert [(entry.key, entry.before, entry.after, entry.stated_on, entry.file) for entry in log] == [
        ("measure/1", date(2020, 12, 31), date(2021, 6, 30), date(2020, 12, 31), "Maßnahmen_2020-12-31.xlsx")
    ]


def test_what_no_file_stated_has_no_file(database: Database) -> None:
    assert files_of(database, [1, 2]) == {}
