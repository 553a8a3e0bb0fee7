"""Key figures of the plan at a Stichtag: each with its definition, its bounds and the items it rests on.

Truth has three values (see `counting`): what is not reported is unknown, never no.
"""

from collections.abc import Callable, Iterable

import pandas as pd

from masterplan.domain.counting import NO, RULES, UNKNOWN, YES, Rule, both
from masterplan.domain.figure import (
    DIMENSIONS,
    GOALS,
    MEASURES,
    MILESTONES,
    MINIMUM_COVERAGE,
    NO_GROUP,
    REPORTED,
    SERVICES,
    Definition,
    Figure,
    UnknownRule,
    counts,
    everything,
    groups_of,
)
from masterplan.domain.judging.light_figures import light_figures
from masterplan.domain.plan import Level, Status
from masterplan.domain.settings import DEFAULTS
from masterplan.domain.slip import has_deadline, slip_days, slipped, slipped_by_dates
from masterplan.domain.staleness import stale
from masterplan.domain.states import DUE_SOON_DAYS, achieved, due_soon, in_plan, is_one_of, overdue, status_at
from masterplan.domain.view import PlanView

__all__ = ["DIMENSIONS", "IDS", "MINIMUM_COVERAGE", "NO_GROUP", "Figure", "UnknownRule", "figures", "share"]


def _has_status(*wanted: Status) -> Callable[[pd.DataFrame, PlanView], pd.Series]:
    return lambda items, view: is_one_of(status_at(items, view), *wanted)


def _municipal(items: pd.DataFrame, view: PlanView) -> pd.Series:
    return both(in_plan(items, view), is_one_of(items["level"], Level.MUNICIPAL, Level.JOINT))


def _municipal_by_level(items: pd.DataFrame, view: PlanView) -> pd.Series:
    return items["level"].isin([str(Level.MUNICIPAL), str(Level.JOINT)])


_DONE = "als abgeschlossen gemeldet oder mit einem Ist-Termin bis zum Stichtag"
_OPEN = "weder abgeschlossen noch entfallen, zurückgestellt oder Daueraufgabe"

COUNTS: tuple[Definition, ...] = (
    Definition(
        "goals.total", GOALS, "Ziele",
        "Ziele, die am Stichtag im Masterplan stehen, ohne entfallene.", in_plan, everything,
    ),
    Definition("goals.reached", GOALS, "Erreichte Ziele", f"Ziele, {_DONE}.", achieved),
    Definition(
        "milestones.total", MILESTONES, "Wegmarken",
        "Wegmarken, die am Stichtag in den Umsetzungsplanungen stehen, ohne entfallene.", in_plan, everything,
    ),
    Definition("milestones.achieved", MILESTONES, "Erreichte Wegmarken", f"Wegmarken, {_DONE}.", achieved),
    Definition(
        "milestones.overdue", MILESTONES, "Überfällige Wegmarken",
        f"Offene Wegmarken ({_OPEN}), deren Plantermin vor dem Stichtag liegt.", overdue,
    ),
    Definition(
        "milestones.due_90_days", MILESTONES, "In 90 Tagen fällige Wegmarken",
        f"Offene Wegmarken ({_OPEN}), deren Prognose, sonst deren Plantermin, in die {DUE_SOON_DAYS} Tage ab dem "
        "Stichtag fällt.", due_soon,
    ),
    Definition(
        "milestones.slipped", MILESTONES, "Wegmarken in Verzug",
        "Wegmarken, deren Ist-Termin, sonst deren Prognose, sonst deren Plantermin nach dem ursprünglichen Termin "
        "liegt; ohne entfallene und Daueraufgaben. Erreichte ohne Ist-Termin zählen nach ihrem letzten Termin und sind "
        "in der unteren Grenze nicht enthalten.", slipped, slipped_by_dates,
    ),
    Definition(
        "measures.total", MEASURES, "Maßnahmen",
        "Maßnahmen, die am Stichtag im Maßnahmenkatalog stehen, ohne entfallene.", in_plan, everything,
    ),
    Definition("measures.completed", MEASURES, "Abgeschlossene Maßnahmen", f"Maßnahmen, {_DONE}.", achieved),
    Definition(
        "measures.in_progress", MEASURES, "Maßnahmen in Umsetzung",
        "Maßnahmen in Umsetzung, die verzögerten eingeschlossen.", _has_status(Status.IN_PROGRESS, Status.DELAYED),
    ),
    Definition(
        "measures.delayed", MEASURES, "Verzögerte Maßnahmen",
        "Maßnahmen, die als verzögert gemeldet sind.", _has_status(Status.DELAYED),
    ),
    Definition(
        "measures.not_started", MEASURES, "Nicht begonnene Maßnahmen",
        "Maßnahmen, die als nicht begonnen gemeldet sind.", _has_status(Status.NOT_STARTED),
    ),
    Definition(
        "measures.overdue", MEASURES, "Überfällige Maßnahmen",
        f"Offene Maßnahmen ({_OPEN}), deren Plantermin vor dem Stichtag liegt.", overdue,
    ),
    Definition(
        "measures.suspended", MEASURES, "Zurückgestellte Maßnahmen",
        "Maßnahmen, die als zurückgestellt gemeldet sind.", _has_status(Status.SUSPENDED),
    ),
    Definition(
        "measures.dropped", MEASURES, "Entfallene Maßnahmen",
        "Maßnahmen, die der Katalog noch führt und die als entfallen gemeldet sind; sie zählen sonst nirgends mit.",
        _has_status(Status.DROPPED),
    ),
    Definition(
        "measures.municipal", MEASURES, "Kommunale Maßnahmen",
        "Maßnahmen, die Kommunen allein oder gemeinsam mit dem Freistaat tragen, ohne entfallene.",
        _municipal, _municipal_by_level,
    ),
)  # fmt: skip

STALE = Definition(
    "reports.stale", REPORTED, "Veraltete Meldungen",
    DEFAULTS.fill(
        "Wegmarken und Maßnahmen, weder abgeschlossen noch entfallen, zu denen seit mehr als {stale_days} Tagen nichts "
        "gemeldet oder bestätigt wurde."
    ), stale,
)  # fmt: skip

MEAN_SLIP = (
    "Mittlere Zahl der Tage vom ursprünglichen Termin zum Ist-Termin, sonst zur Prognose, sonst zum Plantermin, über "
    "die Wegmarken mit beiden Terminen, ohne entfallene und Daueraufgaben; frühere zählen negativ. Unter 80 % "
    "Abdeckung wird kein Mittel genannt; Grenzen nur, wo bei keiner Wegmarke etwas offen ist."
)

SERVICES_TOTAL = Definition(
    "services.total", SERVICES, "OZG-Leistungen",
    "OZG-Leistungen (Leistungsbündel) des Katalogs in der am Stichtag geltenden Ausgabe.",
    lambda items, view: pd.Series(YES, index=items.index), everything,
)  # fmt: skip


ONLINE, MEAN = "services.online", "milestones.mean_slip_days"
LIGHT_FIGURES = frozenset({"lights.reported", "lights.computed", "lights.contradictions"})
IDS = frozenset({SERVICES_TOTAL.id, ONLINE, *(one.id for one in COUNTS), MEAN, *LIGHT_FIGURES, STALE.id})
"""The ids of all key figures."""


def figures(
    view: PlanView, rules: Iterable[str] | None = None, by: str | None = None, only: Iterable[str] | None = None
) -> list[Figure]:
    """All key figures, or, with ``by``, those that can be split so, one per group (``unknown``: items without one).

    ``rules`` are ids of counting rules for ``services.online`` (None: every rule); ``only`` are ids of the figures
    wanted (None: all), in no order of their own. Raises `UnknownRule`.
    """
    asked = list(RULES) if rules is None else list(rules)
    if missing := [rule for rule in asked if rule not in RULES]:
        raise UnknownRule(missing[0])
    if by is not None and by not in DIMENSIONS:
        raise UnknownRule(by)
    ids = IDS if only is None else frozenset(only)
    if unknown := sorted(ids - IDS):
        raise UnknownRule(unknown[0])
    found: list[Figure] = []
    if SERVICES_TOTAL.id in ids:
        found += _counts(SERVICES_TOTAL, view, by)
    for rule in (RULES[name] for name in asked if ONLINE in ids):
        found += _shares(rule, view, by)
    for definition in COUNTS:
        if definition.id in ids:
            found += _counts(definition, view, by)
        if definition.id == "milestones.slipped" and MEAN in ids:
            found += _means(view, by)
    if ids & LIGHT_FIGURES:
        found += [figure for figure in _lights(view, by) if figure.id in ids]
    if STALE.id in ids:
        found += _counts(STALE, view, by)
    return found


def _counts(definition: Definition, view: PlanView, by: str | None) -> list[Figure]:
    groups = groups_of(view, definition.kinds, by)
    return view.once((counts, definition.id, by), lambda view: counts(definition, view, groups))


def _shares(rule: Rule, view: PlanView, by: str | None) -> list[Figure]:
    states, groups = rule.states(view), groups_of(view, (rule.kind,), by)
    return view.once(
        (share, rule.id, by), lambda _: [share(rule, states.loc[members], group) for group, members in groups]
    )


def _means(view: PlanView, by: str | None) -> list[Figure]:
    groups = groups_of(view, MILESTONES, by)
    return view.once((mean_slip, by), lambda view: [mean_slip(view, group, members) for group, members in groups])


def _lights(view: PlanView, by: str | None) -> list[Figure]:
    groups = groups_of(view, REPORTED, by)
    return view.once((light_figures, by), lambda view: light_figures(view, groups, by))


def mean_slip(view: PlanView, group: str | None, members: pd.Index) -> Figure:
    """The mean slip in days over the milestones whose dates are known; no bounds where anything is in doubt."""
    items = view.milestones.loc[members]
    days, states = slip_days(items, view), has_deadline(items, view)
    listed, dated = states.ne(NO), days.notna() & states.ne(NO)
    coverage = int(dated.sum()) / int(listed.sum()) if listed.any() else None
    sure = coverage is not None and coverage >= MINIMUM_COVERAGE
    mean = float(days[dated].mean()) if sure else None
    doubtful = bool(states.eq(UNKNOWN).any() or slipped(items, view).eq(UNKNOWN).any())
    return Figure(
        id=MEAN,
        rule=None,
        rule_version=None,
        title="Mittlerer Verzug der Wegmarken",
        definition=MEAN_SLIP,
        unit="days",
        group=group,
        value=mean,
        numerator=None,
        denominator=None,
        lower=None if doubtful else mean,
        upper=None if doubtful else mean,
        coverage=coverage,
        keys=tuple(items.index[dated]),
        unknown_keys=tuple(items.index[listed & ~dated]),
    )


def share(rule: Rule, states: pd.Series, group: str | None = None) -> Figure:
    """The share of services online by a rule, with bounds; no share below the minimum coverage."""
    yes, unknown = states.eq(YES), states.eq(UNKNOWN)
    total, confirmed, open_ = len(states), int(yes.sum()), int(unknown.sum())
    coverage = (total - open_) / total if total else None
    sure = coverage is not None and coverage >= MINIMUM_COVERAGE
    lower = confirmed / total if sure else None
    upper = (confirmed + open_) / total if sure else None
    return Figure(
        id=ONLINE,
        rule=rule.id,
        rule_version=rule.version,
        title="OZG-Leistungen online" if (rule.kind,) == SERVICES else "LeiKa-Leistungen online",
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
