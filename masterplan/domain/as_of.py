"""The plain definition of the cut: what one item was on a day, as known at a revision, for an audience.

The store keeps the results of this definition in a table that answers quickly; tests compare the two.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from masterplan.domain.plan import BASELINE_ON, FIRST_ON


class Origin(NamedTuple):
    """The statement that a field's value comes from, and the day it speaks of."""

    statement: int
    on: date


@dataclass(frozen=True)
class Stated:
    """One statement about one item, as the log has it."""

    statement: int
    revision: int
    effective_on: date
    released_in: int | None  # revision of its release; None: not released
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Folded:
    """One item at a cut: each field's latest value and where it comes from.

    Beside the fields stated there are two that follow from them: ``first_on``, the first day the item was stated for,
    and ``baseline_on``, the first ``due_on`` that was stated (lowest effective_on, then revision).
    """

    fields: dict[str, object]
    origins: dict[str, Origin]


def cut(statements: Iterable[Stated], stichtag: date, revision: int, audience: str) -> Folded | None:
    """The item at a Stichtag, as known at a revision; None where nothing was stated by then.

    Each field takes its latest statement by (effective_on, revision). For the audience ``released`` a statement counts
    from its release's revision on; among those that count the order is the same.
    """
    known = [
        stated
        for stated in statements
        if stated.effective_on <= stichtag
        and (stated.revision if audience == "all" else stated.released_in or revision + 1) <= revision
    ]
    days = list(fold_by_day(known))
    return days[-1][1] if days else None


def fold_by_day(statements: Iterable[Stated]) -> Iterator[tuple[date, Folded]]:
    """The item on each day that a statement speaks of, in order of the days."""
    folded: Folded | None = None
    day: date | None = None
    for stated in sorted(statements, key=lambda one: (one.effective_on, one.revision, one.statement)):
        if folded and day and stated.effective_on > day:
            yield day, folded
        day = stated.effective_on
        folded = overlay(folded, stated.statement, stated.effective_on, stated.fields)
    if folded and day:
        yield day, folded


def overlay(folded: Folded | None, statement: int, on: date, fields: Mapping[str, object]) -> Folded:
    """The item after one more statement, which is the newest of all known; a field keeps what a later day states."""
    values: dict[str, object] = dict(folded.fields) if folded else {FIRST_ON: on.isoformat()}
    origins = dict(folded.origins) if folded else {FIRST_ON: Origin(statement, on)}
    for field, value in fields.items():
        if field not in origins or origins[field].on <= on:
            values[field] = value
            origins[field] = Origin(statement, on)
    due_on = fields.get("due_on")
    if due_on is not None and (BASELINE_ON not in origins or origins[BASELINE_ON].on > on):
        values[BASELINE_ON] = due_on
        origins[BASELINE_ON] = Origin(statement, on)
    return Folded(values, origins)
