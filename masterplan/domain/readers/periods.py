"""Periods named in German words and figures, each read as its first and last day: ``q4/2022``, ``kw 12/2020``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1990, 2099


class Precision(StrEnum):
    """How exactly a date was named."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True)
class Period:
    """From the first to the last day meant; ``name`` says in German what was named („Ein Quartal“)."""

    first: date
    last: date
    precision: Precision
    name: str
    first_precision: Precision | None = None  # of the beginning, where a range names it differently


class NotADate(Exception):
    """The words look like a date and still name none, or more than one; the message is a German sentence."""


MONTHS = {
    "januar": 1, "jaenner": 1, "jan": 1, "january": 1, "februar": 2, "febr": 2, "feb": 2, "february": 2,
    "maerz": 3, "mrz": 3, "maer": 3, "mar": 3, "march": 3, "april": 4, "apr": 4, "mai": 5, "may": 5,
    "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10,
    "november": 11, "nov": 11, "dezember": 12, "dez": 12, "dec": 12, "december": 12,
}  # fmt: skip
ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4}
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SEASONS = {"fruehjahr": 3, "fruehling": 3, "sommer": 6, "herbst": 9}  # the month in which it begins

_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"('?\d\d|(?:19|20)\d\d)"
_FULL_YEAR = r"((?:19|20)\d\d)"
_OF = r"[\s/.,\-]*(?:(?:des jahres|im jahr|des kalenderjahres|in)\s)?"
_NTH = r"(iii|ii|iv|i|[1-4]|(?:erst|zweit|dritt|viert)(?:es|en|er|e))"
_QUARTER = rf"(?:q\.?\s?{_NTH}\.?|{_NTH}\.?\s?-?(?:quartale?s?|quart\.?|qu\.|q\.?)|quartal\s?{_NTH}\.?)"
_HALF = rf"(?:h\s?{_NTH}|hj\.?\s?{_NTH}|{_NTH}\.?\s?-?(?:halbjahre?s?|hj\.?|hbj\.?|(?:jahres)?haelfte))"
_PART = r"(anfang|mitte|ende)"


def year_of(text: str) -> int:
    """The year written with four figures, or with two (``22`` is 2022; 60 to 99 could be either century)."""
    digits = text.lstrip("'")
    if len(digits) == 4:
        year = int(digits)
    elif int(digits) < 60:
        year = 2000 + int(digits)
    else:
        raise NotADate(f"Das Jahr „{digits}“ ist nur zweistellig angegeben.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(f"Das Jahr {year} liegt außerhalb von {FIRST_YEAR} bis {LAST_YEAR}.")
    return year


def day(year: int, month: int, number: int) -> Period:
    """One day, if the calendar has it."""
    try:
        on = date(year, month, number)
    except ValueError:
        raise NotADate(f"Den {number:02}.{month:02}.{year} gibt es im Kalender nicht.") from None
    return Period(on, on, Precision.DAY, "Ein genannter Tag")


def month(year: int, number: int) -> Period:
    """A calendar month."""
    if not 1 <= number <= 12:
        raise NotADate(f"Einen Monat {number} gibt es nicht.")
    return replace(_months(year, number, 1), precision=Precision.MONTH, name="Ein Monat")


def _months(year: int, first: int, length: int) -> Period:
    end = year * 12 + first - 1 + length
    last = date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
    return Period(date(year, first, 1), last, Precision.MONTH, "")


def quarter(year: int, number: int) -> Period:
    """A quarter of a calendar year."""
    return replace(_months(year, number * 3 - 2, 3), precision=Precision.QUARTER, name="Ein Quartal")


def half(year: int, number: int) -> Period:
    """A half of a calendar year."""
    if number > 2:
        raise NotADate(f"Ein {number}. Halbjahr gibt es nicht.")
    return replace(_months(year, number * 6 - 5, 6), precision=Precision.HALF, name="Ein Halbjahr")


def whole_year(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, "Ein Jahr")


def week(year: int, number: int) -> Period:
    """A calendar week, Monday to Sunday (DIN ISO 8601)."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        raise NotADate(f"Eine Kalenderwoche {number} hat das Jahr {year} nicht.") from None
    return Period(monday, monday + timedelta(days=6), Precision.WEEK, "Eine Kalenderwoche")


def part_of_year(part: str, year: int) -> Period:
    """Anfang is the first quarter, Mitte the second, Ende the fourth: our convention, so that Mitte ends on 30 June."""
    found = quarter(year, {"anfang": 1, "mitte": 2, "ende": 4}[part])
    nth = {"anfang": "erstes", "mitte": "zweites", "ende": "viertes"}[part]
    return replace(found, name=f"„{part.capitalize()}“ eines Jahres ({nth} Quartal)")


def part_of_month(part: str, whole: Period) -> Period:
    """Anfang, Mitte and Ende of a month are its first, 15th and last day (§ 192 BGB)."""
    on = {"anfang": whole.first, "mitte": whole.first.replace(day=15), "ende": whole.last}[part]
    return Period(on, on, Precision.MONTH, f"„{part.capitalize()}“ eines Monats (§ 192 BGB: 1., 15. oder letzter Tag)")


def season(name: str, year: int) -> Period:
    """Three whole months: Frühjahr March to May, Sommer June to August, Herbst September to November."""
    found = _months(year, SEASONS[name], 3)
    return replace(found, precision=Precision.SEASON, name=f"„{name.capitalize().replace('ue', 'ü')}“ (drei Monate)")


def winter(first: int, second: str) -> Period:
    """December to February, named with both years."""
    if int(second) % 100 != (first + 1) % 100:
        raise NotADate("Ein Winter nennt zwei aufeinanderfolgende Jahre.")
    return replace(_months(first, 12, 3), precision=Precision.SEASON, name="„Winter“ (Dezember bis Februar)")


def _nth(*groups: str | None) -> int:
    text = next(group for group in groups if group)
    if text.isdigit():
        return int(text)
    return ROMAN.get(text) or ORDINALS[re.sub(r"(es|en|er|e)$", "", text)]


def _either_order(first: str, second: str, year: str) -> Period:
    """Day and month with strokes: German order only where the other order is impossible or says the same."""
    if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        raise NotADate("Tag und Monat lassen sich mit Schrägstrich oder Strich nicht sicher unterscheiden.")
    if int(second) > 12:
        raise NotADate("Die Schreibweise stellt den Monat vor den Tag.")
    return day(year_of(year), int(second), int(first))


def _month_or_years(first: str, second: str) -> Period:
    """``2020/06`` and ``2020-06`` are a month, ``2019/20`` two years; ``2009/12`` could be both."""
    year, number = year_of(first), int(second)
    if len(second) == 2 and number == year % 100 + 1 and number <= 12:
        raise NotADate(f"„{first}/{second}“ kann ein Monat oder ein Zeitraum von zwei Jahren sein.")
    if 1 <= number <= 12:
        return month(year, number)
    if len(second) == 2 and number > year % 100:
        last = whole_year(year_of(second))
        return Period(date(year, 1, 1), last.last, Precision.YEAR, "Ein Zeitraum", Precision.YEAR)
    raise NotADate(f"Einen Monat {number} gibt es nicht.")


def _month_and_short_year(first: str, second: str) -> Period:
    if not 1 <= int(first) <= 12 or int(second) <= 12 or int(second) == int(first) + 1:
        raise NotADate(f"„{first}/{second}“ kann Tag und Monat, Monat und Jahr oder zwei Jahre meinen.")
    return month(year_of(second), int(first))


def _roman(numeral: str, year: str) -> Period:
    """I to IV with a year is a quarter as often as a month; only V to XII must be a month."""
    number = ROMAN[numeral]
    if number <= 4:
        raise NotADate(f"„{numeral.upper()}“ kann ein Quartal oder einen Monat meinen.")
    return month(year_of(year), number)


def _weekday(name: str, rest: str) -> Period:
    found = read_single(rest)
    if found is None or found.precision != Precision.DAY:
        raise NotADate("Zum Wochentag fehlt der Tag.")
    if not WEEKDAYS[found.first.weekday()].startswith(name.replace("sonnabend", "samstag").rstrip(".")[:2]):
        raise NotADate("Wochentag und Datum passen nicht zusammen.")
    return found


def _end_of(text: str) -> Period:
    found = read_single(text)
    assert found is not None
    return Period(found.last, found.last, found.precision, "„Ende“ vor einem Quartal oder Halbjahr")


def _compact(text: str) -> Period:
    """``20221231`` or ``31122022``; both cannot be right at once, for no year begins with 13 to 18."""
    if text[:2] in ("19", "20") and 1 <= int(text[4:6]) <= 12:
        return day(year_of(text[:4]), int(text[4:6]), int(text[6:]))
    return day(year_of(text[4:]), int(text[2:4]), int(text[:2]))


def _year_digits(text: str) -> Period:
    return whole_year(year_of(text))


_CLOCK = r"(?:[\st]+(?:um\s)?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?uhr|z)?)?"
_FORMS: list[tuple[re.Pattern[str], Callable[..., Period]]] = [
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (_FULL_YEAR, _year_digits),
        (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|'?\d\d)\.?" + _CLOCK, lambda d, m, y: day(year_of(y), int(m), int(d))),
        (r"(\d{4})-(\d{1,2})-(\d{1,2})" + _CLOCK, lambda y, m, d: day(year_of(y), int(m), int(d))),
        (r"(\d{4})/(\d{1,2})/(\d{1,2})", lambda y, m, d: day(year_of(y), int(m), int(d))),
        (r"(\d{4})\.(\d{1,2})\.(\d{1,2})", lambda y, m, d: day(year_of(y), int(m), int(d))),
        (rf"{_QUARTER}{_OF}{_YEAR}", lambda a, b, c, y: quarter(year_of(y), _nth(a, b, c))),
        (rf"{_FULL_YEAR}[\s/,\-]*\(?{_QUARTER}\)?", lambda y, a, b, c: quarter(year_of(y), _nth(a, b, c))),
        (rf"{_MONTH}[\s/.\-]*{_YEAR}", lambda m, y: month(year_of(y), MONTHS[m])),
        (rf"{_FULL_YEAR}[\s/,\-]*{_MONTH}", lambda y, m: month(year_of(y), MONTHS[m])),
        (rf"(\d{{1,2}})[\s.\-/]*{_MONTH}[\s.\-/]*{_YEAR}\.?", lambda d, m, y: day(year_of(y), MONTHS[m], int(d))),
        (rf"(\d{{1,2}})(?:\s?[/\-]\s?|\.){_FULL_YEAR}\.?", lambda m, y: month(year_of(y), int(m))),
        (rf"{_FULL_YEAR}\s?[/\-]\s?(\d{{1,2}})", _month_or_years),
        (r"(\d{1,2})\s?/\s?(\d\d)", _month_and_short_year),
        (r"(\d{1,2})\s?/\s?(\d{1,2})\s?/\s?(\d{4}|\d\d)", _either_order),
        (r"(\d{1,2})-(\d{1,2})-(\d{4}|\d\d)", _either_order),
        (rf"{_HALF}{_OF}{_YEAR}", lambda a, b, c, y: half(year_of(y), _nth(a, b, c))),
        (rf"{_FULL_YEAR}[\s/,\-]*\(?{_HALF}\)?", lambda y, a, b, c: half(year_of(y), _nth(a, b, c))),
        (rf"(?:kw|kalenderwoche)\.?\s?(\d{{1,2}})(?=\D){_OF}{_YEAR}", lambda w, y: week(year_of(y), int(w))),
        (rf"(\d{{1,2}})\.?\s?(?:kw|kalenderwoche)\.?{_OF}{_YEAR}", lambda w, y: week(year_of(y), int(w))),
        (rf"{_FULL_YEAR}[\s/\-]*(?:kw|w)\s?(\d{{1,2}})", lambda y, w: week(year_of(y), int(w))),
        (
            rf"{_PART}\s(?:des\s(?:kalender)?jahres\s|d\.\s?j\.\s)?{_FULL_YEAR}",
            lambda p, y: part_of_year(p, year_of(y)),
        ),
        (rf"jahres{_PART}\s{_FULL_YEAR}", lambda p, y: part_of_year(p, year_of(y))),
        (
            rf"{_PART}\s(?:des monats\s)?{_MONTH}[\s/.\-]*{_YEAR}",
            lambda p, m, y: part_of_month(p, month(year_of(y), MONTHS[m])),
        ),
        (
            rf"{_PART}\s(\d{{1,2}})(?:\s?[/\-]\s?|\.){_FULL_YEAR}",
            lambda p, m, y: part_of_month(p, month(year_of(y), int(m))),
        ),
        (rf"ende\s(?:des\s|der\s)?((?:{_QUARTER}|{_HALF}){_OF}{_YEAR})", lambda text, *_: _end_of(text)),
        (rf"({'|'.join(SEASONS)})[\s/]+{_YEAR}", lambda s, y: season(s, year_of(y))),
        (rf"winter\s{_FULL_YEAR}\s?[/\-]\s?((?:20)?\d\d)", lambda a, b: winter(year_of(a), b)),
        (rf"({'|'.join(sorted(ROMAN, key=len, reverse=True))})\s?[./]?\s?{_FULL_YEAR}", _roman),
        (
            rf"(\d{{1,2}})\.\s?({'|'.join(sorted(ROMAN, key=len, reverse=True))})\.?\s?{_FULL_YEAR}",
            lambda d, r, y: day(year_of(y), ROMAN[r], int(d)),
        ),
        (r"(\d{8})", _compact),
        (
            r"(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\b[.,\s]*(?:den\s|dem\s)?(\d.*)",
            _weekday,
        ),
    )
]


def read_single(text: str) -> Period | None:
    """One period named by the whole of a text that :func:`plain` has prepared. None: no known form.

    Raises NotADate where the form is known and the date impossible or ambiguous.
    """
    for pattern, read in _FORMS:
        if (match := pattern.fullmatch(text)) is not None:
            return read(*match.groups())
    return None


def read_range(text: str) -> Period | None:
    """Two periods joined by a dash, „bis“ or a stroke; the first may borrow month and year from the second."""
    for joint in re.finditer(r"\s?-\s?|\sbis\s(?:zum\s|einschliesslich\s)?|\s?/\s?", text):
        last = _or_none(text[joint.end() :])
        if last is None:
            continue
        if _SHORT_YEAR.search(text[: joint.start()]) and not _SHORT_YEAR.search(text):
            continue  # „Mai 12-2020“ is no range from May 2012
        first = _or_none(text[: joint.start()])
        for borrowed in _borrowed(text[: joint.start()], text[joint.end() :], last):
            if first is None and (found := _or_none(borrowed)) is not None and found.precision == last.precision:
                first = found
        if first is not None:
            return _joined(first, last, joint.group().strip())
    return None


_SHORT_YEAR = re.compile(r"(?<!\d)\d\d$", re.ASCII)


def _or_none(text: str) -> Period | None:
    try:
        return read_single(text)
    except NotADate:
        return None


def _borrowed(first: str, second: str, last: Period) -> list[str]:
    year = last.last.year
    candidates = [f"{first} {year}"]
    if last.precision == Precision.DAY:
        candidates += [f"{first}{year}", f"{first}{last.first.month}.{year}"]
    if last.precision == Precision.QUARTER and "quartal" in second:
        candidates.append(f"{first} quartal {year}")
    if last.precision == Precision.HALF and "halbjahr" in second:
        candidates.append(f"{first} halbjahr {year}")
    return candidates


def _joined(first: Period, last: Period, joint: str) -> Period:
    if not (first.first < last.first and first.last < last.last):
        raise NotADate("Der Zeitraum endet vor seinem Beginn.")
    follows = first.last + timedelta(days=1) == last.first
    alike = first.precision == last.precision != Precision.DAY
    if joint == "/" and not (follows and alike):
        raise NotADate("Es sind zwei Termine angegeben.")
    return Period(first.first, last.last, last.precision, "Ein Zeitraum", first.precision)
