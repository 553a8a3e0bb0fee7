"""Reading many items' histories at once: their course from day to day, and what was stated between two revisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from masterplan.domain.as_of import Folded
from masterplan.domain.courses import DayState
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind
from masterplan.store import deriving, reading
from masterplan.store.engine import Database
from masterplan.store.tables import item, state


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
            found |= _of_kind(connection, kind, reading.cut_day(stichtag, known), known.number, audience, keys)
        return found


def items_with_origins(
    database: Database, kinds: Iterable[Kind], stichtag: date, known_by: datetime, audience: str = "all"
) -> dict[str, Folded]:
    """By key every item of some kinds at a cut, with the statement each of its fields comes from."""
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        query = deriving.at(reading.cut_day(stichtag, known), audience, known.number)
        found: dict[str, Folded] = {}
        for kind in dict.fromkeys(kinds):
            of_kind = {row.key: deriving.folded(row) for row in connection.execute(query.where(item.c.kind == kind))}
            reading.put_words(connection, kind, [one.fields for one in of_kind.values()])
            found |= of_kind
        return found


def entries(database: Database, statements: Iterable[int], known_by: datetime) -> dict[int, Entry]:
    """Statements by number, with who said them, when, in which file and in which cells."""
    with database.reading() as connection:
        known = reading.revision_at(connection, known_by)
        return reading.entries(connection, statements, known.number)


def _of_kind(
    connection: Connection, kind: Kind, until: date, known: int, audience: str, keys: Sequence[str] | None
) -> dict[str, list[DayState]]:
    newest: dict[tuple[str, date], Any] = {}
    for row in _rows(connection, kind, until, known, audience, keys):
        newest[row.key, row.effective_on] = row  # of one day, the row of the highest revision comes last
    states = {place: deriving.folded(row) for place, row in newest.items()}
    reading.put_words(connection, kind, [one.fields for one in states.values()])
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
    for start in range(0, len(keys), deriving.CHUNK):
        yield from connection.execute(query.where(item.c.key.in_(keys[start : start + deriving.CHUNK])))
