"""Noting who did or was refused what, and searching it.

Each revision of the log (edits, imports, releases, issued briefings) notes itself; `note` is for what makes none:
log-ins, refusals, exports, downloads, rounds. Page views are not noted; names of persons and e-mail addresses never
stand in an entry.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from masterplan.domain.access import Actor, NotAllowed, Right, demand
from masterplan.store import audit as stored
from masterplan.store.audit import Entry, Wanted
from masterplan.store.engine import Database
from masterplan.store.writing import account_id

__all__ = ["Entry", "Wanted", "export", "note", "people", "refusals_noted", "refused", "search"]

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


PAGE = 100
MOST_EXPORTED = 50_000


def search(database: Database, wanted: Wanted, *, by: Actor, at: datetime, page: int = 1) -> tuple[list[Entry], int]:
    """The entries of a page of the audit, newest first, and how many there are in all. Raises NotAllowed (noted)."""
    with refusals_noted(database, by=by, at=at, subject="audit"):
        demand(by, Right.READ_AUDIT)
    with database.reading() as connection:
        return stored.entries(connection, wanted, PAGE, PAGE * (page - 1)), stored.count(connection, wanted)


def export(database: Database, wanted: Wanted, *, by: Actor, at: datetime, kind: str) -> list[Entry]:
    """All entries that are wanted, to be handed out; that is noted, too. Raises NotAllowed (noted)."""
    with refusals_noted(database, by=by, at=at, subject="audit"):
        demand(by, Right.READ_AUDIT)
    note(database, act=EXPORT, by=by, at=at, subject=f"audit.{kind}")
    with database.reading() as connection:
        return stored.entries(connection, wanted, MOST_EXPORTED, 0)


def people(database: Database, *, by: Actor) -> dict[str, str]:
    """Everybody who did something, by account: their names."""
    demand(by, Right.READ_AUDIT)
    with database.reading() as connection:
        return stored.people(connection)


@contextmanager
def refusals_noted(database: Database, *, by: Actor, at: datetime, subject: str | None = None) -> Iterator[None]:
    """Around an action: a refusal is noted after its transaction has ended, and passed on."""
    try:
        yield
    except NotAllowed as refusal:
        refused(database, by=by, at=at, refusal=str(refusal), subject=subject)
        raise
