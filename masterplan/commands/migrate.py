"""``migrate``: the schema brought up to date, which opening a database does."""

import argparse
import sys
from datetime import datetime

from masterplan.commands import asked
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    command("migrate", "bringt die Datenbank auf den Stand dieses Programms", done)


def done(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Says so."""
    print("Die Datenbank ist auf dem Stand dieses Programms.", file=sys.stderr)
