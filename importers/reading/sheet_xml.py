"""The XML of one sheet of an .xlsx workbook, and of its table of texts, as plain pieces.

Whoever calls this has made sure that the XML declares no entities (``archive.check_prolog``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from importers.sheet import type_of_value

_N = "{%s}" % SHEET_MAIN_NS  # noqa: UP031
_ROW, _COLUMN, _MERGE, _ROOT = _N + "row", _N + "col", _N + "mergeCell", _N + "worksheet"
_VALUE, _FORMULA, _INLINE = _N + "v", _N + "f", _N + "is"
_TEXT, _RUN, _ITEM, _PROPERTIES, _STRIKE = _N + "t", _N + "r", _N + "si", _N + "rPr", _N + "strike"

Runs = tuple[tuple[str, bool], ...]
"""A text in pieces: each with whether a line goes through it."""

BAD_DATE = "#DATUM!"


@dataclass
class Cell:
    """One cell as it is stored; ``row`` and ``column`` from 0. An error's name stands in ``error``."""

    row: int
    column: int
    style: int
    value: "type_of_value | Runs | object" = None
    error: str | None = None
    formula: str | None = None  # only where no result is stored


@dataclass
class SheetXml:
    """What stands around the cells; complete when all cells were taken."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # left, top, right, bottom, from 1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last, from 0


@dataclass(frozen=True)
class Facts:
    """What the cells refer to."""

    texts: list[str | Runs]
    epoch: datetime
    dates: frozenset[int]  # styles that show a day or time
    durations: frozenset[int]


def texts(source: IO[bytes]) -> list[str | Runs]:
    """The table of texts that cells name by number."""
    found: list[str | Runs] = []
    for _, element in iterparse(source):
        if element.tag == _ITEM:
            found.append(_text(element))
            element.clear()
    return found


def _text(element: Element) -> str | Runs:
    runs = element.findall(_RUN)
    if not runs:
        return element.findtext(_TEXT) or ""
    pieces = tuple((run.findtext(_TEXT) or "", _is_struck(run)) for run in runs)
    if any(struck for _, struck in pieces):
        return pieces
    return "".join(text for text, _ in pieces)


def _is_struck(run: Element) -> bool:
    strike = run.find(f"{_PROPERTIES}/{_STRIKE}")
    return strike is not None and strike.get("val", "1") in ("1", "true", "on")


def cells(source: IO[bytes], around: SheetXml, facts: Facts) -> Iterator[Cell]:
    """The cells that are stored, in the order of the file."""
    at_row = -1
    root = None
    for _, element in iterparse(source):
        tag = element.tag
        if tag == _ROW:
            at_row = int(float(element.get("r") or at_row + 2)) - 1
            if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                around.hidden_rows.add(at_row)
            at_column = -1
            for entry in element:
                cell = _cell(entry, at_row, at_column + 1, facts)
                at_column = cell.column
                yield cell
            element.clear()
        elif tag == _COLUMN:
            if element.get("hidden") in ("1", "true") or element.get("width") == "0":
                around.hidden_columns.append((int(element.attrib["min"]) - 1, int(element.attrib["max"]) - 1))
        elif tag == _MERGE:
            left, top, right, bottom = range_boundaries(element.attrib["ref"])
            around.merges.append((left or 1, top or 1, right or 16_384, bottom or 1_048_576))
        root = tag
    if root != _ROOT:
        raise ValueError(f"{root} is not a sheet")


def _cell(element: Element, row: int, column: int, facts: Facts) -> Cell:
    reference = element.get("r")
    if reference:
        row, column = (number - 1 for number in coordinate_to_tuple(reference))
    cell = Cell(row, column, int(element.get("s") or 0))
    kind = element.get("t") or "n"
    stored = element.findtext(_VALUE)
    if kind == "inlineStr":
        inline = element.find(_INLINE)
        cell.value = None if inline is None else _text(inline)
    elif stored:
        _take(cell, kind, stored, facts)
    elif kind != "str" and (formula := element.find(_FORMULA)) is not None:
        cell.formula = "=" + (formula.text or "")
    return cell


def _take(cell: Cell, kind: str, stored: str, facts: Facts) -> None:
    if kind == "s":
        cell.value = facts.texts[int(stored)]
    elif kind == "n":
        number = float(stored) if "." in stored or "E" in stored or "e" in stored else int(stored)
        cell.value = number
        if cell.style in facts.dates:
            cell.value = None
            try:
                if number < 0:
                    raise ValueError("no day")
                cell.value = from_excel(number, facts.epoch, timedelta=cell.style in facts.durations)
            except (OverflowError, ValueError):
                cell.error = f"{BAD_DATE} ({stored})"
    elif kind == "b":
        cell.value = stored in ("1", "true")
    elif kind == "e":
        cell.error = stored
    elif kind == "d":
        cell.value = from_ISO8601(stored)
    else:
        cell.value = stored
