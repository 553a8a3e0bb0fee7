"""The command doctor: finds whatever was changed behind the program's back, and counts how the data stand."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from masterplan.__main__ import main
from masterplan.store.engine import Database, database_as_it_is, open_database
from tests.store.test_coverage_counts import HISTORY, play
from tests.store.test_log import one_revision

INTEGRITY = ("schema", "hash_chain", "files", "derived_state", "coverage_counts")


def asked(capsys: pytest.CaptureFixture[str], url: str, *more: str) -> tuple[int, Any]:
    """Exit status and the JSON answer."""
    status = main(["doctor", "--database", url, "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def changed(database: Database, command: str) -> None:
    """Runs a command behind the program's back, with the triggers out of the way."""
    if database.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(database.engine.url.database))) as file:
            triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            file.executescript("".join(f"DROP TRIGGER {name};" for name, _ in triggers))
            file.execute(command)
            file.executescript(";".join(sql for _, sql in triggers))
        return
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(command))


@pytest.fixture
def database(database_url: str) -> Any:
    opened = open_database(database_url)
    one_revision(opened)
    play(opened, HISTORY)
    yield opened
    opened.engine.dispose()


def test_example_plan_is_healthy_and_its_data_are_counted(capsys: pytest.CaptureFixture[str], example_url: str) -> None:
    status, answer = asked(capsys, example_url)
    assert status == 0
    assert answer["healthy"]
    assert all(answer[name]["intact"] for name in INTEGRITY)
    assert answer["derived_state"]["checked"] == answer["derived_state"]["of"] > 2000
    data = answer["data"]
    assert (data["files"], data["parts"]["goals"], data["open_references"]) == (61, "2021-12-31", 1)
    assert data["contradictions"] > 0
    assert {gap["sentence"]: gap["missing"] for gap in data["gaps"]}["Ein lesbarer Status ist gemeldet."] == 2


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("UPDATE statement SET fields = '{\"title\":\"Anders\"}' WHERE id = 1", {"hash_chain", "derived_state"}),
        ("UPDATE workbook_content SET content = CAST('x' AS BLOB)", {"files"}),
        ("UPDATE workbook_content SET content = NULL", {"files"}),
        ("DELETE FROM workbook_content", {"files"}),
        ("UPDATE state SET fields = '{\"title\":\"Anders\"}' WHERE id = 1", {"derived_state"}),
        ("DELETE FROM state WHERE id = 1", {"derived_state"}),
        ("UPDATE state SET effective_on = '2020-07-01' WHERE id = 1", {"derived_state"}),
        ("UPDATE state SET audience = 'all' WHERE id = 1", {"derived_state"}),
        ("DELETE FROM coverage_delta", {"coverage_counts"}),
        ("DELETE FROM revision WHERE number = 1", {"hash_chain"}),
    ],
)
def test_every_change_behind_the_program_is_found(
    capsys: pytest.CaptureFixture[str], database: Database, database_url: str, command: str, wrong: set[str]
) -> None:
    changed(database, command if database_url.startswith("sqlite") else command.replace("CAST('x' AS BLOB)", "'x'"))
    status, answer = asked(capsys, database_url)
    assert (status, answer["healthy"]) == (1, False)
    assert {name for name in INTEGRITY if not answer[name]["intact"]} == wrong


def test_what_is_wrong_is_said_in_german_with_what_to_do(
    capsys: pytest.CaptureFixture[str], database: Database, database_url: str
) -> None:
    changed(database, "DELETE FROM workbook_content")
    assert main(["doctor", "--database", database_url]) == 1
    told = capsys.readouterr().out
    assert "FEHLER: Nicht mehr, wie sie geliefert oder herausgegeben wurden: „Plan.xlsx“ (Revision 1)" in told
    assert "spielen Sie die letzte Sicherung in eine neue Datenbank zurück" in told
    assert told.count("In Ordnung:") == 4


def test_tombstone_with_a_reason_is_no_damage(
    capsys: pytest.CaptureFixture[str], database: Database, database_url: str
) -> None:
    changed(database, "UPDATE workbook_content SET content = NULL, tombstone = 'Löschung nach Art. 17 DSGVO'")
    assert asked(capsys, database_url)[0] == 0


def test_triggers_that_were_taken_away_are_missed(
    capsys: pytest.CaptureFixture[str], database: Database, database_url: str
) -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER statement_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE statement DISABLE TRIGGER statement_append_only")
        connection.commit()
    status, answer = asked(capsys, database_url)
    assert status == 1
    assert answer["schema"]["triggers_lacking"][0].startswith("statement_")


def test_since_narrows_to_what_came_later(
    capsys: pytest.CaptureFixture[str], database: Database, database_url: str
) -> None:
    changed(database, "UPDATE statement SET fields = '{\"title\":\"Anders\"}' WHERE id = 1")
    assert asked(capsys, database_url, "--since", "2")[0] == 0
    assert asked(capsys, database_url, "--since", "1")[0] == 1
    status, answer = asked(capsys, database_url, "--since", "99")
    assert status == 1
    assert "Revision 99 gibt es nicht" in answer["error"]


def test_new_database_is_healthy_and_says_what_to_do_first(capsys: pytest.CaptureFixture[str], sqlite_url: str) -> None:
    assert main(["doctor", "--database", sqlite_url]) == 0
    assert "noch keine Datei eingelesen" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["doctor", "figures"])
@pytest.mark.parametrize("column", ["state.origins", "delivery.signature"])
def test_database_from_before_the_first_version_is_told_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_template: Path, command: str, column: str
) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(sqlite_template.read_bytes())
    table, name = column.split(".")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME COLUMN {name} TO earlier")
        connection.commit()
    assert main([command, "--database", f"sqlite:///{path}", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "vor der ersten Version" in error
    if command == "doctor":
        assert column in error


def test_restored_copy_is_as_healthy(capsys: pytest.CaptureFixture[str], example_url: str, tmp_path: Path) -> None:
    kept, copy = tmp_path / "plan.zip", f"sqlite:///{tmp_path / 'copy.db'}"
    assert main(["backup", str(kept), "--database", example_url]) == 0
    assert main(["restore", str(kept), "--database", copy]) == 0
    told = capsys.readouterr().out
    assert told.count("61 Dateien") == 2
    assert asked(capsys, copy) == asked(capsys, example_url)
    database_as_it_is(copy).engine.dispose()


def test_empty_plan_is_healthy_and_said_to_be_empty(capsys: pytest.CaptureFixture[str], sqlite_url: str) -> None:
    assert main(["doctor", "--database", sqlite_url]) == 0
    assert "In Ordnung: Der abgeleitete Stand folgt aus dem Protokoll (leer)." in capsys.readouterr().out
