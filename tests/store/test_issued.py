"""What was issued stays as it was, whatever happens to the plan; each form issues once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from masterplan.actions import issue as issuing
from masterplan.actions.issue import Document, NotIssued
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.store import integrity, reading
from masterplan.store.engine import Database

AT = datetime(2022, 1, 20, 9, tzinfo=UTC)
STAFF = Actor("Staatskanzlei", Role.CHANCELLERY)
CABINET = Actor("Kabinett", Role.CABINET)
MINISTRY = Actor("Koordination", Role.MINISTRY, "SMI")
FILES = {name: f"{name} ä".encode() for name in ("pptx", "pdf", "docx", "xlsx")}


def _document(database: Database, **different: object) -> Document:
    with database.reading() as connection:
        known = reading.revision_at(connection, AT)
    document = Document(
        "briefing", "Sachstandsbericht", date(2021, 12, 31), known.recorded_at, known.number, "released", "1.0",
        '{"title":"Übersicht"}', {"rule": "bund-2020"}, {"bund-2020": "1"}, "2022-02-01",
    )  # fmt: skip
    return replace(document, **different)  # type: ignore[arg-type]


def test_what_is_issued_comes_back_byte_for_byte_and_is_sealed(database: Database) -> None:
    issued = issuing.issue(database, _document(database), FILES, by=STAFF, at=AT, form_key="a")
    assert (issued.number, issued.revision, issued.by, issued.reference) == (1, 1, "Staatskanzlei", "2022-02-01")
    assert issued.question == {"rule": "bund-2020"}
    assert {name: file.sha256 for name, file in issued.files.items()} == {
        name: sha256(content).hexdigest() for name, content in FILES.items()
    }
    assert issuing.issued_documents(database, "briefing", by=CABINET) == [issued]
    assert issuing.said_in(database, issued, by=CABINET) == '{"title":"Übersicht"}'
    for name, content in FILES.items():
        assert issuing.file_of(database, "briefing", 1, name, by=CABINET, at=AT) == content
    assert integrity.broken_links(database) == []
    assert issued.link not in ("", "0" * 64)


def test_one_form_issues_once_and_another_one_the_same_content_never(database: Database) -> None:
    document = _document(database)
    first = issuing.issue(database, document, FILES, by=STAFF, at=AT, form_key="a")
    again = issuing.issue(database, document, FILES, by=STAFF, at=AT + timedelta(seconds=1), form_key="a")
    assert again == first
    with pytest.raises(NotIssued, match="schon als Nummer 1 herausgegeben"):
        issuing.issue(database, document, FILES, by=STAFF, at=AT, form_key="b")
    assert len(issuing.issued_documents(database, "briefing", by=STAFF)) == 1
    other = replace(document, kind="answer", reference="7/1234")
    answer = issuing.issue(
        database, other, {name: FILES[name] for name in ("docx", "xlsx")}, by=STAFF, at=AT, form_key="c"
    )
    assert (answer.number, answer.files["docx"]) == (1, first.files["docx"])
    assert integrity.broken_links(database) == []


def test_what_cannot_be_issued_is_refused_with_a_reason(database: Database) -> None:
    refused = {
        "Entwurf": (_document(database, audience="all"), FILES),
        "Formate": (_document(database), {"pdf": b""}),
        "passt nicht mehr": (_document(database, cut_revision=7), FILES),
        "bitte erstellen": (_document(database, known_by=AT + timedelta(days=1)), FILES),
    }
    for words, (document, files) in refused.items():
        with pytest.raises(NotIssued, match=f"(?i){words}"):
            issuing.issue(database, document, files, by=STAFF, at=AT, form_key=words)
    assert reading.data_revision(database) == 0
    with pytest.raises(NotIssued, match="gibt es nicht"):
        issuing.file_of(database, "briefing", 1, "pdf", by=STAFF, at=AT)


def test_only_the_chancellery_issues_and_only_it_and_the_cabinet_read(database: Database) -> None:
    for actor in (CABINET, MINISTRY):
        with pytest.raises(NotAllowed):
            issuing.issue(database, _document(database), FILES, by=actor, at=AT, form_key="a")
    issued = issuing.issue(database, _document(database), FILES, by=STAFF, at=AT, form_key="a")
    for refused in (
        lambda: issuing.issued_documents(database, "briefing", by=MINISTRY),
        lambda: issuing.said_in(database, issued, by=MINISTRY),
        lambda: issuing.file_of(database, "briefing", 1, "pdf", by=MINISTRY, at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()
    issuing.file_of(database, "briefing", 1, "pdf", by=CABINET, at=AT)
    with database.reading() as connection:
        told = connection.execute(text("SELECT act, subject FROM audit ORDER BY id")).all()
    assert [tuple(row) for row in told if row.act in ("refused", "download")] == [
        ("refused", "briefing"), ("refused", "briefing"), ("refused", "briefing/1.pdf"), ("download", "briefing/1.pdf"),
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["issued", "issued_file", "issued_content"])
def test_nobody_changes_or_removes_what_was_issued(database: Database, table: str) -> None:
    issuing.issue(database, _document(database), FILES, by=STAFF, at=AT, form_key="a")
    column = "content" if table == "issued_content" else "revision"
    for command in (text(f"UPDATE {table} SET {column} = {column}"), text(f"DELETE FROM {table}")):
        with pytest.raises(DatabaseError), database.writing() as connection:
            connection.execute(command)
