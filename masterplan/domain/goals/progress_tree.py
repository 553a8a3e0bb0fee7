"""How much of the goals is done: by goal its Wegmarken or its measures, each with its weight."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from masterplan.domain.counting import YES
from masterplan.domain.figure import MINIMUM_COVERAGE
from masterplan.domain.plan import Kind, Status
from masterplan.domain.states import achieved
from masterplan.domain.view import PlanView

Floats = npt.NDArray[np.float64]

NO_GOAL = "no-goal"

DEFINITION = (
    "Umsetzungsgrad: Jede Wegmarke zählt gleich viel; dient sie mehreren Zielen, verteilt sich ihr Gewicht zu "
    "gleichen Teilen auf diese. Dasselbe gilt für die Maßnahmen eines Ziels. "
    "Abgeschlossenes zählt als 100 %, nicht Begonnenes als 0 %, alles andere mit dem gemeldeten Umsetzungsgrad; wo "
    "keiner gemeldet ist, ist er unbekannt: Der Wert ist dann „mindestens“, die Spanne reicht bis zu dem, was wäre, "
    "wenn alles Unbekannte fertig wäre, und unter 80 % bekanntem Gewicht gibt es keinen Wert. Entfallenes, "
    "Zusammengelegtes, nicht Anwendbares, Daueraufgaben und nicht mehr Geführtes zählen nicht mit; wie viele es "
    "sind, steht dabei. Zurückgestelltes zählt mit."
)
ELAPSED_DEFINITION = (
    "Verstrichene Zeit: der Anteil der Zeit vom Beginn (bei Maßnahmen der gemeldete Beginn, sonst der Tag der ersten "
    "Meldung) bis zum geltenden Plantermin, der am Stichtag vergangen ist, höchstens 100 %; im Mittel mit denselben "
    "Gewichten wie der Umsetzungsgrad, wo beide Tage bekannt sind."
)

DROPPED, MERGED, NOT_APPLICABLE, PERMANENT, WITHDRAWN = "dropped", "merged", "not_applicable", "permanent", "withdrawn"
LEFT_OUT: Mapping[str, str] = {
    DROPPED: "entfallen",
    MERGED: "zusammengelegt oder ersetzt",
    NOT_APPLICABLE: "nicht anwendbar",
    PERMANENT: "Daueraufgabe",
    WITHDRAWN: "nicht mehr geführt",
}
"""Why something is not in the denominator."""

_MERGED = re.compile(
    r"\b(auf|über|ein)gegangen in\b|\bzusammen(geführt|gelegt)\b|\bersetzt durch\b|\bfortgeführt (in|als)\b",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"\bnicht (anwendbar|einschlägig|zutreffend|relevant)\b|\btrifft nicht zu\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Node:
    """One node of the tree: what it is, its weight, and what follows from the nodes under it.

    ``weight`` is in items (a Wegmarke is 1, or a part of 1 where it serves several goals), ``share`` the part of the
    parent's weight. ``value``, ``lower``, ``upper`` are shares of work done, ``coverage`` the share of weight of which
    it is known; ``elapsed`` is the share of time passed, ``elapsed_coverage`` the weight it rests on. ``left_out``
    counts the items outside the denominator by reason, ``left_out_keys`` names them.
    """

    kind: str
    key: str
    weight: float
    share: float
    value: float | None
    lower: float | None
    upper: float | None
    coverage: float | None
    elapsed: float | None
    elapsed_coverage: float | None
    left_out: Mapping[str, int]
    left_out_keys: Mapping[str, tuple[str, ...]]
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class _Leaf:
    """One item under one goal: ``part`` is its weight there; ``done`` and ``elapsed`` are NaN where unknown."""

    key: str
    goal: str
    part: float
    done: float
    elapsed: float
    reason: str | None


def goal_trees(view: PlanView, kind: Kind = Kind.MEASURE) -> list[Node]:
    """Per goal in the order of the plan, what its measures (or Wegmarken) have done: goal → items.

    Last: those without a goal.
    """
    leaves = _leaves(view, kind)
    whole = sum(_counted(leaves))
    goals = [str(key) for key in view.goals.index]
    nodes = []
    for goal in [*goals, *sorted({leaf.goal for leaf in leaves} - set(goals))]:
        own = [leaf for leaf in leaves if leaf.goal == goal]
        weight = sum(_counted(own))
        items = [_node(str(kind), leaf.key, [leaf], weight) for leaf in own if leaf.reason is None]
        nodes.append(_node("goal", goal, own, whole, items))
    return nodes


def _node(kind: str, key: str, leaves: Sequence[_Leaf], parent: float, children: Iterable[Node] = ()) -> Node:
    inside = [leaf for leaf in leaves if leaf.reason is None]
    weights = np.array([leaf.part for leaf in inside])
    done = np.array([leaf.done for leaf in inside])
    weight = float(weights.sum())
    known = ~np.isnan(done)
    coverage = float(weights[known].sum()) / weight if weight else None
    lower = float((weights * np.where(known, done, 0.0)).sum()) / weight if weight else None
    upper = float((weights * np.where(known, done, 1.0)).sum()) / weight if weight else None
    is_sure = coverage is not None and coverage >= MINIMUM_COVERAGE - 1e-9
    elapsed, elapsed_coverage = _mean(weights, np.array([leaf.elapsed for leaf in inside]))
    reasons: dict[str, set[str]] = {}
    for leaf in leaves:
        if leaf.reason:
            reasons.setdefault(leaf.reason, set()).add(leaf.key)
    return Node(
        kind=kind,
        key=key,
        weight=weight,
        share=weight / parent if parent else 0.0,
        value=lower if is_sure else None,
        lower=lower if is_sure else None,
        upper=upper if is_sure else None,
        coverage=coverage,
        elapsed=elapsed,
        elapsed_coverage=elapsed_coverage,
        left_out={reason: len(keys) for reason, keys in sorted(reasons.items())},
        left_out_keys={reason: tuple(sorted(keys)) for reason, keys in sorted(reasons.items())},
        children=tuple(children),
    )


def _counted(leaves: Iterable[_Leaf]) -> list[float]:
    return [leaf.part for leaf in leaves if leaf.reason is None]


def _mean(weights: Floats, numbers: Floats) -> tuple[float | None, float | None]:
    """The weighted mean of what is known and the share of weight it rests on; none below the minimum coverage."""
    known = ~np.isnan(numbers)
    if not weights.sum():
        return None, None
    coverage = float(weights[known].sum() / weights.sum())
    if coverage < MINIMUM_COVERAGE - 1e-9:
        return None, coverage
    return float((weights[known] * numbers[known]).sum() / weights[known].sum()), coverage


# The items.


def _leaves(view: PlanView, kind: Kind) -> list[_Leaf]:
    items = view.table(kind)
    goals = _goals_of(view)
    done, elapsed, reasons = work_done(items, view), time_elapsed(items, view.stichtag), left_out(items, view)
    leaves: list[_Leaf] = []
    for key in map(str, items.index):
        own = goals.get(key, [NO_GOAL])
        facts = (float(done[key]), float(elapsed[key]), reasons.get(key))
        leaves += [_Leaf(key, goal, 1 / len(own), *facts) for goal in own]
    gone = view.withdrawn.index[view.withdrawn["kind"].eq(str(kind))]
    return leaves + [_Leaf(str(key), NO_GOAL, 1.0, np.nan, np.nan, WITHDRAWN) for key in gone]


def _goals_of(view: PlanView) -> dict[str, list[str]]:
    """By item the goals in force that it serves."""
    links = view.links[view.links["field"].eq("goals") & view.links["to_key"].isin(view.goals.index)]
    found: dict[str, list[str]] = {}
    for key, goal in zip(links["from_key"], links["to_key"], strict=True):
        if goal not in found.setdefault(str(key), []):
            found[str(key)].append(str(goal))
    return found


def work_done(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Per item the share of work done, NaN where unknown: achieved 1, not begun 0, else what is reported."""
    reported = items["progress"].mask(items["progress"].isna() & items["status"].eq(Status.NOT_STARTED), 0.0)
    return reported.mask(achieved(items, view).eq(YES), 1.0)


def time_elapsed(items: pd.DataFrame, stichtag: date) -> pd.Series:
    """Per item the share of its time that has passed, NaN where begin or planned date are not known or not in order."""
    begin = items["first_on"] if "starts_on" not in items else items["starts_on"].fillna(items["first_on"])
    length = (items["due_on"] - begin).dt.days.astype("float64")
    passed = (pd.Timestamp(stichtag) - begin).dt.days.astype("float64")
    return pd.Series(passed / length.where(length > 0), dtype="float64").clip(0.0, 1.0)


def left_out(items: pd.DataFrame, view: PlanView) -> dict[str, str]:
    """By key, why an item is not in the denominator (`LEFT_OUT`); items that are in it are not named."""
    words = items.get("reason", pd.Series(None, index=items.index, dtype=object)).fillna("").astype(str)
    words = words + " " + items["remark"].fillna("").astype(str)
    found: dict[str, str] = {}
    for key, status in items["status"].items():
        if status == Status.PERMANENT:
            found[str(key)] = PERMANENT
        elif status == Status.DROPPED:
            text = words[str(key)]
            found[str(key)] = (
                MERGED if _MERGED.search(text) else NOT_APPLICABLE if _NOT_APPLICABLE.search(text) else DROPPED
            )
    return found
