"""How things are measured: each run in a process of its own, contenders in alternating rounds, medians of ratios."""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
SCRATCH = ROOT / "benchmarks" / "scratch"
TICK = os.sysconf("SC_CLK_TCK")

Numbers = dict[str, float]
"""What one run found, by name; seconds of wall clock and of computing are ``wall`` and ``cpu``."""


@dataclass
class Clock:
    """Filled at the end of a ``measured`` block."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Clock]:
    """Times a block: wall clock, and computing time of this process and of all its children, living or ended."""
    clock = Clock()
    cpu, start = _computed(), time.perf_counter()
    yield clock
    clock.wall, clock.cpu = time.perf_counter() - start, _computed() - cpu


def _computed() -> float:
    """Seconds of computing of this process, its living children, and those of both that have ended."""
    own, seconds = os.getpid(), 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended while we looked
        if int(pid) == own or int(rest[1]) == own:
            seconds += sum(map(int, rest[11:15])) / TICK
    return seconds


def memory(what: str, process: int | str = "self") -> float:
    """Megabytes of a process: ``VmRSS`` now, ``VmHWM`` at most since ``forget_peak``."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what))


def forget_peak() -> None:
    """From now on ``memory("VmHWM")`` is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def timed(step: Callable[[], object], times: int) -> tuple[float, float]:
    """Milliseconds by the clock and of computing: the medians of some times, after one that does not count."""
    step()
    gc.collect()
    wall, computed = [], []
    for _ in range(times):
        start, computing = time.perf_counter(), time.thread_time()
        step()
        wall.append((time.perf_counter() - start) * 1000)
        computed.append((time.thread_time() - computing) * 1000)
    return median(wall), median(computed)


def run(*words: object) -> Numbers:
    """Runs one contender (``benchmarks.contenders``) in a fresh process; what it found."""
    command = [sys.executable, "-m", "benchmarks.contenders", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: Numbers = json.loads(done.stdout)
    return found


def alternating(contenders: Mapping[str, Callable[[], Numbers]], rounds: int) -> dict[str, list[Numbers]]:
    """Runs every contender once a round, so that what else the machine does meets them all alike."""
    found: dict[str, list[Numbers]] = {name: [] for name in contenders}
    for at in range(rounds):
        for name, contend in contenders.items():
            print(f"  round {at + 1} of {rounds}: {name}", file=sys.stderr, flush=True)
            found[name].append(contend())
    return found


def ratio(above: Sequence[Numbers], below: Sequence[Numbers], what: str = "wall", of: str = "wall") -> float:
    """The median of the ratios of each round."""
    return median(one[what] / other[of] for one, other in zip(above, below, strict=True))


def middle(found: Sequence[Numbers], what: str = "wall") -> float:
    """The median of one number."""
    return median(one[what] for one in found)


@dataclass(frozen=True)
class Line:
    """One line of the answer: a figure beside its goal. Without a goal it is told for orientation."""

    goal: str
    what: str
    value: float
    most: float | None = None
    unit: str = "×"
    remark: str = ""

    @property
    def met(self) -> bool | None:
        return None if self.most is None else self.value <= self.most


@dataclass
class Report:
    """Everything that one command measured; each line is told as soon as it is known."""

    lines: list[Line] = field(default_factory=list)

    def add(self, *line: Any, **more: Any) -> None:
        self.lines.append(Line(*line, **more))
        print("  " + "  ".join(filter(None, _cells(self.lines[-1]))), file=sys.stderr, flush=True)

    @property
    def met(self) -> bool:
        return all(line.met is not False for line in self.lines)

    def table(self) -> str:
        """The answer as a table of fixed columns."""
        head = ("goal", "measured", "value", "goal is", "", "")
        rows = [head, *(_cells(line) for line in self.lines)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
        told = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([told[0], "-" * max(map(len, told)), *told[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {None: "", True: "pass", False: "MISSED"}[line.met]
    most = "" if line.most is None else f"≤ {line.most:g} {line.unit}"
    value = f"{line.value:.{0 if line.value >= 100 else 2}f} {line.unit}"
    return line.goal, line.what, value, most, verdict, line.remark
