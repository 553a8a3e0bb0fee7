"""How cells look. A workbook makes each look once, for all of its sheets."""

import re
from typing import Any, NamedTuple

from masterplan.briefings.content import Meaning
from masterplan.briefings.palette import BAND, INK, PAINTS, RULE

_FORMATS = {
    "%": "0{decimals}\\ %", "Tage": '#,##0{decimals}" Tage"', "€": '#,##0{decimals}\\ "€"', "": "#,##0{decimals}",
}  # fmt: skip
_PLAIN = re.compile(r"([+−±-]?)([\d.]+)(?:,(\d+))?(?:\u00a0(%|Tage|€))?(?:\u00a0(†))?")


class Look(NamedTuple):
    """Letters, side, ground and line of a cell, and the ``shape`` in which it shows a number.

    ``line``: of a heading or of a row, below it. A ``quoted`` text stays a text when somebody edits the cell in Excel.
    """

    colour: str = INK
    size: float = 10
    bold: bool = False
    wrap: bool = False
    upright: str = "top"
    side: str = ""
    band: bool = False
    line: str = ""
    shape: str = ""
    quoted: bool = False


LINES = {"heading": (2, INK), "row": (1, RULE)}
"""Thickness, as the library counts it, and colour."""


class Looks(dict[Look, Any]):
    """The library's format of each look; it takes longest to make one."""

    def __init__(self, workbook: Any) -> None:
        super().__init__()
        self._workbook = workbook

    def __missing__(self, look: Look) -> Any:
        made = self[look] = self._workbook.add_format(_properties(look))
        return made


def _properties(look: Look) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "font_name": "Arial", "font_size": look.size, "font_color": look.colour, "bold": look.bold,
        "text_wrap": look.wrap, "quote_prefix": look.quoted,
    }  # fmt: skip
    if look.upright:
        properties["valign"] = look.upright
    if look.side:
        properties["align"] = look.side
    if look.band:
        properties["bg_color"], properties["pattern"] = BAND, 1
    if look.line:
        properties["bottom"], properties["bottom_color"] = LINES[look.line]
    if look.shape:
        properties["num_format"] = look.shape
    return properties


def of_value(meaning: Meaning, to_the_right: bool, shape: str, quoted: bool) -> Look:
    """A cell of a table."""
    side = "right" if to_the_right else "left"
    bold = meaning in ("late", "red")
    return Look(PAINTS[meaning].text, bold=bold, wrap=True, side=side, line="row", shape=shape, quoted=quoted)


def number_format(text: str, value: float) -> str:
    """The format in which a number looks like its text; where words stand beside it, the text itself."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return '"' + text.replace('"', "”") + '"'
    sign, digits, decimals, unit, _ = match.groups()
    zeros = f".{'0' * len(decimals)}" if decimals else ""
    plain = _FORMATS[unit or ""].format(decimals=zeros)
    if unit == "%" and abs(abs(value) * 100 - float(f"{digits.replace('.', '')}.{decimals or 0}")) > 1:
        plain = f'#,##0{zeros}"\u00a0%"'  # the number itself is in per cent
    if sign:
        plain = f"+{plain};\\−{plain};±{plain}"
    return with_sign(plain, text)


def with_sign(plain: str, text: str) -> str:
    """With the sign of what is not released."""
    return ";".join(f'{part}"\u00a0†"' for part in plain.split(";")) if text.endswith("†") else plain
