"""One sheet of the workbook, written from top to bottom: headings, text, tables; nothing in it can run as a formula."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from xlsxwriter import Workbook

from masterplan.briefings.content import Bullets, Cell, Column, Figures, Note, Paragraph, Table, Value
from masterplan.briefings.drawing.chart_workbook import serial
from masterplan.briefings.palette import ACCENT, DRAFT, FAINT, INK, PAINTS
from masterplan.briefings.workbook.looks import Look, Looks, number_format, of_value, with_sign
from masterplan.briefings.xml_text import clean

Links = Mapping[str, str]
"""By origin reference the place in the workbook where it is told: ``'Herkunft'!A17``."""

WIDTH_OF_PART, NARROWEST, WIDEST = 13.0, 10.0, 48.0
PLAIN, REACHED, PIXELS = 12.0, 14, 7
"""The width of a column without a table, told because programs differ in what they take for it; the columns that
drawings reach across; the pixels in a unit of width."""
ACROSS, LETTERS = 8, 125
"""Running text stands across so many columns, about so many letters to a line."""
LINE, LETTERS_OF_WIDTH = 13.5, 1.2
"""The height of a line in points, and how many letters go into one unit of a column's width."""
MOST_LINKS = 65_530
"""So many links Excel takes on one sheet."""
_NUMBERS = ("number", "share", "days", "euro")
_RUNNING = tuple("=+-@\t\r\n")
_HEADING = Look(bold=True, wrap=True, upright="bottom", band=True, line="heading")
_LIST_HEADING = Look(bold=True, band=True)


class Page:
    """Writes into a sheet, row by row, as the rows before the current one are no longer kept; counts from nought."""

    def __init__(self, workbook: Workbook, name: str, looks: Looks, links: Links) -> None:
        self.workbook, self.name = workbook, name
        self.sheet = workbook.add_worksheet(name)
        self.looks = looks
        self.row = 0
        self._links, self._linked = links, 0
        self._widths: dict[int, float] = {}
        self._dressed: dict[tuple[Any, ...], Any] = {}

    def text(self, words: str, look: Look, column: int = 0) -> None:
        """A text in the current row, as a text whatever it begins with."""
        self.sheet.write_string(self.row, column, writable(words), self.looks[look._replace(quoted=_runs(words))])

    def line(self, words: str, look: Look | None = None) -> None:
        """Running text, in a row of its own."""
        look = (look or Look())._replace(wrap=True)
        self.sheet.merge_range(self.row, 0, self.row, ACROSS - 1, "", self.looks[look])
        self.text(words, look)
        lines = -(-len(words) * look.size // (LETTERS * 10))
        self.sheet.set_row(self.row, max(lines, 1) * look.size * 1.35)
        self.row += 1

    def heading(self, words: str, size: float = 14) -> None:
        """A heading."""
        self.line(words, Look(ACCENT, size, bold=True))

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def paragraph(self, block: Paragraph | Note) -> None:
        """Running text."""
        warning = isinstance(block, Note) and block.tone == "warning"
        bold = warning or (isinstance(block, Paragraph) and block.lead)
        self.line(block.text, Look(DRAFT if warning else INK if bold else FAINT, bold=bold))

    def bullets(self, block: Bullets) -> None:
        """A list: its number or mark and its text."""
        if block.title:
            self.line(block.title, Look(bold=True))
        for place, one in enumerate(block.items, 1):
            mark = f"{place}." if block.numbered else "•"
            detail = f" ({one.detail})" if one.detail else ""
            self.line(f"{mark} {one.text}{detail}", Look(PAINTS[one.meaning].text))

    def figures(self, block: Figures) -> None:
        """Key figures as a table."""
        rows = tuple(
            (
                Cell(one.title if one.group_text is None else f"{one.title} ({one.group_text})"),
                Cell(one.text, one.number, one.meaning, one.unreleased, one.origin), Cell(one.detail or ""),
                Cell(one.bounds or ""), Cell(one.coverage_text or ""), Cell(one.difference or ""),
            )
            for one in block.figures
        )  # fmt: skip
        columns = (
            Column("Kennzahl", width=2.6), Column("Wert", "number"), Column("davon", width=1.4),
            Column("Spanne", width=2), Column("Abdeckung", width=1.5), Column("Veränderung", width=2),
        )  # fmt: skip
        self.table(Table(block.title or "Kennzahlen", columns, rows))

    def table(self, table: Table, as_list: bool = False) -> None:
        """A table with its heading row; ``as_list``: the sheet holds only this, to be filtered."""
        if not as_list:
            self.line(table.title, Look(bold=True))
        first, left = self.row, first_column(table.columns)
        for at, column in enumerate(table.columns, left):
            self.text(column.title, _HEADING._replace(side="right" if column.kind in _NUMBERS else "left"), at)
            self._widths[at] = max(self._widths.get(at, 0.0), width_of(column))
        letters = [int(width_of(column) * LETTERS_OF_WIDTH) for column in table.columns]
        for row in table.rows:
            self.row += 1
            lines = 1
            for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                self._value(left + at, column, cell)
                if len(cell.text) > letters[at]:
                    lines = max(lines, -(-len(cell.text) // letters[at]))
            self.sheet.set_row(self.row, lines * LINE)
        if as_list:
            self.filtered(first, left, left + len(table.columns) - 1)
        self.row += 1
        if table.remark:
            self.line(table.remark, Look(FAINT, 9))

    def filtered(self, first: int, left: int, right: int) -> None:
        """The heading row stays in sight and on every printed page; the rows from it to here can be filtered."""
        self.sheet.autofilter(first, left, self.row, right)
        self.sheet.freeze_panes(first + 1, 0)
        self.sheet.repeat_rows(first)

    def _value(self, at: int, column: Column, cell: Cell) -> None:
        """A number or day that shows just as the content's text does; without one the text itself."""
        words, value, shape, quoted = cell.text, cell.value, "", False
        is_number = column.kind in _NUMBERS
        if value is not None and is_number and not isinstance(value, str):
            shape = number_format(words, value)
        elif column.kind == "date" and isinstance(value, str):
            value, shape = serial(value), with_sign("DD.MM.YYYY", words)
        else:
            value, quoted = None, _runs(words)
        key = cell.meaning, is_number, shape, quoted
        look = self._dressed.get(key) or self._dress(*key)
        # Long texts bear no link: LibreOffice would no longer break their lines.
        link = self._links.get(cell.origin or "")
        if link and (cell.value is not None or column.width < 1) and self._linked < MOST_LINKS:
            self._linked += 1
            self.sheet.write_url(self.row, at, f"internal:{link}", look, "")
        if value is not None:
            self.sheet.write_number(self.row, at, value, look)
        elif words:
            self.sheet.write_string(self.row, at, writable(words), look)
        else:
            self.sheet.write_blank(self.row, at, None, look)

    def _dress(self, *key: Any) -> Any:
        look = self._dressed[key] = self.looks[of_value(*key)]
        return look

    def list_of(self, titles: Sequence[tuple[str, float]], rows: Iterable[Sequence[Value]]) -> None:
        """The sheet as a long list of plain values under a heading row with its widths, to be filtered."""
        for at, (title, width) in enumerate(titles):
            self.text(title, _LIST_HEADING, at)
            self._widths[at] = width
        quoted = self.workbook.add_format({"quote_prefix": True})
        for row in rows:
            self.row += 1
            for at, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    self.sheet.write_string(self.row, at, writable(value), quoted if _runs(value) else None)
                else:
                    self.sheet.write_number(self.row, at, value)
        self.filtered(0, 0, len(titles) - 1)

    def finish(self, foot: str) -> None:
        """Widths, and how it prints."""
        widths = dict.fromkeys(range(REACHED), PLAIN) | ({0: NARROWEST} | self._widths if self._widths else {})
        for at, width in widths.items():
            self.sheet.set_column_pixels(at, at, round(width * PIXELS))
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.75, 0.75, 1, 1)
        words = foot.replace("&", "&&")
        self.sheet.set_footer(f"&L&7 {words}&R&7 Seite &P von &N", {"margin": 0.5})


def first_column(columns: Sequence[Column]) -> int:
    """Tables that begin with a narrow number begin in the first column, the others in the second, which is wide."""
    return 0 if columns[0].width < 1 else 1


def width_of(column: Column) -> float:
    """The width of a column, as Excel measures it."""
    return min(WIDEST, max(NARROWEST, column.width * WIDTH_OF_PART))


def _runs(words: str) -> bool:
    """Whether a text would run as a formula if somebody typed it."""
    return words.startswith(_RUNNING)


def writable(words: str) -> str:
    """A text that the library writes as it is.

    What begins and ends like the XML of a rich text it would write as XML, whatever stands between: that becomes a
    rich text which says just this.
    """
    if not words.isprintable():
        words = clean(words.replace("\r\n", "\n").replace("\r", "\n"))
    if words.startswith("<r>"):
        return f'<r><t xml:space="preserve">{escape(words, quote=False)}</t></r>'
    return words
