"""What python-docx has no words for: native charts, footnotes, tables that tell what they are, the page number."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from pptx import Presentation

from masterplan.briefings.content import Cell, Chart, Column, Meaning, Table
from masterplan.briefings.drawing.charts import chart_part
from masterplan.briefings.drawing.shapes import Box
from masterplan.briefings.palette import PAINTS
from masterplan.briefings.xml_text import clean

SMALLER = 0.72
"""Letters in a chart of a document beside those of a slide."""
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Charts:
    """Draws charts into a document; each brings the workbook with its numbers."""

    def __init__(self, document: Any, font: str) -> None:
        self._document = document
        self._font = font
        self._count = 0
        drawing_board = Presentation()
        self._slide = drawing_board.slides.add_slide(drawing_board.slide_layouts[6])

    def add(self, chart: Chart, run: Any, width: Emu, height: Emu) -> None:
        """A chart in the line of a run, with its alternative text."""
        self._count += 1
        box = Box(0, 0, width.pt / SMALLER, height.pt / SMALLER)
        drawn: Any = self._slide.part.related_part(chart_part(self._slide, self._count, chart, box))
        smaller = _lettered(re.sub(rb'\bsz="(\d+)"', _smaller, drawn.blob), self._font)
        package, document = self._document.part.package, self._document.part
        part = Part(PackURI(f"/word/charts/chart{self._count}.xml"), drawn.content_type, smaller, package)
        workbook = Part(
            PackURI(f"/word/embeddings/chart{self._count}.xlsx"), CONTENT_TYPE.SML_SHEET,
            drawn.chart_workbook.xlsx_part.blob, package,
        )  # fmt: skip
        external = re.search(rb'<c:externalData[^>]*r:id="([^"]+)"', smaller)
        assert external is not None
        part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, workbook, external[1].decode())
        reference = document.relate_to(part, RELATIONSHIP_TYPE.CHART)
        run._r.append(_inline(reference, self._count, chart, width, height))


def _smaller(match: re.Match[bytes]) -> bytes:
    return b'sz="%d"' % (round(int(match[1]) * SMALLER / 50) * 50)


def _lettered(chart: bytes, font: str) -> bytes:
    """Names the font wherever letters are described: without a theme there is none to inherit."""
    drawn = parse_xml(chart)
    for place in (*drawn.iter(qn("a:defRPr")), *drawn.iter(qn("a:rPr"))):
        if place.find(qn("a:latin")) is None:
            latin = parse_xml(f'<a:latin {nsdecls("a")} typeface=""/>')
            latin.set("typeface", font)
            place.append(latin)
    return serialize_part_xml(drawn)


def _inline(reference: str, number: int, chart: Chart, width: Emu, height: Emu) -> Any:
    drawing = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")} xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{100 + number}" name=""/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{reference}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    properties = drawing.find(f".//{qn('wp:docPr')}")
    assert properties is not None
    properties.set("name", clean(chart.title))
    properties.set("descr", clean(chart.alternative))
    return drawing


class Footnotes:
    """The definitions at the foot of the pages, each once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def refer(self, run: Any, words: str) -> None:
        """The mark of a footnote after a run; the same words have the same footnote, told where they come first."""
        if words in self._numbers:
            return
        self._texts.append(words)
        number = self._numbers[words] = len(self._texts)
        mark = parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
        run.addnext(mark)

    def finish(self, style_ids: Mapping[str, str]) -> None:
        """Writes all notes into the document."""
        notes = parse_xml(
            f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
        )
        style = quoteattr(style_ids["Fußnote"])
        for number, words in enumerate(self._texts, 1):
            note = parse_xml(
                f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val={style}/></w:pPr>'
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
            )
            text = note.findall(f".//{qn('w:t')}")[0]
            text.text = f" {clean(words)}"
            notes.append(note)
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, serialize_part_xml(notes), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def page_number(paragraph: Any) -> None:
    """The number of the page, as a field."""
    for kind in ("begin", None, "end"):
        inner = (
            f'<w:fldChar w:fldCharType="{kind}"/>' if kind else '<w:instrText xml:space="preserve"> PAGE </w:instrText>'
        )
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{inner}</w:r>'))


RIGHT = frozenset({"number", "share", "days", "euro"})
STRONG: frozenset[Meaning] = frozenset({"late", "red"})


def table_element(table: Table, width: Emu, style_ids: Mapping[str, str]) -> Any:
    """A table that tells what it is; its heading row comes again on every page, and no row is torn apart.

    Made as text at once: cell by cell the library takes minutes for a long annex.
    """
    whole = sum(column.width for column in table.columns)
    widths = [round(width / EMU_PER_TWIP * column.width / whole) for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    heads = _row(tuple(Cell(column.title) for column in table.columns), table.columns, widths, style_ids["Spaltenkopf"])
    rows = [_row(row, table.columns, widths, style_ids["Zelle"]) for row in table.rows]
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val={quoteattr(style_ids["Berichtstabelle"])}/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={_attribute(table.title)}/>'
        f'<w:tblDescription w:val={_attribute(table.remark or table.title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{heads.replace(_WHOLE_ROW, _HEAD_ROW, 1)}{''.join(rows)}</w:tbl>"
    )


EMU_PER_TWIP = 635
_WHOLE_ROW = "<w:trPr><w:cantSplit/></w:trPr>"
_HEAD_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


def _attribute(words: str) -> str:
    return quoteattr(clean(words))


def _row(cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], style_id: str) -> str:
    drawn = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        side = '<w:jc w:val="right"/>' if column.kind in RIGHT else ""
        bold = "<w:b/>" if cell.meaning in STRONG else ""
        colour = PAINTS[cell.meaning].text.lstrip("#").upper()
        look = "" if cell.meaning == "neutral" else f'<w:rPr>{bold}<w:color w:val="{colour}"/></w:rPr>'
        drawn.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
            f"<w:pStyle w:val={quoteattr(style_id)}/>{side}</w:pPr>"
            f'<w:r>{look}<w:t xml:space="preserve">{escape(clean(cell.text))}</w:t></w:r></w:p></w:tc>'
        )
    return f"<w:tr>{_WHOLE_ROW}{''.join(drawn)}</w:tr>"


def first_runs(table: Any) -> list[Any]:
    """The text of the first cell of each row under the heading row."""
    return [row.find(f".//{qn('w:r')}") for row in table.findall(qn("w:tr"))[1:]]
