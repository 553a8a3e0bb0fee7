from collections.abc import Mapping
from datetime import date

import pandas as pd

from masterplan.charts.milestone_timeline import SHOWN, milestone_timeline
from masterplan.charts.milestone_trend import SHOWN as SHOWN_LINES
from masterplan.charts.milestone_trend import milestone_trend
from masterplan.domain.courses import DayState
from masterplan.domain.lists.milestone_list import milestone_list
from masterplan.domain.slip import trend
from tests.builders import STICHTAG, milestone, view


def _course(*days: tuple[str, Mapping[str, object]]) -> list[DayState]:
    return [DayState(date.fromisoformat(on), fields, {}) for on, fields in days]


def test_an_empty_plan_has_neither_timeline_nor_trend() -> None:
    table = milestone_list(view())
    for chart in (milestone_timeline(table, view()), milestone_trend(trend({}), table, STICHTAG)):
        assert chart.table.empty
        assert "30.06.2021" in chart.sentence
        assert len(chart.figure.layout.annotations) == 1


def test_the_timeline_tells_baseline_plan_forecast_and_actual_apart_by_word_and_symbol() -> None:
    plan = view(
        milestone(1, status="completed", due_on="2021-03-31", achieved_on="2021-02-28", title="Früh <b>"),
        milestone(2, status="planned", due_on="2021-05-31", due_text="Mai 2021", forecast_on="2021-08-31"),
        milestone(3, status="dropped", due_on="2021-05-31"),
        milestone(4, status=None),
    )
    chart = milestone_timeline(milestone_list(plan), plan)
    assert chart.sentence == (
        "Am 30.06.2021 ist 1 von 3 Wegmarken erreicht und 1 überfällig; bis zum 28.09.2021 wird 1 fällig. 1 liegt "
        "nach dem ursprünglichen Termin, am weitesten „milestone 2“ (SMI): 92 Tage."
    )
    assert chart.table["Stand am Stichtag"].tolist() == [
        "erreicht", "entfallen", "überfällig seit 30 Tagen", "Termin: keine Angabe",
    ]  # fmt: skip
    assert chart.table["Plantermin"].tolist() == ["31.03.2021", "31.05.2021", "31.05.2021 („Mai 2021“)", "–"]
    marks = {trace.name: trace.marker.symbol for trace in chart.figure.data if trace.mode == "markers"}
    assert len(set(marks.values())) == 4 == len(marks)
    lines = [trace.name for trace in chart.figure.data if trace.mode == "lines"]
    assert lines == ["später als ursprünglich", "früher als ursprünglich"]
    names = next(trace for trace in chart.figure.data if trace.mode == "text")
    assert names.text[0] == "<b>SMI</b> Früh &lt;b&gt;"


def test_a_long_timeline_draws_those_that_press_and_lists_all() -> None:
    plan = view(*(milestone(n, status="planned", due_on=f"2022-01-{n % 28 + 1:02}") for n in range(SHOWN + 10)))
    chart = milestone_timeline(milestone_list(plan), plan)
    assert len(chart.table) == SHOWN + 10
    assert [len(trace.text) for trace in chart.figure.data if trace.mode == "text"] == [SHOWN, SHOWN]


def test_the_trend_has_a_column_per_report_and_a_line_for_those_that_slipped_most() -> None:
    numbers = range(1, SHOWN_LINES + 3)
    plan = view(*(milestone(n, status="planned", due_on="2020-12-31", forecast_on=f"2021-{n:02}-28") for n in numbers))
    courses = {
        f"milestone/{n}": _course(
            ("2019-03-19", {"due_on": "2020-12-31"}), ("2020-12-31", {"forecast_on": f"2021-{n:02}-28"})
        )
        for n in numbers
    }
    courses["milestone/1"].append(DayState(date(2021, 3, 31), {"status": "completed", "achieved_on": "2021-03-01"}, {}))
    chart = milestone_trend(trend(courses), milestone_list(plan), STICHTAG)
    lines = [trace for trace in chart.figure.data if trace.mode == "lines+markers"]
    assert len(lines) == SHOWN_LINES
    assert len({(line.line.color, line.line.dash, line.marker.symbol[0]) for line in lines}) == SHOWN_LINES
    assert len(chart.table) == len(numbers)
    assert chart.table.iloc[0][["Wegmarke", "Stand 19.03.2019", "Stand 31.03.2021"]].tolist() == [
        f"milestone {max(numbers)}", "31.12.2020", "–",
    ]  # fmt: skip
    assert chart.table.iloc[-1]["Stand 31.03.2021"] == "● 01.03.2021 erreicht"
    assert chart.sentence.startswith("Von der ersten bis zur letzten Meldung sind von 10 Wegmarken 10 später geworden")


def test_a_report_without_a_day_leaves_a_gap_and_no_zero() -> None:
    plan = view(milestone(1, status="planned"))
    courses = {"milestone/1": _course(("2019-03-19", {"due_on": "2020-12-31"}), ("2020-12-31", {"due_on": None}))}
    chart = milestone_trend(trend(courses), milestone_list(plan), STICHTAG)
    line = next(trace for trace in chart.figure.data if trace.mode == "lines+markers")
    assert line.y[1] is None or pd.isna(line.y[1])
    assert chart.table["Stand 31.12.2020"].tolist() == ["–"]
