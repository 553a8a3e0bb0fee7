"""From one cut of the plan to another in fixed steps, each an intermediate cut folded from the statements.

The steps, in this order: *corrections* (what was stated anew for a day and field that had been stated already), *late
reports* (what became known of days up to the first Stichtag of which nothing had been stated), *scope* (items that came
into the plan or left it), *progress* (all else that happened between the Stichtage, the passing of time included).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from masterplan.domain.as_of import Folded, Stated, fold_by_day
from masterplan.domain.plan import BASELINE_ON, FIRST_ON, IN_FORCE, Kind, Status
from masterplan.domain.view import Cut, ItemAt, PlanView, build


class Step(StrEnum):
    """Why a figure differs, in the order in which the steps are taken; ``START`` is the first cut itself."""

    START = "start"
    CORRECTIONS = "corrections"
    LATE = "late"
    SCOPE = "scope"
    PROGRESS = "progress"
    RULE = "rule"


STEP_SENTENCES: Mapping[Step, str] = {
    Step.START: "Der frühere Stichtag mit dem damaligen Kenntnisstand.",
    Step.CORRECTIONS: "Berichtigungen: Für den Tag war zu diesem Feld schon etwas gemeldet, und es wurde neu gemeldet.",
    Step.LATE: "Nachmeldungen: Für den Tag war zu diesem Feld noch nichts gemeldet.",
    Step.SCOPE: "Umfang: Einträge kamen in den Masterplan oder verließen ihn, mit ihrem Stand bei diesem Wechsel.",
    Step.PROGRESS: "Tatsächliche Entwicklung: was zwischen den Stichtagen gemeldet wurde und dass Zeit verging.",
    Step.RULE: "Zählweise: Derselbe Stand wird nach einer anderen Regel gezählt.",
}

SCOPE_KINDS = frozenset({Kind.GUIDELINE, Kind.GOAL, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE, Kind.LEIKA_SERVICE})
"""Kinds whose coming and going changes what the plan consists of. Coverage and indicator values are measurements."""


@dataclass(frozen=True)
class Between:
    """Two cuts, (S1, K1) and (S2, K2), the cut (S1, K2) between them, and the log of the items that need it.

    ``log`` has, by key, every statement up to the later of both revisions of the items in `needs_log`.
    """

    first: Cut
    known: Cut
    second: Cut
    log: Mapping[str, Sequence[Stated]]

    @cached_property
    def cuts(self) -> dict[Step, Cut]:
        """The first cut and the cut after each step, in order; that after ``PROGRESS`` is the second."""
        corrected = _order(_corrected(self), self.first, self.known)
        scoped = _order(_scoped(self), self.known, self.second)
        return {
            Step.START: self.first,
            Step.CORRECTIONS: replace(self.first, items=corrected),
            Step.LATE: self.known,
            Step.SCOPE: replace(self.known, items=scoped),
            Step.PROGRESS: self.second,
        }

    @cached_property
    def views(self) -> dict[Step, PlanView]:
        """The plan after each step. Of the steps between the two cuts one that changes nothing keeps the view before.

        So each view is built once, whoever asks why figures differ and which items changed.
        """
        views: dict[Step, PlanView] = {}
        before, view = self.first, build(self.first)
        for step, cut in self.cuts.items():
            if step == Step.PROGRESS or not _same_plan(before, cut):
                before, view = cut, build(cut)
            views[step] = view
        return views


def _same_plan(one: Cut, other: Cut) -> bool:
    parts = ("stichtag", "items", "bodies", "numbering")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def needs_log(first: Cut, known: Cut, second: Cut) -> dict[str, Kind]:
    """The items whose statements are needed: known differently, or coming into the plan between the Stichtage."""
    before, meanwhile, after = by_key(first), by_key(known), by_key(second)
    found = {}
    for key, one in {**before, **meanwhile, **after}.items():
        known_differently = before.get(key) != meanwhile.get(key)
        entering = scope(meanwhile.get(key)) != scope(after.get(key)) == _IN
        if known_differently or (entering and one.kind in SCOPE_KINDS):
            found[key] = one.kind
    return found


def by_key(cut: Cut) -> dict[str, ItemAt]:
    """Every item of a cut by its key."""
    return {one.key: one for items in cut.items.values() for one in items}


# Scope: an item is in the plan, dropped by its status, or not listed (never stated by then, or withdrawn).

_IN, _DROPPED, _OUT = "in", "dropped", "out"


def scope(item: ItemAt | None) -> str:
    """Whether an item is in the plan, dropped, or not listed."""
    return _OUT if item is None else _scope(item.values)


def _scope(values: Mapping[str, object]) -> str:
    if values.get(IN_FORCE) is False:
        return _OUT
    return _DROPPED if values.get("status") == Status.DROPPED else _IN


def in_plan(item: ItemAt | None) -> bool:
    """Whether an item is listed and not dropped."""
    return scope(item) == _IN


# The cut after the corrections.


def _corrected(between: Between) -> dict[str, ItemAt]:
    items = by_key(between.first)
    meanwhile = by_key(between.known)
    for key, log in between.log.items():
        if items.get(key) == meanwhile.get(key):
            continue
        kind = (items.get(key) or meanwhile[key]).kind
        folded = _last(_with_corrections(log, between))
        items.pop(key, None)
        if folded is not None:
            items[key] = item_at(key, kind, folded)
    return items


def _with_corrections(log: Sequence[Stated], between: Between) -> list[Stated]:
    """What counts after the corrections: field by field, of the statements for days up to the first Stichtag.

    Where knowledge goes backwards, the corrections are taken away first, so that the late reports are left.
    """
    low, high = sorted((between.first.revision, between.known.revision))
    forward = between.first.revision <= between.known.revision
    until = [one for one in log if one.effective_on <= between.first.stichtag]
    base = [one for one in until if counts_from(one, between.first.audience) <= low]
    newer = [one for one in until if low < counts_from(one, between.first.audience) <= high]
    stated = {(one.effective_on, name) for one in base for name in one.fields}
    kept = []
    for one in newer:
        fields = {name: value for name, value in one.fields.items() if ((one.effective_on, name) in stated) == forward}
        if fields:
            kept.append(replace(one, fields=fields))
    return base + kept


def counts_from(stated: Stated, audience: str) -> float:
    """The revision from which on a statement counts for an audience; never: infinity."""
    if audience == "all":
        return stated.revision
    return float("inf") if stated.released_in is None else stated.released_in


# The cut after the change of scope.


def _scoped(between: Between) -> dict[str, ItemAt]:
    items, after = by_key(between.known), by_key(between.second)
    for key in {**items, **after}:
        now, then = items.get(key), after.get(key)
        kind = (now or after[key]).kind
        if kind not in SCOPE_KINDS or scope(now) == scope(then):
            continue
        entered = _entered(between, key, kind) if in_plan(then) else then
        items.pop(key, None)
        if entered is not None:
            items[key] = entered
    return items


def _entered(between: Between, key: str, kind: Kind) -> ItemAt:
    """An item that came into the plan, as it was when it came: of its last time in the plan the end nearer to S1."""
    audience, revision = between.second.audience, between.second.revision
    counting = [one for one in between.log[key] if counts_from(one, audience) <= revision]
    first, second = between.first.stichtag, between.second.stichtag
    if first <= second:
        days = [folded for on, folded in fold_by_day(counting) if first < on <= second]
        nearer = list(reversed(days))
    else:
        until = _last_index(counting, second)
        nearer = [folded for on, folded in fold_by_day(counting) if on <= first][until:]
    found = nearer[0]
    for folded in nearer:
        if _scope(folded.fields) != _IN:
            break
        found = folded
    return item_at(key, kind, found)


def _last_index(counting: Sequence[Stated], on: date) -> int:
    """The position, among the days stated, of the last one up to a day."""
    return len({one.effective_on for one in counting if one.effective_on <= on}) - 1


# Items from statements.


def _last(statements: Iterable[Stated]) -> Folded | None:
    days = list(fold_by_day(statements))
    return days[-1][1] if days else None


def item_at(key: str, kind: Kind, folded: Folded) -> ItemAt:
    """A folded item as it stands in a cut."""
    newest = max(folded.origins.values(), key=lambda origin: (origin.on, origin.statement))
    baseline = folded.fields.get(BASELINE_ON)
    return ItemAt(
        key,
        kind,
        {name: value for name, value in folded.fields.items() if name not in (FIRST_ON, BASELINE_ON)},
        newest.on,
        date.fromisoformat(str(folded.fields[FIRST_ON])),
        date.fromisoformat(str(baseline)) if baseline else None,
        {name: origin.on for name, origin in folded.origins.items() if origin != newest},
    )


def _order(items: Mapping[str, ItemAt], *cuts_: Cut) -> dict[Kind, list[ItemAt]]:
    """Items by kind, in the order in which the cuts have them."""
    order = dict.fromkeys(key for cut in cuts_ for key in by_key(cut))
    found: dict[Kind, list[ItemAt]] = {}
    for key in (*order, *(key for key in items if key not in order)):
        if key in items:
            found.setdefault(items[key].kind, []).append(items[key])
    return found
