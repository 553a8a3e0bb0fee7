"""What a person needs to see before reporting: the own plan with what is not released yet, the round, the drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from masterplan.actions.desk import own_keys, report_day
from masterplan.actions.round_table import Standing, moment_of, standing
from masterplan.domain.access import Actor, Reach, Right, reach
from masterplan.domain.bodies import Body, Owners
from masterplan.domain.courses import DayState
from masterplan.domain.figure import REPORTED
from masterplan.domain.plan import Kind
from masterplan.domain.reporting.rounds import Round, State, states
from masterplan.domain.view import Cut, ItemAt, PlanView, build, ministry_at
from masterplan.store import courses, drafts, reading
from masterplan.store import rounds as stored
from masterplan.store.drafts import Draft
from masterplan.store.engine import Database, DatabaseUnusable
from masterplan.store.writing import account_id

__all__ = [
    "Database", "Draft", "OwnPlan", "asked_rounds", "drafts_of", "keep_draft", "own_plan", "round_for", "the_day",
]  # fmt: skip


JUDGED_BY = (Kind.GUIDELINE, Kind.GOAL, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE)
"""What the rules look at in judging Wegmarken and measures, their links among it."""


@dataclass(frozen=True)
class OwnPlan:
    """The plan at the day that reports speak of: what is released, and of the own items all that is known.

    ``own`` are the keys of bodies whose items they are (None: the actor reports on anybody's); ``courses`` are those
    of the own items.
    """

    view: PlanView
    own: frozenset[str] | None
    courses: Mapping[str, list[DayState]]


def the_day(database: Database, at: datetime, round: Round | None) -> date:
    """The day that an entry made now would speak of."""
    with database.reading() as connection:
        return report_day(connection, at, round)


def own_plan(database: Database, *, by: Actor, on: date, at: datetime) -> OwnPlan:
    """The plan as the actor needs it to report. Other bodies' entries that nobody released are not in it."""
    with database.reading() as connection:
        at = moment_of(connection, at)
    everything = reading.cut(database, on, at, "all", JUDGED_BY)
    if reach(by, Right.REPORT) == Reach.ALL:
        view, own = build(everything), None
    else:
        own = own_keys(by, everything.bodies, on, at)
        owners = Owners(everything.bodies, on)
        items = [one for kind in REPORTED for one in everything.items.get(kind, ())]
        mine = {one.key for one in items if ministry_at(one, owners) in own}
        view = build(_with_own(reading.cut(database, on, at, "released", JUDGED_BY), everything, mine))
    found = courses.courses(database, REPORTED, on, view.known_by, "all", None if own is None else sorted(mine))
    return OwnPlan(view, own, found)


def _with_own(released: Cut, everything: Cut, mine: set[str]) -> Cut:
    items: dict[Kind, list[ItemAt]] = {}
    for kind in {*released.items, *everything.items}:
        others = [one for one in released.items.get(kind, ()) if one.key not in mine]
        items[kind] = [*others, *(one for one in everything.items.get(kind, ()) if one.key in mine)]
    return replace(released, items=items)


def asked_rounds(database: Database, *, by: Actor, at: datetime) -> list[Round]:
    """The rounds that ask the actor's body and are not published for it yet, the nearest deadline first."""
    with database.reading() as connection:
        bodies = reading.bodies(connection)
        found = []
        for round in stored.rounds(connection):
            asked = states(stored.steps(connection, round.id))
            mine = _asked_of(by, bodies, round, asked, at)
            if any(asked[body] != State.PUBLISHED for body in mine):
                found.append(round)
    return sorted(found, key=lambda round: (round.due_on, round.id))


def _asked_of(by: Actor, bodies: list[Body], round: Round, asked: Mapping[str, State], at: datetime) -> list[str]:
    if reach(by, Right.REPORT) == Reach.ALL and by.body is None:
        return list(asked)
    names = own_keys(by, bodies, round.stichtag, at)
    return [body for body in asked if body in names]


def round_for(database: Database, *, by: Actor, number: int, at: datetime) -> tuple[Standing, list[str]] | None:
    """A round and the bodies of it that the actor reports for; None where there is no such round."""
    found = standing(database, number, at)
    if found is None:
        return None
    with database.reading() as connection:
        bodies = reading.bodies(connection)
    return found, _asked_of(by, bodies, found.round, found.states, at)


def drafts_of(database: Database, *, by: Actor) -> dict[str, Draft]:
    """What the actor typed and has not sent, by key of the item."""
    with database.reading() as connection:
        account = by.account or drafts.account_named(connection, by.name)
        return {} if account is None else drafts.drafts(connection, account)


def keep_draft(
    database: Database, *, key: str, entries: Mapping[str, str], by: Actor, at: datetime, seen: int
) -> bool:
    """Keeps what was typed so far, or forgets the draft where nothing is left of it; False: it could not be kept."""
    try:
        with database.writing() as connection:
            account = account_id(connection, by)
            if entries:
                drafts.put(connection, account, Draft(key, dict(entries), seen, at))
            else:
                drafts.forget(connection, account, [key])
    except DatabaseUnusable:
        return False
    return True
