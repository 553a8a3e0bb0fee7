"""Dependencies as a picture: an arrow from what comes first to what follows, each item with its name and status."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, plain, shortened
from masterplan.domain.outlook.dependencies import DEFINITION, Dependencies, Edge, Item, Place, slack_days
from masterplan.domain.plan import Kind, Status
from masterplan.domain.view import PlanView
from masterplan.vocabulary import KINDS, KINDS_PLURAL, NOT_REPORTED, STATUSES, counted, day, label, number

TITLE = "Was wovon abhängt"
ROW_HEIGHT = 76
"""In pixels: two lines of the title, one of the status, one of the date."""
LINE = 18
"""Letters of a title on one line, so that three columns stand side by side on a tablet."""
SYMBOLS = {Kind.MEASURE: "circle", Kind.MILESTONE: "diamond"}
CLOSED = (Status.COMPLETED, Status.DROPPED)
COLUMNS = [
    "Vorgänger", "Status des Vorgängers", "Termin des Vorgängers", "Nachfolger", "Status des Nachfolgers",
    "Termin des Nachfolgers", "Puffer",
]  # fmt: skip


def dependencies_chart(view: PlanView, found: Dependencies, dark: bool = False) -> Chart:
    """The picture of the largest connected groups; the table has every edge."""
    return Chart(
        TITLE,
        "Wegmarken und Maßnahmen mit ihren Vorgängern",
        view.stichtag,
        DEFINITION,
        sentence(found),
        _table(found),
        _draw(found, dark),
    )


def name_of(items: Mapping[str, Item], key: str) -> str:
    """„1.4 Servicekonto“."""
    return " ".join(word for word in (items[key].number, items[key].title) if word) or NOT_REPORTED


def is_too_early(found: Dependencies, edge: Edge) -> bool:
    """Whether what follows is to be done before what it depends on, and neither is done or dropped."""
    slack = slack_days(found, edge)
    is_open = not any(found.items[key].status in CLOSED for key in edge)
    return is_open and slack is not None and slack < 0


def sentence(found: Dependencies) -> str:
    """The picture in words."""
    if not found.edges:
        return "Keine dieser Wegmarken und Maßnahmen nennt einen Vorgänger."
    kinds = Counter(item.kind for item in found.items.values())
    named = [
        counted(kinds[kind], KINDS[kind], KINDS_PLURAL[kind]) for kind in (Kind.MEASURE, Kind.MILESTONE) if kinds[kind]
    ]
    first, amount = Counter(before for before, _ in found.edges).most_common(1)[0]
    most = f" Auf „{name_of(found.items, first)}“ stützen sich die meisten ({amount})." if amount > 1 else ""
    early = sum(is_too_early(found, edge) for edge in found.edges)
    left_out = len(found.items) - len(found.places)
    return (
        f"{' und '.join(named)} hängen über {counted(len(found.edges), 'Verbindung', 'Verbindungen')} zusammen.{most}"
        + (f" {_early(early)}" if early else "")
        + (f" {number(left_out)} weitere stehen nur in der Tabelle." if left_out else "")
    )


def _early(amount: int) -> str:
    if amount == 1:
        return "Einmal soll der Nachfolger fertig sein, bevor es der Vorgänger ist („zu früh“)."
    return f"{number(amount)}-mal soll der Nachfolger fertig sein, bevor es der Vorgänger ist („zu früh“)."


def _table(found: Dependencies) -> pd.DataFrame:
    rows = [
        [*(words for key in edge for words in _facts(found.items, key)), _slack(slack_days(found, edge))]
        for edge in found.edges
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _facts(items: Mapping[str, Item], key: str) -> tuple[str, str, str]:
    item = items[key]
    on = NOT_REPORTED if item.current_on is None else day(item.current_on)
    return name_of(items, key), label(STATUSES, item.status), on


def _slack(days: int | None) -> str:
    if days is None:
        return "nicht bekannt"
    if days < 0:
        return f"keiner ({counted(-days, 'Tag', 'Tage')} zu früh)"
    return counted(days, "Tag", "Tage") if days else "keiner"


def _draw(found: Dependencies, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 70 + ROW_HEIGHT * max(found.rows, 2))
    layout["hovermode"] = "closest"
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"visible": False, "showgrid": False}
    if not found.places:
        words = "Keine Verbindungen" if not found.edges else "Zu viele Verbindungen für ein Bild: Bitte filtern Sie"
        return theme.empty(go.Figure(layout=layout), words, dark)
    last = max(place.layer for place in found.places)
    layout["xaxis"]["range"] = [-1.05, max(last, 1) + 1.05]
    layout["yaxis"]["range"] = [found.rows - 0.3, -0.6]
    places = {place.key: place for place in found.places}
    drawn = [edge for edge in found.edges if edge[0] in places and edge[1] in places and edge[0] != edge[1]]
    layout["annotations"] = [
        note for edge in drawn for note in _arrow(places[edge[0]], places[edge[1]], is_too_early(found, edge), colours)
    ]
    marks = [_marks(found, kind, colours) for kind in SYMBOLS]
    return go.Figure([mark for mark in marks if len(mark.x)], layout)


def _arrow(before: Place, after: Place, is_early: bool, colours: theme.Palette) -> list[dict[str, object]]:
    colour = colours.warning if is_early else colours.faint
    arrow: dict[str, object] = {
        "x": after.layer, "y": after.row, "ax": before.layer, "ay": before.row, "xref": "x", "yref": "y", "axref": "x",
        "ayref": "y", "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 2.2 if is_early else 1.2,
        "arrowcolor": colour, "standoff": 11, "startstandoff": 11,
    }  # fmt: skip
    if not is_early:
        return [arrow]
    middle: dict[str, object] = {
        "x": (before.layer + after.layer) / 2, "y": (before.row + after.row) / 2, "text": "zu früh", "showarrow": False,
        "font": {"color": colour, "size": 12}, "yshift": 9,
    }  # fmt: skip
    return [arrow, middle]


def _marks(found: Dependencies, kind: Kind, colours: theme.Palette) -> go.Scatter:
    places = [place for place in found.places if found.items[place.key].kind == kind]
    statuses = [found.items[place.key].status or "unknown" for place in places]
    fills = [theme.STATUS_FILLS[status] for status in statuses]
    facts = [_facts(found.items, place.key) for place in places]
    return go.Scatter(
        x=[place.layer for place in places], y=[place.row for place in places], mode="markers+text", name=KINDS[kind],
        marker={
            "symbol": SYMBOLS[kind], "size": 15, "color": [fill.colour for fill in fills],
            "line": {"color": colours.ink, "width": 1.2},
        },
        text=[f"{_lines(name)}<br>{status}<br>{on}" for name, status, on in facts],
        textposition=[_beside(found, place.key) for place in places], textfont={"size": 12, "color": colours.ink},
        cliponaxis=False,
        customdata=[f"{plain(name)}<br>{status} · {on}" for name, status, on in facts],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _beside(found: Dependencies, key: str) -> str:
    """Where a label stands so that no arrow crosses it: left of where arrows begin, right of where they end."""
    if not any(after == key for _, after in found.edges):
        return "middle left"
    return "bottom center" if any(before == key for before, _ in found.edges) else "middle right"


def _lines(name: str) -> str:
    """A name on at most two lines, cut between words."""
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) >= LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(plain(line) for line in _two(lines))


def _two(lines: Sequence[str]) -> list[str]:
    first, rest = lines[0], " ".join(lines[1:])
    return [shortened(first, LINE + 6), *([shortened(rest, LINE)] if rest else [])]
