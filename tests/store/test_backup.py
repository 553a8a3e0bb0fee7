"""A backup is consistent, tried before it counts, and comes back whole into an empty database of either engine."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import insert, select, text

from masterplan.store import backup, coverage_counts, reading
from masterplan.store.archive import Writer
from masterplan.store.backup import BackupRefused, back_up, restore
from masterplan.store.engine import Database, database_as_it_is, open_database
from masterplan.store.integrity import broken_links, damaged_files
from masterplan.store.tables import account, audit, login_attempt, metadata, session
from masterplan.store.writing import new_revision
from tests.store.test_coverage_counts import HISTORY, play
from tests.store.test_log import issue_something, one_revision

AT = datetime(2025, 1, 1, tzinfo=UTC)


def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the sessions."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not session
        }


def filled(database: Database) -> None:
    """Something in the log, in the counts of coverage and in tables beside them."""
    one_revision(database)
    play(database, HISTORY)
    with database.writing() as connection, new_revision(connection, at=AT, by="Test", act="issue") as opened:
        issue_something(opened)
    with database.writing() as connection:
        connection.execute(insert(audit).values(at=AT, act="login", detail="{}"))
        connection.execute(insert(login_attempt).values(login="x", at=AT, succeeded=True))
        values = {"account": "0", "way": "password", "begun_at": AT, "seen_at": AT, "ends_at": AT}
        connection.execute(insert(session).values(token="t", **values))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database without a table, of each engine."""
    if request.param == "sqlite":
        return database_as_it_is(f"sqlite:///{tmp_path / 'other.db'}")
    return database_as_it_is(request.getfixturevalue("empty_postgres_url"))


def test_backup_of_either_engine_comes_back_whole_into_either(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    filled(database)
    kept = back_up(database, tmp_path / "plan.zip", at=AT)
    assert restore(empty, tmp_path / "plan.zip").manifest == kept.manifest
    assert content(empty) == content(database)
    assert (broken_links(empty), damaged_files(empty), coverage_counts.differences(empty)) == ([], [], [])
    with empty.reading() as connection:
        assert connection.execute(select(session)).all() == []  # who was signed in has to sign in again
    assert one_revision(empty, datetime(2025, 2, 1, tzinfo=UTC)) == kept.manifest.revision + 1
    with empty.writing() as connection:
        connection.execute(insert(audit).values(at=AT, act="login", detail="{}"))
    empty.engine.dispose()


def test_new_database_whose_tables_were_made_takes_a_backup(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    filled(database)
    back_up(database, tmp_path / "plan.zip", at=AT)
    open_database(empty.engine.url.render_as_string(hide_password=False)).engine.dispose()
    restore(empty, tmp_path / "plan.zip")
    assert content(empty) == content(database)
    empty.engine.dispose()


@pytest.mark.parametrize("what", ["a revision", "an account"])
def test_database_that_holds_data_is_not_restored_over(database: Database, tmp_path: Path, what: str) -> None:
    back_up(database, tmp_path / "plan.zip", at=AT)
    if what == "a revision":
        one_revision(database)
    else:
        with database.writing() as connection:
            connection.execute(insert(account).values(id="1", name="Frau Muster"))
    before = content(database)
    with pytest.raises(BackupRefused, match="stehen schon Daten"):
        restore(database, tmp_path / "plan.zip")
    assert content(database) == before


def test_backup_has_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    one_revision(database)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            one_revision(database)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        kept = [back_up(database, tmp_path / f"plan{at}.zip", at=AT).manifest for at in range(3)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert kept[0].revision < kept[2].revision < reading.data_revision(database)
    for one in kept:
        assert one.tables["statement"].rows == one.tables["workbook"].rows == one.revision


def test_file_that_is_there_is_not_written_over(database: Database, tmp_path: Path) -> None:
    back_up(database, tmp_path / "plan.zip", at=AT)
    before = (tmp_path / "plan.zip").read_bytes()
    with pytest.raises(BackupRefused, match="gibt es schon"):
        back_up(database, tmp_path / "plan.zip", at=AT)
    assert (tmp_path / "plan.zip").read_bytes() == before


def test_a_name_that_no_file_can_have_is_refused(database: Database, tmp_path: Path) -> None:
    for place in (tmp_path / f"{'x' * 300}.zip", tmp_path / ("x" * 300) / "plan.zip"):
        with pytest.raises(BackupRefused, match="ließ sich nicht schreiben"):
            back_up(database, place, at=AT)


def test_equal_databases_give_equal_bytes_that_only_their_maker_reads(database: Database, tmp_path: Path) -> None:
    filled(database)
    back_up(database, tmp_path / "one.zip", at=AT)
    back_up(database, tmp_path / "two.zip", at=AT)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert (tmp_path / "one.zip").stat().st_mode & 0o777 == 0o600


def test_log_that_was_changed_gives_no_backup(database: Database, tmp_path: Path) -> None:
    one_revision(database)
    with database.engine.connect() as connection:
        connection = connection.execution_options(write=True)
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER statement_no_update"))
        else:
            connection.execute(text("DROP TRIGGER statement_append_only ON statement"))
        connection.execute(text("UPDATE statement SET fields = '{}'"))
        connection.commit()
    with pytest.raises(BackupRefused, match=r"keine Sicherung gemacht.*nicht bei Revision 1"):
        back_up(database, tmp_path / "plan.zip", at=AT)
    assert not list(tmp_path.glob("plan.zip*"))
    assert not list(tmp_path.glob(".masterplan-*"))


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Changes members of an archive; None leaves one out."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, whole in members.items():
            if (changed := change(name, whole)) is not None:
                archive.writestr(name, changed)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "turned": lambda path: path.write_bytes(path.read_bytes().replace(b"tables/", b"tablet/")),
    "no archive": lambda path: path.write_text("Das ist ein Text."),
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "another value": lambda path: rewritten(path, lambda name, whole: whole.replace("Ü".encode(), b"U")),
    "another workbook": lambda path: rewritten(
        path, lambda name, whole: b"anders" if name.startswith("files/") else whole
    ),
    "no workbook": lambda path: rewritten(path, lambda name, whole: None if name.startswith("files/") else whole),
    "other form": lambda path: rewritten(path, lambda name, whole: whole.replace(b"backup/1", b"backup/9")),
    "newer": lambda path: rewritten(path, lambda name, whole: whole.replace(b'"schema": "0', b'"schema": "9')),
}


@pytest.fixture(scope="module")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A backup, and what is in it; a test damages a copy."""
    folder = tmp_path_factory.mktemp("backup")
    copyfile(sqlite_template, folder / "masterplan.db")
    database = open_database(f"sqlite:///{folder / 'masterplan.db'}")
    one_revision(database)
    back_up(database, folder / "plan.zip", at=AT)
    database.engine.dispose()
    return folder / "plan.zip", content(database)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_backup_is_refused_and_leaves_nothing(
    made: tuple[Path, dict[str, Any]], tmp_path: Path, damage: str
) -> None:
    copyfile(made[0], tmp_path / "plan.zip")
    DAMAGES[damage](tmp_path / "plan.zip")
    empty = database_as_it_is(f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(BackupRefused, match=r"Es wurde nichts zurückgespielt|neueren Programm"):
        restore(empty, tmp_path / "plan.zip")
    assert not list(tmp_path.glob("other.db*"))


def test_no_turned_bit_of_a_backup_gives_another_plan(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    whole = made[0].read_bytes()
    refused = 0
    for place in range(0, len(whole), len(whole) // 60):
        turned = bytearray(whole)
        turned[place] ^= 0x10
        (tmp_path / "plan.zip").write_bytes(turned)
        other = database_as_it_is(f"sqlite:///{tmp_path / f'{place}.db'}")
        try:
            restore(other, tmp_path / "plan.zip")
        except BackupRefused:
            refused += 1
            assert not (tmp_path / f"{place}.db").exists()
        else:  # a day or a flag of the archive that nothing rests on
            assert content(other) == made[1]
        other.engine.dispose()
    assert refused > 40


def test_forged_backup_with_right_checksums_still_breaks_the_chain(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    one_revision(database)

    class Forger(Writer):
        def add_table(self, name: str, columns: Any, rows: Any) -> None:
            super().add_table(name, columns, ([one if one != 4 else 5 for one in row] for row in rows))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "Writer", Forger)
        with pytest.raises(BackupRefused, match="nicht bei Revision 1"):
            back_up(database, tmp_path / "plan.zip", at=AT)
    database.engine.dispose()
