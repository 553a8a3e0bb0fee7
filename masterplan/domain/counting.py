"""Counting rules: when an OZG service counts as online. Each is named and versioned and says where it comes from.

Truth has three values, written as numbers: 1 yes, 0.5 unknown, 0 no. "And" is then the minimum, "or" the maximum.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from masterplan.domain.plan import Reach
from masterplan.domain.view import PlanView

YES, UNKNOWN, NO = 1.0, 0.5, 0.0


@dataclass(frozen=True)
class Rule:
    """A way of counting services as online. ``states`` gives one three-valued number per service in force (by key)."""

    id: str
    version: str
    title: str
    definition: str
    source: str
    states: Callable[[PlanView], pd.Series]


def both(first: pd.Series, second: pd.Series) -> pd.Series:
    """Three-valued "and"."""
    return pd.Series(np.minimum(first.to_numpy(), second.to_numpy()), index=first.index)


def at_least(values: pd.Series, threshold: float) -> pd.Series:
    """Three-valued "at least": unknown where the value is missing."""
    numbers = values.to_numpy(dtype="float64")
    states = np.where(np.isnan(numbers), UNKNOWN, np.where(numbers >= threshold, YES, NO))
    return pd.Series(states, index=values.index)


def row_online(coverage: pd.DataFrame) -> pd.Series:
    """Whether a coverage row says online: ``online`` is true, or it has a reach that is evaluated."""
    reach, online = coverage["reach"], coverage["online"]
    evaluated = (reach.notna() & (reach != Reach.NOT_EVALUATED)).to_numpy(dtype=bool)
    said_yes = online.fillna(False).to_numpy(dtype=bool)
    nothing_said = (reach.isna() & online.isna()).to_numpy(dtype=bool)
    return pd.Series(np.where(evaluated | said_yes, YES, np.where(nothing_said, UNKNOWN, NO)), index=coverage.index)


def online_somewhere(view: PlanView, by: str) -> pd.Series:
    """Per LeiKa key (or, for rows without one, per OZG-ID): whether one of its coverage rows is online."""
    rows = view.coverage
    if by == "ozg_id":
        rows = rows[rows["leika_key"].isna()]
    return row_online(rows).groupby(rows[by].to_numpy(dtype=object)).max()


def _available(states: pd.Series, keys: pd.Series, online: pd.Series) -> pd.Series:
    """A state of maturity, and online wherever coverage is reported for the key at all."""
    reported = keys.map(online).astype("float64").fillna(YES)
    return both(states, reported)


def bundle_reaches(view: PlanView, threshold: float) -> pd.Series:
    """Whether one LeiKa service of the bundle has this maturity and is online in one Kommune at least.

    A LeiKa service without coverage rows counts on its maturity alone. The bundle's own maturity counts only if none
    of its services has one.
    """
    services, parts = view.services, view.leika_services
    part_states = _available(
        at_least(parts["maturity"], threshold), parts["leika_key"], online_somewhere(view, "leika_key")
    )
    bundles = parts["ozg_id"].to_numpy(dtype=object)
    best = part_states.groupby(bundles).max()
    rated = parts["maturity"].notna().groupby(bundles).max()
    own = _available(at_least(services["maturity"], threshold), services["ozg_id"], online_somewhere(view, "ozg_id"))
    by_parts = services["ozg_id"].map(best).astype("float64")
    is_rated = services["ozg_id"].map(rated).eq(True).to_numpy(dtype=bool)
    return pd.Series(np.where(is_rated, by_parts, own), index=services.index, dtype="float64")


def bund_2020(view: PlanView) -> pd.Series:
    """The rule of the federal OZG dashboard since 1 October 2020 (for one Land: at least one Kommune)."""
    return bundle_reaches(view, 2)


def ozg_reifegrad_3(view: PlanView) -> pd.Series:
    """The same with Reifegrad 3, from which the duty of the OZG counts as met."""
    return bundle_reaches(view, 3)


_COMMON = (
    "Eine LeiKa-Leistung mit Angaben zur Verfügbarkeit zählt nur, wenn sie mindestens irgendwo online ist; ohne solche "
    "Angaben zählt ihr gemeldeter Reifegrad. Der Reifegrad des Bündels selbst zählt nur, wenn zu keiner seiner "
    "Leistungen einer gemeldet ist. Fehlt jede Angabe, gilt die Leistung als unbekannt, nicht als offline."
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "bund-2020",
            "1",
            "Zählweise des Bundes (seit 2020)",
            "Eine OZG-Leistung (Leistungsbündel) gilt als online, wenn mindestens eine ihrer LeiKa-Leistungen in "
            f"mindestens einer Kommune mit Reifegrad 2 oder höher verfügbar ist. {_COMMON}",
            "OZG-Dashboard des Bundes, seit 1. Oktober 2020 (Reifegradmodell 1.1); § 1 Abs. 1 OZG",
            bund_2020,
        ),
        Rule(
            "ozg-reifegrad-3",
            "1",
            "OZG-Pflicht (Reifegrad 3)",
            "Eine OZG-Leistung (Leistungsbündel) gilt als online, wenn mindestens eine ihrer LeiKa-Leistungen in "
            "mindestens einer Kommune mit Reifegrad 3 oder höher verfügbar ist, also einschließlich aller Nachweise "
            f"online beantragt werden kann. {_COMMON}",
            "§ 1 Abs. 1 OZG; Reifegradmodell 1.1 (Juni 2020): Die Pflicht gilt ab Stufe 3 als erfüllt",
            ozg_reifegrad_3,
        ),
    )
}
"""The counting rules by id, in the order in which they are shown."""
