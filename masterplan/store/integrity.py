"""Whether the log is as it was written: the hash chain recomputed."""

from sqlalchemy import Table, select

from masterplan.store.canonical import FIRST_LINK, TableDigest, link, plain
from masterplan.store.engine import Database
from masterplan.store.tables import body, delivery, item, mark, release, revision, statement, workbook

_SEALED: tuple[Table, ...] = (workbook, delivery, item, statement, release, body, mark)


def broken_links(database: Database) -> list[int]:
    """The revisions whose rows no longer are what their link says; a missing revision counts as the one after it."""
    broken: list[int] = []
    with database.reading() as connection:
        previous = FIRST_LINK
        for row in connection.execute(select(revision).order_by(revision.c.number)).all():
            tables = {}
            for table in _SEALED:
                digest = TableDigest()
                digest.add(
                    plain(one) for one in connection.execute(select(table).where(table.c.revision == row.number))
                )
                if digest.rows:
                    tables[table.name] = digest.hexdigest()
            sealed = [row.number, row.recorded_at, row.account, row.act]
            if link(previous, sealed, tables) != row.link:
                broken.append(row.number)
            previous = row.link
    return broken
