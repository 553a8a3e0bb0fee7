from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.outlook.what_if import UnknownStart, WhatIf, users, what_if
from masterplan.domain.view import ItemAt
from tests.builders import goal, measure, milestone, view


def _measure(name: int, due: str | None, after: list[str] | None = None, **values: Any) -> ItemAt:
    return measure(name, **{"status": "in_progress", "due_on": due, "depends_on": after, **values})


def _days(answer: WhatIf) -> dict[str, int]:
    return {moved.key: moved.days for moved in answer.moved}


CHAIN = (
    _measure(1, "2021-09-30"),
    _measure(2, "2021-10-10", ["1"]),
    _measure(3, "2021-12-31", ["2"]),
)

CASES: list[tuple[str, tuple[ItemAt, ...], int, dict[str, int]]] = [
    ("nothing moves without a delay", CHAIN, 0, {}),
    ("slack takes up a short delay", CHAIN, 10, {"measure/1": 10}),
    ("what exceeds the slack goes on", CHAIN, 30, {"measure/1": 30, "measure/2": 20}),
    ("and on", CHAIN, 100, {"measure/1": 100, "measure/2": 90, "measure/3": 8}),
    (
        "a completed item neither moves nor passes a delay on",
        (CHAIN[0], _measure(2, "2021-10-10", ["1"], status="completed"), CHAIN[2]),
        100,
        {"measure/1": 100},
    ),
    ("a suspended one neither", (CHAIN[0], _measure(2, None, ["1"], status="suspended")), 9, {"measure/1": 9}),
    ("one of unknown status may move", (CHAIN[0], _measure(2, None, ["1"], status=None)), 9,
     {"measure/1": 9, "measure/2": 9}),
    ("without a date no slack is known", (CHAIN[0], _measure(2, None, ["1"]), _measure(3, "2022-06-30", ["2"])), 9,
     {"measure/1": 9, "measure/2": 9, "measure/3": 9}),
    ("a date before that of the predecessor is no slack", (CHAIN[0], _measure(2, "2021-08-31", ["1"])), 9,
     {"measure/1": 9, "measure/2": 9}),
    ("the forecast is the date that counts",
     (_measure(1, "2021-01-31", forecast_on="2021-09-30"), _measure(2, "2021-10-10", ["1"])), 15,
     {"measure/1": 15, "measure/2": 5}),
    ("of two predecessors the one with less slack counts",
     (CHAIN[0], CHAIN[1], _measure(3, "2021-10-11", ["1", "2"])), 30,
     {"measure/1": 30, "measure/2": 20, "measure/3": 19}),
]  # fmt: skip


@pytest.mark.parametrize(("items", "days", "moved"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_delay_moves_what_depends_on_it(items: tuple[ItemAt, ...], days: int, moved: dict[str, int]) -> None:
    assert _days(what_if(view(*items), "measure/1", days)) == moved


def test_a_base_component_moves_every_open_measure_that_names_it() -> None:
    plan = view(
        _measure(1, "2021-09-30", components=["eID", "Amt24"]),
        _measure(2, "2021-10-31", components=["AMT 24"]),
        _measure(3, "2021-10-31", components=["Amt24"], status="completed"),
        _measure(4, "2021-12-31", ["1"]),
        _measure(5, "2021-12-31", components=["eAkte"]),
    )
    assert list(users(plan)) == ["Amt24", "eAkte", "eID"]
    answer = what_if(plan, "amt24", 100)
    assert _days(answer) == {"measure/1": 100, "measure/2": 100, "measure/4": 8}
    assert answer.unmoved == ("measure/3",)
    assert answer.moved[2].path == ("Amt24", "measure/1", "measure/4")
    assert _days(what_if(plan, "Amt24", 100, ready_on=date(2021, 9, 20))) == {"measure/1": 90, "measure/2": 59}


def test_a_wegmarke_can_be_what_is_late_and_a_goal_what_is_missed() -> None:
    plan = view(
        goal("Z1", due_on="2021-12-31"),
        goal("Z2", due_on="2022-01-01"),
        milestone(7, due_on="2021-12-01", status="in_progress"),
        _measure(1, "2021-12-31", ["milestone 7"], goals=["Z1", "Z2"]),  # Z2 is just kept
    )
    answer = what_if(plan, "milestone/7", 31)
    assert [(moved.key, moved.before, moved.after, moved.misses) for moved in answer.moved] == [
        ("milestone/7", date(2021, 12, 1), date(2022, 1, 1), ()),
        ("measure/1", date(2021, 12, 31), date(2022, 1, 1), ("goal/Z1",)),
    ]


def test_cycles_are_reported_with_their_path_and_do_not_hang() -> None:
    plan = view(
        _measure(1, "2021-09-30", ["3"]),
        _measure(2, "2021-10-10", ["1"]),
        _measure(3, "2021-10-20", ["2"]),
        _measure(4, "2021-10-20", ["4"]),
    )
    answer = what_if(plan, "measure/1", 30)
    assert answer.cycles == (("measure/1", "measure/2", "measure/3", "measure/1"), ("measure/4", "measure/4"))
    assert _days(answer) == {"measure/1": 30, "measure/2": 20, "measure/3": 10}


def test_what_is_unknown_or_negative_is_refused() -> None:
    with pytest.raises(UnknownStart, match="weder eine Basiskomponente"):
        what_if(view(), "Amt24", 10)
    with pytest.raises(ValueError, match="negativen"):
        what_if(view(*CHAIN), "measure/1", -1)


@st.composite
def plans(draw: st.DrawFn) -> tuple[ItemAt, ...]:
    """Up to eight measures that depend on each other at random, circles among them."""
    count = draw(st.integers(1, 8))
    days = st.none() | st.dates(date(2021, 1, 1), date(2022, 12, 31)).map(str)
    others = st.lists(st.integers(1, count).map(str), max_size=3)
    statuses = st.sampled_from(["in_progress", "delayed", "completed", None])
    return tuple(
        _measure(n, draw(days), draw(others), status=draw(statuses), components=draw(st.sampled_from([None, ["eID"]])))
        for n in range(1, count + 1)
    )


@settings(max_examples=25, deadline=None)
@given(items=plans(), first=st.integers(0, 400), more=st.integers(0, 400))
def test_no_delay_moves_nothing_and_more_delay_never_moves_anything_earlier(
    items: tuple[ItemAt, ...], first: int, more: int
) -> None:
    plan = view(*items)
    for start in ["measure/1", *users(plan)]:
        assert what_if(plan, start, 0).moved == ()
        less, further = _days(what_if(plan, start, first)), _days(what_if(plan, start, first + more))
        assert all(further.get(key, -1) >= days for key, days in less.items())
        assert all(days <= first for days in less.values())
