"""The goals by their own indicators, and the share of internal procedures that are electronic from end to end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from masterplan.domain.bodies import Body, body_at, resolve
from masterplan.domain.counting import YES
from masterplan.domain.figure import MINIMUM_COVERAGE
from masterplan.domain.goals.progress_tree import time_elapsed
from masterplan.domain.readers.numbers import is_per_cent
from masterplan.domain.states import achieved
from masterplan.domain.view import PlanView

INTERNAL = "internal-end-to-end"
ON_TRACK, AT_RISK = 0.9, 0.7
"""Thresholds: these parts of the way that should be done by the Stichtag. They are set by us, not by the plan."""

GOALS_DEFINITION = (
    "Ziele nach ihrem Indikator: zurückgelegter Weg vom Ausgangswert zum Zielwert. Verglichen wird mit dem geraden "
    "Weg von der ersten Meldung bis zum Plantermin, am Tag des Istwerts: im Plan ab 90 %, gefährdet ab 70 % dieses "
    "Solls, darunter zurück, nach dem Plantermin verfehlt. Die beiden Schwellen sind eine Setzung dieser "
    "Auswertung, nicht des Masterplans."
)
INTERNAL_DEFINITION = (
    "Durchgängig elektronische Verfahren innerhalb der Verwaltung, Anteil an allen Verfahren (zweites Kernziel, bis "
    "2025), wie vom Ressort gemeldet. Insgesamt: Summe der durchgängig elektronischen durch Summe aller Verfahren der "
    "Ressorts, die beide Zahlen nennen („34 von 102 Verfahren“); Anteile werden nicht gemittelt. Unter 80 % der "
    "Ressorts gibt es keinen Wert."
)

_COUNTS = re.compile(r"(?<![\d.,])(\d[\d.]*) von (\d[\d.]*)(?![\d,])")


@dataclass(frozen=True)
class GoalIndicator:
    """A goal and its indicator. ``attained`` is the part of the way from the start (0) to the target (1).

    ``expected`` is the part that should be done on the day of the actual value, ``on_track_from`` and ``at_risk_from``
    the values of the indicator at the thresholds on that day; ``elapsed`` the time passed at the Stichtag. ``rating``:
    reached, missed, on_track, at_risk, behind, or None where something that is needed is not known.
    """

    key: str
    indicator: str | None
    unit: str | None
    start: float | None
    target: float | None
    actual: float | None
    actual_on: date | None
    due_on: date | None
    attained: float | None
    expected: float | None
    on_track_from: float | None
    at_risk_from: float | None
    elapsed: float | None
    rating: str | None


def goal_indicators(view: PlanView) -> list[GoalIndicator]:
    """One entry per goal, in the order of the plan."""
    elapsed = time_elapsed(view.goals, view.stichtag)
    is_reached = achieved(view.goals, view).eq(YES)
    rows = ((str(key), row) for key, row in view.goals.iterrows())
    return [_goal(key, row, _or_none(elapsed[key]), bool(is_reached[key]), view.stichtag) for key, row in rows]


def _goal(key: str, row: pd.Series, elapsed: float | None, is_reached: bool, stichtag: date) -> GoalIndicator:
    start, target, actual = (_or_none(row[name]) for name in ("start_value", "target_value", "actual_value"))
    first_on, due_on, actual_on = (_day(row[name]) for name in ("first_on", "due_on", "actual_on"))
    expected = None
    if first_on and due_on and actual_on and first_on < due_on:
        expected = min(1.0, max(0.0, (actual_on - first_on).days / (due_on - first_on).days))
    has_way = start is not None and target is not None and start != target
    attained = on_track_from = at_risk_from = None
    if has_way and start is not None and target is not None:
        attained = None if actual is None else (actual - start) / (target - start)
        if expected is not None:
            on_track_from, at_risk_from = (start + part * expected * (target - start) for part in (ON_TRACK, AT_RISK))
    return GoalIndicator(
        key=key,
        indicator=row["indicator"],
        unit=row["unit"],
        start=start,
        target=target,
        actual=actual,
        actual_on=actual_on,
        due_on=due_on,
        attained=attained,
        expected=expected,
        on_track_from=on_track_from,
        at_risk_from=at_risk_from,
        elapsed=elapsed,
        rating=rating(attained, expected, is_reached, due_on is not None and due_on < stichtag),
    )


def rating(
    attained: float | None, expected: float | None, is_reached: bool = False, is_past_due: bool = False
) -> str | None:
    """How a goal stands: reached as reported or by its indicator, missed, else by the part of the way that is done."""
    if is_reached or (attained is not None and attained >= 1):
        return "reached"
    if is_past_due:
        return "missed"
    if attained is None or expected is None:
        return None
    if attained >= ON_TRACK * expected - 1e-9:
        return "on_track"
    return "at_risk" if attained >= AT_RISK * expected - 1e-9 else "behind"


@dataclass(frozen=True)
class EndToEnd:
    """Electronic procedures of a Ressort (``scope``), or of all (None): the share, and counts where they are told.

    ``coverage``: of all Ressorts, the share that the total rests on (None for a single one).
    """

    scope: str | None
    value: float | None
    digital: int | None
    procedures: int | None
    stated_on: date | None
    keys: tuple[str, ...]
    coverage: float | None = None


def end_to_end(view: PlanView, bodies: Sequence[Body] = ()) -> list[EndToEnd]:
    """One row per Ressort at the Stichtag in official order (value None: not reported), then others, last the total.

    ``bodies`` lead a value reported under an earlier name of a Ressort to the one that bears it now.
    """
    reported = view.indicator_values[view.indicator_values["indicator"].str.casefold().eq(INTERNAL)]
    found: dict[str, EndToEnd] = {}
    for key, row in reported.sort_values("effective_on", kind="stable").iterrows():
        on = row["effective_on"].date()
        meant = resolve(bodies, str(row["scope"]), on)
        scope = str(row["scope"]) if meant is None else meant.key
        body = body_at(bodies, scope, on, view.stichtag)
        scope = scope if body is None else body.key
        value = _share(_or_none(row["value"]), row["unit"])
        digital, procedures = _counts(row["source"], value)
        found[scope] = EndToEnd(scope, value, digital, procedures, on, (str(key),))
    ministries = [str(key) for key in view.bodies.index[view.bodies["kind"].eq("ministry")]]
    rows = [found.pop(key, EndToEnd(key, None, None, None, None, ())) for key in ministries]
    return [*rows, *(found[key] for key in sorted(found)), _total(rows)]


def _share(value: float | None, unit: object) -> float | None:
    """The share from 0 to 1 of a value told as such or in per cent; None for what is none."""
    if value is None:
        return None
    share = value / 100 if value > 1 or is_per_cent(str(unit)) else value
    return share if 0 <= share <= 1 else None


def _total(rows: Sequence[EndToEnd]) -> EndToEnd:
    told = [row for row in rows if row.digital is not None and row.procedures]
    digital, procedures = (sum(getattr(row, name) for row in told) for name in ("digital", "procedures"))
    coverage = len(told) / len(rows) if rows else None
    is_sure = coverage is not None and coverage >= MINIMUM_COVERAGE and procedures > 0
    keys = tuple(key for row in told for key in row.keys)
    days = [row.stated_on for row in told if row.stated_on]
    oldest = min(days, default=None)
    value = digital / procedures if is_sure else None
    return EndToEnd(None, value, digital or None, procedures or None, oldest, keys, coverage)


def _counts(source: object, value: float | None) -> tuple[int | None, int | None]:
    """„34 von 102 Verfahren“ as two numbers, where they agree with the share that is stated."""
    match = _COUNTS.search(str(source or ""))
    if match is None or value is None:
        return None, None
    digital, procedures = (int(text.replace(".", "")) for text in match.groups())
    agrees = 0 <= digital <= procedures and procedures > 0 and abs(digital / procedures - value) <= 0.006
    return (digital, procedures) if agrees else (None, None)


def _or_none(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value == value else None


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) else None
