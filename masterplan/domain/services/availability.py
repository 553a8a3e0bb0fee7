"""Flächendeckung: how widely a service is offered in Saxony, three-valued, from the rows that say where it is online.

A row of another Land says nothing of Saxony but that the service is reported of elsewhere, unless it says „bundesweit“.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from masterplan.domain.areas import FEDERATION, SAXONY, counted, level
from masterplan.domain.plan import Reach
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import PlanView

States = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

WIDE = (Reach.NATIONWIDE, Reach.STATEWIDE)
NARROW = (Reach.COUNTYWIDE, Reach.ONE_MUNICIPALITY)
NO_ROW = -1.0


def row_online(coverage: pd.DataFrame) -> pd.Series:
    """Whether a coverage row says online: as ``online`` does, or, where that is not reported, by an evaluated reach."""
    reach, online = coverage["reach"], coverage["online"]
    by_reach = np.where(reach.isna(), UNKNOWN, np.where(reach.eq(Reach.NOT_EVALUATED), NO, YES))
    said = np.where(online.fillna(False).to_numpy(dtype=bool), YES, NO)
    return pd.Series(np.where(online.isna(), by_reach, said), index=coverage.index)


def in_saxony(ars: str) -> bool:
    """Whether a place lies in Saxony, or is the whole Bund."""
    return ars[:2] in (SAXONY, FEDERATION)


def speaks_of_saxony(ars: str, reach: object) -> bool:
    """Whether what is said of a place says something of Saxony."""
    return in_saxony(ars) or reach == Reach.NATIONWIDE


def of_saxony(coverage: pd.DataFrame) -> pd.DataFrame:
    """The coverage rows that name a place and say something of Saxony."""
    pairs = zip(coverage["ars"], coverage["reach"], strict=True)
    kept = [ars is not None and speaks_of_saxony(ars, reach) for ars, reach in pairs]
    return coverage[np.array(kept, dtype=bool)]


def available(view: PlanView, by: str, statewide: bool = False) -> pd.Series:
    """Per LeiKa key (or, ``by`` "ozg_id", per OZG-ID of rows without one): whether it is offered somewhere in Saxony,
    or ``statewide`` in all of it.

    Three-valued, for the keys that have coverage rows. What is offered in the whole Land is so somewhere, too.
    """
    rows = view.once((_rows, by), partial(_rows, by=by))
    somewhere = rows.best(rows.online)
    return pd.Series(np.minimum(somewhere, _statewide(rows, view)) if statewide else somewhere, index=rows.keys)


@dataclass(frozen=True)
class _Rows:
    """Coverage rows as arrays, one entry per row; ``of`` is the position in ``keys`` of the service it speaks of.

    ``level`` is None for places of other Länder; what is said of them alone counts as offline and not evaluated.
    """

    keys: pd.Index
    of: npt.NDArray[np.int64]
    online: States
    reach: npt.NDArray[np.object_]
    ars: npt.NDArray[np.object_]
    level: npt.NDArray[np.object_]
    county: npt.NDArray[np.object_]

    def best(self, states: States, where: Truth | None = None) -> States:
        """For each service the best of its rows; no where it has none."""
        found = np.full(len(self.keys), NO)
        chosen = slice(None) if where is None else where
        np.maximum.at(found, self.of[chosen], states[chosen])
        return found

    def any(self, where: Truth) -> Truth:
        """Which services have such a row."""
        found: Truth = self.best(where.astype("float64")) == YES
        return found

    def by_place(self, states: States, places: npt.NDArray[np.object_], where: Truth, names: list[str]) -> States:
        """The best of the rows of each service (downwards) for each of some places (across; NO_ROW: none)."""
        found = np.full((len(self.keys), len(names)), NO_ROW)
        codes = pd.Index(names, dtype=object).get_indexer(pd.Index(places[where], dtype=object))
        np.maximum.at(found, (self.of[where], codes), states[where])
        return found


def _rows(view: PlanView, by: str) -> _Rows:
    table = view.coverage
    kept = table[by].notna() & table["leika_key"].isna() if by == "ozg_id" else table[by].notna()
    table = table[kept & table["ars"].notna()]
    of, keys = pd.factorize(table[by].to_numpy(dtype=object))
    ars, reach = table["ars"].to_numpy(dtype=object), table["reach"].to_numpy(dtype=object)
    known = {one: level(one) if in_saxony(one) else None for one in pd.unique(ars)}
    levels = np.array([known[one] for one in ars], dtype=object)
    elsewhere = pd.isna(levels) & (reach != Reach.NATIONWIDE)
    return _Rows(
        pd.Index(keys, dtype=object),
        of,
        np.where(elsewhere, NO, row_online(table).to_numpy(dtype="float64")),
        np.where(elsewhere, str(Reach.NOT_EVALUATED), reach),
        ars,
        levels,
        np.array([one[:5] for one in ars], dtype=object),
    )


def _among(values: npt.NDArray[np.object_], wanted: Iterable[str]) -> Truth:
    return np.isin(values.astype(str), [str(one) for one in wanted])


def _statewide(rows: _Rows, view: PlanView) -> States:
    """By a reach that says so, by a row of the whole Land, or place by place.

    Who executes a service shows in the level of its rows; Kreisfreie Städte alone leave both open.
    """
    wide = rows.best(rows.online, _among(rows.reach, WIDE) | (_among(rows.level, ["state"]) & pd.isna(rows.reach)))
    city, county, municipality = (_among(rows.level, [one]) for one in ("city", "county", "municipality"))
    by_county, by_municipality = _place_by_place(rows, view, city, county, municipality)
    has_city, has_county, has_municipality = (rows.any(one) for one in (city, county, municipality))
    counties = np.where(has_county | (has_city & ~has_municipality), by_county, NO)
    municipalities = np.where(has_municipality | (has_city & ~has_county), by_municipality, NO)
    return np.maximum(wide, np.maximum(counties, municipalities))


def _place_by_place(
    rows: _Rows, view: PlanView, city: Truth, county: Truth, municipality: Truth
) -> tuple[States, States]:
    """In every Kreis? In every Gemeinde? A Gemeinde counts by its own row, or by its Kreis where all of it is served;
    without a row of its own it is unknown where its Kreis is.

    A Kreis in which only some Kommunen offer a service does not count.
    """
    narrow = rows.any(_among(rows.reach, NARROW))
    some = _among(rows.reach, [Reach.ONE_MUNICIPALITY]) & county
    whole = view.whole or view
    names, ars = whole.once(_reported_places, _reported_places)
    counties = rows.by_place(np.where(some, NO, rows.online), rows.county, county | city, names)
    total = counted(view.area_counts, "county", view.stichtag)
    by_county = _every(counties, total, narrow)
    places = rows.by_place(rows.online, rows.ars, municipality | city, ars)
    for position, name in enumerate(names):
        inside = [at for at, one in enumerate(ars) if one[:5] == name]
        whole_county, own = counties[:, [position]], places[:, inside]
        silent = (own == NO_ROW) & (whole_county == UNKNOWN)
        places[:, inside] = np.where(whole_county == YES, YES, np.where(silent, UNKNOWN, own))
    return by_county, _every(places, counted(view.area_counts, "municipality", view.stichtag), narrow)


def _reported_places(whole: PlanView) -> tuple[list[str], list[str]]:
    """The Kreise and the Gemeinden of which anything is reported, which must not hang on a filter."""
    levels = {one: level(one) for one in whole.coverage["ars"].dropna().unique() if in_saxony(one)}
    counties = dict.fromkeys(one[:5] for one, kind in levels.items() if kind in ("county", "city"))
    return list(counties), [one for one, kind in levels.items() if kind in ("municipality", "city")]


def _every(places: States, total: int | None, narrow: Truth) -> States:
    """In every place? Places of which something is reported, but nothing for this service, are offline for it.

    Of places that nothing at all is reported of nothing is known, unless the service's reach was evaluated (narrow).
    """
    yes, unknown = (places == YES).sum(axis=1), (places == UNKNOWN).sum(axis=1)
    offline = places.shape[1] - yes - unknown
    full = np.zeros(len(yes), dtype=bool) if total is None else yes >= total
    surely_not = ((offline > 0) | (narrow & (unknown == 0))) & ~full
    return np.where(full & (offline == 0), YES, np.where(surely_not, NO, UNKNOWN))
