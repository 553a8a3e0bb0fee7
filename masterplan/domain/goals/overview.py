"""The goals beside what serves them: indicator, Wegmarken and measures, and which Ressort contributes how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from masterplan.domain.figure import NO_GROUP
from masterplan.domain.filters import ministries
from masterplan.domain.goals.indicators import EndToEnd, GoalIndicator, goal_indicators
from masterplan.domain.goals.progress_tree import NO_GOAL, Node, goal_trees, time_elapsed, work_done
from masterplan.domain.plan import Kind
from masterplan.domain.states import status_at
from masterplan.domain.view import PlanView

RATINGS = {
    "reached": "erreicht", "on_track": "im Plan", "at_risk": "gefährdet", "behind": "zurück", "missed": "verfehlt",
}  # fmt: skip
"""How a goal stands by its indicator (`goal_indicators.GOALS_DEFINITION`)."""


@dataclass(frozen=True)
class GoalOverview:
    """A goal (``indicator`` None: what serves no goal) with the work of the Wegmarken and measures that serve it."""

    key: str
    number: str | None
    title: str
    area: str | None
    description: str | None
    due_text: str | None
    due_on: date | None
    indicator: GoalIndicator | None
    milestones: Node | None
    measures: Node | None

    @property
    def elapsed(self) -> float | None:
        """The share of the time from the first report to the planned date that has passed at the Stichtag."""
        return self.indicator.elapsed if self.indicator else None


def goals_overview(view: PlanView, whole: PlanView) -> list[GoalOverview]:
    """One entry per goal of ``view`` in the order of the plan; last what serves no goal, where there is any.

    ``view`` may be narrowed to some Ressorts; the goals of ``whole`` decide how an item's weight is parted.
    """
    all_goals = replace(view, goals=whole.goals)
    milestones = {node.key: node for node in goal_trees(all_goals, Kind.MILESTONE)}
    measures = {node.key: node for node in goal_trees(all_goals, Kind.MEASURE)}
    facts = {str(key): row for key, row in view.goals.iterrows()}
    found = [
        _overview(one, facts[one.key], milestones.get(one.key), measures.get(one.key)) for one in goal_indicators(view)
    ]
    homeless = [node for of_kind in (milestones, measures) if (node := of_kind.get(NO_GOAL)) and node.weight]
    if not homeless:
        return found
    title = "Keinem Ziel zugeordnet"
    nodes = (milestones.get(NO_GOAL), measures.get(NO_GOAL))
    return [*found, GoalOverview(NO_GOAL, None, title, None, None, None, None, None, *nodes)]


def _overview(one: GoalIndicator, row: pd.Series, milestones: Node | None, measures: Node | None) -> GoalOverview:
    names = ("number", "title", "area", "description", "due_text")
    number, title, area, description, due_text = (None if pd.isna(row[name]) else str(row[name]) for name in names)
    return GoalOverview(
        one.key, number, title or one.key, area, description, due_text, one.due_on, one, milestones, measures
    )


def contributing(node: Node | None, view: PlanView, kind: Kind) -> pd.DataFrame:
    """One row per Wegmarke or measure that counts for a goal, the heaviest first.

    Columns: number, title, ministry (as `filters.ministries`), status, weight (its part of 1), share (of the goal's
    weight), done and elapsed (shares, NaN: not known), due_on.
    """
    children = node.children if node else ()
    items = view.table(kind).loc[[child.key for child in children]]
    table = items[["number", "title", "due_on"]].assign(
        ministry=ministries(items, view),
        status=status_at(items, view),
        weight=[child.weight for child in children],
        share=[child.share for child in children],
        done=work_done(items, view),
        elapsed=time_elapsed(items, view.stichtag),
    )
    return table.sort_values(["weight", "done"], ascending=[False, True], kind="stable")


def contributors(tables: Sequence[pd.DataFrame], view: PlanView) -> pd.DataFrame:
    """Per Ressort how many Wegmarken and measures it contributes to a goal, their weight and its share of each.

    ``tables`` are those of `contributing`, Wegmarken first. Columns: milestones, milestone_share, measures,
    measure_share; index: the Ressort, in official order.
    """
    columns = {}
    for name, table in zip(("milestone", "measure"), tables, strict=True):
        grouped = table.groupby("ministry")["weight"]
        columns[f"{name}s"], columns[f"{name}_share"] = grouped.size(), grouped.sum() / (table["weight"].sum() or 1.0)
    found = pd.DataFrame(columns).fillna(0.0)
    order = {str(key): place for place, key in enumerate(view.bodies.index)}
    last = len(order)
    names = sorted(found.index, key=lambda key: (order.get(str(key), last + (key == NO_GROUP)), str(key)))
    return found.loc[names]


def guidelines_with_goals(view: PlanView) -> list[tuple[str | None, str, str | None, list[str]]]:
    """Per Leitlinie its number, title, text, and the keys of the goals that follow it, in the order of the plan."""
    followed = view.links[view.links["field"].eq("guidelines")]
    found = []
    for key, row in view.guidelines.iterrows():
        following = set(followed[followed["to_key"].eq(str(key))]["from_key"])
        goals = [str(goal) for goal in view.goals.index if goal in following]
        number, text = (None if pd.isna(row[name]) else str(row[name]) for name in ("number", "text"))
        found.append((number, str(row["title"]), text, goals))
    return found


def of_ministries(rows: Sequence[EndToEnd], chosen: Sequence[str]) -> list[EndToEnd]:
    """The rows of the chosen Ressorts and the total; all where none is chosen."""
    return [row for row in rows if not chosen or row.scope is None or row.scope in chosen]
