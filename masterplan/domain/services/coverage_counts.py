"""Coverage in numbers: at how many places services are online, and how such counts add up from single changes.

One *entry* is one service at one place, a row of the coverage table. It stands under one of ``STATES``; what counts as
online is the rule of ``availability.row_online``. Counts are signed deltas, so that the count at any cut is the sum of
the deltas known by then that speak of a day up to the Stichtag.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from masterplan.domain.areas import level
from masterplan.domain.plan import IN_FORCE, Reach

ONLINE, OFFLINE, UNKNOWN, WITHDRAWN = "online", "offline", "unknown", "withdrawn"
STATES = (ONLINE, OFFLINE, UNKNOWN, WITHDRAWN)
"""Online; surely not; listed, but neither „online“ nor a reach is reported; listed once and no longer."""

Subject = Literal["service", "county"]
SUBJECTS: tuple[Subject, ...] = ("service", "county")
"""What is counted by: the service (LeiKa key, or OZG-ID of entries without one), or the Kreis (first five digits of the
ARS; ``14000`` for entries of the whole Land). Both also by the kind of place, since an entry of a Kreis and one of a
Gemeinde are not the same thing."""


class Standing(NamedTuple):
    """Under what an entry counts on some day."""

    service: str
    county: str
    level: str
    state: str


Course = Sequence[tuple[date, Standing | None]]
Steps = dict[tuple[date, Standing], int]


def standing(fields: Mapping[str, object]) -> Standing | None:
    """Under what an entry with these fields counts; None where it names no service or no place."""
    service, ars = fields.get("leika_key") or fields.get("ozg_id"), fields.get("ars")
    if not service or not ars:
        return None
    gone = fields.get(IN_FORCE) is False
    state = WITHDRAWN if gone else entry_state(fields.get("reach"), fields.get("online"))
    return Standing(str(service), str(ars)[:5], _level(str(ars)), state)


_level = lru_cache(maxsize=4096)(level)


def entry_state(reach: object, online: object) -> str:
    """What one entry in force says, by the rule of ``availability.row_online``."""
    if online is not None:
        return ONLINE if online else OFFLINE
    return UNKNOWN if reach is None else OFFLINE if reach == Reach.NOT_EVALUATED else ONLINE


def steps(known: Course, told: Mapping[date, Standing | None]) -> Steps:
    """What must be added to the steps of an entry's known course, so that it becomes the course now told.

    ``known`` is the course as it was, oldest first: the last day before the first day told, and all days from then on.
    ``told`` holds the days that are now something else; the other days stay. A step is +1 on the day on which an entry
    begins to stand under something and -1 on the day on which it ceases to.
    """
    first = min(told)
    before = [value for day, value in known if day < first]
    was = now = before[-1] if before else None
    old = {day: value for day, value in known if day >= first}
    found: Counter[tuple[date, Standing]] = Counter()
    for day in sorted({*told, *old}):
        was_then = old.get(day, was)
        now_then = told.get(day, was_then)
        for value, sign in ((now_then, 1), (now, -1), (was_then, -1), (was, 1)):
            if value is not None:
                found[day, value] += sign
        was, now = was_then, now_then
    return {step: count for step, count in found.items() if count}


def last_steps(was: Standing | None, day: date, now: Standing | None) -> Steps:
    """The same for one day told that comes after all known ones, as most do: spelled out for speed."""
    if was == now:
        return {}
    return {(day, value): sign for value, sign in ((now, 1), (was, -1)) if value is not None}
