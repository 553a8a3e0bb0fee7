"""What measures were to cost and have cost, by source: per measure, goal, Ressort and Doppelhaushalt."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from masterplan.domain.courses import Courses, DayState
from masterplan.domain.plan import Status
from masterplan.domain.view import PlanView

UNKNOWN = "unknown"
"""The group of measures without one."""

DEFINITION = (
    "Mittel: geplante und verausgabte Beträge der Maßnahmen, ohne entfallene, in Euro, je Quelle der zuletzt "
    "gemeldete. Nennen verschiedene Quellen verschiedene geplante Beträge, so stehen sie nebeneinander und werden "
    "weder addiert noch gemittelt; die Summe enthält diese Maßnahme nicht, die Spanne ihren kleinsten und ihren "
    "größten Betrag. Kein Widerspruch sind Beträge zweier verschiedener Doppelhaushalte: Dort gilt der zuletzt "
    "gemeldete Betrag. Nicht gemeldete Beträge sind unbekannt, nicht null. Eine Maßnahme mit mehreren Zielen steht "
    "bei jedem; Summen über Ziele werden deshalb nicht gebildet."
)

_HOUSEHOLD = re.compile(r"haushalt\w*\D{0,12}?((?:20)?\d\d)\s*[/–-]\s*((?:20)?\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """What one source says of a measure, in euro (None: not reported), as stated last on ``stated_on``."""

    source: str | None
    household: str | None
    planned: float | None
    spent: float | None
    stated_on: date


@dataclass(frozen=True)
class MeasureMoney:
    """A measure's amounts, one per source, the latest first."""

    key: str
    amounts: tuple[Amount, ...]

    @property
    def is_contested(self) -> bool:
        """Whether two sources name different planned amounts, other than for two different Doppelhaushalte."""
        told = [amount for amount in self.amounts if amount.planned is not None]
        return any(
            one.planned != other.planned and not _are_successive(one.household, other.household)
            for position, one in enumerate(told)
            for other in told[:position]
        )

    @property
    def current(self) -> Amount | None:
        return self.amounts[0] if self.amounts else None


def _are_successive(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


@dataclass(frozen=True)
class Sum:
    """The money of a group of measures in euro, of those that are known and not contested.

    ``lower`` and ``upper`` also hold the contested ones, with their smallest and their largest planned amount.
    ``planned_known`` and ``spent_known`` say how many of all ``measures`` the sums rest on.
    """

    group: str | None
    measures: int
    planned: float | None
    planned_known: int
    lower: float | None
    upper: float | None
    spent: float | None
    spent_known: int
    contested: tuple[str, ...]


def household(source: str | None) -> str | None:
    """The Doppelhaushalt that a source names: „2021/2022“; None where it names none."""
    match = _HOUSEHOLD.search(source or "")
    if match is None:
        return None
    first, second = (int(year) % 100 + 2000 for year in match.groups())
    return f"{first}/{second}" if second == first + 1 else None


def money(view: PlanView, courses: Courses) -> dict[str, MeasureMoney]:
    """Per measure at the Stichtag, without dropped ones, what its sources said up to then."""
    kept = view.measures.index[view.measures["status"].ne(Status.DROPPED)]
    return {str(key): MeasureMoney(str(key), _amounts(courses.get(key, ()), view.stichtag)) for key in kept}


def _amounts(course: Sequence[DayState], until: date) -> tuple[Amount, ...]:
    """The latest statement of each source; a state without any amount says nothing."""
    by_source: dict[str, Amount] = {}
    for state in course:
        planned, spent = (_number(state.fields.get(name)) for name in ("budget_planned", "budget_spent"))
        if state.on > until or (planned is None and spent is None):
            continue
        written = state.fields.get("budget_source")
        source = None if written is None else str(written)
        by_source[_same(source)] = Amount(source, household(source), planned, spent, state.on)
    return tuple(sorted(by_source.values(), key=lambda amount: amount.stated_on, reverse=True))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _same(source: str | None) -> str:
    return "".join((source or "").split()).casefold()


def total(measures: Mapping[str, MeasureMoney]) -> Sum:
    """All measures."""
    return _sum(None, list(measures.values()))


def by_ministry(view: PlanView, measures: Mapping[str, MeasureMoney]) -> list[Sum]:
    """One row per leading body at the Stichtag, in official order, ``unknown`` last."""
    order = {str(key): position for position, key in enumerate(view.bodies.index)}
    leads = view.measures["ministry_at"]
    groups = _grouped(measures, lambda key: [UNKNOWN if pd.isna(leads[key]) else str(leads[key])])
    names = sorted(groups, key=lambda name: (name == UNKNOWN, order.get(name, len(order)), name))
    return [_sum(name, groups[name]) for name in names]


def by_goal(view: PlanView, measures: Mapping[str, MeasureMoney]) -> list[Sum]:
    """One row per goal, ``unknown`` last. A measure with two goals is in both rows, so the rows do not add up."""
    links = view.links[view.links["field"].eq("goals") & view.links["to_key"].notna()]
    goals: dict[str, list[str]] = {}
    for key, goal in zip(links["from_key"], links["to_key"], strict=True):
        if goal not in goals.setdefault(str(key), []):
            goals[str(key)].append(str(goal))
    groups = _grouped(measures, lambda key: goals.get(key, [UNKNOWN]))
    order = {str(key): position for position, key in enumerate(view.goals.index)}
    names = sorted(groups, key=lambda name: (name == UNKNOWN, order.get(name, len(order)), name))
    return [_sum(name, groups[name]) for name in names]


def by_household(measures: Mapping[str, MeasureMoney]) -> list[Sum]:
    """One row per Doppelhaushalt that a source names, oldest first, with only the amounts of such sources."""
    groups: dict[str, list[MeasureMoney]] = {}
    for measure in measures.values():
        for name in {amount.household for amount in measure.amounts if amount.household}:
            own = tuple(amount for amount in measure.amounts if amount.household == name)
            groups.setdefault(name, []).append(MeasureMoney(measure.key, own))
    return [_sum(name, groups[name]) for name in sorted(groups)]


def _grouped(
    measures: Mapping[str, MeasureMoney], groups_of: Callable[[str], Iterable[str]]
) -> dict[str, list[MeasureMoney]]:
    groups: dict[str, list[MeasureMoney]] = {}
    for key, measure in measures.items():
        for group in groups_of(key):
            groups.setdefault(group, []).append(measure)
    return groups


def _sum(group: str | None, measures: Sequence[MeasureMoney]) -> Sum:
    sure = [one.current for one in measures if one.current and not one.is_contested]
    planned = [amount.planned for amount in sure if amount.planned is not None]
    contested = [one for one in measures if one.is_contested]
    spans = [sorted(a.planned for a in one.amounts if a.planned is not None) for one in contested]
    spent = [amount.spent for amount in sure if amount.spent is not None]
    is_told = bool(planned or spans)
    return Sum(
        group=group,
        measures=len(measures),
        planned=sum(planned) if planned else None,
        planned_known=len(planned),
        lower=sum(planned) + sum(span[0] for span in spans) if is_told else None,
        upper=sum(planned) + sum(span[-1] for span in spans) if is_told else None,
        spent=sum(spent) if spent else None,
        spent_known=len(spent),
        contested=tuple(sorted(one.key for one in contested)),
    )
