"""The log as the rules know it: what was stated of items, and by which revision it was released."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from masterplan.domain.as_of import Stated
from masterplan.store.canonical import decode
from masterplan.store.cut_rows import AFTER_ALL
from masterplan.store.tables import release, statement


def logged(known: int = AFTER_ALL) -> Select[Any]:
    """The query of all statements up to a revision, with ``released_later`` where it knows of a later release."""
    return (
        select(statement, release.c.revision.label("released_later"))
        .outerjoin(release, and_(release.c.statement == statement.c.id, release.c.revision <= known))
        .where(statement.c.revision <= known)
    )


def as_stated(row: Any, fields: Mapping[str, Any] | None = None) -> Stated:
    """A row of `logged`; ``fields`` where they are decoded already."""
    released_in = row.revision if row.released else row.released_later
    return Stated(
        row.id, row.revision, row.effective_on, released_in, decode(row.fields) if fields is None else fields
    )


def log_of(connection: Connection, number: int, known: int) -> list[Stated]:
    """All statements of the log about one item, as known at a revision."""
    return [as_stated(row) for row in connection.execute(logged(known).where(statement.c.item == number))]
