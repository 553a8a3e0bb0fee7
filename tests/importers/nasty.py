"""Nasty files, each made in a few lines: what arrives by accident, and what arrives on purpose."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill: Callable[[Worksheet], None] | None = None) -> bytes:
    """An .xlsx file with one sheet „Tabelle“; ``fill`` may write into it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tabelle"
    sheet.append(["Nr.", "Titel"])
    sheet.append([1, "Portal ausbauen"])
    if fill:
        fill(sheet)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in source.namelist():
            if name not in parts:
                result.writestr(name, source.read(name))
        for name, text in parts.items():
            result.writestr(name, text)
    return target.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> bytes:
    return f"<worksheet {NAMESPACE}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def with_sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """An .xlsx file whose only sheet holds these rows of XML."""
    return with_parts(workbook(), {SHEET: sheet_xml(rows, before, after)})


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def zip_bomb() -> bytes:
    """A sheet of 450 MB of blanks in two megabytes."""
    head, tail = f"<worksheet {NAMESPACE}><sheetData>".encode(), b"</sheetData></worksheet>"
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += (packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)) * 45
    packed += packer.compress(tail) + packer.flush()
    checksum = 0  # nobody comes so far as to check it
    size = len(head) + 450_000_000 + len(tail)
    return _with_packed_sheet(packed, checksum, size)


def lying_size() -> bytes:
    """A sheet of 60 MB that the directory says has 1,000 bytes."""
    content = f"<worksheet {NAMESPACE}><sheetData>".encode() + b" " * 60_000_000
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return _with_packed_sheet(packer.compress(content) + packer.flush(), zlib.crc32(content[:1_000]), 1_000)


def _with_packed_sheet(packed: bytes, checksum: int, size: int) -> bytes:
    content = with_parts(workbook(), {SHEET: packed})
    stored = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET)
    # The sheet is the last part: write its local header, its data and the directory anew.
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in source.namelist():
            if name != SHEET:
                result.writestr(name, source.read(name))
        entry = zipfile.ZipInfo(SHEET, stored.date_time)
        entry.compress_type = zipfile.ZIP_STORED
        result.writestr(entry, packed)
    content = target.getvalue()
    sheet = SHEET.encode()
    for signature, method_at, crc_at in ((b"PK\x03\x04", 8, 14), (b"PK\x01\x02", 10, 16)):
        name_at = 30 if signature == b"PK\x03\x04" else 46
        at = next(
            found.start()
            for found in re.finditer(re.escape(signature), content)
            if content[found.start() + name_at : found.start() + name_at + len(sheet)] == sheet
        )
        content = content[: at + method_at] + struct.pack("<H", 8) + content[at + method_at + 2 :]
        fields = struct.pack("<III", checksum, len(packed), size)
        content = content[: at + crc_at] + fields + content[at + crc_at + 12 :]
    return content


def overlapping() -> bytes:
    """Two entries of the directory that point to the same bytes."""
    content = with_parts(workbook(), {"xl/extra1.xml": b"<a/>", "xl/extra2.xml": b"<a/>"})
    archive = zipfile.ZipFile(io.BytesIO(content))
    first, second = archive.getinfo("xl/extra1.xml").header_offset, archive.getinfo("xl/extra2.xml").header_offset
    at = content.rfind(struct.pack("<I", second) + b"xl/extra2.xml")
    return content[:at] + struct.pack("<I", first) + content[at + 4 :]


def many_parts() -> bytes:
    return with_parts(workbook(), {f"xl/extra{number}.xml": b"<a/>" for number in range(6_000)})


def doubled_part() -> bytes:
    content = workbook()
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.replace("sheet1", "SHEET1"), sheet_xml(""))
    return target.getvalue()


def entity_bomb(part: str = SHEET) -> bytes:
    """Entities that unfold to a billion times a word."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    )
    rows = f'<row r="1">{text_cell("A1", "&a9;")}</row>'
    return with_parts(
        workbook(), {part: f"<?xml version='1.0'?><!-- nichts --><!DOCTYPE x [{entities}]>".encode() + sheet_xml(rows)}
    )


def external_entity() -> bytes:
    rows = f'<row r="1">{text_cell("A1", "&x;")}</row>'
    return with_parts(workbook(), {SHEET: b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + sheet_xml(rows)})


def hidden_doctype() -> bytes:
    """A document type in UTF-16, where a search for its letters finds nothing."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY x "y">]>' + sheet_xml("").decode()
    return with_parts(workbook(), {SHEET: text.encode("utf-16")})


def far_corner() -> bytes:
    """Values only in the first and in the last cell that a sheet can have."""
    return with_sheet(
        f'<row r="1">{text_cell("A1", "Titel")}</row><row r="1048576">{text_cell("XFD1048576", "weit weg")}</row>'
    )


def far_corner_large() -> bytes:
    """The same in a table so large that the quick reader takes it."""
    return with_sheet(plain_rows(30_000) + f'<row r="1048576">{text_cell("XFD1048576", "weit weg")}</row>')


def plain_rows(count: int) -> str:
    return "".join(
        f'<row r="{row}">{text_cell(f"A{row}", f"Titel {row}")}<c r="B{row}"><v>{row}</v></c></row>'
        for row in range(1, count + 1)
    )


def whole_sheet_merged() -> bytes:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return with_sheet(f'<row r="1">{text_cell("A1", "Titel")}</row>', after=merges)


def million_empty_rows() -> bytes:
    """An honest table under which a million rows were once formatted."""
    empty = "".join(f'<row r="{row}" ht="15.75" customHeight="1"/>' for row in range(3, 1_048_577))
    return with_sheet(
        f'<row r="1">{text_cell("A1", "Titel")}</row><row r="2">{text_cell("A2", "Portal")}</row>{empty}',
        before='<dimension ref="A1:XFD1048576"/>',
    )


def with_texts(rows: str, texts: str, attributes: str = "") -> bytes:
    """An .xlsx file with one sheet and a table of texts (``<si>`` elements)."""
    content = with_sheet(rows)
    types = zipfile.ZipFile(io.BytesIO(content)).read("[Content_Types].xml")
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/>'
    if kind not in types:
        types = types.replace(b"</Types>", part + b"</Types>")
    links = zipfile.ZipFile(io.BytesIO(content)).read("xl/_rels/workbook.xml.rels")
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    if relation not in links:
        link = b'<Relationship Id="texts" Type="' + relation + b'" Target="sharedStrings.xml"/>'
        links = links.replace(b"</Relationships>", link + b"</Relationships>")
    return with_parts(content, {
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": links,
        "xl/sharedStrings.xml": f"<sst {NAMESPACE}{attributes}>{texts}</sst>".encode(),
    })  # fmt: skip


def lying_string_count(count: int = 1) -> bytes:
    """A table of texts that says it holds four thousand million."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, count + 1))
    return with_texts(rows, "<si><t>Titel</t></si>", ' count="4294967295" uniqueCount="4294967295"')


def lying_string_count_large() -> bytes:
    """The same in a table for the quick reader, which believes the number."""
    return lying_string_count(80_000)


def missing_string() -> bytes:
    return with_texts('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "<si><t>Titel</t></si>")


def repeated_long_text() -> bytes:
    """One long text, named by two hundred thousand cells: little to store, much to hold."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 200_001))
    return with_texts(rows, f"<si><t>{'lang ' * 6_000}</t></si>")


def long_text() -> bytes:
    return with_sheet(f'<row r="1">{text_cell("A1", "x" * 150_000)}</row>')


def many_sheets(count: int = 300) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for number in range(count):
        book.create_sheet(f"Blatt {number}")
    return saved(book)


def many_columns() -> bytes:
    def fill(sheet: Worksheet) -> None:
        sheet.append([f"Spalte {number}" for number in range(3_000)])

    return workbook(fill)


def many_styles() -> bytes:
    content = workbook()
    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml")
    formats = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 600_000
    styles = styles.replace(b"<cellXfs", b"<cellXfs>" + formats + b"</cellXfs><x", 1)
    return with_parts(content, {"xl/styles.xml": styles})


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 60_000))
    return with_sheet(plain_rows(5), after=f"<mergeCells>{merges}</mergeCells>")


def deep_nesting() -> bytes:
    return with_sheet("<a>" * 400_000 + "</a>" * 400_000)


def regex_trap() -> bytes:
    """A number format over which a careless search would brood for ever."""

    def fill(sheet: Worksheet) -> None:
        sheet["A2"].number_format = '"' * 5_001 + "[" * 5_000 + "_" * 5_000 + "%" * 5_000

    return workbook(fill)


def with_macros() -> bytes:
    content = with_parts(workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not run"})
    types = zipfile.ZipFile(io.BytesIO(content)).read("[Content_Types].xml")
    usual = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = types.replace(usual, b"vnd.ms-excel.sheet.macroEnabled.main+xml")
    return with_parts(content, {"[Content_Types].xml": types})


def with_external_link() -> bytes:
    book = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return with_parts(workbook(), {"xl/externalLinks/externalLink1.xml": book})


def encrypted() -> bytes:
    """The look of an .xlsx file with a password: an old container with an encrypted package inside."""
    return OLD_CONTAINER + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 4_000


def zip_with_password() -> bytes:
    content = workbook()
    archive = zipfile.ZipFile(io.BytesIO(content))
    for entry in archive.infolist():
        at = content.find(b"PK\x01\x02")
        while content[at + 46 : at + 46 + len(entry.filename)] != entry.filename.encode():
            at = content.find(b"PK\x01\x02", at + 4)
        content = content[: at + 8] + b"\x01\x00" + content[at + 10 :]
    return content


def nested() -> bytes:
    """An archive with a workbook in it, not packed, so that its parts' names can be seen from outside."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("Plan.xlsx", workbook())
    return target.getvalue()


def many_different_styles() -> bytes:
    """Styles that do not pack so well that their number is seen at once, and rows enough to be busy with."""
    content = with_parts(workbook(), {SHEET: sheet_xml(plain_rows(12_000))})
    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml")
    one = b'<numFmt numFmtId="%d" formatCode="0.0&quot;%x&quot;"/>'
    formats = b"".join(one % (number, number**3) for number in range(170, 110_000))
    styles = styles.replace(b"<fonts", b"<numFmts>" + formats + b"</numFmts><fonts", 1).replace(b"<numFmts />", b"")
    return with_parts(content, {"xl/styles.xml": styles})


def truncated() -> bytes:
    content = workbook()
    return content[: len(content) * 2 // 3]


def bit_flipped() -> bytes:
    content = bytearray(with_parts(workbook(), {SHEET: sheet_xml(plain_rows(2_000))}))
    start = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo(SHEET).header_offset + 300
    for at in range(start, start + 40):
        content[at] ^= 0x55
    return bytes(content)


def ods(content: str, manifest: str = "") -> bytes:
    """An .ods file with this XML as its tables."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    whole = (
        f"<office:document-content{names}><office:body><office:spreadsheet>{content}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", whole)
    return target.getvalue()


def repeated_ods() -> bytes:
    """One value that is said to stand in every cell of a sheet."""
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    return ods(f'<table:table table:name="Tabelle">{row}</table:table>')


def encrypted_ods() -> bytes:
    return ods("", '<manifest:encryption-data manifest:checksum="x"/>')
