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
            ("Nr.", "Nr", "Ziel-Nr.", "Zielnummer", "Ziel Nr.", "Nummer des Ziels", "Lfd. Nr.", "Laufende Nummer",
             "Nr. Ziel", "Ziel-ID", "Nr. des Ziels", "Lfd. Nummer", "Zielkennung"),
            lookups.read_number_label, weak=("ID", "Kürzel", "#", "Ordnungsnummer", "Gliederungsnummer"),
        ),
        Column(
            "title", "Titel",
            ("Ziel", "Operatives Ziel", "Zielbezeichnung", "Bezeichnung des Ziels", "Titel des Ziels", "Zieltitel",
             "Strategisches Ziel", "Leitziel", "Zielformulierung", "Name des Ziels", "Bezeichnung Ziel", "Titel Ziel",
             "Zielname"),
            lookups.read_text, weak=("Ziele", "Operative Ziele", "Bezeichnung", "Name", "Kurztitel",
             "Kurzbezeichnung", "Zielsetzung",
             "Operative Zielstellung"),
        ),
        Column(
            "description", "Beschreibung",
            ("Beschreibung des Ziels", "Zielbeschreibung", "Erläuterung des Ziels", "Langtext", "Beschreibung Ziel",
             "Beschreibung/Erläuterung", "Wortlaut des Ziels", "Wortlaut"),
            lookups.read_text, weak=("Erläuterung", "Erläuterungen", "Inhalt", "Text"),
        ),
        Column(
            "area", "Zielbereich",
            ("Bereich", "Zielgruppe", "Perspektive", "Zielkategorie", "Handlungsfeld", "Zielfeld", "Zielperspektive"),
            lookups.read_text, weak=("Kategorie", "Gruppe", "Themenbereich", "Handlungsbereich", "Sicht", "Cluster"),
            grouping=True,
        ),
        Column(
            "guidelines", "Leitlinien",
            ("Leitlinie", "Bezug zu Leitlinien", "Leitlinie(n)", "Leitlinienbezug", "Bezug Leitlinie",
             "zugehörige Leitlinien", "Leitlinie Nr.", "Zugehörige Leitlinie", "Bezug zu Leitlinie",
             "Zuordnung Leitlinie", "Zuordnung Leitlinien", "Leitlinien (Nr.)"),
            lookups.read_references,
        ),
        Column(
            "due_on", "Zieltermin",
            ("Termin Soll", "Soll-Termin", "Solltermin", "Zieldatum", "Frist", "Fällig", "Fällig am", "Fälligkeit",
             "Umsetzung bis", "zu erreichen bis", "Erreichung bis", "Zieljahr", "Zielhorizont", "bis wann",
             "Termin laut Masterplan", "Zielzeitpunkt", "Zieltermin (Soll)", "Zieltermin (Plan)", "Termin bis",
             "Geplant bis", "Zu erledigen bis", "Umsetzungstermin", "Umsetzungsfrist", "Realisierung bis", "Endtermin",
             "Geplanter Termin"),
            lookups.read_due, weak=("Termin", "Termine", "Soll", "bis", "Datum", "Zeitziel",
            "Zeitplan"), text_field="due_text",
        ),
        Column(
            "indicator", "Indikator",
            ("Kennzahl", "Messgröße", "Zielindikator", "Messkriterium", "Kennzahl/Indikator", "Indikator/Kennzahl",
             "Name des Indikators", "Indikatorbezeichnung", "Bezeichnung des Indikators", "Messindikator",
             "Erfolgsindikator", "Zielkennzahl"),
            lookups.read_text,
        ),
        Column("unit", "Einheit",
            ("Maßeinheit", "Einheit des Indikators", "Indikator Einheit", "Messeinheit", "Einheit der Kennzahl"),
            lookups.read_text),
        Column(
            "start_value", "Ausgangswert",
            ("Startwert", "Basiswert", "Wert Ausgangslage", "Indikator Ausgangswert", "Wert Ausgang", "Anfangswert",
             "Baseline", "Ausgangswert des Indikators", "Indikator (Start)", "Wert zu Beginn",
             "Startwert des Indikators", "Referenzwert"),
            lookups.read_number,
        ),
        Column(
            "target_value", "Zielwert",
            ("Sollwert", "Soll-Wert", "Wert Soll", "Wert Ziel", "Indikator Zielwert", "Indikator Soll",
             "Zielwert des Indikators", "Angestrebter Wert", "Zielgröße", "Planwert"), lookups.read_number
        ),
        Column(
            "actual_value", "Istwert",
            ("Ist-Wert", "Aktueller Wert", "Wert Ist", "Indikator Istwert", "Indikator Ist", "Erreichter Wert",
             "Wert aktuell", "Istwert des Indikators", "Aktueller Istwert", "Erreichter Istwert", "Gemessener Wert",
             "Stand des Indikators"),
            lookups.read_number,
        ),
        Column(
            "actual_on", "Stand des Istwerts",
            ("Istwert am", "Istwert Stand", "Stand Istwert", "Datum Istwert", "Ist-Wert vom", "Messdatum",
             "Gemessen am", "Istwert vom", "Wert vom", "Datum des Istwerts", "Stichtag des Istwerts", "Istwert zum",
             "Istwert (Datum)", "Erhoben am", "Messzeitpunkt", "Datum der Messung"),
            lookups.read_day,
        ),
        Column(
            "status", "Status",
            ("Umsetzungsstand", "Stand der Umsetzung", "Zielerreichung", "Stand der Zielerreichung",
             "Bearbeitungsstand", "Zielstatus", "Status des Ziels", "Status Ziel", "Umsetzungsstatus",
             "Status der Zielerreichung", "Aktueller Status", "Status (aktuell)", "Status (Ist)", "Realisierungsstand",
             "Bearbeitungsstatus"),
            lookups.read_status,
        ),
        Column(
            "achieved_on", "Erreicht am",
            ("Ist-Termin", "Termin Ist", "Isttermin", "erreicht", "Ziel erreicht am", "Abgeschlossen am",
             "Erledigt am", "Umgesetzt am", "Zieltermin (Ist)", "Zieltermin erreicht am", "Realisiert am",
             "Tatsächlich erreicht am", "Tatsächlicher Termin", "Termin tatsächlich", "Datum der Zielerreichung",
             "Zielerreichung am"),
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
            ("Nr.", "Nr", "Leitlinie Nr.", "Leitlinien-Nr.", "Lfd. Nr.", "Nummer der Leitlinie", "Leitliniennummer",
             "Nr. der Leitlinie", "Nr. Leitlinie", "Lfd. Nummer"), lookups.read_number_label, weak=("ID", "#"),
        ),
        Column(
            "title", "Titel",
            ("Leitlinie", "Bezeichnung der Leitlinie", "Titel der Leitlinie", "Leitsatz", "Name der Leitlinie",
             "Leitlinie (Bezeichnung)", "Leitlinientitel", "Grundsatz", "Leitgedanke"),
            lookups.read_text, weak=("Leitlinien", "Bezeichnung", "Name", "Kurztitel"),
        ),
        Column(
            "text", "Text",
            ("Wortlaut", "Beschreibung der Leitlinie", "Text der Leitlinie", "Erläuterung der Leitlinie",
             "Leitlinientext", "Leitlinie (Text)", "Leitlinie (Wortlaut)", "Beschreibung Leitlinie",
             "Wortlaut der Leitlinie"),
            lookups.read_text, weak=("Beschreibung", "Erläuterung", "Erläuterungen", "Inhalt", "Langtext"),
        ),
    ),
)  # fmt: skip
