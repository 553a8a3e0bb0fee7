"""Figures side by side, each with title, value, a line under it and its definition. All of them are one element."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from masterplan.domain.counting import RULES
from masterplan.domain.figure import Figure
from masterplan.pages.parts.frame import Row
from masterplan.vocabulary import NOT_REPORTED, number, percent

WIDTH = 188
"""In pixels: four in a row at 1280 beside a scroll bar, two on a tablet."""


@dataclass(frozen=True)
class Tile:
    """One figure; ``explanation`` is its definition, the width is in pixels."""

    name: str
    value: str
    note: str
    explanation: str
    width: int = WIDTH


def row(shown: Sequence[Tile], within: Row | None = None) -> None:
    """Tiles side by side, on the page or within a row of other things. page.css says what they look like."""
    written = f'<ul class="tiles">{"".join(map(_written, shown))}</ul>'
    if within is None:
        st.html(written)
    else:
        within.html(written, width="content")


def _written(tile: Tile) -> str:
    name, told = escape(tile.name), escape(tile.explanation)
    return (
        f'<li style="width: {tile.width}px"><span>{name}</span> '
        f'<button type="button" aria-label="Erläuterung zu {name}: {told}">?</button>'
        f'<span class="told" aria-hidden="true">{told}</span> '
        f"<strong>{escape(tile.value)}</strong> <small>{escape(tile.note)}</small></li>"
    )


def share(figure: Figure) -> Tile:
    """A share with its rule, its numbers, its upper bound and what it rests on."""
    rule = RULES[figure.rule or ""]
    note = f"{number(figure.numerator)} von {number(figure.denominator)}"
    if figure.value is None:
        note += f"; Angaben nur zu {percent(figure.coverage)}" if figure.denominator else ""
    elif figure.upper != figure.value:
        note += f"; höchstens {percent(figure.upper)}"
    value = NOT_REPORTED if figure.value is None else percent(figure.value)
    return Tile(rule.title, value, note, f"{rule.definition} Quelle: {rule.source}. Version {rule.version}.")


def count(figure: Figure, note: str) -> Tile:
    """A count, with its upper bound where something is not known."""
    return Tile(figure.title, number(figure.value), count_note(figure, note), figure.definition)


def count_note(figure: Figure, note: str) -> str:
    """The line under a count, with its upper bound where something is not known."""
    return note if figure.upper == figure.value else f"{note}; höchstens {number(figure.upper)}"
