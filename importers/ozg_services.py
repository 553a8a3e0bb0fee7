"""The OZG catalogue: one row per bundle of services, with its theme and, where given, its maturity."""

import re

from importers import lookups
from importers.lookups import Doubt
from importers.source import Column, Source, heading_key
from masterplan.domain.plan import Kind, Part, Reading

_UNTYPED = re.compile(r"(?:^|[;,])\s*leer:\s*\d+\s*(?=[;,]|$)")


def read_types(raw: object, label: str) -> tuple[Reading, Doubt | None]:
    """The types of a bundle with the number of services of each; „leer: 2“ counts services without a type."""
    if isinstance(raw, str) and _UNTYPED.search(raw):
        reading, doubt = lookups.read_types(_UNTYPED.sub("", raw).strip(";, "), label)
        return Reading(reading.value, raw), doubt
    return lookups.read_types(raw, label)


THEMES = (
    "Arbeit & Ruhestand", "Bauen & Wohnen", "Bildung", "Ein- & Auswanderung", "Engagement & Hobby", "Familie & Kind",
    "Forschung & Förderung", "Gesundheit", "Mobilität & Reisen", "Querschnitt", "Recht & Ordnung", "Steuern & Zoll",
    "Umwelt", "Unternehmensführung & -entwicklung",
)  # fmt: skip
"""The Themenfelder as the catalogue of December 2019 spells them; „und“ for „&“ would make a second group of one."""


def _compared(theme: str) -> str:
    return heading_key(re.sub(r"\bund\b|&", " ", theme))


_THEMES = {_compared(theme): theme for theme in THEMES} | {"querschnittsleistungen": "Querschnitt"}


def read_theme(raw: object, label: str) -> tuple[Reading, Doubt | None]:
    """A Themenfeld in the catalogue's spelling („Familie und Kind“, „familie_kind“); others stay as written."""
    reading, doubt = lookups.read_text(raw, label)
    written = reading.value
    theme = _THEMES.get(_compared(written), written) if isinstance(written, str) else None
    return (Reading(theme, written), doubt) if isinstance(written, str) and theme != written else (reading, doubt)


SOURCE = Source(
    part=Part.SERVICES,
    kind=Kind.SERVICE,
    label="OZG-Leistungen",
    words=("OZG-Leistungen", "OZG-Katalog", "Umsetzungskatalog", "Leistungsbündel", "OZG Umsetzungskatalog",
    "Leistungsübersicht", "services"),
    required=(("ozg_id",), ("title",)),
    group="theme",
    left_aside=("anzahl_leika_leistungen", "leistungstyp_haeufigster", "Anzahl LeiKa-Leistungen",
    "Häufigster Leistungstyp"),
    columns=(
        Column(
            "ozg_id", "OZG-ID",
            ("OZG ID", "OZG-Nr.", "OZG-Nummer", "OZG-Schlüssel", "ozgid", "ID der OZG-Leistung", "Leistungsbündel-ID",
             "service_system_id", "OZG-Leistung ID", "Bündel-ID", "Nr. der OZG-Leistung", "OZG-Leistung Nr.",
             "OZG-Leistungs-ID"),
            lookups.read_ozg_id, weak=("ID", "Nr.", "Nummer"),
        ),
        Column(
            "title", "Titel",
            ("OZG-Leistung", "OZG-Leistungsbündel", "Leistungsbündel", "OZG-Bezeichnung", "ozg_bezeichnung",
             "Bezeichnung der OZG-Leistung", "Titel der OZG-Leistung", "Name der OZG-Leistung", "service_system",
             "Name des Leistungsbündels", "Bezeichnung des Leistungsbündels", "OZG-Leistung (Name)",
             "OZG-Leistung (Bezeichnung)", "OZG-Leistungsname", "OZG-Titel", "service_system_name"),
            lookups.read_text, weak=("Leistung", "Leistungen", "OZG-Leistungen", "Bezeichnung", "Name",
            "Verwaltungsleistung"),
        ),
        Column("theme", "Themenfeld",
            ("OZG-Themenfeld", "Themenfelder", "subject", "Themenfeld (OZG)", "OZG-Themenfeldname",
             "Name des Themenfelds"), read_theme, weak=("Thema",), grouping=True),
        Column(
            "situation", "Lebens- oder Geschäftslage",
            ("Lebenslage", "Geschäftslage", "Lebens-/Geschäftslage", "Lebens- und Geschäftslage",
             "Lebens-/Unternehmenslage", "Lage", "situation", "Lebens- bzw. Geschäftslage", "Lebens-/Geschäftslagen",
             "Lebenslagen", "Lebens- und Unternehmenslage", "Lebenslage/Geschäftslage", "OZG-Lage"),
            lookups.read_text, grouping=True,
        ),
        Column(
            "types", "Leistungstypen",
            ("Leistungstyp", "LeiKa-Typ", "Typisierung", "Typ", "Typen", "LeiKa-Typen", "service_type",
             "LeiKa-Typisierung"), read_types, weak=("Typ der Leistung",)
        ),
        Column(
            "ministry", "Ressort",
            ("Zuständiges Ressort", "zuständiges Ressort im Land", "Ministerium", "Federführung",
             "federführendes Ressort", "OZG-Zuständigkeit", "Verantwortliches Ressort", "Zuständiges Ministerium",
             "Fachlich zuständiges Ressort", "Ressort (Sachsen)", "Fachressort", "Staatsministerium"),
            lookups.read_ministry, weak=("Zuständigkeit",),
        ),
        Column(
            "priority", "Priorität",
            ("Prio", "Priorisierung", "Priorität Sachsen", "Umsetzungspriorität", "Priorität (Land)",
             "Umsetzungspriorität (Land)", "Landespriorität", "Priorisierung (Land)", "Priorität des Landes"),
            lookups.read_text,
            weak=("Priorität (föderale Leistung)",),
        ),
        Column(
            "maturity", "Reifegrad",
            ("Reifegradstufe", "OZG-Reifegrad", "Reifegrad (OZG)", "Erreichter Reifegrad", "aktueller Reifegrad", "RG",
             "Reifegrad Ist", "Reifegrad (aktuell)", "Reifegrad 2.0", "Reifegrad nach Modell 2.0",
             "Aktueller OZG-Reifegrad", "Reifegrad nach OZG"),
            lookups.read_maturity,
        ),
        Column(
            "maturity_model", "Reifegradmodell",
            ("Modell", "Version Reifegradmodell", "Reifegradmodell Version", "Reifegradmodell-Version",
             "Modell des Reifegrads", "Modellversion"), lookups.read_text
        ),
        Column(
            "route", "Umsetzungsweg",
            ("Umsetzungsmodell", "Umsetzungsvariante", "Weg", "Weg der Umsetzung", "Umsetzungsroute", "Umsetzungsart",
             "Umsetzungsform", "Art der Umsetzung", "Realisierungsweg", "Bereitstellungsweg",
             "Umsetzungsweg (Sachsen)"), lookups.read_text,
        ),
        Column("amt24_url", "Amt24",
            ("Amt24-Link", "Amt24-URL", "Link Amt24", "Amt24 (Link)", "URL Amt24", "Link zu Amt24", "Amt24-Adresse",
             "Adresse in Amt24", "Amt24-Seite", "URL in Amt24"), lookups.read_text,
               weak=("URL", "Link")),
    ),
)  # fmt: skip
