"""The briefing as a workbook: summary sheets with charts, every key figure, its origin cell by cell, all measures."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from openpyxl import Workbook

from masterplan.briefings.content import Briefing, Bullets, Chart, Figures, FigureValue, Section, Table, Value
from masterplan.briefings.palette import DRAFT
from masterplan.briefings.workbook.charts import add_chart
from masterplan.briefings.workbook.page import Links, Page, font, rows_of
from masterplan.domain.files.office_archive import settled

ORIGINS, ITEMS, FIGURES = "Herkunft", "Einträge je Kennzahl", "Kennzahlen"
TITLES = {
    "summary": "Überblick", "headline": "OZG-Leistungen", "goals": "Ziele", "changes": "Veränderungen",
    "late": "Verspätungen", "decisions": "Entscheidungen", "risks": "Risiken", "money": "Mittel",
    "annex-figures": "Definitionen", "annex-sources": "Quellen", "annex-gaps": "Datenlücken", "annex-errata": "Errata",
    "annex-rules": "Regeln", "data-changes": "Veränderungen einzeln", "annex-late": "Überfällig",
    "annex-decisions": "Entscheidungen alle", "annex-risks": "Widersprüche alle",
}  # fmt: skip
"""The names of the sheets by section; Ressorts stand under their keys."""
STATES = ("zählt", "nicht bekannt", "zählt nicht")


def render(briefing: Briefing) -> bytes:
    """The workbook as a file; the same briefing gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    places = _places(briefing)
    alternatives: list[list[str]] = []
    for section in (*briefing.sections, *briefing.data):
        page = Page(workbook.create_sheet(sheet_name(section)), places)
        drawn = _write(page, briefing, section)
        page.finish(briefing.facts.foot)
        if drawn:
            alternatives.append(drawn)
    _figure_sheet(Page(workbook.create_sheet(FIGURES), places), briefing)
    _item_sheet(Page(workbook.create_sheet(ITEMS), places), briefing)
    _origin_sheet(Page(workbook.create_sheet(ORIGINS), places), briefing)
    properties = workbook.properties
    facts = briefing.facts
    properties.title, properties.subject = facts.title, f"{facts.subtitle}, {facts.stichtag_text}"
    properties.language, properties.creator = facts.language, ""
    into = BytesIO()
    workbook.save(into)
    return settled(_described(into.getvalue(), alternatives), briefing.facts.known_by)


def sheet_name(section: Section) -> str:
    """The name of a section's sheet."""
    name = TITLES.get(section.id) or section.ministry or section.title
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _write(page: Page, briefing: Briefing, section: Section) -> list[str]:
    """A section; gives the alternative texts of its charts."""
    facts = briefing.facts
    if section.id.startswith("data-"):
        page.table(next(block for block in section.blocks if isinstance(block, Table)), as_list=True)
        return []
    if facts.mark:
        page.line(facts.mark, font(DRAFT, 12, bold=True))
    page.heading(facts.title if section.part == "summary" else section.title, 16)
    if section.part == "summary":
        page.line(f"{facts.subtitle}, Stichtag {facts.stichtag_text}", font(size=12))
        page.line(facts.foot)
        for words in (facts.demo_mark, facts.legend):
            if words:
                page.line(words, font(DRAFT))
    page.line(section.message, font(bold=True))
    drawn = []
    for block in section.blocks:
        page.gap()
        match block:
            case Figures():
                page.figures(block)
            case Table():
                page.table(block)
            case Chart():
                add_chart(page, block)
                drawn.append(block.alternative)
            case Bullets():
                page.bullets(block)
            case _:
                page.paragraph(block)
    return drawn


def _unique_figures(briefing: Briefing) -> Iterator[FigureValue]:
    """Every key figure once, in the order of reading."""
    seen: set[str] = set()
    for one in briefing.figures():
        if one.origin not in seen:
            seen.add(one.origin)
            yield one


def _figure_sheet(page: Page, briefing: Briefing) -> None:
    titles = (
        ("Kennzahl", 36), ("Gruppe", 22), ("Wert", 12), ("angezeigt", 14), ("Einheit", 9), ("untere Grenze", 12),
        ("obere Grenze", 12), ("Abdeckung", 11), ("voriger Bericht", 13), ("Zählweise", 22), ("Fassung", 8),
        ("freigegeben", 11), ("Definition", 80), ("Herkunft", 40),
    )  # fmt: skip
    units = {"share": "Anteil", "count": "Anzahl", "days": "Tage", "euro": "Euro"}
    rows_of(page, titles, (
        (
            one.title, one.group_text or "", one.number, one.text, units[one.unit], one.lower, one.upper, one.coverage,
            one.earlier, one.rule_title or "", one.rule_version or "", "nein" if one.unreleased else "ja",
            one.definition, one.origin,
        )
        for one in _unique_figures(briefing)
    ))  # fmt: skip
    page.finish(briefing.facts.foot)


def _item_rows(briefing: Briefing) -> Iterator[tuple[Value, ...]]:
    """Per key figure the items it looks at."""
    labels = {one.item: one.label for one in briefing.evidence}
    origins = {one.id: one for one in briefing.origins}
    for figure in _unique_figures(briefing):
        origin, group = origins[figure.origin], figure.group_text or figure.rule_title or ""
        for state, keys in zip(STATES, (origin.counted, origin.unknown, origin.not_counted), strict=True):
            for key in keys:
                yield figure.title, group, state, key, labels.get(key, key), origin.id


def _item_sheet(page: Page, briefing: Briefing) -> None:
    titles = (("Kennzahl", 36), ("Gruppe", 28), ("Zählung", 14), ("Schlüssel", 22), ("Eintrag", 70), ("Herkunft", 40))
    rows_of(page, titles, _item_rows(briefing))
    page.finish(briefing.facts.foot)


def _origin_sheet(page: Page, briefing: Briefing) -> None:
    titles = (
        ("Schlüssel", 22), ("Eintrag", 60), ("Feld", 20), ("Wert", 28), ("Wortlaut", 28), ("Datei", 40), ("Blatt", 22),
        ("Zelle", 9), ("Zeilen", 7), ("Stand", 12), ("freigegeben", 11), ("SHA-256", 68), ("Kennung", 40),
    )  # fmt: skip
    rows_of(page, titles, (
        (
            one.item, one.label, one.field, one.value, one.wording or "", one.file or "online eingegeben",
            one.sheet or "", one.cell or "", one.rows, one.stated_on, "nein" if one.unreleased else "ja",
            one.sha256 or "", one.id,
        )
        for one in briefing.evidence
    ))  # fmt: skip
    page.finish(briefing.facts.foot)


def _places(briefing: Briefing) -> Links:
    """Where in the workbook each origin is told: a key figure's items, or the first cell that a value rests on."""
    rows = {one.id: f"'{ORIGINS}'!A{place}" for place, one in enumerate(briefing.evidence, 2)}
    places = {one.id: rows[one.evidence[0]] for one in briefing.origins if one.evidence} | rows
    for place, row in enumerate(_item_rows(briefing), 2):
        reference = str(row[-1])
        if not places.get(reference, "").startswith(f"'{ITEMS}'"):
            places[reference] = f"'{ITEMS}'!A{place}"
    return places


def _described(workbook: bytes, alternatives: Sequence[Sequence[str]]) -> bytes:
    """Gives each drawing its alternative text, which the library has no place for."""
    into = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(into, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if found := re.fullmatch(r"xl/drawings/drawing(\d+)\.xml", name):
                pieces = re.split(r"(?<=<xdr:cNvPr )|(?<=<cNvPr )", content.decode())
                texts = [f"descr={quoteattr(words)} " for words in alternatives[int(found[1]) - 1]]
                content = "".join(one + words for one, words in zip(pieces, [*texts, ""], strict=True)).encode()
            new.writestr(name, content)
    return into.getvalue()
