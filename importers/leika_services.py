"""The LeiKa catalogue: one row per single service, tied to its OZG bundle."""

from importers import lookups
from importers.source import Column, Source
from masterplan.domain.plan import Kind, Part

SOURCE = Source(
    part=Part.LEIKA,
    kind=Kind.LEIKA_SERVICE,
    label="LeiKa-Leistungen",
    words=("LeiKa-Leistungen", "LeiKa", "Leistungskatalog"),
    required=(("title",), ("leika_key", "ozg_id")),
    left_aside=("sdg1", "sdg2", "relevance1", "relevance2", "SDG 1", "SDG 2", "legal_basis", "laws", "law_shortcuts"),
    columns=(
        Column(
            "leika_key", "LeiKa-Schlüssel",
            ("LeiKa-Key", "leika_schluessel", "LeiKa-ID", "LeiKa-Nr.", "LeiKa", "Schlüssel (LeiKa)",
             "Leistungsschlüssel", "service_key", "LeiKa Schlüssel", "LeiKa-Nummer", "LeiKa-Schlüsselnummer",
             "Schlüssel der Leistung", "FIM-Schlüssel", "Leistungs-ID"),
            lookups.read_leika_key, weak=("Schlüssel",),
        ),
        Column(
            "title", "Titel",
            ("LeiKa-Leistung", "LeiKa-Bezeichnung", "leika_bezeichnung", "LeiKa-Name", "Leistungsbezeichnung",
             "Bezeichnung der Leistung", "service", "Name der Leistung", "Bezeichnung (LeiKa)",
             "LeiKa-Leistungsbezeichnung", "LeiKa-Titel", "Leistungsname", "Titel der Leistung"),
            lookups.read_text, weak=("Bezeichnung", "Leistung", "Name", "leika_name"),
        ),
        Column("type", "Leistungstyp",
            ("LeiKa-Typ", "Typ", "Typisierung", "Leistungstypen", "service_type", "Typ der Leistung",
             "LeiKa-Typisierung"), lookups.read_types),
        Column(
            "ozg_id", "OZG-ID",
            ("OZG ID", "OZG-Nr.", "OZG-Nummer", "OZG-Schlüssel", "ozgid", "OZG-Leistung ID", "Bündel", "OZG-Bündel",
             "service_system_id", "Bündel-ID", "Zugehörige OZG-ID", "OZG-Leistungsbündel (ID)", "Leistungsbündel-ID"),
            lookups.read_ozg_id,
        ),
        Column("maturity", "Reifegrad",
            ("Reifegradstufe", "OZG-Reifegrad", "Erreichter Reifegrad", "aktueller Reifegrad", "RG", "Reifegrad Ist",
             "Reifegrad 2.0", "Reifegrad nach Modell 2.0",
             "Reifegrad (aktuell)"), lookups.read_maturity),
    ),
)  # fmt: skip
