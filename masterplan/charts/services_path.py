"""The share of OZG services online against the straight way to 31 December 2022."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.domain.counting import RULES
from masterplan.domain.forecast import DEFINITION as FORECAST_DEFINITION
from masterplan.domain.forecast import back_test_words
from masterplan.domain.outlook.service_outlook import Outlook
from masterplan.domain.overview import Path, Point
from masterplan.domain.progress import MINIMUM_COVERAGE
from masterplan.vocabulary import NO_VALUE, counted, day, number, percent

TICKS = [0.0, 0.25, 0.5, 0.75, 1.0]
TITLE = "OZG-Leistungen online und der Weg zum 31.12.2022"


def services_path(path: Path, dark: bool = False, outlook: Outlook | None = None) -> Chart:
    """The share at each edition's Stand with its bounds, and the straight way from the first share to 100 %.

    With an ``outlook`` also where the pace so far leads, as a range of 80 %.
    """
    rule = RULES[path.current.rule or ""]
    definition = (
        f"{rule.definition} Nenner: alle OZG-Leistungen der am jeweiligen Stand geltenden Ausgabe. Das Band reicht vom "
        "sicher Erreichten bis zu dem, was erreicht wäre, wenn alle Leistungen ohne Angabe online wären; liegen zu "
        f"weniger als {percent(MINIMUM_COVERAGE)} der Leistungen Angaben vor, wird kein Anteil gezeigt. Die "
        f"gestrichelte Linie führt geradlinig vom ersten Wert zu {percent(1.0)} am {day(path.target_on)}. "
        f"Quelle der Zählweise: {rule.source}."
    )
    words, table = sentence(path), _table(path)
    if outlook is not None:
        definition = f"{definition} {FORECAST_DEFINITION}"
        words = f"{words} {outlook_sentence(outlook)}"
        table = pd.concat([table, _outlook_table(outlook)]).fillna(NO_VALUE)
    return Chart(
        TITLE, "Anteil der OZG-Leistungen", path.stichtag, definition, words, table, _draw(path, dark, outlook)
    )


def outlook_sentence(outlook: Outlook) -> str:
    """Where the pace so far leads, in words; or why nothing is forecast."""
    found = outlook.forecast
    if found.is_reached:
        return "Das Ziel ist erreicht."
    if found.days_since_target is not None:
        passed = counted(found.days_since_target, "Tag ist", "Tage sind")
        return f"Der Zieltermin {day(found.target_on)} ist überschritten; {passed} seither vergangen."
    if not outlook.days:
        return f"Keine Prognose: {found.suppressed}"
    needed = (
        ""
        if found.needed_pace is None
        else (
            f" Nötig wären {number(found.needed_pace, 1)} Leistungen je Monat; in den zwölf Monaten vor der jüngsten "
            f"Meldung waren es {number(found.recent_pace, 1)}."
        )
    )
    return (
        f"Geht es weiter wie bisher, sind am {day(outlook.days[-1])} mit 80 % Wahrscheinlichkeit "
        f"{percent(outlook.lower[-1])} bis {percent(outlook.upper[-1])} online.{needed} "
        f"{back_test_words(outlook.looked_back)}"
    )


def _outlook_table(outlook: Outlook) -> pd.DataFrame:
    rows = zip(outlook.days, outlook.lower, outlook.median, outlook.upper, strict=True)
    return pd.DataFrame(
        [
            {
                "Stand": day(on),
                "Prognose (80 %)": f"{percent(lower)} bis {percent(upper)}, Mitte {percent(median)}",
            }
            for on, lower, median, upper in rows
        ]
    )


def sentence(path: Path) -> str:
    """The chart in words."""
    now = path.current
    if not now.denominator:
        return f"Am {day(path.stichtag)} ist kein OZG-Katalog eingelesen; ein Anteil lässt sich nicht angeben."
    all_services = counted(now.denominator, "OZG-Leistung", "OZG-Leistungen")
    known = f"Am {day(path.stichtag)} sind mindestens {number(now.numerator)} von {all_services} online"
    if now.value is None:
        return (
            f"{known}. Nur zu {percent(now.coverage)} der Leistungen liegt eine Angabe vor; unter "
            f"{percent(MINIMUM_COVERAGE)} wird kein Anteil genannt."
        )
    upper = f", höchstens {percent(now.upper, 1)}" if now.upper != now.value else ""
    first = f"{known} ({percent(now.value, 1)}{upper})."
    if path.stichtag >= path.target_on:
        target = f"Das Ziel, alle Leistungen bis zum {day(path.target_on)} online anzubieten,"
        return f"{first} {target} ist {_reached(now.value)}."
    if path.gap is None or path.start is None or path.start.on == path.stichtag:
        return f"{first} Bis zum {day(path.target_on)} sollen es {percent(1.0)} sein."
    points = counted_points(abs(path.gap))
    where = f"Es fehlen {points}" if path.gap > 0 else f"Der Plan liegt {points} darüber"
    return (
        f"{first} Der gerade Weg zum {day(path.target_on)} verlangt an diesem Tag {percent(path.needed, 1)}. {where}."
    )


def counted_points(share: float) -> str:
    """„33,1 Prozentpunkte“."""
    amount = number(round(share * 100, 1), 1)
    return f"{amount} Prozentpunkt" if amount == "1,0" else f"{amount} Prozentpunkte"


def _reached(value: float) -> str:
    return "erreicht" if value >= 1 else f"nicht erreicht; es fehlen {counted_points(1 - value)}"


def _table(path: Path) -> pd.DataFrame:
    rows = [
        {
            "Stand": day(point.on),
            "online (mindestens)": number(point.figure.numerator),
            "OZG-Leistungen": number(point.figure.denominator),
            "Anteil mindestens": percent(point.figure.lower, 1),
            "Anteil höchstens": percent(point.figure.upper, 1),
            "gerader Weg": percent(path.needed_on(point.on), 1),
            "mit Angabe": percent(point.figure.coverage),
        }
        for point in path.points
        if point.figure.denominator
    ]
    columns = [
        "Stand", "online (mindestens)", "OZG-Leistungen", "Anteil mindestens", "Anteil höchstens", "gerader Weg",
        "mit Angabe",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _draw(path: Path, dark: bool, outlook: Outlook | None) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 380)
    given = [point for point in path.points if point.figure.value is not None]
    if not given:
        words = "Noch kein Anteil: zu wenige Leistungen mit Angabe zum Reifegrad"
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), words, dark)
    days = [point.on for point in given]
    layout["xaxis"] |= {
        "type": "date",
        "tickformat": "%b %Y",
        "range": _span(path, days),
        "showgrid": False,
        "nticks": 9,
    }
    layout["yaxis"] |= {"range": [0, 1.06], "tickvals": TICKS, "ticktext": [percent(at) for at in TICKS]}
    ahead = [] if outlook is None or not outlook.days else _ahead(outlook, given[-1], colours)
    return go.Figure([*_band(given, colours), *ahead, _way(path, given[0], colours), _line(given, colours)], layout)


def _ahead(outlook: Outlook, last: Point, colours: theme.Palette) -> list[go.Scatter]:
    """From the last share on: the range of 80 % as a band between dotted lines, and its middle."""
    days = [last.on, *outlook.days]
    edge = {"mode": "lines", "line": {"color": colours.target, "width": 1, "dash": "dot"}}
    start = last.figure.value
    return [
        go.Scatter(x=days, y=[start, *outlook.upper], showlegend=False, hoverinfo="skip", **edge),
        go.Scatter(
            x=days, y=[start, *outlook.lower], fill="tonexty", fillcolor=colours.outlook, name="Prognose (80 %)",
            hovertemplate="%{x|%d.%m.%Y}: mindestens %{y:.0%}<extra>Prognose</extra>", **edge,
        ),
        go.Scatter(
            x=days, y=[start, *outlook.median], mode="lines", line={"color": colours.target, "width": 2, "dash": "dot"},
            name="Prognose (Mitte)", hovertemplate="%{x|%d.%m.%Y}: %{y:.0%}<extra>Prognose, Mitte</extra>",
        ),
    ]  # fmt: skip


def _span(path: Path, days: list[date]) -> list[date]:
    last = max([*days, path.target_on])
    margin = (last - days[0]) * 0.03
    return [days[0] - margin, last + margin * 2]


def _band(given: list[Point], colours: theme.Palette) -> list[go.Scatter]:
    days = [point.on for point in given]
    plain = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    upper = go.Scatter(x=days, y=[point.figure.upper for point in given], showlegend=False, **plain)
    lower = go.Scatter(
        x=days, y=[point.figure.lower for point in given], fill="tonexty", fillcolor=colours.band,
        name="bis zum Höchstwert (ohne Angabe)", showlegend=any(p.figure.upper != p.figure.lower for p in given),
        **plain,
    )  # fmt: skip
    return [upper, lower]


def _way(path: Path, start: Point, colours: theme.Palette) -> go.Scatter:
    return go.Scatter(
        x=[start.on, path.target_on], y=[start.figure.value, 1.0], mode="lines+markers",
        line={"color": colours.target, "width": 2, "dash": "dash"},
        marker={"symbol": "diamond", "size": [0, 11], "color": colours.target},
        name="gerader Weg zu 100 %", hovertemplate="%{x|%d.%m.%Y}: %{y:.1%}<extra>gerader Weg</extra>",
    )  # fmt: skip


def _line(given: list[Point], colours: theme.Palette) -> go.Scatter:
    texts = [percent(point.figure.value) for point in given]
    return go.Scatter(
        x=[point.on for point in given], y=[point.figure.value for point in given], mode="lines+markers+text",
        line={"color": colours.line, "width": 3}, marker={"size": 9, "color": colours.line},
        text=texts, textposition="top center" if len(given) == 1 else "bottom right",
        textfont={"color": colours.ink, "size": 14}, cliponaxis=False, name="online (mindestens)",
        customdata=[
            [number(p.figure.numerator), number(p.figure.denominator), percent(p.figure.upper, 1)] for p in given
        ],
        hovertemplate="%{x|%d.%m.%Y}: %{customdata[0]} von %{customdata[1]} (%{y:.1%}), höchstens %{customdata[2]}"
        "<extra></extra>",
    )  # fmt: skip
