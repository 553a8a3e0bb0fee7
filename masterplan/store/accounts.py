"""Accounts: who may log in, with which role and for which body. They may be changed; the log names only their ids."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, func, insert, or_, select, update

from masterplan.domain.access import Actor, Role
from masterplan.store.engine import Connection
from masterplan.store.tables import account
from masterplan.vocabulary import german_order


@dataclass(frozen=True)
class Account:
    """Somebody who can log in. ``password`` is the argon2 hash (None: no local log-in), ``login`` what is typed."""

    id: str
    name: str
    role: Role
    body: str | None
    login: str | None
    subject: str | None
    email: str | None
    password: str | None
    must_change: bool
    disabled_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Who acts when this account does."""
        return Actor(self.name, self.role, self.body, self.id)

    @property
    def can_log_in(self) -> bool:
        """Whether there is a way to log in, as long as it is not disabled: roles of an example plan have none."""
        return any((self.login, self.subject, self.email))


def all_accounts(connection: Connection) -> list[Account]:
    """Everybody with a role, by name."""
    rows = connection.execute(select(account).where(account.c.role.is_not(None)))
    return sorted(map(_account, rows), key=lambda one: (german_order(one.name), one.id))


def by_id(connection: Connection, number: str) -> Account | None:
    """The account with an id, if it has a role."""
    return _one(connection, account.c.id == number)


def by_name(connection: Connection, name: str) -> Account | None:
    """The account with a name, if it has a role."""
    return _one(connection, account.c.name == name)


def by_login(connection: Connection, login: str) -> Account | None:
    """The account with a login, in small letters."""
    return _one(connection, account.c.login == login)


def by_identity(connection: Connection, subject: str, email: str | None) -> Account | None:
    """The account of a subject of the identity provider; else one not yet tied to a subject, by its e-mail address."""
    known = _one(connection, account.c.subject == subject)
    if known is not None or not email:
        return known
    free = account.c.subject.is_(None) & (func.lower(account.c.email) == email.strip().lower())
    rows = connection.execute(select(account).where(account.c.role.is_not(None), free)).all()
    return _account(rows[0]) if len(rows) == 1 else None


def someone_can_log_in(connection: Connection) -> bool:
    """Whether there is an account that is not disabled and has a way to log in."""
    way = or_(account.c.login.is_not(None), account.c.subject.is_not(None), account.c.email.is_not(None))
    query = select(account.c.id).where(account.c.role.is_not(None), account.c.disabled_at.is_(None), way).limit(1)
    return connection.execute(query).first() is not None


def is_taken(connection: Connection, column: str, value: str) -> bool:
    """Whether an account, or somebody whom the log names, has this name, login or subject."""
    return connection.execute(select(account.c.id).where(account.c[column] == value)).first() is not None


def add_account(connection: Connection, **values: Any) -> str:
    """Adds an account; its new id."""
    number = token_hex(8)
    connection.execute(insert(account).values(id=number, **values))
    return number


def change_account(connection: Connection, number: str, **values: Any) -> None:
    """Changes columns of an account."""
    connection.execute(update(account).where(account.c.id == number).values(**values))


def _one(connection: Connection, condition: ColumnElement[bool]) -> Account | None:
    row = connection.execute(select(account).where(condition, account.c.role.is_not(None))).first()
    return None if row is None else _account(row)


def _account(row: Any) -> Account:
    return Account(
        row.id, row.name, Role(row.role), row.body, row.login, row.subject, row.email, row.password,
        bool(row.must_change), row.disabled_at,
    )  # fmt: skip
