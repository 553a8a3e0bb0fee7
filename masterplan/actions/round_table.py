"""A reporting round as it stands, and as one act finds it under the write lock and goes on with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from masterplan.actions import release
from masterplan.actions.audit import refusals_noted
from masterplan.actions.desk import own_keys, report_day
from masterplan.domain.access import Actor
from masterplan.domain.bodies import Body, lineage
from masterplan.domain.figure import REPORTED
from masterplan.domain.reporting import rounds as rules
from masterplan.domain.reporting.rounds import Contested, NotPossible, Round, State, Step, demand_step
from masterplan.store import audit, edits, forms, reading
from masterplan.store import rounds as stored
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import account_id


@dataclass(frozen=True)
class Standing:
    """A round with all its steps, where each body stands, what was reported, and what stands against each other.

    ``on`` is the day that entries of the round speak of, ``reported`` the keys that anything was stated of since the
    round was opened.
    """

    round: Round
    on: date
    steps: tuple[Step, ...]
    states: Mapping[str, State]
    reported: frozenset[str]
    contested: tuple[Contested, ...]


def all_rounds(database: Database) -> list[Round]:
    """All rounds, the latest first."""
    with database.reading() as connection:
        return stored.rounds(connection)


def standing(database: Database, number: int, at: datetime) -> Standing | None:
    """How a round stands; None where there is none of that number."""
    with database.reading() as connection:
        round = stored.one(connection, number)
        return None if round is None else _standing(connection, round, at)


def _standing(connection: Connection, round: Round, at: datetime) -> Standing:
    on = report_day(connection, at, round)
    steps = stored.steps(connection, round.id)
    asked = {step.item for step in rules.open_queries(steps) if step.item is not None}
    places = edits.places(connection, asked, on, reading.bodies(connection))
    values = {(key, name): value for key, place in places.items() for name, value in place.at.fields.items()}
    reported = reported_in(connection, round, on)
    return Standing(round, on, tuple(steps), rules.states(steps), reported, tuple(rules.contested(steps, values)))


def reported_in(connection: Connection, round: Round, on: date) -> frozenset[str]:
    """The keys of what was reported for a round: recorded since it was opened, for a day that its entries speak of."""
    opened = reading.revision_at(connection, round.opened_at).number
    first = report_day(connection, round.opened_at, round)
    return frozenset(stored.reported_since(connection, opened, first, on))


def contested_at(
    database: Database, *, stichtag: date, known_by: datetime, audience: str = "released"
) -> list[Contested]:
    """What a briefing shows in both versions: the contested values of the rounds for a Stichtag, as known by then.

    The reported value is that of the cut; where the audience does not see the body's value yet, it is the earlier one.
    """
    with database.reading() as connection:
        asked = [
            [step for step in stored.steps(connection, one.id) if step.at <= known_by]
            for one in stored.rounds(connection)
            if one.stichtag == stichtag
        ]
    if not any(map(rules.open_queries, asked)):
        return []
    items = reading.cut(database, stichtag, known_by, audience, REPORTED).items
    values = {(one.key, name): value for of in items.values() for one in of for name, value in one.values.items()}
    return [one for steps in asked for one in rules.contested(steps, values)]


@dataclass
class Table:
    """A round as one act finds it and goes on with it."""

    connection: Connection
    round: Round
    on: date
    by: Actor
    at: datetime
    account: str
    bodies: Sequence[Body]
    own: frozenset[str]
    steps: list[Step]

    @property
    def states(self) -> dict[str, State]:
        return rules.states(self.steps)

    def place(self, key: str) -> tuple[edits.Place, str]:
        """An item, and the body that the round asked about it."""
        place = edits.places(self.connection, [key], self.on, self.bodies).get(key)
        names = lineage(self.bodies, place.owner, self.on) if place is not None and place.owner else frozenset()
        body = next((body for body in self.states if body in names), None)
        if place is None or body is None:
            raise NotPossible(f"Die Runde „{self.round.title}“ fragt niemanden nach diesem Eintrag.")
        return place, body

    def step(self, body: str, state: State, **told: Any) -> None:
        """Takes a step that is possible and allowed. Raises NotPossible, NotAllowed."""
        demand_step(self.by, self.states.get(body), state, body, self.own)
        self.remark(body, state, **told)

    def remark(self, body: str, state: State, **told: Any) -> None:
        """Adds a step, or what was said of one item, without asking whether the state allows it."""
        stored.add_step(
            self.connection, round=self.round.id, body=body, state=state, at=self.at, account=self.account, **told
        )
        self.steps = stored.steps(self.connection, self.round.id)
        note_step(self.connection, self.by, self.at, self.round.id, str(state), body=body, item=told.get("item"))

    def accepted_statements(self, body: str) -> list[int]:
        """What a body had entered for the round when it was accepted, as far as nobody has released it."""
        accepted = [step for step in self.steps if step.body == body and step.state == State.ACCEPTED and not step.item]
        if not accepted:
            return []
        known = reading.revision_at(self.connection, accepted[-1].at).number
        found = edits.unreleased(self.connection, known, self.round.stichtag)
        return [one.statement for one in release.of_body(self.connection, found, self.on, body)]


def on_round(
    database: Database,
    number: int,
    by: Actor,
    at: datetime,
    form_key: str,
    subject: str,
    act: Callable[[Table], Any],
) -> Any:
    """One act on a round in one transaction; a form that took effect gives its first outcome again."""
    with refusals_noted(database, by=by, at=at, subject=subject), database.writing() as connection:
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return known
        round = stored.one(connection, number)
        if round is None:
            raise NotPossible(f"Eine Berichtsrunde {number} gibt es nicht.")
        bodies = reading.bodies(connection)
        on = report_day(connection, at, round)
        table = Table(
            connection, round, on, by, moment_of(connection, at), account_id(connection, by), bodies,
            own_keys(by, bodies, on, at), stored.steps(connection, number),
        )  # fmt: skip
        given = act(table)
        forms.taken(connection, by, form_key, at, given)
        return given


def moment_of(connection: Connection, at: datetime) -> datetime:
    """The time of a step: never before the newest revision, so that what was entered by then counts as known."""
    newest = reading.newest_revision(connection)
    return max(at, reading.recorded_at(connection, newest))


def note_step(connection: Connection, by: Actor, at: datetime, number: int, what: str, **detail: object) -> None:
    told = {"step": what, **{name: value for name, value in detail.items() if value is not None}}
    audit.add_entry(
        connection, at=at, account=account_id(connection, by), act="round", subject=f"round/{number}", detail=told
    )
