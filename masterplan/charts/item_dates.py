"""The dates of one item as a small timeline: first baseline, plan, forecast and actual day against the Stichtag."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.domain.item.dates import DEFINITION, ItemDates
from masterplan.vocabulary import NO_VALUE, counted, day, listed

TITLE = "Termine"
ROWS = {
    "starts_on": "Beginn",
    "baseline_on": "ursprünglicher Termin",
    "due_on": "Plantermin",
    "forecast_on": "Prognose",
    "achieved_on": "Ist-Termin",
}
SYMBOLS = {
    "starts_on": "line-ns-open", "baseline_on": "diamond-open", "due_on": "diamond", "forecast_on": "triangle-up",
    "achieved_on": "square",
}  # fmt: skip


def item_dates_chart(dates: ItemDates, dark: bool = False) -> Chart:
    """One row per kind of date; the thick line is the slip."""
    return Chart(TITLE, "Kalendertage", dates.stichtag, DEFINITION, sentence(dates), _table(dates), _draw(dates, dark))


def sentence(dates: ItemDates) -> str:
    """The timeline in words."""
    if dates.is_empty:
        return "Daueraufgabe ohne Termin." if dates.is_permanent else "Es ist kein Termin gemeldet."
    said = []
    if dates.baseline_on is not None and dates.baseline_on != dates.due_on:
        said.append(f"ursprünglich geplant bis {day(dates.baseline_on)}")
    if dates.due_on is not None:
        said.append(f"{'jetzt ' if said else ''}geplant bis {day(dates.due_on)}")
    if dates.forecast_on is not None and not dates.is_achieved:
        said.append(f"erwartet am {day(dates.forecast_on)}")
    if dates.achieved_on is not None:
        later = "" if dates.is_achieved else " (nach dem Stichtag, also noch nicht erreicht)"
        said.append(f"{'erreicht' if dates.is_achieved else 'Ist-Termin'} am {day(dates.achieved_on)}{later}")
    words = listed(said) or f"Beginn am {day(dates.starts_on)}"
    return f"{words[0].upper()}{words[1:]}. {slip_words(dates)}"


def slip_words(dates: ItemDates) -> str:
    """„Das sind 31 Tage später als ursprünglich geplant.“, or why that cannot be said."""
    if dates.is_dropped:
        return "Entfallenes hat keinen Verzug."
    days = dates.slip_days
    if days is None:
        return "Der Verzug lässt sich nicht angeben." if not dates.is_permanent else "Eine Daueraufgabe hat kein Ende."
    if days == 0:
        return "Das ist der ursprüngliche Termin."
    return f"Das {_amount(days)} als ursprünglich geplant."


def _amount(days: int) -> str:
    verb = "ist" if abs(days) == 1 else "sind"
    return f"{verb} {counted(abs(days), 'Tag', 'Tage')} {'später' if days > 0 else 'früher'}"


def _table(dates: ItemDates) -> pd.DataFrame:
    shown = [(words, getattr(dates, name)) for name, words in ROWS.items()]
    shown[2:2] = [(f"früherer Plantermin (Stand {day(on)})", planned) for on, planned in dates.earlier]
    rows = [
        {"Art": words, "Tag": day(on), "zum ursprünglichen Termin": _distance(dates, words, on)}
        for words, on in shown
        if on is not None
    ]
    return pd.DataFrame(rows, columns=["Art", "Tag", "zum ursprünglichen Termin"])


def _distance(dates: ItemDates, words: str, on: date) -> str:
    if dates.baseline_on is None or words in (ROWS["starts_on"], ROWS["baseline_on"]):
        return NO_VALUE
    days = (on - dates.baseline_on).days
    if days == 0:
        return "gleich"
    return f"{counted(abs(days), 'Tag', 'Tage')} {'später' if days > 0 else 'früher'}"


def _draw(dates: ItemDates, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    shown = {name: on for name in ROWS if (on := getattr(dates, name)) is not None}
    layout = theme.layout(dark, 72 + 42 * max(len(shown), 1)) | {"showlegend": False}
    if not shown:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Kein Termin gemeldet", dark)
    days = [*shown.values(), dates.stichtag, *(on for _, on in dates.earlier)]
    margin = max((max(days) - min(days)) * 0.13, timedelta(days=60))
    layout["xaxis"] |= {
        "type": "date", "range": [min(days) - margin, max(days) + margin], "nticks": 5,
        "tickformat": "%b %Y", "showgrid": True,
    }  # fmt: skip
    layout["yaxis"] |= {
        "type": "category",
        "showgrid": False,
        "categoryorder": "array",
        "range": [len(shown) - 0.2, -0.9],
    }
    layout["yaxis"]["categoryarray"] = [ROWS[name] for name in shown]
    figure = go.Figure([*_slip(dates, colours), *_earlier(dates, colours), _marks(shown, colours)], layout)
    return _with_stichtag(figure, dates.stichtag, colours)


def _marks(shown: dict[str, date], colours: theme.Palette) -> go.Scatter:
    tints = {"baseline_on": colours.faint, "forecast_on": colours.target, "starts_on": colours.faint}
    return go.Scatter(
        x=list(shown.values()), y=[ROWS[name] for name in shown], mode="markers+text",
        marker={
            "symbol": [SYMBOLS[name] for name in shown], "size": 13, "line": {"width": 2},
            "color": [tints.get(name, colours.line) for name in shown],
        },
        text=[day(on) for on in shown.values()], textposition="top center",
        textfont={"color": colours.ink, "size": 13}, cliponaxis=False,
        hovertemplate="%{y}: %{x|%d.%m.%Y}<extra></extra>",
    )  # fmt: skip


def _earlier(dates: ItemDates, colours: theme.Palette) -> list[go.Scatter]:
    if not dates.earlier or dates.due_on is None:
        return []
    return [
        go.Scatter(
            x=[on for _, on in dates.earlier], y=[ROWS["due_on"]] * len(dates.earlier), mode="markers",
            marker={"symbol": "diamond-open", "size": 9, "color": colours.faint},
            customdata=[day(on) for on, _ in dates.earlier],
            hovertemplate="Plantermin beim Stand %{customdata}: %{x|%d.%m.%Y}<extra></extra>",
        )
    ]  # fmt: skip


def _slip(dates: ItemDates, colours: theme.Palette) -> list[go.Scatter]:
    """From the first baseline to the end, on the row of the end."""
    if not dates.slip_days or dates.baseline_on is None or dates.ends_on is None:
        return []
    name = "achieved_on" if dates.is_achieved else "forecast_on" if dates.forecast_on else "due_on"
    tint = colours.warning if dates.slip_days > 0 else colours.line
    return [
        go.Scatter(
            x=[dates.baseline_on, dates.ends_on], y=[ROWS[name]] * 2, mode="lines",
            line={"color": tint, "width": 4, "dash": "dot"}, hoverinfo="skip",
        )
    ]  # fmt: skip


def _with_stichtag(figure: go.Figure, stichtag: date, colours: theme.Palette) -> go.Figure:
    first, last = figure.layout.xaxis.range
    is_right = stichtag - first > (last - first) / 2
    figure.add_shape(
        type="line", x0=stichtag, x1=stichtag, y0=0, y1=1, yref="paper",
        line={"color": colours.ink, "width": 1, "dash": "dash"},
    )  # fmt: skip
    figure.add_annotation(
        x=stichtag, y=0, yref="paper", yanchor="bottom", text=f"Stichtag {day(stichtag)}", showarrow=False,
        xanchor="right" if is_right else "left", xshift=-3 if is_right else 3,
        font={"color": colours.faint, "size": 12},
    )  # fmt: skip
    return figure
