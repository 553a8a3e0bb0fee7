"""``backup``: all of the database in one file, while others go on writing."""

import argparse
from datetime import datetime
from pathlib import Path

from masterplan.commands import asked
from masterplan.store.backup import Kept, back_up
from masterplan.store.engine import Database
from masterplan.vocabulary import counted, number


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    add_file(command("backup", "sichert die Datenbank in eine Datei, während andere weiterarbeiten", make))


def add_file(parser: argparse.ArgumentParser) -> None:
    """The name of the backup."""
    parser.add_argument("file", type=Path, metavar="DATEI", help="z. B. masterplan-2021-06-30.zip")


def make(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Makes a backup and says what is in it."""
    print(f"Gesichert und zur Probe zurückgespielt: {about(back_up(database, options.file, at=now))}")


def about(kept: Kept) -> str:
    """What a backup holds, in one line."""
    manifest = kept.manifest
    files = counted(manifest.files, "Datei", "Dateien")
    return (
        f"Revision {manifest.revision}, {number(kept.rows)} Zeilen, {files}, {number(kept.size / 1e6)} MB. "
        f"Prüfsumme des Protokolls: {manifest.link}"
    )
