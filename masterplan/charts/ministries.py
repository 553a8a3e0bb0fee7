"""The Ressorts side by side: the share of Wegmarken achieved, with the median of all; in official order, no ranking."""

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.domain.overview import ministries_compared, ministry_name
from masterplan.domain.view import PlanView
from masterplan.vocabulary import NO_VALUE, counted, day, number, percent

TITLE = "Die Ressorts nebeneinander"
DEFINITION = (
    "Anteil der als abgeschlossen gemeldeten oder mit einem Ist-Termin bis zum Stichtag versehenen Wegmarken an allen "
    "Wegmarken des Ressorts (ohne entfallene), im Zuschnitt des Stichtags und in der amtlichen Reihenfolge. Die "
    "gestrichelte Linie ist der Median der gezeigten Ressorts. Die Umsetzungsplanungen sind verschieden groß und "
    "verschieden weit gesteckt; die Anteile sind keine Rangfolge."
)
COLUMNS = {
    "milestones": "Wegmarken", "achieved": "erreicht", "overdue": "überfällig", "slipped": "in Verzug",
    "measures": "Maßnahmen", "completed": "abgeschlossen", "measures_overdue": "überfällig (Maßnahmen)",
    "stale": "veraltete Meldungen",
}  # fmt: skip


def ministries(view: PlanView, dark: bool = False) -> Chart:
    """A bar per Ressort with its numbers, and the median."""
    table = ministries_compared(view)
    names = [str(ministry_name(view, str(key))) for key in table.index]
    named = table.set_axis(names, axis="index")
    return Chart(
        TITLE, "Anteil der erreichten Wegmarken", view.stichtag, DEFINITION, sentence(named, view), _table(named),
        _draw(named, dark),
    )  # fmt: skip


def sentence(table: pd.DataFrame, view: PlanView) -> str:
    """The chart in words."""
    planned = table[table["milestones"].gt(0)]
    if planned.empty:
        return f"Am {day(view.stichtag)} ist keine Umsetzungsplanung eingelesen."
    shares = planned["achieved_share"]
    spread = (
        f"im Median {percent(shares.median())}, zwischen {percent(shares.min())} und {percent(shares.max())}"
        if len(planned) > 1
        else percent(shares.iloc[0])
    )
    late = int(planned["overdue"].sum())
    where = int(planned["overdue"].gt(0).sum())
    overdue = f"{counted(late, 'Wegmarke ist', 'Wegmarken sind')} überfällig" + (
        f", verteilt auf {counted(where, 'Ressort', 'Ressorts')}" if late else ""
    )
    return (
        f"Von den Wegmarken der {counted(len(planned), 'Umsetzungsplanung', 'Umsetzungsplanungen')} sind am "
        f"{day(view.stichtag)} {spread} erreicht; {overdue}."
    )


def _table(table: pd.DataFrame) -> pd.DataFrame:
    shown = table[list(COLUMNS)].rename(columns=COLUMNS).map(number)
    shown.insert(2, "Anteil erreicht", [percent(value) for value in table["achieved_share"]])
    median = {name: number(table[name].median(), 1) for name in COLUMNS}
    last = pd.DataFrame([{COLUMNS[name]: value for name, value in median.items()}], index=["Median"])
    last["Anteil erreicht"] = percent(table["achieved_share"].median())
    whole = pd.concat([shown, last]) if len(table) > 1 else shown
    return whole.fillna(NO_VALUE).rename_axis(index="Ressort").reset_index()


def _draw(table: pd.DataFrame, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    shown = table[table["milestones"].gt(0)]
    layout = theme.layout(dark, 80 + 34 * max(len(shown), 2)) | {"showlegend": False, "bargap": 0.35}
    layout["margin"] |= {"t": 28}
    if shown.empty:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Umsetzungsplanung", dark)
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    layout["xaxis"] |= {"range": [0, 1.3], "tickvals": ticks, "ticktext": [percent(at) for at in ticks]}
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False, "type": "category"}
    numbers = zip(*(shown[name] for name in ("achieved_share", "achieved", "milestones", "overdue")), strict=True)
    texts = [
        f"{percent(share)} ({achieved} von {planned}){f', {late} überfällig' if late else ''}"
        for share, achieved, planned, late in numbers
    ]
    bar = go.Bar(
        y=[plain(name) for name in shown.index], x=shown["achieved_share"].tolist(), orientation="h",
        marker={"color": colours.line}, text=texts, textposition="outside", cliponaxis=False,
        textfont={"size": 13, "color": colours.ink}, hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure(bar, layout)
    if len(shown) > 1:
        median = float(shown["achieved_share"].median())
        figure.add_vline(x=median, line={"color": colours.target, "width": 2, "dash": "dash"}, layer="below")
        figure.add_annotation(
            x=median, y=1, yref="paper", yanchor="bottom", showarrow=False, text=f"Median {percent(median)}",
            font={"color": colours.target, "size": 13},
        )  # fmt: skip
    return figure
