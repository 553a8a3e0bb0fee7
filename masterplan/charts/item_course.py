"""The course of one item from Stand to Stand: Umsetzungsgrad, Reifegrad, or the indicator of a goal."""

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain
from masterplan.domain.item.course import ItemCourse, Reached
from masterplan.vocabulary import NOT_REPORTED, STATUSES, counted, day, label, number, percent

TITLES = {
    "progress": "Umsetzungsgrad im Verlauf",
    "maturity": "Reifegrad im Verlauf",
    "actual_value": "Istwert im Verlauf",
}
UNITS = {"progress": "Anteil", "maturity": "Reifegrad 0 bis 4", "actual_value": "Wert des Indikators"}
DEFINITION = (
    "Der gemeldete Wert an jedem Stand, zu dem etwas gemeldet wurde. Wo kein Wert gemeldet ist, bleibt eine Lücke; "
    "zwischen zwei Meldungen ist nichts bekannt."
)


def item_course_chart(course: ItemCourse, dark: bool = False) -> Chart:
    """One point per report; a gap where nothing was reported."""
    unit = course.unit or UNITS[course.field]
    return Chart(
        TITLES[course.field], unit, course.stichtag, DEFINITION, sentence(course), _table(course), _draw(course, dark)
    )


def words(course: ItemCourse, value: float | None) -> str:
    """A value as it is written."""
    if value is None:
        return NOT_REPORTED
    return percent(value) if course.field == "progress" else number(value)


def sentence(course: ItemCourse) -> str:
    """The course in words."""
    known = course.known
    if not known:
        return f"In {counted(len(course.points), 'Meldung', 'Meldungen')} ist kein Wert genannt."
    last = known[-1]
    said = f"Zuletzt {words(course, last.value)} (Stand {day(last.on)})"
    if len(known) > 1:
        said += f", zuerst {words(course, known[0].value)} (Stand {day(known[0].on)})"
    if course.target is not None:
        said += f"; Ziel ist {words(course, course.target)}"
    missing = len(course.points) - len(known)
    more = f" {counted(missing, 'Meldung nennt', 'Meldungen nennen')} keinen Wert." if missing else ""
    return f"{said}.{more}"


def _table(course: ItemCourse) -> pd.DataFrame:
    shown = [(day(point.on), words(course, point.value), label(STATUSES, point.status)) for point in course.points]
    table = pd.DataFrame(shown, columns=["Stand", UNITS[course.field], "Status"])
    return table if course.field != "maturity" else table.drop(columns="Status")


def _draw(course: ItemCourse, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 230) | {"showlegend": False}
    if not course.known:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), "Noch kein Wert gemeldet", dark)
    layout["xaxis"] |= {
        "type": "date", "tickvals": [point.on for point in course.points], "showgrid": False,
        "ticktext": [day(point.on) for point in course.points], "range": _span(course.points),
    }  # fmt: skip
    layout["yaxis"] |= _scale(course)
    figure = go.Figure([_line(course, colours)], layout)
    if course.target is not None:
        figure.add_hline(
            y=course.target, line={"color": colours.target, "dash": "dash", "width": 2},
            annotation={"text": f"Zielwert {words(course, course.target)}", "font": {"color": colours.ink, "size": 13}},
        )  # fmt: skip
    return figure


def _span(points: tuple[Reached, ...]) -> list[pd.Timestamp]:
    first, last = pd.Timestamp(points[0].on), pd.Timestamp(points[-1].on)
    margin = max((last - first) * 0.08, pd.Timedelta(days=45))
    return [first - margin, last + margin]


def _scale(course: ItemCourse) -> dict[str, object]:
    if course.field == "progress":
        ticks = [0.0, 0.5, 1.0]
        return {"range": [-0.05, 1.2], "tickvals": ticks, "ticktext": [percent(at) for at in ticks]}
    if course.field == "maturity":
        return {"range": [-0.3, 4.6], "tickvals": list(range(5))}
    values = [value for value in (*(p.value for p in course.known), course.target, course.start) if value is not None]
    return {"range": [min(0.0, *values), max(values) * 1.2 or 1.0], "tickformat": ",~f", "nticks": 5}


def _line(course: ItemCourse, colours: theme.Palette) -> go.Scatter:
    texts = [words(course, point.value) for point in course.points]
    return go.Scatter(
        x=[point.on for point in course.points], y=[point.value for point in course.points], mode="lines+markers+text",
        line={"color": colours.line, "width": 2, "dash": "dot"}, marker={"size": 10, "color": colours.line},
        text=texts, textposition="top center", textfont={"color": colours.ink, "size": 13}, cliponaxis=False,
        customdata=[plain(text) for text in texts], hovertemplate="%{x|%d.%m.%Y}: %{customdata}<extra></extra>",
    )  # fmt: skip
