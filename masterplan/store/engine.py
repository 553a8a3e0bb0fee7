"""Opening a database: SQLite by default, PostgreSQL by URL; its schema is made or brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sqlite3 import register_adapter
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

__all__ = ["Connection", "Database", "DatabaseBusy", "DatabaseUnusable", "database_as_it_is", "open_database"]

DEFAULT_URL = "sqlite:///data/masterplan.db"
SCHEMA = "0002"
"""The newest migration; a test compares it with the chain."""

PATIENCE_SECONDS = 30
WRITE_LOCK = 7_120_193_319  # any number that every process uses: the one lock of PostgreSQL writers


class DatabaseUnusable(Exception):
    """The database cannot be opened or used as it is; the text says in German why and what to do."""


class DatabaseBusy(DatabaseUnusable):
    """Another process held the write lock for too long; nothing was written."""


@dataclass(frozen=True)
class Database:
    """An opened database, its schema up to date. Safe to share between threads."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the data; what others write meanwhile is not seen."""
        with _said_in_german(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction under the one write lock; all of it is kept, or nothing."""
        with _said_in_german(), self.engine.connect() as connection:
            connection = connection.execution_options(write=True)
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
                yield connection


def open_database(url: str | None = None) -> Database:
    """The database at ``url`` (any SQLAlchemy URL of SQLite or PostgreSQL), made or migrated where needed."""
    from masterplan.store import (
        migration,  # alembic is only loaded where a schema has to change
    )

    database = database_as_it_is(url)
    try:
        with _said_in_german():
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
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    folder = Path(str(url.database)).parent
    if not folder.is_dir():
        raise DatabaseUnusable(f"Den Ordner „{folder}“ für die Datenbank gibt es nicht. Bitte legen Sie ihn an.")
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


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


@contextmanager
def _said_in_german() -> Iterator[None]:
    try:
        yield
    except OperationalError as trouble:
        raise _explained(trouble) from trouble
    except DatabaseError as trouble:
        if "not a database" not in str(trouble.orig):
            raise
        raise DatabaseUnusable("Die Datei ist keine SQLite-Datenbank. Bitte prüfen Sie den Namen.") from trouble


def _explained(trouble: DBAPIError) -> DatabaseUnusable:
    words = str(trouble.orig).lower()
    if "locked" in words or "lock timeout" in words or "lock_timeout" in words:
        return DatabaseBusy(
            "Die Datenbank wird gerade von jemand anderem beschrieben. Es wurde nichts gespeichert; "
            "bitte versuchen Sie es in einer Minute noch einmal."
        )
    if "readonly" in words or "read-only" in words:
        return DatabaseUnusable(
            "Die Datenbank ist schreibgeschützt. Es wurde nichts gespeichert; bitte prüfen Sie die Rechte."
        )
    if "full" in words:
        return DatabaseUnusable("Der Datenträger ist voll. Es wurde nichts gespeichert; bitte schaffen Sie Platz.")
    return DatabaseUnusable(
        "Die Datenbank ist nicht erreichbar. Bitte prüfen Sie, ob die Adresse stimmt und der Server läuft."
    )
