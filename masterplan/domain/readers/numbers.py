"""Cells that hold a quantity: number, amount in euro, share, Reifegrad. Read strictly: „1.5“ is not an amount."""

import math
import re
from collections.abc import Iterable
from typing import Literal

from masterplan.domain.plan import Reading
from masterplan.domain.readers.text import Answer, Doubt, as_text, is_nothing, subject, unread, word_key, wordless

Scale = Literal["hundred", "one", "mixed"] | None
"""Whether the bare numbers of a column count to 100, to 1, or some to this and some to that."""

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.' ]\d{3})+(?:,\d+)?")
_GERMAN = re.compile(r"[+-]?\d+(?:,\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?(?:0|\d{4,})\.\d+")
_ABOUT = re.compile(r"^(?:ca\.?|circa|rd\.?|rund|etwa|ungefähr|~|≈)\s*", re.IGNORECASE)


def parse_number(text: str, *, groups: bool) -> float | None:
    """A number in German spelling; None when it could mean two numbers. ``groups``: „1.234“ is 1234, not doubtful.

    A point counts as decimal only where it cannot part thousands („0.75“, „1234.5“, „1,234.56“); „1.5“ is doubtful.
    """
    text = text.replace("−", "-").replace("–", "-").strip()
    if _GROUPED.fullmatch(text):
        if not groups and text.count(".") == 1 and "," not in text:
            return None
        return float(re.sub(r"[.' ]", "", text).replace(",", "."))
    if _GERMAN.fullmatch(text):
        if groups and re.search(r",\d{3}$", text):
            return None
        return float(text.replace(",", "."))
    return float(text.replace(",", "")) if _ENGLISH.fullmatch(text) else None


def tidy(number: float) -> int | float:
    """The number for JSON: whole numbers as int, others without the noise of binary fractions."""
    number = round(number, 10)
    return int(number) if number == int(number) else number


def _plain_number(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return float(raw) if abs(raw) < 1e300 and math.isfinite(raw) else None


def _percent(share: float) -> str:
    return f"{tidy(share * 100)} %".replace(".", ",")


def read_number(raw: object, label: str, percent: bool = False) -> Answer:
    """A plain number, as int or float. „80 %“ and a cell shown in per cent give 80: the unit stands elsewhere."""
    number = _plain_number(raw)
    text = as_text(raw)
    if number is not None:
        return (Reading(tidy(number * 100), _percent(number)) if percent else Reading(tidy(number))), None
    if is_nothing(text):
        return wordless(text)
    bare = _PERCENT_SIGN.sub("", _ABOUT.sub("", text))
    number = parse_number(bare, groups=False) if isinstance(raw, str) else None
    if number is None:
        expected = "Erwartet wird z. B. „1234“ oder „12,5“."
        return unread(text, "number-unreadable", f"{subject(label, text)} nicht eindeutig als Zahl lesbar. {expected}")
    return Reading(tidy(number), text), None


_EURO = r"(?:€|euro|eur)"
_THOUSANDS = rf"[tk] ?{_EURO}|(?:tsd\.?|tausend)(?: ?{_EURO})?"
_MILLIONS = rf"m ?{_EURO}|(?:mio\.?|mill\.?|million(?:en)?)(?: ?{_EURO})?"
_BILLIONS = rf"(?:mrd\.?|milliarden?)(?: ?{_EURO})?"
_UNIT = rf"(?:(?P<k>{_THOUSANDS})|(?P<m>{_MILLIONS})|(?P<b>{_BILLIONS})|{_EURO})"
UNIT_NAMED = (
    rf"(?<!\w)(?:(?P<k>{_THOUSANDS}|te|(?<![\d.,])1[. ]?000(?: ?{_EURO}|(?=\s*(?:[)\]]|$))))|(?P<m>{_MILLIONS})"
    rf"|(?P<b>{_BILLIONS})|{_EURO})(?!\w)"
)
"""A unit of money as headings and notes name it, in small letters: „T€“, „Mio. EUR“, „1.000 €“."""
_AMOUNT = re.compile(rf"(?P<n>[+\-−–]?\d[\d.,' ]*?)(?:,(?:--?|–|—))?\s*{_UNIT}?", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(rf"{_UNIT}\s*(?P<n>[+\-−–]?\d[\d.,' ]*?)(?:,(?:--?|–|—))?", re.IGNORECASE)


def read_amount(raw: object, label: str, factor: int = 1) -> Answer:
    """Euro: „12.000 Euro“, „ca. 5.000,- €“, „1,2 Mio. €“, „T€ 500“. Bare numbers times ``factor`` (heading „in T€“)."""
    number = _plain_number(raw)
    text = as_text(raw)
    if number is None and is_nothing(text):
        return wordless(text)
    amount = number * factor if number is not None else _amount(text, factor) if isinstance(raw, str) else None
    if amount is None:
        expected = "Erwartet wird z. B. „12.000 €“ oder „1,2 Mio. €“."
        return unread(
            text, "amount-unreadable", f"{subject(label, text)} nicht eindeutig als Betrag lesbar. {expected}"
        )
    if amount < 0:
        return unread(text, "range", f"{subject(label, text)} negativ. Erwartet wird ein Betrag ab 0 €.")
    return Reading(tidy(round(amount, 2)), text if number is None or factor != 1 else None), None


def _amount(text: str, factor: int) -> float | None:
    bare = _ABOUT.sub("", " ".join(text.split()))
    match = _AMOUNT.fullmatch(bare) or _AMOUNT_AFTER.fullmatch(bare)
    if match is None:
        return None
    times = _times(match)
    number = parse_number(match["n"].rstrip(" "), groups=True)
    if number is None or (times and re.fullmatch(r"\d{1,3}\.\d{3}", match["n"])):
        return None  # „1.234 Mio. €“ is 1,234 or 1234 millions
    named = times is not None or re.search(r"€|eur", bare, re.IGNORECASE)
    return number * (times or (1 if named else factor))


def _times(unit: re.Match[str]) -> int | None:
    return 1_000 if unit["k"] else 1_000_000 if unit["m"] else 1_000_000_000 if unit["b"] else None


_NAMED = re.compile(UNIT_NAMED)


def factor_named(text: str) -> int | None:
    """What a heading such as „Kosten in T€“ says bare amounts are multiplied by; None where it names no unit."""
    match = _NAMED.search(" ".join(text.casefold().split()))
    return None if match is None else _times(match) or 1


_PER_CENT = r"(?:%|v\. ?h\.|prozent)"
_PERCENT_SIGN = re.compile(rf"\s*{_PER_CENT}$", re.IGNORECASE)


def is_per_cent(unit: str) -> bool:
    """Whether a unit is „%“, „Prozent“ or „v. H.“."""
    return re.fullmatch(rf"(?:in )?{_PER_CENT}", unit.strip(), re.IGNORECASE) is not None


def share_scale(column: Iterable[object]) -> Scale:
    """What the bare numbers of a column of shares count to. Cells with a percent sign or format do not belong in it.

    „hundred“ if one exceeds 1 and none lies between 0 and 1; „one“ if some lie between and none exceeds 1; „mixed“ if
    there are both; None if there is neither.
    """
    numbers = [number for number, signed in map(_share_number, column) if number is not None and not signed]
    large = any(number > 1 for number in numbers)
    between = any(0 < number < 1 for number in numbers)
    return ("mixed" if between else "hundred") if large else "one" if between else None


def _share_number(raw: object) -> tuple[float | None, bool]:
    """The number in a cell, and whether a percent sign stands behind it."""
    if not isinstance(raw, str):
        return _plain_number(raw), False
    bare = _ABOUT.sub("", as_text(raw))
    without_sign = _PERCENT_SIGN.sub("", bare)
    number = parse_number(without_sign, groups=False)
    if number is None and re.fullmatch(r"\d{1,3}\.\d{1,2}", without_sign, re.ASCII):
        number = float(without_sign)  # „75.5 %“: no share has thousands
    return number, without_sign != bare


def read_share(raw: object, label: str, percent: bool = False, scale: Scale = None) -> Answer:
    """A share from 0 to 1: 75, 0.75, „0,75“, „75 %“. A bare 1 needs the column's scale.

    ``percent``: the cell is a number shown in per cent. A bare 0.5 in a column that also counts to 100 is read as
    50 %, with a warning: 0.5 % may be meant.
    """
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    number, signed = _share_number(raw)
    if number is None:
        share = None
    elif percent:
        share, text = number, _percent(number)
    else:
        share = number / 100 if signed else _scaled(number, scale)
    if share is None:
        message = f"{subject(label, text)} nicht eindeutig als Anteil lesbar. Erwartet wird z. B. „75 %“."
        return unread(text, "percent-unreadable", message)
    if not 0 <= share <= 1:
        return unread(text, "range", f"{subject(label, text)} kein Anteil zwischen 0 und 100 %.")
    reading = Reading(tidy(round(share, 8)), text)
    if scale == "mixed" and not (percent or signed) and 0 < share == number:
        told = f"kleiner als 1 und wurde als {_percent(share)} gelesen; andere Zahlen der Spalte sind größer als 1."
        return reading, Doubt("percent-mixed", f"{subject(label, text)} {told} Bitte mit Prozentzeichen schreiben.")
    return reading, None


def _scaled(number: float, scale: Scale) -> float | None:
    if number <= 0:
        return number
    if scale == "hundred":
        return number / 100
    if scale == "one":
        return number
    if number < 1:
        return number
    return number / 100 if number >= 2 else None


_MATURITY = re.compile(
    r"(?:(?:online-)?(?:reifegrad(?:stufe)?|stufe|rg|level|grad)\.?\s*:?\s*)?(\d+)(?:[.,]0+)?"
    r"(?:\s*[-:(]?\s*(?P<name>[a-z][a-z -]*)\)?)?"
)
_MATURITY_NAMES = {"offline": 0, "information": 1, "formular-assistent": 2, "formularassistent": 2,
    "online-leistung": 3,
                   "onlineleistung": 3, "online-transaktion": 4, "onlinetransaktion": 4}  # fmt: skip


def read_maturity(raw: object, label: str, highest: int = 4) -> Answer:
    """A Reifegrad as int: 3, „Stufe 3“, „RG 2“, „3 - Online-Leistung“, „Online-Leistung“. Model 2.0 goes up to 7."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    grade = None if isinstance(raw, bool) or not isinstance(raw, str | int | float) else _grade(word_key(text), highest)
    if grade is None:
        expected = f"Erwartet wird eine Stufe von 0 bis {highest}, z. B. „3“ oder „Stufe 3“."
        return unread(text, "number-unreadable", f"{subject(label, text)} nicht als Reifegrad lesbar. {expected}")
    if grade > highest:
        newer = " Stufen bis 7 hat nur das Reifegradmodell 2.0, und das ist hier nicht genannt." if grade <= 7 else ""
        return unread(text, "range", f"{subject(label, text)} keine Stufe von 0 bis {highest}.{newer}")
    return Reading(grade, None if isinstance(raw, int | float) else text), None


def _grade(key: str, highest: int) -> int | None:
    named = _MATURITY_NAMES if highest == 4 else {}
    if key in named:
        return named[key]
    if (match := _MATURITY.fullmatch(key)) is None:
        return None
    grade, name = int(match[1][:4]), (match["name"] or "").strip()
    return grade if not name or named.get(name) == grade else None


__all__ = [
    "UNIT_NAMED", "Doubt", "Scale", "factor_named", "is_per_cent", "parse_number", "read_amount", "read_maturity",
    "read_number", "read_share", "share_scale",
]  # fmt: skip
