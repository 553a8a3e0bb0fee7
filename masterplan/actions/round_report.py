"""What a body reported in a round: item by item what it changed, or that it confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from masterplan.actions.audit import refusals_noted
from masterplan.actions.desk import report_day
from masterplan.actions.round_table import reported_in
from masterplan.domain.access import Actor, Right, demand
from masterplan.domain.bodies import lineage
from masterplan.domain.plan import FIELDS, Kind
from masterplan.domain.reporting.rounds import NotPossible
from masterplan.store import edits, reading
from masterplan.store import rounds as stored
from masterplan.store.engine import Connection, Database


@dataclass(frozen=True)
class CameIn:
    """One item that a body reported on in a round.

    ``changes`` has by field the value when the round was opened and the one of now (empty: confirmed as it was);
    ``by`` is who stated something of it last, ``at`` that time, ``is_new`` that the plan did not have it before.
    """

    key: str
    kind: Kind
    changes: Mapping[str, tuple[Any, Any]]
    by: str
    at: datetime
    is_new: bool


def came_in(database: Database, number: int, body: str, *, by: Actor, at: datetime) -> list[CameIn]:
    """What a body reported since a round was opened, for the day that the round's entries speak of.

    Raises NotAllowed, NotPossible.
    """
    with refusals_noted(database, by=by, at=at, subject=f"round/{number}"):
        demand(by, Right.RUN_ROUNDS)
    with database.reading() as connection:
        round = stored.one(connection, number)
        if round is None:
            raise NotPossible(f"Eine Berichtsrunde {number} gibt es nicht.")
        on, bodies = report_day(connection, at, round), reading.bodies(connection)
        opened = reading.revision_at(connection, round.opened_at).number
        keys = reported_in(connection, round, on)
        before = edits.places(connection, keys, on, bodies, opened)
        names = lineage(bodies, body, on)
        mine = [one for one in edits.places(connection, keys, on, bodies).values() if one.owner in names]
        return [_came_in(connection, one, before.get(one.key), opened) for one in mine]


def _came_in(connection: Connection, now: edits.Place, before: edits.Place | None, opened: int) -> CameIn:
    last = edits.stated_since(connection, now.id, opened)[-1]
    old = {} if before is None else before.at.fields
    differ = {
        name: (old.get(name), now.at.fields.get(name))
        for name in FIELDS[now.kind]
        if not name.endswith("_text") and old.get(name) != now.at.fields.get(name)
    }
    return CameIn(now.key, now.kind, differ, last.by, last.recorded_at, before is None)
