"""Drafts: what somebody typed and has not sent yet, by account and item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from masterplan.store.canonical import decode, encode
from masterplan.store.engine import Connection
from masterplan.store.tables import account, draft


@dataclass(frozen=True)
class Draft:
    """What was typed into the form of an item: field to text, drawn against a revision of the plan."""

    item: str
    entries: Mapping[str, str]
    revision: int
    saved_at: datetime


def drafts(connection: Connection, owner: str) -> dict[str, Draft]:
    """The drafts of an account, by the key of the item."""
    rows = connection.execute(select(draft).where(draft.c.account == owner))
    return {row.item: Draft(row.item, decode(row.entries), row.revision, row.saved_at) for row in rows}


def put(connection: Connection, owner: str, one: Draft) -> None:
    """Keeps a draft in the place of the last one of the item."""
    forget(connection, owner, [one.item])
    values = {"item": one.item, "entries": encode(dict(one.entries)), "revision": one.revision}
    connection.execute(insert(draft).values(account=owner, saved_at=one.saved_at, **values))


def forget(connection: Connection, owner: str, items: Iterable[str]) -> None:
    """Removes the drafts of some items."""
    connection.execute(delete(draft).where(draft.c.account == owner, draft.c.item.in_(list(items))))


def account_named(connection: Connection, name: str) -> str | None:
    """The account of somebody who acts by a mere name; None where nobody of that name has acted yet."""
    return connection.scalar(select(account.c.id).where(account.c.name == name))
