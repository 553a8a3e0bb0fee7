"""One service over time: its Reifegrad, and in how many Kreisen it is online."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.domain.services.counties import COUNTIES
from masterplan.domain.services.one_service import ServicePoint
from masterplan.vocabulary import GRADES, NO_VALUE, NOT_REPORTED, counted, day, number

DUTY = 3
MATURITY_DEFINITION = (
    "Reifegrad nach dem Modell, in dem er gemeldet ist: der höchste und der niedrigste der LeiKa-Leistungen, die am "
    "Stichtag zum Bündel gehören, und der des Bündels selbst. Ein Wert gilt, bis ein anderer gemeldet wird. Ab Stufe "
    f"{DUTY} gilt die Pflicht des OZG als erfüllt. Wo nichts gemeldet ist, steht kein Punkt."
)
PLACES_DEFINITION = (
    "Kreise (von 13), in denen zu mindestens einer LeiKa-Leistung des Bündels eine Meldung „online“ vorliegt, auch "
    "wenn sie nur für eine Kommune gilt; eine landesweite Meldung zählt für alle. Orte sind die einzelnen Meldungen, "
    "je LeiKa-Leistung und Ort eine."
)


def service_maturity(
    points: Sequence[ServicePoint], stichtag: date, dark: bool = False, names: Mapping[int, str] = GRADES
) -> Chart:
    """The grades of a service from day to day; ``names`` are what its model calls them."""
    table = pd.DataFrame(
        {
            "Tag": [day(point.on) for point in points],
            "höchster Reifegrad": [_grade(point.best, names) for point in points],
            "niedrigster Reifegrad": [_grade(point.least, names) for point in points],
            "Reifegrad des Bündels": [_grade(point.own, names) for point in points],
        }
    )
    return Chart(
        "Reifegrad im Zeitverlauf", "Reifegrad", stichtag, MATURITY_DEFINITION,
        maturity_sentence(points, stichtag, names), table, _draw_maturity(points, dark, names),
    )  # fmt: skip


def maturity_sentence(points: Sequence[ServicePoint], stichtag: date, names: Mapping[int, str]) -> str:
    """The grades in words."""
    now = points[-1] if points else None
    if now is None or (now.best is None and now.own is None):
        return f"Am {day(stichtag)} ist zu dieser Leistung kein Reifegrad gemeldet."
    grade = now.best if now.best is not None else now.own
    whose = "Der höchste Reifegrad ihrer LeiKa-Leistungen" if now.best is not None else "Der Reifegrad des Bündels"
    span = f", der niedrigste {_grade(now.least, names)}" if now.best is not None and now.least != now.best else ""
    first = next((point for point in points if (point.best if now.best is not None else point.own) is not None), now)
    before = first.best if now.best is not None else first.own
    since = f"; am {day(first.on)} war er {_grade(before, names)}" if first.on != now.on and before != grade else ""
    return f"{whose} ist am {day(stichtag)} {_grade(grade, names)}{span}{since}."


def _grade(grade: float | None, names: Mapping[int, str]) -> str:
    """„3 (Online-Leistung)“."""
    if grade is None:
        return NOT_REPORTED
    words = names.get(int(grade)) if grade == int(grade) else None
    return f"{number(grade)} ({words})" if words else number(grade)


def _draw_maturity(points: Sequence[ServicePoint], dark: bool, names: Mapping[int, str]) -> go.Figure:
    colours = theme.palette(dark)
    layout = _days(points, theme.layout(dark, 320))
    grades = [value for point in points for value in (point.best, point.least, point.own) if value is not None]
    if not grades:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Kein Reifegrad gemeldet", dark)
    most = max(4, int(max(grades)))
    layout["yaxis"] |= {
        "range": [-0.3, most + 0.4], "tickvals": list(range(most + 1)),
        "ticktext": [f"{grade} {names.get(grade, '')}".strip() for grade in range(most + 1)],
    }  # fmt: skip
    figure = go.Figure(
        [
            _line(points, "own", "Bündel selbst", colours.faint, "dot", "diamond"),
            _line(points, "least", "niedrigster der LeiKa-Leistungen", colours.target, "dash", "square"),
            _line(points, "best", "höchster der LeiKa-Leistungen", colours.line, "solid", "circle"),
        ],
        layout,
    )
    figure.add_hline(y=DUTY, line={"color": colours.warning, "width": 1.5, "dash": "dashdot"}, layer="below")
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=DUTY, yanchor="bottom", showarrow=False, text="Pflicht des OZG",
        font={"color": colours.warning, "size": 12},
    )  # fmt: skip
    return figure


def _line(points: Sequence[ServicePoint], name: str, words: str, colour: str, dash: str, symbol: str) -> go.Scatter:
    known = [(point.on, getattr(point, name)) for point in points if getattr(point, name) is not None]
    return go.Scatter(
        x=[on for on, _ in known], y=[value for _, value in known], mode="lines+markers", name=words,
        line={"color": colour, "width": 2.5, "dash": dash, "shape": "hv"}, showlegend=bool(known),
        marker={"color": colour, "size": 9, "symbol": symbol}, cliponaxis=False,
        hovertemplate="%{x|%d.%m.%Y}: %{y}<extra>" + words + "</extra>",
    )  # fmt: skip


def service_places(points: Sequence[ServicePoint], stichtag: date, dark: bool = False) -> Chart:
    """In how many Kreisen a service is online, from day to day."""
    known = [point for point in points if point.counties is not None]
    table = pd.DataFrame(
        {
            "Tag": [day(point.on) for point in points],
            "Kreise": [NO_VALUE if point.counties is None else number(point.counties) for point in points],
            "Meldungen „online“": [NO_VALUE if point.places is None else number(point.places) for point in points],
        }
    )
    return Chart(
        "Verfügbarkeit im Zeitverlauf", "Anzahl der Kreise, in denen die Leistung online ist", stichtag,
        PLACES_DEFINITION, places_sentence(known, stichtag), table, _draw_places(points, known, dark),
    )  # fmt: skip


def places_sentence(known: Sequence[ServicePoint], stichtag: date) -> str:
    """The availability in words."""
    if not known:
        return f"Bis zum {day(stichtag)} ist nicht gemeldet, wo die Leistung verfügbar ist."
    first, now = known[0], known[-1]
    then = f"; am {day(first.on)} waren es {number(first.counties)}" if first.on != now.on else ""
    entries = counted(now.places or 0, "Meldung", "Meldungen")
    return (
        f"Am {day(stichtag)} ist die Leistung in {number(now.counties)} von {number(len(COUNTIES))} Kreisen online "
        f"({entries} „online“){then}."
    )


def _draw_places(points: Sequence[ServicePoint], known: Sequence[ServicePoint], dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = _days(points, theme.layout(dark, 280)) | {"showlegend": False}
    if not known:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Nicht gemeldet, wo die Leistung verfügbar ist", dark)
    layout["yaxis"] |= {"range": [0, len(COUNTIES) + 2], "tickvals": [0, 5, 10, len(COUNTIES)]}
    line = go.Scatter(
        x=[point.on for point in known], y=[point.counties for point in known], mode="lines+markers+text",
        line={"color": colours.line, "width": 3, "shape": "hv"}, marker={"color": colours.line, "size": 10},
        text=[number(point.counties) for point in known], textposition="top center", cliponaxis=False,
        textfont={"color": colours.ink, "size": 14},
        hovertemplate="%{x|%d.%m.%Y}: %{y} Kreise<extra></extra>",
    )  # fmt: skip
    return go.Figure(line, layout)


def _days(points: Sequence[ServicePoint], layout: dict[str, Any]) -> dict[str, Any]:
    """The axis of days with room at both ends."""
    layout["xaxis"] |= {"type": "date", "tickformat": "%b %Y", "showgrid": False, "nticks": 8}
    if len(points) > 1:
        margin = (points[-1].on - points[0].on) * 0.05
        layout["xaxis"] |= {"range": [points[0].on - margin, points[-1].on + margin]}
    elif points:
        layout["xaxis"] |= {"tickvals": [points[0].on], "tickformat": "%d.%m.%Y"}
    return layout
