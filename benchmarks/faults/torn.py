"""R3: SQLite's write-ahead log is cut or overwritten at random bytes, as a power cut may leave it."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.faults import plan
from masterplan.store.engine import Database, open_database


@dataclass
class Found:
    """How many logs were torn, after how many at least one commit was gone, and how many left no prefix."""

    torn: int = 0
    shortened: int = 0
    no_prefix: int = 0


def tear(folder: Path, times: int, commits: int, seed: int) -> Found:
    """Commits that all stand in the log alone; each time a copy is torn, opened, and compared with each commit."""
    origin = folder / "origin.db"
    database = _without_checkpoints(origin)
    states = [plan.content(database)]
    plan.bring_in(database, plan.catalogue(0))
    for number in range(commits):
        states.append(plan.content(database))
        plan.save(database, f"Meldung {number}")
    states.append(plan.content(database))
    found, choice = Found(), random.Random(seed)
    log = Path(f"{origin}-wal").read_bytes()
    for _ in range(times):
        left = _reopened(origin, folder / "torn.db", _torn(log, choice))
        found.torn += 1
        found.shortened += left != states[-1]
        found.no_prefix += left is None or left not in states
    database.engine.dispose()
    return found


def _without_checkpoints(path: Path) -> Database:
    """A database whose writes since now stand in the log alone."""
    open_database(f"sqlite:///{path}").engine.dispose()
    database = open_database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA wal_autocheckpoint=0").close())
    database.engine.dispose()
    return database


def _torn(log: bytes, choice: random.Random) -> bytes:
    """The log cut at a byte, or some bytes of it overwritten."""
    at = choice.randrange(len(log))
    if choice.random() < 0.5:
        return log[:at]
    rubbish = choice.randbytes(choice.choice((1, 8, 512, 4096)))
    return log[:at] + rubbish + log[at + len(rubbish) :]


def _reopened(origin: Path, copy: Path, log: bytes) -> dict[str, list[tuple[Any, ...]]] | None:
    """What a copy with this log holds; None where it is unsound."""
    shutil.copyfile(origin, copy)
    Path(f"{copy}-wal").write_bytes(log)
    Path(f"{copy}-shm").unlink(missing_ok=True)
    database = open_database(f"sqlite:///{copy}")
    try:
        return None if plan.unsound(database) else plan.content(database)
    finally:
        database.engine.dispose()
        for rest in ("", "-wal", "-shm"):
            Path(f"{copy}{rest}").unlink(missing_ok=True)
