"""The chain of migrations, run under the write lock by whoever opens a database first."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from masterplan.store.engine import SCHEMA, Database, DatabaseUnusable
from masterplan.store.tables import INSERT_ONLY, LOG, coverage_delta, metadata
from masterplan.store.writing import found_log

FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(database: Database) -> None:
    """Makes or migrates the schema. A database of a newer program is refused."""
    with database.reading() as connection:
        if schema_of(connection) == SCHEMA:
            return
    with database.writing() as connection:
        found = schema_of(connection)
        if found == SCHEMA:
            return
        if found is not None and found not in known_schemas():
            raise DatabaseUnusable(
                f"Die Datenbank ist neuer als dieses Programm (Schema {found}). Bitte nehmen Sie das neuere Programm."
            )
        upgrade(connection)
        if found is None:
            found_log(connection)


def schema_of(connection: Connection) -> str | None:
    """The migration a database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_schemas() -> list[str]:
    """The migrations that this program has, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


def upgrade(connection: Connection, schema: str = "head") -> None:
    """Brings the tables, or the lack of them, up to a schema; in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def lacking_tables(connection: Connection) -> list[str]:
    """Tables and columns that this program needs and that are not there, by name."""
    found = inspect(connection)
    tables = set(found.get_table_names())
    missing = [name for name in metadata.tables if name not in tables]
    for name, table in metadata.tables.items():
        if name in tables:
            there = {column["name"] for column in found.get_columns(name)}
            missing += [f"{name}.{column.name}" for column in table.columns if column.name not in there]
    return sorted(missing)


def lacking_triggers(connection: Connection) -> list[str]:
    """Triggers against changes of the log that were taken away or switched off, by name."""
    acting = _triggers(connection)
    acts = ("append_only",) if connection.dialect.name == "postgresql" else ("no_update", "no_delete")
    wanted = [f"{table.name}_{act}" for table in (*LOG, *INSERT_ONLY, coverage_delta) for act in acts]
    return [name for name in wanted if name not in acting]


def _triggers(connection: Connection) -> set[str]:
    """The triggers that act; on PostgreSQL one may be switched off."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    return set(connection.scalars(text(postgresql if connection.dialect.name == "postgresql" else sqlite)))
