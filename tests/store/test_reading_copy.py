"""Those who only read may be served by a streamed copy of the database; who writes reads what was written."""

import time
from datetime import UTC, date, datetime

import pytest

from masterplan.store import reading
from masterplan.store.engine import DatabaseUnusable, database_as_it_is, open_database
from tests import postgres
from tests.store.test_log import one_revision

AT = datetime(2025, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.postgres
def test_copy_that_follows_answers_those_who_read_and_refuses_to_be_written_to(postgres_url: str) -> None:
    database = open_database(postgres_url)
    one_revision(database, AT)
    with postgres.streamed_copy(postgres_url) as copy:
        readers = database.read_from(copy)
        assert readers.copy is not None
        assert reading.data_revision(readers) == 1
        one_revision(readers, AT)  # written to the first one, through the same queue
        assert readers.turns is database.turns
        assert reading.data_revision(database) == 2
        for _ in range(100):
            if reading.data_revision(readers) == 2:
                break
            time.sleep(0.1)
        for asked in (database, readers):
            assert len(reading.cut(asked, date(2021, 1, 1), LATER).sources) == 2
        itself = database_as_it_is(copy)
        with pytest.raises(DatabaseUnusable, match="schreibgeschützt"):
            one_revision(itself)
        itself.engine.dispose()
        readers.copy.dispose()
    database.engine.dispose()


def test_without_a_copy_everybody_reads_from_the_one_database(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    assert database.read_from(None) is database
    assert database.read_from("") is database
    database.engine.dispose()
