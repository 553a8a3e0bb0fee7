"""Issued briefings and answers as they are kept: what they are, their content, their files. Never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from masterplan.store.canonical import decode
from masterplan.store.engine import Connection
from masterplan.store.tables import account, issued, issued_content, issued_file, revision


@dataclass(frozen=True)
class IssuedFile:
    """One file: the SHA-256 of its bytes and their number."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Issued:
    """One briefing or answer, apart from its content.

    ``number`` runs by ``kind`` (``briefing``, ``answer``), ``reference`` is the day of the cabinet or the Drucksache.
    The plan in it is as at ``cut_revision``, known at ``known_by``; ``revision``, ``link`` and ``recorded_at`` are
    those of the issuing. ``question`` says what it was made for, ``rules`` are counting rules with their versions,
    ``files`` go by format.
    """

    id: int
    kind: str
    number: int
    reference: str | None
    title: str
    stichtag: date
    known_by: datetime
    cut_revision: int
    audience: str
    question: Mapping[str, Any]
    rules: Mapping[str, str]
    version: str
    content_sha256: str
    revision: int
    link: str
    recorded_at: datetime
    by: str
    files: Mapping[str, IssuedFile]


def all_issued(connection: Connection, kind: str) -> list[Issued]:
    """Everything issued of a kind, oldest first."""
    return _read(connection, _QUERY.where(issued.c.kind == kind))


def one_issued(connection: Connection, kind: str, number: int) -> Issued | None:
    """One briefing or answer by its number."""
    found = _read(connection, _QUERY.where(issued.c.kind == kind, issued.c.number == number))
    return found[0] if found else None


def issued_as(connection: Connection, number: int) -> Issued:
    """The document with this id."""
    return _read(connection, _QUERY.where(issued.c.id == number))[0]


def content(connection: Connection, number: int) -> str:
    """What an issued document says, as canonical JSON; ``number`` is its id."""
    return str(connection.execute(select(issued.c.content).where(issued.c.id == number)).scalar_one())


def file_bytes(connection: Connection, number: int, format_: str) -> bytes | None:
    """A file as it was issued; None where the document has none in this format."""
    query = (
        select(issued_content.c.content)
        .join(issued_file, issued_file.c.sha256 == issued_content.c.sha256)
        .where(issued_file.c.issued == number, issued_file.c.format == format_)
    )
    return connection.scalar(query)


_COLUMNS = [column for column in issued.columns if column.name != "content"]
_QUERY: Select[Any] = (
    select(*_COLUMNS, revision.c.recorded_at, revision.c.link, account.c.name.label("by"))
    .join(revision, revision.c.number == issued.c.revision)
    .join(account, account.c.id == revision.c.account)
    .order_by(issued.c.id)
)


def _read(connection: Connection, query: Select[Any]) -> list[Issued]:
    rows = connection.execute(query).all()
    files: dict[int, dict[str, IssuedFile]] = {row.id: {} for row in rows}
    kept = select(issued_file).where(issued_file.c.issued.in_(files)).order_by(issued_file.c.format)
    for row in connection.execute(kept):
        files[row.issued][row.format] = IssuedFile(row.sha256, row.size)
    parsed = ("question", "rules")
    return [
        Issued(
            **{name: decode(value) if name in parsed else value for name, value in row._mapping.items()},
            files=files[row.id],
        )
        for row in rows
    ]
