"""The quick reader for large tables, with calamine, and a second look at what calamine leaves out.

calamine works without holding Python's lock, so the second look runs beside it in a thread.
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from importers.problems import Problem, warning
from importers.reading import ods, xls
from importers.reading.archive import check_parts, outward, read_part
from importers.reading.format import protected, refusal
from importers.reading.limits import Limits
from importers.reading.look import Look, is_plain, look, refuse_far, settle
from importers.reading.styles import looks_of
from importers.reading.wire import UnreadableFile
from importers.reading.xlsx import Book, comments, exact_sheet, too_many_sheets
from importers.sheet import Sheet

Stop = Callable[[UnreadableFile], None]


def read(archive: ZipFile, content: bytes, limits: Limits, problems: list[Problem], stop: Stop) -> Iterator[Sheet]:
    """The sheets one after the other. ``stop`` is called from beside when ``look`` refuses the file."""
    problems.extend(outward(archive))
    large = frozenset(name for name in archive.namelist() if is_large_part(name))
    check_parts(archive, limits, large)
    book = Book(archive)
    entries = book.worksheets()
    if len(entries) > limits.sheets:
        raise too_many_sheets(len(entries), limits)
    coded = _check_texts(archive, large, problems)
    looks = looks_of(book.wb)
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    for entry, part in entries:
        sheet = book.sheet(entry)
        xml = read_part(archive, part)
        if not is_plain(xml):
            yield exact_sheet(book, entry, part, book.facts(), looks, limits, problems)
            continue
        refuse_far(xml, sheet)  # calamine would ask for the memory of every cell up to the farthest
        beside = _Beside(partial(look, xml, sheet, looks, limits, problems), stop)
        rows = _rows(workbook.get_sheet_by_name(entry.name), sheet.name, limits)
        seen = beside.result()
        if coded or seen.coded:
            rows = without_nul(rows)
        settle(seen, rows, limits)
        comments(book, part, sheet)
        sheet.rows = rows  # type: ignore[assignment]
        yield sheet


def is_large_part(name: str) -> bool:
    """Parts that grow with the table."""
    return name.lower().startswith("xl/worksheets/") or "sharedstrings" in name.lower()


def read_old(content: bytes, limits: Limits, problems: list[Problem]) -> Iterator[Sheet]:
    """The sheets of an .xls workbook. Raises UnreadableFile."""
    seen = {marks.sheet.name: marks for marks in xls.look(content, problems)}
    for sheet, found in _tables(content, limits):
        marks = seen.get(sheet.name) or xls.Seen(sheet)
        ranges = [
            (left + 1, top + 1, right + 1, bottom + 1)
            for (top, left), (bottom, right) in found.merged_cell_ranges or []
        ]
        marked = replace(marks.sheet, name=sheet.name, hidden=sheet.hidden)
        yield _settled(Look(marked, ranges, marks.hidden_columns, False), found, limits)


def read_libreoffice(archive: ZipFile, content: bytes, limits: Limits, problems: list[Problem]) -> Iterator[Sheet]:
    """The sheets of an .ods workbook. Raises UnreadableFile."""
    seen = {marks.sheet.name: marks for marks in ods.look(archive, limits, problems)}
    for sheet, found in _tables(content, limits):
        marks = seen[sheet.name]
        marked = replace(marks.sheet, name=sheet.name, hidden=sheet.hidden)
        yield _settled(Look(marked, marks.merges, marks.hidden_columns, False), found, limits)


def _settled(seen: Look, found: CalamineSheet, limits: Limits) -> Sheet:
    """The sheet with its values; errors are no values."""
    rows = without_nul(_rows(found, seen.sheet.name, limits))
    settle(seen, rows, limits)
    for row, column in seen.sheet.errors:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    return replace(seen.sheet, rows=rows)  # type: ignore[arg-type]


def _tables(content: bytes, limits: Limits) -> Iterator[tuple[Sheet, CalamineSheet]]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as trouble:
        raise protected() from trouble
    tables = [entry for entry in workbook.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
    if len(tables) > limits.sheets:
        raise too_many_sheets(len(tables), limits)
    for entry in tables:
        hidden = entry.visible != SheetVisibleEnum.Visible
        yield Sheet(entry.name, [], hidden), workbook.get_sheet_by_name(entry.name)


def without_nul(rows: list[list[object]]) -> list[list[object]]:
    """calamine decodes coded characters itself; NUL, which no store keeps, is left out."""
    return [[value.replace("\x00", "") if type(value) is str else value for value in row] for row in rows]


def _rows(found: CalamineSheet, name: str, limits: Limits) -> list[list[object]]:
    if found.end is not None and (found.end[0] + 1) * (found.end[1] + 1) > limits.area:
        raise refusal(
            "file-limit",
            f"Im Blatt „{name}“ stehen Werte weit außerhalb der Tabelle. Bitte die überflüssigen Zeilen und Spalten "
            "löschen.",
            name,
        )
    return found.to_python(skip_empty_area=False)  # type: ignore[return-value]


def _check_texts(archive: ZipFile, large: frozenset[str], problems: list[Problem]) -> bool:
    """Check the table of texts; whether it holds characters in code."""
    coded = False
    for name in large:
        if "sharedstrings" not in name.lower():
            continue
        xml = read_part(archive, name)
        coded = coded or b"_x" in xml
        if b"<strike" in xml:
            problems.append(
                warning(
                    "struck-through",
                    "In dieser großen Arbeitsmappe sind Teile von Texten durchgestrichen. Sie wurden wie gewöhnlicher "
                    "Text gelesen.",
                )
            )
    return coded


class _Beside:
    """Work done in a thread beside this one, which ends everything where it must refuse the file."""

    def __init__(self, work: Callable[[], Look], stop: Stop) -> None:
        self._work = work
        self._stop = stop
        self._look: list[Look] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._look.append(self._work())
        except UnreadableFile as refused:
            self._stop(refused)

    def result(self) -> Look:
        self._thread.join()
        if not self._look:  # the thread broke off: this process must not go on without it
            os._exit(1)
        return self._look[0]
