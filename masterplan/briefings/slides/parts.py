"""How each part of a section is drawn into its box on a slide."""

from typing import Any

from masterplan.briefings.content import Cell, Chart, Column, Figures
from masterplan.briefings.drawing.charts import chart_part, fill_xml
from masterplan.briefings.drawing.days import plot_area, span_of_days
from masterplan.briefings.drawing.shapes import Box, Shapes, Words
from masterplan.briefings.palette import FAINT, INK, PAINTS
from masterplan.briefings.slides.room import (
    CAPTION,
    CELL_MARGIN,
    CELL_PADDING,
    LEGEND,
    TILE_GAP,
    TILE_MARGIN,
    TO_THE_RIGHT,
    Line,
    Rows,
    Texts,
    legend_height,
    legend_widths,
    number_size,
    sentence_height,
    small_lines,
    tile_height,
    tile_width,
    tiles,
)
from masterplan.briefings.slides.tables import table_title_height

SIGN = "■"


def paragraphs(texts: Texts) -> list[Words]:
    """Running text with its lists; a list entry's mark has the colour of its meaning."""
    return [_paragraph(line, is_first=at == 0) for at, line in enumerate(texts.lines)]


def _paragraph(line: Line, is_first: bool) -> Words:
    colour = {"info": FAINT, "detail": FAINT, "warning": PAINTS["late"].text}.get(line.kind, INK)
    bullet = (line.number or SIGN) if line.kind == "bullet" else None
    before = 0.0 if is_first else line.before
    mark = PAINTS[line.meaning].text
    return Words(line.text, line.size, colour, line.bold, "l", before, line.indent, bullet, mark)


def draw_texts(shapes: Shapes, texts: Texts, box: Box) -> None:
    """A box of running text."""
    shapes.text("Text", box, paragraphs(texts))


def draw_figures(shapes: Shapes, figures: Figures, box: Box) -> None:
    """Key figures as tiles beside each other."""
    top = box.top
    if figures.title:
        shapes.text("Überschrift", Box(box.left, top, box.width, 20), [Words(figures.title, 16, INK, bold=True)])
        top += 16 * 1.2 + 4
    wide = tile_width(figures, box.width)
    size = number_size(figures, wide)
    for row in tiles(figures):
        tall = tile_height(figures, row, wide)
        for at, figure in enumerate(row):
            words = [
                Words(figure.title, 13, INK, bold=True),
                Words(figure.text, size, PAINTS[figure.meaning].text, bold=True),
                *(Words(text, CAPTION, FAINT) for text in small_lines(figure)),
            ]
            place = Box(box.left + at * (wide + TILE_GAP), top, wide, tall)
            shapes.text(figure.title, place, words, ground=True, margin=TILE_MARGIN)
        top += tall + TILE_GAP


def draw_rows(shapes: Shapes, rows: Rows, box: Box) -> None:
    """A part of a table under its title, at its end the note."""
    table = rows.table
    head = table_title_height(table, box.width)
    shapes.text("Tabellentitel", Box(box.left, box.top, box.width, head), [Words(table.title, 14, INK, bold=True)])
    is_total = table.total and rows.last
    cells = [[Words(column.title, rows.size, INK, True, _side(column)) for column in table.columns]]
    for place, row in enumerate(rows.rows, 1):
        bold = is_total and place == len(rows.rows)
        pairs = zip(row, table.columns, strict=True)
        cells.append([_cell(cell, column, rows.size, bold) for cell, column in pairs])
    tall = sum(rows.heights)
    place_ = Box(box.left, box.top + head, sum(rows.widths), tall)
    lines = zip(rows.heights, cells, strict=True)
    shapes.table(table.title, place_, rows.widths, lines, (CELL_MARGIN, CELL_PADDING), is_total)
    if rows.last and table.remark:
        note = Box(box.left, box.top + head + tall + 4, box.width, box.height - head - tall - 4)
        shapes.text("Anmerkung", note, [Words(table.remark, CAPTION, FAINT)])


def _side(column: Column) -> str:
    return "r" if column.kind in TO_THE_RIGHT else "l"


def _cell(cell: Cell, column: Column, size: int, bold: bool) -> Words:
    return Words(cell.text, size, PAINTS[cell.meaning].text, bold, _side(column))


def draw_chart(slide: Any, shapes: Shapes, number: int, chart: Chart, box: Box) -> None:
    """A native chart, the ``number``-th of the file, with the sentence that says the same below it."""
    foot = sentence_height(chart, box.width)
    drawing = Box(box.left, box.top, box.width, box.height - foot - legend_height(chart, box.width))
    shapes.chart(chart.title, chart.alternative, drawing, chart_part(slide, number, chart, drawing))
    if chart.kind == "gantt":
        _legend(shapes, chart, Box(box.left, drawing.top + drawing.height, box.width, LEGEND))
        _today(shapes, chart, drawing)
    below = Box(box.left, box.top + box.height - foot + 4, box.width, foot - 4)
    shapes.text("Aussage des Diagramms", below, [Words(chart.sentence, CAPTION, INK)])


def _legend(shapes: Shapes, chart: Chart, box: Box) -> None:
    """What the bars of a gantt chart are; the native legend would also list the gaps between them."""
    left, top = box.left, box.top
    for series, wide in zip(chart.series, legend_widths(chart), strict=True):
        if left + wide > box.left + box.width and left > box.left:
            left, top = box.left, top + LEGEND
        shapes.swatch(Box(left, top + 5, 16, 9), fill_xml(PAINTS[series.meaning]))
        shapes.text("Legende", Box(left + 21, top + 1, wide - 21, LEGEND), [Words(series.name, CAPTION, INK)])
        left += wide


def _today(shapes: Shapes, chart: Chart, box: Box) -> None:
    """The Stichtag as a line across the bars."""
    if not chart.today:
        return
    area = plot_area(box)
    share = span_of_days(chart).share(chart.today)
    at = area.left + area.width * share
    shapes.line("Stichtag", "Senkrechte Linie am Stichtag", Box(at, area.top - 4, 0, area.height + 4), INK)
    shapes.text("Stichtag", Box(at - 40, area.top - 18, 80, 13), [Words("Stichtag", 10, INK, True, "ctr")])
