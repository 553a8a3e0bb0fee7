"""The plan as at one cut, as tables: what every figure, chart, page and briefing is made from.

The store hands over a `Cut` of plain values; `build` lays it out in tables with fixed columns and types, also when
the plan is empty: days are ``datetime64[s]`` (missing: NaT), numbers and shares ``float64`` (missing: NaN), yes/no is
``boolean`` (missing: NA), and everything else ``object`` (missing: None; lists stay lists).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from masterplan.domain.areas import AreaCount
from masterplan.domain.bodies import Body, body_at
from masterplan.domain.plan import FIELDS, IN_FORCE, FieldType, Kind

RESPONSIBLE = {Kind.MILESTONE: "ministry", Kind.SERVICE: "ministry", Kind.MEASURE: "lead"}
"""The field that names the Ressort an item counts for."""


@dataclass(frozen=True)
class ItemAt:
    """One item at the cut: each stated field with its latest value (never stated: absent; not reported: None).

    ``effective_on`` is the day of its latest statement, ``first_on`` that of its first, ``baseline_on`` the first
    ``due_on`` ever stated. ``stated_on`` gives the day a single field was last stated, where that is an earlier one.
    """

    key: str
    kind: Kind
    values: Mapping[str, object]
    effective_on: date
    first_on: date
    baseline_on: date | None = None
    stated_on: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceAt:
    """One delivered file that the cut knows of."""

    file: str
    sha256: str
    part: str
    ministry: str | None
    stand: date
    recorded_at: datetime
    rows: int
    warnings: int
    revision: int


@dataclass(frozen=True)
class Numbered:
    """From this day on an item bore this number and title (one entry per change)."""

    kind: Kind
    item_key: str
    effective_on: date
    number: str | None
    title: str | None
    ministry: str | None = None


@dataclass(frozen=True)
class Cut:
    """All the store knows at (Stichtag, known_by, audience), as plain values."""

    stichtag: date
    known_by: datetime
    revision: int
    audience: str
    demo: bool
    items: Mapping[Kind, Sequence[ItemAt]]
    bodies: Sequence[Body] = ()
    sources: Sequence[SourceAt] = ()
    numbering: Sequence[Numbered] = ()
    area_counts: Sequence[AreaCount] = ()


@dataclass(frozen=True)
class PlanView:
    """The plan as at a Stichtag: one table per kind, one row per item in force, the item's key as index.

    Columns: the fields of the kind, ``effective_on``, ``first_on``, ``baseline_on``; for milestones, measures and
    services also ``ministry_at``, the key of the Ressort that answers for the item at the Stichtag. Dropped items are
    in the tables, withdrawn ones only in ``withdrawn`` (kind, number, title, ministry, first_on, effective_on).
    ``links`` has one row per written reference (to_key None: not resolved), ``bodies`` one per body valid at the
    Stichtag, in official order, ``sources`` one per file, oldest first; ``area_counts`` says how many Gemeinden and
    Kreise there are from which day on.
    """

    stichtag: date
    known_by: datetime
    revision: int
    audience: str
    demo: bool
    goals: pd.DataFrame
    guidelines: pd.DataFrame
    milestones: pd.DataFrame
    measures: pd.DataFrame
    services: pd.DataFrame
    leika_services: pd.DataFrame
    coverage: pd.DataFrame
    indicator_values: pd.DataFrame
    withdrawn: pd.DataFrame
    links: pd.DataFrame
    sources: pd.DataFrame
    bodies: pd.DataFrame
    area_counts: tuple[AreaCount, ...] = ()

    @property
    def stichtag_day(self) -> pd.Timestamp:
        """The Stichtag in the form in which it compares with columns of days."""
        return pd.Timestamp(self.stichtag)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is in force at the Stichtag."""
        return not any(len(self.table(kind)) for kind in Kind)

    def table(self, kind: Kind) -> pd.DataFrame:
        """The table of one kind."""
        return {
            Kind.GOAL: self.goals,
            Kind.GUIDELINE: self.guidelines,
            Kind.MILESTONE: self.milestones,
            Kind.MEASURE: self.measures,
            Kind.SERVICE: self.services,
            Kind.LEIKA_SERVICE: self.leika_services,
            Kind.COVERAGE: self.coverage,
            Kind.INDICATOR_VALUE: self.indicator_values,
        }[kind]


def build(cut: Cut) -> PlanView:
    """Lay out a cut in tables and resolve its references."""
    responsible = _responsible(cut)
    tables = {kind: _table(kind, _in_force(cut, kind), responsible) for kind in Kind}
    return PlanView(
        stichtag=cut.stichtag,
        known_by=cut.known_by,
        revision=cut.revision,
        audience=cut.audience,
        demo=cut.demo,
        goals=tables[Kind.GOAL],
        guidelines=tables[Kind.GUIDELINE],
        milestones=tables[Kind.MILESTONE],
        measures=tables[Kind.MEASURE],
        services=tables[Kind.SERVICE],
        leika_services=tables[Kind.LEIKA_SERVICE],
        coverage=tables[Kind.COVERAGE],
        indicator_values=tables[Kind.INDICATOR_VALUE],
        withdrawn=_withdrawn(cut),
        links=_links(cut),
        sources=_sources(cut.sources),
        bodies=_bodies(cut.bodies, cut.stichtag),
        area_counts=tuple(cut.area_counts),
    )


def _in_force(cut: Cut, kind: Kind) -> list[ItemAt]:
    return [item for item in cut.items.get(kind, ()) if item.values.get(IN_FORCE) is not False]


def _days(values: Iterable[object]) -> pd.Series:
    """Days, given as ISO text or as dates, as one column."""
    return pd.Series(np.array(["NaT" if v is None else str(v) for v in values], dtype="datetime64[s]"))


def column(kind_of_value: FieldType, values: Sequence[Any]) -> pd.Series:
    """Values of one field as a column of the type that this module promises."""
    if kind_of_value == FieldType.DATE:
        return _days(values)
    if kind_of_value in (FieldType.NUMBER, FieldType.SHARE):
        return pd.Series(np.array([np.nan if v is None else v for v in values], dtype="float64"))
    if kind_of_value == FieldType.YES_NO:
        return pd.Series(pd.array(list(values), dtype=pd.BooleanDtype()))
    return _objects(values)


def _objects(values: Iterable[object]) -> pd.Series:
    listed = list(values)
    cells = np.empty(len(listed), dtype=object)
    cells[:] = listed
    return pd.Series(cells, dtype=object)


def _frame(index: Sequence[str], columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    labels = pd.Index(np.array(list(index), dtype=object), dtype=object, name="key")
    return pd.DataFrame({name: values.set_axis(labels) for name, values in columns.items()}, index=labels)


def _table(kind: Kind, items: Sequence[ItemAt], responsible: Callable[[ItemAt], str | None]) -> pd.DataFrame:
    columns = {
        name: column(field.type, [item.values.get(name) for item in items]) for name, field in FIELDS[kind].items()
    }
    columns["effective_on"] = _days(item.effective_on for item in items)
    columns["first_on"] = _days(item.first_on for item in items)
    columns["baseline_on"] = _days(item.baseline_on for item in items)
    if kind in RESPONSIBLE:
        columns["ministry_at"] = _objects(responsible(item) for item in items)
    return _frame([item.key for item in items], columns)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _responsible(cut: Cut) -> Callable[[ItemAt], str | None]:
    """The Ressort that answers for an item at the Stichtag; where no rule of succession leads on, the one reported."""
    at_stichtag = _at_stichtag(cut)

    def ministry_at(item: ItemAt) -> str | None:
        name = RESPONSIBLE[item.kind]
        reported = _text(item.values.get(name))
        return at_stichtag(reported, item.stated_on.get(name, item.effective_on), item.first_on)

    return ministry_at


def _at_stichtag(cut: Cut) -> Callable[..., str | None]:
    known: dict[tuple[str, date], str | None] = {}

    def mapped(reported: str, on: date) -> str | None:
        if (reported, on) not in known:
            body = body_at(list(cut.bodies), reported, on, cut.stichtag)
            known[reported, on] = None if body is None else body.key
        return known[reported, on]

    def at_stichtag(reported: str | None, *days: date) -> str | None:
        """``days``: when it was reported, tried in turn."""
        if reported is None:
            return None
        return next((key for on in days if (key := mapped(reported, on)) is not None), reported)

    return at_stichtag


def _withdrawn(cut: Cut) -> pd.DataFrame:
    items = [item for kind in Kind for item in cut.items.get(kind, ()) if item.values.get(IN_FORCE) is False]
    columns = {"kind": _objects(str(item.kind) for item in items)}
    for name in ("number", "title"):
        columns[name] = _objects(item.values.get(name) for item in items)
    columns["ministry"] = _objects(item.values.get(RESPONSIBLE.get(item.kind, "ministry")) for item in items)
    columns["first_on"] = _days(item.first_on for item in items)
    columns["effective_on"] = _days(item.effective_on for item in items)
    return _frame([item.key for item in items], columns)


def _sources(sources: Sequence[SourceAt]) -> pd.DataFrame:
    ordered = sorted(sources, key=lambda source: (source.stand, source.revision, source.file))
    names = ("file", "sha256", "part", "ministry")
    columns = {name: _objects(getattr(source, name) for source in ordered) for name in names}
    columns["stand"] = _days(source.stand for source in ordered)
    columns["recorded_at"] = _objects(source.recorded_at for source in ordered)
    for name in ("rows", "warnings", "revision"):
        columns[name] = pd.Series(np.array([getattr(source, name) for source in ordered], dtype="int64"))
    return pd.DataFrame(dict(columns))


def _bodies(bodies: Sequence[Body], stichtag: date) -> pd.DataFrame:
    valid = sorted((body for body in bodies if body.valid(stichtag)), key=lambda body: (body.position, body.key))
    columns = {name: _objects(getattr(body, name) for body in valid) for name in ("name", "short_name", "kind")}
    columns["position"] = pd.Series(np.array([body.position for body in valid], dtype="int64"))
    columns["valid_from"] = _days(body.valid_from for body in valid)
    return _frame([body.key for body in valid], columns)


# References: written as numbers or titles, meant as at the day of the statement.


def _links(cut: Cut) -> pd.DataFrame:
    resolve = _Resolver(cut)
    rows: list[tuple[str, str, str, str | None]] = []
    for kind in Kind:
        references = [field for field in FIELDS[kind].values() if field.type == FieldType.REFERENCES]
        if not references:
            continue
        for item in _in_force(cut, kind):
            for field_ in references:
                for written in _listed(item.values.get(field_.name)):
                    rows.append((item.key, field_.name, written, resolve(item, field_.name, field_.targets, written)))
    names = ("from_key", "field", "reference", "to_key")
    return pd.DataFrame({name: _objects(row[i] for row in rows) for i, name in enumerate(names)})


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else [str(value)]


def _same(text: str | None) -> str:
    """Texts that differ in case and blanks only are the same."""
    return "" if text is None else "".join(text.split()).casefold()


@dataclass(frozen=True)
class _Entry:
    item_key: str
    on: date
    number: str
    title: str
    ministry: str | None


class _Resolver:
    """Which item a written reference means: the one that bore this number (else this title) on the statement's day."""

    def __init__(self, cut: Cut) -> None:
        self._at_stichtag = _at_stichtag(cut)
        self._histories: dict[str, list[_Entry]] = {}
        self._bearers: dict[tuple[Kind, str, str], list[str]] = {}
        for numbered in sorted(cut.numbering, key=lambda entry: entry.effective_on):
            ministry = self._at_stichtag(numbered.ministry, numbered.effective_on)
            entry = _Entry(
                numbered.item_key, numbered.effective_on, _same(numbered.number), _same(numbered.title), ministry
            )
            self._histories.setdefault(entry.item_key, []).append(entry)
            for name in ("number", "title"):
                bearers = self._bearers.setdefault((numbered.kind, name, getattr(entry, name)), [])
                if entry.item_key not in bearers:
                    bearers.append(entry.item_key)
        services = cut.items.get(Kind.SERVICE, ())
        self._service_ids = {_same(_text(item.values.get("ozg_id"))): item.key for item in services}
        self._service_titles: dict[str, list[str]] = {}
        for item in services:
            self._service_titles.setdefault(_same(_text(item.values.get("title"))), []).append(item.key)
        self._services_ever = {entry.item_key for entry in cut.numbering if entry.kind == Kind.SERVICE}

    def __call__(self, item: ItemAt, name: str, targets: tuple[Kind, ...], written: str) -> str | None:
        wanted = _same(written)
        if not wanted:
            return None
        on = item.stated_on.get(name, item.effective_on)
        responsible = RESPONSIBLE.get(item.kind)
        reported = _text(item.values.get(responsible)) if responsible else None
        ministry = self._at_stichtag(reported, on, item.first_on)
        for target in targets:
            found = self._service(wanted) if target == Kind.SERVICE else self._numbered(target, wanted, on, ministry)
            if found is not None:
                return found
        return None

    def _service(self, wanted: str) -> str | None:
        if wanted in self._service_ids:
            return self._service_ids[wanted]
        if f"service/{wanted}" in self._services_ever:
            return f"service/{wanted}"
        titled = self._service_titles.get(wanted, [])
        return titled[0] if len(titled) == 1 else None

    def _numbered(self, kind: Kind, wanted: str, on: date, ministry: str | None) -> str | None:
        for name in ("number", "title"):
            bearers = self._bearers.get((kind, name, wanted), [])
            for is_past in (True, False):  # what bore it by then; else what came to bear it later
                entries = [entry for key in bearers if (entry := self._entry(key, on, is_past)) is not None]
                meant = [entry for entry in entries if getattr(entry, name) == wanted]
                if not is_past:
                    meant = [entry for entry in meant if entry.on == min(other.on for other in meant)]
                own = [entry for entry in meant if kind == Kind.MILESTONE and entry.ministry == ministry]
                if len(own or meant) == 1:
                    return (own or meant)[0].item_key
                if meant:
                    return None  # several bear it: nobody is guessed
        return None

    def _entry(self, key: str, on: date, is_past: bool) -> _Entry | None:
        """How an item was called on a day; for one that came later, its first entry."""
        history = self._histories[key]
        past = [entry for entry in history if entry.on <= on]
        if is_past:
            return past[-1] if past else None
        return None if past else history[0]
