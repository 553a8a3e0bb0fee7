"""What each published field means: the data dictionary, field by field, and what is not published."""

from collections.abc import Mapping
from dataclasses import dataclass

from masterplan.domain.figure import NO_GROUP
from masterplan.domain.plan import FIELDS as STATED
from masterplan.domain.plan import FieldType, Kind
from masterplan.vocabulary import DIMENSIONS, FIELDS, GRADES, LEVELS, LIGHTS, REACHES, SERVICE_TYPES, STATUSES, UNITS

REPORTED, DERIVED = "Meldung der zuständigen Stelle", "aus den Meldungen errechnet"


@dataclass(frozen=True)
class Described:
    """One column of a table. ``type``: text, date, number, boolean, list or code; ``unit`` where it has one."""

    name: str
    label: str
    meaning: str
    type: str
    unit: str | None = None
    source: str = REPORTED
    codes: Mapping[str, str] | None = None


WITHHELD: Mapping[str, str] = {
    "responsible": "Angaben zu Personen werden nicht veröffentlicht.",
    "remark": "Freie Bemerkungen können Personen nennen und werden nicht veröffentlicht.",
    "reason": "Freie Begründungen können Personen nennen und werden nicht veröffentlicht.",
    "evidence": "Verweise auf Akten und Nachweise werden nicht veröffentlicht.",
}
"""Fields that stay in the house, and why."""

MEANINGS: Mapping[str, str] = {
    "achieved_on": "Tag, an dem es tatsächlich erreicht oder abgeschlossen wurde.",
    "actual_on": "Tag, für den der Istwert gilt.",
    "actual_value": "Zuletzt gemeldeter Wert des Indikators.",
    "amt24_url": "Adresse der Leistung im Serviceportal Amt24.",
    "area": "Zielbereich, zu dem das Ziel gehört.",
    "ars": "Amtlicher Regionalschlüssel der Gebietskörperschaft (12 Stellen).",
    "baseline_text": "Ausgangslage, wie sie im Plan beschrieben ist.",
    "budget_planned": "Geplante Mittel; Angaben verschiedener Quellen werden nicht addiert.",
    "budget_source": "Quelle, aus der finanziert wird.",
    "budget_spent": "Verausgabte Mittel.",
    "components": "Basiskomponenten, auf denen die Maßnahme aufbaut.",
    "depends_on": "Nummern oder Titel der Einträge, die vorher fertig sein müssen, wie gemeldet.",
    "description": "Beschreibung, wie gemeldet.",
    "due_on": "Letzter Tag, den der gemeldete Termin meint.",
    "due_text": "Plantermin im Wortlaut der Meldung.",
    "forecast_on": "Termin, der voraussichtlich eingehalten wird.",
    "forecast_text": "Voraussichtlicher Termin im Wortlaut der Meldung.",
    "goals": "Nummern der Ziele, zu denen der Eintrag beiträgt, wie gemeldet.",
    "guidelines": "Leitlinien, an denen sich das Ziel ausrichtet.",
    "indicator": "Name des Indikators.",
    "lead": "Schlüssel der federführenden Stelle, wie gemeldet (siehe bodies).",
    "leika_key": "Schlüssel der Leistung im Leistungskatalog der öffentlichen Verwaltung (LeiKa).",
    "level": "Ebene, die die Maßnahme trägt.",
    "maturity": "Reifegrad nach dem genannten Reifegradmodell.",
    "maturity_model": "Reifegradmodell, nach dem der Reifegrad gemeldet ist.",
    "milestones": "Nummern der Wegmarken, zu denen die Maßnahme beiträgt, wie gemeldet.",
    "ministry": "Schlüssel des Ressorts, wie gemeldet (siehe bodies).",
    "number": "Nummer im Masterplan.",
    "online": "Ob die Leistung dort online ist.",
    "ozg_id": "Nummer des Leistungsbündels im OZG-Umsetzungskatalog.",
    "participants": "Schlüssel oder Namen der beteiligten Stellen.",
    "priority": "Priorität, wie gemeldet.",
    "progress": "Gemeldeter Umsetzungsgrad.",
    "reach": "Wie weit die Leistung verfügbar ist.",
    "reported_light": "Bewertung durch die zuständige Stelle.",
    "route": "Weg, auf dem die Leistung umgesetzt wird.",
    "scope": "Geltungsbereich, für den der Wert gemeldet ist.",
    "services": "OZG-IDs oder Titel der Leistungen, zu denen die Maßnahme beiträgt, wie gemeldet.",
    "situation": "Lebens- oder Geschäftslage.",
    "source": "Quelle des Werts, wie gemeldet.",
    "start_value": "Wert des Indikators am Anfang.",
    "starts_on": "Erster Tag, den der gemeldete Beginn meint.",
    "starts_text": "Beginn im Wortlaut der Meldung.",
    "status": "Gemeldeter Stand der Umsetzung.",
    "target_value": "Wert des Indikators, der erreicht werden soll.",
    "text": "Wortlaut.",
    "theme": "Themenfeld des OZG-Umsetzungskatalogs.",
    "title": "Titel.",
    "type": "Leistungstyp: wer regelt und wer vollzieht.",
    "types": "Leistungstypen des Bündels: wer regelt und wer vollzieht.",
    "unit": "Einheit, in der gemessen wird.",
    "url": "Adresse im Netz, wie gemeldet.",
    "value": "Wert.",
}
"""By field what it says; a test compares the keys with the fields of the plan."""

_TYPES: Mapping[FieldType, str] = {
    FieldType.TEXT: "text", FieldType.DATE: "date", FieldType.NUMBER: "number", FieldType.SHARE: "number",
    FieldType.YES_NO: "boolean", FieldType.STATUS: "code", FieldType.LIGHT: "code", FieldType.LEVEL: "code",
    FieldType.REACH: "code", FieldType.MINISTRY: "code", FieldType.BODIES: "list", FieldType.REFERENCES: "list",
    FieldType.WORDS: "list",
}  # fmt: skip
_CODES: Mapping[str, Mapping[str, str]] = {
    "status": STATUSES, "reported_light": LIGHTS, "level": LEVELS, "reach": REACHES, "type": SERVICE_TYPES,
    "types": SERVICE_TYPES, "maturity": {str(grade): words for grade, words in GRADES.items()},
}  # fmt: skip
_UNITS: Mapping[str, str] = {"progress": "Anteil von 0 bis 1", "budget_planned": "Euro", "budget_spent": "Euro"}

KEY = Described("key", "Schlüssel", "Schlüssel des Eintrags; er bleibt über alle Fortschreibungen gleich.", "text",
                source=DERIVED)  # fmt: skip
RESPONSIBLE = Described("ministry_at", "Ressort am Stichtag", "Schlüssel der Stelle, die am Stichtag zuständig ist "
                        "(siehe bodies).", "code", source=DERIVED)  # fmt: skip
DAYS = (
    Described("effective_on", FIELDS["effective_on"], "Tag, von dem die jüngste Meldung spricht.", "date"),
    Described("first_on", FIELDS["first_on"], "Tag, von dem die erste Meldung spricht.", "date", source=DERIVED),
)
BASELINE = Described("baseline_on", FIELDS["baseline_on"], "Plantermin, der zuerst gemeldet wurde.", "date",
                     source=DERIVED)  # fmt: skip
LIGHT = (
    Described("computed_light", "errechnete Ampel", "Bewertung nach veröffentlichten Regeln, neben der gemeldeten.",
              "code", source=DERIVED, codes=LIGHTS),
    Described("light_reason", "Grund der errechneten Ampel", "Die Regel, die zutrifft, als Satz.", "text",
              source=DERIVED),
)  # fmt: skip

FIGURE_FIELDS = (
    Described("id", "Kennzahl", "Kennung der Kennzahl.", "text", source=DERIVED),
    Described("rule", "Zählweise", "Zählweise, nach der OZG-Leistungen als online zählen.", "text", source=DERIVED),
    Described("rule_version", "Fassung der Zählweise", "Fassung der Zählweise.", "text", source=DERIVED),
    Described("title", "Titel", "Name der Kennzahl.", "text", source=DERIVED),
    Described("definition", "Definition", "Was gezählt wird.", "text", source=DERIVED),
    Described("unit", "Einheit", "Einheit des Werts; ein Anteil (share) geht von 0 bis 1.", "code", source=DERIVED,
              codes=UNITS),
    Described("by", "aufgeteilt nach", "Merkmal, nach dem aufgeteilt ist; leer: alle Einträge.", "code",
              source=DERIVED, codes=DIMENSIONS),
    Described("group", "Gruppe", f"Ausprägung des Merkmals; „{NO_GROUP}“: keine Angabe.", "text", source=DERIVED),
    Described("value", "Wert", "Wert; leer, wenn weniger als 80 % der Angaben bekannt sind.", "number",
              source=DERIVED),
    Described("numerator", "Zähler", "Bei Anteilen: was zählt.", "number", source=DERIVED),
    Described("denominator", "Nenner", "Bei Anteilen: alles, was betrachtet wird.", "number", source=DERIVED),
    Described("lower", "mindestens", "Wert, wenn nichts Unbekanntes zählt.", "number", source=DERIVED),
    Described("upper", "höchstens", "Wert, wenn alles Unbekannte zählt.", "number", source=DERIVED),
    Described("coverage", "bekannter Anteil", "Anteil der Einträge, über die etwas bekannt ist.", "number",
              "Anteil von 0 bis 1", DERIVED),
)  # fmt: skip
LINK_FIELDS = (
    Described("from_key", "von", "Schlüssel des Eintrags, der verweist.", "text", source=DERIVED),
    Described("field", "Feld", "Feld, in dem der Verweis steht.", "text", source=DERIVED),
    Described("reference", "Verweis", "Verweis, wie gemeldet.", "text"),
    Described("to_key", "nach", "Schlüssel des gemeinten Eintrags; leer: nicht auflösbar.", "text", source=DERIVED),
)
BODY_FIELDS = (
    Described("key", "Schlüssel", "Schlüssel der Stelle.", "text", source="Referenzliste"),
    Described("name", "Name", "Voller Name.", "text", source="Referenzliste"),
    Described("short_name", "Kurzname", "Abkürzung oder kurzer Name.", "text", source="Referenzliste"),
    Described("kind", "Art", "Ressort oder andere Stelle.", "text", source="Referenzliste"),
    Described("valid_from", "gültig ab", "Tag, ab dem die Stelle so besteht.", "date", source="Referenzliste"),
)


def of_kind(kind: Kind) -> tuple[Described, ...]:
    """The published columns of the items of a kind."""
    stated = [
        Described(
            name, FIELDS[name], MEANINGS[name], _TYPES[field.type], _UNITS.get(name), codes=_CODES.get(name)
        )
        for name, field in STATED[kind].items()
        if name not in WITHHELD and field.type != FieldType.PERSON
    ]  # fmt: skip
    has_owner = kind in (Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE)
    has_light = kind in (Kind.MILESTONE, Kind.MEASURE)
    has_due = "due_on" in STATED[kind]
    return (
        KEY, *stated, *([RESPONSIBLE] if has_owner else ()), *(LIGHT if has_light else ()),
        *([BASELINE] if has_due else ()), *DAYS,
    )  # fmt: skip
