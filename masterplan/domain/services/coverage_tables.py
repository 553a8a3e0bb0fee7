"""Tables made from counts of coverage: by Ressort, over all kinds of places, and as shares with their bounds.

The counts come from the store, one row per service or Kreis and kind of place. A Ressort answers for different services
at different times; so counts by Ressort are those of its services at the Stichtag, added up here.
"""

from collections.abc import Sequence

import pandas as pd

from masterplan.domain.figure import MINIMUM_COVERAGE, NO_GROUP
from masterplan.domain.services.coverage_counts import OFFLINE, ONLINE, STATES, UNKNOWN
from masterplan.domain.view import PlanView


def merged(counts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The counts added up to one row per value of these columns, in their order."""
    return counts.groupby(list(by), sort=True, as_index=False)[list(STATES)].sum()


def by_ministry(counts: pd.DataFrame, view: PlanView) -> pd.DataFrame:
    """Counts by service as one row per Ressort that answers for them at the Stichtag and kind of place.

    Columns: ``ministry`` (key; ``unknown`` where the service is not in the plan or names none), ``level``, the states.
    Ressorts stand in official order, ``unknown`` last. The counts must be those of the view's cut.
    """
    of_bundle = dict(zip(view.services["ozg_id"], view.services["ministry_at"], strict=True))
    bundles = dict(zip(view.leika_services["leika_key"], view.leika_services["ozg_id"], strict=True))
    owners = [of_bundle.get(bundles.get(service, service)) for service in counts["service"]]
    columns = [counts[name].tolist() for name in ("level", *STATES)]
    sums: dict[tuple[str, str], list[int]] = {}
    for owner, kind, *numbers in zip(owners, *columns, strict=True):
        key = (NO_GROUP if pd.isna(owner) else str(owner), str(kind))
        known = sums.get(key)
        sums[key] = [one + other for one, other in zip(known, numbers, strict=True)] if known else numbers
    order = {str(key): position for position, key in enumerate(view.bodies.index)}
    ranked = sorted(sums, key=lambda key: (key[0] == NO_GROUP, order.get(key[0], len(order)), *key))
    return pd.DataFrame([(*key, *sums[key]) for key in ranked], columns=["ministry", "level", *STATES])


def with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with ``listed`` (entries in force), and the share of these that is online, with its bounds.

    ``lower`` counts only what surely is online, ``upper`` also what is unknown; ``coverage`` is the share of entries of
    which it is known. Where that is below 0.8, or nothing is listed, there is no share (NaN). What is not listed at all
    is in no number: of such places nothing is known.
    """
    listed = counts[ONLINE] + counts[OFFLINE] + counts[UNKNOWN]
    coverage = (counts[ONLINE] + counts[OFFLINE]) / listed
    enough = coverage >= MINIMUM_COVERAGE
    lower, upper = counts[ONLINE] / listed, (counts[ONLINE] + counts[UNKNOWN]) / listed
    return counts.assign(listed=listed, lower=lower.where(enough), upper=upper.where(enough), coverage=coverage)
