"""What follows from the log: for each item the folded row of each day it was stated for, so that a cut is one seek.

Rows are only added, in the transaction that adds the statements, and can be made anew from the log (``rebuild``).
An audience sees the rows marked with its own name and those marked ``both``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, delete, func, select

from masterplan.domain.as_of import Folded, Stated, fold_by_day, overlay
from masterplan.domain.plan import BASELINE_ON, FIRST_ON
from masterplan.store.canonical import decode, encode
from masterplan.store.chunks import chunks
from masterplan.store.cut_rows import ANY, COLUMNS, LANES, folded, latest_rows
from masterplan.store.inserting import insert_rows
from masterplan.store.statements import log_of
from masterplan.store.tables import release, state, statement


class Saying(Protocol):
    """What a folded row follows from: a new statement, or one of the log. ``fields`` is canonical JSON."""

    @property
    def item(self) -> int: ...

    @property
    def effective_on(self) -> date: ...

    @property
    def released(self) -> bool: ...

    @property
    def fields(self) -> str: ...


class Derived(NamedTuple):
    """One row of the derived state, still without its number."""

    item: int
    effective_on: date
    revision: int
    audience: str
    fields: str
    statement: int
    stated_on: date
    origins: str | None
    renumbered: bool


def after_statements(
    connection: Connection,
    revision: int,
    numbers: Sequence[int],
    statements: Sequence[Saying],
    made: range = range(0),
) -> list[Derived]:
    """Adds the rows that follow from statements just added to the log, and returns them.

    ``made`` are items that did not exist before.
    """
    by_item: dict[int, list[int]] = defaultdict(list)
    for position, one in enumerate(statements):
        by_item[one.item].append(position)
    moved = _stated_later_too(connection, {one: at for one, at in by_item.items() if one not in made}, statements)
    rows: list[Derived] = []
    plain: dict[date, dict[int, int]] = defaultdict(dict)
    for number, positions in by_item.items():
        if len(positions) == 1 and number not in moved:
            plain[statements[positions[0]].effective_on][number] = positions[0]
        else:
            first = min(statements[position].effective_on for position in positions)
            rows += _folded_anew(connection, revision, number, first)
    for on, positions_on in plain.items():
        known = [number for number in positions_on if number not in made]
        before = _before(connection, known, on)
        for number, position in positions_on.items():
            rows += _next_rows(
                revision,
                numbers[position],
                statements[position],
                before["all"].get(number),
                before["released"].get(number),
            )
    _add(connection, rows)
    return rows


def after_release(connection: Connection, revision: int, statements: Sequence[int]) -> list[Derived]:
    """Adds the rows that follow from releasing statements of the log, and returns them."""
    first: dict[int, date] = {}
    for chunk in chunks(statements):
        query = (
            select(statement.c.item, func.min(statement.c.effective_on).label("first"))
            .where(statement.c.id.in_(chunk))
            .group_by(statement.c.item)
        )
        for found in connection.execute(query):
            first[found.item] = min(found.first, first.get(found.item, found.first))
    rows = [row for number, on in first.items() for row in _folded_anew(connection, revision, number, on)]
    _add(connection, rows)
    return rows


def rebuild(connection: Connection) -> None:
    """Makes the derived state anew from the log, revision by revision."""
    connection.execute(delete(state))
    by_revision: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(statement).order_by(statement.c.id)):
        by_revision[row.revision].append(row)
    released: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(select(release)):
        released[row.revision].append(row.statement)
    for revision in sorted({*by_revision, *released}):
        after_statements(connection, revision, [row.id for row in by_revision[revision]], by_revision[revision])
        after_release(connection, revision, released[revision])


def _before(connection: Connection, items: Sequence[int], on: date) -> dict[str, dict[int, Any]]:
    """The latest rows of some items by then, for either audience: mostly one and the same."""
    latest = latest_rows(connection, items, on, ANY)
    shared = {number: row for number, row in latest.items() if row.audience == "both"}
    apart = [number for number in latest if number not in shared]
    return {lane: shared | (latest_rows(connection, apart, on, lane) if apart else {}) for lane in LANES}


def _stated_later_too(
    connection: Connection, by_item: dict[int, list[int]], statements: Sequence[Saying]
) -> set[int]:
    """The items for which some day after the new statement's day has been stated already."""
    days: dict[date, list[int]] = defaultdict(list)
    for number, positions in by_item.items():
        days[min(statements[position].effective_on for position in positions)].append(number)
    found: set[int] = set()
    for on, numbers in days.items():
        for chunk in chunks(numbers):
            query = select(state.c.item).where(state.c.item.in_(chunk), state.c.effective_on > on).distinct()
            found.update(connection.scalars(query))
    return found


def _next_rows(revision: int, number: int, stated: Saying, everything: Any, released: Any) -> Iterator[Derived]:
    """The rows after one statement that is the newest of its item for its day and has no later day."""
    if everything is None and released is None:
        if stated.released:
            yield _first_row(revision, number, stated, "both")
        else:
            yield _first_row(revision, number, stated, "all")
        return
    new = decode(stated.fields)

    def after(row: Any, lane: str) -> Derived:
        known = folded(row) if row is not None else None
        then = overlay(known, number, stated.effective_on, new)
        renumbered = known is None or _label(known) != _label(then)
        if row is not None and row.effective_on == stated.effective_on:
            renumbered = renumbered or row.renumbered
        return _row(stated.item, stated.effective_on, revision, lane, then, renumbered)

    if not stated.released:
        yield after(everything, "all")
        return
    if _same_row(everything, released):
        yield after(everything, "both")  # as most are
        return
    for_all, for_released = after(everything, "both"), after(released, "released")
    if for_all.fields == for_released.fields and for_all[5:] == for_released[5:]:
        yield for_all
    else:
        yield for_all._replace(audience="all")
        yield for_released


def _same_row(everything: Any, released: Any) -> bool:
    """Whether one derived row holds for either audience."""
    found = [one and (one.audience, one.effective_on, one.revision) for one in (everything, released)]
    return found[0] == found[1] is not None and everything.audience == "both"


def _first_row(revision: int, number: int, stated: Saying, lane: str) -> Derived:
    # Spelled out for speed: most rows of a large first import come this way.
    on = stated.effective_on
    due_on = _due_on(stated.fields)
    derived = f'"{BASELINE_ON}":"{due_on}","{FIRST_ON}":"{on}"' if due_on else f'"{FIRST_ON}":"{on}"'
    fields = f"{{{derived},{stated.fields[1:]}" if len(stated.fields) > 2 else f"{{{derived}}}"
    return Derived(stated.item, on, revision, lane, fields, number, on, None, True)


def _due_on(fields: str) -> str | None:
    found = _DUE_ON.search(fields)
    return found[1] if found else None


# Quotes inside texts are escaped in JSON, so that only the field itself can match.
_DUE_ON = re.compile(r'"due_on":"(\d{4}-\d\d-\d\d)"')


def _folded_anew(connection: Connection, revision: int, number: int, first: date) -> list[Derived]:
    """The rows of one item that differ, from a day on, from what the log now says."""
    log = log_of(connection, number, revision)
    lanes = {lane: _lane(connection, revision, number, first, lane, log) for lane in LANES}
    rows = []
    for on in sorted({*lanes["all"], *lanes["released"]}):
        for_all, for_released = lanes["all"].get(on), lanes["released"].get(on)
        if for_all and for_released and for_all[4:] == for_released[4:]:
            rows.append(for_all._replace(audience="both"))
        else:
            rows += [row for row in (for_all, for_released) if row]
    return rows


def _lane(
    connection: Connection, revision: int, number: int, first: date, lane: str, log: list[Stated]
) -> dict[date, Derived]:
    known = [one for one in log if lane == "all" or one.released_in is not None]
    kept: dict[date, Any] = {}
    query = select(*COLUMNS).where(
        state.c.item == number, state.c.effective_on >= first, state.c.audience.in_((lane, "both"))
    )
    for row in connection.execute(query.order_by(state.c.revision)):
        kept[row.effective_on] = row
    rows: dict[date, Derived] = {}
    before: Folded | None = None
    for on, now in fold_by_day(known):
        old = kept.get(on)
        if on >= first and (old is None or folded(old) != now):
            renumbered = before is None or _label(before) != _label(now) or (old is not None and old.renumbered)
            rows[on] = _row(number, on, revision, lane, now, renumbered)
        before = now
    return rows


def _row(number: int, on: date, revision: int, lane: str, now: Folded, renumbered: bool) -> Derived:
    newest = max(now.origins.values(), key=lambda origin: (origin.on, origin.statement))
    others = {
        field: [origin.statement, origin.on.isoformat()] for field, origin in now.origins.items() if origin != newest
    }
    return Derived(
        number, on, revision, lane, encode(now.fields), *newest, encode(others) if others else None, renumbered
    )


def _label(one: Folded) -> tuple[object, object]:
    return one.fields.get("number"), one.fields.get("title")


def _add(connection: Connection, rows: Sequence[Derived]) -> None:
    if rows:
        first = (connection.scalar(select(func.max(state.c.id))) or 0) + 1
        insert_rows(connection, state, [(first + at, *row) for at, row in enumerate(rows)])
