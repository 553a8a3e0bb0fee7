"""What somebody owes: per item whether a report is due, and what in the last one is contradictory, stale or missing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from masterplan.domain.as_of import Origin
from masterplan.domain.counting import NO, YES
from masterplan.domain.courses import Courses, DayState
from masterplan.domain.figure import REPORTED
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.item.judgement import Judgement, judgement
from masterplan.domain.judging.cases import Case, plan_of
from masterplan.domain.judging.consistency import CLOSED, DEMANDS
from masterplan.domain.judging.data_quality import NOT_BY_REPORT, data_quality
from masterplan.domain.judging.findings import Finding, findings
from masterplan.domain.lists.measure_list import natural_order
from masterplan.domain.plan import FIELDS, Kind
from masterplan.domain.reporting.entries import confirmed
from masterplan.domain.staleness import owes_reports, reporting
from masterplan.domain.view import PlanView, column


@dataclass(frozen=True)
class Task:
    """One item that a body answers for, as at the day that reports speak of.

    ``values`` are as statements keep them. ``owed``: neither completed nor dropped, so somebody has to say how it
    stands. ``missing`` are the gaps that a report can fill. ``obstacle``: why it cannot simply be confirmed (None: it
    can).
    """

    key: str
    kind: Kind
    values: Mapping[str, Any]
    ministry: str | None
    owed: bool
    is_stale: bool
    is_overdue: bool
    last_on: date
    computed_light: str | None
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    obstacle: str | None

    @property
    def name(self) -> str:
        """Number and title."""
        return " ".join(str(self.values[part]) for part in ("number", "title") if self.values.get(part))

    @property
    def is_quiet(self) -> bool:
        """Nothing is odd about it: „unverändert bestätigen“ may be enough."""
        return not self.findings and not self.is_overdue and self.obstacle is None


def tasks(view: PlanView, courses: Courses, own: Collection[str] | None = None) -> list[Task]:
    """The Wegmarken and measures that these bodies (None: any) answer for, what presses most first."""
    cases = plan_of(view, courses).cases
    about: dict[str, list[Finding]] = {}
    for one in findings(view, courses):
        if one.number != "P8":  # about a whole Ressort, not about one of its items
            about.setdefault(one.keys[0], []).append(one)
    found = [task for kind in REPORTED for task in _of_kind(view, kind, own, cases, courses, about)]
    return sorted(found, key=_order)


def _of_kind(
    view: PlanView,
    kind: Kind,
    own: Collection[str] | None,
    cases: Mapping[str, Case],
    courses: Courses,
    about: Mapping[str, Sequence[Finding]],
) -> list[Task]:
    items = view.table(kind)
    items = items if own is None else items[items["ministry_at"].isin(own)]
    owed, ministries = owes_reports(items, view).ne(NO).tolist(), items["ministry_at"].tolist()
    reports = reporting(items, view).to_dict("records")
    missing = data_quality(view, kind)["missing"].reindex(items.index).tolist()
    found = []
    for at, key in enumerate(map(str, items.index)):
        values = _stated(courses.get(key, ()))
        found.append(
            Task(
                key=key,
                kind=kind,
                values=values,
                ministry=ministries[at],
                owed=owed[at],
                is_stale=reports[at]["stale"] == YES,
                is_overdue=cases[key].overdue,
                last_on=reports[at]["last_on"].date(),
                computed_light=cases[key].computed_light,
                findings=tuple(about.get(key, ())),
                missing=tuple(one for one in missing[at] if one not in NOT_BY_REPORT),
                obstacle=_obstacle(kind, values, view.stichtag),
            )
        )
    return found


def _stated(course: Sequence[DayState]) -> Mapping[str, Any]:
    return course[-1].fields if course else {}


def _obstacle(kind: Kind, values: Mapping[str, Any], on: date) -> str | None:
    if not any(value is not None for value in confirmed(kind, values).values()):
        return "Noch nie gemeldet."
    return next((sentence for demand in DEMANDS if (sentence := demand.judge(values, on))), None)


def _order(task: Task) -> tuple[object, ...]:
    due = task.values.get("forecast_on") or task.values.get("due_on") or "9"
    closed = task.values.get("status") in CLOSED
    number = natural_order(task.values.get("number"))
    return (not task.owed, not task.findings, not task.is_overdue, closed, due, number)


# The counters that filter.


@dataclass(frozen=True)
class Around:
    """What is known of tasks beside the plan: reported since the round was opened, asked about, begun in a draft."""

    in_round: bool = False
    reported: frozenset[str] = frozenset()
    queried: frozenset[str] = frozenset()
    drafted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Counter:
    """One filter of the list: what it is called, what it means, and whether a task passes."""

    title: str
    meaning: str
    passes: Callable[[Task, Around], bool] = field(repr=False)


def is_due(task: Task, around: Around) -> bool:
    """A report is owed and still lacking: in a round since it was opened, else where the last one is too old."""
    return task.owed and (task.key not in around.reported if around.in_round else task.is_stale)


COUNTERS: Mapping[str, Counter] = {
    "offen": Counter("zu melden", "Einträge, zu denen eine Meldung aussteht.", is_due),
    "rueckfrage": Counter(
        "Rückfragen", "Die Staatskanzlei hat nachgefragt.", lambda task, around: task.key in around.queried
    ),
    "auffaellig": Counter(
        "auffällig", "Die Angaben passen nicht zusammen, oder etwas bleibt zu lange gleich.",
        lambda task, around: bool(task.findings),
    ),
    "ueberfaellig": Counter("überfällig", "Der Plantermin ist verstrichen.", lambda task, around: task.is_overdue),
    "veraltet": Counter("veraltet", "Die letzte Meldung ist zu alt.", lambda task, around: task.is_stale),
    "luecken": Counter("lückenhaft", "Es fehlen Angaben.", lambda task, around: bool(task.missing) and task.owed),
    "ruhig": Counter(
        "zu bestätigen", "Eine Meldung steht aus, und nichts fällt auf: Bestätigen genügt, wenn alles noch stimmt.",
        lambda task, around: is_due(task, around) and task.is_quiet and task.key not in around.drafted,
    ),
    "entwurf": Counter(
        "Entwürfe", "Begonnen und noch nicht gespeichert.", lambda task, around: task.key in around.drafted
    ),
    "gemeldet": Counter(
        "gemeldet", "In dieser Runde schon gemeldet.", lambda task, around: task.key in around.reported
    ),
    "alle": Counter("alle", "Alle eigenen Wegmarken und Maßnahmen.", lambda task, around: True),
}  # fmt: skip
"""By the word that stands in the address."""


def counted_tasks(found: Sequence[Task], around: Around) -> dict[str, list[Task]]:
    """The tasks that pass each counter; counters that nothing passes are left out, but for the first and the last."""
    passing = {code: [task for task in found if one.passes(task, around)] for code, one in COUNTERS.items()}
    return {code: tasks_ for code, tasks_ in passing.items() if tasks_ or code in ("offen", "alle")}


# What a report would lead to, before it is sent.


def judged_after(
    view: PlanView, key: str, kind: Kind, course: Sequence[DayState], values: Mapping[str, Any]
) -> Judgement | None:
    """What the rules would say of the item with these values, at the view's Stichtag."""
    alone = narrowed(view, Filters(), {key})
    items = alone.table(kind)
    if key not in items.index:
        return None
    changed = {
        name: column(FIELDS[kind][name].type, [value]).set_axis(items.index) for name, value in values.items()
    }
    items = items.assign(**changed)
    after = replace(alone, milestones=items) if kind == Kind.MILESTONE else replace(alone, measures=items)
    return judgement(after, key, kind, _with(course, view.stichtag, values))


def _with(course: Sequence[DayState], on: date, values: Mapping[str, Any]) -> list[DayState]:
    last = course[-1] if course else DayState(on, {}, {})
    origins = {**last.origins, **dict.fromkeys(values, Origin(0, on))}
    earlier = [state for state in course if state.on < on]
    return [*earlier, DayState(on, {**last.fields, **values}, origins)]
