"""The words around a date: what makes it an estimate, a beginning, a replaced date, or no date at all."""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_QUOTES = dict.fromkeys(map(ord, '„“”‚"«»[]'), " ") | {ord("’"): "'", ord("‘"): "'"}
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FOOTNOTE = re.compile(r"(?:\s?[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|\s\d\))$")


def plain(text: str) -> str:
    """Small letters, one kind of dash, single blanks, ä as ae: what the patterns of dates expect."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).lower()
    return " ".join(text.translate(_DASHES).translate(_QUOTES).translate(_UMLAUTS).split())


def without_marks(text: str) -> str:
    """Without a footnote's mark and stops at the ends."""
    return _FOOTNOTE.sub("", text).strip(" ,;")


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


PERMANENT = _any(
    "daueraufgaben?", "dauerhaft", "dauerbetrieb", "fortlaufende?", "laufende?", "laufende aufgabe", "permanent",
    "kontinuierlich", "staendig", "unbefristet", r"daueraufgabe ?/ ?(?:fort)?laufend",
)  # fmt: skip
LASTING = (
    re.compile(rf"{PERMANENT}(?:[\s,(]+(?:seit|ab)\s(?P<since>[^()]+)\)?)?"),
    re.compile(rf"(?:seit|ab)\s(?P<since>.+?)[\s,(]+{PERMANENT}\)?"),
)

NO_DAY: list[tuple[re.Pattern[str], str, bool]] = [
    (re.compile(_any(*patterns)), rule, doubtful)
    for patterns, rule, doubtful in (
        (
            ("entfaellt", "entfallen", "keiner", "kein termin", "ohne termin", "ohne frist", "nicht terminiert"),
            "Es ist ausdrücklich kein Termin genannt.",
            False,
        ),
        (
            (r"(?:noch )?offen", r"t\.? ?b\.? ?[da]\.?", "unbekannt", "noch nicht bekannt", "noch festzulegen",
             r"wird (?:noch )?festgelegt", "in abstimmung", "in klaerung"),
            "Der Termin ist noch nicht bestimmt.",
            True,
        ),
        (
            (r"n\. ?v\.?", "nach vereinbarung", "nach absprache", "nach bedarf", "bei bedarf"),
            "Der Termin wird vereinbart; ein Tag ist nicht genannt.",
            True,
        ),
        (
            (r"(?:ab )?sofort", "umgehend", "unverzueglich", "schnellstmoeglich", "baldmoeglichst", "zeitnah", "asap",
             "kurzfristig", "mittelfristig", "langfristig"),
            "Das Wort nennt keinen Tag.",
            True,
        ),
        (
            (r"(?:nach|mit|ab|zum|bei) (?:dem |der )?(?:in-?kraft-?treten|verabschiedung|\w*beschluss|abschluss|"
             r"vorliegen|freigabe)\b.*",),
            "Der Termin hängt von einem Ereignis ab; ein Tag ist nicht genannt.",
            True,
        ),
        (
            (r"(?:fruehestens|nicht vor|nach|vor)\b.*",),
            "Es ist nur eine Grenze genannt, kein Termin.",
            True,
        ),
    )
]  # fmt: skip
"""Words that name no day, why, and whether somebody has to settle it."""

_OLD = _any(
    "alt", r"bisher(?:iger termin)?", r"urspruenglich(?: geplant)?", r"urspr\.", "vorher", "zuvor", "frueher",
    "ehemals", "vormals", "statt", "anstatt", "anstelle von",
)  # fmt: skip
_NEW = _any(
    "neu", "neuer termin", "jetzt", "nunmehr", "nun", "aktuell", "verschoben auf", "verschiebung auf",
    "verlaengert bis", "verlaengert auf",
)  # fmt: skip
REPLACED = (
    re.compile(rf"(?:{_NEW}[:\s]+)?(?P<new>.+?)[\s,;/\-(]+{_OLD}[:\s]+(?P<old>[^()]+)\)?"),
    re.compile(rf"(?:{_OLD}[:\s]+)?(?P<old>.+?)[\s,;/\-(]+{_NEW}[:\s]+(?P<new>[^()]+)\)?"),
    re.compile(r"verschoben von (?P<old>.+) auf (?P<new>.+)"),
)

_ESTIMATED = _any(
    r"vsl\.?", r"voraussichtlich(?:er termin)?", r"voraus(?:s|s\.|\.)", r"vrsl\.?", r"vss\.", r"ca\.?", "circa",
    "zirka", "etwa", "ungefaehr", "rund", "gegen", "geplant", "plan", "angestrebt", "avisiert", "moeglichst",
    "idealerweise", "erwartet", "prognose", "prognostiziert", "geschaetzt", "schaetzungsweise", "vorgesehen", "~", "≈",
)  # fmt: skip
_LIMIT = _any(
    "bis", "spaetestens", "deadline", "zieltermin", "ziel", "soll", r"einschl\.?", "einschliesslich", r"inkl\.?"
)
_ENDING = _any("abschluss", "fertigstellung", "umsetzung", "realisierung", "ende:")
_DONE = _any("abgeschlossen", "erledigt", "umgesetzt", "fertiggestellt", "fertig", "erreicht", "realisiert")
_OPENING = _any("ab", "seit", "beginn", "begonnen", "beginnend", "start", "gestartet", "projektstart", "anlaufend")
_FILLER = _any(
    "zum", "zur", "zu", "am", "im", "in", "den", "dem", "der", "des", "jahre?s?", "kalenderjahr", "termin", "frist",
    "datum", "tag", "monat",
)  # fmt: skip
LEAD = re.compile(
    rf"(?:(?P<estimated>{_ESTIMATED})|(?P<limit>{_LIMIT})|(?P<ending>{_ENDING})|(?P<done>{_DONE})|(?P<opening>{_OPENING})"
    rf"|(?P<range>von)|{_FILLER})(?:\s*:\s*|\s+|(?<=[.~≈:]))(?=\S)"
)
"""One word before a date; its group says what it does to the date."""

ESTIMATED_AFTER = re.compile(rf"[\s,]+\(?{_ESTIMATED}\)?$")
OPEN_END = re.compile(
    r"((?:19|20)\d\d)\s?(?:ff\.?|f\.|fortfolgend\w*|und folgende(?: jahre)?|und fortfolgende|-)", re.ASCII
)
REMARK = re.compile(r"\s-\s|:\s|;\s|,\s|\s\(")
"""What parts a date from a remark behind it."""

CHANGING = re.compile(
    r"\d|\?|\balt\b|\bneu|nicht|kein|versch[io]|verzug|verzoeg|statt|bisher|urspr|entfae|entfall|offen|fraglich|unklar"
    r"|unsicher|vorbehalt|danach|anschl|spaet|frueh|\bteil|erste|zwischen|phase|stufe|sofern|falls|wenn|\boder\b|bzw|abhaeng"
    r"|dauer|laufend|verlaenger|ueberholt|storn|stopp|ruht|\b(?:ab|seit|bis|von|vor|nach|mitte|anfang|ende|[ivx]+|q|kw|hj|ff?)\b"
    r"|quartal|halbjahr|\bjahres|jahr\b|fruehling|fruehjahr|sommer|herbst|winter|januar|februar|maerz|april|\bmai\b|\bjuni\b"
    r"|\bjuli\b|august|september|oktober|november|dezember|\b(?:jan|feb|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\b"
)
"""Words in a remark that may change the date before it."""

BEGINNING = re.compile(r"beginn|start|auftakt|kick-?off")
FINISHING = re.compile(r"ende\b|abschluss|fertig|abnahme")
