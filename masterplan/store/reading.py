"""Reading the plan: the cut at (Stichtag, known_by, audience), and what it rests on: revisions, bodies, files."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, or_, select, true

from masterplan.domain import areas
from masterplan.domain.bodies import Body, parse
from masterplan.domain.plan import BASELINE_ON, FIRST_ON, Kind
from masterplan.domain.view import Cut, ItemAt, Numbered, SourceAt
from masterplan.store.canonical import decode
from masterplan.store.cut_rows import whole_cut
from masterplan.store.engine import Database
from masterplan.store.person_texts import put_words
from masterplan.store.tables import body, delivery, item, mark, release, revision, state, statement
from masterplan.vocabulary import BERLIN

DEMO = "demo"
AREA_COUNTS = Path(__file__).parents[2] / "data" / "reference" / "municipality_counts.csv"
NUMBERED = (Kind.GUIDELINE, Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)


@dataclass(frozen=True)
class RevisionAt:
    """The last revision at or before some time."""

    number: int
    recorded_at: datetime


def cut(
    database: Database,
    stichtag: date,
    known_by: datetime,
    audience: str = "all",
    kinds: Collection[Kind] = tuple(Kind),
) -> Cut:
    """The plan as at a Stichtag, as known at a time, for an audience (``all`` or ``released``): all or some kinds."""
    with database.reading() as connection:
        return cut_of(connection, stichtag, revision_at(connection, known_by), audience, kinds)


def cut_of(
    connection: Connection,
    stichtag: date,
    known: RevisionAt,
    audience: str = "all",
    kinds: Collection[Kind] = tuple(Kind),
) -> Cut:
    """The same inside a transaction, as known at a revision."""
    return Cut(
        stichtag=stichtag,
        known_by=known.recorded_at,
        revision=known.number,
        audience=audience,
        demo=is_demo(connection),
        items=items_of(connection, item_rows(connection, stichtag, known, audience, kinds)),
        bodies=bodies(connection, known.number),
        sources=_sources(connection, stichtag, known.number, audience),
        numbering=_numbering(connection, known.number, audience),
        area_counts=area_counts(),
    )


@cache
def area_counts() -> tuple[areas.AreaCount, ...]:
    """How many Gemeinden and Kreise there are from which day on: dated facts that come with the program."""
    return areas.from_csv(AREA_COUNTS.read_text(encoding="utf-8"))


def revision_at(connection: Connection, known_by: datetime) -> RevisionAt:
    """The last revision at or before a time; before the first one, revision 0."""
    # Later revisions are recorded later, so that the index of times leads straight to the one wanted.
    query = select(revision.c.number, revision.c.recorded_at).order_by(revision.c.recorded_at.desc()).limit(1)
    row = connection.execute(query.where(revision.c.recorded_at <= known_by)).first()
    return RevisionAt(*(row or connection.execute(query.where(revision.c.number == 0)).one()))


def data_revision(database: Database) -> int:
    """The newest revision's number: caches are keyed by it."""
    with database.reading() as connection:
        return newest_revision(connection)


def newest_revision(connection: Connection) -> int:
    """The newest revision's number."""
    return int(connection.execute(_NEWEST).scalar_one())


_NEWEST = select(func.max(revision.c.number))
"""Made once: it is asked at every click."""


def recorded_at(connection: Connection, number: int) -> datetime:
    """When a revision was recorded."""
    found: datetime = connection.execute(select(revision.c.recorded_at).where(revision.c.number == number)).scalar_one()
    return found


def stands(database: Database, audience: str = "all") -> list[date]:
    """The days that files speak of which an audience may know of, oldest first."""
    with database.reading() as connection:
        known = newest_revision(connection)
        query = select(delivery.c.stand).where(open_to(audience, known)).distinct().order_by(delivery.c.stand)
        return list(connection.scalars(query))


def default_stichtag(database: Database, today: date) -> date:
    """Today; in an example database the latest Stand of a file in it."""
    with database.reading() as connection:
        return default_day(connection, today)


def default_day(connection: Connection, today: date) -> date:
    """As `default_stichtag`, within a transaction; it is also the day that on-line edits speak of."""
    latest = connection.scalar(select(func.max(delivery.c.stand))) if is_demo(connection) else None
    return latest or today


def is_demo(connection: Connection) -> bool:
    """Whether the database was marked as an example."""
    return bool(connection.scalar(select(func.count()).where(mark.c.name == DEMO)))


def holds_data(connection: Connection) -> bool:
    """Whether anything was ever recorded, apart from the ministries."""
    return newest_revision(connection) > 0


def bodies(connection: Connection, known: int | None = None) -> list[Body]:
    """Ministries and other bodies as known at a revision, in official order; as known now or at a revision."""
    query = select(body.c.key, body.c.valid_from, body.c.entry).order_by(body.c.revision)
    if known is not None:
        query = query.where(body.c.revision <= known)
    return list(_parsed(tuple({(row.key, row.valid_from): row.entry for row in connection.execute(query)}.values())))


@lru_cache(maxsize=16)
def _parsed(entries: tuple[str, ...]) -> tuple[Body, ...]:
    return tuple(parse(map(decode, entries)))


# Parts of the cut ---------------------------------------------------------------------------------------------------


def cut_day(stichtag: date, known: RevisionAt) -> date:
    """The last day that statements known by then can speak of: none speaks of a day after its recording in Berlin."""
    return min(stichtag, known.recorded_at.astimezone(BERLIN).date())


def item_rows(
    connection: Connection, stichtag: date, known: RevisionAt, audience: str, kinds: Collection[Kind] = tuple(Kind)
) -> Sequence[Any]:
    """The items of some kinds at the cut as the derived state holds them, in the order in which they were made."""
    return whole_cut(connection, cut_day(stichtag, known), audience, known.number, kinds)


def items_of(connection: Connection, rows: Iterable[Any]) -> dict[Kind, list[ItemAt]]:
    """Items from rows of the cut, by kind; with the texts about persons where these are not erased."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_kind[row[0]].append(row)
    found: dict[Kind, list[ItemAt]] = {}
    for kind in map(Kind, by_kind):
        stated = [decode(row[2]) for row in by_kind[kind]]
        put_words(connection, kind, stated)
        found[kind] = [_item_at(kind, row, fields) for row, fields in zip(by_kind[kind], stated, strict=True)]
    return found


def _item_at(kind: Kind, row: Any, fields: dict[str, Any]) -> ItemAt:
    _, key, _, stated_on, origins = row
    first_on, baseline_on = fields.pop(FIRST_ON), fields.pop(BASELINE_ON, None)
    return ItemAt(
        key,
        kind,
        fields,
        stated_on if isinstance(stated_on, date) else _day(stated_on),
        _day(first_on),
        _day(baseline_on) if baseline_on else None,
        {name: _day(on) for name, (_, on) in decode(origins).items()} if origins else {},
    )


_day = lru_cache(maxsize=10_000)(date.fromisoformat)


def _sources(connection: Connection, stichtag: date, known: int, audience: str) -> list[SourceAt]:
    query = (
        select(delivery, revision.c.recorded_at)
        .join(revision, revision.c.number == delivery.c.revision)
        .where(delivery.c.revision <= known, delivery.c.stand <= stichtag, open_to(audience, known))
        .order_by(delivery.c.stand, delivery.c.id)
    )
    return [
        SourceAt(
            row.file,
            row.workbook,
            row.part,
            row.ministry,
            row.stand,
            row.recorded_at,
            decode(row.counts)["rows"],
            row.warnings,
            row.revision,
        )
        for row in connection.execute(query)
    ]


def open_to(audience: str, known: int) -> ColumnElement[bool]:
    """Whether an audience may know of a delivery: not of one whose rows all wait for their release."""
    if audience == "all":
        return true()
    rows = select(statement.c.id).where(statement.c.delivery == delivery.c.id)
    later = select(release.c.statement).where(release.c.statement == statement.c.id, release.c.revision <= known)
    return or_(~rows.exists(), rows.where(or_(statement.c.released, later.exists())).exists())


def _numbering(connection: Connection, known: int, audience: str) -> list[Numbered]:
    query = (
        select(item.c.kind, item.c.key, state.c.effective_on, state.c.fields)
        .join(item, item.c.id == state.c.item)
        .where(
            literal_column("state.renumbered"),  # in the very words of the partial index, or SQLite would not use it
            item.c.kind.in_(NUMBERED),
            state.c.revision <= known,
            state.c.audience.in_((audience, "both")),
        )
        .order_by(state.c.revision, state.c.id)
    )
    newest: dict[tuple[str, date], Numbered] = {}
    for row in connection.execute(query):
        fields = decode(row.fields)
        newest[row.key, row.effective_on] = Numbered(
            Kind(row.kind), row.key, row.effective_on, fields.get("number"), fields.get("title"), fields.get("ministry")
        )
    return list(newest.values())
