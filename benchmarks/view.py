"""The whole plan as tables, and what is computed only when asked, on histories of different length.

1,300 items as a plan of this kind has them. The view is the cut of the store and its layout in tables (``view.build``),
nothing kept from one time to the next.
"""

import gc
import random
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

from benchmarks import history
from benchmarks.history import DAYS, FIRST_DAY, PERSONS, Plan, filled
from benchmarks.measuring import SCRATCH, Report, timed
from masterplan.domain.courses import DayState
from masterplan.domain.forecast import forecast
from masterplan.domain.outlook.what_if import what_if
from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from masterplan.domain.slip import trend
from masterplan.domain.view import PlanView, build
from masterplan.store import courses, reading
from masterplan.store.engine import Database

COMPONENTS = ("Amt24", "ePayment", "eID", "eAkte")
ITEMS = {Kind.GOAL: 30, Kind.MILESTONE: 350, Kind.MEASURE: 130, Kind.SERVICE: 600, Kind.LEIKA_SERVICE: 190}
SIZES = (100_000, 1_000_000)
QUICK = (10_000, 100_000)
REPEATED = 5  # times in each round, after one that warms up
NOW = datetime(2030, 1, 1, tzinfo=UTC)
STICHTAG = FIRST_DAY + timedelta(DAYS)
FOUR_YEARS_AGO = date(STICHTAG.year - 4, STICHTAG.month, 1)  # as far as the trend is shown
TARGET = date(2027, 12, 31)
MINISTRIES = ("SK", "SMI", "SMF", "SMK", "SMWA", "SMS")
THEMES = ("Bauen & Wohnen", "Familie & Kind", "Gesundheit", "Mobilität & Reisen", "Recht & Ordnung", "Umwelt")


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures the view and the three questions; builds the histories first."""
    small, large = QUICK if quick else SIZES
    gc.collect()
    gc.freeze()  # as the server does when it starts
    found: dict[tuple[int, str], list[float]] = {}
    with ExitStack() as stack:
        plan = Plan([kind for kind, count in ITEMS.items() for _ in range(count)], template)
        plans = {
            rows: stack.enter_context(history.kept(SCRATCH / f"plan_{rows}.db", rows, plan)) for rows in (small, large)
        }
        for at in range(rounds):
            print(f"  round {at + 1} of {rounds}: views", file=sys.stderr, flush=True)
            for rows, database in plans.items():
                for step, milliseconds in _steps(database).items():
                    found.setdefault((rows, step), []).append(milliseconds)
    for rows in (small, large):
        for step, goal in GOALS.items():
            into.add("V" if goal else "", f"{step}, {rows:,} rows", median(found[rows, step]), goal, unit="ms")
    pairs = zip(found[large, VIEW], found[small, VIEW], strict=True)
    into.add("V", "view: ten times the history", median(one / other for one, other in pairs), 1.2)


VIEW = "view: 1,300 items, cut and tables"
GOALS: Mapping[str, float | None] = {
    VIEW: 100.0,
    "  of these the cut": None,
    "  of these the tables": None,
    "  key figures, besides": None,
    "forecast": 300.0,
    "trend of Wegmarken": 300.0,
    "what-if": 300.0,
}
"""What is measured, and the most milliseconds it may take."""


def _steps(database: Database) -> dict[str, float]:
    """Each step in milliseconds; forecast and trend read the courses of the Wegmarken themselves."""
    at_cut = reading.cut(database, STICHTAG, NOW)
    view = build(at_cut)
    assert len(view.services) == ITEMS[Kind.SERVICE], "items are missing at the cut"
    steps: dict[str, Callable[[], object]] = {
        VIEW: lambda: build(reading.cut(database, STICHTAG, NOW)),
        "  of these the cut": lambda: reading.cut(database, STICHTAG, NOW),
        "  of these the tables": lambda: build(at_cut),
        "  key figures, besides": lambda: figures(replace(view)),  # a view that nobody has asked yet
        "forecast": lambda: _forecast(database, view),
        "trend of Wegmarken": lambda: trend(_courses(database, Kind.MILESTONE, FOUR_YEARS_AGO)),
        "what-if": lambda: what_if(replace(view), COMPONENTS[0], 90),
    }
    return {name: timed(step, REPEATED)[0] for name, step in steps.items()}


def _forecast(database: Database, view: PlanView) -> object:
    of_measures = _courses(database, Kind.MEASURE)
    classes = {str(key): ministry for key, ministry in view.measures["ministry_at"].items()}
    return forecast(of_measures, STICHTAG, classes, target_on=TARGET)


def _courses(database: Database, kind: Kind, since: date | None = None) -> dict[str, list[DayState]]:
    return courses.monthly(database, [kind], STICHTAG, NOW, since=since)


# What is said of the items.


def template(choice: random.Random, at: int, kind: Kind) -> str:
    """The folded fields of one item, with gaps for those that change."""
    number = at - sum(ITEMS[one] for one in list(ITEMS)[: list(ITEMS).index(kind)])  # within its kind
    return filled({**_FIELDS[kind](choice, number), "first_on": FIRST_DAY, "in_force": True})


def _goal(choice: random.Random, number: int) -> dict[str, object]:
    return {
        "number": f"Z{number}",
        "title": f"Verwaltungsleistungen des Bereichs {number} sind durchgängig digital",
        "area": f"Bereich {number % 3}",
        "status": "%(status)s",
        **_dates(choice),
    }


def _milestone(choice: random.Random, number: int) -> dict[str, object]:
    return {
        "number": f"{number % 60}",
        "ministry": MINISTRIES[number // 60],
        "title": f"Feinkonzept und Erprobung des Verfahrens {number}",
        "goals": [f"Z{choice.randrange(ITEMS[Kind.GOAL])}"],
        "responsible": choice.choice(PERSONS),
        "depends_on": [f"M{choice.randrange(ITEMS[Kind.MEASURE])}"] if choice.random() < 0.3 else None,
        **_progress(choice),
    }


def _measure(choice: random.Random, number: int) -> dict[str, object]:
    return {
        "number": f"M{number}",
        "title": f"Einführung der elektronischen Akte in Dienststelle {number}",
        "description": f"Feinkonzept, Vergabe, Erprobung und Einführung, Los {number}.",
        "level": choice.choice(("state", "municipal", "joint")),
        "lead": choice.choice(MINISTRIES),
        "participants": choice.sample(MINISTRIES, 2),
        "goals": [f"Z{choice.randrange(ITEMS[Kind.GOAL])}"],
        "milestones": [f"{choice.randrange(50)}"],
        "services": [f"{10_000 + choice.randrange(ITEMS[Kind.SERVICE])}" for _ in range(3)],
        "components": [choice.choice(COMPONENTS)],
        "depends_on": [f"M{choice.randrange(ITEMS[Kind.MEASURE])}"] if choice.random() < 0.3 else None,
        "responsible": choice.choice(PERSONS),
        "budget_planned": choice.randrange(10, 900) * 1000,
        **_progress(choice),
    }


def _service(choice: random.Random, number: int) -> dict[str, object]:
    theme = choice.choice(THEMES)
    return {
        "ozg_id": f"{10_000 + number}",
        "title": f"Genehmigung und Anzeige von Vorhaben der Art {number}",
        "theme": theme,
        "situation": f"{theme} {number % 4}",
        "types": ["2", "3"],
        "ministry": choice.choice(MINISTRIES),
        "maturity": "%(grade)s",
        "maturity_model": "1.1",
        "route": "EfA",
    }


def _leika_service(choice: random.Random, number: int) -> dict[str, object]:
    return {
        "leika_key": f"99{number:012}",
        "title": f"Genehmigung von Vorhaben der Art {number} Erteilung",
        "type": ["2", "3"],
        "ozg_id": f"{10_000 + choice.randrange(ITEMS[Kind.SERVICE])}",
        "maturity": "%(grade)s",
    }


def _dates(choice: random.Random) -> dict[str, object]:
    due = FIRST_DAY + timedelta(choice.randrange(400, DAYS + 1000))
    return {"baseline_on": due, "due_on": due, "due_text": f"{due:%d.%m.%Y}"}


def _progress(choice: random.Random) -> dict[str, object]:
    gaps = {name: f"%({name})s" for name in ("forecast_on", "status", "progress")}
    return {**_dates(choice), **gaps, "reported_light": choice.choice(("green", "yellow", "red"))}


_FIELDS: Mapping[Kind, Callable[[random.Random, int], dict[str, object]]] = {
    Kind.GOAL: _goal,
    Kind.MILESTONE: _milestone,
    Kind.MEASURE: _measure,
    Kind.SERVICE: _service,
    Kind.LEIKA_SERVICE: _leika_service,
}
