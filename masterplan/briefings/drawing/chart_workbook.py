"""The small workbook behind a native chart, which PowerPoint opens for „Daten bearbeiten“.

Every text is written as a text: nothing in it can run as a formula, and nothing becomes an address.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

EPOCH = date(1899, 12, 30)
"""The day 0 of Excel's calendar."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}  # fmt: skip


def serial(day: str) -> int:
    """An ISO day as Excel counts them."""
    return (date.fromisoformat(day) - EPOCH).days


def workbook(categories: Sequence[object], series: Sequence[tuple[str, Sequence[Any]]]) -> bytes:
    """Categories in the first column, a named column per series beside it; missing values stay empty."""
    heads = (None, *(name for name, _ in series))
    columns = (categories, *(values for _, values in series))
    rows = [_row(1, heads)]
    rows += [_row(at + 2, [column[at] for column in columns]) for at in range(len(categories))]
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in (*_PARTS.items(), ("xl/worksheets/sheet1.xml", sheet)):
            file.writestr(name, _HEAD + text)
    return into.getvalue()


def _row(number: int, values: Sequence[object]) -> str:
    return f'<row r="{number}">{"".join(_cells(number, values))}</row>'


def _cells(row: int, values: Sequence[object]) -> Iterator[str]:
    for at, value in enumerate(values):
        place = f"{chr(65 + at)}{row}"
        match value:
            case None:
                continue
            case date():
                yield f'<c r="{place}" s="1"><v>{(value - EPOCH).days}</v></c>'
            case int() | float():
                yield f'<c r="{place}"><v>{value!r}</v></c>'
            case _:
                yield f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
