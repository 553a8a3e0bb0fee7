"""Reading the counts of coverage: at a Stichtag, and from month to month, as known at any time and for either audience.

With the newest knowledge the answer is one snapshot of a month and one of a day. As known earlier it is that less the
deltas that came later and speak of days up to the Stichtag; where more came later than before, it is the sum of those
that were known. So the length of the history does not matter.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Date, case, func, literal, select

from masterplan.domain.services.coverage_counts import STATES, Subject
from masterplan.domain.services.coverage_sums import Counts, less, month_end, total
from masterplan.store import reading
from masterplan.store.canonical import decode
from masterplan.store.engine import Database
from masterplan.store.tables import coverage_delta, coverage_snapshot


def coverage_by(
    database: Database, subject: Subject, stichtag: date, known_by: datetime, audience: str = "all"
) -> pd.DataFrame:
    """How many entries stand under what at a cut: one row per service or Kreis and kind of place, in this order.

    Columns: ``service`` (LeiKa key, or OZG-ID of entries without one) or ``county`` (five digits, ``14000`` for entries
    of the whole Land); ``level`` (state, county, city, association, municipality); ``online``, ``offline``,
    ``unknown`` (listed, but nothing is reported) and ``withdrawn`` (no longer listed), each a number of entries, which
    are services at places. Groups of which nothing was ever said are not there.
    """
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        [counts] = _at(connection, subject, [reading.cut_day(stichtag, known)], known.number, audience)
    return _table((subject, "level"), [(*group.rsplit("/", 1), *numbers) for group, numbers in sorted(counts.items())])


def burn_up(database: Database, first: date, last: date, known_by: datetime, audience: str = "all") -> pd.DataFrame:
    """How the counts grew: one row per day and kind of place, oldest first.

    The days are the ends of the months from that of ``first`` on that lie before ``last``, and ``last``. Columns are
    ``on`` (day), ``level`` and the states, as in ``coverage_by``. A day on which nothing was known has no row.
    """
    days = [*_month_ends(first, last), last]
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        until = [reading.cut_day(day, known) for day in days]
        found = _at(connection, "county", until, known.number, audience)
    rows = [(on, kind, *numbers) for on, counts in zip(days, found, strict=True) for kind, numbers in _by_level(counts)]
    table = _table(("on", "level"), rows)
    return table.assign(on=pd.Series([row[0] for row in rows], dtype="datetime64[s]"))


def _table(names: tuple[str, str], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    columns = dict(zip((*names, *STATES), zip(*rows, strict=True), strict=True)) if rows else {}
    words = {name: pd.Series(columns.get(name, ()), dtype=object) for name in names}
    return pd.DataFrame(words | {name: pd.Series(columns.get(name, ()), dtype="int64") for name in STATES})


def _month_ends(first: date, last: date) -> list[date]:
    ends = [month_end(first)]
    while ends[-1] < last:
        ends.append(month_end(ends[-1] + timedelta(days=1)))
    return [end for end in ends if end < last]


def _by_level(counts: Counts) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for group, numbers in counts.items():
        kind = group.rsplit("/", 1)[1]
        known = found.get(kind)
        found[kind] = [one + other for one, other in zip(known, numbers, strict=True)] if known else numbers
    return sorted(found.items())


def _at(connection: Connection, subject: Subject, days: Sequence[date], known: int, audience: str) -> list[Counts]:
    """The counts on each of some days, which rise, as known at a revision."""
    came_later = _later_or_not(connection, subject, days[-1], known)
    if came_later is None:
        return _newest(connection, subject, days, audience)
    deltas = _deltas(connection, subject, days, known, audience, came_later)
    if not came_later:
        return deltas
    newest = _newest(connection, subject, days, audience)
    return [less(counts, later) for counts, later in zip(newest, deltas, strict=True)]


def _later_or_not(connection: Connection, subject: Subject, last: date, known: int) -> bool | None:
    """Whether fewer deltas came after a revision (True) or up to it (False); None: nothing came after it."""
    table = coverage_delta.c
    newest = connection.scalar(select(func.max(table.revision)).where(table.subject == subject))
    if newest is None or newest <= known:
        return None
    later = func.coalesce(func.sum(case((table.revision > known, 1), else_=0)), 0)
    query = select(later, func.count()).where(table.subject == subject, table.effective_on <= last)
    after, all_of_them = connection.execute(query).one()
    return bool(after * 2 <= all_of_them) if after else None


def _deltas(
    connection: Connection, subject: Subject, days: Sequence[date], known: int, audience: str, came_later: bool
) -> list[Counts]:
    """For each day the sum of the deltas up to it that came after a revision, or that came up to it."""
    table = coverage_delta.c
    wanted = table.revision > known if came_later else table.revision <= known
    query = select(table.effective_on, table.counts).where(
        table.subject == subject, table.effective_on <= days[-1], table.audience.in_((audience, "both")), wanted
    )
    parts: list[list[Counts]] = [[] for _ in days]
    ends = list(days)
    for row in connection.execute(query):
        parts[_first_from(ends, row.effective_on)].append(decode(row.counts))
    found: list[Counts] = []
    for part in parts:
        found.append(total([*found[-1:], *part]))
    return found


def _first_from(days: Sequence[date], day: date) -> int:
    """The position of the first of some days that is not before a day."""
    return next(position for position, one in enumerate(days) if one >= day)


def _newest(connection: Connection, subject: Subject, days: Sequence[date], audience: str) -> list[Counts]:
    """The counts on each day as known now."""
    lanes = [_months(connection, subject, days, lane) for lane in ("both", audience)]
    found = []
    for day in days:
        parts = []
        for lane, months in zip(("both", audience), lanes, strict=True):
            ends = list(months)
            position = bisect_right(ends, day)
            parts += [months[ends[position - 1]]] if position else []
            if month_end(day) != day:
                parts += _since_month_began(connection, subject, day, lane)
        found.append(total(parts))
    return found


def _months(connection: Connection, subject: Subject, days: Sequence[date], lane: str) -> Mapping[date, Counts]:
    """The snapshots of months that are needed for some days, oldest first."""
    table = coverage_snapshot.c
    same = (table.subject == subject, table.span == "month", table.audience == lane)
    start = select(func.max(table.until)).where(*same, table.until <= days[0]).scalar_subquery()
    within = (table.until >= func.coalesce(start, literal(days[0], Date)), table.until <= days[-1])
    query = select(table.until, table.counts).where(*same, *within).order_by(table.until)
    return {row.until: decode(row.counts) for row in connection.execute(query)}


def _since_month_began(connection: Connection, subject: Subject, day: date, lane: str) -> list[Counts]:
    table = coverage_snapshot.c
    query = select(table.counts).where(
        table.subject == subject, table.span == "day", table.audience == lane,
        table.until >= day.replace(day=1), table.until <= day,
    )  # fmt: skip
    latest = connection.scalar(query.order_by(table.until.desc()).limit(1))
    return [] if latest is None else [decode(latest)]
