"""What stands in the workbook of a Ressort: its sheets, columns and rows as plain values.

The importer reads a returned workbook against the same rows, which is why this has no part in how they look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from masterplan.domain.plan import FIELDS, WORDS_OF, FieldType, Kind, Part
from masterplan.domain.reporting.export import Export
from masterplan.domain.view import PlanView
from masterplan.vocabulary import FIELDS as LABELS
from masterplan.vocabulary import KINDS, LEVELS, LIGHTS, PARTS, STATUSES, day

Cell = str | float | int | date | None

MARK = "masterplan-export"
"""Stands in the first cell of the hidden sheet; the workbook's own number stands beside it."""
KEY_HEADING = "Kennung"
CONFIRM_HEADING = "unverändert bestätigt"
CONFIRMED = "ja"
KINDS_OF: dict[Part, Kind] = {Part.IMPLEMENTATION_PLAN: Kind.MILESTONE, Part.MEASURES: Kind.MEASURE}
"""The parts of the plan that a Ressort reports on."""

CODED = {"status": STATUSES, "reported_light": LIGHTS, "level": LEVELS}
"""Fields that stand as words in a cell: code → word."""

_NOT_SHOWN = frozenset({"ministry", *WORDS_OF.values()})


@dataclass(frozen=True)
class Page:
    """One sheet. ``fields`` has one name per column between the key and the confirmation; ``keys`` one per row."""

    kind: Kind
    title: str
    ministry: str
    fields: tuple[str, ...]
    keys: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings, from left to right."""
        return (KEY_HEADING, *(heading(self.kind, name) for name in self.fields), CONFIRM_HEADING)

    def lines(self) -> list[list[Cell]]:
        """The sheet from its first line on: title, Ressort, headings, rows."""
        return [
            [None, self.title],
            [None, f"Ressort: {self.ministry}"],
            [],
            list(self.headings),
            *([key, *row] for key, row in zip(self.keys, self.rows, strict=True)),
        ]


HEAD_LINE = 4
"""The line of the headings, as Excel counts."""


def pages(view: PlanView, export: Export) -> list[Page]:
    """The sheets of a workbook: one per part that the Ressort reports on."""
    parts = [part for part in KINDS_OF if export.part in (None, part)]
    return [_page(view, part, KINDS_OF[part], export.ministry) for part in parts]


def heading(kind: Kind, name: str) -> str:
    """What a column is called; words by which the importer knows it."""
    return KINDS[kind] if name == "title" else LABELS[name]


def choices(view: PlanView, name: str) -> list[str]:
    """The words to choose from in a column; empty where anything may be written."""
    if name in CODED:
        return list(CODED[name].values())
    if name in ("goals", "milestones", "services"):
        table, number = getattr(view, name), "ozg_id" if name == "services" else "number"
        return [str(one) for one in table[number] if isinstance(one, str)]
    return []


def _page(view: PlanView, part: Part, kind: Kind, ministry: str) -> Page:
    table = view.table(kind)
    own = table[table["ministry_at"].eq(ministry)]
    fields = tuple(name for name in FIELDS[kind] if name not in _NOT_SHOWN)
    rows = tuple(tuple(_cell(kind, name, row) for name in fields) for row in own.to_dict("records"))
    return Page(kind, PARTS[part], ministry, fields, tuple(map(str, own.index)), rows)


def _cell(kind: Kind, name: str, row: dict[Any, Any]) -> Cell:
    """A field as a cell; a day that was written in words keeps these."""
    value = row[name]
    if FIELDS[kind][name].type == FieldType.DATE:
        on = None if pd.isna(value) else pd.Timestamp(value).date()
        words = row.get(WORDS_OF.get(name, ""))
        return words if words and words != day(on) else on
    return _plain(name, value)


def _plain(name: str, value: object) -> Cell:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    if value is None or value != value:
        return None
    if name in CODED:
        return CODED[name].get(str(value), str(value))
    if isinstance(value, float):
        return int(value) if value.is_integer() and name != "progress" else value
    return str(value)


def widest(page: Page, position: int) -> int:
    """How many characters the widest line of a column has."""
    texts: Sequence[str] = [line for row in page.rows for line in str(row[position] or "").split("\n")]
    return max(map(len, texts), default=0)
