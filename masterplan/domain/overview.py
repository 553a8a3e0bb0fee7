"""What the first page shows beside the key figures: the path to the target, status by Ressort, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from masterplan.domain.collation import german
from masterplan.domain.counting import RULES, YES
from masterplan.domain.plan import Part, Status
from masterplan.domain.progress import NO_GROUP, Figure, figures, share
from masterplan.domain.states import overdue, status_at
from masterplan.domain.view import PlanView
from masterplan.vocabulary import OZG_TARGET

STATUS_ORDER: tuple[str, ...] = (
    *(
        str(status)
        for status in (
            Status.COMPLETED, Status.PERMANENT, Status.IN_PROGRESS, Status.DELAYED, Status.PLANNED,
            Status.NOT_STARTED, Status.SUSPENDED, Status.DROPPED,
        )
    ),
    NO_GROUP,
)  # fmt: skip
"""From done to not begun, then what has left the plan, then what nothing is known of."""


@dataclass(frozen=True)
class Point:
    """The share of services online on one day, by one counting rule."""

    on: date
    figure: Figure


@dataclass(frozen=True)
class Path:
    """The share of services online on the days an edition speaks of, against the straight way to 100 % at the target.

    The straight way begins with the first share that could be given. ``needed`` is where it stands at the Stichtag
    (None: there is no such share yet; 1.0 from the target day on), ``gap`` how far the plan's share lies behind it.
    """

    points: tuple[Point, ...]
    stichtag: date
    target_on: date

    @property
    def current(self) -> Figure:
        """The figure at the Stichtag."""
        return self.points[-1].figure

    @property
    def start(self) -> Point | None:
        """Where the straight way begins."""
        return next((point for point in self.points if point.figure.value is not None), None)

    @property
    def needed(self) -> float | None:
        return self.needed_on(self.stichtag)

    @property
    def gap(self) -> float | None:
        """Positive: behind the straight way."""
        if self.needed is None or self.current.value is None:
            return None
        return self.needed - self.current.value

    def needed_on(self, day: date) -> float | None:
        """Where the straight way stands on a day."""
        if self.start is None or self.start.figure.value is None or day < self.start.on:
            return None
        if day >= self.target_on or self.start.on >= self.target_on:
            return 1.0
        passed = (day - self.start.on).days / (self.target_on - self.start.on).days
        return float(self.start.figure.value + (1 - self.start.figure.value) * passed)


def services_online(view: PlanView, rule: str) -> Point:
    """The share of services online at the view's Stichtag."""
    return Point(view.stichtag, share(RULES[rule], RULES[rule].states(view)))


def path(points: Sequence[Point], target_on: date = OZG_TARGET) -> Path:
    """The path through these points; the last one stands for the Stichtag. Days without any service are left out."""
    ordered = sorted(points, key=lambda point: point.on)
    stichtag = ordered[-1].on
    kept = [point for point in ordered if point.figure.denominator or point is ordered[-1]]
    return Path(tuple(kept), stichtag, target_on)


OTHER_BODIES = "others"
"""The row of those who are no Ressort: Kommunen, their associations, providers."""


def measures_by_status(view: PlanView) -> pd.DataFrame:
    """How many measures stand where: one row per Ressort in official order, one column per status.

    The last rows are ``others`` (led by a Kommune or another body that is no Ressort) and ``unknown``. Dropped measures
    have a column of their own; in the column ``unknown`` are those without a readable status.
    """
    measures = view.measures
    others = view.bodies.index[view.bodies["kind"].ne("ministry")]
    ministries = measures["ministry_at"].fillna(NO_GROUP).astype(object)
    ministries = ministries.mask(ministries.isin(others), OTHER_BODIES)
    statuses = status_at(measures, view).fillna(NO_GROUP).astype(object)
    table = pd.crosstab(ministries.to_numpy(dtype=object), statuses.to_numpy(dtype=object))
    order = {str(key): position for position, key in enumerate(view.bodies.index)}
    last = {OTHER_BODIES: 1, NO_GROUP: 2}
    rows = sorted(table.index, key=lambda key: (last.get(key, 0), order.get(key, len(order)), key))
    whole = table.reindex(index=rows, columns=list(STATUS_ORDER), fill_value=0)
    return whole.rename_axis(index="ministry", columns=None)


def overdue_milestones(view: PlanView) -> pd.DataFrame:
    """The milestones that are certainly overdue, the longest first: one row each, with ``days_overdue``."""
    late = view.milestones[overdue(view.milestones, view).eq(YES)]
    columns = ["number", "title", "ministry_at", "due_text", "due_on", "forecast_on", "status", "reported_light"]
    days = (view.stichtag_day - late["due_on"]).dt.days.astype("int64")
    ranked = late[columns].assign(days_overdue=days)
    return ranked.sort_values(["days_overdue", "title"], ascending=[False, True], kind="stable", key=german)


def ministry_name(view: PlanView, key: str | None) -> str | None:
    """The short name of a body at the Stichtag; a key that no body bears then stays as it is."""
    return key if key is None else view.body_names.get(key, key)


def latest_sources(view: PlanView) -> pd.DataFrame:
    """Of each part (and Ressort, where a part has several) the newest file: one row each, with ``age_days``."""
    files = view.sources.sort_values(["stand", "revision"], kind="stable")
    ministries = files["ministry"].fillna("").astype(object)
    newest = files.assign(_ministry=ministries).drop_duplicates(["part", "_ministry"], keep="last")
    ages = (view.stichtag_day - newest["stand"]).dt.days.astype("int64")
    order = {str(part): position for position, part in enumerate(Part)}
    bodies = {str(key): position for position, key in enumerate(view.bodies.index)}
    ranked = newest.assign(
        age_days=ages,
        _part=[order.get(part, len(order)) for part in newest["part"]],
        _body=[bodies.get(key, len(bodies)) for key in newest["_ministry"]],
    )
    ranked = ranked.sort_values(["_part", "_body", "_ministry"], kind="stable")
    return ranked.drop(columns=["_ministry", "_part", "_body"]).reset_index(drop=True)


COMPARED = {
    "milestones.total": "milestones", "milestones.achieved": "achieved", "milestones.overdue": "overdue",
    "milestones.slipped": "slipped", "measures.total": "measures", "measures.completed": "completed",
    "measures.overdue": "measures_overdue", "reports.stale": "stale",
}  # fmt: skip
"""Key figures by which the Ressorts stand beside each other, and the column of each."""


def ministries_compared(view: PlanView) -> pd.DataFrame:
    """How each Ressort stands: one row per Ressort of the Stichtag in official order, without any ranking.

    Columns: the counts of `COMPARED`, and the shares ``achieved_share`` (of its Wegmarken) and ``completed_share`` (of
    its measures), missing where it has none. A Ressort without any Wegmarke or measure has no row.
    """
    keys = [str(key) for key in view.bodies.index[view.bodies["kind"].eq("ministry")]]
    table = pd.DataFrame(0, index=pd.Index(keys, name="ministry"), columns=list(COMPARED.values()), dtype="int64")
    for figure in figures(view, [], "ministry"):
        if figure.id in COMPARED and figure.group in table.index and figure.value is not None:
            table.at[figure.group, COMPARED[figure.id]] = int(figure.value)
    present = table[table["milestones"].gt(0) | table["measures"].gt(0)]
    return present.assign(
        achieved_share=present["achieved"] / present["milestones"].where(present["milestones"].gt(0)),
        completed_share=present["completed"] / present["measures"].where(present["measures"].gt(0)),
    )
