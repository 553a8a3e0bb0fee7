"""LibreOffice workbooks (.ods): the second look at what calamine leaves out, taken before calamine reads the values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from importers.problems import Problem
from importers.reading.archive import check_parts, external_warning, outward, read_part
from importers.reading.format import protected, refusal
from importers.reading.limits import Limits
from importers.reading.styles import WHITE
from importers.sheet import Sheet, address

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE = _OASIS + "table:1.0}", _OASIS + "office:1.0}", _OASIS + "style:1.0}"
_NUMBER = _OASIS + "datastyle:1.0}"
_TEXT, _COLOURS = _OASIS + "text:1.0}", _OASIS + "xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SPANS = {"week-of-year": "week", "month": "month", "quarter": "quarter", "year": "year"}
_SINCE_1904 = re.compile(rb'<table:null-date\b[^<>]*date-value="1904-01-01"')
_WIDELY = 1_000
"""Looks repeated over more rows or columns than this are those of the empty rest of a sheet."""


@dataclass(frozen=True)
class _Look:
    fill: str | None = None
    struck: bool = False
    shows: str | None = None  # the name of the style for its day


@dataclass
class _Styles:
    """What styles mean, by name: looks of cells, and of styles for days what they show where they show no day."""

    looks: dict[str, _Look] = field(default_factory=dict)
    spans: dict[str, str | None] = field(default_factory=dict)


@dataclass
class _Place:
    """Where in a table the reading has come to."""

    sheet: Sheet
    row: int = 0
    column: int = 0
    cells: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    usual: dict[int, str] = field(default_factory=dict)  # column → the style of its cells that state none


@dataclass(frozen=True)
class Seen:
    """What was seen of one table; merges as left, top, right, bottom from 1, columns as first and last from 0."""

    sheet: Sheet
    merges: list[tuple[int, int, int, int]]
    hidden_columns: list[tuple[int, int]]


def look(archive: ZipFile, limits: Limits, problems: list[Problem]) -> list[Seen]:
    """The tables in order, without their values. Raises UnreadableFile."""
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in read_part(archive, "META-INF/manifest.xml"):
        raise protected()
    check_parts(archive, limits, frozenset({"content.xml"}))
    problems.extend(outward(archive))
    content = read_part(archive, "content.xml")
    if b"<table:table-source" in content or b"<table:cell-range-source" in content:
        problems.append(external_warning("Verknüpfungen mit anderen Dateien"))
    styles = _Styles()
    if "styles.xml" in names:
        _take_styles(archive.read("styles.xml"), styles)
    _take_styles(content, styles)
    since_1904 = _SINCE_1904.search(content) is not None
    return list(_tables(content, styles, since_1904, limits))


def _take_styles(xml: bytes, styles: _Styles) -> None:
    """Adds the styles of one part; those of the tables build on the common ones, which come first."""
    for _, element in iterparse(BytesIO(xml)):
        if element.tag == _STYLE + "style" and element.get(_STYLE + "family") == "table-cell":
            inherited = styles.looks.get(element.get(_STYLE + "parent-style-name", ""), _Look())
            styles.looks[element.get(_STYLE + "name", "")] = _look_of(element, inherited)
        elif element.tag == _NUMBER + "date-style":
            styles.spans[element.get(_STYLE + "name", "")] = _span_of(element)
        elif element.tag in (_OFFICE + "automatic-styles", _OFFICE + "styles"):
            element.clear()
        elif element.tag == _TABLE + "table-row":
            break  # the tables come after all styles


def _span_of(style: Element) -> str | None:
    shown = {part.tag.removeprefix(_NUMBER) for part in style}
    if shown & {"day", "day-of-week", "hours", "minutes", "seconds"}:
        return None
    return next((span for tag, span in _SPANS.items() if tag in shown), None)


def _look_of(style: Element, inherited: _Look) -> _Look:
    fill, struck = inherited.fill, inherited.struck
    cell = style.find(_STYLE + "table-cell-properties")
    if cell is not None and (colour := cell.get(_COLOURS + "background-color")):
        code = colour.removeprefix("#").upper()
        fill = code if len(code) == 6 and code != WHITE else None
    text = style.find(_STYLE + "text-properties")
    if text is not None and (line := text.get(_STYLE + "text-line-through-style")):
        struck = line != "none"
    return _Look(fill, struck, style.get(_STYLE + "data-style-name") or inherited.shows)


def _tables(content: bytes, styles: _Styles, since_1904: bool, limits: Limits) -> Iterator[Seen]:
    place: _Place | None = None
    inside = 0  # tables within tables are parts of subtables or of charts
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        tag = element.tag
        if tag == _TABLE + "table":
            inside += 1 if event == "start" else -1
            if event == "start" and inside == 1:
                place = _Place(Sheet(element.get(_TABLE + "name", ""), [], since_1904=since_1904))
            elif inside == 0 and place is not None:
                yield Seen(place.sheet, place.merges, place.hidden_columns)
                place = None
                element.clear()
        elif event == "end" and place is not None and inside == 1:
            if tag == _TABLE + "table-column":
                _column(element, place)
            elif tag == _TABLE + "table-row":
                _row(element, place, styles, limits)
                element.clear()


def _times(element: Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated") or 1)


def _is_hidden(element: Element) -> bool:
    return element.get(_TABLE + "visibility", "visible") != "visible"


def _column(element: Element, place: _Place) -> None:
    times = _times(element, "columns")
    if _is_hidden(element):
        place.hidden_columns.append((place.column, place.column + times - 1))
    usual = element.get(_TABLE + "default-cell-style-name")
    if usual:
        place.usual |= dict.fromkeys(range(place.column, min(place.column + times, _WIDELY)), usual)
    place.column += times


def _row(element: Element, place: _Place, styles: _Styles, limits: Limits) -> None:
    times = _times(element, "rows")
    if _is_hidden(element) and times <= limits.gap:
        place.sheet.hidden_rows.update(range(place.row, place.row + times))
    rows = range(place.row, place.row + times) if times <= _WIDELY else range(0)
    column = 0
    for cell in element:
        if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            continue
        across = _times(cell, "columns")
        if len(cell):
            place.cells += times * across
            if place.cells > limits.cells:
                raise _too_many(place, column)
        if across <= _WIDELY:
            for row in rows:
                for at in range(column, column + across):
                    _cell(cell, (row, at), place, styles)
        column += across
    place.row += times


def _cell(cell: Element, position: tuple[int, int], place: _Place, styles: _Styles) -> None:
    sheet = place.sheet
    kind = cell.get(_OFFICE + "value-type")
    seen = styles.looks.get(cell.get(_TABLE + "style-name") or (place.usual.get(position[1], "") if kind else ""))
    if seen is not None and seen.fill:
        sheet.fills[position] = seen.fill
    if seen is not None and seen.struck and kind:
        sheet.struck.add(position)
    if kind == "date" and seen is not None and (span := styles.spans.get(seen.shows or "")):
        sheet.shown_as[position] = span
    if kind == "percentage":
        sheet.percent.add(position)
    shown = cell.findtext(_TEXT + "p") or ""
    failed = kind == "string" and cell.get(_TABLE + "formula") and shown.startswith("#")
    if failed or cell.get(_CALC + "value-type") == "error":
        sheet.errors[position] = shown or "#FEHLER"
    elif cell.get(_TABLE + "formula") and not kind:
        sheet.no_value[position] = cell.get(_TABLE + "formula", "").removeprefix("of:")
    note = cell.find(_OFFICE + "annotation")
    if note is not None:
        sheet.comments[position] = "\n".join("".join(line.itertext()) for line in note.findall(_TEXT + "p"))
    down = int(cell.get(_TABLE + "number-rows-spanned") or 1)
    across = int(cell.get(_TABLE + "number-columns-spanned") or 1)
    if down * across > 1:
        row, column = position
        place.merges.append((column + 1, row + 1, column + across, row + down))


def _too_many(place: _Place, column: int) -> Exception:
    cell = address(place.row, column)
    name = place.sheet.name
    return refusal("file-limit", f"{name}!{cell}: Ein Wert wird hier über das ganze Blatt wiederholt.", name, cell)
