"""The dates of one item: its beginning, first baseline, plan of today, forecast and actual day, and how it slipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from masterplan.domain.courses import DayState
from masterplan.domain.plan import IN_FORCE, Status
from masterplan.domain.slip import day_of

DEFINITION = (
    "Ursprünglicher Termin ist der zuerst gemeldete Plantermin, Plantermin der am Stichtag geltende, Prognose der "
    "jetzt erwartete, Ist-Termin der Tag, an dem etwas tatsächlich erreicht wurde. Der Verzug zählt die Tage vom "
    "ursprünglichen Termin zum Ist-Termin, sonst zur Prognose, sonst zum Plantermin; frühere Termine zählen negativ. "
    "Ein Ist-Termin nach dem Stichtag ist keine Erreichung. Frühere Plantermine sind die, die zwischendurch galten."
)


@dataclass(frozen=True)
class ItemDates:
    """None: not reported. ``earlier`` are planned days between the first and the one of today, with the day each was
    stated on, oldest first; ``slip_days`` is positive where it ends later than planned at first, and None also where
    nothing can slip (``is_permanent``, ``is_dropped``)."""

    stichtag: date
    starts_on: date | None
    baseline_on: date | None
    due_on: date | None
    forecast_on: date | None
    achieved_on: date | None
    earlier: tuple[tuple[date, date], ...]
    is_permanent: bool
    is_dropped: bool

    @property
    def is_empty(self) -> bool:
        """Whether not a single day is known."""
        names = ("starts_on", "baseline_on", "due_on", "forecast_on", "achieved_on")
        return all(getattr(self, name) is None for name in names)

    @property
    def is_achieved(self) -> bool:
        """Whether an actual day up to the Stichtag is reported."""
        return self.achieved_on is not None and self.achieved_on <= self.stichtag

    @property
    def ends_on(self) -> date | None:
        """The actual day up to the Stichtag, else the forecast, else the planned date."""
        return self.achieved_on if self.is_achieved else self.forecast_on or self.due_on

    @property
    def slip_days(self) -> int | None:
        if self.ends_on is None or self.baseline_on is None or self.is_permanent or self.is_dropped:
            return None
        return (self.ends_on - self.baseline_on).days


def item_dates(course: Sequence[DayState], stichtag: date) -> ItemDates | None:
    """The dates at the Stichtag, from the states up to it; None where there is no state."""
    if not course:
        return None
    now = course[-1].fields
    baseline_on, due_on = day_of(now, "baseline_on"), day_of(now, "due_on")
    planned: dict[date, date] = {}
    for state in course:
        day = day_of(state.fields, "due_on")
        if day not in (None, baseline_on, due_on) and state.fields.get(IN_FORCE) is not False:
            planned.setdefault(day, state.on)
    achieved_on, status = day_of(now, "achieved_on"), now.get("status")
    return ItemDates(
        stichtag=stichtag,
        starts_on=day_of(now, "starts_on"),
        baseline_on=baseline_on,
        due_on=due_on,
        forecast_on=day_of(now, "forecast_on"),
        achieved_on=achieved_on,
        earlier=tuple((on, day) for day, on in planned.items()),
        is_permanent=status == Status.PERMANENT and (achieved_on is None or achieved_on > stichtag),
        is_dropped=status == Status.DROPPED,
    )
