"""Coverage counts, kept in the transaction that changes them: signed deltas by revision, and snapshots of the newest.

For each day that a revision speaks of, ``coverage_delta`` says by how much each group (service or Kreis, with the kind
of place) now differs from what was known before: rows are only added, and a late entry cancels what it changes later.
The count at any cut is the sum of the deltas known by then that speak of a day up to the Stichtag. So that nobody has
to add up the whole history, ``coverage_snapshot`` holds such sums for the newest revision: for each month in which
anything changes all deltas up to its end, and for each day those since its month began.

Both audiences are counted: a delta is marked like the rows of the derived state, ``both`` where it holds for either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, Date, delete, func, literal, select, text

from masterplan.domain.services.coverage_counts import Subject
from masterplan.domain.services.coverage_sums import Counts, by_month, cumulated, month_end, snapshots, total
from masterplan.store.canonical import decode, encode
from masterplan.store.coverage_steps import Changes, all_changes, changes_of
from masterplan.store.deriving import Derived
from masterplan.store.engine import Database
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import coverage_delta, coverage_snapshot

Key = tuple[Subject, str]
"""Subject and audience."""


def of_coverage(rows: Iterable[Derived]) -> list[Derived]:
    """The rows that say where a service is online: of all kinds only coverage has an ARS."""
    return [row for row in rows if '"ars":' in row.fields]


def after_rows(connection: Connection, revision: int, rows: Sequence[Derived], made: range) -> None:
    """Adds what follows from the rows of coverage that a revision adds; ``made`` are items that are new with it."""
    if rows:
        add(connection, revision, changes_of(connection, revision, rows, made))


def add(connection: Connection, revision: int, changes: Changes) -> None:
    """Adds the changes of a revision, and renews the snapshots of the newest knowledge."""
    _insert_deltas(connection, revision, changes)
    for key, days in changes.items():
        for month, within in groupby(sorted(days), month_end):
            _renew(connection, key, "day", {day: days[day] for day in within}, month)
        _renew(connection, key, "month", by_month(days), None)


def rebuild(connection: Connection) -> None:
    """Makes deltas and snapshots anew from the derived state, which itself is made anew from the log."""
    changes = all_changes(connection)
    _empty(connection)
    for revision in sorted(changes):
        _insert_deltas(connection, revision, changes[revision])
    for key, span, sums in _all_snapshots(changes.values()):
        _insert_snapshots(connection, key, span, sums)


def differences(database: Database) -> list[tuple[str, date, int | None]]:
    """Where the counts are not what the derived state says: subject, day and revision (None: in a snapshot)."""
    with database.reading() as connection:
        changes = all_changes(connection)
        right: dict[tuple[str, date, int | None, str, str], Counts] = {
            (key[0], day, revision, "", key[1]): counts
            for revision, changed in changes.items()
            for key, days in changed.items()
            for day, counts in days.items()
        }
        for key, span, sums in _all_snapshots(changes.values()):
            right |= {(key[0], day, None, span, key[1]): counts for day, counts in sums.items()}
        kept: dict[tuple[str, date, int | None, str, str], Counts] = {
            (row.subject, row.effective_on, row.revision, "", row.audience): decode(row.counts)
            for row in connection.execute(select(coverage_delta))
        }
        for row in connection.execute(select(coverage_snapshot)):
            kept[row.subject, row.until, None, row.span, row.audience] = decode(row.counts)
    wrong = {place[:3] for place in right.keys() | kept.keys() if right.get(place) != kept.get(place)}
    return sorted(wrong, key=lambda place: (place[0], place[1], place[2] or 0))


def _all_snapshots(revisions: Iterable[Changes]) -> Iterator[tuple[Key, str, dict[date, Counts]]]:
    """Subject and audience, span, and every snapshot of these by its last day."""
    parts: dict[Key, dict[date, list[Counts]]] = {}
    for changes in revisions:
        for key, days in changes.items():
            for day, counts in days.items():
                parts.setdefault(key, {}).setdefault(day, []).append(counts)
    for key, listed in parts.items():
        changed = {day: total(counts) for day, counts in listed.items()}
        yield key, "day", snapshots(changed)
        yield key, "month", cumulated({}, by_month(changed))


def _insert_deltas(connection: Connection, revision: int, changes: Changes) -> None:
    rows = [
        (subject, revision, day, audience, encode(counts))
        for (subject, audience), days in changes.items()
        for day, counts in days.items()
    ]
    insert_rows(connection, coverage_delta, rows)


def _renew(connection: Connection, key: Key, span: str, changes: Mapping[date, Counts], last: date | None) -> None:
    """Adds changes to the snapshots from their first day on; those of days end with their month, ``last``."""
    table, first = coverage_snapshot.c, min(changes)
    within = [table.subject == key[0], table.audience == key[1], table.span == span]
    if last is None:
        start = select(func.max(table.until)).where(*within, table.until < first).scalar_subquery()
        within.append(table.until >= func.coalesce(start, literal(first, Date)))
    else:
        within += [table.until >= last.replace(day=1), table.until <= last]
    query = select(table.until, table.counts).where(*within)
    known = {row.until: decode(row.counts) for row in connection.execute(query)}
    replaced = [until for until in known if until >= first]
    if replaced:
        connection.execute(delete(coverage_snapshot).where(*within[:3], table.until.in_(replaced)))
    _insert_snapshots(connection, key, span, cumulated(known, changes))


def _insert_snapshots(connection: Connection, key: Key, span: str, counts: Mapping[date, Counts]) -> None:
    rows = [(key[0], span, until, key[1], encode(counts[until])) for until in sorted(counts)]
    insert_rows(connection, coverage_snapshot, rows)


_LIFT = "ALTER TABLE coverage_delta DISABLE TRIGGER coverage_delta_append_only"
_SET_AGAIN = "ALTER TABLE coverage_delta ENABLE TRIGGER coverage_delta_append_only"


def _empty(connection: Connection) -> None:
    """Deletes all counts; the trigger that refuses this is lifted for the moment, inside the transaction."""
    lift, set_again = _LIFT, _SET_AGAIN
    if connection.dialect.name == "sqlite":
        query = text("SELECT sql FROM sqlite_master WHERE name = 'coverage_delta_no_delete'")
        lift, set_again = "DROP TRIGGER coverage_delta_no_delete", str(connection.execute(query).scalar_one())
    connection.execute(text(lift))
    connection.execute(delete(coverage_delta))
    connection.execute(text(set_again))
    connection.execute(delete(coverage_snapshot))
