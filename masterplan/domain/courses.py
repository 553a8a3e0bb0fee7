"""The course of an item: what it was on each day that something was stated for, as known at some time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from masterplan.domain.as_of import Origin


@dataclass(frozen=True)
class DayState:
    """One item on one day: each field's latest value by then, and the statement each value comes from.

    ``fields`` hold ISO texts for days, as statements do, and also ``first_on`` and ``baseline_on``.
    """

    on: date
    fields: Mapping[str, object]
    origins: Mapping[str, Origin]


Courses = Mapping[str, Sequence[DayState]]
"""By the item's key its states, oldest day first; never empty for a key that is there."""


def at(course: Sequence[DayState], on: date) -> DayState | None:
    """The state on a day: that of the latest day stated by then; None before the first."""
    return next((state for state in reversed(course) if state.on <= on), None)
