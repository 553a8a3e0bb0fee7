"""The Meilensteintrendanalyse: at each report date the day that was expected of each Wegmarke then."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.vocabulary import FIELDS, NO_VALUE, NOT_REPORTED, counted, day, number

TITLE = "Meilensteintrendanalyse"
SHOWN = 8
DEFINITION = (
    "Waagerecht die Stände der Meldungen, senkrecht der Termin, der damals erwartet wurde: der Ist-Termin, sonst die "
    "Prognose, sonst der Plantermin. Steigt eine Linie, wird die Wegmarke später; verläuft sie waagerecht, bleibt es "
    "beim Termin; fällt sie, wird die Wegmarke früher. Auf der Diagonale ist der erwartete Tag der Tag der Meldung. "
    "Gefüllte Zeichen heißen: erreicht. Eine Lücke heißt: Damals war kein Termin bekannt. Verzug sind die Tage vom "
    "ursprünglichen zum letzten Termin."
)
REACHED = "●"
"""Behind a day in the table: reached on it."""


def milestone_trend(points: pd.DataFrame, milestones: pd.DataFrame, stichtag: date, dark: bool = False) -> Chart:
    """A line per Wegmarke, those with the greatest slip; the table has them all.

    ``points`` as `slip.trend` gives them, ``milestones`` as `milestone_list` does.
    """
    ranked = milestones[milestones.index.isin(points["key"])].sort_values(
        ["slip_days", "title"], ascending=[False, True], kind="stable", na_position="last"
    )
    shown = ranked.head(SHOWN)
    unit = "erwarteter Tag je Stand der Meldung"
    words = sentence(points, ranked, stichtag)
    return Chart(TITLE, unit, stichtag, DEFINITION, words, _table(points, ranked), _draw(points, shown, stichtag, dark))


def sentence(points: pd.DataFrame, ranked: pd.DataFrame, stichtag: date) -> str:
    """How many moved between the first and the last report, and which one most."""
    reports = points["on"].nunique()
    if not reports:
        return f"Bis zum {day(stichtag)} ist zu keiner Wegmarke etwas gemeldet."
    dated = points[points["expected_on"].notna()].groupby("key")["expected_on"]
    moved = (dated.last() - dated.first()).dt.days
    later, earlier = int(moved.gt(0).sum()), int(moved.lt(0).sum())
    said = (
        f"Von der ersten bis zur letzten Meldung sind von {counted(len(ranked), 'Wegmarke', 'Wegmarken')} "
        f"{number(later)} später geworden, {number(earlier)} früher und {number(int(moved.eq(0).sum()))} beim Termin "
        f"geblieben ({counted(reports, 'Stand', 'Stände')} bis zum {day(stichtag)})."
    )
    if ranked.empty or not ranked["slip_days"].iloc[0] > 0:
        return said
    worst = ranked.iloc[0]
    return (
        f"{said} Den größten Verzug hat „{worst['title']}“ ({worst['ministry'] or NOT_REPORTED}) mit "
        f"{counted(int(worst['slip_days']), 'Tag', 'Tagen')}. Gezeichnet {_drawn(min(len(ranked), SHOWN))}."
    )


def _drawn(amount: int) -> str:
    return "ist die mit dem größten Verzug" if amount == 1 else f"sind die {amount} mit dem größten Verzug"


def _table(points: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """One row per Wegmarke, one column per report date."""
    table = pd.DataFrame(
        {
            "Ressort": [name or NOT_REPORTED for name in ranked["ministry"]],
            "Wegmarke": ranked["title"].to_numpy(),
            FIELDS["baseline_on"]: [day(on) for on in ranked["baseline_on"]],
        }
    )
    marks = zip(points["key"], points["on"], points["expected_on"], points["reached"], strict=True)
    told = {
        (key, on): f"{REACHED} {day(expected)} erreicht" if is_reached else day(expected)
        for key, on, expected, is_reached in marks
    }
    for on in sorted({pd.Timestamp(one) for one in points["on"]}):
        table[f"Stand {day(on)}"] = [told.get((key, on), NO_VALUE) for key in ranked.index]
    table["Verzug in Tagen"] = [number(days) for days in ranked["slip_days"]]
    return table


def _draw(points: pd.DataFrame, shown: pd.DataFrame, stichtag: date, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 480 + 22 * len(shown))
    drawn = points[points["key"].isin(shown.index)]
    if drawn["expected_on"].isna().all():
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Zu keiner Wegmarke ist ein Termin gemeldet", dark)
    reports = [pd.Timestamp(on) for on in sorted(drawn["on"].unique())]
    first, last = reports[0], max(reports[-1], pd.Timestamp(stichtag))
    low, high = min(drawn["expected_on"].min(), first), max(drawn["expected_on"].max(), last)
    margin = max((last - first) * 0.06, pd.Timedelta(days=30))
    space = max((high - low) * 0.05, pd.Timedelta(days=30))
    layout["xaxis"] |= {
        "type": "date", "range": [first - margin, last + margin], "tickvals": reports, "showgrid": True,
        "ticktext": [f"{on:%d.%m.}<br>{on:%Y}" for on in reports], "title": {"text": "Stand der Meldung"},
    }  # fmt: skip
    layout["xaxis"]["title"]["font"] = {"color": colours.faint, "size": 13}
    layout["yaxis"] |= {"type": "date", "range": [low - space, high + space], "tickformat": "%b %Y", "nticks": 9}
    layout["legend"] |= {"orientation": "v", "y": -0.16, "yanchor": "top"}
    lines = [_line(drawn[drawn["key"].eq(str(key))], shown.loc[key], at, dark) for at, key in enumerate(shown.index)]
    return go.Figure([*_diagonal(first - margin, last + margin, low - space, colours), *lines], layout)


def _diagonal(first: pd.Timestamp, last: pd.Timestamp, low: pd.Timestamp, colours: theme.Palette) -> list[go.Scatter]:
    """The line on which a Wegmarke is reached; what lies under it had passed when it was reported."""
    return [
        go.Scatter(
            x=[first, last, last, first], y=[first, last, low, low], mode="none", fill="toself",
            fillcolor=colours.band, hoverinfo="skip", name="vor der Meldung verstrichen", showlegend=True,
        ),
        go.Scatter(
            x=[first, last], y=[first, last], mode="lines", hoverinfo="skip", name="Tag der Meldung (Diagonale)",
            line={"color": colours.faint, "width": 1.5, "dash": "dash"},
        ),
    ]  # fmt: skip


def _line(points: pd.DataFrame, row: pd.Series, place: int, dark: bool) -> go.Scatter:
    style = theme.line_style(place, dark)
    name = f"{row['ministry'] or NOT_REPORTED}: {shortened(str(row['title']), 46)}"
    reached = points["reached"].tolist()
    return go.Scatter(
        x=points["on"].tolist(), y=[None if pd.isna(on) else on for on in points["expected_on"]],
        mode="lines+markers", name=plain(name), line={"color": style.colour, "width": 2.5, "dash": style.dash},
        marker={
            "symbol": [style.symbol if is_reached else f"{style.symbol}-open" for is_reached in reached],
            "size": 11, "color": style.colour, "line": {"width": 2, "color": style.colour},
        },
        customdata=[f"{plain(name)}{' (erreicht)' if is_reached else ''}" for is_reached in reached],
        hovertemplate="%{customdata}<br>Stand %{x|%d.%m.%Y}: %{y|%d.%m.%Y}<extra></extra>",
    )  # fmt: skip
