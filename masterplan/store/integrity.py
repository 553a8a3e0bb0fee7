"""Whether the log and the files kept with it are as they were written: the hash chain and checksums recomputed."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, Table, null, select

from masterplan.store.canonical import FIRST_LINK, TableDigest, link
from masterplan.store.engine import Database
from masterplan.store.tables import (
    LOG,
    delivery,
    issued,
    issued_content,
    issued_file,
    revision,
    workbook,
    workbook_content,
)

_SEALED: tuple[Table, ...] = tuple(table for table in LOG if table is not revision)


@dataclass(frozen=True)
class DamagedFile:
    """A kept file whose bytes are not those that were delivered or issued, or are gone without a reason given."""

    name: str
    sha256: str
    revision: int


def broken_links(database: Database, since: int = 0) -> list[int]:
    """The revisions whose rows no longer are what their link says, and those that rows name but that are gone."""
    with database.reading() as connection:
        return links_broken(connection, since)


def links_broken(connection: Connection, since: int = 0) -> list[int]:
    """As `broken_links`, within a transaction; ``since`` leaves out earlier revisions."""
    broken: list[int] = []
    found: dict[int, dict[str, TableDigest]] = defaultdict(lambda: defaultdict(TableDigest))
    for table in _SEALED:
        for row in connection.execute(select(table).where(table.c.revision >= since)):
            found[row.revision][str(table.name)].add([tuple(row)])
    before = select(revision.c.link).where(revision.c.number < since).order_by(revision.c.number.desc()).limit(1)
    previous = connection.scalar(before) or FIRST_LINK
    rows = select(revision).where(revision.c.number >= since).order_by(revision.c.number)
    for row in connection.execute(rows):
        digests = {name: digest.hexdigest() for name, digest in found[row.number].items()}
        if link(previous, [row.number, row.recorded_at, row.account, row.act], digests) != row.link:
            broken.append(row.number)
        previous = row.link
        found.pop(row.number, None)
    return sorted({*broken, *found})


def damaged_files(database: Database, since: int = 0) -> list[DamagedFile]:
    """The workbooks that are not as they were delivered, and the files that are not as they were issued."""
    with database.reading() as connection:
        return files_damaged(connection, since)


def files_damaged(connection: Connection, since: int = 0) -> list[DamagedFile]:
    """As `damaged_files`, within a transaction; ``since`` leaves out what came with earlier revisions."""
    name = select(delivery.c.file).where(delivery.c.workbook == workbook.c.sha256).limit(1).scalar_subquery()
    delivered = (
        select(name, workbook.c.sha256, workbook.c.revision, workbook_content.c.content, workbook_content.c.tombstone)
        .outerjoin(workbook_content, workbook_content.c.sha256 == workbook.c.sha256)
        .where(workbook.c.revision >= since)
        .order_by(workbook.c.revision)
    )
    sent_out = (
        select(
            issued.c.title + " (" + issued_file.c.format + ")",
            *(issued_file.c.sha256, issued_file.c.revision, issued_content.c.content, null()),
        )
        .join(issued, issued.c.id == issued_file.c.issued)
        .outerjoin(issued_content, issued_content.c.sha256 == issued_file.c.sha256)
        .where(issued_file.c.revision >= since)
        .order_by(issued_file.c.revision)
    )
    damaged = []
    for query in (delivered, sent_out):
        rows = connection.execute(query, execution_options={"yield_per": 20})
        for called, digest, number, content, tombstone in rows:
            whole = content is not None and sha256(content).hexdigest() == digest
            if not whole and not (content is None and tombstone):
                damaged.append(DamagedFile(called or digest, digest, number))
    return damaged


def link_of(database: Database, number: int) -> str:
    """The link of a revision in the hash chain."""
    with database.reading() as connection:
        return str(connection.execute(select(revision.c.link).where(revision.c.number == number)).scalar_one())
