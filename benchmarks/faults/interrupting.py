"""R2: an import fails at every SQL statement in turn and at random lines; the database is as before or as after."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from sqlalchemy import event

from benchmarks.faults import plan
from importers.pipeline import Delivered
from masterplan.store.engine import Database

OURS = ("/masterplan/store/", "/masterplan/actions/", "/importers/")


class Fault(Exception):
    """The fault that is caused on purpose."""


@dataclass
class Found:
    """At how many places an import failed, how often it was kept all the same, and how often by half (should be 0)."""

    places: int = 0
    as_after: int = 0
    half: int = 0


def at_every_statement(fresh: Callable[[], Database], file: Delivered, every: int = 1) -> Found:
    """A fault just before and after each SQL statement and before each commit. ``fresh`` gives equal databases."""
    seen = _Outcomes(fresh, file)
    database = fresh()
    with _statements(database, None) as counted:
        plan.bring_in(database, file)
    database.engine.dispose()
    for place in range(1, counted[0] + 1, every):
        database = fresh()
        with _statements(database, place):
            seen.look(database)
    return seen.found


def at_random_lines(fresh: Callable[[], Database], file: Delivered, points: int, seed: int) -> Found:
    """A fault before lines of our own code that are met while a file is imported, chosen at random."""
    seen = _Outcomes(fresh, file)
    database = fresh()
    with _lines(None) as counted:
        plan.bring_in(database, file)
    database.engine.dispose()
    choice = random.Random(seed)
    # Half of the points lie in the last fifth, where the transaction is.
    for point in range(points):
        first = counted[0] * 4 // 5 if point % 2 else 0
        database, place = fresh(), choice.randrange(first, counted[0]) + 1
        with _lines(place):
            seen.look(database)
    return seen.found


class _Outcomes:
    """Compares what a failed import left with what was there before and what it would have left."""

    def __init__(self, fresh: Callable[[], Database], file: Delivered) -> None:
        self.file = file
        self.found = Found()
        database = fresh()
        self.before = plan.content(database)
        plan.bring_in(database, file)
        self.after = plan.content(database)
        database.engine.dispose()

    def look(self, database: Database) -> None:
        try:
            plan.bring_in(database, self.file)
        except Fault:
            pass
        else:
            raise RuntimeError("there was no fault")
        finally:
            sys.settrace(None)
        database.engine.dispose()
        left = plan.content(database)
        self.found.places += 1
        self.found.as_after += left == self.after
        self.found.half += left not in (self.before, self.after) or bool(plan.unsound(database))
        database.engine.dispose()


@contextmanager
def _statements(database: Database, place: int | None) -> Iterator[list[int]]:
    """Counts statements (before and after each), beginnings and commits; fails at one of them, once."""
    counted = [0]

    def met(*_: Any) -> None:
        counted[0] += 1
        if counted[0] == place:
            raise Fault

    engine = database.engine
    names = ("before_cursor_execute", "after_cursor_execute", "begin", "commit")
    for name in names:
        event.listen(engine, name, met)
    try:
        yield counted
    finally:
        for name in names:
            event.remove(engine, name, met)


@contextmanager
def _lines(place: int | None) -> Iterator[list[int]]:
    """Counts the lines of our own code; fails before one of them, once."""
    counted = [0]

    def follow(frame: FrameType, what: str, _: object) -> Any:
        if not any(part in frame.f_code.co_filename for part in OURS):
            return None
        if what == "line":
            counted[0] += 1
            if counted[0] == place:
                raise Fault
        return follow

    sys.settrace(follow)
    try:
        yield counted
    finally:
        sys.settrace(None)
