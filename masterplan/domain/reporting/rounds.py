"""A reporting round, body by body: its states, who may lead from one to the next, what is lacking and contested."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from masterplan.domain.access import Actor, Right, demand
from masterplan.vocabulary import day


class State(StrEnum):
    """How far a body's report of a round is."""

    REQUESTED = "requested"
    IN_WORK = "in_work"
    HANDED_IN = "handed_in"
    QUERIED = "queried"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


STATES: Mapping[State, str] = {
    State.REQUESTED: "angefordert",
    State.IN_WORK: "in Arbeit",
    State.HANDED_IN: "abgegeben",
    State.QUERIED: "Rückfrage",
    State.ACCEPTED: "abgenommen",
    State.PUBLISHED: "veröffentlicht",
}

_S = State
TRANSITIONS: Mapping[tuple[State | None, State], Right] = {
    (None, _S.REQUESTED): Right.RUN_ROUNDS,
    (_S.REQUESTED, _S.IN_WORK): Right.REPORT,
    (_S.IN_WORK, _S.HANDED_IN): Right.HAND_IN,
    (_S.HANDED_IN, _S.IN_WORK): Right.HAND_IN,  # taken back
    (_S.HANDED_IN, _S.QUERIED): Right.RUN_ROUNDS,
    (_S.HANDED_IN, _S.ACCEPTED): Right.RUN_ROUNDS,
    (_S.QUERIED, _S.QUERIED): Right.RUN_ROUNDS,  # one more question
    (_S.QUERIED, _S.IN_WORK): Right.REPORT,
    (_S.QUERIED, _S.ACCEPTED): Right.RUN_ROUNDS,  # no agreement: both values stand
    (_S.ACCEPTED, _S.QUERIED): Right.RUN_ROUNDS,
    (_S.ACCEPTED, _S.PUBLISHED): Right.RELEASE,
}
"""The whole of it: a step that is not here is not possible, whoever asks; the right says who may take it."""

CLOSED_TO_EDITS = (State.HANDED_IN, State.ACCEPTED)
"""What the Staatskanzlei looks at stays as it is; the body takes its report back, or waits to be asked."""


class NotPossible(Exception):
    """The round stays as it is; the text says in German why and what to do."""


@dataclass(frozen=True)
class Round:
    """One reporting round."""

    id: int
    title: str
    stichtag: date
    due_on: date
    opened_at: datetime


@dataclass(frozen=True)
class Step:
    """What happened in a round: a body's report came into a state, or (``item``) one of its items was spoken of.

    A query names the item and may hold a value against one of its fields, with the source of that value; values are
    as statements keep them. On an item, in_work is the body's answer, accepted that the question is settled.
    """

    id: int
    round: int
    body: str
    state: State
    at: datetime
    by: str
    item: str | None = None
    comment: str | None = None
    field: str | None = None
    counter_value: object = None
    counter_source: str | None = None


def states(steps: Iterable[Step]) -> dict[str, State]:
    """The state of each body that is asked, given all steps of a round in their order."""
    return {step.body: step.state for step in steps if step.item is None or step.state == State.QUERIED}


def demand_step(
    actor: Actor, before: State | None, after: State, body: str, own: Iterable[str]
) -> None:
    """Raises NotPossible where no way leads from one state to the other, NotAllowed where it is not the actor's."""
    right = TRANSITIONS.get((before, after))
    if right is None:
        stands = "nicht angefordert" if before is None else f"im Stand „{STATES[before]}“"
        raise NotPossible(f"Die Meldung ({body}) ist {stands}; „{STATES[after]}“ ist von dort aus nicht möglich.")
    demand(actor, right, [body], own)


def demand_open(state: State | None, title: str) -> None:
    """Raises NotPossible where entries for a round cannot be changed just now."""
    if state in CLOSED_TO_EDITS:
        way = (
            "Nehmen Sie die Meldung zurück, um noch etwas zu ändern."
            if state == State.HANDED_IN
            else "Änderungen sind wieder möglich, wenn die Staatskanzlei nachfragt oder veröffentlicht hat."
        )
        raise NotPossible(f"Die Meldung zur Runde „{title}“ ist {STATES[state]}. {way}")


# What stands against each other.


@dataclass(frozen=True)
class Contested:
    """A value that body and Staatskanzlei do not agree on: both stand, each with what it rests on."""

    key: str
    field: str
    body: str
    reported: object
    counter_value: object
    counter_source: str
    comment: str | None
    answer: str | None


def open_queries(steps: Sequence[Step]) -> list[Step]:
    """The queries that the Staatskanzlei has not settled, the latest of each item and field."""
    asked: dict[tuple[str, str | None], Step] = {}
    for step in steps:
        if step.item is None:
            continue
        if step.state == State.QUERIED:
            asked[step.item, step.field] = step
        elif step.state == State.ACCEPTED:
            asked.pop((step.item, step.field), None)
    return list(asked.values())


def answers(steps: Iterable[Step]) -> dict[str, Step]:
    """The latest answer of the body to what was asked of each item."""
    return {step.item: step for step in steps if step.item is not None and step.state == State.IN_WORK}


def contested(steps: Sequence[Step], values: Mapping[tuple[str, str], object]) -> list[Contested]:
    """The values that stand against a counter-value. ``values`` gives the reported one by (key, field)."""
    said = answers(steps)
    found = []
    for query in open_queries(steps):
        if query.item is None or query.field is None or query.counter_value is None:
            continue
        reported = values.get((query.item, query.field))
        if reported != query.counter_value:
            answer = said.get(query.item)
            found.append(
                Contested(
                    query.item, query.field, query.body, reported, query.counter_value, query.counter_source or "",
                    query.comment, answer.comment if answer is not None and answer.id > query.id else None,
                )
            )  # fmt: skip
    return found


# Reminders: when somebody may be written to again.

WAITS_DAYS = (3, 5, 7)
"""After the first, second and each later reminder of a round, at least so many days pass before the next."""


def reminded_again_on(sent: Sequence[date]) -> date | None:
    """The first day on which somebody may be reminded again; None: nobody was reminded yet."""
    if not sent:
        return None
    wait = WAITS_DAYS[min(len(sent), len(WAITS_DAYS)) - 1]
    return date.fromordinal(max(sent).toordinal() + wait)


def deadline_words(due_on: date, today: date) -> str:
    """„bis 15.01.2022 (noch 3 Tage)“."""
    left = (due_on - today).days
    told = "heute" if left == 0 else f"noch {left} {'Tag' if left == 1 else 'Tage'}" if left > 0 else "überschritten"
    return f"bis {day(due_on)} ({told})"
