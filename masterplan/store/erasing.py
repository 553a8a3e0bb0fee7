"""What can be erased although the log cannot: texts about persons, names of accounts, the bytes of workbooks."""

from datetime import datetime

from sqlalchemy import delete, func, literal, select, update

from masterplan.store import sessions
from masterplan.store.engine import Connection
from masterplan.store.tables import account, delivery, draft, person_text, saved_view, workbook, workbook_content


def texts_about(connection: Connection, words: str) -> list[str]:
    """The texts about persons that hold these words, whatever their case."""
    query = select(person_text.c.text).where(person_text.c.text.is_not(None)).distinct()
    return sorted(text for text in connection.scalars(query) if words.casefold() in text.casefold())


def erase_text(connection: Connection, text: str) -> int:
    """Empties a text about persons wherever it stands, with the salt that could confirm a guess; how often it stood."""
    query = update(person_text).where(person_text.c.text == text).values(text=None, salt="")
    return connection.execute(query).rowcount


def erase_account(connection: Connection, number: str, at: datetime) -> None:
    """Takes everything that tells who an account was of, the drafts and the saved views; it can no longer be used."""
    pseudonym = f"Gelöschtes Konto {number[:8]}"
    query = update(account).where(account.c.id == number)
    connection.execute(
        query.values(
            name=pseudonym, login=None, subject=None, email=None, password=None, must_change=False,
            disabled_at=func.coalesce(account.c.disabled_at, literal(at, account.c.disabled_at.type)),
        )
    )  # fmt: skip
    connection.execute(delete(draft).where(draft.c.account == number))
    connection.execute(delete(saved_view).where(saved_view.c.owner == number))
    sessions.end_all(connection, number, at)


def erase_workbook(connection: Connection, digest: str, reason: str) -> bool:
    """Puts a tombstone in the place of a workbook's bytes; False: it has one already, or never came."""
    query = update(workbook_content).where(
        workbook_content.c.sha256 == digest, workbook_content.c.content.is_not(None)
    )
    return connection.execute(query.values(content=None, tombstone=reason)).rowcount > 0


def workbooks(connection: Connection) -> dict[str, str]:
    """The kept workbooks by SHA-256: the name of the file and its Stand, the newest first."""
    query = (
        select(workbook.c.sha256, delivery.c.file, delivery.c.stand)
        .join(workbook_content, workbook_content.c.sha256 == workbook.c.sha256)
        .join(delivery, delivery.c.workbook == workbook.c.sha256)
        .where(workbook_content.c.content.is_not(None))
        .order_by(delivery.c.stand.desc(), delivery.c.id.desc())
    )
    return {row.sha256: f"{row.file} ({row.stand:%d.%m.%Y})" for row in connection.execute(query)}
