"""How the one number of an item that is meant to grow went from Stand to Stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from masterplan.domain.courses import DayState
from masterplan.domain.plan import IN_FORCE, Kind

FOLLOWED: Mapping[Kind, str] = {
    Kind.MILESTONE: "progress",
    Kind.MEASURE: "progress",
    Kind.GOAL: "actual_value",
    Kind.SERVICE: "maturity",
    Kind.LEIKA_SERVICE: "maturity",
}


@dataclass(frozen=True)
class Reached:
    """The value on the day of one report; None: not reported. ``status`` is the one reported with it or before."""

    on: date
    value: float | None
    status: str | None


@dataclass(frozen=True)
class ItemCourse:
    """The values of ``field``, oldest first; for a goal also its start, target and unit."""

    field: str
    stichtag: date
    points: tuple[Reached, ...]
    start: float | None = None
    target: float | None = None
    unit: str | None = None

    @property
    def known(self) -> tuple[Reached, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)


def item_course(kind: Kind, course: Sequence[DayState], stichtag: date) -> ItemCourse | None:
    """The course of the followed field; None for kinds without one. Days on which it was withdrawn are left out."""
    field = FOLLOWED.get(kind)
    if field is None or not course:
        return None
    points = [
        Reached(state.on, _number(state.fields.get(field)), _text(state.fields.get("status")))
        for state in course
        if state.fields.get(IN_FORCE) is not False
    ]
    now = course[-1].fields
    if kind != Kind.GOAL:
        return ItemCourse(field, stichtag, tuple(points))
    start, target = (_number(now.get(name)) for name in ("start_value", "target_value"))
    return ItemCourse(field, stichtag, tuple(points), start, target, _text(now.get("unit")))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
