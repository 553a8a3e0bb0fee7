"""Each goal's time against its work: how much time has passed, how far indicator, Wegmarken and measures are."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.domain.goals.indicators import GOALS_DEFINITION
from masterplan.domain.goals.overview import RATINGS, GoalOverview
from masterplan.domain.goals.progress_tree import DEFINITION as WORK_DEFINITION
from masterplan.domain.goals.progress_tree import ELAPSED_DEFINITION, Node
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, counted, day, listed, percent

TITLE = "Ziele: verstrichene Zeit und getane Arbeit"
TOO_LITTLE = "zu wenig Angaben"
BARS = ("Indikator", "Wegmarken", "Maßnahmen")
NAMES = {
    "Indikator": "Indikator: Weg zum Zielwert", "Wegmarken": "Wegmarken: Umsetzungsgrad",
    "Maßnahmen": "Maßnahmen: Umsetzungsgrad",
}  # fmt: skip
STEP, HEIGHT, HEADING, GOAL = 0.22, 0.17, 0.34, 1.2
"""Distance and thickness of the three bars of a goal, the room for the name of an area, and that for a goal."""
HATCH = {"fgopacity": 0.3, "size": 7, "solidity": 0.2, "fillmode": "overlay"}


def goal_progress(goals: Sequence[GoalOverview], stichtag: date, dark: bool = False) -> Chart:
    """Three bars per goal and a line where the time stands."""
    definition = f"{GOALS_DEFINITION} {WORK_DEFINITION} {ELAPSED_DEFINITION}"
    words = sentence(goals, stichtag)
    return Chart(TITLE, "Anteil in Prozent", stichtag, definition, words, _table(goals), _draw(_drawn(goals), dark))


def done(goal: GoalOverview, bar: str) -> float | None:
    """How long a bar is; None: too little is known."""
    if bar == "Indikator":
        return goal.indicator.attained if goal.indicator else None
    node = goal.milestones if bar == "Wegmarken" else goal.measures
    return node.value if node else None


def rating_words(goal: GoalOverview) -> str:
    """„im Plan“; „keine Bewertung“ where something needed for it is not known."""
    return RATINGS.get((goal.indicator.rating if goal.indicator else None) or "", "keine Bewertung")


def sentence(goals: Sequence[GoalOverview], stichtag: date) -> str:
    """How many goals stand how, and which lags most behind its time."""
    rated = [goal for goal in goals if goal.indicator]
    if not rated:
        return f"Am {day(stichtag)} steht kein Ziel im Plan."
    words = [rating_words(goal) for goal in rated]
    counts = [f"{words.count(word)} {word}" for word in (*RATINGS.values(), "keine Bewertung") if word in words]
    counts = [entry.replace("keine Bewertung", "ohne Bewertung") for entry in counts]
    said = f"Am {day(stichtag)} stehen {counted(len(rated), 'Ziel', 'Ziele')} im Plan, nach ihrem Indikator: "
    if len(rated) == 1:
        said = f"Am {day(stichtag)} steht 1 Ziel im Plan, nach seinem Indikator: "
    said += f"{listed(counts)}."
    behind = [(goal.elapsed - work, goal, work) for goal in rated if goal.elapsed and (work := done(goal, "Maßnahmen"))]
    if not behind or max(gap for gap, *_ in behind) <= 0:
        return said
    _, goal, work = max(behind, key=lambda entry: entry[0])
    return (
        f"{said} Am weitesten liegt die Arbeit bei „{goal.title}“ hinter der Zeit: {percent(goal.elapsed)} der Zeit "
        f"sind verstrichen, {percent(work)} der Maßnahmen getan."
    )


def _table(goals: Sequence[GoalOverview]) -> pd.DataFrame:
    rows = [
        {
            "Zielbereich": goal.area or NO_VALUE,
            "Ziel": " ".join(filter(None, [goal.number, goal.title])),
            "Termin": goal.due_text or day(goal.due_on),
            "verstrichene Zeit": _share(goal.elapsed),
            "Indikator": _share(done(goal, "Indikator")),
            "nach Indikator": rating_words(goal),
            "Wegmarken": _range(goal.milestones),
            "Maßnahmen": _range(goal.measures),
        }
        for goal in goals
    ]
    return pd.DataFrame(rows)


def _share(value: float | None) -> str:
    return NOT_REPORTED if value is None else percent(value)


def _range(node: Node | None) -> str:
    """„mindestens 60 %, höchstens 75 %“."""
    if node is None or not node.weight:
        return "keine"
    if node.value is None:
        return TOO_LITTLE
    is_sure = node.upper is None or abs(node.upper - node.value) < 0.005
    return percent(node.value) if is_sure else f"mindestens {percent(node.value)}, höchstens {percent(node.upper)}"


# The drawing.


def _drawn(goals: Sequence[GoalOverview]) -> list[GoalOverview]:
    return [goal for goal in goals if goal.indicator or goal.milestones or goal.measures]


def _places(goals: Sequence[GoalOverview]) -> list[float]:
    """Where each goal stands, from the top; the first of an area leaves room for its name."""
    places: list[float] = []
    at, area = 0.0, None
    for goal in goals:
        at += HEADING if goal.area != area and goal.area else 0.0
        places.append(at)
        at, area = at + GOAL, goal.area
    return places


def _draw(goals: Sequence[GoalOverview], dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    if not goals:
        layout = theme.layout(dark, 200)
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch keine Ziele", dark)
    places = _places(goals)
    layout = theme.layout(dark, 110 + int(104 * (places[-1] + 1))) | {"barmode": "overlay"}
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    layout["xaxis"] |= {"range": [0, 1.02], "tickvals": ticks, "ticktext": [percent(at) for at in ticks]}
    layout["yaxis"] |= {"range": [places[-1] + 0.75, -0.5], "visible": False}
    bars = [_bars(goals, places, bar, colours) for bar in BARS]
    figure = go.Figure([*bars, _time(goals, places, colours), _beside(goals, places, colours)], layout)
    figure.update_layout(annotations=_names(goals, places, colours))
    return figure


def _bars(goals: Sequence[GoalOverview], places: Sequence[float], bar: str, colours: theme.Palette) -> go.Bar:
    which = BARS.index(bar)
    fill = theme.STATUS_FILLS[("completed", "delayed", "in_progress")[which]]
    values = [done(goal, bar) for goal in goals]
    return go.Bar(
        y=[at + 0.06 + STEP * which for at in places], width=HEIGHT, orientation="h", name=NAMES[bar],
        x=[max(0.0, min(1.0, value or 0.0)) for value in values], offset=-HEIGHT / 2,
        marker={"color": fill.colour, "pattern": {"shape": "/" if which == 1 else ""} | HATCH},
        text=[_bar_words(goal, bar, value) for goal, value in zip(goals, values, strict=True)],
        textposition=["inside" if _is_long(value) else "none" for value in values],
        insidetextanchor="start", textangle=0, insidetextfont={"color": fill.ink, "size": 12}, constraintext="none",
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _is_long(value: float | None) -> bool:
    """Whether the words find room inside the bar."""
    return value is not None and value > 0.35


def _beside(goals: Sequence[GoalOverview], places: Sequence[float], colours: theme.Palette) -> go.Scatter:
    """The words of short bars at their right, past the line of the time where that would cross them."""
    marks = []
    for at, goal in zip(places, goals, strict=True):
        for which, bar in enumerate(BARS):
            if _is_long(value := done(goal, bar)):
                continue
            end, time = max(0.0, value or 0.0), goal.elapsed
            end = time if time is not None and end <= time < end + 0.3 else end
            marks.append((end + 0.005, at + 0.06 + STEP * which, _bar_words(goal, bar, value)))
    return go.Scatter(
        x=[x for x, *_ in marks], y=[y for _, y, _ in marks], text=[words for *_, words in marks], mode="text",
        textposition="middle right", textfont={"color": colours.ink, "size": 12}, showlegend=False, hoverinfo="skip",
    )  # fmt: skip


def _bar_words(goal: GoalOverview, bar: str, value: float | None) -> str:
    node = None if bar == "Indikator" else goal.milestones if bar == "Wegmarken" else goal.measures
    if value is not None:
        is_sure = node is None or node.upper is None or node.upper - value < 0.005
        return f"{bar} {'' if is_sure else 'mindestens '}{percent(value)}"
    if bar == "Indikator":
        return f"{bar}: {NOT_REPORTED}" if goal.indicator else ""
    return f"{bar}: {'keine' if node is None or not node.weight else TOO_LITTLE}"


def _time(goals: Sequence[GoalOverview], places: Sequence[float], colours: theme.Palette) -> go.Scatter:
    """A line across the bars of a goal where its time stands."""
    known = [(at, goal.elapsed) for at, goal in zip(places, goals, strict=True) if goal.elapsed is not None]
    return go.Scatter(
        x=[on for _, elapsed in known for on in (elapsed, elapsed, None)],
        y=[end for at, _ in known for end in (at - 0.06, at + 0.62, None)],
        mode="lines", line={"color": colours.ink, "width": 4}, name="verstrichene Zeit", hoverinfo="skip",
    )  # fmt: skip


def _names(goals: Sequence[GoalOverview], places: Sequence[float], colours: theme.Palette) -> list[dict[str, object]]:
    """Above the bars the goal, and under its name how it stands and when it is due; over the first the area."""
    notes: list[dict[str, object]] = []
    area = None
    for at, goal in zip(places, goals, strict=True):
        left = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "middle", "showarrow": False}
        name = " ".join(filter(None, [f"<b>{plain(goal.number)}</b>" if goal.number else "", _short(goal)]))
        lines = [(0.37, name, 14, colours.ink), (0.16, _state(goal), 12, colours.faint)]
        if goal.area and goal.area != area:
            lines.append((0.37 + HEADING * 0.75, f"<i>Zielbereich: {plain(goal.area)}</i>", 13, colours.faint))
        notes += [
            left | {"y": at - up, "text": words, "font": {"size": size, "color": colour}}
            for up, words, size, colour in lines
            if words
        ]
        area = goal.area
    return notes


def _state(goal: GoalOverview) -> str:
    """„zurück · Termin 31.12.2022 · 74 % der Zeit verstrichen“."""
    if goal.indicator is None:
        return ""
    until = f"Termin {day(goal.due_on)}" if goal.due_on else "ohne Termin"
    passed = f"{percent(goal.elapsed)} der Zeit verstrichen" if goal.elapsed is not None else ""
    return " · ".join(filter(None, [rating_words(goal), until, passed]))


def _short(goal: GoalOverview) -> str:
    return plain(shortened(goal.title, 60))
