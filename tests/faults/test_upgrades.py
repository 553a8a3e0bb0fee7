"""R10: a database of each released schema, as it was then, is brought up to date with all that is in it.

``schema_NNNN.sql`` is a small plan written by the program of that schema; it is never changed.
"""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from masterplan.__main__ import main
from masterplan.store import backup, migration
from masterplan.store.engine import SCHEMA, Connection, database_as_it_is, open_database
from tests.conftest import ENGINES

KEPT = sorted(Path(__file__).parent.glob("schema_*.sql"))
AT = datetime(2025, 1, 1, tzinfo=UTC)


def as_it_was(kept: Path, folder: Path) -> str:
    """The URL of the database as the program of that time left it."""
    path = folder / f"{kept.stem}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(kept.read_text(encoding="utf-8"))
    return f"sqlite:///{path}"


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """The JSON answer of a command that succeeds."""
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_schema_but_the_newest_is_kept() -> None:
    assert [f"schema_{number}" for number in reversed(migration.known_schemas()[1:])] == [kept.stem for kept in KEPT]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.stem)
def test_old_database_is_brought_up_to_date_by_the_first_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kept: Path
) -> None:
    url = as_it_was(kept, tmp_path)
    health = asked(capsys, "doctor", "--database", url)
    assert (health["healthy"], health["schema"]["version"], health["revision"]) == (True, SCHEMA, 4)
    answer = asked(capsys, "item", "measure/1", "--stichtag", "2021-06-30", "--database", url)
    assert [answer["fields"][name]["value"] for name in ("status", "responsible")] == [
        "completed", "Referat 12, Frau Müller",
    ]  # fmt: skip
    earlier = asked(
        capsys, "item", "measure/1", "--stichtag", "2021-06-30", "--known-by", "2021-07-01T09:00:00.000001+00:00",
        "--database", url,
    )  # fmt: skip
    assert earlier["fields"]["status"]["value"] == "in_progress"
    with database_as_it_is(url).reading() as connection:
        assert connection.execute(text("SELECT name, owner FROM saved_view")).all() == [("Amt24", "")]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.stem)
def test_backup_of_an_old_schema_is_brought_up_to_date_when_it_is_restored(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], tmp_path: Path, kept: Path, engine: str
) -> None:
    old = database_as_it_is(as_it_was(kept, tmp_path))
    made = backup.back_up(old, tmp_path / "plan.zip", at=AT)
    old.engine.dispose()
    assert made.manifest.schema == kept.stem.removeprefix("schema_")
    url = request.getfixturevalue(f"empty_{engine}_url" if engine == "postgres" else "sqlite_url")
    assert main(["restore", str(tmp_path / "plan.zip"), "--database", url]) == 0
    capsys.readouterr()
    health = asked(capsys, "doctor", "--database", url)
    assert (health["healthy"], health["schema"]["version"], health["revision"]) == (True, SCHEMA, 4)


@pytest.mark.parametrize("command", [["figures"], ["doctor"], ["backup", "plan.zip"], ["migrate"]])
def test_database_of_a_newer_program_is_refused_and_left_alone(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, command: list[str]
) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    assert main([*command, "--database", sqlite_url]) == 1
    assert "neuer als dieses Programm (Schema 0999)" in capsys.readouterr().err
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0999",)
    assert not Path("plan.zip").exists()


def test_upgrade_that_is_interrupted_is_done_by_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = as_it_was(KEPT[0], tmp_path)

    upgrade = migration.upgrade

    def interrupted(connection: Connection) -> None:
        upgrade(connection)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(migration, "upgrade", interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_database(url)
    with database_as_it_is(url).reading() as connection:
        assert migration.schema_of(connection) == KEPT[0].stem.removeprefix("schema_")
    with open_database(url).reading() as connection:
        assert migration.schema_of(connection) == SCHEMA
