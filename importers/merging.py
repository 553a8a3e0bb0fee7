"""Three-way merge of a file's cells: what they say, what the plan says, and what both began with. Pure rules.

Only theirs changed: taken. Only ours: kept. Both the same: fine. Both differ, or theirs was emptied while ours was
changed: a person decides. A cell that is not taken is kept beside its row, so that the next merge begins with it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from masterplan.domain.plan import IN_FORCE, WORDS_OF
from masterplan.store.comparing import Said

Fields = Mapping[str, object]


class Outcome(StrEnum):
    """What becomes of one cell."""

    TAKE = "take"
    KEEP = "keep"  # ours stays in force, and what the cell says is noted
    SILENT = "silent"  # the cell says what it was handed out with: nothing
    ASK = "ask"


@dataclass(frozen=True)
class Base:
    """What both sides began with: the fields as theirs began with them, and as ours did.

    The two differ only for a workbook that was handed out, whose cells are read as its returning cells are. A field
    that is in neither has no base. ``silent``: cells that did not change say nothing.
    """

    theirs: Fields
    ours: Fields
    silent: bool = False


@dataclass(frozen=True)
class Began:
    """A workbook that was handed out: its number, and by key what each of its rows began with."""

    number: str
    rows: Mapping[str, Base]


NOT_HANDED_OUT = Began("", {})


@dataclass
class Merged:
    """What a row states after the merge, and what of it is left out; ``asked`` holds a field of each open cell."""

    taken: dict[str, object] = field(default_factory=dict)
    left_out: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


def cells_of(fields: Iterable[str]) -> list[tuple[str, ...]]:
    """The fields by the cell they are read from: a day, which comes first, and its words stand or fall together."""
    names = list(fields)
    words = {WORDS_OF[name] for name in names if name in WORDS_OF}
    return [
        (name, WORDS_OF[name]) if WORDS_OF.get(name) in names else (name,) for name in names if name not in words
    ]


def base_of_files(said: Sequence[Said], stand: date) -> Base:
    """Per field the cell of the youngest file that stated it with a Stand at or before this one's, taken or not."""
    base: dict[str, object] = {}
    for one in sorted(said, key=lambda one: (one.effective_on, one.revision, one.number)):
        if one.by_file and one.effective_on <= stand:
            base |= {**one.fields, **one.left_out}
    return Base(base, base)


def merge(theirs: Fields, ours: Fields, base: Base, confirmed: Collection[str] = ()) -> Merged:
    """The fields of one row against the plan at its Stand; what is silent and ``confirmed`` states ours again."""
    merged = Merged()
    for cell in cells_of(theirs):
        outcome = outcome_of(cell, theirs, ours, base)
        values = {name: theirs[name] for name in cell}
        if outcome == Outcome.TAKE:
            merged.taken |= values
        elif outcome == Outcome.KEEP:
            merged.left_out |= values
        elif outcome == Outcome.ASK:
            merged.asked.append(telling(cell, theirs, ours))
        elif cell[0] in confirmed and _same_day(cell, ours, base.ours):
            merged.taken |= {name: ours[name] for name in cell if name in ours}
    return merged


def outcome_of(cell: tuple[str, ...], theirs: Fields, ours: Fields, base: Base) -> Outcome:
    """The rule for one cell."""
    began = any(name in base.theirs for name in cell)
    unchanged = began and all(theirs.get(name) == base.theirs.get(name) for name in cell)
    if base.silent and unchanged:
        return Outcome.SILENT
    if _same_day(cell, theirs, ours):
        return Outcome.TAKE
    if not began:
        return Outcome.ASK if any(name in ours for name in cell) else Outcome.TAKE
    if unchanged:
        return Outcome.KEEP
    return Outcome.TAKE if _same_day(cell, ours, base.ours) else Outcome.ASK


def edited_since(names: Iterable[str], ours: Fields, base: Base) -> bool:
    """Whether the plan has, in one of these fields, a value that the base does not have."""
    return any(name in ours and ours.get(name) != base.ours.get(name) for name in names if name != IN_FORCE)


def entered_on_line(said: Sequence[Said], stand: date) -> set[str]:
    """The fields for which something was entered on-line that counts at a Stand."""
    return {name for one in said if not one.by_file and one.effective_on <= stand for name in one.fields}


def telling(cell: tuple[str, ...], theirs: Fields, ours: Fields) -> str:
    """Of a day and its words the one in which the two sides can be told apart: the day, where both have one."""
    day = cell[0]
    return day if len(cell) == 1 or all(side.get(day) is not None for side in (theirs, ours)) else cell[1]


def _same_day(cell: tuple[str, ...], one: Fields, other: Fields) -> bool:
    """Whether two sides say the same in a cell; where both name a day it is the day that counts, not its words."""
    day = cell[0]
    if one.get(day) is not None and other.get(day) is not None:
        return one.get(day) == other.get(day)
    return all(one.get(name) == other.get(name) for name in cell)
