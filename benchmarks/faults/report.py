"""The full form of the goals R1–R3, R7, R9–R11 and S1; the short form stands in tests."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic_ns

from sqlalchemy import make_url

from benchmarks import servers
from benchmarks.faults import (
    backing_up,
    hostile,
    interrupting,
    killing,
    killing_server,
    plan,
    refusing,
    soak,
    tampering,
    torn,
)
from benchmarks.measuring import SCRATCH, Report
from benchmarks.pages import example
from masterplan.store import engine
from masterplan.store.engine import Database, open_database
from tests import postgres

SEED = 7
PAGES = [
    (page, "")
    for page in ("ueberblick", "ozg-ziel", "ziele", "umsetzungsplanung", "massnahmen", "vergleich", "datenlage")
]


Some = Callable[[int], int]
"""How many of what the full form does."""


def report(into: Report, rounds: int, quick: bool) -> None:
    """Does all of it; ``quick`` a tenth."""
    _do(list(PARTS), into, quick)


def single(name: str) -> Callable[[Report, int, bool], None]:
    """A report on one of the parts."""
    return lambda into, _rounds, quick: _do([name], into, quick)


def _do(names: list[str], into: Report, quick: bool) -> None:
    some: Some = (lambda number: max(1, number // 10)) if quick else (lambda number: number)
    with TemporaryDirectory(dir=SCRATCH) as name, postgres.running(SCRATCH / "postgres.lock") as server:
        databases = Databases(Path(name), server)
        for part in names:
            PARTS[part](into, databases, some)


class Databases:
    """New databases of either engine, in a folder or on a server of the tests."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self._server = server

    def new(self, dialect: str) -> str:
        """The URL of one that is empty."""
        name = f"faults_{monotonic_ns()}"
        if dialect == "sqlite":
            return f"sqlite:///{self.folder / f'{name}.db'}"
        postgres.execute(self._server, f"create database {name}")
        return postgres.sibling(self._server, name)

    def copy(self, url: str) -> Database:
        """An opened copy of one that nobody has open."""
        origin, name = str(make_url(url).database), f"copy_{monotonic_ns()}"
        if url.startswith("sqlite"):
            shutil.copyfile(origin, self.folder / f"{name}.db")
            return open_database(f"sqlite:///{self.folder / f'{name}.db'}")
        postgres.execute(self._server, f"create database {name} template {origin} strategy file_copy")
        return open_database(postgres.sibling(self._server, name))


def _killing(into: Report, databases: Databases, some: Some) -> None:
    for dialect, kills in (("sqlite", some(500)), ("postgresql", some(100))):
        found = killing.kill_again_and_again(databases.new(dialect), kills, SEED)
        told = f"{found.acknowledged:,} acknowledged, {found.imports:,} of them imports"
        what = f"{dialect}: {found.kills} × kill -9"
        into.add("R1", f"{what}: saves lost", found.lost, 0, unit="", remark=told)
        into.add("R1", f"{what}: half or unasked", found.unasked + found.unsound, 0, unit="")


def _killing_the_server(into: Report, databases: Databases, some: Some) -> None:
    for dialect, kills in (("sqlite", some(40)), ("postgresql", some(20))):
        found = killing_server.kill_the_server(databases.new(dialect), kills, SEED)
        told = f"{found.acknowledged:,} acknowledged by a page, {found.imports:,} of them imports"
        what = f"{dialect}: {found.kills} × kill -9 of the server"
        into.add("R1", f"{what}: saves lost", found.lost, 0, unit="", remark=told)
        into.add("R1", f"{what}: half or unasked", found.half, 0, unit="")
        into.add("R1", f"{what}: children left over", found.left_over, 0, unit="")


def _interrupting(into: Report, databases: Databases, some: Some) -> None:
    file = plan.catalogue(1, 4)
    for dialect in ("sqlite", "postgresql"):
        fresh = filled_once(databases, dialect)
        found = interrupting.at_every_statement(fresh, file)
        into.add("R2", f"{dialect}: fault at each of {found.places} places of SQL: half", found.half, 0, unit="")
        found = interrupting.at_random_lines(fresh, file, some(200), SEED)
        told = f"{found.as_after} as after"
        into.add("R2", f"{dialect}: fault at {found.places} random lines: half", found.half, 0, "", told)


def filled_once(databases: Databases, dialect: str) -> Callable[[], Database]:
    """Gives equal databases with a small catalogue in them."""
    origin = databases.new(dialect)
    database = open_database(origin)
    plan.bring_in(database, plan.catalogue(0, 4))
    database.engine.dispose()
    return lambda: databases.copy(origin)


def _torn(into: Report, databases: Databases, some: Some) -> None:
    folder = databases.folder / "torn"
    folder.mkdir()
    found = torn.tear(folder, some(1_000), 20, SEED)
    told = f"{found.shortened} lost commits at the end"
    into.add("R3", f"log torn {found.torn} times: no prefix", found.no_prefix, 0, unit="", remark=told)


def _refusing(into: Report, databases: Databases, _some: Some) -> None:
    patience, engine.PATIENCE_SECONDS = engine.PATIENCE_SECONDS, 1
    found: dict[str, refusing.Refusal] = {}
    try:
        path = databases.folder / "refusing.db"
        database = open_database(f"sqlite:///{path}")
        plan.bring_in(database, plan.catalogue(0))
        log = Path(f"{path}-wal")
        found["disk full (pages)"] = refusing.refused(database, lambda: refusing.no_page_left(database))
        found["file size limited"] = refusing.refused(database, lambda: refusing.file_size_limited(log))
        found["read-only"] = refusing.refused(database, lambda: refusing.read_only(database))
        found["lock held"] = refusing.refused(database, lambda: refusing.lock_held(database))
        database.engine.dispose()
        database = open_database(databases.new("postgresql"))
        plan.bring_in(database, plan.catalogue(0))
        found["lock held, postgresql"] = refusing.refused(database, lambda: refusing.lock_held(database))
        database.engine.dispose()
        if os.geteuid() == 0:
            found["a disk that is full"] = refusing.on_a_full_disk(databases.folder / "disk")
    finally:
        engine.PATIENCE_SECONDS = patience
    for what, refusal in found.items():
        into.add("R7", f"{what}: not answered, or next save lost", float(not refusal.answered), 0, unit="")


def _tampering(into: Report, databases: Databases, some: Some) -> None:
    path = example(databases.folder / "tampered.db")
    found = tampering.tamper(path, some(300), SEED)
    what = f"{found.changes} changes of the log"
    into.add("R9", f"{what}: let through by triggers", found.let_through, 0, unit="")
    into.add("R9", f"{what}: unnoticed by the chain", found.unnoticed, 0, unit="")


def _backing_up(into: Report, databases: Databases, some: Some) -> None:
    for dialect in ("sqlite", "postgresql"):
        database = open_database(databases.new(dialect))
        folder = databases.folder / dialect
        folder.mkdir()
        found = backing_up.back_up_under_load(database, folder, 20, some(20))
        database.engine.dispose()
        told = f"{found.saves:,} saves of 20 users meanwhile, the longest {found.longest_save:.2f} s"
        what = f"{dialect}: {found.backups} backups restored: saves missing or unsound"
        into.add("R10", what, found.lost + found.unsound, 0, unit="", remark=told)


def _soak(into: Report, databases: Databases, some: Some) -> None:
    database = open_database(databases.new("sqlite"))
    found = soak.imports(database, some(200))
    database.engine.dispose()
    _counts(into, f"{some(200)} imports", found)
    path = example(databases.folder / "shown.db")
    with servers.app(path) as server:
        found = soak.reruns(server, PAGES, some(20_000))
    _counts(into, f"{some(20_000):,} reruns", found)


def _hostile_files(into: Report, databases: Databases, _some: Some) -> None:
    path = example(databases.folder / "attacked.db")
    with servers.app(path) as server:
        found = hostile.upload_all(server, idle_seconds=10)
    into.add("S1", f"{found.files} hostile files: not answered as they should be", len(found.wrong), 0, unit="")
    into.add("S1", "reading them holds other threads, at most", 1_000 * hostile.longest_hold(), 500, unit="ms")
    stalled = 1_000 * max(found.meanwhile)
    into.add("S1", "other sessions meanwhile, longest rerun", stalled, 500, unit="ms", remark=found.longest)


def _counts(into: Report, what: str, found: soak.Found) -> None:
    first, last = found.first, found.last
    told = f"{first.memory:.0f} to {last.memory:.0f} MB"
    into.add("R11", f"{what}: memory grows by", max(0.0, 100 * found.growth), 5, unit="%", remark=told)
    into.add("R11", f"{what}: open files more", max(0, last.files - first.files), 0, unit="")
    into.add("R11", f"{what}: children more", max(0, last.children - first.children), 0, unit="")


PARTS: dict[str, Callable[[Report, Databases, Some], None]] = {
    "kills": _killing,
    "server-kills": _killing_the_server,
    "interruptions": _interrupting,
    "torn-logs": _torn,
    "refusals": _refusing,
    "tampering": _tampering,
    "backups": _backing_up,
    "soak": _soak,
    "hostile-files": _hostile_files,
}
