"""When the target will be reached and how surely, from the plan's own pace and slips; and how well that held before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from masterplan.domain.courses import Courses
from masterplan.domain.outlook.draws import HORIZON, draw
from masterplan.domain.outlook.history import NEVER, History, month, month_end, read_history
from masterplan.vocabulary import OZG_TARGET, counted, day, number

MINIMUM_COMPLETED = 12
MINIMUM_REPORTS = 4
LEVEL = 0.8
"""How much of the draws the range given holds."""

DRAWS = 300
SEED = 20190319
"""The day of the cabinet's decision; any fixed number would do, so that one plan has one forecast."""

DAYS_A_MONTH = 365.25 / 12

DEFINITION = (
    "Prognose: wann die Einträge, die am Stichtag im Plan stehen, abgeschlossen sein werden; später hinzukommende "
    "zählen nicht mit, entfallende und Daueraufgaben fallen heraus. Grundlage ist der bisherige Verlauf dieses "
    "Plans: wie oft Einträge vor, um und nach ihrem ursprünglichen Termin abgeschlossen wurden, je Ressort (bei "
    "wenigen Fällen dem Durchschnitt angenähert), mit schnellen und langsamen Zeiten, wie sie vorkamen; dazu ist "
    "gesetzt, dass das künftige Tempo um etwa 20 % nach oben oder unten abweichen kann. Die Spanne enthält "
    "den Tag mit 80 % Wahrscheinlichkeit, wenn es weitergeht wie bisher. Wurde nur „abgeschlossen“ ohne Tag "
    f"gemeldet, gilt der Tag der ersten Meldung. Unter {MINIMUM_COMPLETED} abgeschlossenen Einträgen oder "
    f"{MINIMUM_REPORTS} Berichtsterminen (höchstens einer je Monat) gibt es keine Prognose, nach dem Zieltermin "
    "statt ihrer die Tage seither."
)


@dataclass(frozen=True)
class Forecast:
    """What can be said of a target at a Stichtag.

    ``earliest``, ``median``, ``latest``: the middle day and the range of 80 % (None with ``suppressed`` None: later
    than 20 years from now). ``probability``: of reaching the target in time. ``suppressed``: the German reason why
    there is no forecast. ``needed_pace`` and ``recent_pace``: completions a month that are needed up to the target, and
    of the last twelve months before the last report. ``days_since_target``: once it has passed without being reached.
    """

    stichtag: date
    target_on: date
    share: float
    total: int
    done: int
    reports: int
    suppressed: str | None = None
    is_reached: bool = False
    earliest: date | None = None
    median: date | None = None
    latest: date | None = None
    probability: float | None = None
    needed_pace: float | None = None
    recent_pace: float = 0.0
    days_since_target: int | None = None

    @property
    def missing(self) -> int:
        """How many completions the target still needs."""
        return max(0, required(self.share, self.total) - self.done)


def required(share: float, total: int) -> int:
    return int(np.ceil(share * total - 1e-9))


def forecast(
    courses: Courses,
    stichtag: date,
    classes: Mapping[str, str | None],
    *,
    target_on: date = OZG_TARGET,
    share: float = 1.0,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Forecast:
    """The outlook on completing a share of all items of ``courses`` (of one kind) by ``target_on``.

    ``classes`` gives the Ressort of each item (``ministry_at`` of the view), its reference class. Nothing that speaks
    of a day after the Stichtag is used.
    """
    history = read_history(courses, stichtag, classes)
    known = _known(history, stichtag, target_on, share)
    if known.is_reached or known.suppressed:
        return known
    months = draw(history, seed, draws).reached(share, known.done)
    first, middle, last = np.quantile(months, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], method="nearest")
    in_time = [(on := _on(history, value, stichtag)) is not None and on <= target_on for value in months]
    return replace(
        known,
        earliest=_on(history, first, stichtag),
        median=_on(history, middle, stichtag),
        latest=_on(history, last, stichtag),
        probability=float(np.mean(in_time)),
    )


def _known(history: History, stichtag: date, target_on: date, share: float) -> Forecast:
    """All but the forecast itself."""
    done = int((history.done != NEVER).sum())
    total = done + int(history.is_open.sum())
    missing = max(0, required(share, total) - done)
    days_left = (target_on - stichtag).days
    recent = (history.done > history.now - 12) & (history.done <= history.now)
    return Forecast(
        stichtag=stichtag,
        target_on=target_on,
        share=share,
        total=total,
        done=done,
        reports=len(history.reports),
        suppressed=_reason(history, done, total, days_left, target_on) if missing or not total else None,
        is_reached=total > 0 and not missing,
        needed_pace=missing / (days_left / DAYS_A_MONTH) if missing and days_left > 0 else None,
        recent_pace=float(recent.sum()) / 12,
        days_since_target=-days_left if missing and days_left < 0 else None,
    )


def _reason(history: History, done: int, total: int, days_left: int, target_on: date) -> str | None:
    if not total:
        return "Es gibt noch keine Einträge."
    if days_left < 0:
        passed = "ist 1 Tag" if days_left == -1 else f"sind {-days_left} Tage"
        return f"Der Zieltermin {day(target_on)} ist überschritten; seither {passed} vergangen."
    if done < MINIMUM_COMPLETED:
        finished = counted(done, "Eintrag ist", "Einträge sind")
        return f"{finished[0].upper()}{finished[1:]} abgeschlossen; eine Prognose gibt es ab {MINIMUM_COMPLETED}."
    if len(history.reports) < MINIMUM_REPORTS:
        known = counted(len(history.reports), "Berichtstermin liegt", "Berichtstermine liegen")
        return f"{known[0].upper()}{known[1:]} vor; eine Prognose gibt es ab {MINIMUM_REPORTS}."
    return None


def _on(history: History, months: int, stichtag: date) -> date | None:
    """The end of the month so far from the last report; never before the Stichtag. None: not in sight."""
    return None if months > HORIZON else max(stichtag, month_end(history.now + int(months)))


@dataclass(frozen=True)
class BackTest:
    """A forecast as it would have been made on an earlier report date, beside what came.

    It says how many of the items then in the plan would be completed by ``for_on``. ``suppressed``: why there would
    have been none.
    """

    made_on: date
    for_on: date
    actual: int
    suppressed: str | None = None
    lower: int | None = None
    median: int | None = None
    upper: int | None = None

    @property
    def is_within(self) -> bool | None:
        return None if self.lower is None or self.upper is None else self.lower <= self.actual <= self.upper


def back_test(
    courses: Courses, stichtag: date, classes: Mapping[str, str | None], *, seed: int = SEED, draws: int = DRAWS
) -> list[BackTest]:
    """One row per earlier report date, oldest first: what was forecast for the last one, and what came of it."""
    outcome = read_history(courses, stichtag, classes)
    if len(outcome.reports) < 2:
        return []
    return [_looked_back(courses, made_on, outcome, classes, seed, draws) for made_on in outcome.reports[:-1]]


def back_test_words(rows: Sequence[BackTest]) -> str:
    """How often earlier forecasts held, as a sentence beside the forecast."""
    judged = [row.is_within for row in rows if row.is_within is not None]
    if not judged:
        return "Ob frühere Prognosen zutrafen, lässt sich noch nicht sagen: Sie hätten auf zu wenigen Meldungen beruht."
    return (
        f"Im Rückblick: Von {counted(len(judged), 'Prognose', 'Prognosen')} früherer Berichtstermine für den "
        f"{day(rows[-1].for_on)} enthielt die Spanne {number(sum(judged))}-mal, was dann gemeldet war."
    )


def _looked_back(
    courses: Courses, made_on: date, outcome: History, classes: Mapping[str, str | None], seed: int, draws: int
) -> BackTest:
    history, for_on = read_history(courses, made_on, classes), outcome.reports[-1]
    done = int((history.done != NEVER).sum())
    in_plan = {key for key, left in zip(history.keys, history.left, strict=True) if left == NEVER}
    came = zip(outcome.keys, outcome.done, strict=True)
    actual = int(sum(key in in_plan and finished <= month(for_on) for key, finished in came))
    open_ = int(history.is_open.sum())
    reason = _reason(history, done, done + open_, 0, for_on)
    if reason:
        return BackTest(made_on, for_on, actual, reason)
    counts = done + draw(history, seed, draws).done_within(month(for_on) - history.now)
    lower, median, upper = np.quantile(counts, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], method="nearest")
    return BackTest(made_on, for_on, actual, None, int(lower), int(median), int(upper))
