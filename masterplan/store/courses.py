"""Reading many items' histories at once: their course from day to day, and what was stated between two revisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Date, Select, bindparam, column, func, select, true, values

from masterplan.domain.as_of import Folded, Stated
from masterplan.domain.comparing.between import Between, needs_log
from masterplan.domain.courses import DayState
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind
from masterplan.store import cut_rows, item_log, reading
from masterplan.store.canonical import decode
from masterplan.store.chunks import chunks
from masterplan.store.engine import Database
from masterplan.store.person_texts import put_words
from masterplan.store.statements import as_stated, logged
from masterplan.store.tables import item, state, statement


def courses(
    database: Database,
    kinds: Iterable[Kind],
    stichtag: date,
    known_by: datetime,
    audience: str = "all",
    keys: Sequence[str] | None = None,
) -> dict[str, list[DayState]]:
    """By key, each item's states up to the Stichtag, oldest day first: one for every day something was stated for.

    ``keys`` narrows to some items. Texts about persons stand in the place of their tokens.
    """
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        found: dict[str, list[DayState]] = {}
        for kind in dict.fromkeys(kinds):
            rows = _rows(connection, kind, reading.cut_day(stichtag, known), known.number, audience, keys)
            found |= _states(connection, kind, rows)
        return found


def monthly(
    database: Database,
    kinds: Iterable[Kind],
    stichtag: date,
    known_by: datetime,
    audience: str = "all",
    since: date | None = None,
) -> dict[str, list[DayState]]:
    """As `courses`, but of each month the last state only, and without origins and texts about persons.

    ``since``: begins with what held at the end of that day's month, which may have been stated long before. Trend
    and forecast ask for no more, and it costs a seek for each item and month, however long the history is.
    """
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        until = reading.cut_day(stichtag, known)
        found: dict[str, list[DayState]] = {}
        for kind in dict.fromkeys(kinds):
            first = connection.scalar(_FIRST_DAY, {"kind": kind})
            days = [] if first is None or first > until else _month_ends(max(first, since or first), until)
            for start in range(0, len(days), DAYS_AT_ONCE):
                at = days[start : start + DAYS_AT_ONCE]
                _add_months(found, connection.execute(_monthly(at, audience), {"kind": kind, "known": known.number}))
        return found


def _add_months(found: dict[str, list[DayState]], rows: Iterable[Any]) -> None:
    """States in the order of items and days; the first may be the last one of the months before."""
    for key, on, fields in rows:
        course = found.setdefault(key, [])
        if not course or course[-1].on < on:
            course.append(DayState(on, decode(fields), {}))


def _month_ends(first: date, until: date) -> list[date]:
    """The last day of each month from one day on, and the day it all ends with."""
    months = range(first.year * 12 + first.month, until.year * 12 + until.month)
    return [date(month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in months] + [until]


def _monthly(days: Sequence[date], audience: str) -> Select[Any]:
    """The latest state of each item of a kind on some days, each state once."""
    asked = values(column("on", Date), name="asked").data([(on,) for on in days]).cte("asked")
    latest = state.alias("latest")
    seek = (
        select(latest.c.id)
        .where(
            latest.c.item == item.c.id,
            latest.c.effective_on <= asked.c.on,
            latest.c.revision <= bindparam("known", type_=BigInteger),
            latest.c.audience != ("released" if audience == "all" else "all"),
        )
        .order_by(latest.c.effective_on.desc(), latest.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(item.c.key, item.c.id.label("item"), seek.label("state"))
        .join_from(item, asked, true())
        .where(item.c.kind == bindparam("kind"))
        .distinct()
        .subquery()
    )
    return (
        select(found.c.key, state.c.effective_on, state.c.fields)
        .join_from(found, state, state.c.id == found.c.state)
        .order_by(found.c.item, state.c.effective_on)
    )


DAYS_AT_ONCE = 500  # SQLite's oldest limit on parameters is 999
_FIRST_DAY = select(
    func.min(select(func.min(state.c.effective_on)).where(state.c.item == item.c.id).correlate(item).scalar_subquery())
).where(item.c.kind == bindparam("kind"))


def between(
    database: Database, first: tuple[date, datetime], second: tuple[date, datetime], audience: str = "all"
) -> Between:
    """Two cuts (Stichtag, known_by), the one between them, and the statements needed to explain what differs."""
    at_first, at_second = (reading.cut(database, *at, audience) for at in (first, second))
    known = reading.cut(database, first[0], at_second.known_by, audience)  # whatever was recorded meanwhile
    with database.reading() as connection:
        until = max(at_first.revision, at_second.revision)
        log = _logs(connection, needs_log(at_first, known, at_second), until)
        return Between(at_first, known, at_second, log)


def _logs(connection: Connection, kinds: Mapping[str, Kind], known: int) -> dict[str, list[Stated]]:
    """By key, every statement about some items up to a revision."""
    keys = list(kinds)
    query = logged(known).add_columns(item.c.key).join(item, item.c.id == statement.c.item).order_by(statement.c.id)
    rows: list[Any] = []
    for chunk in chunks(keys):
        rows += connection.execute(query.where(item.c.key.in_(chunk)))
    fields = [decode(row.fields) for row in rows]
    for kind in set(kinds.values()):
        put_words(connection, kind, [one for one, row in zip(fields, rows, strict=True) if kinds[row.key] == kind])
    found: dict[str, list[Stated]] = {key: [] for key in keys}
    for row, stated in zip(rows, fields, strict=True):
        found[row.key].append(as_stated(row, stated))
    return found


def items_with_origins(
    database: Database, kinds: Iterable[Kind], stichtag: date, known_by: datetime, audience: str = "all"
) -> dict[str, Folded]:
    """By key every item of some kinds at a cut, with the statement each of its fields comes from."""
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        on = reading.cut_day(stichtag, known)
        found: dict[str, Folded] = {}
        for kind in dict.fromkeys(kinds):
            rows = cut_rows.rows_at(connection, on, audience, known.number, kind)
            of_kind = {row.key: cut_rows.folded(row) for row in rows}
            put_words(connection, kind, [one.fields for one in of_kind.values()])
            found |= of_kind
        return found


def entries(database: Database, statements: Iterable[int], known_by: datetime) -> dict[int, Entry]:
    """Statements by number, with who said them, when, in which file and in which cells."""
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        return item_log.entries(connection, statements, known.number)


def _states(connection: Connection, kind: Kind, rows: Iterable[Any]) -> dict[str, list[DayState]]:
    newest = {(row.key, row.effective_on): row for row in rows}  # of one day, the row of the highest revision is last
    states = {place: cut_rows.folded(row) for place, row in newest.items()}
    put_words(connection, kind, [one.fields for one in states.values()])
    found: dict[str, list[DayState]] = {}
    for (key, on), one in states.items():
        found.setdefault(key, []).append(DayState(on, one.fields, one.origins))
    return found


def _rows(
    connection: Connection, kind: Kind, until: date, known: int, audience: str, keys: Sequence[str] | None
) -> Iterator[Any]:
    columns = [column for column in state.columns if column.name in ("effective_on", "fields", "origins")]
    query = (
        select(item.c.key, state.c.statement, state.c.stated_on, *columns)
        .join(item, item.c.id == state.c.item)
        .where(
            item.c.kind == kind,
            state.c.effective_on <= until,
            state.c.revision <= known,
            state.c.audience.in_((audience, "both")),
        )
        .order_by(state.c.item, state.c.effective_on, state.c.revision)
    )
    if keys is None:
        yield from connection.execute(query)
        return
    for chunk in chunks(keys):
        yield from connection.execute(query.where(item.c.key.in_(chunk)))
