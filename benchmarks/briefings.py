"""Writing briefings beside the bare libraries: goals E1, E2 and E3, and whether the same content is the same bytes."""

from functools import partial

from benchmarks.measuring import Report, alternating, middle, ratio, run

SIZES = {"pptx": 30, "pdf": 30, "xlsx": 10_000}
QUICK = {"pptx": 8, "pdf": 8, "xlsx": 1_000}
GOALS = {
    "pptx": ("E1", "{} slides with two native charts each, to bare python-pptx", 2.0),
    "xlsx": ("E2", "a workbook of {} rows, to XlsxWriter in constant memory", 1.6),
    "pdf": ("E3", "a tagged PDF of {} pages, to bare typst", 2.5),
}


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures what a file of each format costs."""
    for format_, (goal, what, most) in GOALS.items():
        size = (QUICK if quick else SIZES)[format_]
        contenders = {name: partial(run, name, size) for name in (f"briefing_{format_}", f"bare_{format_}")}
        ours, bare = alternating(contenders, rounds).values()
        sizes = f"{middle(ours, 'size'):.0f} kB to {middle(bare, 'size'):.0f} kB"
        told = f"{middle(ours):.2f} s to {middle(bare):.2f} s, {sizes}"
        into.add(goal, what.format(f"{size:,}"), ratio(ours, bare), None if quick else most, remark=told)
        into.add("", "  its computing time", ratio(ours, bare, "cpu", "cpu"))
        into.add(goal, "  files that differ when written again", max(one["differing"] for one in ours), 0, unit="")
