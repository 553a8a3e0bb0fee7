"""Workbooks that were handed out: for whom, and which plan they show. A returning one is merged with that plan."""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from masterplan.domain.plan import Part
from masterplan.domain.reporting.export import Export
from masterplan.store.canonical import encode
from masterplan.store.reading import newest_revision
from masterplan.store.tables import revision, workbook_export


def hand_out(
    connection: Connection, *, ministry: str, part: Part | None, stichtag: date, at: datetime, account: str
) -> Export:
    """Notes a workbook of the plan as it is now; the same plan for the same Ressort is the same workbook."""
    now = connection.execute(
        select(revision.c.number, revision.c.recorded_at, revision.c.link).where(
            revision.c.number == newest_revision(connection)
        )
    ).one()
    number = sha256(encode([now.link, ministry, part, stichtag]).encode()).hexdigest()[:32]
    if find(connection, number) is None:
        values = {
            "id": number, "ministry": ministry, "part": part, "stichtag": stichtag, "revision": now.number, "at": at,
            "account": account,
        }  # fmt: skip
        connection.execute(insert(workbook_export).values(values))
    return Export(number, ministry, part, stichtag, now.number, now.recorded_at)


def find(connection: Connection, number: str) -> Export | None:
    """A workbook by its number; None where none was handed out with it."""
    query = (
        select(workbook_export, revision.c.recorded_at)
        .join(revision, revision.c.number == workbook_export.c.revision)
        .where(workbook_export.c.id == number)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    part = Part(row.part) if row.part else None
    return Export(row.id, row.ministry, part, row.stichtag, row.revision, row.recorded_at)
