"""Keys and running numbers: OZG-ID, LeiKa-Schlüssel, ARS, „1.10“. What Excel damaged is not patched by guessing."""

import re
from collections.abc import Iterable
from datetime import date

from masterplan.domain.plan import Reading
from masterplan.domain.readers.text import Answer, Doubt, as_text, is_nothing, subject, unread, wordless

_POINT_ZERO = re.compile(r"(?<=\d)[.,]0{1,2}$")
FROM_EXCEL = "ein Datum; Excel macht es aus Nummern wie „1.2“. Erwartet wird die Nummer als Text."
"""What a day in a column of numbers is; the end of a sentence."""
_SEPARATORS = re.compile(r"[\s'’`´\u2019-]+")


def _digits(raw: object) -> str | None:
    """The figures of a key; None where a number is no whole number or stands in scientific spelling."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    if isinstance(raw, int | float):
        return str(int(raw)) if abs(raw) < 1e15 and raw == int(raw) and raw >= 0 else None
    return _POINT_ZERO.sub("", as_text(raw).lstrip("'’"))


def _answer(key: str, text: str, raw: object) -> Answer:
    return Reading(key, None if raw == key else text), None


def read_ozg_id(raw: object, label: str) -> Answer:
    """Five figures without leading zero, as text: „10000“, the number 10000, „OZG-ID 10000“."""
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    digits = re.sub(r"^ozg[- ]?(?:id|nr\.?|leistung)?[-: ]*", "", _digits(raw) or "", flags=re.IGNORECASE)
    if re.fullmatch(r"\d\d\.\d{3}", digits):
        digits = digits.replace(".", "")  # a thousands point, set by the number format
    if re.fullmatch(r"[1-9]\d{4}", digits):
        return _answer(digits, text, raw)
    return unread(
        text, "key-damaged", f"{subject(label, text)} keine OZG-ID. Erwartet werden fünf Ziffern, z. B. „10000“."
    )


_LEIKA_EXPECTED = "Erwartet werden 14 Ziffern, z. B. „99012001000000“."


def read_leika_key(raw: object, label: str) -> Answer:
    """14 figures as text. Blanks between groups, a leading apostrophe and „.0“ go; a number keeps all its figures.

    Scientific spelling has lost figures; a key without Leistungsgruppierung or -kennung is what such a loss leaves.
    """
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    if isinstance(raw, str) and re.fullmatch(r"\d[.,]?\d*e\+?\d+", text.replace(" ", "").lstrip("'"), re.IGNORECASE):
        told = "von Excel gekürzt worden, die letzten Ziffern sind verloren."
        return unread(text, "key-damaged", f"{subject(label, text)} {told} {_LEIKA_EXPECTED}")
    digits = _SEPARATORS.sub("", _digits(raw) or "")
    if not re.fullmatch(r"\d{14}", digits, re.ASCII):
        return unread(text, "key-damaged", f"{subject(label, text)} kein LeiKa-Schlüssel. {_LEIKA_EXPECTED}")
    if digits[2:5] == "000" or digits[5:8] == "000":
        told = "ohne Leistungskennung und vermutlich von Excel gerundet."
        return unread(text, "key-damaged", f"{subject(label, text)} {told} {_LEIKA_EXPECTED}")
    return _answer(digits, text, raw)


_ARS_EXPECTED = "Erwartet werden 12 Ziffern, z. B. „145220000000“."


def read_ars(raw: object, label: str) -> Answer:
    """Amtlicher Regionalschlüssel, 12 figures as text: Land 2, Regierungsbezirk 1, Kreis 2, Verband 4, Gemeinde 3.

    Shorter keys of a whole Land (2), Kreis (5) or Verband (9) are filled up with zeros behind, which is how the long
    form names them. An eight-figure Gemeindeschlüssel lacks the Verband: only a kreisfreie Stadt („14612000“) can be
    filled up. Eleven figures have lost the zero in front (Länder 01 to 09), which nothing else explains.
    """
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    digits = _SEPARATORS.sub("", _digits(raw) or "")
    key = _ars(digits)
    if key is None or not (key == "0" * 12 or "01" <= key[:2] <= "16"):
        return unread(text, "key-damaged", f"{subject(label, text)} kein Regionalschlüssel. {_ARS_EXPECTED}")
    return _answer(key, text, raw)


def _ars(digits: str) -> str | None:
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        return None
    if len(digits) == 11:
        return "0" + digits
    if len(digits) == 8:
        return digits[:5] + "0" * 7 if digits.endswith("000") else None
    return digits.ljust(12, "0") if len(digits) in (2, 5, 9, 12) else None


_LABEL_DRESS = re.compile(
    r"^(?:(?:lfd\.? ?)?nr\.?|nummer)\s*(?=\d)|^\((?=[\w.]+\)$)|(?<=\w)[.)]+$|(?<=[\w.)])\s?[*†¹²³⁴⁵⁶⁷⁸⁹]+\)?$",
    re.IGNORECASE,
)
DASHES = str.maketrans("–—−", "---")


_PLAIN_LABEL = re.compile(r"(?!NR)[A-Z]{0,3}-?[1-9]\d{0,3}(?:\.\d{1,4}){0,4}", re.ASCII)


def is_plain_label(text: str) -> bool:
    """Whether a text is a running number such as „Z1“ or „2.10“, which read_number_label gives back as it is."""
    return _PLAIN_LABEL.fullmatch(text) is not None


def read_number_label(raw: object, label: str, ambiguous: bool = False) -> Answer:
    """A running number as text: „1.10“ stays, 3.0 is „3“, „1.1.“ is „1.1“, „SMI–2 *“ is „SMI-2“.

    The number 1.1 may have been 1.10; ``ambiguous`` (see damaged_labels) says that the column shows it. A day is what
    Excel makes of „1.2“, and is not turned back.
    """
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text)
    if isinstance(raw, date):
        return unread(text, "key-damaged", f"{subject(label, text)} {FROM_EXCEL}")
    if isinstance(raw, float) and raw != int(raw if abs(raw) < 1e15 else 0):
        number = repr(raw)
        if not ambiguous:
            return Reading(number, text), None
        message = (
            f"Die Nummer „{number}“ bei „{label}“ kann auch „{number}0“ heißen; Excel hat sie als Zahl gespeichert."
        )
        return Reading(number, text), Doubt("key-damaged", message)
    bare = _LABEL_DRESS.sub("", _LABEL_DRESS.sub("", text.translate(DASHES))) if isinstance(raw, str) else text
    return Reading(bare, None if bare == text else text), None


def damaged_labels(column: Iterable[object]) -> frozenset[float]:
    """The numbers of a column that may have lost a final zero: 1.1 a second time, or anywhere after 1.9 (or „1.9“)."""
    seen: set[str] = set()
    damaged: set[float] = set()
    for cell in column:
        text = repr(cell) if isinstance(cell, float) else as_text(cell).strip(".")
        if isinstance(cell, float) and re.fullmatch(r"\d+\.[1-9]", text):
            before = f"{text.split('.')[0]}.9"
            if text in seen or (before in seen and text != before):
                damaged.add(cell)
        seen.add(text)
    return frozenset(damaged)
