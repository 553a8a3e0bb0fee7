"""One item and all that was stated of it, with who, when, in which file and in which cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from masterplan.domain.as_of import Folded
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind
from masterplan.store.canonical import decode
from masterplan.store.chunks import chunks
from masterplan.store.cut_rows import folded, latest_rows
from masterplan.store.person_texts import put_words
from masterplan.store.reading import RevisionAt, cut_day
from masterplan.store.statements import logged
from masterplan.store.tables import account, delivery, item, revision, statement


def item_row(connection: Connection, key: str) -> Any:
    """An item's number, kind and key; None for an unknown key."""
    return connection.execute(select(item.c.id, item.c.kind, item.c.key).where(item.c.key == key)).first()


def item_at(
    connection: Connection, number: int, stichtag: date, known: RevisionAt, audience: str = "all"
) -> Folded | None:
    """One item at a cut, with the statement each field comes from."""
    row = latest_rows(connection, [number], cut_day(stichtag, known), audience, known.number).get(number)
    if row is None:
        return None
    at_cut = folded(row)
    put_words(connection, Kind(row.kind), [at_cut.fields])
    return at_cut


def history(connection: Connection, number: int, known: int, since: int = 0) -> list[Entry]:
    """All that was stated of one item after a revision and up to another, with who, when, file and cells; in order of
    recording."""
    query = _said(known).where(statement.c.item == number, statement.c.revision > since)
    return _entries(connection, connection.execute(query.order_by(statement.c.id)).all())


def entries(connection: Connection, numbers: Iterable[int], known: int) -> dict[int, Entry]:
    """Statements by their number, with who, when, file and cells; however many, in few queries."""
    rows: list[Any] = []
    for chunk in chunks(sorted(set(numbers))):
        rows += connection.execute(_said(known).where(statement.c.id.in_(chunk)))
    return {entry.statement: entry for entry in _entries(connection, rows)}


def _said(known: int) -> Select[Any]:
    """The query of statements with all that belongs to them."""
    return (
        logged(known)
        .add_columns(
            item.c.kind, revision.c.recorded_at, account.c.name.label("by"), delivery.c.file, delivery.c.workbook,
            delivery.c.columns.label("delivered_columns"),
        )
        .join(item, item.c.id == statement.c.item)
        .join(revision, revision.c.number == statement.c.revision)
        .join(account, account.c.id == revision.c.account)
        .outerjoin(delivery, delivery.c.id == statement.c.delivery)
    )  # fmt: skip


def _entries(connection: Connection, rows: Sequence[Any]) -> list[Entry]:
    fields = [decode(row.fields) for row in rows]
    for kind in {row.kind for row in rows}:
        put_words(connection, Kind(kind), [one for one, row in zip(fields, rows, strict=True) if row.kind == kind])
    return [_entry(row, one) for row, one in zip(rows, fields, strict=True)]


def _entry(row: Any, fields: dict[str, Any]) -> Entry:
    columns = decode(row.delivered_columns or "{}").get(row.sheet, {}).get(row.kind, {})
    return Entry(
        statement=row.id,
        revision=row.revision,
        recorded_at=row.recorded_at,
        by=row.by,
        act=row.act,
        effective_on=row.effective_on,
        released=row.released or row.released_later is not None,
        fields=fields,
        wordings=decode(row.wordings or "{}"),
        file=row.file,
        sha256=row.workbook,
        sheet=row.sheet,
        row=row.row,
        places={**columns, **decode(row.cells or "{}")},
    )
