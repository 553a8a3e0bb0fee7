"""Headings whose meaning somebody gave by hand: which of them a file has, and the sources that know them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from importers.layout import LONGEST_HEADING, is_blank, width
from importers.lookups import as_text, shorten
from importers.sheet import Sheet, Workbook
from importers.source import Column, Source, heading_key
from importers.sources import SOURCES
from masterplan.domain.bodies import Body, lineage
from masterplan.domain.plan import Part
from masterplan.store.column_mapping import EVERY, Headings

LOOKED_AT = 30  # rows at the top of a sheet
SAMPLES = 3

Given = Mapping[str, Headings]
"""Part → headings."""
NOTHING: Given = {}


@dataclass(frozen=True)
class Sample:
    """One heading as written, with the first values below it."""

    text: str
    values: tuple[str, ...]


def compared(heading: str) -> str:
    """A heading as it is kept: small letters, single blanks."""
    return " ".join(heading.casefold().split())


def applying(
    kept: Mapping[str, Given], workbook: Workbook, ministry: str | None, bodies: Sequence[Body]
) -> dict[str, dict[str, str | None]]:
    """Of all that was given by hand what concerns a file: its headings, of every Ressort and of the one it names."""
    if not kept:
        return {}
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    cells = (value for sheet in visible for row in sheet.rows for value in row)
    written = {compared(str(value)) for value in cells if _may_be_heading(value)}
    said = _said(workbook, visible)
    own = (key for key in kept if key != EVERY and (key == ministry or (not ministry and _named(bodies, key, said))))
    found: dict[str, dict[str, str | None]] = {}
    for key in (EVERY, *own):
        for part, headings in kept.get(key, {}).items():
            here = {heading: field for heading, field in headings.items() if heading in written}
            if here:
                found.setdefault(part, {}).update(here)
    return found


def with_given(sources: Iterable[Source], given: Given) -> list[Source]:
    """The sources, knowing also the headings given by hand; these outweigh what they knew."""
    return [_knowing(source, given[source.part]) if source.part in given else source for source in sources]


def fields_of(part: Part) -> dict[str, str]:
    """The fields that the columns of a part can mean, with their labels."""
    columns = (column for source in SOURCES if source.part == part for column in source.columns)
    return {column.field: column.label for column in columns if not column.field.startswith("_")}


def heading_row(sheet: Sheet) -> int:
    """The zero-based row that most likely holds the headings: the widest row of texts with rows as wide below it."""
    best, most = 0, 0
    for at, row in enumerate(sheet.rows[:LOOKED_AT]):
        texts = sum(map(_may_be_heading, row))
        below = max((width(line) for line in sheet.rows[at + 1 : at + 4]), default=0)
        if texts > most and below * 2 >= texts:
            best, most = at, texts
    return best


def samples(sheet: Sheet, row: int) -> list[Sample]:
    """The headings of a row, from left to right, each with the first values below it."""
    found = []
    for column, value in enumerate(sheet.rows[row] if row < len(sheet.rows) else ()):
        if not _may_be_heading(value):
            continue
        below = (line[column] for line in sheet.rows[row + 1 :] if len(line) > column and not is_blank(line[column]))
        values = [shorten(as_text(one), 30) for one, _ in zip(below, range(SAMPLES), strict=False)]
        found.append(Sample(" ".join(str(value).split()), tuple(values)))
    return found


def _may_be_heading(value: object) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_HEADING


def _knowing(source: Source, headings: Headings) -> Source:
    keys = {heading_key(heading) for heading in headings}

    def left(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if heading_key(name) not in keys)

    def column(one: Column) -> Column:
        given = tuple(heading for heading, field in headings.items() if field == one.field)
        return replace(one, headings=(*left(one.headings), *given), weak=left(one.weak))

    ignored = tuple(heading for heading, field in headings.items() if field is None)
    columns = tuple(column(one) for one in source.columns)
    return replace(source, columns=columns, left_aside=(*left(source.left_aside), *ignored))


def _said(workbook: Workbook, visible: list[Sheet]) -> str:
    """All that may name the Ressort of a file: its name, those of its sheets, the texts at their top."""
    cells = (value for sheet in visible for row in sheet.rows[:LOOKED_AT] for value in row if isinstance(value, str))
    return " \n ".join(re.sub(r"[_.\-]+", " ", text) for text in (workbook.file, *(s.name for s in visible), *cells))


def _named(bodies: Sequence[Body], key: str, said: str) -> bool:
    days = [body.valid_from for body in bodies if body.key == key]
    keys = {name for on in days for name in lineage(bodies, key, on)}
    words = {word for body in bodies if body.key in keys for word in (body.key, body.name)}
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for word in words)
