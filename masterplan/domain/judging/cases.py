"""Items as the plausibility checks see them: what is stated at the Stichtag, what follows from it, and the course."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from masterplan.domain.counting import YES
from masterplan.domain.courses import Courses, DayState
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.states import achieved, current_on, is_open, overdue
from masterplan.domain.traffic_light import computed_lights
from masterplan.domain.view import PlanView


@dataclass(frozen=True)
class Case:
    """One item as the checks see it: its fields at the Stichtag, what follows from them, and its course."""

    key: str
    kind: Kind
    stichtag: date
    fields: Mapping[str, Any]  # days as dates; missing values are None
    open: bool
    overdue: bool
    achieved: bool
    current_on: date | None
    computed_light: str | None
    course: Sequence[DayState]

    @property
    def reported(self) -> object:
        """The reported light."""
        return self.fields.get("reported_light")

    def reports(self, name: str) -> list[object]:
        """The values of a field, report by report, oldest first; reports that do not speak of it are left out."""
        return [
            state.fields.get(name)
            for state in self.course
            if name in state.origins and state.origins[name].on == state.on and state.fields.get(IN_FORCE) is not False
        ]


@dataclass(frozen=True)
class Plan:
    """All cases by key, and for each item the open items that work towards it or that it waits for."""

    cases: Mapping[str, Case]
    links: Mapping[str, Sequence[tuple[str, str]]]  # field → (from, to)
    ministries: Mapping[str, Sequence[str]]  # Ressort → keys of its milestones


def plan_of(view: PlanView, courses: Courses, settings: Settings = DEFAULTS) -> Plan:
    """The plan as the checks see it."""
    cases: dict[str, Case] = {}
    for kind in (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE):
        cases |= {case.key: case for case in _cases(view, kind, courses, settings)}
    links: dict[str, list[tuple[str, str]]] = {}
    known = view.links[view.links["to_key"].notna()]
    for source, field, target in zip(known["from_key"], known["field"], known["to_key"], strict=True):
        if source in cases and target in cases:
            links.setdefault(str(field), []).append((str(source), str(target)))
    ministries: dict[str, list[str]] = {}
    for key, ministry in view.milestones["ministry_at"].dropna().items():
        ministries.setdefault(str(ministry), []).append(str(key))
    return Plan(cases, links, ministries)


def _cases(view: PlanView, kind: Kind, courses: Courses, settings: Settings) -> Iterator[Case]:
    items = view.table(kind)
    has_light = kind != Kind.GOAL
    lights = computed_lights(items, view, settings)["light"].tolist() if has_light else [None] * len(items)
    current = (current_on(items) if has_light else items["due_on"]).tolist()
    sure = [states.eq(YES).tolist() for states in (is_open(items, view), overdue(items, view), achieved(items, view))]
    rows = items.to_dict("records")
    for at, key in enumerate(map(str, items.index)):
        yield Case(
            key=key,
            kind=kind,
            stichtag=view.stichtag,
            fields={str(name): _plain(value) for name, value in rows[at].items()},
            open=sure[0][at],
            overdue=sure[1][at],
            achieved=sure[2][at],
            current_on=_plain(current[at]),
            computed_light=lights[at],
            course=courses.get(key, ()),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
