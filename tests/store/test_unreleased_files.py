"""What nobody has released yet does not show in the list of sources either."""

from datetime import UTC, date, datetime

from importers.pipeline import Options, import_files
from masterplan.domain.access import Actor, Role
from masterplan.domain.view import SourceAt
from masterplan.store import reading
from masterplan.store.delivered import delivered
from masterplan.store.engine import Database
from masterplan.store.writing import new_revision
from tests.files import measures, plan

AT, LATER = datetime(2022, 1, 1, 12, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC)
DAY = date(2021, 12, 31)


def _sources(database: Database, audience: str, at: datetime = LATER) -> list[SourceAt]:
    return list(reading.cut(database, DAY, at, audience).sources)


def test_a_file_that_waits_for_its_release_is_a_source_for_the_house_only(database: Database) -> None:
    ministry = Actor("SMI", Role.MINISTRY, "SMI")
    import_files(database, [measures("2020-12-31", (1, "Portal", "SMI", "geplant", "2022", None))], Options(),
                 by=Actor("Staatskanzlei", Role.CHANCELLERY), at=AT)  # fmt: skip
    import_files(database, [plan("SMI", "2021-06-30", (1, "Akte", "Z1", "2022", "geplant"))], Options(), by=ministry,
                 at=AT)  # fmt: skip
    both = ["Maßnahmen_2020-12-31.xlsx", "Umsetzungsplan_SMI_2021-06-30.xlsx"]
    assert [one.file for one in _sources(database, "all")] == both
    assert [one.file for one in _sources(database, "released")] == both[:1]
    revision = reading.data_revision(database)
    assert [one.file for one in delivered(database, DAY, revision, "released")] == both[:1]
    with database.writing() as connection, new_revision(connection, at=LATER, by="SK", act="release") as opened:
        opened.release([2])
    assert [one.file for one in _sources(database, "released")] == both
    assert [one.file for one in _sources(database, "released", AT)] == both[:1]
