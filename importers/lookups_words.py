"""Words from a short list: status, level, reach, yes and no. A word that is not on the list is a problem, never a default."""

import re
from difflib import get_close_matches
from typing import TypeVar

from masterplan.domain.plan import Level, Reach, Reading, Status

from importers.lookups_text import Answer, as_text, is_nothing, subject, unread, wordless

_S = Status
_STATUS_WORDS: dict[Status, tuple[str, ...]] = {
    _S.NOT_STARTED: (
        "nicht begonnen", "noch nicht begonnen", "nicht gestartet", "noch nicht gestartet", "not_started",
        "offen",  # the federal Umsetzungsstrategie lists offen, in Planung, läuft, erledigt (DOMAIN e7)
        "idee",  # RadVIS's first status, before Planung
    ),
    _S.PLANNED: (
        "in planung", "planung", "geplant", "planned", "wird geplant", "vorgesehen",
        # 2019-03: steps of the OZG-Leitfaden and of NRW's projects that come before Umsetzung
        "vorbereitung", "in vorbereitung", "konzeption", "in konzeption", "umsetzungsplanung",
    ),
    _S.IN_PROGRESS: (
        "in umsetzung", "umsetzung", "in bearbeitung", "läuft",
        "laufend",  # beside läuft in the federal list (DOMAIN e7); a permanent task is called fortlaufend or Daueraufgabe
        "begonnen", "gestartet", "in progress",
        "in_progress", "in arbeit", "in durchführung", "in realisierung", "angelaufen", "umsetzung läuft",
        "wird umgesetzt", "in der umsetzung",
        "teilweise umgesetzt", "teilweise realisiert", "teilweise abgeschlossen", "teilumgesetzt", "z. t. umgesetzt",
        "zum teil umgesetzt", "teilweise online",  # something is there, and something is still missing
        # 2019-03: later phases of NRW's projects; the work is under way
        "pilotierung", "in pilotierung", "pilotbetrieb", "referenzimplementierung", "rollout", "roll-out",
        "start roll-out", "start rollout", "start bundesweiter roll-out", "im rollout",
    ),
    _S.DELAYED: ("verzögert", "in verzug", "im verzug", "delayed", "verspätet", "verzug", "in umsetzung, verzögert",
                 "in umsetzung (verzögert)", "verzögerung"),
    _S.COMPLETED: (
        "abgeschlossen", "umgesetzt", "vollständig umgesetzt", "erledigt", "fertig", "fertiggestellt", "realisiert", "completed",
        "erreicht", "vollzogen", "vollständig abgeschlossen",
        "online",  # last step of the federal dashboard: in Planung, in Umsetzung, online
    ),
    _S.SUSPENDED: ("zurückgestellt", "ruht", "ruhend", "gestoppt", "pausiert", "suspended", "ausgesetzt", "angehalten",
                   "vorerst zurückgestellt", "unterbrochen"),
    _S.DROPPED: (
        "entfallen", "entfällt", "storniert", "nicht weiterverfolgt", "wird nicht weiterverfolgt", "nicht weiter verfolgt",
        "wird nicht weiter verfolgt", "dropped", "gestrichen", "aufgegeben", "verworfen",
        "storniert (engstelle begründet)", "storniert (nicht mehr erforderlich)", "nicht mehr erforderlich",
    ),
    _S.PERMANENT: ("daueraufgabe", "daueraufgaben", "fortlaufend", "dauerhaft", "permanent", "daueraufgabe/laufend",
                   "daueraufgabe / laufend", "laufende aufgabe", "kontinuierlich", "ständige aufgabe"),
}  # fmt: skip
STATUS = {word: status for status, words in _STATUS_WORDS.items() for word in words}
_STATUS_EXPECTED = (
    "Erwartet wird: nicht begonnen, in Planung, in Umsetzung, verzögert, abgeschlossen, zurückgestellt, entfallen oder Daueraufgabe."
)

_YES_NO = {"ja": True, "j": True, "yes": True, "wahr": True, "true": True, "x": True, "✓": True, "✔": True, "☑": True, "☒": True,
           "nein": False, "n": False, "no": False, "falsch": False, "false": False, "☐": False, "1": True, "0": False}  # fmt: skip
_INSTRUCTION = re.compile(r"\s*\((?:weiter|dann weiter|bitte weiter|siehe|s\.|→)[^()]*\)$")

_STATE_WORDS = frozenset(
    {"land", "freistaat", "freistaat sachsen", "land sachsen", "sachsen", "staatlich", "staat", "staatliche ebene", "landesebene",
     "staatliche maßnahme", "staatliches vorhaben", "staatsverwaltung", "staatliche verwaltung", "landesverwaltung", "state",
     "ressort", "ressorts"}
)  # fmt: skip
_MUNICIPAL_WORDS = frozenset(
    {"kommunal", "kommune", "kommunen", "kommunale ebene", "kommunalebene", "kommunale maßnahme", "kommunales vorhaben",
     "kommunalverwaltung", "gemeinde", "gemeinden", "städte", "stadt", "landkreis", "landkreise", "kreis", "kreise", "municipal"}
)  # fmt: skip
_JOINT_WORDS = frozenset(
    {"gemeinsam", "ebenenübergreifend", "joint", "beide", "beide ebenen", "übergreifend", "staatlich-kommunal", "kommunal-staatlich",
     "gemeinsame maßnahme", "gemeinsames vorhaben", "land-kommunal", "staatlich kommunal"}
)  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:,|;|/|\+|&|\bund\b|\bu\.|\bsowie\b|\n)\s*")

REACH = {
    "bundesweit flächendeckend": Reach.NATIONWIDE, "bundesweit": Reach.NATIONWIDE, "nationwide": Reach.NATIONWIDE,
    "landesweit flächendeckend": Reach.STATEWIDE, "landesweit": Reach.STATEWIDE, "statewide": Reach.STATEWIDE,
    "kreisweit flächendeckend": Reach.COUNTYWIDE, "kreisweit": Reach.COUNTYWIDE, "countywide": Reach.COUNTYWIDE,
    "in mind. einer kommune verfügbar": Reach.ONE_MUNICIPALITY, "in mindestens einer kommune verfügbar": Reach.ONE_MUNICIPALITY,
    "in mind. einer kommune": Reach.ONE_MUNICIPALITY, "in mindestens einer kommune": Reach.ONE_MUNICIPALITY,
    "mind. eine kommune": Reach.ONE_MUNICIPALITY, "one_municipality": Reach.ONE_MUNICIPALITY,
    "nicht in auswertung berücksichtigt": Reach.NOT_EVALUATED, "nicht in der auswertung berücksichtigt": Reach.NOT_EVALUATED,
    "nicht berücksichtigt": Reach.NOT_EVALUATED, "not_evaluated": Reach.NOT_EVALUATED,
}  # fmt: skip


def word_key(text: str) -> str:
    """A cleaned text as it stands in the lists of this module: small letters, one line, no mark at either end."""
    text = " ".join(text.casefold().replace("ß", "ss").translate(str.maketrans("–—„“”‚‘", "--     ")).split())
    return re.sub(r"(?:\s?[*†¹²³]+|[.;:,!\s]+)$", "", text).strip(" '\"-")


T = TypeVar("T")


def _by_key(words: dict[str, T]) -> dict[str, T]:
    return {word_key(word): value for word, value in words.items()}


_STATUS_BY_KEY = _by_key(STATUS)
_REACH_BY_KEY = _by_key(REACH)


def read_status(raw: object, label: str) -> Answer:
    """One of the eight values of Status. An unknown word („x“, „100 %“, „offen (s. Bemerkung)“) stays open."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = word_key(text)
    if isinstance(raw, str) and (status := _STATUS_BY_KEY.get(key)) is not None:
        return Reading(status.value, text), None
    alike = get_close_matches(key, _STATUS_BY_KEY, n=1, cutoff=0.85) if len(key) < 60 else []
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
    """Who carries a measure: „Land“, „kommunal“, „gemeinsam“ in many spellings; state and municipal words together are joint."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = word_key(text)
    levels = {_level(key)} if _level(key) else {_level(part) for part in _BETWEEN.split(key)}
    if None in levels:
        expected = "Erwartet wird „staatlich“, „kommunal“ oder „gemeinsam“."
        return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. {expected}")
    level = levels.pop() if len(levels) == 1 else Level.JOINT
    return Reading(level.value if level else None, text), None


def _level(word: str) -> Level | None:
    word = word.removeprefix("die ").removeprefix("der ")
    if word in _STATE_WORDS:
        return Level.STATE
    if word in _MUNICIPAL_WORDS:
        return Level.MUNICIPAL
    return Level.JOINT if word in _JOINT_WORDS else None


def read_reach(raw: object, label: str) -> Answer:
    """How widely a service is offered, in the words of the federal dashboard (``art_flaechendeckung``)."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    reach = _REACH_BY_KEY.get(word_key(text))
    if reach is not None:
        return Reading(reach.value, text), None
    expected = "Erwartet wird z. B. „landesweit flächendeckend“ oder „in mind. einer Kommune verfügbar“."
    return unread(text, "word-unknown", f"{subject(label, text)} nicht bekannt. {expected}")
