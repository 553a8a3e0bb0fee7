"""Where reports are written, under the write lock: who may, for which day and round, and whether others were faster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from masterplan.domain.access import Actor, NotAllowed, Right, demand, own_names
from masterplan.domain.bodies import Body, lineage
from masterplan.domain.origins import Entry
from masterplan.domain.plan import IN_FORCE
from masterplan.domain.reporting.entries import REPORTABLE, FieldProblem
from masterplan.domain.reporting.rounds import NotPossible, Round, State, demand_open, demand_step, states
from masterplan.store import comparing, drafts, edits, forms, reading
from masterplan.store import rounds as stored
from masterplan.store.edits import Place
from masterplan.store.engine import Connection, DatabaseUnusable
from masterplan.store.writing import NewStatement, account_id, new_revision
from masterplan.vocabulary import BERLIN, KINDS, day, listed


class NotReported(Exception):
    """Nothing was written; ``problems`` say in German by key, field by field, what has to be settled first."""

    def __init__(self, problems: Mapping[str, Sequence[FieldProblem]]) -> None:
        super().__init__(" ".join(one.message for found in problems.values() for one in found))
        self.problems = problems


@dataclass(frozen=True)
class Version:
    """One field in two versions: what it was, what somebody else made of it, and what one wanted to make of it.

    Values are as statements keep them, ``mine`` is as typed (None: not touched); ``by`` and ``at``: who else, when.
    """

    field: str
    before: object
    theirs: object
    by: str
    at: datetime
    mine: str | None = None


class SomebodyWasFaster(Exception):
    """Others stated the item after the form was drawn; nothing was written.

    ``versions`` have both sides by key, as at ``revision``: what is decided on them is sent as seen at that.
    """

    def __init__(self, versions: Mapping[str, Sequence[Version]], by: Sequence[str], revision: int) -> None:
        has = "hat" if len(by) == 1 else "haben"
        super().__init__(f"Inzwischen {has} {listed(list(by))} dazu gemeldet. Es wurde nichts gespeichert.")
        self.versions = versions
        self.revision = revision


REFUSED = (NotReported, NotAllowed, NotPossible, DatabaseUnusable)
"""What a page says in the place of a success; nothing was written."""


@dataclass(frozen=True)
class Reported:
    """What a report gave. ``correction`` is its number where it changed a released value of the same day."""

    revision: int
    effective_on: date
    keys: tuple[str, ...]
    fields: tuple[str, ...]
    act: str
    correction: int | None = None

    def as_json(self) -> dict[str, object]:
        """As it is kept with the form."""
        return {**vars(self), "effective_on": self.effective_on.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reported":
        """What `as_json` wrote down."""
        told = {**kept, "keys": tuple(kept["keys"]), "fields": tuple(kept["fields"])}
        return cls(**{**told, "effective_on": date.fromisoformat(kept["effective_on"])})


@dataclass(frozen=True)
class Desk:
    """Where reports are written: by whom, for which day and round, and who answers for what on that day."""

    connection: Connection
    by: Actor
    at: datetime
    on: date
    bodies: Sequence[Body]
    own: frozenset[str]
    round: Round | None
    states: Mapping[str, State]

    def place(self, key: str) -> Place:
        """The item at the day, if the actor may report on it and the plan lists it."""
        place = edits.places(self.connection, [key], self.on, self.bodies).get(key)
        if place is None or place.kind not in REPORTABLE:
            missing = f"Am {day(self.on)} gibt es keinen Eintrag „{key}“, zu dem gemeldet werden kann."
            raise NotReported({key: [FieldProblem("", "reference-unknown", missing)]})
        demand(self.by, Right.REPORT, [place.owner], self.own)
        if place.at.fields.get(IN_FORCE) is False:
            gone = f"Der Plan führt die {KINDS[place.kind]} am {day(self.on)} nicht mehr."
            raise NotReported({key: [FieldProblem("", "reference-unknown", gone)]})
        if self.round is not None:
            body = self.asked(place)
            if body not in self.states:
                raise NotPossible(f"Die Runde „{self.round.title}“ fragt niemanden nach diesem Eintrag.")
            demand_open(self.states[body], self.round.title)
        return place

    def asked(self, place: Place) -> str:
        """The body that the round asked for the item: under the name it bore when the round was opened."""
        names = lineage(self.bodies, str(place.owner), self.on)
        return next((body for body in self.states if body in names), str(place.owner))

    def refuse_if_moved(self, places: Iterable[Place], seen: int, entries: Mapping[str, str]) -> None:
        """Raises SomebodyWasFaster where others stated an item after ``seen``."""
        versions: dict[str, list[Version]] = {}
        names: dict[str, None] = {}
        for place in places:
            if not comparing.touched_since(self.connection, [place.id], seen):
                continue
            since = edits.stated_since(self.connection, place.id, seen)
            before = edits.places(self.connection, [place.key], self.on, self.bodies, seen).get(place.key)
            versions[place.key] = _versions(place, before, since, entries)
            names |= dict.fromkeys(entry.by for entry in since)
        if versions:
            raise SomebodyWasFaster(versions, list(names), reading.newest_revision(self.connection))

    def write(
        self,
        form_key: str,
        act: str,
        stated: Sequence[tuple[Place, NewStatement]],
        fields: tuple[str, ...],
    ) -> Reported:
        """Writes the statements, takes the round's report into work, drops the drafts, keeps the outcome."""
        with new_revision(self.connection, at=self.at, by=self.by, act=act) as opened:
            opened.state([one for _, one in stated])
        account = account_id(self.connection, self.by)
        keys = tuple(place.key for place, _ in stated)
        if self.round is not None:
            for body in dict.fromkeys(self.asked(place) for place, _ in stated):
                self.begin(body, account)
        drafts.forget(self.connection, account, keys)
        number = edits.corrections(self.connection, stated[0][0].id) if act == "correction" else None
        result = Reported(opened.number, self.on, keys, fields, act, number)
        forms.taken(self.connection, self.by, form_key, opened.recorded_at, result.as_json())
        return result

    def begin(self, body: str, account: str) -> None:
        """A body's first entry, or the first after a query, takes its report into work."""
        state = self.states.get(body)
        if self.round is not None and state in (State.REQUESTED, State.QUERIED):
            demand_step(self.by, state, State.IN_WORK, body, self.own)
            stored.add_step(
                self.connection, round=self.round.id, body=body, state=State.IN_WORK, at=self.at, account=account
            )


def report_day(connection: Connection, at: datetime, round: Round | None) -> date:
    """The day that an on-line entry speaks of: today, in an example database its default Stichtag, or the round's
    Stichtag where that is earlier."""
    today = reading.default_day(connection, at.astimezone(BERLIN).date())
    return today if round is None else min(round.stichtag, today)


def desk_of(connection: Connection, by: Actor, at: datetime, number: int | None) -> Desk:
    round = None if number is None else stored.one(connection, number)
    if number is not None and round is None:
        raise NotReported({"": [FieldProblem("", "reference-unknown", f"Eine Berichtsrunde {number} gibt es nicht.")]})
    on = report_day(connection, at, round)
    bodies = reading.bodies(connection)
    found = states(stored.steps(connection, round.id)) if round is not None else {}
    return Desk(connection, by, at, on, bodies, own_keys(by, bodies, on, at), round, found)


def own_keys(by: Actor, bodies: Sequence[Body], on: date, at: datetime) -> frozenset[str]:
    """The names of the actor's body on the day spoken of; who was renamed since then is known by today's name."""
    return own_names(by, bodies, on) | own_names(by, bodies, at.astimezone(BERLIN).date())


def _versions(
    place: Place, before: Place | None, since: Sequence[Entry], entries: Mapping[str, str]
) -> list[Version]:
    was = before.at.fields if before is not None else {}
    newest = since[-1]
    said = {name: entry for entry in since for name in entry.fields}
    names = [
        name
        for name in REPORTABLE[place.kind]
        if name in entries or was.get(name) != place.at.fields.get(name)
    ]
    return [
        Version(
            name, was.get(name), place.at.fields.get(name), said.get(name, newest).by,
            said.get(name, newest).recorded_at, entries.get(name),
        )
        for name in names
    ]  # fmt: skip
