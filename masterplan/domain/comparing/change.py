"""What differs between two cuts of the plan, item by item: what is new, done, late, slipped, corrected or dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import pandas as pd

from masterplan.domain.comparing.between import Between, Step, by_key, in_plan
from masterplan.domain.counting import RULES, YES
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.domain.states import achieved, current_on, overdue
from masterplan.domain.view import ItemAt, PlanView

_DATED = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)


class Change(StrEnum):
    """In what way an item differs; one item can differ in several ways."""

    NEW = "new"
    ADDED = "added"
    DROPPED = "dropped"
    DONE = "done"
    LATE = "late"
    SLIPPED = "slipped"
    CORRECTED = "corrected"
    REPORTED_LATE = "reported_late"


CHANGE_SENTENCES: Mapping[Change, str] = {
    Change.NEW: "Neu: erstmals für einen Tag nach dem früheren Stichtag gemeldet.",
    Change.ADDED: "Aufgenommen: stand am früheren Stichtag nicht im Masterplan, war aber schon bekannt oder wurde "
    "nachgetragen.",
    Change.DROPPED: "Entfallen: stand am früheren Stichtag im Masterplan und tut es nicht mehr.",
    Change.DONE: "Erledigt: am späteren Stichtag erreicht oder online, am früheren nicht.",
    Change.LATE: "Überfällig geworden: am späteren Stichtag offen mit Plantermin davor, am früheren nicht.",
    Change.SLIPPED: "Verschoben: Ist-Termin, sonst Prognose, sonst Plantermin liegen später als zuvor.",
    Change.CORRECTED: "Berichtigt: Eine Angabe zum früheren Stichtag wurde nachträglich geändert.",
    Change.REPORTED_LATE: "Nachgemeldet: Eine Angabe zum früheren Stichtag kam erst später.",
}


@dataclass(frozen=True)
class FieldChange:
    """One field's value at both cuts. ``steps`` are those in which it changed: it can be corrected and then go on."""

    field: str
    before: object
    after: object
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class ItemChange:
    """One item that differs. ``slip_days``: how much later its date lies (None: no date at one of the cuts)."""

    kind: Kind
    key: str
    number: object
    title: object
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...]
    slip_days: int | None = None

    def as_json(self) -> dict[str, object]:
        """The change for other programs."""
        return {
            "kind": str(self.kind),
            "key": self.key,
            "number": self.number,
            "title": self.title,
            "changes": [str(change) for change in self.changes],
            "slip_days": self.slip_days,
            "fields": [
                {
                    "field": one.field,
                    "before": one.before,
                    "after": one.after,
                    "steps": [str(step) for step in one.steps],
                }
                for one in self.fields
            ],
        }


def changes(
    between: Between, kinds: Iterable[Kind] = (*_DATED, Kind.SERVICE, Kind.LEIKA_SERVICE), rule: str = "bund-2020"
) -> list[ItemChange]:
    """The items of some kinds that differ, in the order of the plan; services are done by a counting rule."""
    courses = _courses(between)
    first, second = (_States(between.views[step], rule) for step in (Step.START, Step.PROGRESS))
    wanted = set(kinds)
    found = []
    for key, course in courses.items():
        kind = next(item for item in course.values() if item is not None).kind
        if kind in wanted:
            slip = _slip(first.dates.get(key), second.dates.get(key))
            fields = tuple(_field_changes(course))
            changed = _changes(key, course, fields, slip, first, second, between.first.stichtag)
            if changed or fields:
                found.append(_item_change(kind, key, course, changed, fields, slip))
    return found


_Course = Mapping[Step, ItemAt | None]


def _courses(between: Between) -> dict[str, _Course]:
    """Each item after each step."""
    reached = {step: by_key(cut) for step, cut in between.cuts.items()}
    keys = dict.fromkeys(key for step in reversed(reached) for key in reached[step])
    return {key: {step: items.get(key) for step, items in reached.items()} for key in keys}


class _States:
    """What is known of the items at one cut: which are done, which overdue, and the date of each."""

    def __init__(self, view: PlanView, rule: str) -> None:
        self.done = _yes(RULES[rule].states(view))
        self.overdue: set[str] = set()
        self.dates: dict[str, date] = {}
        for kind in _DATED:
            items = view.table(kind)
            self.done |= _yes(achieved(items, view))
            if kind != Kind.GOAL:
                self.overdue |= _yes(overdue(items, view))
                actual = items["achieved_on"].where(items["achieved_on"].le(view.stichtag_day))
                days = actual.fillna(current_on(items)).dropna()
                self.dates |= {str(key): day.date() for key, day in days.items()}


def _yes(states: pd.Series) -> set[str]:
    return {str(key) for key in states.index[states.eq(YES)]}


def _slip(before: date | None, after: date | None) -> int | None:
    return None if before is None or after is None else (after - before).days


def _changes(
    key: str,
    course: _Course,
    fields: tuple[FieldChange, ...],
    slip: int | None,
    first: _States,
    second: _States,
    stichtag: date,
) -> tuple[Change, ...]:
    before, after = course[Step.START], course[Step.PROGRESS]
    entered = in_plan(after) and not in_plan(before)
    is_new = entered and before is None and after is not None and after.first_on > stichtag
    holds = {
        Change.NEW: is_new,
        Change.ADDED: entered and not is_new,
        Change.DROPPED: in_plan(before) and not in_plan(after),
        Change.DONE: key in second.done and key not in first.done,
        Change.LATE: key in second.overdue and key not in first.overdue,
        Change.SLIPPED: slip is not None and slip > 0 and in_plan(after),
        Change.CORRECTED: any(Step.CORRECTIONS in one.steps for one in fields),
        Change.REPORTED_LATE: any(Step.LATE in one.steps for one in fields),
    }
    return tuple(change for change, is_so in holds.items() if is_so)


def _field_changes(course: _Course) -> Iterable[FieldChange]:
    """The fields that differ at the end or were changed on the way."""
    steps = list(course)
    values = {step: {} if item is None else item.values for step, item in course.items()}
    for name in dict.fromkeys(name for stated in values.values() for name in stated if name != IN_FORCE):
        changed = tuple(
            step for previous, step in pairwise(steps) if values[previous].get(name) != values[step].get(name)
        )
        if changed:
            yield FieldChange(name, values[steps[0]].get(name), values[steps[-1]].get(name), changed)


def _item_change(
    kind: Kind,
    key: str,
    course: _Course,
    changed: tuple[Change, ...],
    fields: tuple[FieldChange, ...],
    slip: int | None,
) -> ItemChange:
    item = course[Step.PROGRESS] or next(one for one in reversed(list(course.values())) if one is not None)
    return ItemChange(kind, key, item.values.get("number"), item.values.get("title"), changed, fields, slip)
