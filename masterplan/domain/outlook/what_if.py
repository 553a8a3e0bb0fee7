"""What a delay would move: a base component or one item comes later, and what depends on it uses up its slack.

Nothing is saved; the answer is about the plan as it stands at the view's Stichtag.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from masterplan.domain.counting import NO
from masterplan.domain.plan import Kind
from masterplan.domain.states import current_on, is_open
from masterplan.domain.view import PlanView
from masterplan.vocabulary import german_order

KINDS = (Kind.MILESTONE, Kind.MEASURE)

DEFINITION = (
    "Was-wäre-wenn: Kommt ein Vorgänger später, verschiebt sich, was von ihm abhängt, um den Verzug abzüglich des "
    "Puffers. Puffer ist die Zeit vom jetzigen Termin (Prognose, sonst Plantermin) des Vorgängers bis zu dem des "
    "Nachfolgers; fehlt einer der beiden Termine, ist kein Puffer bekannt, und der Verzug geht ganz weiter. Von einer "
    "Basiskomponente hängt jede Maßnahme ab, die sie nennt. Abgeschlossene, entfallene, zurückgestellte und "
    "Daueraufgaben verschieben sich nicht und geben nichts weiter. Gespeichert wird nichts."
)


@dataclass(frozen=True)
class Moved:
    """One item that would move: by how many days, from which day to which (None: no date is known), and why.

    ``path`` leads from what was delayed to this item, along the connection that moves it most; ``slack`` are the days
    that its last step can take up (None: a date is missing, or the delay begins here). ``misses`` are the goals whose
    date the item kept before and would miss then.
    """

    key: str
    days: int
    before: date | None
    after: date | None
    path: tuple[str, ...]
    misses: tuple[str, ...] = ()
    slack: int | None = None


@dataclass(frozen=True)
class WhatIf:
    """The answer: what moves (most first), what depends on the start and does not move, and cycles with their path."""

    start: str
    days: int
    moved: tuple[Moved, ...]
    unmoved: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]


class UnknownStart(ValueError):
    """Neither a base component that a measure names nor an item of the plan; the text says so in German."""


def users(view: PlanView) -> Mapping[str, Sequence[str]]:
    """By base component, in its most usual spelling, the keys of the measures that name it."""
    named = _users(view)
    return {name: named[name] for name in sorted(named, key=german_order)}


def followers(view: PlanView) -> Mapping[str, Sequence[str]]:
    """By key the Wegmarken and measures that say they depend on it."""
    return _followers(view, _items(view)[0])


def what_if(view: PlanView, start: str, days: int, ready_on: date | None = None) -> WhatIf:
    """What moves when ``start``, a base component or an item's key, comes ``days`` later.

    ``ready_on``: the day the component is planned to be ready, if one is known; only then is there slack behind it.
    Raises `UnknownStart`, and ValueError for a negative delay.
    """
    if days < 0:
        raise ValueError("Ein Verzug hat keine negativen Tage.")
    dates, movable = _items(view)
    followers = _followers(view, dates)
    users = _users(view)
    named = next((name for name in users if _same(name) == _same(start)), None)
    if named is None and start not in dates:
        raise UnknownStart(f"„{start}“ ist weder eine Basiskomponente im Plan noch der Schlüssel eines Eintrags.")
    begin = named or start
    if named:
        followers = {**followers, named: users[named]}
        dates = {**dates, named: ready_on}
        movable = movable | {named}
    delays, causes = _spread(begin, days, followers, dates, movable)
    reachable = _reachable(begin, followers)
    moved = [_moved(view, key, delays, causes, dates) for key in delays if key != named and delays[key] > 0]
    return WhatIf(
        start=begin,
        days=days,
        moved=tuple(sorted(moved, key=lambda one: (-one.days, one.key))),
        unmoved=tuple(sorted(reachable - {one.key for one in moved} - {begin})),
        cycles=cycles(followers),
    )


def _items(view: PlanView) -> tuple[dict[str, date | None], set[str]]:
    """The current date of each item, and the items that can move (those of unknown status among them)."""
    dates: dict[str, date | None] = {}
    movable: set[str] = set()
    for kind in KINDS:
        items = view.table(kind)
        dates |= {str(key): None if pd.isna(day) else day.date() for key, day in current_on(items).items()}
        movable |= {str(key) for key in items.index[is_open(items, view).ne(NO)]}
    return dates, movable


def _followers(view: PlanView, dates: Mapping[str, object]) -> dict[str, list[str]]:
    """By key, the items that depend on it."""
    links = view.links[view.links["field"].eq("depends_on") & view.links["to_key"].notna()]
    found: dict[str, list[str]] = {}
    for follower, before in zip(links["from_key"], links["to_key"], strict=True):
        if follower in dates and before in dates and follower not in found.setdefault(str(before), []):
            found[str(before)].append(str(follower))
    return found


def _users(view: PlanView) -> dict[str, list[str]]:
    """By base component, the measures that name it; spellings that differ in case and blanks only are one."""
    spellings: dict[str, list[str]] = {}
    users: dict[str, list[str]] = {}
    for key, named in view.measures["components"].items():
        for name in named if isinstance(named, list | tuple) else ():
            spellings.setdefault(_same(name), []).append(str(name))
            if str(key) not in users.setdefault(_same(name), []):
                users[_same(name)].append(str(key))
    usual = {folded: max(sorted(set(written)), key=written.count) for folded, written in spellings.items()}
    return {usual[folded]: keys for folded, keys in users.items()}


def _same(text: str) -> str:
    return "".join(text.split()).casefold()


def _spread(
    start: str, days: int, followers: Mapping[str, list[str]], dates: Mapping[str, date | None], movable: set[str]
) -> tuple[dict[str, int], dict[str, str]]:
    """Each item's delay and the predecessor it comes from, the greatest first.

    Slack is never negative, so a delay only shrinks on its way; going on from the greatest one gives each item its
    final delay the first time it is met, also where items depend on each other in a circle.
    """
    delays: dict[str, int] = {}
    causes: dict[str, str] = {}
    waiting = [(-days, start, "")] if start in movable else []
    while waiting:
        negative, key, cause = heapq.heappop(waiting)
        if key in delays:
            continue
        delays[key] = -negative
        if cause:
            causes[key] = cause
        for follower in followers.get(key, ()):
            left = delays[key] - _slack(dates[key], dates[follower])
            if left > 0 and follower in movable and follower not in delays:
                heapq.heappush(waiting, (-left, follower, key))
    return delays, causes


def _slack(before: date | None, after: date | None) -> int:
    return max(0, (after - before).days) if before and after else 0


def _reachable(start: str, followers: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = [key for key in followers.get(waiting.pop(), ()) if key not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _moved(
    view: PlanView, key: str, delays: Mapping[str, int], causes: Mapping[str, str], dates: Mapping[str, date | None]
) -> Moved:
    path = [key]
    while path[-1] in causes:
        path.append(causes[path[-1]])
    before = dates[key]
    after = before + timedelta(days=delays[key]) if before else None
    misses = _missed(view, key, before, after) if before and after else ()
    cause = dates[causes[key]] if key in causes else None
    slack = _slack(cause, before) if cause and before else None
    return Moved(key, delays[key], before, after, tuple(reversed(path)), misses, slack)


def _missed(view: PlanView, key: str, before: date, after: date) -> tuple[str, ...]:
    links = view.links
    goals = links["to_key"][links["from_key"].eq(key) & links["field"].eq("goals") & links["to_key"].notna()]
    due = view.goals["due_on"].reindex(goals).dropna()
    return tuple(sorted({str(goal) for goal, day in due.items() if before <= day.date() < after}))


def cycles(followers: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Items that depend on each other in a circle, one shortest path per circle, from its smallest key back to it."""
    found: set[tuple[str, ...]] = set()
    for start in sorted(followers):
        path = _way_back(start, followers)
        if path:
            smallest = path.index(min(path[:-1]))
            turned = path[smallest:-1] + path[:smallest]
            found.add((*turned, turned[0]))
    return tuple(sorted(found))


def _way_back(start: str, followers: Mapping[str, Iterable[str]]) -> list[str] | None:
    """A shortest path from an item along its followers back to itself."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for key in waiting:
        for follower in followers.get(key, ()):
            if follower == start:
                path = [start]
                step = key
                while step != start:
                    path.append(step)
                    step = came_from[step]
                return [start, *reversed(path[1:]), start]
            if follower not in came_from:
                came_from[follower] = key
                waiting.append(follower)
    return None
