"""What the audit keeps: who did or was refused what, on both engines, never changed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from masterplan.actions import audit
from masterplan.domain.access import Actor, NotAllowed, Right, Role, demand
from masterplan.store import tables
from masterplan.store.engine import Database, open_database

AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
READER = Actor("Lesend", Role.READER)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()


def _entries(database: Database) -> list[tuple[str, str | None, str]]:
    with database.reading() as connection:
        rows = connection.execute(select(tables.audit).order_by(tables.audit.c.id)).all()
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
