"""The notes under a slide: of each figure on it the definition, the rule and what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.slide import NotesSlidePart

from masterplan.briefings.content import Briefing, Chart, Evidence, Facts, Figures, FigureValue, Section
from masterplan.briefings.drawing.shapes import NAMESPACES, Words
from masterplan.briefings.slides.room import Part, Rows
from masterplan.vocabulary import day, number

EVIDENCE_SHOWN = 6


def of_rules(facts: Facts) -> str:
    """The rules by which the briefing counts, for the notes of the first slide."""
    told = (
        f"{rule.title}{f' (Version {rule.version})' if rule.version else ''}: {rule.definition}"
        f"{f' Quelle: {rule.source}.' if rule.source else ''}"
        for rule in facts.rules
    )
    return "\n".join(("Regeln", *told, f"Erstellt mit Version {facts.software} der Software.")) if facts.rules else ""


def add_notes(slide: Any, number: int, text: str, language: str) -> None:
    """Notes under a slide, the ``number``-th of the file, a paragraph for each line."""
    package = slide.part.package
    paragraphs = "".join(Words(line).xml(language) for line in text.split("\n"))
    element = parse_xml(
        f'<p:notes {NAMESPACES}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        '</p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Folienbild"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notizen"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="body" sz="quarter" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f"{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld></p:notes>"
    )
    part: Any = NotesSlidePart(
        PackURI(f"/ppt/notesSlides/notesSlide{number}.xml"), CONTENT_TYPE.PML_NOTES_SLIDE, package, element
    )
    part.relate_to(package.presentation_part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
    slide.part.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)


class Notes:
    """Writes the notes of one briefing, and finds what its values rest on."""

    def __init__(self, briefing: Briefing) -> None:
        self._foot = briefing.facts.foot
        self._origins = {one.id: one for one in briefing.origins}
        self._evidence = {one.id: one for one in briefing.evidence}

    def of_page(self, section: Section, parts: Sequence[Part]) -> str:
        """The notes of one slide, a paragraph for each figure, chart and table on it."""
        told = [f"{section.title}: {section.message}"]
        for part in parts:
            match part:
                case Figures(figures):
                    told += [self._of_figure(figure) for figure in figures]
                case Chart() as chart:
                    origins = (name for series in chart.series for name in series.origins)
                    told.append(f"{chart.title}: {chart.sentence} {self._rests_on(origins)}".strip())
                case Rows() as rows:
                    origins = (cell.origin for row in rows.rows for cell in row)
                    told.append(f"Tabelle „{rows.table.title}“. {self._rests_on(origins)}".strip())
        return "\n".join([*told, self._foot])

    def _of_figure(self, figure: FigureValue) -> str:
        rule = f"Zählweise {figure.rule_title}, Version {figure.rule_version}." if figure.rule_title else ""
        value = ", ".join(text for text in (figure.text, figure.coverage_text) if text)
        told = (f"{figure.title}: {value}.", figure.definition, rule, self._rests_on([figure.origin]))
        return " ".join(text for text in told if text)

    def _rests_on(self, references: Iterable[str | None]) -> str:
        """Where the values were stated: the first files with sheet and cell, and how many there are."""
        found: dict[str, None] = {}
        for reference in references:
            if reference is not None:
                origin = self._origins.get(reference)
                found |= dict.fromkeys(origin.evidence if origin else (reference,))
        known = [self._evidence[name] for name in found if name in self._evidence]
        if not known:
            return ""
        shown = [place(one) for one in known[:EVIDENCE_SHOWN]]
        more = len(known) - len(shown)
        rest = f" und {number(more)} weitere, die in der Arbeitsmappe dieses Berichts stehen" if more else ""
        return f"Herkunft: {'; '.join(shown)}{rest}."


def place(evidence: Evidence) -> str:
    """„Umsetzungsplan_SMI.xlsx, Umsetzungsplanung!F7“, or that it was entered on-line."""
    if evidence.file is None:
        return f"{evidence.label}, {evidence.field}: erfasst zum {day(date.fromisoformat(evidence.stated_on))}"
    cell = "!".join(part for part in (evidence.sheet, evidence.cell) if part)
    return ", ".join(part for part in (evidence.file, cell) if part)
