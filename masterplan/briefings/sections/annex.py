"""The annex: every key figure with its definition, sources, gaps, errata and the rules that were applied."""

from collections.abc import Mapping, Sequence
from typing import Any

from masterplan.briefings.content import Cell, Column, Note, RuleFact, Section, Table
from masterplan.briefings.values import day_of, text_of
from masterplan.briefings.writer import Writer
from masterplan.domain.cabinet.decisions import RULES as DECISION_RULES
from masterplan.domain.counting import RULES
from masterplan.domain.judging.data_state import gaps, incomplete, open_references
from masterplan.domain.judging.findings import published_checks
from masterplan.domain.traffic_light import VERSION, published_rules
from masterplan.vocabulary import FIELDS, GLOSSARY, NO_VALUE, PARTS, counted, day, label, number, percent

SHORT = 12
"""So many letters of a checksum are printed."""


def sections(writer: Writer) -> list[Section]:
    """All sections of the annex that stand on their own."""
    return [_figures(writer), _sources(writer), _gaps(writer), *_errata(writer), _glossary(writer)]


def rule_facts() -> tuple[RuleFact, ...]:
    """The counting rules with their versions, and the version of the rules of the lights."""
    counting = [RuleFact(one.id, one.title, one.definition, one.version, one.source) for one in RULES.values()]
    sentence = " ".join(f"{number_}: {words}" for number_, words in published_rules())
    return (*counting, RuleFact("lights", "Errechnete Ampel", sentence, VERSION))


def _figures(writer: Writer) -> Section:
    columns = (
        Column("Kennzahl", width=1.8), Column("Wert", "number", 1.1), Column("Spanne", width=1.5),
        Column("Abdeckung", width=1.3), Column("Definition", width=4), Column("beruht auf", width=2.7),
    )  # fmt: skip
    rows = []
    for name in writer.asked.figures:
        value = writer.figure(name)
        title = f"{value.title} – {value.rule_title}" if value.rule_title else value.title
        shown = value.text if value.detail is None or value.rule is None else f"{value.text} ({value.detail})"
        rows.append((
            Cell(title), Cell(shown, value.number, value.meaning, value.unreleased, value.origin),
            Cell(value.bounds or NO_VALUE), Cell(value.coverage_text or NO_VALUE), Cell(value.definition),
            Cell(writer.trail.in_short(value.origin)),
        ))  # fmt: skip
    table = Table("Alle Kennzahlen", columns, tuple(rows))
    message = f"{number(len(rows))} Kennzahlen mit Definition, Spanne und Abdeckung."
    return Section("annex-figures", "Kennzahlen und Definitionen", message, "annex", (table,))


def _sources(writer: Writer) -> Section:
    columns = (
        Column("Datei", width=3.4), Column("Teil", width=1.8), Column("Ressort", width=1), Column("Stand", "date", 1.1),
        Column("Zeilen", "number", 0.8), Column("Hinweise", "number", 0.9), Column("SHA-256", width=1.6),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(str(row["file"])), Cell(label(PARTS, row["part"])), Cell(text_of(row["ministry"]) or NO_VALUE),
            Cell(day(day_of(row["stand"])), row["stand"].date().isoformat()),
            Cell(number(row["rows"]), int(row["rows"])), Cell(number(row["warnings"]), int(row["warnings"])),
            Cell(str(row["sha256"])[:SHORT]),
        )
        for row in writer.view.sources.iloc[::-1].to_dict("records")
    )  # fmt: skip
    table = Table("Eingelesene Dateien, neueste zuerst", columns, rows)
    message = f"Die Zahlen beruhen auf {counted(len(rows), 'Datei', 'Dateien')}; jede ist im Original aufbewahrt."
    return Section("annex-sources", "Quellen", message, "annex", (table,))


def _gaps(writer: Writer) -> Section:
    found = gaps(writer.view)
    columns = (
        Column("Merkmal", width=4), Column("trifft zu auf", "number", 1.1), Column("nicht erfüllt", "number", 1.1),
        Column("erfüllt", "share", 0.9),
    )  # fmt: skip
    # Which items lack what is told item by item; the sum rests on them all.
    lacking = incomplete(writer.view)
    origin = writer.trail.items("gaps", "Datenlücken", map(str, lacking.index), "status", "due_on")
    rows = tuple(
        (
            Cell(str(row["sentence"])), Cell(number(row["possible"]), int(row["possible"]), origin=origin),
            Cell(number(row["missing"]), int(row["missing"]), origin=origin),
            Cell(percent(row["share"]), None if row["share"] != row["share"] else float(row["share"]), origin=origin),
        )
        for row in found.to_dict("records")
    )  # fmt: skip
    tables = [Table("Vollständigkeit der Meldungen", columns, rows)]
    lost = open_references(writer.view).to_dict("records")
    if lost:
        tables.append(_lost_table(writer, lost))
    missing = int(found["missing"].sum())
    told = f"{counted(missing, 'Angabe fehlt', 'Angaben fehlen')} bei {number(len(lacking))} Vorhaben"
    nowhere = counted(len(lost), "Verweis führt", "Verweise führen")
    message = f"{told if missing else 'Keine Angabe fehlt'}; {nowhere} ins Leere."
    return Section("annex-gaps", "Offene Datenlücken", message, "annex", tuple(tables))


def _lost_table(writer: Writer, lost: Sequence[Mapping[Any, Any]]) -> Table:
    columns = (Column("Eintrag", width=4), Column("Feld", width=1.5), Column("Verweis, wie geschrieben", width=2.5))
    return Table("Verweise, die ins Leere führen", columns, tuple(_lost(writer, row) for row in lost))


def _lost(writer: Writer, row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    key, name = str(row["from_key"]), str(row["field"])
    return (
        Cell(writer.trail.label(key)), Cell(FIELDS.get(name, name)), writer.cell(key, name, str(row["reference"])),
    )  # fmt: skip


def _errata(writer: Writer) -> Sequence[Section]:
    if not writer.material.errata:
        return ()
    columns = (
        Column("Nr.", "number", 0.6), Column("Bericht", width=1.6), Column("Gegenstand", width=3),
        Column("stand dort", width=1.6), Column("richtig ist", width=1.6), Column("Grund", width=2.4),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(number(one.number), one.number), Cell(one.briefing), Cell(one.subject), Cell(one.old), Cell(one.new),
            Cell(one.reason or NO_VALUE),
        )
        for one in writer.material.errata
    )  # fmt: skip
    message = f"{counted(len(rows), 'Berichtigung', 'Berichtigungen')} früherer Berichte."
    table = Table("Errata", columns, rows)
    return (Section("annex-errata", "Berichtigungen früherer Berichte", message, "annex", (table,)),)


def _glossary(writer: Writer) -> Section:
    columns = (
        Column("Regel", width=1.6), Column("Inhalt", width=6), Column("Fassung", width=0.8),
        Column("Quelle", width=2.6),
    )  # fmt: skip
    rules = [(one.title, one.definition, one.version, one.source) for one in RULES.values()]
    rules += [(f"Ampel {name}", words, VERSION, NO_VALUE) for name, words in published_rules()]
    rules += [(f"Prüfung {name}", words, "1", NO_VALUE) for name, words, is_on in published_checks() if is_on]
    rules += [(f"Entscheidung {one.number}", f"{one.sentence} {one.ask}", "1", NO_VALUE) for one in DECISION_RULES]
    terms = Table(
        "Begriffe", (Column("Begriff", width=2), Column("Bedeutung", width=6)),
        tuple((Cell(word), Cell(meaning)) for word, meaning in GLOSSARY.values()),
    )  # fmt: skip
    applied = Table("Angewandte Regeln", columns, tuple(tuple(map(Cell, rule)) for rule in rules))
    message = "Regeln, nach denen gezählt, bewertet und geprüft wurde, und die Begriffe des Berichts."
    note = Note("Gemeldetes wird nie überschrieben: Errechnetes und Prüfbefunde stehen daneben.")
    return Section("annex-rules", "Regeln und Begriffe", message, "annex", (applied, terms, note))
