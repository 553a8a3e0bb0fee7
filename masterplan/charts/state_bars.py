"""Bars of equal length that are parted into online, not known and not online, each part with its number."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import plain, wrapped
from masterplan.domain.figure import Figure
from masterplan.vocabulary import NOT_REPORTED, number, percent

WORDS = {"online": "online", "unknown": NOT_REPORTED, "offline": "nicht online"}
TICKS = [0.0, 0.25, 0.5, 0.75, 1.0]
DIGIT, MARGIN = 0.028, 0.01
"""The room that a digit takes, and all that is beside it, as a share of a bar on a tablet. Where a part has no room for
its number, the hover and the table have it."""


@dataclass(frozen=True)
class StateBar:
    """One bar: its name and how many items are online, not known and not online."""

    name: str
    online: int
    unknown: int
    offline: int
    share: float | None

    @property
    def total(self) -> int:
        """All items of the bar."""
        return self.online + self.unknown + self.offline

    @property
    def label(self) -> str:
        """The numbers below the name; where too little is known, no share."""
        if not self.total:
            return "nichts zu zählen"
        share = "kein Anteil*" if self.share is None else percent(self.share)
        return f"{number(self.online)} von {number(self.total)} · {share}"


def bar_of(name: str, figure: Figure) -> StateBar:
    """The bar of a share."""
    online, unknown, total = figure.numerator or 0, len(figure.unknown_keys), figure.denominator or 0
    return StateBar(name, online, unknown, total - online - unknown, figure.value)


def state_bars(bars: Sequence[StateBar], dark: bool, median: float | None = None, label_length: int = 26) -> go.Figure:
    """The bars from top to bottom, and the median of their shares as a line."""
    colours = theme.palette(dark)
    names = [f"{wrapped(bar.name, label_length)}<br><b>{bar.label}</b>" for bar in bars]
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    layout = theme.layout(dark, 110 + (12 + 17 * lines) * max(len(bars), 2)) | {"barmode": "stack", "bargap": 0.25}
    layout["legend"] |= {"traceorder": "normal"}
    if not bars:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Leistungen", dark)
    layout["xaxis"] |= {"range": [0, 1.02], "tickvals": TICKS, "ticktext": [percent(at) for at in TICKS]}
    layout["yaxis"] |= {
        "autorange": "reversed", "showgrid": False, "tickvals": list(range(len(bars))),
        "ticktext": names, "ticklabelstandoff": 6,
    }  # fmt: skip
    figure = go.Figure([_part(bars, state, dark) for state in WORDS], layout)
    if median is not None:
        figure.update_layout(margin_b=50)
        figure.add_vline(x=median, line={"color": colours.target, "width": 2, "dash": "dash"})
        figure.add_annotation(
            x=median, y=0, yref="paper", yanchor="top", yshift=-22, showarrow=False, text=f"Median {percent(median)}",
            font={"color": colours.target, "size": 13},
        )  # fmt: skip
    return figure


def _part(bars: Sequence[StateBar], state: str, dark: bool) -> go.Bar:
    fill = theme.state_fill(state, dark)
    amounts = [getattr(bar, state) for bar in bars]
    shares = [amount / bar.total if bar.total else 0.0 for amount, bar in zip(amounts, bars, strict=True)]
    texts = [_fitting(number(amount), share) for amount, share in zip(amounts, shares, strict=True)]
    return go.Bar(
        y=list(range(len(bars))), x=shares, orientation="h", name=WORDS[state],
        marker={
            "color": fill.colour, "line": {"color": theme.palette(dark).faint, "width": 0.6},
            "pattern": {
                "shape": fill.pattern, "fgcolor": fill.ink, "fgopacity": 0.22, "size": 7, "solidity": 0.2,
                "fillmode": "overlay",
            },
        },
        text=texts, textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
        textfont={"color": fill.ink, "size": 13},
        customdata=[[plain(bar.name), number(amount), number(bar.total)] for amount, bar in zip(
            amounts, bars, strict=True)],
        hovertemplate="%{customdata[0]}: %{customdata[1]} von %{customdata[2]} " + WORDS[state] + "<extra></extra>",
    )  # fmt: skip


def _fitting(words: str, share: float) -> str:
    """The number, if its part of the bar has room for it."""
    return words if share >= DIGIT * len(words) + MARGIN else ""
