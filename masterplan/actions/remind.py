"""Reminding those who owe a report: who is written what, and noting that it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from masterplan.actions.audit import refusals_noted
from masterplan.actions.desk import report_day
from masterplan.actions.round_table import reported_in
from masterplan.domain.access import Actor, Reach, Right, demand, reach
from masterplan.domain.bodies import Body, lineage, name_on
from masterplan.domain.figure import REPORTED
from masterplan.domain.reporting.reminders import Message, Owed, message
from masterplan.domain.reporting.round_progress import OWING, lacking
from masterplan.domain.reporting.rounds import NotPossible, Round, reminded_again_on, states
from masterplan.domain.view import build
from masterplan.store import accounts, audit, reading
from masterplan.store import rounds as stored
from masterplan.store.accounts import Account
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import account_id
from masterplan.vocabulary import BERLIN


@dataclass(frozen=True)
class Waiting:
    """Somebody who was written to lately, and the first day on which that may happen again."""

    name: str
    round: Round
    again_on: date


@dataclass(frozen=True)
class Reminders:
    """What would be sent now, who is left alone for the time being, and the bodies that nobody can be written to for.

    These are told by their names at the round's Stichtag.
    """

    messages: tuple[Message, ...]
    waiting: tuple[Waiting, ...]
    unreachable: tuple[tuple[Round, str], ...]


def reminders(database: Database, *, by: Actor, at: datetime, address: str, round: int | None = None) -> Reminders:
    """The messages to those who owe a report of a round, or (None) of any; nothing is sent or written.

    Raises NotAllowed, NotPossible.
    """
    with refusals_noted(database, by=by, at=at, subject="berichtsrunden"):
        demand(by, Right.RUN_ROUNDS)
    with database.reading() as connection:
        found = [one for one in stored.rounds(connection) if round is None or one.id == round]
        if round is not None and not found:
            raise NotPossible(f"Eine Berichtsrunde {round} gibt es nicht.")
        sent = stored.reminders_sent(connection, [one.id for one in found])
        people = [one for one in accounts.all_accounts(connection) if _can_be_asked(one)]
        bodies = reading.bodies(connection)
        owing = [(one, _owing(connection, one, at)) for one in sorted(found, key=lambda one: (one.due_on, one.id))]
    counts = {one.id: _lacking(database, one, at) for one, asked in owing if asked}
    owed: dict[str, list[tuple[Account, Owed]]] = {}
    waiting: list[Waiting] = []
    unreachable: list[tuple[Round, str]] = []
    today = at.astimezone(BERLIN).date()
    for one, asked in owing:
        for body in asked:
            to = _people_of(body, people, bodies, one.stichtag, today)
            if not to:
                unreachable.append((one, name_on(bodies, body, one.stichtag)))
            for person in to:
                days = [when.astimezone(BERLIN).date() for when in sent.get((one.id, person.id), [])]
                again_on = reminded_again_on(days)
                if again_on is not None and today < again_on:
                    waiting.append(Waiting(person.name, one, again_on))
                else:
                    owes = Owed(one, person.id, body, counts[one.id].get(body, 0), name_on(bodies, body, one.stichtag))
                    owed.setdefault(str(person.email).strip().lower(), []).append((person, owes))
    messages = [
        message(str(told[0][0].email), told[0][0].name, [one for _, one in told], address, today)
        for told in owed.values()
    ]
    return Reminders(tuple(messages), tuple(waiting), tuple(unreachable))


def note_sent(database: Database, *, by: Actor, at: datetime, sent: Message, trouble: str | None) -> None:
    """Notes that a message was sent, or why it could not be; what was not sent may be tried again at once.

    Raises NotAllowed.
    """
    rounds = ", ".join(dict.fromkeys(f"round/{one.round.id}" for one in sent.owed))
    with refusals_noted(database, by=by, at=at, subject=rounds), database.writing() as connection:
        demand(by, Right.RUN_ROUNDS)
        for one in sent.owed:
            stored.add_reminder(
                connection, round=one.round.id, account=one.account, at=at, items=one.items, trouble=trouble
            )
        detail = {"bodies": [one.body for one in sent.owed], "trouble": trouble}
        account = account_id(connection, by)
        audit.add_entry(connection, at=at, account=account, act="reminder", subject=rounds, detail=detail)


def _can_be_asked(one: Account) -> bool:
    return bool(one.email) and one.disabled_at is None and reach(one.actor, Right.REPORT) == Reach.OWN


def _owing(connection: Connection, round: Round, at: datetime) -> list[str]:
    return [body for body, state in states(stored.steps(connection, round.id)).items() if state in OWING]


def _lacking(database: Database, round: Round, at: datetime) -> dict[str, int]:
    with database.reading() as connection:
        on = report_day(connection, at, round)
        reported = reported_in(connection, round, on)
    view = build(reading.cut(database, on, at, "all", REPORTED))
    return {body: len(keys) for body, keys in lacking(view, reported).items()}


def _people_of(
    body: str, people: Sequence[Account], bodies: Sequence[Body], stichtag: date, today: date
) -> list[Account]:
    names = lineage(bodies, body, stichtag)
    return [one for one in people if one.body in names or (one.body and body in lineage(bodies, one.body, today))]
