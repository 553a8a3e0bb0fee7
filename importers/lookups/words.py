"""Words from a short list: status, level, reach, yes and no. A word not on the list is a problem, never a default."""

import re
from difflib import get_close_matches
from typing import TypeVar

from masterplan.domain.plan import Level, Reach, Reading, Status
from masterplan.domain.readers.text import Answer, as_text, is_nothing, subject, unread, word_key, wordless

_S = Status
_STATUS_WORDS: dict[Status, tuple[str, ...]] = {
    _S.NOT_STARTED: (
        "nicht begonnen", "noch nicht begonnen", "nicht gestartet", "noch nicht gestartet", "not_started",
        "offen",  # the federal Umsetzungsstrategie lists offen, in Planung, läuft, erledigt
        "idee",  # RadVIS's first status, before Planung (2026-11)
    ),
    _S.PLANNED: (
        "in planung", "planung", "geplant", "wird geplant", "vorgesehen", "planned",
        # steps of the OZG-Leitfaden and of NRW's projects that come before Umsetzung (2026-11)
        "vorbereitung", "in vorbereitung", "konzeption", "in konzeption", "umsetzungsplanung",
    ),
    _S.IN_PROGRESS: (
        "in umsetzung", "in der umsetzung", "umsetzung", "umsetzung läuft", "wird umgesetzt", "in bearbeitung",
        "in arbeit", "in durchführung", "in realisierung", "läuft", "begonnen", "gestartet", "angelaufen",
        "in_progress", "in progress",
        "laufend",  # the federal list has „läuft/laufend“; a permanent task is called fortlaufend or Daueraufgabe
        # something is there, and something is still missing (2026-11)
        "teilweise umgesetzt", "teilweise realisiert", "teilweise abgeschlossen", "teilweise online",
        "teilumgesetzt", "z. t. umgesetzt", "zum teil umgesetzt",
        # later phases of NRW's projects: the work is under way (2026-11)
        "pilotierung", "in pilotierung", "pilotbetrieb", "referenzimplementierung", "rollout", "roll-out",
        "im rollout", "start rollout", "start roll-out", "start bundesweiter roll-out",
    ),
    _S.DELAYED: (
        "verzögert", "verzögerung", "verspätet", "verzug", "in verzug", "im verzug", "delayed",
        "in umsetzung, verzögert", "in umsetzung (verzögert)",
    ),
    _S.COMPLETED: (
        "abgeschlossen", "vollständig abgeschlossen", "umgesetzt", "vollständig umgesetzt", "erledigt", "fertig",
        "fertiggestellt", "realisiert", "erreicht", "vollzogen", "completed",
        "online",  # last step of the federal dashboard: in Planung, in Umsetzung, online
    ),
    _S.SUSPENDED: (
        "zurückgestellt", "vorerst zurückgestellt", "ruht", "ruhend", "gestoppt", "pausiert", "ausgesetzt",
        "angehalten", "unterbrochen", "suspended",
    ),
    _S.DROPPED: (
        "entfallen", "entfällt", "storniert", "nicht weiterverfolgt", "wird nicht weiterverfolgt",
        "nicht weiter verfolgt", "wird nicht weiter verfolgt", "gestrichen", "aufgegeben", "verworfen", "dropped",
        "nicht mehr erforderlich", "storniert (engstelle begründet)", "storniert (nicht mehr erforderlich)",
    ),
    _S.PERMANENT: (
        "daueraufgabe", "daueraufgaben", "daueraufgabe/laufend", "daueraufgabe / laufend", "fortlaufend", "dauerhaft",
        "laufende aufgabe", "ständige aufgabe", "kontinuierlich", "permanent",
    ),
}  # fmt: skip
_STATUS_EXPECTED = (
    "Erwartet wird: nicht begonnen, in Planung, in Umsetzung, verzögert, abgeschlossen, zurückgestellt, "
    "entfallen oder Daueraufgabe."
)

_YES = ("ja", "j", "yes", "wahr", "true", "1", "x", "✓", "✔", "☑", "☒")
_NO = ("nein", "n", "no", "falsch", "false", "0", "☐")
_YES_NO = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_INSTRUCTION = re.compile(r"\s*\((?:weiter|dann weiter|bitte weiter|siehe|s\.|→)[^()]*\)$")

_LEVELS = {
    Level.STATE: (
        "land", "land sachsen", "landesebene", "landesverwaltung", "freistaat", "freistaat sachsen", "sachsen", "staat",
        "staatlich", "staatliche ebene", "staatliche maßnahme", "staatliches vorhaben", "staatliche verwaltung",
        "staatsverwaltung", "ressort", "ressorts", "state",
    ),
    Level.MUNICIPAL: (
        "kommune", "kommunen", "kommunal", "kommunale ebene", "kommunalebene", "kommunale maßnahme",
        "kommunales vorhaben", "kommunalverwaltung", "gemeinde", "gemeinden", "stadt", "städte", "kreis", "kreise",
        "landkreis", "landkreise", "municipal",
    ),
    Level.JOINT: (
        "gemeinsam", "gemeinsame maßnahme", "gemeinsames vorhaben", "ebenenübergreifend", "übergreifend", "beide",
        "beide ebenen", "staatlich-kommunal", "kommunal-staatlich", "staatlich kommunal", "land-kommunal", "joint",
    ),
}  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:,|;|/|\+|&|\bund\b|\bu\.|\bsowie\b|\n)\s*")

_REACHES = {
    Reach.NATIONWIDE: ("bundesweit flächendeckend", "bundesweit", "nationwide"),
    Reach.STATEWIDE: ("landesweit flächendeckend", "landesweit", "statewide"),
    Reach.COUNTYWIDE: ("kreisweit flächendeckend", "kreisweit", "countywide"),
    Reach.ONE_MUNICIPALITY: (
        "in mind. einer kommune verfügbar", "in mindestens einer kommune verfügbar", "in mind. einer kommune",
        "in mindestens einer kommune", "one_municipality",
    ),
    Reach.NOT_EVALUATED: (
        "nicht in auswertung berücksichtigt", "nicht in der auswertung berücksichtigt", "nicht berücksichtigt",
        "not_evaluated",
    ),
}  # fmt: skip


T = TypeVar("T")


def _by_word(words: dict[T, tuple[str, ...]]) -> dict[str, T]:
    return {word_key(word): value for value, spellings in words.items() for word in spellings}


STATUS = _by_word(_STATUS_WORDS)
LEVEL = _by_word(_LEVELS)
REACH = _by_word(_REACHES)


def read_status(raw: object, label: str) -> Answer:
    """One of the eight values of Status. An unknown word („x“, „100 %“, „offen (s. Bemerkung)“) stays open."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = word_key(text)
    if isinstance(raw, str) and (status := STATUS.get(key)) is not None:
        return Reading(status.value, text), None
    alike = get_close_matches(key, STATUS, n=1, cutoff=0.85) if len(key) < 60 else []
    hint = f" Ähnlich ist „{alike[0]}“." if alike else ""
    return unread(text, "status-unknown", f"{subject(label, text)} nicht bekannt. {_STATUS_EXPECTED}{hint}")


def read_yes_no(raw: object, label: str) -> Answer:
    """True or False; an instruction behind it („Ja (weiter mit Frage 2)“) is left aside."""
    if isinstance(raw, bool):
        return Reading(raw), None
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    answer = _YES_NO.get(word_key(_INSTRUCTION.sub("", text)))
    if answer is not None:
        return Reading(answer, text), None
    return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. Erwartet wird „ja“ oder „nein“.")


def read_online_status(raw: object, label: str) -> Answer:
    """The column online_status of the federal dashboard: „ok“ is True, „nicht ok“ False."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = word_key(text)
    if key in ("ok", "nicht ok"):
        return Reading(key == "ok", text), None
    return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. Erwartet wird „ok“ oder „nicht ok“.")


def read_level(raw: object, label: str) -> Answer:
    """Who carries a measure, in many spellings: „Land“, „kommunal“, „gemeinsam“; „Land und Kommunen“ is joint."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = word_key(text)
    named = [LEVEL.get(word.removeprefix("die ").removeprefix("der ")) for word in (key, *_BETWEEN.split(key))]
    levels = set(named[:1]) if named[0] else set(named[1:])
    if None in levels:
        expected = "Erwartet wird „staatlich“, „kommunal“ oder „gemeinsam“."
        return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. {expected}")
    level = levels.pop() if len(levels) == 1 else Level.JOINT
    return Reading(level.value if level else None, text), None


def read_reach(raw: object, label: str) -> Answer:
    """How widely a service is offered, in the words of the federal dashboard (``art_flaechendeckung``)."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    reach = REACH.get(word_key(text))
    if reach is not None:
        return Reading(reach.value, text), None
    expected = "Erwartet wird z. B. „landesweit flächendeckend“ oder „in mind. einer Kommune verfügbar“."
    return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. {expected}")
