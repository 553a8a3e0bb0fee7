"""The notes under a slide: of each figure on it the definition, the rule and what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import date

from masterplan.briefings.content import Briefing, Chart, Evidence, Facts, Figures, FigureValue, Section
from masterplan.briefings.slide_layout import Part, Rows
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
        told = (f"{figure.title}: {figure.text}.", figure.definition, rule, self._rests_on([figure.origin]))
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
