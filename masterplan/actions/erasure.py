"""Erasing what tells of persons (DSGVO). What they did stays in the log, whose hash chain knows no names.

Each erasure is a revision without statements, so that nothing kept for pages survives it; its reason stands in the
audit and must not name anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, Right, Role, demand
from masterplan.store import accounts, erasing
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import new_revision

__all__ = [
    "Database", "NothingErased", "erase_account", "erase_text", "erase_workbook", "kept_workbooks", "texts_about",
]  # fmt: skip

SHORTEST_REASON = 5


class NothingErased(Exception):
    """Everything stays as it is; the text says in German why."""


def texts_about(database: Database, *, words: str, by: Actor) -> list[str]:
    """The texts about persons that hold these words. Raises NotAllowed."""
    demand(by, Right.ERASE)
    with database.reading() as connection:
        return erasing.texts_about(connection, words) if words.strip() else []


def kept_workbooks(database: Database, *, by: Actor) -> dict[str, str]:
    """The workbooks whose bytes are kept, by SHA-256: name of the file and its Stand. Raises NotAllowed."""
    demand(by, Right.ERASE)
    with database.reading() as connection:
        return erasing.workbooks(connection)


def erase_text(database: Database, *, text: str, reason: str, by: Actor, at: datetime) -> int:
    """Empties a text about persons wherever it stands; how often that was. Raises NothingErased, NotAllowed."""
    with _erasing(database, "person", None, reason, by, at) as connection:
        found = erasing.erase_text(connection, text)
        if not found:
            raise NothingErased("Diesen Text gibt es nicht (mehr). Er muss genau so geschrieben sein wie gespeichert.")
    return found


def erase_account(database: Database, *, account: str, reason: str, by: Actor, at: datetime) -> None:
    """Takes name, login and address from an account and shuts it. Raises NothingErased, NotAllowed."""
    with _erasing(database, "account", account, reason, by, at) as connection:
        known = accounts.by_id(connection, account)
        if known is None or account == by.account:
            raise NothingErased("Dieses Konto gibt es nicht, oder es ist das eigene: Das löscht jemand anderes.")
        others = [one for one in accounts.all_accounts(connection) if one.id != account and not one.disabled_at]
        if known.role == Role.CHANCELLERY and not any(one.role == Role.CHANCELLERY for one in others if one.can_log_in):
            raise NothingErased("Es ist das letzte Konto der Staatskanzlei. Legen Sie zuerst ein weiteres an.")
        erasing.erase_account(connection, account, at)


def erase_workbook(database: Database, *, sha256: str, reason: str, by: Actor, at: datetime) -> None:
    """Puts a tombstone with the reason in the place of a workbook. Raises NothingErased, NotAllowed."""
    with _erasing(database, "workbook", sha256, reason, by, at) as connection:
        if not erasing.erase_workbook(connection, sha256, reason.strip()):
            raise NothingErased("Diese Datei ist nicht (mehr) gespeichert.")


@contextmanager
def _erasing(
    database: Database, what: str, subject: str | None, reason: str, by: Actor, at: datetime
) -> Iterator[Connection]:
    with refusals_noted(database, by=by, at=at, subject=subject), database.writing() as connection:
        demand(by, Right.ERASE)
        if len(reason.strip()) < SHORTEST_REASON:
            raise NothingErased("Bitte nennen Sie den Grund, ohne einen Namen zu nennen.")
        with new_revision(connection, at=at, by=by, act="erase") as opened:
            opened.tell(subject, what=what, reason=reason.strip())
            yield connection
