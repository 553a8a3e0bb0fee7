"""Remembering a view of the plan under a name, and forgetting it: everybody has their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, NotAllowed, Right, Role, demand
from masterplan.store import saved_views as stored
from masterplan.store.engine import Connection, Database, DatabaseUnusable
from masterplan.store.saved_views import SavedView
from masterplan.store.writing import account_id

__all__ = ["NotSaved", "SavedView", "forget_view", "is_own", "remember_view", "remembered_views"]

LONGEST_NAME = 80
MOST = 50
"""Of one account."""


class NotSaved(Exception):
    """Saved views stay as they are; the text says in German why and what to do."""


def remembered_views(database: Database, *, by: Actor) -> list[SavedView]:
    """The actor's own views and those that were saved for everybody before there were accounts, by name."""
    with database.reading() as connection:
        return stored.saved_views(connection, by.account)


def is_own(view: SavedView, by: Actor) -> bool:
    """Whether somebody may remove a view that they see: their own; the Staatskanzlei those of everybody, too."""
    return view.owner == by.account or (not view.owner and by.role == Role.CHANCELLERY)


def remember_view(
    database: Database, *, name: str, page: str, parameters: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Saves a page with the parameters of its address, for the actor alone. Raises `NotSaved`, NotAllowed.

    Saving the same once more, as a double click does, changes nothing. Names differ in more than case and blanks.
    """
    words = " ".join(name.split())
    if not words:
        raise NotSaved("Bitte geben Sie der Ansicht einen Namen.")
    if len(words) > LONGEST_NAME:
        raise NotSaved(f"Der Name ist zu lang. Er darf höchstens {LONGEST_NAME} Zeichen haben.")
    with refusals_noted(database, by=by, at=at, subject="saved view"), _writing(database) as connection:
        demand(by, Right.READ)
        owner = account_id(connection, by)
        known = stored.saved_views(connection, owner)
        same = next((view for view in known if view.name.casefold() == words.casefold()), None)
        if same is not None and (same.page, dict(same.parameters)) == (page, dict(parameters)):
            return
        if same is not None:
            raise NotSaved(
                f"Eine Ansicht „{same.name}“ gibt es schon. Wählen Sie einen anderen Namen, oder entfernen Sie jene."
            )
        if sum(view.owner == owner for view in known) >= MOST:
            raise NotSaved(f"Sie haben sich schon {MOST} Ansichten gemerkt. Bitte entfernen Sie zuerst eine.")
        stored.add_saved_view(connection, SavedView(words, page, parameters, at, owner))


def forget_view(database: Database, *, name: str, by: Actor, at: datetime) -> None:
    """Removes a view that the actor sees; where there is none, nothing happens. Raises `NotSaved`, NotAllowed."""
    with refusals_noted(database, by=by, at=at, subject="saved view"), _writing(database) as connection:
        seen = stored.saved_views(connection, account_id(connection, by))
        known = next((view for view in seen if view.name == name), None)
        if known is None:
            return
        if not is_own(known, by):
            raise NotAllowed(f"Die Ansicht „{name}“ ist für alle gemerkt. Entfernen kann sie die Staatskanzlei.")
        stored.remove_saved_view(connection, known)


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    try:
        with database.writing() as connection:
            yield connection
    except DatabaseUnusable as trouble:
        raise NotSaved(str(trouble)) from trouble
