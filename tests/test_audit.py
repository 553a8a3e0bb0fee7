"""What the audit keeps: who did or was refused what, on both engines, never changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from masterplan.actions import audit
from masterplan.actions.audit import Wanted
from masterplan.domain.access import Actor, NotAllowed, Right, Role, demand
from masterplan.domain.plan import Kind
from masterplan.store import tables
from masterplan.store.engine import Database, open_database
from masterplan.store.writing import NewStatement, new_revision
from tests.pages.offering import CHANCELLERY

AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
READER = Actor("Lesend", Role.READER)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()


def _entries(database: Database) -> list[tuple[str, str | None, str]]:
    with database.reading() as connection:
        ours = select(tables.audit).where(tables.audit.c.act != "founding").order_by(tables.audit.c.id)
        rows = connection.execute(ours).all()
    return [(row.act, row.subject, row.detail) for row in rows]


def test_a_refusal_is_noted_and_passed_on(database: Database) -> None:
    with (
        pytest.raises(NotAllowed, match="Freigabe"),
        audit.refusals_noted(database, by=READER, at=AT, subject="measure/1"),
    ):
        demand(READER, Right.RELEASE)
    [(act, subject, detail)] = _entries(database)
    assert (act, subject) == ("refused", "measure/1")
    assert "Die Freigabe" in detail
    assert "Lesend" not in detail


def test_an_entry_of_the_audit_stays_as_it_is(database: Database) -> None:
    audit.note(database, act="download", by=None, at=AT, subject="Katalog.xlsx", size=12)
    assert _entries(database) == [("download", "Katalog.xlsx", '{"size":12}')]
    with pytest.raises(DatabaseError), database.writing() as connection:
        connection.execute(update(tables.audit).values(act="login"))


def _revision(database: Database, at: datetime = AT) -> None:
    with database.writing() as connection, new_revision(connection, at=at, by="Anna Beispiel", act="edit") as opened:
        made = opened.add_items(Kind.MEASURE, [None, None])
        opened.state([NewStatement(number, AT.date(), "edit", False, '{"title":"x"}') for number, _ in made])


def test_each_revision_notes_itself_with_the_items_it_is_about(database: Database) -> None:
    _revision(database)
    found, total = audit.search(database, Wanted(about="measure/2"), by=CHANCELLERY, at=AT)
    assert total == 1
    assert (found[0].act, found[0].by, found[0].subject) == ("edit", "Anna Beispiel", "measure/1, measure/2")
    assert audit.search(database, Wanted(about="measure/"), by=CHANCELLERY, at=AT)[1] == 0


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["export", "download", "edit"]),
        (Wanted(acts=("download", "edit")), ["download", "edit"]),
        (Wanted(about="KATALOG"), ["download"]),
        (Wanted(since=AT + DAY), ["export", "download"]),
        (Wanted(until=AT + DAY), ["edit"]),
        (Wanted(since=AT + DAY, until=AT + 2 * DAY), ["download"]),
    ],
)
def test_the_audit_can_be_narrowed(database: Database, wanted: Wanted, expected: list[str]) -> None:
    _revision(database)
    audit.note(database, act="download", by=CHANCELLERY, at=AT + DAY, subject="Katalog 100%.xlsx")
    audit.note(database, act="export", by=READER, at=AT + 2 * DAY, subject="audit.csv")
    found, _ = audit.search(database, wanted, by=CHANCELLERY, at=AT)
    assert [entry.act for entry in found if entry.act != "founding"] == expected
    people = {name: number for number, name in audit.people(database, by=CHANCELLERY).items()}
    assert audit.search(database, Wanted(account=people["Lesend"]), by=CHANCELLERY, at=AT)[1] == 1


def test_only_the_chancellery_reads_the_audit_and_taking_it_away_is_noted(database: Database) -> None:
    with pytest.raises(NotAllowed, match="Prüfprotokoll"):
        audit.search(database, Wanted(), by=READER, at=AT)
    handed = audit.export(database, Wanted(acts=("refused", "export")), by=CHANCELLERY, at=AT, kind="csv")
    assert [entry.act for entry in handed] == ["export", "refused"]
