"""Overdue Wegmarken: how long each is late, the longest first."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.domain.overview import ministry_name, overdue_milestones
from masterplan.domain.view import PlanView
from masterplan.vocabulary import (
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_REPORTED,
    STATUSES,
    counted,
    day,
    label,
    listed,
    number,
)

TITLE = "Überfällige Wegmarken"
DEFINITION = (
    "Offene Wegmarken (weder abgeschlossen noch entfallen, zurückgestellt oder Daueraufgabe), deren Plantermin vor dem "
    "Stichtag liegt. Ein verstrichener Plantermin gilt nie als erreicht. Wegmarken, deren Termin oder Status fehlt, "
    "sind nicht aufgeführt."
)
SHOWN = 12
HATCH = {"shape": "/", "fgopacity": 0.3, "size": 7, "solidity": 0.2, "fillmode": "overlay"}


def overdue(view: PlanView, dark: bool = False) -> Chart:
    """A bar per Wegmarke, the twelve latest; the table has them all."""
    late = overdue_milestones(view)
    late["ministry_at"] = [str(ministry_name(view, key) or NOT_REPORTED) for key in late["ministry_at"]]
    return Chart(
        TITLE,
        "Tage seit dem Plantermin",
        view.stichtag,
        DEFINITION,
        sentence(late, view.stichtag),
        _table(late),
        _draw(late, dark),
    )


def sentence(late: pd.DataFrame, stichtag: date) -> str:
    """The chart in words."""
    if late.empty:
        return f"Am {day(stichtag)} ist keine Wegmarke überfällig."
    by_ministry = late["ministry_at"].value_counts(sort=True)
    most = listed([f"{name} ({amount})" for name, amount in by_ministry.head(3).items()])
    longest = late.iloc[0]
    verb = "ist" if len(late) == 1 else "sind"
    return (
        f"Am {day(stichtag)} {verb} {counted(len(late), 'Wegmarke', 'Wegmarken')} überfällig, vor allem bei {most}. "
        f"Am längsten wartet „{longest['title']}“ ({longest['ministry_at']}): fällig am {day(longest['due_on'])}, seit "
        f"{counted(int(longest['days_overdue']), 'Tag', 'Tagen')}."
    )


def _table(late: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Ressort": late["ministry_at"].to_numpy(),
            "Nummer": [label({}, value) if value else NO_VALUE for value in late["number"]],
            "Wegmarke": late["title"].to_numpy(),
            "Plantermin": [_due(row) for row in late[["due_text", "due_on"]].itertuples(index=False)],
            "Prognose": [day(value) for value in late["forecast_on"]],
            "Status": [label(STATUSES, value) for value in late["status"]],
            "gemeldete Ampel": [_light(value) for value in late["reported_light"]],
            "Tage überfällig": [number(value) for value in late["days_overdue"]],
        }
    )


def _due(row: tuple[str | None, date]) -> str:
    words, on = row
    return day(on) if words is None or words == day(on) else f"{day(on)} („{words}“)"


def _light(value: str | None) -> str:
    return label(LIGHTS, value) if value is None else f"{LIGHT_SYMBOLS.get(value, '')} {label(LIGHTS, value)}"


def _draw(late: pd.DataFrame, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    shown = late.head(SHOWN)
    layout = theme.layout(dark, 70 + 34 * max(len(shown), 2)) | {"showlegend": False, "bargap": 0.35}
    layout["margin"] |= {"r": 76}  # room for the words behind the longest bar, however narrow the page is
    layout["xaxis"] |= {"tickformat": ",d", "range": [0, max(shown["days_overdue"].max(), 1)]}
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False, "type": "category", "tickvals": list(shown.index)}
    layout["yaxis"]["ticktext"] = [
        plain(f"{row.ministry_at}: {shortened(str(row.title), 48)}") for row in shown.itertuples()
    ]
    if late.empty:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Keine Wegmarke ist überfällig", dark)
    bar = go.Bar(
        y=list(shown.index), x=shown["days_overdue"].tolist(), orientation="h",
        marker={"color": colours.warning, "pattern": HATCH},
        text=[counted(int(days), "Tag", "Tage") for days in shown["days_overdue"]], textposition="outside",
        textfont={"size": 13, "color": colours.ink}, cliponaxis=False,
        customdata=[[plain(title), day(on)] for title, on in zip(shown["title"], shown["due_on"], strict=True)],
        hovertemplate="%{customdata[0]}<br>fällig am %{customdata[1]}, seit %{x} Tagen<extra></extra>",
    )  # fmt: skip
    return go.Figure(bar, layout)
