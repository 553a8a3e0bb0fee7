"""The raw cells of a column, one per entry: merged cells, group columns, entries over several rows, doubled columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from importers.layout import Table, is_blank, ranges
from importers.lookups import as_text, shorten
from importers.problems import Problem, error, warning
from importers.rows import Rows
from importers.sheet import Sheet, address, column_letter, type_of_value
from importers.source import Column
from masterplan.domain.plan import FieldType

LIST_TYPES = frozenset({FieldType.REFERENCES, FieldType.BODIES, FieldType.WORDS})
TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.PERSON})


@dataclass
class Cells:
    """The fields of a table as read, one value per entry."""

    values: dict[str, list[object]] = field(default_factory=dict)
    wordings: dict[str, list[str | None]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def raw_column(table: Table, rows: Rows, position: int, column: Column, result: Cells) -> list[object]:
    """The raw cells of a column, one per entry; merged cells and group columns filled down, continuations joined."""
    sheet = table.sheet
    lines = sheet.rows
    raw: list[object]
    if rows.narrowest(lines) > position:
        raw = list(map(itemgetter(position), rows.lines(lines)))
    else:
        raw = [line[position] if len(line) > position else None for line in rows.lines(lines)]
    where = _where(table, rows, position)
    for merge in sheet.merges:
        if merge.left == position and merge.bottom > merge.top >= table.first:
            for row in range(merge.top + 1, merge.bottom + 1):
                if (at := where(row)) is not None and is_blank(
                    lines[row][position] if len(lines[row]) > position else None
                ):
                    raw[at] = lines[merge.top][position]
                    result.cells.setdefault(at, {})[column.field] = address(merge.top, position)
    if column.grouping:
        _fill_group(table, rows, position, column, raw, result)
    for row, below in rows.continued.items():
        more = [r for r in below if len(lines[r]) > position and not is_blank(lines[r][position])]
        at = where(row)
        if at is None or not more:
            continue
        if len(more) == 1 and is_blank(plain(raw[at])):
            raw[at] = lines[more[0]][position]
            result.cells.setdefault(at, {})[column.field] = address(more[0], position)
        else:
            raw[at] = _continued(table, column, row, position, [raw[at], *(lines[r][position] for r in more)], result)
    return raw


def _where(table: Table, rows: Rows, position: int) -> Callable[[int], int | None]:
    found = {row: at for at, row in enumerate(rows.entries)} if table.sheet.merges or rows.continued else {}
    return found.get


def _continued(table: Table, column: Column, row: int, position: int, raw: list[object], result: Cells) -> object:
    """One value from the cells of an entry that goes over several rows; what cannot be joined stays doubtful."""
    texts = [as_text(value) for value in raw if not is_blank(plain(value))]
    if table.match.source.field_type(column) in LIST_TYPES | TEXT_TYPES:
        return "\n".join(texts)
    words = " | ".join(texts)
    message = f"Der Eintrag geht über mehrere Zeilen und nennt bei „{column.label}“ Verschiedenes: „{shorten(words)}“."
    result.problems.append(warn_at(table.sheet, row, position, "value-several", message, words))
    return Several(words)


class Several(str):
    """Several values where one was expected: kept as words, never read."""


def plain(value: object) -> type_of_value:
    return value if isinstance(value, str) else None if value is None else 1


def _fill_group(table: Table, rows: Rows, position: int, column: Column, raw: list[object], result: Cells) -> None:
    """Fills a group column down where it is visibly written once per group: no value stands twice in a row."""
    if not any(map(is_blank, map(plain, raw))):
        return
    lines = table.sheet.rows
    headings = {row: lines[row][position] for row, at in rows.groups if at == position}
    entries = set(rows.entries)
    written: list[tuple[int, object]] = []
    for row in sorted(entries | set(headings)):
        value = lines[row][position] if len(lines[row]) > position else None
        if not is_blank(value):
            written.append((row, value))
    texts = [as_text(value) for _, value in written]
    if not texts or any(one == following for one, following in pairwise(texts)):
        return
    filled: list[int] = []
    origin = 0
    source: tuple[int, object] | None = None
    for at, row in enumerate(rows.entries):
        while origin < len(written) and written[origin][0] <= row:
            source = written[origin]
            origin += 1
        if source is not None and is_blank(plain(raw[at])):
            raw[at] = source[1]
            result.cells.setdefault(at, {})[column.field] = address(source[0], position)
            filled.append(row)
    if filled:
        message = f"„{column.label}“ steht einmal je Gruppe und gilt auch für die Zeilen {ranges(filled)}."
        result.problems.append(warn_at(table.sheet, filled[0], position, "filled-down", message))


def joined(
    table: Table, rows: Rows, positions: list[int], column: Column, raw: list[object], result: Cells
) -> list[object]:
    """One value per entry where several columns mean the same field; where they differ, the value is doubtful."""
    sheet = table.sheet
    named = ", ".join(f"{column_letter(at)} „{shorten(table.headings.get(at, ''))}“" for at in positions)
    type_ = table.match.source.field_type(column)
    lists, is_person = type_ in LIST_TYPES, type_ == FieldType.PERSON
    required = {name for group in table.match.source.required for name in group}
    for position in positions[1:]:
        other = raw_column(table, rows, position, column, result)
        for at, (one, two) in enumerate(zip(raw, other, strict=True)):
            if is_blank(plain(two)) or one == two or (not is_blank(plain(one)) and as_text(one) == as_text(two)):
                continue
            if is_blank(plain(one)):
                raw[at] = two
                result.cells.setdefault(at, {})[column.field] = address(rows.entries[at], position)
            elif lists:
                raw[at] = f"{as_text(one)}\n{as_text(two)}"
            elif column.field in required:
                message = f"Für „{column.label}“ stehen mehrere Spalten: {named}. Bitte nur eine stehen lassen."
                cell = address(table.first - 1, position)
                result.problems.append(error("column-twice", f"{sheet.name}!{cell}: {message}", sheet.name, cell))
                return raw
            else:
                words = f"{as_text(one)} | {as_text(two)}"
                said = None if is_person else words  # findings stay in the log, where no name can be erased
                quoted = "" if said is None else f": „{shorten(said)}“"
                message = f"Zwei Spalten für „{column.label}“ nennen Verschiedenes{quoted}."
                result.problems.append(warn_at(sheet, rows.entries[at], position, "column-twice", message, said))
                raw[at] = Several(words)
    message = f"Mehrere Spalten stehen für „{column.label}“: {named}. Wo sie sich widersprechen, bleibt der Wert offen."
    if lists:
        message = f"Mehrere Spalten stehen für „{column.label}“: {named}. Ihre Angaben wurden zusammen gelesen."
    result.problems.append(warn_at(sheet, table.first - 1, positions[1], "column-twice", message))
    return raw


def warn_at(
    sheet: Sheet, row: int, position: int, code: str, message: str, value: object = None, cell: str | None = None
) -> Problem:
    """A warning that begins with the address of its cell."""
    cell = cell or address(row, position)
    return warning(code, f"{sheet.name}!{cell}: {message}", sheet.name, cell, value)
