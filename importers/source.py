"""What one kind of table looks like: its columns, the headings they go by, and how their cells are read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from importers.lookups import UNIT_NAMED, Doubt
from masterplan.domain.plan import FIELDS, Field, FieldType, Kind, Part, Reading

Reader = Callable[..., tuple[Reading, Doubt | None]]

KEY = "_key"
"""The column „Kennung“ of a workbook that was handed out with the plan's own keys."""

CONFIRMED = "_confirmed"
"""The column „unverändert bestätigt“ of a workbook that was handed out."""

_FACTS = frozenset({"achieved_on", "status", "progress", "reported_light", "budget_spent", "maturity"})
_PLANNED = ("Soll", "Sollwert", "Plan", "geplant", "Ziel", "Zielwert", "Zielstufe", "vorgesehen")


@dataclass(frozen=True)
class Column:
    """One column. ``headings`` name it surely; ``weak`` ones only where no sure heading stands in the same table.

    ``text_field`` keeps the words of the same cell beside a day. A ``grouping`` column is often filled in only at the
    first row of a group.
    """

    field: str
    label: str
    headings: tuple[str, ...]
    read: Reader
    weak: tuple[str, ...] = ()
    text_field: str | None = None
    grouping: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of table. ``required`` lists groups of fields; of each group at least one column must be there.

    ``left_aside`` are headings that are known and not taken on purpose. ``group`` is the field that a heading row
    inside the table fills. ``words`` in a title, sheet or file name speak for this source. ``finish`` may settle what
    concerns several columns of one row.
    """

    part: Part
    kind: Kind
    label: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    left_aside: tuple[str, ...] = ()
    group: str | None = None
    finish: Callable[[dict[str, list[object]], dict[str, list[str | None]]], None] | None = None

    @cached_property
    def sure(self) -> Mapping[str, Column]:
        """Column by normalised sure heading; „Fortschritt Ist“ is „Fortschritt“."""
        named = [(heading, column) for column in self.columns for heading in (*column.headings, column.label)]
        facts = {heading_key(f"{heading} Ist"): column for heading, column in named if column.field in _FACTS}
        return facts | {heading_key(heading): column for heading, column in named}

    @cached_property
    def weak(self) -> Mapping[str, Column]:
        """Column by normalised weak heading."""
        return {heading_key(heading): column for column in self.columns for heading in column.weak}

    @cached_property
    def written(self) -> frozenset[str]:
        """Every heading as written."""
        named = {heading for column in self.columns for heading in (*column.headings, *column.weak, column.label)}
        return frozenset(named | set(self.left_aside))

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Normalised words that speak for this source."""
        return tuple(map(heading_key, self.words))

    @cached_property
    def aside(self) -> frozenset[str]:
        """Normalised headings left aside on purpose."""
        return frozenset(heading_key(heading) for heading in self.left_aside)

    @cached_property
    def planned(self) -> frozenset[str]:
        """Normalised headings such as „Abgeschlossen am (geplant)“: no column of what has come about."""
        facts = [column for column in self.columns if column.field in _FACTS]
        named = {heading for column in facts for heading in (*column.headings, *column.weak, column.label)}
        return frozenset(heading_key(f"{heading} {word}") for heading in named for word in _PLANNED)

    def column(self, name: str) -> Column:
        """The column of one field."""
        return next(column for column in self.columns if column.field == name)

    def field_type(self, column: Column) -> FieldType:
        """What sort of value a column holds; columns that are no field of the plan hold text."""
        return FIELDS[self.kind].get(column.field, Field(column.field)).type


_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": "prozent", "&": "und"})
_OTHER = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TELLING = re.compile(
    r"\b(?:alt\w*|vor(?:jahr|quartal|monat|periode|her|ig)\w*|letzte\w*|bisher\w*|früher\w*|ist|tatsächlich\w*|prognose\w*"
    r"|voraussichtlich\w*|vsl|rest\w*|offen\w*|gebunden\w*|verfügbar\w*|abgerufen\w*|abgeflossen\w*|abfluss|ausgegeben\w*"
    r"|verausgabt\w*|verbraucht\w*|ausgezahlt\w*)\b",
    re.IGNORECASE,
)
"""Words in brackets that make another column of a heading: „Budget (Rest)“ is no „Budget“."""
_UNIT = re.compile(rf"(?:\bin\s*)?(?:%|\bprozent\b|{UNIT_NAMED})", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=\w)(?:[¹²³⁴⁵⁶⁷⁸⁹]+|\*+|\s\d\))\s*$")


@lru_cache(maxsize=65536)
def heading_key(text: str) -> str:
    """A heading in the form in which headings are compared: small letters and digits only, ä as ae."""
    folded = (text if text.isascii() else unicodedata.normalize("NFC", text)).casefold()
    return _OTHER.sub("", folded.translate(_FOLD))


def heading_forms(text: str) -> list[str]:
    """The forms under which a written heading may be known, the fullest first.

    Without a footnote mark, then without what stands in brackets (unless it makes another column of it), then without a
    unit such as „in %“ or „in T€“.
    """
    text = _FOOTNOTE.sub("", text.strip())
    bare = _BRACKETS.sub(lambda inside: inside[0] if _TELLING.search(inside[0]) else " ", text)
    forms = [heading_key(form) for form in (text, bare, _UNIT.sub(" ", text), _UNIT.sub(" ", bare))]
    return [form for form in dict.fromkeys(forms) if form]


def is_unit(text: str) -> bool:
    """Whether a text names a unit and nothing else: „in T€“, „(%)“."""
    return _UNIT.search(text) is not None and not heading_key(_UNIT.sub(" ", text))
