"""The slides, read back: the same figures as the content, charts that can be edited, a title and a note on each."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from masterplan.briefings.as_pptx import render
from masterplan.briefings.content import (
    Block,
    Briefing,
    Bullet,
    Bullets,
    Cell,
    Chart,
    Column,
    Kind,
    Note,
    Paragraph,
    Section,
    Series,
    Span,
    Table,
)
from masterplan.briefings.slides import fitting
from masterplan.briefings.template_files import SHIPPED, VARIABLE, TemplateUnfit
from masterplan.briefings.templates.build import build
from tests.briefings.rendering import rendered_elsewhere
from tests.briefings.sample import BRIEFING, COURSE, FACTS, LATE, STATUS

HOSTILE = "=HYPERLINK(\"http://x\") #strong[x] $x$ <b>&amp; @x \x01"


def opened(content: bytes) -> Any:
    return Presentation(BytesIO(content))


@cache
def sample() -> bytes:
    """The slides of the sample, which many tests read."""
    return render(BRIEFING)


def slides(briefing: Briefing) -> list[Any]:
    return list(opened(sample() if briefing is BRIEFING else render(briefing)).slides)


def of_blocks(*blocks: Any, message: str = "Das ist die Aussage.", kind: Kind = "briefing") -> Briefing:
    """A briefing, or a one-page sheet, of a single section."""
    return Briefing(replace(FACTS, kind=kind), (Section("one", "Kapitel", message, "body", blocks),))


def texts(slide: Any) -> str:
    """Everything that can be read on a slide."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def charts(briefing: Briefing) -> Iterator[Chart]:
    yield from (block for section in briefing.sections for block in section.blocks if isinstance(block, Chart))


def test_every_figure_and_every_cell_before_the_annex_stands_on_a_slide() -> None:
    read = "\n".join(texts(slide) for slide in slides(BRIEFING))
    for figure in BRIEFING.figures():
        assert figure.text in read
        assert figure.title in read
    for section in BRIEFING.sections:
        for block in section.blocks:
            if isinstance(block, Table) and section.part != "annex":
                assert all(cell.text in read for row in block.rows for cell in row)


def test_the_last_slide_says_what_the_annex_holds_and_where_it_stands() -> None:
    annex = (Section(f"annex-{name}", name, f"Alle {name}.", "annex", (replace(LATE, title=f"Tabelle {name}"),))
             for name in ("Quellen", "Begriffe"))  # fmt: skip
    *others, last = slides(replace(BRIEFING, sections=(*BRIEFING.sections[:-1], *annex)))
    told = texts(last)
    assert all(words in told for words in ("PDF", "Word-Dokument", "Arbeitsmappe", "Quellen", "Alle Begriffe."))
    assert not any("Tabelle Quellen" in texts(slide) for slide in (*others, last))


def test_native_charts_hold_the_numbers_of_the_content() -> None:
    drawn = [shape for slide in slides(BRIEFING) for shape in slide.shapes if shape.has_chart]
    assert [shape.name for shape in drawn] == [chart.title for chart in charts(BRIEFING)]
    for shape, chart in zip(drawn, charts(BRIEFING), strict=True):
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == chart.alternative
        if chart.kind != "gantt":
            read = [tuple(series.values) for series in shape.chart.plots[0].series]
            assert read == [series.values for series in chart.series]


def test_a_bar_that_is_missing_says_that_nothing_is_known() -> None:
    series = Series("online", "accent", (0.4, None), ("40 %", "–"), origins=(None, None))
    chart = Chart("bar", "Nach jeder Zählweise", "share", ("die eine", "die andere"), (series,), "Ein Satz.", "Balken.")
    (shape,) = [shape for slide in slides(of_blocks(chart)) for shape in slide.shapes if shape.has_chart]
    assert list(shape.chart.plots[0].categories) == ["die eine", "die andere: keine Angabe"]


def test_the_workbook_behind_a_chart_holds_its_numbers_and_no_formula() -> None:
    chart = replace(STATUS, categories=("=1+1", "http://example.org"))
    with ZipFile(BytesIO(render(of_blocks(chart)))) as file:
        (name,) = [name for name in file.namelist() if name.endswith(".xlsx")]
        sheet = load_workbook(BytesIO(file.read(name))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][1:] == [series.name for series in chart.series]
    assert [row[0] for row in rows[1:]] == list(chart.categories)
    assert [row[1] for row in rows[1:]] == list(chart.series[0].values)
    assert rows[2][3] is None
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_a_gantt_chart_holds_lengths_in_days_after_gaps_that_are_not_drawn() -> None:
    gantt = next(chart for chart in charts(BRIEFING) if chart.kind == "gantt")
    (shape,) = [shape for slide in slides(of_blocks(gantt)) for shape in slide.shapes if shape.has_chart]
    series = list(shape.chart.plots[0].series)
    assert [one.name for one in series][1::2] == [one.name for one in gantt.series]
    assert series[1].values == (91, None)  # 31 March to 30 June 2021
    assert series[3].values == (274, 0)
    assert [one.format.fill.type for one in series[0::2]] == [5, 5]  # background
    assert series[0].values == (44286, None), "31 March 2021 as Excel counts days"
    assert shape.chart._chartSpace.xpath(".//c:dLbl//a:t/text()") == ["◆"], "a single day alone is a mark"


def test_bars_of_a_gantt_chart_that_overlap_do_not_add_up() -> None:
    spans = (Span("2021-03-31", "2021-06-30"), Span("2021-05-31", "2021-07-31"))
    series = tuple(Series(f"Teil {at}", "late", spans=(span,)) for at, span in enumerate(spans))
    chart = Chart("gantt", "Zeitbalken", "date", ("Eintrag",), series, "Ein Satz.", "Zeitbalken.")
    (shape,) = [shape for slide in slides(of_blocks(chart)) for shape in slide.shapes if shape.has_chart]
    assert [one.values for one in shape.chart.plots[0].series][1:] == [(91,), (0,), (31,)]


def test_a_line_bears_the_number_that_is_known_last() -> None:
    (shape,) = [shape for slide in slides(of_blocks(COURSE)) for shape in slide.shapes if shape.has_chart]
    space = shape.chart._chartSpace
    assert space.xpath(".//c:dLbl//a:t/text()") == ["31\u00a0%", "60\u00a0%"]
    assert space.xpath(".//c:dLbl/c:idx/@val") == ["2", "2"]


def test_titles_are_unique_and_every_slide_of_the_content_has_notes() -> None:
    twice = Briefing(FACTS, (BRIEFING.sections[2], BRIEFING.sections[2]))
    for briefing in (BRIEFING, twice):
        found = slides(briefing)
        titles = [slide.shapes.title.text_frame.text for slide in found]
        assert len(set(titles)) == len(titles)
        assert all(titles)
        assert all(
            slide.notes_slide.notes_text_frame.text for slide in found if slide.slide_layout.name != "Zwischentitel"
        )


def test_notes_say_definition_rule_and_cell() -> None:
    notes = slides(BRIEFING)[1].notes_slide.notes_text_frame.text
    assert "Ein Leistungsbündel zählt, wenn eine Leistung online ist." in notes
    assert "Zählweise Bund 2020, Version 1." in notes
    assert "Umsetzungsplan_SMI.xlsx, Umsetzungsplanung!F7" in notes


def test_the_foot_says_stichtag_revision_and_link_on_every_slide() -> None:
    for slide in slides(BRIEFING):
        assert FACTS.foot in texts(slide)


@pytest.mark.parametrize("mark", ["Entwurf", None])
def test_a_draft_is_headed_as_one_on_every_slide(mark: str | None) -> None:
    found = slides(replace(BRIEFING, facts=replace(FACTS, mark=mark)))
    assert [("ENTWURF" in texts(slide)) for slide in found] == [mark is not None] * len(found)


def test_all_text_is_german() -> None:
    with ZipFile(BytesIO(sample())) as file:
        for name in file.namelist():
            if name.startswith("ppt/slides/slide"):
                text = file.read(name).decode()
                assert 'lang="de-DE"' in text
                assert text.count("<a:rPr") == text.count('<a:rPr lang="de-DE"')


def test_shapes_have_numbers_of_their_own_and_come_in_the_order_of_reading() -> None:
    for slide in slides(BRIEFING):
        numbers = [element.get("id") for element in slide._element.iter("{*}cNvPr")]
        assert len(set(numbers)) == len(numbers)
        assert slide.shapes[0] == slide.shapes.title
        placed = [shape.top for shape in slide.shapes if not shape.is_placeholder and not shape.has_chart]
        assert placed == sorted(placed) or len({shape.left for shape in slide.shapes}) > 2


def test_the_words_of_strangers_stay_text() -> None:
    table = Table(HOSTILE, (Column(HOSTILE),), ((Cell(HOSTILE),),), note=HOSTILE)
    chart = replace(STATUS, title=HOSTILE, categories=(HOSTILE, "b"), sentence=HOSTILE, alternative=HOSTILE)
    read = slides(of_blocks(Paragraph(HOSTILE), Bullets((Bullet(HOSTILE, HOSTILE),)), table, chart, message=HOSTILE))
    shown = HOSTILE.replace("\x01", "\ufffd")
    assert all(shown in texts(slide) for slide in read[1:])
    drawn = [shape.chart for slide in read for shape in slide.shapes if shape.has_chart]
    assert [next(iter(chart.plots[0].categories)) for chart in drawn] == [shown]


def test_a_very_long_message_is_cut_as_a_title_and_stands_whole_below() -> None:
    message = "Die Verwaltungsverfahrensbeschleunigung kommt voran, " * 12
    _, slide = slides(of_blocks(LATE, message=message))
    title = slide.shapes.title.text_frame.text
    assert title.endswith("…")
    assert len(fitting.lines(title, 18, 867, bold=True)) <= 2
    assert message in texts(slide)


ROWS = tuple((Cell(str(at)), Cell("Verwaltungsdigitalisierung " * (at % 7))) for at in range(90))
LONG = Table("Wegmarken", (Column("Nr."), Column("Wegmarke", width=4)), ROWS, "Nach Nummern.")


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("before", [(), (STATUS, STATUS)])
def test_a_long_table_of_a_briefing_ends_on_its_slide_and_says_how_many_rows_stand_elsewhere(
    total: bool, before: tuple[Chart, ...]
) -> None:
    _, *found = slides(of_blocks(*before, replace(LONG, total=total), Note("Ein Hinweis.")))
    (table,) = [shape.table for slide in found for shape in slide.shapes if shape.has_table]
    read = [table.cell(at, 0).text_frame.text for at in range(1, len(table.rows))]
    shown = [str(at) for at in range(len(read))]
    assert read == ([*shown[:-1], "89"] if total else shown)
    assert len(read) > 1
    assert f"… weitere {90 - len(read)} in PDF und Arbeitsmappe. Nach Nummern." in texts(found[-1])
    assert "Ein Hinweis." in texts(found[-1])


@pytest.mark.parametrize("rows", [3, 90])
def test_a_table_that_was_cut_already_names_one_remainder_on_its_slide(rows: int) -> None:
    _, slide = slides(of_blocks(replace(LONG, rows=ROWS[:rows]).first_of(120)))
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    told = texts(slide)
    assert f"… weitere {121 - len(table.rows)} in PDF und Arbeitsmappe. Nach Nummern." in told
    assert "von 120" not in told


@pytest.mark.parametrize(
    ("before", "rows"), [((), 90), ((Paragraph("Zeile\n" * 5),), 4)], ids=["a long table", "hardly any room"]
)
def test_a_page_of_a_ressort_is_one_slide_that_names_what_it_has_no_room_for(
    before: tuple[Paragraph, ...], rows: int
) -> None:
    blocks: tuple[Block, ...] = (*before, STATUS, replace(LONG, rows=ROWS[:rows]), replace(LONG, title="Fällig"))
    section = Section("ministry-SMI", "Innern", "Stand.", "ministries", blocks)
    _, _, slide = slides(Briefing(FACTS, (section,)))
    assert "Außerdem in PDF und Arbeitsmappe: Fällig (90)." in texts(slide)


def test_what_is_said_of_a_bullet_stands_on_its_slide() -> None:
    told = Bullets(tuple(Bullet(f"Punkt {at} " + "Wort " * (at % 40), f"Dazu {at}.") for at in range(60)))
    _, *found = slides(of_blocks(told))
    assert len(found) > 4
    for slide in found:
        held = texts(slide)
        assert all((f"Punkt {at} " in held) == (f"Dazu {at}." in held) for at in range(60))


def test_a_long_table_of_a_sheet_goes_on_over_slides_with_its_header_and_loses_no_row() -> None:
    found = slides(of_blocks(LONG, kind="ministry"))[1:]
    tables = [shape.table for slide in found for shape in slide.shapes if shape.has_table]
    assert len(found) > 3
    assert all(one.cell(0, 1).text_frame.text == "Wegmarke" for one in tables)
    read = [one.cell(at, 0).text_frame.text for one in tables for at in range(1, len(one.rows))]
    assert read == [str(at) for at in range(90)]
    assert found[1].shapes.title.text_frame.text.endswith(f"(2/{len(found)})")


@pytest.mark.parametrize("kind", ["briefing", "measure"])
def test_nothing_stands_below_the_foot_or_beside_the_slide(kind: Kind) -> None:
    long = "Ein langer Satz über die Digitalisierung der Verwaltung in Sachsen. " * 30
    rows = tuple((Cell(long), Cell("b")) for _ in range(3))
    many = replace(STATUS, categories=tuple(f"Ressort {at}" for at in range(60)), series=tuple(
        replace(series, values=(1,) * 60, texts=("1",) * 60) for series in STATUS.series))  # fmt: skip
    table = Table("T", (Column("a"), Column("b")), rows)
    blocks = (Paragraph(long * 4), Bullets(tuple(Bullet(long) for _ in range(6))), table)
    presentation = opened(render(of_blocks(*blocks, many, many, LATE, LONG, *BRIEFING.sections[1].blocks, kind=kind)))
    for slide in presentation.slides:
        foot = min(shape.top for shape in slide.shapes if shape.is_placeholder and shape.placeholder_format.idx == 20)
        for shape in slide.shapes:
            if shape.is_placeholder and shape.placeholder_format.idx in (20, 21):
                continue
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= foot, (shape.name, slide.shapes.title.text_frame.text)
    words = " ".join(texts(slide) for slide in presentation.slides).split()
    if kind == "measure":
        assert words.count("Digitalisierung") == 30 * 4 + 6 * 30 + 3 * 30


def test_an_empty_plan_has_slides() -> None:
    found = slides(Briefing(FACTS, (Section("one", "Leer", "Der Plan ist leer.", "body", ()),)))
    assert found[1].shapes.title.text_frame.text == "Der Plan ist leer."


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    assert rendered_elsewhere("pptx", tmp_path) == render(BRIEFING) == sample()


def test_the_template_that_is_shipped_is_the_one_that_is_built() -> None:
    assert (SHIPPED / "briefing.pptx").read_bytes() == build()


def test_a_house_puts_in_its_own_template_without_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = opened(build())
    own.slides.add_slide(own.slide_layouts.get_by_name("Folie"))  # a sample slide, which is left out
    next(one for one in own.slide_layouts.get_by_name("Folie").placeholders if one.name == "Inhalt").left = 1_000_000
    own.save(tmp_path / "briefing.pptx")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    found = slides(of_blocks(LATE))
    assert len(found) == 2
    assert min(shape.left for shape in found[1].shapes if shape.has_table) == 1_000_000


def test_a_template_that_lacks_a_placeholder_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(build())
    next(one for one in own.slide_layouts.get_by_name("Folie").placeholders if one.name == "Kapitel").name = "Thema"
    own.save(tmp_path / "briefing.pptx")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(TemplateUnfit, match=r"„Folie“ der Vorlage briefing\.pptx fehlen die Platzhalter „Kapitel“"):
        render(BRIEFING)
