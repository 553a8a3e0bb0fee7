"""Many people at one plan, R4–R6: saves while a file is imported, pairs at one item, forms sent twice.

The functions are also used by tests/actions/test_coordination.py, with small numbers.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Event
from typing import TypeVar

from benchmarks import workbooks
from benchmarks.history import opened
from benchmarks.measuring import ROOT, SCRATCH, Report
from masterplan.actions import report as reporting
from masterplan.actions.report import Reported, SomebodyWasFaster
from masterplan.domain.plan import Kind
from masterplan.store import item_log, reading
from masterplan.store.engine import Database, DatabaseUnusable
from tests import postgres
from tests.reporting import SMI, form_key, plan

AT = datetime(2025, 1, 2, 12, tzinfo=UTC)
COORDINATORS = 20
PAUSE_S = 0.25
"""Between two saves of one person: much less than anybody needs."""
MILESTONE = {"title": "Wegmarke", "ministry": "SMI", "status": "in_progress", "progress": 0.0}
Given = TypeVar("Given")


def report(into: Report, rounds: int, quick: bool) -> None:
    """Does all of it on both engines; ``quick`` a tenth."""
    some: Callable[[int], int] = (lambda number: number // 10) if quick else (lambda number: number)
    with TemporaryDirectory(dir=SCRATCH) as name, postgres.running(SCRATCH / "postgres.lock") as server:
        file = workbooks.measures(Path(name) / "Massnahmen_2020-12-31.xlsx", some(10_000))
        for dialect in ("sqlite", "postgresql"):
            with _new(dialect, Path(name), server, "saves") as (url, database):
                saved = save_while_importing(database, url, file)
            told = f"{len(saved.seconds):,} saves of {COORDINATORS}, {some(10_000):,} rows in {saved.import_s:.1f} s"
            into.add("R4", f"{dialect}: told that it is locked", saved.refused, 0, unit="", remark=told)
            into.add("R4", f"{dialect}: saves lost", saved.lost, 0, unit="")
            into.add("R4", f"{dialect}: p99 of a save meanwhile", saved.p99, 1, unit="s")
            with _new(dialect, Path(name), server, "pairs") as (_, database):
                pairs = edit_in_pairs(database, some(10_000))
            into.add("R5", f"{dialect}: lost updates of {pairs.pairs:,} pairs", pairs.lost, 0, unit="")
            into.add("R5", f"{dialect}: conflicts without both versions, who and when", pairs.silent, 0, unit="")
            with _new(dialect, Path(name), server, "twice") as (_, database):
                effects = send_twice(database, some(1_000))
            into.add("R6", f"{dialect}: forms of {some(1_000):,} with another effect than one", effects, 0, unit="")


@contextmanager
def _new(dialect: str, folder: Path, server: str, name: str) -> Iterator[tuple[str, Database]]:
    if dialect == "postgresql":
        postgres.execute(server, f"create database coordination_{name}")
        url = postgres.sibling(server, f"coordination_{name}")
    else:
        url = f"sqlite:///{folder / f'{name}.db'}"
    with opened(url) as database:
        yield url, database


def _items(database: Database, number: int) -> list[str]:
    rows = [{**MILESTONE, "number": str(at + 1), "title": f"Wegmarke {at + 1}"} for at in range(number)]
    return plan(database, *rows, kind=Kind.MILESTONE)


def _send(database: Database, key: str, progress: int, seen: int, form: str | None = None) -> Reported:
    texts = {"progress": f"{progress} %"}
    return reporting.report(database, key=key, entries=texts, by=SMI, at=AT, form_key=form or form_key(), seen=seen)


def _progress(database: Database, key: str) -> list[object]:
    with database.reading() as connection:
        row = item_log.item_row(connection, key)
        found = item_log.history(connection, row.id, reading.newest_revision(connection))
    return [entry.fields["progress"] for entry in found]


# R4


@dataclass
class Saved:
    """What saving while a file was imported gave: how long each took, how many were refused, how many are missing."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0
    import_s: float = 0.0

    @property
    def p99(self) -> float:
        """The time that 99 of 100 saves stayed within."""
        return sorted(self.seconds)[max(0, round(len(self.seconds) * 0.99) - 1)]


def save_while_importing(database: Database, url: str, file: Path, coordinators: int = COORDINATORS) -> Saved:
    """Coordinators save again and again, each an item of their own, until the import in another process has ended."""
    keys, done, saved = _items(database, coordinators), Event(), Saved()

    def saves(key: str) -> int:
        acknowledged = 0
        while not done.is_set():
            start = time.perf_counter()
            try:
                _send(database, key, (acknowledged % 99) + 1, reading.data_revision(database))
            except DatabaseUnusable:
                saved.refused += 1
            else:
                acknowledged += 1
            saved.seconds.append(time.perf_counter() - start)
            time.sleep(PAUSE_S)
        return acknowledged

    with ThreadPoolExecutor(coordinators) as pool:
        counts = [pool.submit(saves, key) for key in keys]
        start = time.perf_counter()
        command = [sys.executable, "-m", "importers", str(file), "--stand", "2020-12-31", "--database", url, "--json"]
        imported = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        saved.import_s = time.perf_counter() - start
        done.set()
    assert imported.returncode == 0, imported.stdout[-500:] + imported.stderr[-500:]
    saved.lost = sum(
        count.result() - (len(_progress(database, key)) - 1) for key, count in zip(keys, counts, strict=True)
    )
    return saved


# R5


@dataclass
class Pairs:
    """What pairs of editors gave: updates that were overwritten unseen, and conflicts that did not tell all."""

    pairs: int
    lost: int = 0
    silent: int = 0


def edit_in_pairs(database: Database, pairs: int) -> Pairs:
    """Two people draw the form of one item and send it at the same moment: one of them saves, one is told of it."""
    (key,), found = _items(database, 1), Pairs(pairs)
    before = 0.0
    for at in range(pairs):
        mine, theirs = (2 * at) % 98 + 1, (2 * at + 1) % 98 + 1
        seen = reading.data_revision(database)
        given = both(partial(_sent_or_told, database, key, seen), mine, theirs)
        saved = [one for one in given if isinstance(one, Reported)]
        told = [one for one in given if isinstance(one, SomebodyWasFaster)]
        now = _newest_progress(database, key)
        if len(saved) != 1 or len(told) != 1 or now not in (mine / 100, theirs / 100):
            found.lost += 1
        for faster in told:
            (version,) = faster.versions[key]
            whole = version.before == before and version.theirs == now and version.mine and version.by and version.at
            found.silent += not whole
        before = now
    return found


def _sent_or_told(database: Database, key: str, seen: int, value: int) -> Reported | SomebodyWasFaster:
    try:
        return _send(database, key, value, seen)
    except SomebodyWasFaster as faster:
        return faster


def _newest_progress(database: Database, key: str) -> float:
    with database.reading() as connection:
        row = item_log.item_row(connection, key)
        known = reading.revision_at(connection, AT.replace(year=2030))
        at_cut = item_log.item_at(connection, row.id, AT.date(), known)
    assert at_cut is not None
    return float(str(at_cut.fields["progress"]))


def both(act: Callable[[int], Given], first: int, second: int) -> list[Given]:
    """Two acts that begin at the same moment, each in a thread of its own."""
    together = Barrier(2)

    def begin(value: int) -> Given:
        together.wait()
        return act(value)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(begin, (first, second)))


# R6


def send_twice(database: Database, times: int) -> int:
    """Forms sent twice at the same moment and, after a lost connection, a third time: how many had not one effect."""
    (key,) = _items(database, 1)
    wrong = 0
    for at in range(times):
        seen, form = reading.data_revision(database), form_key()
        value = at % 98 + 1
        given = both(partial(_send, database, key, seen=seen, form=form), value, value)
        given.append(_send(database, key, value, seen, form))
        one = len({outcome.revision for outcome in given}) == 1
        wrong += not (one and reading.data_revision(database) == seen + 1)
    return wrong
