"""The Stand of a file, found in its title or its name."""

import re
from datetime import date

from masterplan.domain.readers.date_words import plain
from masterplan.domain.readers.periods import NotADate, Precision, read_single

_STAND = re.compile(
    r"(?<![a-z])(?:(?:daten|sach|berichts|fortschreibungs|bearbeitungs)?stand|(?:berichts)?stichtag)(?![a-z])[\s:.,]*"
    r"(?:(?:zum|vom|am|per|der daten)[\s:]+)?"
)
_NAMED = re.compile(
    r"(?:ende\s)?(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}"
    r"|\d{1,2}\.\s?[a-z]+\.?\s?\d{4}|[a-z]+\.?\s\d{4}|[iv1-4]+\.?\s?quartal\s\d{4}|q[1-4][\s/\-]?\d{4}|\d{8}"
    r"|\d{1,2}\s?[/\-.]\s?\d{4}|\d{4}-\d\d)(?!\d)",
    re.ASCII,
)
_WHOLE_DAY = re.compile(
    r"(?<![\d.\-])(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\.\s[a-z]+\s\d{4}|20\d{6}|20\d\d\.\d\d\.\d\d)"
    r"(?![\d\-]|\.\d)",
    re.ASCII,
)
_OTHER_MEANING = re.compile(
    r"\b(?:bis|ab|seit|vom|von|gueltig|frist|termin|zieltermin|\w*beschluss\w*|kabinett\w*|rueckmeldung|erstellt|gedruckt)\b"
)


def read_stand(text: str) -> date | None:
    """The day a file speaks of: „Stand: 12. Juni 2019“, „Umsetzungsplan_SMI_2020-06-30.xlsx“.

    After the word „Stand“ a month or quarter will do and means its last day. Without it there must be exactly one whole
    date, and no word („bis“, „Beschluss vom“) that gives it another meaning. None: not named, or two different days.
    """
    prepared = re.sub(r"\.(?:xlsx|xlsm|xls|ods|csv)$", "", plain(text[:2000])).replace("_", " ")
    found: set[date | None] = set()
    for match in _STAND.finditer(prepared):
        if (named := _NAMED.match(prepared, match.end())) is not None:
            found.add(_day(named.group()))
    found.discard(None)
    if not found and not _OTHER_MEANING.search(prepared):
        found = {_day(match.group()) for match in _WHOLE_DAY.finditer(prepared)}
    return found.pop() if len(found) == 1 else None


def _day(text: str) -> date | None:
    try:
        period = read_single(text)
    except NotADate:
        return None
    return None if period is None or period.precision == Precision.YEAR else period.last
