"""Cells that name a day: as a deadline, as a beginning, or as the day on which something happened."""

import re
from datetime import date

from masterplan.domain.deadlines import Deadline, Meaning, Roman, read_deadline, read_stand
from masterplan.domain.plan import Reading
from masterplan.domain.readers.text import Answer, as_text, is_nothing, subject, unread, wordless

_FROM_1900_TO_1904 = 1_462
"""Days between the beginnings of Excel's two ways of counting days."""
_COUNT = re.compile(r"\d{5}(?:[.,]0+)?", re.ASCII)
_STAND = re.compile(r"\s*Stand\b", re.IGNORECASE)
EXPECTED = "Erwartet wird z. B. „31.12.2022“ oder „IV. Quartal 2022“."
_PLAIN_REASONS = ("Es ist kein Datum genannt.", "Das Wort nennt keinen Tag.")


def read_due(raw: object, label: str, roman: Roman = None, shown_as: str = "day", since_1904: bool = False) -> Answer:
    """The last day meant by a deadline, as ISO text. A permanent task has none, without doubt."""
    answer, deadline = _read(raw, label, Meaning.END, roman, shown_as, since_1904)
    if deadline is not None and deadline.happened:
        text = as_text(raw)
        told = "ein eingetretener Tag, kein Termin."
        return unread(text, "date-unreadable", f"{subject(label, text)} {told} {EXPECTED}")
    return answer


def read_start(raw: object, label: str, roman: Roman = None, shown_as: str = "day", since_1904: bool = False) -> Answer:
    """The first day meant by a beginning, as ISO text."""
    return _read(raw, label, Meaning.START, roman, shown_as, since_1904)[0]


def read_day(raw: object, label: str, roman: Roman = None, shown_as: str = "day", since_1904: bool = False) -> Answer:
    """The day on which something happened, as ISO text; of a period its last. A plan („bis 2022“) is none."""
    if isinstance(raw, str) and _STAND.match(raw) and (on := read_stand(raw)) is not None:
        return Reading(on.isoformat(), as_text(raw)), None
    answer, deadline = _read(raw, label, Meaning.END, roman, shown_as, since_1904)
    if deadline is not None and deadline.on is not None and (deadline.estimated or deadline.bounded):
        text = as_text(raw)
        told = "eine Absicht, kein eingetretener Tag. Erwartet wird der tatsächliche Tag, z. B. „30.06.2020“."
        return unread(text, "date-unreadable", f"{subject(label, text)} {told}")
    return answer


def _read(
    raw: object, label: str, meaning: Meaning, roman: Roman, shown_as: str, since_1904: bool
) -> tuple[Answer, Deadline | None]:
    """``shown_as`` and ``since_1904`` are what Sheet tells of a real date and of day counts stored as numbers."""
    raw = as_shown(raw, shown_as)
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text), None
    if since_1904 and isinstance(raw, str) and _COUNT.fullmatch(text):
        told = "eine Tageszählung. Die Arbeitsmappe zählt ab 1904, der Text vielleicht ab 1900."
        return unread(text, "date-unreadable", f"{subject(label, text)} {told} {EXPECTED}"), None
    deadline = read_deadline(_counted_from_1900(raw) if since_1904 else raw, meaning, roman=roman)
    if deadline is None:
        return wordless(text), None
    if deadline.on is None:
        if not deadline.doubtful:
            return (Reading(None, text), None), deadline
        return unread(text, "date-unreadable", _message(label, text, deadline.rule)), deadline
    return (Reading(deadline.on.isoformat(), text if isinstance(raw, str | int | float) else None), None), deadline


def as_shown(raw: object, shown_as: str) -> object:
    """A real date of which a cell shows only the month or the year, as these words: it means the whole of it."""
    if shown_as == "day" or not isinstance(raw, date):
        return raw
    calendar_week = raw.isocalendar()
    return {
        "week": f"KW {calendar_week.week}/{calendar_week.year}",
        "month": f"{raw.month:02}/{raw.year}",
        "quarter": f"Q{(raw.month + 2) // 3}/{raw.year}",
        "year": f"{raw.year}",
    }[shown_as]


def _counted_from_1900(raw: object) -> object:
    """A count of days from 1904 as Excel's usual one; years and other numbers stay as they are."""
    if isinstance(raw, int | float) and 35_064 <= raw < 73_051:  # from 2000 on
        return raw + _FROM_1900_TO_1904
    return raw


def _message(label: str, text: str, reason: str) -> str:
    if reason in _PLAIN_REASONS:
        return f"{subject(label, text)} nicht lesbar. {EXPECTED}"
    return f"{subject(label, text)} nicht als Tag lesbar: {reason} {EXPECTED}"


def read_words_of_date(raw: object, label: str, shown_as: str = "day") -> Answer:
    """The words of a date for the field beside it (``due_text``): as written; a real date in German spelling."""
    text = " ".join(as_text(as_shown(raw, shown_as)).split())
    return wordless(text) if is_nothing(text) else (Reading(text), None)
