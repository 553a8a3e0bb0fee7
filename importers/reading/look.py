"""The second look: what the quick reader leaves out of a large sheet, found in the sheet's XML by plain search.

Two million cells cannot be visited one by one in good time. Most of them have nothing to tell, so only the places are
visited at which something stands that matters: an error, a hidden row, a style with a fill, a line or a per cent sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from importers.problems import Problem, warning
from importers.reading.format import refusal
from importers.reading.limits import Limits
from importers.reading.styles import Looks
from importers.reading.xlsx import Cells, merges_within
from importers.sheet import Merge, Sheet

_FIRST_CELL = re.compile(rb"<([\w:]*\bc)\b\s*([^<>]*)>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FAR = re.compile(rb'<c r="((?:[A-Z]{3}|[S-Z][A-Z])\d+)"[^<>]*[^/<>]>')
_BARE_FORMULA = re.compile(rb"<c\s([^<>]*)>\s*<f\b(?:[^<>]*/>|[^<>]*>([^<]*)</f>)\s*(?:<v></v>|<v\s*/>)?\s*</c>")
_MERGE = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z0-9:$]+)"')
_SPAN = re.compile(rb'\bm(in|ax)="(\d+)"')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"| (?:ht|width)="0"')
"""Hidden by name, or by having no height or width."""
_STORED = re.compile(rb"\s*(?:<f\b.*?(?:/>|</f>)\s*)?<v>([^<]*)</v>", re.S)


@dataclass(frozen=True)
class Look:
    """What was seen, without the values that it applies to."""

    sheet: Sheet
    merges: list[tuple[int, int, int, int]]
    hidden_columns: list[tuple[int, int]]
    coded: bool  # texts may contain characters in code


def is_plain(xml: bytes) -> bool:
    """Whether the XML is written as all usual programs write it; otherwise plain search could miss something."""
    first = _FIRST_CELL.search(xml)
    usual = first is None or (first[1] == b"c" and b"'" not in first[2] and first[2].startswith(b'r="'))
    return usual and b"<!" not in xml and b"<worksheet" in xml[:2_000]


def refuse_far(xml: bytes, sheet: Sheet) -> None:
    """Raises UnreadableFile for a value far outside any table."""
    far = _FAR.search(xml)
    if far:
        cell = far[1].decode()
        raise refusal(
            "file-limit",
            f"{sheet.name}!{cell}: In dieser Zelle steht ein Wert, weit rechts von jeder Plantabelle. Bitte die "
            "überflüssigen Spalten löschen.",
            sheet.name, cell,
        )  # fmt: skip


def look(xml: bytes, sheet: Sheet, looks: list[Looks], limits: Limits, problems: list[Problem]) -> Look:
    """Notes what it finds in ``sheet``. Raises UnreadableFile for more marked cells than ``limits`` allow."""
    _errors(xml, sheet)
    _looks(xml, sheet, looks, limits, problems)
    columns = _hidden(xml, sheet)
    if b"<f" in xml:
        for match in _BARE_FORMULA.finditer(xml):
            position = _position(match[1])
            if position and b't="str"' not in match[1]:
                sheet.no_value[position] = "=" + (match[2] or b"").decode("utf-8", "replace")
    merges = [_bounds(match[1].decode()) for match in _MERGE.finditer(xml, max(xml.rfind(b"</sheetData>"), 0))]
    return Look(sheet, merges, columns, b"_x" in xml)


def settle(seen: Look, rows: list[list[object]], limits: Limits) -> None:
    """Cut merges and hidden columns to the rows that there are; empty what lies under merged cells."""
    sheet = seen.sheet
    width = max(map(len, rows), default=0)
    corner: Cells = {len(rows): {width: None}} if rows else {}
    sheet.merges = merges_within(seen.merges, corner, sheet.name, limits)
    for merge in sheet.merges:
        _clear(merge, rows)
    for first, last in seen.hidden_columns:
        sheet.hidden_columns.update(range(first, min(last + 1, width)))
    sheet.hidden_rows = {row for row in sheet.hidden_rows if row < len(rows)}
    sheet.shown_as = {
        (row, column): span
        for (row, column), span in sheet.shown_as.items()
        if row < len(rows) and column < len(rows[row]) and isinstance(rows[row][column], date | int | float)
    }


def _clear(merge: Merge, rows: list[list[object]]) -> None:
    for number in range(merge.top, min(merge.bottom + 1, len(rows))):
        row = rows[number]
        for column in range(merge.left, min(merge.right + 1, len(row))):
            if (number, column) != (merge.top, merge.left):
                row[column] = None


def _bounds(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576


def _tags(xml: bytes, start: bytes, needle: bytes) -> Iterator[tuple[bytes, int]]:
    """The tags that begin with ``start`` and contain ``needle``, each with the place after it."""
    at = xml.find(needle)
    while at >= 0:
        begin = xml.rfind(b"<", max(0, at - 2_000), at)
        end = xml.find(b">", begin)
        if begin >= 0 and end > at and xml.startswith(start, begin):
            yield xml[begin : end + 1], end + 1
        at = xml.find(needle, at + 1)


def _position(tag: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(tag)
    return (int(reference[2]) - 1, column_index_from_string(reference[1].decode()) - 1) if reference else None


def _errors(xml: bytes, sheet: Sheet) -> None:
    for tag, after in _tags(xml, b"<c ", b' t="e"'):
        position = _position(tag)
        stored = _STORED.match(xml, after)
        if position:
            sheet.errors[position] = stored[1].decode("utf-8", "replace") if stored else "#FEHLER"


def _hidden(xml: bytes, sheet: Sheet) -> list[tuple[int, int]]:
    """Notes the hidden rows; the hidden columns, first and last."""
    for said in (b' hidden="', b' ht="0"'):
        for tag, _ in _tags(xml, b"<row ", said):
            number = _ROW_NUMBER.search(tag)
            if number and _HIDDEN.search(tag):
                sheet.hidden_rows.add(int(number[1]) - 1)
    columns = []
    before = xml[: max(xml.find(b"<sheetData"), 0)]
    for said in (b' hidden="', b' width="0"'):
        for tag, _ in _tags(before, b"<col ", said):
            if _HIDDEN.search(tag):
                span = {which: int(number) - 1 for which, number in _SPAN.findall(tag)}
                columns.append((span[b"in"], span[b"ax"]))
    return columns


def _looks(xml: bytes, sheet: Sheet, looks: list[Looks], limits: Limits, problems: list[Problem]) -> None:
    """Styles that matter. A fill counts where it is all that a cell has: beside a value it decorates a large table."""
    telling = [number for number, entry in enumerate(looks) if entry.matters]
    if not telling:
        return
    numbers = b"|".join(b"%d" % number for number in telling)
    cell = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(' + numbers + rb')"([^<>]*)>(<)?(/)?')
    columns: dict[bytes, int] = {}
    for match in cell.finditer(xml):
        letters = match[1]
        column = columns.get(letters)
        if column is None:
            column = columns[letters] = column_index_from_string(letters.decode()) - 1
        position = (int(match[2]) - 1, column)
        entry = looks[int(match[3])]
        empty = match[4].endswith(b"/") or match[6] is not None
        if empty:
            if entry.fill:
                sheet.fills[position] = entry.fill
            continue
        if entry.struck:
            sheet.struck.add(position)
        if b't="s"' in match[4] or b"tr" in match[4].lower():
            continue
        if entry.percent:
            sheet.percent.add(position)
        if entry.shown_as:
            sheet.shown_as[position] = entry.shown_as
    if len(sheet.fills) > limits.marks:
        sheet.fills.clear()
        problems.append(
            warning(
                "from-colour",
                f"Im Blatt „{sheet.name}“ sind mehr als {limits.marks} leere Zellen eingefärbt; Farben wurden dort "
                "nicht ausgewertet.",
                sheet.name,
            )
        )
    if len(sheet.percent) + len(sheet.struck) + len(sheet.shown_as) > 4 * limits.marks:
        raise refusal("file-limit", f"Im Blatt „{sheet.name}“ sind zu viele Zellen besonders formatiert.", sheet.name)
