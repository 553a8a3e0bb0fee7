"""python -m benchmarks [PART …]: measures the program beside what it is compared with; prints ratios and goals."""

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence

from benchmarks import briefings, coordination, coverage, cut, imports, pages, view
from benchmarks.faults import report as faults
from benchmarks.measuring import SCRATCH, Report

PARTS: dict[str, Callable[[Report, int, bool], None]] = {
    "imports": imports.report,
    "cut": cut.report,
    "coverage": coverage.report,
    "view": view.report,
    "pages": pages.report,
    "briefings": briefings.report,
    "coordination": coordination.report,
    "faults": faults.report,
}
KNOWN = PARTS | {f"faults.{name}": faults.single(name) for name in faults.PARTS}
"""The parts, and the parts of one of them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0 every goal met, 1 one of them missed."""
    options = _parser().parse_args(arguments)
    unknown = set(options.parts) - set(KNOWN)
    if unknown:
        print(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    SCRATCH.mkdir(exist_ok=True)
    report = Report()
    try:
        for name in options.parts or PARTS:
            KNOWN[name](report, options.rounds or (2 if options.quick else 5), options.quick)
    finally:
        if not options.keep:
            shutil.rmtree(SCRATCH)
    print(report.table())
    return 0 if report.met else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures speed and memory, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(KNOWN)}; without one: all")
    parser.add_argument("--quick", action="store_true", help="small sizes: minutes, and fewer goals")
    parser.add_argument("--rounds", type=int, help="alternating rounds; otherwise 5, with --quick 2")
    parser.add_argument("--keep", action="store_true", help="keep what was generated in benchmarks/scratch")
    return parser


if __name__ == "__main__":
    sys.exit(main())
