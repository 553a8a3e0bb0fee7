"""Old workbooks (.xls): the second look at what calamine leaves out, in the records of Excel 97 to 2003 (BIFF8).

The record numbers and layouts are those of Microsoft's [MS-XLS] and [MS-CFB].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS

from importers.problems import Problem, warning
from importers.reading.format import protected
from importers.reading.styles import WHITE, Looks, shown_by
from importers.sheet import Sheet

_EOF, _BOF, _FILEPASS, _SHEET, _FONT, _FORMAT, _XF, _PALETTE = 0x0A, 0x809, 0x2F, 0x85, 0x31, 0x41E, 0xE0, 0x92
_DATES = 0x22
_ROW, _COLUMN, _NOTE, _FORMULA, _ERROR, _BLANK = 0x208, 0x7D, 0x1C, 0x06, 0x205, 0x201
_TEXTS, _NUMBERS = (0xFD, 0x204, 0xD6), (0x203, 0x27E, _FORMULA)
_MANY_NUMBERS, _MANY_BLANKS = 0xBD, 0xBE
_BIFF8 = 0x0600
_SOLID = 1
_STRUCK = 0x0008
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

Record = tuple[int, bytes]


@dataclass
class Seen:
    """What was seen of one sheet; columns as first and last from 0."""

    sheet: Sheet
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    notes: int = 0


def look(content: bytes, problems: list[Problem]) -> list[Seen]:
    """The tables in order, without their values; none where the workbook is older than Excel 97."""
    stream = _workbook_stream(content)
    start = next(_records(stream, 0), (0, b""))
    if start[0] != _BOF or len(start[1]) < 2 or struct.unpack_from("<H", start[1])[0] != _BIFF8:
        problems.append(
            warning(
                "old-format",
                "Die Arbeitsmappe stammt aus einem Excel vor 1997. Farben, Prozentformate und Ausgeblendetes wurden "
                "nicht erkannt; bitte als .xlsx senden, wenn sie wichtig sind.",
            )
        )
        return []
    names, looks, since_1904 = _globals(stream)
    seen = [_sheet(stream, offset, Sheet(name, [], since_1904=since_1904), looks) for offset, name in names]
    if any(entry.notes for entry in seen):
        problems.append(
            warning(
                "old-format",
                "Kommentare an Zellen einer alten Arbeitsmappe (.xls) werden nicht gelesen. Bitte als .xlsx senden, "
                "wenn sie Angaben enthalten.",
            )
        )
    return seen


def _workbook_stream(content: bytes) -> bytes:
    """The stream „Workbook“ of a compound file; empty where there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if not 128 <= size <= 65_536:
        return b""
    table = _sector_table(content, size)
    directory = _chain(content, struct.unpack_from("<I", content, 48)[0], table, size)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            first, bytes_used = struct.unpack_from("<II", directory, at + 116)
            return _chain(content, first, table, size)[:bytes_used]
    return b""


def _sector_table(content: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", content, 76))
    further = struct.unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // size):
        if further >= 0xFFFFFFFA or (further + 2) * size > len(content):
            break
        entries = struct.unpack_from(f"<{size // 4}I", content, (further + 1) * size)
        sectors.extend(entries[:-1])
        further = entries[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < 0xFFFFFFFA and (sector + 2) * size <= len(content):
            table.extend(struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size))
    return table


def _chain(content: bytes, sector: int, table: list[int], size: int) -> bytes:
    parts: list[bytes] = []
    while sector < len(table) and len(parts) <= len(table):
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes) -> tuple[list[tuple[int, str]], list[Looks], bool]:
    """The places and names of the sheets, the looks of the styles by number, whether days are counted from 1904."""
    since_1904 = False
    names: list[tuple[int, str]] = []
    fonts: list[bool] = []
    formats = dict(BUILTIN_FORMATS)
    palette = [colour[-6:] for colour in COLOR_INDEX]
    styles: list[bytes] = []
    for number, data in _records(stream, 0):
        if number == _EOF:
            break
        if number == _FILEPASS:
            raise protected()
        if number == _SHEET and len(data) > 8 and data[5] == 0:
            names.append((struct.unpack_from("<I", data)[0], _text(data[7:], data[6])))
        elif number == _FONT:
            fonts.append(bool(struct.unpack_from("<H", data, 2)[0] & _STRUCK))
            if len(fonts) == 4:
                fonts.append(False)  # there is no font number four
        elif number == _FORMAT:
            code, length = struct.unpack_from("<HH", data)
            formats[code] = _text(data[4:], length)
        elif number == _PALETTE:
            for at in range(min(struct.unpack_from("<H", data)[0], 56)):
                palette[8 + at] = data[2 + at * 4 : 5 + at * 4].hex().upper()
        elif number == _XF:
            styles.append(data)
        elif number == _DATES:
            since_1904 = data[:1] == b"\x01"
    return names, [_look(data, fonts, formats, palette) for data in styles], since_1904


def _text(data: bytes, length: int) -> str:
    """A text with one byte of flags before it: one or two bytes for each character."""
    wide = data[0] & 1
    return data[1 : 1 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _look(style: bytes, fonts: list[bool], formats: dict[int, str], palette: list[str]) -> Looks:
    font, number_format = struct.unpack_from("<HH", style)
    pattern = struct.unpack_from("<I", style, 14)[0] >> 26
    colour = struct.unpack_from("<H", style, 18)[0] & 0x7F
    fill = palette[colour] if pattern == _SOLID and colour < 64 else None
    return Looks(
        None if fill == WHITE else fill,
        font < len(fonts) and fonts[font],
        *shown_by(formats.get(number_format, "")),
    )


def _sheet(stream: bytes, offset: int, sheet: Sheet, looks: list[Looks]) -> Seen:
    seen = Seen(sheet)
    depth = 0  # charts are sheets within the sheet
    for number, data in _records(stream, offset):
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            _record(number, data, seen, looks)
    return seen


def _record(number: int, data: bytes, seen: Seen, looks: list[Looks]) -> None:
    if number == _ROW:
        if struct.unpack_from("<H", data, 12)[0] & 0x20:
            seen.sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
    elif number == _COLUMN:
        first, last, _, _, flags = struct.unpack_from("<5H", data)
        if flags & 1:
            seen.hidden_columns.append((first, last))
    elif number == _NOTE:
        seen.notes += 1
    elif number in _TEXTS or number in _NUMBERS or number in (_BLANK, _ERROR):
        row, column, style = struct.unpack_from("<3H", data)
        _note(seen.sheet, (row, column), style, looks, number != _BLANK, number in _NUMBERS)
        code = _error_code(number, data)
        if code is not None:
            seen.sheet.errors[row, column] = _ERRORS.get(code, "#FEHLER")
            seen.sheet.percent.discard((row, column))
            seen.sheet.shown_as.pop((row, column), None)
    elif number in (_MANY_NUMBERS, _MANY_BLANKS):
        step = 6 if number == _MANY_NUMBERS else 2
        row, first = struct.unpack_from("<HH", data)
        for at in range((len(data) - 6) // step):
            style = struct.unpack_from("<H", data, 4 + at * step)[0]
            _note(seen.sheet, (row, first + at), style, looks, step == 6, step == 6)


def _error_code(number: int, data: bytes) -> int | None:
    if number == _ERROR and data[7]:
        return data[6]
    if number == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None


def _note(
    sheet: Sheet, position: tuple[int, int], style: int, looks: list[Looks], has_value: bool, is_number: bool
) -> None:
    look = looks[style] if style < len(looks) else Looks()
    if look.fill:
        sheet.fills[position] = look.fill
    if look.struck and has_value:
        sheet.struck.add(position)
    if look.percent and is_number:
        sheet.percent.add(position)
    if look.shown_as and is_number:
        sheet.shown_as[position] = look.shown_as
