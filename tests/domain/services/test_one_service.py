from datetime import date
from typing import Any

import pytest

from masterplan.domain.courses import Courses, DayState
from masterplan.domain.plan import Kind
from masterplan.domain.services.counties import in_counties
from masterplan.domain.services.one_service import as_known_now, course, key_of, keys_behind, parts_of, rules_said
from masterplan.domain.services.services_by_group import rule_states
from masterplan.domain.three_valued import NO, YES
from masterplan.domain.view import PlanView
from tests.builders import coverage, leika, service, view

EARLY, LATE = date(2020, 12, 31), date(2021, 6, 30)


def _plan() -> PlanView:
    return view(
        service(1, maturity=1.0),
        service(2),
        leika(11, 1, 3.0, title="Antrag"),
        leika(12, 1, 0.0, title="Auskunft"),
        leika(21, 2),
        coverage(11, "146250000000", reach="countywide", online=True),
        coverage(11, "145110000000", reach="one_municipality", online=True),
        coverage(11, "146260000000", reach="not_evaluated", online=False),
    )


def test_the_parts_of_a_bundle_say_how_widely_they_are_offered() -> None:
    parts = parts_of(_plan(), "1")
    assert parts[["title", "reach", "online", "places"]].fillna("").to_numpy().tolist() == [
        ["Antrag", "countywide", 2, 3], ["Auskunft", "", 0, 0],
    ]  # fmt: skip
    assert parts_of(_plan(), "99").empty


def test_a_service_is_found_by_its_ozg_id() -> None:
    assert key_of(_plan(), "2") == "service/2"
    assert key_of(_plan(), "99") is None


def test_what_the_rules_say_leaves_out_those_that_count_something_else() -> None:
    said = rules_said(rule_states(_plan()), "service/1")
    assert (said["bund-2020"], said["ozg-reifegrad-3"], said["strengste-leistung"]) == (YES, YES, NO)
    assert "leika-einzeln" not in said


def test_the_course_counts_what_was_known_on_each_day() -> None:
    plan = _plan()
    keys = keys_behind(plan, "1")
    leika_key, entry = keys[Kind.LEIKA_SERVICE][0], keys[Kind.COVERAGE][0]
    known: Courses = {
        "service/1": [DayState(EARLY, {"maturity": 1.0}, {})],
        leika_key: [DayState(EARLY, {"maturity": 2.0}, {}), DayState(LATE, {"maturity": 3.0}, {})],
        entry: [DayState(LATE, {"leika_key": "11", "ars": "146250000000", "online": True}, {})],
    }
    found = course(known, keys, LATE)
    assert [(point.on, point.own, point.best, point.least, point.places, point.counties) for point in found] == [
        (EARLY, 1.0, 2.0, 2.0, None, None), (LATE, 1.0, 3.0, 3.0, 1, 1),
    ]  # fmt: skip


def test_the_course_ends_on_the_stichtag_and_knows_nothing_later() -> None:
    keys = {Kind.SERVICE: ["s"], Kind.LEIKA_SERVICE: [], Kind.COVERAGE: []}
    known: Courses = {"s": [DayState(EARLY, {"maturity": 1.0}, {}), DayState(LATE, {"maturity": 3.0}, {})]}
    between = date(2021, 3, 31)
    assert [(point.on, point.own) for point in course(known, keys, between)] == [(EARLY, 1.0), (between, 1.0)]
    assert course({"s": [DayState(LATE, {"maturity": 3.0}, {})]}, keys, between) == []


def test_what_was_withdrawn_counts_no_longer_and_the_land_is_all_counties() -> None:
    keys = {Kind.SERVICE: [], Kind.LEIKA_SERVICE: ["a"], Kind.COVERAGE: ["b"]}
    known: Courses = {
        "a": [DayState(EARLY, {"maturity": 2.0}, {}), DayState(LATE, {"maturity": 2.0, "in_force": False}, {})],
        "b": [DayState(EARLY, {"leika_key": "11", "ars": "140000000000", "reach": "statewide"}, {})],
    }
    found = course(known, keys, LATE)
    assert [(point.best, point.counties) for point in found] == [(2.0, 13), (None, 13)]


@pytest.mark.parametrize(
    ("entry", "places", "counties"),
    [
        ({"ars": "000000000000", "online": True}, 1, 13),
        ({"ars": "145110000000", "reach": "statewide"}, 1, 13),
        ({"ars": "140000000000", "reach": "one_municipality"}, 1, 0),
        ({"ars": "146250020020", "online": True}, 1, 1),
        ({"ars": "146250020020", "online": False}, 0, 0),
        ({"ars": "146250020020"}, None, None),
        ({"ars": "091620000000", "online": True}, None, None),
        ({"ars": "090000000000", "reach": "statewide"}, None, None),
        ({"ars": "090000000000", "reach": "nationwide"}, 1, 13),
    ],
)
def test_the_course_and_the_tiles_agree_on_where_a_service_is_online(
    entry: dict[str, Any], places: int | None, counties: int | None
) -> None:
    plan = view(service(1), leika(11, 1), coverage(11, **entry))
    (point,) = course(as_known_now(plan, "1"), keys_behind(plan, "1"), plan.stichtag)
    assert (point.places, point.counties) == (places, counties)
    tiles = in_counties(plan).somewhere.loc["service/1"]
    assert (tiles == YES).sum() == (counties or 0)


def test_entries_that_were_withdrawn_counted_before() -> None:
    gone = coverage(11, "146250000000", online=True, in_force=False)
    plan = view(service(1), leika(11, 1), gone, coverage(12, "145110000000", online=True, in_force=False))
    keys = keys_behind(plan, "1")
    assert keys[Kind.COVERAGE] == [gone.key]
    said = {"leika_key": "11", "ars": "146250000000", "online": True}
    known: Courses = {gone.key: [DayState(EARLY, said, {}), DayState(LATE, {**said, "in_force": False}, {})]}
    assert [(point.on, point.counties) for point in course(known, keys, LATE)] == [(EARLY, 1), (LATE, None)]


def test_without_histories_the_course_is_one_day() -> None:
    plan = _plan()
    found = course(as_known_now(plan, "1"), keys_behind(plan, "1"), plan.stichtag)
    assert [(point.on, point.best, point.least, point.places, point.counties) for point in found] == [
        (plan.stichtag, 3.0, 0.0, 2, 2)
    ]
    assert course({}, keys_behind(plan, "1"), plan.stichtag) == []
