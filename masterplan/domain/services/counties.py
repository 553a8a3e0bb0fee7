"""The ten Landkreise and three Kreisfreie Städte of Saxony, and which OZG services are online in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from masterplan.domain.areas import levels
from masterplan.domain.plan import Reach
from masterplan.domain.services.availability import NARROW, WIDE, of_saxony, row_online
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import PlanView

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class County:
    """One Kreis: its name, a short one for a tile, and where the tile stands (column from the west, row from north)."""

    name: str
    short_name: str
    column: int
    row: int


COUNTIES: Mapping[str, County] = {
    "14511": County("Stadt Chemnitz", "Stadt\nChemnitz", 1, 2),
    "14612": County("Stadt Dresden", "Stadt\nDresden", 3, 2),
    "14713": County("Stadt Leipzig", "Stadt\nLeipzig", 0, 1),
    "14625": County("Landkreis Bautzen", "Bautzen", 3, 1),
    "14521": County("Erzgebirgskreis", "Erzgebirgs-\nkreis", 1, 3),
    "14626": County("Landkreis Görlitz", "Görlitz", 4, 1),
    "14729": County("Landkreis Leipzig", "Landkreis\nLeipzig", 1, 1),
    "14627": County("Landkreis Meißen", "Meißen", 2, 1),
    "14522": County("Landkreis Mittelsachsen", "Mittelsachsen", 2, 2),
    "14730": County("Landkreis Nordsachsen", "Nordsachsen", 1, 0),
    "14628": County("Landkreis Sächsische Schweiz-Osterzgebirge", "Sächsische\nSchweiz-Ost-\nerzgebirge", 3, 3),
    "14523": County("Vogtlandkreis", "Vogtland-\nkreis", 0, 3),
    "14524": County("Landkreis Zwickau", "Zwickau", 0, 2),
}
"""By the first five digits of the Amtlicher Regionalschlüssel, in official order. Tiles only resemble the map."""

COLUMNS, ROWS = 5, 4

DEFINITION = (
    "Eine OZG-Leistung (Leistungsbündel) gilt in einem Kreis als online, wenn mindestens eine ihrer LeiKa-Leistungen "
    "landesweit, im Kreis oder in einer seiner Kommunen als online gemeldet ist. „Im ganzen Kreis“ heißt: landesweit, "
    "kreisweit flächendeckend oder in der Kreisfreien Stadt. Der Reifegrad wird hier nicht gefragt. Nennen die "
    "Meldungen zu einer Leistung andere Orte, den Kreis aber nicht, gilt sie dort als nicht online; ist zu ihr oder zu "
    "dem Kreis gar nichts gemeldet, gibt es keine Angabe."
)


@dataclass(frozen=True)
class InCounties:
    """Which services are online where: three-valued, a row per OZG service (by key), a column per Kreis (`COUNTIES`).

    ``somewhere``: at least in one Kommune of the Kreis. ``throughout``: in all of it.
    """

    somewhere: pd.DataFrame
    throughout: pd.DataFrame

    def of(self, keys: pd.Index) -> "InCounties":
        """The same for some services only."""
        return InCounties(self.somewhere.loc[keys], self.throughout.loc[keys])

    def counts(self) -> pd.DataFrame:
        """A row per Kreis: how many services are ``online``, of these ``throughout``, ``offline`` and ``unknown``."""
        return pd.DataFrame(
            {
                "online": self.somewhere.eq(YES).sum(),
                "throughout": self.throughout.eq(YES).sum(),
                "offline": self.somewhere.eq(NO).sum(),
                "unknown": self.somewhere.eq(UNKNOWN).sum(),
            }
        )


def in_counties(view: PlanView) -> InCounties:
    """Where each OZG service of the plan is online, from all that is reported of its availability.

    To be asked of the whole plan: whether anything is reported of a Kreis must not hang on a filter.
    """
    table = of_saxony(view.coverage)
    services = view.services.index.get_indexer(pd.Index(_services(view, table), dtype=object))
    kept = services >= 0
    table, services = table[kept], services[kept]
    states = row_online(table).to_numpy()
    level = levels(table["ars"]).to_numpy(dtype=object)
    reach = table["reach"]
    is_wide = reach.isin([str(one) for one in WIDE]).to_numpy(dtype=bool) | (level == "state")
    is_narrow = reach.isin([str(one) for one in NARROW]).to_numpy(dtype=bool)
    somewhere_in_land = np.where(is_narrow, np.minimum(states, UNKNOWN), states)  # online, but nobody says where
    is_whole = (level == "city") | ((level == "county") & ~reach.eq(Reach.ONE_MUNICIPALITY).to_numpy(dtype=bool))
    counties = pd.Index(list(COUNTIES)).get_indexer(pd.Index(table["ars"].str[:5], dtype=object))
    shape = (len(view.services), len(COUNTIES))
    places = (services, counties, is_wide, somewhere_in_land)
    somewhere = _best(states, places, shape)
    throughout = _best(np.where(is_whole, states, NO), places, shape)
    reported = np.isin(np.arange(len(COUNTIES)), counties)
    return InCounties(_known(somewhere, reported, view), _known(throughout, reported, view))


def _services(view: PlanView, table: pd.DataFrame) -> list[object]:
    """The key of the OZG service that each entry speaks of; an entry may name the LeiKa service alone."""
    keys = dict(zip(view.services["ozg_id"], view.services.index, strict=True))
    bundles = dict(zip(view.leika_services["leika_key"], view.leika_services["ozg_id"], strict=True))
    named = zip(table["leika_key"], table["ozg_id"], strict=True)
    return [keys.get(bundles.get(leika_key) if leika_key is not None else ozg_id, keys.get(ozg_id))
            for leika_key, ozg_id in named]  # fmt: skip


def _best(
    states: Floats,
    places: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_], Floats],
    shape: tuple[int, int],
) -> Floats:
    """The best that is said of each service in each Kreis, what is said of the whole Land included; else missing."""
    services, counties, is_wide, in_land = places
    found, everywhere = np.full(shape, np.nan), np.full(shape[0], np.nan)
    here = ~is_wide & (counties >= 0)
    np.fmax.at(found, (services[here], counties[here]), states[here])
    np.fmax.at(everywhere, services[is_wide], in_land[is_wide])
    return np.asarray(np.fmax(found, everywhere[:, None]), dtype="float64")


def _known(found: Floats, reported: npt.NDArray[np.bool_], view: PlanView) -> pd.DataFrame:
    """What is missing becomes „not online“ where a service and a Kreis are both reported of, else „unknown“."""
    is_listed = np.asarray(~np.isnan(found).all(axis=1))
    silent = np.where(is_listed[:, None] & reported, NO, UNKNOWN)
    return pd.DataFrame(np.where(np.isnan(found), silent, found), index=view.services.index, columns=list(COUNTIES))
