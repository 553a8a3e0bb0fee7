"""Two Stichtage beside each other: key figures with their difference, the changes that pass the filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from masterplan.domain.comparing.change import ItemChange
from masterplan.domain.figure import Figure
from masterplan.domain.filters import Filters, name_of, narrowed
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView

STEPS = {"share": 1000, "days": 10, "count": 1}
"""How finely a value is shown, by unit."""


@dataclass(frozen=True)
class Pair:
    """One key figure at both Stichtage.

    ``difference`` is that of the values as they are shown, so that a reader's sum is right: shares (0 to 1) in steps of
    a tenth of a percentage point, days in tenths. None: the figure cannot be given at one of them.
    """

    name: str
    first: Figure
    second: Figure

    @property
    def difference(self) -> float | None:
        if self.first.value is None or self.second.value is None:
            return None
        steps = STEPS[self.first.unit]
        first, second = (floor(value * steps + 0.5) for value in (self.first.value, self.second.value))
        return (second - first) / steps


def pairs(first: Sequence[Figure], second: Sequence[Figure]) -> list[Pair]:
    """The key figures that both Stichtage have, in the order of the later one."""
    before = {name_of(figure): figure for figure in first}
    return [Pair(name_of(figure), before[name_of(figure)], figure) for figure in second if name_of(figure) in before]


def known_then(view: PlanView, on: date) -> datetime:
    """What was known of a day when the plan spoke of it: until the first file with a later Stand came in.

    Without such a file, what is known now.
    """
    later = view.sources[view.sources["stand"].gt(str(on))]
    if later.empty:
        return view.known_by
    first: datetime = min(later["recorded_at"])
    return first - timedelta(microseconds=1)


def passing(changes: Iterable[ItemChange], views: Iterable[PlanView], filters: Filters) -> list[ItemChange]:
    """The changes of items that pass at one of the two Stichtage; without filters all of them."""
    if filters.empty:
        return list(changes)
    keys = {str(key) for view in views for kind in Kind for key in narrowed(view, filters).table(kind).index}
    return [change for change in changes if change.key in keys]
