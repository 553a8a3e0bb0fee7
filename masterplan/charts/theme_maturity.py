"""Themenfeld by Reifegrad: how many OZG services of each Themenfeld stand at which grade."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, wrapped
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.services_by_group import UNRATED
from masterplan.vocabulary import GRADES, NOT_REPORTED, counted, day, listed, number, percent

TITLE = "Themenfelder nach Reifegrad"
DUTY = 3
DEFINITION = (
    "OZG-Leistungen nach dem höchsten Reifegrad, der zu einer ihrer LeiKa-Leistungen gemeldet ist; der Reifegrad des "
    "Bündels selbst nur, wenn zu keiner seiner Leistungen einer gemeldet ist. Stufen des Reifegradmodells 1.1: "
    f"{', '.join(f'{grade} {words}' for grade, words in GRADES.items())}; ab Stufe {DUTY} gilt die Pflicht des OZG als "
    "erfüllt. Je dunkler ein Feld, desto größer sein Anteil am Themenfeld. Wo etwas verfügbar ist, wird hier nicht "
    "gefragt."
)
SHORT = {0: "offline", 1: "Info", 2: "Formular", 3: "online", 4: "Trans-<br>aktion"}
GAP = 0.3


def theme_maturity(counts: pd.DataFrame, stichtag: date, dark: bool = False) -> Chart:
    """A row per Themenfeld and a column per grade, from ``services_by_group.maturity_by_theme``."""
    named = counts.rename(index={NO_GROUP: "ohne Themenfeld"})
    return Chart(
        TITLE, "Anzahl der OZG-Leistungen", stichtag, DEFINITION, sentence(named, stichtag), _table(named),
        _draw(named, dark),
    )  # fmt: skip


def sentence(counts: pd.DataFrame, stichtag: date) -> str:
    """The table in words."""
    if counts.empty:
        return f"Am {day(stichtag)} ist kein OZG-Katalog eingelesen."
    total, met = counts.sum(axis=1), _met(counts)
    shares = (met / total).sort_values(ascending=False, kind="stable")
    first = (
        f"Am {day(stichtag)} {'hat' if met.sum() == 1 else 'haben'} {number(met.sum())} von "
        f"{counted(int(total.sum()), 'OZG-Leistung', 'OZG-Leistungen')} Reifegrad {DUTY} oder höher; zu "
        f"{number(counts[UNRATED].sum())} ist keiner gemeldet."
    )
    if len(shares) < 3:
        return first
    most, least = _named(shares, shares.iloc[0]), _named(shares, shares.iloc[-1])
    return f"{first} Am größten ist der Anteil in {most}, am kleinsten in {least}."


def _met(counts: pd.DataFrame) -> pd.Series:
    return counts[[grade for grade in counts.columns if grade != UNRATED and int(grade) >= DUTY]].sum(axis=1)


def _named(shares: pd.Series, value: float) -> str:
    """„Bildung (44 %)“, with all that share the place, three at most."""
    names = [str(name) for name, share in shares.items() if share == value]
    return f"{listed([f'„{name}“' for name in names[:3]])} ({percent(value)})"


def _table(counts: pd.DataFrame) -> pd.DataFrame:
    total, met = counts.sum(axis=1), _met(counts)
    table = counts.rename(columns=_column).map(number)
    table.insert(0, "OZG-Leistungen", total.map(number))
    table[f"Anteil ab Reifegrad {DUTY} (mindestens)"] = [
        percent(share) for share in (met / total if len(total) else met)
    ]
    return table.rename_axis(index="Themenfeld").reset_index()


def _column(grade: int | str) -> str:
    if isinstance(grade, str):
        return NOT_REPORTED
    return f"{grade} {GRADES[grade]}" if grade in GRADES else f"Reifegrad {grade}"


def _draw(counts: pd.DataFrame, dark: bool) -> go.Figure:
    layout = theme.layout(dark, 90 + 36 * max(len(counts), 2)) | {"showlegend": False}
    if counts.empty:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Leistungen", dark)
    colours = theme.palette(dark)
    total = counts.sum(axis=1)
    grades = [int(grade) for grade in counts.columns if grade != UNRATED]
    layout["xaxis"] |= {
        "side": "top", "showgrid": False, "range": [-0.55, len(grades) + GAP + 0.55],
        "tickvals": [*range(len(grades)), len(grades) + GAP],
        "ticktext": [*(f"<b>{grade}</b><br>{SHORT.get(grade, '')}" for grade in grades), "keine<br>Angabe"],
    }  # fmt: skip
    layout["yaxis"] |= {
        "autorange": "reversed", "showgrid": False, "tickvals": list(range(len(counts))),
        "ticktext": [f"{wrapped(str(name), 24)} ({amount})" for name, amount in total.items()],
        "ticklabelstandoff": 4,
    }  # fmt: skip
    figure = go.Figure(
        [
            _cells(counts, grades, range(len(grades)), total, theme.RAMP),
            _cells(counts, [UNRATED], [len(grades) + GAP], total, theme.RAMP_GREY),
        ],
        layout,
    )
    if DUTY in grades:
        figure.add_vline(x=grades.index(DUTY) - 0.5, line={"color": colours.target, "width": 2, "dash": "dash"})
        figure.add_annotation(
            x=grades.index(DUTY) - 0.45, y=0, yref="paper", yanchor="top", xanchor="left", showarrow=False,
            text="Pflicht des OZG erfüllt →", font={"color": colours.target, "size": 13}, yshift=-2,
        )  # fmt: skip
        figure.update_layout(margin_b=26)
    return figure


def _cells(
    counts: pd.DataFrame, columns: Sequence[int | str], at: Sequence[float], total: pd.Series, ramp: Sequence[str]
) -> go.Heatmap:
    """Cells with their numbers; the ink is chosen by plotly.js to be read on the fill."""
    part = counts[list(columns)]
    colours = [[step / (len(ramp) - 1), colour] for step, colour in enumerate(ramp)]
    return go.Heatmap(
        z=part.div(total, axis=0).to_numpy().tolist(), x0=at[0], dx=1, y=list(range(len(part))), zmin=0, zmax=0.75,
        text=[[number(value) for value in row] for row in part.to_numpy()], texttemplate="%{text}",
        textfont={"size": 14}, colorscale=colours, showscale=False, xgap=3, ygap=3,
        customdata=[[[plain(str(name)), _column(column)] for column in columns] for name in part.index],
        hovertemplate="%{customdata[0]}, %{customdata[1]}: %{text} (%{z:.0%})<extra></extra>",
    )  # fmt: skip
