"""Themenfeld by Reifegrad: how many OZG services of each Themenfeld stand at which grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, wrapped
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.services.services_by_group import UNRATED
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
SHORT = {0: "offline", 1: "Info", 2: "Formu-<br>lar", 3: "online", 4: "Trans-<br>aktion"}
GAP = 0.3
HALF = 0.48
MOST = 0.75
"""From this share of a Themenfeld on a cell has the darkest colour."""


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
        "range": [len(counts) - 0.45, -0.55], "showgrid": False, "tickvals": list(range(len(counts))),
        "ticktext": [f"{wrapped(str(name), 24)} ({amount})" for name, amount in total.items()],
        "ticklabelstandoff": 4,
    }  # fmt: skip
    places: list[tuple[int | str, float, Sequence[theme.Fill]]]
    places = [(grade, float(at), theme.RAMP) for at, grade in enumerate(grades)]
    places.append((UNRATED, len(grades) + GAP, theme.RAMP_GREY))
    cells = [cell for column, at, ramp in places for cell in _cells(counts, total, column, at, ramp)]
    layout["shapes"] = [cell.shape for cell in cells]
    figure = go.Figure(_numbers(cells), layout)
    if DUTY in grades:
        figure.add_vline(x=grades.index(DUTY) - 0.5, line={"color": colours.target, "width": 2, "dash": "dash"})
        figure.add_annotation(
            x=grades.index(DUTY) - 0.45, y=0, yref="paper", yanchor="top", xanchor="left", showarrow=False,
            text="Pflicht des OZG erfüllt →", font={"color": colours.target, "size": 13}, yshift=-2,
        )  # fmt: skip
        figure.update_layout(margin_b=26)
    return figure


@dataclass(frozen=True)
class Cell:
    """One cell of the table: where it lies, its number, its fill, and what it is called."""

    x: float
    y: int
    number: str
    fill: theme.Fill
    hover: str

    @property
    def shape(self) -> dict[str, Any]:
        """The cell's ground."""
        return {
            "type": "rect", "x0": self.x - HALF, "x1": self.x + HALF, "y0": self.y - 0.46, "y1": self.y + 0.46,
            "fillcolor": self.fill.colour, "line": {"width": 0}, "layer": "below",
        }  # fmt: skip


def _cells(
    counts: pd.DataFrame, total: pd.Series, column: int | str, at: float, ramp: Sequence[theme.Fill]
) -> list[Cell]:
    """One column of the table."""
    return [
        Cell(
            at, row, number(amount), theme.step(ramp, amount / whole / MOST),
            f"{plain(name)}, {_column(column)}: {number(amount)} von {number(whole)} ({percent(amount / whole)})",
        )
        for row, (name, amount, whole) in enumerate(zip(counts.index, counts[column], total, strict=True))
    ]  # fmt: skip


def _numbers(cells: Sequence[Cell]) -> go.Scatter:
    return go.Scatter(
        x=[cell.x for cell in cells], y=[cell.y for cell in cells], mode="text", text=[cell.number for cell in cells],
        textfont={"size": 14, "color": [cell.fill.ink for cell in cells]}, hoverinfo="text",
        hovertext=[cell.hover for cell in cells],
    )  # fmt: skip
