"""The answer to a Kleine Anfrage: the question in words, the figures, each item asked for, the cell of each value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from masterplan.briefings.build import bound, facts
from masterplan.briefings.comparison import found_at
from masterplan.briefings.content import (
    Block,
    Briefing,
    Bullet,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Note,
    Paragraph,
    Section,
    Table,
)
from masterplan.briefings.sections.change import STEPS
from masterplan.briefings.values import plain, signed, value_text
from masterplan.briefings.writer import Writer
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.domain.cabinet.inquiry import Inquiry, answered_by, asked_for
from masterplan.domain.comparing.attribution import Attribution
from masterplan.domain.counting import NO, RULES, UNKNOWN, YES
from masterplan.domain.figure_origins import service_parts
from masterplan.domain.filters import asked_figure
from masterplan.domain.overview import OTHER_BODIES
from masterplan.domain.plan import BASELINE_ON, IN_FORCE, Kind
from masterplan.domain.states import status_at
from masterplan.domain.view import RESPONSIBLE
from masterplan.vocabulary import (
    DIMENSIONS,
    FIELDS,
    KINDS,
    KINDS_PLURAL,
    NO_VALUE,
    OTHERS,
    STATUSES,
    counted,
    day,
    label,
    listed,
    number,
    shown,
)

TABLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.MEASURE: ("status", BASELINE_ON, "due_on", "forecast_on", "achieved_on", "progress"),
    Kind.MILESTONE: ("status", BASELINE_ON, "due_on", "forecast_on", "achieved_on", "progress"),
    Kind.SERVICE: ("theme", "maturity", "maturity_model"),
    Kind.GOAL: ("area", "due_on", "achieved_on", "indicator", "target_value", "actual_value", "actual_on"),
}
"""By kind the fields that are told of each item, beside number, title and Ressort. None is about a person."""
ONLINE = ("maturity", "maturity_model", "reach", "online")
"""The fields of a service and its parts that say whether it is online."""
MOVED_SAID = 12
"""So many items that came or went are named for each reason; the rest is counted."""


@dataclass(frozen=True)
class Earlier:
    """An answer given before to the same question, and why its figures differ from today's, by the figure's name."""

    reference: str
    content: Briefing
    attributions: Mapping[str, Attribution]


def build(material: Material, inquiry: Inquiry, reference: str, earlier: Earlier | None = None) -> Briefing:
    """The whole answer, under the number of its Drucksache."""
    view = asked_for(material.view, inquiry)
    own = replace(material, view=view, between=None, earlier=None)
    writer = Writer(own)
    items = _items(writer, inquiry)
    sections = [
        _question(writer, inquiry, reference), _result(writer, inquiry, items),
        *([_explained(writer, earlier)] if earlier else []), _places(writer, items),
    ]  # fmt: skip
    about = facts(writer, f"Antwort auf die Kleine Anfrage Drs. {reference}", "answer")
    return bound(writer, replace(about, title=f"Auskunft zu {KINDS_PLURAL[inquiry.kind]}"), sections)


# The question.


def _question(writer: Writer, inquiry: Inquiry, reference: str) -> Section:
    rule = RULES[inquiry.rule]
    asked = [Bullet(f"{name}: {words}") for name, words in question_words(writer, inquiry)]
    blocks: list[Block] = [
        Paragraph(f"Gefragt ist zum Stichtag {day(writer.view.stichtag)}.", lead=True),
        Bullets(tuple(asked), "Was gefragt ist"),
    ]
    if inquiry.kind == Kind.SERVICE:
        blocks.append(
            Note(f"Zählweise „{rule.title}“, Fassung {rule.version}: {rule.definition} Quelle: {rule.source}.")
        )
    message = f"Kleine Anfrage Drs. {reference}: {KINDS_PLURAL[inquiry.kind]} am {day(writer.view.stichtag)}."
    return Section("question", "Frage", message, "body", tuple(blocks))


def question_words(writer: Writer, inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """What the question narrows, in German: name and words of each filter."""
    filters = inquiry.filters
    yield "Art der Einträge", KINDS_PLURAL[inquiry.kind]
    if filters.ministries:
        names = [OTHERS if key == OTHER_BODIES else writer.body(key) for key in filters.ministries]
        yield DIMENSIONS["ministry"], listed(names, "oder")
    if filters.themes and inquiry.kind == Kind.SERVICE:
        yield DIMENSIONS["theme"], listed(list(filters.themes), "oder")
    if filters.statuses and inquiry.kind in (Kind.MEASURE, Kind.MILESTONE):
        yield FIELDS["status"], listed([label(STATUSES, None if one == "unknown" else one) for one in filters.statuses],
                                       "oder")  # fmt: skip
    if filters.words:
        yield "Gesuchte Wörter", f"„{filters.words}“"
    if filters.figure:
        yield "Gezählt bei", _counted_by(writer, filters.figure)


def _counted_by(writer: Writer, name: str) -> str:
    """The key figure that the question is narrowed to, with its counting rule."""
    found = asked_figure(writer.asked.found, name)
    if found is None:
        return name
    return f"{found.title} ({RULES[found.rule].title})" if found.rule else found.title


# The result.


@dataclass(frozen=True)
class _Item:
    key: str
    cells: tuple[Cell, ...]


def _items(writer: Writer, inquiry: Inquiry) -> list[_Item]:
    rows, kind = writer.view.table(inquiry.kind), inquiry.kind
    if "status" in TABLE[kind]:
        rows = rows.assign(status=status_at(rows, writer.view))
    online = RULES[inquiry.rule].states(writer.view) if kind == Kind.SERVICE else pd.Series(dtype="float64")
    states = {str(key): float(state) for key, state in online.items()}
    parts = service_parts(writer.view) if kind == Kind.SERVICE else {}
    found = []
    for key in map(str, rows.index):
        row = rows.loc[key]
        cells = [*_named(writer, key, kind, row), *(_cell(writer, key, name, row[name]) for name in TABLE[kind])]
        if kind == Kind.SERVICE:
            behind = (key, *parts.get(key, ()))
            origin = writer.trail.items(f"online/{key}", writer.trail.label(key), behind, *ONLINE)
            cells.append(Cell(_online(states, key, behind), origin=origin))
        found.append(_Item(key, tuple(cells)))
    return found


def _online(states: Mapping[str, float], key: str, behind: Sequence[str]) -> str:
    """Whether a service is online; by a rule that counts LeiKa services, how many of its own are."""
    if key in states:
        return {YES: "● ja", NO: "○ nein"}.get(states[key], "nicht bekannt")
    own = [states[one] for one in behind if one in states]
    unknown = f", {number(own.count(UNKNOWN))} nicht bekannt" if UNKNOWN in own else ""
    return f"{number(own.count(YES))} von {number(len(own))}{unknown}" if own else NO_VALUE


def _named(writer: Writer, key: str, kind: Kind, row: Any) -> tuple[Cell, ...]:
    number_field = "ozg_id" if kind == Kind.SERVICE else "number"
    named_ = [_cell(writer, key, number_field, row[number_field]), _cell(writer, key, "title", row["title"])]
    if kind in RESPONSIBLE:
        named_.append(writer.body_cell(key, RESPONSIBLE[kind], row["ministry_at"]))
    return tuple(named_)


def _cell(writer: Writer, key: str, name: str, value: Any) -> Cell:
    if name.endswith("_on"):
        return writer.day_cell(key, name, value)
    known = plain(value)
    if name == "status":
        return writer.status_cell(key, value)
    return writer.cell(key, name, shown(name, known), None if isinstance(known, str) else known)


def _columns(kind: Kind) -> tuple[Column, ...]:
    columns: list[Column] = [Column("Nr.", width=0.7), Column("Titel", width=2.2)]
    if kind in RESPONSIBLE:
        columns.append(Column("Ressort", width=1))
    for name in TABLE[kind]:
        is_day = name.endswith("_on")
        sort: ColumnKind = "date" if is_day else "share" if name == "progress" else "text"
        columns.append(Column(FIELDS[name], "status" if name == "status" else sort, 1.3 if is_day else 1.6))
    return (*columns, *([Column("online", width=0.9)] if kind == Kind.SERVICE else []))


def _result(writer: Writer, inquiry: Inquiry, items: Sequence[_Item]) -> Section:
    kind = inquiry.kind
    figures = Figures(tuple(writer.figure(name) for name in answered_by(inquiry)))
    table = Table(f"{KINDS_PLURAL[kind]}, nach denen gefragt ist", _columns(kind), tuple(one.cells for one in items))
    many = counted(len(items), KINDS[kind], KINDS_PLURAL[kind])
    message = f"Am {day(writer.view.stichtag)} trifft die Frage auf {many} zu."
    blocks: list[Block] = [figures, table] if items else [figures]
    blocks.append(Note("„–“ heißt: dazu ist nichts gemeldet. Unbekanntes zählt nicht als null."))
    return Section("result", "Antwort", message, "body", tuple(blocks))


def _places(writer: Writer, items: Sequence[_Item]) -> Section:
    """Every value of the answer with the words and the cell it was read from."""
    columns = (
        Column("Eintrag", width=3), Column("Angabe", width=1.4), Column("Wert", width=1.6),
        Column("Wortlaut", width=1.8), Column("Fundstelle", width=3.2),
    )  # fmt: skip
    evidence = {one.id: one for one in writer.trail.evidence}
    leading = {one.id: one.evidence for one in writer.trail.origins}
    told = dict.fromkeys(
        name
        for item in items
        for cell in item.cells
        for name in leading.get(cell.origin or "", (cell.origin,))
        if name in evidence
    )
    rows = [
        (
            Cell(one.label), Cell(one.field), Cell(one.value, origin=one.id), Cell(one.wording or NO_VALUE),
            Cell(found_at(one)),
        )
        for name in told
        if (one := evidence[name or ""]).field != FIELDS[IN_FORCE] and one.value != NO_VALUE
    ]  # fmt: skip
    table = Table("Fundstellen der einzelnen Werte", columns, tuple(rows))
    message = "Es ist kein Wert zu belegen." if not rows else counted(
        len(rows), "Wert führt auf die Zelle zurück, in der er gemeldet wurde.",
        "Werte führen auf die Zelle zurück, in der sie gemeldet wurden.",
    )  # fmt: skip
    return Section("places", "Fundstellen", message, "annex", (table,) if rows else ())


# Why an earlier answer said something else.


def _explained(writer: Writer, earlier: Earlier) -> Section:
    before = {(one.id, one.rule): one for one in earlier.content.figures()}
    rows = []
    for name, one in earlier.attributions.items():
        figure, unit = writer.figure(name), one.second.unit
        said = before.get((one.second.id, one.second.rule))
        factor = 1000 if unit == "share" else 1
        parts = one.rounded(factor)
        steps = [None] * len(STEPS) if parts is None else [value / factor for value in parts[: len(STEPS)]]
        then = value_text(one.first.value, unit) if said is None else said.text
        rows.append((
            Cell(f"{figure.title} ({figure.rule_title})" if figure.rule_title else figure.title), Cell(then),
            *(Cell(NO_VALUE if value is None else signed(value, unit)) for value in steps),
            Cell(figure.text, figure.number, origin=figure.origin),
        ))  # fmt: skip
    columns = (
        Column("Kennzahl", width=2.4), Column(earlier.content.facts.stichtag_text, width=1.3),
        *(Column(words, width=1.3) for words in STEPS.values()), Column(day(writer.view.stichtag), width=1.3),
    )  # fmt: skip
    since = f"Drs. {earlier.reference}, Stichtag {earlier.content.facts.stichtag_text}"
    table = Table("Unterschiede zur früheren Antwort", columns, tuple(rows))
    blocks: tuple[Block, ...] = (table, *_moved(writer, earlier))
    differing = sum(one.difference != 0 for one in earlier.attributions.values())
    message = (
        f"Dieselbe Frage wurde schon beantwortet ({since}); "
        + (f"{counted(differing, 'Kennzahl ist', 'Kennzahlen sind')} heute anders." if differing else
           "die Kennzahlen sind dieselben.")
    )  # fmt: skip
    return Section("earlier", "Frühere Antwort", message, "body", blocks)


def _moved(writer: Writer, earlier: Earlier) -> Iterator[Bullets]:
    """Which items came and went in the count of all that is asked for, by reason."""
    total = next(iter(earlier.attributions.values()), None)
    for part in () if total is None else total.parts:
        for keys, words in ((part.entered, "dazugekommen"), (part.left, "weggefallen")):
            if keys and part.step in STEPS:
                more = len(keys) - MOVED_SAID
                told = [Bullet(writer.trail.label(key)) for key in keys[:MOVED_SAID]]
                more_told = [Bullet(f"und {number(more)} weitere")] if more > 0 else []
                yield Bullets((*told, *more_told), f"{STEPS[part.step]}: {words}")
