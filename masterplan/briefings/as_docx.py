"""The briefing as a Kabinettsvorlage, and the one-page sheets, as a document that Word edits."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm, Emu, RGBColor

from masterplan.briefings.content import (
    Block,
    Briefing,
    Bullets,
    Cell,
    Chart,
    Column,
    Figures,
    Meaning,
    Note,
    Paragraph,
    Section,
    Table,
)
from masterplan.briefings.document_parts import Charts, Footnotes, first_runs, page_number, table_element
from masterplan.briefings.palette import PAINTS
from masterplan.briefings.template_files import TemplateUnfit, template
from masterplan.briefings.xml_text import clean
from masterplan.domain.files.office_archive import settled

TEMPLATE = "briefing.docx"
STYLES = (
    "Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "List Bullet", "List Number",
    "Header", "Footer", "Leitsatz", "Hinweis", "Warnung", "Vermerk", "Spaltenkopf", "Zelle", "Fußnote",
    "Berichtstabelle",
)  # fmt: skip
"""What a template must have."""
CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Gegenstand", ()),
    ("Sachverhalt", ("summary", "headline", "goals", "changes", "late")),
    ("Ergebnis der Ressortabstimmung", ("risks",)),
    ("Kosten", ("money",)),
    ("Beschlussvorschlag", ("decisions",)),
)
"""The order of a Kabinettsvorlage, with the sections that stand in each of its chapters."""


def render(briefing: Briefing) -> bytes:
    """The document as a file; the same briefing gives the same bytes. Raises `TemplateUnfit`."""
    written = _Writing(briefing)
    if briefing.facts.kind == "briefing":
        _cabinet_paper(written)
    else:
        _sheet(written)
    return settled(written.finished(), briefing.facts.known_by)


def _cabinet_paper(written: "_Writing") -> None:
    briefing = written.briefing
    facts, by_id = briefing.facts, {section.id: section for section in briefing.sections}
    written.cover()
    said = {
        "Gegenstand": facts.subject, "Ergebnis der Ressortabstimmung": facts.consultation,
        "Beschlussvorschlag": facts.resolution,
    }  # fmt: skip
    for place, (title, names) in enumerate(CHAPTERS, 1):
        written.heading(f"{place} {title}", 1)
        if said.get(title):
            written.text(str(said[title]), "Leitsatz" if title == "Beschlussvorschlag" else "Normal")
        for section in (by_id[name] for name in names if name in by_id):
            written.section(section, 2)
    for place, (title, part) in enumerate((("Ressorts", "ministries"), ("Kennzahlen, Quellen, Regeln", "annex")), 1):
        sections = [section for section in briefing.sections if section.part == part]
        for at, section in enumerate(sections):
            if at == 0:
                written.heading(f"Anlage {place}: {title}", 1, on_new_page=True)
            written.section(section, 2, on_new_page=part == "ministries" and at > 0)


def _sheet(written: "_Writing") -> None:
    """A one-page sheet: everything under the one title."""
    written.title()
    for section in written.briefing.sections:
        written.section(section, 1)


class _Writing:
    """Writes a briefing into the template, from top to bottom."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self._document = Document(str(template(TEMPLATE)))
        missing = [name for name in STYLES if name not in self._document.styles]
        if missing:
            raise TemplateUnfit(f"In der Vorlage {TEMPLATE} fehlen die Formatvorlagen {', '.join(missing)}.")
        body = self._document.element.body
        for element in [one for one in body if not one.tag.endswith("}sectPr")]:
            body.remove(element)  # a template may show sample text
        page: Any = self._document.sections[0]
        self._width = Emu(page.page_width - page.left_margin - page.right_margin)
        font = str(self._document.styles["Normal"].font.name)
        self._style_ids = {name: str(self._document.styles[name].style_id) for name in STYLES}
        self._charts, self._footnotes = Charts(self._document, font), Footnotes(self._document)
        self._margins(page)

    def finished(self) -> bytes:
        """The file."""
        facts = self.briefing.facts
        self._footnotes.finish(self._style_ids)
        properties = self._document.core_properties
        properties.title, properties.language, properties.author = facts.title, facts.language, ""
        properties.subject, properties.comments = f"{facts.subtitle}, {facts.stichtag_text}", ""
        into = BytesIO()
        self._document.save(into)
        return into.getvalue()

    def _margins(self, page: Any) -> None:
        """What stands above and below every page."""
        facts = self.briefing.facts
        words = [word for word in (facts.mark, facts.demo_mark) if word]
        for place, text in ((page.header, " · ".join([facts.title, *words])), (page.footer, f"{facts.foot} · Seite ")):
            place.is_linked_to_previous = False
            paragraph = place.paragraphs[0]
            paragraph.text = clean(text)
            paragraph.style = self._document.styles["Header" if place is page.header else "Footer"]
            if place is page.footer:
                page_number(paragraph)

    # The cover.

    def title(self) -> None:
        """The title with what marks the document."""
        facts = self.briefing.facts
        if facts.mark:
            self.text(facts.mark, "Vermerk")
        self.text(facts.title, "Title")
        self.text(f"{facts.subtitle} · Stichtag {facts.stichtag_text}", "Subtitle")
        for words in (facts.demo_mark, facts.legend):
            if words:
                self.text(words, "Warnung")

    def cover(self) -> None:
        """Title and facts of a Kabinettsvorlage."""
        facts = self.briefing.facts
        self.title()
        rule = next((one for one in facts.rules if one.id == facts.rule), None)
        counted = f"„{rule.title}“ (Fassung {rule.version})" if rule else facts.rule
        compared = facts.compared_text or "keinem früheren Bericht"
        self.text(
            f"Kenntnisstand {facts.known_by_text}. Verglichen mit: {compared}. Gezählt nach {counted}. "
            f"Datenstand: Revision {facts.revision} mit Prüfsumme {facts.link}. Programm: {facts.software}.",
            "Hinweis",
        )

    # Sections and blocks.

    def section(self, section: Section, level: int, on_new_page: bool = False) -> None:
        """A section under its heading."""
        self.heading(section.title, level, on_new_page)
        has_lead = any(isinstance(block, Paragraph) and block.lead for block in section.blocks)
        if not has_lead:
            self.text(section.message, "Leitsatz")
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """One block."""
        match block:
            case Paragraph():
                self.text(block.text, "Leitsatz" if block.lead else "Normal")
            case Note():
                self.text(block.text, "Warnung" if block.tone == "warning" else "Hinweis")
            case Bullets():
                self._bullets(block)
            case Figures():
                self._figures(block)
            case Table():
                self.table(block)
            case Chart():
                self._chart(block)

    def heading(self, words: str, level: int, on_new_page: bool = False) -> None:
        """A heading."""
        paragraph = self.text(words, f"Heading {level}")
        paragraph.paragraph_format.page_break_before = on_new_page or None

    def text(self, words: str, style: str) -> Any:
        """A paragraph."""
        return self._document.add_paragraph(clean(words), self._document.styles[style])

    def _bullets(self, block: Bullets) -> None:
        if block.title:
            self.text(block.title, "Heading 3")
        for one in block.items:
            paragraph = self.text("", "List Number" if block.numbered else "List Bullet")
            run = paragraph.add_run(clean(one.text))
            run.font.bold = block.numbered or None
            _mean(run, one.meaning)
            if one.detail:
                paragraph.add_run(f" ({clean(one.detail)})")

    def _figures(self, block: Figures) -> None:
        columns = (
            Column("Kennzahl", width=2.4), Column("Wert", "number", 1), Column("davon", width=1.7),
            Column("Spanne und Abdeckung", width=2.4), Column("Veränderung", width=2),
        )  # fmt: skip
        rows = [
            (
                Cell(one.title), Cell(one.text, one.number, one.meaning), Cell(one.detail or ""),
                Cell("; ".join(word for word in (one.bounds, one.coverage_text) if word)), Cell(one.difference or ""),
            )
            for one in block.figures
        ]  # fmt: skip
        used = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
        told = tuple(tuple(row[at] for at in used) for row in rows)
        drawn = self.table(Table(block.title or "Kennzahlen", tuple(columns[at] for at in used), told))
        for one, run in zip(block.figures, first_runs(drawn), strict=True):
            self._footnotes.refer(run, f"{one.title}: {one.definition}")

    def table(self, table: Table) -> Any:
        """A table under its title, with a heading row."""
        self.text(table.title, "Caption")
        drawn = table_element(table, self._width, self._style_ids)
        self.text(table.remark or "", "Hinweis" if table.remark else "Fußnote")._p.addprevious(drawn)
        return drawn

    def _chart(self, chart: Chart) -> None:
        bars = len(chart.categories) * (len(chart.series) if chart.kind == "bar" else 1)
        height = 6.5 if chart.kind == "line" else min(15.0, 2.6 + 0.65 * bars)
        if chart.categories:
            paragraph = self.text("", "Normal")
            paragraph.paragraph_format.keep_with_next = True
            self._charts.add(chart, paragraph.add_run(), self._width, Emu(Cm(height)))
        self.text(chart.sentence, "Hinweis")


def _mean(run: Any, meaning: Meaning) -> None:
    """The colour of a meaning, beside the word or symbol that says the same."""
    if meaning != "neutral":
        run.font.color.rgb = RGBColor.from_string(PAINTS[meaning].text.lstrip("#").upper())
