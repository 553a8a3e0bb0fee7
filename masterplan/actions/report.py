"""Reporting on items: entering what changed, or confirming that nothing did. Each is one transaction, once per form."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from masterplan.actions.audit import refusals_noted
from masterplan.actions.desk import REFUSED, NotReported, Reported, SomebodyWasFaster, Version, desk_of
from masterplan.domain.access import Actor, NotAllowed
from masterplan.domain.reporting.entries import REPORTABLE, FieldProblem, confirmed, demands, read_entries
from masterplan.store import edits, forms
from masterplan.store.canonical import encode
from masterplan.store.edits import Place
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import NewStatement
from masterplan.vocabulary import FIELDS

__all__ = ["REFUSED", "NotReported", "Reported", "SomebodyWasFaster", "Version", "confirm", "report"]


def report(
    database: Database,
    *,
    key: str,
    entries: Mapping[str, str],
    by: Actor,
    at: datetime,
    form_key: str,
    seen: int,
    round: int | None = None,
) -> Reported:
    """States what was changed of one item: ``entries`` are texts by field, as typed into a form drawn at ``seen``.

    The day it speaks of is the earlier of the round's Stichtag and today. A form takes effect once; sent again, it
    gives the first outcome. Raises NotAllowed (noted in the audit), SomebodyWasFaster, NotReported, NotPossible.
    """
    with refusals_noted(database, by=by, at=at, subject=key), database.writing() as connection:
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return Reported.from_json(known)
        desk = desk_of(connection, by, at, round)
        place = desk.place(key)
        if locked := entries.keys() - set(REPORTABLE[place.kind]):
            label = FIELDS.get(min(locked), min(locked))
            raise NotAllowed(f"Die Angabe „{label}“ lässt sich in einer Meldung nicht ändern.")
        desk.refuse_if_moved([place], seen, entries)
        read = read_entries(place.kind, entries, place.at.fields, desk.on)
        if read.problems:
            raise NotReported({key: read.problems})
        if not read.values:
            unchanged = "Es wurde nichts geändert. Wenn alles so stimmt, bestätigen Sie es bitte als unverändert."
            raise NotReported({key: [FieldProblem("", "unchanged", unchanged)]})
        act = "correction" if _changes_released(connection, place, read.values, desk.on) else "edit"
        stated = _stated(place, desk.on, act, read.values, read.wordings)
        return desk.write(form_key, act, [(place, stated)], tuple(read.values))


def confirm(
    database: Database,
    *,
    keys: Sequence[str],
    by: Actor,
    at: datetime,
    form_key: str,
    seen: int,
    round: int | None = None,
) -> Reported:
    """„Unverändert bestätigt“: states what was last reported of the items again, all of them or none.

    Raises as `report` does.
    """
    with refusals_noted(database, by=by, at=at, subject=", ".join(keys)), database.writing() as connection:
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return Reported.from_json(known)
        desk = desk_of(connection, by, at, round)
        places = [desk.place(key) for key in dict.fromkeys(keys)]
        desk.refuse_if_moved(places, seen, {})
        stated = [(place, _confirmation(connection, place, desk.on)) for place in places]
        return desk.write(form_key, "confirmation", stated, ())


def _confirmation(connection: Connection, place: Place, on: date) -> NewStatement:
    fields = confirmed(place.kind, place.at.fields)
    if not any(value is not None for value in fields.values()):
        nothing = "Dazu ist noch nichts gemeldet, das sich bestätigen ließe. Bitte füllen Sie das Formular aus."
        raise NotReported({place.key: [FieldProblem("status", "value-missing", nothing)]})
    if broken := demands(place.at.fields, fields, on):
        raise NotReported({place.key: broken})
    kept = edits.wordings(connection, (place.at.origins[name].statement for name in fields))
    words = {name: said for name in fields if (said := kept[place.at.origins[name].statement].get(name)) is not None}
    return _stated(place, on, "confirmation", fields, words)


def _stated(
    place: Place, on: date, act: str, fields: Mapping[str, object], words: Mapping[str, str]
) -> NewStatement:
    return NewStatement(place.id, on, act, False, encode(dict(fields)), encode(dict(words)) if words else None)


def _changes_released(connection: Connection, place: Place, values: Iterable[str], on: date) -> bool:
    """Whether a value of this very day that is released already is to become another."""
    said = {place.at.origins[name] for name in values if name in place.at.origins}
    return bool(edits.released(connection, [origin.statement for origin in said if origin.on == on]))
