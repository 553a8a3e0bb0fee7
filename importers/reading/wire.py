"""How a read sheet crosses from the guarded child to its parent: lines of JSON, and nothing that could be executed.

Rows travel in chunks, column by column, because a column mostly holds one type of value. Each column has a letter:
``e`` empty, ``p`` plain JSON values in which an empty text is no value, ``d`` days as ordinal numbers, ``m`` a mixture,
in which a day, a day with time or a time of day is a small array such as ``["d", "2022-12-31"]``.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

from importers.problems import Problem, Severity
from importers.sheet import Merge, Sheet, type_of_value
from masterplan.domain.files.active_text import restored

CHUNK = 1_000
"""Rows in one line."""

PLAIN = frozenset({str, int, bool, float, type(None)})
EXACT_INTEGERS = 2**53


class UnreadableFile(Exception):
    """The file as a whole is refused; ``problems`` say in German why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class BrokenAnswer(Exception):
    """The child answered something that is not part of this language."""


def to_line(message: dict[str, Any]) -> bytes:
    """One message as a line of JSON. Halves of characters, which no UTF-8 has, become question marks."""
    try:
        return orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def from_line(line: bytes) -> Any:
    """What a line of JSON says. Raises ValueError."""
    return orjson.loads(line)


def problem_message(problem: Problem) -> dict[str, Any]:
    return {"k": "problem", "problem": problem.as_json()}


def problem_of(message: dict[str, Any]) -> Problem:
    entry = dict(message["problem"])
    return Problem(Severity(entry.pop("severity")), **entry)


def marks_message(sheet: Sheet) -> dict[str, Any]:
    """Everything of a sheet but its rows."""
    return {
        "k": "marks",
        "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "percent": [[*position] for position in sorted(sheet.percent)],
        "struck": [[*position] for position in sorted(sheet.struck)],
        "since_1904": sheet.since_1904,
    } | {name: [[*position, text] for position, text in sorted(getattr(sheet, name).items())] for name in _TEXTS}


_TEXTS = ("fills", "comments", "errors", "no_value", "shown_as")


def take_marks(sheet: Sheet, message: dict[str, Any]) -> None:
    """Put what ``marks_message`` said into the sheet."""
    sheet.merges = [Merge(*map(int, merge)) for merge in message["merges"]]
    sheet.hidden_rows = set(map(int, message["hidden_rows"]))
    sheet.hidden_columns = set(map(int, message["hidden_columns"]))
    sheet.percent = {(int(row), int(column)) for row, column in message["percent"]}
    sheet.struck = {(int(row), int(column)) for row, column in message["struck"]}
    sheet.since_1904 = bool(message["since_1904"])
    for name in _TEXTS:
        setattr(sheet, name, {(int(row), int(column)): str(text) for row, column, text in message[name]})


def row_messages(rows: Sequence[Sequence[Any]]) -> Iterable[dict[str, Any]]:
    """The rows of a sheet in chunks; runs of empty rows are only counted."""
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        width = max(map(len, chunk))
        if width * len(chunk) <= 4 * sum(map(len, chunk)):
            yield from _chunk_message(start, width, chunk)
        else:  # a few long rows among short or empty ones
            for number, row in enumerate(chunk, start):
                if row:
                    yield from _chunk_message(number, len(row), [row])


def _chunk_message(start: int, width: int, chunk: Sequence[Sequence[Any]]) -> Iterable[dict[str, Any]]:
    if width and min(map(len, chunk)) < width:
        chunk = [[*row, *[None] * (width - len(row))] for row in chunk]
    letters, columns = [], []
    for column in zip(*chunk, strict=True):
        letter, values = _packed(column)
        letters.append(letter)
        columns.append(values)
    if not set(letters) <= {"e"}:
        yield {"k": "rows", "at": start, "n": len(chunk), "t": "".join(letters), "c": columns}


def _packed(column: tuple[Any, ...]) -> tuple[str, Any]:
    types = set(map(type, column))
    if types == {str}:
        return ("e", None) if column.count("") == len(column) else ("p", column)
    if types == {type(None)}:
        return "e", None
    if types <= {date, type(None)}:
        return "d", [value and value.toordinal() for value in column]
    if types == {str, date}:  # days, and the empty cells of the quick reader
        if all(value == "" for value in column if type(value) is str):
            return "d", [value.toordinal() if value else None for value in column]
    elif types <= PLAIN:
        if float not in types:
            return "p", column
        return "p", [plain_number(value) if type(value) is float else value for value in column]
    if types <= {str, date, type(None)}:
        known: dict[Any, Any] = {value: _tagged(value) for value in set(column) if type(value) is not str}
        known[""] = None
        return "m", list(map(known.get, column, column))
    values = [value if type(value) is str and value else _tagged(value) for value in column]
    return ("m" if any(type(value) is list for value in values) else "p"), values


def _tagged(value: Any) -> Any:
    """One value as JSON: whole numbers as int, what JSON does not know as a small array."""
    if value is None or value == "":
        return None
    kind = type(value)
    if kind is float:
        return plain_number(value)
    if kind in PLAIN:
        return value
    if kind is datetime:
        whole_day = value.time() == time()
        return ["d", value.date().isoformat()] if whole_day else ["dt", value.isoformat()]
    if kind is date:
        return ["d", value.isoformat()]
    if kind is time:
        return ["t", value.isoformat()]
    if kind is timedelta:
        return plain_number(value.total_seconds() / 86_400)
    return str(value)


def plain_number(value: float) -> int | float | None:
    """A whole number as int where a float is exact, as both readers are to say the same; None if it is none."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < EXACT_INTEGERS else value


_READ: dict[str, Callable[[str], type_of_value]] = {
    "d": date.fromisoformat,
    "dt": datetime.fromisoformat,
    "t": time.fromisoformat,
}


def _temporal(value: list[str]) -> type_of_value:
    return _READ[value[0]](value[1])


class _Texts(dict[str, str | None]):
    """Each text of a column once, without the apostrophe by which our own exports keep it from being run.

    A text of blanks alone is none.
    """

    def __missing__(self, text: str) -> str | None:
        kept = restored(text) if text.strip(" \t\r\n") else None
        self[text] = kept
        return kept


class RowTaker:
    """Builds the rows of one sheet from its chunks; equal texts become one object, which saves much memory."""

    def __init__(self, rows: int = 0) -> None:
        self.rows: list[list[type_of_value]] = []
        self.cells = 0
        self._most = rows
        self._texts: list[_Texts] = []

    def take(self, message: dict[str, Any]) -> None:
        at, count, letters, columns = int(message["at"]), int(message["n"]), message["t"], message["c"]
        if at < len(self.rows) or len(letters) != len(columns) or not 0 < count <= CHUNK or at > self._most:
            raise BrokenAnswer("rows out of order")
        self.rows.extend([] for _ in range(at - len(self.rows)))
        while len(self._texts) < len(letters):
            self._texts.append(_Texts({"": None}))
        values = [
            self._column(letter, column, count, texts)
            for letter, column, texts in zip(letters, columns, self._texts, strict=False)
        ]
        self.cells += count * (len(letters) - letters.count("e"))
        self.rows.extend(map(list, zip(*values, strict=True)))

    def _column(self, letter: str, column: Any, count: int, texts: _Texts) -> Sequence[type_of_value]:
        if letter == "e":
            return [None] * count
        if letter == "d":
            return [None if number is None else date.fromordinal(number) for number in column]
        once = texts.__getitem__
        if letter == "m":
            days = [_temporal(value) if type(value) is list else value for value in column]
            return [once(value) if type(value) is str else value for value in days]
        types = set(map(type, column))
        if letter != "p" or not types <= PLAIN:
            raise BrokenAnswer("unknown values")
        if str not in types:
            return list(column)
        if types == {str}:
            return list(map(once, column))
        return [once(value) if type(value) is str else value for value in column]

    def finished(self) -> list[list[type_of_value]]:
        """The rows, trailing empty ones cut."""
        while self.rows and not any(value is not None for value in self.rows[-1]):
            self.rows.pop()
        return self.rows
