"""Flächendeckung: how widely a service is offered, three-valued, from the rows that say where it is online."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from masterplan.domain.areas import FEDERATION, SAXONY, AreaLevel, counted, level
from masterplan.domain.plan import Reach
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import PlanView

States = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

WIDE = (Reach.NATIONWIDE, Reach.STATEWIDE)
NARROW = (Reach.COUNTYWIDE, Reach.ONE_MUNICIPALITY)
NO_ROW = -1.0


def row_online(coverage: pd.DataFrame) -> pd.Series:
    """Whether a coverage row says online: ``online`` is true, or it has a reach that is evaluated."""
    reach, online = coverage["reach"], coverage["online"]
    evaluated = (reach.notna() & (reach != Reach.NOT_EVALUATED)).to_numpy(dtype=bool)
    said_yes = online.fillna(False).to_numpy(dtype=bool)
    nothing_said = (reach.isna() & online.isna()).to_numpy(dtype=bool)
    return pd.Series(np.where(evaluated | said_yes, YES, np.where(nothing_said, UNKNOWN, NO)), index=coverage.index)


def available(view: PlanView, by: str, reach: Reach = Reach.ONE_MUNICIPALITY) -> pd.Series:
    """Per LeiKa key (or, ``by`` "ozg_id", per OZG-ID of rows without one): whether it is offered that widely.

    Three-valued, for the keys that have coverage rows. A wider reach implies each narrower one.
    """
    rows = view.once((_rows, by), partial(_rows, by=by))
    return pd.Series(np.minimum(_OFFERED[reach](rows, view), rows.best(rows.online)), index=rows.keys)


@dataclass(frozen=True)
class _Rows:
    """Coverage rows as arrays, one entry per row; ``of`` is the position in ``keys`` of the service it speaks of."""

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

    def by_place(self, states: States, places: npt.NDArray[np.object_], where: Truth) -> tuple[States, list[str]]:
        """The best of the rows of each service (downwards) for each place (across; NO_ROW: none), and the places."""
        codes, names = pd.factorize(places[where])
        found = np.full((len(self.keys), len(names)), NO_ROW)
        np.maximum.at(found, (self.of[where], codes), states[where])
        return found, list(names)

    def says(self, reaches: Iterable[Reach], whole: Iterable[AreaLevel] = ()) -> States:
        """Whether each row says one of these reaches; without any, being online in a place of these levels does."""
        silent = pd.isna(self.reach)
        by_level = np.where(_among(self.level, whole), self.online, np.minimum(self.online, UNKNOWN))
        return np.where(silent, by_level, np.where(_among(self.reach, reaches), YES, NO))


def _rows(view: PlanView, by: str) -> _Rows:
    table = view.coverage
    kept = table[by].notna() & table["leika_key"].isna() if by == "ozg_id" else table[by].notna()
    table = table[kept & table["ars"].notna()]
    of, keys = pd.factorize(table[by].to_numpy(dtype=object))
    ars = table["ars"].to_numpy(dtype=object)
    levels = {one: level(one) for one in pd.unique(ars)}
    return _Rows(
        pd.Index(keys, dtype=object),
        of,
        row_online(table).to_numpy(dtype="float64"),
        table["reach"].to_numpy(dtype=object),
        ars,
        np.array([levels[one] for one in ars], dtype=object),
        np.array([one[:5] for one in ars], dtype=object),
    )


def _among(values: npt.NDArray[np.object_], wanted: Iterable[str]) -> Truth:
    return np.isin(values.astype(str), [str(one) for one in wanted])


def _somewhere(rows: _Rows, view: PlanView) -> States:
    return rows.best(rows.online)


def _in_a_county(rows: _Rows, view: PlanView) -> States:
    """In one whole Kreis at least."""
    whole = rows.says((*WIDE, Reach.COUNTYWIDE), ("state", "county"))
    whole = np.where(_among(rows.level, ["city"]), rows.online, whole)
    return np.maximum(rows.best(whole), _statewide(rows, view))


def _nationwide(rows: _Rows, view: PlanView) -> States:
    return np.minimum(rows.best(rows.says((Reach.NATIONWIDE,))), _statewide(rows, view))


def _statewide(rows: _Rows, view: PlanView) -> States:
    """By a reach that says so, by a row of the whole Land, or place by place.

    Who executes a service shows in the level of its rows; Kreisfreie Städte alone leave both open.
    """
    said = _among(rows.reach, WIDE) | _among(rows.level, ["state"])
    wide = rows.best(rows.says(WIDE, ("state",)), said)
    own = np.isin([one[:2] for one in rows.ars], [SAXONY, FEDERATION])
    city, county, municipality = (own & _among(rows.level, [one]) for one in ("city", "county", "municipality"))
    by_county, by_municipality = _place_by_place(rows, view, city, county, municipality)
    has_city, has_county, has_municipality = (rows.any(one) for one in (city, county, municipality))
    counties = np.where(has_county | (has_city & ~has_municipality), by_county, NO)
    municipalities = np.where(has_municipality | (has_city & ~has_county), by_municipality, NO)
    return np.maximum(wide, np.maximum(counties, municipalities))


def _place_by_place(
    rows: _Rows, view: PlanView, city: Truth, county: Truth, municipality: Truth
) -> tuple[States, States]:
    """In every Kreis? In every Gemeinde? A Gemeinde counts by its own row, or by its Kreis where all of it is served.

    A Kreis in which only some Kommunen offer a service does not count.
    """
    narrow = rows.any(_among(rows.reach, NARROW))
    some = _among(rows.reach, [Reach.ONE_MUNICIPALITY]) & county
    counties, names = rows.by_place(np.where(some, NO, rows.online), rows.county, county | city)
    total = counted(view.area_counts, "county", view.stichtag)
    by_county = _every(counties, total, narrow)
    places, ars = rows.by_place(rows.online, rows.ars, municipality | city)
    for position, name in enumerate(names):
        inside = [at for at, one in enumerate(ars) if one[:5] == name]
        places[np.ix_(counties[:, position] == YES, inside)] = YES
    return by_county, _every(places, counted(view.area_counts, "municipality", view.stichtag), narrow)


def _every(places: States, total: int | None, narrow: Truth) -> States:
    """In every place? Places of which something is reported, but nothing for this service, are offline for it.

    Of places that nothing at all is reported of nothing is known, unless the service's reach was evaluated (narrow).
    """
    yes, unknown = (places == YES).sum(axis=1), (places == UNKNOWN).sum(axis=1)
    offline = places.shape[1] - yes - unknown
    full = np.zeros(len(yes), dtype=bool) if total is None else yes >= total
    surely_not = ((offline > 0) | (narrow & (unknown == 0))) & ~full
    return np.where(full & (offline == 0), YES, np.where(surely_not, NO, UNKNOWN))


_OFFERED: dict[Reach, Callable[[_Rows, PlanView], States]] = {
    Reach.ONE_MUNICIPALITY: _somewhere,
    Reach.COUNTYWIDE: _in_a_county,
    Reach.STATEWIDE: _statewide,
    Reach.NATIONWIDE: _nationwide,
}
