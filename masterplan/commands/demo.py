"""``demo``: the shipped example plan, loaded into an empty database."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from importers.pipeline import Options, deliver, import_files
from masterplan.commands import asked
from masterplan.domain.access import Actor, Role
from masterplan.store import reading
from masterplan.store.engine import Database

EXAMPLES = Path(__file__).parents[2] / "data" / "demo"


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    command("demo", "lädt die mitgelieferten Beispieldaten in eine leere Datenbank", load)


def load(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Loads the editions in order, at the invented times of their recording; those that are loaded already are not
    loaded again, so that a load which was interrupted goes on."""
    calls = json.loads((EXAMPLES / "editions.json").read_text(encoding="utf-8"))
    with database.reading() as connection:
        if reading.holds_data(connection) and not reading.is_demo(connection):
            raise asked.Refused(
                "In dieser Datenbank stehen schon Daten; die Beispieldaten werden nur in eine leere geladen. "
                "Bitte mit --database eine andere angeben."
            )
        times = [datetime.fromisoformat(call["recorded_at"]) for call in calls]
        missing = [at for at in times if reading.revision_at(connection, at).recorded_at != at]
    if not missing:
        print("Die Beispieldaten sind schon geladen.", file=sys.stderr)
    for position, (call, at) in enumerate(zip(calls, times, strict=True)):
        if at not in missing:
            continue
        print(f"Beispieldaten {position + 1} von {len(calls)}: Fortschreibung {call['edition']} …", file=sys.stderr)
        batch = import_files(
            database,
            [deliver(EXAMPLES / name) for name in call["files"]],
            Options(partial=call.get("partial", False)),
            by=Actor("Beispiel", Role.CHANCELLERY),
            at=at,
            mark=reading.DEMO if position == 0 else None,
        )
        if batch.refused:
            problems = [problem.message for file in batch.files for problem in file.problems]
            raise asked.Refused("Die Beispieldaten sind beschädigt: " + " ".join(problems[:3]))
