"""What the importer compares a file with: every item as it meets it, and the files that came before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from masterplan.domain.as_of import Folded
from masterplan.domain.plan import Kind
from masterplan.domain.view import RESPONSIBLE
from masterplan.store import cut_rows
from masterplan.store.canonical import decode
from masterplan.store.chunks import chunks
from masterplan.store.reading import NUMBERED
from masterplan.store.tables import account, delivery, item, not_taken, revision, statement


@dataclass
class Known:
    """One item as the importer meets it: the plan at the file's Stand, and the labels of the file nearest by Stand."""

    id: int
    key: str
    at_stand: Folded | None
    listed_on: date | None = None
    listed: dict[str, Any] | None = None  # the fields of that file's row


def known_items(connection: Connection, kind: Kind, stand: date) -> list[Known]:
    """Every item ever known of a kind, whatever its day."""
    found = {
        row.id: Known(row.id, row.key, None)
        for row in connection.execute(select(item.c.id, item.c.key).where(item.c.kind == kind).order_by(item.c.id))
    }
    for row in cut_rows.rows_at(connection, stand, "all", None, kind):
        found[row.item].at_stand = cut_rows.folded(row)
    if kind in NUMBERED:
        for row in connection.execute(_nearest_listing(kind, stand)):
            one = found[row.item]
            nearer = one.listed_on is None or abs(row.effective_on - stand) < abs(one.listed_on - stand)
            if nearer:
                one.listed_on, one.listed = row.effective_on, decode(row.fields)
    return list(found.values())


def _nearest_listing(kind: Kind, stand: date) -> Any:
    """For each item the file statements just before (or on) and just after a day; the former comes first."""
    inner = statement.alias("near")
    listed = select(inner.c.id).where(inner.c.item == item.c.id, inner.c.row.is_not(None)).limit(1)
    before = listed.where(inner.c.effective_on <= stand).order_by(inner.c.effective_on.desc(), inner.c.revision.desc())
    # The earliest day after the Stand, and of that day the newest statement.
    day_after = (
        select(func.min(inner.c.effective_on))
        .where(inner.c.item == item.c.id, inner.c.row.is_not(None), inner.c.effective_on > stand)
        .correlate(item)  # two levels up, where it is not found by itself
        .scalar_subquery()
    )
    other = statement.alias("after")
    after = (
        select(other.c.id)
        .where(other.c.item == item.c.id, other.c.row.is_not(None), other.c.effective_on == day_after)
        .order_by(other.c.revision.desc())
        .limit(1)
    )
    return (
        select(statement.c.item, statement.c.effective_on, statement.c.fields)
        .join(item, item.c.id == statement.c.item)
        .where(
            item.c.kind == kind,
            or_(statement.c.id == before.scalar_subquery(), statement.c.id == after.scalar_subquery()),
        )
        .order_by(statement.c.item, statement.c.effective_on)
    )


def deliveries(connection: Connection, part: str) -> list[Any]:
    """The files of a part, by Stand and then as they came: all columns but the problems."""
    columns = [column for column in delivery.columns if column.name != "problems"]
    query = select(*columns).where(delivery.c.part == part).order_by(delivery.c.stand, delivery.c.id)
    return list(connection.execute(query))


def same_reading(connection: Connection, signature: str) -> list[Any]:
    """The deliveries of the last file with the same cells, name, options and rules."""
    newest = select(func.max(delivery.c.revision)).where(delivery.c.signature == signature).scalar_subquery()
    query = select(delivery).where(delivery.c.signature == signature, delivery.c.revision == newest)
    return list(connection.execute(query.order_by(delivery.c.id)))


def listed_items(connection: Connection, number: int) -> set[int]:
    """The items that a delivery listed; for parts that keep only differences, those that differed."""
    query = select(statement.c.item).where(statement.c.delivery == number, statement.c.row.is_not(None))
    return set(connection.scalars(query))


def ever_listed(connection: Connection, kind: Kind, until: date) -> set[int]:
    """The items of a kind that a file with a Stand up to a day listed."""
    query = (
        select(item.c.id)
        .where(item.c.kind == kind)
        .where(
            select(statement.c.id)
            .where(statement.c.item == item.c.id, statement.c.row.is_not(None), statement.c.effective_on <= until)
            .exists()
        )
    )
    return set(connection.scalars(query))


def touched_since(connection: Connection, items: Iterable[int], since: int) -> bool:
    """Whether any of the items was stated after a revision."""
    for chunk in chunks(list(items)):
        query = select(statement.c.id).where(statement.c.item.in_(chunk), statement.c.revision > since).limit(1)
        if connection.execute(query).first():
            return True
    return False


def responsible(connection: Connection, items: Iterable[int], on: date) -> dict[int, str | None]:
    """The Ressort that each item names as its own on a day; one that is not stated by then: as it was stated last."""
    wanted = set(items)
    rows = cut_rows.latest_rows(connection, wanted, on, "all")
    rows |= cut_rows.latest_rows(connection, wanted - rows.keys(), date.max, "all")
    found: dict[int, str | None] = dict.fromkeys(wanted)
    for number, row in rows.items():
        found[number] = decode(row.fields).get(RESPONSIBLE.get(Kind(row.kind), ""))
    return found


# What a merge needs: who said what of an item, on-line and in files ---------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One statement about an item. ``left_out`` is what its row says in cells that a merge did not take."""

    number: int
    revision: int
    effective_on: date
    by_file: bool
    fields: Mapping[str, object]
    left_out: Mapping[str, object]
    by: str | None = None
    at: datetime | None = None


def said_on_line(connection: Connection, kind: Kind) -> dict[int, list[Said]]:
    """All that was said of those items of a kind for which anything was entered on-line, in order of what they say."""
    edited = (
        select(statement.c.item)
        .join(item, item.c.id == statement.c.item)
        .where(statement.c.delivery.is_(None), item.c.kind == kind)
        .distinct()
    )
    numbers = list(connection.scalars(edited))
    found: dict[int, list[Said]] = defaultdict(list)
    for chunk in chunks(numbers):
        left_out = _left_out(connection, chunk)
        for row in connection.execute(_said(chunk)):
            fields = decode(row.fields)
            found[row.item].append(
                Said(
                    row.id, row.revision, row.effective_on, row.delivery is not None, fields,
                    left_out.get(row.id, {}), row.name, row.recorded_at,
                )
            )  # fmt: skip
    return found


def _said(items: Sequence[int]) -> Select[Any]:
    return (
        select(statement, account.c.name, revision.c.recorded_at)
        .join(revision, revision.c.number == statement.c.revision)
        .join(account, account.c.id == revision.c.account)
        .where(statement.c.item.in_(items))
        .order_by(statement.c.effective_on, statement.c.revision, statement.c.id)
    )


def _left_out(connection: Connection, items: Sequence[int]) -> dict[int, dict[str, object]]:
    query = (
        select(not_taken.c.statement, not_taken.c.field, not_taken.c.value)
        .join(statement, statement.c.id == not_taken.c.statement)
        .where(statement.c.item.in_(items))
    )
    found: dict[int, dict[str, object]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.statement][row.field] = decode(row.value)
    return found


def who_said(connection: Connection, number: int) -> tuple[str, datetime] | None:
    """Who made a statement, and when; None for a number that no statement bears."""
    query = (
        select(account.c.name, revision.c.recorded_at)
        .join(revision, revision.c.account == account.c.id)
        .join(statement, statement.c.revision == revision.c.number)
        .where(statement.c.id == number)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.name, row.recorded_at)


def fields_at(connection: Connection, kind: Kind, on: date, known: int) -> dict[str, dict[str, Any]]:
    """The fields of each item of a kind on a day as known at a revision, by key, as the log holds them."""
    return {row.key: decode(row.fields) for row in cut_rows.rows_at(connection, on, "all", known, kind)}
