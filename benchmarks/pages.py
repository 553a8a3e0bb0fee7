"""The pages that everybody looks at, beside hello world and a stock page: goals P1, P3 to P8."""

import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks import history, servers, workbooks
from benchmarks.browsers import browser_times
from benchmarks.measuring import SCRATCH, Report
from benchmarks.servers import Server
from benchmarks.visitors import Visitor, visitor
from importers.__main__ import main as import_files
from masterplan.__main__ import main as masterplan
from masterplan.store.engine import Database
from masterplan.store.inserting import insert_rows
from masterplan.store.reading import DEMO, is_demo
from masterplan.store.tables import mark

PAGES: Sequence[tuple[str, str]] = (
    ("ueberblick", ""), ("ozg-ziel", ""), ("ziele", ""), ("umsetzungsplanung", ""), ("massnahmen", ""),
    ("vergleich", ""), ("eintrag", "kennung=measure/1"), ("datenlage", ""), ("einlesen", ""),
)  # fmt: skip
EDITIONS = ("2021-12-31", "2020-12-31")
LARGE_DAYS = ("2021-06-30", "2021-07-31")
HISTORY_DAYS = ("2020-06-30", "2021-06-30")
IN_A_ROW = 8
LARGE = 10_000
THINKING = 10.0
HISTORIES = (10_000, 10_000_000)
QUICK_HISTORIES = (10_000, 100_000)


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures all goals of the pages."""
    plan = example(SCRATCH / "example.db")
    large = _large(LARGE // 10 if quick else LARGE)
    with ExitStack() as stack:
        hello = stack.enter_context(servers.hello())
        ours = stack.enter_context(servers.app(plan))
        asyncio.run(_reruns(into, hello, {"example plan": (ours, EDITIONS)}, rounds))
        browser_times(into, hello, stack.enter_context(servers.stock()), ours, rounds)
    with servers.hello() as hello, servers.app(large) as app:
        asyncio.run(_reruns(into, hello, {"large catalogue": (app, LARGE_DAYS)}, rounds))
    with servers.app(plan) as server:
        asyncio.run(_many(into, server, 20 if quick else 100, 20.0 if quick else 60.0))
    with servers.app(plan) as server:
        asyncio.run(_without_pause(into, server, 50, 10.0))
        asyncio.run(_growth(into, server, 200 if quick else 2_000))
    _histories(into, QUICK_HISTORIES if quick else HISTORIES, rounds)


# What is shown.


def example(path: Path) -> Path:
    """The example plan in a database."""
    if not path.exists():
        masterplan(["demo", "--database", f"sqlite:///{path}"])
    return path


def _large(rows: int) -> Path:
    path = SCRATCH / f"large_{rows}.db"
    if not path.exists():
        files = [workbooks.goals(SCRATCH / "goals.xlsx"), workbooks.measures(SCRATCH / f"measures_{rows}.xlsx", rows)]
        import_files([*map(str, files), "--database", f"sqlite:///{path}"])
    with history.opened(f"sqlite:///{path}") as database:
        _open_to_all(database)
    return path


def _open_to_all(database: Database) -> None:
    """Marks a plan as an example, so that visitors need not log in."""
    with database.writing() as connection:
        if not is_demo(connection):
            insert_rows(connection, mark, [(DEMO, 1)])


# One visitor after the other.


@dataclass
class Times:
    """Seconds of each rerun, and of the server's computing in all."""

    each: list[float] = field(default_factory=list)
    computed: float = 0.0

    @property
    def middle(self) -> float:
        return median(self.each)

    @property
    def slow(self) -> float:
        """The 95th percentile."""
        return quantiles(self.each, n=20)[-1]

    @property
    def computing(self) -> float:
        return self.computed / len(self.each)


Shown = dict[str, tuple[Server, Sequence[str]]]


async def _reruns(into: Report, hello: Server, shown: Shown, rounds: int) -> None:
    """Every page again and again, in turns with hello world."""
    floor, found = Times(), {(plan, *page): Times() for plan in shown for page in PAGES}
    async with AsyncExitStack() as stack:
        visitors = {name: await stack.enter_async_context(visitor(server.port)) for name, (server, _) in shown.items()}
        beside = await stack.enter_async_context(visitor(hello.port))
        for at in range(rounds + 1):  # the first round warms up
            print(f"  round {at} of {rounds}: pages", file=sys.stderr, flush=True)
            kept = Times() if at == 0 else floor
            for (plan, page, query), times in found.items():
                await _some(beside, hello, "", "", EDITIONS, kept)
                server, days = shown[plan]
                await _some(visitors[plan], server, page, query, days, Times() if at == 0 else times)
    for (plan, page, _), times in found.items():
        into.add("P1", f"{plan}: {page}, p50 to hello world", times.middle / floor.middle, 5.0,
                 remark=f"{times.middle * 1000:.0f} ms to {floor.middle * 1000:.1f} ms")  # fmt: skip
        into.add("P1", "  p95 to hello world", times.slow / floor.slow, 8.0)
        into.add("P3", "  computing for one rerun", times.computing * 1000, 20.0, unit="ms")


async def _some(who: Visitor, server: Server, page: str, query: str, days: Sequence[str], into: Times) -> None:
    for day in days:
        await who.visit(page, f"stichtag={day}&{query}")
    before = server.computed
    for at in range(IN_A_ROW):
        into.each.append(await who.visit(page, f"stichtag={days[at % 2]}&{query}"))
    into.computed += server.computed - before


# Many at once.


async def _many(into: Report, server: Server, sessions: int, seconds: float) -> None:
    """Sessions that look, think ten seconds, and look again."""
    before = server.memory
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visitor(server.port)) for _ in range(sessions)]
        for page, query in PAGES:  # everything is computed once, by the first visitor, before it counts
            for day in EDITIONS:
                await visitors[0].visit(page, f"stichtag={day}&{query}")
        warm = server.memory
        for who in visitors[1:]:
            await who.visit("ueberblick")
        first = server.memory
        until = time.perf_counter() + seconds
        waits = await asyncio.gather(*(_thinking(who, at, sessions, until) for at, who in enumerate(visitors)))
        waited = [seconds for one in waits for seconds in one]
        into.add("P4", f"{sessions} sessions, ten seconds to think, p95", quantiles(waited, n=20)[-1] * 1000, 150,
                 unit="ms", remark=f"{len(waited)} reruns, no error")  # fmt: skip
    into.add("P6", "memory before the first visitor", before, 300, unit="MB")
    into.add("P6", "what is kept once for all visitors", warm - before, unit="MB")
    into.add("P6", "memory of one more session", (first - warm) / (sessions - 1), unit="MB", remark="at its first page")
    with_all = server.memory
    into.add("P6", f"the same, {sessions} sessions over all pages", (with_all - warm) / (sessions - 1), 1.0, unit="MB")


async def _thinking(who: Visitor, at: int, sessions: int, until: float) -> list[float]:
    await asyncio.sleep(THINKING * at / sessions)
    waited = []
    turn = at
    while time.perf_counter() < until:
        page, query = PAGES[turn % len(PAGES)]
        waited.append(await who.visit(page, f"stichtag={EDITIONS[turn % 2]}&{query}"))
        turn += 1
        await asyncio.sleep(THINKING)
    return waited


async def _without_pause(into: Report, server: Server, sessions: int, seconds: float) -> None:
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visitor(server.port)) for _ in range(sessions)]
        for page, query in PAGES:
            for day in EDITIONS:
                await visitors[0].visit(page, f"stichtag={day}&{query}")
        start = time.perf_counter()
        done = await asyncio.gather(*(_hurrying(who, at, start + seconds) for at, who in enumerate(visitors)))
        pace = sum(done) / (time.perf_counter() - start)
    into.add("P5", f"{sessions} sessions without pause: 45 reruns a second, to what was reached", 45 / pace, 1.0,
             remark=f"{pace:.0f} reruns a second")  # fmt: skip


async def _hurrying(who: Visitor, at: int, until: float) -> int:
    done = 0
    while time.perf_counter() < until:
        page, query = PAGES[(at + done) % len(PAGES)]
        await who.visit(page, f"stichtag={EDITIONS[done % 2]}&{query}")
        done += 1
    return done


async def _growth(into: Report, server: Server, reruns: int) -> None:
    before = server.memory
    async with visitor(server.port) as who:
        for at in range(reruns):
            page, query = PAGES[at % len(PAGES)]
            await who.visit(page, f"stichtag={EDITIONS[at // len(PAGES) % 2]}&{query}")
    grown = server.memory - before
    into.add("P6", f"growth over {reruns:,} further reruns, of all", grown / before, 0.05, remark=f"{grown:+.1f} MB")


# Long histories.


def _histories(into: Report, sizes: Sequence[int], rounds: int) -> None:
    with ExitStack() as stack:
        apps = {rows: stack.enter_context(servers.app(_history(rows))) for rows in sizes}
        found = asyncio.run(_compared(apps, rounds))
    small, large = (found[rows] for rows in sizes)
    for page in small:
        into.add("P8", f"{page} on {sizes[1]:,} rows of history, p50 to {sizes[0]:,}",
                 large[page].middle / small[page].middle, 1.2)  # fmt: skip


def _history(rows: int) -> Path:
    path = SCRATCH / f"history_{rows}.db"  # the one that cuts are measured on
    with history.kept(path, rows) as database:
        _open_to_all(database)
    return path


async def _compared(apps: dict[int, Server], rounds: int) -> dict[int, dict[str, Times]]:
    shown = [(page, query) for page, query in PAGES if page in ("ueberblick", "massnahmen", "ozg-ziel", "ziele")]
    found = {rows: {page: Times() for page, _ in shown} for rows in apps}
    async with AsyncExitStack() as stack:
        visitors = {rows: await stack.enter_async_context(visitor(server.port)) for rows, server in apps.items()}
        for at in range(rounds + 1):
            for page, query in shown:
                for rows, who in visitors.items():
                    kept = Times() if at == 0 else found[rows][page]
                    await _some(who, apps[rows], page, query, HISTORY_DAYS, kept)
    return found
