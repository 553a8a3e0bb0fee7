"""What a round still lacks, body by body."""

from collections.abc import Collection, Mapping

import pandas as pd

from masterplan.domain.counting import NO, YES
from masterplan.domain.figure import REPORTED
from masterplan.domain.plan import Kind
from masterplan.domain.reporting.rounds import State
from masterplan.domain.staleness import owes_reports
from masterplan.domain.states import overdue
from masterplan.domain.traffic_light import computed_lights, contradicts
from masterplan.domain.view import PlanView

OWING = (State.REQUESTED, State.IN_WORK, State.QUERIED)
"""Whoever is here still has to hand in."""


def lacking(view: PlanView, reported: Collection[str]) -> dict[str, list[str]]:
    """By body the keys of its Wegmarken and measures that a report is owed of and none came since the round began."""
    found: dict[str, list[str]] = {}
    for key, body in _owed(view).dropna().items():
        if key not in reported:
            found.setdefault(str(body), []).append(str(key))
    return found


def owing(view: PlanView) -> list[str]:
    """The bodies that have anything to report, in official order."""
    found = lacking(view, ())
    return [str(body) for body in view.bodies.index if body in found]


def without_body(view: PlanView) -> list[str]:
    """The keys of what a report is owed of and nobody can be asked about: no body is reported, or it is no more."""
    bodies = _owed(view)
    return [str(key) for key in bodies.index[~bodies.isin(view.bodies.index)]]


def _owed(view: PlanView) -> pd.Series:
    """The body of each Wegmarke and measure that a report is owed of, by key; missing: none is reported."""
    tables = (view.table(kind) for kind in REPORTED)
    bodies: pd.Series = pd.concat([items.loc[owes_reports(items, view).ne(NO), "ministry_at"] for items in tables])
    return bodies


def progress(view: PlanView, states: Mapping[str, State], reported: Collection[str]) -> pd.DataFrame:
    """One row per body that is asked, in official order, at the day that the round's entries speak of.

    ``state``; counts of Wegmarken and measures: ``owed`` (with those that a report said to be done), ``reported`` of
    these, ``lacking``, ``contradictory`` (both lights differ), ``overdue``.
    """
    items = pd.concat([_judged(view, kind) for kind in REPORTED])
    keys = sorted(states, key=lambda body: list(view.bodies.index).index(body) if body in view.bodies.index else 10**6)
    rows = []
    for body in keys:
        mine = items[items["ministry_at"].eq(body)]
        came = mine.index.isin(list(reported))
        lacks = int((mine["owed"] & ~came).sum())
        rows.append(
            {
                "body": body,
                "state": states[body],
                "owed": lacks + int(came.sum()),
                "reported": int(came.sum()),
                "lacking": lacks,
                "contradictory": int(mine["contradictory"].sum()),
                "overdue": int(mine["overdue"].sum()),
            }
        )
    columns = ["body", "state", "owed", "reported", "lacking", "contradictory", "overdue"]
    return pd.DataFrame(rows, columns=columns)


def _judged(view: PlanView, kind: Kind) -> pd.DataFrame:
    items = view.table(kind)
    differ = contradicts(computed_lights(items, view), items["reported_light"])
    return pd.DataFrame(
        {
            "ministry_at": items["ministry_at"],
            "owed": owes_reports(items, view).ne(NO),
            "contradictory": differ.eq(YES),
            "overdue": overdue(items, view).eq(YES),
        },
        index=items.index,
    )
