"""The PDF, read back: the same figures as the content, tagged, in German, with alternative texts and bookmarks."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfua import validate

from masterplan.briefings.as_pdf import render
from masterplan.briefings.content import Briefing, Bullet, Bullets, Cell, Chart, Column, Paragraph, Section, Table
from masterplan.briefings.glyphs import known, printable
from masterplan.briefings.template_files import VARIABLE
from tests.briefings.sample import BRIEFING, FACTS, LATE, ONLINE, SLIP, STATUS
from tests.machine import POPPLER, needed

ROOT = Path(__file__).parents[2]
SHEET = replace(
    BRIEFING,
    facts=replace(FACTS, kind="measure", title="Maßnahme 2.4 Elektronische Akte", mark=None),
    sections=BRIEFING.sections[:3],
)


def read(content: bytes) -> str:
    """The text of a PDF as a reader sees it, with single blanks."""
    command = [needed(POPPLER), "-layout", "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def of_blocks(*blocks: Any, message: str = "Das ist die Aussage.") -> Briefing:
    """A briefing of a single section."""
    return Briefing(FACTS, (Section("one", "Kapitel", message, "body", blocks),))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree, in the order of reading."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def charts(briefing: Briefing) -> list[Chart]:
    return [block for section in briefing.sections for block in section.blocks if isinstance(block, Chart)]


@pytest.fixture(scope="module")
def content() -> bytes:
    return render(BRIEFING)


def test_every_figure_of_the_content_is_printed_with_its_definition(content: bytes) -> None:
    text = read(content)
    for figure in (ONLINE, SLIP):
        printed = (figure.title, figure.text, figure.detail, figure.bounds, figure.definition)
        assert all(" ".join(part.split()) in text for part in printed if part)
    assert f"{ONLINE.rule_title}, Fassung {ONLINE.rule_version}" in text
    assert all(" ".join(cell.text.split()) in text for row in LATE.rows for cell in row if cell.meaning != "grey")


def test_the_foot_says_stichtag_revision_and_link_on_every_page(content: bytes) -> None:
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    assert read(content).count(FACTS.foot) == pages


@pytest.mark.parametrize("briefing", [BRIEFING, SHEET, of_blocks()], ids=["briefing", "sheet", "empty"])
def test_the_document_is_tagged_german_titled_and_has_bookmarks(briefing: Briefing, tmp_path: Path) -> None:
    file = tmp_path / "briefing.pdf"
    file.write_bytes(render(briefing))
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == briefing.facts.title
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["pdfaid:part"] == "2"
        with pdf.open_outline() as outline:
            assert {section.title for section in briefing.sections} <= _bookmarks(outline.root)
        found = Counter(str(one.S) for one in elements(pdf))
        alternatives = [str(one.Alt) for one in elements(pdf) if str(one.S) == "/Figure"]
        tables = sum(isinstance(block, Table) for section in briefing.sections for block in section.blocks)
    assert alternatives == [chart.alternative for chart in charts(briefing)]
    assert (found["/Table"], found["/THead"]) == (tables, tables)
    assert found["/TH"] == tables * len(LATE.columns)
    certain = [one for one in validate(str(file)).findings if one.confidence.value == "certain"]
    assert not [one for one in certain if one.severity.name != "SKIP"]


def _bookmarks(items: Any) -> set[str]:
    return {one.title for one in items} | {title for one in items for title in _bookmarks(one.children)}


def test_the_head_of_a_long_table_is_repeated_and_no_row_is_lost() -> None:
    rows = tuple((Cell(f"Zeile{at}."), Cell("Verwaltungsdigitalisierung " * (at % 7))) for at in range(120))
    text = read(render(of_blocks(Table("Lang", (Column("Nummer"), Column("Wegmarke", width=4)), rows))))
    assert all(f"Zeile{at}." in text for at in range(120))
    assert text.count("Nummer") > 3


STRANGE = ["#strong[x]", "$x^2$", "<b>&amp;", "=Ziel", "@verweis", "*_`\\ // /* ~ --", "{{}}"]


@pytest.mark.parametrize("strange", STRANGE)
def test_the_words_of_strangers_stay_text(strange: str) -> None:
    table = Table(strange, (Column(strange),), ((Cell(strange),),), note=strange)
    chart = replace(STATUS, title=strange, categories=(strange, "b"), sentence=strange)
    blocks = (Paragraph(strange), Bullets((Bullet(strange, strange),)), table, chart)
    text = read(render(of_blocks(*blocks, message=strange)))
    assert text.count(" ".join(strange.split())) >= 9


def test_what_no_font_can_show_is_printed_as_its_number() -> None:
    assert printable({"title": "Akte 😀\u200b\n漢"}) == {"title": "Akte [U+1F600] [U+6F22]"}
    assert {*"äöüÄÖÜß„“–…€§†●▲■○\u00a0"} <= known()
    assert "[U+1F600]" in read(render(of_blocks(Paragraph("Akte 😀"), message="\x07 漢")))


def test_a_draft_is_headed_as_one_on_every_page(content: bytes) -> None:
    for mark, times in (("Entwurf", 1), (None, 0)):
        printed = render(replace(of_blocks(LATE), facts=replace(FACTS, mark=mark)))
        with pikepdf.open(BytesIO(printed)) as pdf:
            pages = len(pdf.pages)
        assert read(printed).count("ENTWURF") == times * pages
    assert "† noch nicht freigegeben" in read(content)


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (7, 1), (60, 2)])
def test_a_sheet_has_one_page_unless_that_could_not_be_read(rows: int, pages: int) -> None:
    cells = tuple((Cell(f"Zeile{at}."), Cell("Wegmarke mit einem langen Namen")) for at in range(rows))
    table = Table("Wegmarken", (Column("Nr."), Column("Wegmarke", width=4)), cells)
    content = render(replace(SHEET, sections=(*SHEET.sections, Section("more", "Mehr", "", "body", (table,)))))
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == pages
    text = read(content)
    assert all(f"Zeile{at}." in text for at in range(rows))


def test_two_processes_write_the_same_bytes(content: bytes, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from masterplan.briefings.as_pdf import render;"
        "from tests.briefings.sample import BRIEFING; pathlib.Path(sys.argv[1]).write_bytes(render(BRIEFING))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "one")], cwd=ROOT, check=True, env={"TZ": "Asia/Tokyo"})
    assert (tmp_path / "one").read_bytes() == content


def test_nothing_calls_itself_certified(content: bytes) -> None:
    assert "zertifi" not in read(content).lower()


def test_a_house_puts_in_its_own_look_without_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = (ROOT / "masterplan/briefings/templates/look.typ").read_text(encoding="utf-8")
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    (tmp_path / "logo.svg").write_text(drawn)
    own = shipped.replace("#let logo = none", '#let logo = image("logo.svg", alt: "Wappen")')
    (tmp_path / "look.typ").write_text(own, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pikepdf.open(BytesIO(render(of_blocks()))) as pdf:
        assert [str(one.Alt) for one in elements(pdf) if "/Alt" in one] == ["Wappen"]


def test_the_content_is_handed_over_as_data_only() -> None:
    template = (ROOT / "masterplan/briefings/templates/briefing.typ").read_text(encoding="utf-8")
    assert "eval(" not in template
    assert "@preview" not in template
    assert json.dumps(STATUS.title) not in template
