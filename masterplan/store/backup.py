"""Backup and restore: all tables as they were at one moment, and back into an empty database of either engine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Column, Connection, LargeBinary, MetaData, Table, func, select, text

from masterplan.store import integrity, migration
from masterplan.store.archive import ArchiveUnusable, Manifest, Reader, Writer
from masterplan.store.engine import Database, DatabaseUnusable, database_as_it_is
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import revision

AT_ONCE = 1000
"""Rows read or written at once."""
VERSION = "alembic_version"
LEFT_OUT = {VERSION, "session"}
"""What is not kept: who was signed in. A session that was ended must not come back with a backup."""
FOUNDED = {"revision", "body", "account", "audit"}
"""Tables of a new database that hold rows: revision 0, who made it, and the note of it."""


class BackupRefused(DatabaseUnusable):
    """No backup was made, or none was restored; the text says in German why and what to do."""


@dataclass(frozen=True)
class Kept:
    """A backup that was made or restored, after it was checked."""

    manifest: Manifest
    size: int

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.manifest.tables.values())


def back_up(database: Database, path: Path, *, at: datetime) -> Kept:
    """Writes all tables as of this moment to a new file, while others go on writing to the database.

    The file counts as made only after it was restored to a database of its own for a try: then the hash chain, the
    checksums of all workbooks and every table were right.
    """
    with _no_room_said():
        if path.exists() and path.stat().st_size:
            raise BackupRefused(f"Die Datei „{path.name}“ gibt es schon. Bitte nennen Sie einen anderen Namen.")
        if not path.parent.is_dir():
            raise BackupRefused(f"Den Ordner „{path.parent}“ gibt es nicht. Bitte legen Sie ihn an.")
    with _no_room_said(), TemporaryDirectory(dir=path.parent, prefix=".masterplan-") as folder:
        begun = Path(folder) / path.name
        manifest = _write(database, begun, at)
        tried = database_as_it_is(URL.create("sqlite", database=f"{folder}/tried.db"))
        try:
            _restore(tried, begun)
        except ArchiveUnusable as trouble:
            raise BackupRefused(f"Es wurde keine Sicherung gemacht. {trouble}") from trouble
        finally:
            tried.engine.dispose()
        begun.replace(path)
    return Kept(manifest, path.stat().st_size)


def restore(database: Database, path: Path) -> Kept:
    """Fills an empty or new database from a backup, of this or an earlier schema, in one transaction.

    Before it is kept, hash chain and checksums are verified in the restored tables.
    """
    try:
        with _no_room_said():
            manifest = _restore(database, path)
    except ArchiveUnusable as trouble:
        raise BackupRefused(f"{trouble} Es wurde nichts zurückgespielt.") from trouble
    return Kept(manifest, path.stat().st_size)


def _restore(database: Database, path: Path) -> Manifest:
    with Reader(path) as archive:
        archive.check()
        schema = archive.manifest.schema
        if schema not in migration.known_schemas():
            raise ArchiveUnusable(
                f"Die Sicherung stammt von einem neueren Programm (Schema {schema}). Bitte nehmen Sie dieses."
            )
        with _new_file_only_if_restored(database), database.writing() as connection:
            _refuse_if_used(connection)
            _empty(connection)
            migration.upgrade(connection, schema)
            _fill(connection, archive)
            migration.upgrade(connection)
            _verify(connection, archive.manifest)
        return archive.manifest


def _write(database: Database, path: Path, at: datetime) -> Manifest:
    with database.reading() as connection, Writer(path) as archive:
        newest = connection.execute(select(revision).order_by(revision.c.number.desc()).limit(1)).one()
        for table in _tables(connection):
            if table.name in LEFT_OUT:
                continue
            rows = _rows(connection, table)
            if blobs := _blobs(table):
                # Files come first, because an archive takes one member at a time.
                rows = iter([tuple(_named(archive, cell, at in blobs) for at, cell in enumerate(row)) for row in rows])
            archive.add_table(str(table.name), [str(column.name) for column in table.columns], rows)
        return archive.close(
            schema=str(migration.schema_of(connection)),
            revision=newest.number,
            link=newest.link,
            made_at=at.isoformat(timespec="seconds"),
        )


def _tables(connection: Connection) -> list[Table]:
    """The tables as they are in the database, whatever its schema; those that others refer to come first."""
    found = MetaData()
    found.reflect(connection)
    return found.sorted_tables


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    options = {"yield_per": 20 if _blobs(table) else AT_ONCE}
    yield from (tuple(row) for row in connection.execute(query, execution_options=options))


def _blobs(table: Table) -> set[int]:
    return {at for at, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)}


def _named(archive: Writer, cell: Any, blob: bool) -> Any:
    return archive.add_file(bytes(cell)) if blob and cell is not None else cell


def _fill(connection: Connection, archive: Reader) -> None:
    for table in _tables(connection):
        if table.name in LEFT_OUT:
            continue
        columns, rows = archive.table(table.name)
        blobs = {columns.index(table.columns.keys()[at]) for at in _blobs(table)}
        while some := list(islice(rows, 20 if blobs else AT_ONCE)):
            for row in some:
                for at in blobs:
                    row[at] = archive.file(row[at]) if row[at] is not None else None
            insert_rows(connection, table, [tuple(row) for row in some], columns)
        if connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
            _count_on(connection, table, table.autoincrement_column)
    if connection.dialect.name == "postgresql":
        # References are checked now and not at the end: tables with checks outstanding cannot be migrated.
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def _count_on(connection: Connection, table: Table, column: Column[int]) -> None:
    """Lets PostgreSQL number new rows after those restored, as SQLite does by itself."""
    counter = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    if counter is not None:
        last = select(func.max(column)).scalar_subquery()
        connection.execute(select(func.setval(counter, func.coalesce(last, 0) + 1, False)))


def _refuse_if_used(connection: Connection) -> None:
    for table in _tables(connection):
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if table.name in FOUNDED:
            used = rows > 1 if table.name in ("account", "audit") else bool(_after_foundation(connection, table))
        else:
            used = table.name != VERSION and rows > 0
        if used:
            raise BackupRefused(
                "In dieser Datenbank stehen schon Daten. Zurückgespielt wird nur in eine leere Datenbank; bitte geben "
                "Sie mit --database eine neue an."
            )


def _after_foundation(connection: Connection, table: Table) -> int:
    column = table.c.number if table.name == "revision" else table.c.revision
    return connection.execute(select(func.count()).where(column > 0)).scalar_one()


def _empty(connection: Connection) -> None:
    """Takes the tables of a new database away, which are then made as the backup has them."""
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))


def _verify(connection: Connection, manifest: Manifest) -> None:
    newest = connection.execute(select(revision).order_by(revision.c.number.desc()).limit(1)).one()
    broken = integrity.links_broken(connection)
    if broken or (newest.number, newest.link) != (manifest.revision, manifest.link):
        numbers = ", ".join(map(str, broken)) or str(newest.number)
        raise ArchiveUnusable(f"Die Prüfsumme des Protokolls stimmt nicht bei Revision {numbers}.")
    if damaged := integrity.files_damaged(connection):
        names = ", ".join(f"„{one.name}“" for one in damaged[:3])
        raise ArchiveUnusable(f"{len(damaged)} Dateien sind nicht, wie sie geliefert wurden, zum Beispiel {names}.")


@contextmanager
def _new_file_only_if_restored(database: Database) -> Iterator[None]:
    """Where a SQLite file did not exist before, a refused restore leaves none."""
    file = Path(str(database.engine.url.database)) if database.engine.dialect.name == "sqlite" else None
    keep = file is None or file.exists()
    try:
        yield
        keep = True
    finally:
        if file is not None and not keep:
            database.engine.dispose()
            for rest in ("", "-wal", "-shm"):
                file.with_name(file.name + rest).unlink(missing_ok=True)


@contextmanager
def _no_room_said() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise BackupRefused(
            f"Die Sicherung ließ sich nicht schreiben oder lesen ({trouble.strerror}). Bitte prüfen Sie Platz und "
            "Rechte; es wurde nichts zurückgelassen."
        ) from trouble
