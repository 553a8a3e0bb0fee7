"""Which characters the fonts of the PDF can show; any other is printed as its number, and marks of format are dropped.

PDF/UA forbids text without a glyph, and a title with an emoji must not stop a cabinet briefing.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import font_source_sans_pro

FONT = Path(font_source_sans_pro.__file__).with_name("files") / "SourceSansPro-Regular.ttf"
SYMBOLS = frozenset("●▲■○◆▼►◄□✓✗✕→←↑↓≤≥≠\u2011")
"""Signs that the content uses; typst brings a font that has them (DejaVu Sans Mono)."""


def printable(value: Any) -> Any:
    """A plain value whose texts hold only what can be printed."""
    match value:
        case str():
            return value if known().issuperset(value) else "".join(map(_shown, value))
        case dict():
            return {name: printable(inner) for name, inner in value.items()}
        case list():
            return [printable(inner) for inner in value]
    return value


def _shown(letter: str) -> str:
    if letter in known():
        return letter
    if letter.isspace():
        return " "
    return "" if category(letter) == "Cf" else f"[U+{ord(letter):04X}]"


@cache
def known() -> frozenset[str]:
    """Every character that can be printed."""
    return SYMBOLS | frozenset(chr(code) for code in _codes(FONT.read_bytes()) if code >= 0x20 and code != 0x7F)


def _codes(font: bytes) -> Iterator[int]:
    """The codes that a TrueType font maps to glyphs: its cmap table, of the kinds 4 and 12."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for at in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 8 + 8 * at)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 4:
            yield from _segments(font, start + offset)
        elif kind == 12:
            (groups,) = struct.unpack_from(">L", font, start + offset + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">LLL", font, start + offset + 16 + 12 * group)
                yield from range(first, last + 1)


def _segments(font: bytes, start: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, start + 14)
    firsts = struct.unpack_from(f">{double // 2}H", font, start + 16 + double)
    for first, end in zip(firsts, ends, strict=True):
        yield from range(first, min(end, 0xFFFE) + 1)
