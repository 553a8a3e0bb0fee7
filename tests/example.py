"""The example plan for tests: loaded once per run, opened and built once per test process, all of it to be read only.

What a test asks for in its parameters, from the cheapest on (the fixtures are in conftest.py):

``example_view``      the plan at its last Stichtag, as a page gets it: ``overview.show(example_view, offered)``;
``example_view_at``   the plan at another Stichtag: ``example_view_at(date(2020, 12, 31))``; each is built once;
``example_database``  the opened database; it refuses to be written to;
``example_url``       its URL, for a command or a child process that only reads;
``example_copy_url``  the URL of a copy that the test may write to;
``example_address``   where the app shows the example plan: ``page.goto(f"{example_address}/?stichtag=2020-12-31")``.

In the browser ``open_page``, ``settled`` and ``serious`` from browsing.py and the fixture ``complaints`` help.
Small plans from builders.py are still the first choice: they say what matters to a case.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

from sqlalchemy import event

from masterplan.__main__ import main
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database

EDITIONS = (date(2019, 3, 19), date(2019, 12, 20), date(2020, 12, 31), date(2021, 12, 31))
NOW = datetime(2022, 6, 1, tzinfo=UTC)
"""When the example plan is looked at: after all that was recorded of it."""


def load(folder: Path) -> Path:
    """The file with the example plan in a folder of the run; whoever comes first loads it, the others wait."""
    done = folder / "example.db"
    with (folder / "example.lock").open("w") as held:
        flock(held, LOCK_EX)
        if not done.exists():
            begun = folder / "example.begun.db"
            assert main(["demo", "--database", f"sqlite:///{begun}"]) == 0
            copy(begun, folder / "example.copied.db")
            (folder / "example.copied.db").rename(done)
    return done


def copy(origin: Path, target: Path) -> None:
    """A whole copy of a SQLite file, also of one that is still open."""
    with closing(sqlite3.connect(origin)) as source, closing(sqlite3.connect(target)) as copied:
        source.backup(copied)


def opened_for_reading(path: Path) -> Database:
    """The database of a file; what tries to write is told that it is read-only."""
    database = open_database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    database.engine.dispose()  # connections made before now could still write
    return database


def views(database: Database) -> Callable[[date], PlanView]:
    """Gives the plan at a Stichtag, each built once."""
    return cache(lambda stichtag: build(reading.cut(database, stichtag, NOW)))
