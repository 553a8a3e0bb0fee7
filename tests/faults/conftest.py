"""Databases to do harm to; the full form of these tests is `python -m benchmarks faults`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.faults.report import Databases, filled_once
from masterplan.store.engine import Database
from tests.conftest import ENGINES


@pytest.fixture(params=ENGINES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Database]:
    """Gives equal databases of either engine, with a small catalogue in them."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else ""
    return filled_once(Databases(tmp_path, server), "postgresql" if server else "sqlite")
