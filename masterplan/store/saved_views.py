"""Views of the plan that somebody gave a name: a page and the parameters of its address. Not part of the log."""

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
    """A page by its address, with the parameters that show it as it was saved.

    ``owner`` is the account whose it is; empty: everybody's, saved before there were accounts.
    """

    name: str
    page: str
    parameters: Mapping[str, str]
    saved_at: datetime
    owner: str


def saved_views(connection: Connection, owner: str | None) -> list[SavedView]:
    """The views of an account and everybody's, in the order of a German dictionary."""
    rows = connection.execute(select(saved_view).where(saved_view.c.owner.in_(["", owner or ""]))).all()
    views = [SavedView(row.name, row.page, decode(row.parameters), row.saved_at, row.owner) for row in rows]
    return sorted(views, key=lambda view: (german_order(view.name), view.name))


def add_saved_view(connection: Connection, view: SavedView) -> None:
    """Adds a view with a name that its owner has not used yet."""
    parameters = encode(dict(view.parameters))
    values = {"page": view.page, "parameters": parameters, "saved_at": view.saved_at, "owner": view.owner}
    connection.execute(insert(saved_view).values(name=view.name, **values))


def remove_saved_view(connection: Connection, view: SavedView) -> None:
    """Removes a view."""
    connection.execute(delete(saved_view).where(saved_view.c.owner == view.owner, saved_view.c.name == view.name))
