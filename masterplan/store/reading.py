"""Reading the plan: the cut at (Stichtag, known_by, audience), and what answers need beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select, true

from masterplan.domain import areas
from masterplan.domain.as_of import Folded
from masterplan.domain.bodies import Body, parse
from masterplan.domain.origins import Entry
from masterplan.domain.plan import BASELINE_ON, FIELDS, FIRST_ON, FieldType, Kind
from masterplan.domain.view import Cut, ItemAt, Numbered, SourceAt
from masterplan.store import deriving
from masterplan.store.canonical import decode
from masterplan.store.engine import Database
from masterplan.store.tables import (
    account,
    body,
    delivery,
    item,
    mark,
    person_text,
    release,
    revision,
    state,
    statement,
    workbook_content,
)
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
        items=items_of(
            connection, (row for row in item_rows(connection, stichtag, known, audience) if row[0] in kinds)
        ),
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
    return int(connection.execute(select(func.max(revision.c.number))).scalar_one())


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


def person_words(connection: Connection, tokens: Iterable[str]) -> dict[str, str | None]:
    """The texts that tokens stand for; None where they were erased."""
    wanted = sorted(set(tokens))
    found: dict[str, str | None] = {}
    for start in range(0, len(wanted), deriving.CHUNK):
        query = select(person_text.c.token, person_text.c.text)
        for row in connection.execute(query.where(person_text.c.token.in_(wanted[start : start + deriving.CHUNK]))):
            found[row.token] = row.text
    return found


def person_tokens(connection: Connection) -> dict[str, str]:
    """The token of each text about a person that is known and not erased."""
    query = select(person_text.c.text, person_text.c.token).where(person_text.c.text.is_not(None))
    return {row.text: row.token for row in connection.execute(query)}


def workbook_bytes(connection: Connection, digest: str) -> bytes | None:
    """A workbook as it was delivered; None where a tombstone took its place."""
    return connection.scalar(select(workbook_content.c.content).where(workbook_content.c.sha256 == digest))


# One item -----------------------------------------------------------------------------------------------------------


def item_row(connection: Connection, key: str) -> Any:
    """An item's number, kind and key; None for an unknown key."""
    return connection.execute(select(item.c.id, item.c.kind, item.c.key).where(item.c.key == key)).first()


def history(connection: Connection, number: int, known: int, since: int = 0) -> list[Entry]:
    """All that was stated of one item after a revision and up to another, with who, when, file and cells; in order of
    recording."""
    query = _said(known).where(
        statement.c.item == number, statement.c.revision > since, statement.c.revision <= known
    )
    return _entries(connection, list(connection.execute(query.order_by(statement.c.id))))


def entries(connection: Connection, numbers: Iterable[int], known: int) -> dict[int, Entry]:
    """Statements by their number, with who, when, file and cells; however many, in few queries."""
    wanted = sorted(set(numbers))
    rows: list[Any] = []
    for start in range(0, len(wanted), deriving.CHUNK):
        chunk = wanted[start : start + deriving.CHUNK]
        rows += connection.execute(_said(known).where(statement.c.id.in_(chunk)))
    return {entry.statement: entry for entry in _entries(connection, rows)}


def _said(known: int) -> Any:
    """The query of statements with all that belongs to them."""
    return (
        select(
            statement,
            item.c.kind,
            revision.c.recorded_at,
            account.c.name.label("by"),
            delivery.c.file,
            delivery.c.workbook,
            delivery.c.columns.label("delivered_columns"),
            release.c.revision.label("released_later"),
        )
        .join(item, item.c.id == statement.c.item)
        .join(revision, revision.c.number == statement.c.revision)
        .join(account, account.c.id == revision.c.account)
        .outerjoin(delivery, delivery.c.id == statement.c.delivery)
        .outerjoin(release, and_(release.c.statement == statement.c.id, release.c.revision <= known))
    )


def _entries(connection: Connection, rows: Sequence[Any]) -> list[Entry]:
    names = {name for kind in Kind for name in person_fields(kind)}
    stated = (decode(row.fields) for row in rows)
    persons = person_words(connection, (one[name] for one in stated for name in names if one.get(name)))
    return [_entry(row, persons) for row in rows]


def _entry(row: Any, persons: dict[str, str | None]) -> Entry:
    columns = decode(row.delivered_columns or "{}").get(row.sheet, {}).get(row.kind, {})
    fields = decode(row.fields)
    return Entry(
        statement=row.id,
        revision=row.revision,
        recorded_at=row.recorded_at,
        by=row.by,
        act=row.act,
        effective_on=row.effective_on,
        released=row.released or row.released_later is not None,
        fields=_with_words(fields, persons),
        wordings=decode(row.wordings or "{}"),
        file=row.file,
        sha256=row.workbook,
        sheet=row.sheet,
        row=row.row,
        places={**columns, **decode(row.cells or "{}")},
    )


def _persons(connection: Connection, stated: Iterable[dict[str, Any]], kind: Kind) -> dict[str, str | None]:
    """The texts about persons in these fields, by token."""
    names = person_fields(kind)
    return person_words(connection, (one[name] for one in stated for name in names if one.get(name)))


def _with_words(fields: dict[str, Any], persons: dict[str, str | None]) -> dict[str, Any]:
    return {name: persons.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}


def person_fields(kind: Kind) -> list[str]:
    """The fields of a kind whose texts are about persons."""
    return [one.name for one in FIELDS[kind].values() if one.type == FieldType.PERSON]


def item_at(
    connection: Connection, number: int, stichtag: date, known: RevisionAt, audience: str = "all"
) -> Folded | None:
    """One item at a cut, with the statement each field comes from."""
    row = deriving.latest_rows(connection, [number], cut_day(stichtag, known), audience, known.number).get(number)
    if row is None:
        return None
    at_cut = deriving.folded(row)
    persons = _persons(connection, [at_cut.fields], Kind(row.kind))
    return Folded(_with_words(at_cut.fields, persons), at_cut.origins)


# Parts of the cut ---------------------------------------------------------------------------------------------------


def cut_day(stichtag: date, known: RevisionAt) -> date:
    """The last day that statements known by then can speak of: none speaks of a day after its recording in Berlin."""
    return min(stichtag, known.recorded_at.astimezone(BERLIN).date())


def item_rows(connection: Connection, stichtag: date, known: RevisionAt, audience: str) -> Sequence[Any]:
    """Every item at the cut as the derived state holds it, in the order in which the items were made."""
    return deriving.whole_cut(connection, cut_day(stichtag, known), audience, known.number)


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


def put_words(connection: Connection, kind: Kind, stated: Sequence[dict[str, Any]]) -> None:
    """Puts the texts about persons in the place of their tokens."""
    persons = _persons(connection, stated, kind)
    for name in person_fields(kind):
        for fields in stated:
            token = fields.get(name)
            if token is not None:
                fields[name] = persons.get(token, token)


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
