"""The timeline of the Wegmarken: first baseline, plan of today, forecast and actual day against the Stichtag."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.charts.item_dates import SYMBOLS
from masterplan.domain.lists.milestone_list import ACHIEVED, LEFT, OVERDUE, pressing
from masterplan.domain.plan import Status
from masterplan.domain.states import DUE_SOON_DAYS
from masterplan.domain.view import PlanView
from masterplan.vocabulary import (
    FIELDS,
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_REPORTED,
    STATUSES,
    counted,
    day,
    label,
    number,
)

TITLE = "Zeitplan der Wegmarken"
SHOWN = 20
DATES = ("baseline_on", "due_on", "forecast_on", "achieved_on")
DEFINITION = (
    "Je Wegmarke der ursprüngliche Termin (der erste gemeldete Plantermin), der heutige Plantermin, die Prognose und "
    "der Ist-Termin, jeweils der letzte gemeinte Tag. Die Linie führt vom ursprünglichen Termin zum Ist-Termin, sonst "
    "zur Prognose, sonst zum Plantermin; das ist der Verzug. Ein verstrichener Plantermin gilt nie als erreicht. "
    "Entfallene Wegmarken und Daueraufgaben haben keinen Verzug."
)


def milestone_timeline(table: pd.DataFrame, view: PlanView, dark: bool = False) -> Chart:
    """A row per Wegmarke of the `milestone_list`, those that press most; the table has them all."""
    return Chart(
        TITLE, "Kalendertage", view.stichtag, DEFINITION, sentence(table, view), german(table), _draw(table, view, dark)
    )


# The chart in words.


def sentence(table: pd.DataFrame, view: PlanView) -> str:
    """How many are achieved, overdue and due, and which one slipped most."""
    on = day(view.stichtag)
    if table.empty:
        return f"Am {on} steht keine Wegmarke im Plan."
    standing, total = table["standing"].value_counts(), int(table["status"].ne(Status.DROPPED).sum())
    counts = {word: int(standing.get(word, 0)) for word in (ACHIEVED, OVERDUE)}
    soon = int(table["is_due_soon"].sum())
    until = day(view.stichtag + timedelta(days=DUE_SOON_DAYS))
    said = (
        f"Am {on} {_are(counts[ACHIEVED])} {number(counts[ACHIEVED])} von "
        f"{counted(total, 'Wegmarke', 'Wegmarken')} erreicht und {number(counts[OVERDUE])} überfällig; bis zum "
        f"{until} {'wird' if soon == 1 else 'werden'} {number(soon)} fällig."
    )
    late = table[table["slip_days"].gt(0)]
    if late.empty:
        return f"{said} Keine liegt nach ihrem ursprünglichen Termin."
    worst = late.sort_values("slip_days", ascending=False, kind="stable").iloc[0]
    return (
        f"{said} {number(len(late))} {'liegt' if len(late) == 1 else 'liegen'} nach dem ursprünglichen Termin, am "
        f"weitesten „{worst['title']}“ ({worst['ministry'] or NOT_REPORTED}): "
        f"{counted(int(worst['slip_days']), 'Tag', 'Tage')}."
    )


def _are(amount: int) -> str:
    return "ist" if amount == 1 else "sind"


def german(table: pd.DataFrame) -> pd.DataFrame:
    """The list with German headings and values: one row per Wegmarke."""
    return pd.DataFrame(
        {
            "Ressort": [name or NOT_REPORTED for name in table["ministry"]],
            "Nummer": [value or NO_VALUE for value in table["number"]],
            "Wegmarke": table["title"].to_numpy(),
            "Status": [label(STATUSES, value) for value in table["status"]],
            "gemeldete Ampel": [light(value) for value in table["reported_light"]],
            FIELDS["baseline_on"]: [day(on) for on in table["baseline_on"]],
            FIELDS["due_on"]: [due(*row) for row in zip(table["due_text"], table["due_on"], strict=True)],
            FIELDS["forecast_on"]: [day(on) for on in table["forecast_on"]],
            FIELDS["achieved_on"]: [day(on) for on in table["achieved_on"]],
            "Verzug in Tagen": [number(days) for days in table["slip_days"]],
            "Stand am Stichtag": [standing_words(row) for row in table.to_dict("records")],
        }
    )


def due(words: str | None, on: pd.Timestamp) -> str:
    """The planned date, with the Ressort's own words where they differ."""
    if words is None or words == day(on):
        return day(on)
    return f"„{words}“" if pd.isna(on) else f"{day(on)} („{words}“)"


def light(value: str | None) -> str:
    """„▲ gelb“."""
    return label(LIGHTS, value) if value is None else f"{LIGHT_SYMBOLS.get(value, '')} {label(LIGHTS, value)}"


def standing_words(row: Mapping[Any, Any]) -> str:
    """„überfällig seit 90 Tagen“, „erreicht“, „fällig in 30 Tagen“ …"""
    if row["standing"] == ACHIEVED:
        return "erreicht"
    if row["standing"] == LEFT:
        return label(STATUSES, row["status"])
    if row["standing"] == OVERDUE:
        return f"überfällig seit {counted(int(row['days_overdue']), 'Tag', 'Tagen')}"
    if pd.isna(row["days_ahead"]):
        return "Termin: keine Angabe"
    if row["status"] is None:
        return "Status: keine Angabe"
    ahead = int(row["days_ahead"])
    if ahead < 0:
        return "Prognose verstrichen"
    return "heute fällig" if ahead == 0 else f"fällig in {counted(ahead, 'Tag', 'Tagen')}"


# The drawing: two lines per Wegmarke, its name above its dates.


def _draw(table: pd.DataFrame, view: PlanView, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    shown = pressing(table, SHOWN)
    shown = shown.assign(row=[float(place) for place in range(len(shown))])
    layout = theme.layout(dark, 130 + 44 * max(len(shown), 2))
    days = pd.concat([shown[name] for name in DATES]).dropna()
    layout["yaxis"] |= {"range": [len(shown) - 0.35, -1.2], "visible": False}
    if days.empty:
        layout["xaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Keine Wegmarke mit einem Termin", dark)
    first, last = min(days.min(), view.stichtag_day), max(days.max(), view.stichtag_day)
    margin = max((last - first) * 0.04, pd.Timedelta(days=30))
    layout["xaxis"] |= {"type": "date", "range": [first - margin, last + margin], "nticks": 7, "tickformat": "%b %Y"}
    ends = (first - margin, last + margin)
    figure = go.Figure([*_slips(shown, colours), *_marks(shown, colours), *_names(shown, ends, colours)], layout)
    return _with_stichtag(figure, view, (view.stichtag_day - first) / (last - first) > 0.7, colours)


def _slips(shown: pd.DataFrame, colours: theme.Palette) -> list[go.Scatter]:
    """From the first baseline to the end: a thick line to a later day, a dotted one to an earlier day."""
    kinds = (
        ("später als ursprünglich", shown["slip_days"].gt(0), {"color": colours.warning, "width": 5}),
        ("früher als ursprünglich", shown["slip_days"].lt(0), {"color": colours.line, "width": 3, "dash": "dot"}),
    )
    return [
        go.Scatter(
            x=[on for row in shown[which].itertuples() for on in (row.baseline_on, row.end_on, None)],
            y=[at for row in shown[which].itertuples() for at in (row.row, row.row, None)],
            mode="lines", line=line, name=words, hoverinfo="skip", opacity=0.75,
        )
        for words, which, line in kinds
        if which.any()
    ]  # fmt: skip


def _marks(shown: pd.DataFrame, colours: theme.Palette) -> list[go.Scatter]:
    tints = {"baseline_on": colours.faint, "forecast_on": colours.target}
    sizes = {"baseline_on": 17, "due_on": 9, "forecast_on": 12, "achieved_on": 11}
    found = []
    for name in DATES:
        dated = shown[shown[name].notna()]
        marker = {
            "symbol": SYMBOLS[name], "size": sizes[name], "color": tints.get(name, colours.line),
            "line": {"width": 2 if name == "baseline_on" else 0},
        }  # fmt: skip
        found.append(
            go.Scatter(
                x=dated[name].tolist(),
                y=dated["row"].tolist(),
                mode="markers",
                name=FIELDS[name],
                marker=marker,
                customdata=[plain(title) for title in dated["title"]],
                cliponaxis=False,
                hovertemplate=f"%{{customdata}}<br>{FIELDS[name]}: %{{x|%d.%m.%Y}}<extra></extra>",
            )
        )
    return found


def _names(shown: pd.DataFrame, ends: tuple[pd.Timestamp, pd.Timestamp], colours: theme.Palette) -> list[go.Scatter]:
    """Above the dates of each Wegmarke its Ressort and title, and at the right where it stands."""
    rows = shown.to_dict("records")
    names = [
        f"<b>{plain(row['ministry'] or NOT_REPORTED)}</b> {plain(shortened(str(row['title']), 44))}" for row in rows
    ]
    tints = [colours.warning if row["standing"] == OVERDUE else colours.faint for row in rows]
    both = {"y": [row["row"] - 0.42 for row in rows], "mode": "text", "showlegend": False, "hoverinfo": "skip"}
    return [
        go.Scatter(
            x=[ends[0]] * len(rows), text=names, textposition="middle right",
            textfont={"size": 13, "color": colours.ink}, **both,
        ),
        go.Scatter(
            x=[ends[1]] * len(rows), text=[standing_words(row) for row in rows], textposition="middle left",
            textfont={"size": 12, "color": tints}, **both,
        ),
    ]  # fmt: skip


def _with_stichtag(figure: go.Figure, view: PlanView, is_late: bool, colours: theme.Palette) -> go.Figure:
    figure.add_vline(x=view.stichtag, line={"color": colours.ink, "dash": "dot", "width": 1.5}, layer="below")
    figure.add_annotation(
        x=view.stichtag, y=-1.0, text=f"Stichtag {day(view.stichtag)}", showarrow=False, xshift=-4 if is_late else 4,
        xanchor="right" if is_late else "left", font={"size": 13, "color": colours.ink},
    )  # fmt: skip
    return figure
