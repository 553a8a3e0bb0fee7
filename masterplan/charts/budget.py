"""Budget planned against spent: two bars per Ressort, goal or Doppelhaushalt, of what is known and not contested."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.domain.lists.money import (
    DEFINITION,
    UNKNOWN,
    MeasureMoney,
    Sum,
    by_goal,
    by_household,
    by_ministry,
    total,
)
from masterplan.domain.overview import ministry_name
from masterplan.domain.view import PlanView
from masterplan.vocabulary import NOT_REPORTED, counted, day, euro, number, rounded_euro

TITLE = "Budget: geplant und verausgabt"
GROUPS: Mapping[str, str] = {"ressort": "Federführung", "ziel": "Ziel", "haushalt": "Doppelhaushalt"}
"""What the bars can be split by: name in the address, and in German."""
COLUMNS = [
    "Maßnahmen", "geplant", "bekannt zu (geplant)", "mit strittigen mindestens", "mit strittigen höchstens",
    "verausgabt", "bekannt zu (verausgabt)", "strittig",
]  # fmt: skip


def budget(view: PlanView, measures: Mapping[str, MeasureMoney], by: str, dark: bool = False) -> Chart:
    """Bars of the groups of which anything is known; the table has all groups."""
    sums = {"ressort": by_ministry, "ziel": by_goal}.get(by, lambda _view, of: by_household(of))(view, measures)
    names = [group_name(view, by, row.group) for row in sums]
    return Chart(
        TITLE,
        "Euro",
        view.stichtag,
        DEFINITION,
        sentence(view, total(measures)),
        _table(GROUPS[by], names, sums),
        _draw(names, sums, dark),
    )


def group_name(view: PlanView, by: str, group: str | None) -> str:
    """A Ressort, goal or Doppelhaushalt as a person reads it."""
    if group is None or group == UNKNOWN:
        return NOT_REPORTED
    if by == "ziel" and group in view.goals.index:
        return " ".join(str(view.goals.at[group, name]) for name in ("number", "title"))
    return str(ministry_name(view, group)) if by == "ressort" else group


def sentence(view: PlanView, whole: Sum) -> str:
    """The whole sum in words."""
    if whole.planned is None and not whole.contested:
        return f"Am {day(view.stichtag)} ist zu keiner Maßnahme ein Betrag gemeldet."
    known = (
        f"Am {day(view.stichtag)} ist zu {number(whole.planned_known)} von "
        f"{counted(whole.measures, 'Maßnahme', 'Maßnahmen')} ein unstrittiger geplanter Betrag gemeldet, zusammen "
        f"{rounded_euro(whole.planned)}; "
    )
    told = counted(whole.spent_known, "Maßnahme", "Maßnahmen")
    spent = (
        "verausgabte Beträge sind nicht gemeldet."
        if whole.spent is None
        else f"verausgabt sind {rounded_euro(whole.spent)} bei {told} mit Angabe."
    )
    if not whole.contested:
        return known + spent
    who = f"Zu {counted(len(whole.contested), 'Maßnahme', 'Maßnahmen')} nennen die Quellen verschiedene Beträge"
    return (
        f"{known}{spent} {who}: Mit ihnen liegt die geplante Summe zwischen {rounded_euro(whole.lower)} und "
        f"{rounded_euro(whole.upper)}."
    )


def _table(by: str, names: Sequence[str], sums: Sequence[Sum]) -> pd.DataFrame:
    rows = [
        [
            number(row.measures), euro(row.planned), number(row.planned_known), euro(row.lower), euro(row.upper),
            euro(row.spent), number(row.spent_known), number(len(row.contested)),
        ]
        for row in sums
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.insert(0, by, list(names))
    return table


def _draw(names: Sequence[str], sums: Sequence[Sum], dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    told = [(name, row) for name, row in zip(names, sums, strict=True) if row.planned is not None or row.contested]
    layout = theme.layout(dark, 90 + 46 * max(len(told), 2)) | {"barmode": "group", "bargap": 0.3, "bargroupgap": 0.05}
    layout["legend"] |= {"traceorder": "normal"}
    layout["xaxis"] |= {"tickformat": ",.0f", "ticksuffix": " Mio. €", "rangemode": "tozero"}
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False, "tickvals": list(range(len(told)))}
    layout["yaxis"]["ticktext"] = [plain(shortened(name, 44)) for name, _ in told]
    if not told:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Beträge", dark)
    most = max([1.0, *(value for _, row in told for value in (row.planned, row.spent) if value)]) / 1e6
    layout["xaxis"]["range"] = [0, 1.45 * most]
    fills = theme.STATUS_FILLS
    bars = [
        _bars("geplant", told, [row.planned for _, row in told], fills["planned"], colours, with_contested=True),
        _bars("verausgabt", told, [row.spent for _, row in told], fills["completed"], colours),
    ]
    return go.Figure(bars, layout)


def _bars(
    word: str,
    told: Sequence[tuple[str, Sum]],
    values: Sequence[float | None],
    fill: theme.Fill,
    colours: theme.Palette,
    with_contested: bool = False,
) -> go.Bar:
    texts = [f"{rounded_euro(value)} {word}" if value is not None else f"{word}: {NOT_REPORTED}" for value in values]
    if with_contested:
        texts = [
            f"{text}; strittig: {len(row.contested)}" if row.contested else text
            for text, (_, row) in zip(texts, told, strict=True)
        ]
    return go.Bar(
        y=list(range(len(told))), x=[None if value is None else value / 1e6 for value in values], orientation="h",
        name=word, marker={"color": fill.colour, "line": {"color": colours.faint, "width": 0.8}},
        text=texts, textposition="outside", textfont={"size": 12, "color": colours.ink}, cliponaxis=False,
        hovertemplate="%{customdata}: %{text}<extra></extra>", customdata=[plain(name) for name, _ in told],
    )  # fmt: skip
