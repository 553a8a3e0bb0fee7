"""OZG services by counting rule, by group and by Reifegrad: the tables behind the page on the OZG target."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from masterplan.domain.counting import RULES
from masterplan.domain.figure import NO_GROUP, Figure, groups_of
from masterplan.domain.progress import share
from masterplan.domain.view import PlanView
from masterplan.vocabulary import german_order

States = Mapping[str, pd.Series]
"""By counting rule one three-valued number per item that the rule counts, by key."""

UNRATED = "unknown"
"""The column of services whose Reifegrad is not reported."""

GRADES = range(5)
"""The grades of the model in use until 2025; grades of a later model get columns of their own where they occur."""


def rule_states(view: PlanView) -> dict[str, pd.Series]:
    """What every counting rule says of every item it counts."""
    return {name: rule.states(view) for name, rule in RULES.items()}


def rule_shares(states: States) -> list[Figure]:
    """The share online by each rule, in the order in which rules are shown."""
    return [share(RULES[name], found) for name, found in states.items()]


def shares_by_group(view: PlanView, states: States, rule: str, by: str) -> list[Figure]:
    """The share online by one rule, one figure per group of a dimension (``theme``, ``ministry`` …), in stable order.

    Ressorts come in their official order, Leistungstypen and words by the alphabet; what has no group comes last.
    """
    found = states[rule]
    groups = groups_of(view, (RULES[rule].kind,), by)
    figures = [share(RULES[rule], found.loc[members], group) for group, members in groups]
    if by == "ministry":
        return figures
    return sorted(figures, key=lambda figure: (figure.group == NO_GROUP, german_order(figure.group or "")))


def median_share(figures: Iterable[Figure]) -> float | None:
    """The median over the groups for which a share can be given; None for fewer than three of them."""
    given = [figure.value for figure in figures if figure.value is not None and figure.group != NO_GROUP]
    return float(np.median(given)) if len(given) >= 3 else None


def best_grades(view: PlanView) -> pd.Series:
    """For each OZG service the highest Reifegrad of its LeiKa services; its own one only if none of them has one.

    This is what the counting rules look at that ask for one service of the bundle. Missing: nothing is reported.
    """
    parts = view.leika_services
    of_parts = parts.groupby(parts["ozg_id"].to_numpy(dtype=object))["maturity"].max()
    best = view.services["ozg_id"].map(of_parts).astype("float64")
    return best.fillna(view.services["maturity"])


def maturity_by_theme(view: PlanView) -> pd.DataFrame:
    """How many OZG services stand at which Reifegrad: a row per Themenfeld, a column per grade, ``unknown`` last.

    Services without a Themenfeld form the row ``unknown``, which comes last where it occurs.
    """
    themes = view.services["theme"].fillna(NO_GROUP).to_numpy(dtype=object)
    grades = [UNRATED if np.isnan(grade) else int(grade) for grade in best_grades(view)]
    table = pd.crosstab(themes, pd.Series(grades, dtype=object).to_numpy())
    rows = sorted(table.index, key=lambda name: (name == NO_GROUP, german_order(str(name))))
    known = sorted({*GRADES, *(grade for grade in table.columns if grade != UNRATED)})
    return table.reindex(index=rows, columns=[*known, UNRATED], fill_value=0).rename_axis(index="theme", columns=None)
