"""The burn-up of places: at how many places services are reported, and at how many they are online."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.vocabulary import counted, day, number

TITLE = "Angebote vor Ort im Zeitverlauf"
DEFINITION = (
    "Meldungen zur Verfügbarkeit: eine je LeiKa-Leistung und Ort (Land, Landkreis, Kreisfreie Stadt, "
    "Verwaltungsverband oder Gemeinde). „Online“ sind die, bei denen das gemeldet ist oder die eine ausgewertete "
    "Reichweite nennen. Eine Meldung für einen Kreis wiegt hier so viel wie eine für eine Gemeinde; die Zahl der Orte, "
    "an denen eine Leistung zu nutzen ist, ist das nicht."
)
LEVELS = {
    "state": "Land", "county": "Landkreise", "city": "Kreisfreie Städte", "association": "Verwaltungsverbände",
    "municipality": "Gemeinden",
}  # fmt: skip


def places_online(counts: pd.DataFrame, stichtag: date, dark: bool = False) -> Chart:
    """A line for all entries and one for those online, from day to day; ``counts`` as in ``questions.places_online``.

    That is one row per day (``on``) and kind of place (``level``) with ``online``, ``offline`` and ``unknown``.
    """
    days = counts.groupby("on", sort=True)[["online", "offline", "unknown"]].sum()
    days["listed"] = days.sum(axis=1)
    return Chart(
        TITLE, "Anzahl der Meldungen", stichtag, DEFINITION, sentence(days, stichtag), _table(counts, days),
        _draw(days, dark),
    )  # fmt: skip


def sentence(days: pd.DataFrame, stichtag: date) -> str:
    """The course in words."""
    if days.empty or not days["listed"].iloc[-1]:
        return f"Bis zum {day(stichtag)} ist nirgends gemeldet, wo Leistungen verfügbar sind."
    online, listed = int(days["online"].iloc[-1]), int(days["listed"].iloc[-1])
    first = days[days["listed"].gt(0)].iloc[0]
    begin = pd.Timestamp(str(first.name)).date()
    before = f"; Ende {begin:%m/%Y} waren es {number(first['online'])} von {number(first['listed'])}"
    return (
        f"Am {day(stichtag)} sagen {number(online)} von {counted(listed, 'Meldung', 'Meldungen')} „online“"
        f"{before if begin != stichtag else ''}."
    )


def _table(counts: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    by_level = counts.pivot_table(index="on", columns="level", values="online", aggfunc="sum", fill_value=0)
    named = {level: words for level, words in LEVELS.items() if level in by_level}
    table = pd.DataFrame(
        {
            "Monatsende": [day(on) for on in days.index],
            "Meldungen": [number(value) for value in days["listed"]],
            "davon online": [number(value) for value in days["online"]],
            "ohne Angabe": [number(value) for value in days["unknown"]],
        }
    )
    for level, words in named.items():
        table[f"online: {words}"] = [number(value) for value in by_level[level].reindex(days.index, fill_value=0)]
    return table


def _draw(days: pd.DataFrame, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 320)
    if days.empty or not days["listed"].max():
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Keine Meldungen zur Verfügbarkeit", dark)
    layout["xaxis"] |= {"type": "date", "tickformat": "%b %Y", "showgrid": False, "nticks": 9}
    first, last = days.index[0].date(), days.index[-1].date()
    margin = (last - first) * 0.04
    layout["xaxis"] |= {"range": [first - margin, last + margin]} if margin else {}
    layout["yaxis"] |= theme.counting_axis(1.12 * int(days["listed"].max()))
    lines = (
        ("listed", "alle Meldungen", colours.faint, "dash"),
        ("online", "davon online", colours.line, "solid"),
    )
    marks = [
        go.Scatter(
            x=[on.date() for on in days.index], y=days[name].tolist(), mode="lines+markers+text", name=words,
            text=_ends(days[name].tolist()), textfont={"color": colours.ink, "size": 14},
            textposition=["top center"] * (len(days) - 1) + ["middle left"],
            marker={"color": colour, "size": 6}, cliponaxis=False,
            line={"color": colour, "width": 3, "dash": dash, "shape": "hv"},
            hovertemplate="%{x|%d.%m.%Y}: %{y} " + words + "<extra></extra>",
        )
        for name, words, colour, dash in lines
    ]  # fmt: skip
    return go.Figure(marks, layout)


def _ends(values: list[int]) -> list[str]:
    """The first and the last number, with nothing between them."""
    last = len(values) - 1
    return [number(value) if position in (0, last) else "" for position, value in enumerate(values)]
