"""The plan as at a Stichtag, on histories of different length and on both engines: goals H1, H4 and H6."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import select, tuple_

from benchmarks import history
from benchmarks.measuring import SCRATCH, Report, timed
from masterplan.domain.figure import DIMENSIONS, Figure
from masterplan.domain.progress import figures
from masterplan.domain.view import build
from masterplan.store import cut_rows, reading
from masterplan.store.engine import Connection, Database
from masterplan.store.tables import state
from tests import postgres
from tests.store.test_engines_agree import CUTS, load_example

SIZES = (10_000, 1_000_000, 10_000_000)
QUICK = (10_000, 100_000)
ON_POSTGRES = 1_000_000
REPEATED = 5  # times in each round, after one that warms up what a server keeps
PAGE = range(901, 1001)  # 100 items that stand together in a table
NEWEST = datetime(2030, 1, 1, tzinfo=UTC)
LAST_DAY = history.FIRST_DAY + timedelta(history.DAYS)
EARLIER_DAY = date(2020, 6, 30)


@dataclass(frozen=True)
class Cut:
    """Which cut, in words and as the store is asked for it."""

    words: str
    stichtag: date
    known_by: datetime


def report(into: Report, rounds: int, quick: bool) -> None:
    """Measures the goals of the cut; builds the histories first."""
    sizes = QUICK if quick else SIZES
    beside = sizes[-1] if quick else ON_POSTGRES
    with ExitStack() as stack:
        server = stack.enter_context(postgres.running(SCRATCH / "postgres.lock"))
        plans = {
            (rows, "SQLite"): stack.enter_context(history.kept(SCRATCH / f"history_{rows}.db", rows)) for rows in sizes
        }
        plans[beside, "PostgreSQL"] = stack.enter_context(_on_postgres(server, beside))
        found = _measure(plans, rounds * 3)
        for rows, engine in plans:
            _tell(into, found, rows, engine)
        _tell_engines(into, found, beside)
        into.add("H6", "figures that differ between the engines", _differences(server), 0, unit="")


def _cuts(rows: int) -> list[Cut]:
    revisions = history.revisions_of(rows)
    middle = history.recorded_at(revisions // 2, revisions)
    return [
        Cut("newest knowledge, last day", LAST_DAY, NEWEST),
        Cut("newest knowledge, mid-history", EARLIER_DAY, NEWEST),
        Cut("known by mid-history", LAST_DAY, middle),
    ]


Measured = dict[tuple[int, str, str, str], list[float]]
"""Milliseconds, by number of rows, engine, cut and step."""


def _measure(plans: dict[tuple[int, str], Database], rounds: int) -> Measured:
    found: Measured = {}
    for at in range(rounds):
        print(f"  round {at + 1} of {rounds}: cuts", file=sys.stderr, flush=True)
        for (rows, engine), database in plans.items():
            with database.reading() as connection:
                for cut in _cuts(rows):
                    for step, milliseconds in _steps(connection, cut).items():
                        found.setdefault((rows, engine, cut.words, step), []).append(milliseconds)
    return found


def _steps(connection: Connection, cut: Cut) -> dict[str, float]:
    """Each step of one cut as ``reading.cut`` takes it, in milliseconds, and the least there is to do."""
    known = reading.revision_at(connection, cut.known_by)
    listed = reading.item_rows(connection, cut.stichtag, known, "all")
    if len(listed) != len(history.KINDS):
        raise SystemExit(f"{len(listed)} items at the cut")
    day = min(cut.stichtag, known.recorded_at.date())  # as the store does: no statement speaks of a later day
    newest = cut_rows.latest_rows(connection, range(1, len(listed) + 1), day, "all", known.number).values()
    keys = select(state.c.id).where(
        tuple_(state.c.item, state.c.effective_on, state.c.revision, state.c.audience).in_(
            [(row.item, row.effective_on, row.revision, row.audience) for row in newest]
        )
    )
    numbers = sorted(connection.scalars(keys))
    rows, computed = timed(lambda: reading.item_rows(connection, cut.stichtag, known, "all"), REPEATED)
    return {
        "floor": timed(lambda: _by_number(connection, numbers), REPEATED)[0],
        "revision": timed(lambda: reading.revision_at(connection, cut.known_by), REPEATED)[0],
        "rows": rows,
        "computed": computed,
        "objects": timed(lambda: reading.items_of(connection, listed), REPEATED)[0],
        "page": timed(lambda: cut_rows.latest_rows(connection, PAGE, day, "all", known.number), REPEATED)[0],
    }


def _by_number(connection: Connection, numbers: list[int]) -> list[tuple[object, ...]]:
    """The least there is to do: the rows' numbers are known and nothing is looked for."""
    cursor = connection.connection.cursor()
    many = "IN (SELECT value FROM json_each(?))" if connection.dialect.name == "sqlite" else "= ANY(%s)"
    wanted = json.dumps(numbers) if connection.dialect.name == "sqlite" else numbers
    cursor.execute(f"SELECT item, fields, stated_on, origins FROM state WHERE id {many}", (wanted,))
    return list(cursor.fetchall())


def _tell(into: Report, found: Measured, rows: int, engine: str) -> None:
    for cut in _cuts(rows):
        middle = {step: median(times) for (*where, step), times in found.items() if where == [rows, engine, cut.words]}
        goal = engine == "SQLite"
        into.add(
            "H1", f"2,000 items: {engine}, {rows:,} rows, {cut.words}", middle["revision"] + middle["rows"],
            10.0 if goal else None, unit="ms", remark=f"computing {middle['computed']:.1f} ms" if goal else "",
        )  # fmt: skip
        into.add("", "  to reading the same rows by their numbers", middle["rows"] / middle["floor"])
        into.add("", "  made into objects, besides", middle["objects"], unit="ms")
        into.add("H4", "  100 rows of a table, of SQL", middle["page"], 2.0 if goal else None, unit="ms")


def _tell_engines(into: Report, found: Measured, rows: int) -> None:
    for cut in _cuts(rows):
        there, here = (found[rows, engine, cut.words, "rows"] for engine in ("PostgreSQL", "SQLite"))
        ratio = median(one / other for one, other in zip(there, here, strict=True))
        into.add("H6", f"H1 on PostgreSQL to SQLite, {rows:,} rows, {cut.words}", ratio, 4.0)


def _differences(server: str) -> float:
    """The example plan on both engines: how many figures of how many cuts are not the same."""
    postgres.execute(server, "create database example")
    found = []
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(dir=SCRATCH))
        for url in (f"sqlite:///{folder}/example.db", postgres.sibling(server, "example")):
            database = stack.enter_context(history.opened(url))
            load_example(database)
            found.append(_answers(database))
    return float(sum(one != other for one, other in zip(*found, strict=True)))


def _answers(database: Database) -> list[Figure]:
    """Every figure of several cuts, alone and in every grouping."""
    plans = [build(reading.cut(database, *cut)) for cut in CUTS]
    return [figure for plan in plans for by in (None, *DIMENSIONS) for figure in figures(plan, None, by)]


@contextmanager
def _on_postgres(server: str, rows: int) -> Iterator[Database]:
    postgres.execute(server, "create database history")
    with history.opened(postgres.sibling(server, "history")) as database:
        history.build(database, rows)
        yield database
