"""What a workbook says is what is read: values, looks and places, by both readers and from every format."""

import io
import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.number import DateStyle, Month, Year
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from importers.reading import LIMITS, UnreadableFile, child, read_bytes, read_workbook
from importers.reading.wire import RowTaker, marks_message, row_messages, take_marks, to_line
from importers.sheet import Merge, Sheet
from tests.importers.nasty import saved, text_cell, with_sheet, with_texts

EXACT = replace(LIMITS, exact=10**9)
QUICK = replace(LIMITS, exact=0)
BOTH = pytest.mark.parametrize("limits", [EXACT, QUICK], ids=["exact", "quick"])


def _never(refused: UnreadableFile) -> None:
    raise refused


def read_here(content: bytes, limits: Any = LIMITS, name: str = "x.xlsx") -> list[Sheet]:
    """The sheets as they arrive, read without a child process."""
    sheets, _ = child.read(name, content, limits, _never)
    arrived = []
    for sheet in sheets:
        taker = RowTaker(limits.rows)
        for message in row_messages(sheet.rows):
            taker.take(json.loads(to_line(message)))
        copy = Sheet(sheet.name, taker.finished(), sheet.hidden)
        take_marks(copy, json.loads(to_line(marks_message(sheet))))
        arrived.append(copy)
    return arrived


SAMPLE = ["1.10", " Portal\nausbauen ", date(2022, 12, 31), 0.75, datetime(2020, 1, 2, 13, 30), time(8, 15), True]


def sample(epoch: datetime | None = None) -> bytes:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.worksheets[0]
    sheet.title = "Maßnahmen"
    sheet.append(["Nr.", "Titel", "Termin", "Anteil", "Beginn", "Uhrzeit", "Ja"])
    sheet.append(list(SAMPLE))
    sheet["D2"].number_format = "0 %"
    return saved(book)


@BOTH
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_values_are_read_with_their_types(limits: Any, epoch: datetime | None) -> None:
    (sheet,) = read_here(sample(epoch), limits)
    assert sheet.rows[1] == SAMPLE
    assert sheet.percent == {(1, 3)}


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
) | st.sampled_from(["a\nb", " am Rand ", "  ", "=x", "ein\tTab", "None", "#N/A", "00123", "1.10"])
numbers = st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6)
days = st.dates(date(1904, 1, 3), date(2199, 12, 31))
moments = st.datetimes(datetime(1904, 1, 3), datetime(2199, 1, 1)).map(lambda value: value.replace(microsecond=0))
values = st.none() | texts | numbers | st.booleans() | days | moments
tables = st.lists(st.lists(values, max_size=6), max_size=6)


def written(rows: list[list[Any]], epoch: datetime | None = None) -> bytes:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    return saved(book)


def expected(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.strip(" \t\r\n") else None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float):
        value = float(f"{value:.16g}")
        return int(value) if value.is_integer() else value
    return value


def padded(rows: list[list[Any]]) -> list[list[Any]]:
    return [[*row, *[None] * (6 - len(row))][:6] for row in [*rows, *[[]] * (6 - len(rows))]]


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from([None, CALENDAR_MAC_1904]))
def test_both_readers_give_back_what_was_written(rows: list[list[Any]], epoch: datetime | None) -> None:
    content = written(rows, epoch)
    exact, quick = read_here(content, EXACT)[0], read_here(content, QUICK)[0]
    assert padded(exact.rows) == padded(quick.rows)
    assert padded(exact.rows) == padded([[expected(value) for value in row] for row in rows])
    assert replace(exact, rows=[]) == replace(quick, rows=[])


@BOTH
@pytest.mark.parametrize(
    ("colour", "seen"),
    [
        (Color("FF00B050"), "00B050"),
        (Color(indexed=10), "FF0000"),
        (Color(theme=9), "F79646"),
        (Color(theme=9, tint=0.4), "FAC090"),
        (Color(theme=0), None),
        (Color("FFFFFFFF"), None),
    ],
)
def test_a_fill_is_read_whatever_way_its_colour_is_stated(limits: Any, colour: Color, seen: str | None) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ampel"])
    sheet["A2"].fill = PatternFill("solid", fgColor=colour)
    fills = read_here(saved(book), limits)[0].fills
    assert [fills.get((1, 0))] == ([seen] if seen is None else [near(seen, fills.get((1, 0)))])


def near(colour: str, other: str | None) -> str | None:
    """``other`` if it differs from ``colour`` by rounding only."""
    parts = zip(*([int(text[at : at + 2], 16) for at in (0, 2, 4)] for text in (colour, other or "")), strict=True)
    return other if all(abs(one - two) <= 2 for one, two in parts) else colour


@BOTH
def test_hidden_things_merges_comments_and_lines_are_told(limits: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Nr.", "Titel", "Termin"], [1, "a", "b"], [2, "c", "d"], [3, "e", "f"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A4:B4")
    sheet["C2"].font = Font(strike=True)
    sheet["C3"].comment = Comment("eigentlich fertig", "SMI")
    sheet["A4"].value = 3
    book.create_sheet("Liste").sheet_state = "hidden"
    book.create_sheet("Schlüssel").sheet_state = "veryHidden"
    found, hidden, very_hidden = read_here(saved(book), limits)
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {1}
    assert found.merges == [Merge(3, 0, 3, 1)]
    assert found.struck == {(1, 2)}
    assert found.comments == {(2, 2): "eigentlich fertig"}
    assert (found.hidden, hidden.hidden, very_hidden.hidden) == (False, True, True)


@BOTH
def test_rows_without_height_and_columns_without_width_are_hidden_too(limits: Any) -> None:
    rows = "".join(
        f'<row r="{at}" {said}>{text_cell(f"A{at}", "a")}{text_cell(f"B{at}", "b")}</row>'
        for at, said in enumerate(("", 'ht="0" customHeight="1"', 'ht="15"', 'ht="0.75"'), 1)
    )
    columns = '<cols><col min="1" max="1" width="10"/><col min="2" max="2" width="0" customWidth="1"/></cols>'
    (sheet,) = read_here(with_sheet(rows, before=columns), limits)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {1})


@BOTH
def test_errors_and_formulas_without_result_are_no_values(limits: Any) -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>SUM(C1:C9)</f></c>'
        '<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>"a"</f><v>a</v></c><c r="E1" t="str"><f>""</f><v></v></c>'
        '<c r="F1"><f>A1</f><v/></c></row>'
    )
    (sheet,) = read_here(with_sheet(rows), limits)
    assert padded(sheet.rows)[0] == [None, None, 2, "a", None, None]
    assert sheet.errors == {(0, 0): "#DIV/0!"}
    assert sheet.no_value == {(0, 1): "=SUM(C1:C9)", (0, 5): "=A1"}


@BOTH
def test_coded_characters_are_read_as_themselves(limits: Any) -> None:
    cells = text_cell("A1", "eins_x000D_zwei") + text_cell("B1", "_x005F_x000D_") + text_cell("C1", "a_x0000_")
    (sheet,) = read_here(with_sheet(f'<row r="1">{cells}</row>'), limits)
    assert sheet.rows == [["eins\rzwei", "_x000D_", "a"]]


def test_a_line_through_a_part_of_a_text_is_a_warning() -> None:
    struck = "<si><r><rPr><strike/></rPr><t>30.06.2020</t></r><r><t xml:space='preserve'> 31.12.2020</t></r></si>"
    workbook = read_bytes("x.xlsx", with_texts('<row r="7"><c r="D7" t="s"><v>0</v></c></row>', struck))
    (problem,) = workbook.problems
    assert (problem.code, problem.sheet, problem.cell) == ("struck-through", "Tabelle", "D7")
    assert problem.value == "30.06.2020"
    assert workbook.sheets[0].rows[6][3] == "30.06.2020 31.12.2020"


def test_rich_text_is_read_as_text() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = CellRichText("in ", TextBlock(InlineFont(b=True), "Umsetzung"))
    book.worksheets[0]["A2"] = CellRichText(TextBlock(InlineFont(strike=True), "entfallen"))
    (sheet,) = read_here(saved(book))
    assert sheet.rows == [["in Umsetzung"], ["entfallen"]]
    assert sheet.struck == {(1, 0)}


@BOTH
@pytest.mark.parametrize(
    ("number_format", "percent"),
    [("0%", True), ("0.0 %", True), ('0" %"', False), ('[Red]0%;"minus"', True), ("0.00", False)],
)
def test_a_per_cent_format_is_told_from_a_per_cent_sign(limits: Any, number_format: str, percent: bool) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 0.5
    book.worksheets[0]["A1"].number_format = number_format
    assert read_here(saved(book), limits)[0].percent == ({(0, 0)} if percent else set())


@BOTH
@pytest.mark.parametrize(
    ("number_format", "unit"),
    [
        ('#,##0 "T€"', "T€"), ('0.0" Mio. €"', "Mio. €"), ("#,##0 [$T€-407]", "T€"), ('#,##0,"T€"', None),
        ('#,##0.0,, "Mio."', None), ('#,##0 "€"', None), ("#,##0 [$€-407]", None), ('0 "Stück"', None), ("0.00", None),
    ],
)  # fmt: skip
def test_a_unit_set_behind_a_number_is_noted_where_it_changes_the_amount(
    limits: Any, number_format: str, unit: str | None
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1250
    book.worksheets[0]["A1"].number_format = number_format
    assert read_here(saved(book), limits)[0].shown_as == ({(0, 0): unit} if unit else {})


@BOTH
@pytest.mark.parametrize(
    ("number_format", "span"),
    [
        ("mmm yy", "month"), ("mmm-yy", "month"), ("MMMM\\ YYYY", "month"), ("[$-407]mmm\\ yy;@", "month"),
        ("MM/JJJJ", "month"), ("yyyy", "year"), ('"Ende "yyyy', "year"), ("dd.mm.yyyy", None), ("ddd", None),
        ("TT.MM.JJJJ", None), ("hh:mm", None), ("General", None), ('"Tag" mmm yy', "month"),
    ],
)  # fmt: skip
def test_a_day_of_which_a_cell_shows_less_is_told(limits: Any, number_format: str, span: str | None) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append([date(2022, 12, 1), "Text", 7.5])
    for cell in book.worksheets[0][1]:
        cell.number_format = number_format
    book.worksheets[0]["C1"].number_format = "0.0"
    assert read_here(saved(book), limits)[0].shown_as == ({(0, 0): span} if span else {})


@BOTH
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_a_workbook_tells_from_when_it_counts_days(limits: Any, epoch: datetime | None) -> None:
    assert read_here(sample(epoch), limits)[0].since_1904 == (epoch is not None)


def test_a_file_is_read_by_path_in_a_child_process(tmp_path: Path) -> None:
    path = tmp_path / "Katalog.xlsx"
    path.write_bytes(sample())
    workbook = read_workbook(path)
    assert workbook.file == "Katalog.xlsx"
    assert len(workbook.sha256) == 64
    assert workbook.problems == []
    assert workbook.sheets == read_here(sample())


def test_a_path_without_a_file_is_refused_in_german(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nicht gefunden") as refused:
        read_workbook(tmp_path / "fehlt.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["file-unreadable"]


def test_a_large_table_comes_through_whole() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Katalog")
    rows = [[f"{number:05}", f"Nr. {number}", date(2020, 1, 1 + number % 28), number / 4] for number in range(5_000)]
    for row in rows:
        sheet.append(row)
    workbook = read_bytes("Katalog.xlsx", saved(book), replace(LIMITS, exact=1_000))
    assert workbook.sheets[0].rows == rows


def test_empty_rows_keep_the_row_numbers() -> None:
    rows = f'<row r="5">{text_cell("B5", "Titel")}</row><row r="2500">{text_cell("A2500", "x")}</row>'
    (sheet,) = read_here(with_sheet(rows))
    assert len(sheet.rows) == 2_500
    assert sheet.rows[4] == [None, "Titel"]
    assert sheet.rows[2_499] == ["x"]


def test_an_old_workbook_is_read_with_its_looks() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Maßnahmen")
    for column, value in enumerate(["Nr.", "Größe", 7, 0.25, True]):
        sheet.write(0, column, value)
    sheet.write(1, 0, datetime(2022, 12, 31), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(1, 1, 0.75, xlwt.easyxf(num_format_str="0%"))
    sheet.write(1, 2, "alt", xlwt.easyxf("font: struck_out on"))
    sheet.write(1, 3, None, xlwt.easyxf("pattern: pattern solid, fore_colour red"))
    sheet.write(1, 5, datetime(2022, 12, 1), xlwt.easyxf(num_format_str="MMM YY"))
    sheet.write_merge(2, 2, 0, 2, "Summe")
    sheet.write(3, 0, "versteckt")
    sheet.row(3).hidden = True
    sheet.col(4).hidden = True
    book.add_sheet("Liste").visibility = 1
    target = io.BytesIO()
    book.save(target)
    workbook = read_bytes("alt.xls", target.getvalue())
    found, hidden = workbook.sheets
    assert found.rows[0][:5] == ["Nr.", "Größe", 7, 0.25, True]
    assert found.rows[1] == [date(2022, 12, 31), 0.75, "alt", None, None, date(2022, 12, 1)]
    assert found.percent == {(1, 1)}
    assert found.shown_as == {(1, 5): "month"}
    assert found.struck == {(1, 2)}
    assert found.fills == {(1, 3): "FF0000"}
    assert found.merges == [Merge(2, 0, 2, 2)]
    assert (found.hidden_rows, found.hidden_columns) == ({3}, {4})
    assert (found.hidden, hidden.hidden) == (False, True)
    assert workbook.problems == []


def test_a_libreoffice_workbook_is_read_with_its_looks() -> None:
    document = OpenDocumentSpreadsheet()
    red, struck = Style(name="rot", family="table-cell"), Style(name="weg", family="table-cell")
    red.addElement(TableCellProperties(backgroundcolor="#ff0000"))
    struck.addElement(TextProperties(textlinethroughstyle="solid"))
    for style in (red, struck):
        document.automaticstyles.addElement(style)
    table = Table(name="Maßnahmen")
    table.addElement(TableColumn(numbercolumnsrepeated="3"))
    table.addElement(TableColumn(visibility="collapse"))
    noted = ods_cell("fertig", valuetype="string")
    note = Annotation()
    note.addElement(P(text="laut SMI"))
    noted.insertBefore(note, noted.firstChild)
    for visibility, cells in (
        ("visible", [
            ods_cell("zwei\nZeilen", valuetype="string"), ods_cell("75 %", valuetype="percentage", value="0.75"),
            ods_cell(stylename="rot"), ods_cell("alt", valuetype="string", stylename="weg"),
        ]),
        ("collapse", [
            noted, ods_cell("#REF!", valuetype="string", formula="of:=1"), ods_cell(formula="of:=A1"),
            ods_cell("31.12.22", valuetype="date", datevalue="2022-12-31"),
        ]),
        ("visible", [ods_cell("Summe", valuetype="string", numbercolumnsspanned="2"), CoveredTableCell()]),
    ):  # fmt: skip
        row = TableRow(visibility=visibility)
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    rest = TableRow(numberrowsrepeated="1048000")
    rest.addElement(TableCell(numbercolumnsrepeated="16384", stylename="rot"))
    table.addElement(rest)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    (sheet,) = read_bytes("x.ods", target.getvalue()).sheets
    assert [row[:4] for row in sheet.rows] == [
        ["zwei\nZeilen", 0.75, None, "alt"],
        ["fertig", None, None, date(2022, 12, 31)],
        ["Summe", None, None, None],
    ]
    assert sheet.percent == {(0, 1)}
    assert sheet.fills == {(0, 2): "FF0000"}
    assert sheet.struck == {(0, 3)}
    assert sheet.comments == {(1, 0): "laut SMI"}
    assert sheet.errors == {(1, 1): "#REF!"}
    assert sheet.no_value == {(1, 2): "=A1"}
    assert sheet.merges == [Merge(2, 0, 2, 1)]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {3})


@pytest.mark.parametrize("usual", [False, True], ids=["the cell's own style", "the column's style"])
def test_a_libreoffice_workbook_tells_of_days_what_they_show(usual: bool) -> None:
    document = OpenDocumentSpreadsheet()
    months, parent = DateStyle(name="N1"), Style(name="Monat", family="table-cell", datastylename="N1")
    months.addElement(Month(textual="true"))
    months.addElement(Year())
    document.styles.addElement(months)
    document.styles.addElement(parent)
    document.automaticstyles.addElement(Style(name="ce1", family="table-cell", parentstylename="Monat"))
    table, row = Table(name="Plan"), TableRow()
    table.addElement(TableColumn(defaultcellstylename="ce1") if usual else TableColumn())
    dress = {} if usual else {"stylename": "ce1"}
    row.addElement(ods_cell("Dez 22", valuetype="date", datevalue="2022-12-01", **dress))
    table.addElement(row)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    (sheet,) = read_bytes("x.ods", target.getvalue()).sheets
    assert (sheet.rows, sheet.shown_as) == ([[date(2022, 12, 1)]], {(0, 0): "month"})


def ods_cell(text: str | None = None, **attributes: str) -> Any:
    cell = TableCell(**attributes)
    for line in (text or "").split("\n") if text else []:
        cell.addElement(P(text=line))
    return cell
