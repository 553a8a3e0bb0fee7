"""The Zielteil: goals with their areas, days and indicators, and the Leitlinien."""

from importers import lookups
from importers.source import Column, Source
from masterplan.domain.plan import Kind, Part

SOURCE = Source(
    part=Part.GOALS,
    kind=Kind.GOAL,
    label="Ziele",
    words=("Zielteil", "Ziele", "Zielkatalog", "Operative Ziele", "goals"),
    required=(("title",),),
    group="area",
    columns=(
        Column(
            "number", "Nummer",
            ("Nr.", "Nr", "Ziel-Nr.", "Zielnummer", "Ziel Nr.", "Nummer des Ziels", "Lfd. Nr.",
             "Laufende Nummer", "Nr. Ziel", "Ziel-ID"),
            lookups.read_number_label, weak=("ID", "Kürzel", "#"),
        ),
        Column(
            "title", "Titel",
            ("Ziel", "Operatives Ziel", "Zielbezeichnung", "Bezeichnung des Ziels", "Titel des Ziels",
             "Zieltitel", "Strategisches Ziel", "Leitziel",
             "Zielformulierung"),
            lookups.read_text, weak=("Ziele", "Operative Ziele", "Bezeichnung", "Name", "Kurztitel"),
        ),
        Column(
            "description", "Beschreibung",
            ("Beschreibung des Ziels", "Zielbeschreibung", "Erläuterung des Ziels", "Langtext"),
            lookups.read_text, weak=("Erläuterung", "Erläuterungen", "Inhalt", "Text"),
        ),
        Column(
            "area", "Zielbereich",
            ("Bereich", "Zielgruppe", "Perspektive", "Zielkategorie", "Handlungsfeld", "Zielfeld"),
            lookups.read_text, weak=("Kategorie", "Gruppe"), grouping=True,
        ),
        Column(
            "guidelines", "Leitlinien",
            ("Leitlinie", "Bezug zu Leitlinien", "Leitlinie(n)", "Leitlinienbezug", "Bezug Leitlinie",
             "zugehörige Leitlinien", "Leitlinie Nr."),
            lookups.read_references,
        ),
        Column(
            "due_on", "Zieltermin",
            ("Termin Soll", "Soll-Termin", "Solltermin", "Zieldatum", "Frist", "Fällig", "Fällig am",
             "Fälligkeit", "Umsetzung bis",
             "zu erreichen bis", "Erreichung bis", "Zieljahr", "Zielhorizont", "bis wann", "Termin laut Masterplan"),
            lookups.read_due, weak=("Termin", "Termine", "Soll", "bis", "Datum", "Zeitziel",
            "Zeitplan"), text_field="due_text",
        ),
        Column(
            "indicator", "Indikator",
            ("Kennzahl", "Messgröße", "Zielindikator", "Messkriterium", "Kennzahl/Indikator", "Indikator/Kennzahl"),
            lookups.read_text,
        ),
        Column("unit", "Einheit", ("Maßeinheit", "Einheit des Indikators"), lookups.read_text),
        Column(
            "start_value", "Ausgangswert",
            ("Startwert", "Basiswert", "Wert Ausgangslage", "Indikator Ausgangswert", "Wert Ausgang",
             "Anfangswert", "Baseline"),
            lookups.read_number,
        ),
        Column(
            "target_value", "Zielwert", ("Sollwert", "Soll-Wert", "Wert Soll", "Wert Ziel", "Indikator Zielwert",
            "Indikator Soll"), lookups.read_number
        ),
        Column(
            "actual_value", "Istwert",
            ("Ist-Wert", "Aktueller Wert", "Wert Ist", "Indikator Istwert", "Indikator Ist", "Erreichter Wert",
             "Wert aktuell"),
            lookups.read_number,
        ),
        Column(
            "actual_on", "Stand des Istwerts",
            ("Istwert am", "Istwert Stand", "Stand Istwert", "Datum Istwert", "Ist-Wert vom", "Messdatum",
             "Gemessen am", "Istwert vom", "Wert vom"),
            lookups.read_day,
        ),
        Column(
            "status", "Status",
            ("Umsetzungsstand", "Stand der Umsetzung", "Zielerreichung", "Stand der Zielerreichung",
             "Bearbeitungsstand", "Zielstatus"),
            lookups.read_status,
        ),
        Column(
            "achieved_on", "Erreicht am",
            ("Ist-Termin", "Termin Ist", "Isttermin", "erreicht", "Ziel erreicht am", "Abgeschlossen am",
             "Erledigt am", "Umgesetzt am"),
            lookups.read_day,
        ),
    ),
)  # fmt: skip

GUIDELINES = Source(
    part=Part.GOALS,
    kind=Kind.GUIDELINE,
    label="Leitlinien",
    words=("Leitlinien", "guidelines"),
    required=(("title",),),
    columns=(
        Column(
            "number", "Nummer",
            ("Nr.", "Nr", "Leitlinie Nr.", "Leitlinien-Nr.", "Lfd. Nr.",
             "Nummer der Leitlinie"), lookups.read_number_label, weak=("ID", "#"),
        ),
        Column(
            "title", "Titel", ("Leitlinie", "Bezeichnung der Leitlinie", "Titel der Leitlinie", "Leitsatz"),
            lookups.read_text, weak=("Leitlinien", "Bezeichnung", "Name", "Kurztitel"),
        ),
        Column(
            "text", "Text",
            ("Wortlaut", "Beschreibung der Leitlinie", "Text der Leitlinie", "Erläuterung der Leitlinie"),
            lookups.read_text, weak=("Beschreibung", "Erläuterung", "Erläuterungen", "Inhalt", "Langtext"),
        ),
    ),
)  # fmt: skip
