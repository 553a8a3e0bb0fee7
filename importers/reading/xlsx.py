"""The exact reader for .xlsx and .xlsm of ordinary size: values and all that a value alone does not tell.

openpyxl reads the workbook, its styles, theme and comments; the sheets themselves are read by ``sheet_xml``,
because openpyxl's worksheets create a cell for every position of a merged range, load pictures, pivot caches and
drawings, need a second pass for the formulas, and take three times as long.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import ZipFile

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import COMMENTS_NS, SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from importers.problems import Problem, warning
from importers.reading.archive import check_parts, outward
from importers.reading.format import refusal
from importers.reading.limits import Limits
from importers.reading.sheet_xml import Cell, Facts, Runs, SheetXml, cells, texts
from importers.reading.styles import Looks, looks_of
from importers.reading.text import unescaped
from importers.reading.wire import plain_number
from importers.sheet import Merge, Sheet, address, type_of_value

_BLANKS = " \t\r\n"
Cells = dict[int, dict[int, Any]]


def read(archive: ZipFile, limits: Limits, problems: list[Problem]) -> Iterator[Sheet]:
    """The sheets one after the other. Raises UnreadableFile."""
    problems.extend(outward(archive))
    check_parts(archive, limits)
    book = Book(archive)
    looks = looks_of(book.wb)
    facts = book.facts()
    entries = book.worksheets()
    if len(entries) > limits.sheets:
        raise too_many_sheets(len(entries), limits)
    for entry, part in entries:
        yield exact_sheet(book, entry, part, facts, looks, limits, problems)


class Book(ExcelReader):  # type: ignore[misc]
    """What openpyxl knows of a workbook before it comes to the sheets."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.valid_files = archive.namelist()
        self.read_only, self.keep_vba, self.keep_links, self.data_only = False, False, False, True
        self.read_manifest()
        self.read_workbook()
        self.read_theme()
        apply_stylesheet(archive, self.wb)

    def worksheets(self) -> list[tuple[Any, str]]:
        """The sheets that are tables, in order, each with the name of its part."""
        found = [(sheet, rel.target) for sheet, rel in self.parser.find_sheets() if "worksheet" in rel.Type]
        return [(sheet, part) for sheet, part in found if part in self.valid_files]

    def sheet(self, entry: Any) -> Sheet:
        """A sheet of which nothing but its name was read."""
        return Sheet(entry.name, [], hidden=entry.state != "visible", since_1904=self.wb.epoch == CALENDAR_MAC_1904)

    def facts(self) -> Facts:
        wb = self.wb
        return Facts(self._texts(), wb.epoch, frozenset(wb._date_formats), frozenset(wb._timedelta_formats))

    def _texts(self) -> list[str | Runs]:
        table = self.package.find(SHARED_STRINGS)
        if table is None or table.PartName[1:] not in self.valid_files:
            return []
        with self.archive.open(table.PartName[1:]) as source:
            return texts(source)


def exact_sheet(
    book: Book, entry: Any, part: str, facts: Facts, looks: list[Looks], limits: Limits, problems: list[Problem]
) -> Sheet:
    """One sheet, with everything that is known of its cells."""
    sheet = book.sheet(entry)
    around = SheetXml()
    found: Cells = {}
    with book.archive.open(part) as source:
        for cell in cells(source, around, facts):
            _take(cell, sheet, found, looks, limits, problems)
    sheet.merges = merges_within(around.merges, found, sheet.name, limits)
    clear_covered(sheet.merges, found)
    last = max((max(row) for row in found.values() if row), default=-1)
    for first, end in around.hidden_columns:
        sheet.hidden_columns.update(range(first, min(end, last) + 1))
    sheet.hidden_rows = {row for row in around.hidden_rows if found.get(row)}
    comments(book, part, sheet)
    sheet.rows = rows_of(found, sheet.name, limits)
    return sheet


def _take(cell: Cell, sheet: Sheet, found: Cells, looks: list[Looks], limits: Limits, problems: list[Problem]) -> None:
    position = (cell.row, cell.column)
    value = cell.value
    look = looks[cell.style] if cell.style < len(looks) else None
    if look is not None and look.matters:
        _note_look(look, position, value, sheet)
    if cell.error:
        sheet.errors[position] = cell.error
    elif cell.formula:
        sheet.no_value[position] = cell.formula
    if value is None:
        return
    if isinstance(value, tuple):
        value = _plain_text(value, position, sheet, problems)
    value = _value(value, position, sheet, limits)
    if value is not None:
        found.setdefault(cell.row, {})[cell.column] = value


def _note_look(look: Looks, position: tuple[int, int], value: Any, sheet: Sheet) -> None:
    if look.fill:
        sheet.fills[position] = look.fill
    if look.struck and value is not None:
        sheet.struck.add(position)
    if look.percent and isinstance(value, (int, float)):
        sheet.percent.add(position)
    if look.shown_as and isinstance(value, date | int | float):
        sheet.shown_as[position] = look.shown_as


def _value(value: Any, position: tuple[int, int], sheet: Sheet, limits: Limits) -> type_of_value:
    if isinstance(value, str):
        if len(value) > limits.cell_text:
            raise too_long(sheet.name, position, limits)
        return unescaped(value) if value.strip(_BLANKS) else None
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


def _plain_text(runs: Runs, position: tuple[int, int], sheet: Sheet, problems: list[Problem]) -> str:
    """The text of a cell with several formats inside; what is struck through in it is told."""
    struck = "".join(text for text, is_struck in runs if is_struck).strip()
    if struck and all(is_struck or not text.strip() for text, is_struck in runs):
        sheet.struck.add(position)
    elif struck:
        problems.append(partly_struck(sheet.name, position, struck))
    return "".join(text for text, _ in runs)


def partly_struck(sheet: str, position: tuple[int, int], struck: str) -> Problem:
    cell = address(*position)
    shown = struck if len(struck) <= 60 else struck[:59] + "…"
    return warning(
        "struck-through", f"{sheet}!{cell}: Ein Teil des Textes ist durchgestrichen: „{shown}“.", sheet, cell, struck
    )


def merges_within(ranges: Iterable[tuple[int, int, int, int]], cells: Cells, sheet: str, limits: Limits) -> list[Merge]:
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
        lowest, outermost = max(last_row, top - 1), max(last_column, left - 1)
        merges.append(Merge(top - 1, left - 1, min(bottom - 1, lowest), min(right - 1, outermost)))
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


def comments(book: Book, part: str, sheet: Sheet) -> None:
    rels = get_rels_path(part)
    if rels not in book.valid_files:
        return
    for rel in get_dependents(book.archive, rels).find(COMMENTS_NS):
        if rel.target not in book.valid_files:
            continue
        for reference, comment in CommentSheet.from_tree(fromstring(book.archive.read(rel.target))).comments:
            row, column = coordinate_to_tuple(reference)
            sheet.comments[row - 1, column - 1] = unescaped(comment.text)


def rows_of(cells: Cells, sheet: str, limits: Limits) -> list[list[type_of_value]]:
    """Rows of values from the occupied cells."""
    occupied = {column for row in cells.values() for column in row}
    if len(occupied) > limits.columns:
        raise too_many_columns(sheet, limits)
    filled = [row for row, values in cells.items() if values]
    for before, number in itertools.pairwise([-1, *sorted(filled)]):
        if number - before > limits.gap:
            cell = address(number, max(cells[number]))
            raise refusal(
                "file-limit",
                f"{sheet}!{cell}: In dieser Zelle steht ein Wert, weit unter der Tabelle. Bitte die überflüssigen "
                "Zeilen löschen.",
                sheet,
                cell,
            )
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
        f"Die Arbeitsmappe hat {count} Blätter; gelesen werden höchstens {limits.sheets}.",
    )


def too_many_columns(sheet: str, limits: Limits) -> Exception:
    return refusal(
        "file-limit",
        f"Das Blatt „{sheet}“ hat mehr als {limits.columns} ausgefüllte Spalten; das ist keine Plantabelle.",
        sheet,
    )


def too_long(sheet: str, position: tuple[int, int], limits: Limits) -> Exception:
    cell = address(*position)
    return refusal("file-limit", f"{sheet}!{cell}: Der Text ist länger als {limits.cell_text} Zeichen.", sheet, cell)
