"""What was noted when a file came in: its problems, and whether the file itself is still kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from masterplan.store.canonical import decode
from masterplan.store.engine import Database
from masterplan.store.tables import delivery, workbook_content


@dataclass(frozen=True)
class Delivered:
    """One file, part and Ressort as it came in. ``problems`` are as the command line prints them."""

    revision: int
    file: str
    sha256: str
    part: str
    ministry: str | None
    stand: date
    problems: tuple[dict[str, Any], ...]
    tombstone: str | None


def delivered(database: Database, stichtag: date, known: int) -> list[Delivered]:
    """Every file up to a Stichtag that a revision knows of, oldest Stand first."""
    query = (
        select(delivery, workbook_content.c.tombstone)
        .outerjoin(workbook_content, workbook_content.c.sha256 == delivery.c.workbook)
        .where(delivery.c.revision <= known, delivery.c.stand <= stichtag)
        .order_by(delivery.c.stand, delivery.c.id)
    )
    with database.reading() as connection:
        return [
            Delivered(
                row.revision, row.file, row.workbook, row.part, row.ministry, row.stand,
                tuple(decode(row.problems)), row.tombstone,
            )
            for row in connection.execute(query)
        ]  # fmt: skip
