"""Invented histories of a plan, with their outcome: what a forecast is tried on.

They are not made by the forecast's own model (which knows phases of lateness and a pace): here every item has a day on
which it would be done, and mishaps move that day. One history:

* 40 to 90 items of six Ressorts, planned for months 4 to 54 of the plan. Each is late by a skewed random time (gamma,
  shape 0.8, mean 6 months, up to 2 months early); each Ressort is slower or quicker than the others by a factor.
* *Stalls:* one every 30 months on average. For 3 to 7 months a random part of the Ressorts (half of them on average)
  completes nothing, and all that they have not completed by then is done as much later.
* *Bursts of re-planning:* at one to three report dates a fifth to three fifths of the open items are given a later
  date; for half of these it is true, they come 3 to 9 months later.
* *Changes of scope:* once or twice a tenth to a fifth of the plan comes in addition; 3 to 8 % of the items are dropped
  on the way.
* Reports come every 3 or every 6 months; the forecast is made at one of them between months 30 and 45.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from masterplan.domain.courses import Courses, DayState
from masterplan.domain.outlook.history import month, month_end
from masterplan.domain.plan import BASELINE_ON, Status

START = month(date(2019, 3, 31))
NEVER = 10_000


@dataclass(frozen=True)
class Simulated:
    """A plan as reported up to a Stichtag, and what then came of it: per item the month done or dropped."""

    courses: Courses
    classes: Mapping[str, str | None]
    stichtag: date
    done: Mapping[str, int]
    dropped: Mapping[str, int]

    def reached_on(self, share: float) -> date:
        """When this share of the items in the plan at the Stichtag, without dropped ones, was really done."""
        now = month(self.stichtag)
        keys = [key for key in self.courses if self.dropped[key] > now]
        done, dropped = (np.array([months[key] for key in keys]) for months in (self.done, self.dropped))
        later = np.arange(now, now + 500)[:, None]
        finished = ((done <= later) & (done < dropped)).sum(axis=1)
        gone = ((dropped <= later) & (done >= dropped)).sum(axis=1)
        is_enough = finished >= np.ceil(share * (len(keys) - gone) - 1e-9)
        return month_end(now + int(is_enough.argmax()))


def simulated(seed: int) -> Simulated:
    random = np.random.default_rng(seed)
    step = int(random.choice([3, 6]))
    now = START + int(random.integers(30 // step, 45 // step + 1)) * step
    count = int(random.integers(40, 91))
    entered = np.full(count, START)
    for _ in range(int(random.integers(1, 3))):
        more = int(count * random.uniform(0.1, 0.2))
        entered = np.concatenate([entered, np.full(more, START + step * int(random.integers(2, 12)))])
    count = len(entered)
    ministry = random.integers(6, size=count)
    due = np.where(entered == START, START + random.integers(4, 55, size=count), entered)
    due = np.where(entered == START, due, entered + random.integers(6, 25, size=count))
    slower = random.lognormal(0, 0.3, size=6)[ministry]
    done = due - 2 + np.round(slower * random.gamma(0.8, 7.5, size=count)).astype(np.int64)
    done = np.maximum(done, entered + 1)
    current: dict[int, list[tuple[int, int]]] = {}
    for at in sorted(START + step * random.integers(2, 48 // step, size=int(random.integers(1, 4)))):
        is_replanned = (random.random(count) < random.uniform(0.2, 0.6)) & (done > at) & (entered < at)
        is_true = is_replanned & (random.random(count) < 0.5)
        done = done + np.where(is_true, random.integers(3, 10, size=count), 0)
        for position in np.flatnonzero(is_replanned):
            later = int(max(at, due[position]) + random.integers(3, 10))
            current.setdefault(int(position), []).append((int(at), later))
    begin = START
    while (begin := begin + 1 + int(random.exponential(30))) < START + 150:
        is_hit = (random.random(6) < random.uniform(0.2, 0.8))[ministry] & (done >= begin)
        done = done + np.where(is_hit, int(random.integers(3, 8)), 0)
    is_dropped = random.random(count) < random.uniform(0.03, 0.08)
    dropped = np.where(is_dropped, entered + random.integers(3, 60, size=count), NEVER * 100)
    dropped = np.where(dropped <= done, dropped, NEVER * 100)
    keys = [f"milestone/{position}" for position in range(count) if entered[position] <= now]
    courses = {
        key: _course(entered[i], due[i], done[i], dropped[i], current.get(i, []), now, step)
        for i, key in enumerate(f"milestone/{position}" for position in range(count))
        if entered[i] <= now
    }
    return Simulated(
        courses=courses,
        classes={key: f"R{ministry[int(key[10:])]}" for key in keys},
        stichtag=month_end(now),
        done={key: int(done[int(key[10:])]) for key in keys},
        dropped={key: int(dropped[int(key[10:])]) for key in keys},
    )


def _course(
    entered: int, due: int, done: int, dropped: int, replanned: list[tuple[int, int]], now: int, step: int
) -> list[DayState]:
    states = []
    for at in range(int(entered), now + 1, step):
        planned = [new for when, new in replanned if when <= at]
        status = Status.DROPPED if dropped <= at else Status.COMPLETED if done <= at else Status.IN_PROGRESS
        fields: dict[str, object] = {
            "status": str(status),
            "due_on": month_end(planned[-1] if planned else int(due)).isoformat(),
            BASELINE_ON: month_end(int(due)).isoformat(),
        }
        if status == Status.COMPLETED:
            fields["achieved_on"] = month_end(int(done)).isoformat()
        states.append(DayState(month_end(at), fields, {}))
    return states
