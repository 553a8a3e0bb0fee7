"""Remembering a view of the plan under a name, and forgetting it. Everybody sees all; each removes their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.store import saved_views as stored
from masterplan.store.engine import Connection, Database, DatabaseUnusable
from masterplan.store.saved_views import SavedView

__all__ = ["NotSaved", "SavedView", "forget_view", "is_own", "remember_view", "remembered_views"]

LONGEST_NAME = 80
MOST = 200


class NotSaved(Exception):
    """Saved views stay as they are; the text says in German why and what to do."""


def remembered_views(database: Database) -> list[SavedView]:
    """All saved views, by name."""
    with database.reading() as connection:
        return stored.saved_views(connection)


def is_own(view: SavedView, by: Actor) -> bool:
    """Whether somebody may remove a view: their own; the Staatskanzlei every one."""
    return by.role == Role.CHANCELLERY or (by.account is not None and view.owner == by.account)


def remember_view(
    database: Database, *, name: str, page: str, parameters: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Saves a page with the parameters of its address. Raises `NotSaved`.

    Saving the same once more, as a double click does, changes nothing. Names differ in more than case and blanks.
    """
    words = " ".join(name.split())
    if not words:
        raise NotSaved("Bitte geben Sie der Ansicht einen Namen.")
    if len(words) > LONGEST_NAME:
        raise NotSaved(f"Der Name ist zu lang. Er darf höchstens {LONGEST_NAME} Zeichen haben.")
    with _writing(database) as connection:
        known = stored.saved_views(connection)
        same = next((view for view in known if view.name.casefold() == words.casefold()), None)
        if same is not None and (same.page, dict(same.parameters)) == (page, dict(parameters)):
            return
        if same is not None:
            raise NotSaved(
                f"Eine Ansicht „{same.name}“ gibt es schon. Wählen Sie einen anderen Namen, oder entfernen Sie jene."
            )
        if len(known) >= MOST:
            raise NotSaved(f"Es sind schon {MOST} Ansichten gemerkt. Bitte entfernen Sie zuerst eine.")
        stored.add_saved_view(connection, SavedView(words, page, parameters, at, by.account))


def forget_view(database: Database, *, name: str, by: Actor, at: datetime) -> None:
    """Removes a saved view; where there is none, nothing happens. Raises `NotSaved`; NotAllowed if it is another's."""
    with refusals_noted(database, by=by, at=at, subject="saved view"), _writing(database) as connection:
        known = next((view for view in stored.saved_views(connection) if view.name == name), None)
        if known is not None and not is_own(known, by):
            raise NotAllowed(f"Die Ansicht „{name}“ gehört jemand anderem. Entfernen kann sie auch die Staatskanzlei.")
        stored.remove_saved_view(connection, name)


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    try:
        with database.writing() as connection:
            yield connection
    except DatabaseUnusable as trouble:
        raise NotSaved(str(trouble)) from trouble
