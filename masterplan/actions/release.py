"""Releasing what the Ressorts reported: from then on the cabinet and the public see it."""

from dataclasses import dataclass
from datetime import date, datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, Right, demand
from masterplan.domain.bodies import lineage
from masterplan.store import edits, forms, reading
from masterplan.store.edits import Open
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import new_revision


@dataclass(frozen=True)
class Released:
    """What a release gave. ``revision`` None: there was nothing to release."""

    revision: int | None
    statements: tuple[int, ...]


def open_entries(database: Database, *, until: date, by: Actor, body: str | None = None) -> list[Open]:
    """What nobody has released yet for days up to ``until``, of one body or (None) of all. Raises NotAllowed."""
    demand(by, Right.RELEASE)
    with database.reading() as connection:
        return _open(connection, until, reading.newest_revision(connection), body)


def release(
    database: Database, *, by: Actor, at: datetime, form_key: str, seen: int, until: date, body: str | None = None
) -> Released:
    """Releases what was open at revision ``seen`` for days up to ``until``, of one body or (None) of all.

    What came after ``seen`` stays open: nobody has looked at it. Raises NotAllowed.
    """
    with refusals_noted(database, by=by, at=at, subject=body), database.writing() as connection:
        demand(by, Right.RELEASE)
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return Released(known["revision"], tuple(known["statements"]))
        numbers = tuple(one.statement for one in _open(connection, until, seen, body))
        result = Released(release_now(connection, numbers, by, at), numbers)
        forms.taken(connection, by, form_key, at, vars(result))
        return result


def release_now(connection: Connection, statements: tuple[int, ...], by: Actor, at: datetime) -> int | None:
    """The revision that releases these statements, inside a transaction; None where there are none."""
    if not statements:
        return None
    with new_revision(connection, at=at, by=by, act="release") as opened:
        opened.release(statements)
    return opened.number


def _open(connection: Connection, until: date, seen: int, body: str | None) -> list[Open]:
    return of_body(connection, edits.unreleased(connection, seen, until), until, body)


def of_body(connection: Connection, found: list[Open], on: date, body: str | None) -> list[Open]:
    """Those of the open statements whose item a body answers for on a day, under whatever name it bore."""
    if body is None or not found:
        return found
    bodies = reading.bodies(connection)
    names = lineage(bodies, body, on)
    places = edits.places(connection, {one.key for one in found}, on, bodies)
    return [one for one in found if one.key in places and places[one.key].owner in names]
