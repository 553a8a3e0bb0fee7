"""Which delivered file a statement stands in."""

from collections.abc import Iterable

from sqlalchemy import select

from masterplan.store.chunks import chunks
from masterplan.store.engine import Database
from masterplan.store.tables import delivery, statement


def files_of(database: Database, statements: Iterable[int]) -> dict[int, str]:
    """The file of each of these statements; those that were entered by hand are left out."""
    found: dict[int, str] = {}
    with database.reading() as connection:
        for chunk in chunks(sorted(set(statements))):
            query = (
                select(statement.c.id, delivery.c.file)
                .join(delivery, delivery.c.id == statement.c.delivery)
                .where(statement.c.id.in_(chunk))
            )
            found |= {row.id: row.file for row in connection.execute(query)}
    return found
