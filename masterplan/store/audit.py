"""The audit: who did or was refused what, and when. It is only ever added to; names are looked up when it is read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert

from masterplan.store.canonical import encode
from masterplan.store.engine import Connection
from masterplan.store.tables import audit


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
