"""A process that is killed in the middle of an import leaves the plan as it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers.__main__ import main
from masterplan.store import reading
from masterplan.store.engine import Database
from masterplan.store.integrity import broken_links
from tests.files import measures

ROOT = Path(__file__).parents[2]
STOP_BEFORE = """
import os, sys
from sqlalchemy import event
from importers.__main__ import main
from masterplan.store import engine

original = engine._engine
def import_until(insertion, arguments):
    def watched(url):
        made = original(url)
        seen = [0]
        def stop(connection, cursor, statement, parameters, context, executemany):
            seen[0] += statement.startswith("INSERT INTO")
            if seen[0] == insertion:
                print(os.getpid(), flush=True)
                os.read(0, 1)
        event.listen(made, "before_cursor_execute", stop)
        return made
    engine._engine = watched
    sys.exit(main(arguments))

for line in sys.stdin.buffer.raw:
    insertion, *arguments = line.decode().rstrip().split("\\t")
    child = os.fork()
    if not child:
        import_until(int(insertion), arguments)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Starts the import command for each line (number of an insertion, arguments), and tells its process when it is about
to insert that, then how it ended. Python and our modules are loaded once for all lines."""


@pytest.fixture(scope="module")
def commands() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", STOP_BEFORE],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
    ) as process:  # fmt: skip
        yield process


@pytest.mark.parametrize("insertion", [1, 3, 5, 7])
def test_killed_import_leaves_the_plan_as_it_was(
    commands: subprocess.Popen[bytes], database: Database, tmp_path: Path, insertion: int
) -> None:
    file = measures("2020-06-30", ("1", "Ausbau von Amt24", "SK", "geplant", "2021", None))
    path = tmp_path / file.name
    path.write_bytes(file.content)
    arguments = [str(path), "--database", str(database.engine.url)]
    assert commands.stdin is not None
    assert commands.stdout is not None
    commands.stdin.write("\t".join([str(insertion), *arguments, "\n"]).encode())
    os.kill(int(commands.stdout.readline()), signal.SIGKILL)
    assert int(commands.stdout.readline()) == -signal.SIGKILL
    _as_before(database)
    assert main(arguments) == 0
    assert reading.data_revision(database) == 1


def _as_before(database: Database) -> None:
    started = time.monotonic()
    assert reading.data_revision(database) == 0
    assert broken_links(database) == []
    assert time.monotonic() - started < 5
