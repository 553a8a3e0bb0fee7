from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from masterplan.domain.as_of import Origin
from masterplan.domain.courses import DayState
from masterplan.domain.item.course import item_course
from masterplan.domain.item.dates import item_dates
from masterplan.domain.item.judgement import judgement, online_by_rule
from masterplan.domain.item.links import named, relations
from masterplan.domain.lists.measure_list import measure_list
from masterplan.domain.plan import Kind
from masterplan.domain.slip import day_of
from masterplan.domain.view import Numbered
from tests.builders import STICHTAG, goal, item, leika, measure, milestone, numbered, service, view


def _day(on: str, **fields: object) -> DayState:
    day = date.fromisoformat(on)
    return DayState(day, fields, dict.fromkeys(fields, Origin(1, day)))


@pytest.mark.parametrize(
    ("fields", "slip"),
    [
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31"}, 0),
        ({"baseline_on": "2020-12-31", "due_on": "2021-01-10"}, 10),
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31", "forecast_on": "2021-01-31"}, 31),
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31", "achieved_on": "2020-12-30"}, -1),
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31", "achieved_on": "2030-01-01"}, 0),  # after the Stichtag
        ({"due_on": None}, None),
        ({"baseline_on": "2020-12-31", "due_on": "2021-12-31", "status": "permanent"}, None),
        ({"baseline_on": "2020-12-31", "due_on": "2021-12-31", "status": "dropped"}, None),
        ({"baseline_on": "2020-12-31", "due_on": "2021-12-31", "status": "permanent", "achieved_on": "2021-01-10"}, 10),
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31", "achieved_on": "2021-06-30"}, 181),  # on the Stichtag
        ({"baseline_on": "2020-12-31", "due_on": "2020-12-31", "achieved_on": "2021-07-01"}, 0),
    ],
)
def test_slip_counts_from_the_first_baseline_to_the_end(fields: dict[str, object], slip: int | None) -> None:
    dates = item_dates([_day("2021-06-30", **fields)], STICHTAG)
    assert dates is not None
    assert dates.slip_days == slip
    plan = view(replace(measure(1, **fields), baseline_on=day_of(fields, "baseline_on")))
    judged = judgement(plan, "measure/1", Kind.MEASURE, ())
    assert judged is not None
    assert judged.slip_days == measure_list(plan)["slip_days"].replace({np.nan: None}).iloc[0] == slip


def test_planned_days_between_the_first_and_the_last_are_kept() -> None:
    planned = ("2020-12-31", "2021-06-30", "2021-12-31")
    reports = ("2020-01-01", "2020-07-01", "2021-01-01")
    course = [_day(on, due_on=day, baseline_on=planned[0]) for on, day in zip(reports, planned, strict=True)]
    dates = item_dates(course, STICHTAG)
    assert dates is not None
    assert dates.earlier == ((date(2020, 7, 1), date(2021, 6, 30)),)
    gone = [course[0], _day("2020-08-01", due_on="2021-09-30", baseline_on=planned[0], in_force=False), *course[1:]]
    assert item_dates(gone, STICHTAG) == dates, "what was planned while it was not listed never held"
    assert item_dates([], STICHTAG) is None


def test_a_course_has_a_gap_where_nothing_was_reported() -> None:
    course = [_day("2020-01-01", progress=0.2), _day("2020-07-01", progress=None), _day("2021-01-01", in_force=False)]
    found = item_course(Kind.MEASURE, course, STICHTAG)
    assert found is not None
    assert [(point.on.year, point.value) for point in found.points] == [(2020, 0.2), (2020, None)]
    assert item_course(Kind.GUIDELINE, course, STICHTAG) is None


def test_the_course_of_a_goal_knows_where_it_began_and_where_it_is_to_end() -> None:
    way = {"actual_value": 40, "start_value": 10, "target_value": 90, "unit": "Prozent"}
    found = item_course(Kind.GOAL, [_day("2020-01-01", actual_value=20), _day("2021-01-01", **way)], STICHTAG)
    assert found is not None
    assert ([point.value for point in found.points], found.start, found.target, found.unit) == (
        [20.0, 40.0], 10.0, 90.0, "Prozent",
    )  # fmt: skip


def test_links_lead_up_and_down_and_say_what_they_cannot_resolve() -> None:
    plan = view(
        goal("Z1"), milestone("W1", goals=["Z1"], number="W1"),
        measure(1, goals=["Z1", "Z9", "Z9"], milestones=["W1"], status="delayed", due_on="2021-12-31",
                forecast_on="2022-03-31"),
        measure(2, depends_on=["1"], achieved_on="2021-06-30"),
    )  # fmt: skip
    told = {
        one.title: ([linked.key for linked in one.items], one.unresolved)
        for one in relations(plan, "measure/1", Kind.MEASURE)
    }
    assert told == {
        "Dient den Zielen": (["goal/Z1"], ("Z9",)),
        "Untersetzt die Wegmarken": (["milestone/W1"], ()),
        "Maßnahmen, die davon abhängen": (["measure/2"], ()),
    }
    waiting = {one.key: (one.status, one.on) for one in named(plan, ["measure/1", "measure/2"])}
    assert waiting == {"measure/1": ("delayed", date(2022, 3, 31)), "measure/2": ("completed", None)}
    down = [one.title for one in relations(plan, "goal/Z1", Kind.GOAL)]
    assert down == ["Wegmarken zu diesem Ziel", "Maßnahmen zu diesem Ziel"]


def test_what_a_reference_means_only_later_is_told_as_written() -> None:
    one = measure(1, goals=["Z9"])
    later = Numbered(Kind.GOAL, "goal/9", date(2022, 1, 1), "Z9", "Ziel")
    (relation,) = relations(view(one, numbering=[numbered(one), later]), one.key, Kind.MEASURE)
    assert (relation.items, relation.unresolved) == ((), ("Z9",))


def test_a_bundle_leads_to_its_services_and_back() -> None:
    plan = view(service(10000), leika("99", 10000, 2.0), leika("98", 77777))
    part = next(iter(plan.leika_services.index))
    assert [one.items[0].key for one in relations(plan, part, Kind.LEIKA_SERVICE)] == ["service/10000"]
    assert [one.items[0].maturity for one in relations(plan, "service/10000", Kind.SERVICE)] == [2.0]
    lost = relations(plan, str(plan.leika_services.index[1]), Kind.LEIKA_SERVICE)
    assert [one.unresolved for one in lost] == [("77777",)]


def test_a_withdrawn_item_is_named_as_no_longer_listed() -> None:
    plan = view(item(Kind.MEASURE, 1, number="1", in_force=False))
    assert [(one.number, one.is_listed) for one in named(plan, ["measure/1", "measure/99"])] == [("1", False)]


def test_both_lights_stand_side_by_side_with_the_rule_and_findings() -> None:
    plan = view(measure(1, status="in_progress", due_on="2021-06-20", reported_light="green"))
    found = judgement(plan, "measure/1", Kind.MEASURE, ())
    assert found is not None
    assert found.lights is not None
    assert (found.lights.reported, found.lights.computed, found.lights.rule) == ("green", "red", "A4")
    assert found.lights.contradicts
    assert [one.number for one in found.findings] == ["P1"]
    assert found.findings[0].reason == "Grün gemeldet, aber der Plantermin 20.06.2021 ist seit 10 Tagen überschritten."
    assert found.quality is not None
    assert "Umsetzungsgrad fehlt" in found.quality.missing
    assert found.is_stale


def test_whether_lights_contradict_is_not_said_where_one_is_not_known() -> None:
    plan = view(measure(1, status="in_progress", reported_light="green"), measure(2, status="dropped"))
    lights = [judged.lights for n in (1, 2) if (judged := judgement(plan, f"measure/{n}", Kind.MEASURE, ()))]
    assert [(one.computed, one.contradicts) for one in lights if one] == [("grey", None), (None, False)]


def test_what_is_found_of_a_whole_ressort_is_not_about_its_first_item() -> None:
    work = {"status": "in_progress", "reported_light": "green"}
    plan = view(*(milestone(n, **work, due_on=f"202{n}-12-31") for n in range(2, 7)))
    judged = [judgement(plan, f"milestone/{n}", Kind.MILESTONE, ()) for n in (2, 3)]
    for one in judged:
        assert one is not None
        assert ("P8" in [found.number for found in one.findings], "P8" in [found.number for found in one.named_in]) == (
            False, True,
        )  # fmt: skip


def test_a_finding_about_another_item_is_told_apart() -> None:
    plan = view(
        milestone("W1", status="in_progress", due_on="2021-06-20", number="W1"),
        measure(1, status="in_progress", due_on="2021-12-31", reported_light="green", milestones=["W1"]),
    )
    found = judgement(plan, "milestone/W1", Kind.MILESTONE, ())
    assert found is not None
    assert "P2" in [one.number for one in found.named_in]
    assert "P2" not in [one.number for one in found.findings]


@pytest.mark.parametrize("kind", [Kind.GOAL, Kind.SERVICE, Kind.GUIDELINE])
def test_kinds_without_a_light_have_none(kind: Kind) -> None:
    plan = view(item(kind, 1, number="1", ozg_id="1"))
    found = judgement(plan, f"{kind}/1", kind, ())
    assert found is not None
    assert found.lights is None
    assert judgement(plan, "measure/1", Kind.MEASURE, ()) is None


def test_a_service_counts_as_online_by_each_rule_or_it_is_not_known() -> None:
    plan = view(service(1, maturity=3.0), service(2), service(3, maturity=0.0))
    answers = [{rule.id: it for rule, it in online_by_rule(plan, f"service/{n}", Kind.SERVICE)} for n in (1, 2, 3)]
    assert [answer["bund-2020"] for answer in answers] == [True, None, False]
    assert online_by_rule(plan, "goal/1", Kind.GOAL) == []
