"""Noting who did or was refused what, where no revision of the log says so already.

Edits, imports, releases and issued briefings are revisions, which tell who and when; `note` is for what leaves none:
log-ins, refusals, exports, downloads, rounds. Page views are not noted; names and e-mail addresses never stand in an
entry.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from masterplan.domain.access import Actor, NotAllowed
from masterplan.store import audit as stored
from masterplan.store.engine import Database
from masterplan.store.writing import account_id

REFUSED = "refused"
EXPORT = "export"


def note(
    database: Database, *, act: str, by: Actor | None, at: datetime, subject: str | None = None, **detail: object
) -> None:
    """Adds an entry in a transaction of its own.

    ``act`` is one of `vocabulary.AUDIT_ACTS`, ``subject`` the key of an item, a file or a page, ``detail`` what else
    helps to understand it; ``by`` None: nobody was logged in.
    """
    with database.writing() as connection:
        account = None if by is None else account_id(connection, by)
        stored.add_entry(connection, at=at, account=account, act=act, subject=subject, detail=detail)


def refused(
    database: Database, *, by: Actor | None, at: datetime, refusal: str, subject: str | None = None, **detail: object
) -> None:
    """Notes that somebody was refused something; ``refusal`` is the sentence that was said."""
    note(database, act=REFUSED, by=by, at=at, subject=subject, refusal=refusal, **detail)


@contextmanager
def refusals_noted(database: Database, *, by: Actor, at: datetime, subject: str | None = None) -> Iterator[None]:
    """Around an action: a refusal is noted after its transaction has ended, and passed on."""
    try:
        yield
    except NotAllowed as refusal:
        refused(database, by=by, at=at, refusal=str(refusal), subject=subject)
        raise
