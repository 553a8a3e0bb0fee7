"""Charts that PowerPoint can edit: each brings the workbook with its numbers, and nothing in it is a formula."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from masterplan.briefings.chart_workbook import EPOCH, workbook
from masterplan.briefings.content import Chart, Series
from masterplan.briefings.palette import FAINT, INK, PAINTS, PAPER, RULE, Paint
from masterplan.briefings.slide_layout import CAPTION
from masterplan.briefings.slide_xml import Box, clean, emu

MONTH = 365.25 / 12
KINDS: dict[str, Any] = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED, "stacked_bar": XL_CHART_TYPE.BAR_STACKED, "gantt": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}  # fmt: skip
PATTERNS = {
    "diagonal": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL, "cross": MSO_PATTERN_TYPE.DIAGONAL_CROSS,
    "dots": MSO_PATTERN_TYPE.PERCENT_10,
}  # fmt: skip
_BY_HEX: Any = RGBColor.from_string
PATTERN_NAMES = {"diagonal": "wdUpDiag", "cross": "diagCross", "dots": "pct10"}
DASHES = (MSO_LINE_DASH_STYLE.SOLID, MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.ROUND_DOT)
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND)
SINGLE_DAY = "◆"
MANY = 7
NAMES = 0.36
"""The share of a gantt chart's width that the names have."""

_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'


class _PlainWorkbook(CategoryWorkbookWriter):
    """The workbook behind a chart, written by ourselves; where its values stand is as the library has it."""

    @property
    def xlsx_blob(self) -> bytes:
        data: Any = self._chart_data
        return workbook([one.label for one in data.categories], [(one.name, list(one.values)) for one in data])


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> Any:
        writer: Any = _PlainWorkbook
        return writer(self)


def add_chart(shapes: Any, chart: Chart, box: Box) -> Any:
    """Draws a chart; gives its frame, which is to bear the alternative text."""
    new: Any = _Data
    data = new(number_format=number_format(chart))
    pieces = list(_gantt_pieces(chart)) if chart.kind == "gantt" else []
    data.categories = [date.fromisoformat(day) for day in chart.days] or [clean(name) for name in chart.categories]
    for name, values in [(clean(name), values) for name, _, values in pieces] or _plain_series(chart):
        data.add_series(name, values)
    place = (Emu(emu(length)) for length in (box.left, box.top, box.width, box.height))
    frame = shapes.add_chart(KINDS[chart.kind], *place, data)
    native = frame.chart
    native.font.size, native.font.color.rgb = Pt(_label_size(chart)), rgb(INK)
    native.has_title = True
    _title(native, clean(chart.title))
    _legend(native, chart)
    _axes(native, chart)
    if chart.kind == "gantt":
        _draw_gantt(native, chart, [series for _, series, _ in pieces], box)
    elif chart.kind == "line":
        _draw_lines(native, chart)
    else:
        _draw_bars(native, chart)
    return frame


def _label_size(chart: Chart) -> int:
    return CAPTION if chart.kind == "line" or len(chart.categories) <= MANY else CAPTION - 2


def _plain_series(chart: Chart) -> list[tuple[str, Sequence[int | float | None]]]:
    return [(clean(series.name), series.values) for series in chart.series]


GERMAN = "[$-407]"
"""Numbers are shown the German way, whatever the language of the program."""


def number_format(chart: Chart, decimals: int | None = None) -> str:
    """How the numbers of a chart are shown, with as many decimals as its texts have."""
    texts = [text for series in chart.series for text in series.texts]
    if decimals is None:
        decimals = max((len(found[1]) for text in texts if (found := re.search(r",(\d+)", text))), default=0)
    exact = f"{GERMAN}#,##0" + ("." + "0" * decimals if decimals else "")
    if chart.unit == "euro" and any("Mio" in text for text in texts):
        return f'{exact},,"\u00a0Mio.\u00a0€"'
    plain = f"{GERMAN}0{'.' + '0' * decimals if decimals else ''}\u00a0%"
    return {"share": plain, "days": f'{exact}"\u00a0Tage"', "euro": f'{exact}"\u00a0€"', "date": "mm.yyyy"}.get(
        chart.unit, exact
    )


def rgb(colour: str) -> RGBColor:
    """A colour as the library takes it."""
    made: RGBColor = _BY_HEX(colour.lstrip("#"))
    return made


def _title(native: Any, text: str) -> None:
    frame = native.chart_title.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(14), True, rgb(INK)
    native.chart_title.include_in_layout = False


def _legend(native: Any, chart: Chart) -> None:
    native.has_legend = len(chart.series) > 1 and chart.kind != "gantt"
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
        native.legend.font.size = Pt(CAPTION)


def _axes(native: Any, chart: Chart) -> None:
    values, categories = native.value_axis, native.category_axis
    categories.format.line.color.rgb = rgb(FAINT)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_labels.font.size = Pt(_label_size(chart))
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.format.line.fill.background()
    values.has_major_gridlines = chart.kind in ("line", "gantt")
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = rgb(RULE)
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = number_format(chart, decimals=0)
    if chart.kind == "line":
        values.minimum_scale = 0
        categories.tick_labels.number_format_is_linked = False
        categories.tick_labels.number_format = "mm.yyyy"
        if chart.days:
            _months_apart(categories, chart.days)
        return
    categories.reverse_order = True
    categories._element.find("{*}noMultiLvlLbl").addprevious(parse_xml(f'<c:tickLblSkip {_C} val="1"/>'))
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind != "gantt":
        values.visible = False
        values.minimum_scale = min(0, *(one for series in chart.series for one in series.values if one is not None), 0)
    else:
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _months_apart(axis: Any, days: Sequence[str]) -> None:
    """At most eight marks, whole months apart."""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    months = (last.year - first.year) * 12 + last.month - first.month
    apart = max(-(-months // 7), 1)
    element = axis._element
    for old in element.xpath("c:baseTimeUnit|c:majorUnit|c:majorTimeUnit"):
        element.remove(old)
    for name, value in (("baseTimeUnit", "days"), ("majorUnit", apart), ("majorTimeUnit", "months")):
        element.append(parse_xml(f'<c:{name} {_C} val="{value}"/>'))


def _fill(formatted: Any, paint: Paint) -> None:
    fill = formatted.fill
    if paint.pattern:
        fill.patterned()
        fill.pattern = PATTERNS[paint.pattern]
        fill.fore_color.rgb, fill.back_color.rgb = rgb(paint.ink), rgb(paint.fill)
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(paint.fill)
    formatted.line.color.rgb = rgb(paint.ink if paint.fill == PAPER else PAPER)
    formatted.line.width = Pt(0.75)


def _draw_bars(native: Any, chart: Chart) -> None:
    plot = native.plots[0]
    plot.gap_width = 45
    if chart.kind == "stacked_bar":
        plot.overlap = 100
    for series, drawn in zip(chart.series, plot.series, strict=True):
        paint = PAINTS[series.meaning]
        _fill(drawn.format, paint)
        drawn.invert_if_negative = False
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format_is_linked = False
        labels.number_format = number_format(chart) + (";;;" if chart.kind == "stacked_bar" else "")
        labels.font.size, labels.font.bold = Pt(CAPTION), True
        if chart.kind == "stacked_bar":
            labels.font.color.rgb = rgb(paint.ink)
            if paint.pattern:
                _ground(labels, paint.fill)
        else:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
            labels.font.color.rgb = rgb(INK)


def _ground(labels: Any, colour: str) -> None:
    """A plain ground under numbers that stand on a pattern."""
    element = labels._element
    ground = parse_xml(
        f'<c:spPr {_C} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:solidFill>'
        f'<a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill></c:spPr>'
    )
    element.find("{*}numFmt").addnext(ground)


def _draw_lines(native: Any, chart: Chart) -> None:
    for place, (series, drawn) in enumerate(zip(chart.series, native.plots[0].series, strict=True)):
        paint = PAINTS[series.meaning]
        drawn.smooth = False
        drawn.format.line.color.rgb, drawn.format.line.width = rgb(paint.text), Pt(2.5)
        is_target = series.meaning == "target"
        drawn.format.line.dash_style = DASHES[1 if is_target else (place * 2) % 3]
        drawn.marker.style, drawn.marker.size = MARKERS[place % len(MARKERS)], 8
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = rgb(paint.text)
        drawn.marker.format.line.color.rgb = rgb(paint.text)
        last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
        if last is not None:
            _label(drawn.points[last], series.texts[last], paint.text, XL_LABEL_POSITION.ABOVE)


def _label(point: Any, text: str, colour: str, position: Any = None) -> None:
    frame = point.data_label.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(CAPTION), True, rgb(colour)
    if position is not None:
        point.data_label.position = position


# Gantt charts: stacked bars, with gaps that are not seen between the spans.


def serial(day: str) -> int:
    """A day as Excel counts them."""
    return (date.fromisoformat(day) - EPOCH).days


def _gantt_pieces(chart: Chart) -> Iterator[tuple[str, Series | None, Sequence[int | None]]]:
    """For each series the gap up to it (None) and its length in days; what overlaps an earlier span is left out."""
    reached = [0] * len(chart.categories)
    for series in chart.series:
        gaps: list[int | None] = []
        lengths: list[int | None] = []
        for at, span in enumerate(series.spans):
            if span is None:
                gaps.append(None)
                lengths.append(None)
                continue
            start = max(serial(span.start), reached[at])
            end = max(serial(span.end), start)
            gaps.append(start - reached[at])
            lengths.append(end - start)
            reached[at] = end
        yield f"bis Beginn: {series.name}", None, gaps
        yield series.name, series, lengths


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
    start = (first.replace(day=4) - EPOCH).days
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(apart for apart in (1, 2, 3, 6, 12, 24, 60, 1200) if months / apart <= 7)
    return Days(start, start + round(-(-months // step) * step * MONTH), step * MONTH)


def plot_area(box: Box) -> Box:
    """Where the bars of a gantt chart stand: fixed, so that the Stichtag can be drawn across."""
    return Box(box.left + box.width * NAMES, box.top + 46, box.width * (0.97 - NAMES), box.height - 46 - 22)


def _draw_gantt(native: Any, chart: Chart, pieces: Sequence[Series | None], box: Box) -> None:
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for series, drawn in zip(pieces, plot.series, strict=True):
        if series is None:
            drawn.format.fill.background()
            drawn.format.line.fill.background()
            continue
        paint = PAINTS[series.meaning]
        _fill(drawn.format, paint)
        drawn.format.line.color.rgb = rgb(paint.text)
        for at, span in enumerate(series.spans):
            if span is not None and span.start == span.end:
                _label(drawn.points[at], SINGLE_DAY, paint.text)
    days, axis = span_of_days(chart), native.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = days.first, days.last, days.step
    _fix_plot(native, box)


def _fix_plot(native: Any, box: Box) -> None:
    area, inner = native._chartSpace.chart.plotArea, plot_area(box)
    for old in area.findall("{*}layout"):
        area.remove(old)
    shares = {
        "x": (inner.left - box.left) / box.width, "y": (inner.top - box.top) / box.height,
        "w": inner.width / box.width, "h": inner.height / box.height,
    }  # fmt: skip
    area.insert(0, parse_xml(
        f'<c:layout {_C}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{''.join(f'<c:{name} val={chr(34)}{share:.5f}{chr(34)}/>' for name, share in shares.items())}"
        "</c:manualLayout></c:layout>"
    ))  # fmt: skip


def fill_xml(paint: Paint) -> str:
    """A fill with its pattern as DrawingML."""
    if not paint.pattern:
        return f'<a:solidFill><a:srgbClr val="{rgb(paint.fill)}"/></a:solidFill>'
    return (
        f'<a:pattFill prst="{PATTERN_NAMES[paint.pattern]}"><a:fgClr><a:srgbClr val="{rgb(paint.ink)}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{rgb(paint.fill)}"/></a:bgClr></a:pattFill>'
    )
