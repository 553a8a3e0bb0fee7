"""What headings of a Ressort's files mean where somebody said so by hand."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from masterplan.store.engine import Connection
from masterplan.store.tables import column_mapping

EVERY = ""
"""In the place of a Ressort: files of all of them."""

Headings = Mapping[str, str | None]
"""Heading, as it is compared → field, or None: not to be read."""


def mappings(connection: Connection) -> dict[str, dict[str, Headings]]:
    """Ressort → part → headings."""
    found: dict[str, dict[str, dict[str, str | None]]] = defaultdict(lambda: defaultdict(dict))
    for row in connection.execute(select(column_mapping)):
        found[row.ministry][row.part][row.heading] = row.field
    return {ministry: dict(parts) for ministry, parts in found.items()}


def put(
    connection: Connection, *, ministry: str, part: str, headings: Headings, account: str, at: datetime
) -> None:
    """Keeps what headings mean from now on, in the place of what was said of them before."""
    for heading, field in headings.items():
        connection.execute(
            delete(column_mapping).where(
                column_mapping.c.ministry == ministry,
                column_mapping.c.part == part,
                column_mapping.c.heading == heading,
            )
        )
        values = {"ministry": ministry, "part": part, "heading": heading, "field": field, "account": account, "at": at}
        connection.execute(insert(column_mapping).values(values))
