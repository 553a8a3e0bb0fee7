"""Deadlines and slip: the first baseline, the plan of today, the forecast and the actual day, and how they moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from masterplan.domain.counting import NO, UNKNOWN, YES, both
from masterplan.domain.courses import Courses, DayState
from masterplan.domain.plan import BASELINE_ON, IN_FORCE, FieldType, Status
from masterplan.domain.states import achieved, current_on, is_one_of, negated, status_at
from masterplan.domain.view import PlanView, column

# At the Stichtag.


def end_on(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """The actual day, if it is not after the Stichtag; else the current date (forecast, else planned date)."""
    actual = items["achieved_on"]
    return actual.where(actual.le(view.stichtag_day), current_on(items))


def slip_days(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Days from the first baseline to the actual day or current date; negative: earlier; NaN: a date is missing."""
    return (end_on(items, view) - items["baseline_on"]).dt.days.astype("float64")


def has_deadline(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: neither dropped nor permanent, so that it can slip."""
    return negated(is_one_of(status_at(items, view), Status.DROPPED, Status.PERMANENT))


def slip_where_due(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """The slip as it is shown: missing also where there is nothing to slip, for what is dropped or permanent."""
    return slip_days(items, view).mask(has_deadline(items, view).eq(NO))


def slipped(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Three-valued: it ended, or is to end, after its first baseline.

    Unknown also where it is (or may be) achieved without a day that says when.
    """
    days = slip_days(items, view)
    dated = items["achieved_on"].le(view.stichtag_day)
    unsure = days.isna() | (achieved(items, view).ne(NO) & ~dated)
    states = pd.Series(np.where(unsure, UNKNOWN, np.where(days.gt(0), YES, NO)), index=items.index, dtype="float64")
    return both(has_deadline(items, view), states)


def slipped_by_dates(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Whether the dates that are there say so, and nothing says that it has left the plan."""
    return slip_days(items, view).gt(0) & has_deadline(items, view).ne(NO)


def deadlines(items: pd.DataFrame, view: PlanView) -> pd.DataFrame:
    """One row per item: its four dates, ``current_on``, and in days ``slip_days`` (baseline → end), ``moved_days``
    (baseline → plan of today) and ``late_days`` (plan of today → current date)."""
    names = ["number", "title", "ministry_at", "baseline_on", "due_text", "due_on", "forecast_on", "achieved_on"]
    table = items[[*names, "status"]].assign(current_on=current_on(items), slip_days=slip_days(items, view))
    return table.assign(
        moved_days=(table["due_on"] - table["baseline_on"]).dt.days.astype("float64"),
        late_days=(table["current_on"] - table["due_on"]).dt.days.astype("float64"),
    )


# Over the report dates.


@dataclass(frozen=True)
class TrendPoint:
    """What was expected of an item on the day of one report. ``expected_on`` None: no date was known then."""

    key: str
    on: date
    expected_on: date | None
    source: str | None  # achieved_on, forecast_on or due_on
    reached: bool
    baseline_on: date | None


def day_of(fields: Mapping[str, object], name: str) -> date | None:
    """A day among an item's fields."""
    value = fields.get(name)
    return None if value is None else date.fromisoformat(str(value))


def trend_points(key: str, course: tuple[DayState, ...] | list[DayState]) -> list[TrendPoint]:
    """The line of one item: one point per report, until it is reached. Days on which it was withdrawn are left out."""
    points: list[TrendPoint] = []
    for state in course:
        if state.fields.get(IN_FORCE) is False or state.fields.get("status") == Status.DROPPED:
            continue
        points.append(_point(key, state))
        if points[-1].reached:
            break
    return points


def _point(key: str, state: DayState) -> TrendPoint:
    achieved_on = day_of(state.fields, "achieved_on")
    baseline_on = day_of(state.fields, BASELINE_ON)
    if achieved_on is not None and achieved_on <= state.on:
        return TrendPoint(key, state.on, achieved_on, "achieved_on", True, baseline_on)
    done = state.fields.get("status") == Status.COMPLETED
    for name in ("forecast_on", "due_on"):
        if (expected := day_of(state.fields, name)) is not None:
            return TrendPoint(key, state.on, expected, name, done, baseline_on)
    return TrendPoint(key, state.on, None, None, done, baseline_on)


def trend(courses: Courses) -> pd.DataFrame:
    """The Meilensteintrendanalyse: one row per item and report date, lines in order of keys.

    Columns: key, on (the report, x), expected_on (y; missing: a gap in the line), source, reached, baseline_on. A line
    that rises is a delay, a flat one on plan; it ends on the diagonal with the actual day.
    """
    points = [point for key in sorted(courses) for point in trend_points(key, list(courses[key]))]
    days = {
        name: column(FieldType.DATE, [getattr(point, name) for point in points])
        for name in ("on", "expected_on", "baseline_on")
    }
    return pd.DataFrame(
        {
            "key": column(FieldType.TEXT, [point.key for point in points]),
            "on": days["on"],
            "expected_on": days["expected_on"],
            "source": column(FieldType.TEXT, [point.source for point in points]),
            "reached": pd.Series(np.array([point.reached for point in points], dtype=bool)),
            "baseline_on": days["baseline_on"],
        }
    )


def moves_later(points: list[TrendPoint]) -> int:
    """How often the expected day of an open item moved to a later one."""
    days = [point.expected_on for point in points if not point.reached and point.expected_on is not None]
    return sum(1 for before, after in pairwise(days) if after > before)


@dataclass(frozen=True)
class Replanning:
    """One entry of the re-planning log: a date gave way to another (``after`` None: it was taken back).

    ``statement`` is the statement that says so and ``file`` the delivered file it stands in, where it came with one.
    """

    key: str
    field: str
    before: date
    after: date | None
    stated_on: date
    statement: int
    reason: str | None
    file: str | None = None

    @property
    def days(self) -> int | None:
        """How far it moved; negative: to an earlier day."""
        return None if self.after is None else (self.after - self.before).days


def replanning_log(courses: Courses, files: Mapping[int, str] | None = None) -> list[Replanning]:
    """Every change of a planned date or forecast, by day and key. ``files`` names the file of each statement.

    The reason is what the same statement gives as its reason, else as its remark.
    """
    found = [entry for key, course in courses.items() for entry in _replanned(key, list(course), files or {})]
    return sorted(found, key=lambda entry: (entry.stated_on, entry.key, entry.field))


def _replanned(key: str, course: list[DayState], files: Mapping[int, str]) -> Iterator[Replanning]:
    for earlier, later in pairwise(course):
        for field in ("due_on", "forecast_on"):
            before, after = day_of(earlier.fields, field), day_of(later.fields, field)
            taken_back = after is None and field == "due_on"
            if before is None or before == after or (after is None and not taken_back):
                continue
            statement = later.origins[field].statement
            reason = _reason(later, statement)
            yield Replanning(key, field, before, after, later.on, statement, reason, files.get(statement))


def _reason(state: DayState, statement: int) -> str | None:
    for name in ("reason", "remark"):
        value = state.fields.get(name)
        if value is not None and state.origins[name].statement == statement:
            return str(value)
    return None
