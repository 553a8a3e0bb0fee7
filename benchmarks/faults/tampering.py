"""R9: values of the log are changed at random behind the triggers' back; the chain says so, at the right revision."""

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from masterplan.store.engine import Database, open_database
from masterplan.store.integrity import broken_links
from masterplan.store.tables import LOG


@dataclass
class Found:
    """How many changes were tried; how many the triggers let through, or the chain did not notice (should be 0)."""

    changes: int = 0
    let_through: int = 0
    unnoticed: int = 0


def tamper(path: Path, times: int, seed: int) -> Found:
    """Each time one value or one row of a copy, first with the triggers and then without them."""
    choice, found, copy = random.Random(seed), Found(), path.with_suffix(".tampered.db")
    with closing(sqlite3.connect(path)) as file:
        places = _places(file)
    while found.changes < times:
        table, row, number = choice.choice(places)
        copyfile(path, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as file:
            command, values = _change(file, table, row, choice)
            try:
                file.execute(command, values)
                found.let_through += 1
            except sqlite3.IntegrityError:
                pass  # as it should be
            triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            file.executescript("".join(f"DROP TRIGGER {name};" for (name,) in triggers))
            try:
                file.execute(command, values)
            except sqlite3.IntegrityError:
                continue  # the number of another row: cannot be done at all
        database = open_database(f"sqlite:///{copy}")
        found.changes += 1
        found.unnoticed += not _noticed(database, number)
        database.engine.dispose()
    for rest in ("", "-wal", "-shm"):
        Path(f"{copy}{rest}").unlink(missing_ok=True)
    return found


def _noticed(database: Database, number: int) -> bool:
    """Whether the chain breaks at the revision that was changed, or beside it."""
    return bool(set(broken_links(database)) & {number - 1, number, number + 1})


def _places(file: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Table, row and revision of every row of the log; of long tables some."""
    found = []
    for table in LOG:
        column = "number" if table.name == "revision" else "revision"
        rows = file.execute(f'SELECT rowid, "{column}" FROM "{table.name}" ORDER BY random() LIMIT 200')
        found += [(str(table.name), *row) for row in rows]
    return found


def _change(file: sqlite3.Connection, table: str, row: int, choice: random.Random) -> tuple[str, Sequence[Any]]:
    """A command that changes one value of a row, or takes the row away."""
    if choice.random() < 0.2:
        return f'DELETE FROM "{table}" WHERE rowid = ?', (row,)
    known = file.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (row,))
    names, values = [one[0] for one in known.description], known.fetchone()
    at = choice.randrange(len(names))
    return f'UPDATE "{table}" SET "{names[at]}" = ? WHERE rowid = ?', (_other(values[at], choice), row)


def _other(value: Any, choice: random.Random) -> Any:
    """Another value of the same kind, as near as possible."""
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + choice.choice((-1, 1))
    if value is None:
        return "1"
    if len(value) > 9 and value[4:5] == value[7:8] == "-":  # a day or a moment: another year
        return f"{int(value[:4]) - 1}{value[4:]}"
    at = choice.randrange(len(value)) if value else 0
    return value[:at] + ("0" if value[at : at + 1] != "0" else "1") + value[at + 1 :]
