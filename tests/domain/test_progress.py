from dataclasses import replace
from datetime import date
from math import inf
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.counting import RULES
from masterplan.domain.plan import Light, Status
from masterplan.domain.progress import Figure, UnknownRule, figures
from masterplan.domain.view import ItemAt
from tests.builders import STICHTAG, coverage, goal, leika, measure, milestone, service, view

IDS = [
    "services.total", *["services.online"] * len(RULES), "goals.total", "goals.reached", "milestones.total",
    "milestones.achieved", "milestones.overdue", "milestones.due_90_days", "milestones.slipped",
    "milestones.mean_slip_days", "measures.total", "measures.completed",
    "measures.in_progress", "measures.delayed", "measures.not_started", "measures.overdue", "measures.suspended",
    "measures.dropped", "measures.municipal", *["lights.reported"] * 4, *["lights.computed"] * 4,
    "lights.contradictions", "reports.stale",
]  # fmt: skip
BY_STATUS = "completed in_progress delayed not_started suspended dropped"
SPLIT_BY_COLOUR = ("lights.reported", "lights.computed")
BEFORE, ON, AFTER, LATE = "2021-06-29", "2021-06-30", "2021-07-01", "2021-09-29"


def _figure(name: str, *items: ItemAt, rule: str | None = None) -> Figure:
    found = [figure for figure in figures(view(*items), [rule] if rule else []) if figure.id == name]
    assert len(found) == 1
    return found[0]


def _bounds(name: str, *items: ItemAt) -> tuple[object, object, object]:
    figure = _figure(name, *items)
    return figure.lower, figure.value, figure.upper


def test_the_empty_plan_gives_zeros_and_no_shares() -> None:
    found = figures(view())
    assert [figure.id for figure in found] == IDS
    for figure in found:
        if figure.unit == "days":
            assert (figure.value, figure.lower, figure.upper, figure.coverage) == (None, None, None, None)
        elif figure.unit == "share":
            assert (figure.value, figure.lower, figure.upper, figure.coverage) == (None, None, None, None)
            assert (figure.numerator, figure.denominator) == (0, 0)
        else:
            assert (figure.value, figure.lower, figure.upper, figure.coverage) == (0, 0, 0, None)


def test_the_json_of_a_figure_has_the_keys_of_the_contract() -> None:
    assert list(figures(view())[0].as_json()) == [
        "id", "rule", "rule_version", "title", "definition", "unit", "group", "value", "numerator", "denominator",
        "lower", "upper", "coverage",
    ]  # fmt: skip


NOTHING = (0, 0, 0)
UNSURE = (0, 0, 1)
SURE = (1, 1, 1)

MILESTONES: list[tuple[dict[str, Any], tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = [
    # stated; achieved; overdue; due in 90 days: (lower, value, upper) each
    ({"status": "completed"}, SURE, NOTHING, NOTHING),
    ({"status": "in_progress", "due_on": BEFORE}, NOTHING, SURE, NOTHING),
    ({"status": "in_progress", "due_on": ON}, NOTHING, NOTHING, SURE),
    ({"status": "in_progress", "due_on": LATE}, NOTHING, NOTHING, NOTHING),
    ({"status": "in_progress", "due_on": "2021-09-28"}, NOTHING, NOTHING, SURE),
    ({"status": "in_progress", "due_on": BEFORE, "forecast_on": AFTER}, NOTHING, SURE, SURE),
    ({"status": "in_progress", "due_on": AFTER, "forecast_on": LATE}, NOTHING, NOTHING, NOTHING),
    ({"status": "in_progress"}, NOTHING, UNSURE, UNSURE),
    ({"status": "in_progress", "achieved_on": ON, "due_on": BEFORE}, SURE, NOTHING, NOTHING),
    ({"status": "in_progress", "achieved_on": AFTER, "due_on": BEFORE}, NOTHING, SURE, NOTHING),
    ({"due_on": BEFORE}, UNSURE, UNSURE, NOTHING),
    ({"due_on": AFTER}, UNSURE, NOTHING, UNSURE),
    ({}, UNSURE, UNSURE, UNSURE),
    ({"achieved_on": BEFORE, "due_on": BEFORE}, SURE, NOTHING, NOTHING),
    ({"status": "dropped", "due_on": BEFORE}, NOTHING, NOTHING, NOTHING),
    ({"status": "dropped", "achieved_on": BEFORE}, NOTHING, NOTHING, NOTHING),
    ({"status": "suspended", "due_on": BEFORE}, NOTHING, NOTHING, NOTHING),
    ({"status": "permanent", "due_on": AFTER}, NOTHING, NOTHING, NOTHING),
]


@pytest.mark.parametrize(("stated", "achieved", "overdue", "due_soon"), MILESTONES)
def test_a_milestone_is_achieved_overdue_or_due_soon(
    stated: dict[str, Any], achieved: tuple[int, ...], overdue: tuple[int, ...], due_soon: tuple[int, ...]
) -> None:
    found = {one.id: (one.lower, one.value, one.upper) for one in figures(view(milestone(1, **stated)), [])}
    assert found["milestones.achieved"] == achieved
    assert found["milestones.overdue"] == overdue
    assert found["milestones.due_90_days"] == due_soon


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        ("completed", "measures.completed"), ("in_progress", "measures.in_progress"),
        ("delayed", "measures.in_progress measures.delayed"), ("not_started", "measures.not_started"),
        ("suspended", "measures.suspended"), ("dropped", "measures.dropped"), ("planned", ""), ("permanent", ""),
    ],
)  # fmt: skip
def test_a_measure_counts_under_its_status(status: str, counted: str) -> None:
    by_status = {f"measures.{name}" for name in BY_STATUS.split()}
    found = {f.id for f in figures(view(measure(1, status=status)), []) if f.id in by_status and f.value == 1}
    assert found == set(counted.split())


def test_a_measure_achieved_by_date_is_completed_and_no_longer_in_progress() -> None:
    one = measure(1, status="in_progress", achieved_on=BEFORE)
    assert _bounds("measures.completed", one) == SURE
    assert _bounds("measures.in_progress", one) == NOTHING


@pytest.mark.parametrize(
    ("stated", "total", "municipal"),
    [
        ({"status": "planned", "level": "joint"}, SURE, SURE),
        ({"status": "planned", "level": "municipal"}, SURE, SURE),
        ({"status": "planned", "level": "state"}, SURE, NOTHING),
        ({"status": "planned"}, SURE, UNSURE),
        ({"status": "dropped", "level": "joint"}, NOTHING, NOTHING),
        ({"level": "joint"}, (0, 1, 1), (0, 1, 1)),
    ],
)
def test_what_is_listed_counts_unless_it_is_said_to_be_dropped(
    stated: dict[str, Any], total: tuple[int, ...], municipal: tuple[int, ...]
) -> None:
    assert _bounds("measures.total", measure(1, **stated)) == total
    assert _bounds("measures.municipal", measure(1, **stated)) == municipal


def test_a_share_has_bounds_and_what_it_rests_on() -> None:
    services = [service(n, maturity=3.0) for n in range(10000, 10003)]
    services += [service(n, maturity=0.0) for n in range(10003, 10009)] + [service(10009)]
    figure = _figure("services.online", *services, rule="bund-2020")
    assert (figure.numerator, figure.denominator) == (3, 10)
    assert (figure.value, figure.lower, figure.upper, figure.coverage) == (0.3, 0.3, 0.4, 0.9)
    assert figure.keys == ("service/10000", "service/10001", "service/10002")
    assert figure.unknown_keys == ("service/10009",)


def test_no_share_is_given_when_less_than_four_fifths_are_known() -> None:
    figure = _figure("services.online", service(1, maturity=3.0), service(2), service(3), rule="bund-2020")
    assert (figure.value, figure.lower, figure.upper) == (None, None, None)
    assert (figure.numerator, figure.denominator) == (1, 3)
    assert figure.coverage == pytest.approx(1 / 3)


def _groups(name: str, by: str, *items: ItemAt) -> dict[str | None, object]:
    return {figure.group: figure.value for figure in figures(view(*items), by=by) if figure.id == name}


def test_figures_by_ministry_stand_in_official_order_and_end_with_unknown() -> None:
    items = [milestone(1, ministry="SMUL"), milestone(2, ministry="SMI"), milestone(3, ministry=None)]
    groups = _groups("milestones.total", "ministry", *items)
    assert groups == {"SMI": 1, "SMEKUL": 1, "unknown": 1}
    assert list(groups)[-1] == "unknown"


def test_a_measure_with_two_goals_is_in_both_groups() -> None:
    items = [goal(1), goal(2), measure(1, goals=["1", "2"]), measure(2, goals=["7"]), measure(3)]
    assert _groups("measures.total", "goal", *items) == {"goal/1": 1, "goal/2": 1, "unknown": 2}


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("theme", {"services.total", "services.online"}),
        ("level", {name for name in IDS if name.startswith("measures")}),
        ("goal", {name for name in IDS if not name.startswith(("goals", "services", *SPLIT_BY_COLOUR))}),
        ("ministry", {name for name in IDS if not name.startswith(("goals", *SPLIT_BY_COLOUR))}),
    ],
)
def test_only_figures_that_have_the_dimension_are_split_by_it(by: str, names: set[str]) -> None:
    items = [goal(1), milestone(1), measure(1), service(10000)]
    assert {figure.id for figure in figures(view(*items), by=by)} == names


def test_the_groups_of_a_theme_add_up_to_the_whole() -> None:
    items = [service(n, theme=theme, maturity=2.0) for n, theme in enumerate(["Umwelt", "Bildung", "Umwelt", None])]
    assert _groups("services.total", "theme", *items) == {"Bildung": 1, "Umwelt": 2, "unknown": 1}


@pytest.mark.parametrize(("rules", "by"), [(["no-such-rule"], None), (None, "colour")])
def test_an_unknown_rule_or_dimension_is_refused(rules: list[str] | None, by: str | None) -> None:
    with pytest.raises(UnknownRule):
        figures(view(), rules, by)


# What must hold for all plans.

_DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31)).map(date.isoformat)
_STATUS = st.sampled_from([None, *Status])


@st.composite
def _plans(draw: st.DrawFn) -> list[ItemAt]:
    """Plans without contradictions: an actual date only with a status that agrees, a forecast only with no plan."""
    items: list[ItemAt] = []
    for n in range(draw(st.integers(0, 5))):
        status, due = draw(_STATUS), draw(st.none() | _DAYS)
        dated = draw(_DAYS.filter(lambda day: day <= STICHTAG.isoformat())) if status in (None, "completed") else None
        facts = {
            "status": status,
            "due_on": due,
            "achieved_on": draw(st.sampled_from([None, dated])),
            "reported_light": draw(st.sampled_from([None, *Light])),
        }
        items.append(milestone(n, **facts))
        items.append(measure(n, level=draw(st.sampled_from([None, "state", "municipal", "joint"])), **facts))
        items.append(goal(n, **facts))
    grade = st.none() | st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0])
    for n in range(draw(st.integers(0, 4))):
        items.append(service(10000 + n, maturity=draw(grade)))
        for part in range(draw(st.integers(0, 3))):
            items.append(leika(f"{n}-{part}", 10000 + n, draw(grade)))
            if draw(st.booleans()):
                items.append(coverage(f"{n}-{part}", online=draw(st.sampled_from([None, True, False]))))
    return items


@settings(deadline=None, max_examples=12)
@given(_plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(items: list[ItemAt], random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert [f.as_json() for f in figures(view(*items))] == [f.as_json() for f in figures(view(*shuffled))]


def _limits(figure: Figure) -> tuple[float, float]:
    if figure.unit == "share":
        confirmed = figure.numerator or 0
        return confirmed, confirmed + len(figure.unknown_keys)
    if figure.unit == "days":
        return -inf if figure.lower is None else figure.lower, inf if figure.upper is None else figure.upper
    return figure.lower or 0, figure.upper or 0


@settings(deadline=None, max_examples=30)
@given(_plans(), st.data())
def test_dropping_a_random_input_only_widens_the_range(items: list[ItemAt], data: st.DataObject) -> None:
    inputs = [
        (position, name)
        for position, one in enumerate(items)
        for name in ("status", "due_on", "level", "online", "achieved_on", "reported_light")
        if one.values.get(name) is not None
    ]
    inputs += [
        (position, "maturity")
        for position, one in enumerate(items)
        if one.values.get("maturity") is not None and one.kind == "leika_service" and _rated(items, one) > 1
    ]
    if not inputs:
        return
    position, name = data.draw(st.sampled_from(inputs))
    poorer = list(items)
    poorer[position] = replace(items[position], values={**items[position].values, name: None})
    for before, after in zip(figures(view(*items)), figures(view(*poorer)), strict=True):
        assert _limits(after)[0] <= _limits(before)[0] <= _limits(before)[1] <= _limits(after)[1], before.id
        if before.unit == "count":
            assert _limits(after)[0] <= (after.value or 0) <= _limits(after)[1]


def _rated(items: list[ItemAt], part: ItemAt) -> int:
    """How many parts of the same bundle have a Reifegrad; with the last one gone the bundle's own counts instead."""
    bundle = part.values["ozg_id"]
    return sum(
        1
        for one in items
        if one.kind == "leika_service" and one.values["ozg_id"] == bundle and one.values.get("maturity") is not None
    )
