"""Writing briefings beside the bare libraries, and what others feel of it: goals E1 to E4.

Also whether the same content is the same bytes.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from statistics import quantiles

from benchmarks import servers
from benchmarks.measuring import SCRATCH, Report, alternating, middle, ratio, run
from benchmarks.pages import EDITIONS, PAGES, example
from benchmarks.servers import Server
from benchmarks.visitors import Visitor, visitor

SIZES = {"pptx": 30, "pdf": 30, "xlsx": 10_000}
QUICK = {"pptx": 8, "pdf": 8, "xlsx": 1_000}
GOALS = {
    "pptx": ("E1", "{} slides with two native charts each, to bare python-pptx", 2.0),
    "xlsx": ("E2", "a workbook of {} rows, to XlsxWriter in constant memory", 1.6),
    "pdf": ("E3", "a tagged PDF of {} pages, to bare typst", 2.5),
}


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures what a file of each format costs, and what other sessions feel while a briefing is written."""
    for format_, (goal, what, most) in GOALS.items():
        size = (QUICK if quick else SIZES)[format_]
        contenders = {name: partial(run, name, size) for name in (f"briefing_{format_}", f"bare_{format_}")}
        ours, bare = alternating(contenders, rounds).values()
        sizes = f"{middle(ours, 'size'):.0f} kB to {middle(bare, 'size'):.0f} kB"
        told = f"{middle(ours):.2f} s to {middle(bare):.2f} s, {sizes}"
        into.add(goal, what.format(f"{size:,}"), ratio(ours, bare), None if quick else most, remark=told)
        into.add("", "  its computing time", ratio(ours, bare, "cpu", "cpu"))
        into.add(goal, "  files that differ when written again", max(one["differing"] for one in ours), 0, unit="")
    with servers.app(example(SCRATCH / "example.db")) as server:
        asyncio.run(_beside_others(into, server, RULES[:1] if quick else RULES))


RULES = ("bund-2020", "ozg-reifegrad-3", "strengste-leistung", "leika-einzeln")
OTHERS, PAUSE, IDLE = 3, 0.5, 8.0
"""So many other sessions, the seconds they rest between two pages, the seconds they are watched without an export."""


async def _beside_others(into: Report, server: Server, rules: Sequence[str]) -> None:
    """Sessions look at pages, in turns alone and while a briefing is put together by another one."""
    alone: list[float] = []
    beside: list[float] = []
    async with AsyncExitStack() as stack:
        others = [await stack.enter_async_context(visitor(server.port)) for _ in range(OTHERS)]
        writer = await stack.enter_async_context(visitor(server.port))
        for page, query in PAGES:  # everything is computed once before it counts
            for day in EDITIONS:
                await others[0].visit(page, f"stichtag={day}&{query}")
        for rule in rules:
            print(f"  a briefing by {rule}", file=sys.stderr, flush=True)
            for waits, export in ((alone, asyncio.sleep(IDLE)), (beside, _export(writer, rule))):
                done = asyncio.Event()
                looking = [asyncio.create_task(_looking(who, done)) for who in others]
                await export
                done.set()
                for found in await asyncio.gather(*looking):
                    waits += found
    slow, idle = quantiles(beside, n=20)[-1], quantiles(alone, n=20)[-1]
    told = f"{slow * 1000:.0f} ms to {idle * 1000:.0f} ms, {len(beside)} and {len(alone)} reruns"
    into.add("E4", "other sessions while a briefing is written, p95 to idle", slow / idle, 2.0, remark=told)


async def _export(writer: Visitor, rule: str) -> None:
    for day in EDITIONS:
        await writer.visit("berichte", f"stichtag={day}&entwurf=ja&zaehlweise={rule}")


async def _looking(who: Visitor, done: asyncio.Event) -> list[float]:
    waited: list[float] = []
    while not done.is_set():
        page, query = PAGES[len(waited) % len(PAGES)]
        waited.append(await who.visit(page, f"stichtag={EDITIONS[len(waited) % 2]}&{query}"))
        await asyncio.sleep(PAUSE)
    return waited
