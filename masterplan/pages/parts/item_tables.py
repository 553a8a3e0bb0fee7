"""The tables of the page of one item: facts with their cells, the history, amounts. Cells hold Markdown."""

from collections.abc import Mapping, Sequence

import pandas as pd

from masterplan.domain.item.links import Linked
from masterplan.domain.item.record import Changed, Event, Fact, Nature, found_at, place, source
from masterplan.domain.lists.money import Amount
from masterplan.domain.origins import Entry
from masterplan.domain.overview import ministry_name
from masterplan.domain.view import PlanView
from masterplan.vocabulary import (
    FIELDS,
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_RELEASED,
    NOT_REPORTED,
    STATUSES,
    day,
    euro,
    label,
    moment,
    number,
    shown,
    verbatim,
)

BREAK = "  \n"
LONGEST = 160  # characters of a text in the history; the facts show it whole


def value_words(view: PlanView, field: str, value: object) -> str:
    """A value as a person reads it; bodies by the names they bear at the Stichtag."""
    if value is None or value == []:
        return NOT_REPORTED
    if field in ("ministry", "lead"):
        return str(ministry_name(view, str(value)))
    if field == "participants" and isinstance(value, list | tuple):
        return "; ".join(str(ministry_name(view, str(one))) for one in value)
    return light_words(str(value)) if field == "reported_light" else shown(field, value)


def light_words(light: str | None) -> str:
    """„▲ gelb“."""
    return label(LIGHTS, light) if light is None else f"{LIGHT_SYMBOLS.get(light, '')} {label(LIGHTS, light)}".strip()


def facts_table(view: PlanView, facts: Sequence[Fact]) -> pd.DataFrame:
    """One row per field: its value and the words it was read from, the day it speaks of, and where it stands.

    The number before the place is that of the source in `sources`.
    """
    numbers = {entry.statement: position for position, entry in enumerate(_entries(facts), 1)}
    rows = []
    for fact in facts:
        said = value_words(view, fact.field, fact.value)
        entry = fact.entry
        rows.append(
            {
                "Angabe": FIELDS[fact.field],
                "Wert": " ".join(filter(None, [verbatim(said), _wording(fact.wording, said)])),
                "Stand": _stand(entry) if entry else "",
                "Fundstelle": verbatim(f"[{numbers[entry.statement]}] {place(entry, fact.name)}") if entry else "",
            }
        )
    return pd.DataFrame(rows, columns=["Angabe", "Wert", "Stand", "Fundstelle"])


def _stand(entry: Entry, *more: str) -> str:
    """The day a statement speaks of; what not everybody sees yet is marked."""
    waiting = () if entry.released else (f"◇ {NOT_RELEASED}",)
    return BREAK.join([verbatim(day(entry.effective_on)), *more, *waiting])


def sources(facts: Sequence[Fact]) -> list[str]:
    """What the numbers in the facts stand for: file or edit, Stand, and when it was recorded by whom."""
    return [
        f"[{position}] {source(entry)}, Stand {day(entry.effective_on)}"
        + (f", erfasst {moment(entry.recorded_at)} von {entry.by}" if entry.file else "")
        for position, entry in enumerate(_entries(facts), 1)
    ]


def _entries(facts: Sequence[Fact]) -> list[Entry]:
    """The statements that the facts come from, the newest first."""
    found = {fact.entry.statement: fact.entry for fact in facts if fact.entry is not None}
    return sorted(found.values(), key=lambda entry: (entry.effective_on, entry.revision), reverse=True)


def _wording(wording: str | None, said: str) -> str:
    """The words as written; empty where they are those that are shown anyway."""
    is_same = wording is None or "".join(wording.split()) in ("".join(said.split()), said.split(" ")[-1])
    return "" if is_same or wording is None else f"(„{verbatim(wording)}“)"


def history_table(view: PlanView, events: Sequence[Event]) -> pd.DataFrame:
    """One row per statement, newest first; what it changed stands line by line."""
    rows = [
        {
            "Stand": _stand(event.entry, event.words),
            "Änderungen": _changes_words(view, event),
            "Quelle und Erfassung": BREAK.join(map(verbatim, _source(event))),
        }
        for event in reversed(events)
    ]
    return pd.DataFrame(rows, columns=["Stand", "Änderungen", "Quelle und Erfassung"])


def _changes_words(view: PlanView, event: Event) -> str:
    """One line per changed field; what was stated at first follows in one go."""
    said = [_change_words(view, one, event) for one in _told(event)]
    return ("; " if event.nature == Nature.FIRST else BREAK).join(said) or "nichts geändert"


def _told(event: Event) -> list[Changed]:
    """What is worth telling: fields that only repeat the wording of a date are left out, and empty ones at first."""
    kept = [one for one in event.changes if not (one.field.endswith("_text") and _has_date(one, event))]
    return [one for one in kept if one.after is not None or one.before is not None]


def _has_date(one: Changed, event: Event) -> bool:
    return one.field.replace("_text", "_on") in {other.field for other in event.changes}


def _change_words(view: PlanView, one: Changed, event: Event) -> str:
    name = f"**{FIELDS[one.field]}**"
    after = verbatim(_cut(value_words(view, one.field, one.after)))
    cell = f" ({one.cell})" if one.cell else ""
    if event.nature == Nature.FIRST:
        return f"{name}: {after}{cell}"
    return f"{name}: {verbatim(_cut(value_words(view, one.field, one.before)))} → {after}{cell}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _source(event: Event) -> tuple[str, str]:
    """Where it was said, and who recorded it when."""
    entry = event.entry
    recorded = f"erfasst {moment(entry.recorded_at)}, {entry.by}"
    if entry.file is None:
        return "Eingabe am Bildschirm", recorded
    return f"{entry.file}, {entry.sheet}" + (f", Zeile {entry.row}" if entry.row else ""), recorded


def history_rows(view: PlanView, events: Sequence[Event]) -> pd.DataFrame:
    """The whole history for a spreadsheet: one row per statement and field, uncut."""
    rows = [
        {
            "Stand": day(event.entry.effective_on),
            "Art": event.words,
            "Angabe": FIELDS[one.field],
            "vorher": value_words(view, one.field, one.before),
            "nachher": value_words(view, one.field, one.after),
            "Wortlaut": event.entry.wordings.get(one.field, ""),
            "Fundstelle": found_at(event.entry, one.field),
            "erfasst": moment(event.entry.recorded_at),
            "von": event.entry.by,
        }
        for event in events
        for one in event.changes or (Changed("in_force", True, True, None),)
    ]
    return pd.DataFrame(rows)


def money_table(amounts: Sequence[Amount]) -> pd.DataFrame:
    """One row per source, the latest first."""
    return pd.DataFrame(
        {
            "Quelle": [amount.source or NOT_REPORTED for amount in amounts],
            "geplant": [_euro(amount.planned) for amount in amounts],
            "verausgabt": [_euro(amount.spent) for amount in amounts],
            "Stand": [day(amount.stated_on) for amount in amounts],
        }
    )


def _euro(value: float | None) -> str:
    return NOT_REPORTED if value is None else euro(value)


def linked_words(one: Linked) -> str:
    """„**Z4** Verfahren elektronisch“, for a link."""
    return " ".join(filter(None, [f"**{verbatim(one.number)}**" if one.number else "", verbatim(one.title or one.key)]))


def linked_state(one: Linked) -> str:
    """„in Umsetzung, ▲ gelb, bis 31.12.2025“."""
    told = [
        label(STATUSES, one.status) if one.status else "",
        light_words(one.light) if one.light else "",
        f"bis {day(one.on)}" if one.on else "",
        f"Reifegrad {number(one.maturity)}" if one.maturity is not None else "",
        "" if one.is_listed else "nicht mehr geführt",
    ]
    return ", ".join(filter(None, told))


def linked_table(items: Sequence[Linked]) -> pd.DataFrame:
    """Many linked items at once, one row each; columns that nobody fills are left out."""
    columns: Mapping[str, list[str]] = {
        "Nummer": [one.number or NO_VALUE for one in items],
        "Titel": [one.title or one.key for one in items],
        "Status": [label(STATUSES, one.status) if one.status else "" for one in items],
        "gemeldete Ampel": [light_words(one.light) if one.light else "" for one in items],
        "Termin": [day(one.on) if one.on else "" for one in items],
        "Reifegrad": [number(one.maturity) if one.maturity is not None else "" for one in items],
        "im Plan": ["" if one.is_listed else "nicht mehr geführt" for one in items],
    }
    return pd.DataFrame({name: values for name, values in columns.items() if any(values)})
