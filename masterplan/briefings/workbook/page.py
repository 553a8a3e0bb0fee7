"""One sheet of the workbook, written from top to bottom: headings, text, tables; nothing in it can run as a formula."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from masterplan.briefings.content import Bullets, Cell, Column, Figures, Meaning, Note, Paragraph, Table, Value
from masterplan.briefings.palette import ACCENT, BAND, DRAFT, FAINT, INK, PAINTS, RULE

Links = Mapping[str, str]
"""By origin reference the place in the workbook where it is told: ``'Herkunft'!A17``."""

LONGEST = 32767
"""So many characters fit into a cell."""
WIDTH_OF_PART, NARROWEST, WIDEST = 13.0, 10.0, 48.0
ACROSS, LETTERS = 8, 125
"""Running text stands across so many columns, about so many letters to a line."""
LINE, LETTERS_OF_WIDTH = 13.5, 1.2
"""The height of a line in points, and how many letters go into one unit of a column's width."""
_FORMATS = {
    "%": "0{decimals}\\ %", "Tage": '#,##0{decimals}" Tage"', "€": '#,##0{decimals}\\ "€"', "": "#,##0{decimals}",
}  # fmt: skip
_RUNNING = tuple("=+-@\t\r\n")
_PLAIN = re.compile(r"([+−±-]?)([\d.]+)(?:,(\d+))?(?:\u00a0(%|Tage|€))?(?:\u00a0(†))?")
_THIN = Side(style="thin", color=RULE.lstrip("#"))


def font(colour: str = INK, size: float = 10, bold: bool = False) -> Font:
    """The sheet's letters."""
    return Font(name="Arial", size=size, bold=bold, color=colour.lstrip("#"))


class Page:
    """Writes into a sheet, row by row; remembers how wide each column has to be."""

    def __init__(self, sheet: Worksheet, links: Links) -> None:
        self.sheet = sheet
        self.row = 1
        self._links = links
        self._widths: dict[int, float] = {}
        self._looks: dict[tuple[str, Meaning, bool, bool], Any] = {}

    def text(self, words: str, style: Font | None = None, column: int = 1, wrap: bool = False) -> Any:
        """A text in the current row."""
        cell = self.sheet.cell(self.row, column)
        write(cell, words)
        cell.font = style or font()
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")
        return cell

    def line(self, words: str, style: Font | None = None) -> None:
        """Running text, in a row of its own."""
        style = style or font()
        self.text(words, style, wrap=True)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=ACROSS)
        lines = -(-len(words) * style.size // (LETTERS * 10))
        self.sheet.row_dimensions[self.row].height = max(lines, 1) * style.size * 1.35
        self.row += 1

    def heading(self, words: str, size: float = 14) -> None:
        """A heading."""
        self.line(words, font(ACCENT, size, bold=True))

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def paragraph(self, block: Paragraph | Note) -> None:
        """Running text."""
        warning = isinstance(block, Note) and block.tone == "warning"
        bold = warning or (isinstance(block, Paragraph) and block.lead)
        self.line(block.text, font(DRAFT if warning else INK if bold else FAINT, 10, bold))

    def bullets(self, block: Bullets) -> None:
        """A list: its number or mark and its text."""
        if block.title:
            self.line(block.title, font(bold=True))
        for place, one in enumerate(block.items, 1):
            mark = f"{place}." if block.numbered else "•"
            detail = f" ({one.detail})" if one.detail else ""
            self.line(f"{mark} {one.text}{detail}", font(PAINTS[one.meaning].text))

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

    def table(self, table: Table, as_list: bool = False) -> int:
        """A table with its heading row; ``as_list``: the sheet holds only this, to be filtered. Gives the first row."""
        if not as_list:
            self.line(table.title, font(bold=True))
        first, left = self.row, first_column(table.columns)
        for at, column in enumerate(table.columns, left):
            cell = self.text(column.title, font(bold=True), at, wrap=True)
            cell.fill = PatternFill("solid", fgColor=BAND.lstrip("#"))
            cell.border = Border(bottom=Side(style="medium", color=INK.lstrip("#")))
            cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=_side(column))
            self._widths[at] = max(self._widths.get(at, 0.0), width_of(column))
        self.row += 1
        for row in table.rows:
            lines = 1
            for at, (column, value) in enumerate(zip(table.columns, row, strict=True), left):
                self._value(self.sheet.cell(self.row, at), column, value)
                lines = max(lines, -(-len(value.text) // int(width_of(column) * LETTERS_OF_WIDTH)))
            self.sheet.row_dimensions[self.row].height = lines * LINE
            self.row += 1
        if as_list:
            columns = [get_column_letter(at) for at in (left, left + len(table.columns) - 1)]
            self.filtered(first, columns[0], columns[1], max(first, self.row - 1))
        if table.note:
            self.line(table.note, font(FAINT, 9))
        return first

    def filtered(self, first: int, left: str, right: str, last: int) -> None:
        """The heading row stays in sight and on every printed page; the rows below it can be filtered."""
        self.sheet.auto_filter.ref = f"{left}{first}:{right}{last}"
        self.sheet.freeze_panes = f"A{first + 1}"
        self.sheet.print_title_rows = f"{first}:{first}"

    def _value(self, cell: Any, column: Column, value: Cell) -> None:
        shown(cell, value.text, value.value, column.kind)
        self._dress(cell, value.meaning, column.kind in ("number", "share", "days", "euro"))
        # Long texts bear no link: LibreOffice would no longer break their lines.
        is_short = value.value is not None or column.width < 1
        if is_short and value.origin is not None and value.origin in self._links:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=self._links[value.origin])

    def _dress(self, cell: Any, meaning: Meaning, to_the_right: bool) -> None:
        """Letters, side and border of a cell. The library takes longest to find out that it knows a look already."""
        look = cell.number_format, meaning, to_the_right, bool(cell.quotePrefix)
        if look in self._looks:
            cell._style = self._looks[look]
            return
        cell.font, cell.alignment, cell.border = _MEANT[meaning], _RIGHT if to_the_right else _LEFT, _BELOW
        self._looks[look] = cell._style

    def finish(self, foot: str) -> None:
        """Widths, and how it prints."""
        for at, width in self._widths.items():
            self.sheet.column_dimensions[get_column_letter(at)].width = width
        if self._widths:
            self.sheet.column_dimensions["A"].width = self._widths.get(1, NARROWEST)
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.oddFooter.left.text, self.sheet.oddFooter.left.size = foot.replace("&", "&&"), 7
        self.sheet.oddFooter.right.text, self.sheet.oddFooter.right.size = "Seite &P von &N", 7


def first_column(columns: Sequence[Column]) -> int:
    """Tables that begin with a narrow number begin in the first column, the others in the second, which is wide."""
    return 1 if columns[0].width < 1 else 2


def width_of(column: Column) -> float:
    """The width of a column, as Excel measures it."""
    return min(WIDEST, max(NARROWEST, column.width * WIDTH_OF_PART))


def _side(column: Column) -> str:
    return "right" if column.kind in ("number", "share", "days", "euro") else "left"


_MEANT: Mapping[Meaning, Font] = {
    meaning: font(paint.text, 10, meaning in ("late", "red")) for meaning, paint in PAINTS.items()
}
_LEFT, _RIGHT = (Alignment(wrap_text=True, vertical="top", horizontal=side) for side in ("left", "right"))
_BELOW = Border(bottom=_THIN)


def write(cell: Any, words: str) -> None:
    """A text as a text, whatever it begins with; Excel keeps it one when somebody edits the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", words)[:LONGEST]
    cell.data_type = "s"
    if words.startswith(_RUNNING):
        cell.quotePrefix = True


def shown(cell: Any, text: str, value: Value, kind: str) -> None:
    """A number or day that shows just as the content's text does; without one the text itself."""
    if kind == "date" and isinstance(value, str):
        cell.value, cell.number_format = date.fromisoformat(value), _with_sign("DD.MM.YYYY", text)
    elif isinstance(value, int | float) and kind in ("number", "share", "days", "euro"):
        cell.value, cell.number_format = value, number_format(text, value)
    else:
        write(cell, text)


def number_format(text: str, value: float) -> str:
    """The format in which a number looks like its text; where words stand beside it, the text itself."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return '"' + text.replace('"', "”") + '"'
    sign, digits, decimals, unit, _ = match.groups()
    zeros = f".{'0' * len(decimals)}" if decimals else ""
    plain = _FORMATS[unit or ""].format(decimals=zeros)
    if unit == "%" and abs(abs(value) * 100 - float(f"{digits.replace('.', '')}.{decimals or 0}")) > 1:
        plain = f'#,##0{zeros}"\u00a0%"'  # the number itself is in per cent
    if sign:
        plain = f"+{plain};\\−{plain};±{plain}"
    return _with_sign(plain, text)


def _with_sign(plain: str, text: str) -> str:
    """With the sign of what is not released."""
    return ";".join(f'{part}"\u00a0†"' for part in plain.split(";")) if text.endswith("†") else plain


def rows_of(page: Page, titles: Sequence[tuple[str, float]], rows: Iterable[Sequence[Value]]) -> None:
    """A long list of plain values under a heading row, to be filtered."""
    for at, (title, width) in enumerate(titles, 1):
        cell = page.text(title, font(bold=True), at)
        cell.fill = PatternFill("solid", fgColor=BAND.lstrip("#"))
        page.sheet.column_dimensions[get_column_letter(at)].width = width
    first = page.row
    for row in rows:
        page.row += 1
        for at, value in enumerate(row, 1):
            if isinstance(value, str):
                write(page.sheet.cell(page.row, at), value)
            elif value is not None:
                page.sheet.cell(page.row, at).value = value
    page.filtered(first, "A", get_column_letter(len(titles)), page.row)
