"""The state of single items, three-valued: achieved, open, overdue, due soon; what is not reported is unknown."""

from datetime import timedelta

import numpy as np
import pandas as pd

from masterplan.domain.counting import NO, UNKNOWN, YES, both
from masterplan.domain.plan import Status
from masterplan.domain.view import PlanView

DUE_SOON_DAYS = 90
CLOSED = (Status.COMPLETED, Status.DROPPED, Status.SUSPENDED, Status.PERMANENT)


def is_one_of(values: pd.Series, *wanted: str) -> pd.Series:
    """Three-valued "is one of": unknown where nothing is reported."""
    states = np.where(values.isna(), UNKNOWN, np.where(values.isin([str(word) for word in wanted]), YES, NO))
    return pd.Series(states, index=values.index, dtype="float64")


def negated(states: pd.Series) -> pd.Series:
    """Three-valued "not"."""
    return YES - states


def within(days: pd.Series, first: pd.Timestamp | None, last: pd.Timestamp) -> pd.Series:
    """Three-valued "lies between these days, both included": unknown where there is no day."""
    inside = days.le(last) if first is None else days.ge(first) & days.le(last)
    return pd.Series(np.where(days.isna(), UNKNOWN, np.where(inside, YES, NO)), index=days.index, dtype="float64")


def dropped(items: pd.DataFrame) -> pd.Series:
    """Whether an item is known to have been dropped."""
    return items["status"].eq(Status.DROPPED)


def achieved(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: reported as completed, or with an actual date up to the Stichtag. A planned date never counts."""
    dated = items["achieved_on"].le(pd.Timestamp(view.stichtag)).to_numpy(dtype=bool)
    states = is_one_of(items["status"], Status.COMPLETED)
    return states.mask(dated, YES).mask(dropped(items), NO)


def is_open(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: neither achieved nor dropped, suspended or permanent."""
    return both(negated(is_one_of(items["status"], *CLOSED)), negated(achieved(items, view)))


def overdue(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: open, and the planned date lies before the Stichtag."""
    return both(is_open(items, view), within(items["due_on"], None, view.stichtag_day - timedelta(days=1)))


def current_on(items: pd.DataFrame) -> pd.Series:
    """The current date: the forecast, else the planned date."""
    return items["forecast_on"].fillna(items["due_on"])


def due_soon(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: open, and the current date lies within 90 days from the Stichtag."""
    first = view.stichtag_day
    return both(is_open(items, view), within(current_on(items), first, first + timedelta(days=DUE_SOON_DAYS)))


def status_at(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """The status an item counts under: as reported, or completed if it was achieved; None where nothing is known."""
    done = achieved(items, view).eq(YES).to_numpy(dtype=bool)
    return items["status"].mask(done, str(Status.COMPLETED))


def in_plan(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: not dropped."""
    return negated(is_one_of(status_at(items, view), Status.DROPPED))
