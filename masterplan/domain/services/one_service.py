"""One OZG service: its bundle, its LeiKa services, what each counting rule says of it, and its course over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from masterplan.domain.areas import level
from masterplan.domain.collation import german
from masterplan.domain.courses import Courses, DayState, at
from masterplan.domain.plan import IN_FORCE, Kind, Reach
from masterplan.domain.services.availability import NARROW, WIDE, of_saxony, row_online, speaks_of_saxony
from masterplan.domain.services.counties import COUNTIES
from masterplan.domain.services.coverage_counts import ONLINE, UNKNOWN, entry_state
from masterplan.domain.three_valued import YES
from masterplan.domain.view import PlanView

REACHES = (Reach.NATIONWIDE, Reach.STATEWIDE, Reach.COUNTYWIDE, Reach.ONE_MUNICIPALITY)
"""From the widest on."""


@dataclass(frozen=True)
class ServicePoint:
    """A service on one day. ``own`` is the bundle's Reifegrad, ``best`` and ``least`` those of its LeiKa services.

    ``places`` are the entries that say „online“, one per LeiKa service and place; ``counties`` the Kreise in which that
    is so somewhere, by the rule of `counties.in_counties`. None: nothing is reported.
    """

    on: date
    own: float | None
    best: float | None
    least: float | None
    places: int | None
    counties: int | None


def key_of(view: PlanView, ozg_id: str) -> str | None:
    """The key of the service with this OZG-ID; None where the plan has none at the Stichtag."""
    found = view.services.index[view.services["ozg_id"].eq(ozg_id)]
    return str(found[0]) if len(found) else None


def parts_of(view: PlanView, ozg_id: str) -> pd.DataFrame:
    """The LeiKa services of a bundle: a row each with leika_key, title, type, maturity, reach, online and places.

    ``reach`` is the widest reported (missing: none), ``online`` and ``places`` count the places that say so and all
    that are named.
    """
    parts = view.leika_services[view.leika_services["ozg_id"].eq(ozg_id)]
    entries = of_saxony(view.coverage[view.coverage["leika_key"].isin(parts["leika_key"].dropna())])
    states = row_online(entries).eq(YES).groupby(entries["leika_key"].to_numpy(dtype=object)).agg(["sum", "size"])
    reaches = entries["reach"].groupby(entries["leika_key"].to_numpy(dtype=object)).agg(_widest)
    found = parts[["leika_key", "title", "type", "maturity"]].copy()
    found["reach"] = found["leika_key"].map(reaches).astype(object)
    found["online"] = found["leika_key"].map(states["sum"]).fillna(0).astype("int64")
    found["places"] = found["leika_key"].map(states["size"]).fillna(0).astype("int64")
    return found.sort_values(["title", "leika_key"], kind="stable", key=german)


def _widest(reaches: pd.Series) -> str | None:
    said = set(reaches.dropna())
    return next((str(reach) for reach in REACHES if reach in said), None)


def keys_behind(view: PlanView, ozg_id: str) -> dict[Kind, list[str]]:
    """The items whose histories make up a service's course: the bundle, its LeiKa services and their entries.

    Entries that were withdrawn are among them, for they counted before.
    """
    parts = view.leika_services[view.leika_services["ozg_id"].eq(ozg_id)]
    named = {ozg_id, *parts["leika_key"].dropna()}
    is_own = view.coverage["ozg_id"].eq(ozg_id) | view.coverage["leika_key"].isin(named)
    # Of what was withdrawn the view keeps no fields; the key of an entry names its service: coverage/99…/14…
    gone = map(str, view.withdrawn.index[view.withdrawn["kind"].eq(str(Kind.COVERAGE))])
    bundle = key_of(view, ozg_id)
    return {
        Kind.SERVICE: [bundle] if bundle else [],
        Kind.LEIKA_SERVICE: [str(key) for key in parts.index],
        Kind.COVERAGE: [*map(str, view.coverage.index[is_own]), *(key for key in gone if key.split("/")[1] in named)],
    }


def course(courses: Courses, keys: Mapping[Kind, Sequence[str]], stichtag: date) -> list[ServicePoint]:
    """The service on every day on which anything was said of it up to the Stichtag, and on that, oldest first.

    ``keys`` are those of `keys_behind`; a LeiKa service that left the bundle before the Stichtag is not among them.
    """
    days = {state.on for states in courses.values() for state in states if state.on <= stichtag}
    if not days:
        return []
    return [_point(courses, keys, on) for on in sorted({*days, stichtag})]


def _point(courses: Courses, keys: Mapping[Kind, Sequence[str]], on: date) -> ServicePoint:
    parts, bundle = _fields(courses, keys[Kind.LEIKA_SERVICE], on), _fields(courses, keys[Kind.SERVICE], on)
    grades = [float(str(value)) for one in parts if (value := one.get("maturity")) is not None]
    own = [float(str(value)) for one in bundle if (value := one.get("maturity")) is not None]
    entries = [one for one in _fields(courses, keys[Kind.COVERAGE], on) if _says(one) != UNKNOWN]
    online = [one for one in entries if _says(one) == ONLINE]
    return ServicePoint(
        on=on,
        own=next(iter(own), None),
        best=max(grades, default=None),
        least=min(grades, default=None),
        places=len(online) if entries else None,
        counties=_counties(online) if entries else None,
    )


def _fields(courses: Courses, keys: Sequence[str], on: date) -> list[Mapping[str, object]]:
    """What is known on a day of those items that are in force on it."""
    states = [at(courses.get(key, ()), on) for key in keys]
    return [state.fields for state in states if state is not None and state.fields.get(IN_FORCE) is not False]


def _says(entry: Mapping[str, object]) -> str:
    """What an entry in force says of Saxony."""
    ars, reach = entry.get("ars"), entry.get("reach")
    return entry_state(reach, entry.get("online")) if ars and speaks_of_saxony(str(ars), reach) else UNKNOWN


def _counties(online: list[Mapping[str, object]]) -> int:
    found: set[str] = set()
    for ars, reach in ((str(one["ars"]), one.get("reach")) for one in online):
        if reach not in WIDE and level(ars) != "state":
            found.add(ars[:5])
        elif reach not in NARROW:
            return len(COUNTIES)
    return len(found & COUNTIES.keys())


def as_known_now(view: PlanView, ozg_id: str) -> Courses:
    """The service's items as they stand at the Stichtag, where nothing is known of their histories."""
    found: dict[str, list[DayState]] = {}
    for kind, keys in keys_behind(view, ozg_id).items():
        items = view.table(kind)
        for key, row in items[items.index.isin(keys)].iterrows():
            fields = {str(name): None if _is_missing(value) else value for name, value in row.items()}
            found[str(key)] = [DayState(view.stichtag, fields, {})]
    return found


def _is_missing(value: object) -> bool:
    """Whether a cell of a table holds nothing; a list never does."""
    return not isinstance(value, list | tuple) and bool(pd.isna(value))  # type: ignore[call-overload]


def rules_said(states: Mapping[str, pd.Series], key: str) -> dict[str, float]:
    """What each rule that counts bundles says of a service: online, not online, or not known."""
    return {rule: float(found[key]) for rule, found in states.items() if key in found.index}
