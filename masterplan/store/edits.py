"""What an on-line edit looks at under the write lock: the item as it was at a day, who else stated it, what is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from masterplan.domain.as_of import Folded
from masterplan.domain.bodies import Body, Owners
from masterplan.domain.origins import Entry
from masterplan.domain.plan import FIRST_ON, Kind
from masterplan.domain.view import RESPONSIBLE
from masterplan.store import cut_rows, item_log, reading
from masterplan.store.canonical import decode
from masterplan.store.chunks import chunks
from masterplan.store.engine import Connection
from masterplan.store.tables import item, release, statement


@dataclass(frozen=True)
class Place:
    """One item as an edit meets it: the plan at the day that the edit speaks of, and the body that answers for it."""

    id: int
    key: str
    kind: Kind
    at: Folded
    owner: str | None


def places(
    connection: Connection, keys: Iterable[str], on: date, bodies: Sequence[Body], known: int | None = None
) -> dict[str, Place]:
    """The items by key as at a day; those that nothing was stated of by then are not in it."""
    owners = Owners(bodies, on)
    numbers: list[int] = []
    for chunk in chunks(list(keys)):
        numbers += connection.scalars(select(item.c.id).where(item.c.key.in_(chunk)))
    rows = cut_rows.latest_rows(connection, numbers, on, "all", known)
    return {row.key: _place(number, row.key, Kind(row.kind), cut_rows.folded(row), owners)
            for number, row in rows.items()}  # fmt: skip


def _place(number: int, key: str, kind: Kind, at: Folded, owners: Owners) -> Place:
    name = RESPONSIBLE.get(kind, "")
    first_on = date.fromisoformat(str(at.fields[FIRST_ON]))
    reported = at.fields.get(name)
    owner = owners(str(reported), at.origins[name].on, first_on) if reported is not None else None
    return Place(number, key, kind, at, owner)


def stated_since(connection: Connection, number: int, since: int) -> list[Entry]:
    """What was stated of an item after a revision, with who and when."""
    return item_log.history(connection, number, reading.newest_revision(connection), since)


def wordings(connection: Connection, statements: Iterable[int]) -> dict[int, dict[str, str]]:
    """The words kept with some statements."""
    query = select(statement.c.id, statement.c.wordings).where(statement.c.id.in_(set(statements)))
    return {row.id: decode(row.wordings or "{}") for row in connection.execute(query)}


def released(connection: Connection, statements: Iterable[int]) -> set[int]:
    """Which of some statements are released."""
    later = exists().where(release.c.statement == statement.c.id)
    query = select(statement.c.id).where(statement.c.id.in_(set(statements)), statement.c.released | later)
    return set(connection.scalars(query))


def corrections(connection: Connection, number: int) -> int:
    """How many corrections of an item the log has: the number of the last one."""
    query = select(func.count()).where(statement.c.item == number, statement.c.act == "correction")
    return int(connection.scalar(query) or 0)


@dataclass(frozen=True)
class Open:
    """A statement that is not released yet."""

    statement: int
    revision: int
    key: str
    effective_on: date


def unreleased(connection: Connection, known: int, until: date) -> list[Open]:
    """The statements up to a revision, for days up to ``until``, that nobody has released yet."""
    query = (
        select(statement.c.id, statement.c.revision, item.c.key, statement.c.effective_on)
        .join(item, item.c.id == statement.c.item)
        .where(
            ~statement.c.released,
            statement.c.revision <= known,
            statement.c.effective_on <= until,
            ~exists().where(release.c.statement == statement.c.id),
        )
        .order_by(statement.c.id)
    )
    return [Open(*row) for row in connection.execute(query)]
