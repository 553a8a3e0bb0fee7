"""Values of indicators, one row per indicator and scope (a Ressort, or the whole state)."""

from importers import lookups
from importers.source import Column, Source
from masterplan.domain.plan import Kind, Part

SOURCE = Source(
    part=Part.INDICATORS,
    kind=Kind.INDICATOR_VALUE,
    label="Indikatorwerte",
    words=("Indikatoren", "Indikatorwerte", "Kennzahlen", "indicators"),
    required=(("indicator",), ("scope",), ("value",)),
    columns=(
        Column(
            "indicator", "Indikator",
            ("Kennzahl", "Messgröße", "Indikator-ID", "Kennzahl/Indikator", "Indikator/Kennzahl",
             "Name des Indikators", "Indikatorname", "Bezeichnung des Indikators", "Name der Kennzahl",
             "Kennzahlenname", "Kennzahl-ID"), lookups.read_text,
            weak=("Bezeichnung",), grouping=True,
        ),
        Column(
            "scope", "Geltungsbereich",
            ("Bezug", "Bezugsbereich", "Bereich", "Bezugsraum", "Gebiet", "Bezugsgröße", "Ressort/Gebiet",
             "Bezugseinheit", "Gültig für", "Gilt für", "Ressort oder Gebiet", "Betrachtungsbereich", "Scope"),
            lookups.read_text, weak=("Ressort", "Land"),
        ),
        Column("value", "Wert",
            ("Istwert", "Ist-Wert", "Messwert", "Aktueller Wert", "Ergebnis", "Wert (Ist)", "Gemessener Wert",
             "Kennzahlenwert", "Indikatorwert", "Erreichter Wert", "Wert aktuell"), lookups.read_number, weak=("Ist",)),
        Column("unit", "Einheit",
            ("Maßeinheit", "Messeinheit", "Einheit des Werts", "Einheit der Kennzahl"), lookups.read_text),
        Column("source", "Quelle",
            ("Datenquelle", "Herkunft", "Fundstelle", "Erhoben von", "Quelle der Daten", "Datenherkunft",
             "Erhebungsquelle", "Quelle (Daten)"), lookups.read_text),
    ),
)  # fmt: skip
