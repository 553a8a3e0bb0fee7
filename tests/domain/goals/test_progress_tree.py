from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.goals.progress_tree import NO_GOAL, Node, goal_trees
from masterplan.domain.plan import Kind
from masterplan.domain.view import ItemAt
from tests.builders import goal, measure, milestone, view


def _goals(*items: ItemAt) -> dict[str, Node]:
    """The goals of a plan by key, and what its Wegmarken have done for them."""
    return {node.key: node for node in goal_trees(view(*items), Kind.MILESTONE)}


LEAVES: list[tuple[dict[str, Any], tuple[float, float], dict[str, int]]] = [
    # stated; work done, lower and upper bound; left out
    ({"status": "completed", "progress": 0.9}, (1, 1), {}),
    ({"status": "in_progress", "achieved_on": "2021-06-30"}, (1, 1), {}),
    ({"status": "in_progress", "progress": 0.4}, (0.4, 0.4), {}),
    ({"status": "in_progress", "progress": 0.4, "due_on": "2020-12-31"}, (0.4, 0.4), {}),
    ({"status": "not_started"}, (0, 0), {}),
    ({"status": "suspended", "progress": 0.2}, (0.2, 0.2), {}),
    ({"progress": 0.3}, (0.3, 0.3), {}),
    ({"status": "dropped", "progress": 0.5}, (0, 0), {"dropped": 1}),
    ({"status": "dropped", "remark": "Aufgegangen in Nr. 4.2"}, (0, 0), {"merged": 1}),
    ({"status": "dropped", "remark": "für das SMI nicht einschlägig"}, (0, 0), {"not_applicable": 1}),
    ({"status": "permanent", "progress": 1.0}, (0, 0), {"permanent": 1}),
    ({"in_force": False}, (0, 0), {"withdrawn": 1}),
]


@pytest.mark.parametrize(("stated", "bounds", "left_out"), LEAVES)
def test_a_wegmarke_counts_as_far_as_it_is_done_or_leaves_the_denominator_visibly(
    stated: dict[str, Any], bounds: tuple[float, float], left_out: dict[str, int]
) -> None:
    tree = _goals(milestone(1, **stated))[NO_GOAL]
    assert dict(tree.left_out) == left_out
    assert tree.weight == (0 if left_out else 1)
    assert (tree.lower, tree.upper) == ((None, None) if left_out else bounds)


def test_the_empty_plan_has_no_progress() -> None:
    assert goal_trees(view()) == []
    (empty,) = goal_trees(view(goal("Z1")))
    assert (empty.weight, empty.value, empty.coverage, empty.children) == (0, None, None, ())


def test_wegmarken_weigh_the_same_and_share_their_weight_among_their_goals() -> None:
    goals = _goals(
        goal("Z1"), goal("Z2"),
        milestone(1, goals=["Z1", "Z2"], progress=1.0, status="completed"),
        milestone(2, goals=["Z1"], progress=0.5, status="in_progress"),
        milestone(3, ministry="SMK", status="not_started"),
        milestone(4, ministry="SMK", status="dropped"),
    )  # fmt: skip
    assert {key: node.weight for key, node in goals.items()} == {"goal/Z1": 1.5, "goal/Z2": 0.5, NO_GOAL: 1}
    assert [node.share for node in goals.values()] == pytest.approx([1 / 2, 1 / 6, 1 / 3])
    assert goals["goal/Z1"].value == pytest.approx((0.5 * 1 + 0.5) / 1.5)
    assert [(leaf.key, leaf.share) for leaf in goals["goal/Z2"].children] == [("milestone/1", 1)]
    assert (goals[NO_GOAL].value, dict(goals[NO_GOAL].left_out)) == (0, {"dropped": 1})


def test_too_much_unknown_gives_no_value_but_the_coverage() -> None:
    known = [milestone(number, status="completed") for number in range(4)]
    enough = _goals(*known, milestone(9, status="in_progress"))[NO_GOAL]
    assert (enough.value, enough.lower, enough.upper, enough.coverage) == (0.8, 0.8, 1, 0.8)
    thin = _goals(*known[1:], milestone(9, status="in_progress"))[NO_GOAL]
    assert (thin.value, thin.lower, thin.upper, thin.coverage) == (None, None, None, 0.75)


@pytest.mark.parametrize(
    ("stated", "elapsed"),
    [
        ({"starts_on": "2021-01-01", "due_on": "2021-12-31"}, 180 / 364),
        ({"starts_on": "2021-07-01", "due_on": "2021-12-31"}, 0),
        ({"starts_on": "2019-07-01", "due_on": "2020-12-31"}, 1),
        ({"due_on": "2021-12-31", "on": date(2021, 1, 1)}, 180 / 364),
        ({"starts_on": "2021-12-31", "due_on": "2021-01-01"}, None),
        ({"starts_on": "2021-01-01"}, None),
    ],
)
def test_the_time_that_has_passed_stands_beside_the_work_done(stated: dict[str, Any], elapsed: float | None) -> None:
    tree = goal_trees(view(goal("Z1"), measure(1, goals=["Z1"], progress=0.5, **stated)))[0]
    assert tree.elapsed == (None if elapsed is None else pytest.approx(elapsed))


def test_measures_lead_to_their_goals() -> None:
    plan = view(
        goal("Z1"), goal("Z2"), goal("Z3"),
        measure(1, goals=["Z1", "Z2"], status="completed"),
        measure(2, goals=["Z2"], status="not_started"),
        measure(3, status="dropped", reason="zusammengelegt mit Nr. 2"),
    )  # fmt: skip
    trees = goal_trees(plan)
    assert [(tree.key, tree.weight, tree.value) for tree in trees] == [
        ("goal/Z1", 0.5, 1.0), ("goal/Z2", 1.5, pytest.approx(1 / 3)), ("goal/Z3", 0, None), (NO_GOAL, 0, None),
    ]  # fmt: skip
    assert trees[3].left_out_keys == {"merged": ("measure/3",)}


@st.composite
def plans(draw: st.DrawFn) -> list[ItemAt]:
    goals = st.lists(st.sampled_from(["Z1", "Z2", "Z3", "Z9"]), max_size=3, unique=True)
    statuses = st.sampled_from([None, "not_started", "in_progress", "completed", "dropped", "permanent", "suspended"])
    shares = st.none() | st.floats(0, 1)
    ministries = st.sampled_from(["SMI", "SMK", None])
    return [goal("Z1"), goal("Z2"), goal("Z3")] + [
        milestone(n, goals=draw(goals), status=draw(statuses), progress=draw(shares), ministry=draw(ministries))
        for n in range(draw(st.integers(0, 8)))
    ]


@settings(max_examples=25, deadline=None)
@given(items=plans())
def test_every_item_counts_once_or_is_named_and_weights_add_up(items: list[ItemAt]) -> None:
    goals = _goals(*items).values()
    milestones = [item for item in items if item.key.startswith("milestone")]
    named = {key for node in goals for keys in node.left_out_keys.values() for key in keys}
    weight = sum(node.weight for node in goals)
    assert weight + len(named) == pytest.approx(len(milestones))
    assert sum(node.share for node in goals) == pytest.approx(1 if weight else 0)
    for node in goals:
        if node.children:
            assert sum(child.weight for child in node.children) == pytest.approx(node.weight)
            assert sum(child.share for child in node.children) == pytest.approx(1 if node.weight else 0)
        if node.lower is not None and node.upper is not None:
            assert 0 <= node.lower <= node.upper <= 1 + 1e-9


@settings(max_examples=25, deadline=None)
@given(items=plans(), place=st.integers(0, 7))
def test_leaving_out_a_reported_share_only_widens_the_range(items: list[ItemAt], place: int) -> None:
    milestones = [item for item in items if item.key.startswith("milestone")]
    if not milestones:
        return
    key = milestones[place % len(milestones)].key
    poorer = [
        ItemAt(one.key, one.kind, {**one.values, "progress": None}, one.effective_on, one.first_on)
        if one.key == key and one.values["status"] not in ("not_started",) else one
        for one in items
    ]  # fmt: skip
    for before, after in zip(_goals(*items).values(), _goals(*poorer).values(), strict=True):
        assert (after.key, after.weight) == (before.key, before.weight)
        if before.lower is not None and after.lower is not None:
            assert after.upper is not None
            assert before.upper is not None
            assert after.lower <= before.lower + 1e-9
            assert after.upper >= before.upper - 1e-9
