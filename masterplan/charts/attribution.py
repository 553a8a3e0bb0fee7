"""Why a key figure differs between two Stichtage: a bridge from the earlier value to the later one, step by step."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.domain.comparing.attribution import Attribution
from masterplan.domain.comparing.between import STEP_SENTENCES, Step
from masterplan.domain.counting import RULES
from masterplan.vocabulary import NOT_REPORTED, day, listed, number

NAMES = {
    Step.CORRECTIONS: "Berichtigungen",
    Step.LATE: "Nachmeldungen",
    Step.SCOPE: "Umfang",
    Step.PROGRESS: "Entwicklung",
}
UNITS = {"share": "Prozentpunkte", "count": "Anzahl", "days": "Tage"}
FACTORS = {"share": 1000, "count": 1, "days": 10}
"""How finely is rounded: tenths of a percentage point, whole items, tenths of a day."""
FALLING = {"shape": "/", "fgopacity": 0.3, "size": 7, "solidity": 0.2, "fillmode": "overlay"}
DEFINITION = "Der Unterschied in festen Schritten, die sich genau zum Ganzen addieren. " + " ".join(
    STEP_SENTENCES[step] for step in NAMES
)


@dataclass(frozen=True)
class _Bridge:
    """Whole units by step: where it begins, what each step adds, where it ends."""

    start: int
    parts: dict[Step, int]
    end: int


def attribution_chart(found: Attribution, first_on: date, second_on: date, dark: bool = False) -> Chart:
    """The bridge; where the figure cannot be given at one of the ends, only the sentence says so."""
    title = f"{_name(found)}: {day(first_on)} bis {day(second_on)}"
    bridge = _bridge(found)
    unit = found.first.unit
    return Chart(
        title, UNITS[unit], second_on, f"{found.first.definition} {DEFINITION}",
        _sentence(found, bridge, first_on, second_on), _table(found, bridge, unit, first_on, second_on),
        _draw(bridge, unit, first_on, second_on, dark),
    )  # fmt: skip


def _name(found: Attribution) -> str:
    """The figure's title with its counting rule."""
    figure = found.first
    return f"{figure.title}, {RULES[figure.rule].title}" if figure.rule else figure.title


def _bridge(found: Attribution) -> _Bridge | None:
    factor = FACTORS[found.first.unit]
    rounded = found.rounded(factor)
    if rounded is None or found.first.value is None:
        return None
    parts = {part.step: amount for part, amount in zip(found.parts, rounded, strict=True) if part.step in NAMES}
    start = int(found.first.value * factor + 0.5) if found.first.value >= 0 else round(found.first.value * factor)
    return _Bridge(start, parts, start + sum(parts.values()))


def words(amount: int, unit: str, signed: bool = False) -> str:
    """An amount in whole units as it is read: „33,1 %“, „+8“, „−2,5 Prozentpunkte“."""
    sign = "" if not signed else "+" if amount > 0 else "−" if amount < 0 else "±"
    size = abs(amount) if signed else amount
    if unit == "share":
        return f"{sign}{number(size / 10, 1)}" + ("" if signed else "\u00a0%")
    return f"{sign}{number(size / 10, 1) if unit == 'days' else number(size)}"


def _sentence(found: Attribution, bridge: _Bridge | None, first_on: date, second_on: date) -> str:
    if bridge is None:
        ends = ((found.first, first_on), (found.second, second_on))
        missing = [day(on) for figure, on in ends if figure.value is None]
        return f"„{_name(found)}“ lässt sich am {listed(missing)} nicht angeben, weil zu wenig bekannt ist."
    unit = found.first.unit
    whole = f"von {words(bridge.start, unit)} auf {words(bridge.end, unit)}"
    said = [
        f"{words(amount, unit, signed=True)} durch {NAMES[step]}" for step, amount in bridge.parts.items() if amount
    ]
    if not said:
        return f"„{_name(found)}“ hat sich zwischen dem {day(first_on)} und dem {day(second_on)} nicht verändert."
    of = f" ({UNITS[unit]})" if unit != "count" else ""
    return f"„{_name(found)}“ ging zwischen dem {day(first_on)} und dem {day(second_on)} {whole}: {listed(said)}{of}."


def _table(found: Attribution, bridge: _Bridge | None, unit: str, first_on: date, second_on: date) -> pd.DataFrame:
    columns = ["Schritt", UNITS[unit], "hinzugekommen", "weggefallen"]
    if bridge is None:
        return pd.DataFrame(columns=columns)
    rows = [(f"Stand am {day(first_on)}", words(bridge.start, unit), "", "")]
    for part in found.parts:
        if part.step in NAMES:
            amount = words(bridge.parts[part.step], unit, signed=True)
            rows.append((NAMES[part.step], amount, number(len(part.entered)), number(len(part.left))))
    rows.append((f"Stand am {day(second_on)}", words(bridge.end, unit), "", ""))
    return pd.DataFrame(rows, columns=columns)


def _draw(bridge: _Bridge | None, unit: str, first_on: date, second_on: date, dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    layout = theme.layout(dark, 340) | {"showlegend": False, "bargap": 0.35}
    if bridge is None:
        layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
        return theme.empty(go.Figure(layout=layout), NOT_REPORTED, dark)
    names = [day(first_on), *(NAMES[step] for step in bridge.parts), day(second_on)]
    bases, sizes, texts = [0], [bridge.start], [words(bridge.start, unit)]
    reached = bridge.start
    for amount in bridge.parts.values():
        bases.append(min(reached, reached + amount))
        sizes.append(abs(amount))
        texts.append(words(amount, unit, signed=True))
        reached += amount
    bases.append(0)
    sizes.append(bridge.end)
    texts.append(words(bridge.end, unit))
    tops = [base + size for base, size in zip(bases, sizes, strict=True)]
    short = [name.replace("Berichti", "Berichti-<br>").replace("Nach", "Nach-<br>") for name in names]
    layout["xaxis"] |= {"type": "category", "showgrid": False, "tickvals": names, "ticktext": short, "tickangle": 0}
    layout["yaxis"] |= {"range": [min(0, *bases, *tops) * 1.15, (max(*tops, 1)) * 1.15], "showticklabels": False}
    layout["yaxis"] |= {"showgrid": False}
    fills = [colours.line, *(_tint(amount, colours) for amount in bridge.parts.values()), colours.line]
    shapes = ["", *("/" if amount < 0 else "" for amount in bridge.parts.values()), ""]
    bar = go.Bar(
        x=names, y=sizes, base=bases, text=texts, textposition="outside", cliponaxis=False,
        textfont={"color": colours.ink, "size": 14}, hovertemplate="%{x}: %{text}<extra></extra>",
        marker={"color": fills, "pattern": FALLING | {"shape": shapes}},
    )  # fmt: skip
    return go.Figure([bar, _joints(names, bridge, colours)], layout)


def _tint(amount: int, colours: theme.Palette) -> str:
    return colours.faint if amount < 0 else colours.target


def _joints(names: list[str], bridge: _Bridge, colours: theme.Palette) -> go.Scatter:
    """Thin lines that carry each level on to the next bar."""
    days: list[str | None] = []
    levels: list[int | None] = []
    level = bridge.start
    for at, amount in enumerate([*bridge.parts.values(), 0]):
        days += [names[at], names[at + 1], None]
        levels += [level, level, None]
        level += amount
    return go.Scatter(
        x=days, y=levels, mode="lines", line={"color": colours.faint, "width": 1, "dash": "dot"}, hoverinfo="skip"
    )
