"""The states of a reporting round: every way that is allowed, and every other one that is not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.reporting.rounds import (
    CLOSED_TO_EDITS,
    STATES,
    TRANSITIONS,
    NotPossible,
    State,
    Step,
    contested,
    deadline_words,
    demand_open,
    demand_step,
    open_queries,
    reminded_again_on,
    states,
)

AT = datetime(2021, 7, 5, tzinfo=UTC)
CHANCELLERY, READER = Actor("Staatskanzlei", Role.CHANCELLERY), Actor("Leser", Role.READER)
SMI, SMK = Actor("SMI", Role.MINISTRY, "SMI"), Actor("SMK", Role.MINISTRY, "SMK")
OWN = {SMI: {"SMI"}, SMK: {"SMK"}}

WAYS: dict[tuple[State | None, State], set[Actor]] = {
    (None, State.REQUESTED): {CHANCELLERY},
    (State.REQUESTED, State.IN_WORK): {CHANCELLERY, SMI},
    (State.IN_WORK, State.HANDED_IN): {CHANCELLERY, SMI},
    (State.HANDED_IN, State.IN_WORK): {CHANCELLERY, SMI},
    (State.HANDED_IN, State.QUERIED): {CHANCELLERY},
    (State.HANDED_IN, State.ACCEPTED): {CHANCELLERY},
    (State.QUERIED, State.QUERIED): {CHANCELLERY},
    (State.QUERIED, State.IN_WORK): {CHANCELLERY, SMI},
    (State.QUERIED, State.ACCEPTED): {CHANCELLERY},
    (State.ACCEPTED, State.QUERIED): {CHANCELLERY},
    (State.ACCEPTED, State.PUBLISHED): {CHANCELLERY},
}
"""What the test expects, written down by itself: who may take the report of the SMI from where to where."""


@pytest.mark.parametrize(("before", "after"), list(product((None, *State), State)))
def test_each_of_all_ways_is_open_to_whom_the_table_says(before: State | None, after: State) -> None:
    for actor in (CHANCELLERY, SMI, SMK, READER):
        own = OWN.get(actor, set())
        if actor in WAYS.get((before, after), set()):
            demand_step(actor, before, after, "SMI", own)
        else:
            refusal = NotAllowed if (before, after) in WAYS else NotPossible
            with pytest.raises(refusal):
                demand_step(actor, before, after, "SMI", own)


class RoundOfOneBody(RuleBasedStateMachine):
    """Anybody tries anything in any order; the steps taken are always a way through the table."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []

    @property
    def state(self) -> State | None:
        return states(self.steps).get("SMI")

    @rule(actor=st.sampled_from([CHANCELLERY, SMI, SMK, READER]), after=st.sampled_from(State), item=st.booleans())
    def try_step(self, actor: Actor, after: State, item: bool) -> None:
        before = self.state
        named = "measure/1" if item and after == State.QUERIED else None
        try:
            demand_step(actor, before, after, "SMI", OWN.get(actor, set()))
        except (NotAllowed, NotPossible):
            assert self.state == before
            return
        self.steps.append(_step(len(self.steps) + 1, after, item=named, by=actor.name))
        assert self.state == after

    @rule()
    def a_remark_on_an_item_moves_nothing(self) -> None:
        before = self.state
        said = _step(len(self.steps) + 1, State.IN_WORK, item="measure/1", comment="Bleibt so.")
        assert states([*self.steps, said]).get("SMI") == before

    @invariant()
    def every_step_taken_is_in_the_table_and_nothing_follows_the_publication(self) -> None:
        course = [None, *(step.state for step in self.steps)]
        assert all(way in TRANSITIONS for way in pairwise(course))
        assert State.PUBLISHED not in course[:-1]

    @invariant()
    def what_the_chancellery_looks_at_stays_as_it_is(self) -> None:
        if self.state in CLOSED_TO_EDITS:
            with pytest.raises(NotPossible, match=r"ist abgegeben|ist abgenommen"):
                demand_open(self.state, "2021/II")
        else:
            demand_open(self.state, "2021/II")


TestRoundOfOneBody = RoundOfOneBody.TestCase


def _step(number: int, state: State, **told: Any) -> Step:
    return Step(**{"id": number, "round": 1, "body": "SMI", "state": state, "at": AT, "by": "Staatskanzlei", **told})


ASKED = _step(
    1, State.QUERIED, item="measure/1", field="progress", counter_value=0.2, counter_source="Vor-Ort-Termin 2. Juli",
    comment="Wo sind die übrigen Ämter?",
)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "reported", "stands"),
    [
        ([], 0.6, True),
        ([], 0.2, False),  # the body took it over
        ([_step(2, State.IN_WORK, item="measure/1", comment="Gezählt sind alle.")], 0.6, True),
        ([_step(2, State.ACCEPTED)], 0.6, True),  # accepted without agreement: both stand
        ([_step(2, State.ACCEPTED, item="measure/1", field="progress")], 0.6, False),  # settled
        ([replace(ASKED, id=2, counter_value=0.6)], 0.6, False),  # asked anew
    ],
)  # fmt: skip
def test_without_agreement_both_values_stand(more: list[Step], reported: float, stands: bool) -> None:
    found = contested([ASKED, *more], {("measure/1", "progress"): reported})
    assert bool(found) == stands
    for one in found:
        assert (one.reported, one.counter_value, one.counter_source) == (0.6, 0.2, "Vor-Ort-Termin 2. Juli")


def test_the_answer_stands_beside_the_query() -> None:
    said = _step(2, State.IN_WORK, item="measure/1", comment="Gezählt sind alle.")
    (one,) = contested([ASKED, said], {("measure/1", "progress"): 0.6})
    assert (one.comment, one.answer) == ("Wo sind die übrigen Ämter?", "Gezählt sind alle.")


def test_a_query_in_words_is_open_until_it_is_settled() -> None:
    asked = _step(1, State.QUERIED, item="measure/1", comment="Warum?")
    assert open_queries([asked]) == [asked]
    assert open_queries([asked, _step(2, State.ACCEPTED, item="measure/1")]) == []


@pytest.mark.parametrize(
    ("sent", "again_on"),
    [([], None), ([1], 4), ([1, 4], 9), ([1, 4, 9], 16), ([1, 4, 9, 16], 23)],
)
def test_reminders_become_rarer(sent: list[int], again_on: int | None) -> None:
    expected = None if again_on is None else date(2021, 7, again_on)
    assert reminded_again_on([date(2021, 7, on) for on in sent]) == expected


@pytest.mark.parametrize(
    ("today", "words"), [(12, "noch 3 Tage"), (14, "noch 1 Tag"), (15, "heute"), (16, "überschritten")]
)
def test_a_deadline_says_how_long_it_is(today: int, words: str) -> None:
    assert deadline_words(date(2022, 1, 15), date(2022, 1, today)) == f"bis 15.01.2022 ({words})"


def test_every_state_has_a_german_word() -> None:
    assert STATES.keys() == set(State)
