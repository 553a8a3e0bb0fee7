"""``open-data``: the released plan as CSV and JSON for everybody."""

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from masterplan.commands import asked
from masterplan.open_data.files import files, house_terms
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("open-data", "schreibt die freigegebenen Angaben als offene Daten in einen Ordner", write)
    parser.add_argument("--out", type=Path, required=True, metavar="ORDNER", help="wird bei Bedarf angelegt")
    asked.add_cut(parser)
    asked.add_json(parser)


def write(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Writes every file, each wholly or not at all."""
    view = asked.plan(database, options, now, "released")
    found = files(view, house_terms(os.environ))
    folder: Path = options.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise asked.Refused(
            f"Den Ordner „{folder}“ kann man nicht anlegen ({trouble.strerror}). Bitte mit --out einen anderen angeben."
        ) from trouble
    for name, content in found.items():
        asked.write_file(folder / name, content)
    if options.json:
        print(json.dumps({**asked.cut_as_json(view), "files": list(found)}, ensure_ascii=False))
    else:
        print(f"{asked.cut_in_words(view)}: {len(found)} Dateien in „{folder}“.", file=sys.stderr)
