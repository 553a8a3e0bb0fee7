"""Importing a catalogue of measures, beside the floor and the usual way: goals I1, I3, I4 and I5."""

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import workbooks
from benchmarks.measuring import SCRATCH, Numbers, Report, alternating, middle, ratio, run

SIZES = (1_000, 10_000, 100_000)
QUICK = (1_000, 10_000)
GOAL_SIZES = (10_000, 100_000)
PLAN_ROWS = 150
PLAN_STANDS = tuple(date(2020 + at // 12, at % 12 + 1, 28) for at in range(17))
USUAL_ROUNDS = 2  # it is so far off that more rounds tell no more


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures all import goals."""
    goals = workbooks.goals(SCRATCH / "goals.xlsx")
    times = {rows: _one_size(into, goals, rows, rounds) for rows in (QUICK if quick else SIZES)}
    _growth(into, goals, times)
    _ministry(into, goals, rounds)


def _one_size(into: Report, goals: Path, rows: int, rounds: int) -> float:
    first = workbooks.measures(SCRATCH / f"measures_{rows}.xlsx", rows)
    again = workbooks.measures(SCRATCH / f"measures_{rows}_again.xlsx", rows, again=True)
    found = alternating(
        {
            f"floor, {rows:,} rows": partial(_fresh, "floor", first),
            f"import, {rows:,} rows": partial(_fresh, "ours", first, again, goals),
        },
        rounds,
    )
    floor, ours = found.values()
    usual, floor_beside = alternating(
        {
            f"openpyxl and pandas, {rows:,} rows": partial(_fresh, "usual", first),
            f"floor, {rows:,} rows": partial(_fresh, "floor", first),
        },
        USUAL_ROUNDS,
    ).values()
    size, counts = f"{rows:,} rows", rows in GOAL_SIZES
    told = f"{middle(ours):.2f} s to {middle(floor):.2f} s"
    into.add("I1", f"import, {size}, to floor", ratio(ours, floor), 3.0 if counts else None, remark=told)
    into.add("", f"  its computing time, to the floor's, {size}", ratio(ours, floor, "cpu", "cpu"))
    into.add("", f"  openpyxl and pandas.to_sql, {size}, to floor", ratio(usual, floor_beside))
    into.add("I3", f"saved again, {size}, to floor", ratio(ours, floor, "again_wall"), 1.8 if counts else None)
    into.add("", f"  its computing time, to the floor's, {size}", ratio(ours, floor, "again_cpu", "cpu"))
    into.add("I3", f"saved again, {size}: new statements", max(one["again_new"] for one in ours), 0, unit="")
    return middle(ours)


def _growth(into: Report, goals: Path, times: dict[int, float]) -> None:
    *_, smaller, larger = sorted(times)
    most = 12.0 if (smaller, larger) == GOAL_SIZES else None
    into.add("I4", f"import, {larger:,} rows, to {smaller:,} rows", times[larger] / times[smaller], most)
    for rows in times:  # smaller files are read inside the server, larger ones outside: both must hold
        found = _fresh("server", SCRATCH / f"measures_{rows}.xlsx", goals)
        told = f"{found['after']:.0f} MB stay"
        into.add("I4", f"server's memory, {rows:,} rows: most growth", found["peak"], 60, unit="MB", remark=told)


def _ministry(into: Report, goals: Path, rounds: int) -> None:
    plans = [workbooks.plan(SCRATCH / f"plan_SMI_{stand}.xlsx", "SMI", stand, PLAN_ROWS) for stand in PLAN_STANDS]
    (found,) = alternating({"plans of a Ressort": lambda: _fresh("ministry", goals, *plans)}, rounds).values()
    into.add("I5", f"{PLAN_ROWS} rows: upload to preview", middle(found, "preview"), 250, unit="ms")
    into.add("I5", f"{PLAN_ROWS} rows: apply", middle(found, "apply"), 100, unit="ms")


def _fresh(contender: str, *paths: Path) -> Numbers:
    """One run with a folder, and so with databases, of its own."""
    with TemporaryDirectory(dir=SCRATCH) as folder:
        return run(contender, *paths, folder)
