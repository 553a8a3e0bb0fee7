"""What the cabinet is asked to settle: published rules, each with a number, a sentence and what is to be decided.

A rule names items and decides nothing. One item can stand under several rules.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from masterplan.domain.courses import Courses
from masterplan.domain.goals.indicators import GoalIndicator, goal_indicators
from masterplan.domain.judging.cases import Case, Plan, plan_of
from masterplan.domain.lists.money import MeasureMoney, money
from masterplan.domain.plan import Kind, Light
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.view import RESPONSIBLE, PlanView
from masterplan.vocabulary import LIGHTS, day, euro, listed


@dataclass(frozen=True)
class Facts:
    """What the rules look at, computed once."""

    view: PlanView
    plan: Plan
    goals: tuple[GoalIndicator, ...]
    money: Mapping[str, MeasureMoney]


Found = Iterator[tuple[str, str]]
"""The key of an item and the German reason why a decision is needed."""


@dataclass(frozen=True)
class DecisionRule:
    """One row of the published table: when it applies, and what is to be decided then."""

    number: str
    title: str
    sentence: str
    ask: str
    find: Callable[[Facts], Found]


@dataclass(frozen=True)
class Decision:
    """One item that a rule applies to."""

    rule: DecisionRule
    key: str
    reason: str


def _goal_missed(facts: Facts) -> Found:
    for goal in facts.goals:
        if goal.rating == "missed":
            yield goal.key, f"Der Plantermin {day(goal.due_on)} ist verstrichen, ohne dass das Ziel erreicht ist."


def _red(case: Case) -> bool:
    return case.kind != Kind.GOAL and case.open and case.computed_light == Light.RED


def _has_new_date(case: Case) -> bool:
    forecast, due = case.fields["forecast_on"], case.fields["due_on"]
    return forecast is not None and forecast >= case.stichtag and (due is None or forecast > due)


def _red_without_date(facts: Facts) -> Found:
    for case in facts.plan.cases.values():
        if _red(case) and not _has_new_date(case):
            yield case.key, f"Der Plantermin {day(case.fields['due_on'])} ist verstrichen, ein neuer ist nicht genannt."


def _red_with_date(facts: Facts) -> Found:
    for case in facts.plan.cases.values():
        if _red(case) and _has_new_date(case):
            due, forecast = case.fields["due_on"], case.fields["forecast_on"]
            yield case.key, f"Geplant war der {day(due)}, das Ressort erwartet jetzt den {day(forecast)}."


_RANK = {Light.GREEN: 0, Light.YELLOW: 1, Light.RED: 2}


def _reported_better(facts: Facts) -> Found:
    for case in facts.plan.cases.values():
        reported, computed = case.fields.get("reported_light"), case.computed_light
        if reported in _RANK and computed in _RANK and _RANK[Light(reported)] < _RANK[Light(computed)]:
            yield case.key, f"Gemeldet ist „{LIGHTS[str(reported)]}“, errechnet „{LIGHTS[str(computed)]}“."


def _nobody_answers(facts: Facts) -> Found:
    known = set(facts.view.bodies.index)
    for kind in (Kind.MILESTONE, Kind.MEASURE):
        items = facts.view.table(kind)
        for key, responsible, named in zip(items.index, items["ministry_at"], items[RESPONSIBLE[kind]], strict=True):
            case = facts.plan.cases[str(key)]
            if responsible in known or not case.open:
                continue
            yield str(key), (
                "Es ist keine verantwortliche Stelle gemeldet."
                if pd.isna(named)
                else f"Gemeldet ist „{named}“, eine Stelle dieses Namens gibt es am Stichtag nicht (Zuordnung offen)."
            )


def _amounts_differ(facts: Facts) -> Found:
    for key, one in facts.money.items():
        if one.is_contested:
            told = [f"{euro(each.planned)} ({each.source or 'ohne Quelle'})" for each in one.amounts if each.planned]
            yield key, f"Verschiedene Quellen nennen verschiedene Beträge: {listed(told)}."


RULES: tuple[DecisionRule, ...] = (
    DecisionRule(
        "E1", "Verfehlte Ziele", "Der Plantermin eines Ziels liegt vor dem Stichtag, und es ist nicht erreicht.",
        "Neuen Zieltermin setzen oder das Ziel aufgeben.", _goal_missed,
    ),
    DecisionRule(
        "E2", "Rot ohne neuen Termin",
        "Die errechnete Ampel ist rot, und es ist keine Prognose nach dem Stichtag gemeldet.",
        "Das Ressort nennt einen neuen Termin oder schlägt den Wegfall vor.", _red_without_date,
    ),
    DecisionRule(
        "E3", "Rot mit neuem Termin", "Die errechnete Ampel ist rot, und eine spätere Prognose ist gemeldet.",
        "Den neuen Termin zur Kenntnis nehmen oder gegensteuern.", _red_with_date,
    ),
    DecisionRule(
        "E4", "Besser gemeldet als errechnet",
        "Die gemeldete Ampel ist günstiger als die errechnete.",
        "Das Ressort nimmt zur Bewertung Stellung.", _reported_better,
    ),
    DecisionRule(
        "E5", "Zuordnung offen", "Ein offenes Vorhaben hat am Stichtag keine verantwortliche Stelle, die besteht.",
        "Verantwortliches Ressort bestimmen.", _nobody_answers,
    ),
    DecisionRule(
        "E6", "Strittige Beträge", "Quellen nennen verschiedene geplante Beträge für denselben Zeitraum.",
        "Geltenden Betrag festlegen.", _amounts_differ,
    ),
)  # fmt: skip
"""The published table, in order of weight. Numbers are never given twice."""


def decisions(view: PlanView, courses: Courses, settings: Settings = DEFAULTS) -> list[Decision]:
    """All decisions needed at the view's Stichtag, by rule, then in the order of the plan."""
    facts = Facts(view, plan_of(view, courses, settings), tuple(goal_indicators(view)), money(view, courses))
    return [Decision(rule, key, reason) for rule in RULES for key, reason in rule.find(facts)]
