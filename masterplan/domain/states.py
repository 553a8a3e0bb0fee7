"""The state of single items, three-valued: achieved, open, overdue, due soon; what is not reported is unknown."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from masterplan.domain.counting import NO, UNKNOWN, YES, both
from masterplan.domain.plan import Status
from masterplan.domain.view import PlanView

DUE_SOON_DAYS = 90
CLOSED = (Status.COMPLETED, Status.DROPPED, Status.SUSPENDED, Status.PERMANENT)


Array = npt.NDArray[Any]


def is_one_of(values: pd.Series, *wanted: str) -> pd.Series:
    """Three-valued "is one of": unknown where nothing is reported."""
    return _series(_one_of(_cells(values), wanted), values.index)


def negated(states: pd.Series) -> pd.Series:
    """Three-valued "not"."""
    return YES - states


def within(days: pd.Series, first: pd.Timestamp | None, last: pd.Timestamp) -> pd.Series:
    """Three-valued "lies between these days, both included": unknown where there is no day."""
    return _series(_within(days.to_numpy(), first, last), days.index)


def dropped(items: pd.DataFrame) -> pd.Series:
    """Whether an item is known to have been dropped."""
    return items["status"].eq(Status.DROPPED)


def achieved(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: reported as completed, or with an actual date up to the Stichtag. A planned date never counts."""
    return _series(_achieved(items, view), items.index)


def is_open(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: neither achieved nor dropped, suspended or permanent."""
    closed = _one_of(_cells(items["status"]), CLOSED)
    return _series(YES - np.maximum(closed, _achieved(items, view)), items.index)


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
    cells = np.where(_achieved(items, view) == YES, str(Status.COMPLETED), _cells(items["status"]))
    return pd.Series(cells, index=items.index, dtype=object)


def in_plan(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: not dropped."""
    return negated(is_one_of(status_at(items, view), Status.DROPPED))


# The same in arrays: a table of few items takes longer to label than to compute.


def _series(states: Array, index: pd.Index) -> pd.Series:
    return pd.Series(states, index=index, dtype="float64")


def _cells(values: pd.Series) -> Array:
    return values.to_numpy(dtype=object)


def _one_of(cells: Array, wanted: Iterable[str]) -> Array:
    words = {str(word) for word in wanted}
    known = {cell: UNKNOWN if pd.isna(cell) else YES if cell in words else NO for cell in set(cells)}
    return np.array([known[cell] for cell in cells], dtype="float64")


def _within(days: Array, first: pd.Timestamp | None, last: pd.Timestamp) -> Array:
    inside = days <= last.to_datetime64()
    if first is not None:
        inside &= days >= first.to_datetime64()
    return np.where(np.isnat(days), UNKNOWN, np.where(inside, YES, NO))


def _achieved(items: pd.DataFrame, view: PlanView) -> Array:
    dated = items["achieved_on"].to_numpy() <= np.datetime64(view.stichtag, "s")
    status = _cells(items["status"])
    states = np.where(dated, YES, _one_of(status, (Status.COMPLETED,)))
    states[status == str(Status.DROPPED)] = NO
    return states
