"""R10: backups while many people save; each comes back with everything that had been kept when it was begun."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from benchmarks.faults import plan
from masterplan.store import backup
from masterplan.store.engine import Database, database_as_it_is


@dataclass
class Found:
    """How many backups were made while how many saves; what of them is missing or wrong (should be 0)."""

    backups: int = 0
    saves: int = 0
    lost: int = 0
    unsound: int = 0
    longest_save: float = 0.0


def back_up_under_load(database: Database, folder: Path, users: int, backups: int) -> Found:
    """Users who save without pause, one backup after the other meanwhile, each restored into a database of its own."""
    plan.bring_in(database, plan.catalogue(0, max(users, plan.ROWS)))
    found, done, kept = Found(), threading.Event(), dict[int, str]()
    threads = [threading.Thread(target=_use, args=(database, user, done, kept, found)) for user in range(users)]
    for thread in threads:
        thread.start()
    try:
        for number in range(backups):
            time.sleep(0.1)
            before = dict(kept)
            path = folder / f"plan{number}.zip"
            backup.back_up(database, path, at=datetime(2025, 1, 1, tzinfo=UTC))
            restored = database_as_it_is(f"sqlite:///{folder / f'restored{number}.db'}")
            backup.restore(restored, path)
            there = plan.tokens(restored)
            found.backups += 1
            found.lost += sum(there.get(revision) != token for revision, token in before.items())
            found.unsound += bool(plan.unsound(restored))
            restored.engine.dispose()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    found.saves = len(kept)
    return found


def _use(database: Database, user: int, done: threading.Event, kept: dict[int, str], found: Found) -> None:
    for number in count():
        if done.is_set():
            return
        begun, token = time.perf_counter(), f"{user}-{number}"
        kept[plan.save(database, token, user + 1)] = token
        found.longest_save = max(found.longest_save, time.perf_counter() - begun)
