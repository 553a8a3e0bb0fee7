"""Cells that name bodies, other items of the plan, or several words at once."""

import re
from collections.abc import Callable
from datetime import date

from importers.lookups.keys import DASHES, FROM_EXCEL
from masterplan.domain.plan import Reading
from masterplan.domain.readers.text import Answer, Doubt, as_text, is_nothing, subject, unread, wordless

Resolve = Callable[[str], str | None]
"""From a body as written to its key, at the file's Stand; None: not known."""

_LINES = re.compile(r"\s*[;\n•|]\s*")
_BULLET = re.compile(r"^(?:[-–*•·▪]\s+)")
_WITHIN = re.compile(r"\s*(?:,|/|\+|&|\bund\b|\bu\.|\bsowie\b)\s*")
_COLLECTIVE = re.compile(
    r"(?:alle|sämtliche|weitere|übrige|beteiligte)\b.*|kommunen|gemeinden|städte|landkreise|ressorts|kommunale ebene"
    r"|(?:städte|gemeinden|landkreise) und .*",
    re.IGNORECASE,
)


def parts(text: str) -> list[str]:
    """The lines of a cell: split at „;“, line breaks and bullets, which never stand inside a name."""
    return [part for line in _LINES.split(text) if (part := _BULLET.sub("", line).strip(" ,"))]


def read_ministry(raw: object, label: str, resolve: Resolve) -> Answer:
    """The key of the one body that is named; a remark in brackets is left aside."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    key = _resolved(text, resolve)
    if key is not None:
        return Reading(key, None if key == text else text), None
    known = [name for part in parts(text) for name in _WITHIN.split(part) if name and resolve(name)]
    if len(known) > 1:
        told = "nicht eindeutig: Es sind mehrere Ressorts genannt."
        return unread(text, "ministry-unknown", f"{subject(label, text)} {told}")
    expected = "Erwartet wird ein Ressort, z. B. „SMI“ oder „Staatskanzlei“."
    return unread(text, "ministry-unknown", f"{subject(label, text)} als Ressort nicht bekannt. {expected}")


def _resolved(name: str, resolve: Resolve) -> str | None:
    return resolve(name) or resolve(re.sub(r"\s*\([^()]*\)$", "", name))


def read_bodies(raw: object, label: str, resolve: Resolve) -> Answer:
    """Keys of the bodies named; who is unknown stays as written and is told, except groups („alle Ressorts“)."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    found = dict.fromkeys(pair for part in parts(text) for pair in _bodies(part, resolve))
    unknown = [name for name, known in found if not known]
    doubt = None
    if unknown:
        told = ", ".join(f"„{name}“" for name in unknown[:5])
        doubt = Doubt("ministry-unknown", f"Bei „{label}“ nicht bekannt und wie geschrieben übernommen: {told}.")
    return Reading([name for name, _ in found], text), doubt


def _bodies(part: str, resolve: Resolve) -> list[tuple[str, bool]]:
    """Keys or names, each with whether it is known. Split at commas and „und“ where that brings out a known name.

    „alle Ressorts, SSG“ brings out the SSG; „Städte und Gemeinden“ is one group.
    """
    whole = _body(part, resolve)
    names = [name for name in _WITHIN.split(part) if name]
    if _resolved(part, resolve) or (whole[1] and not any(_resolved(name, resolve) for name in names)):
        return [whole]
    pieces = [_body(name, resolve) for name in names]
    return pieces if any(known for _, known in pieces) else [_body(name, resolve) for name in _commas(part)]


def _body(name: str, resolve: Resolve) -> tuple[str, bool]:
    key = _resolved(name, resolve)
    return key or name, key is not None or _COLLECTIVE.fullmatch(name) is not None


def _commas(part: str) -> list[str]:
    return [name for name in re.split(r"\s*,\s*", part) if name]


_NUMBER = r"(?:[A-ZÄÖÜ]{1,3}[- ]?)?\d+(?:\.\d+)*[a-z]?\.?"
_KIND = re.compile(
    r"^(?:(?:teil)?ziele?n?|leitziele?|wegmarken?|maßnahmen?|vorhaben|leitlinien?|ozg-id|ozg|nr\.?|nummern?"
    r"|lfd\. ?nr\.?)[\s:]+(?:nr\.?\s*)?(?=[A-ZÄÖÜ]{0,3}[- ]?\d)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*(?:,|/|\+|&|\bund\b|\bu\.)\s*{_NUMBER})*")


def read_references(raw: object, label: str) -> Answer:
    """The numbers or titles of other items, each as written, in a list.

    Split at „;“ and line breaks; at commas and „und“ only between numbers („1.1, 1.2 und 2.3“): titles have commas too.
    Words such as „Ziel 3“ are taken off. „keine“ is an empty list: said, not left out.
    """
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    if isinstance(raw, date):
        return unread(text, "key-damaged", f"{subject(label, text)} {FROM_EXCEL}")
    if text.casefold().strip(".") in ("keine", "keiner", "kein", "entfällt", "nein", "ohne"):
        return Reading([], text), None
    if isinstance(raw, float) and raw != int(raw if abs(raw) < 1e15 else 0):
        return Reading([repr(raw)], text), None
    found: list[str] = []
    for part in parts(text):
        bare = _KIND.sub("", part)
        numbers = bare.translate(DASHES)
        found += re.findall(_NUMBER, numbers) if _NUMBERS.fullmatch(numbers) else [bare]
    return Reading(list(dict.fromkeys(name.rstrip(".") for name in found)), text), None


def read_words(raw: object, label: str) -> Answer:
    """Words in a list, split at „;“ and line breaks, and at commas where neither stands."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    words = parts(text)
    if len(words) == 1:
        words = _commas(words[0])
    return Reading(list(dict.fromkeys(words)), text), None


_TYPE = re.compile(r"(?P<type>2/3|[1-6])(?:\s*:\s*\d+)?", re.ASCII)

_NO_TYPE = re.compile(r"(?:leer|ohne)(?:\s*:\s*\d+)?", re.IGNORECASE)  # services whose type the catalogue leaves out


def read_types(raw: object, label: str) -> Answer:
    """Leistungstypen 1 to 6, where „2/3“ is one: „1, 2/3“ gives 1 and 2/3; counts („2/3: 4“) are left aside."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    named = re.sub(r"(?:leika-)?typ(?:en)?\s*", "", text, flags=re.IGNORECASE)
    pieces = [piece for piece in re.split(r"\s*(?:,|;|\n|\||\bund\b|\+)\s*", named) if piece]
    if pieces and all(map(_NO_TYPE.fullmatch, pieces)):
        return wordless(text)
    matches = [_TYPE.fullmatch(piece.replace(" / ", "/")) for piece in pieces if not _NO_TYPE.fullmatch(piece)]
    damaged = isinstance(raw, bool | date) or (isinstance(raw, float) and not raw.is_integer())
    if damaged or not matches or None in matches:
        expected = "Erwartet wird z. B. „1“, „2/3“ oder „1, 2/3“."
        return unread(text, "word-unknown", f"{subject(label, text)} kein Leistungstyp. {expected}")
    types = list(dict.fromkeys(match["type"] for match in matches if match))
    return Reading(types, None if [text] == types else text), None
