"""What comparing a file with the plan finds: changes, questions, what is missing, and what would be written."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import NamedTuple

from importers.extracts import Extract, RowTable
from importers.problems import Problem
from masterplan.actions.apply_files import NewItem
from masterplan.domain.plan import Kind
from masterplan.store.writing import NewStatement, NotTaken

COUNTS = ("rows", "new", "changed", "unchanged", "confirmed", "missing", "ignored", "repeated")
"""``confirmed`` of the ``unchanged`` are marked „unverändert bestätigt“ in a returned workbook."""


class Change(NamedTuple):
    """One field that would change. ``ref`` is the item (negative: a new one, whose key is still to be given)."""

    kind: Kind
    ref: int
    key: str | None
    title: str
    field: str
    before: object
    after: object
    cell: str | None


@dataclass(frozen=True)
class Conflict:
    """What a person has to decide before anything of the call is written."""

    kind: Kind
    key: str
    field: str
    base: object
    theirs: object
    ours: object
    ours_by: str | None
    ours_at: str | None
    cell: str | None
    title: str = ""

    @property
    def question(self) -> str:
        """By what a decision names it; one of its kind in a file."""
        return " ".join(word for word in (self.key, self.field, self.cell) if word)

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "question": self.question}


@dataclass(frozen=True)
class Settling:
    """How questions are settled: one by one, else all alike (``ask``, ``theirs``, ``ours``)."""

    on_conflict: str = "ask"
    decisions: Mapping[str, str] = field(default_factory=dict)

    def answer(self, conflict: Conflict) -> str:
        """``theirs``, ``ours``, or ``ask`` as long as nobody decided."""
        return self.decisions.get(conflict.question, self.on_conflict)


@dataclass(frozen=True)
class Later:
    """An entry made on-line for a day after the file's Stand, where it says something else: it stays in force."""

    kind: Kind
    key: str
    title: str
    field: str
    value: object
    effective_on: date
    by: str | None

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "effective_on": self.effective_on.isoformat()}


@dataclass(frozen=True)
class Missing:
    """An item of the file's scope that the file no longer lists."""

    kind: Kind
    ref: int
    key: str
    title: str


@dataclass
class Diff:
    """One file's part and Ressort, compared with the plan at its Stand."""

    extract: Extract
    digest: str
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    new_items: list[NewItem] = field(default_factory=list)
    statements: list[NewStatement] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)  # ``statement``: its position in ``statements``
    later: list[Later] = field(default_factory=list)
    unchanged: bool = False
    listed: dict[Kind, set[int]] = field(default_factory=dict)
    _changed: list[Change] = field(default_factory=list)
    _new: list[tuple[int, int, int, str | None]] = field(default_factory=list)  # table, position, ref, key

    @property
    def changes(self) -> Iterator[Change]:
        """Field by field: all of the new items, and of the known ones what differs."""
        for at, position, ref, key in self._new:
            table = self.extract.tables[at]
            for name in table.fields:
                value = table.values[name][position]
                if value is not None:
                    cell = place_of(table, position, name)
                    yield Change(table.kind, ref, key, title_of(table, position), name, None, value, cell)
        yield from self._changed


def counts_of(extract: Extract) -> dict[str, int]:
    counts = dict.fromkeys(COUNTS, 0)
    repeated = sum(len(cells) for table in extract.tables for cells in table.also.values())
    return {**counts, "rows": extract.row_count, "ignored": len(extract.ignored), "repeated": repeated}


def place_of(table: RowTable, position: int, name: str) -> str | None:
    cell = table.cell(position, name)
    return f"{table.sheet}!{cell}" if cell else None


def title_of(table: RowTable, position: int) -> str:
    for name in ("title", "indicator", "leika_key", "ozg_id"):
        if name in table.values and table.values[name][position]:
            return str(table.values[name][position])
    return ""
