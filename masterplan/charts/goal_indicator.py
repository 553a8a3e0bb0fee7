"""One goal's indicator on its way from the start to the target, with the thresholds of the day of its actual value."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.domain.goals.indicators import GOALS_DEFINITION, GoalIndicator
from masterplan.domain.goals.overview import RATINGS
from masterplan.vocabulary import NOT_REPORTED, day, number, percent

MARKS = {
    "Ausgangswert": "line-ns", "gefährdet ab": "triangle-up", "im Plan ab": "triangle-down", "Zielwert": "star",
    "Istwert": "diamond",
}  # fmt: skip


def goal_indicator_chart(one: GoalIndicator, stichtag: date, dark: bool = False) -> Chart:
    """One bar from the start to the actual value; thresholds and target as marks with words."""
    name = one.indicator or "Indikator"
    values = _values(one)
    table = pd.DataFrame(
        {
            "Angabe": list(values),
            "Wert": [NOT_REPORTED if value is None else number(value) for value in values.values()],
        }
    )
    return Chart(
        name, one.unit or "Wert des Indikators", stichtag, GOALS_DEFINITION, sentence(one), table, _draw(one, dark)
    )


def _values(one: GoalIndicator) -> dict[str, float | None]:
    numbers = (one.start, one.at_risk_from, one.on_track_from, one.target, one.actual)
    return dict(zip(MARKS, numbers, strict=True))


def sentence(one: GoalIndicator) -> str:
    """The actual value, the part of the way, and what the day asked for."""
    if one.actual is None:
        return "Ein Istwert ist nicht gemeldet."
    said = f"Istwert {number(one.actual)}"
    said += f" am {day(one.actual_on)}" if one.actual_on else ""
    if one.start is not None and one.target is not None:
        said += f"; von {number(one.start)} sollen {number(one.target)} werden"
    if one.attained is not None:
        said += f", davon sind {percent(one.attained)} geschafft"
    said += "."
    if one.expected is not None:
        said += f" Der gerade Weg zum {day(one.due_on)} verlangte an diesem Tag {percent(one.expected)}."
    return f"{said} Bewertung: {RATINGS[one.rating]}." if one.rating else f"{said} Für eine Bewertung fehlen Angaben."


def _draw(one: GoalIndicator, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 170)
    values = {name: value for name, value in _values(one).items() if value is not None}
    if one.actual is None or len(values) < 2:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Zu wenig Angaben zum Indikator", dark)
    low, high = min(values.values()), max(values.values())
    margin = (high - low) * 0.05 or 1.0
    layout["xaxis"] |= {"range": [low - margin, high + margin], "tickformat": ",~f", "nticks": 6}
    layout["yaxis"] |= {"visible": False, "range": [-1, 1]}
    start = one.start if one.start is not None else low
    bar = go.Bar(
        y=[0], x=[one.actual - start], base=[start], orientation="h", width=0.5, showlegend=False, hoverinfo="skip",
        marker={"color": theme.STATUS_FILLS["in_progress"].colour},
    )  # fmt: skip
    return go.Figure([bar, *(_mark(name, value, colours) for name, value in values.items())], layout)


def _mark(name: str, value: float, colours: theme.Palette) -> go.Scatter:
    colour = {"Istwert": colours.line, "Zielwert": colours.target}.get(name, colours.ink)
    words = f"{name} {number(round(value, 2))}"
    return go.Scatter(
        x=[value], y=[0], mode="markers", name=plain(words), hovertemplate=f"{plain(words)}<extra></extra>",
        marker={"symbol": MARKS[name], "size": 15, "color": colour, "line": {"width": 2, "color": colour}},
    )  # fmt: skip
