"""The days of a gantt chart on a slide: its axis, and where the bars stand."""

from dataclasses import dataclass
from datetime import date

from masterplan.briefings.content import Chart
from masterplan.briefings.drawing.chart_workbook import EPOCH, serial
from masterplan.briefings.drawing.shapes import Box

NAMES = 0.36
"""The share of the width that the names have."""
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Days:
    """The axis of a gantt chart: its first and last day as Excel counts them, and the days between two marks."""

    first: int
    last: int
    step: float

    def share(self, day: str) -> float:
        """Where a day lies on the axis, from 0 to 1."""
        return (serial(day) - self.first) / (self.last - self.first)


def span_of_days(chart: Chart) -> Days:
    """The axis of a gantt chart in whole months; its marks never drift out of the month that they are named after."""
    days = [day for one in chart.series for span in one.spans if span for day in (span.start, span.end)]
    days += [chart.today] if chart.today else []
    first = date.fromisoformat(min(days, default="2000-01-01"))
    last = date.fromisoformat(max(days, default="2000-12-31"))
    start = (first.replace(day=4) - EPOCH).days - (30 if first.day < 4 else 0)
    months = -(-(serial(last.isoformat()) - start) // MONTH)
    step = next(apart for apart in (1, 2, 3, 6, 12, 24, 60, 1200) if months / apart <= 7)
    return Days(start, start + round(max(-(-months // step), 1) * step * MONTH), step * MONTH)


def plot_area(box: Box) -> Box:
    """Where the bars of a gantt chart stand: fixed, so that the Stichtag can be drawn across."""
    return Box(box.left + box.width * NAMES, box.top + 46, box.width * (0.97 - NAMES), box.height - 46 - 22)
