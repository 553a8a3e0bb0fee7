"""Sessions and tries to log in. Of a session only the SHA-256 of its cookie is kept, of a login tried only its hash."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from masterplan.domain.access import Actor, Role
from masterplan.domain.logins import Way
from masterplan.store.engine import Connection
from masterplan.store.tables import account, login_attempt, session


@dataclass(frozen=True)
class Session:
    """A session with whom it is of, as their account says now; whether it is still good is a rule of the domain."""

    token: str
    actor: Actor
    way: Way
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    must_change: bool
    disabled: bool


def digest(text: str) -> str:
    """What is kept instead of a secret, or of what was typed as a login."""
    return sha256(text.encode()).hexdigest()


def begin(connection: Connection, token: str, account_id: str, way: Way, at: datetime, ends_at: datetime) -> None:
    """Adds a session."""
    values = {"token": token, "account": account_id, "way": way, "begun_at": at, "seen_at": at, "ends_at": ends_at}
    connection.execute(insert(session).values(values))


def find(connection: Connection, token: str) -> Session | None:
    """The session of a token, dead or alive."""
    row = connection.execute(_FIND, {"wanted": token}).first()
    return None if row is None else _session(row)


def sessions_of(connection: Connection, account_id: str) -> list[Session]:
    """An account's sessions that nobody ended, the newest first."""
    query = _sessions().where(session.c.account == account_id, session.c.ended_at.is_(None))
    return [_session(row) for row in connection.execute(query.order_by(session.c.begun_at.desc()))]


def seen(connection: Connection, token: str, at: datetime) -> None:
    """Notes that somebody is still at work."""
    connection.execute(update(session).where(session.c.token == token).values(seen_at=at))


def switch(connection: Connection, token: str, account_id: str) -> None:
    """Makes a session that of another account."""
    connection.execute(update(session).where(session.c.token == token).values(account=account_id))


def end(connection: Connection, token: str, at: datetime) -> None:
    """Ends a session."""
    query = update(session).where(session.c.token == token, session.c.ended_at.is_(None))
    connection.execute(query.values(ended_at=at))


def end_all(connection: Connection, account_id: str, at: datetime, but: str | None = None) -> None:
    """Ends all sessions of an account; ``but`` is a token that stays."""
    query = update(session).where(session.c.account == account_id, session.c.ended_at.is_(None))
    if but is not None:
        query = query.where(session.c.token != but)
    connection.execute(query.values(ended_at=at))


def forget(connection: Connection, before: datetime) -> None:
    """Removes sessions that were over, and tries that were made, before a time."""
    connection.execute(delete(session).where(session.c.ends_at < before))
    connection.execute(delete(login_attempt).where(login_attempt.c.at < before))


def failed_tries(connection: Connection, login: str, since: datetime) -> list[datetime]:
    """When tries with a login (its digest) failed since a time."""
    query = select(login_attempt.c.at).where(
        login_attempt.c.login == login, login_attempt.c.at > since, login_attempt.c.succeeded.is_(False)
    )
    return list(connection.scalars(query))


def add_try(connection: Connection, login: str, at: datetime) -> int:
    """Notes a try as failed until `succeeded` says otherwise; its number."""
    values = {"login": login, "at": at, "succeeded": False}
    key = connection.execute(insert(login_attempt).values(values)).inserted_primary_key
    assert key is not None, "a row that was added has a number"
    return int(key[0])


def succeeded(connection: Connection, number: int) -> None:
    """A try was right after all."""
    connection.execute(update(login_attempt).where(login_attempt.c.id == number).values(succeeded=True))


def _sessions() -> Any:
    wanted = (account.c.name, account.c.role, account.c.body, account.c.must_change, account.c.disabled_at)
    return select(session, *wanted).join(account, account.c.id == session.c.account)


_FIND = _sessions().where(session.c.token == bindparam("wanted"))
"""Made once: it is asked at every click."""


def _session(row: Any) -> Session:
    role = Role(row.role or Role.READER)
    return Session(
        row.token, Actor(row.name, role, row.body, row.account), Way(row.way), row.begun_at, row.seen_at, row.ends_at,
        row.ended_at, bool(row.must_change), row.disabled_at is not None or row.role is None,
    )  # fmt: skip
