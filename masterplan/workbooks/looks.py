"""How the workbook looks: colours that go with words, never instead of them."""

from collections.abc import Mapping
from math import ceil

from openpyxl.styles import Border, PatternFill, Side

from masterplan.domain.plan import Light, Status

HEAD = "00588C"
HEAD_INK = "FFFFFF"
LOCKED = "ECEEF1"
WANTED = "FFE9B8"
LINE = Border(bottom=Side("thin", color="D9DEE4"), right=Side("thin", color="D9DEE4"))

FILLS: Mapping[str, Mapping[str, str]] = {
    "status": {
        Status.COMPLETED: "CFE4F2", Status.IN_PROGRESS: "DCEFFB", Status.DELAYED: "FBE3B5", Status.SUSPENDED: "EBD3E1",
        Status.DROPPED: "DDE0E4",
    },
    "reported_light": {
        Light.GREEN: "C8E6D2", Light.YELLOW: "FFF2B8", Light.RED: "F8D0CD", Light.GREY: "E6E8EB",
    },
}  # fmt: skip
"""Field → code → fill of the cell with its word."""


def solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in characters."""
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
