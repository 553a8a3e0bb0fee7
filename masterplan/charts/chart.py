"""What a chart is here: a drawing, the table it draws, and a sentence that says the same."""

from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """One chart with all a reader needs to trust it. ``table`` has German headings and values, one row per mark."""

    title: str
    unit: str
    stichtag: date
    definition: str
    sentence: str
    table: pd.DataFrame
    figure: go.Figure

    def __post_init__(self) -> None:
        ready = self.figure.to_dict()  # made once, and not at each run of a page
        object.__setattr__(self.figure, "to_dict", lambda: ready)


def plain(text: object) -> str:
    """A text of the plan for use inside a drawing, where a few HTML tags would otherwise take effect."""
    return escape(str(text), quote=False)


def shortened(text: str, length: int) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;–-") + " …"


def wrapped(text: str, length: int) -> str:
    """A label in lines of about so many characters, for use inside a drawing."""
    return "<br>".join(plain(line) for line in wrap(text, length, break_long_words=False)) or plain(text)
