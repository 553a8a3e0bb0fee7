"""A workbook as it was read: plain values in rows, and, apart from them, what a value alone does not tell."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from importers.problems import Problem

type_of_value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Merge:
    """A merged range, zero-based and inclusive; its value stands in the upper left cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. Positions are zero-based (row, column) counted from cell A1, so (16, 3) is D17.

    ``rows`` has one list per row from row 1 on; rows may be shorter than others; trailing empty rows are cut.
    Values are exact: text as written (not stripped), numbers as int or float, dates as date or datetime.
    """

    name: str
    rows: list[list[type_of_value]]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percent: set[tuple[int, int]] = field(default_factory=set)  # number format shows per cent: 0.75 means 75 %
    fills: dict[tuple[int, int], str] = field(default_factory=dict)  # fill colour as RRGGBB, white and none left out
    struck: set[tuple[int, int]] = field(default_factory=set)  # struck through, as a whole
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # "#REF!"; the value in rows is None
    no_value: dict[tuple[int, int], str] = field(default_factory=dict)  # a formula without a stored result; value None
    shown_as: dict[tuple[int, int], str] = field(default_factory=dict)  # days: "month", "year", …; amounts: „T€“
    since_1904: bool = False  # days are counted from 1 January 1904: matters for counts stored as plain numbers


@dataclass
class Workbook:
    """A delivered file: what it was called, its sheets in order, and what reading it brought to light."""

    file: str
    sha256: str
    sheets: list[Sheet]
    problems: list[Problem] = field(default_factory=list)


def address(row: int, column: int) -> str:
    """The name of a cell, as Excel shows it: ``address(16, 3)`` is ``D17``."""
    return f"{column_letter(column)}{row + 1}"


def position(cell: str) -> tuple[int, int]:
    """Row and column of a cell by its name: ``position("D17")`` is ``(16, 3)``."""
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    column = 0
    for letter in cell[: len(cell) - len(digits)]:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def column_letter(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
