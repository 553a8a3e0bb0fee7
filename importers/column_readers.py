"""How the cells of one column are read: the reader of its sort of value, with what is known of column and cell."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import repeat
from typing import NamedTuple

from importers.grades import USUAL
from importers.lookups import (
    Doubt,
    damaged_labels,
    factor_named,
    is_plain_label,
    read_amount,
    read_maturity,
    read_number,
    read_number_label,
    read_text,
    roman_numerals,
    share_scale,
)
from importers.rows import Rows
from importers.sheet import Sheet
from importers.sheet import position as place_of
from importers.source import Column
from masterplan.domain.bodies import Body, resolve
from masterplan.domain.plan import FieldType, Reading

Read = Callable[[object], tuple[Reading, Doubt | None]]


@dataclass(frozen=True)
class Setting:
    """What reading needs to know beside the cells: the bodies, the day on which names are meant, the file's name.

    ``factor``: what bare amounts are multiplied by where their heading names no unit.
    """

    bodies: Sequence[Body]
    on: date
    file: str = ""
    factor: int = 1

    def resolve(self, written: str) -> str | None:
        """The key of the body that was meant."""
        body = resolve(self.bodies, written, self.on)
        return None if body is None else body.key


class Marked(NamedTuple):
    """A cell that is more than its value: a format, a fill colour, or true or false among numbers."""

    raw: object
    percent: bool = False
    fill: str | None = None
    shown_as: str = "day"  # of an amount its unit
    highest: int = USUAL  # the highest Reifegrad of the model that the row names


def bare(key: object) -> object:
    """The value of a cell, marked or not."""
    return key.raw if isinstance(key, Marked) else key


def marked(
    sheet: Sheet,
    rows: Rows,
    position: int,
    raw: list[object],
    type_: FieldType,
    column: Column,
    cells: dict[int, dict[str, str]],
) -> list[object]:
    """The raw cells as keys for reading: cells that are more than their value become marked ones.

    ``cells`` names those that were taken from another place than their row (a merged cell, the head of a group).
    """
    kinds = set(map(type, raw))
    keys = raw
    if bool in kinds and (int in kinds or float in kinds):
        keys = [Marked(value) if isinstance(value, bool) else value for value in raw]
    if (type_ == FieldType.SHARE or column.read is read_number) and sheet.percent:
        places = _places(rows, position, column.field, cells)
        keys = [
            Marked(value, percent=True) if place in sheet.percent and not isinstance(value, str | None) else value
            for place, value in zip(places, raw, strict=True)
        ]
    if type_ == FieldType.LIGHT and sheet.fills:
        fills = map(sheet.fills.get, _places(rows, position, column.field, cells))
        keys = [value if fill is None else Marked(value, fill=fill) for value, fill in zip(raw, fills, strict=True)]
    if type_ == FieldType.DATE and sheet.shown_as:
        spans = map(sheet.shown_as.get, _places(rows, position, column.field, cells))
        keys = [
            Marked(value, shown_as=span) if span is not None and isinstance(value, date) else value
            for value, span in zip(raw, spans, strict=True)
        ]
    if column.read is read_amount and sheet.shown_as:
        units = map(sheet.shown_as.get, _places(rows, position, column.field, cells))
        keys = [
            Marked(value, shown_as=unit) if unit is not None and type(value) in (int, float) else value
            for value, unit in zip(keys, units, strict=True)
        ]
    return keys


def graded(keys: list[object], highest: Sequence[int]) -> list[object]:
    """Cells of a column of Reifegrade; those whose model has other grades than the usual ones become marked."""
    if set(highest) <= {USUAL}:
        return keys
    cells = (key if isinstance(key, Marked) else Marked(key) for key in keys)
    return [cell._replace(highest=most) for cell, most in zip(cells, highest, strict=True)]


def _places(rows: Rows, position: int, name: str, cells: dict[int, dict[str, str]]) -> list[tuple[int, int]]:
    """Row and column that each entry's value stands in."""
    places = list(zip(rows.entries, repeat(position), strict=False))
    for at, exceptions in cells.items():
        if name in exceptions:
            places[at] = place_of(exceptions[name])
    return places


def reader(column: Column, type_: FieldType, keys: list[object], heading: str, setting: Setting, sheet: Sheet) -> Read:
    """The column's own way of reading one cell, with the facts its sort of value asks for."""
    if column.read is read_number_label and float in set(map(type, keys)):
        damaged = damaged_labels(keys)
        return lambda key: read_number_label(bare(key), column.label, ambiguous=bare(key) in damaged)
    facts = _facts(column, type_, keys, heading, setting, sheet)
    plain = partial(column.read, label=column.label, **facts)
    if Marked not in set(map(type, keys)):
        return plain
    told = _told_by_cell(column, type_)
    return lambda key: plain(key.raw, **told(key)) if isinstance(key, Marked) else plain(key)


def _facts(
    column: Column, type_: FieldType, keys: list[object], heading: str, setting: Setting, sheet: Sheet
) -> dict[str, object]:
    """What the whole column tells."""
    if type_ == FieldType.SHARE:
        scale = share_scale(key for key in dict.fromkeys(keys) if not isinstance(key, Marked | bool))
        if scale is None and re.search(r"%|prozent|v\. ?h\.", heading, re.IGNORECASE):
            scale = "hundred"
        return {"scale": scale}
    if type_ == FieldType.PERSON:
        return {"quoted": False}
    if type_ in (FieldType.MINISTRY, FieldType.BODIES):
        return {"resolve": setting.resolve}
    if type_ == FieldType.DATE:
        roman = roman_numerals(list(dict.fromkeys(keys)))
        return {"roman": roman, "since_1904": sheet.since_1904}
    if column.read is read_amount:
        return {"factor": _factor(heading, setting)}
    return {}


def _told_by_cell(column: Column, type_: FieldType) -> Callable[[Marked], dict[str, object]]:
    """What a marked cell tells its reader beside its value."""
    if type_ == FieldType.SHARE or column.read is read_number:
        return lambda key: {"percent": key.percent}
    if column.read is read_maturity:
        return lambda key: {"highest": key.highest}
    if type_ == FieldType.LIGHT:
        return lambda key: {"fill": key.fill}
    if type_ == FieldType.DATE:
        return lambda key: {"shown_as": key.shown_as}
    if column.read is read_amount:
        return lambda key: {"factor": factor} if (factor := factor_named(key.shown_as)) else {}
    return lambda key: {}


def _factor(heading: str, setting: Setting) -> int:
    """What bare numbers under a heading such as „Kosten in T€“ are multiplied by."""
    return factor_named(heading) or setting.factor


_WHOLE = 2**53
_NOT_PLAIN = re.compile(r"[^ -~ÄÖÜäöüß„“–…€§\0]|  |\0 | \0")


def read_as_they_stand(column: Column, keys: list[object], heading: str, setting: Setting) -> frozenset[object]:
    """The cells whose value is what they hold, without words or doubt: most numbers, labels and texts of a column."""
    distinct = dict.fromkeys(keys)
    if column.read is read_text:
        return _plain_texts(distinct)
    if column.read is read_number_label:
        return frozenset(key for key in distinct if type(key) is str and is_plain_label(key))
    quantity = column.read is read_number or (column.read is read_amount and _factor(heading, setting) == 1)
    if quantity and float not in set(map(type, keys)):  # 12.0 is read as 12, and is the same key
        return frozenset(key for key in distinct if type(key) is int and 0 <= key < _WHOLE)
    return frozenset()


def _plain_texts(distinct: Iterable[object]) -> frozenset[object]:
    """The texts that are read as they stand: nothing to clean, nothing suspicious, too long to mean „no entry“."""
    texts = [key for key in distinct if type(key) is str and 20 < len(key) < 255]
    if not _NOT_PLAIN.search("\0" + "\0".join(texts) + "\0"):
        return frozenset(texts)
    return frozenset(text for text in texts if not _NOT_PLAIN.search(f"\0{text}\0"))
