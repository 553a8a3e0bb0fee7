"""Everything stated of one item up to a Stichtag: each field with where it stands, and the history, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from masterplan.domain.as_of import Folded
from masterplan.domain.courses import DayState
from masterplan.domain.origins import Entry
from masterplan.domain.plan import BASELINE_ON, FIELDS, FIRST_ON, IN_FORCE, WORDS_OF, Kind
from masterplan.vocabulary import moment


@dataclass(frozen=True)
class Record:
    """One item as known at a revision.

    ``at_cut`` is None where nothing was stated up to the Stichtag; ``history`` has the statements for days up to it,
    in order of recording, and ``course`` the states they lead to, oldest day first. ``later`` are the statements for
    days after the Stichtag.
    """

    key: str
    kind: Kind
    at_cut: Folded | None
    history: tuple[Entry, ...]
    course: tuple[DayState, ...]
    later: tuple[Entry, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether the plan lists the item at the Stichtag."""
        return self.at_cut is not None and self.at_cut.fields.get(IN_FORCE) is not False

    def value(self, name: str) -> object:
        """A field at the Stichtag; None: not reported."""
        return None if self.at_cut is None else self.at_cut.fields.get(name)


@dataclass(frozen=True)
class Fact:
    """One field at the Stichtag, and the statement that its value comes from (``name`` tells whose cell to look at)."""

    field: str
    value: object
    entry: Entry | None
    name: str

    @property
    def wording(self) -> str | None:
        """The words that were read, where they were kept."""
        return None if self.entry is None else self.entry.wordings.get(self.name)


_WORDINGS = {words: day for day, words in WORDS_OF.items()}
"""Fields that only repeat the wording of a date."""


def facts(record: Record) -> list[Fact]:
    """The fields stated so far, in the order of the kind; the words of a date stand beside the date alone."""
    if record.at_cut is None:
        return []
    entries = {entry.statement: entry for entry in record.history}
    stated = record.at_cut.fields
    shown = [name for name in (*FIELDS[record.kind], BASELINE_ON, FIRST_ON) if name in stated]
    found = []
    for field in shown:
        if _WORDINGS.get(field) in shown:
            continue
        entry = entries.get(record.at_cut.origins[field].statement)
        found.append(Fact(field, stated[field], entry, "due_on" if field == BASELINE_ON else field))
    return found


def never_stated(record: Record) -> list[str]:
    """The fields of the kind of which no file and nobody ever said anything."""
    if record.at_cut is None:
        return []
    silent = [name for name in FIELDS[record.kind] if name not in record.at_cut.fields]
    return [name for name in silent if name not in _WORDINGS]


def place(entry: Entry, name: str) -> str:
    """Where in its file a value stands: „Maßnahmen!D17“; empty for what somebody entered."""
    cell = None if name == FIRST_ON else entry.cell(name)
    if cell is not None and entry.sheet is not None:
        return f"{entry.sheet}!{cell}"
    return f"{entry.sheet}, Zeile {entry.row}" if entry.row else ""


def source(entry: Entry) -> str:
    """What a statement came with: the file, or who entered it when."""
    return entry.file or f"eingegeben von {entry.by}, {moment(entry.recorded_at)}"


def found_at(entry: Entry | None, name: str) -> str:
    """Where a value stands: file, sheet and cell, or who entered it when. Empty: it is not known."""
    return "" if entry is None else ", ".join(filter(None, [source(entry), place(entry, name)]))


# The history.


class Nature(StrEnum):
    """In what way a statement added to what had been stated before."""

    FIRST = "first"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REPORTED_LATE = "reported_late"


NATURES = {
    Nature.FIRST: "erstmals gemeldet",
    Nature.CHANGED: "geändert",
    Nature.CONFIRMED: "bestätigt",
    Nature.CORRECTED: "berichtigt",
    Nature.REPORTED_LATE: "nachgemeldet",
}


@dataclass(frozen=True)
class Changed:
    """One field's value before and after a statement; ``cell`` says where the new one stands."""

    field: str
    before: object
    after: object
    cell: str | None


@dataclass(frozen=True)
class Event:
    """One statement: who said it where, what it changed, and in what way.

    ``correction`` is the running number of a correction of released values, told by the log alone.
    """

    entry: Entry
    nature: Nature
    changes: tuple[Changed, ...]
    correction: int | None = None

    @property
    def words(self) -> str:
        """The nature in German, of a correction with its number."""
        if self.correction is not None:
            return f"{NATURES[Nature.CORRECTED]} (Nr. {self.correction})"
        return NATURES[self.nature]


def events(history: Sequence[Entry], kind: Kind) -> list[Event]:
    """The history in the order of the days it speaks of, of one day in order of recording.

    *nachgemeldet*: something was on record for a later day already; *berichtigt*: it says otherwise what had been
    said for the same day.
    """
    values: dict[str, object] = {}
    corrections = sorted(one.statement for one in history if one.act == "correction")
    numbers = {statement: number for number, statement in enumerate(corrections, start=1)}
    found = []
    for entry in sorted(history, key=lambda one: (one.effective_on, one.revision, one.statement)):
        changes = tuple(_changes(entry, values, kind))
        nature = _nature(entry, history, bool(values), changes)
        found.append(Event(entry, nature, changes, numbers.get(entry.statement)))
        values |= entry.fields
    return found


def _changes(entry: Entry, before: dict[str, object], kind: Kind) -> Iterator[Changed]:
    order = {name: position for position, name in enumerate(FIELDS[kind])}
    for name, value in sorted(entry.fields.items(), key=lambda field: order.get(field[0], len(order))):
        said = before.get(name, True if name == IN_FORCE else None)
        if value != said:
            yield Changed(name, said, value, entry.cell(name))


def _nature(entry: Entry, history: Sequence[Entry], is_known: bool, changes: tuple[Changed, ...]) -> Nature:
    known = [one for one in history if (one.revision, one.statement) < (entry.revision, entry.statement)]
    same_day = [one for one in known if one.effective_on == entry.effective_on]
    names = {changed.field for changed in changes}
    if any(names & one.fields.keys() for one in same_day):
        return Nature.CORRECTED
    if any(one.effective_on > entry.effective_on for one in known):
        return Nature.REPORTED_LATE
    if not is_known:
        return Nature.FIRST
    return Nature.CHANGED if changes else Nature.CONFIRMED
