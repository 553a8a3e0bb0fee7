"""Staleness: how old the latest statement about an item is, and when the next one is due."""

import numpy as np
import pandas as pd

from masterplan.domain.counting import NO, YES, both
from masterplan.domain.plan import Status
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.states import is_one_of, negated, status_at
from masterplan.domain.view import PlanView


def owes_reports(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: neither completed nor dropped, so that somebody has to say how it stands."""
    return negated(is_one_of(status_at(items, view), Status.COMPLETED, Status.DROPPED))


def stale(items: pd.DataFrame, view: PlanView, settings: Settings = DEFAULTS) -> pd.Series:
    """Three-valued: nothing was stated or confirmed for more than the days that a report holds."""
    next_on = items["effective_on"] + pd.Timedelta(days=settings.stale_days)
    old = pd.Series(np.where(next_on.lt(view.stichtag_day), YES, NO), index=items.index, dtype="float64")
    return both(owes_reports(items, view), old)


def reporting(items: pd.DataFrame, view: PlanView, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """One row per item: ``last_on``, ``age_days``, ``next_on`` (missing where nothing is owed any more), ``stale``."""
    states = stale(items, view, settings)
    next_on = items["effective_on"] + pd.Timedelta(days=settings.stale_days)
    return pd.DataFrame(
        {
            "last_on": items["effective_on"],
            "age_days": (view.stichtag_day - items["effective_on"]).dt.days.astype("int64"),
            "next_on": next_on.where(owes_reports(items, view).ne(NO)),
            "stale": states,
        },
        index=items.index,
    )
