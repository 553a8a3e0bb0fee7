"""Leading a reporting round: asking, handing in, asking back, answering, accepting, publishing; each act once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from masterplan.actions import release
from masterplan.actions.audit import refusals_noted
from masterplan.actions.round_table import (
    Standing,
    Table,
    all_rounds,
    contested_at,
    moment_of,
    note_step,
    on_round,
    standing,
)
from masterplan.domain.access import Actor, Right, demand
from masterplan.domain.reporting import rounds as rules
from masterplan.domain.reporting.entries import READERS, REPORTABLE
from masterplan.domain.reporting.rounds import NotPossible, State
from masterplan.store import edits, forms, reading
from masterplan.store import rounds as stored
from masterplan.store.engine import Database
from masterplan.store.writing import account_id
from masterplan.vocabulary import BERLIN, FIELDS, day

__all__ = [
    "NotPossible", "Published", "Standing", "accept", "all_rounds", "answer", "contested_at", "hand_in", "open_round",
    "publish", "query", "settle", "standing", "take_back",
]  # fmt: skip
LONGEST_TITLE = 120


def open_round(
    database: Database,
    *,
    title: str,
    stichtag: date,
    due_on: date,
    bodies: Sequence[str],
    by: Actor,
    at: datetime,
    form_key: str,
) -> int:
    """Asks bodies for their reports as at a Stichtag; gives the round's number. Raises NotAllowed, NotPossible."""
    with refusals_noted(database, by=by, at=at, subject="berichtsrunden"), database.writing() as connection:
        demand(by, Right.RUN_ROUNDS)
        if (known := forms.outcome(connection, by, form_key)) is not None:
            return int(known)
        title = " ".join(title.split())
        _refuse_unless_whole(title, due_on, bodies, at.astimezone(BERLIN).date())
        known_keys = {body.key for body in reading.bodies(connection) if body.valid(stichtag)}
        if strangers := [body for body in bodies if body not in known_keys]:
            raise NotPossible(f"Am {day(stichtag)} gibt es die Stelle „{strangers[0]}“ nicht.")
        account = account_id(connection, by)
        number = stored.add_round(
            connection, title=title, stichtag=stichtag, due_on=due_on, at=moment_of(connection, at), account=account
        )
        for body in dict.fromkeys(bodies):
            stored.add_step(connection, round=number, body=body, state=State.REQUESTED, at=at, account=account)
        note_step(connection, by, at, number, "opened", bodies=list(bodies))
        forms.taken(connection, by, form_key, at, number)
        return number


def _refuse_unless_whole(title: str, due_on: date, bodies: Sequence[str], today: date) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise NotPossible(f"Bitte geben Sie der Runde einen Namen von höchstens {LONGEST_TITLE} Zeichen.")
    if due_on < today:
        raise NotPossible(f"Die Frist {day(due_on)} ist schon verstrichen. Bitte wählen Sie einen späteren Tag.")
    if not bodies:
        raise NotPossible("Bitte wählen Sie mindestens eine Stelle, die berichten soll.")


def hand_in(database: Database, *, round: int, body: str, by: Actor, at: datetime, form_key: str) -> State:
    """The body's report is done; it stays as it is until it is taken back or asked about."""
    return _moved(database, round, body, by, at, form_key, State.HANDED_IN)


def take_back(database: Database, *, round: int, body: str, by: Actor, at: datetime, form_key: str) -> State:
    """The body goes on working on what it handed in."""
    return _moved(database, round, body, by, at, form_key, State.IN_WORK)


def accept(
    database: Database, *, round: int, body: str, by: Actor, at: datetime, form_key: str, comment: str = ""
) -> State:
    """The Staatskanzlei accepts the body's report; what is still contested stands in both versions."""
    return _moved(database, round, body, by, at, form_key, State.ACCEPTED, comment)


def _moved(
    database: Database, number: int, body: str, by: Actor, at: datetime, form_key: str, after: State, comment: str = ""
) -> State:
    def act(table: Table) -> str:
        if after == State.HANDED_IN and table.states.get(body) in (State.REQUESTED, State.QUERIED):
            table.step(body, State.IN_WORK)  # whoever hands in without a change has at least looked
        table.step(body, after, comment=comment.strip() or None)
        return str(after)

    return State(on_round(database, number, by, at, form_key, body, act))


def query(
    database: Database,
    *,
    round: int,
    key: str,
    comment: str,
    by: Actor,
    at: datetime,
    form_key: str,
    field: str | None = None,
    counter_value: str = "",
    counter_source: str = "",
) -> State:
    """The Staatskanzlei asks back about an item: in words, or with a value of its own (as typed) and its source."""

    def act(table: Table) -> str:
        place, body = table.place(key)
        value = None
        if counter_value.strip():
            value = _read_counter_value(place, field, counter_value)
            if not counter_source.strip():
                raise NotPossible("Zum Gegenwert gehört seine Quelle: Woher wissen Sie es?")
        elif not comment.strip():
            raise NotPossible("Bitte schreiben Sie, was an der Meldung fraglich ist, oder nennen Sie einen Gegenwert.")
        table.step(
            body, State.QUERIED, item=key, field=field, comment=comment.strip() or None, counter_value=value,
            counter_source=counter_source.strip() or None,
        )  # fmt: skip
        return str(State.QUERIED)

    return State(on_round(database, round, by, at, form_key, key, act))


def _read_counter_value(place: edits.Place, field: str | None, text: str) -> object:
    if field is None or field not in REPORTABLE.get(place.kind, ()):
        raise NotPossible("Bitte wählen Sie die Angabe, gegen die der Gegenwert steht.")
    read, doubt = READERS[field](text, FIELDS[field])
    if doubt is not None:
        raise NotPossible(doubt.message)
    return read.value


def answer(
    database: Database, *, round: int, key: str, comment: str, by: Actor, at: datetime, form_key: str
) -> State:
    """The body's statement about an item: to a query, or to a contradiction before anybody asks."""

    def act(table: Table) -> str:
        _, body = table.place(key)
        if not comment.strip():
            raise NotPossible("Bitte schreiben Sie Ihre Stellungnahme.")
        if table.states.get(body) in (State.REQUESTED, State.QUERIED):
            table.step(body, State.IN_WORK)
        rules.demand_open(table.states.get(body), table.round.title)
        demand(by, Right.REPORT, [body], table.own)
        table.remark(body, State.IN_WORK, item=key, comment=comment.strip())
        return str(State.IN_WORK)

    return State(on_round(database, round, by, at, form_key, key, act))


def settle(
    database: Database, *, round: int, key: str, field: str | None, by: Actor, at: datetime, form_key: str
) -> State:
    """The Staatskanzlei drops its query about an item: the reported value stands alone."""

    def act(table: Table) -> str:
        demand(by, Right.RUN_ROUNDS)
        found = [one for one in rules.open_queries(table.steps) if (one.item, one.field) == (key, field)]
        if not found:
            raise NotPossible("Zu dieser Angabe ist keine Rückfrage offen.")
        table.remark(found[0].body, State.ACCEPTED, item=key, field=field)
        return str(State.ACCEPTED)

    return State(on_round(database, round, by, at, form_key, key, act))


@dataclass(frozen=True)
class Published:
    """What publishing gave: the bodies, and the revision that released their entries (None: there were none)."""

    revision: int | None
    bodies: tuple[str, ...]
    statements: tuple[int, ...]


def publish(
    database: Database, *, round: int, bodies: Sequence[str], by: Actor, at: datetime, form_key: str
) -> Published:
    """Releases what the bodies had reported when they were accepted; later entries wait for another release."""

    def act(table: Table) -> dict[str, object]:
        if not bodies:
            raise NotPossible("Bitte wählen Sie, wessen Meldungen veröffentlicht werden.")
        numbers: list[int] = []
        for body in dict.fromkeys(bodies):
            numbers += table.accepted_statements(body)
            table.step(body, State.PUBLISHED)
        revision = release.release_now(table.connection, tuple(numbers), by, at)
        return {"revision": revision, "bodies": list(bodies), "statements": numbers}

    given = on_round(database, round, by, at, form_key, f"round/{round}", act)
    return Published(given["revision"], tuple(given["bodies"]), tuple(given["statements"]))
