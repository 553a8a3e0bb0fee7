"""Opening a database: SQLite by default, PostgreSQL by URL; its schema is made or brought up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from sqlite3 import register_adapter
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from masterplan.store.inserting import copy_rows
from masterplan.store.trouble import DatabaseBusy, DatabaseUnusable, said_in_german
from masterplan.store.turns import Turns

__all__ = ["Connection", "Database", "DatabaseBusy", "DatabaseUnusable", "database_as_it_is", "open_database"]

DEFAULT_URL = "sqlite:///data/masterplan.db"
SCHEMA = "0002"
"""The newest migration; a test compares it with the chain."""

PATIENCE_SECONDS: float = 30
CONNECTIONS = 15
"""At most so many connections to PostgreSQL at once from one process; MASTERPLAN_CONNECTIONS overrules it."""
WRITE_LOCK = 7_120_193_319  # any number that every process uses: the one lock of PostgreSQL writers


@dataclass(frozen=True)
class Database:
    """An opened database, its schema up to date. Safe to share between threads.

    ``copy`` is a streamed copy of it that is asked instead where nobody writes; it may be some seconds behind.
    """

    engine: Engine
    copy: Engine | None = None
    turns: Turns = field(default_factory=Turns, compare=False)

    def read_from(self, url: str | None) -> "Database":
        """The same database for those who only read: from the copy at ``url``, where there is one."""
        return self if not url else replace(self, copy=_engine(_parsed(url)))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the data; what others write meanwhile is not seen."""
        with said_in_german(), (self.copy or self.engine).connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction under the one write lock; all of it is kept, or nothing.

        Threads of this process take turns before they take a connection, so that those who wait do not keep others
        from reading.
        """
        with said_in_german(), self.turns.mine(PATIENCE_SECONDS), self.engine.connect() as connection:
            connection = connection.execution_options(write=True)
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = {int(PATIENCE_SECONDS * 1000)}"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
                yield connection


def open_database(url: str | None = None) -> Database:
    """The database at ``url`` (any SQLAlchemy URL of SQLite or PostgreSQL), made or migrated where needed."""
    from masterplan.store import (
        migration,  # alembic is only loaded where a schema has to change
    )

    database = database_as_it_is(url)
    try:
        with said_in_german():
            migration.bring_up_to_date(database)
    except DatabaseUnusable:
        database.engine.dispose()
        raise
    return database


def database_as_it_is(url: str | URL | None = None) -> Database:
    """The database at ``url``, whatever its schema, or none."""
    return Database(_engine(_parsed(url or DEFAULT_URL)))


def _parsed(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseUnusable(
            "Die Adresse der Datenbank ist nicht lesbar. Erwartet wird z. B. sqlite:///data/masterplan.db "
            "oder postgresql://benutzer@rechner/datenbank."
        )
    if backend == "sqlite" and not (parsed.database and parsed.database != ":memory:"):
        raise DatabaseUnusable("Eine SQLite-Datenbank braucht eine Datei, z. B. sqlite:///data/masterplan.db.")
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url.update_query_dict({"connect_timeout": "10", "application_name": "masterplan", **url.query}),
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,  # a server that was started anew is noticed before anything is asked
            pool_size=_connections(),
            max_overflow=0,
            hide_parameters=True,  # what failed is logged, but not what people wrote
        )
        event.listen(engine, "do_executemany", copy_rows)
        event.listen(engine, "handle_error", _hide_values)
        return engine
    folder = Path(str(url.database)).parent
    if not folder.is_dir():
        raise DatabaseUnusable(f"Den Ordner „{folder}“ für die Datenbank gibt es nicht. Bitte legen Sie ihn an.")
    patience = {"timeout": PATIENCE_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=patience, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _hide_values(context: ExceptionContext) -> None:
    """Takes away what PostgreSQL tells of a row that breaks a rule, for the same reason as parameters are hidden."""
    for trouble in (context.original_exception, context.sqlalchemy_exception):
        if trouble is not None:
            trouble.args = tuple(str(one).partition("\nDETAIL:")[0] for one in trouble.args)


def _connections() -> int:
    given = os.environ.get("MASTERPLAN_CONNECTIONS") or str(CONNECTIONS)
    if not given.isdecimal() or not int(given):
        raise DatabaseUnusable(f"MASTERPLAN_CONNECTIONS ist „{given}“; erwartet wird eine Zahl, zum Beispiel 15.")
    return int(given)


# SQLite has no type for days: they are written as ISO text, which sorts as days do.
register_adapter(date, date.isoformat)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once under SQLite when somebody else wrote in between;
    # taking the write lock at the start makes it wait instead.
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
