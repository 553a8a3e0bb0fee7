"""A new database for each test."""

from collections.abc import Iterator

import pytest

from masterplan.store.engine import Database, open_database


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.engine.dispose()
