"""The colours of the briefing by what they mean, for every format; the second home of colours beside charts/theme.py.

They are those of the pages on white paper. In black and white neighbours still differ: by lightness, by a pattern, and
always by the word, number or symbol that stands with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from masterplan.briefings.content import Meaning

Pattern = Literal["", "diagonal", "cross", "dots"]


@dataclass(frozen=True)
class Paint:
    """One meaning: its ``fill``, the ``ink`` to be read on the fill, the ``text`` colour to be read on white."""

    fill: str
    ink: str
    text: str
    pattern: Pattern = ""


INK = "#1f2933"
FAINT = "#52606d"
RULE = "#d9dee4"
BAND = "#f3f5f7"
PAPER = "#ffffff"
ACCENT = "#00588c"
DRAFT = "#b3261e"

PAINTS: Mapping[Meaning, Paint] = {
    "neutral": Paint("#52606d", "#ffffff", "#1f2933"),
    "accent": Paint("#00588c", "#ffffff", "#00588c"),
    "done": Paint("#00588c", "#ffffff", "#00588c"),
    "ongoing": Paint("#56b4e9", "#10222e", "#1b6a99"),
    "planned": Paint("#cfe4f2", "#10222e", "#34566d"),
    "not_started": Paint("#e6e8eb", "#1f2933", "#52606d"),
    "late": Paint("#e69f00", "#2a1c00", "#8a4b00", "diagonal"),
    "paused": Paint("#d7a5c3", "#2b1020", "#8a3a68", "cross"),
    "unknown": Paint("#ffffff", "#1f2933", "#52606d", "dots"),
    "green": Paint("#00735c", "#ffffff", "#00735c"),
    "yellow": Paint("#f2c230", "#2a1c00", "#7a5200"),
    "red": Paint("#b3261e", "#ffffff", "#b3261e", "diagonal"),
    "grey": Paint("#d5d9de", "#1f2933", "#52606d"),
    "target": Paint("#8a4b00", "#ffffff", "#8a4b00"),
}
