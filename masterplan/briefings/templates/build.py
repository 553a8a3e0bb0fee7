"""python -m masterplan.briefings.templates.build: makes briefing.pptx, the plain 16:9 template that is shipped."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Cm, Pt

from masterplan.briefings.content import Meaning
from masterplan.briefings.palette import ACCENT, FAINT, INK, PAINTS, PAPER, RULE
from masterplan.domain.files.office_archive import settled

FILE = Path(__file__).with_name("briefing.pptx")
MADE_AT = "2026-11-28T00:00:00+00:00"
FONT = "Arial"
WIDTH, HEIGHT, MARGIN = 33.867, 19.05, 1.6
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Box = tuple[float, float, float, float]
"""Left, top, width and height in centimetres."""

INSIDE = WIDTH - 2 * MARGIN
TITLE: Box = (MARGIN, 1.5, INSIDE, 1.95)
CHAPTER: Box = (MARGIN, 0.75, 24.0, 0.7)
MARK: Box = (WIDTH - MARGIN - 5.0, 0.65, 5.0, 0.85)
CONTENT: Box = (MARGIN, 3.75, INSIDE, 13.35)
FOOT: Box = (MARGIN, 17.45, 27.5, 1.05)
NUMBER: Box = (WIDTH - MARGIN - 2.5, 17.45, 2.5, 1.05)


def _placeholder(name: str, kind: str, index: int, box: Box, size: int, number: int, **look: str) -> str:
    """A placeholder by the name that as_pptx looks for."""
    left, top, width, height = (Cm(value) for value in box)
    colour, bold = look.get("colour", INK).lstrip("#"), look.get("bold", "0")
    german = '<a:rPr lang="de-DE"/>'
    field = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{german}<a:t>‹Nr.›</a:t></a:fld>'
    inner = field if kind == "sldNum" else f"<a:r>{german}<a:t>{name}</a:t></a:r>"
    placed = f'type="{kind}" idx="{index}"' if kind not in ("title", "ctrTitle") else f'type="{kind}"'
    return f"""<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>
<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {placed}/></p:nvPr></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{look.get("anchor", "t")}"><a:normAutofit/></a:bodyPr>
<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{look.get("align", "l")}">
<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>
<a:defRPr lang="de-DE" sz="{size * 100}" b="{bold}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr>
</a:lvl1pPr></a:lstStyle><a:p>{inner}</a:p></p:txBody></p:sp>"""


def _line(number: int, left: float, top: float, width: float, colour: str, thick: float) -> str:
    """A thin line that means nothing."""
    return f"""<p:cxnSp {_NAMESPACES}><p:nvCxnSpPr><p:cNvPr id="{number}" name="Linie {number}"><a:extLst>
<a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">
<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>
</a:ext></a:extLst></p:cNvPr>
<p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>
<p:spPr><a:xfrm><a:off x="{Cm(left)}" y="{Cm(top)}"/><a:ext cx="{Cm(width)}" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom>
<a:ln w="{Pt(thick)}"><a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>"""


def _foot(first: int) -> list[str]:
    return [
        _line(first, MARGIN, 17.3, INSIDE, RULE, 1),
        _placeholder("Fußzeile", "ftr", 20, FOOT, 9, first + 1, colour=FAINT),
        _placeholder("Foliennummer", "sldNum", 21, NUMBER, 10, first + 2, colour=FAINT, align="r"),
    ]


def _mark(number: int) -> str:
    return _placeholder("Vermerk", "body", 12, MARK, 12, number, bold="1", align="r", anchor="ctr")


def _cover() -> list[str]:
    return [
        _line(2, MARGIN, 5.2, 6.0, ACCENT, 6),
        _placeholder("Titel", "ctrTitle", 0, (MARGIN, 5.8, 28.0, 3.6), 38, 3, bold="1"),
        _placeholder("Untertitel", "subTitle", 1, (MARGIN, 9.6, 28.0, 1.4), 22, 4, colour=FAINT),
        _placeholder("Angaben", "body", 13, (MARGIN, 11.6, 28.0, 5.4), 14, 5),
        _placeholder("Vermerk", "body", 12, MARK, 16, 6, bold="1", align="r", anchor="ctr"),
        *_foot(7),
    ]


def _divider() -> list[str]:
    return [
        _line(2, MARGIN, 5.2, 6.0, ACCENT, 6),
        _placeholder("Titel", "title", 0, (MARGIN, 5.8, 28.0, 1.8), 34, 3, bold="1"),
        _placeholder("Inhalt", "body", 1, (MARGIN, 8.0, 28.0, 9.0), 16, 4, colour=FAINT),
        _mark(5),
        *_foot(6),
    ]


def _content() -> list[str]:
    return [
        _placeholder("Kapitel", "body", 11, CHAPTER, 12, 2, colour=ACCENT, bold="1"),
        _placeholder("Titel", "title", 0, TITLE, 26, 3, bold="1"),
        _mark(4),
        _placeholder("Inhalt", "body", 1, CONTENT, 18, 5),
        *_foot(6),
    ]


LAYOUTS: Mapping[str, tuple[int, Any]] = {
    "Deckblatt": (0, _cover), "Zwischentitel": (2, _divider), "Folie": (1, _content),
}  # fmt: skip
"""The three layouts by name: which one of the library's it is made from, and what stands on it."""


def build() -> bytes:
    """The template as a file."""
    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = Cm(WIDTH), Cm(HEIGHT)
    layouts = list(presentation.slide_layouts)
    kept = {place: (name, shapes) for name, (place, shapes) in LAYOUTS.items()}
    for place, layout in enumerate(layouts):
        if place not in kept:
            presentation.slide_layouts.remove(layout)
            continue
        layout.name = kept[place][0]
        _refill(layout, kept[place][1]())
    master = presentation.slide_master
    _refill(master, [
        _placeholder("Titel", "title", 0, TITLE, 26, 2, bold="1"), _placeholder("Inhalt", "body", 1, CONTENT, 18, 3),
        _placeholder("Fußzeile", "ftr", 3, FOOT, 9, 4, colour=FAINT),
        _placeholder("Foliennummer", "sldNum", 4, NUMBER, 10, 5, colour=FAINT, align="r"),
    ])  # fmt: skip
    _theme(master)
    for size in master._element.iter(f"{_A}defRPr"):
        size.set("lang", "de-DE")
    properties = presentation.core_properties
    properties.title, properties.author, properties.language = "Vorlage Kabinettsbericht", "Staatskanzlei", "de-DE"
    properties.last_modified_by, properties.revision, properties.keywords = "Staatskanzlei", 1, ""
    into = BytesIO()
    presentation.save(into)
    return settled(into.getvalue(), MADE_AT)


def _refill(slide: Any, shapes: list[str]) -> None:
    tree = slide.shapes._spTree
    for old in list(tree)[2:]:
        tree.remove(old)
    for text in shapes:
        tree.append(parse_xml(text))


def _theme(master: Any) -> None:
    """Colours and fonts of the theme, from which a slide's own shapes take theirs."""
    part = next(link.target_part for link in master.part.rels.values() if link.reltype.endswith("/theme"))
    root: Any = parse_xml(part.blob)
    meanings: tuple[Meaning, ...] = ("accent", "ongoing", "late", "green", "paused", "target")
    named = {"dk1": INK, "lt1": PAPER, "dk2": ACCENT, "lt2": RULE, "hlink": ACCENT, "folHlink": FAINT}
    named |= {f"accent{place}": PAINTS[meaning].fill for place, meaning in enumerate(meanings, 1)}
    for name, colour in named.items():
        slot = root.find(f".//{_A}clrScheme/{_A}{name}")
        for old in list(slot):
            slot.remove(old)
        slot.append(parse_xml(f'<a:srgbClr {_NAMESPACES} val="{colour.lstrip("#")}"/>'))
    for latin in root.iterfind(f".//{_A}fontScheme/*/{_A}latin"):
        latin.set("typeface", FONT)
    part._blob = serialize_part_xml(root)


if __name__ == "__main__":
    FILE.write_bytes(build())
