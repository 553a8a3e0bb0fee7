"""The exact reader for .xlsx and .xlsm of ordinary size: values and all that a value alone does not tell.

It drives openpyxl's own parsers cell by cell and never builds openpyxl's worksheets: those create a cell for every
position of a merged range, load pictures, pivot caches and drawings, and need a second pass for the formulas.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import ZipFile

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import COMMENTS_NS
from openpyxl.xml.functions import fromstring

from importers.problems import Problem, warning
from importers.reading_archive import check_parts, outward
from importers.reading_format import refusal
from importers.reading_limits import Limits
from importers.reading_styles import Looks, looks_of
from importers.reading_text import unescaped
from importers.reading_wire import plain_number
from importers.sheet import Merge, Sheet, address, type_of_value

_COMMENT_MARK = "[Threaded comment]"
Cells = dict[int, dict[int, Any]]


def read(archive: ZipFile, limits: Limits, problems: list[Problem]) -> Iterator[Sheet]:
    """The sheets one after the other. Raises UnreadableFile."""
    problems.extend(outward(archive))
    check_parts(archive, limits)
    book = _Book(archive)
    looks: list[Looks] = looks_of(book.wb)
    budget = [limits.rows, limits.cells]
    entries = [(sheet, rel) for sheet, rel in book.parser.find_sheets() if "worksheet" in rel.Type]
    if len(entries) > limits.sheets:
        raise too_many_sheets(len(entries), limits)
    for entry, rel in entries:
        if rel.target in book.valid_files:
            yield _sheet(book, entry, rel.target, looks, limits, budget, problems)


class _Book(ExcelReader):
    """What openpyxl knows of a workbook before it comes to the sheets."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.valid_files = archive.namelist()
        self.read_only, self.keep_vba, self.keep_links = False, False, False
        self.data_only, self.rich_text = True, True
        self.shared_strings = []
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_theme()
        apply_stylesheet(archive, self.wb)


class _Cells(WorkSheetParser):
    """openpyxl's parser of a sheet, which here also remembers formulas that have no stored result."""

    def __init__(self, source: Any, book: _Book) -> None:
        wb = book.wb
        super().__init__(
            source, book.shared_strings, True, wb.epoch, wb._date_formats, wb._timedelta_formats, rich_text=True
        )
        self.no_value: dict[tuple[int, int], str] = {}

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str":
            formula = element.find(FORMULA_TAG)
            if formula is not None and not element.findtext(VALUE_TAG):
                self.no_value[cell["row"] - 1, cell["column"] - 1] = "=" + (formula.text or "")
        return cell


def _sheet(
    book: _Book, entry: Any, part: str, looks: list[Looks], limits: Limits, budget: list[int], problems: list[Problem]
) -> Sheet:
    sheet = Sheet(entry.name, [], hidden=entry.state != "visible")
    with book.archive.open(part) as source:
        parser = _Cells(source, book)
        cells = _cells(parser, sheet, looks, limits, problems)
    sheet.no_value.update(parser.no_value)
    sheet.merges = merges_within(
        (range_boundaries(merge.ref) for merge in parser.merged_cells.mergeCell) if parser.merged_cells else (),
        cells, sheet.name, limits,
    )  # fmt: skip
    clear_covered(sheet.merges, cells)
    _hidden(parser, sheet, cells)
    _comments(book, part, sheet)
    sheet.rows = rows_of(cells, sheet.name, limits, budget)
    return sheet


def _cells(
    parser: _Cells, sheet: Sheet, looks: list[Looks], limits: Limits, problems: list[Problem]
) -> Cells:
    found: Cells = {}
    for _, row in parser.parse():
        for cell in row:
            position = (cell["row"] - 1, cell["column"] - 1)
            value = cell["value"]
            look = looks[cell["style_id"]] if cell["style_id"] < len(looks) else None
            if look is not None and look.matters:
                _note_look(look, position, value, sheet)
            if value is None:
                continue
            if isinstance(value, list):
                value = _plain_text(value, position, sheet, problems)
            if cell["data_type"] == "e":
                sheet.errors[position] = str(value)
                continue
            value = _value(value, position, sheet, limits)
            if value is not None:
                found.setdefault(position[0], {})[position[1]] = value
    return found


def _note_look(look: Looks, position: tuple[int, int], value: Any, sheet: Sheet) -> None:
    if look.fill:
        sheet.fills[position] = look.fill
    if look.struck and value is not None:
        sheet.struck.add(position)
    if look.percent and isinstance(value, (int, float)):
        sheet.percent.add(position)


def _value(value: Any, position: tuple[int, int], sheet: Sheet, limits: Limits) -> type_of_value:
    if isinstance(value, str):
        if len(value) > limits.cell_text:
            raise too_long(sheet.name, position, limits)
        return unescaped(value) or None
    if isinstance(value, bool | time):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    number = value.total_seconds() / 86_400 if isinstance(value, timedelta) else value
    number = plain_number(float(number))
    if number is None:
        sheet.errors[position] = "#NUM!"
    return number


def _plain_text(runs: Iterable[Any], position: tuple[int, int], sheet: Sheet, problems: list[Problem]) -> str:
    """The text of a cell with several formats inside; what is struck through in it is told."""
    parts = [(str(run), bool(getattr(getattr(run, "font", None), "strike", False))) for run in runs]
    struck = "".join(text for text, is_struck in parts if is_struck).strip()
    if struck and all(is_struck or not text.strip() for text, is_struck in parts):
        sheet.struck.add(position)
    elif struck:
        problems.append(partly_struck(sheet.name, position, struck))
    return "".join(text for text, _ in parts)


def partly_struck(sheet: str, position: tuple[int, int], struck: str) -> Problem:
    cell = address(*position)
    shown = struck if len(struck) <= 60 else struck[:59] + "…"
    return warning(
        "struck-through", f"{sheet}!{cell}: Ein Teil des Textes ist durchgestrichen: „{shown}“.", sheet, cell, struck
    )


def merges_within(
    ranges: Iterable[tuple[int, int, int, int]], cells: Cells, sheet: str, limits: Limits
) -> list[Merge]:
    """Merged ranges (given as openpyxl does: left, top, right, bottom from 1), cut to where the sheet has values.

    Raises UnreadableFile if there are too many, or one that no table has.
    """
    last_row = max(cells, default=0)
    last_column = max((max(row) for row in cells.values() if row), default=0)
    merges = []
    for left, top, right, bottom in ranges:
        if (right - left + 1) * (bottom - top + 1) > limits.merged_area:
            raise refusal(
                "file-limit",
                f"Im Blatt „{sheet}“ sind die Zellen {address(top - 1, left - 1)}:{address(bottom - 1, right - 1)} "
                "verbunden, also fast das ganze Blatt. Bitte den Zellverbund aufheben.",
                sheet,
            )
        merges.append(
            Merge(top - 1, left - 1, min(bottom - 1, max(last_row, top - 1)), min(right - 1, max(last_column, left - 1)))
        )
        if len(merges) > limits.merges:
            raise refusal("file-limit", f"Im Blatt „{sheet}“ sind mehr als {limits.merges} Bereiche verbunden.", sheet)
    return merges


def clear_covered(merges: list[Merge], cells: Cells) -> None:
    """Take out values that lie under a merged range and that nobody sees."""
    for merge in merges:
        for row in range(merge.top, merge.bottom + 1):
            values = cells.get(row)
            if not values:
                continue
            for column in [at for at in values if merge.left <= at <= merge.right]:
                if (row, column) != (merge.top, merge.left):
                    del values[column]


def _hidden(parser: _Cells, sheet: Sheet, cells: Cells) -> None:
    for number, attributes in parser.row_dimensions.items():
        height = attributes.get("ht")
        if is_true(attributes.get("hidden")) or (height is not None and float(height) == 0):
            sheet.hidden_rows.add(int(number) - 1)
    last = max((max(row) for row in cells.values() if row), default=-1)
    for attributes in parser.column_dimensions.values():
        width = attributes.get("width")
        if is_true(attributes.get("hidden")) or (width is not None and float(width) == 0):
            sheet.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), last + 1)))
    sheet.hidden_rows.intersection_update(cells)


def is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _comments(book: _Book, part: str, sheet: Sheet) -> None:
    rels = get_rels_path(part)
    if rels not in book.valid_files:
        return
    for rel in get_dependents(book.archive, rels).find(COMMENTS_NS):
        if rel.target not in book.valid_files:
            continue
        for reference, comment in CommentSheet.from_tree(fromstring(book.archive.read(rel.target))).comments:
            row, column = coordinate_to_tuple(reference)
            sheet.comments[row - 1, column - 1] = unescaped(comment.text)


def rows_of(cells: Cells, sheet: str, limits: Limits, budget: list[int]) -> list[list[type_of_value]]:
    """Rows of values from the occupied cells; ``budget`` holds the rows and cells that are still allowed."""
    occupied = {column for row in cells.values() for column in row}
    if len(occupied) > limits.columns:
        raise too_many_columns(sheet, limits)
    filled = [row for row, values in cells.items() if values]
    budget[0] -= max(filled, default=-1) + 1
    budget[1] -= sum(map(len, cells.values()))
    if min(budget) < 0:
        raise too_many_rows(sheet, limits)
    rows: list[list[type_of_value]] = [[] for _ in range(max(filled, default=-1) + 1)]
    for number in filled:
        values = cells[number]
        row: list[type_of_value] = [None] * (max(values) + 1)
        for column, value in values.items():
            row[column] = value
        rows[number] = row
    return rows


def too_many_sheets(count: int, limits: Limits) -> Exception:
    return refusal(
        "file-limit",
        f"Die Arbeitsmappe hat {count} Blätter; gelesen werden höchstens {limits.sheets}. Bitte nur die nötigen senden.",
    )


def too_many_columns(sheet: str, limits: Limits) -> Exception:
    return refusal(
        "file-limit", f"Das Blatt „{sheet}“ hat mehr als {limits.columns} ausgefüllte Spalten; das ist keine Plantabelle.",
        sheet,
    )  # fmt: skip


def too_many_rows(sheet: str, limits: Limits) -> Exception:
    return refusal(
        "file-limit",
        f"Mit dem Blatt „{sheet}“ hat die Arbeitsmappe mehr Zeilen oder Werte, als hier gelesen werden können "
        f"(Zeilen: {limits.rows}, Werte: {limits.cells}).",
        sheet,
    )


def too_long(sheet: str, position: tuple[int, int], limits: Limits) -> Exception:
    cell = address(*position)
    return refusal(
        "file-limit", f"{sheet}!{cell}: Der Text ist länger als {limits.cell_text} Zeichen.", sheet, cell
    )
