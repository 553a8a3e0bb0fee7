"""The cut in SQL: of each item the folded row that counts on a day, one seek in the index of the derived state."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    Select,
    String,
    bindparam,
    literal_column,
    select,
    true,
    type_coerce,
)

from masterplan.domain.as_of import Folded, Origin
from masterplan.domain.plan import Kind
from masterplan.store.canonical import decode
from masterplan.store.chunks import chunks
from masterplan.store.tables import item, state

LANES = ("all", "released")
ANY = "any"
"""In the place of an audience: the latest row whoever sees it. Where both do, it is the latest for each."""
COLUMNS = [column for column in state.columns if column.name != "id"]
"""What a derived row says, apart from its own number."""
AFTER_ALL = 2**62
"""A revision later than any."""


def latest_rows(
    connection: Connection, items: Iterable[int], on: date, lane: str, revision: int | None = None
) -> dict[int, Any]:
    """The derived row of each of the items at a day, for an audience, by item; as known now or at a revision."""
    query = cut_query(connection.dialect.name, lane, "items")
    rows = {}
    for chunk in chunks(list(items)):
        for row in connection.execute(query, {**_bounds(on, revision), "items": chunk}):
            rows[row.item] = row
    return rows


def rows_at(connection: Connection, on: date, lane: str, revision: int | None, kind: str) -> Sequence[Any]:
    """The derived row of each item of a kind at a day, for an audience, with ``kind`` and ``key`` of the item."""
    query = cut_query(connection.dialect.name, lane, "kind")
    return connection.execute(query, {**_bounds(on, revision), "kind": kind}).all()


def whole_cut(
    connection: Connection, on: date, lane: str, revision: int | None, kinds: Collection[Kind] = tuple(Kind)
) -> Sequence[Any]:
    """Of every item at a day, or those of some kinds, in their order: ``kind``, ``key``, ``fields``, ``stated_on`` and
    ``origins``."""
    scope = "all" if len(set(kinds)) == len(Kind) else "kinds"
    named = {} if scope == "all" else {"kinds": list(kinds)}
    found = connection.execute(cut_query(connection.dialect.name, lane, scope), {**_bounds(on, revision), **named})
    rows = found.cursor.fetchall()  # as the driver gives them: there is nothing to be made of these columns
    found.close()
    return rows


@cache
def cut_query(dialect: str, lane: str, scope: str) -> Select[Any]:
    """The query of the cut: for each item one seek in the index of the derived state, the latest day first.

    ``scope`` says of which items: ``all``, of some ``kinds``, of a ``kind``, or the ``items`` named; the columns of the
    first two are those of `whole_cut`. Each is built once; day and revision come with the execution.
    """
    latest = state.alias("latest")
    unseen = {"all": "released", "released": "all", ANY: "nobody"}[lane]
    seek = (
        select(*(latest.c if dialect == "postgresql" else [latest.c.id]))
        .where(
            latest.c.item == item.c.id,
            latest.c.effective_on <= bindparam("on", type_=Date),
            latest.c.revision <= bindparam("known", type_=BigInteger),
            latest.c.audience != literal_column(f"'{unseen}'"),
        )
        .order_by(latest.c.effective_on.desc(), latest.c.revision.desc())
        .limit(literal_column("1"))
    )
    if dialect == "postgresql":  # takes the row itself from where it sought; SQLite knows no LATERAL
        found: Any = seek.lateral("found")
        joined = item.join(found, true())
    else:
        found = state
        joined = item.join(state, state.c.id == seek.scalar_subquery())
    if scope in ("all", "kinds"):
        day = type_coerce(found.c.stated_on, String)  # as the driver gives it: most are not looked at
        columns = [item.c.kind, item.c.key, found.c.fields, day.label("stated_on"), found.c.origins]
        every = select(*columns).select_from(joined).order_by(item.c.id)
        return every if scope == "all" else every.where(item.c.kind.in_(bindparam("kinds", expanding=True)))
    query = select(item.c.kind, item.c.key, *(found.c[column.name] for column in COLUMNS)).select_from(joined)
    if scope == "kind":
        return query.where(item.c.kind == bindparam("kind"))
    return query.where(item.c.id.in_(bindparam("items", expanding=True)))


def _bounds(on: date, revision: int | None) -> dict[str, object]:
    return {"on": on, "known": AFTER_ALL if revision is None else revision}


def folded(row: Any) -> Folded:
    """A derived row as the rules know it."""
    fields = decode(row.fields)
    origins = dict.fromkeys(fields, Origin(row.statement, row.stated_on))
    for field, (number, on) in decode(row.origins or "{}").items():
        origins[field] = Origin(number, date.fromisoformat(on))
    return Folded(fields, origins)
