"""Views of the plan that somebody gave a name: a page and the parameters of its address. They may be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from masterplan.store.canonical import decode, encode
from masterplan.store.engine import Connection
from masterplan.store.tables import saved_view
from masterplan.vocabulary import german_order


@dataclass(frozen=True)
class SavedView:
    """A page by its address, with the parameters that show it as it was saved; ``owner`` is an account or nobody."""

    name: str
    page: str
    parameters: Mapping[str, str]
    saved_at: datetime
    owner: str | None = None


def saved_views(connection: Connection) -> list[SavedView]:
    """All saved views, in the order of a German dictionary."""
    rows = connection.execute(select(saved_view)).all()
    views = [SavedView(row.name, row.page, decode(row.parameters), row.saved_at, row.owner) for row in rows]
    return sorted(views, key=lambda view: (german_order(view.name), view.name))


def add_saved_view(connection: Connection, view: SavedView) -> None:
    """Adds a view whose name nobody has."""
    parameters = encode(dict(view.parameters))
    values = {"page": view.page, "parameters": parameters, "saved_at": view.saved_at, "owner": view.owner}
    connection.execute(insert(saved_view).values(name=view.name, **values))


def remove_saved_view(connection: Connection, name: str) -> None:
    """Removes the view with this name, if there is one."""
    connection.execute(delete(saved_view).where(saved_view.c.name == name))
