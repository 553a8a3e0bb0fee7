"""The Kabinettsvorlage, read back: the same figures as the content, in order, in German, for every reader."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from masterplan.briefings.as_docx import CHAPTERS, STYLES, render
from masterplan.briefings.content import Briefing, Cell, Column, Section, Table
from masterplan.briefings.template_files import SHIPPED, VARIABLE, TemplateUnfit
from masterplan.briefings.templates.build_document import build
from masterplan.store.engine import Database
from tests.briefings.example import example_briefing, tables
from tests.briefings.rendering import rendered_elsewhere
from tests.briefings.sample import BRIEFING, FACTS, LATE

WHOLE = replace(BRIEFING, facts=replace(
    FACTS, subject="Bericht zum Plan.", consultation="Alle haben gemeldet.",
    resolution="Das Kabinett nimmt den Bericht zur Kenntnis.",
))  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> bytes:
    """The document of the whole sample, which many tests read."""
    return render(WHOLE)


def opened(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def headings(document: Any) -> list[tuple[int, str]]:
    return [
        (int(one.style.name.split()[1]), one.text)
        for one in document.paragraphs
        if one.style.name.startswith("Heading")
    ]


def rows(document: Any) -> list[list[list[str]]]:
    """Every table as its texts; read from the XML, which is much quicker than cell by cell."""
    return [
        [
            ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
            for row in table._tbl.findall(qn("w:tr"))
        ]
        for table in document.tables
    ]


def test_every_figure_and_cell_of_the_example_plan_is_in_the_document(example_database: Database) -> None:
    briefing = example_briefing(example_database)
    written = rows(opened(render(briefing)))
    found = {(row[0], row[1]) for table in written for row in table if len(row) > 1}
    assert all((figure.title, figure.text) in found for figure in briefing.figures())
    for table in tables(briefing):
        heads = [column.title for column in table.columns]
        assert [heads, *([cell.text for cell in row] for row in table.rows)] in written


def test_a_kabinettsvorlage_has_its_chapters_in_order(whole: bytes) -> None:
    document = opened(whole)
    first = [words for level, words in headings(document) if level == 1]
    assert first[:5] == [f"{place} {title}" for place, (title, _) in enumerate(CHAPTERS, 1)]
    assert first[5:] == ["Anlage 1: Ressorts", "Anlage 2: Kennzahlen, Quellen, Regeln"]
    levels = [level for level, _ in headings(document)]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    texts = [one.text for one in document.paragraphs]
    assert texts.index("Das Kabinett nimmt den Bericht zur Kenntnis.") > texts.index("5 Beschlussvorschlag")


def test_the_document_says_that_it_is_a_draft_and_german(whole: bytes) -> None:
    document = opened(whole)
    assert document.paragraphs[0].text == "Entwurf"
    assert "Entwurf" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.language == "de-DE"
    assert 'w:lang w:val="de-DE"' in document.styles.element.xml


def test_tables_and_charts_tell_what_they_are(whole: bytes) -> None:
    document = opened(whole)
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    charts = [block for one in BRIEFING.sections for block in one.blocks if hasattr(block, "alternative")]
    told = [one.get("descr") for one in document.element.iter(qn("wp:docPr"))]
    assert sorted(told) == sorted(chart.alternative for chart in charts)


def test_charts_bring_their_numbers_and_definitions_stand_at_the_foot(whole: bytes) -> None:
    with ZipFile(BytesIO(whole)) as archive:
        names = archive.namelist()
        notes = archive.read("word/footnotes.xml").decode()
    charts = [block for one in BRIEFING.sections for block in one.blocks if hasattr(block, "alternative")]
    assert len([name for name in names if name.startswith("word/embeddings/")]) == len(charts)
    for figure in BRIEFING.figures():
        assert notes.count(figure.definition) == 1


@pytest.mark.parametrize("text", ["<b>&", "a\x07b", "=1+1", "“", "{{x}}", "\u202e"])
def test_text_stays_text(text: str) -> None:
    table = Table(text, (Column(text),), ((Cell(text),),), note=text)
    document = opened(render(Briefing(FACTS, (Section("risks", text, text, "body", (table,)),))))
    assert rows(document)[-1][1] == [text.replace("\x07", "\ufffd")]


def test_an_empty_briefing_is_a_document() -> None:
    document = opened(render(Briefing(FACTS, ())))
    assert len(headings(document)) == len(CHAPTERS)


def test_a_sheet_has_one_title_and_no_chapters() -> None:
    sheet = Briefing(replace(FACTS, kind="measure"), (Section("measure", "Stand", "Läuft.", "body", (LATE,)),))
    assert headings(opened(render(sheet))) == [(1, "Stand")]


def test_a_house_puts_in_its_own_template_without_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = opened(build())
    own.add_paragraph("Mustertext, der nicht bleibt")
    own.styles["Title"].font.name = "Georgia"
    own.save(tmp_path / "briefing.docx")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    document = opened(render(WHOLE))
    assert document.styles["Title"].font.name == "Georgia"
    assert not [one for one in document.paragraphs if "Mustertext" in one.text]


def test_a_template_that_lacks_a_style_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docx.Document().save(str(tmp_path / "briefing.docx"))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(TemplateUnfit, match="Leitsatz"):
        render(WHOLE)


def test_the_template_that_is_shipped_is_the_one_that_is_built_and_has_every_style() -> None:
    assert (SHIPPED / "briefing.docx").read_bytes() == build()
    assert {style.name for style in opened(build()).styles} >= set(STYLES)


def test_two_processes_write_the_same_document(tmp_path: Path) -> None:
    assert rendered_elsewhere("docx", tmp_path) == render(BRIEFING)
