"""The columns of a table read into values: once per distinct cell, with what a value alone does not tell."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, repeat
from typing import NamedTuple

from importers.layout import Table, is_blank, ranges
from importers.lookups import (
    Doubt,
    as_text,
    damaged_labels,
    read_amount,
    read_number,
    read_number_label,
    read_text,
    read_words_of_date,
    roman_numerals,
    share_scale,
    shorten,
)
from importers.problems import Problem, error, warning
from importers.rows import Rows
from importers.sheet import Sheet, address, column_letter, type_of_value
from importers.source import KEY, Column
from masterplan.domain.bodies import Body, resolve
from masterplan.domain.plan import FieldType, Kind, Reading

LIST_TYPES = frozenset({FieldType.REFERENCES, FieldType.BODIES, FieldType.WORDS})
TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.PERSON})


@dataclass(frozen=True)
class Setting:
    """What reading needs to know beside the cells: the bodies, and the day on which names are meant."""

    bodies: Sequence[Body]
    on: date

    def resolve(self, written: str) -> str | None:
        """The key of the body that was meant."""
        body = resolve(self.bodies, written, self.on)
        return None if body is None else body.key


@dataclass
class Cells:
    """The fields of a table as read, one value per entry."""

    values: dict[str, list[object]] = field(default_factory=dict)
    wordings: dict[str, list[str | None]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Marked(NamedTuple):
    """A cell that is more than its value: shown as per cent, filled with a colour, or true or false among numbers."""

    raw: object
    percent: bool
    fill: str | None


Answer = tuple[object, str | None, str | None, Doubt | None]  # value, wording, words of the text field, doubt


def read_cells(table: Table, rows: Rows, setting: Setting) -> Cells:
    """Every mapped column of the entries. Doubtful values stay None with their words; each doubt names its cell."""
    result = Cells()
    struck = _struck_rows(table, rows, result)
    by_field: dict[str, list[int]] = {}
    for position, column in table.match.columns.items():
        by_field.setdefault(column.field, []).append(position)
    for positions in by_field.values():
        column = table.match.columns[positions[0]]
        raw = _raw(table, rows, positions[0], column, result)
        if len(positions) > 1:
            raw = _joined(table, rows, positions, column, raw, result)
        _read_column(table, rows, positions[0], column, raw, setting, struck, result)
    if table.match.key_column is not None:
        key_column = Column(KEY, "Kennung", ("Kennung",), _read_key)
        raw = _raw(table, rows, table.match.key_column, key_column, result)
        _read_column(table, rows, table.match.key_column, key_column, raw, setting, struck, result)
    _group_values(table, rows, setting, result)
    _hidden(table, rows, result)
    return result


def _read_key(raw: object, label: str) -> tuple[Reading, Doubt | None]:
    return Reading(as_text(raw) or None), None


# --- one column ---


def _raw(table: Table, rows: Rows, position: int, column: Column, result: Cells) -> list[object]:
    """The raw cells of a column, one per entry; merged cells and group columns filled down, continuations joined."""
    sheet = table.sheet
    lines = sheet.rows
    if min(map(len, lines[table.first : table.end]), default=0) > position:
        raw: list[object] = [lines[row][position] for row in rows.entries]
    else:
        raw = [lines[row][position] if len(lines[row]) > position else None for row in rows.entries]
    where = _where(table, rows, position)
    for merge in sheet.merges:
        if (
            merge.left <= position <= merge.right
            and merge.bottom > merge.top >= table.first
            and (merge.left == position)
        ):
            for row in range(merge.top + 1, merge.bottom + 1):
                if (at := where(row)) is not None and is_blank(
                    lines[row][position] if len(lines[row]) > position else None
                ):
                    raw[at] = lines[merge.top][position]
                    result.cells.setdefault(at, {})[column.field] = address(merge.top, position)
    if column.grouping:
        _fill_group(table, rows, position, column, raw, result)
    for row, below in rows.continued.items():
        more = [lines[r][position] for r in below if len(lines[r]) > position and not is_blank(lines[r][position])]
        at = where(row)
        if more and at is not None:
            raw[at] = _continued(table, column, row, position, [raw[at], *more], result)
    return raw


def _where(table: Table, rows: Rows, position: int) -> Callable[[int], int | None]:
    found = {row: at for at, row in enumerate(rows.entries)} if table.sheet.merges or rows.continued else {}
    return found.get


def _continued(table: Table, column: Column, row: int, position: int, raw: list[object], result: Cells) -> object:
    """One value from the cells of an entry that goes over several rows; what cannot be joined stays doubtful."""
    texts = [as_text(value) for value in raw if not is_blank(_plain(value))]
    if len(texts) == 1:
        return next(value for value in raw if not is_blank(_plain(value)))
    if table.match.source.field_type(column) in LIST_TYPES | TEXT_TYPES:
        return "\n".join(texts)
    words = " | ".join(texts)
    message = f"Der Eintrag geht über mehrere Zeilen und nennt bei „{column.label}“ Verschiedenes: „{shorten(words)}“."
    result.problems.append(_at(table.sheet, row, position, "value-several", message, words))
    return _Several(words)


class _Several(str):
    """Several values where one was expected: kept as words, never read."""


def _plain(value: object) -> type_of_value:
    return value if isinstance(value, str) else None if value is None else 1


def _fill_group(table: Table, rows: Rows, position: int, column: Column, raw: list[object], result: Cells) -> None:
    """Fills a group column down where it is visibly written once per group: no value stands twice in a row."""
    if not any(map(is_blank, map(_plain, raw))):
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
        if source is not None and is_blank(_plain(raw[at])):
            raw[at] = source[1]
            result.cells.setdefault(at, {})[column.field] = address(source[0], position)
            filled.append(row)
    if filled:
        message = f"„{column.label}“ steht einmal je Gruppe und gilt auch für die Zeilen {ranges(filled)}."
        result.problems.append(_at(table.sheet, filled[0], position, "filled-down", message))


def _joined(
    table: Table, rows: Rows, positions: list[int], column: Column, raw: list[object], result: Cells
) -> list[object]:
    """One value per entry where several columns mean the same field; where they differ, the value is doubtful."""
    sheet = table.sheet
    named = ", ".join(f"{column_letter(at)} „{shorten(table.headings.get(at, ''))}“" for at in positions)
    lists = table.match.source.field_type(column) in LIST_TYPES
    required = {name for group in table.match.source.required for name in group}
    for position in positions[1:]:
        other = _raw(table, rows, position, column, result)
        for at, (one, two) in enumerate(zip(raw, other, strict=True)):
            if is_blank(_plain(two)) or one == two or (not is_blank(_plain(one)) and as_text(one) == as_text(two)):
                continue
            if is_blank(_plain(one)):
                raw[at] = two
                result.cells.setdefault(at, {})[column.field] = address(rows.entries[at], position)
            elif lists:
                raw[at] = f"{as_text(one)}\n{as_text(two)}"
            elif column.field in required:
                message = f"Für „{column.label}“ stehen mehrere Spalten: {named}. Welche gemeint ist, ist offen."
                cell = address(table.first - 1, position)
                result.problems.append(error("column-twice", f"{sheet.name}!{cell}: {message}", sheet.name, cell))
                return raw
            else:
                words = f"{as_text(one)} | {as_text(two)}"
                message = f"Zwei Spalten für „{column.label}“ nennen Verschiedenes: „{shorten(words)}“."
                result.problems.append(_at(sheet, rows.entries[at], position, "column-twice", message, words))
                raw[at] = _Several(words)
    message = f"Mehrere Spalten stehen für „{column.label}“: {named}. Wo sie sich widersprechen, bleibt der Wert offen."
    if lists:
        message = f"Mehrere Spalten stehen für „{column.label}“: {named}. Ihre Angaben wurden zusammen gelesen."
    result.problems.append(_at(sheet, table.first - 1, positions[1], "column-twice", message))
    return raw


def _read_column(
    table: Table,
    rows: Rows,
    position: int,
    column: Column,
    raw: list[object],
    setting: Setting,
    struck: frozenset[int],
    result: Cells,
) -> None:
    sheet, type_ = table.sheet, table.match.source.field_type(column)
    heading = table.headings.get(position, column.label)
    keys = _marked(sheet, rows, position, raw, type_, column)
    read = _reader(column, type_, keys, heading, setting)
    distinct = dict.fromkeys(keys)
    plain = _plain_texts(distinct) if column.read is read_text else frozenset()
    known: dict[object, Answer] = {key: _answer(key, column, read) for key in distinct if key not in plain}
    name = column.field
    value_of: dict[object, object] = {key: answer[0] for key, answer in known.items()}
    value_of |= {key: key for key in plain}
    values = [value_of[key] for key in keys]
    told = {key: answer[1] for key, answer in known.items() if answer[1] is not None}
    wordings = list(map(told.get, keys)) if told else None
    texts: list[object] = [known[key][2] for key in keys] if column.text_field else []
    doubts = {key: answer[3] for key, answer in known.items() if answer[3] is not None}
    if doubts:
        for at, key in enumerate(keys):
            doubt = doubts.get(key)
            if doubt is not None:
                cell = result.cells.get(at, {}).get(name)
                result.problems.append(
                    _at(sheet, rows.entries[at], position, doubt.code, doubt.message, as_text(_bare(key)), cell=cell)
                )
    oddities = _oddities(table, rows, position, column, raw, result)
    oddities |= _struck_cells(table, rows, position, column, raw, struck, result) if sheet.struck else {}
    for at, words in oddities.items():
        if wordings is None:
            wordings = [None] * len(values)
        if type_ not in TEXT_TYPES or values[at] is None:
            values[at] = None
            wordings[at] = words
    result.values[name] = values
    result.columns[name] = column_letter(position)
    result.headings[name] = heading
    if wordings is not None:
        result.wordings[name] = wordings
    if column.text_field:
        result.values[column.text_field] = texts
        result.columns[column.text_field] = column_letter(position)
        result.headings[column.text_field] = heading
        for exceptions in result.cells.values():
            if name in exceptions:
                exceptions[column.text_field] = exceptions[name]


_NOT_PLAIN = re.compile(r"[^ -~ÄÖÜäöüß„“–…€§\0]|  |\0 | \0")


def _plain_texts(distinct: Iterable[object]) -> frozenset[object]:
    """The texts that are read as they stand: nothing to clean, nothing suspicious, too long to mean „no entry“."""
    texts = [key for key in distinct if type(key) is str and 20 < len(key) < 255]
    if not _NOT_PLAIN.search("\0" + "\0".join(texts) + "\0"):
        return frozenset(texts)
    return frozenset(text for text in texts if not _NOT_PLAIN.search(f"\0{text}\0"))


def _answer(key: object, column: Column, read: Callable[[object], tuple[Reading, Doubt | None]]) -> Answer:
    raw = _bare(key)
    if isinstance(raw, _Several):
        return None, str(raw), str(raw), None
    reading, doubt = read(key)
    words = None
    if column.text_field:
        told, _ = read_words_of_date(raw, column.label)
        words = told.value if isinstance(told.value, str) else None
    return reading.value, reading.wording, words, doubt


def _bare(key: object) -> object:
    return key.raw if isinstance(key, _Marked) else key


def _marked(
    sheet: Sheet, rows: Rows, position: int, raw: list[object], type_: FieldType, column: Column
) -> list[object]:
    """The raw cells as keys for reading: cells that are more than their value become marked ones."""
    kinds = set(map(type, raw))
    keys = raw
    if bool in kinds and (int in kinds or float in kinds):
        keys = [_Marked(value, False, None) if isinstance(value, bool) else value for value in raw]
    if (type_ == FieldType.SHARE or column.read is read_number) and sheet.percent:
        keys = [
            _Marked(value, True, None)
            if (row, position) in sheet.percent and not isinstance(value, str | None)
            else value
            for row, value in zip(rows.entries, raw, strict=True)
        ]
    if type_ == FieldType.LIGHT and sheet.fills:
        fills = map(sheet.fills.get, zip(rows.entries, repeat(position)))
        keys = [value if fill is None else _Marked(value, False, fill) for value, fill in zip(raw, fills, strict=False)]
    return keys


def _reader(
    column: Column, type_: FieldType, keys: list[object], heading: str, setting: Setting
) -> Callable[[object], tuple[Reading, Doubt | None]]:
    """The column's own way of reading one cell, with the facts its sort of value asks for."""
    read, label = column.read, column.label
    if type_ == FieldType.SHARE:
        scale = share_scale(key for key in dict.fromkeys(keys) if not isinstance(key, _Marked | bool))
        if scale is None and re.search(r"%|prozent|v\. ?h\.", heading, re.IGNORECASE) and not _between_0_and_1(keys):
            scale = "hundred"
        return lambda key: read(_bare(key), label, percent=isinstance(key, _Marked) and key.percent, scale=scale)
    if type_ == FieldType.LIGHT:
        return lambda key: read(_bare(key), label, fill=key.fill if isinstance(key, _Marked) else None)
    if type_ in (FieldType.MINISTRY, FieldType.BODIES):
        return lambda key: read(_bare(key), label, resolve=setting.resolve)
    if type_ == FieldType.DATE:
        roman = roman_numerals(list(dict.fromkeys(keys)))
        return lambda key: read(_bare(key), label, roman=roman)
    if read is read_number:
        return lambda key: read(_bare(key), label, percent=isinstance(key, _Marked) and key.percent)
    if read is read_amount:
        factor = _factor(heading)
        return lambda key: read(_bare(key), label, factor=factor)
    if read is read_number_label:
        damaged = damaged_labels(keys) if float in set(map(type, keys)) else frozenset()
        return lambda key: read(_bare(key), label, ambiguous=_bare(key) in damaged)
    return lambda key: read(_bare(key), label)


def _between_0_and_1(keys: list[object]) -> bool:
    return any(isinstance(key, float) and 0 < key < 1 for key in keys)


_FACTORS = (
    (re.compile(r"\bT\s?€|\bT\s?EUR\b|\bTsd\b|\bk€|\btausend\b", re.IGNORECASE), 1_000),
    (re.compile(r"\bMio\b|\bMillionen\b", re.IGNORECASE), 1_000_000),
    (re.compile(r"\bMrd\b|\bMilliarden\b", re.IGNORECASE), 1_000_000_000),
)


def _factor(heading: str) -> int:
    """What bare numbers under a heading such as „Kosten in T€“ are multiplied by."""
    return next((factor for pattern, factor in _FACTORS if pattern.search(heading)), 1)


# --- what a value alone does not tell ---


def _oddities(
    table: Table, rows: Rows, position: int, column: Column, raw: list[object], result: Cells
) -> dict[int, str]:
    """Entries whose cell holds an error, a formula without result, or only a comment; with the words to keep."""
    sheet = table.sheet
    found: dict[int, str] = {}
    sparse = (
        (sheet.errors, "cell-error", "In der Zelle steht der Fehlerwert {words}."),
        (sheet.no_value, "formula-without-value", "Die Zelle enthält eine Formel ohne gespeichertes Ergebnis: {words}"),
        (sheet.comments, "comment", "Die Zelle ist leer, trägt aber den Kommentar „{words}“."),
    )
    if not any(cells for cells, _, _ in sparse):
        return found
    at_row = {row: at for at, row in enumerate(rows.entries)}
    for cells, code, sentence in sparse:
        for (row, where), words in cells.items():
            at = at_row.get(row)
            if where != position or at is None or not is_blank(_plain(raw[at])):
                continue
            message = f"{column.label}: {sentence.format(words=shorten(words, 80))}"
            result.problems.append(_at(sheet, row, position, code, message, words))
            if code != "comment":
                found[at] = words
    return found


def _struck_rows(table: Table, rows: Rows, result: Cells) -> frozenset[int]:
    """Entries struck through as a whole; they are taken, with one warning each."""
    sheet = table.sheet
    if not sheet.struck:
        return frozenset()
    struck_columns: dict[int, set[int]] = {}
    for row, position in sheet.struck:
        struck_columns.setdefault(row, set()).add(position)
    whole: set[int] = set()
    for row in rows.entries:
        filled = [at for at in table.match.columns if at < len(sheet.rows[row]) and not is_blank(sheet.rows[row][at])]
        if len(filled) > 1 and struck_columns.get(row, set()).issuperset(filled):
            whole.add(row)
            message = (
                "Die Zeile ist durchgestrichen. Texte wurden übernommen, Termine, Status und Zahlen bleiben offen."
            )
            result.problems.append(_at(sheet, row, filled[0], "struck-through", message))
    return frozenset(whole)


def _struck_cells(
    table: Table, rows: Rows, position: int, column: Column, raw: list[object], whole: frozenset[int], result: Cells
) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, row in enumerate(rows.entries):
        if (row, position) not in table.sheet.struck or is_blank(_plain(raw[at])):
            continue
        found[at] = as_text(raw[at])
        if row not in whole:
            message = f"{column.label}: „{shorten(found[at])}“ ist durchgestrichen."
            result.problems.append(_at(table.sheet, row, position, "struck-through", message, found[at]))
    return found


def _hidden(table: Table, rows: Rows, result: Cells) -> None:
    sheet = table.sheet
    hidden = [row for row in rows.entries if row in sheet.hidden_rows] if sheet.hidden_rows else []
    if hidden:
        message = f"Ausgeblendete Zeilen wurden mitgelesen: {ranges(hidden)}."
        result.problems.append(_at(sheet, hidden[0], min(table.match.columns), "hidden", message))
    for position in sorted(sheet.hidden_columns.intersection(table.match.columns)):
        name = f"{column_letter(position)} „{shorten(table.headings.get(position, ''))}“"
        message = f"Die ausgeblendete Spalte {name} wurde mitgelesen."
        result.problems.append(_at(sheet, table.first - 1, position, "hidden", message))


def _group_values(table: Table, rows: Rows, setting: Setting, result: Cells) -> None:
    """The field that heading rows inside the table fill for the rows below them, where no column states it.

    A Ressort is filled only from heading rows that name one; the first section may have its name above the table.
    """
    name = table.match.source.group
    if name is None or name in result.values or not rows.groups:
        return
    groups: list[tuple[int, object, str]] = []
    for row, position in sorted(rows.groups):
        text: str | None = as_text(table.sheet.rows[row][position])
        if table.match.source.kind == Kind.MILESTONE:
            text = setting.resolve(text or "")
        if text is not None:
            groups.append((row, text, address(row, position)))
    if not groups:
        return
    values: list[object] = []
    for at, row in enumerate(rows.entries):
        above = [group for group in groups if group[0] < row]
        values.append(above[-1][1] if above else None)
        if above:
            result.cells.setdefault(at, {})[name] = above[-1][2]
    result.values[name] = values
    result.headings[name] = "Zwischenüberschrift"
    rows.groups = [group for group in rows.groups if group[0] not in {row for row, _, _ in groups}]


def _at(
    sheet: Sheet, row: int, position: int, code: str, message: str, value: object = None, cell: str | None = None
) -> Problem:
    """A warning that begins with the address of its cell."""
    cell = cell or address(row, position)
    return warning(code, f"{sheet.name}!{cell}: {message}", sheet.name, cell, value)
