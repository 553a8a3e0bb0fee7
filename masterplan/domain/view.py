"""The plan as at one cut, as tables: what every figure, chart, page and briefing is made from.

The store hands over a `Cut` of plain values; `build` lays it out in tables with fixed columns and types, also when
the plan is empty: days are ``datetime64[s]`` (missing: NaT), numbers and shares ``float64`` (missing: NaN), yes/no is
``boolean`` (missing: NA), and everything else ``object`` (missing: None; lists stay lists).
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from masterplan.domain.areas import AreaCount
from masterplan.domain.bodies import Body, Owners
from masterplan.domain.plan import FIELDS, IN_FORCE, FieldType, Kind

Array = npt.NDArray[Any] | ExtensionArray
Found = TypeVar("Found")

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
    Kreise there are from which day on. ``whole`` is the plan that a narrowed one was taken from.
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
    whole: "PlanView | None" = None

    @property
    def stichtag_day(self) -> pd.Timestamp:
        """The Stichtag in the form in which it compares with columns of days."""
        return pd.Timestamp(self.stichtag)

    @cached_property
    def body_names(self) -> Mapping[str, str]:
        """The short name of each body at the Stichtag by its key: asked for by every table, row by row."""
        return {str(key): str(name) for key, name in self.bodies["short_name"].items()}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of each item in force by its key."""
        return {str(key): kind for kind in Kind for key in self.table(kind).index}

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    def once(self, name: Hashable, follows: "Callable[[PlanView], Found]") -> Found:
        """What follows from this view alone and is asked for by many: found once, not to be changed."""
        if name not in self._kept:
            self._kept[name] = follows(self)
        found: Found = self._kept[name]
        return found

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
    owners = Owners(cut.bodies, cut.stichtag)
    in_force = {kind: _in_force(cut, kind) for kind in Kind}
    tables = {kind: _table(kind, items, owners) for kind, items in in_force.items()}
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
        links=_links(cut, in_force, owners),
        sources=_sources(cut.sources),
        bodies=_bodies(cut.bodies, cut.stichtag),
        area_counts=tuple(cut.area_counts),
    )


def _in_force(cut: Cut, kind: Kind) -> list[ItemAt]:
    return [item for item in cut.items.get(kind, ()) if item.values.get(IN_FORCE) is not False]


def _day_array(values: Iterable[object]) -> npt.NDArray[np.datetime64]:
    """Days, given as ISO text or as dates."""
    return np.array(["NaT" if v is None else str(v) for v in values], dtype="datetime64[s]")


def _object_array(values: Iterable[object]) -> npt.NDArray[np.object_]:
    listed = list(values)
    cells = np.empty(len(listed), dtype=object)
    cells[:] = listed
    return cells


def _array(kind_of_value: FieldType, values: Sequence[Any]) -> Array:
    if kind_of_value == FieldType.DATE:
        return _day_array(values)
    if kind_of_value in (FieldType.NUMBER, FieldType.SHARE):
        return np.array([np.nan if v is None else v for v in values], dtype="float64")
    if kind_of_value == FieldType.YES_NO:
        return pd.array(list(values), dtype=pd.BooleanDtype())
    return _object_array(values)


def column(kind_of_value: FieldType, values: Sequence[Any]) -> pd.Series:
    """Values of one field as a column of the type that this module promises."""
    cells = _array(kind_of_value, values)
    return pd.Series(cells, dtype=cells.dtype)


def _frame(index: Sequence[str] | None, columns: Mapping[str, Array]) -> pd.DataFrame:
    """A table; with the dtype said for each column, because texts would else become another type."""
    length = len(next(iter(columns.values())))
    labels = pd.RangeIndex(length) if index is None else pd.Index(_object_array(index), dtype=object, name="key")
    series = {name: pd.Series(cells, index=labels, dtype=cells.dtype) for name, cells in columns.items()}
    return pd.DataFrame(series, index=labels)


def _table(kind: Kind, items: Sequence[ItemAt], owners: Owners) -> pd.DataFrame:
    stated = [item.values for item in items]
    columns = {name: _array(field.type, [row.get(name) for row in stated]) for name, field in FIELDS[kind].items()}
    columns["effective_on"] = _day_array(item.effective_on for item in items)
    columns["first_on"] = _day_array(item.first_on for item in items)
    columns["baseline_on"] = _day_array(item.baseline_on for item in items)
    if kind in RESPONSIBLE:
        columns["ministry_at"] = _object_array(ministry_at(item, owners) for item in items)
    return _frame([item.key for item in items], columns)


def ministry_at(item: ItemAt, owners: Owners) -> str | None:
    """The Ressort that answers for an item at the Stichtag; where no rule of succession leads on, the one reported."""
    name = RESPONSIBLE[item.kind]
    return owners(_text(item.values.get(name)), item.stated_on.get(name, item.effective_on), item.first_on)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _withdrawn(cut: Cut) -> pd.DataFrame:
    items = [item for kind in Kind for item in cut.items.get(kind, ()) if item.values.get(IN_FORCE) is False]
    columns: dict[str, Array] = {"kind": _object_array(str(item.kind) for item in items)}
    for name in ("number", "title"):
        columns[name] = _object_array(item.values.get(name) for item in items)
    columns["ministry"] = _object_array(item.values.get(RESPONSIBLE.get(item.kind, "ministry")) for item in items)
    columns["first_on"] = _day_array(item.first_on for item in items)
    columns["effective_on"] = _day_array(item.effective_on for item in items)
    return _frame([item.key for item in items], columns)


def _sources(sources: Sequence[SourceAt]) -> pd.DataFrame:
    ordered = sorted(sources, key=lambda source: (source.stand, source.revision, source.file))
    names = ("file", "sha256", "part", "ministry")
    columns: dict[str, Array] = {name: _object_array(getattr(source, name) for source in ordered) for name in names}
    columns["stand"] = _day_array(source.stand for source in ordered)
    columns["recorded_at"] = _object_array(source.recorded_at for source in ordered)
    for name in ("rows", "warnings", "revision"):
        columns[name] = np.array([getattr(source, name) for source in ordered], dtype="int64")
    return _frame(None, columns)


def _bodies(bodies: Sequence[Body], stichtag: date) -> pd.DataFrame:
    valid = sorted((body for body in bodies if body.valid(stichtag)), key=lambda body: (body.position, body.key))
    names = ("name", "short_name", "kind")
    columns: dict[str, Array] = {name: _object_array(getattr(body, name) for body in valid) for name in names}
    columns["aliases"] = _object_array(", ".join(body.aliases) for body in valid)
    columns["position"] = np.array([body.position for body in valid], dtype="int64")
    columns["valid_from"] = _day_array(body.valid_from for body in valid)
    return _frame([body.key for body in valid], columns)


# References: written as numbers or titles, meant as at the day of the statement.


def _links(cut: Cut, in_force: Mapping[Kind, Sequence[ItemAt]], owners: Owners) -> pd.DataFrame:
    resolve = _Resolver(cut, owners)
    rows: list[tuple[str, str, str, str | None]] = []
    for kind, items in in_force.items():
        references = [field for field in FIELDS[kind].values() if field.type == FieldType.REFERENCES]
        for item in items if references else ():
            for field_ in references:
                for written in _listed(item.values.get(field_.name)):
                    rows.append((item.key, field_.name, written, resolve(item, field_.name, field_.targets, written)))
    names = ("from_key", "field", "reference", "to_key")
    return _frame(None, {name: _object_array(row[i] for row in rows) for i, name in enumerate(names)})


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else [str(value)]


def _same(text: str | None) -> str:
    """Texts that differ in case and blanks only are the same."""
    return "" if text is None else "".join(text.split()).casefold()


class _Entry(NamedTuple):
    item_key: str
    on: date
    number: str
    title: str
    ministry: str | None  # of Wegmarken only, whose numbers each Ressort gives for itself


class _Resolver:
    """Which item a written reference means: the one that bore this number (else this title) on the statement's day."""

    def __init__(self, cut: Cut, owners: Owners) -> None:
        self._owners = owners
        self._histories: dict[str, list[_Entry]] = {}
        self._bearers: dict[tuple[Kind, str, str], list[str]] = {}
        for named in sorted(cut.numbering, key=lambda entry: entry.effective_on):
            ministry = owners(named.ministry, named.effective_on) if named.kind == Kind.MILESTONE else None
            entry = _Entry(named.item_key, named.effective_on, _same(named.number), _same(named.title), ministry)
            self._histories.setdefault(entry.item_key, []).append(entry)
            for name, words in (("number", entry.number), ("title", entry.title)):
                bearers = self._bearers.setdefault((named.kind, name, words), [])
                if entry.item_key not in bearers:
                    bearers.append(entry.item_key)
        withdrawn = [one for items in cut.items.values() for one in items if one.values.get(IN_FORCE) is False]
        self._gone_on = {one.key: one.effective_on for one in withdrawn}
        self._services = cut.items.get(Kind.SERVICE, ())
        self._service_ids = {_same(_text(item.values.get("ozg_id"))): item.key for item in self._services}
        self._services_ever = {entry.item_key for entry in cut.numbering if entry.kind == Kind.SERVICE}

    def __call__(self, item: ItemAt, name: str, targets: tuple[Kind, ...], written: str) -> str | None:
        wanted = _same(written)
        if not wanted:
            return None
        for target in targets:
            found = self._service(wanted) if target == Kind.SERVICE else self._numbered(target, wanted, item, name)
            if found is not None:
                return found
        return None

    @cached_property
    def _service_titles(self) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for item in self._services:
            titles.setdefault(_same(_text(item.values.get("title"))), []).append(item.key)
        return titles

    def _service(self, wanted: str) -> str | None:
        if wanted in self._service_ids:
            return self._service_ids[wanted]
        if f"service/{wanted}" in self._services_ever:
            return f"service/{wanted}"
        titled = self._service_titles.get(wanted, [])
        return titled[0] if len(titled) == 1 else None

    def _ministry(self, item: ItemAt, on: date) -> str | None:
        responsible = RESPONSIBLE.get(item.kind)
        return self._owners(_text(item.values.get(responsible)), on, item.first_on) if responsible else None

    def _numbered(self, kind: Kind, wanted: str, item: ItemAt, field_name: str) -> str | None:
        on = item.stated_on.get(field_name, item.effective_on)
        for name in ("number", "title"):
            bearers = self._bearers.get((kind, name, wanted), ())
            for is_past in (True, False) if bearers else ():  # what bore it by then; else what came to bear it later
                entries = [entry for key in bearers if (entry := self._entry(key, on, is_past)) is not None]
                meant = [entry for entry in entries if getattr(entry, name) == wanted]
                if not is_past:
                    meant = [entry for entry in meant if entry.on == min(other.on for other in meant)]
                if kind == Kind.MILESTONE and len(meant) > 1:
                    ministry = self._ministry(item, on)
                    meant = [entry for entry in meant if entry.ministry == ministry] or meant
                if len(meant) > 1:  # who had been withdrawn by then no longer bears it
                    meant = [entry for entry in meant if self._gone_on.get(entry.item_key, date.max) > on] or meant
                if len(meant) == 1:
                    return meant[0].item_key
                if meant:
                    return None  # several bear it: nobody is guessed
        return None

    def _entry(self, key: str, on: date, is_past: bool) -> _Entry | None:
        """How an item was called on a day; for one that came later, its first entry."""
        history = self._histories[key]
        passed = bisect_right(history, on, key=_day_of_entry)
        if is_past:
            return history[passed - 1] if passed else None
        return None if passed else history[0]


_day_of_entry = attrgetter("on")
