"""Every German term used in more than one place, the glossary behind it, and German numbers and days.

One German term has exactly one identifier; the keys below are the identifiers of `masterplan.domain.plan`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
NOT_REPORTED = "keine Angabe"
NO_VALUE = "–"
OTHERS = "Kommunen und weitere"
"""Bodies that are no Ressort, taken together."""
NOT_RELEASED = "noch nicht freigegeben"

PRODUCT = "Masterplan Digitale Verwaltung Sachsen"
VERSION = "0.3.0"
"""Of the program, as pyproject.toml has it: printed in briefings; one version renders the same bytes each time."""
OZG_TARGET = date(2022, 12, 31)
"""The day by which all administrative services had to be online (§ 1 OZG; first goal of the Masterplan)."""

KINDS: Mapping[str, str] = {
    "guideline": "Leitlinie",
    "goal": "Ziel",
    "milestone": "Wegmarke",
    "measure": "Maßnahme",
    "service": "OZG-Leistung",
    "leika_service": "LeiKa-Leistung",
    "coverage": "Flächendeckung",
    "indicator_value": "Indikatorwert",
}

KINDS_PLURAL: Mapping[str, str] = {
    "guideline": "Leitlinien",
    "goal": "Ziele",
    "milestone": "Wegmarken",
    "measure": "Maßnahmen",
    "service": "OZG-Leistungen",
    "leika_service": "LeiKa-Leistungen",
    "coverage": "Angaben zur Flächendeckung",
    "indicator_value": "Indikatorwerte",
}

PARTS: Mapping[str, str] = {
    "goals": "Zielteil",
    "implementation-plan": "Umsetzungsplanung",
    "measures": "Maßnahmenkatalog",
    "services": "OZG-Katalog",
    "leika": "LeiKa-Leistungen",
    "coverage": "Flächendeckung",
    "indicators": "Indikatoren",
}

STATUSES: Mapping[str, str] = {
    "not_started": "nicht begonnen",
    "planned": "in Planung",
    "in_progress": "in Umsetzung",
    "delayed": "verzögert",
    "completed": "abgeschlossen",
    "suspended": "zurückgestellt",
    "dropped": "entfallen",
    "permanent": "Daueraufgabe",
}

LIGHTS: Mapping[str, str] = {"green": "grün", "yellow": "gelb", "red": "rot", "grey": "ohne Bewertung"}
LIGHT_SYMBOLS: Mapping[str, str] = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}
"""Beside the word, never instead of it; shapes that every font has."""

LEVELS: Mapping[str, str] = {"state": "Land", "municipal": "Kommune", "joint": "Land und Kommune"}

REACHES: Mapping[str, str] = {
    "nationwide": "bundesweit flächendeckend",
    "statewide": "landesweit flächendeckend",
    "countywide": "kreisweit flächendeckend",
    "one_municipality": "in mindestens einer Kommune",
    "not_evaluated": "nicht in Auswertung berücksichtigt",
}

GRADES: Mapping[int, str] = {
    0: "Offline", 1: "Information", 2: "Formular-Assistent", 3: "Online-Leistung", 4: "Online-Transaktion",
}  # fmt: skip
"""The Reifegrade of version 1.1 of the model."""

SERVICE_TYPES: Mapping[str, str] = {
    "1": "Bund regelt und vollzieht", "2": "Bund regelt, Land vollzieht", "3": "Bund regelt, Kommunen vollziehen",
    "2/3": "Bund regelt, Land oder Kommunen vollziehen", "4": "Land regelt, Land oder Kommunen vollziehen",
    "5": "Kommunen regeln und vollziehen",
}  # fmt: skip
"""The Leistungstypen of the LeiKa: who makes the rules, and who carries them out."""

FIELDS: Mapping[str, str] = {
    "achieved_on": "Ist-Termin",
    "actual_on": "Stand des Istwerts",
    "actual_value": "Istwert",
    "amt24_url": "Amt24",
    "area": "Zielbereich",
    "ars": "Regionalschlüssel",
    "baseline_on": "ursprünglicher Termin",
    "baseline_text": "Ist-Stand",
    "budget_planned": "Budget geplant",
    "budget_source": "Finanzierungsquelle",
    "budget_spent": "Budget verausgabt",
    "components": "Basiskomponenten",
    "depends_on": "Abhängig von",
    "description": "Beschreibung",
    "due_on": "Plantermin",
    "due_text": "Plantermin (Wortlaut)",
    "effective_on": "Stand",
    "evidence": "Nachweis",
    "first_on": "erstmals gemeldet",
    "forecast_on": "Prognose",
    "forecast_text": "Prognose (Wortlaut)",
    "goals": "Ziele",
    "guidelines": "Leitlinien",
    "identity": "Zuordnung",
    "in_force": "im Plan",
    "indicator": "Indikator",
    "lead": "Federführung",
    "leika_key": "LeiKa-Schlüssel",
    "level": "Ebene",
    "maturity": "Reifegrad",
    "maturity_model": "Reifegradmodell",
    "measures": "Maßnahmen",
    "milestones": "Wegmarken",
    "ministry": "Ressort",
    "ministry_at": "Ressort",
    "number": "Nummer",
    "online": "online",
    "ozg_id": "OZG-ID",
    "participants": "Beteiligte",
    "priority": "Priorität",
    "progress": "Umsetzungsgrad",
    "reach": "Reichweite",
    "reason": "Begründung",
    "remark": "Bemerkung",
    "reported_light": "gemeldete Ampel",
    "responsible": "Verantwortlich",
    "route": "Umsetzungsweg",
    "scope": "Geltungsbereich",
    "services": "OZG-Leistungen",
    "situation": "Lebens- oder Geschäftslage",
    "source": "Quelle",
    "start_value": "Ausgangswert",
    "starts_on": "Beginn",
    "starts_text": "Beginn (Wortlaut)",
    "status": "Status",
    "target_value": "Zielwert",
    "text": "Text",
    "theme": "Themenfeld",
    "title": "Titel",
    "type": "Leistungstyp",
    "types": "Leistungstypen",
    "unit": "Einheit",
    "url": "Adresse im Netz",
    "value": "Wert",
}
"""One label per field, whatever its kind."""

FILE_STATUSES: Mapping[str, str] = {
    "applied": "eingelesen",
    "unchanged": "unverändert",
    "preview": "bereit",
    "rejected": "abgewiesen",
    "conflict": "Rückfrage",
}

COUNTS: Mapping[str, str] = {
    "rows": "Zeilen",
    "new": "neu",
    "changed": "geändert",
    "unchanged": "unverändert",
    "confirmed": "davon bestätigt",
    "missing": "fehlt",
    "ignored": "übergangen",
}

SEVERITIES: Mapping[str, str] = {"error": "Fehler", "warning": "Hinweis"}

UNITS: Mapping[str, str] = {"share": "Anteil", "count": "Anzahl", "days": "Tage", "euro": "Euro"}

DIMENSIONS: Mapping[str, str] = {
    "ministry": "Ressort", "theme": "Themenfeld", "situation": "Lebenslage", "type": "Leistungstyp", "goal": "Ziel",
    "level": "Ebene",
}  # fmt: skip

CHANGES: Mapping[str, str] = {
    "new": "neu",
    "added": "aufgenommen",
    "dropped": "entfallen",
    "done": "erledigt",
    "late": "überfällig geworden",
    "slipped": "verschoben",
    "corrected": "berichtigt",
    "reported_late": "nachgemeldet",
}
"""In what way an item differs between two Stichtage."""

ROLES: Mapping[str, str] = {
    "chancellery": "Staatskanzlei",
    "ministry": "Koordination eines Ressorts",
    "municipal": "Koordination einer Kommune",
    "cabinet": "Kabinett und Hausleitung",
    "reader": "Lesezugang",
    "delegate": "Kontenverwaltung eines Ressorts",
}
_ROLES_OF_A_BODY: Mapping[str, str] = {
    "ministry": "Koordination", "municipal": "Koordination", "delegate": "Kontenverwaltung",
}  # fmt: skip


def role_of(role: str, body: str | None) -> str:
    """A role, and for whom: „Koordination SMI“."""
    return f"{_ROLES_OF_A_BODY.get(role, ROLES[role])} {body}" if body else ROLES[role]


RIGHT_WORDS: Mapping[str, str] = {
    "read": "den freigegebenen Plan lesen",
    "read_unreleased": "noch nicht freigegebene Angaben lesen",
    "report": "melden und bestätigen",
    "hand_in": "Meldungen an die Staatskanzlei abgeben",
    "release": "freigeben",
    "run_rounds": "Berichtsrunden führen",
    "import": "Dateien einlesen",
    "get_workbook": "vorausgefüllte Arbeitsmappen herunterladen",
    "get_original": "Originaldateien herunterladen",
    "read_briefings": "Kabinettsberichte lesen",
    "issue": "Berichte und Antworten herausgeben",
    "manage_accounts": "Konten verwalten",
    "read_audit": "das Prüfprotokoll lesen",
    "erase": "Personenbezug löschen",
}

AUDIT_ACTS: Mapping[str, str] = {
    "login": "angemeldet",
    "login_failed": "Anmeldung fehlgeschlagen",
    "logout": "abgemeldet",
    "password": "eigenes Kennwort geändert",
    "account": "Konto geändert",
    "refused": "abgewiesen",
    "file": "Datei eingelesen",
    "edit": "gemeldet",
    "confirmation": "unverändert bestätigt",
    "correction": "berichtigt",
    "release": "freigegeben",
    "issue": "Bericht herausgegeben",
    "download": "heruntergeladen",
    "export": "exportiert",
    "round": "Berichtsrunde",
    "reminder": "erinnert",
    "erase": "gelöscht",
    "founding": "Datenbank angelegt",
    "mapping": "Spalten zugeordnet",
    "boundaries": "Kreisgrenzen übernommen",
}
"""What the audit notes, by act."""

AUDIENCES: Mapping[str, str] = {"all": "alle Angaben", "released": "freigegebene Angaben"}

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

GLOSSARY: Mapping[str, tuple[str, str]] = {
    "goal": ("Ziel", "Teil 1 des Masterplans: was erreicht werden soll, in einem von drei Zielbereichen."),
    "goal_area": ("Zielbereich", "Bürger und Unternehmen, Verwaltung intern oder weitere Ziele."),
    "guideline": ("Leitlinie", "Grundsatz des Masterplans, an dem sich die Ziele ausrichten."),
    "implementation_plan": ("Umsetzungsplanung", "Teil 2: der Plan eines Ressorts mit Ist-Stand und Wegmarken."),
    "baseline_text": ("Ist-Stand", "Ausgangslage, wie sie im Plan beschrieben ist; nicht der heutige Umsetzungsstand."),
    "milestone": ("Wegmarke", "Grober Schritt in der Umsetzungsplanung eines Ressorts."),
    "measure": ("Maßnahme", "Vorhaben des Maßnahmenkatalogs (Teil 3), das Wegmarken untersetzt."),
    "measure_catalogue": ("Maßnahmenkatalog", "Teil 3: die Vorhaben von Freistaat und Kommunen."),
    "ministry": ("Ressort", "Staatskanzlei oder Staatsministerium."),
    "lead": ("Federführung", "Das Ressort, das für eine Maßnahme verantwortlich ist."),
    "participants": ("Beteiligte", "Wer an einer Maßnahme mitwirkt."),
    "due_text": ("Plantermin (Wortlaut)", "Der Termin, wie ihn das Ressort geschrieben hat."),
    "due_on": ("Plantermin", "Der letzte Tag, den der geschriebene Termin meint."),
    "baseline_on": ("ursprünglicher Termin", "Der Plantermin, der zuerst gemeldet wurde."),
    "forecast_on": ("Prognose", "Der Termin, der jetzt erwartet wird."),
    "achieved_on": ("Ist-Termin", "Der Tag, an dem etwas tatsächlich erreicht wurde."),
    "stichtag": ("Stichtag", "Der Tag, dessen Ende die Darstellung zeigt; später Bekanntgewordenes nur auf Wunsch."),
    "effective_on": ("Stand", "Der Tag, von dem eine Datei oder Meldung spricht."),
    "recorded_at": ("erfasst am", "Wann eine Angabe hier eingegangen ist."),
    "recorded_by": ("erfasst von", "Wer eine Angabe hier erfasst hat."),
    "status_report": ("Statusmeldung", "Was ein Ressort zu einem Vorhaben meldet."),
    "reported_light": ("gemeldete Ampel", "Die Bewertung des Ressorts; sie wird nie überschrieben."),
    "computed_light": ("errechnete Ampel", "Die Bewertung nach veröffentlichten Regeln, neben der gemeldeten."),
    "progress": ("Umsetzungsgrad", "Wie viel von einem Vorhaben getan ist, in Prozent."),
    "slip_days": ("Verzug", "Tage zwischen ursprünglichem und jetzigem Termin."),
    "forecast": ("Prognose", "Was aus dem bisherigen Tempo folgt."),
    "service": ("OZG-Leistung", "Leistungsbündel des OZG-Umsetzungskatalogs."),
    "leika_service": ("LeiKa-Leistung", "Einzelne Verwaltungsleistung des Leistungskatalogs."),
    "maturity": ("Reifegrad", "Wie weit eine Leistung digital ist, von 0 (offline) bis 4 (Online-Transaktion)."),
    "coverage": ("Flächendeckung", "Wo eine Leistung verfügbar ist."),
    "counting_rule": ("Zählweise", "Die Regel, nach der eine Leistung als online zählt."),
    "edition": ("Fortschreibung", "Datierte neue Fassung der Teile 2 und 3."),
    "briefing": ("Kabinettsbericht", "Bericht an das Kabinett zu einem Stichtag."),
    "reporting_round": ("Berichtsrunde", "Abfrage bei den Ressorts mit Frist."),
}
"""Identifier → German term and what it means."""


def label(words: Mapping[str, str], code: object) -> str:
    """The German word for a code; „keine Angabe“ where there is none, and an unknown code as it stands."""
    if code is None or code != code or code == "":
        return NOT_REPORTED
    return words.get(str(code), str(code))


def day(value: date | None) -> str:
    """31.12.2022."""
    return NO_VALUE if value is None or value != value else f"{value:%d.%m.%Y}"


def long_day(value: date) -> str:
    """31. Dezember 2022."""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """05.07.2021, 14:00 Uhr (time of Berlin)."""
    return f"{value.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"


def number(value: float | int | Decimal | None, decimals: int | None = None) -> str:
    """1.234,5; with ``decimals`` None as many digits as the value has, two at the most."""
    if value is None or value != value:
        return NO_VALUE
    exact = Decimal(str(value))
    if decimals is None:
        decimals = min(2, max(0, -int(exact.normalize().as_tuple().exponent)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float | None, decimals: int = 0) -> str:
    """31 % for 0.31, with a space that does not break."""
    if share is None or share != share:
        return NO_VALUE
    return f"{number(Decimal(str(share)) * 100, decimals)}\u00a0%"


def euro(value: float | None) -> str:
    """1.234,50 €."""
    return NO_VALUE if value is None or value != value else f"{number(value, 2)}\u00a0€"


def rounded_euro(value: float | None) -> str:
    """712,5 Mio. € and, below a million, 885.000 €."""
    if value is None or value != value:
        return NO_VALUE
    if abs(value) >= 999_950:
        return f"{number(value / 1e6, 1)}\u00a0Mio.\u00a0€"
    return f"{number(value, 0)}\u00a0€"


def yes_no(value: bool | None) -> str:
    """ja, nein or keine Angabe."""
    return NOT_REPORTED if value is None or value != value else ("ja" if value else "nein")


def counted(amount: int, one: str, many: str) -> str:
    """„1 Wegmarke“, „1.234 Wegmarken“, „keine Wegmarken“."""
    return f"keine {many}" if amount == 0 else f"{number(amount)} {one if amount == 1 else many}"


def listed(words: list[str], last: str = "und") -> str:
    """„a, b und c“."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


_UMLAUTS = str.maketrans("äöü", "aou")


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>()#+-.!|~$:&"})


def verbatim(text: object) -> str:
    """A text of the plan for a place that reads Markdown: every mark stays the mark it is."""
    return str(text).translate(_MARKS)


def german_order(text: str) -> str:
    """Sorts as DIN 5007 does: ä beside a, capitals beside small letters."""
    return text.casefold().translate(_UMLAUTS)


def shown(field: str, value: object) -> str:
    """A field's value of a statement as a person reads it: codes as words, days and numbers in German."""
    if value is None or value == "" or value == []:
        return NO_VALUE
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list | tuple):
        return "; ".join(str(entry) for entry in value)
    if field.endswith("_on"):
        return day(value if isinstance(value, date) else date.fromisoformat(str(value)[:10]))
    if field == "progress" and isinstance(value, int | float):
        return percent(value)
    if field.startswith("budget_") and isinstance(value, int | float):
        return euro(value)
    words = {"status": STATUSES, "reported_light": LIGHTS, "level": LEVELS, "reach": REACHES}.get(field)
    if words is not None:
        return label(words, value)
    return number(value) if isinstance(value, int | float) else str(value)
