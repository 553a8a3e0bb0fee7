"""Coverage of 575 services at 419 places, counted for any Stichtag and kept up with each save: goals H2, H3 and H5."""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import select

from benchmarks.history import opened, recorded_at
from benchmarks.measuring import SCRATCH, Report, timed
from masterplan.domain.plan import Kind
from masterplan.domain.services.coverage_counts import STATES, Subject
from masterplan.domain.services.coverage_sums import Counts
from masterplan.domain.services.coverage_tables import by_ministry
from masterplan.domain.view import PlanView
from masterplan.store import coverage_counts
from masterplan.store.canonical import encode
from masterplan.store.coverage_reading import burn_up, coverage_by
from masterplan.store.coverage_steps import Changes
from masterplan.store.engine import Database
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import account, revision, statement
from masterplan.store.writing import NewStatement, new_revision
from tests import builders

SERVICES, PLACES, COUNTIES, CHANGES = 575, 419, 13, 1_000
SIZES = (10_000, 1_000_000, 10_000_000)
QUICK = (10_000, 200_000)
DAYS = 3_653
FIRST_DAY = date(2016, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(DAYS)
MIDDLE, NEWEST = date(2020, 6, 17), datetime(2030, 1, 1, tzinfo=UTC)
REPEATED = 15


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures reading at each length of the history, and what the counts add to a save."""
    with TemporaryDirectory(dir=SCRATCH) as folder:
        for changes in QUICK if quick else SIZES:
            with opened(f"sqlite:///{folder}/coverage_{changes}.db") as database:
                print(f"  a history of {changes:,} changes is written …", file=sys.stderr, flush=True)
                _build(database, changes // CHANGES)
                _tell_reading(into, database, changes)
        with opened(f"sqlite:///{folder}/saves.db") as database:
            _tell_saves(into, database, rounds * 4, SERVICES // 10 if quick else SERVICES)


def _build(database: Database, revisions: int) -> None:
    """Ten years of files with 1,000 changed entries each, some of them late; written by the store as they come in."""
    choice = random.Random(f"Flächendeckung {revisions}")
    with database.writing() as connection:
        author = connection.scalar(select(account.c.id))
        rows = [
            (number, recorded_at(number, revisions).isoformat(timespec="microseconds"), author, "file", "0" * 64)
            for number in range(1, revisions + 1)
        ]
        insert_rows(connection, revision, rows)
        for number in range(1, revisions + 1):
            known = (recorded_at(number, revisions).date() - FIRST_DAY).days
            lag = choice.randrange(15, 120) if choice.random() < 0.01 else choice.randrange(15)
            coverage_counts.add(connection, number, _changes(choice, FIRST_DAY + timedelta(max(0, known - lag))))


def _changes(choice: random.Random, day: date) -> Changes:
    """1,000 entries go from offline to online or back."""
    services: Counts = {}
    counties: Counts = {}
    for _ in range(CHANGES):
        sign = choice.choice((1, 1, -1))
        for counts, group in (
            (services, f"{10_000 + choice.randrange(SERVICES)}/municipality"),
            (counties, f"145{choice.randrange(COUNTIES):02}/municipality"),
        ):
            numbers = counts.setdefault(group, [0] * len(STATES))
            numbers[0] += sign
            numbers[1] -= sign
    by: dict[Subject, Counts] = {"service": services, "county": counties}
    return {(subject, "both"): {day: counts} for subject, counts in by.items()}


def _tell_reading(into: Report, database: Database, changes: int) -> None:
    known = recorded_at(changes // CHANGES // 2, changes // CHANGES)
    view = _services()
    size = f"{changes:,} changes"
    asked: list[tuple[str, str, Callable[[], object], float]] = [
        ("H2", "by service, last day", lambda: coverage_by(database, "service", LAST_DAY, NEWEST), 5.0),
        ("H2", "by service, mid-history", lambda: coverage_by(database, "service", MIDDLE, NEWEST), 5.0),
        ("H2", "by Kreis, mid-history", lambda: coverage_by(database, "county", MIDDLE, NEWEST), 5.0),
        ("H2", "by Ressort, mid-history", lambda: _by_ministry(database, view), 5.0),
        ("H2", "by service, known mid-history", lambda: coverage_by(database, "service", LAST_DAY, known), 200.0),
        ("H3", "burn-up, 48 months", lambda: burn_up(database, date(2021, 1, 1), date(2024, 12, 20), NEWEST), 10.0),
    ]
    for goal, words, ask, most in asked:
        wall, computed = timed(ask, REPEATED)
        into.add(goal, f"{words}, {size}", wall, most, unit="ms", remark=f"computing {computed:.1f} ms")


def _by_ministry(database: Database, view: PlanView) -> object:
    return by_ministry(coverage_by(database, "service", MIDDLE, NEWEST), view)


def _services() -> PlanView:
    """What a page has at hand: the services and who answers for them."""
    keys = ("SK", "SMI", "SMF", "SMK", "SMWA")
    return builders.view(*(builders.service(10_000 + at, ministry=keys[at % 5]) for at in range(SERVICES)))


def _tell_saves(into: Report, database: Database, rounds: int, services: int) -> None:
    """1,000 changes appended to the log alone, and saved with all that follows from them, in turn."""
    items = _entries(database, services)
    choice = random.Random("Änderungen")
    found: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for at in range(rounds):
        for whole in (False, True):
            day = FIRST_DAY + timedelta(2 * at + 1 + whole)
            stated = [
                NewStatement(number, day, "edit", True, encode({"online": choice.random() < 0.6}))
                for number in choice.sample(items, CHANGES)
            ]
            start, computing = time.perf_counter(), time.process_time()
            _save(database, stated, whole)
            found[whole].append((time.perf_counter() - start, time.process_time() - computing))
    ratios = [
        [one / other for one, other in zip(*pair, strict=True)] for pair in zip(found[True], found[False], strict=True)
    ]
    into.add("H5", f"{CHANGES:,} changes with counts, to the bare append", median(one[0] for one in ratios), 3.5)
    into.add("", "  its computing time, to that of the bare append", median(one[1] for one in ratios))


def _save(database: Database, stated: list[NewStatement], whole: bool) -> None:
    with database.writing() as connection, new_revision(connection, at=NEWEST, by="Benchmark", act="edit") as opened:
        if whole:
            opened.state(stated)
            return
        first = (connection.scalar(select(statement.c.id).order_by(statement.c.id.desc()).limit(1)) or 0) + 1
        columns = ("id", "revision", *NewStatement._fields)
        opened._add(statement, [(first + at, opened.number, *one) for at, one in enumerate(stated)], columns)


def _entries(database: Database, services: int) -> list[int]:
    """Every service at every place, offline."""
    print(f"  {services * PLACES:,} entries are written …", file=sys.stderr, flush=True)
    pairs = [
        (str(10_000 + service), f"145{place % COUNTIES:02}{place:07}")
        for service in range(services)
        for place in range(1, PLACES + 1)
    ]
    with database.writing() as connection, new_revision(connection, at=NEWEST, by="Benchmark", act="file") as opened:
        items = opened.add_items(Kind.COVERAGE, [f"coverage/{service}/{ars}" for service, ars in pairs])
        rows = [
            encode({"ars": ars, "leika_key": None, "online": False, "ozg_id": service, "reach": None, "url": None})
            for service, ars in pairs
        ]
        opened.state(
            [NewStatement(item[0], FIRST_DAY, "file", True, row) for item, row in zip(items, rows, strict=True)]
        )
    return [number for number, _ in items]
