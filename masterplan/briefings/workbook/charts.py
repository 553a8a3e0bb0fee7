"""Charts that Excel can edit, each drawn from the numbers that stand beside it in the sheet."""

from datetime import date, timedelta
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from masterplan.briefings.content import Chart, Series
from masterplan.briefings.palette import INK, PAINTS, PAPER, RULE, Paint
from masterplan.briefings.workbook.page import Page, font, number_format

PATTERNS = {"diagonal": "wdUpDiag", "cross": "diagCross", "dots": "pct10"}
NAMES, VALUES = 2, 3
"""The columns of the sheet in which the categories and the first series stand."""
HIDDEN = "bis Beginn"
"""The gaps of a gantt chart before each bar: a series that is not drawn."""


def add_chart(page: Page, chart: Chart) -> None:
    """The drawing, the sentence, and the table it is drawn from."""
    page.line(chart.title, font(bold=True))
    page.line(chart.sentence)
    columns = list(_columns(chart))
    first = page.row
    for at, (name, _, _) in enumerate(columns, VALUES):
        page.text(name, font(bold=True), at, wrap=True)
    for place, category in enumerate(chart.categories):
        page.row += 1
        page.text(category, column=NAMES, wrap=True)
        for at, (_, series, values) in enumerate(columns, VALUES):
            _number(page.sheet.cell(page.row, at), chart, series, place, values[place])
    drawn = _drawn(chart, columns)
    _connect(page, drawn, columns, first, len(chart.categories))
    drawn.width, drawn.height = 24.0, max(7.0, min(18.0, 3.5 + 0.75 * len(chart.categories) * _bars(chart)))
    page.row += 2
    page.sheet.add_chart(drawn, f"B{page.row}")
    page.row += round(drawn.height / 0.5) + 2


def _bars(chart: Chart) -> int:
    return len(chart.series) if chart.kind == "bar" else 1


Columns = list[tuple[str, Series | None, list[Any]]]


def _columns(chart: Chart) -> Columns:
    """The numbers behind the drawing; of a gantt chart the days before each bar and its length."""
    if chart.kind != "gantt":
        return [(one.name, one, list(one.values)) for one in chart.series]
    found: Columns = []
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


def _number(cell: Any, chart: Chart, series: Series | None, place: int, value: Any) -> None:
    if value is None:
        return
    cell.value, cell.font = value, font()
    if isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"
    elif chart.kind == "gantt":
        cell.number_format = '#,##0" Tage"'
    elif series is not None:
        cell.number_format = number_format(series.texts[place], value)


def _drawn(chart: Chart, columns: Columns) -> Any:
    drawn: Any
    if chart.kind == "line":
        drawn = LineChart()
        drawn.y_axis.scaling.min = 0
    else:
        drawn = BarChart()
        drawn.type, drawn.gapWidth = "bar", 45
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.x_axis.tickLblPos = "low"
        if chart.kind in ("stacked_bar", "gantt"):
            drawn.grouping, drawn.overlap = "stacked", 100
    drawn.title, drawn.style = None, 10
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_plain(RULE)))
    drawn.y_axis.number_format = _axis_format(chart)
    drawn.legend.position = "b"
    if chart.kind == "gantt":
        spans = [span for one in chart.series for span in one.spans if span]
        told = [*(span.start for span in spans), *(span.end for span in spans), *([chart.today] if chart.today else [])]
        days = [date.fromisoformat(day) for day in told]
        drawn.y_axis.scaling.min = _serial(min(days) - timedelta(days=31)) if days else None
        drawn.y_axis.scaling.max = _serial(max(days) + timedelta(days=31)) if days else None
    drawn.layout = Layout(manualLayout=ManualLayout(h=0.78, y=0.02))
    return drawn


def _axis_format(chart: Chart) -> str:
    return {"share": "0%", "date": "MM.YYYY"}.get(chart.unit, "#,##0")


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _connect(page: Page, drawn: Any, columns: Columns, first: int, length: int) -> None:
    sheet = page.sheet
    categories = Reference(sheet, min_col=NAMES, min_row=first + 1, max_row=first + length)
    for at, (_, series, _) in enumerate(columns, VALUES):
        values = Reference(sheet, min_col=at, min_row=first + 1, max_row=first + length)
        one = SeriesFactory(values)
        one.tx = SeriesLabel(strRef=StrRef(f"'{sheet.title}'!${get_column_letter(at)}${first}"))
        if series is None:
            one.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        elif isinstance(drawn, LineChart):
            is_target = series.meaning == "target"
            line = LineProperties(solidFill=_plain(PAINTS[series.meaning].text), w=28575)
            line.dashStyle = "dash" if is_target else "solid"
            one.graphicalProperties, one.smooth = GraphicalProperties(ln=line), False
            one.marker.symbol = "diamond" if is_target else "circle"
        else:
            one.graphicalProperties = _filled(PAINTS[series.meaning])
            if drawn.grouping != "stacked":
                one.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        drawn.series.append(one)
    drawn.set_categories(categories)


def _plain(colour: str) -> ColorChoice:
    return ColorChoice(srgbClr=colour.lstrip("#"))


def _filled(paint: Paint) -> GraphicalProperties:
    line = LineProperties(solidFill=_plain(INK if paint.fill == PAPER else PAPER), w=9525)
    if paint.pattern:
        pattern = PatternFillProperties(prst=PATTERNS[paint.pattern], fgClr=_plain(paint.ink), bgClr=_plain(paint.fill))
        return GraphicalProperties(pattFill=pattern, ln=line)
    return GraphicalProperties(solidFill=_plain(paint.fill), ln=line)


