"""Counts of what the database holds, for monitoring."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from masterplan.store.engine import Database
from masterplan.store.tables import account, delivery, item, revision, session, state, statement


def counts(database: Database, now: datetime) -> dict[str, float]:
    """By name: rows of the log, the newest revision and its age, sessions, files, and bytes on the disk."""
    with database.reading() as connection:
        newest = connection.execute(
            select(revision.c.number, revision.c.recorded_at).order_by(revision.c.number.desc()).limit(1)
        ).one()
        found: dict[str, float] = {
            "revision": newest.number,
            "revision_age_seconds": (now - newest.recorded_at).total_seconds(),
            "files": _rows(connection, delivery.c.id),
            "items": _rows(connection, item.c.id),
            "statements": _rows(connection, statement.c.id),
            "state_rows": _rows(connection, state.c.id),
            "accounts": _rows(connection, account.c.id),
            "database_bytes": _bytes(database, connection),
        }
        alive = select(func.count()).where(session.c.ended_at.is_(None), session.c.ends_at > now)
        found["sessions"] = connection.execute(alive).scalar_one()
    return found


def _rows(connection: Connection, number: object) -> int:
    return int(connection.execute(select(func.count(number))).scalar_one())  # type: ignore[arg-type]


def _bytes(database: Database, connection: Connection) -> int:
    """The size of the database; of SQLite with its write-ahead log."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    path = Path(str(database.engine.url.database))
    return sum(one.stat().st_size for one in (path, Path(f"{path}-wal")) if one.exists())
