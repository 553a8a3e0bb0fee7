"""Text as it comes out of a cell: cleaned of what nobody sees, looked at for what should not be there."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from masterplan.domain.plan import Reading


@dataclass(frozen=True)
class Doubt:
    """Why a value was not read, or only with reserve: a problem code and a German sentence without the address."""

    code: str
    message: str


Answer = tuple[Reading, Doubt | None]

_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(
    rf"[{_CONTROL}{_BIDI}\u00ad\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
_SUSPICIOUS = re.compile(rf"[{_CONTROL}{_BIDI}\U000e0000-\U000e007f]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_BREAK = re.compile(r" *\n *")
_HYPHEN = str.maketrans("\u2010\u2011", "--")
_PLAIN = re.compile(r"[!-~ÄÖÜäöüß]+(?: [!-~ÄÖÜäöüß]+)*")


def clean(text: str) -> str:
    """The text as a reader sees it: composed umlauts, single blanks, nothing invisible; line breaks stay as ``\\n``.

    Applying it twice changes nothing more.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _UNSEEN.sub("", _BREAK.sub("\n", text)).translate(_HYPHEN)
    text = _BLANK.sub(" ", unicodedata.normalize("NFC", text))
    return _AROUND_BREAK.sub("\n", text).strip(" \n")


_WORD = re.compile(r"[^\W\d_]+")
_TWINS = frozenset("АВЕЅІЈКМНОРСТУХаеорсухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
_CUT_LENGTHS = (255, 32767)


def suspicious(text: str) -> set[str]:
    """Problem codes for a text as delivered: control characters, letters of another script, cut at a limit."""
    found: set[str] = set()
    if len(text) in _CUT_LENGTHS:
        found.add("text-cut")
    if text.isascii() and text.isprintable():
        return found
    if _SUSPICIOUS.search(text):
        found.add("control-characters")
    if any(_looks_alike(word) for word in _WORD.findall(text) if not word.isascii()):
        found.add("look-alike")
    return found


def _looks_alike(word: str) -> bool:
    foreign = [letter for letter in word if "\u0370" <= letter <= "\u052f"]
    return bool(foreign) and (len(foreign) < len(word) or all(letter in _TWINS for letter in foreign))


def as_text(raw: object) -> str:
    """Any cell value as cleaned text, numbers and days in German spelling."""
    if isinstance(raw, str):
        return clean(raw)
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "WAHR" if raw else "FALSCH"
    if isinstance(raw, float) and math.isfinite(raw):
        return str(int(raw)) if raw == int(raw) and abs(raw) < 1e15 else repr(raw).replace(".", ",")
    if isinstance(raw, datetime) and (raw.hour or raw.minute):
        return f"{raw:%d.%m.%Y %H:%M}"
    if isinstance(raw, date):
        return f"{raw:%d.%m.%Y}"
    return f"{raw:%H:%M}" if isinstance(raw, time) else clean(str(raw))


_NOTHING = re.compile(
    r"[-–—_./\\\s]*|k\. ?a\.?|ka|keine angaben?|ohne angabe|n\. ?n\.?|nn|nomen nominandum|n/a|n\. ?a\.?"
    r"|null|none|nan|#nv|#n/v|\(leer\)"
)


def is_nothing(text: str) -> bool:
    """Whether a cleaned text only says that nothing is reported: empty, „-“, „k. A.“, „n. n.“."""
    return len(text) <= 20 and _NOTHING.fullmatch(text.casefold()) is not None


def wordless(text: str) -> Answer:
    """The answer to a cell that reports nothing; „k. A.“ stays beside the empty value."""
    return Reading(None, text or None), None


def unread(text: str, code: str, message: str) -> Answer:
    """The answer to a cell that could not be read: no value, the words, the doubt."""
    return Reading(None, text or None), Doubt(code, message)


_FEMININE = re.compile(
    r"(prognose|ampel|nummer|ebene|kennung|f[üu]hrung|-?id|zahl|reichweite|deckung|angabe|einheit|quelle|größe|stufe"
    r"|priorität|bewertung|spalte|art)$"
)
_NEUTER = re.compile(r"(ende|datum|ressort|budget|ziel|ergebnis|thema|ministerium|themenfeld|volumen|level)$")
_PLURAL = re.compile(
    r"(kosten|mittel|beteiligte|ausgaben|ziele|wegmarken|maßnahmen|leistungen|komponenten|abhängigkeiten|typen)$"
)
_MASCULINE = re.compile(
    r"(termin|beginn|start|stand|status|grad|wert|schlüssel|betrag|tag|typ|bezug|ars|ansatz|titel|name|text|stichtag|zeitpunkt|anteil)$"
)


def subject(label: str, text: str) -> str:
    """How a sentence about a value begins: „Der Zieltermin „bald“ ist“, else „Der Wert „bald“ bei „Label“ ist“."""
    shown = shorten(text)
    word = re.sub(r"\s*[(/].*$", "", label).strip().casefold()
    for article, pattern in (("Der", _MASCULINE), ("Die", _FEMININE), ("Das", _NEUTER)):
        if pattern.search(word):
            return f"{article} {label} „{shown}“ ist"
    return f"Die {label} „{shown}“ sind" if _PLURAL.search(word) else f"Der Wert „{shown}“ bei „{label}“ ist"


def shorten(text: str, limit: int = 60) -> str:
    """A text for a message: on one line, cut with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


_TEXT_DOUBTS = {
    "control-characters": "enthält unsichtbare Steuerzeichen; sie wurden entfernt.",
    "look-alike": "enthält Buchstaben einer fremden Schrift, die lateinischen gleichen (etwa ein kyrillisches „а“).",
    "text-cut": "ist genau so lang wie die Obergrenze eines Programms und vermutlich abgeschnitten.",
}


def read_text(raw: object, label: str, quoted: bool = True) -> Answer:
    """A text without further meaning, cleaned. What looks odd in it is told, ``quoted`` or not; the text is kept."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    if isinstance(raw, str) and (codes := suspicious(raw)):
        code = next(code for code in _TEXT_DOUBTS if code in codes)
        message = f"Der Text {f'„{shorten(text, 40)}“ ' if quoted else ''}bei „{label}“ {_TEXT_DOUBTS[code]}"
        return Reading(text), Doubt(code, message)
    return Reading(text), None


def word_key(text: str) -> str:
    """A cleaned text as it stands in the lists of this module: small letters, one line, no mark at either end."""
    text = " ".join(text.casefold().replace("ß", "ss").translate(str.maketrans("–—„“”‚‘", "--     ")).split())
    return re.sub(r"(?:\s?[*†¹²³]+|[.;:,!\s]+)$", "", text).removeprefix("- ").strip(" '\"")
