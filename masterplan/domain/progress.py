"""Key figures of the plan at a Stichtag: each with its definition, its bounds and the items it rests on.

Truth has three values (see `counting`): what is not reported is unknown, never no.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from masterplan.domain.counting import RULES, UNKNOWN, YES, Rule, both
from masterplan.domain.plan import Kind, Level, Status
from masterplan.domain.states import DUE_SOON_DAYS, achieved, due_soon, in_plan, is_one_of, overdue, status_at
from masterplan.domain.view import PlanView

MINIMUM_COVERAGE = 0.8
"""Below this share of known items no share is given."""

NO_GROUP = "unknown"


@dataclass(frozen=True)
class Figure:
    """One key figure. ``keys`` are the items counted, ``unknown_keys`` those of which it is not known."""

    id: str
    rule: str | None
    rule_version: str | None
    title: str
    definition: str
    unit: str
    group: str | None
    value: float | int | None
    numerator: int | None
    denominator: int | None
    lower: float | int | None
    upper: float | int | None
    coverage: float | None
    keys: tuple[str, ...] = ()
    unknown_keys: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The figure as the public contract prints it, without its items."""
        names = (
            "id", "rule", "rule_version", "title", "definition", "unit", "group",
            "value", "numerator", "denominator", "lower", "upper", "coverage",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


def _has_status(*wanted: Status) -> Callable[[pd.DataFrame, PlanView], pd.Series]:
    return lambda items, view: is_one_of(status_at(items, view), *wanted)


def _municipal(items: pd.DataFrame, view: PlanView) -> pd.Series:
    return both(in_plan(items, view), is_one_of(items["level"], Level.MUNICIPAL, Level.JOINT))


# The figures.


@dataclass(frozen=True)
class Definition:
    """What a count is: of which items, by which sentence and by which states.

    ``listed_counts``: what the plan lists belongs to it as long as nothing says that it was dropped; the status being
    unknown then lowers the lower bound only.
    """

    id: str
    kind: Kind
    title: str
    sentence: str
    states: Callable[[pd.DataFrame, PlanView], pd.Series]
    listed_counts: bool = False


_DONE = "als abgeschlossen gemeldet oder mit einem Ist-Termin bis zum Stichtag"
_OPEN = "weder abgeschlossen noch entfallen, zurückgestellt oder Daueraufgabe"

COUNTS: tuple[Definition, ...] = (
    Definition(
        "goals.total", Kind.GOAL, "Ziele",
        "Ziele, die am Stichtag im Masterplan stehen, ohne entfallene.", in_plan, True,
    ),
    Definition("goals.reached", Kind.GOAL, "Erreichte Ziele", f"Ziele, {_DONE}.", achieved),
    Definition(
        "milestones.total", Kind.MILESTONE, "Wegmarken",
        "Wegmarken, die am Stichtag in den Umsetzungsplanungen stehen, ohne entfallene.", in_plan, True,
    ),
    Definition("milestones.achieved", Kind.MILESTONE, "Erreichte Wegmarken", f"Wegmarken, {_DONE}.", achieved),
    Definition(
        "milestones.overdue", Kind.MILESTONE, "Überfällige Wegmarken",
        f"Offene Wegmarken ({_OPEN}), deren Plantermin vor dem Stichtag liegt.", overdue,
    ),
    Definition(
        "milestones.due_90_days", Kind.MILESTONE, "In 90 Tagen fällige Wegmarken",
        f"Offene Wegmarken ({_OPEN}), deren Prognose, sonst deren Plantermin, in die {DUE_SOON_DAYS} Tage ab dem "
        "Stichtag fällt.", due_soon,
    ),
    Definition(
        "measures.total", Kind.MEASURE, "Maßnahmen",
        "Maßnahmen, die am Stichtag im Maßnahmenkatalog stehen, ohne entfallene.", in_plan, True,
    ),
    Definition("measures.completed", Kind.MEASURE, "Abgeschlossene Maßnahmen", f"Maßnahmen, {_DONE}.", achieved),
    Definition(
        "measures.in_progress", Kind.MEASURE, "Maßnahmen in Umsetzung",
        "Maßnahmen in Umsetzung, die verzögerten eingeschlossen.", _has_status(Status.IN_PROGRESS, Status.DELAYED),
    ),
    Definition(
        "measures.delayed", Kind.MEASURE, "Verzögerte Maßnahmen",
        "Maßnahmen, die als verzögert gemeldet sind.", _has_status(Status.DELAYED),
    ),
    Definition(
        "measures.not_started", Kind.MEASURE, "Nicht begonnene Maßnahmen",
        "Maßnahmen, die als nicht begonnen gemeldet sind.", _has_status(Status.NOT_STARTED),
    ),
    Definition(
        "measures.overdue", Kind.MEASURE, "Überfällige Maßnahmen",
        f"Offene Maßnahmen ({_OPEN}), deren Plantermin vor dem Stichtag liegt.", overdue,
    ),
    Definition(
        "measures.suspended", Kind.MEASURE, "Zurückgestellte Maßnahmen",
        "Maßnahmen, die als zurückgestellt gemeldet sind.", _has_status(Status.SUSPENDED),
    ),
    Definition(
        "measures.dropped", Kind.MEASURE, "Entfallene Maßnahmen",
        "Maßnahmen, die der Katalog noch führt und die als entfallen gemeldet sind; sie zählen sonst nirgends mit.",
        _has_status(Status.DROPPED),
    ),
    Definition(
        "measures.municipal", Kind.MEASURE, "Kommunale Maßnahmen",
        "Maßnahmen, die Kommunen allein oder gemeinsam mit dem Freistaat tragen, ohne entfallene.", _municipal, True,
    ),
)  # fmt: skip

SERVICES_TOTAL = Definition(
    "services.total", Kind.SERVICE, "OZG-Leistungen",
    "OZG-Leistungen (Leistungsbündel) des Katalogs in der am Stichtag geltenden Ausgabe.",
    lambda items, view: pd.Series(YES, index=items.index), True,
)  # fmt: skip

DIMENSIONS: dict[str, tuple[Kind, ...]] = {
    "ministry": (Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE),
    "theme": (Kind.SERVICE,),
    "goal": (Kind.MILESTONE, Kind.MEASURE),
    "level": (Kind.MEASURE,),
}
"""What figures can be split by, and the kinds of items that can be."""


class UnknownRule(ValueError):
    """A counting rule or a dimension was asked for that does not exist."""


def figures(view: PlanView, rules: Iterable[str] | None = None, by: str | None = None) -> list[Figure]:
    """All key figures, or, with ``by``, those that can be split so, one per group (``unknown``: items without one).

    ``rules`` are ids of counting rules for ``services.online`` (None: every rule). Raises `UnknownRule`.
    """
    asked = list(RULES) if rules is None else list(rules)
    if missing := [rule for rule in asked if rule not in RULES]:
        raise UnknownRule(missing[0])
    if by is not None and by not in DIMENSIONS:
        raise UnknownRule(by)
    found: list[Figure] = []
    groups = {kind: _groups(view, kind, by) for kind in (Kind.SERVICE, Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)}
    found += _counts(SERVICES_TOTAL, view, groups[Kind.SERVICE])
    for rule in asked:
        states = RULES[rule].states(view)
        found += [share(RULES[rule], states.loc[members], group) for group, members in groups[Kind.SERVICE]]
    for definition in COUNTS:
        found += _counts(definition, view, groups[definition.kind])
    return found


def share(rule: Rule, states: pd.Series, group: str | None = None) -> Figure:
    """The share of services online by a rule, with bounds; no share below the minimum coverage."""
    yes, unknown = states.eq(YES), states.eq(UNKNOWN)
    total, confirmed, open_ = len(states), int(yes.sum()), int(unknown.sum())
    coverage = (total - open_) / total if total else None
    sure = coverage is not None and coverage >= MINIMUM_COVERAGE
    lower = confirmed / total if sure else None
    upper = (confirmed + open_) / total if sure else None
    return Figure(
        id="services.online",
        rule=rule.id,
        rule_version=rule.version,
        title="OZG-Leistungen online",
        definition=rule.definition,
        unit="share",
        group=group,
        value=lower,
        numerator=confirmed,
        denominator=total,
        lower=lower,
        upper=upper,
        coverage=coverage,
        keys=tuple(states.index[yes]),
        unknown_keys=tuple(states.index[unknown]),
    )


_Groups = list[tuple[str | None, pd.Index]]


def _counts(definition: Definition, view: PlanView, groups: _Groups) -> list[Figure]:
    """One figure per group."""
    items = view.table(definition.kind)
    states = definition.states(items, view)
    counted = states.eq(YES)
    if definition.listed_counts:
        counted |= states.eq(UNKNOWN) & _listed(definition, items)
    return [_count(definition, states.loc[members], counted.loc[members], group) for group, members in groups]


def _count(definition: Definition, states: pd.Series, counted: pd.Series, group: str | None) -> Figure:
    unknown = states.eq(UNKNOWN)
    lower, open_ = int(states.eq(YES).sum()), int(unknown.sum())
    return Figure(
        id=definition.id,
        rule=None,
        rule_version=None,
        title=definition.title,
        definition=definition.sentence,
        unit="count",
        group=group,
        value=int(counted.sum()),
        numerator=None,
        denominator=None,
        lower=lower,
        upper=lower + open_,
        coverage=(len(states) - open_) / len(states) if len(states) else None,
        keys=tuple(states.index[counted]),
        unknown_keys=tuple(states.index[unknown]),
    )


def _listed(definition: Definition, items: pd.DataFrame) -> pd.Series:
    """Of the doubtful items, those in doubt only because their status is missing."""
    if definition.id == "measures.municipal":
        return items["level"].isin([str(Level.MUNICIPAL), str(Level.JOINT)])
    return pd.Series(True, index=items.index)


def _groups(view: PlanView, kind: Kind, by: str | None) -> _Groups:
    """The groups of a kind's items, in a stable order, ``unknown`` last. An item with two goals is in both groups."""
    items = view.table(kind)
    if by is None:
        return [(None, items.index)]
    if kind not in DIMENSIONS[by]:
        return []
    members: dict[str, list[str]] = {}
    for key, group in _memberships(view, items, by):
        members.setdefault(group, []).append(key)
    order = {str(key): position for position, key in enumerate(view.bodies.index)} if by == "ministry" else {}
    names = sorted(members, key=lambda name: (name == NO_GROUP, order.get(name, len(order)), name))
    return [(name, pd.Index(members[name], dtype=object)) for name in names]


def _memberships(view: PlanView, items: pd.DataFrame, by: str) -> list[tuple[str, str]]:
    if by == "goal":
        links = view.links[view.links["field"].eq("goals") & view.links["to_key"].notna()]
        pairs = [
            (str(a), str(b)) for a, b in zip(links["from_key"], links["to_key"], strict=True) if str(a) in items.index
        ]
        linked = {key for key, _ in pairs}
        return sorted(set(pairs)) + [(str(key), NO_GROUP) for key in items.index if key not in linked]
    column = items["ministry_at" if by == "ministry" else by]
    return [(str(key), NO_GROUP if pd.isna(value) else str(value)) for key, value in column.items()]
