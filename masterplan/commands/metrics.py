"""``metrics``: counts of the database for monitoring."""

import argparse
from datetime import datetime

from masterplan.actions import metrics
from masterplan.commands import asked
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    command("metrics", "zählt für die Überwachung, in der Form von Prometheus", show)


def show(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints the counts."""
    print(metrics.as_text(database, by=asked.BY, at=now), end="")
