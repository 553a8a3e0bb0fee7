"""The log is only ever added to, in one order of time, and a change made behind our back is found."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from masterplan.domain.plan import Kind
from masterplan.store import delivered, reading
from masterplan.store.canonical import decode, encode
from masterplan.store.engine import SCHEMA, Database, DatabaseUnusable, open_database
from masterplan.store.integrity import broken_links
from masterplan.store.migration import known_schemas
from masterplan.store.tables import LOG
from masterplan.store.writing import NewStatement, NotTaken, Revision, new_revision

AT = datetime(2025, 1, 1, tzinfo=UTC)


def one_revision(database: Database, at: datetime = AT) -> int:
    with database.writing() as connection, new_revision(connection, at=at, by="Test", act="file") as opened:
        content = f"Inhalt {opened.number}".encode()
        digest = opened.add_workbook(content)
        number = opened.add_delivery(
            workbook=digest, file="Plan.xlsx", part="measures", ministry=None, stand=date(2020, 6, 30), complete=True,
            digest="0" * 64, signature="0" * 64, parts=1, columns="{}", scope=None, options="{}",
            counts=encode({"rows": 1}), warnings=0, problems="[]",
        )  # fmt: skip
        [(item, _)] = opened.add_items(Kind.MEASURE, [None])
        opened.state(
            [NewStatement(item, date(2020, 6, 30), "file", True, encode({"title": "Ü"}), delivery=number, row=4)]
        )
        return opened.number


def issue_something(opened: Revision) -> None:
    opened.issue(
        {"pdf": b"Bericht"}, kind="briefing", reference=None, title="Bericht", stichtag=date(2020, 6, 30), known_by=AT,
        cut_revision=1, audience="released", question="{}", rules="{}", version="1", content="{}",
        content_sha256="0" * 64,
    )  # fmt: skip


@pytest.mark.parametrize("table", [table.name for table in LOG])
@pytest.mark.parametrize("act", ["UPDATE {} SET revision = revision", "DELETE FROM {}"])
def test_database_refuses_to_change_or_delete_rows_of_the_log(database: Database, table: str, act: str) -> None:
    one_revision(database)
    with database.writing() as connection:
        opened_mark = new_revision(connection, at=AT, by="Test", act="mark")
        with opened_mark as opened:
            opened.mark("demo")
            opened.state([number := NewStatement(1, date(2020, 6, 30), "edit", False, "{}")])
            assert number
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="release") as opened:
        opened.release([2])
        opened.leave_out([NotTaken(2, "status", '"delayed"')])
        issue_something(opened)
    command = act.format(table).replace(
        "revision = revision", "number = number" if table == "revision" else "revision = revision"
    )
    with pytest.raises(DBAPIError, match="append-only"), database.engine.connect() as connection:
        connection.execution_options(write=True).execute(text(command))


def test_hash_chain_holds_over_every_revision(database: Database) -> None:
    for _ in range(3):
        one_revision(database)
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="issue") as opened:
        opened.leave_out([NotTaken(2, "status", '"delayed"')])
        issue_something(opened)
    assert broken_links(database) == []


@pytest.mark.parametrize(
    "tampering",
    [
        'UPDATE statement SET fields = \'{"title":"Anders"}\' WHERE id = 2',
        "UPDATE revision SET recorded_at = '2025-01-01T00:00:00.000009+00:00' WHERE number = 2",
        "UPDATE delivery SET stand = '2020-07-01' WHERE id = 2",
        "DELETE FROM statement WHERE id = 2",
        "UPDATE item SET key = 'measure/9' WHERE id = 2",
    ],
)
def test_tampering_behind_the_triggers_breaks_the_chain_at_its_revision(database: Database, tampering: str) -> None:
    for _ in range(3):
        one_revision(database)
    with database.engine.connect() as connection:
        connection = connection.execution_options(write=True)
        for table in LOG:
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {table.name}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table.name}_no_delete"))
            else:
                connection.execute(text(f"DROP TRIGGER {table.name}_append_only ON {table.name}"))
        connection.execute(text(tampering))
        connection.commit()
    assert broken_links(database) == [2]


def test_recorded_at_rises_even_when_the_clock_is_set_back(database: Database) -> None:
    first = one_revision(database, AT)
    second = one_revision(database, AT - timedelta(days=400))
    with database.reading() as connection:
        assert reading.revision_at(connection, AT).number == first
        assert reading.revision_at(connection, AT + timedelta(microseconds=1)).number == second


def test_workbooks_are_kept_once_as_delivered(database: Database) -> None:
    one_revision(database)
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="file") as opened:
        digest = opened.add_workbook(b"Inhalt 1")
        assert delivered.workbook_bytes(connection, digest) == b"Inhalt 1"


def test_half_a_transaction_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="file") as opened:
            opened.add_items(Kind.GOAL, [None])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert reading.data_revision(database) == 0
    assert one_revision(database) == 1


@pytest.mark.parametrize("value", [10**22, {"b": [1.5, None, "Ü"], "a": True}, date(2020, 6, 30)])
def test_json_of_the_log_takes_every_value(value: object) -> None:
    assert encode(value) == encode(value)
    assert decode(encode({"x": value})) == {"x": value.isoformat() if isinstance(value, date) else value}


def test_schema_constant_is_the_newest_migration() -> None:
    assert known_schemas()[0] == SCHEMA


def test_database_of_a_newer_program_is_refused(database: Database, database_url: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="neuer als dieses Programm"):
        open_database(database_url)


def test_models_and_migrations_describe_the_same_schema(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from masterplan.store.tables import metadata

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_file_that_is_no_database_is_said_in_german(tmp_path: Path) -> None:
    (tmp_path / "plan.db").write_text("Das ist ein Text." * 100, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="keine SQLite-Datenbank"):
        open_database(f"sqlite:///{tmp_path / 'plan.db'}")


@pytest.mark.parametrize("url", ["mysql://x/y", "Unsinn", "sqlite://", "sqlite:////gibt/es/nicht/plan.db"])
def test_unusable_address_is_said_in_german(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="Datenbank"):
        open_database(url)
