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
            "indicator", "Indikator", ("Kennzahl", "Messgröße", "Indikator-ID", "Kennzahl/Indikator",
            "Indikator/Kennzahl"), lookups.read_text,
            weak=("Bezeichnung",), grouping=True,
        ),
        Column(
            "scope", "Geltungsbereich",
            ("Bezug", "Bezugsbereich", "Bereich", "Bezugsraum", "Gebiet", "Bezugsgröße",
             "Ressort/Gebiet"), lookups.read_text, weak=("Ressort", "Land"),
        ),
        Column("value", "Wert", ("Istwert", "Ist-Wert", "Messwert", "Aktueller Wert",
        "Ergebnis"), lookups.read_number, weak=("Ist",)),
        Column("unit", "Einheit", ("Maßeinheit",), lookups.read_text),
        Column("source", "Quelle", ("Datenquelle", "Herkunft", "Fundstelle", "Erhoben von"), lookups.read_text),
    ),
)  # fmt: skip
