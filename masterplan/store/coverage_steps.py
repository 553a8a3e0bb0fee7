"""What a revision changes in the coverage counts: from rows of the derived state to signed steps by group and day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Date, and_, any_, func, literal, select

from masterplan.domain.plan import Kind
from masterplan.domain.services.coverage_counts import (
    STATES,
    SUBJECTS,
    Standing,
    Steps,
    Subject,
    last_steps,
    standing,
    steps,
)
from masterplan.domain.services.coverage_sums import Counts
from masterplan.store.canonical import decode, encode
from masterplan.store.cut_rows import LANES
from masterplan.store.deriving import Derived
from masterplan.store.tables import item, state

Changes = dict[tuple[Subject, str], dict[date, Counts]]
"""By subject and audience what changes from which day on."""


def changes_of(connection: Connection, revision: int, rows: Sequence[Derived], made: range) -> Changes:
    """What follows from the rows of coverage that a revision adds; ``made`` are items that are new with it."""
    told: dict[int, list[Derived]] = defaultdict(list)
    for row in rows:
        told[row.item].append(row)
    known = _known(connection, revision, {number: found for number, found in told.items() if number not in made})
    changes = _no_changes()
    for number, found in told.items():
        if len(found) > 1:
            found.sort(key=lambda row: row.effective_on)
        for audience, counted in _steps_by_audience(known.get(number, ()), found):
            _count(changes, audience, counted)
    return _without_noughts(changes)


def all_changes(connection: Connection) -> dict[int, Changes]:
    """By revision what every delta must be, from the whole derived state, one item after the other."""
    query = (
        select(state.c.item, state.c.revision, state.c.effective_on, state.c.audience, state.c.fields)
        .join(item, item.c.id == state.c.item)
        .where(item.c.kind == Kind.COVERAGE)
        .order_by(state.c.item, state.c.revision, state.c.effective_on)
    )
    found: dict[int, Changes] = defaultdict(_no_changes)
    for _, rows in groupby(connection.execute(query), lambda row: row.item):
        known: list[Any] = []
        for revision, told in groupby(rows, lambda row: row.revision):
            now = list(told)
            for audience, changed in _steps_by_audience(known, now):
                _count(found[revision], audience, changed)
            known += now
    return {revision: _without_noughts(changes) for revision, changes in found.items()}


def _known(connection: Connection, revision: int, told: Mapping[int, Sequence[Derived]]) -> dict[int, list[Any]]:
    """Of each item its rows before this revision: those of the last day before the first day told, and later ones."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for number, rows in told.items():
        by_day[min(row.effective_on for row in rows)].append(number)
    found: dict[int, list[Any]] = {}
    for first, numbers in by_day.items():
        for row in _rows_from(connection, revision, numbers, first):
            found.setdefault(row.item, []).append(row)
    # A day may have been stated for one audience only: then the other one's last day lies further back.
    partial = [number for number, rows in found.items() if not _is_whole(rows)]
    found |= {number: [] for number in partial}
    for row in _rows_from(connection, revision, partial, None):
        found[row.item].append(row)
    return found


def _rows_from(connection: Connection, revision: int, numbers: Sequence[int], first: date | None) -> Iterator[Any]:
    """Rows before a revision, item by item, by day and revision; from the last day before ``first`` on, or all."""
    wanted = and_(state.c.item == item.c.id, state.c.revision < revision)
    if first is not None:
        before = state.alias("before")
        seek = (
            select(before.c.effective_on)
            .where(before.c.item == item.c.id, before.c.effective_on < first, before.c.revision < revision)
            .order_by(before.c.effective_on.desc())
            .limit(1)
        )
        wanted = and_(wanted, state.c.effective_on >= func.coalesce(seek.scalar_subquery(), literal(first, Date)))
    query = select(state.c.item, state.c.effective_on, state.c.audience, state.c.fields)
    query = query.select_from(item.join(state, wanted)).order_by(item.c.id, state.c.effective_on, state.c.revision)
    if numbers:
        yield from connection.execute(query.where(_among(connection, numbers)))


def _among(connection: Connection, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Whether an item is one of these, however many: one parameter, so that the command stays the same."""
    if connection.dialect.name == "sqlite":
        return item.c.id.in_(select(func.json_each(encode(numbers)).table_valued("value").c.value))
    return item.c.id == any_(literal(numbers, ARRAY(BigInteger)))


def _is_whole(rows: Sequence[Any]) -> bool:
    """Whether the first day of some rows is known for either audience."""
    if rows[0].audience == "both":
        return True
    audiences = {row.audience for row in rows if row.effective_on == rows[0].effective_on}
    return "both" in audiences or audiences == set(LANES)


def _steps_by_audience(known: Sequence[Any], told: Sequence[Any]) -> Sequence[tuple[str, Steps]]:
    """The steps of one item for each audience, or for both where they are the same; rows by day and revision."""
    if len(told) == 1 and len(known) < 2 and told[0].audience == "both" and (not known or known[0].audience == "both"):
        [row] = told
        if not known or known[0].effective_on < row.effective_on:
            was = _standing(known[0]) if known else None
            return (("both", last_steps(was, row.effective_on, _standing(row))),)
    lanes: dict[str, Steps] = {}
    for lane in LANES:
        seen = [[row for row in rows if row.audience in (lane, "both")] for rows in (known, told)]
        lanes[lane] = steps(_course(seen[0]), dict(_course(seen[1]))) if seen[1] else {}
    return (("both", lanes["all"]),) if lanes["all"] == lanes["released"] else tuple(lanes.items())


def _course(rows: Sequence[Any]) -> list[tuple[date, Standing | None]]:
    newest = {row.effective_on: row for row in rows}
    return [(day, _standing(newest[day])) for day in sorted(newest)]


def _standing(row: Any) -> Standing | None:
    return standing(decode(row.fields))


def _no_changes() -> Changes:
    return defaultdict(lambda: defaultdict(dict))


def _count(changes: Changes, audience: str, found: Steps) -> None:
    for (day, one), sign in found.items():
        at = _POSITION[one.state]
        for subject in SUBJECTS:
            counts = changes[subject, audience][day]
            group = f"{getattr(one, subject)}/{one.level}"
            numbers = counts.get(group)
            if numbers is None:
                counts[group] = numbers = [0] * len(STATES)
            numbers[at] += sign


_POSITION = {name: position for position, name in enumerate(STATES)}


def _without_noughts(changes: Changes) -> Changes:
    kept: Changes = {}
    for key, days in changes.items():
        for day, counts in days.items():
            if rest := {group: numbers for group, numbers in counts.items() if any(numbers)}:
                kept.setdefault(key, {})[day] = rest
    return kept
