"""R11: a long day: reruns of many pages and imports without end; memory, files and children are counted."""

import asyncio
import gc
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults import plan
from benchmarks.measuring import memory
from benchmarks.servers import Server
from benchmarks.visitors import visitor
from masterplan.store.engine import Database

KEPT_SECONDS = 130


@dataclass(frozen=True)
class Counts:
    """What a process holds: megabytes of memory, open files (sockets among them), and children."""

    memory: float
    files: int
    children: int

    @staticmethod
    def of(pid: int) -> "Counts":
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return Counts(memory("VmRSS", pid), len(os.listdir(f"/proc/{pid}/fd")), len(children))


@dataclass(frozen=True)
class Found:
    """Counts when everything was met often enough, and at the end. A page that fails ends the whole."""

    first: Counts
    last: Counts

    @property
    def growth(self) -> float:
        """By what share memory grew."""
        return self.last.memory / self.first.memory - 1


def imports(database: Database, times: int) -> Found:
    """Imports into one process, one after the other; the first fifth makes it warm."""
    first = Counts.of(os.getpid())
    for number in range(times):
        if number == times // 5:
            gc.collect()
            first = Counts.of(os.getpid())
        plan.bring_in(database, plan.catalogue(number))
    gc.collect()
    return Found(first, Counts.of(os.getpid()))


def reruns(server: Server, pages: list[tuple[str, str]], times: int, sessions: int = 10) -> Found:
    """Visitors who come, see each of these pages and go, again and again; the first fifth makes the server warm."""
    return asyncio.run(_reruns(server, pages, times, sessions))


async def _reruns(server: Server, pages: list[tuple[str, str]], times: int, sessions: int) -> Found:
    rounds = max(5, times // (sessions * len(pages)))
    first = await _settled(server, pages)
    for number in range(rounds):
        if number == rounds // 5:
            first = await _settled(server, pages)
        await asyncio.gather(*(_visit(server, pages) for _ in range(sessions)))
    return Found(first, await _settled(server, pages))


async def _settled(server: Server, pages: list[tuple[str, str]]) -> Counts:
    """Counts when sessions that left are forgotten: Streamlit keeps them for those who come back soon."""
    await asyncio.sleep(KEPT_SECONDS)
    await _visit(server, pages[:1])  # a visit makes it look
    return Counts.of(server.process.pid)


async def _visit(server: Server, pages: list[tuple[str, str]]) -> None:
    async with visitor(server.port) as guest:
        for page, query in pages:
            await guest.visit(page, query)
