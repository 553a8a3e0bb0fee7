"""The workbook, read back: the same figures as the content, charts, origins, and nothing that runs as a formula."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from masterplan.briefings.as_xlsx import FIGURES, ITEMS, ORIGINS, render
from masterplan.briefings.content import Briefing, Cell, Column, Section, Table
from masterplan.briefings.workbook.looks import number_format
from masterplan.store.engine import Database
from tests.briefings.example import example_briefing
from tests.briefings.rendering import rendered_elsewhere
from tests.briefings.sample import BRIEFING, FACTS

RICH = '<r></is></c><c r="Z9"><f>1+1</f></c><c r="Z10" t="inlineStr"><is><r></r>'
"""Begins and ends as the library's own XML of a rich text."""
HOSTILE = ("=1+1", "+49 351", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.example")', "<b>&", "–", RICH)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def of_cells(*cells: Cell, kind: Any = "text") -> Briefing:
    table = Table("Tabelle", tuple(Column(f"Spalte {at}", kind) for at in range(len(cells))), (cells,))
    return Briefing(FACTS, (Section("one", "Eins", "Eins.", "body", (table,)),))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_every_figure_of_the_example_plan_is_in_the_workbook(example_database: Database) -> None:
    briefing = example_briefing(example_database)
    workbook = opened(render(briefing))
    written = {row[13]: row for row in rows(workbook[FIGURES])[1:]}
    for figure in briefing.figures():
        row = written[figure.origin]
        assert row[0] == figure.title
        assert row[2] == pytest.approx(figure.number) if figure.number is not None else row[2] is None
        assert row[3] == figure.text
    evidence = rows(workbook[ORIGINS])[1:]
    assert [row[12] for row in evidence] == [one.id for one in briefing.evidence]
    assert all(row[5] and row[7] for row in evidence)
    assert {row[5] for row in rows(workbook[ITEMS])[1:]} <= set(written)
    assert workbook["Maßnahmen"].max_row > 100
    drawings = sum(len(sheet._charts) for sheet in workbook)
    assert drawings >= 10


def test_what_is_shown_leads_to_the_row_of_its_origin() -> None:
    workbook = opened(render(BRIEFING))
    links = [cell.hyperlink for row in workbook["Verspätungen"].iter_rows() for cell in row if cell.hyperlink]
    targets = {link.location for link in links}
    assert targets == {f"'{ORIGINS}'!A2"}
    assert workbook[ORIGINS]["H2"].value == "F7"
    assert [cell.hyperlink.location for cell in workbook["Überblick"]["C"] if cell.hyperlink] == [f"'{ITEMS}'!A2"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    content = render(of_cells(Cell(text)))
    cell = next(cell for row in opened(content)["Eins"].iter_rows() for cell in row if cell.value == text)
    assert cell.data_type == "s"
    assert cell.quotePrefix or text[0] not in "=+-@\t"
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ >]", archive.read(name))


def test_characters_that_no_sheet_may_hold_are_replaced() -> None:
    assert any("a\ufffdb" in row for row in rows(opened(render(of_cells(Cell("a\x07b"))))["Eins"]))


@pytest.mark.parametrize(
    ("text", "value", "kind", "expected"),
    [
        ("35,3\u00a0%", 0.353, "share", "0.0\\ %"),
        ("34\u00a0%", 34.0, "number", '#,##0"\u00a0%"'),
        ("1.234", 1234, "number", "#,##0"),
        ("+12,6", 12.6, "number", "+#,##0.0;\\−#,##0.0;±#,##0.0"),
        ("184\u00a0Tage", 184, "days", '#,##0" Tage"'),
        ("1.234,50\u00a0€", 1234.5, "euro", '#,##0.00\\ "€"'),
        ("55,7\u00a0Mio.\u00a0€", 55_700_000, "euro", '"55,7\u00a0Mio.\u00a0€"'),
        ("117 von 331", 117, "number", '"117 von 331"'),
        ("10\u00a0†", 10, "number", '#,##0"\u00a0†"'),
    ],
)
def test_a_number_is_a_number_that_looks_like_its_text(text: str, value: float, kind: str, expected: str) -> None:
    assert number_format(text, value) == expected
    sheet = opened(render(of_cells(Cell(text, value), kind=kind)))["Eins"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)
    assert cell.number_format == expected


def test_drawings_have_their_alternative_text() -> None:
    with ZipFile(BytesIO(render(BRIEFING))) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
    described = re.findall(r'<(?:xdr:)?cNvPr [^>]*descr="([^"]+)"', "".join(drawings))
    charts = [block for one in BRIEFING.sections for block in one.blocks if hasattr(block, "alternative")]
    assert described == [chart.alternative for chart in charts]


def test_the_workbook_tells_its_title_language_and_the_moment_of_knowledge() -> None:
    told = opened(render(BRIEFING)).properties
    assert (told.title, told.language) == (FACTS.title, "de-DE")
    assert told.created.isoformat() == told.modified.isoformat() == "2022-01-20T09:00:00"


def test_sheets_of_the_same_title_have_names_of_their_own() -> None:
    titles = ("Lage", "lage", "Kennzahlen")
    sections = tuple(Section(f"s{at}", title, "", "body", ()) for at, title in enumerate(titles))
    names = opened(render(Briefing(FACTS, sections))).sheetnames
    assert names == ["Lage", "lage 2", "Kennzahlen 2", FIGURES, ITEMS, ORIGINS]


def test_a_draft_says_so_on_every_sheet_and_an_empty_briefing_is_a_workbook() -> None:
    workbook = opened(render(BRIEFING))
    assert all(sheet["A1"].value == "Entwurf" for sheet in workbook if sheet.title not in (FIGURES, ITEMS, ORIGINS))
    empty = Briefing(replace(FACTS, mark=None), (Section("summary", "Kernaussagen", "Nichts.", "summary", ()),))
    assert opened(render(empty)).sheetnames == ["Überblick", FIGURES, ITEMS, ORIGINS]


def test_two_processes_write_the_same_workbook(tmp_path: Path) -> None:
    assert rendered_elsewhere("xlsx", tmp_path) == render(BRIEFING)
