"""Shapes of a slide as DrawingML: written as text and parsed once each, which is many times quicker than by properties.

Lengths are points; colours come from the palette.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pptx.oxml import parse_xml

from masterplan.briefings.palette import BAND, FAINT, INK, RULE
from masterplan.briefings.xml_text import clean

EMU = 12_700
"""English metric units in a point."""

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no grid, no ground: the cells bring their lines
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)


def emu(points: float) -> int:
    """Points as a file measures them."""
    return round(points * EMU)


@dataclass(frozen=True)
class Box:
    """Where something stands on a slide."""

    left: float
    top: float
    width: float
    height: float

    def frame(self, prefix: str = "a") -> str:
        return (
            f'<{prefix}:xfrm><a:off x="{emu(self.left)}" y="{emu(self.top)}"/>'
            f'<a:ext cx="{emu(self.width)}" cy="{emu(self.height)}"/></{prefix}:xfrm>'
        )


@dataclass(frozen=True)
class Words:
    """One paragraph; ``bullet`` is a sign or a number that stands before it, hanging by ``indent``."""

    text: str
    size: float | None = None
    colour: str | None = None
    bold: bool = False
    align: str = "l"
    before: float = 0.0
    indent: float = 0.0
    bullet: str | int | None = None
    bullet_colour: str = INK

    def xml(self, language: str) -> str:
        hanging = f' marL="{emu(self.indent)}" indent="{-emu(self.indent) if self.bullet is not None else 0}"'
        before = f'<a:spcBef><a:spcPts val="{round(self.before * 100)}"/></a:spcBef>' if self.before else ""
        align = f' algn="{self.align}"' if self.align != "l" else ""
        look = f'<a:pPr{hanging if self.indent else ""}{align}>{before}{self._bullet()}</a:pPr>'
        size = f' sz="{round(self.size * 100)}"' if self.size else ""
        colour = f"<a:solidFill>{hue(self.colour)}</a:solidFill>" if self.colour else ""
        run = f'<a:rPr lang="{language}"{size}{" b=" + chr(34) + "1" + chr(34) if self.bold else ""}>{colour}</a:rPr>'
        lines = clean(self.text).split("\n")
        broken = f"<a:br>{run}</a:br>".join(f"<a:r>{run}<a:t>{escape(line)}</a:t></a:r>" for line in lines)
        return f"<a:p>{look}{broken}</a:p>"

    def _bullet(self) -> str:
        if self.bullet is None:
            return "<a:buNone/>" if self.indent else ""
        colour = f'<a:buClr>{hue(self.bullet_colour)}</a:buClr><a:buFont typeface="Arial"/>'
        if isinstance(self.bullet, int):
            return f'{colour}<a:buAutoNum type="arabicPeriod" startAt="{self.bullet}"/>'
        return f'{colour}<a:buChar char="{escape(self.bullet)}"/>'


def hue(colour: str) -> str:
    """A colour of the palette as DrawingML."""
    return f'<a:srgbClr val="{colour.lstrip("#")}"/>'


def filled(colour: str | None) -> str:
    """An even fill; without a colour none."""
    return f"<a:solidFill>{hue(colour)}</a:solidFill>" if colour else "<a:noFill/>"


class Shapes:
    """The shapes of one slide, in the order of reading."""

    def __init__(self, slide: Any, language: str) -> None:
        self._tree = slide.shapes._spTree
        self._language = language
        self._last = 1

    def placeholder(self, held: Any, words: Sequence[Words], box: Box | None = None, field: str = "") -> None:
        """Fills a placeholder of the layout; without a box it stands where the layout has it."""
        index, kind = held.placeholder_format.idx, held._element.ph.get("type")
        placed = (f' type="{kind}"' if kind else "") + (f' idx="{index}"' if index else "")
        size = held._element.ph.get("sz")
        placed += f' sz="{size}"' if size else ""
        body = field or self._paragraphs(words)
        self._add(
            f'<p:sp {NAMESPACES}><p:nvSpPr>{self._named(held.name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph{placed}/></p:nvPr></p:nvSpPr><p:spPr>{box.frame() if box else ''}</p:spPr>"
            f"<p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>"
        )

    def number(self, held: Any) -> None:
        """The number of the slide, which the program fills in."""
        self.placeholder(
            held, (), field='<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            f'<a:rPr lang="{self._language}"/><a:t>‹Nr.›</a:t></a:fld></a:p>'
        )  # fmt: skip

    def text(self, name: str, box: Box, words: Sequence[Words], *, ground: bool = False, margin: float = 0.0) -> None:
        """A text in its box; with a ``ground`` it is a tile."""
        edge = f'<a:ln w="{emu(0.75)}">{filled(RULE)}</a:ln>' if ground else ""
        inset = " ".join(f'{side}Ins="{emu(margin)}"' for side in "ltrb")
        look = f'<a:bodyPr wrap="square" {inset}><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        self._add(
            f'<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{box.frame()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f'{filled(BAND if ground else None)}{edge}</p:spPr><p:txBody>'
            f"{look}{self._paragraphs(words)}</p:txBody></p:sp>"
        )

    def swatch(self, box: Box, fill: str) -> None:
        """A small area of a legend; the word beside it says what it means. ``fill`` is DrawingML."""
        edge = f'<a:ln w="{emu(0.75)}">{filled(FAINT)}</a:ln>'
        self._add(
            f"<p:sp {NAMESPACES}><p:nvSpPr>{self._named('Farbfeld', decorative=True)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f'<p:spPr>{box.frame()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}{edge}</p:spPr></p:sp>'
        )

    def line(self, name: str, alternative: str, box: Box, colour: str) -> None:
        """A straight line across its box."""
        self._add(
            f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{self._named(name, alternative)}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
            f'<p:spPr>{box.frame()}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            f'<a:ln w="{emu(1.5)}">{filled(colour)}</a:ln></p:spPr></p:cxnSp>'
        )

    def table(self, name: str, box: Box, widths: Sequence[float], rows: Iterable[tuple[float, Sequence[Words]]],
              margins: tuple[float, float], total: bool) -> None:  # fmt: skip
        """A table whose first row is its header; each row with its height and one paragraph per column."""
        columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
        drawn = [self._row(height, cells, margins, at == 0) for at, (height, cells) in enumerate(rows)]
        last = ' lastRow="1"' if total else ""
        self._add(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._named(name, f'Tabelle: {name}')}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{box.frame("p")}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
            f'<a:tbl><a:tblPr firstRow="1"{last}><a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{columns}</a:tblGrid>{''.join(drawn)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        )

    def chart(self, name: str, alternative: str, box: Box, reference: str) -> None:
        """A native chart that is kept with the slide under this reference."""
        space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
        self._add(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._named(name, alternative)}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{box.frame("p")}<a:graphic><a:graphicData uri="{space}">'
            f'<c:chart xmlns:c="{space}" r:id="{reference}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _row(self, height: float, cells: Sequence[Words], margins: tuple[float, float], is_head: bool) -> str:
        beside, above = emu(margins[0]), emu(margins[1])
        line = f'<a:lnB w="{emu(1.5 if is_head else 0.5)}">{filled(FAINT if is_head else RULE)}</a:lnB>'
        look = (
            f'<a:tcPr marL="{beside}" marR="{beside}" marT="{above}" marB="{above}">{line}'
            f"{filled(BAND if is_head else None)}</a:tcPr>"
        )
        texts = (f"<a:txBody><a:bodyPr/><a:lstStyle/>{words.xml(self._language)}</a:txBody>" for words in cells)
        return f'<a:tr h="{emu(height)}">{"".join(f"<a:tc>{text}{look}</a:tc>" for text in texts)}</a:tr>'

    def _paragraphs(self, words: Sequence[Words]) -> str:
        return "".join(one.xml(self._language) for one in words) or "<a:p/>"

    def _named(self, name: str, alternative: str = "", decorative: bool = False) -> str:
        self._last += 1
        described = f' descr="{escape(clean(alternative))}"' if alternative else ""
        inner = _DECORATIVE if decorative else ""
        return f'<p:cNvPr id="{self._last}" name="{escape(clean(name))}"{described}>{inner}</p:cNvPr>'

    def _add(self, xml: str) -> None:
        self._tree.append(parse_xml(xml))
