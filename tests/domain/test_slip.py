from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from masterplan.domain.as_of import Stated, fold_by_day
from masterplan.domain.courses import DayState
from masterplan.domain.progress import Figure, figures
from masterplan.domain.settings import Settings
from masterplan.domain.slip import deadlines, moves_later, replanning_log, trend, trend_points
from masterplan.domain.staleness import reporting
from masterplan.domain.view import ItemAt
from tests.builders import milestone, view

BASELINE = "2021-03-31"
REPORTS = ("2019-03-19", "2019-12-20", "2020-12-31", "2021-06-30")


def course(*reports: Mapping[str, object]) -> list[DayState]:
    """The course of an item that was stated in these reports, one after the other; each states only these fields."""
    stated = [
        Stated(number, number, date.fromisoformat(on), number, fields)
        for number, (on, fields) in enumerate(zip(REPORTS, reports, strict=False), 1)
    ]
    return [DayState(on, folded.fields, folded.origins) for on, folded in fold_by_day(stated)]


def planned(name: object, baseline: str | None = BASELINE, **values: Any) -> ItemAt:
    """A milestone whose first planned date was this one."""
    return replace(milestone(name, **values), baseline_on=date.fromisoformat(baseline) if baseline else None)


def _figures(*items: ItemAt) -> tuple[Figure, Figure]:
    found = {figure.id: figure for figure in figures(view(*items), [])}
    return found["milestones.slipped"], found["milestones.mean_slip_days"]


@pytest.mark.parametrize(
    ("stated", "days", "bounds"),
    [
        ({"status": "in_progress", "due_on": BASELINE}, 0, (0, 0, 0)),
        ({"status": "in_progress", "due_on": "2021-04-30"}, 30, (1, 1, 1)),
        ({"status": "in_progress", "due_on": BASELINE, "forecast_on": "2021-04-30"}, 30, (1, 1, 1)),
        ({"status": "in_progress", "due_on": "2021-04-30", "forecast_on": BASELINE}, 0, (0, 0, 0)),
        ({"status": "in_progress", "due_on": "2021-03-01"}, -30, (0, 0, 0)),
        ({"status": "completed", "due_on": BASELINE, "achieved_on": "2021-04-30"}, 30, (1, 1, 1)),
        ({"status": "completed", "due_on": "2021-04-30", "achieved_on": BASELINE}, 0, (0, 0, 0)),
        ({"status": "in_progress", "due_on": BASELINE, "achieved_on": "2021-07-01"}, 0, (0, 0, 0)),
        ({"status": "completed", "due_on": "2021-04-30"}, 30, (0, 1, 1)),
        ({"status": "completed", "due_on": BASELINE}, 0, (0, 0, 1)),
        ({"due_on": "2021-04-30"}, 30, (0, 1, 1)),
        ({"status": "in_progress"}, None, (0, 0, 1)),
        ({"status": "dropped", "due_on": "2021-04-30"}, 30, (0, 0, 0)),
        ({"status": "permanent", "due_on": "2021-04-30"}, 30, (0, 0, 0)),
        ({"status": "suspended", "due_on": "2021-04-30"}, 30, (1, 1, 1)),
    ],
)
def test_a_milestone_has_slipped_when_it_ends_after_its_first_baseline(
    stated: dict[str, Any], days: int | None, bounds: tuple[int, int, int]
) -> None:
    one = planned(1, **stated)
    plan = view(one)
    row = deadlines(plan.milestones, plan).iloc[0]
    assert (None if pd.isna(row["slip_days"]) else row["slip_days"]) == days
    slipped, _ = _figures(one)
    assert (slipped.lower, slipped.value, slipped.upper) == bounds


def test_without_a_first_baseline_nothing_is_said_of_slip() -> None:
    slipped, mean = _figures(planned(1, None, status="in_progress"))
    assert (slipped.lower, slipped.value, slipped.upper) == (0, 0, 1)
    assert (mean.value, mean.coverage) == (None, 0)


def _on_days(*days: int | None) -> list[ItemAt]:
    ends = [None if one is None else date(2021, 3, 31).toordinal() + one for one in days]
    return [
        planned(n, status="in_progress", due_on=None if end is None else date.fromordinal(end).isoformat())
        for n, end in enumerate(ends)
    ]


@pytest.mark.parametrize(
    ("days", "value", "bound", "coverage"),
    [
        ([0, 30, -15], 5, 5, 1),
        ([10, 10, 10, 10, None], 10, None, 0.8),
        ([10, 10, 10, None], None, None, 0.75),
        ([], None, None, None),
    ],
)
def test_the_mean_slip_says_what_it_rests_on_and_is_not_given_below_four_fifths(
    days: list[int | None], value: float | None, bound: float | None, coverage: float | None
) -> None:
    _, mean = _figures(*_on_days(*days), planned("x", status="dropped", due_on="2025-12-31"))
    assert (mean.unit, mean.value, mean.lower, mean.upper, mean.coverage) == ("days", value, bound, bound, coverage)


def test_deadlines_tell_the_move_of_the_plan_from_the_delay_against_it() -> None:
    plan = view(planned(1, status="in_progress", due_on="2021-04-30", forecast_on="2021-05-10"))
    row = deadlines(plan.milestones, plan).iloc[0]
    assert (row["moved_days"], row["late_days"], row["slip_days"]) == (30, 10, 40)


# Over the report dates.


def test_the_trend_of_no_items_is_an_empty_table() -> None:
    assert list(trend({}).columns) == ["key", "on", "expected_on", "source", "reached", "baseline_on"]
    assert trend({}).empty


def test_the_trend_has_one_point_per_report_and_ends_with_the_actual_day() -> None:
    line = course(
        {"status": "planned", "due_on": "2020-06-30"},
        {"status": "in_progress", "forecast_on": "2020-09-30"},
        {"status": "completed", "achieved_on": "2020-11-02"},
        {"status": "completed"},
    )
    points = [(p.on.isoformat(), str(p.expected_on), p.source, p.reached) for p in trend_points("milestone/1", line)]
    assert points == [
        ("2019-03-19", "2020-06-30", "due_on", False),
        ("2019-12-20", "2020-09-30", "forecast_on", False),
        ("2020-12-31", "2020-11-02", "achieved_on", True),
    ]
    table = trend({"milestone/1": line})
    assert table["baseline_on"].dt.date.tolist() == [date(2020, 6, 30)] * 3


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([{"due_on": None}, {"due_on": "2020-06-30"}], [None, "2020-06-30"]),
        ([{"due_on": "2020-06-30"}, {"in_force": False}, {"in_force": True}], ["2020-06-30", "2020-06-30"]),
        ([{"due_on": "2020-06-30"}, {"status": "dropped"}], ["2020-06-30"]),
        ([{"due_on": "2019-06-30"}, {"status": "in_progress"}], ["2019-06-30", "2019-06-30"]),
        ([{"due_on": "2020-06-30", "achieved_on": "2020-01-01"}, {}], ["2020-06-30", "2020-06-30"]),
    ],
)
def test_gaps_stay_gaps_and_a_planned_date_never_ends_a_line(
    reports: list[dict[str, object]], expected: list[str | None]
) -> None:
    points = trend_points("milestone/1", course(*reports))
    assert [None if point.expected_on is None else point.expected_on.isoformat() for point in points] == expected
    assert not any(point.reached for point in points)


@pytest.mark.parametrize(
    ("days", "moves"),
    [
        (["2020-06-30", "2020-06-30", "2020-06-30"], 0),
        (["2020-06-30", "2020-09-30", "2020-12-31"], 2),
        (["2020-06-30", None, "2020-12-31"], 1),
        (["2020-12-31", "2020-06-30", "2020-09-30"], 1),
    ],
)
def test_moves_to_a_later_day_are_counted(days: list[str | None], moves: int) -> None:
    assert moves_later(trend_points("milestone/1", course(*({"due_on": on} for on in days)))) == moves


def test_the_replanning_log_says_what_moved_when_why_and_by_which_file() -> None:
    courses = {
        "measure/2": course({"due_on": "2020-06-30"}, {"due_on": "2020-06-30"}, {"due_on": None}),
        "measure/1": course(
            {"due_on": "2020-06-30", "reason": "alt"},
            {"due_on": "2020-12-31", "reason": "Vergabe verzögert", "forecast_on": "2020-10-31"},
            {"forecast_on": "2020-09-30"},
        ),
    }
    log = replanning_log(courses, {2: "Massnahmenkatalog.xlsx"})
    assert [(e.key, e.field, e.days, e.stated_on.isoformat(), e.statement, e.reason, e.file) for e in log] == [
        ("measure/1", "due_on", 184, "2019-12-20", 2, "Vergabe verzögert", "Massnahmenkatalog.xlsx"),
        ("measure/1", "forecast_on", -31, "2020-12-31", 3, None, None),
        ("measure/2", "due_on", None, "2020-12-31", 3, None, None),
    ]


# Staleness.


@pytest.mark.parametrize(
    ("on", "status", "stale", "next_on"),
    [
        (date(2021, 1, 1), "in_progress", 0, "2021-06-30"),
        (date(2020, 12, 31), "in_progress", 1, "2021-06-29"),
        (date(2020, 12, 31), "suspended", 1, "2021-06-29"),
        (date(2020, 12, 31), None, 0.5, "2021-06-29"),
        (date(2020, 12, 31), "completed", 0, None),
        (date(2020, 12, 31), "dropped", 0, None),
    ],
)
def test_a_report_is_stale_the_day_after_180_days(on: date, status: str | None, stale: float, next_on: object) -> None:
    plan = view(milestone(1, on=on, status=status))
    row = reporting(plan.milestones, plan).iloc[0]
    assert row["stale"] == stale
    assert (None if pd.isna(row["next_on"]) else row["next_on"].date().isoformat()) == next_on
    figure = next(one for one in figures(plan, []) if one.id == "reports.stale")
    assert (figure.value, figure.upper) == (int(stale), int(stale + 0.5))


def test_how_long_a_report_holds_is_a_setting() -> None:
    plan = view(milestone(1, on=date(2021, 1, 1), status="in_progress"))
    assert reporting(plan.milestones, plan, Settings(stale_days=179))["stale"].tolist() == [1]
