from dataclasses import replace

from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.goals.indicators import EndToEnd
from masterplan.domain.goals.overview import (
    contributing,
    contributors,
    goals_overview,
    guidelines_with_goals,
    of_ministries,
)
from masterplan.domain.goals.progress_tree import Node
from masterplan.domain.plan import Kind
from tests.builders import goal, item, measure, milestone, view

PLAN = view(
    goal("Z1", area="Bürger", guidelines=["L1"]),
    goal("Z2"),
    item(Kind.GUIDELINE, 1, number="L1", title="Vom Nutzer her denken", text="Wortlaut"),
    milestone(1, goals=["Z1"], status="completed"),
    milestone(2, goals=["Z1", "Z2"], status="not_started", ministry="SMK"),
    measure(1, goals=["Z1"], status="completed"),
    measure(2, goals=["Z2"], status="dropped"),
    measure(3, lead=None, goals=["Z1"], status="in_progress", progress=0.5),
    measure(4, lead="Stadt Leipzig"),
)


def _of(node: Node | None) -> Node:
    assert node is not None
    return node


def test_each_goal_has_the_work_of_its_milestones_and_measures_and_the_homeless_come_last() -> None:
    first, second, last = goals_overview(PLAN, PLAN)
    assert (first.number, first.area, last.title) == ("Z1", "Bürger", "Keinem Ziel zugeordnet")
    assert _of(first.milestones).value == 1 / 1.5
    assert _of(first.measures).value == 0.75
    assert _of(second.milestones).weight == 0.5
    assert _of(second.measures).left_out == {"dropped": 1}
    assert _of(last.measures).weight == 1
    assert last.elapsed is None


def test_a_plan_without_anything_homeless_lists_its_goals_only() -> None:
    plan = view(goal("Z1"))
    assert [one.key for one in goals_overview(plan, plan)] == ["goal/Z1"]


def test_narrowing_the_goals_leaves_the_weights_as_they_are() -> None:
    only = replace(PLAN, goals=PLAN.goals.loc[["goal/Z2"]])
    found = goals_overview(only, PLAN)[0]
    assert _of(found.milestones).weight == 0.5


def test_a_ressort_alone_shows_its_own_work() -> None:
    own = goals_overview(narrowed(PLAN, Filters(ministries=("SMK",))), PLAN)[0]
    assert _of(own.milestones).value == 0.0
    assert _of(own.measures).value is None


def test_contributions_add_up_to_the_goal() -> None:
    first = goals_overview(PLAN, PLAN)[0]
    tables = [
        contributing(first.milestones, PLAN, Kind.MILESTONE), contributing(first.measures, PLAN, Kind.MEASURE)
    ]  # fmt: skip
    assert tables[0][["number", "weight", "done"]].values.tolist() == [["1", 1.0, 1.0], ["2", 0.5, 0.0]]
    shares = contributors(tables, PLAN)
    assert shares.index.tolist() == ["SMI", "SMK", "unknown"]
    assert shares["measures"].tolist() == [1.0, 0.0, 1.0]
    assert abs(shares["milestone_share"].sum() - 1) < 1e-9
    assert contributors([contributing(None, PLAN, kind) for kind in (Kind.MILESTONE, Kind.MEASURE)], PLAN).empty


def test_a_guideline_names_the_goals_that_follow_it() -> None:
    assert guidelines_with_goals(PLAN) == [("L1", "Vom Nutzer her denken", "Wortlaut", ["goal/Z1"])]


def test_the_total_stays_when_some_ressorts_are_chosen() -> None:
    rows = [EndToEnd(scope, None, None, None, None, ()) for scope in ("SK", "SMI", None)]
    assert [row.scope for row in of_ministries(rows, ("SMI",))] == ["SMI", None]
    assert len(of_ministries(rows, ())) == 3
