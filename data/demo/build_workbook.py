"""Writes the example workbooks: the same content always gives the same bytes."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

NOTICE = "BEISPIEL – erfundene Angaben"
"""Stands on the first sheet of every workbook."""

Value = str | int | float | date | None
FILLS = {"grün": "92D050", "gelb": "FFC000", "rot": "FF5050"}
_HEADER = PatternFill("solid", fgColor="D9E1F2")
_GROUP = PatternFill("solid", fgColor="EDEDED")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))
_FIXED_TIME = (2019, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Styled:
    """A cell that is more than its value: a fill colour by the name of a light, or a number format."""

    value: Value
    light: str | None = None
    number_format: str | None = None


@dataclass(frozen=True)
class Group:
    """A heading row inside the table, merged over its whole width."""

    title: str


@dataclass(frozen=True)
class Upper:
    """The upper row of a two-line header: which columns (first, last; from 0) stand under which words."""

    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Table:
    """A sheet: lines above the table, its header, its rows, and lines below it."""

    sheet: str
    title: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[Value | Styled] | Group]
    upper: Upper | None = None
    merge_down: Sequence[int] = ()  # columns in which equal neighbours become one vertically merged cell
    repeat_header_after: int | None = None
    hidden_rows: Sequence[int] = ()  # positions in rows
    below: Sequence[Sequence[Value]] = ()
    widths: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Prose:
    """A sheet without a table: a cover or a legend."""

    sheet: str
    lines: Sequence[Sequence[str]]


def write_workbook(path: Path, sheets: Sequence[Table | Prose]) -> None:
    """Write the sheets to an .xlsx or .xlsm file (without any macro)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        worksheet = book.create_sheet(sheet.sheet)
        if isinstance(sheet, Table):
            _write_table(worksheet, sheet)
        else:
            for line in sheet.lines:
                worksheet.append(list(line))
            worksheet.column_dimensions["A"].width = 40
            worksheet.column_dimensions["B"].width = 70
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(_timeless(content.getvalue(), path.suffix == ".xlsm"))


def write_csv(
    path: Path, rows: Sequence[Sequence[Value]], encoding: str, separator: str = ";", title: Sequence[str] = ()
) -> None:
    """Write a .csv file as office programs do: quoted where needed, lines ending in CR LF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    width = len(rows[0])
    writer.writerows([line] + [""] * (width - 1) for line in title)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _write_table(worksheet: Worksheet, table: Table) -> None:
    row = 1
    for line in table.title:
        worksheet.cell(row, 1, line).font = Font(bold=row == 1, size=14 if row == 1 else 11)
        row += 1
    if table.title:
        row += 1
    first_header = row
    row = _write_header(worksheet, row, table)
    first = row
    rows_of: dict[int, int] = {}
    for position, entry in enumerate(table.rows):
        if position == table.repeat_header_after:
            row = _write_header(worksheet, row, table)
        rows_of[position] = row
        if isinstance(entry, Group):
            worksheet.cell(row, 1, entry.title).font = Font(bold=True)
            worksheet.cell(row, 1).fill = _GROUP
            worksheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(table.header))
        else:
            for column, value in enumerate(entry, 1):
                cell = worksheet.cell(row, column)
                assert isinstance(cell, Cell)
                _write_cell(cell, value)
        row += 1
    for column in table.merge_down:
        _merge_down(worksheet, column + 1, first, row - 1)
    for position in table.hidden_rows:
        worksheet.row_dimensions[rows_of[position]].hidden = True
    for values in table.below:
        row += 1
        for column, value in enumerate(values, 1):
            worksheet.cell(row, column, value)
    for column in range(len(table.header)):
        worksheet.column_dimensions[get_column_letter(column + 1)].width = table.widths.get(column, 16)
    if table.upper is None:
        worksheet.freeze_panes = f"A{first_header + 1}"


def _write_cell(cell: Cell, value: Value | Styled) -> None:
    plain = value.value if isinstance(value, Styled) else value
    cell.value = plain
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _LINE
    if isinstance(plain, str):
        cell.number_format = "@"
    elif isinstance(plain, date):
        cell.number_format = "DD.MM.YYYY"
    if isinstance(value, Styled):
        if value.light is not None:
            cell.fill = PatternFill("solid", fgColor=FILLS[value.light])
        if value.number_format is not None:
            cell.number_format = value.number_format


def _write_header(worksheet: Worksheet, row: int, table: Table) -> int:
    """Write the header, of one line or two; give the first row below it."""
    lower = row
    if table.upper is not None:
        lower = row + 1
        covered = {column for first, last, _ in table.upper.spans for column in range(first, last + 1)}
        for first, last, words in table.upper.spans:
            worksheet.cell(row, first + 1, words)
            worksheet.merge_cells(start_row=row, end_row=row, start_column=first + 1, end_column=last + 1)
        for column in set(range(len(table.header))) - covered:
            worksheet.cell(row, column + 1, table.header[column])
            worksheet.merge_cells(start_row=row, end_row=lower, start_column=column + 1, end_column=column + 1)
    for column, words in enumerate(table.header, 1):
        cell = worksheet.cell(lower, column)
        if isinstance(cell, Cell):  # else it lies inside a merged cell
            cell.value = words
    for line in range(row, lower + 1):
        for column in range(1, len(table.header) + 1):
            cell = worksheet.cell(line, column)
            cell.font = Font(bold=True)
            cell.fill = _HEADER
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return lower + 1


def _merge_down(worksheet: Worksheet, column: int, first: int, last: int) -> None:
    start = first
    while start <= last:
        end = start
        while end < last and worksheet.cell(end + 1, column).value == worksheet.cell(start, column).value:
            end += 1
        if end > start and worksheet.cell(start, column).value is not None:
            worksheet.merge_cells(start_row=start, end_row=end, start_column=column, end_column=column)
        start = end + 1


def _timeless(content: bytes, macro_format: bool) -> bytes:
    """The same workbook without the time of its making; as .xlsm it says so in its content types."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2019-01-01T00:00:00Z", part)
            if name == "[Content_Types].xml" and macro_format:
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, part)
    return out.getvalue()
