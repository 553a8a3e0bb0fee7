"""The list of all measures as it is shown: what is reported of each beside what is computed, in a chosen order."""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from masterplan.domain.plan import Level, Light
from masterplan.domain.slip import slip_where_due
from masterplan.domain.states import status_at
from masterplan.domain.traffic_light import computed_lights
from masterplan.domain.view import PlanView

NATURAL = "nummer"
BY_RANK = "treffer"
_LIGHTS = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN)
_LEVELS = (Level.STATE, Level.JOINT, Level.MUNICIPAL)
_AS_REPORTED = ["number", "title", "reported_light", "progress", "ministry_at", "level"]
_DATES = ["due_on", "due_text", "forecast_on"]


def measure_list(view: PlanView) -> pd.DataFrame:
    """One row per measure, by number: as reported, with ``status`` as it counts, ``computed_light`` (None: dropped),
    its ``reason`` in German, and ``slip_days`` from the first baseline (NaN: none can be said)."""
    measures = view.measures
    lights = computed_lights(measures, view)
    table = measures[[*_AS_REPORTED, *_DATES]].assign(
        status=status_at(measures, view),
        computed_light=lights["light"],
        reason=lights["reason"],
        slip_days=slip_where_due(measures, view),
    )
    return ordered(table, NATURAL)


def natural_order(number: object) -> tuple[tuple[int, int, str], ...]:
    """Sorts „1.9“ before „1.10“ and what has no number last."""
    if not isinstance(number, str) or not number:
        return ((2, 0, ""),)
    parts = re.findall(r"\d+|[^\W\d_]+", number.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _place(values: pd.Series, order: Sequence[str]) -> pd.Series:
    places = {str(value): position for position, value in enumerate(order)}
    return values.map(places).astype("float64")


ORDERS: Mapping[str, tuple[str, Callable[[pd.DataFrame], pd.Series]]] = {
    NATURAL: ("Nummer", lambda table: pd.Series(0.0, index=table.index)),
    "ampel": ("errechnete Ampel, rote zuerst", lambda table: _place(table["computed_light"], _LIGHTS)),
    "verzug": ("Verzug, größter zuerst", lambda table: -table["slip_days"]),
    "termin": ("Plantermin, früheste zuerst", lambda table: table["due_on"]),
    "ebene": ("Ebene, Land zuerst", lambda table: _place(table["level"], _LEVELS)),
}
"""By name in the address: what is said of the order, and the values it goes by, small ones first, missing ones last.

Equal ones stand by number."""


def ordered(table: pd.DataFrame, order: str, found: Sequence[str] = ()) -> pd.DataFrame:
    """The rows in one of `ORDERS` (another name: by number), or as they were ``found``, the best first (`BY_RANK`)."""
    numbers = sorted(range(len(table)), key=lambda row: natural_order(table["number"].iloc[row]))
    by_number = table.iloc[numbers]
    if order == BY_RANK:
        places = {key: position for position, key in enumerate(found)}
        values = pd.Series([places.get(str(key), len(places)) for key in by_number.index], index=by_number.index)
    else:
        values = ORDERS.get(order, ORDERS[NATURAL])[1](by_number)
    return by_number.loc[values.sort_values(kind="stable", na_position="last").index]
