"""The runs of `benchmarks.briefings`: a file by us, and one that says the same by the bare library."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

from benchmarks.measuring import Numbers, measured
from masterplan.briefings.content import (
    Briefing,
    Cell,
    Chart,
    Column,
    Facts,
    Meaning,
    Paragraph,
    Section,
    Series,
    Table,
)
from masterplan.briefings.content_json import as_plain

MINISTRIES = ("SK", "SMI", "SMF", "SMK", "SMWA", "SMS")
STATUSES: tuple[tuple[str, Meaning], ...] = (
    ("abgeschlossen", "done"), ("in Umsetzung", "ongoing"), ("verzögert", "late"), ("in Planung", "planned"),
)  # fmt: skip
SENTENCE = "Die Verwaltungsdigitalisierung kommt in den Ressorts unterschiedlich schnell voran, wie der Bericht zeigt. "
FACTS = Facts(
    "Sachstandsbericht", "Kabinettsbericht", "briefing", "2021-12-31", "31. Dezember 2021", "2022-01-20T09:00:00+00:00",
    "20.01.2022, 10:00 Uhr", 12, "5f" * 32, "released", "0.6", "Stichtag 31.12.2021 · Revision 12", "bund-2020",
)  # fmt: skip


def briefing_pptx(slides: int) -> Numbers:
    """So many slides with two native charts each."""
    from masterplan.briefings.as_pptx import render

    return _ours(render, slide_deck(slides))


def slide_deck(slides: int) -> Briefing:
    """Two stacked bars per Ressort and status on each slide."""
    pairs = [(_chart(at), _chart(at + 1)) for at in range(slides)]
    sections = [Section(f"s{at}", "Status", f"Aussage {at}", "body", pair) for at, pair in enumerate(pairs)]
    return Briefing(FACTS, tuple(sections))


def _chart(seed: int) -> Chart:
    series = []
    for place, (name, meaning) in enumerate(STATUSES):
        values = tuple((seed + place + at) % 9 + 1 for at in range(6))
        series.append(Series(name, meaning, values, tuple(map(str, values))))
    title, alternative = f"Maßnahmen {seed}", "Balken je Ressort."
    return Chart("stacked_bar", title, "count", MINISTRIES, tuple(series), "Ein Satz dazu.", alternative)


def bare_pptx(slides: int) -> Numbers:
    """The same charts with titles, by python-pptx alone."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Cm

    content = slide_deck(slides)
    with measured() as clock:
        deck: Any = Presentation()
        new_data: Any = CategoryChartData
        for section in content.sections:
            slide = deck.slides.add_slide(deck.slide_layouts[5])
            slide.shapes.title.text = section.message
            for at, chart in enumerate(block for block in section.blocks if isinstance(block, Chart)):
                data = new_data(number_format="0")
                data.categories = chart.categories
                for series in chart.series:
                    data.add_series(series.name, series.values)
                place = (Cm(1 + 12 * at), Cm(5), Cm(11), Cm(10))
                native = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *place, data).chart
                native.has_legend = True
                native.legend.position = XL_LEGEND_POSITION.BOTTOM
                native.plots[0].has_data_labels = True
        into = BytesIO()
        deck.save(into)
    return {"wall": clock.wall, "cpu": clock.cpu, "size": len(into.getvalue()) / 1000}


def briefing_pdf(pages: int) -> Numbers:
    """About so many pages of text, bars and tables."""
    from masterplan.briefings.as_pdf import render

    return _ours(render, paper(pages))


def paper(pages: int) -> Briefing:
    """A section for each page: text, a chart, and a table that fills the rest."""
    columns = (Column("Nr.", width=0.5), Column("Maßnahme", width=3), Column("Ressort"), Column("Termin", "date"))
    sections = []
    for page in range(pages):
        rows = tuple(
            (Cell(f"{page}.{at}"), Cell(f"Elektronische Akte {at}"), Cell(MINISTRIES[at % 6]), Cell("31.12.2021"))
            for at in range(20)
        )
        blocks = (Paragraph(SENTENCE * 4), _chart(page), Table("Maßnahmen", columns, rows))
        sections.append(Section(f"s{page}", f"Abschnitt {page}", "Aussage", "body", blocks))
    return Briefing(FACTS, tuple(sections))


_BARE = """
#let data = json(bytes(sys.inputs.briefing))
#set document(title: data.facts.title)
#set page(paper: "a4", numbering: "1 / 1")
#set text(lang: "de", size: 10pt)
#show figure.where(kind: table): set block(breakable: true)
#title()
#for section in data.sections {
  heading(section.title)
  for block in section.blocks {
    if block.type == "Paragraph" { par(block.text) }
    if block.type == "Chart" {
      let bar(one, at) = rect(width: 2.5% * one.values.at(at), height: 13pt, stroke: 0.5pt)
      let stacked(at) = stack(dir: ltr, ..block.series.map(one => bar(one, at)))
      let bars = block.categories.enumerate().map(((at, name)) => (name, stacked(at)))
      figure(alt: block.alternative, caption: block.title, grid(columns: (20%, 80%), row-gutter: 4pt, ..bars.flatten()))
    }
    if block.type == "Table" {
      figure(kind: table, caption: block.title, table(columns: block.columns.map(column => column.width * 1fr),
        table.header(..block.columns.map(column => column.title)), ..block.rows.flatten().map(cell => cell.text)))
    }
  }
}
"""


def bare_pdf(pages: int) -> Numbers:
    """The same text, bars and tables to the same standards, by typst alone with the fonts it brings."""
    import typst

    content = paper(pages)
    with measured() as clock:
        plain = json.dumps({"facts": as_plain(content.facts), "sections": as_plain(content.sections)})
        done = typst.compile(
            _BARE.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"], ignore_system_fonts=True,
            sys_inputs={"briefing": plain}, timestamp=0,
        )  # fmt: skip
    assert isinstance(done, bytes)
    return {"wall": clock.wall, "cpu": clock.cpu, "size": len(done) / 1000}


def briefing_xlsx(rows: int) -> Numbers:
    """A briefing whose long list has so many rows of twenty columns."""
    from masterplan.briefings.as_xlsx import render

    return _ours(render, long_list(rows))


def long_list(rows: int) -> Briefing:
    """A list as the workbook alone holds them."""
    kinds = ("text", "number", "date", "text")
    columns = tuple(Column(f"Spalte {at}", kinds[at % 4]) for at in range(20))  # type: ignore[arg-type]
    filled = tuple(tuple(_cell(row, at) for at in range(20)) for row in range(rows))
    return Briefing(FACTS, (), data=(Section("all", "Alle", "Alle.", "annex", (Table("Alle", columns, filled),)),))


def _cell(row: int, at: int) -> Cell:
    match at % 4:
        case 1:
            return Cell(str(row * at), row * at)
        case 2:
            return Cell("31.12.2021", "2021-12-31")
    return Cell(f"Maßnahme {row} in {MINISTRIES[at % 6]}")


def bare_xlsx(rows: int) -> Numbers:
    """The same cells, by XlsxWriter in constant memory."""
    from datetime import date

    from xlsxwriter import Workbook

    (section,) = long_list(rows).data
    (table,) = section.blocks
    assert isinstance(table, Table)
    with measured() as clock:
        into = BytesIO()
        book = Workbook(into, {"constant_memory": True})
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, [column.title for column in table.columns])
        for at, row in enumerate(table.rows, 1):
            for place, cell in enumerate(row):
                if table.columns[place].kind == "date":
                    sheet.write_datetime(at, place, date.fromisoformat(str(cell.value)), day)
                else:
                    sheet.write(at, place, cell.text if cell.value is None else cell.value)
        book.close()
    return {"wall": clock.wall, "cpu": clock.cpu, "size": len(into.getvalue()) / 1000}


def _ours(render: Callable[[Briefing], bytes], content: Briefing) -> Numbers:
    with measured() as clock:
        first = render(content)
    return {
        "wall": clock.wall, "cpu": clock.cpu, "size": len(first) / 1000, "differing": float(render(content) != first),
    }  # fmt: skip


CONTENDERS: dict[str, Callable[[int], Numbers]] = {
    "briefing_pptx": briefing_pptx, "bare_pptx": bare_pptx, "briefing_pdf": briefing_pdf, "bare_pdf": bare_pdf,
    "briefing_xlsx": briefing_xlsx, "bare_xlsx": bare_xlsx,
}  # fmt: skip
