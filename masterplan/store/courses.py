"""Reading many items' histories at once: their course from day to day, and what was stated between two revisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from masterplan.domain.as_of import Folded, Stated
from masterplan.domain.between import Between, needs_log
from masterplan.domain.courses import DayState
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind
from masterplan.store import deriving, reading
from masterplan.store.canonical import decode
from masterplan.store.engine import Database
from masterplan.store.tables import item, release, state, statement


def courses(
    database: Database,
    kinds: Iterable[Kind],
    stichtag: date,
    known_by: datetime,
    audience: str = "all",
    keys: Sequence[str] | None = None,
    *,
    bare: bool = False,
) -> dict[str, list[DayState]]:
    """By key, each item's states up to the Stichtag, oldest day first: one for every day something was stated for.

    ``keys`` narrows to some items. Texts about persons stand in the place of their tokens. ``bare``: without these
    texts and without origins, which trend and forecast do not ask for; much quicker on a long history.
    """
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        found: dict[str, list[DayState]] = {}
        for kind in dict.fromkeys(kinds):
            of_kind = _bare_states if bare else _states
            rows = _rows(connection, kind, reading.cut_day(stichtag, known), known.number, audience, keys)
            found |= of_kind(connection, kind, rows)
        return found


def between(
    database: Database, first: tuple[date, datetime], second: tuple[date, datetime], audience: str = "all"
) -> Between:
    """Two cuts (Stichtag, known_by), the one between them, and the statements needed to explain what differs."""
    at_first = reading.cut(database, *first, audience)
    known = reading.cut(database, first[0], second[1], audience)
    at_second = reading.cut(database, *second, audience)
    with database.reading() as connection:
        until = max(at_first.revision, at_second.revision)
        log = _logs(connection, needs_log(at_first, known, at_second), until)
        return Between(at_first, known, at_second, log)


def _logs(connection: Connection, kinds: Mapping[str, Kind], known: int) -> dict[str, list[Stated]]:
    """By key, every statement about some items up to a revision."""
    keys = list(kinds)
    query = (
        select(statement, item.c.key, release.c.revision.label("released_later"))
        .join(item, item.c.id == statement.c.item)
        .outerjoin(release, and_(release.c.statement == statement.c.id, release.c.revision <= known))
        .where(statement.c.revision <= known)
        .order_by(statement.c.id)
    )
    rows: list[Any] = []
    for start in range(0, len(keys), deriving.CHUNK):
        rows += connection.execute(query.where(item.c.key.in_(keys[start : start + deriving.CHUNK])))
    fields = [decode(row.fields) for row in rows]
    for kind in set(kinds.values()):
        reading.put_words(
            connection, kind, [one for one, row in zip(fields, rows, strict=True) if kinds[row.key] == kind]
        )
    found: dict[str, list[Stated]] = {key: [] for key in keys}
    for row, stated in zip(rows, fields, strict=True):
        released_in = row.revision if row.released else row.released_later
        found[row.key].append(Stated(row.id, row.revision, row.effective_on, released_in, stated))
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
            rows = deriving.rows_at(connection, on, audience, known.number, kind)
            of_kind = {row.key: deriving.folded(row) for row in rows}
            reading.put_words(connection, kind, [one.fields for one in of_kind.values()])
            found |= of_kind
        return found


def entries(database: Database, statements: Iterable[int], known_by: datetime) -> dict[int, Entry]:
    """Statements by number, with who said them, when, in which file and in which cells."""
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        return reading.entries(connection, statements, known.number)


def _states(connection: Connection, kind: Kind, rows: Iterable[Any]) -> dict[str, list[DayState]]:
    newest = {(row.key, row.effective_on): row for row in rows}  # of one day, the row of the highest revision is last
    states = {place: deriving.folded(row) for place, row in newest.items()}
    reading.put_words(connection, kind, [one.fields for one in states.values()])
    found: dict[str, list[DayState]] = {}
    for (key, on), one in states.items():
        found.setdefault(key, []).append(DayState(on, one.fields, one.origins))
    return found


def _bare_states(connection: Connection, kind: Kind, rows: Iterable[Any]) -> dict[str, list[DayState]]:
    newest = {(row.key, row.effective_on): row.fields for row in rows}
    found: dict[str, list[DayState]] = {}
    for (key, on), fields in newest.items():
        found.setdefault(key, []).append(DayState(on, decode(fields), {}))
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
    for start in range(0, len(keys), deriving.CHUNK):
        yield from connection.execute(query.where(item.c.key.in_(keys[start : start + deriving.CHUNK])))
