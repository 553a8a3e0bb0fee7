"""What a delay would move: for each item the way from its date now to the one it would have then."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.domain.outlook.what_if import DEFINITION, KINDS, Moved, WhatIf
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.vocabulary import KINDS as KIND_WORDS
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, STATUSES, counted, day, label, number

TITLE = "Was sich verschieben würde"
SHOWN = 20
MOVED_COLUMNS = [
    "Art", "Eintrag", "Ressort", "Verschiebung", "Termin jetzt", "Termin dann", "Puffer davor", "über",
    "verfehlt dann",
]  # fmt: skip
UNMOVED_COLUMNS = ["Art", "Eintrag", "Ressort", "Status", "Termin jetzt"]


def what_if_chart(view: PlanView, answer: WhatIf, dark: bool = False) -> Chart:
    """The items that move farthest as arrows; the table has all that move."""
    return Chart(
        TITLE,
        "Termin jetzt und dann",
        view.stichtag,
        DEFINITION,
        sentence(view, answer),
        moved_table(view, answer),
        _draw(view, answer, dark),
    )


def name_of(view: PlanView, key: str) -> str:
    """„1.4 Servicekonto“; a base component is called as it is."""
    for kind in (*KINDS, Kind.GOAL):
        items = view.table(kind)
        if key in items.index:
            words = [items.at[key, name] for name in ("number", "title")]
            return " ".join(word for word in words if isinstance(word, str) and word) or NOT_REPORTED
    return key


def kind_word(key: str) -> str:
    """„Maßnahme“."""
    return label(KIND_WORDS, key.split("/", 1)[0])


def sentence(view: PlanView, answer: WhatIf) -> str:
    """The answer in words."""
    days = counted(answer.days, "Tag", "Tage")
    start = name_of(view, answer.start)
    if not answer.moved:
        return f"Kommt „{start}“ {days} später, verschiebt sich sonst nichts.{_unmoved(answer)}"
    dated = [moved for moved in answer.moved if moved.after is not None]
    latest = max(dated, key=lambda moved: (moved.after or date.min, moved.key), default=None)
    last = f" Als Letztes wird „{name_of(view, latest.key)}“ fertig, am {day(latest.after)}." if latest else ""
    misses = sum(bool(moved.misses) for moved in answer.moved)
    verb = "verfehlt" if misses == 1 else "verfehlen"
    goals = f" Davon {verb} {number(misses)} dadurch den Termin eines Ziels." if misses else ""
    moves = "verschiebt sich" if len(answer.moved) == 1 else "verschieben sich"
    return (
        f"Kommt „{start}“ {days} später, {moves} {counted(len(answer.moved), 'Eintrag', 'Einträge')}.{goals}{last}"
        f"{_unmoved(answer)}"
    )


def _unmoved(answer: WhatIf) -> str:
    if not answer.unmoved:
        return ""
    one = len(answer.unmoved) == 1
    return (
        f" {counted(len(answer.unmoved), 'weiterer hängt', 'weitere hängen')} davon ab, ohne sich zu verschieben: "
        f"{'Er ist' if one else 'Sie sind'} abgeschlossen oder {'ruht' if one else 'ruhen'}, oder der Puffer reicht."
    )


def moved_table(view: PlanView, answer: WhatIf) -> pd.DataFrame:
    """One row per item that moves, the farthest first."""
    rows = [
        [
            kind_word(moved.key), name_of(view, moved.key), _ministry(view, moved.key),
            counted(moved.days, "Tag", "Tage"), _date(moved.before), _date(moved.after),
            _slack(moved), _way(view, moved), "; ".join(name_of(view, goal) for goal in moved.misses) or NO_VALUE,
        ]
        for moved in answer.moved
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=MOVED_COLUMNS)


def unmoved_table(view: PlanView, answer: WhatIf) -> pd.DataFrame:
    """One row per item that depends on the start and keeps its date."""
    rows = [
        [
            kind_word(key), name_of(view, key), _ministry(view, key), label(STATUSES, _fact(view, key, "status")),
            _date(_current(view, key)),
        ]
        for key in answer.unmoved
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=UNMOVED_COLUMNS)


def circles(view: PlanView, answer: WhatIf) -> list[str]:
    """Each circle as its way round: „1.2 Portal → 1.3 Konto → 1.2 Portal“."""
    return [" → ".join(name_of(view, key) for key in circle) for circle in answer.cycles]


def _fact(view: PlanView, key: str, name: str) -> object:
    return next((view.table(kind).at[key, name] for kind in KINDS if key in view.table(kind).index), None)


def _current(view: PlanView, key: str) -> date | None:
    for name in ("forecast_on", "due_on"):
        value = _fact(view, key, name)
        if isinstance(value, date) and value == value:
            return value
    return None


def _ministry(view: PlanView, key: str) -> str:
    lead = _fact(view, key, "ministry_at")
    return ministry_name(view, lead if isinstance(lead, str) else None) or NOT_REPORTED


def _date(on: date | None) -> str:
    return NOT_REPORTED if on is None else day(on)


def _slack(moved: Moved) -> str:
    if len(moved.path) < 2:
        return NO_VALUE
    if moved.slack is None:
        return "nicht bekannt"
    return counted(moved.slack, "Tag", "Tage") if moved.slack else "keiner"


def _way(view: PlanView, moved: Moved) -> str:
    return " → ".join(name_of(view, key) for key in moved.path[:-1]) or "unmittelbar"


def _draw(view: PlanView, answer: WhatIf, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    dated = [(moved, moved.before, moved.after) for moved in answer.moved if moved.before and moved.after][:SHOWN]
    dated.sort(key=lambda one: (-one[0].days, one[1]))
    layout = theme.layout(dark, 90 + 34 * max(len(dated), 2))
    layout["yaxis"] |= {"autorange": "reversed", "showgrid": False, "tickvals": list(range(len(dated)))}
    layout["yaxis"]["ticktext"] = [plain(shortened(name_of(view, moved.key), 34)) for moved, _, _ in dated]
    layout["xaxis"] |= {"type": "date", "tickformat": "%b %Y", "nticks": 7}
    if not dated:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        words = "Nichts verschiebt sich" if not answer.moved else "Kein Eintrag mit bekanntem Termin"
        return theme.empty(go.Figure(layout=layout), words, dark)
    layout["xaxis"]["range"] = _span([on for _, before, after in dated for on in (before, after)])
    layout["annotations"] = [
        {
            "x": after.isoformat(), "y": row, "ax": before.isoformat(), "ay": row, "xref": "x", "yref": "y",
            "axref": "x", "ayref": "y", "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 2,
            "arrowcolor": colours.warning, "standoff": 6, "startstandoff": 6,
        }
        for row, (_, before, after) in enumerate(dated)
    ]  # fmt: skip
    return go.Figure([_points(view, dated, colours, at) for at in ("jetzt", "dann")], layout)


def _span(days: Sequence[date]) -> list[str]:
    """From a little before the first day to where the words behind the last one have room."""
    first, last = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    width = max(last - first, pd.Timedelta(days=60))
    return [f"{first - 0.06 * width:%Y-%m-%d}", f"{last + 0.28 * width:%Y-%m-%d}"]


def _points(view: PlanView, dated: Sequence[tuple[Moved, date, date]], colours: theme.Palette, at: str) -> go.Scatter:
    is_then = at == "dann"
    return go.Scatter(
        x=[(after if is_then else before).isoformat() for _, before, after in dated], y=list(range(len(dated))),
        mode="markers+text" if is_then else "markers", name=f"Termin {at}",
        marker={
            "symbol": "diamond" if is_then else "circle-open", "size": 11,
            "color": colours.warning if is_then else colours.ink, "line": {"width": 2},
        },
        text=[f"  +{counted(moved.days, 'Tag', 'Tage')}" for moved, _, _ in dated] if is_then else None,
        textposition="middle right", textfont={"size": 12, "color": colours.ink}, cliponaxis=False,
        customdata=[[plain(name_of(view, moved.key)), day(after if is_then else before)]
                    for moved, before, after in dated],
        hovertemplate=f"%{{customdata[0]}}<br>Termin {at}: %{{customdata[1]}}<extra></extra>",
    )  # fmt: skip
