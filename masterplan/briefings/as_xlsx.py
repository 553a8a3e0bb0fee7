"""The briefing as a workbook: summary sheets with charts, every key figure, its origin cell by cell, all measures."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, count
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from masterplan.briefings.content import Briefing, Bullets, Chart, Figures, FigureValue, Section, Table, Value
from masterplan.briefings.palette import DRAFT
from masterplan.briefings.workbook.charts import add_chart
from masterplan.briefings.workbook.looks import Look, Looks
from masterplan.briefings.workbook.page import Links, Page
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
FIGURE_TITLES = (
    ("Kennzahl", 36), ("Gruppe", 22), ("Wert", 12), ("angezeigt", 14), ("Einheit", 9), ("untere Grenze", 12),
    ("obere Grenze", 12), ("Abdeckung", 11), ("voriger Bericht", 13), ("Zählweise", 22), ("Fassung", 8),
    ("freigegeben", 11), ("Definition", 80), ("Herkunft", 40),
)  # fmt: skip
ITEM_TITLES = (
    ("Kennzahl", 36), ("Gruppe", 28), ("Zählung", 14), ("Schlüssel", 22), ("Eintrag", 70), ("Herkunft", 40),
)  # fmt: skip
ORIGIN_TITLES = (
    ("Schlüssel", 22), ("Eintrag", 60), ("Feld", 20), ("Wert", 28), ("Wortlaut", 28), ("Datei", 40), ("Blatt", 22),
    ("Zelle", 9), ("Zeilen", 7), ("Stand", 12), ("freigegeben", 11), ("SHA-256", 68), ("Kennung", 40),
)  # fmt: skip
"""The headings of the three long lists, with the widths of their columns."""
AS_TOLD = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""The library makes nothing of a text but a text."""
LETTERS = {"default_format_properties": {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}}
"""Columns are measured by the digits of these letters; Calibri, the library's choice, is not on every machine."""
STATES = ("zählt", "nicht bekannt", "zählt nicht")


def render(briefing: Briefing) -> bytes:
    """The workbook as a file; the same briefing gives the same bytes."""
    into = BytesIO()
    with TemporaryDirectory() as folder:
        workbook = Workbook(into, {**AS_TOLD, **LETTERS, "constant_memory": True, "tmpdir": folder})
        _write(workbook, briefing)
        facts = briefing.facts
        workbook.set_properties({"title": facts.title, "subject": f"{facts.subtitle}, {facts.stichtag_text}"})
        workbook.close()
    return settled(into.getvalue(), facts.known_by, facts.language)


def _write(workbook: Workbook, briefing: Briefing) -> None:
    looks, places, foot = Looks(workbook), _places(briefing), briefing.facts.foot
    for name, section in zip(_names(briefing), (*briefing.sections, *briefing.data), strict=True):
        page = Page(workbook, name, looks, places)
        _write_section(page, briefing, section)
        page.finish(foot)
    for name, titles, rows in (
        (FIGURES, FIGURE_TITLES, _figure_rows(briefing)), (ITEMS, ITEM_TITLES, _item_rows(briefing)),
        (ORIGINS, ORIGIN_TITLES, _origin_rows(briefing)),
    ):  # fmt: skip
        page = Page(workbook, name, looks, places)
        page.list_of(titles, rows)
        page.finish(foot)


def _names(briefing: Briefing) -> list[str]:
    """The names of the sections' sheets: allowed by Excel, and each one only once."""
    taken = {FIGURES.lower(), ITEMS.lower(), ORIGINS.lower()}
    names = []
    for section in (*briefing.sections, *briefing.data):
        wanted = TITLES.get(section.id) or section.ministry or section.title
        wanted = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("'")[:31]
        numbered = (f"{wanted[:27]} {at}" for at in count(2))
        names.append(next(name for name in chain((wanted,), numbered) if name.lower() not in taken))
        taken.add(names[-1].lower())
    return names


def _write_section(page: Page, briefing: Briefing, section: Section) -> None:
    facts = briefing.facts
    if section.id.startswith("data-"):
        page.table(next(block for block in section.blocks if isinstance(block, Table)), as_list=True)
        return
    if facts.mark:
        page.line(facts.mark, Look(DRAFT, 12, bold=True))
    page.heading(facts.title if section.part == "summary" else section.title, 16)
    if section.part == "summary":
        page.line(f"{facts.subtitle}, Stichtag {facts.stichtag_text}", Look(size=12))
        page.line(facts.foot)
        for words in (facts.demo_mark, facts.legend):
            if words:
                page.line(words, Look(DRAFT))
    page.line(section.message, Look(bold=True))
    for block in section.blocks:
        page.gap()
        match block:
            case Figures():
                page.figures(block)
            case Table():
                page.table(block)
            case Chart():
                add_chart(page, block)
            case Bullets():
                page.bullets(block)
            case _:
                page.paragraph(block)


def _unique_figures(briefing: Briefing) -> Iterator[FigureValue]:
    """Every key figure once, in the order of reading."""
    seen: set[str] = set()
    for one in briefing.figures():
        if one.origin not in seen:
            seen.add(one.origin)
            yield one


def _figure_rows(briefing: Briefing) -> Iterator[tuple[Value, ...]]:
    units = {"share": "Anteil", "count": "Anzahl", "days": "Tage", "euro": "Euro"}
    for one in _unique_figures(briefing):
        yield (
            one.title, one.group_text or "", one.number, one.text, units[one.unit], one.lower, one.upper, one.coverage,
            one.earlier, one.rule_title or "", one.rule_version or "", "nein" if one.unreleased else "ja",
            one.definition, one.origin,
        )  # fmt: skip


def _item_rows(briefing: Briefing) -> Iterator[tuple[Value, ...]]:
    """Per key figure the items it looks at."""
    labels = {one.item: one.label for one in briefing.evidence}
    origins = {one.id: one for one in briefing.origins}
    for figure in _unique_figures(briefing):
        origin, group = origins[figure.origin], figure.group_text or figure.rule_title or ""
        for state, keys in zip(STATES, (origin.counted, origin.unknown, origin.not_counted), strict=True):
            for key in keys:
                yield figure.title, group, state, key, labels.get(key, key), origin.id


def _origin_rows(briefing: Briefing) -> Iterator[tuple[Value, ...]]:
    for one in briefing.evidence:
        yield (
            one.item, one.label, one.field, one.value, one.wording or "", one.file or "online eingegeben",
            one.sheet or "", one.cell or "", one.rows, one.stated_on, "nein" if one.unreleased else "ja",
            one.sha256 or "", one.id,
        )  # fmt: skip


def _places(briefing: Briefing) -> Links:
    """Where in the workbook each origin is told: a key figure's items, or the first cell that a value rests on."""
    rows = {one.id: f"'{ORIGINS}'!A{place}" for place, one in enumerate(briefing.evidence, 2)}
    places = {one.id: rows[one.evidence[0]] for one in briefing.origins if one.evidence} | rows
    for place, row in enumerate(_item_rows(briefing), 2):
        reference = str(row[-1])
        if not places.get(reference, "").startswith(f"'{ITEMS}'"):
            places[reference] = f"'{ITEMS}'!A{place}"
    return places
