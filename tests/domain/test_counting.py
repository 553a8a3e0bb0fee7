import pytest

from masterplan.domain.counting import NO, RULES, UNKNOWN, YES
from masterplan.domain.view import ItemAt
from tests.builders import coverage, leika, service, view

ONE = "146120000000"
OTHER = "147130000000"


def _state(rule: str, *items: ItemAt) -> float:
    return float(RULES[rule].states(view(*items)).loc["service/10000"])


CASES: list[tuple[str, list[ItemAt], float, float]] = [
    # what is known of the bundle's parts; by bund-2020 (at least 2); by ozg-reifegrad-3
    ("nothing at all", [], UNKNOWN, UNKNOWN),
    ("own maturity only", [service(10000, maturity=2.0)], YES, NO),
    ("own maturity 3", [service(10000, maturity=3.0)], YES, YES),
    ("own maturity 0", [service(10000, maturity=0.0)], NO, NO),
    ("one part high", [leika("a", 10000, 3.0), leika("b", 10000, 0.0)], YES, YES),
    ("one part high, one unknown", [leika("a", 10000, 3.0), leika("b", 10000)], YES, YES),
    ("one part low, one unknown", [leika("a", 10000, 1.0), leika("b", 10000)], UNKNOWN, UNKNOWN),
    ("one part in the middle, one unknown", [leika("a", 10000, 2.0), leika("b", 10000)], YES, UNKNOWN),
    ("all parts low", [leika("a", 10000, 1.0), leika("b", 10000, 1.0)], NO, NO),
    ("parts unknown, own known", [service(10000, maturity=2.0), leika("a", 10000)], YES, NO),
    (
        "own known, the place of a part",
        [service(10000, maturity=3.0), leika("a", 10000), coverage("a", ONE, online=False, ozg_id="10000")],
        YES,
        YES,
    ),
    ("own high, parts low: the parts decide", [service(10000, maturity=4.0), leika("a", 10000, 1.0)], NO, NO),
    ("online in one Kommune", [leika("a", 10000, 3.0), coverage("a", ONE, online=True)], YES, YES),
    ("reach alone", [leika("a", 10000, 3.0), coverage("a", ONE, reach="one_municipality")], YES, YES),
    ("offline everywhere", [leika("a", 10000, 3.0), coverage("a", ONE, online=False)], NO, NO),
    ("not evaluated", [leika("a", 10000, 3.0), coverage("a", ONE, reach="not_evaluated")], NO, NO),
    (
        "offline here, online there",
        [leika("a", 10000, 3.0), coverage("a", ONE, online=False), coverage("a", OTHER, online=True)],
        YES,
        YES,
    ),
    ("a coverage row that says nothing", [leika("a", 10000, 3.0), coverage("a", ONE)], UNKNOWN, UNKNOWN),
    (
        "offline one, unreported another",
        [leika("a", 10000, 3.0), leika("b", 10000, 2.0), coverage("a", ONE, online=False)],
        YES,
        NO,
    ),
    (
        "offline, whatever its reach",
        [leika("a", 10000, 3.0), coverage("a", ONE, online=False, reach="countywide")],
        NO,
        NO,
    ),
    ("online in another Land alone", [leika("a", 10000, 3.0), coverage("a", "091620000000", online=True)], NO, NO),
    (
        "bundesweit, said by another Land",
        [leika("a", 10000, 3.0), coverage("a", "091620000000", reach="nationwide")],
        YES,
        YES,
    ),
    ("low and online", [leika("a", 10000, 1.0), coverage("a", ONE, online=True)], NO, NO),
    ("another bundle's part", [leika("a", 10001, 4.0)], UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("items", "bund", "strict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bundle_counts_by_its_parts_as_each_rule_says(items: list[ItemAt], bund: float, strict: float) -> None:
    own = [] if any(one.key == "service/10000" for one in items) else [service(10000)]
    assert _state("bund-2020", *own, *items) == bund
    assert _state("ozg-reifegrad-3", *own, *items) == strict


def test_every_rule_has_a_german_sentence_a_version_and_a_source() -> None:
    for rule in RULES.values():
        assert all((rule.version, rule.title, rule.source))
        assert rule.definition.endswith(".")


def test_no_services_no_states() -> None:
    for rule in RULES.values():
        assert rule.states(view()).empty
