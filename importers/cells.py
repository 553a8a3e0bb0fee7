"""The columns of a table read into values: once per distinct cell, with the words and the doubts."""

from dataclasses import replace

from importers.cell_marks import oddities, struck_cells, struck_rows, tell_hidden
from importers.column_readers import Marked, Read, Setting, bare, graded, marked, read_as_they_stand, reader
from importers.grades import MODEL, highest_grades
from importers.layout import Table
from importers.lookups import Doubt, as_text, read_maturity, read_words_of_date
from importers.raw_cells import TEXT_TYPES, Cells, Several, joined, raw_column, warn_at
from importers.rows import Rows
from importers.sheet import address, column_letter
from importers.source import KEY, Column
from importers.title import ministry_of_section
from importers.units import factor_noted
from masterplan.domain.plan import FieldType, Kind, Reading

__all__ = ["Cells", "Setting", "read_cells"]

Answer = tuple[object, str | None, str | None, Doubt | None]  # value, wording, words of the text field, doubt


def read_cells(table: Table, rows: Rows, setting: Setting) -> Cells:
    """Every mapped column of the entries. Doubtful values stay None with their words; each doubt names its cell."""
    result = Cells()
    setting = replace(setting, factor=factor_noted(table, rows, result.problems))
    struck = struck_rows(table, rows, result)
    by_field: dict[str, list[int]] = {}
    for position, column in table.match.columns.items():
        by_field.setdefault(column.field, []).append(position)
    for positions in sorted(by_field.values(), key=lambda at: table.match.columns[at[0]].field != MODEL):
        column = table.match.columns[positions[0]]
        raw = raw_column(table, rows, positions[0], column, result)
        if len(positions) > 1:
            raw = joined(table, rows, positions, column, raw, result)
        _read_column(table, rows, positions[0], column, raw, setting, struck, result)
    if table.match.key_column is not None:
        key_column = Column(KEY, "Kennung", ("Kennung",), _read_key)
        raw = raw_column(table, rows, table.match.key_column, key_column, result)
        _read_column(table, rows, table.match.key_column, key_column, raw, setting, struck, result)
    _group_values(table, rows, setting, result)
    tell_hidden(table, rows, result)
    return result


def _read_key(raw: object, label: str) -> tuple[Reading, Doubt | None]:
    return Reading(as_text(raw) or None), None


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
    keys = marked(sheet, rows, position, raw, type_, column, result.cells)
    if column.read is read_maturity:
        models = result.values.get(MODEL, [None] * len(keys))
        keys = graded(keys, highest_grades(models, _naming(table, heading, setting.file)))
    read = reader(column, type_, keys, heading, setting, sheet)
    distinct = dict.fromkeys(keys)
    plain = read_as_they_stand(column, keys, heading, setting)
    known: dict[object, Answer] = {key: _answer(key, column, read) for key in distinct if key not in plain}
    name = column.field
    value_of: dict[object, object] = {key: answer[0] for key, answer in known.items()}
    values = list(map(value_of.get, keys, keys))  # what is plain is its own value
    told = {key: answer[1] for key, answer in known.items() if answer[1] is not None}
    wordings = list(map(told.get, keys)) if told else None
    texts: list[object] = [known[key][2] for key in keys] if column.text_field else []
    doubts = {key: answer[3] for key, answer in known.items() if answer[3] is not None}
    if doubts:
        for at, key in enumerate(keys):
            doubt = doubts.get(key)
            if doubt is not None:
                cell = result.cells.get(at, {}).get(name)
                written = None if type_ == FieldType.PERSON else as_text(bare(key))
                result.problems.append(
                    warn_at(sheet, rows.entries[at], position, doubt.code, doubt.message, written, cell=cell)
                )
    odd = oddities(table, rows, position, column, raw, result)
    odd |= struck_cells(table, rows, position, column, raw, struck, result) if sheet.struck else {}
    for at, words in odd.items():
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


def _naming(table: Table, heading: str, file: str) -> list[str]:
    """Where the model of all grades of a table may be named, the nearest first."""
    titles = " ".join(cell for row in table.titles for cell in table.sheet.rows[row] if isinstance(cell, str))
    return [heading, titles, table.sheet.name, file]


def _answer(key: object, column: Column, read: Read) -> Answer:
    raw = bare(key)
    if isinstance(raw, Several):
        return None, str(raw), str(raw), None
    reading, doubt = read(key)
    words = None
    if column.text_field:
        shown_as = key.shown_as if isinstance(key, Marked) else "day"
        told, _ = read_words_of_date(raw, column.label, shown_as)
        words = told.value if isinstance(told.value, str) else None
    return reading.value, reading.wording, words, doubt


def _group_values(table: Table, rows: Rows, setting: Setting, result: Cells) -> None:
    """The field that heading rows inside the table fill for the rows below them, where no column states it.

    A Ressort is filled only from heading rows that name one; the first section may have its name above the table.
    """
    name = table.match.source.group
    if name is None or name in result.values or not rows.groups:
        return
    groups: list[tuple[int, object, str]] = []
    column = table.match.source.column(name)
    for row, position in sorted(rows.groups):
        text = as_text(table.sheet.rows[row][position])
        value: object
        if table.match.source.kind == Kind.MILESTONE:
            value = ministry_of_section(setting.bodies, text, setting.on)
        else:
            value = column.read(text, label=column.label)[0].value
        if value is not None:
            groups.append((row, value, address(row, position)))
    if not groups:
        return
    values: list[object] = []
    below = 0  # how many groups begin above the row
    for at, row in enumerate(rows.entries):
        while below < len(groups) and groups[below][0] < row:
            below += 1
        values.append(groups[below - 1][1] if below else None)
        if below:
            result.cells.setdefault(at, {})[name] = groups[below - 1][2]
    result.values[name] = values
    result.headings[name] = "Zwischenüberschrift"
    rows.groups = [group for group in rows.groups if group[0] not in {row for row, _, _ in groups}]
