"""What was noted when a file came in: its problems, and whether the file itself is still kept."""

from datetime import date

from sqlalchemy import select

from masterplan.domain.judging.data_state import Delivered
from masterplan.store.canonical import decode
from masterplan.store.engine import Connection, Database
from masterplan.store.reading import open_to
from masterplan.store.tables import delivery, workbook_content


def delivered(database: Database, stichtag: date, known: int, audience: str = "all") -> list[Delivered]:
    """Every file up to a Stichtag that a revision knows of and the audience may know of, oldest Stand first."""
    query = (
        select(delivery, workbook_content.c.tombstone)
        .outerjoin(workbook_content, workbook_content.c.sha256 == delivery.c.workbook)
        .where(delivery.c.revision <= known, delivery.c.stand <= stichtag, open_to(audience, known))
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


def scopes_of(connection: Connection, sha256: str) -> list[tuple[str | None, date]]:
    """The Ressort (None: not one alone) and Stand of each delivery of a workbook."""
    query = select(delivery.c.ministry, delivery.c.stand).where(delivery.c.workbook == sha256).order_by(delivery.c.id)
    return [(row.ministry, row.stand) for row in connection.execute(query)]


def workbook_bytes(connection: Connection, digest: str) -> bytes | None:
    """A workbook as it was delivered; None where a tombstone took its place."""
    return connection.scalar(select(workbook_content.c.content).where(workbook_content.c.sha256 == digest))
