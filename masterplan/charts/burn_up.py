"""The burn-up of services: the stock, what is online, the pace that the target asks for, and the pace so far."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.charts.services_path import outlook_sentence
from masterplan.domain.counting import RULES
from masterplan.domain.figure import MINIMUM_COVERAGE
from masterplan.domain.forecast import DAYS_A_MONTH, back_test_words
from masterplan.domain.forecast import DEFINITION as FORECAST_DEFINITION
from masterplan.domain.outlook.service_outlook import Outlook
from masterplan.domain.services.burn_up import BurnUp, BurnUpPoint
from masterplan.vocabulary import KINDS, KINDS_PLURAL, NO_VALUE, counted, day, number, percent

TITLE = "Wie viele Leistungen es sind und wie viele online"


def burn_up(course: BurnUp, dark: bool = False, outlook: Outlook | None = None) -> Chart:
    """The counts at each Stand, and the way from here to the target; with an ``outlook`` also where the pace leads."""
    rule = RULES[course.rule]
    definition = (
        f"{rule.definition} Gezeigt ist die Zahl der Leistungen, die am jeweiligen Stand sicher online waren; das Band "
        "reicht bis zu der Zahl, die es wären, wenn alle ohne Angabe online wären. „Nötig“ ist das Tempo, mit dem vom "
        f"Stichtag an bis zum {day(course.target_on)} alle online wären, „zuletzt“ das zwischen den Meldungen des "
        f"letzten Jahres (nur wo zu mindestens {percent(MINIMUM_COVERAGE)} der Leistungen Angaben vorliegen; auch wer "
        f"nur später meldet, zählt dabei als Fortschritt). Quelle der Zählweise: {rule.source}."
    )
    words, table = sentence(course), _table(course)
    if outlook is not None:
        definition = f"{definition} {FORECAST_DEFINITION}"
        words = f"{words} {outlook_words(outlook)}"
        table = pd.concat([table, _outlook_table(outlook)]).fillna(NO_VALUE)
    unit = f"Anzahl der {KINDS_PLURAL[rule.kind]}"
    return Chart(TITLE, unit, course.current.on, definition, words, table, _draw(course, dark, outlook))


def sentence(course: BurnUp) -> str:
    """The burn-up in words."""
    now, kind = course.current, RULES[course.rule].kind
    if not now.total:
        return f"Am {day(now.on)} ist kein OZG-Katalog eingelesen."
    at_least = "mindestens " if now.open_ else ""
    first = (
        f"Am {day(now.on)} sind {at_least}{number(now.done)} von "
        f"{counted(now.total, KINDS[kind], KINDS_PLURAL[kind])} online."
    )
    if not course.missing:
        return f"{first} Damit sind alle online."
    if course.needed is None:
        return f"{first} Das Ziel zum {day(course.target_on)} ist nicht erreicht; es fehlen {_open_words(course)}."
    pace = f"{first} Bis zum {day(course.target_on)} müssten es {number(course.needed, 1)} je Monat mehr werden"
    if course.recent is None or course.since is None:
        return f"{pace}; für ein bisheriges Tempo liegen zu wenige Angaben vor."
    return f"{pace}; seit dem {day(course.since)} waren es {number(course.recent, 1)} je Monat."


def _open_words(course: BurnUp) -> str:
    unknown = f", davon {number(course.current.open_)} ohne Angabe" if course.current.open_ else ""
    return f"{number(course.missing)}{unknown}"


def outlook_words(outlook: Outlook) -> str:
    """Where the pace so far leads: up to the target day, and when all would be online."""
    found = outlook.forecast
    if not outlook.days or found.suppressed or found.is_reached:
        return outlook_sentence(outlook)
    counts = (round(share * found.total) for share in (outlook.lower[-1], outlook.upper[-1]))
    lower, upper = (number(amount) for amount in counts)
    when = (
        f"alle wären es zwischen dem {day(found.earliest)} und dem {day(found.latest)}"
        if found.earliest and found.latest
        else "wann es alle sind, ist nicht abzusehen"
    )
    chance = "" if found.probability is None else f" Dass das Ziel erreicht wird: {percent(found.probability)}."
    return (
        f"Geht es weiter wie bisher, sind am {day(outlook.days[-1])} mit 80 % Wahrscheinlichkeit {lower} bis {upper} "
        f"online; {when}.{chance} {back_test_words(outlook.looked_back)}"
    )


def _table(course: BurnUp) -> pd.DataFrame:
    points = [point for point in course.points if point.total]
    return pd.DataFrame(
        {
            "Stand": [day(point.on) for point in points],
            "online (mindestens)": [number(point.done) for point in points],
            "online (höchstens)": [number(point.done + point.open_) for point in points],
            "Leistungen": [number(point.total) for point in points],
            "keine Angabe": [number(point.open_) for point in points],
            "noch nicht online (höchstens)": [number(point.total - point.done) for point in points],
        }
    )


def _outlook_table(outlook: Outlook) -> pd.DataFrame:
    total = outlook.forecast.total
    rows = zip(outlook.days, outlook.lower, outlook.median, outlook.upper, strict=True)
    return pd.DataFrame(
        [
            {
                "Stand": day(on),
                "Prognose (80 %)": f"{number(round(lower * total))} bis {number(round(upper * total))}, "
                f"Mitte {number(round(median * total))}",
            }
            for on, lower, median, upper in rows
        ]
    )


def _draw(course: BurnUp, dark: bool, outlook: Outlook | None) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 420)
    points = [point for point in course.points if point.total]
    if not points:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Leistungen", dark)
    last = max(points[-1].on, course.target_on)
    margin = (last - points[0].on) * 0.04
    layout["xaxis"] |= {
        "type": "date", "tickformat": "%b %Y", "showgrid": False, "nticks": 9,
        "range": [points[0].on - margin, last + margin],
    }  # fmt: skip
    layout["yaxis"] |= theme.counting_axis(1.12 * max(point.total for point in points))
    ahead = _needed(course, colours) if course.needed is not None else []
    seen = _outlook(course, outlook, colours) if outlook is not None and outlook.days else []
    return go.Figure([_stock(points, last, colours), *seen, *_band(points, colours), *ahead, *_done(points, colours)],
                     layout)  # fmt: skip


def _stock(points: Sequence[BurnUpPoint], last: date, colours: theme.Palette) -> go.Scatter:
    totals = [point.total for point in points]
    return go.Scatter(
        x=[*(point.on for point in points), last], y=[*totals, totals[-1]], mode="lines",
        line={"color": colours.faint, "width": 2, "shape": "hv"}, name="Leistungen im Katalog",
        hovertemplate="%{x|%d.%m.%Y}: %{y} im Katalog<extra></extra>",
    )  # fmt: skip


def _band(points: Sequence[BurnUpPoint], colours: theme.Palette) -> list[go.Scatter]:
    days = [point.on for point in points]
    plain = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        go.Scatter(x=days, y=[point.done + point.open_ for point in points], showlegend=False, **plain),
        go.Scatter(
            x=days, y=[point.done for point in points], fill="tonexty", fillcolor=colours.band, name="ohne Angabe",
            showlegend=any(point.open_ for point in points), **plain,
        ),
    ]  # fmt: skip


def _done(points: Sequence[BurnUpPoint], colours: theme.Palette) -> list[go.Scatter]:
    """The line with its numbers, and a mark at each point, open where too little is known for a share."""
    line = go.Scatter(
        x=[point.on for point in points], y=[point.done for point in points], mode="lines", hoverinfo="skip",
        line={"color": colours.line, "width": 3}, name="online (mindestens)",
    )  # fmt: skip
    known = [point for point in points if point.is_known]
    thin = [point for point in points if not point.is_known]
    return [line, _marks(known, "circle", "", colours), _marks(thin, "circle-open", "wenige Angaben", colours)]


def _marks(points: Sequence[BurnUpPoint], symbol: str, words: str, colours: theme.Palette) -> go.Scatter:
    return go.Scatter(
        x=[point.on for point in points], y=[point.done for point in points], mode="markers+text",
        text=[number(point.done) for point in points], textposition="top center", cliponaxis=False,
        textfont={"color": colours.ink, "size": 14}, name=words, showlegend=bool(words and points),
        marker={"size": 10, "color": colours.line, "symbol": symbol, "line": {"width": 2, "color": colours.line}},
        hovertemplate="%{x|%d.%m.%Y}: mindestens %{y} online<extra></extra>",
    )  # fmt: skip


def _needed(course: BurnUp, colours: theme.Palette) -> list[go.Scatter]:
    now, months = course.current, (course.target_on - course.current.on).days / DAYS_A_MONTH
    lines = [(float(now.total), f"nötig: {number(course.needed, 1)} je Monat", "dash", colours.target)]
    if course.recent is not None:
        reached = min(max(now.done + course.recent * months, 0), now.total)
        lines.append((reached, f"zuletzt: {number(course.recent, 1)} je Monat", "dot", colours.line))
    return [
        go.Scatter(
            x=[now.on, course.target_on], y=[now.done, end], mode="lines", name=words, hoverinfo="skip",
            line={"color": colour, "width": 2, "dash": dash},
        )
        for end, words, dash, colour in lines
    ]  # fmt: skip


def _outlook(course: BurnUp, outlook: Outlook, colours: theme.Palette) -> list[go.Scatter]:
    now, total = course.current, outlook.forecast.total
    days = [now.on, *outlook.days]
    plain = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    upper, lower, middle = (
        [now.done, *(share * total for share in shares)] for shares in (outlook.upper, outlook.lower, outlook.median)
    )
    return [
        go.Scatter(x=days, y=upper, showlegend=False, **plain),
        go.Scatter(x=days, y=lower, fill="tonexty", fillcolor=colours.outlook, name="Prognose (80 %)", **plain),
        go.Scatter(
            x=days, y=middle, mode="lines", showlegend=False, line={"color": colours.target, "width": 1.5},
            hovertemplate="%{x|%d.%m.%Y}: Prognose %{y:.0f} online<extra></extra>",
        ),
    ]  # fmt: skip
