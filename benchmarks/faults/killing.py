"""R1: the process that saves and imports is killed again and again, each time at another moment."""

import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from datetime import date
from itertools import count
from select import select

from benchmarks.faults import plan
from masterplan.domain.plan import Kind
from masterplan.store.canonical import encode
from masterplan.store.engine import open_database
from masterplan.store.writing import NewStatement, new_revision

IMPORT = "import"
FIRST = encode({"number": "1", "title": "Maßnahme 1 von allen"})
LONGEST = 1.5
"""Seconds of work within which a process is killed: some saves and some imports."""


@dataclass
class Kills:
    """What many kills left behind: of what was ``acknowledged`` (imports among it) nothing should be ``lost``."""

    kills: int = 0
    acknowledged: int = 0
    imports: int = 0
    lost: int = 0


@dataclass
class Found(Kills):
    """Beside it what nobody asked for and what does not hold together; both should be 0."""

    unasked: int = 0
    unsound: int = 0


def kill_again_and_again(url: str, kills: int, seed: int) -> Found:
    """Starts a process that saves and imports, kills it by signal 9 at a random moment, looks at what is left."""
    choice = random.Random(seed)
    database = open_database(url)
    with database.writing() as connection, new_revision(connection, at=plan.AT, by=plan.WHO, act="edit") as opened:
        [(item, _)] = opened.add_items(Kind.MEASURE, [None])
        opened.state([NewStatement(item, date(2020, 1, 1), "edit", True, FIRST)])
    found, seen = Found(), plan.newest(database)
    database.engine.dispose()
    for kill in range(kills):
        said = _killed(url, f"{seed}-{kill}", choice.uniform(0, LONGEST))
        database = open_database(url)
        newest, kept = plan.newest(database), plan.tokens(database)
        found.kills += 1
        found.acknowledged += len(said)
        found.imports += sum(token == IMPORT for _, token in said)
        found.lost += sum(number > newest or kept.get(number, IMPORT) != token for number, token in said)
        # One more than was acknowledged may be there: it was kept, and the kill came before the word of it.
        found.unasked += newest - seen > len(said) + 1
        found.unsound += bool(plan.unsound(database, seen))
        seen = newest
        database.engine.dispose()
    return found


def _killed(url: str, name: str, after: float) -> list[tuple[int, str]]:
    """Lets a process work for a while, kills it; what it said it had kept: revision, and token or ``import``."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:  # whatever happens, nothing of the parent's is tidied up here
            os.close(read)
            _work(url, name, write)
        finally:
            os._exit(1)
    os.close(write)
    heard = os.read(read, 1)  # it is ready
    end = time.monotonic() + after
    while (left := end - time.monotonic()) > 0:
        if select([read], [], [], left)[0]:
            part = os.read(read, 65536)
            if not part:
                break
            heard += part
    os.kill(child, signal.SIGKILL)
    while part := os.read(read, 65536):
        heard += part
    os.close(read)
    status = os.waitpid(child, 0)[1]
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise RuntimeError("the process ended by itself")
    lines = heard[1:].decode().split("\n")[:-1]
    return [(int(number), token) for number, token in (line.split(" ") for line in lines)]


def _work(url: str, name: str, write: int) -> None:
    """Saves and imports for ever; says each revision as soon as it is kept."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    database = open_database(url)
    plan.look_at(database, plan.catalogue(plan.newest(database) + 1))
    os.write(write, b".")
    for number in count():
        if number % 4 == 1:
            file = plan.catalogue(plan.newest(database) + 1)  # of a Stand that no file had yet
            os.write(write, f"{plan.bring_in(database, file)} {IMPORT}\n".encode())
        else:
            token = f"{name}-{number}"
            os.write(write, f"{plan.save(database, token)} {token}\n".encode())
