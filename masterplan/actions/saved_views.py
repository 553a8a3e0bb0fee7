"""Remembering a view of the plan under a name, and forgetting it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from masterplan.store import saved_views as stored
from masterplan.store.engine import Connection, Database, DatabaseUnusable
from masterplan.store.saved_views import SavedView

__all__ = ["NotSaved", "SavedView", "forget_view", "remember_view", "remembered_views"]

LONGEST_NAME = 80
MOST = 200


class NotSaved(Exception):
    """Saved views stay as they are; the text says in German why and what to do."""


def remembered_views(database: Database) -> list[SavedView]:
    """All saved views, by name."""
    with database.reading() as connection:
        return stored.saved_views(connection)


def remember_view(database: Database, *, name: str, page: str, parameters: Mapping[str, str], at: datetime) -> None:
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
        stored.add_saved_view(connection, SavedView(words, page, parameters, at))


def forget_view(database: Database, *, name: str) -> None:
    """Removes a saved view; where there is none, nothing happens. Raises `NotSaved`."""
    with _writing(database) as connection:
        stored.remove_saved_view(connection, name)


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    try:
        with database.writing() as connection:
            yield connection
    except DatabaseUnusable as trouble:
        raise NotSaved(str(trouble)) from trouble
