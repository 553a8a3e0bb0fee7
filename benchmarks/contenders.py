"""python -m benchmarks.contenders NAME …: one measured run in a process of its own; its numbers as JSON."""

import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks import briefing_contenders
from benchmarks.measuring import Numbers, forget_peak, measured, memory
from benchmarks.workbooks import GOALS, MEASURE_HEADINGS
from masterplan.domain.access import Actor, Role

NOW = datetime(2021, 7, 1, 8, tzinfo=UTC)
BY = Actor("Benchmark", Role.CHANCELLERY)
BEFORE_ROWS = 4  # title, Stand, a blank line and the headings
COLUMNS = len(MEASURE_HEADINGS)


def floor(workbook: Path, folder: Path) -> Numbers:
    """The least there is to do: read all cells, add them to SQLite as durably as we do."""
    from python_calamine import CalamineWorkbook

    with measured() as clock:
        rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
        connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"CREATE TABLE measures ({', '.join(f'column_{at}' for at in range(COLUMNS))})")
        connection.execute("BEGIN")
        marks = ", ".join("?" * COLUMNS)
        connection.executemany(f"INSERT INTO measures VALUES ({marks})", rows[BEFORE_ROWS:])
        connection.execute("COMMIT")
        connection.close()
    return {"wall": clock.wall, "cpu": clock.cpu}


def usual(workbook: Path, folder: Path) -> Numbers:
    """The usual way: openpyxl reads, pandas writes."""
    import pandas as pd
    from openpyxl import load_workbook

    with measured() as clock:
        book = load_workbook(workbook, read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(max_col=COLUMNS, values_only=True))
        frame = pd.DataFrame(rows[BEFORE_ROWS:], columns=[str(heading) for heading in rows[BEFORE_ROWS - 1]])
        connection = sqlite3.connect(folder / "usual.db")
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        with connection:
            frame.to_sql("measures", connection, index=False)
        connection.close()
    return {"wall": clock.wall, "cpu": clock.cpu}


def ours(workbook: Path, again: Path, goals: Path, folder: Path) -> Numbers:
    """The whole import into a plan that holds the goals; then equal content in other bytes."""
    from importers.pipeline import Options, deliver, import_files
    from importers.reading import warm_up
    from masterplan.store.engine import open_database

    warm_up()
    database = open_database(f"sqlite:///{folder / 'ours.db'}")
    # The goals also warm up what a running server has long loaded.
    import_files(database, [deliver(goals)], Options(), by=BY, at=NOW)
    with measured() as first:
        done = import_files(database, [deliver(workbook)], Options(), by=BY, at=NOW + timedelta(hours=1))
    counts = done.files[0].counts
    if not done.applied or counts["new"] != counts["rows"] or done.files[0].problems:
        raise SystemExit(f"not a clean import: {counts} {done.files[0].problems[:3]}")
    del done
    before = _statements(folder / "ours.db")
    with measured() as second:
        import_files(database, [deliver(again)], Options(), by=BY, at=NOW + timedelta(hours=2))
    new = _statements(folder / "ours.db") - before
    kept = before - GOALS - counts["rows"]  # each row has a statement of its own, and each goal
    if kept:
        raise SystemExit("the history is not complete")
    return {
        "wall": first.wall, "cpu": first.cpu, "again_wall": second.wall, "again_cpu": second.cpu, "again_new": new,
    }  # fmt: skip


def _statements(file: Path) -> int:
    connection = sqlite3.connect(file)
    count = int(connection.execute("SELECT count(*) FROM statement").fetchone()[0])
    connection.close()
    return count


def server(workbook: Path, goals: Path, folder: Path) -> Numbers:
    """What the page's process grows by, at most, while it shows and applies a workbook of any size."""
    from importers.page.steps import look, write
    from importers.pipeline import Options, deliver
    from masterplan.store.engine import open_database

    database = open_database(f"sqlite:///{folder / 'server.db'}")
    file = deliver(goals)
    write(database, look(database, [file], Options(), NOW.date(), BY, _silent), [file], Options(), NOW, 0, BY)
    file = deliver(workbook)
    forget_peak()
    before = memory("VmRSS")
    looked = look(database, [file], Options(), NOW.date(), BY, _silent)
    entry = write(database, looked, [file], Options(), NOW, looked.revision, BY)
    if not entry["applied"]:
        raise SystemExit("the workbook was not applied")
    return {"peak": memory("VmHWM") - before, "after": memory("VmRSS") - before}


def ministry(*paths: Path) -> Numbers:
    """A warm server takes in the plans of one Ressort, one after the other: milliseconds to preview, and to apply."""
    from importers.page.steps import look, write
    from importers.pipeline import Options, deliver
    from importers.reading import warm_up
    from masterplan.store.engine import open_database

    *files, folder = paths
    warm_up()
    database = open_database(f"sqlite:///{folder / 'ministry.db'}")
    preview, applied = [], []
    for at, path in enumerate(files):
        file = deliver(path)
        with measured() as looking:
            looked = look(database, [file], Options(), NOW.date(), BY, _silent)
        with measured() as writing:
            entry = write(database, looked, [file], Options(), NOW + timedelta(hours=at), looked.revision, BY)
        if not entry["applied"]:
            raise SystemExit(f"{path.name} was not applied: {entry}")
        if at > 1:  # the goals and the first plan warm up
            preview.append(looking.wall * 1000)
            applied.append(writing.wall * 1000)
    return {"preview": median(preview), "apply": median(applied)}


def _silent(_: str) -> None:
    """Progress is told to nobody."""


CONTENDERS: dict[str, Callable[..., Numbers]] = {
    "floor": floor, "usual": usual, "ours": ours, "server": server, "ministry": ministry,
}  # fmt: skip


def main() -> None:
    """Runs one contender: with the paths given, the last one an empty folder, or with the size of a briefing."""
    name, *words = sys.argv[1:]
    if name in briefing_contenders.CONTENDERS:
        found = briefing_contenders.CONTENDERS[name](*map(int, words))
    else:
        found = CONTENDERS[name](*map(Path, words))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
