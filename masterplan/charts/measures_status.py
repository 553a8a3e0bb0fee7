"""Measures by status and Ressort: one bar per Ressort, one piece per status, each with its number and a pattern."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.domain.overview import OTHER_BODIES, STATUS_ORDER, measures_by_status, ministry_name
from masterplan.domain.progress import NO_GROUP
from masterplan.domain.view import PlanView
from masterplan.vocabulary import NOT_REPORTED, OTHERS, STATUSES, counted, day, listed

TITLE = "Maßnahmen nach Status und Ressort"
SPECIAL = {OTHER_BODIES: OTHERS, NO_GROUP: "ohne Federführung"}
DEFINITION = (
    "Maßnahmen des Maßnahmenkatalogs, gezählt beim federführenden Ressort in seinem Zuschnitt am Stichtag; „Kommunen "
    "und weitere“ sind Maßnahmen, die kein Ressort führt. Als "
    "abgeschlossen zählt auch, was einen Ist-Termin bis zum Stichtag hat. Entfallene Maßnahmen sind zu sehen, zählen "
    "aber in keiner Summe mit; „keine Angabe“ heißt, dass kein lesbarer Status gemeldet ist."
)


def measures_status(view: PlanView, dark: bool = False) -> Chart:
    """Stacked bars, the Ressorts in their official order."""
    named = _named_counts(view)
    return Chart(
        TITLE,
        "Anzahl der Maßnahmen",
        view.stichtag,
        DEFINITION,
        sentence(named, view.stichtag),
        _table(named),
        stacked(named, dark),
    )


def by_status_sentence(view: PlanView) -> str:
    """The chart in words, where it is not drawn."""
    return sentence(_named_counts(view), view.stichtag)


def _named_counts(view: PlanView) -> pd.DataFrame:
    counts = measures_by_status(view)
    return counts.set_axis([_ministry(view, str(key)) for key in counts.index], axis="index")


def _ministry(view: PlanView, key: str) -> str:
    return SPECIAL.get(key) or str(ministry_name(view, key))


def status_word(status: str) -> str:
    """A status of `STATUS_ORDER` in German."""
    return NOT_REPORTED if status == NO_GROUP else STATUSES[status]


def sentence(counts: pd.DataFrame, stichtag: date) -> str:
    """The chart in words."""
    totals = counts.sum()
    kept = int(totals.sum() - totals["dropped"])
    if not totals.sum():
        return f"Am {day(stichtag)} ist kein Maßnahmenkatalog eingelesen."
    said = [
        f"{int(totals[status])} {status_word(status) if status != NO_GROUP else 'ohne Angabe'}"
        for status in STATUS_ORDER
        if totals[status] and status != "dropped"
    ]
    dropped = int(totals["dropped"])
    more = f" Hinzu {'kommt' if dropped == 1 else 'kommen'} {dropped} entfallene." if dropped else ""
    busiest = counts.drop(columns="dropped").drop(index=list(SPECIAL.values()), errors="ignore").sum(axis=1).nlargest(2)
    is_clear = len(busiest) > 1 and busiest.iloc[0] > busiest.iloc[1]
    most = f" Von den Ressorts führt {busiest.index[0]} die meisten ({int(busiest.iloc[0])})." if is_clear else ""
    stand = f"{'steht' if kept == 1 else 'stehen'} {counted(kept, 'Maßnahme', 'Maßnahmen')}"
    return f"Am {day(stichtag)} {stand} im Katalog{': ' if said else ''}{listed(said)}.{more}{most}"


def _table(counts: pd.DataFrame) -> pd.DataFrame:
    shown = counts.loc[:, counts.sum() > 0]
    table = shown.rename(columns=status_word).rename_axis(index="Ressort").reset_index()
    table.insert(1, "Maßnahmen", counts.drop(columns="dropped").sum(axis=1).to_numpy())
    return table


def stacked(counts: pd.DataFrame, dark: bool) -> go.Figure:
    """A bar per row, named by the index, with a piece per status: its number and a pattern beside the colour."""
    colours = theme.palette(dark)
    layout = theme.layout(dark, 120 + 34 * max(len(counts), 2)) | {"barmode": "stack", "bargap": 0.28}
    layout["legend"] |= {"traceorder": "normal"}
    layout["xaxis"] |= {"rangemode": "tozero", "tickformat": ",d"}
    names = [plain(name) for name in counts.index]
    layout["yaxis"] |= {
        "range": [len(names) - 0.5, -0.5], "showgrid": False, "type": "category", "categoryarray": names,
    }  # fmt: skip
    if counts.empty:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Maßnahmen", dark)
    bars = [_bar(counts[status], status, colours) for status in STATUS_ORDER if counts[status].sum()]
    return go.Figure(bars, layout)


def _bar(values: pd.Series, status: str, colours: theme.Palette) -> go.Bar:
    fill = theme.STATUS_FILLS[status]
    word = status_word(status)
    seen = values[values > 0]  # a piece of no length, or a pattern of no shape, takes as long to draw as any other
    pattern = {"shape": fill.pattern, "fgcolor": fill.ink, "fgopacity": 0.2, "size": 7, "solidity": 0.25}
    return go.Bar(
        y=[plain(name) for name in seen.index], x=seen.tolist(), orientation="h", name=word,
        marker={"color": fill.colour, "line": {"color": colours.faint, "width": 0.6}}
        | ({"pattern": pattern | {"fillmode": "overlay"}} if fill.pattern else {}),
        text=[str(value) for value in seen], textposition="inside", insidetextanchor="middle",
        textangle=0, textfont={"color": fill.ink, "size": 13}, constraintext="none",
        hovertemplate=f"%{{y}}: %{{x}} {word}<extra></extra>",
    )  # fmt: skip
