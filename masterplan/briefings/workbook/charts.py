"""Charts that Excel can edit, each drawn from the numbers that stand beside it in the sheet."""

from datetime import date
from typing import Any

from masterplan.briefings.content import Chart, Series
from masterplan.briefings.drawing.chart_workbook import EPOCH, serial
from masterplan.briefings.palette import INK, PAINTS, PAPER, RULE
from masterplan.briefings.workbook.looks import Look, number_format
from masterplan.briefings.workbook.page import Page

PATTERNS = {"diagonal": "wide_upward_diagonal", "cross": "outlined_diamond", "dots": "percent_10"}
NAMES, VALUES = 1, 2
"""The columns of the sheet in which the categories and the first series stand, counted from nought."""
HIDDEN = "bis Beginn"
"""The gaps of a gantt chart before each bar: a series that is not drawn."""
WIDTH, PIXELS = 24.0, 96 / 2.54
"""The width of a drawing in centimetres, and the pixels of one."""

Column = tuple[str, Series | None, list[Any]]
"""Name, what it tells (None: a gap that is not drawn), and the numbers, days or nothing of each category."""


def add_chart(page: Page, chart: Chart) -> None:
    """The drawing, the sentence, and the table it is drawn from."""
    page.line(chart.title, Look(bold=True))
    page.line(chart.sentence)
    columns = _columns(chart)
    first = page.row
    for at, (name, _, _) in enumerate(columns, VALUES):
        page.text(name, Look(bold=True, wrap=True), at)
    for place, category in enumerate(chart.categories):
        page.row += 1
        page.text(category, Look(wrap=True), NAMES)
        for at, (_, series, values) in enumerate(columns, VALUES):
            if values[place] is not None:
                shape = _shape(chart, series, place, values[place])
                number = _number(values[place])
                page.sheet.write_number(page.row, at, number, page.looks[Look(upright="", shape=shape)])
    height = max(7.0, min(18.0, 3.5 + 0.75 * len(chart.categories) * _bars(chart)))
    drawn = _drawn(page, chart)
    drawn.set_size({"width": WIDTH * PIXELS, "height": height * PIXELS})
    for at, column in enumerate(columns, VALUES):
        drawn.add_series(_series(page, chart, first, at, column))
    page.row += 2
    page.sheet.insert_chart(page.row, NAMES, drawn, {"object_position": 2, "description": chart.alternative})
    page.row += round(height / 0.5) + 2


def _bars(chart: Chart) -> int:
    return len(chart.series) if chart.kind == "bar" else 1


def _columns(chart: Chart) -> list[Column]:
    """The numbers behind the drawing; of a gantt chart the days before each bar and its length."""
    if chart.kind != "gantt":
        return [(one.name, one, list(one.values)) for one in chart.series]
    found: list[Column] = []
    ends: list[date | None] = [None] * len(chart.categories)
    for place, series in enumerate(chart.series):
        gaps: list[Any] = []
        lengths: list[Any] = []
        for at, span in enumerate(series.spans):
            if span is None:
                gaps.append(None)
                lengths.append(None)
                continue
            before, start, end = ends[at], date.fromisoformat(span.start), date.fromisoformat(span.end)
            start = start if before is None else max(start, before)
            gaps.append(start if before is None else (start - before).days)
            lengths.append(max((end - start).days, 0))
            ends[at] = max(start, end)
        found += [(f"{HIDDEN} {place + 1}", None, gaps), (series.name, series, lengths)]
    return found


def _number(value: Any) -> Any:
    """A number, or a day as Excel counts them."""
    return (value - EPOCH).days if isinstance(value, date) else value


def _shape(chart: Chart, series: Series | None, place: int, value: Any) -> str:
    if isinstance(value, date):
        return "DD.MM.YYYY"
    if chart.kind == "gantt" or series is None:
        return '#,##0" Tage"'
    return number_format(series.texts[place], value)


def _drawn(page: Page, chart: Chart) -> Any:
    is_line, is_stacked = chart.kind == "line", chart.kind in ("stacked_bar", "gantt")
    drawn = page.workbook.add_chart({
        "type": "line" if is_line else "bar", "subtype": "stacked" if is_stacked else None,
    })  # fmt: skip
    numbers = {
        "num_format": {"share": "0%", "date": "MM.YYYY"}.get(chart.unit, "#,##0"), "min": 0 if is_line else None,
        "major_gridlines": {"visible": True, "line": {"color": RULE}}, "major_tick_mark": "none",
    }  # fmt: skip
    if chart.kind == "gantt":
        spans = [span for one in chart.series for span in one.spans if span]
        told = [*(span.start for span in spans), *(span.end for span in spans), *([chart.today] if chart.today else [])]
        if told:
            numbers["min"], numbers["max"] = serial(min(told)) - 31, serial(max(told)) + 31
    names = {"reverse": not is_line, "label_position": None if is_line else "low", "major_tick_mark": "none"}
    # The library calls the upright axis y, whatever stands at it.
    drawn.set_x_axis(names if is_line else numbers)
    drawn.set_y_axis(numbers if is_line else names)
    drawn.set_title({"none": True})
    drawn.set_style(10)
    drawn.set_legend({"position": "bottom"})
    return drawn


def _series(page: Page, chart: Chart, first: int, at: int, column: Column) -> dict[str, Any]:
    """One row of values as the library asks for it: where it stands, what stands there, how it is drawn."""
    name, series, values = column
    last = first + len(chart.categories)
    return {
        "name": [page.name, first, at], "name_data": [name],
        "categories": [page.name, first + 1, NAMES, last, NAMES], "categories_data": list(chart.categories),
        "values": [page.name, first + 1, at, last, at], "values_data": [_number(value) for value in values],
        "gap": None if chart.kind == "line" else 45, **_paint(chart, series),
    }  # fmt: skip


def _paint(chart: Chart, series: Series | None) -> dict[str, Any]:
    if series is None:
        return {"fill": {"none": True}, "border": {"none": True}}
    paint = PAINTS[series.meaning]
    if chart.kind == "line":
        dash, symbol = ("dash", "diamond") if series.meaning == "target" else ("solid", "circle")
        own = {"color": paint.text}
        marker = {"type": symbol, "size": 7, "fill": own, "border": own}
        return {"line": own | {"width": 2.25, "dash_type": dash}, "marker": marker}
    look: dict[str, Any] = {"border": {"color": INK if paint.fill == PAPER else PAPER, "width": 0.75}}
    if paint.pattern:
        look["pattern"] = {"pattern": PATTERNS[paint.pattern], "fg_color": paint.ink, "bg_color": paint.fill}
    else:
        look["fill"] = {"color": paint.fill}
    return look | ({"data_labels": {"value": True}} if chart.kind == "bar" else {})
