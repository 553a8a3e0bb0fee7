"""Ten years of reports, about 2,000 items or others, written straight into the tables: what cuts are measured on."""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select, text

from masterplan.domain.plan import Kind
from masterplan.store.canonical import encode
from masterplan.store.engine import Database, open_database
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import account, item, person_text, revision, state

ITEMS = {Kind.MEASURE: 900, Kind.MILESTONE: 500, Kind.SERVICE: 575, Kind.GOAL: 25}
KINDS = [kind for kind, count in ITEMS.items() for _ in range(count)]
FIRST_DAY = date(2016, 1, 1)
DAYS = 3_653
PERSONS = [f"{number:064x}" for number in range(60)]
ROWS_OF_ONE_REVISION = 50  # between a form with one field and the workbook of a Ressort
LAGS = (*[0] * 60, *range(1, 8), *range(1, 8), *range(1, 8), *range(1, 8), *range(8, 15))
LATE = 0.01  # of the revisions: they speak of a day up to four months before; every day stated since is folded anew
CHUNK = 50_000
STATUS = ("not_started", "planned", "in_progress", "in_progress", "delayed", "completed", "suspended")

Row = tuple[object, ...]
Template = Callable[[random.Random, int, Kind], str]
"""The folded fields of an item as JSON, by its number and kind; ``%(forecast_on)s``, ``%(progress)s``, ``%(status)s``
and ``%(grade)s`` (0 to 4) stand where they change."""


@dataclass(frozen=True)
class Plan:
    """Which items there are, and what is said of each."""

    kinds: Sequence[Kind]
    template: Template


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database for as long as it is measured."""
    database = open_database(url)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def kept(path: Path, rows: int, plan: Plan | None = None) -> Iterator[Database]:
    """A history in a file of SQLite: written once, kept for the next measurement."""
    if not path.exists():
        unfinished = Path(f"{path}.part")
        unfinished.unlink(missing_ok=True)
        with opened(f"sqlite:///{unfinished}") as database:
            build(database, rows, plan)
        unfinished.rename(path)
    with opened(f"sqlite:///{path}") as database:
        yield database


def build(database: Database, rows: int, plan: Plan | None = None) -> int:
    """Fills a new database with that many rows of the derived state, as they add up by and by; how many revisions."""
    print(f"  a history of {rows:,} rows is written …", file=sys.stderr, flush=True)
    plan = plan or Plan(KINDS, _template)
    revisions = revisions_of(rows, len(plan.kinds))
    indexes = list(state.indexes)
    with database.writing() as connection:
        author = connection.scalar(select(account.c.id))
        insert_rows(connection, revision, [_revision(at, revisions, author) for at in range(1, revisions + 1)])
        insert_rows(connection, item, [(at, 1, str(kind), f"{kind}/{at}") for at, kind in enumerate(plan.kinds, 1)])
        texts = [{"token": token, "salt": "", "text": f"Referat {at}"} for at, token in enumerate(PERSONS)]
        connection.execute(insert(person_text), texts)
        for index in indexes:
            index.drop(connection)
    waiting = islice(_History(rows, revisions, plan).rows(), rows)
    while chunk := list(islice(waiting, CHUNK)):
        with database.writing() as connection:
            insert_rows(connection, state, chunk)
    with database.writing() as connection:
        for index in indexes:
            index.create(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))  # as its autovacuum does; SQLite has nobody to do it
    return revisions


def revisions_of(rows: int, items: int = len(KINDS)) -> int:
    """How many revisions a history of that many rows has; the first one states every item."""
    return 1 + (rows - items) // ROWS_OF_ONE_REVISION


def recorded_at(number: int, revisions: int) -> datetime:
    """When a revision was recorded: evenly over ten years, in working hours of no particular place."""
    return datetime.combine(FIRST_DAY, time(8), UTC) + timedelta(days=DAYS - 1) * ((number - 1) / revisions)


def _revision(number: int, revisions: int, author: object) -> Row:
    at = recorded_at(number, revisions).isoformat(timespec="microseconds")
    return number, at, author, "file", "0" * 64


class _History:
    """Row after row of the derived state; remembers for which days each item was stated."""

    def __init__(self, rows: int, revisions: int, plan: Plan) -> None:
        self.choice = random.Random(f"Verlauf {rows}")
        self.revisions = revisions
        self.days = [(FIRST_DAY + timedelta(at)).isoformat() for at in range(DAYS)]
        self.templates = [plan.template(self.choice, at, kind) for at, kind in enumerate(plan.kinds)]
        self.stated: list[set[int]] = [{0} for _ in plan.kinds]
        self.renamed = len(plan.kinds) / rows
        self.made = 0

    def rows(self) -> Iterator[Row]:
        """All rows in the order of their recording."""
        for at in range(len(self.stated)):
            yield self._row(at, 0, 1)
        for number in range(2, self.revisions + 1):
            known = (recorded_at(number, self.revisions).date() - FIRST_DAY).days
            late = self.choice.random() < LATE
            lag = self.choice.randrange(15, 120) if late else self.choice.choice(LAGS)
            yield from self._revision(number, max(0, known - lag))

    def _revision(self, number: int, on: int) -> Iterator[Row]:
        """Statements about one day; days of an item stated later are folded anew."""
        until = self.made + ROWS_OF_ONE_REVISION
        for at in self.choice.sample(range(len(self.stated)), ROWS_OF_ONE_REVISION):
            for day in [on, *(day for day in self.stated[at] if day > on)]:
                yield self._row(at, day, number)
                if self.made == until:
                    return
            self.stated[at].add(on)

    def _row(self, at: int, on: int, number: int) -> Row:
        self.made += 1
        choice, day = self.choice, self.days[on]
        forecast_on, progress = choice.choice(self.days), choice.randrange(0, 101, 5) / 100
        values = {"forecast_on": forecast_on, "progress": progress, "status": choice.choice(STATUS)}
        origins = None if choice.random() < 0.7 else f'{{"forecast_on":[{self.made},"{self.days[on // 2]}"]}}'
        audience = "all" if choice.random() < 0.1 else "both"
        renumbered = number == 1 or choice.random() < self.renamed
        fields = self.templates[at] % (values | {"grade": int(progress * 4)})
        return self.made, at + 1, day, number, audience, fields, self.made, day, origins, renumbered


def _template(choice: random.Random, number: int, kind: Kind) -> str:
    """The folded fields of one item of any kind, with gaps for those that change; 250 to 400 bytes."""
    return filled({
        "baseline_on": (due := FIRST_DAY + timedelta(choice.randrange(400, DAYS))),
        "description": f"Feinkonzept, Vergabe, Erprobung und Einführung, Los {number}.",
        "due_on": due, "first_on": FIRST_DAY, "forecast_on": "%(forecast_on)s", "goals": [f"Z{choice.randint(1, 8)}"],
        "in_force": True, "lead": choice.choice(("SK", "SMI", "SMF", "SMK", "SMWA", "SMS")), "number": f"{number}",
        "progress": "%(progress)s", "reported_light": "green", "responsible": choice.choice(PERSONS),
        "status": "%(status)s", "title": f"Einführung der elektronischen Akte in Dienststelle {number}",
    })  # fmt: skip


def filled(fields: Mapping[str, object]) -> str:
    """Fields as canonical JSON with gaps; those for numbers stand without quotes."""
    text = encode({name: str(value) if isinstance(value, date) else value for name, value in fields.items()})
    for name in ("progress", "grade"):
        text = text.replace(f'"%({name})s"', f"%({name})s")
    return text
