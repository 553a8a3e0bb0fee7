"""The only home of colours, and what all charts have in common.

Colours are taken from the Okabe–Ito palette, which readers with any kind of colour blindness can tell apart, and are
never the only carrier: a word, a number, a pattern or a dash goes with each. Charts are drawn on a clear ground, for
the light and for the dark page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from masterplan.vocabulary import MONTHS

FONT = "'Source Sans', 'Source Sans Pro', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Palette:
    """The colours of one page ground."""

    ink: str
    faint: str
    grid: str
    line: str
    band: str
    target: str
    outlook: str
    warning: str


LIGHT = Palette(
    "#1f2933", "#52606d", "#d9dee4", "#00588c", "rgba(0,114,178,0.20)", "#8a4b00",
    "rgba(138,75,0,0.14)", "#b3261e",
)  # fmt: skip
DARK = Palette(
    "#f0f3f6", "#b8c2cc", "#3b4552", "#6cc3f5", "rgba(108,195,245,0.25)", "#f2b552",
    "rgba(242,181,82,0.20)", "#ff8a80",
)  # fmt: skip


@dataclass(frozen=True)
class Fill:
    """How a status is drawn: its colour, the text colour that can be read on it, and its pattern."""

    colour: str
    ink: str
    pattern: str = ""


STATUS_FILLS: Mapping[str, Fill] = {
    "completed": Fill("#00588c", "#ffffff"),
    "permanent": Fill("#00735c", "#ffffff"),
    "in_progress": Fill("#56b4e9", "#10222e"),
    "delayed": Fill("#e69f00", "#2a1c00", "/"),
    "planned": Fill("#cfe4f2", "#10222e"),
    "not_started": Fill("#e6e8eb", "#1f2933"),
    "suspended": Fill("#d7a5c3", "#2b1020", "x"),
    "dropped": Fill("#b9bec5", "#1f2933", "\\"),
    "unknown": Fill("#ffffff", "#1f2933", "."),
}


@dataclass(frozen=True)
class LineStyle:
    """How one of several lines is drawn: its colour, its dash, and the mark on it."""

    colour: str
    dash: str
    symbol: str


_LINES_LIGHT = ("#00588c", "#d55e00", "#00735c", "#8a3a68", "#8a4b00", "#1f2933")
_LINES_DARK = ("#6cc3f5", "#ff9d4d", "#35c9a5", "#e5a3c8", "#f2e04c", "#f0f3f6")
_DASHES = ("solid", "dash", "dot", "dashdot")
_SYMBOLS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "pentagon", "star", "hexagon")


def line_style(place: int, dark: bool) -> LineStyle:
    """The style of a line by its place among the others; neighbours differ in all three."""
    colours = _LINES_DARK if dark else _LINES_LIGHT
    return LineStyle(colours[place % len(colours)], _DASHES[place % len(_DASHES)], _SYMBOLS[place % len(_SYMBOLS)])


STATE_FILLS: Mapping[str, Fill] = {
    "online": STATUS_FILLS["completed"],
    "partly": STATUS_FILLS["in_progress"],
    "unknown": STATUS_FILLS["unknown"],
    "offline": STATUS_FILLS["not_started"],
    "fallen": Fill("#d55e00", "#1a0b00", "/"),
    "added": STATUS_FILLS["permanent"],
}
"""How an answer of a counting rule is drawn, and what it moves on the way to another rule."""

DARK_STATE_FILLS: Mapping[str, Fill] = {
    **STATE_FILLS,
    "unknown": Fill("#222932", "#f0f3f6", "."),
    "offline": Fill("#3b4552", "#f0f3f6"),
}
"""The same on the dark page, where large light areas would dazzle."""

RAMP = (
    Fill("#e6eff6", "#10222e"), Fill("#b9d7ea", "#10222e"), Fill("#7fb8dc", "#10222e"), Fill("#3f90c4", "#0a161e"),
    Fill("#00588c", "#ffffff"),
)  # fmt: skip
"""From little to much, for tables and tiles that also bear their numbers."""

RAMP_GREY = (Fill("#eef0f2", "#1f2933"), Fill("#d5d9de", "#1f2933"), Fill("#b9bec5", "#1f2933"))
"""The same for what is not known."""


def step(ramp: Sequence[Fill], share: float) -> Fill:
    """The fill for a share from 0 to 1, in steps of equal width."""
    return ramp[min(int(max(share, 0.0) * len(ramp)), len(ramp) - 1)]


GERMAN: Mapping[str, Any] = {
    "dictionary": {
        "Autoscale": "Ganz zeigen",
        "Click to enter Plot title": "",
        "Double-click to zoom back out": "Doppelklick: wieder ganz zeigen",
        "Download plot as a PNG": "Als Bild (PNG) speichern",
        "Download plot": "Als Bild speichern",
        "Pan": "Verschieben",
        "Reset axes": "Achsen zurücksetzen",
        "Zoom": "Vergrößern",
        "Zoom in": "Näher",
        "Zoom out": "Weiter",
    },
    "format": {
        "days": ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
        "shortDays": ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
        "months": list(MONTHS),
        "shortMonths": ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
        "date": "%d.%m.%Y",
        "decimal": ",",
        "thousands": ".",
    },
}

CONFIG: Mapping[str, Any] = {
    "locale": "de",
    "locales": {"de": GERMAN},
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoom2d", "pan2d"],
}
"""For every chart on a page: German months, separators and toolbar; no logo, nothing to send away."""


def palette(dark: bool) -> Palette:
    """The colours for the page's ground."""
    return DARK if dark else LIGHT


def counting_axis(end: float) -> dict[str, Any]:
    """An axis from nought to ``end`` for whole numbers: no step is smaller than one."""
    return {"range": [0, end], "tickformat": ",d"} | ({"dtick": 1} if end < 8 else {})


def state_fill(state: str, dark: bool) -> Fill:
    """The fill of an answer on the page's ground."""
    return (DARK_STATE_FILLS if dark else STATE_FILLS)[state]


def layout(dark: bool, height: int) -> dict[str, Any]:
    """The common layout. The title stands on the page, where a screen reader finds it, not in the drawing."""
    colours = palette(dark)
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "tickfont": {"color": colours.ink, "size": 13},
        "title": {"font": {"color": colours.faint, "size": 13}},
        "fixedrange": True,
        "automargin": True,
    }
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": colours.ink},
        "separators": ",.",
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "legend": {
            "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom",
            "font": {"color": colours.ink, "size": 13},
        },
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }  # fmt: skip


def empty(figure: go.Figure, words: str, dark: bool) -> go.Figure:
    """A chart that has nothing to show says so."""
    figure.add_annotation(
        text=words, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper", font={"color": palette(dark).faint}
    )
    return figure
