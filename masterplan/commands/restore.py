"""``restore``: a backup back into an empty database."""

import argparse
from datetime import datetime

from masterplan.commands import asked, backup
from masterplan.store.backup import restore
from masterplan.store.engine import Database, database_as_it_is


def add(command: asked.AddCommand) -> None:
    """Adds the command, which is handed a database that may have no tables yet."""
    parser = command("restore", "spielt eine Sicherung in eine leere Datenbank zurück", put_back)
    backup.add_file(parser)
    parser.set_defaults(opened=database_as_it_is)


def put_back(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Fills the database and says what was in the backup."""
    print(f"Zurückgespielt und geprüft: {backup.about(restore(database, options.file))}")
