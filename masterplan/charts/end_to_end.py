"""The second core goal: which share of its internal procedures each Ressort works electronically from end to end."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.domain.goals.indicators import INTERNAL_DEFINITION, EndToEnd
from masterplan.domain.overview import ministry_name
from masterplan.domain.view import PlanView
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, counted, day, number, percent

TITLE = "Zweites Kernziel: Verfahren der Verwaltung durchgängig elektronisch"
TOTAL = "insgesamt"


def end_to_end_chart(rows: Sequence[EndToEnd], view: PlanView, dark: bool = False) -> Chart:
    """A bar per Ressort in official order, last the total, each with its share and the numbers behind it."""
    table = pd.DataFrame(
        {
            "Ressort": [_name(row, view) for row in rows],
            "Anteil": [NOT_REPORTED if row.value is None else percent(row.value) for row in rows],
            "durchgängig elektronisch": [number(row.digital) for row in rows],
            "Verfahren": [number(row.procedures) for row in rows],
            "Stand": [day(row.stated_on) for row in rows],
        }
    )
    words = sentence(rows, view.stichtag)
    return Chart(
        TITLE, "Anteil der Verfahren", view.stichtag, INTERNAL_DEFINITION, words, table, _draw(rows, view, dark)
    )


def _name(row: EndToEnd, view: PlanView) -> str:
    return TOTAL if row.scope is None else str(ministry_name(view, row.scope))


def sentence(rows: Sequence[EndToEnd], stichtag: date) -> str:
    """The total, or why there is none."""
    ministries, total = [row for row in rows if row.scope is not None], rows[-1]
    told = [row for row in ministries if row.value is not None]
    if not told:
        return f"Am {day(stichtag)} ist zu keinem Ressort ein Anteil gemeldet."
    named = f"Zu {number(len(told))} von {counted(len(ministries), 'Ressort', 'Ressorts')} ist ein Anteil gemeldet"
    if total.value is None:
        return f"{named}; zu wenige nennen die Zahl ihrer Verfahren, um einen Anteil insgesamt anzugeben."
    return (
        f"{named}. In allen Ressorts zusammen laufen {number(total.digital)} von {number(total.procedures)} Verfahren "
        f"durchgängig elektronisch ({percent(total.value)}); Ziel sind {percent(1.0)} bis 2025."
    )


def _draw(rows: Sequence[EndToEnd], view: PlanView, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 70 + 32 * max(len(rows), 2)) | {"showlegend": False, "bargap": 0.3}
    if all(row.value is None for row in rows):
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch kein Anteil gemeldet", dark)
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    layout["xaxis"] |= {"range": [0, 1.02], "tickvals": ticks, "ticktext": [percent(at) for at in ticks]}
    layout["yaxis"] |= {"autorange": "reversed", "type": "category", "showgrid": False}
    fills = [theme.STATUS_FILLS["completed" if row.scope is None else "in_progress"] for row in rows]
    bar = go.Bar(
        y=[plain(_name(row, view)) for row in rows], x=[row.value or 0.0 for row in rows], orientation="h",
        marker={"color": [fill.colour for fill in fills]}, text=[_words(row) for row in rows], textposition="outside",
        textfont={"size": 13, "color": colours.ink}, cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    return go.Figure(bar, layout)


def _words(row: EndToEnd) -> str:
    if row.value is None:
        return NOT_REPORTED
    counts = f" ({number(row.digital)} von {number(row.procedures)})" if row.procedures else ""
    return f"{percent(row.value)}{counts}".replace(NO_VALUE, "")
