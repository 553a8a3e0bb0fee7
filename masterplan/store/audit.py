"""The audit: who did or was refused what, and when. It is only ever added to; names are looked up when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, or_, select

from masterplan.store.canonical import decode, encode
from masterplan.store.engine import Connection
from masterplan.store.tables import account, audit


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty fields do not narrow. ``about`` is an item's key, or a part of the subject's words."""

    acts: tuple[str, ...] = ()
    account: str | None = None
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One entry. ``by`` is the name that the account has now; None: nobody was logged in."""

    id: int
    at: datetime
    by: str | None
    act: str
    subject: str | None
    detail: Mapping[str, Any]


def add_entry(
    connection: Connection,
    *,
    at: datetime,
    account: str | None,
    act: str,
    subject: str | None,
    detail: Mapping[str, object],
) -> None:
    """Adds one entry; ``account`` is None where nobody was logged in."""
    values = {"at": at, "account": account, "act": act, "subject": subject, "detail": encode(dict(detail))}
    connection.execute(insert(audit).values(values))


def entries(connection: Connection, wanted: Wanted, most: int, offset: int) -> list[Entry]:
    """The entries that are wanted, newest first. What is about an account names it as it is called now."""
    named = account.alias("named")
    query = (
        select(audit, account.c.name, named.c.name.label("subject_name"))
        .outerjoin(account, account.c.id == audit.c.account)
        .outerjoin(named, (named.c.id == audit.c.subject) & audit.c.act.in_(("account", "login_failed", "erase")))
        .where(*_conditions(wanted))
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(most)
        .offset(offset)
    )
    return [
        Entry(row.id, row.at, row.name, row.act, row.subject_name or row.subject, decode(row.detail))
        for row in connection.execute(query)
    ]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many entries are wanted."""
    return connection.scalar(select(func.count()).select_from(audit).where(*_conditions(wanted))) or 0


def people(connection: Connection) -> dict[str, str]:
    """Everybody with an entry, by account: their names."""
    query = select(account.c.id, account.c.name).where(account.c.id.in_(select(audit.c.account).distinct()))
    return {row.id: row.name for row in connection.execute(query)}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.acts:
        found.append(audit.c.act.in_(wanted.acts))
    if wanted.account:
        found.append(audit.c.account == wanted.account)
    if wanted.since:
        found.append(audit.c.at >= wanted.since)
    if wanted.until:
        found.append(audit.c.at < wanted.until)
    about = wanted.about.strip()
    if about and "/" in about and " " not in about:  # the key of an item among those of an entry, and no longer one
        whole = literal(", ") + audit.c.subject + literal(", ")
        found.append(whole.contains(f", {about}, ", autoescape=True))
    elif about:
        lowered = func.lower(audit.c.subject)
        found.append(or_(lowered.contains(about.lower(), autoescape=True), audit.c.subject == about))
    return found
