"""Maps that an administrator imported: one by each name, the last one counts. They are no part of the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from masterplan.store.engine import Connection
from masterplan.store.tables import map_layer

COUNTIES = "counties"


@dataclass(frozen=True)
class MapLayer:
    """The content as GeoJSON, the attribution to be shown beside it, and when it came in."""

    content: str
    source: str
    imported_at: datetime


def imported_at(connection: Connection, name: str) -> datetime | None:
    """When the layer of this name came in; None: there is none."""
    found: datetime | None = connection.scalar(select(map_layer.c.imported_at).where(map_layer.c.name == name))
    return found


def layer(connection: Connection, name: str) -> MapLayer | None:
    """The layer of this name."""
    row = connection.execute(select(map_layer).where(map_layer.c.name == name)).one_or_none()
    return None if row is None else MapLayer(row.content, row.source, row.imported_at)


def put_layer(connection: Connection, name: str, new: MapLayer, account: str) -> None:
    """Keeps a layer in place of the one that bore the name."""
    connection.execute(delete(map_layer).where(map_layer.c.name == name))
    values = {"content": new.content, "source": new.source, "imported_at": new.imported_at, "account": account}
    connection.execute(insert(map_layer).values(name=name, **values))
