"""Charts that PowerPoint can edit, as DrawingML: each brings the workbook with its numbers.

A gantt chart is one of stacked bars, with gaps that are not seen between the spans of days.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from masterplan.briefings.content import Chart, Series
from masterplan.briefings.drawing.chart_workbook import EPOCH, serial, workbook
from masterplan.briefings.drawing.days import plot_area, span_of_days
from masterplan.briefings.drawing.shapes import Box, filled, hue
from masterplan.briefings.palette import FAINT, INK, PAINTS, PAPER, RULE, Paint
from masterplan.briefings.slides.room import CAPTION
from masterplan.briefings.xml_text import clean
from masterplan.vocabulary import NOT_REPORTED

MANY = 7
"""Above so many categories their names are set smaller."""
SINGLE_DAY = "◆"
PATTERNS = {"diagonal": "wdUpDiag", "cross": "diagCross", "dots": "pct10"}
DASHES, MARKERS = ("solid", "sysDot"), ("circle", "square", "triangle", "diamond")
GERMAN = "[$-407]"
"""Numbers are shown the German way, whatever the language of the program."""

_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_HIDDEN = _SHOWN.replace('showVal val="1"', 'showVal val="0"')
_NOTHING = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


@dataclass(frozen=True)
class Drawn:
    """One row of values as it is drawn; without a ``series`` it is a gap."""

    name: str
    values: Sequence[int | float | None]
    series: Series | None


def chart_part(slide: Any, number: int, chart: Chart, box: Box) -> str:
    """Adds a chart with its workbook to the file of a slide; gives the reference by which the slide shows it."""
    rows = list(_gantt_rows(chart)) if chart.kind == "gantt" else _rows(chart)
    package = slide.part.package
    content = _chart_space(chart, rows, box).encode()
    part: Any = ChartPart.load(PackURI(f"/ppt/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, package, content)
    file = workbook(_categories(chart), [(row.name, row.values) for row in rows])
    name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    part.relate_to(EmbeddedXlsxPart(name, CONTENT_TYPE.SML_SHEET, package, file), RELATIONSHIP_TYPE.PACKAGE)
    reference: str = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return reference


def number_format(chart: Chart, decimals: int | None = None) -> str:
    """How the numbers of a chart are shown, with as many decimals as its texts have."""
    texts = [text for series in chart.series for text in series.texts]
    if decimals is None:
        decimals = max((len(found[1]) for text in texts if (found := re.search(r",(\d+)", text))), default=0)
    places = "." + "0" * decimals if decimals else ""
    exact = f"{GERMAN}#,##0{places}"
    if chart.unit == "euro" and any("Mio" in text for text in texts):
        return f'{exact},,"\u00a0Mio.\u00a0€"'
    formats = {
        "share": f"{GERMAN}0{places}\u00a0%", "days": f'{exact}"\u00a0Tage"', "euro": f'{exact}"\u00a0€"',
        "date": "mm.yyyy",
    }  # fmt: skip
    return formats.get(chart.unit, exact)


def _rows(chart: Chart) -> list[Drawn]:
    return [Drawn(clean(series.name), series.values, series) for series in chart.series]


def _categories(chart: Chart) -> Sequence[date | str]:
    """The names of the rows, or the days of a line; a bar that is missing because nothing is known says so."""
    if chart.days:
        return [date.fromisoformat(day) for day in chart.days]
    return [
        name if chart.kind != "bar" or any(one.values[at] is not None for one in chart.series) else
        f"{name}: {NOT_REPORTED}" for at, name in enumerate(map(clean, chart.categories))
    ]  # fmt: skip


# The file of a chart.


def _chart_space(chart: Chart, rows: Sequence[Drawn], box: Box) -> str:
    native = "line" if chart.kind == "line" else "bar"
    legend = len(chart.series) > 1 and chart.kind != "gantt"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMESPACES}><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:title><c:tx>{_rich(clean(chart.title), 14, INK)}</c:tx>'
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea>'
        f"{_plot_layout(box) if chart.kind == 'gantt' else '<c:layout/>'}"
        f"{_line_chart(chart, rows) if native == 'line' else _bar_chart(chart, rows)}{_category_axis(chart)}"
        f"{_value_axis(chart)}</c:plotArea>"
        f"{_legend() if legend else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_letters(_label_size(chart), INK)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _legend() -> str:
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters(CAPTION, INK)}</c:legend>'


def _letters(size: int, colour: str, bold: bool = False) -> str:
    look = f'<a:defRPr lang="de-DE" sz="{size * 100}" b="{int(bold)}">{filled(colour)}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="de-DE"/></a:p></c:txPr>'


def _rich(text: str, size: int, colour: str) -> str:
    look = f'<a:rPr lang="de-DE" sz="{size * 100}" b="1">{filled(colour)}</a:rPr>'
    return f"<c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{look}<a:t>{escape(text)}</a:t></a:r></a:p></c:rich>"


def _label_size(chart: Chart) -> int:
    return CAPTION if chart.kind == "line" or len(chart.categories) <= MANY else CAPTION - 2


def _bar_chart(chart: Chart, rows: Sequence[Drawn]) -> str:
    stacked = chart.kind != "bar"
    series = "".join(_bar_series(chart, row, at) for at, row in enumerate(rows))
    overlap = '<c:overlap val="100"/>' if stacked else ""
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{"stacked" if stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="45"/>{overlap}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
    )


def _bar_series(chart: Chart, row: Drawn, at: int) -> str:
    if row.series is None:
        look, labels = _NOTHING, ""
    else:
        paint = PAINTS[row.series.meaning]
        edge = paint.text if chart.kind == "gantt" else paint.ink if paint.fill == PAPER else PAPER
        look = f'<c:spPr>{fill_xml(paint)}<a:ln w="9525">{filled(edge)}</a:ln></c:spPr>'
        labels = _single_days(row.series) if chart.kind == "gantt" else _bar_labels(chart, paint)
    return f'{_series_head(row, at)}{look}<c:invertIfNegative val="0"/>{labels}{_series_data(chart, row, at)}</c:ser>'


def _bar_labels(chart: Chart, paint: Paint) -> str:
    """The numbers: in a stacked bar on the bar, on a plain ground where that has a pattern; noughts are left out."""
    stacked = chart.kind == "stacked_bar"
    ground = f"<c:spPr>{filled(paint.fill)}</c:spPr>" if stacked and paint.pattern else ""
    code = escape(number_format(chart) + (";;;" if stacked else ""))
    place = "" if stacked else '<c:dLblPos val="outEnd"/>'
    letters = _letters(CAPTION, paint.ink if stacked else INK, bold=True)
    return f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/>{ground}{letters}{place}{_SHOWN}</c:dLbls>'


def _label(at: int, text: str, colour: str, place: str = "") -> str:
    where = f'<c:dLblPos val="{place}"/>' if place else ""
    return f'<c:dLbl><c:idx val="{at}"/><c:tx>{_rich(clean(text), CAPTION, colour)}</c:tx>{where}{_SHOWN}</c:dLbl>'


def _line_chart(chart: Chart, rows: Sequence[Drawn]) -> str:
    series = "".join(_line_series(chart, row, at) for at, row in enumerate(rows))
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    )


def _line_series(chart: Chart, row: Drawn, at: int) -> str:
    assert row.series is not None
    colour = PAINTS[row.series.meaning].text
    dash = "dash" if row.series.meaning == "target" else DASHES[min(at, 1)]
    marker = MARKERS[at % len(MARKERS)]
    look = f'<c:spPr><a:ln w="31750">{filled(colour)}<a:prstDash val="{dash}"/></a:ln></c:spPr>'
    mark = f'<c:marker><c:symbol val="{marker}"/><c:size val="8"/><c:spPr>{filled(colour)}</c:spPr></c:marker>'
    known = [place for place, value in enumerate(row.values) if value is not None]
    last = _label(known[-1], row.series.texts[known[-1]], colour, "t") if known else ""
    labels = f"<c:dLbls>{last}{_HIDDEN}</c:dLbls>"
    return f'{_series_head(row, at)}{look}{mark}{labels}{_series_data(chart, row, at)}<c:smooth val="0"/></c:ser>'


def _series_head(row: Drawn, at: int) -> str:
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(row.name)}</c:v></c:pt></c:strCache>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!${_column(at)}$1</c:f>{name}</c:strRef></c:tx>"
    )


def _series_data(chart: Chart, row: Drawn, at: int) -> str:
    categories, end = _categories(chart), len(chart.categories) + 1
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{(one - EPOCH).days if isinstance(one, date) else escape(one)}</c:v></c:pt>'
        for place, one in enumerate(categories)
    )
    cache = f'<c:ptCount val="{len(categories)}"/>{points}'
    names = (
        f"<c:numRef><c:f>Sheet1!$A$2:$A${end}</c:f><c:numCache><c:formatCode>dd.mm.yyyy</c:formatCode>{cache}"
        "</c:numCache></c:numRef>"
        if chart.days
        else f"<c:strRef><c:f>Sheet1!$A$2:$A${end}</c:f><c:strCache>{cache}</c:strCache></c:strRef>"
    )
    values = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
        for place, value in enumerate(row.values)
        if value is not None
    )
    column = _column(at)
    return (
        f"<c:cat>{names}</c:cat><c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${end}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(row.values)}"/>{values}</c:numCache></c:numRef></c:val>'
    )


def _column(at: int) -> str:
    return chr(ord("B") + at)


# Axes.


def _category_axis(chart: Chart) -> str:
    kind = "dateAx" if chart.days else "catAx"
    side, turned = ("b", "minMax") if chart.kind == "line" else ("l", "maxMin")
    code = '<c:numFmt formatCode="mm.yyyy" sourceLinked="0"/>' if chart.days else ""
    end = (
        f'<c:lblOffset val="100"/><c:baseTimeUnit val="days"/><c:majorUnit val="{_months_apart(chart.days)}"/>'
        '<c:majorTimeUnit val="months"/>'
        if chart.days
        else '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/>'
    )
    return (
        f'<c:{kind}><c:axId val="1"/><c:scaling><c:orientation val="{turned}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{code}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln>{filled(FAINT)}</a:ln></c:spPr>{_letters(_label_size(chart), INK)}'
        f'<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="1"/>{end}</c:{kind}>'
    )


def _months_apart(days: Sequence[str]) -> int:
    """At most eight marks, whole months apart."""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return max(-(-((last.year - first.year) * 12 + last.month - first.month) // 7), 1)


def _value_axis(chart: Chart) -> str:
    """Bars bear their numbers and need no axis; days of a gantt chart stand below the bars."""
    is_bar = chart.kind in ("bar", "stacked_bar")
    values = [value for series in chart.series for value in series.values if value is not None]
    limits, step = f'<c:min val="{min(0, *values, 0)}"/>', ""
    if chart.kind == "gantt":
        days = span_of_days(chart)
        limits = f'<c:max val="{days.last}"/><c:min val="{days.first}"/>'
        step = f'<c:majorUnit val="{days.step}"/>'
    lines = "" if is_bar else f"<c:majorGridlines><c:spPr><a:ln>{filled(RULE)}</a:ln></c:spPr></c:majorGridlines>"
    side, labels = ("l", "nextTo") if chart.kind == "line" else ("b", "high")
    code = escape(number_format(chart, decimals=0))
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling>'
        f'<c:delete val="{int(is_bar)}"/><c:axPos val="{side}"/>{lines}<c:numFmt formatCode="{code}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_letters(_label_size(chart), INK)}"
        f'<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>{step}</c:valAx>'
    )


# Gantt charts.


def _gantt_rows(chart: Chart) -> Iterator[Drawn]:
    """For each series the gap up to it and its length in days; what overlaps an earlier span is left out."""
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
        yield Drawn(f"bis Beginn: {clean(series.name)}", gaps, None)
        yield Drawn(clean(series.name), lengths, series)


def _single_days(series: Series) -> str:
    colour = PAINTS[series.meaning].text
    single = (at for at, span in enumerate(series.spans) if span is not None and span.start == span.end)
    labels = "".join(_label(at, SINGLE_DAY, colour) for at in single)
    return f"<c:dLbls>{labels}{_HIDDEN}</c:dLbls>" if labels else ""


def _plot_layout(box: Box) -> str:
    inner = plot_area(box)
    shares = {
        "x": (inner.left - box.left) / box.width, "y": (inner.top - box.top) / box.height,
        "w": inner.width / box.width, "h": inner.height / box.height,
    }  # fmt: skip
    placed = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{placed}</c:manualLayout></c:layout>"
    )


def fill_xml(paint: Paint) -> str:
    """A fill with its pattern as DrawingML."""
    if not paint.pattern:
        return filled(paint.fill)
    inner = f"<a:fgClr>{hue(paint.ink)}</a:fgClr><a:bgClr>{hue(paint.fill)}</a:bgClr>"
    return f'<a:pattFill prst="{PATTERNS[paint.pattern]}">{inner}</a:pattFill>'
