"""``doctor``: whether the log is as it was written, and what follows from it is right."""

import argparse
import json
from datetime import date, datetime

from masterplan.commands import asked
from masterplan.store import coverage_counts, integrity
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    asked.add_json(command("doctor", "prüft, ob das Protokoll unverändert ist und die Summen stimmen", examine))


def examine(database: Database, options: argparse.Namespace, now: datetime) -> int:
    """Prints what is wrong and what to do; exit status 1 where something is."""
    broken = integrity.broken_links(database)
    wrong = sorted({on.isoformat() for _, on, _ in coverage_counts.differences(database)})
    if options.json:
        chain = {"intact": not broken, "broken_revisions": broken}
        counts = {"intact": not wrong, "wrong_days": wrong}
        print(json.dumps({"hash_chain": chain, "coverage_counts": counts}, ensure_ascii=False))
        return 1 if broken or wrong else 0
    if broken:
        revisions = ", ".join(str(number) for number in broken)
        print(f"Das Protokoll wurde verändert: Die Prüfsumme stimmt nicht bei Revision {revisions}.")
        print("Bitte vergleichen Sie mit einer Sicherung.")
    else:
        print("Das Protokoll ist unverändert: Alle Prüfsummen stimmen.")
    if wrong:
        days = ", ".join(f"{date.fromisoformat(on):%d.%m.%Y}" for on in wrong[:5])
        print(f"Die Summen der Flächendeckung stimmen nicht mit den Angaben überein, zum Beispiel am {days}.")
    else:
        print("Die Summen der Flächendeckung stimmen mit den Angaben überein.")
    return 1 if broken or wrong else 0
