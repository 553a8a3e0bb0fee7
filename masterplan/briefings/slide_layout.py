"""Which part of a section stands where on which slide: pure arithmetic on room, before anything is drawn.

All measures are points. Text is set in the largest size that needs no more slides than the smallest; tables, lists and
charts with many rows go on over several slides; nothing is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from masterplan.briefings import fitting
from masterplan.briefings.content import (
    Block,
    Bullets,
    Cell,
    Chart,
    ColumnKind,
    Figures,
    FigureValue,
    Meaning,
    Note,
    Paragraph,
    Table,
)
from masterplan.briefings.fitting import LEADING

GAP = 12.0
TILE_GAP = 10.0
TILE_MARGIN = 8.0
CELL_MARGIN = 5.0
CELL_PADDING = 3.0
CAPTION = 12
NOTE = 13
LEGEND = 18.0
INDENT = 16.0
TEXT_SIZES = (20, 18, 16, 14)
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
    """Some rows of a table with the heights they need; ``size`` is that of the letters."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    size: int
    first: bool
    last: bool


Part = Texts | Rows | Figures | Chart


@dataclass(frozen=True)
class Placed:
    """A part in its place, measured from the top left corner of the room."""

    part: Part
    left: float
    top: float
    width: float
    height: float


Band = tuple[Part | Table, ...]
"""What stands side by side."""

Page = list[Placed]


def pages(blocks: Sequence[Block], width: float, height: float) -> list[Page]:
    """The blocks of a section on as many slides as they need; at least one."""
    tried = [_flow(list(_bands(blocks, size)), width, height) for size in TEXT_SIZES[:: len(TEXT_SIZES) - 1]]
    if len(tried[0]) == len(tried[-1]):
        return tried[0]
    for size in TEXT_SIZES[1:-1]:
        found = _flow(list(_bands(blocks, size)), width, height)
        if len(found) == len(tried[-1]):
            return found
    return tried[-1]


def _bands(blocks: Sequence[Block], size: int) -> Iterator[Band]:
    """What stands side by side, from top to bottom: running texts together, charts in pairs."""
    for kind, group in groupby(blocks, _kind):
        members = list(group)
        if kind == "text":
            yield (Texts(tuple(line for block in members for line in _lines(block, size))),)
        elif kind == "chart":
            charts = [one for one in members if isinstance(one, Chart)]
            yield from (tuple(charts[at : at + 2]) for at in range(0, len(charts), 2))
        else:
            yield from ((block,) for block in members if isinstance(block, Figures | Table))


def _kind(block: Block) -> str:
    return {Chart: "chart", Figures: "figures", Table: "table"}.get(type(block), "text")


def _lines(block: Block, size: int) -> Iterator[Line]:
    match block:
        case Paragraph(text, lead):
            yield Line(text, "lead" if lead else "text", size)
        case Note(text, tone):
            sign = "Hinweis: " if tone == "warning" else ""
            yield Line(sign + text, tone, NOTE)
        case Bullets(items, title, numbered):
            if title:
                yield Line(title, "heading", size)
            for number, item in enumerate(items, 1):
                yield Line(item.text, "bullet", size, item.meaning, number if numbered else None)
                if item.detail:
                    yield Line(item.detail, "detail", max(size - 3, CAPTION), hang=size)


def _flow(bands: list[Band], width: float, height: float) -> list[Page]:
    found: list[Page] = [[]]
    free = height
    waiting = list(reversed(bands))
    while waiting:
        if len(waiting[-1]) == 2 and _needed(waiting[-1], width) > height:
            waiting += [(one,) for one in reversed(waiting.pop())]
        now, later = _cut(waiting[-1], width, free, height)
        if now is None:
            _stretch(found[-1], free)
            found.append([])
            free = height
            continue
        waiting.pop()
        tall, placed = _placed(now, width, height - free)
        found[-1] += placed
        free -= tall + GAP
        if later is not None:
            waiting.append(later)
    _stretch(found[-1], free)
    return found


def _cut(band: Band, width: float, free: float, whole: float) -> tuple[Band | None, Band | None]:
    """What of a band fits into the room that is free, and what is left of it; no part if nothing fits."""
    fresh = free >= whole
    match band:
        case (Table() as table,):
            return _cut_table(table, width, free, fresh)
        case (Texts() as texts,):
            return _cut_texts(texts, width, free, fresh)
        case (Chart() as chart,) if chart_height(chart, width) > whole:
            return _cut_chart(chart, width, free, whole)
    if _needed(band, width) > free and not fresh:
        return None, band
    return band, None


def _half(width: float) -> float:
    return (width - GAP) / 2


def _needed(band: Band, width: float) -> float:
    first = band[0]
    if isinstance(first, Figures):
        return figures_height(first, width)
    if isinstance(first, Chart):
        room = _half(width) if len(band) == 2 else width
        return max(chart_height(one, room) for one in band if isinstance(one, Chart))
    if isinstance(first, Texts):
        return brokenheight(first, width)
    assert isinstance(first, Rows)
    return rows_height(first, sum(first.widths))


def _placed(band: Band, width: float, top: float) -> tuple[float, Page]:
    tall = _needed(band, width)
    room = _half(width) if len(band) == 2 else width
    parts = [part for part in band if not isinstance(part, Table)]
    return tall, [Placed(part, at * (room + GAP), top, room, tall) for at, part in enumerate(parts)]


def _stretch(page: Page, free: float) -> None:
    """Charts take the room that is left at the foot of a slide, as far as that makes them better."""
    tops = sorted({one.top for one in page if isinstance(one.part, Chart)})
    left = max(free, 0.0)
    for at, top in enumerate(tops):
        here = [one for one in page if one.top == top and isinstance(one.part, Chart)]
        most = max(_best_height(one.part, one.width) for one in here if isinstance(one.part, Chart))
        more = min(left / (len(tops) - at), max(most - here[0].height, 0.0))
        left -= more
        for place, one in enumerate(page):
            if one.top == top:
                page[place] = replace(one, height=one.height + more)
            elif one.top > top:
                page[place] = replace(one, top=one.top + more)
        tops = [other + more if other > top else other for other in tops]


# Running text.


def line_height(line: Line, width: float) -> float:
    """The height of a paragraph with the room above it."""
    return line.before + fitting.height(line.text, line.size, width - line.indent, line.bold)


def brokenheight(texts: Texts, width: float) -> float:
    """The height of a box of paragraphs."""
    return sum(line_height(line, width) for line in texts.lines) + 2


def _cut_texts(texts: Texts, width: float, free: float, fresh: bool) -> tuple[Band | None, Band | None]:
    fits, taken = 0, 2.0
    for line in texts.lines:
        taken += line_height(line, width)
        if taken > free:
            break
        fits += 1
    while 0 < fits < len(texts.lines) and texts.lines[fits - 1].kind == "heading":
        fits -= 1
    if fits == 0 and not fresh:
        return None, (texts,)
    if fits == 0:
        first, *others = texts.lines
        most = max(int((free - first.before) / (first.size * LEADING)), 1)
        broken = fitting.pieces(first.text, first.size, width - first.indent, most)
        parts = [replace(first, text=text) for text in broken]
        rest = (*parts[1:], *others)
        return (Texts((parts[0],)),), ((Texts(rest),) if rest else None)
    rest = texts.lines[fits:]
    return (Texts(texts.lines[:fits]),), ((Texts(rest),) if rest else None)


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
    """What stands under the number."""
    told = (figure.detail, figure.bounds, figure.coverage_text, figure.difference, figure.rule_title)
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


# Tables.


def rows_height(rows: Rows, width: float) -> float:
    """The height of a part of a table, with its title and, at its end, its note."""
    note = fitting.height(rows.table.note, CAPTION, width) + 4 if rows.last and rows.table.note else 0.0
    return table_title_height(rows.table, width) + sum(rows.heights) + note + 2


def table_title_height(table: Table, width: float) -> float:
    """The height of the line above a table."""
    return fitting.height(table.title, 14, width, bold=True) + 4


def _cut_table(table: Table, width: float, free: float, fresh: bool) -> tuple[Band | None, Band | None]:
    """As many rows as fit, under the repeated header; a row taller than a slide goes on in a second one."""
    size = 12 if len(table.columns) <= 7 else 11 if len(table.columns) <= 9 else 10
    widths = _column_widths(table, width, size)
    head = _row_height([column.title for column in table.columns], widths, size, bold=True)
    room = free - table_title_height(table, width) - head
    heights: list[float] = []
    for at, row in enumerate(table.rows):
        tall = _row_height([cell.text for cell in row], widths, size)
        note = fitting.height(table.note, CAPTION, width) + 4 if table.note and at == len(table.rows) - 1 else 0.0
        if sum(heights) + tall + note > room:
            break
        heights.append(tall)
    fits = len(heights)
    if fits < len(table.rows) and (fits < 2 or (fits < 4 and not fresh)):
        if not fresh:
            return None, (table,)
        if fits == 0:
            return _cut_row(table, widths, size, room, head)
    rest = table.rows[fits:]
    part = Rows(table, table.rows[:fits], (head, *heights), widths, size, not _continues(table), not rest)
    return (part,), ((_continued(table, rest),) if rest else None)


def _cut_row(table: Table, widths: tuple[float, ...], size: int, room: float, head: float) -> tuple[Band, Band | None]:
    first, *others = table.rows
    most = max(int((room - 2 * CELL_PADDING) / (size * LEADING)), 1)
    texts = [
        fitting.pieces(cell.text, size, wide - 2 * CELL_MARGIN, most) for cell, wide in zip(first, widths, strict=True)
    ]
    now = tuple(replace(cell, text=parts[0]) for cell, parts in zip(first, texts, strict=True))
    later = tuple(
        replace(cell, text="\n".join(parts[1:]).replace("\n", " ")) for cell, parts in zip(first, texts, strict=True)
    )
    left = [later, *others] if any(cell.text for cell in later) else others
    tall = _row_height([cell.text for cell in now], widths, size)
    part = Rows(table, (now,), (head, tall), widths, size, not _continues(table), not left)
    return (part,), ((_continued(table, tuple(left)),) if left else None)


CONTINUED = " (Fortsetzung)"


def _continues(table: Table) -> bool:
    return table.title.endswith(CONTINUED)


def _continued(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    title = table.title if _continues(table) else table.title + CONTINUED
    return replace(table, title=title, rows=rows)


def _row_height(texts: Sequence[str], widths: Sequence[float], size: int, bold: bool = False) -> float:
    most = max(
        len(fitting.lines(text, size, wide - 2 * CELL_MARGIN, bold)) for text, wide in zip(texts, widths, strict=True)
    )
    return most * size * LEADING + 2 * CELL_PADDING


def _column_widths(table: Table, width: float, size: int) -> tuple[float, ...]:
    """The columns share the width as the content asks for; none becomes narrower than the longest word of its head."""
    asked = sum(column.width for column in table.columns)
    shares = [width * column.width / asked for column in table.columns]
    least = [_longest_word(table, at, size) + 2 * CELL_MARGIN + 1 for at in range(len(table.columns))]
    least = [min(need, width / 3) for need in least]
    lacking = sum(max(need - share, 0.0) for need, share in zip(least, shares, strict=True))
    spare = sum(max(share - need, 0.0) for need, share in zip(least, shares, strict=True))
    if not lacking or not spare:
        return tuple(shares)
    given = min(lacking / spare, 1.0)
    widths = [
        max(share, need) if share <= need else share - (share - need) * given
        for need, share in zip(least, shares, strict=True)
    ]
    return tuple(one * width / sum(widths) for one in widths)


def _longest_word(table: Table, at: int, size: int) -> float:
    head = max(fitting.width(word, size, bold=True) for word in table.columns[at].title.split(" "))
    if table.columns[at].kind == "text":
        words = {word for row in table.rows for word in row[at].text.split(" ")}
        return max(head, min(max((fitting.width(word, size) for word in words), default=0.0), LONG_WORD))
    return max([head, *(fitting.width(row[at].text, size) for row in table.rows)])


# Charts.


def chart_height(chart: Chart, width: float) -> float:
    """The least height of a chart with the sentence under it."""
    return _drawing(chart, width, 18.0) + sentence_height(chart, width)


def _best_height(chart: Chart, width: float) -> float:
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


def _cut_chart(chart: Chart, width: float, free: float, whole: float) -> tuple[Band | None, Band | None]:
    """A chart with more rows than a slide has room for goes on in a further one."""
    if free < whole or len(chart.categories) < 2:
        return (None, (chart,)) if free < whole else ((chart,), None)
    fits = len(chart.categories) - 1
    while fits > 1 and chart_height(_of_categories(chart, 0, fits), width) > whole:
        fits -= 1
    return (_of_categories(chart, 0, fits),), (_of_categories(chart, fits, len(chart.categories)),)


def _of_categories(chart: Chart, start: int, end: int) -> Chart:
    series = tuple(
        replace(one, values=one.values[start:end], texts=one.texts[start:end], spans=one.spans[start:end],
                origins=one.origins[start:end])
        for one in chart.series
    )  # fmt: skip
    return replace(chart, categories=chart.categories[start:end], series=series, days=chart.days[start:end])
