"""Measures of the Land beside those of the Kommunen: who carries how many, and how far they are."""

import pandas as pd

from masterplan.domain.counting import NO, YES
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.overview import STATUS_ORDER
from masterplan.domain.plan import Level
from masterplan.domain.slip import slip_where_due
from masterplan.domain.states import in_plan, overdue, status_at
from masterplan.domain.view import PlanView

LEVELS: tuple[str, ...] = (str(Level.STATE), str(Level.JOINT), str(Level.MUNICIPAL), NO_GROUP)
"""From the Land to the Kommunen; last, where no level is reported."""


def status_by_level(view: PlanView) -> pd.DataFrame:
    """How many measures stand where: one row per level that occurs, one column per status (`STATUS_ORDER`)."""
    measures = view.measures
    table = pd.crosstab(
        measures["level"].fillna(NO_GROUP).to_numpy(dtype=object),
        status_at(measures, view).fillna(NO_GROUP).to_numpy(dtype=object),
    )
    rows = [level for level in LEVELS if level in table.index]
    whole = table.reindex(index=rows, columns=list(STATUS_ORDER), fill_value=0)
    return whole.rename_axis(index="level", columns=None)


def lateness_by_level(view: PlanView) -> pd.DataFrame:
    """One row per level that occurs: ``overdue``, how many certainly are; ``slip_days``, the median over the measures
    neither dropped nor permanent whose dates are known (NaN: there is none); ``dated``, how many those are."""
    measures = view.measures[in_plan(view.measures, view).ne(NO)]
    levels = measures["level"].fillna(NO_GROUP).astype(object)
    days = slip_where_due(measures, view)
    table = pd.DataFrame(
        {
            "overdue": overdue(measures, view).eq(YES).groupby(levels).sum(),
            "slip_days": days.groupby(levels).median(),
            "dated": days.notna().groupby(levels).sum(),
        }
    )
    return table.reindex([level for level in LEVELS if level in set(view.measures["level"].fillna(NO_GROUP))])
