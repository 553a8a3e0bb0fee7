"""Dates as ministries write them: „Ende 2022“, „IV. Quartal 2022“, „vsl. 06/2021“, each read as a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from masterplan.domain.readers import date_words as words
from masterplan.domain.readers.date_words import plain
from masterplan.domain.readers.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    NotADate,
    Period,
    Precision,
    day,
    month,
    quarter,
    read_range,
    read_single,
    whole_year,
)
from masterplan.domain.readers.stand import read_stand

__all__ = ["Deadline", "Meaning", "Precision", "Roman", "ShownAs", "read_deadline", "read_stand", "roman_numerals"]

Roman = Literal["quarter", "month"] | None
"""What I to IV mean in a column („IV/2022“), as far as its other cells show it."""

ShownAs = Literal["day", "month", "year"]
"""What of a real date a cell shows: Excel keeps „Dez 22“ as 1 December 2022 and shows the month only."""

LONGEST = 300  # characters; longer texts are no dates and would fill the memory of what was read


class Meaning(StrEnum):
    """Whether a period stands for its last day (a deadline) or for its first (a beginning)."""

    END = "end"
    START = "start"


@dataclass(frozen=True)
class Deadline:
    """What was written, and the day meant by it.

    ``on`` is None where no day is named or the words allow several; ``doubtful`` then tells whether somebody has to
    settle it („bald“, „02/03/2021“) or the words are clear without a day („Daueraufgabe“). ``rule`` is a German
    sentence for the users: how the day was found, or why there is none. ``bounded``: the words name a limit („bis
    2022“), no event; ``happened``: they say that it is over („abgeschlossen 12/2020“).
    """

    on: date | None
    precision: Precision
    wording: str
    estimated: bool = False
    permanent: bool = False
    rule: str = ""
    doubtful: bool = False
    bounded: bool = False
    happened: bool = False


def read_deadline(
    raw: object, meaning: Meaning = Meaning.END, *, roman: Roman = None, shown_as: ShownAs = "day"
) -> Deadline | None:
    """The day meant by a cell's value: text, number (a year or Excel's count of days), real date. None: nothing.

    A period named as a deadline means its last day, as a beginning its first. What could mean two days is not read;
    ``roman`` and ``shown_as`` are what is known of the column and the cell. Never raises, whatever the text.
    """
    if raw is None:
        return None
    if isinstance(raw, date):
        return _real_date(raw.date() if isinstance(raw, datetime) else raw, meaning, shown_as)
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return _unread(str(raw), "Der Wert ist kein Termin.")
    if not isinstance(raw, str):
        return _number(raw, repr(raw).removesuffix(".0"), meaning)
    if len(raw) > LONGEST:
        return _unread(" ".join(raw.split()), "Der Text ist zu lang für einen Termin.")
    return _text(raw, meaning, roman)


def _unread(wording: str, reason: str) -> Deadline:
    return Deadline(None, Precision.NONE, wording, rule=reason, doubtful=True)


def _real_date(on: date, meaning: Meaning, shown_as: ShownAs) -> Deadline:
    wording = f"{on.day:02}.{on.month:02}.{on.year}"
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return _unread(wording, f"Das Jahr {on.year} liegt außerhalb von {FIRST_YEAR} bis {LAST_YEAR}.")
    if shown_as == "month":
        return _chosen(month(on.year, on.month), meaning, wording[3:])
    if shown_as == "year":
        return _chosen(whole_year(on.year), meaning, wording[6:])
    return _chosen(day(on.year, on.month, on.day), meaning, wording)


def _number(number: float, wording: str, meaning: Meaning) -> Deadline:
    """A whole number is a year, a day as Excel counts them (1 is 1 January 1900), or figures such as 20221231."""
    if FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        return _chosen(whole_year(int(number)), meaning, wording)
    if 1_000_000 <= number < 100_000_000 and number == int(number):
        return _text(f"{int(number):08}", meaning, None) or _unread(wording, "Die Zahl ist kein Termin.")
    if 36_526 <= number < 73_051:  # 2000 to 2099
        on = date(1899, 12, 30) + timedelta(days=int(number))
        rule = "Die Zahl wurde als Tageszählung von Excel gelesen (1 = 01.01.1900)."
        return Deadline(on, Precision.DAY, wording, rule=rule)
    return _unread(wording, "Die Zahl ist weder ein Jahr noch eine Tageszählung von Excel.")


def _chosen(period: Period, meaning: Meaning, wording: str) -> Deadline:
    if meaning == Meaning.END:
        on, precision, told = period.last, period.precision, "als Termin meint den letzten Tag"
    else:
        on, precision, told = (
            period.first,
            period.first_precision or period.precision,
            "als Beginn meint den ersten Tag",
        )
    if period.first == period.last:
        told = "meint diesen Tag"
    return Deadline(on, precision, wording, rule=f"{period.name} {told}.")


# --- text ---


@dataclass
class _Marks:
    """What the words before a date say about it."""

    estimated: bool = False
    limit: bool = False
    ending: bool = False
    done: bool = False
    opening: bool = False
    range: bool = False


@lru_cache(maxsize=50_000)
def _text(wording: str, meaning: Meaning, roman: Roman) -> Deadline | None:
    text = words.without_marks(plain(wording))
    wording = " ".join(wording.split())
    if not text.strip("-./: "):
        return None
    if re.fullmatch(r"\d{5}(?:\.0+)?|\d{4}\.0+", text, re.ASCII):
        return _number(float(text), wording, meaning)
    try:
        found = _no_day(text, wording) or _lasting(text, wording, meaning) or _replaced(text, wording, meaning, roman)
        return found or _dated(text, wording, meaning, roman)
    except NotADate as reason:
        return _unread(wording, str(reason))


def _no_day(text: str, wording: str) -> Deadline | None:
    for pattern, rule, doubtful in words.NO_DAY:
        if pattern.fullmatch(text):
            return Deadline(None, Precision.NONE, wording, rule=rule, doubtful=doubtful)
    return None


def _lasting(text: str, wording: str, meaning: Meaning) -> Deadline | None:
    """„fortlaufend“, „laufend seit 2019“: no end; the beginning where it is named."""
    for pattern in words.LASTING:
        if (match := pattern.fullmatch(text)) is None:
            continue
        since = match["since"]
        begun = _dated(since, wording, Meaning.START, None) if since else None
        lasting = Deadline(None, Precision.NONE, wording, permanent=True, rule="Eine Daueraufgabe hat kein Ende.")
        if begun is None or meaning == Meaning.END:
            return lasting
        return Deadline(begun.on, begun.precision, wording, begun.estimated, permanent=True, rule=begun.rule)
    return None


def _replaced(text: str, wording: str, meaning: Meaning, roman: Roman) -> Deadline | None:
    """„31.12.2020 (alt: 30.06.2020)“: the new date counts; both must be readable."""
    for pattern in words.REPLACED:
        if (match := pattern.fullmatch(text)) is None:
            continue
        new, old = (_attempt(match[which].strip(" :,;"), wording, meaning, roman) for which in ("new", "old"))
        if new is not None and old is not None:
            rule = f"Von zwei Terminen gilt der neue. {new.rule}"
            return Deadline(new.on, new.precision, wording, new.estimated, rule=rule, bounded=new.bounded)
    return None


def _attempt(text: str, wording: str, meaning: Meaning, roman: Roman) -> Deadline | None:
    try:
        return _dated(text, wording, meaning, roman)
    except NotADate:
        return None


def _dated(text: str, wording: str, meaning: Meaning, roman: Roman) -> Deadline:
    """The date in a text; raises NotADate with the reason where there is none, or more than one."""
    marks = _Marks()
    while (period := _period(text, roman)) is None and (lead := words.LEAD.match(text)) is not None:
        for mark, word in lead.groupdict().items():
            if word is not None:
                setattr(marks, mark, True)
        text = text[lead.end() :]
    if period is None and (after := words.ESTIMATED_AFTER.search(text)) is not None:
        marks.estimated = True
        period = _period(text[: after.start()], roman)
    if period is None:
        period = _with_remark(text, meaning, roman)
    return _marked(period, marks, wording, meaning)


def _marked(period: Period, marks: _Marks, wording: str, meaning: Meaning) -> Deadline:
    opening = marks.opening or period.last == date.max or (marks.range and period.first_precision is None)
    if meaning == Meaning.END and opening:
        raise NotADate("Es ist nur der Beginn genannt, kein Ende.")
    if meaning == Meaning.START and (marks.limit or marks.ending or marks.done):
        raise NotADate("Es ist nur das Ende genannt, kein Beginn.")
    found = _chosen(period, meaning, wording)
    happened = marks.done and not (marks.limit or marks.estimated)
    return Deadline(
        found.on, found.precision, wording, marks.estimated, rule=found.rule, bounded=marks.limit, happened=happened
    )


_FIRST_FOUR = re.compile(r"(i|ii|iii|iv)\s?[/.]?\s?((?:19|20)\d\d)", re.ASCII)


def _period(text: str, roman: Roman) -> Period | None:
    if (match := words.OPEN_END.fullmatch(text)) is not None:
        return Period(whole_year(int(match[1])).first, date.max, Precision.YEAR, "Ein Jahr")
    if roman is not None and (match := _FIRST_FOUR.fullmatch(text)) is not None:
        number = ("i", "ii", "iii", "iv").index(match[1]) + 1
        return quarter(int(match[2]), number) if roman == "quarter" else month(int(match[2]), number)
    return read_single(text) or read_range(text)


def _with_remark(text: str, meaning: Meaning, roman: Roman) -> Period:
    """„Q4 - 2023 - Kabinettbeschluss“: a remark after the date is left aside, unless it may change the date."""
    for joint in words.REMARK.finditer(text):
        if (period := _period(text[: joint.start()], roman)) is None:
            continue
        other_end = words.BEGINNING if meaning == Meaning.END else words.FINISHING
        remark = text[joint.end() :]
        if words.CHANGING.search(remark) or other_end.search(remark):
            raise NotADate("Der Zusatz hinter dem Termin kann ihn ändern.")
        return period
    if not re.search(r"\d", text, re.ASCII):
        raise NotADate("Es ist kein Datum genannt.")
    if not re.search(r"\d\d", text, re.ASCII) or re.fullmatch(r"\d{1,2}\.\s?(?:\d{1,2}\.?|[a-z]+)", text, re.ASCII):
        raise NotADate("Es fehlt das Jahr.")
    raise NotADate("Die Schreibweise ist nicht bekannt oder nicht eindeutig.")


_MONTHS_ONLY = re.compile(r"(?:v|vi|vii|viii|ix|x|xi|xii)\s?[/.]?\s?(?:19|20)\d\d", re.ASCII)
_QUARTER_SAID = re.compile(r"\bquartal|\bq\s?[1-4i]|[1-4]\.?\s?q", re.ASCII)


def roman_numerals(column: Iterable[object]) -> Roman:
    """What I to IV mean in a column: months where V to XII stand too, quarters where others say „Quartal“."""
    texts = [plain(cell) for cell in column if isinstance(cell, str) and len(cell) <= LONGEST]
    months = any(_MONTHS_ONLY.fullmatch(text) for text in texts)
    quarters = any(_QUARTER_SAID.search(text) for text in texts)
    return None if months == quarters else "month" if months else "quarter"
