"""Issuing a briefing or an answer: the rendered files and what they say are kept for ever, and handed out again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256

from masterplan.actions.audit import note, refusals_noted
from masterplan.domain.access import Actor, Right, demand
from masterplan.store import forms, reading
from masterplan.store import issued as stored
from masterplan.store.canonical import encode
from masterplan.store.engine import Connection, Database
from masterplan.store.issued import Issued, IssuedFile
from masterplan.store.writing import new_revision

__all__ = [
    "Document", "Issued", "IssuedFile", "NotIssued", "file_of", "issue", "issued_documents", "said_in",
]  # fmt: skip

BRIEFING, ANSWER = "briefing", "answer"
FORMATS: Mapping[str, tuple[str, ...]] = {BRIEFING: ("pptx", "pdf", "docx", "xlsx"), ANSWER: ("docx", "xlsx")}
"""The files that belong to a document, by its kind."""
RELEASED = "released"


class NotIssued(Exception):
    """Nothing was issued or handed out; the text says in German why and what to do."""


@dataclass(frozen=True)
class Document:
    """What is to be issued: the columns of `Issued`, and the content as canonical JSON."""

    kind: str
    title: str
    stichtag: date
    known_by: datetime
    cut_revision: int
    audience: str
    version: str
    content: str = field(repr=False)
    question: Mapping[str, object] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = None


def issue(
    database: Database, document: Document, files: Mapping[str, bytes], *, by: Actor, at: datetime, form_key: str
) -> Issued:
    """Keeps a document with its files by format. The same form issues once.

    Raises `NotIssued` and, without the right to issue, `NotAllowed`.
    """
    digest = sha256(document.content.encode()).hexdigest()
    with refusals_noted(database, by=by, at=at, subject=document.kind), database.writing() as connection:
        demand(by, Right.ISSUE)
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return stored.issued_as(connection, known)
        _refuse(connection, document, files, digest, at)
        with new_revision(connection, at=at, by=by, act="issue") as opened:
            number = opened.issue(
                files, kind=document.kind, reference=document.reference, title=document.title,
                stichtag=document.stichtag, known_by=document.known_by.astimezone(UTC),
                cut_revision=document.cut_revision, audience=document.audience, question=encode(document.question),
                rules=encode(document.rules), version=document.version, content=document.content,
                content_sha256=digest,
            )  # fmt: skip
        forms.taken(connection, by, form_key, at, number)
        return stored.issued_as(connection, number)


def _refuse(
    connection: Connection, document: Document, files: Mapping[str, bytes], digest: str, at: datetime
) -> None:
    if document.audience != RELEASED:
        raise NotIssued("Ein Entwurf mit nicht freigegebenen Angaben kann nicht herausgegeben werden.")
    if set(files) != set(FORMATS[document.kind]):
        raise NotIssued(f"Zum Herausgeben gehören die Formate {', '.join(FORMATS[document.kind])}; es fehlt etwas.")
    known = reading.revision_at(connection, document.known_by)
    if document.known_by > at or known.number != document.cut_revision:
        raise NotIssued(
            "Der Bericht passt nicht mehr zu den Daten, aus denen er entstanden ist. Bitte erstellen Sie ihn neu."
        )
    same = [one for one in stored.all_issued(connection, document.kind) if one.content_sha256 == digest]
    if same:
        raise NotIssued(
            f"Das ist schon als Nummer {same[0].number} herausgegeben. Die Dateien können Sie dort herunterladen."
        )


def issued_documents(database: Database, kind: str, *, by: Actor) -> list[Issued]:
    """Everything issued of a kind, the newest first. Raises `NotAllowed`."""
    demand(by, Right.READ_BRIEFINGS)
    with database.reading() as connection:
        return stored.all_issued(connection, kind)[::-1]


def said_in(database: Database, document: Issued, *, by: Actor) -> str:
    """What an issued document says, as the canonical JSON kept with it. Raises `NotAllowed`."""
    demand(by, Right.READ_BRIEFINGS)
    with database.reading() as connection:
        return stored.content(connection, document.id)


def file_of(database: Database, kind: str, number: int, format_: str, *, by: Actor, at: datetime) -> bytes:
    """A file just as it was issued; who gets it is noted. Raises `NotIssued` and `NotAllowed`."""
    with refusals_noted(database, by=by, at=at, subject=f"{kind}/{number}.{format_}"):
        demand(by, Right.READ_BRIEFINGS)
    with database.reading() as connection:
        found = stored.one_issued(connection, kind, number)
        content = None if found is None else stored.file_bytes(connection, found.id, format_)
    if content is None:
        raise NotIssued(f"Eine herausgegebene Datei „{format_}“ unter der Nummer {number} gibt es nicht.")
    note(database, act="download", by=by, at=at, subject=f"{kind}/{number}.{format_}")
    return content
