"""What measures were to cost and have cost, measure by measure, and the sources that contradict each other."""

from collections.abc import Mapping, Sequence

import pandas as pd

from masterplan.domain.lists.measure_list import natural_order
from masterplan.domain.lists.money import MeasureMoney
from masterplan.domain.view import PlanView

COLUMNS = ["number", "title", "ministry_at", "planned", "spent", "share", "source", "stated_on", "contested"]
BY_SOURCE = ["key", "number", "title", "source", "planned", "spent", "stated_on"]


def _by_number(view: PlanView, keys: Sequence[str]) -> list[str]:
    return sorted(keys, key=lambda key: natural_order(view.measures.at[key, "number"]))


def money_list(view: PlanView, measures: Mapping[str, MeasureMoney]) -> pd.DataFrame:
    """One row per measure with any amount, by number: what its latest source says, in euro (NaN: not reported).

    ``share`` is the part of the planned amount that is spent (above 1: more than planned; NaN: one is missing or
    nothing was planned), ``contested`` whether other sources name another planned amount.
    """
    rows: list[list[object]] = []
    keys = _by_number(view, [key for key, one in measures.items() if one.amounts])
    for key in keys:
        one, now = measures[key], measures[key].amounts[0]
        share = None if now.spent is None or not now.planned else now.spent / now.planned
        facts = [view.measures.at[key, name] for name in ("number", "title", "ministry_at")]
        rows.append([*facts, now.planned, now.spent, share, now.source, now.stated_on, one.is_contested])
    table = pd.DataFrame(rows, columns=COLUMNS, index=pd.Index(keys, dtype=object, name="key"))
    return table.astype(dict.fromkeys(("planned", "spent", "share"), "float64"))


def contested(view: PlanView, measures: Mapping[str, MeasureMoney]) -> pd.DataFrame:
    """One row per source of each measure whose sources name different planned amounts, by number, the latest first."""
    keys = _by_number(view, [key for key, one in measures.items() if one.is_contested])
    rows = [
        [key, *view.measures.loc[key, ["number", "title"]], one.source, one.planned, one.spent, one.stated_on]
        for key in keys
        for one in measures[key].amounts
    ]
    return pd.DataFrame(rows, columns=BY_SOURCE)
