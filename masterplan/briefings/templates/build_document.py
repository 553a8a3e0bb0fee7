"""python -m masterplan.briefings.templates.build_document: makes briefing.docx, the plain template that is shipped."""

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from masterplan.briefings.palette import ACCENT, BAND, DRAFT, FAINT, INK, RULE
from masterplan.domain.files.office_archive import settled

FILE = Path(__file__).with_name("briefing.docx")
MADE_AT = "2026-11-28T00:00:00+00:00"
FONT, LANGUAGE = "Arial", "de-DE"

BUILT_IN: tuple[tuple[str, float, str, bool, float, float], ...] = (
    ("Normal", 10, INK, False, 0, 6),
    ("Title", 16, ACCENT, True, 0, 2),
    ("Subtitle", 11, FAINT, False, 0, 6),
    ("Heading 1", 14, ACCENT, True, 10, 4),
    ("Heading 2", 12, INK, True, 10, 3),
    ("Heading 3", 10, INK, True, 10, 3),
    ("Caption", 9, INK, True, 8, 3),
    ("List Bullet", 10, INK, False, 0, 2),
    ("List Number", 10, INK, False, 0, 3),
    ("Header", 8, FAINT, False, 0, 0),
    ("Footer", 7, FAINT, False, 0, 0),
)
"""Name, size, colour, bold, room before and after in points."""
OWN: tuple[tuple[str, float, str, bool, float, float], ...] = (
    ("Leitsatz", 11, INK, True, 0, 6),
    ("Hinweis", 8, FAINT, False, 2, 6),
    ("Warnung", 10, DRAFT, True, 0, 6),
    ("Vermerk", 13, DRAFT, True, 0, 6),
    ("Spaltenkopf", 8, INK, True, 1, 1),
    ("Zelle", 8, INK, False, 1, 1),
    ("Fußnote", 7, FAINT, False, 0, 1),
)
TABLE = "Berichtstabelle"


def build() -> bytes:
    """The template as a file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.7)
    section.header_distance, section.footer_distance = Cm(1), Cm(0.9)
    for name, *look in BUILT_IN:
        _dress(document.styles[name], *look)  # type: ignore[arg-type]
    for name, *look in OWN:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _dress(style, *look)  # type: ignore[arg-type]
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption", "Leitsatz"):
        document.styles[name].paragraph_format.keep_with_next = name != "Leitsatz"
    document.styles.element.append(parse_xml(_table_style()))
    _set_language(document)
    into = BytesIO()
    document.save(into)
    return settled(into.getvalue(), MADE_AT)


def _dress(style: Any, size: float, colour: str, bold: bool, before: float, after: float) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for place in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{place}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.1
    properties = style.element.pPr
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _table_style() -> str:
    rule, band, ink = (colour.lstrip("#") for colour in (RULE, BAND, INK))
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="{TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/>
<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="{band}"/></w:tcPr></w:tblStylePr></w:style>"""


def _set_language(document: Any) -> None:
    """German for spelling, hyphens and whoever reads the document aloud."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'))


if __name__ == "__main__":
    FILE.write_bytes(build())
