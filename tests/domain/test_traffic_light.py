from dataclasses import replace
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.as_of import Stated, cut
from masterplan.domain.plan import BASELINE_ON, FIRST_ON, Kind, Light, Status
from masterplan.domain.progress import figures
from masterplan.domain.settings import Settings
from masterplan.domain.traffic_light import RULES, computed_lights, contradicts, published_rules
from masterplan.domain.view import ItemAt
from tests.builders import STICHTAG, measure, milestone, view

BEFORE, ON, AFTER = "2021-06-29", "2021-06-30", "2021-07-01"
IN_30_DAYS, IN_31_DAYS, LATE = "2021-07-30", "2021-07-31", "2022-06-30"


def _light(one: ItemAt, given: Settings | None = None) -> tuple[object, object]:
    plan = view(one)
    row = computed_lights(plan.table(one.kind), plan, given or Settings()).iloc[0]
    return row["light"], row["rule"]


def test_an_empty_plan_has_no_lights() -> None:
    plan = view()
    assert computed_lights(plan.measures, plan).empty


def test_a_measure_is_red_the_day_after_its_deadline() -> None:
    assert _light(measure(1, status="in_progress", due_on=ON)) == ("green", "A11")
    assert _light(measure(1, status="in_progress", due_on=BEFORE)) == ("red", "A4")


CASES: list[tuple[dict[str, Any], str | None, str]] = [
    ({"status": "dropped", "due_on": BEFORE}, None, "A1"),
    ({"status": "dropped", "achieved_on": BEFORE}, None, "A1"),
    ({"status": "completed"}, "green", "A2"),
    ({"status": "completed", "due_on": BEFORE}, "green", "A2"),
    ({"status": "in_progress", "due_on": BEFORE, "achieved_on": ON}, "green", "A2"),
    ({"achieved_on": ON}, "green", "A2"),
    ({"status": "in_progress", "due_on": BEFORE, "achieved_on": AFTER}, "red", "A4"),
    ({"status": "suspended", "due_on": BEFORE}, "grey", "A3"),
    ({"status": "permanent"}, "grey", "A3"),
    ({"status": "not_started", "due_on": BEFORE}, "red", "A4"),
    ({"status": "in_progress", "due_on": BEFORE, "forecast_on": LATE}, "red", "A4"),
    ({"status": "in_progress", "due_on": ON, "forecast_on": "2021-09-29"}, "red", "A5"),
    ({"status": "in_progress", "due_on": ON, "forecast_on": "2021-09-28"}, "yellow", "A6"),
    ({"status": "in_progress", "due_on": LATE, "forecast_on": LATE}, "green", "A11"),
    ({"status": "in_progress", "due_on": LATE, "forecast_on": AFTER}, "green", "A11"),
    ({"status": "delayed", "due_on": LATE}, "yellow", "A7"),
    ({"status": "in_progress", "due_on": LATE, "forecast_on": BEFORE}, "yellow", "A8"),
    ({"status": "in_progress", "due_on": LATE, "forecast_on": ON}, "green", "A11"),
    ({"status": "not_started", "due_on": IN_30_DAYS}, "yellow", "A9"),
    ({"status": "planned", "due_on": IN_30_DAYS}, "yellow", "A9"),
    ({"status": "planned", "due_on": LATE, "forecast_on": IN_30_DAYS}, "yellow", "A9"),
    ({"status": "planned", "due_on": IN_31_DAYS}, "green", "A11"),
    ({"status": "in_progress", "due_on": IN_30_DAYS}, "green", "A11"),
    ({"status": "not_started", "due_on": LATE, "starts_on": BEFORE}, "yellow", "A10"),
    ({"status": "not_started", "due_on": LATE, "starts_on": ON}, "green", "A11"),
    ({"status": "in_progress", "due_on": LATE, "starts_on": BEFORE}, "green", "A11"),
    ({}, "grey", "A0"),
    ({"status": "in_progress"}, "grey", "A0"),
    ({"status": "delayed"}, "grey", "A0"),
    ({"status": "in_progress", "forecast_on": LATE}, "grey", "A0"),
    ({"due_on": BEFORE}, "grey", "A0"),
    ({"due_on": LATE}, "grey", "A0"),
]


@pytest.mark.parametrize(("stated", "light", "rule"), CASES)
def test_the_first_rule_that_applies_decides(stated: dict[str, Any], light: str | None, rule: str) -> None:
    assert _light(measure(1, **stated)) == (light, rule)
    if "starts_on" not in stated:
        assert _light(milestone(1, **stated)) == (light, rule)


def test_every_rule_of_the_table_has_a_case_and_a_sentence() -> None:
    assert {rule for _, _, rule in CASES} == {number for number, _ in published_rules()}
    assert all(sentence.endswith(".") and "{" not in sentence for _, sentence in published_rules())


def test_thresholds_are_settings_and_stand_in_the_sentences() -> None:
    one = measure(1, status="in_progress", due_on=ON, forecast_on="2021-09-28")
    assert _light(one, Settings(late_forecast_days=89)) == ("red", "A5")
    assert "mehr als 89 Tage" in dict(published_rules(Settings(late_forecast_days=89)))["A5"]


@pytest.mark.parametrize(
    ("stated", "possible"),
    [
        ({"status": "in_progress"}, {"red", "green"}),
        ({"status": "delayed"}, {"red", "yellow"}),
        ({"due_on": BEFORE}, {"none", "green", "grey", "red"}),
        ({"status": "in_progress", "due_on": BEFORE}, {"red"}),
    ],
)
def test_what_is_not_reported_leaves_several_lights_possible(stated: dict[str, Any], possible: set[str]) -> None:
    plan = view(measure(1, **stated))
    row = computed_lights(plan.measures, plan).iloc[0]
    assert {name for name in (*map(str, Light), "none") if row[name]} == possible


@pytest.mark.parametrize(
    ("reported", "stated", "contradiction"),
    [
        ("green", {"status": "in_progress", "due_on": BEFORE}, 1),
        ("red", {"status": "in_progress", "due_on": LATE}, 1),
        ("yellow", {"status": "completed"}, 1),
        ("red", {"status": "in_progress", "due_on": BEFORE}, 0),
        ("green", {"status": "in_progress", "due_on": LATE}, 0),
        ("grey", {"status": "in_progress", "due_on": BEFORE}, 0),
        ("grey", {}, 0),
        ("red", {"status": "dropped"}, 0),
        ("red", {"status": "permanent"}, 0),
        (None, {"status": "permanent"}, 0),
        (None, {"status": "in_progress", "due_on": BEFORE}, 0.5),
        ("green", {"status": "in_progress"}, 0.5),
        ("green", {"status": "delayed"}, 1),
        ("yellow", {"due_on": LATE}, 0.5),
        (None, {}, 0.5),
    ],
)
def test_lights_contradict_each_other_when_both_are_rated_and_differ(
    reported: str | None, stated: dict[str, Any], contradiction: float
) -> None:
    plan = view(measure(1, reported_light=reported, **stated))
    lights = computed_lights(plan.measures, plan)
    assert contradicts(lights, plan.measures["reported_light"]).tolist() == [contradiction]


def test_the_figures_count_reported_and_computed_lights_by_colour() -> None:
    items = [
        measure(1, status="in_progress", due_on=BEFORE, reported_light="green"),
        measure(2, status="in_progress", due_on=LATE, reported_light="green"),
        milestone(3, status="in_progress", reported_light="red"),
        milestone(4, status="permanent", reported_light="grey"),
        milestone(5, status="completed"),
        milestone(6, status="dropped", reported_light="red"),
    ]
    found = {(figure.id, figure.group): figure for figure in figures(view(*items)) if figure.id.startswith("lights.")}
    bounds = {at: (figure.lower, figure.value, figure.upper) for at, figure in found.items()}
    assert bounds == {
        ("lights.reported", "green"): (2, 2, 3),
        ("lights.reported", "yellow"): (0, 0, 1),
        ("lights.reported", "red"): (1, 1, 2),
        ("lights.reported", "grey"): (1, 1, 2),
        ("lights.computed", "green"): (2, 2, 3),
        ("lights.computed", "yellow"): (0, 0, 0),
        ("lights.computed", "red"): (1, 1, 2),
        ("lights.computed", "grey"): (1, 2, 2),
        ("lights.contradictions", None): (1, 1, 3),
    }
    assert found["lights.contradictions", None].keys == ("measure/1",)
    assert found["lights.computed", "grey"].keys == ("milestone/3", "milestone/4")


# What must hold for all plans.

_DAYS = st.dates(STICHTAG.replace(year=2019), STICHTAG.replace(year=2023)).map(lambda day: day.isoformat())
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.none() | st.sampled_from([str(status) for status in Status]),
        "due_on": st.none() | _DAYS,
        "forecast_on": st.none() | _DAYS,
        "achieved_on": st.none() | _DAYS,
        "reported_light": st.none() | st.sampled_from([str(light) for light in Light]),
    },
)
_STATEMENTS = st.lists(st.tuples(st.dates(STICHTAG.replace(year=2019), STICHTAG), _FIELDS), min_size=1, max_size=6).map(
    lambda stated: [Stated(n, n, on, n, fields) for n, (on, fields) in enumerate(stated, 1)]
)


def _at_cut(statements: list[Stated]) -> ItemAt:
    folded = cut(statements, STICHTAG, 99, "all")
    assert folded is not None
    values = {name: value for name, value in folded.fields.items() if name not in (FIRST_ON, BASELINE_ON)}
    return replace(milestone(1, on=max(one.effective_on for one in statements)), values={"number": "1", **values})


@settings(deadline=None, max_examples=12)
@given(_STATEMENTS, st.randoms(use_true_random=False))
def test_the_computed_light_never_depends_on_the_order_of_statements(statements: list[Stated], random: Random) -> None:
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert _light(_at_cut(statements)) == _light(_at_cut(shuffled))


@settings(deadline=None, max_examples=12)
@given(st.lists(_FIELDS, max_size=6))
def test_the_reported_light_is_never_altered(stated: list[dict[str, Any]]) -> None:
    plan = view(*(milestone(n, **fields) for n, fields in enumerate(stated)))
    before = plan.table(Kind.MILESTONE).copy(deep=True)
    figures(plan, [])
    pd.testing.assert_frame_equal(plan.milestones, before)
    assert plan.milestones["reported_light"].tolist() == [fields.get("reported_light") for fields in stated]


@settings(deadline=None, max_examples=20)
@given(_FIELDS)
def test_a_light_has_one_colour_unless_status_or_planned_date_is_missing(stated: dict[str, Any]) -> None:
    light, rule = _light(milestone(1, **stated))
    assert rule in {one.number for one in RULES} | {"A0"}
    if stated.get("status") and stated.get("due_on"):
        assert rule != "A0"
    if rule == "A0":
        assert light == Light.GREY
