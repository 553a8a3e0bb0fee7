"""The Wegmarken of the Umsetzungsplanungen as a list: where each stands at the Stichtag, and which ones press."""

import numpy as np
import pandas as pd

from masterplan.domain.collation import german
from masterplan.domain.counting import YES
from masterplan.domain.lists.measure_list import natural_order
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Status
from masterplan.domain.slip import deadlines, end_on, slip_where_due
from masterplan.domain.states import achieved, due_soon, is_open, overdue, status_at
from masterplan.domain.view import PlanView

ACHIEVED, OVERDUE, SOON, OPEN, LEFT, UNKNOWN = "achieved", "overdue", "soon", "open", "left", "unknown"
"""Where a Wegmarke stands; ``left``: dropped, suspended or permanent; ``unknown``: no status that could be read."""

_PRESSING = (OVERDUE, SOON, OPEN, UNKNOWN, ACHIEVED, LEFT)


def milestone_list(view: PlanView) -> pd.DataFrame:
    """One row per Wegmarke, by the day it ended or is to end, those without a day last.

    Columns: those of `slip.deadlines` (``status`` as it counts), ``ministry`` (short name; None: nobody named),
    ``end_on``, ``standing``, ``is_due_soon`` (its current date lies in the 90 days ahead, overdue or not),
    ``days_ahead`` to the current date, ``days_overdue`` since the planned one where it is overdue, and the fields
    ``progress``, ``reported_light``, ``baseline_text``. ``slip_days`` is missing where nothing can slip.
    """
    items = view.milestones
    table = deadlines(items, view).assign(
        ministry=pd.Series([ministry_name(view, key) for key in items["ministry_at"]], items.index, dtype=object),
        status=status_at(items, view),
        end_on=end_on(items, view),
        standing=standing(items, view),
        is_due_soon=due_soon(items, view).eq(YES),
        progress=items["progress"],
        reported_light=items["reported_light"],
        baseline_text=items["baseline_text"],
    )
    table["slip_days"] = slip_where_due(items, view)
    table["days_ahead"] = (table["current_on"] - view.stichtag_day).dt.days.astype("float64")
    table["days_overdue"] = (view.stichtag_day - table["due_on"]).dt.days.where(table["standing"].eq(OVERDUE))
    names = ["end_on", "ministry", "title"]
    return table.sort_values(names, kind="stable", na_position="last", key=german)


def standing(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """Per Wegmarke one of the words above; overdue before due soon, so that a forecast does not hide a missed day."""
    has_left = status_at(items, view).isin([Status.DROPPED, Status.SUSPENDED, Status.PERMANENT])
    cases = [
        (achieved(items, view).eq(YES), ACHIEVED),
        (has_left, LEFT),
        (overdue(items, view).eq(YES), OVERDUE),
        (due_soon(items, view).eq(YES), SOON),
        (is_open(items, view).eq(YES), OPEN),
    ]
    found = np.select([states.to_numpy(dtype=bool) for states, _ in cases], [word for _, word in cases], UNKNOWN)
    return pd.Series(found.astype(object), index=items.index, dtype=object)


def pressing(table: pd.DataFrame, amount: int) -> pd.DataFrame:
    """Those that press most, in the order of the list: overdue, due soon, open, unknown, then the latest achieved."""
    rank = table["standing"].map({word: place for place, word in enumerate(_PRESSING)})
    first = (table["end_on"] - pd.Timestamp(0)).dt.days.astype("float64")
    first = first.mask(table["standing"].eq(ACHIEVED), -first)
    chosen = pd.DataFrame({"rank": rank, "first": first}, index=table.index).sort_values(["rank", "first"]).index
    return table[table.index.isin(chosen[:amount])]


def overdue_list(table: pd.DataFrame) -> pd.DataFrame:
    """The overdue Wegmarken, the longest first."""
    return table[table["standing"].eq(OVERDUE)].sort_values("days_overdue", ascending=False, kind="stable")


def upcoming_list(table: pd.DataFrame) -> pd.DataFrame:
    """Wegmarken whose current date lies in the 90 days ahead, the next first, overdue ones among them."""
    return table[table["is_due_soon"]].sort_values(["current_on", "title"], kind="stable", key=german)


def in_plan_order(table: pd.DataFrame, view: PlanView) -> pd.DataFrame:
    """By Ressort in official order and by number, as in the Umsetzungsplanungen."""
    places = {str(key): place for place, key in enumerate(view.bodies.index)}
    facts = zip(table.index, table["ministry_at"], table["number"], strict=True)
    order = {key: (places.get(str(body), len(places)), natural_order(number), key) for key, body, number in facts}
    return table.loc[sorted(table.index, key=lambda key: order[key])]
