"""Where services are online: the export of the federal „Dashboard Digitale Verwaltung“, and tables made like it."""

from importers import lookups
from importers.lookups import Doubt
from importers.source import Column, Source
from masterplan.domain.plan import Kind, Part, Reading

ACTIVE = "_active"
DATA_AS_AT = "_data_as_at"


def read_online(raw: object, label: str) -> tuple[Reading, Doubt | None]:
    """The dashboard's „ok“ and „nicht ok“, or the „ja“ and „nein“ of tables made by hand."""
    if isinstance(raw, str) and lookups.clean(raw).casefold() in ("ok", "nicht ok"):
        return lookups.read_online_status(raw, label)
    return lookups.read_yes_no(raw, label)


def _settle_activity(values: dict[str, list[object]], wordings: dict[str, list[str | None]]) -> None:
    """An entry that is not active is not online, whatever its link answers; the words of both columns are kept."""
    active = values.get(ACTIVE)
    online = values.get("online")
    if active is None or online is None or False not in active:
        return
    words = wordings.setdefault("online", [None] * len(online))
    for position, is_active in enumerate(active):
        if is_active is False and online[position] is not False:
            words[position] = f"online_status {'ok' if online[position] else 'ohne Angabe'}, aktiv nein"
            online[position] = False


SOURCE = Source(
    part=Part.COVERAGE,
    kind=Kind.COVERAGE,
    label="Flächendeckung",
    words=("Flächendeckung", "coverage", "open-pvog", "PVOG", "Verfügbarkeit", "Dashboard Digitale Verwaltung"),
    required=(("ars",), ("leika_key", "ozg_id"), ("online", "reach")),
    left_aside=(
        "leika_name", "leika_bezeichnung", "ars_name", "ars_federal_state", "bundesland", "ozg_bezeichnung",
        "begruendung_nicht_beruecksichtigt",
        "export_datum", "Gemeinde", "Kommune", "Gebiet", "LeiKa-Bezeichnung", "OZG-Bezeichnung", "OZG-Leistung",
        "LeiKa-Leistung", "Land",
    ),
    finish=_settle_activity,
    columns=(
        Column(
            "leika_key", "LeiKa-Schlüssel",
            ("LeiKa-Key", "leika_schluessel", "LeiKa-ID", "LeiKa", "Leistungsschlüssel", "service_key", "LeiKa-Nummer",
             "LeiKa-Nr."), lookups.read_leika_key, weak=("Schlüssel",),
        ),
        Column("ozg_id", "OZG-ID",
            ("ozgid", "OZG ID", "OZG-Nr.", "OZG-Nummer", "OZG-Schlüssel", "OZG-Leistung (ID)", "OZG-Leistungs-ID"),
            lookups.read_ozg_id),
        Column(
            "ars", "ARS",
            ("Regionalschlüssel", "Amtlicher Regionalschlüssel", "AGS/ARS", "Gebietsschlüssel",
             "Gemeindeschlüssel (ARS)", "ARS-Schlüssel", "ARS (12-stellig)", "Amtlicher Regionalschlüssel (ARS)",
             "Regionalschlüssel (ARS)", "Schlüssel des Gebiets"), lookups.read_ars
        ),
        Column(
            "reach", "Flächendeckung",
            ("art_flaechendeckung", "Art der Flächendeckung", "Reichweite", "Verfügbarkeit (Fläche)",
             "Grad der Flächendeckung", "Abdeckung", "Flächendeckungsgrad", "Art der Abdeckung"), lookups.read_reach
        ),
        Column(
            "online", "online",
            ("online_status", "Online-Status", "Online verfügbar", "Online?", "ist online", "Online (ja/nein)",
             "Online verfügbar (ja/nein)", "Online-Verfügbarkeit", "Digital verfügbar", "Online nutzbar",
             "Status online"), read_online,
            weak=("Verfügbar", "Status"),
        ),
        Column("url", "URL",
            ("Link", "Webadresse", "Adresse (URL)", "Internetadresse", "Internetlink", "Webseite", "Webadresse (URL)",
             "Link zur Leistung", "Online-Adresse", "URL der Leistung"), lookups.read_text),
        Column(ACTIVE, "aktiv", (), lookups.read_yes_no),
        Column(DATA_AS_AT, "datenstand_pvog_import", ("Datenstand", "Datenstand PVOG",
        "Datenstand PVOG-Import"), lookups.read_day),
    ),
)  # fmt: skip
