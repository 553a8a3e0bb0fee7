"""Plans as logs of statements: the cut folded from them, and random ones."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from masterplan.domain import as_of
from masterplan.domain.as_of import Stated
from masterplan.domain.comparing.between import Between, item_at, needs_log
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.domain.view import Cut
from tests.builders import bodies

FIRST_DAY = date(2020, 6, 30)
DAY = timedelta(days=30)
Log = Mapping[str, Sequence[Stated]]
"""By key of the item (its kind is the word before the slash) all that was stated of it."""


def day(number: int) -> date:
    """The first day, and one more every 30 days."""
    return FIRST_DAY + number * DAY


def said(revision: int, on: int, **fields: Any) -> Stated:
    """One statement, released at once."""
    return Stated(revision * 100 + on, revision, day(on), revision, {IN_FORCE: True, **fields})


def cut_of(log: Log, stichtag: int, revision: int, audience: str = "all") -> Cut:
    """The plan at a day, as known at a revision, by the plain definition."""
    items: dict[Kind, list[Any]] = {}
    for key, statements in log.items():
        folded = as_of.cut(statements, day(stichtag), revision, audience)
        if folded is not None:
            kind = Kind(key.split("/")[0])
            items.setdefault(kind, []).append(item_at(key, kind, folded))
    known_by = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=revision)
    return Cut(day(stichtag), known_by, revision, audience, False, items, bodies())


def between_of(log: Log, first: tuple[int, int], second: tuple[int, int], audience: str = "all") -> Between:
    """From one (day, revision) to another."""
    cuts = [cut_of(log, *point, audience) for point in (first, (first[0], second[1]), second)]
    until = max(first[1], second[1])
    needed = needs_log(cuts[0], cuts[1], cuts[2])
    known = {key: [one for one in log[key] if one.revision <= until] for key in needed}
    return Between(cuts[0], cuts[1], cuts[2], known)


_statuses = st.sampled_from([None, "planned", "in_progress", "completed", "completed", "dropped", "suspended"])
_days = st.one_of(st.none(), st.integers(-3, 12).map(lambda number: day(number).isoformat()))
_fields: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
    kind: {
        "status": _statuses,
        "due_on": _days,
        "forecast_on": _days,
        "achieved_on": _days,
        IN_FORCE: st.sampled_from([True, True, False]),
        responsible: st.sampled_from([None, "SMI", "SMUL", "SMR"]),
    }
    for kind, responsible in ((Kind.MEASURE, "lead"), (Kind.MILESTONE, "ministry"))
}
_maturity = st.sampled_from([None, 0.0, 1.0, 2.0, 3.0])
_fields[Kind.SERVICE] = {"maturity": _maturity, IN_FORCE: st.sampled_from([True, True, False])}
_fields[Kind.LEIKA_SERVICE] = {"maturity": _maturity, IN_FORCE: st.sampled_from([True, True, False])}
_constant: dict[str, dict[str, object]] = {
    "service/1": {"ozg_id": "1"},
    "service/2": {"ozg_id": "2"},
    "leika_service/9": {"leika_key": "9", "ozg_id": "1"},
}
KEYS = ("measure/1", "measure/2", "measure/3", "milestone/1", "milestone/2", *_constant)
DAYS, REVISIONS = 5, 6


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """A random plan: every item is stated a few times, for any day and in any order."""
    log = {}
    for key in KEYS:
        fields = st.fixed_dictionaries({}, optional=_fields[Kind(key.split("/")[0])])
        told = draw(st.lists(st.tuples(st.integers(1, REVISIONS), st.integers(0, DAYS), fields), max_size=5))
        log[key] = [
            Stated(number, revision, day(on), revision if number % 3 else None, {**_constant.get(key, {}), **stated})
            for number, (revision, on, stated) in enumerate(sorted(told, key=lambda one: one[0]))
        ]
    return log


points = st.tuples(st.integers(0, DAYS), st.integers(1, REVISIONS))
"""A Stichtag and a revision."""
