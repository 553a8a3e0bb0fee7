"""Keeping accounts: adding and disabling them, their role and body, a new password. Each change ends their sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from secrets import choice
from typing import Any

from masterplan.actions.audit import refusals_noted
from masterplan.actions.login import hash_of
from masterplan.domain import logins
from masterplan.domain.access import OF_A_BODY, REFUSALS, Actor, NotAllowed, Right, Role, demand, grantable, own_names
from masterplan.store import accounts, reading, sessions
from masterplan.store import audit as stored_audit
from masterplan.store.accounts import Account
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import account_id
from masterplan.vocabulary import BERLIN, ROLES

__all__ = [
    "Account", "AccountRefused", "Added", "Database", "add", "disable", "enable", "everybody", "new_password",
    "set_role",
]  # fmt: skip

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""For passwords that are read aloud or typed from paper: nothing that looks like something else."""


class AccountRefused(Exception):
    """Accounts stay as they are; the text says in German why and what to do."""


@dataclass(frozen=True)
class Added:
    """A new account, and its first password where it has one: shown once, to be changed at the first log-in."""

    account: str
    password: str | None


def everybody(database: Database, *, by: Actor, at: datetime) -> list[Account]:
    """The accounts that the actor may manage, by name."""
    demand(by, Right.MANAGE_ACCOUNTS, [by.body], [by.body] if by.body else [])
    with database.reading() as connection:
        own = _own(connection, by, at)
        known = [one for one in accounts.all_accounts(connection) if one.can_log_in]
        return [one for one in known if _manages(by, one.role, one.body, own)]


def add(
    database: Database, *, by: Actor, at: datetime, name: str, role: Role, body: str | None,
    login: str | None = None, email: str | None = None, subject: str | None = None, password: str | None = None,
) -> Added:  # fmt: skip
    """Adds an account. With a login it gets a first password (made up unless given); without, it needs an identity.

    Raises `AccountRefused` and `NotAllowed`.
    """
    name, login = " ".join(name.split()), logins.spelled(login or "") or None
    email, subject = (email or "").strip() or None, (subject or "").strip() or None
    if not name:
        raise AccountRefused("Ein Konto braucht den Namen der Person oder Stelle, der in Verläufen erscheint.")
    if not (login or email or subject):
        raise AccountRefused(
            "Ein Konto braucht eine Kennung, eine E-Mail-Adresse oder die Kennung beim Anmeldedienst; sonst kann sich "
            "niemand damit anmelden."
        )
    first = _first_password(password, login) if login else None
    hashed = hash_of(first) if first else None
    with _managing(database, by, at) as (connection, own):
        _check_role(connection, by, role, body, at, own)
        for column, value, words in (
            ("name", name, "Diesen Namen"), ("login", login, "Diese Kennung"),
            ("subject", subject, "Diese Kennung beim Anmeldedienst"),
        ):  # fmt: skip
            if value and accounts.is_taken(connection, column, value):
                raise AccountRefused(f"{words} gibt es schon. Bitte wählen Sie etwas anderes.")
        number = accounts.add_account(
            connection, name=name, role=role, body=body, login=login, email=email, subject=subject, password=hashed,
            must_change=hashed is not None, disabled_at=None,
        )  # fmt: skip
        _note(connection, by, at, number, "add", role=role, body=body)
    return Added(number, first)


def disable(database: Database, *, by: Actor, at: datetime, account: str) -> None:
    """Shuts somebody out from the next click on; what they did stays. Raises `AccountRefused` and `NotAllowed`."""
    with _changing(database, by, at, account) as (connection, known):
        if known.id == by.account:
            raise AccountRefused("Das eigene Konto können Sie nicht sperren. Das macht jemand anderes für Sie.")
        _keep_one_chancellery(connection, known)
        accounts.change_account(connection, account, disabled_at=at)
        _note(connection, by, at, account, "disable")


def enable(database: Database, *, by: Actor, at: datetime, account: str) -> None:
    """Lets somebody in again. Raises `AccountRefused` and `NotAllowed`."""
    with _changing(database, by, at, account) as (connection, _):
        accounts.change_account(connection, account, disabled_at=None)
        _note(connection, by, at, account, "enable")


def set_role(database: Database, *, by: Actor, at: datetime, account: str, role: Role, body: str | None) -> None:
    """Gives somebody another role or body. Raises `AccountRefused` and `NotAllowed`."""
    with _changing(database, by, at, account) as (connection, known):
        if known.id == by.account:
            raise AccountRefused("Die eigene Rolle können Sie nicht ändern. Das macht jemand anderes für Sie.")
        _check_role(connection, by, role, body, at, _own(connection, by, at))
        if role != Role.CHANCELLERY:
            _keep_one_chancellery(connection, known)
        accounts.change_account(connection, account, role=role, body=body)
        _note(connection, by, at, account, "role", role=role, body=body)


def new_password(database: Database, *, by: Actor, at: datetime, account: str, password: str | None = None) -> str:
    """Sets a password that must be changed at the next log-in; shown once. Raises `AccountRefused`, `NotAllowed`."""
    with database.reading() as connection:
        known = accounts.by_id(connection, account)
    first = _first_password(password, known.login if known else None)
    hashed = hash_of(first)
    with _changing(database, by, at, account) as (connection, fresh):
        if fresh.login is None:
            raise AccountRefused("Dieses Konto meldet sich über den Anmeldedienst an; es hat hier kein Kennwort.")
        accounts.change_account(connection, account, password=hashed, must_change=True)
        _note(connection, by, at, account, "password")
    return first


# Parts.


@contextmanager
def _managing(database: Database, by: Actor, at: datetime) -> Iterator[tuple[Connection, frozenset[str]]]:
    """A transaction of somebody who keeps accounts, with the names of their own body; a refusal is noted."""
    with refusals_noted(database, by=by, at=at, subject="konten"), database.writing() as connection:
        demand(by, Right.MANAGE_ACCOUNTS, [by.body], [by.body] if by.body else [])
        yield connection, _own(connection, by, at)


@contextmanager
def _changing(database: Database, by: Actor, at: datetime, account: str) -> Iterator[tuple[Connection, Account]]:
    """The same for one account, whose sessions end with the change."""
    with _managing(database, by, at) as (connection, own):
        known = accounts.by_id(connection, account)
        if known is None:
            raise AccountRefused("Dieses Konto gibt es nicht (mehr). Bitte laden Sie die Seite neu.")
        if not _manages(by, known.role, known.body, own):
            raise NotAllowed(REFUSALS[Right.MANAGE_ACCOUNTS])
        yield connection, known
        sessions.end_all(connection, account, at)


def _manages(by: Actor, role: Role, body: str | None, own: frozenset[str]) -> bool:
    return role in grantable(by) and (by.role == Role.CHANCELLERY or body in own)


def _own(connection: Connection, by: Actor, at: datetime) -> frozenset[str]:
    return own_names(by, reading.bodies(connection), at.astimezone(BERLIN).date())


def _check_role(
    connection: Connection, by: Actor, role: Role, body: str | None, at: datetime, own: frozenset[str]
) -> None:
    if not _manages(by, role, body, own):
        raise NotAllowed(REFUSALS[Right.MANAGE_ACCOUNTS])
    today = at.astimezone(BERLIN).date()
    kinds = {one.key: one.kind for one in reading.bodies(connection) if one.valid(today)}
    fitting = [key for key, kind in kinds.items() if kind in OF_A_BODY.get(role, tuple(kinds.values()))]
    offer = f"Möglich ist: {', '.join(fitting)}."
    if body is not None and body not in kinds:
        raise AccountRefused(f"Ein Ressort oder eine Stelle „{body}“ gibt es heute nicht. {offer}")
    if role in OF_A_BODY and body not in fitting:
        raise AccountRefused(
            f"Die Rolle „{ROLES[role]}“ braucht ein passendes Ressort oder eine passende Stelle. {offer}"
        )


def _keep_one_chancellery(connection: Connection, known: Account) -> None:
    others = [one for one in accounts.all_accounts(connection) if one.id != known.id]
    left = [one for one in others if one.role == Role.CHANCELLERY and one.can_log_in and not one.disabled_at]
    if known.role == Role.CHANCELLERY and not left:
        raise AccountRefused("Es ist das letzte Konto der Staatskanzlei. Legen Sie zuerst ein weiteres an.")


def _first_password(password: str | None, login: str | None) -> str:
    if password is None:
        return "-".join("".join(choice(LETTERS) for _ in range(5)) for _ in range(4))
    trouble = logins.password_trouble(password, login or "")
    if trouble:
        raise AccountRefused(trouble)
    return password


def _note(connection: Connection, by: Actor, at: datetime, account: str, change: str, **detail: Any) -> None:
    stored_audit.add_entry(
        connection, at=at, account=account_id(connection, by), act="account", subject=account,
        detail={"change": change, **detail},
    )  # fmt: skip
