"""Everything that can be verified about a database, each check with what it found."""

from dataclasses import dataclass
from datetime import date

from masterplan.store import coverage_counts, derived_check, integrity, migration, reading
from masterplan.store.derived_check import Checked
from masterplan.store.engine import Database, DatabaseUnusable
from masterplan.store.integrity import DamagedFile


@dataclass(frozen=True)
class Examined:
    """What was verified from a revision on. Empty tuples: all is well."""

    schema: str
    revision: int
    triggers_lacking: tuple[str, ...]
    broken: tuple[int, ...]
    damaged: tuple[DamagedFile, ...]
    state: Checked
    wrong_days: tuple[date, ...]

    @property
    def healthy(self) -> bool:
        return not (self.triggers_lacking or self.broken or self.damaged or self.state.wrong or self.wrong_days)


def examine(database: Database, since: int = 0) -> Examined:
    """Verifies triggers, hash chain, files, derived state and counts of coverage (these always whole).

    Raises DatabaseUnusable where tables or columns are missing.
    """
    with database.reading() as connection:
        if tables := migration.lacking_tables(connection):
            raise DatabaseUnusable(
                f"In der Datenbank fehlt, was dieses Programm braucht: {', '.join(tables[:5])}. Sie wurde von außen "
                "verändert oder stammt aus der Zeit vor der ersten Version. Bitte spielen Sie eine Sicherung in eine "
                "neue zurück oder lesen Sie die Dateien dort neu ein."
            )
        lacking = migration.lacking_triggers(connection)
        schema = str(migration.schema_of(connection))
    return Examined(
        schema=schema,
        revision=reading.data_revision(database),
        triggers_lacking=tuple(lacking),
        broken=tuple(integrity.broken_links(database, since)),
        damaged=tuple(integrity.damaged_files(database, since)),
        state=derived_check.derived_state(database, since),
        wrong_days=tuple(sorted({on for _, on, _ in coverage_counts.differences(database)})),
    )
