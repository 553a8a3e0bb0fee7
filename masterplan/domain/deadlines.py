"""Dates as ministries write them: „Ende 2022“, „IV. Quartal 2022“, „vsl. 06/2021“, read as a day, with the words kept."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from masterplan.domain.periods import (
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

__all__ = ["Deadline", "Meaning", "Precision", "Roman", "ShownAs", "read_deadline", "read_stand", "roman_numerals"]

Roman = Literal["quarter", "month"] | None
"""What I to IV mean in a column („IV/2022“), as far as its other cells show it."""

ShownAs = Literal["day", "month", "year"]
"""What of a real date a cell shows: Excel keeps „Dez 22“ as 1 December 2022 and shows the month only."""


class Meaning(StrEnum):
    """Whether a period stands for its last day (a deadline) or for its first (a beginning)."""

    END = "end"
    START = "start"


@dataclass(frozen=True)
class Deadline:
    """What was written, and the day meant by it.

    ``on`` is None where no day is named or the words allow several; ``doubtful`` then tells whether somebody has to settle it
    („bald“, „02/03/2021“) or the words are clear without a day („Daueraufgabe“). ``rule`` is a German sentence for the users:
    how the day was found, or why there is none. ``bounded`` is true for „bis …“: the words name a limit, not an event.
    """

    on: date | None
    precision: Precision
    wording: str
    estimated: bool = False
    permanent: bool = False
    rule: str = ""
    doubtful: bool = False
    bounded: bool = False


def read_deadline(
    raw: object, meaning: Meaning = Meaning.END, *, roman: Roman = None, shown_as: ShownAs = "day"
) -> Deadline | None:
    """The day meant by a cell's value: text, a number (a year or Excel's count of days), or a real date. None: nothing is written.

    A period named as a deadline means its last day, as a beginning its first. What could mean two days is not read
    (``roman`` and ``shown_as`` are what is known of the column and the cell). Never raises on any text.
    """
    if raw is None:
        return None
    if isinstance(raw, datetime):
        return _real_date(raw.date(), meaning, shown_as)
    if isinstance(raw, date):
        return _real_date(raw, meaning, shown_as)
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return _unread(str(raw), "Der Wert ist kein Termin.")
    if isinstance(raw, str):
        return _read_text(raw, meaning, roman)
    return _read_number(float(raw), f"{raw:g}" if raw == raw and abs(raw) < 1e6 else str(raw), meaning)


def _unread(wording: str, reason: str) -> Deadline:
    return Deadline(None, Precision.NONE, wording, rule=reason, doubtful=True)


def _real_date(on: date, meaning: Meaning, shown_as: ShownAs) -> Deadline:
    wording = f"{on:%d.%m.%Y}"
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return _unread(wording, f"Das Jahr {on.year} liegt außerhalb von {FIRST_YEAR} bis {LAST_YEAR}.")
    if shown_as == "month":
        return _chosen(month(on.year, on.month), meaning, f"{on:%m/%Y}")
    if shown_as == "year":
        return _chosen(whole_year(on.year), meaning, f"{on:%Y}")
    return _chosen(day(on.year, on.month, on.day), meaning, wording)


def _read_number(number: float, wording: str, meaning: Meaning) -> Deadline:
    """A whole number is a year, or a day as Excel counts them (1 is 1 January 1900), or figures such as 20221231."""
    if number == int(number) if abs(number) < 1e9 else False:
        if FIRST_YEAR <= number <= LAST_YEAR:
            return _chosen(whole_year(int(number)), meaning, wording)
        if number >= 1e6:
            return _read_text(f"{int(number):08}", meaning, None)
    if 36_526 <= number < 73_051:  # 2000 to 2099
        on = date(1899, 12, 30) + timedelta(days=int(number))
        rule = "Die Zahl wurde als Tageszählung von Excel gelesen (1 = 01.01.1900)."
        return Deadline(on, Precision.DAY, wording, rule=rule)
    return _unread(wording, "Die Zahl ist weder ein Jahr noch eine Tageszählung von Excel.")


def _chosen(period: Period, meaning: Meaning, wording: str, *, estimated: bool = False, bounded: bool = False) -> Deadline:
    if meaning == Meaning.END:
        on, precision = period.last, period.precision
        rule = f"{period.name} als Termin meint den letzten Tag."
    else:
        on, precision = period.first, period.first_precision or period.precision
        rule = f"{period.name} als Beginn meint den ersten Tag."
    if period.first == period.last:
        rule = f"{period.name} gilt als genau dieser Tag." if period.precision == Precision.DAY else f"{period.name}."
    return Deadline(on, precision, wording, estimated=estimated, rule=rule, bounded=bounded)


# --- text ------------------------------------------------------------------------------------------------------------

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_QUOTES = dict.fromkeys(map(ord, "„“”‚‘\"«»[]"), " ") | {ord("’"): "'", ord("‘"): "'"}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u061c]")
_FOOTNOTE = re.compile(r"(?:\s?[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:\))?|\s\d\))$")


def plain(text: str) -> str:
    """Small letters, one kind of dash, single blanks, ä as ae: what the patterns of this module expect."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).lower()
    text = text.translate(_DASHES).translate(_QUOTES).translate(_UMLAUTS)
    return " ".join(text.split())


_PERMANENT = r"(?:daueraufgaben?|dauerhaft|dauerbetrieb|daueraufgabe / laufend|fortlaufende?|laufende?|permanent|kontinuierlich|staendig|unbefristet)"
_FIXED: list[tuple[re.Pattern[str], str, bool]] = [
    (re.compile(pattern), rule, doubtful)
    for pattern, rule, doubtful in (
        (r"entfaellt|entfallen|keiner|kein termin|ohne termin|ohne frist|nicht terminiert", "Es ist ausdrücklich kein Termin genannt.", False),
        (r"offen|tbd|t\.? ?b\.? ?d\.?|noch offen|unbekannt|noch festzulegen|wird (?:noch )?festgelegt|in abstimmung|in klaerung|noch nicht bekannt",
         "Der Termin ist noch nicht bestimmt.", True),
        (r"n\. ?v\.?|nach vereinbarung|nach absprache|nach bedarf|bei bedarf", "Der Termin wird vereinbart; ein Tag ist nicht genannt.", True),
        (r"(?:ab )?sofort|umgehend|unverzueglich|schnellstmoeglich|baldmoeglichst|zeitnah|asap|kurzfristig|mittelfristig|langfristig",
         "Das Wort nennt keinen Tag.", True),
        (r"(?:nach|mit|ab|zum|bei) (?:dem |der )?(?:in-?kraft-?treten|verabschiedung|beschluss|abschluss|vorliegen|freigabe)\b.*",
         "Der Termin hängt von einem Ereignis ab; ein Tag ist nicht genannt.", True),
        (r"(?:fruehestens|nicht vor|nach|vor)\b.*", "Es ist nur eine Grenze genannt, kein Termin.", True),
    )
]  # fmt: skip

_OLD = r"(?:alt|bisher(?:iger termin)?|urspruenglich(?: geplant)?|urspr\.|vorher|zuvor|frueher|ehemals|vormals|statt|anstatt|anstelle von)"
_NEW = r"(?:neu|neuer termin|jetzt|nunmehr|nun|aktuell|verschoben auf|verschiebung auf|verlaengert bis|verlaengert auf)"
_REPLACED = [
    re.compile(pattern)
    for pattern in (
        rf"(?:{_NEW}[:\s]+)?(?P<new>.+?)[\s,;/\-(]+{_OLD}[:\s]+(?P<old>[^()]+)\)?",
        rf"(?:{_OLD}[:\s]+)?(?P<old>.+?)[\s,;/\-(]+{_NEW}[:\s]+(?P<new>[^()]+)\)?",
        r"verschoben von (?P<old>.+) auf (?P<new>.+)",
    )
]
_ESTIMATED = (
    r"(?:vsl\.?|voraussichtlich(?:er termin)?|voraus?s?\.|vorauss\.?|vrsl\.?|vss\.|ca\.?|circa|zirka|etwa|ungefaehr|rund|gegen|geplant|plan|angestrebt"
    r"|avisiert|moeglichst|idealerweise|erwartet|prognose|prognostiziert|geschaetzt|schaetzungsweise|vorgesehen|~|≈)"
)
_LIMIT = r"(?:bis|spaetestens|abschluss|abgeschlossen|fertigstellung|fertig|fertiggestellt|umsetzung|umgesetzt|erledigt|realisierung|deadline|zieltermin|ziel|einschliesslich|einschl\.?|inkl\.?)"
_OPENING = r"(?:ab|seit|beginn|begonnen|beginnend|start|gestartet|projektstart|anlaufend)"
_FILLER = r"(?:zum|zur|zu|am|im|in|den|dem|der|des|jahre?s?|kalenderjahr|termin|frist|datum|tag|von|monat|stand|stichtag)"
_LEAD = re.compile(rf"(?:(?P<estimated>{_ESTIMATED})|(?P<limit>{_LIMIT})|(?P<opening>{_OPENING})|{_FILLER})(?:\s*:\s*|\s+|(?<=[.~≈]))(?=\S)")
_ESTIMATED_AFTER = re.compile(rf"[\s,]+\(?{_ESTIMATED}\)?$")
_OPEN_END = re.compile(r"((?:19|20)\d\d)\s?(?:ff\.?|f\.|fort\w*|und folgende(?: jahre)?|und fortfolgende|-)")
_JOINT = re.compile(r"\s-\s|:\s|;\s|,\s|\s\(")
_CHANGES = re.compile(
    r"\d|\?|\balt\b|\bneu|nicht|kein|versch[oi]|verzug|verz[oö]g|statt|bisher|urspr|entf[aä]|offen|fraglich|unklar|unsicher|vorbehalt|danach|anschl"
    r"|sp[aä]t|fr[uü]h|\bteil|erste|zwischen|phase|stufe|sofern|falls|wenn|\boder\b|bzw|abh[aä]ngig|dauer|laufend|verl[aä]nger|[uü]berholt|storn|stopp|ruht"
)  # fmt: skip
_OTHER_END = {
    Meaning.END: re.compile(r"beginn|start|auftakt|kick-?off"),
    Meaning.START: re.compile(r"ende\b|abschluss|fertig|abnahme"),
}


@dataclass
class _Marks:
    """What the words before a date say about it."""

    estimated: bool = False
    limit: bool = False
    opening: bool = False


@lru_cache(maxsize=50_000)
def _read_text(wording: str, meaning: Meaning, roman: Roman) -> Deadline | None:
    text = _FOOTNOTE.sub("", plain(wording)).strip(" ,;")
    wording = " ".join(wording.split())
    if not text.strip("-.:/"):
        return None
    if re.fullmatch(r"\d{5}(?:\.0+)?", text) or re.fullmatch(r"\d{4}\.0+", text):
        return _read_number(float(text), wording, meaning)
    try:
        return _fixed_words(text, wording, meaning) or _replaced(text, wording, meaning, roman) or _dated(text, wording, meaning, roman)
    except NotADate as reason:
        return _unread(wording, str(reason))


def _fixed_words(text: str, wording: str, meaning: Meaning) -> Deadline | None:
    for pattern, rule, doubtful in _FIXED:
        if pattern.fullmatch(text):
            return Deadline(None, Precision.NONE, wording, rule=rule, doubtful=doubtful)
    lasting = re.fullmatch(rf"{_PERMANENT}(?:[\s,(]+(?:seit|ab)\s(?P<since>[^()]+)\)?)?", text) or re.fullmatch(
        rf"(?:seit|ab)\s(?P<since>.+?)[\s,(]+{_PERMANENT}\)?", text
    )
    if lasting is None:
        return None
    since = lasting.groupdict().get("since")
    period = read_single(since) if since else None
    if since and period is None:
        return None
    rule = "Eine Daueraufgabe hat kein Ende."
    if period is not None and meaning == Meaning.START:
        return Deadline(period.first, period.first_precision or period.precision, wording, permanent=True, rule=rule)
    return Deadline(None, Precision.NONE, wording, permanent=True, rule=rule)


def _replaced(text: str, wording: str, meaning: Meaning, roman: Roman) -> Deadline | None:
    """„31.12.2020 (alt: 30.06.2020)“: the new date counts; both must be readable."""
    for pattern in _REPLACED:
        if (match := pattern.fullmatch(text)) is None:
            continue
        new, old = (_dated(match[which].strip(" :,;"), wording, meaning, roman) for which in ("new", "old"))
        if new.on is not None and old.on is not None:
            rule = f"Von zwei Terminen gilt der neue. {new.rule}"
            return Deadline(new.on, new.precision, wording, estimated=new.estimated, rule=rule, bounded=new.bounded)
    return None


def _dated(text: str, wording: str, meaning: Meaning, roman: Roman) -> Deadline:
    marks = _Marks()
    for _ in range(8):
        period = _period(text, roman)
        if period is not None or (lead := _LEAD.match(text)) is None:
            break
        marks.estimated |= lead["estimated"] is not None
        marks.limit |= lead["limit"] is not None
        marks.opening |= lead["opening"] is not None
        text = text[lead.end() :]
    if period is None and (after := _ESTIMATED_AFTER.search(text)) is not None:
        marks.estimated = True
        period = _period(text[: after.start()], roman)
    if period is None:
        period = _with_remark(text, meaning, roman)
    return _with_marks(period, marks, wording, meaning)


def _with_marks(period: Period, marks: _Marks, wording: str, meaning: Meaning) -> Deadline:
    if period.last == date.max:
        marks.opening = True
    if meaning == Meaning.END and marks.opening:
        raise NotADate("Es ist nur der Beginn genannt, kein Ende.")
    if meaning == Meaning.START and marks.limit:
        raise NotADate("Es ist nur das Ende genannt, kein Beginn.")
    return _chosen(period, meaning, wording, estimated=marks.estimated, bounded=marks.limit)


def _period(text: str, roman: Roman) -> Period | None:
    if (match := _OPEN_END.fullmatch(text)) is not None:
        return Period(whole_year(int(match[1])).first, date.max, Precision.YEAR, "Ein Jahr")
    if roman is not None and (match := re.fullmatch(r"(i|ii|iii|iv)\s?[/.]?\s?((?:19|20)\d\d)", text)) is not None:
        number = ("i", "ii", "iii", "iv").index(match[1]) + 1
        return quarter(int(match[2]), number) if roman == "quarter" else month(int(match[2]), number)
    return read_single(text) or read_range(text)


def _with_remark(text: str, meaning: Meaning, roman: Roman) -> Period:
    """„Q4 - 2023 - Kabinettbeschluss“: a remark after the date is left aside, unless it may change the date."""
    for joint in _JOINT.finditer(text):
        remark = text[joint.end() :].rstrip(")")
        if (period := _period(text[: joint.start()], roman)) is None:
            continue
        if _CHANGES.search(remark) or _OTHER_END[meaning].search(remark):
            raise NotADate("Der Zusatz hinter dem Termin kann ihn ändern.")
        return period
    if not re.search(r"\d", text):
        raise NotADate("Es ist kein Datum genannt.")
    if not re.search(r"\d\d", text) or re.fullmatch(r"\d{1,2}\.\s?(?:\d{1,2}\.?|[a-z]+)", text):
        raise NotADate("Es fehlt das Jahr.")
    raise NotADate("Die Schreibweise ist nicht bekannt oder nicht eindeutig.")


def roman_numerals(column: list[object]) -> Roman:
    """What I to IV mean in a column: months where V to XII stand too, quarters where others say „Quartal“; else None."""
    texts = [plain(cell) for cell in column if isinstance(cell, str)]
    months = any(re.match(r"(?:v|vi|vii|viii|ix|x|xi|xii)\s?[/.]?\s?(?:19|20)\d\d$", text) for text in texts)
    quarters = any(re.search(r"\bquartal|\bq\s?[1-4i]|[1-4]\.?\s?q", text) for text in texts)
    return None if months == quarters else "month" if months else "quarter"


# --- the Stand of a file ---------------------------------------------------------------------------------------------

_STAND = re.compile(r"(?<![a-z])(?:(?:daten|sach|berichts|fortschreibungs|bearbeitungs)?stand|(?:berichts)?stichtag)(?![a-z])[\s:.,_]*(?:(?:zum|vom|am|per|der daten)[\s:]+)?")
_STAND_FORMS = re.compile(
    r"(?:ende\s)?(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{1,2}\.\s?[a-z]+\.?\s?\d{4}|[a-z]+\.?\s\d{4}"
    r"|[iv1-4]+\.?\s?quartal\s\d{4}|q[1-4][\s/\-]?\d{4}|\d{8}|\d{1,2}[/\-.]\d{4}|\d{4}-\d\d)(?!\d)"
)  # fmt: skip
_LOOSE = re.compile(r"(?<![\d.\-])(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\.\s[a-z]+\s\d{4}|20\d{6}|20\d\d\.\d\d\.\d\d)(?![\d\-]|\.\d)")
_NOT_STAND = re.compile(r"\b(?:bis|ab|seit|vom|von|gueltig|frist|termin|zieltermin|beschluss|\w*beschluss|kabinett\w*|rueckmeldung|erstellt|gedruckt)\b")


def read_stand(text: str) -> date | None:
    """The day a file speaks of, from its title or its name: „Stand: 12. Juni 2019“, „Umsetzungsplan_SMI_2020-06-30.xlsx“.

    After the word „Stand“ a month or quarter will do and means its last day. Without it there must be exactly one whole date, and
    no word („bis“, „Beschluss vom“) that gives it another meaning. None: not named, or two different days.
    """
    prepared = re.sub(r"\.(?:xlsx|xlsm|xls|ods|csv)$", "", plain(text)).replace("_", " ")
    found: set[date] = set()
    for match in _STAND.finditer(prepared):
        named = _STAND_FORMS.match(prepared, match.end())
        if named is not None and (on := _stand_day(named.group())) is not None:
            found.add(on)
    if not found and not _NOT_STAND.search(prepared):
        loose = [_stand_day(match.group()) for match in _LOOSE.finditer(prepared)]
        found = {on for on in loose if on is not None} if None not in loose else set()
    return found.pop() if len(found) == 1 else None


def _stand_day(text: str) -> date | None:
    try:
        period = read_single(text)
    except NotADate:
        return None
    return None if period is None or period.precision == Precision.YEAR else period.last
