"""The Kreise as tiles, or within their boundaries: how many services are online in each, or where one of them is."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.charts.county_map import county_map
from masterplan.domain.services.boundaries import Map
from masterplan.domain.services.counties import COLUMNS, COUNTIES, DEFINITION, ROWS
from masterplan.domain.three_valued import NO, YES
from masterplan.vocabulary import NOT_REPORTED, counted, day, listed, number

TITLE = "OZG-Leistungen online in den Kreisen"
NOTE = "Die Kacheln liegen ungefähr wie auf der Landkarte; ihre Größe sagt nichts."
LEGEND = "Zahl der Leistungen,<br>die online sind"
HALF = 0.47
IN_ALL, IN_PART, NOWHERE = "im ganzen Kreis", "in Teilen", "nicht online"
SYMBOLS = {IN_ALL: "●", IN_PART: "◐", NOWHERE: "○", NOT_REPORTED: "–"}
STATES = {IN_ALL: "online", IN_PART: "partly", NOWHERE: "offline", NOT_REPORTED: "unknown"}


def county_tiles(
    counts: pd.DataFrame, total: int, stichtag: date, dark: bool = False, official: Map | None = None
) -> Chart:
    """A tile per Kreis with the number of services online, from ``InCounties.counts``; ``total``: all services.

    ``official``: the boundaries to draw instead of tiles.
    """
    reported = total - int(counts["unknown"].min()) if len(counts) else 0
    marks = [number(amount) for amount in counts["online"]]
    words = [f"<b>{mark}</b> online" for mark in marks]
    fills = [theme.step(theme.RAMP, int(amount) / max(reported, 1)) for amount in counts["online"]]
    columns = (counts[name].tolist() for name in ("online", "throughout", "unknown"))
    hovers = [
        f"{plain(COUNTIES[str(ars)].name)}: mindestens {number(online)} von {number(total)} online, davon "
        f"{number(throughout)} im ganzen Kreis; zu {number(unknown)} keine Angabe"
        for ars, online, throughout, unknown in zip(counts.index, *columns, strict=True)
    ]
    return Chart(
        TITLE, "Anzahl der OZG-Leistungen, die mindestens irgendwo im Kreis online sind", stichtag,
        f"{DEFINITION} {_note(official)}", sentence(counts, total, stichtag), _table(counts),
        _draw(list(counts.index), words, marks, LEGEND, fills, hovers, dark, official),
    )  # fmt: skip


def sentence(counts: pd.DataFrame, total: int, stichtag: date) -> str:
    """The tiles in words."""
    online, unknown = counts["online"], counts["unknown"]
    if not total:
        return f"Am {day(stichtag)} ist kein OZG-Katalog eingelesen."
    if unknown.min() == total:
        return f"Am {day(stichtag)} ist nicht gemeldet, welche Leistungen in welchem Kreis online sind."
    spread = number(online.min()) if online.min() == online.max() else f"{number(online.min())} bis {online.max()}"
    at = f" ({_names(counts, online.min())} bis {_names(counts, online.max())})" if online.min() < online.max() else ""
    amount = counted(total, "OZG-Leistung", "OZG-Leistungen")
    return (
        f"Am {day(stichtag)} sind je Kreis mindestens {spread} von {amount} online{at}. Zu "
        f"{number(unknown.min())} Leistungen ist nirgends gemeldet, wo sie verfügbar sind."
    )


def _names(counts: pd.DataFrame, amount: int) -> str:
    names = [COUNTIES[str(ars)].name for ars in counts.index[counts["online"].eq(amount)]]
    return listed(names) if len(names) < 3 else f"{names[0]} und {number(len(names) - 1)} weitere"


def _table(counts: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Kreis": [COUNTIES[str(ars)].name for ars in counts.index],
            "online": [number(value) for value in counts["online"]],
            "davon im ganzen Kreis": [number(value) for value in counts["throughout"]],
            "nicht online": [number(value) for value in counts["offline"]],
            NOT_REPORTED: [number(value) for value in counts["unknown"]],
        }
    )


def service_tiles(
    somewhere: Mapping[str, float], throughout: Mapping[str, float], stichtag: date, dark: bool = False,
    official: Map | None = None,
) -> Chart:  # fmt: skip
    """Where one service is online: a tile per Kreis, or the Kreis itself, with the word."""
    states = {ars: state_word(somewhere[ars], throughout[ars]) for ars in COUNTIES}
    words = [f"{SYMBOLS[state]} {state}".replace("ganzen ", "ganzen<br>") for state in states.values()]
    marks = [SYMBOLS[state] for state in states.values()]
    legend = [f"{symbol} {state}" for state, symbol in SYMBOLS.items()]
    fills = [theme.state_fill(STATES[state], dark) for state in states.values()]
    hovers = [f"{COUNTIES[ars].name}: {state}" for ars, state in states.items()]
    table = pd.DataFrame({"Kreis": [COUNTIES[ars].name for ars in states], "online": list(states.values())})
    return Chart(
        "Wo die Leistung online ist", "je Kreis", stichtag, f"{DEFINITION} {_note(official)}",
        service_sentence(states, stichtag), table,
        _draw(list(states), words, marks, "<br>".join(legend), fills, hovers, dark, official),
    )  # fmt: skip


def state_word(somewhere: float, throughout: float) -> str:
    """Where in a Kreis a service is online."""
    if throughout == YES:
        return IN_ALL
    if somewhere == YES:
        return IN_PART
    return NOWHERE if somewhere == NO else NOT_REPORTED


def service_sentence(states: Mapping[str, str], stichtag: date) -> str:
    """The tiles of one service in words."""
    said = list(states.values())
    if set(said) == {NOT_REPORTED}:
        return f"Am {day(stichtag)} ist nicht gemeldet, wo die Leistung verfügbar ist."
    parts = [f"{word} in {number(said.count(word))}" for word in SYMBOLS if word in said]
    return f"Am {day(stichtag)} ist die Leistung von {number(len(said))} Kreisen online: {listed(parts)}."


def _note(official: Map | None) -> str:
    return NOTE if official is None else f"Kreisgrenzen: {official.source}."


def _draw(
    places: Sequence[str], words: Sequence[str], marks: Sequence[str], legend: str, fills: Sequence[theme.Fill],
    hovers: Sequence[str], dark: bool, official: Map | None,
) -> go.Figure:  # fmt: skip
    """Tiles with words; where there are boundaries, these with marks that the legend explains."""
    if official is not None:
        return county_map(official, places, marks, legend, fills, hovers, dark, 92 * ROWS)
    colours = theme.palette(dark)
    layout = theme.layout(dark, 92 * ROWS) | {"showlegend": False}
    layout["xaxis"] |= {"visible": False, "range": [-0.5, COLUMNS - 0.5]}
    layout["yaxis"] |= {"visible": False, "range": [ROWS - 0.5, -0.5]}
    counties = [COUNTIES[ars] for ars in places]
    layout["shapes"] = [
        {
            "type": "rect", "x0": one.column - HALF, "x1": one.column + HALF, "y0": one.row - HALF,
            "y1": one.row + HALF, "fillcolor": fill.colour, "line": {"color": colours.faint, "width": 1},
            "layer": "below",
        }
        for one, fill in zip(counties, fills, strict=True)
    ]  # fmt: skip
    text = go.Scatter(
        x=[one.column for one in counties], y=[one.row for one in counties], mode="text",
        text=[
            f"{plain(one.short_name).replace(chr(10), '<br>')}<br>{word}"
            for one, word in zip(counties, words, strict=True)
        ],
        textfont={"size": 12, "color": [fill.ink for fill in fills]}, hovertext=list(hovers), hoverinfo="text",
    )  # fmt: skip
    return go.Figure(text, layout)
