"""What a cell looks like, as far as it means something: its fill, a line through it, a per cent format."""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.xml.functions import fromstring

from masterplan.domain.readers.numbers import factor_named

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_OFFICE = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF",
    "800080",
)  # fmt: skip
WHITE = "FFFFFF"


@dataclass(frozen=True)
class Looks:
    """One style of a workbook. ``fill`` is RRGGBB; white and none are None."""

    fill: str | None = None
    struck: bool = False
    percent: bool = False
    shown_as: str | None = None  # what of a day is shown, where the day itself is not; the unit set behind a number

    @property
    def matters(self) -> bool:
        return bool(self.fill) or self.struck or self.percent or bool(self.shown_as)


def looks_of(workbook: Any) -> list[Looks]:
    """The looks of the styles of an openpyxl workbook, by style number."""
    theme = theme_colours(workbook.loaded_theme)
    custom = list(getattr(workbook, "_colors", None) or COLOR_INDEX)
    fills = [_fill(fill, theme, custom) for fill in workbook._fills]
    struck = [bool(font.strike) for font in workbook._fonts]
    return [
        Looks(
            fills[style.fillId] if style.fillId < len(fills) else None,
            struck[style.fontId] if style.fontId < len(struck) else False,
            *shown_by(_number_format(workbook, style.numFmtId)),
        )
        for style in workbook._cell_styles
    ]


def _number_format(workbook: Any, number: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    if number < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(number, "General"))
    custom = workbook._number_formats
    at = number - BUILTIN_FORMATS_MAX_SIZE
    return str(custom[at]) if at < len(custom) else "General"


def shows_percent(number_format: str) -> bool:
    """Whether numbers in this format are shown as per cent: ``0.0%`` but not ``0" %"``."""
    return "%" in number_format and "%" in _QUOTED.sub("", number_format)


_DAY_OR_TIME = frozenset("dths")  # t: the German Tag
_SPANS = (("w", "week"), ("m", "month"), ("q", "quarter"), ("y", "year"), ("j", "year"))


def shows_span(number_format: str) -> str | None:
    """What of a day a format shows that leaves the day out: "month" for ``mmm yy``, else "quarter", "week", "year"."""
    letters = frozenset(_QUOTED.sub("", number_format).split(";")[0].casefold())
    if letters & _DAY_OR_TIME or "general" in number_format.casefold():
        return None
    return next((span for letter, span in _SPANS if letter in letters), None)


_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)')
_DIVIDES = re.compile(r"[0#?],+(?![0#?,])")


def shows_unit(number_format: str) -> str | None:
    """The unit that makes a bare number thousands or more: „T€“ of ``#,##0 "T€"``; none where ``0,`` divides it."""
    first = number_format.split(";")[0]
    unit = " ".join(quoted or currency for quoted, currency in _LITERAL.findall(first)).strip()
    if (factor_named(unit) or 1) == 1 or _DIVIDES.search(_QUOTED.sub("", first)):
        return None
    return unit


@lru_cache(maxsize=4096)
def shown_by(number_format: str) -> tuple[bool, str | None]:
    """Whether a number format shows per cent, and what of a day or with which unit."""
    return shows_percent(number_format), shows_span(number_format) or shows_unit(number_format)


def _fill(fill: Any, theme: tuple[str, ...], custom: list[str]) -> str | None:
    if getattr(fill, "fill_type", None) != "solid":
        return None
    found = rgb(fill.fgColor, theme, custom)
    return None if found == WHITE else found


def rgb(colour: Any, theme: tuple[str, ...], custom: list[str]) -> str | None:
    """RRGGBB of an openpyxl colour: stated directly, as a colour of the theme with a tint, or by number."""
    base: str | None = None
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        base = colour.rgb[-6:].upper()
    elif colour.type == "theme" and 0 <= colour.theme < len(theme):
        base = theme[colour.theme]
    elif colour.type == "indexed" and 0 <= colour.indexed < len(custom):
        base = str(custom[colour.indexed])[-6:].upper()
    if base is None or not re.fullmatch("[0-9A-F]{6}", base):
        return None
    return tinted(base, float(colour.tint or 0))


def tinted(base: str, tint: float) -> str:
    """A colour made lighter (tint up to 1) or darker (down to -1), as ECMA-376 18.8.19 says."""
    if not tint:
        return base
    red, green, blue = (int(base[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)


def theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """The colours of a theme in the order in which cells number them; those of Office where there is no theme."""
    if not theme:
        return _OFFICE
    scheme = fromstring(theme).find(f".//{_DRAWING}clrScheme")
    if scheme is None:
        return _OFFICE
    found = []
    for name, usual in zip(_THEME_ORDER, _OFFICE, strict=True):
        entry = scheme.find(_DRAWING + name)
        colour = entry[0] if entry is not None and len(entry) else None
        stated = None if colour is None else colour.get("lastClr") or colour.get("val")
        found.append(stated.upper() if stated and re.fullmatch("[0-9A-Fa-f]{6}", stated) else usual)
    return tuple(found)
