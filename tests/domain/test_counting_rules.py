"""The five Zählweisen: tables of cases, nestedness on random plans, and the bridge between them."""

from collections import Counter
from datetime import date
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain import areas
from masterplan.domain.counting import RULES, service_reaches
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.plan import Reach
from masterplan.domain.progress import figures
from masterplan.domain.services.counting_bridge import NoBridge, bridge
from masterplan.domain.services.maturity import MODELS, model_version
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import ItemAt
from tests.builders import area_counts, coverage, leika, service, view

LAND = "140000000000"
LANDKREISE = ("14521", "14522", "14523", "14524", "14625", "14626", "14627", "14628", "14729", "14730")
KREISE = tuple(f"{one}0000000" for one in (*LANDKREISE, *areas.CITIES))
GEMEINDE = "145220010010"
BRIDGED = [rule for rule in RULES if rule != "leika-einzeln"]
HALF_WAY = leika("a", 10000, 2.0)


def _gemeinden(number: int) -> list[str]:
    """So many Gemeinden, the three Kreisfreie Städte among them."""
    small = [f"{LANDKREISE[n % 10]}{n:04}{n % 7 + 1:03}" for n in range(number - 3)]
    return [*small, *(f"{one}0000000" for one in areas.CITIES)]


def _online(places: list[str] | tuple[str, ...], key: str = "a", **values: object) -> list[ItemAt]:
    return [coverage(key, ars, **{"online": True, **values}) for ars in places]


def _state(rule: str, *items: ItemAt, stichtag: date = date(2021, 6, 30)) -> float:
    own = [] if any(one.key == "service/10000" for one in items) else [service(10000)]
    return float(RULES[rule].states(view(*own, *items, stichtag=stichtag)).loc["service/10000"])


NATIONWIDE = [
    # what is known of a service with Reifegrad 2; whether it counts as flächendeckend
    ("nothing about where", [], UNKNOWN),
    ("in the whole Land", [coverage("a", LAND, reach="statewide", online=True)], YES),
    ("in the whole country", [coverage("a", LAND, reach="nationwide", online=True)], YES),
    ("said in a row of one Kommune", [coverage("a", GEMEINDE, reach="statewide")], YES),
    ("one Kommune, by the federal words", [coverage("a", GEMEINDE, reach="one_municipality", online=True)], NO),
    ("one Kommune online, nothing said of the others", [coverage("a", GEMEINDE, online=True)], UNKNOWN),
    ("the Land's own service", [coverage("a", LAND, online=True)], YES),
    ("the Land says one Kommune", [coverage("a", LAND, online=True, reach="one_municipality")], NO),
    ("offline", [coverage("a", LAND, online=False)], NO),
    ("a row that says nothing", [coverage("a", LAND)], UNKNOWN),
    ("every Kreis", _online(KREISE), YES),
    ("every Kreis, as a whole", _online(KREISE, reach="countywide"), YES),
    ("every Kreis, in one of them only some Kommunen", [
        *_online(KREISE[1:], reach="countywide"), coverage("a", KREISE[0], online=True, reach="one_municipality"),
    ], NO),
    ("every Kreis but one", [*_online(KREISE[1:]), coverage("a", KREISE[0], online=False)], NO),
    ("every Kreis but one of which nothing is known", _online(KREISE[1:]), UNKNOWN),
    ("every Kreis but one of which only others speak", [
        *_online(KREISE[1:]), coverage("z", KREISE[0], online=True)
    ], NO),
    ("every Kreis but one that says nothing", [*_online(KREISE[1:]), coverage("a", KREISE[0])], UNKNOWN),
    ("every Kreis as a whole but one that says nothing", [
        *_online(KREISE[1:], reach="countywide"), coverage("a", KREISE[0])
    ], UNKNOWN),
    ("every Gemeinde but those of a Kreis that says nothing", [
        *_online([ars for ars in _gemeinden(419) if not ars.startswith("14521")]),
        *_online(_gemeinden(419), key="z"), coverage("a", "145210000000"),
    ], UNKNOWN),
    ("one Kreis as a whole", _online(KREISE[:1], reach="countywide"), NO),
    ("every Gemeinde", _online(_gemeinden(419)), YES),
    ("every Gemeinde but one", _online(_gemeinden(418)), UNKNOWN),
    ("every Gemeinde but one offline", [
        *_online(_gemeinden(418)), coverage("a", "145210999010", online=False)
    ], NO),
    ("more Gemeinden than there are, one offline", [
        *_online(_gemeinden(419)), coverage("a", "145210999010", online=False)
    ], UNKNOWN),
    ("every Gemeinde, some by their whole Kreis", [
        *_online([ars for ars in _gemeinden(419) if not ars.startswith("14521")]),
        *_online(_gemeinden(419), key="z"), coverage("a", "145210000000", online=True),
    ], YES),
    ("the Kreisfreie Städte alone", _online(KREISE[10:]), UNKNOWN),
    ("a Kreis of another Land", _online(["010510000000"], reach="countywide"), NO),
    ("the whole of another Land", _online(["090000000000"]), NO),
    ("landesweit in another Land, one Kommune here", [
        *_online(["090000000000"], reach="statewide"), coverage("a", GEMEINDE, online=True)
    ], UNKNOWN),
    ("bundesweit, said by another Land", _online(["091620000000"], reach="nationwide"), YES),
    ("in the whole Land, but not active", [coverage("a", LAND, reach="statewide", online=False)], NO),
]  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), [case[1:] for case in NATIONWIDE], ids=[case[0] for case in NATIONWIDE])
def test_a_service_is_offered_in_the_whole_land(items: list[ItemAt], expected: float) -> None:
    assert _state("bund-flaechendeckend", HALF_WAY, *items) == expected


def test_what_a_rule_says_of_a_service_does_not_hang_on_a_filter() -> None:
    others = [service(10001), leika("z", 10001, 2.0), coverage("z", KREISE[0], online=True)]
    plan = view(service(10000), HALF_WAY, *_online(KREISE[1:]), *others)
    alone = narrowed(narrowed(plan, Filters(ministries=("unknown",))), Filters(), ["service/10000"])
    for few in (plan, alone):
        assert len(few.services) == (2 if few is plan else 1)
        assert RULES["bund-flaechendeckend"].states(few)["service/10000"] == NO


@pytest.mark.parametrize(
    ("stichtag", "gemeinden", "expected"),
    [
        (date(2018, 6, 30), 419, UNKNOWN),
        (date(2018, 6, 30), 423, YES),
        (date(2019, 1, 1), 419, YES),
        (date(2022, 12, 31), 418, UNKNOWN),
        (date(2023, 1, 1), 418, YES),
        (date(2016, 1, 1), 500, UNKNOWN),  # their number is not known
    ],
)
def test_every_gemeinde_means_those_there_are_at_the_stichtag(stichtag: date, gemeinden: int, expected: float) -> None:
    assert _state("bund-flaechendeckend", HALF_WAY, *_online(_gemeinden(gemeinden)), stichtag=stichtag) == expected


def test_reach_without_reifegrad_is_not_enough() -> None:
    everywhere = coverage("a", LAND, reach="statewide")
    assert _state("bund-flaechendeckend", leika("a", 10000, 1.0), everywhere) == NO
    assert _state("bund-flaechendeckend", leika("a", 10000), service(10000, maturity=2.0), everywhere) == UNKNOWN


STRICTEST = [
    ("nothing at all", [], UNKNOWN),
    ("own Reifegrad only", [service(10000, maturity=3.0)], YES),
    ("own Reifegrad, services without", [service(10000, maturity=3.0), leika("a", 10000)], YES),
    ("all services", [leika("a", 10000, 3.0), leika("b", 10000, 4.0)], YES),
    ("all but one", [leika("a", 10000, 3.0), leika("b", 10000, 2.0)], NO),
    ("all but one unknown", [leika("a", 10000, 3.0), leika("b", 10000)], UNKNOWN),
    ("one low, one unknown", [leika("a", 10000, 2.0), leika("b", 10000)], NO),
    ("one of them offline", [leika("a", 10000, 3.0), leika("b", 10000, 3.0), coverage("b", online=False)], NO),
]


@pytest.mark.parametrize(("items", "expected"), [case[1:] for case in STRICTEST], ids=[case[0] for case in STRICTEST])
def test_the_weakest_service_decides_about_its_bundle(items: list[ItemAt], expected: float) -> None:
    assert _state("strengste-leistung", *items) == expected


def test_single_services_are_counted_by_their_own_reifegrad() -> None:
    parts = [leika("a", 10000, 3.0), leika("b", 10000, 2.0), leika("c", 10001), coverage("a", online=False)]
    states = RULES["leika-einzeln"].states(view(service(10000, maturity=4.0), *parts))
    assert states.to_dict() == {"leika_service/a": YES, "leika_service/b": NO, "leika_service/c": UNKNOWN}


MODEL_CASES = [
    # written model, grade; at least a Formular-Assistent; an application online
    (None, 2.0, YES, NO),
    (None, 4.0, YES, YES),
    (None, 6.0, YES, YES),  # only model 2.0 has such a grade
    (None, 8.0, UNKNOWN, UNKNOWN),
    ("1.1", 2.0, YES, NO),
    ("1.1", 3.0, YES, YES),
    ("1.1", 5.0, UNKNOWN, UNKNOWN),  # this model ends at 4
    ("2.0", 2.0, YES, NO),
    ("2.0", 7.0, YES, YES),
    ("OZG-Reifegradmodell 2.0 (2025)", 1.0, NO, NO),
    ("2", 7.0, YES, YES),
    ("3.0", 3.0, UNKNOWN, UNKNOWN),  # nobody knows what a grade of it means
    ("1.1", -1.0, UNKNOWN, UNKNOWN),
    ("1.1", None, UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("model", "grade", "form", "online"), MODEL_CASES)
def test_a_grade_means_what_its_model_says(model: str | None, grade: float | None, form: float, online: float) -> None:
    own = service(10000, maturity=grade, maturity_model=model)
    assert (_state("bund-2020", own), _state("ozg-reifegrad-3", own)) == (form, online)
    part = [service(10000, maturity_model=model), leika("a", 10000, grade)]
    assert (_state("bund-2020", *part), _state("ozg-reifegrad-3", *part)) == (form, online)


def test_thresholds_stand_with_each_version_of_the_model() -> None:
    for version, model in MODELS.items():
        assert model_version(f"Reifegradmodell {version}") == version
        assert 0 < model.form <= model.online <= model.highest
        assert model.source


def test_every_step_from_rule_to_rule_says_what_it_asks() -> None:
    assert [rule.id for rule in RULES.values() if rule.within is None] == ["bund-2020", "leika-einzeln"]
    assert all(rule.step.endswith(".") for rule in RULES.values() if rule.within)


def test_the_dated_numbers_are_the_published_ones() -> None:
    days = [date(2017, 1, 1), date(2021, 6, 30), date(2022, 1, 1), date(2023, 1, 1)]
    assert [areas.counted(area_counts(), "municipality", day) for day in days] == [423, 419, 419, 418]
    assert [areas.counted(area_counts(), "county", day) for day in days] == [13] * 4
    assert areas.counted(area_counts(), "municipality", date(2000, 1, 1)) is None
    with pytest.raises(ValueError, match="keine Ebene"):
        areas.from_csv("level;valid_from;count;checked;note\nvillage;2020-01-01;1;yes;")


@pytest.mark.parametrize(
    ("ars", "level"),
    [(LAND, "state"), ("000000000000", "state"), (KREISE[0], "county"), (KREISE[10], "city"),
     ("146120000000", "city"), (GEMEINDE, "municipality"), ("145225101000", "association")],
)  # fmt: skip
def test_an_ars_tells_what_kind_of_place_it_names(ars: str, level: str) -> None:
    assert areas.level(ars) == level


# Properties. One example is a plan of many bundles, because what costs is building a view.

PLACES = (LAND, *KREISE[:2], KREISE[10], GEMEINDE, "145210020020", "010510000000")
GRADES = (None, None, 0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 7.0)


def _plan(random: Random) -> list[ItemAt]:
    """Forty bundles of up to four services, with much that is not known."""
    items: list[ItemAt] = []
    for ozg_id in range(10000, 10040):
        model = random.choice((None, "1.1", "2.0", "3.0"))
        items.append(service(ozg_id, maturity=random.choice(GRADES), maturity_model=model))
        items += [leika(f"{ozg_id}-{n}", ozg_id, random.choice(GRADES)) for n in range(random.randrange(5))]
    keys = [one.values["leika_key"] for one in items if one.key.startswith("leika")]
    for key in random.sample(keys, len(keys) * 2 // 3):
        for place in random.sample(PLACES, random.randrange(1, 4)):
            reach = random.choice((None, None, *map(str, Reach)))
            items.append(coverage(key, place, online=random.choice((None, True, True, False)), reach=reach))
    return items


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_numerators_are_nested_from_below_and_from_above(random: Random) -> None:
    plan = view(*_plan(random))
    states = {rule: RULES[rule].states(plan) for rule in RULES}
    for rule in RULES.values():
        if rule.within:
            assert (states[rule.id] <= states[rule.within]).all()  # for each service, so for both numerators


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_what_is_offered_in_the_whole_land_is_so_in_one_kommune(random: Random) -> None:
    plan = view(*_plan(random))
    assert (service_reaches(plan, "form", statewide=True) <= service_reaches(plan, "form")).all()


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_forgetting_grades_only_widens_the_range(random: Random) -> None:
    items = _plan(random)
    known = Counter(one.values["ozg_id"] for one in items if one.values.get("maturity") and one.key.startswith("leika"))
    after: list[ItemAt] = []
    for one in items:
        part = one.key.startswith("leika") and one.values.get("maturity") is not None
        # The last grade of a bundle stays: without it the bundle's own one takes over.
        if part and known[one.values["ozg_id"]] > 1 and random.random() < 0.3:
            known[one.values["ozg_id"]] -= 1
            one = leika(one.values["leika_key"], one.values["ozg_id"])
        after.append(one)
    plan, poorer = view(*items), view(*after)
    for rule in RULES.values():
        then, now = rule.states(plan), rule.states(poorer)
        assert ((now == then) | (now == UNKNOWN)).all()


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_bridge_adds_up_and_names_each_service(random: Random) -> None:
    plan = view(*_plan(random))
    states = {rule: RULES[rule].states(plan) for rule in BRIDGED}
    numerators = {rule: set(found.index[found.eq(YES)]) for rule, found in states.items()}
    for one, other in permutations(BRIDGED, 2):
        reached = numerators[one]
        for step in bridge(plan, one, other):
            assert step.before == len(reached)
            reached = reached - {*step.fallen, *step.doubtful} | {*step.added}
            assert step.after == len(reached)
            came = sum(states[step.from_rule][key] == NO for key in (*step.added, *step.readmitted))
            assert step.upper_after == step.upper_before - len(step.fallen) - len(step.excluded) + came
        assert reached == numerators[other]


def test_the_bridge_names_the_services_that_fall_away_at_each_step() -> None:
    plan = view(
        service(10000), leika("a", 10000, 2.0),
        service(10001), leika("b", 10001, 3.0), leika("c", 10001, 1.0),
        service(10002), leika("d", 10002, 3.0),
        service(10003), leika("e", 10003, 2.0), leika("f", 10003),
    )  # fmt: skip
    first, second = bridge(plan, "bund-2020", "strengste-leistung")
    assert (first.from_rule, first.to_rule, first.before, first.after) == ("bund-2020", "ozg-reifegrad-3", 4, 2)
    assert (first.fallen, first.doubtful) == (("service/10000",), ("service/10003",))
    assert (second.to_rule, second.before, second.after) == ("strengste-leistung", 2, 1)
    assert (second.fallen, second.excluded) == (("service/10001",), ("service/10003",))
    over = bridge(plan, "bund-flaechendeckend", "ozg-reifegrad-3")
    assert [step.to_rule for step in over] == ["bund-2020", "ozg-reifegrad-3"]
    assert over[0].sentence.startswith("Es entfällt die Bedingung:")
    assert bridge(plan, "bund-2020", "bund-2020") == []


def test_there_is_no_bridge_to_another_unit_or_an_unknown_rule() -> None:
    for one, other in (("bund-2020", "leika-einzeln"), ("bund-2020", "geraten")):
        with pytest.raises(NoBridge):
            bridge(view(), one, other)


def _rows(by: str | None, *items: ItemAt) -> dict[tuple[str | None, str | None], tuple[int | None, int | None]]:
    found = figures(view(*items), by=by)
    return {(one.rule, one.group): (one.numerator, one.denominator) for one in found if one.id == "services.online"}


def test_every_rule_has_its_row_and_single_services_their_own_denominator() -> None:
    parts = [leika("a", 10000, 3.0), leika("b", 10000, 1.0), leika("c", 10001, 2.0)]
    assert _rows(None, service(10000), service(10001), *parts, coverage("a", LAND, reach="statewide")) == {
        ("bund-2020", None): (2, 2),
        ("bund-flaechendeckend", None): (1, 2),
        ("ozg-reifegrad-3", None): (1, 2),
        ("strengste-leistung", None): (0, 2),
        ("leika-einzeln", None): (1, 3),
    }


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("theme", {"Umwelt": (1, 2), "unknown": (0, 1)}),
        ("situation", {"Abfall": (1, 2), "unknown": (0, 1)}),
        ("ministry", {"SMI": (1, 2), "unknown": (0, 1)}),
        ("type", {"2/3": (1, 1), "4": (1, 1), "unknown": (0, 2)}),
    ],
)
def test_single_services_are_grouped_as_their_bundle_but_by_their_own_types(
    by: str, groups: dict[str, tuple[int, int]]
) -> None:
    bundle = service(10000, theme="Umwelt", situation="Abfall", ministry="SMI", types=["5"])
    parts = [leika("a", 10000, 3.0, type=["2/3", "4"]), leika("b", 10000, 1.0), leika("c", 10001, 1.0)]
    found = _rows(by, bundle, *parts)
    assert {group: row for (rule, group), row in found.items() if rule == "leika-einzeln"} == groups


def test_a_bundle_has_the_types_stated_for_it_else_those_of_its_services() -> None:
    found = _rows(
        "type",
        service(10000, maturity=3.0, types=["1", "2/3"]), leika("a", 10000, 3.0, type=["4"]),
        service(10001), leika("b", 10001, 3.0, type=["4"]), leika("c", 10001, type=["5", "4"]),
    )  # fmt: skip
    assert {group: row for (rule, group), row in found.items() if rule == "bund-2020"} == {
        "1": (1, 1), "2/3": (1, 1), "4": (1, 1), "5": (1, 1),
    }  # fmt: skip
