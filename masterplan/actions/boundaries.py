"""Taking in the official boundaries of the Kreise, and asking for them."""

from datetime import datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, Right, demand
from masterplan.domain.services.boundaries import Boundaries, Map, as_geojson, from_geojson
from masterplan.store import audit, map_layers
from masterplan.store.engine import Database
from masterplan.store.map_layers import COUNTIES, MapLayer
from masterplan.store.writing import account_id

SOURCE = "© GeoBasis-DE / BKG (dl-de/by-2-0)"
"""The attribution where none is named."""


def import_boundaries(database: Database, *, content: bytes, source: str, by: Actor, at: datetime) -> Boundaries:
    """Keeps the boundaries of a GeoJSON file in place of earlier ones. Raises BoundariesUnusable, NotAllowed."""
    found = from_geojson(content)
    with refusals_noted(database, by=by, at=at, subject="kreisgrenzen"), database.writing() as connection:
        demand(by, Right.IMPORT)
        kept = MapLayer(as_geojson(found), " ".join(source.split()) or SOURCE, at)
        account = account_id(connection, by)
        map_layers.put_layer(connection, COUNTIES, kept, account)
        detail = {"source": kept.source}
        audit.add_entry(connection, at=at, account=account, act="boundaries", subject=None, detail=detail)
    return found


def imported_at(database: Database) -> datetime | None:
    """When boundaries were imported last: what is drawn with them is told apart by it. None: never."""
    with database.reading() as connection:
        return map_layers.imported_at(connection, COUNTIES)


def county_map(database: Database) -> Map | None:
    """The imported boundaries; None: there are none."""
    with database.reading() as connection:
        kept = map_layers.layer(connection, COUNTIES)
    return None if kept is None else Map(from_geojson(kept.content.encode()), kept.source)
