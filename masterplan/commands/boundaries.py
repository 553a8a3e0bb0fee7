"""``boundaries``: the official boundaries of the Kreise for the map."""

import argparse
from datetime import datetime
from pathlib import Path

from masterplan.actions.boundaries import SOURCE, import_boundaries
from masterplan.commands import asked
from masterplan.domain.services.boundaries import BoundariesUnusable
from masterplan.store.engine import Database
from masterplan.vocabulary import counted


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("boundaries", "übernimmt die amtlichen Kreisgrenzen für die Karte", take_in)
    parser.add_argument(
        "file", type=Path, metavar="DATEI.geojson",
        help="die 13 Kreise mit AGS oder ARS, in geographischen Koordinaten (EPSG:4326)",
    )  # fmt: skip
    parser.add_argument("--source", default=SOURCE, metavar="TEXT", help=f"Quellenvermerk; sonst „{SOURCE}“")


def take_in(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Keeps the boundaries; refused where the file is missing or is none."""
    try:
        content = options.file.read_bytes()
        found = import_boundaries(database, content=content, source=options.source, by=asked.BY, at=now)
    except OSError:
        raise asked.Refused(f"Die Datei „{options.file}“ ist nicht lesbar.") from None
    except BoundariesUnusable as trouble:
        raise asked.Refused(f"{options.file.name}: {trouble} Es wurde nichts gespeichert.") from None
    points = sum(len(ring) for rings in found.values() for ring in rings)
    print(f"Übernommen: {counted(len(found), 'Kreis', 'Kreise')} mit {counted(points, 'Punkt', 'Punkten')}.")
