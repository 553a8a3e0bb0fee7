"""How the workbook looks: colours that go with words, never instead of them."""

from math import ceil

from openpyxl.styles import Border, PatternFill, Side

HEAD = "00588C"
HEAD_INK = "FFFFFF"
LOCKED = "ECEEF1"
WANTED = "FFE9B8"
LINE = Border(bottom=Side("thin", color="D9DEE4"), right=Side("thin", color="D9DEE4"))

WORDS = {
    "status": {
        "abgeschlossen": "CFE4F2", "in Umsetzung": "DCEFFB", "verzögert": "FBE3B5", "zurückgestellt": "EBD3E1",
        "entfallen": "DDE0E4",
    },
    "reported_light": {"grün": "C8E6D2", "gelb": "FFF2B8", "rot": "F8D0CD", "ohne Bewertung": "E6E8EB"},
}  # fmt: skip
"""Field → word → fill."""


def solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in characters."""
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
