"""Cells that name a day: as a deadline, as a beginning, or as the day on which something happened."""

import re

from importers.lookups_text import Answer, as_text, is_nothing, subject, unread, wordless
from masterplan.domain.deadlines import Deadline, Meaning, Roman, ShownAs, read_deadline, read_stand
from masterplan.domain.plan import Reading

_STAND = re.compile(r"\s*Stand\b", re.IGNORECASE)
EXPECTED = "Erwartet wird z. B. „31.12.2022“ oder „IV. Quartal 2022“."
_PLAIN_REASONS = ("Es ist kein Datum genannt.", "Das Wort nennt keinen Tag.")


def read_due(raw: object, label: str, roman: Roman = None, shown_as: ShownAs = "day") -> Answer:
    """The last day meant by a deadline, as ISO text. A permanent task has none, without doubt."""
    answer, deadline = _read(raw, label, Meaning.END, roman, shown_as)
    if deadline is not None and deadline.happened:
        text = as_text(raw)
        told = "ein eingetretener Tag, kein Termin."
        return unread(text, "date-unreadable", f"{subject(label, text)} {told} {EXPECTED}")
    return answer


def read_start(raw: object, label: str, roman: Roman = None, shown_as: ShownAs = "day") -> Answer:
    """The first day meant by a beginning, as ISO text."""
    return _read(raw, label, Meaning.START, roman, shown_as)[0]


def read_day(raw: object, label: str, roman: Roman = None, shown_as: ShownAs = "day") -> Answer:
    """The day on which something happened, as ISO text; of a period its last. A plan („bis 2022“) is none."""
    if isinstance(raw, str) and _STAND.match(raw) and (on := read_stand(raw)) is not None:
        return Reading(on.isoformat(), as_text(raw)), None
    answer, deadline = _read(raw, label, Meaning.END, roman, shown_as)
    if deadline is not None and deadline.on is not None and (deadline.estimated or deadline.bounded):
        text = as_text(raw)
        told = "eine Absicht, kein eingetretener Tag. Erwartet wird der tatsächliche Tag, z. B. „30.06.2020“."
        return unread(text, "date-unreadable", f"{subject(label, text)} {told}")
    return answer


def _read(raw: object, label: str, meaning: Meaning, roman: Roman, shown_as: ShownAs) -> tuple[Answer, Deadline | None]:
    text = as_text(raw)
    if is_nothing(text):
        return wordless(text), None
    deadline = read_deadline(raw, meaning, roman=roman, shown_as=shown_as)
    if deadline is None:
        return wordless(text), None
    if deadline.on is None:
        if not deadline.doubtful:
            return (Reading(None, text), None), deadline
        return unread(text, "date-unreadable", _message(label, text, deadline.rule)), deadline
    return (Reading(deadline.on.isoformat(), text if isinstance(raw, str | int | float) else None), None), deadline


def _message(label: str, text: str, reason: str) -> str:
    if reason in _PLAIN_REASONS:
        return f"{subject(label, text)} nicht lesbar. {EXPECTED}"
    return f"{subject(label, text)} nicht als Tag lesbar: {reason} {EXPECTED}"


def read_words_of_date(raw: object, label: str) -> Answer:
    """The words of a date for the field beside it (``due_text``): as written; a real date in German spelling."""
    text = " ".join(as_text(raw).split())
    return wordless(text) if is_nothing(text) else (Reading(text), None)
