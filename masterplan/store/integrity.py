"""Whether the log is as it was written: the hash chain recomputed."""

from collections import defaultdict

from sqlalchemy import Table, select

from masterplan.store.canonical import FIRST_LINK, TableDigest, link
from masterplan.store.engine import Database
from masterplan.store.tables import LOG, revision

_SEALED: tuple[Table, ...] = tuple(table for table in LOG if table is not revision)


def broken_links(database: Database) -> list[int]:
    """The revisions whose rows no longer are what their link says; a missing revision counts as the one after it."""
    broken: list[int] = []
    with database.reading() as connection:
        found: dict[int, dict[str, TableDigest]] = defaultdict(lambda: defaultdict(TableDigest))
        for table in _SEALED:
            for row in connection.execute(select(table)):
                found[row.revision][str(table.name)].add([tuple(row)])
        previous = FIRST_LINK
        for row in connection.execute(select(revision).order_by(revision.c.number)):
            digests = {name: digest.hexdigest() for name, digest in found[row.number].items()}
            if link(previous, [row.number, row.recorded_at, row.account, row.act], digests) != row.link:
                broken.append(row.number)
            previous = row.link
    return broken
