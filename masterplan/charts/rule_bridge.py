"""The bridge between two counting rules: how many services each step takes away, leaves open or brings in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import Chart, wrapped
from masterplan.domain.counting import RULES
from masterplan.domain.services.counting_bridge import Step
from masterplan.vocabulary import counted, day, number

DEFINITION = (
    "Von einer Zählweise zur anderen, Schritt für Schritt über die mildeste, die beide umfasst. Gezählt werden OZG-"
    "Leistungen, die sicher als online gelten. „Erfüllt nicht“: die neue Bedingung ist sicher nicht erfüllt. „Ohne "
    "Angabe“: ob sie erfüllt ist, ist nicht gemeldet. „Kommt hinzu“: eine Bedingung entfällt."
)
LABEL = 34


@dataclass(frozen=True)
class Beam:
    """One bar of the drawing: where it begins, how long it is, how it is filled and what stands beside it."""

    name: str
    start: int
    length: int
    fill: str
    text: str


def rule_bridge(steps: Sequence[Step], stichtag: date, dark: bool = False) -> Chart:
    """A bar per rule on the way and per effect of a step. There must be a step."""
    first, last = RULES[steps[0].from_rule], RULES[steps[-1].to_rule]
    return Chart(
        f"Von „{first.title}“ zu „{last.title}“",
        "Anzahl der OZG-Leistungen, die sicher online sind",
        stichtag,
        DEFINITION,
        sentence(steps, stichtag),
        _table(steps),
        _draw(beams(steps), dark),
    )


def sentence(steps: Sequence[Step], stichtag: date) -> str:
    """The bridge in words."""
    first, last = RULES[steps[0].from_rule], RULES[steps[-1].to_rule]
    begin = (
        f"Am {day(stichtag)} {'gilt' if steps[0].before == 1 else 'gelten'} nach „{first.title}“ "
        f"{counted(steps[0].before, 'OZG-Leistung', 'OZG-Leistungen')} als online, nach „{last.title}“ "
        f"{number(steps[-1].after) if steps[-1].after else 'keine'}."
    )
    return " ".join([begin, *(_step_sentence(step) for step in steps)])


def _step_sentence(step: Step) -> str:
    effects = [
        f"{number(len(step.fallen))} erfüllen das nicht" if len(step.fallen) > 1 else "",
        "1 erfüllt das nicht" if len(step.fallen) == 1 else "",
        f"zu {number(len(step.doubtful))} fehlt die Angabe" if step.doubtful else "",
        f"{number(len(step.added))} {'kommt' if len(step.added) == 1 else 'kommen'} hinzu" if step.added else "",
    ]
    said = ", ".join(filter(None, effects)) or "das ändert nichts"
    return f"{step.sentence.rstrip('.')}: {said}."


def beams(steps: Sequence[Step]) -> list[Beam]:
    """The bars from top to bottom."""
    found = [_whole(steps[0].from_rule, steps[0].before)]
    for step in steps:
        level = step.before
        for amount, fill, words in (
            (len(step.fallen), "fallen", "erfüllt nicht"), (len(step.doubtful), "unknown", "ohne Angabe"),
        ):  # fmt: skip
            if amount:
                level -= amount
                found.append(Beam(step.sentence, level, amount, fill, f"−{number(amount)} {words}"))
        if step.added:
            amount = len(step.added)
            text = f"+{number(amount)} {'kommt' if amount == 1 else 'kommen'} hinzu"
            found.append(Beam(step.sentence, level, amount, "added", text))
        found.append(_whole(step.to_rule, step.after))
    return found


def _whole(rule: str, amount: int) -> Beam:
    return Beam(RULES[rule].title, 0, amount, "online", number(amount))


def _table(steps: Sequence[Step]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "von": [RULES[step.from_rule].title for step in steps],
            "zu": [RULES[step.to_rule].title for step in steps],
            "Schritt": [step.sentence for step in steps],
            "vorher": [number(step.before) for step in steps],
            "erfüllt nicht": [number(len(step.fallen)) for step in steps],
            "ohne Angabe": [number(len(step.doubtful)) for step in steps],
            "kommt hinzu": [number(len(step.added)) for step in steps],
            "nachher": [number(step.after) for step in steps],
            "höchstens (vorher)": [number(step.upper_before) for step in steps],
            "höchstens (nachher)": [number(step.upper_after) for step in steps],
        }
    )


def _draw(drawn: Sequence[Beam], dark: bool) -> go.Figure:
    colours = theme.palette(dark)
    names = [f"<b>{wrapped(one.name, LABEL)}</b>" if one.fill == "online" else wrapped(one.name, LABEL)
             for one in drawn]  # fmt: skip
    heights = sum(30 + 17 * (name.count("<br>") + 1) for name in names)
    layout = theme.layout(dark, 50 + heights) | {"showlegend": False, "bargap": 0.35}
    most = max(one.start + one.length for one in drawn)
    layout["xaxis"] |= theme.counting_axis(max(1.8 * most, 1))
    layout["yaxis"] |= {
        "autorange": "reversed", "showgrid": False, "tickvals": list(range(len(drawn))), "ticktext": names,
        "ticklabelstandoff": 6,
    }  # fmt: skip
    fills = [theme.state_fill(one.fill, dark) for one in drawn]
    bar = go.Bar(
        y=list(range(len(drawn))), x=[one.length for one in drawn], base=[one.start for one in drawn], orientation="h",
        marker={
            "color": [fill.colour for fill in fills], "line": {"color": colours.faint, "width": 0.6},
            "pattern": {
                "shape": [fill.pattern for fill in fills], "fgcolor": [fill.ink for fill in fills], "fgopacity": 0.35,
                "size": 7, "solidity": 0.25, "fillmode": "overlay",
            },
        },
        hoverinfo="skip",
    )  # fmt: skip
    words = go.Scatter(
        y=list(range(len(drawn))), x=[one.start + one.length + most * 0.015 for one in drawn], mode="text",
        text=[one.text for one in drawn], textposition="middle right", textfont={"color": colours.ink, "size": 14},
        cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
    return go.Figure([bar, words], layout)
