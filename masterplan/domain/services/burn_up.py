"""The burn-up of services: how many there are, how many are online, and which pace the target asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from masterplan.domain.counting import RULES
from masterplan.domain.figure import MINIMUM_COVERAGE, Figure
from masterplan.domain.forecast import DAYS_A_MONTH
from masterplan.domain.progress import share
from masterplan.domain.view import PlanView
from masterplan.vocabulary import OZG_TARGET

YEAR, SHORTEST = 330, 90
"""The pace so far is taken over so many days and more: about a year, as the plan is reported once a year; where the
reports do not go back so far, over all of them, but not over less than a quarter."""


@dataclass(frozen=True)
class BurnUpPoint:
    """The services on one day by a counting rule: ``done`` are confirmed, ``open_`` those of which it is not known."""

    on: date
    done: int
    open_: int
    total: int

    @property
    def is_known(self) -> bool:
        """Whether enough is known for a share or a pace."""
        return self.total > 0 and (self.total - self.open_) / self.total >= MINIMUM_COVERAGE


@dataclass(frozen=True)
class BurnUp:
    """The course up to the Stichtag, its last point, and the paces in services per month.

    ``needed`` is the pace from the Stichtag on that has all services online on the target day (None: all are, or the
    day has come). ``recent`` is that between ``since`` and the last report, both of which must be known well enough.
    """

    rule: str
    points: tuple[BurnUpPoint, ...]
    target_on: date
    needed: float | None
    recent: float | None
    since: date | None

    @property
    def current(self) -> BurnUpPoint:
        """Where the services stand at the Stichtag."""
        return self.points[-1]

    @property
    def missing(self) -> int:
        """How many services are not confirmed to be online."""
        return self.current.total - self.current.done


def burn_up(
    plans: Sequence[PlanView], rule: str, stands: Collection[date] | None = None, target_on: date = OZG_TARGET
) -> BurnUp:
    """The burn-up through some plans, the last of which is that of the Stichtag.

    ``stands`` are the days that files speak of (None: every plan's day): only there does anything new become known, so
    only these days count for the pace so far.
    """
    ordered = sorted(plans, key=lambda plan: plan.stichtag)
    points = [_point(plan.stichtag, share(RULES[rule], RULES[rule].states(plan))) for plan in ordered]
    kept = tuple(point for point in points if point.total or point is points[-1])
    recent, since = _recent([point for point in kept if stands is None or point.on in stands])
    return BurnUp(rule, kept, target_on, _needed(kept[-1], target_on), recent, since)


def _point(on: date, figure: Figure) -> BurnUpPoint:
    return BurnUpPoint(on, figure.numerator or 0, len(figure.unknown_keys), figure.denominator or 0)


def _needed(now: BurnUpPoint, target_on: date) -> float | None:
    days, missing = (target_on - now.on).days, now.total - now.done
    return missing / (days / DAYS_A_MONTH) if days > 0 and missing > 0 else None


def _recent(reported: Sequence[BurnUpPoint]) -> tuple[float | None, date | None]:
    """The pace of about the last year, and since when; None where too little was known at either end."""
    if len(reported) < 2:
        return None, None
    last = reported[-1]
    base = next((point for point in reversed(reported) if (last.on - point.on).days >= YEAR), reported[0])
    if not (base.is_known and last.is_known) or (last.on - base.on).days < SHORTEST:
        return None, None
    return (last.done - base.done) / ((last.on - base.on).days / DAYS_A_MONTH), base.on
