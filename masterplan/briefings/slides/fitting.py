"""How much room a text takes on a slide: widths of letters, and the lines that a text falls into.

The widths are those of Arial, which every office machine has. Slides are laid out with a little to spare, so that a
font of nearly the same width fits as well.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

LEADING = 1.2
"""The height of a line, in sizes of its letters."""

_SPARE = 1.04
_BOLD = 1.08
_USUAL = 0.6
_THOUSANDTHS = {
    191: "'", 222: "ijl‚‘", 260: "|", 278: " \u00a0!,./:;I[\\]ft·", 333: "()-`r„“{}\u00ad", 355: '"•◆', 389: "*",
    400: "°",
    500: "Jcksvxyz", 549: "±≤≥^", 556: "#$0123456789?L_abdeghnopquäöü–€§†é", 584: "+<=>~−×", 604: "●■○",
    611: "FTZß", 667: "&ABEKPSVXYÄ", 722: "CDHNRUwÜ", 778: "GOQÖ", 833: "Mm", 889: "%", 944: "W", 1000: "—…▲►@",
}  # fmt: skip
_WIDTHS = {letter: width / 1000 for width, letters in _THOUSANDTHS.items() for letter in letters}
_PLACES_TO_BREAK = re.compile(r"[^ \-]*(?:-| +|$)")


@lru_cache(maxsize=20_000)
def _sizes(text: str) -> float:
    return sum(_WIDTHS.get(letter, _USUAL) for letter in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text without breaks, in points, for letters of ``size`` points."""
    return _sizes(text) * size * _SPARE * (_BOLD if bold else 1)


def lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines that a text falls into where ``room`` points are free; a word that is too long is broken."""
    return [line.rstrip() for line in _filled(text, size, room, bold)]


def height(text: str, size: float, room: float, bold: bool = False) -> float:
    """The height of a text, in points."""
    return len(_filled(text, size, room, bold)) * size * LEADING


def pieces(text: str, size: float, room: float, most: int) -> list[str]:
    """A text in pieces of at most so many lines, to be continued on the next slide; nothing is lost."""
    found = _filled(text, size, room, bold=False)
    return ["".join(found[at : at + most]).strip() for at in range(0, len(found), most)]


@lru_cache(maxsize=20_000)
def _filled(text: str, size: float, room: float, bold: bool) -> tuple[str, ...]:
    """The lines with the blanks and breaks at their ends."""
    least = max(room, size)
    return tuple(line for paragraph in text.split("\n") for line in _of_paragraph(paragraph, size, least, bold))


def _of_paragraph(paragraph: str, size: float, room: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in _PLACES_TO_BREAK.findall(paragraph):
        if line and width((line + word).rstrip(" "), size, bold) > room:
            yield line
            line = ""
        while width(word.rstrip(" "), size, bold) > room:
            fits = next(end for end in range(len(word), 0, -1) if end == 1 or width(word[:end], size, bold) <= room)
            yield word[:fits]
            word = word[fits:]
        line += word
    yield line + "\n"


def size_that_fits(text: str, room: float, most: int, sizes: tuple[int, ...], bold: bool = False) -> int:
    """The largest of the sizes in which a text has at most so many lines, else the smallest."""
    return next((size for size in sizes if len(lines(text, size, room, bold)) <= most), sizes[-1])
