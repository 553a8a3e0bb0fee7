"""Values of the plan as texts of a briefing: German numbers with their units, spans, differences, days."""

from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from masterplan.domain.comparing.comparison import Pair
from masterplan.domain.figure import Figure
from masterplan.vocabulary import NO_VALUE, day, number, percent, rounded_euro


def value_text(value: float | int | None, unit: str) -> str:
    """A value with its unit: „35,3 %“, „10“, „175 Tage“, „3,2 Mio. €“."""
    if value is None:
        return NO_VALUE
    if unit == "share":
        return percent(value, 1)
    if unit == "days":
        return f"{number(value, 0)}\u00a0Tage"
    return rounded_euro(value) if unit == "euro" else number(value)


def bounds_text(figure: Figure) -> str | None:
    """The span of a value where not everything is known; None where there is none."""
    if figure.unit == "share" and figure.value is None and figure.denominator:
        return f"keine Angabe des Anteils: zu wenig ist bekannt; bestätigt sind {number(figure.numerator)}"
    if figure.lower is None or figure.upper is None or figure.lower == figure.upper:
        return None
    first, last = (value_text(value, figure.unit) for value in (figure.lower, figure.upper))
    return f"mindestens {first}, höchstens {last}"


def coverage_text(figure: Figure) -> str | None:
    """The share of items of which it is known."""
    if figure.coverage is None:
        return None
    if figure.coverage == 1:
        return "vollständig bekannt"
    return f"für {percent(figure.coverage, 1)} bekannt"


def difference_text(pair: Pair, since: date) -> str | None:
    """„+4,1 Prozentpunkte seit 31.12.2020“; None where one of the values is missing."""
    if pair.difference is None:
        return None
    return f"{signed(pair.difference, pair.second.unit)} seit {day(since)}"


def signed(difference: float, unit: str) -> str:
    """A difference with its sign and unit: „+4,1 Prozentpunkte“, „−3“, „±0“."""
    scaled = difference * 100 if unit == "share" else difference
    sign = "±" if not round(scaled, 9) else "+" if scaled > 0 else "−"
    words = {"share": " Prozentpunkte", "days": " Tage"}.get(unit, "")
    decimals = {"share": 1, "days": 1}.get(unit, 0)
    return f"{sign}{number(abs(scaled), decimals)}{words}"


def shortened(title: str, length: int = 48) -> str:
    """A title for a narrow place, cut between words."""
    return title if len(title) <= length else f"{title[: length - 1].rsplit(' ', 1)[0]} …"


def text_of(value: object) -> str | None:
    """A text of a table; None where nothing is reported."""
    if value is None or (isinstance(value, float) and isnan(value)) or value is pd.NaT:
        return None
    return str(value)


def day_of(value: object) -> date | None:
    """A day of a table."""
    if value is None or value is pd.NaT or (isinstance(value, float) and isnan(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else date.fromisoformat(str(value)[:10])


def plain(value: Any) -> str | int | float | None:
    """A number or text as JSON knows it."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, str | bool | int):
        return value
    exact = float(value)
    return int(exact) if exact.is_integer() and not isinstance(value, float) else exact
