"""What monitoring asks for: counts of the database and of the process, as text after Prometheus."""

from collections.abc import Mapping
from datetime import datetime

from masterplan.domain.access import Actor, Right, demand
from masterplan.store import metrics as stored
from masterplan.store.engine import Database

HELP = {
    "revision": "Nummer der neuesten Änderung",
    "revision_age_seconds": "Sekunden seit der neuesten Änderung",
    "files": "eingelesene Dateien, je Teil und Ressort",
    "items": "Einträge des Plans",
    "statements": "Aussagen im Protokoll",
    "state_rows": "Zeilen des abgeleiteten Stands",
    "accounts": "Konten und Namen",
    "sessions": "offene Sitzungen",
    "database_bytes": "Größe der Datenbank in Byte",
}


def as_text(database: Database, *, by: Actor, at: datetime, process: Mapping[str, float] | None = None) -> str:
    """The counts in the form that Prometheus reads; only for those who may read the audit. No names stand in it.

    ``process`` are further counts of the process that asks, by name.
    """
    demand(by, Right.READ_AUDIT)
    found = {**stored.counts(database, at), **(process or {})}
    lines = []
    for name, value in found.items():
        lines += [f"# HELP masterplan_{name} {HELP.get(name, name)}", f"# TYPE masterplan_{name} gauge"]
        lines.append(f"masterplan_{name} {value:g}" if value < 1e6 else f"masterplan_{name} {value:.0f}")
    return "\n".join([*lines, ""])
