"""An opened database of each engine."""

from collections.abc import Iterator

import pytest

from masterplan.store.engine import Database, open_database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()
