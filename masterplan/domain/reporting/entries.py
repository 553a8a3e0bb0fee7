"""What somebody types into the form of one item: read as a cell is, checked as a row is, and only what is new of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from masterplan.domain.judging.consistency import DEMANDS
from masterplan.domain.plan import FIELDS, WORDS_OF, Kind, Light, Reading, Status
from masterplan.domain.readers.dates import read_day, read_due
from masterplan.domain.readers.numbers import read_amount, read_share
from masterplan.domain.readers.text import Answer, Doubt, clean, read_text
from masterplan.vocabulary import FIELDS as LABELS
from masterplan.vocabulary import NO_VALUE, shown

LONGEST = 4000
_OF_ALL = ("status", "progress", "forecast_on", "achieved_on", "reported_light")
_WORDS = ("evidence", "reason", "remark")
REPORTABLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.MILESTONE: (*_OF_ALL, *_WORDS),
    Kind.MEASURE: (*_OF_ALL, "budget_spent", *_WORDS),
}
"""What a report may change, in the order of the form; all else comes with the files of a Fortschreibung."""

NOT_CONFIRMED = frozenset({"remark"})
"""A confirmation does not repeat the comment: an old text must not look like a new one."""


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of a form. ``code`` is one of the codes of the public contract."""

    field: str
    code: str
    message: str


@dataclass(frozen=True)
class Entries:
    """What was typed, as far as it differs from the plan: values and words as a statement keeps them, and what is wrong
    with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()


def typed(kind: Kind, name: str, values: Mapping[str, Any]) -> str:
    """How a field's value in the plan stands in the form, before anybody types."""
    words = values.get(_words_of(kind, name) or "")
    if words:
        return str(words)
    value = values.get(name)
    if name in ("status", "reported_light", *_WORDS):
        return "" if value is None else str(value)
    told = shown(name, value)
    return "" if told == NO_VALUE else told.replace("\u00a0", " ")


def read_entries(kind: Kind, texts: Mapping[str, str], plan: Mapping[str, Any], on: date) -> Entries:
    """Reads what was typed into a form that showed ``plan``, the item's values at the day that the report speaks of.

    Fields left as they were are no entries. Raises KeyError for a field that reports do not change.
    """
    values: dict[str, Any] = {}
    wordings: dict[str, str] = {}
    problems: list[FieldProblem] = []
    for name in REPORTABLE[kind]:
        if name not in texts or clean(texts[name]) == clean(typed(kind, name, plan)):
            continue
        reading, doubt = READERS[name](texts[name], LABELS[name])
        if doubt is not None:
            problems.append(FieldProblem(name, doubt.code, doubt.message))
            continue
        words = _words_of(kind, name)
        if reading.value == plan.get(name) and (words is None or reading.wording == plan.get(words)):
            continue
        values[name] = reading.value
        if words is not None:
            values[words] = reading.wording
        if reading.wording is not None and reading.wording != reading.value:
            wordings[name] = reading.wording
    if unknown := texts.keys() - set(REPORTABLE[kind]):
        raise KeyError(min(unknown))
    problems += demands(plan, values, on)
    return Entries(values, wordings, tuple(problems))


def demands(plan: Mapping[str, Any], values: Mapping[str, Any], on: date) -> list[FieldProblem]:
    """The demands that the plan breaks once ``values`` are stated; those that none of these fields touches rest."""
    after = {**plan, **values}
    broken = ((demand, demand.judge(after, on)) for demand in DEMANDS if demand.looks_at & values.keys())
    return [FieldProblem(demand.field, demand.code, sentence) for demand, sentence in broken if sentence]


def confirmed(kind: Kind, plan: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that „unverändert bestätigt“ states again."""
    names = [name for name in REPORTABLE[kind] if name not in NOT_CONFIRMED]
    names += [words for name in names if (words := _words_of(kind, name)) is not None]
    return {name: plan[name] for name in names if name in plan}


def _words_of(kind: Kind, name: str) -> str | None:
    """The field that keeps the words beside a date, where the kind has one."""
    words = WORDS_OF.get(name)
    return words if words in FIELDS[kind] else None


def _chosen(of: type[Status] | type[Light]) -> Callable[[str, str], Answer]:
    codes = {code.value for code in of}

    def read(raw: str, label: str) -> Answer:
        if not raw or raw in codes:
            return Reading(raw or None), None
        code = "status-unknown" if of is Status else "light-unknown"
        return Reading(None, raw), Doubt(code, f"Bei „{label}“ gibt es „{raw}“ nicht zur Auswahl.")

    return read


def _text(raw: str, label: str) -> Answer:
    if len(raw) > LONGEST:
        told = f"Der Text bei „{label}“ ist zu lang: höchstens {LONGEST} Zeichen, es sind {len(raw)}."
        return Reading(None), Doubt("text-cut", told)
    return read_text(raw, label)


READERS: Mapping[str, Callable[[str, str], Answer]] = {
    "status": _chosen(Status),
    "reported_light": _chosen(Light),
    "progress": read_share,
    "forecast_on": read_due,
    "achieved_on": read_day,
    "budget_spent": read_amount,
    **dict.fromkeys(_WORDS, _text),
}
"""By field, how its text is read: the readers of the cells, so that form and workbook understand the same words."""
