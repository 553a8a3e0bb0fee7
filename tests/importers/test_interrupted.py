"""A process that is killed in the middle of an import leaves the plan as it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from masterplan.store.integrity import broken_links
from tests.files import measures

ROOT = Path(__file__).parents[2]
STOP_BEFORE = """
import os, sys
from sqlalchemy import event
from importers.__main__ import main
from masterplan.store import engine

original = engine._engine
def watched(url):
    made = original(url)
    seen = [0]
    def stop(connection, cursor, statement, parameters, context, executemany):
        seen[0] += statement.startswith("INSERT INTO")
        if seen[0] == int(sys.argv[1]):
            print("ready", flush=True)
            os.read(0, 1)
    event.listen(made, "before_cursor_execute", stop)
    return made
engine._engine = watched
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("insertion", [1, 3, 5, 7])
def test_killed_import_leaves_the_plan_as_it_was(sqlite_url: str, tmp_path: Path, insertion: int) -> None:
    database = open_database(sqlite_url)
    file = measures("2020-06-30", ("1", "Ausbau von Amt24", "SK", "geplant", "2021", None))
    path = tmp_path / file.name
    path.write_bytes(file.content)
    command = [sys.executable, "-c", STOP_BEFORE, str(insertion), str(path), "--database", sqlite_url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    _as_before(database)
    finished = subprocess.run(
        [sys.executable, "-m", "importers", str(path), "--database", sqlite_url],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    assert reading.data_revision(database) == 1
    database.engine.dispose()


def _as_before(database: Database) -> None:
    started = time.monotonic()
    assert reading.data_revision(database) == 0
    assert broken_links(database) == []
    assert time.monotonic() - started < 5
