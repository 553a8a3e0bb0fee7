"""R7: a disk that is full, a file that cannot be written, a lock that is held: a sentence, and the next save works."""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from benchmarks.faults import plan
from masterplan.store import engine
from masterplan.store.engine import Database, DatabaseUnusable, open_database

FILLER = "filler"
Hindrance = AbstractContextManager[None]


@dataclass(frozen=True)
class Refusal:
    """What a save was told while it was impossible, and whether all was well before and after."""

    sentence: str
    kept: bool

    @property
    def answered(self) -> bool:
        """A German sentence that says that nothing was saved; nothing was, and the next save was kept."""
        return self.kept and ("nichts gespeichert" in self.sentence)


def refused(database: Database, hindered: Callable[[], Hindrance]) -> Refusal:
    """Saves before, during and after a hindrance."""
    first = plan.save(database, "vorher")
    sentence = ""
    with hindered():
        for number in range(5_000):  # until what is left is used up
            try:
                plan.save(database, f"{number} " + "voll " * 200)
            except DatabaseUnusable as trouble:
                sentence = str(trouble)
                break
        during = plan.newest(database)
    then = plan.save(database, "nachher")
    kept = then == during + 1 and not plan.unsound(database) and plan.tokens(database)[first] == "vorher"
    return Refusal(sentence, kept)


@contextmanager
def no_page_left(database: Database) -> Iterator[None]:
    """SQLite itself says that the disk is full: the file must not grow by more than some pages."""
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count={int(pages) + 8}").close()

    with _on_connect(database, limit):
        yield


@contextmanager
def file_size_limited(path: Path) -> Iterator[None]:
    """The system refuses to let any file of this process grow beyond what the log has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(path.stat().st_size, 100_000), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Connections that may not write, as with a file whose rights were taken away (root would write all the same)."""

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA query_only=ON").close()

    with _on_connect(database, limit):
        yield


@contextmanager
def lock_held(database: Database) -> Iterator[None]:
    """Somebody else holds the one write lock and does not let go."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_advisory_lock({engine.WRITE_LOCK})")
            yield
            other.exec_driver_sql(f"SELECT pg_advisory_unlock({engine.WRITE_LOCK})")
        return
    with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own that is soon full; root only."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Nothing is left on the file system of a folder but a few kilobytes."""
    left = os.statvfs(folder)
    (folder / FILLER).write_bytes(b"x" * max(0, left.f_bavail * left.f_frsize - 32_768))
    try:
        yield
    finally:
        (folder / FILLER).unlink()


def on_a_full_disk(folder: Path) -> Refusal:
    """A database on a disk of eight megabytes that somebody fills and clears again."""
    with small_disk(folder, 8) as disk:
        database = open_database(f"sqlite:///{disk / 'plan.db'}")
        plan.bring_in(database, plan.catalogue(0))
        found = refused(database, lambda: filled(disk))
        database.engine.dispose()
        return found


@contextmanager
def _on_connect(database: Database, limit: Callable[[sqlite3.Connection, object], None]) -> Iterator[None]:
    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    try:
        yield
    finally:
        event.remove(database.engine, "connect", limit)
        database.engine.dispose()
