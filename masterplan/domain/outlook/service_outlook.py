"""When all OZG services will be online by a counting rule: the services' own pace, made ready for the forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from masterplan.domain.counting import RULES, YES
from masterplan.domain.courses import Courses, DayState
from masterplan.domain.forecast import DRAWS, LEVEL, SEED, BackTest, Forecast, back_test, forecast
from masterplan.domain.outlook.draws import draw
from masterplan.domain.outlook.history import month, month_end, read_history
from masterplan.domain.plan import IN_FORCE, Status
from masterplan.domain.view import PlanView
from masterplan.vocabulary import OZG_TARGET


def courses_by_rule(plans: Sequence[PlanView], rule: str) -> Courses:
    """By key the services' states on the days of some plans, oldest first: ``completed`` where the rule counts them.

    What is not known counts as not yet online; a service that a later plan no longer lists has left.
    """
    found: dict[str, list[DayState]] = {}
    kind = RULES[rule].kind
    for plan in sorted(plans, key=lambda each: each.stichtag):
        states = RULES[rule].states(plan)
        for key, state in states.items():
            status = Status.COMPLETED if state == YES else Status.IN_PROGRESS
            found.setdefault(str(key), []).append(DayState(plan.stichtag, {"status": str(status)}, {}))
        for key in found.keys() - set(plan.table(kind).index):
            found[key].append(DayState(plan.stichtag, {IN_FORCE: False}, {}))
    return found


@dataclass(frozen=True)
class Outlook:
    """What can be said of the services' way to the target, from the pace so far.

    ``forecast`` says when all will be online; ``days`` are the ends of the months up to the target, with the share
    online that the middle and the range of 80 % of the draws give for each (empty where there is no forecast).
    ``looked_back``: how forecasts made on earlier report dates would have held.
    """

    forecast: Forecast
    days: tuple[date, ...] = ()
    lower: tuple[float, ...] = ()
    median: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    looked_back: tuple[BackTest, ...] = ()


def outlook(plans: Sequence[PlanView], rule: str, target_on: date = OZG_TARGET) -> Outlook:
    """The outlook for the services of the last plan by a counting rule, from the plans up to it."""
    last = max(plans, key=lambda each: each.stichtag)
    items = last.table(RULES[rule].kind)
    ministries = {str(key): value for key, value in items["ministry_at"].items()} if "ministry_at" in items else {}
    courses = courses_by_rule(plans, rule)
    whole = forecast(courses, last.stichtag, ministries, target_on=target_on)
    if whole.median is None and (whole.suppressed or whole.is_reached):
        return Outlook(whole)
    history = read_history(courses, last.stichtag, ministries)
    draws = draw(history, SEED, DRAWS)
    months = range(history.now + 1, month(target_on) + 1)
    counts = np.array([whole.done + draws.done_within(number - history.now) for number in months]).reshape(-1, DRAWS)
    bounds = np.quantile(counts, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=1, method="nearest") / max(
        whole.total, 1
    )
    lower, median, upper = (tuple(float(value) for value in row) for row in bounds)
    days = tuple(month_end(number) for number in months)
    return Outlook(whole, days, lower, median, upper, tuple(back_test(courses, last.stichtag, ministries)))
