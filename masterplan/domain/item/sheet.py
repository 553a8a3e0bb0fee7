"""All that one page says of one item: what is stated, what follows from it, what it is linked with, what it costs."""

from dataclasses import dataclass

from masterplan.domain.counting import Rule
from masterplan.domain.item.course import ItemCourse, item_course
from masterplan.domain.item.dates import ItemDates, item_dates
from masterplan.domain.item.judgement import Judgement, judgement, online_by_rule
from masterplan.domain.item.links import NUMBERS, Relation, relations
from masterplan.domain.item.record import Event, Fact, Record, events, facts, never_stated
from masterplan.domain.lists.money import MeasureMoney, money
from masterplan.domain.plan import Kind
from masterplan.domain.view import RESPONSIBLE, PlanView

DATED = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)


@dataclass(frozen=True)
class ItemSheet:
    """One item at a Stichtag; what its kind has not, or what is not known of it, is None or empty.

    ``ministry`` is the key of the Ressort that answers for it at the Stichtag. ``online`` says for each counting rule
    of its kind whether the service counts as online (None: not known).
    """

    record: Record
    number: str | None
    title: str | None
    ministry: str | None
    judgement: Judgement | None
    relations: tuple[Relation, ...]
    online: tuple[tuple[Rule, bool | None], ...]
    dates: ItemDates | None
    course: ItemCourse | None
    money: MeasureMoney | None
    facts: tuple[Fact, ...]
    never_stated: tuple[str, ...]
    events: tuple[Event, ...]


def item_sheet(view: PlanView, record: Record) -> ItemSheet:
    """Gathers the sheet; of an item that is not (or no longer) listed only what was stated."""
    key, kind = record.key, record.kind
    return ItemSheet(
        record=record,
        number=_text(latest(record, NUMBERS.get(kind, "number"))),
        title=_text(latest(record, "title")),
        ministry=_ministry(view, record),
        judgement=judgement(view, key, kind, record.course),
        relations=tuple(relations(view, key, kind)),
        online=tuple(online_by_rule(view, key, kind)),
        dates=item_dates(record.course, view.stichtag) if kind in DATED else None,
        course=item_course(kind, record.course, view.stichtag),
        money=money(view, {key: record.course}).get(key) if kind == Kind.MEASURE else None,
        facts=tuple(facts(record)),
        never_stated=tuple(never_stated(record)),
        events=tuple(events(record.history, kind)),
    )


def latest(record: Record, name: str) -> object:
    """A field at the Stichtag; of an item that came later, as it was first stated."""
    if record.at_cut is not None:
        return record.at_cut.fields.get(name)
    return next((entry.fields[name] for entry in record.later if name in entry.fields), None)


def _ministry(view: PlanView, record: Record) -> str | None:
    items = view.table(record.kind)
    if record.key in items.index and "ministry_at" in items:
        return _text(items.at[record.key, "ministry_at"])
    return _text(latest(record, RESPONSIBLE.get(record.kind, "ministry")))


def _text(value: object) -> str | None:
    return None if value is None or value != value else str(value)
