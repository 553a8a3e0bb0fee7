"""How much room each part of a section needs on a slide: running text, key figures, charts. All measures are points."""

from dataclasses import dataclass
from typing import Literal

from masterplan.briefings.content import Cell, Chart, ColumnKind, Figures, FigureValue, Meaning, Table
from masterplan.briefings.slides import fitting
from masterplan.briefings.slides.fitting import LEADING

GAP = 12.0
TILE_GAP = 10.0
TILE_MARGIN = 8.0
CELL_MARGIN = 5.0
CELL_PADDING = 3.0
CAPTION = 12
NOTE = 13
LEGEND = 18.0
INDENT = 16.0
TILES_IN_A_ROW = 4
LONG_WORD = 90.0
TO_THE_RIGHT: frozenset[ColumnKind] = frozenset({"number", "share", "days", "euro"})

LineKind = Literal["lead", "text", "bullet", "detail", "heading", "info", "warning"]


@dataclass(frozen=True)
class Line:
    """A paragraph of running text on a slide; ``number`` where it is called by it, ``hang`` the size it hangs under."""

    text: str
    kind: LineKind
    size: int
    meaning: Meaning = "neutral"
    number: int | None = None
    hang: int | None = None

    @property
    def before(self) -> float:
        """The room above it, in points."""
        return {"detail": 1.0, "bullet": 0.35 * self.size, "heading": 0.5 * self.size}.get(self.kind, 0.4 * self.size)

    @property
    def indent(self) -> float:
        return INDENT * (self.hang or self.size) / 14 if self.kind in ("bullet", "detail") else 0.0

    @property
    def bold(self) -> bool:
        return self.kind in ("lead", "heading")


@dataclass(frozen=True)
class Texts:
    """Paragraphs under each other in one box."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Rows:
    """Some rows of a table with the heights they need, the ``last`` of it or not; ``size`` is that of the letters."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    size: int
    last: bool


Part = Texts | Rows | Figures | Chart


# Running text.


def line_height(line: Line, width: float) -> float:
    """The height of a paragraph with the room above it."""
    return line.before + fitting.height(line.text, line.size, width - line.indent, line.bold)


def texts_height(texts: Texts, width: float) -> float:
    """The height of a box of paragraphs."""
    return sum(line_height(line, width) for line in texts.lines) + 2


# Key figures.


def tiles(figures: Figures) -> list[tuple[FigureValue, ...]]:
    """Key figures in rows of tiles."""
    count = len(figures.figures)
    in_a_row = count if count <= TILES_IN_A_ROW else -(-count // 2)
    return [figures.figures[at : at + in_a_row] for at in range(0, count, in_a_row)]


def tile_width(figures: Figures, width: float) -> float:
    """The width of one tile."""
    in_a_row = max(len(tiles(figures)[0]), 3) if figures.figures else 3
    return (width - TILE_GAP * (in_a_row - 1)) / in_a_row


def number_size(figures: Figures, room: float) -> int:
    """The size of the numbers, the same in all tiles."""
    inside = room - 2 * TILE_MARGIN
    return min(fitting.size_that_fits(one.text, inside, 1, (32, 28, 24, 20, 16), bold=True) for one in figures.figures)


def small_lines(figure: FigureValue) -> list[str]:
    """What stands under the number; that all is known stands in the notes alone."""
    coverage = figure.coverage_text if figure.coverage is None or figure.coverage < 1 else None
    told = (figure.detail, figure.bounds, coverage, figure.difference, figure.rule_title)
    return [text for text in told if text]


def tile_height(figures: Figures, row: tuple[FigureValue, ...], room: float) -> float:
    """The height of one row of tiles."""
    inside = room - 2 * TILE_MARGIN
    number = number_size(figures, room) * LEADING
    return max(
        fitting.height(one.title, 13, inside, bold=True)
        + number
        + sum(fitting.height(text, CAPTION, inside) for text in small_lines(one))
        for one in row
    ) + 2 * TILE_MARGIN  # fmt: skip


def figures_height(figures: Figures, width: float) -> float:
    """The height of all tiles, with their title."""
    if not figures.figures:
        return 0.0
    rows = tiles(figures)
    room = tile_width(figures, width)
    title = 16 * LEADING + 4 if figures.title else 0.0
    return title + sum(tile_height(figures, row, room) for row in rows) + TILE_GAP * (len(rows) - 1)


# Charts.


def chart_height(chart: Chart, width: float) -> float:
    """The least height of a chart with the sentence under it."""
    return _drawing(chart, width, 18.0) + sentence_height(chart, width)


def best_chart_height(chart: Chart, width: float) -> float:
    """The height beyond which a chart gains nothing."""
    return max(_drawing(chart, width, 40.0), 190.0) + sentence_height(chart, width)


def sentence_height(chart: Chart, width: float) -> float:
    """The height of the sentence under a chart."""
    return fitting.height(chart.sentence, CAPTION, width) + 6


def legend_widths(chart: Chart) -> list[float]:
    """The width of each entry of a gantt chart's legend."""
    return [fitting.width(series.name, CAPTION) + 21 + 18 for series in chart.series]


def legend_height(chart: Chart, width: float) -> float:
    """The height of a gantt chart's legend, which stands outside the native chart; none for the others."""
    if chart.kind != "gantt":
        return 0.0
    rows, left = 1, 0.0
    for wide in legend_widths(chart):
        if left and left + wide > width:
            rows, left = rows + 1, 0.0
        left += wide
    return rows * LEGEND


def _drawing(chart: Chart, width: float, each: float) -> float:
    if chart.kind == "line":
        return 10 * each
    if chart.kind == "gantt":
        return max(legend_height(chart, width) + 70 + each * len(chart.categories), 150.0)
    beside = len(chart.series) if chart.kind == "bar" else 1
    rows = len(chart.categories) * (1 + 0.6 * (beside - 1))
    return max(30 + (24 if len(chart.series) > 1 else 0) + each * rows, 110.0)
