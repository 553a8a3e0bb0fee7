"""``workbook``: the pre-filled workbook for a Ressort."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from masterplan.actions.hand_out_workbook import NoSuchMinistry, hand_out_workbook
from masterplan.command_line import day
from masterplan.commands import asked
from masterplan.domain.plan import Part
from masterplan.store.engine import Database
from masterplan.workbooks.as_xlsx import as_xlsx
from masterplan.workbooks.content import KINDS_OF


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("workbook", "schreibt die vorausgefüllte Arbeitsmappe eines Ressorts", write)
    parser.add_argument("--ministry", required=True, metavar="RESSORT", help="Kürzel, z. B. SMI")
    parser.add_argument("--part", choices=list(KINDS_OF), metavar="TEIL", help=f"nur: {', '.join(KINDS_OF)}")
    parser.add_argument("--stichtag", type=day, metavar="TAG", help="z. B. 2021-06-30; sonst heute")
    parser.add_argument("--out", required=True, type=Path, metavar="DATEI.xlsx", help="wohin")


def write(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Writes the file; refused for an unknown Ressort or where the file cannot be written."""
    part = Part(options.part) if options.part else None
    stichtag = asked.stichtag(database, options, now)
    try:
        view, export = hand_out_workbook(
            database, ministry=options.ministry, part=part, stichtag=stichtag, by=asked.BY, at=now
        )
    except NoSuchMinistry as refused:
        raise asked.Refused(str(refused)) from None
    asked.write_file(options.out, as_xlsx(view, export))
    print(f"Die Arbeitsmappe für {options.ministry} steht in {options.out}.", file=sys.stderr)
