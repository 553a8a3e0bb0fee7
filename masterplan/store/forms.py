"""Which drawn forms have taken effect, so that a double click or a repeated request acts once."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from masterplan.domain.access import Actor
from masterplan.store.canonical import decode, encode
from masterplan.store.tables import form
from masterplan.store.writing import account_id


def outcome(connection: Connection, by: Actor, form_key: str) -> Any:
    """What the form's first submit gave; None where it has not been submitted. Ask under the write lock."""
    found = connection.scalar(select(form.c.outcome).where(form.c.key == _key(account_id(connection, by), form_key)))
    return None if found is None else decode(found)


def taken(connection: Connection, by: Actor, form_key: str, at: datetime, given: object) -> None:
    """Notes, in the transaction of the act itself, that a form took effect and what it gave (plain values)."""
    account = account_id(connection, by)
    values = {"key": _key(account, form_key), "account": account, "at": at, "outcome": encode(given)}
    connection.execute(insert(form).values(values))


def _key(account: str, form_key: str) -> str:
    # A key is good for the account only that the form was drawn for.
    return sha256(f"{account} {form_key}".encode()).hexdigest()
