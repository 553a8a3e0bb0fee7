"""What the courses of items tell a forecast: when each came, was due, was done or left, counted in months."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from masterplan.domain.courses import Courses, DayState
from masterplan.domain.plan import BASELINE_ON, IN_FORCE, Status

NEVER = 10**6
"""The month of what has not happened."""

LEFT = (Status.DROPPED, Status.PERMANENT)
"""Who is dropped or becomes a permanent task is no longer to be completed."""

Months = npt.NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """One entry per item and array. Months count from the year 0; `NEVER`: not so far, or (``due``) no date known.

    ``due`` is the first date planned, so that planning anew does not make an item look punctual. ``seen`` is the last
    report of an item: what came after is not known. ``groups`` numbers the reference classes in ``group_names``.
    """

    keys: tuple[str, ...]
    group_names: tuple[str, ...]
    groups: Months
    entered: Months
    due: Months
    done: Months
    left: Months
    seen: Months
    reports: tuple[date, ...]

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Who is still to be completed."""
        return np.asarray((self.done == NEVER) & (self.left == NEVER))

    @property
    def now(self) -> int:
        """The month of the last report."""
        return int(self.seen.max(initial=0))


def month(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_end(number: int) -> date:
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def read_history(courses: Courses, until: date, classes: Mapping[str, str | None]) -> History:
    """The history by the end of a day, without what was stated for later days.

    ``classes`` gives each item's reference class, its Ressort; items without one form a class of their own. Report
    dates are the days that something was stated for, one a month at the most, the last of the month.
    """
    known = {key: past for key, course in sorted(courses.items()) if (past := [s for s in course if s.on <= until])}
    names = tuple(sorted({classes.get(key) or "" for key in known}))
    days = {month(state.on): state.on for state in sorted(_all(known), key=lambda state: state.on)}
    facts = [_facts(course, until) for course in known.values()]
    columns = np.array(facts, dtype=np.int64).reshape(len(facts), 5).T
    return History(
        keys=tuple(known),
        group_names=names,
        groups=np.array([names.index(classes.get(key) or "") for key in known], dtype=np.int64),
        entered=columns[0],
        due=columns[1],
        done=columns[2],
        left=columns[3],
        seen=columns[4],
        reports=tuple(days[number] for number in sorted(days)),
    )


def _all(known: Mapping[str, Sequence[DayState]]) -> list[DayState]:
    return [state for course in known.values() for state in course]


def _facts(course: Sequence[DayState], until: date) -> tuple[int, int, int, int, int]:
    last = course[-1]
    due = _day(last, BASELINE_ON) or _day(last, "due_on")
    done = _done_on(course, until)
    left = None if done else _since(course, _has_left)
    months = [NEVER if day is None else month(day) for day in (course[0].on, due, done, left, last.on)]
    return months[0], months[1], months[2], months[3], months[4]


def _done_on(course: Sequence[DayState], until: date) -> date | None:
    """The actual date, else the first report that said completed and was not taken back."""
    last = course[-1]
    if last.fields.get("status") == Status.DROPPED:
        return None
    achieved = _day(last, "achieved_on")
    if achieved is not None and achieved <= until:
        return achieved
    return _since(course, lambda state: state.fields.get("status") == Status.COMPLETED)


def _has_left(state: DayState) -> bool:
    return state.fields.get(IN_FORCE) is False or state.fields.get("status") in LEFT


def _since(course: Sequence[DayState], holds: Callable[[DayState], bool]) -> date | None:
    """Since when something holds without a break until the last report; None: it does not hold."""
    first: date | None = None
    for state in reversed(course):
        if not holds(state):
            break
        first = state.on
    return first


def _day(state: DayState, name: str) -> date | None:
    value = state.fields.get(name)
    return None if value is None else date.fromisoformat(str(value)[:10])
