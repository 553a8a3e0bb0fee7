import csv

import pytest

from masterplan.domain.services.counties import COLUMNS, COUNTIES, ROWS, in_counties
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import ItemAt
from tests.builders import REFERENCE, coverage, leika, service, view

LAND, CHEMNITZ, BAUTZEN, TOWN_IN_BAUTZEN = "140000000000", "145110000000", "146250000000", "146250020020"


def test_the_counties_are_those_of_the_reference_data() -> None:
    rows = csv.DictReader((REFERENCE / "bodies.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
    named = {row["ars"]: row["name"] for row in rows if row["kind"] in ("county", "city")}
    assert {ars: one.name for ars, one in COUNTIES.items()} == named
    places = [(one.column, one.row) for one in COUNTIES.values()]
    assert len(set(places)) == len(COUNTIES)
    assert all(column < COLUMNS and row < ROWS for column, row in places)


@pytest.mark.parametrize(
    ("entry", "chemnitz", "bautzen"),
    [
        (coverage(11, LAND, reach="statewide", online=True), (YES, YES), (YES, YES)),
        (coverage(11, LAND, reach="one_municipality", online=True), (UNKNOWN, UNKNOWN), (UNKNOWN, UNKNOWN)),
        (coverage(11, LAND, reach="not_evaluated", online=False), (NO, NO), (NO, NO)),
        (coverage(11, CHEMNITZ, reach="one_municipality", online=True), (YES, YES), (NO, NO)),
        (coverage(11, BAUTZEN, reach="countywide", online=True), (NO, NO), (YES, YES)),
        (coverage(11, BAUTZEN, reach="one_municipality", online=True), (NO, NO), (YES, NO)),
        (coverage(11, TOWN_IN_BAUTZEN, online=True), (NO, NO), (YES, NO)),
        (coverage(11, BAUTZEN), (NO, NO), (UNKNOWN, UNKNOWN)),
        (coverage(11, LAND, reach="statewide", online=False), (NO, NO), (NO, NO)),
        (coverage(11, "090000000000", reach="statewide", online=True), (UNKNOWN, UNKNOWN), (UNKNOWN, UNKNOWN)),
        (coverage(11, "091620000000", reach="nationwide"), (YES, YES), (YES, YES)),
        (coverage(11, BAUTZEN, reach="not_evaluated"), (NO, NO), (NO, NO)),
    ],
)
def test_where_a_service_is_online_follows_from_what_is_reported(
    entry: ItemAt, chemnitz: tuple[float, float], bautzen: tuple[float, float]
) -> None:
    others = [coverage(99, CHEMNITZ, online=False), coverage(99, BAUTZEN, online=False)]  # both are reported of
    found = in_counties(view(service(1), service(9), leika(11, 1), leika(99, 9), entry, *others))
    for ars, expected in (("14511", chemnitz), ("14625", bautzen)):
        assert (found.somewhere.at["service/1", ars], found.throughout.at["service/1", ars]) == expected


def test_a_county_and_a_service_that_nobody_reported_of_are_unknown() -> None:
    found = in_counties(view(service(1), service(2), leika(11, 1), coverage(11, BAUTZEN, online=True)))
    assert found.somewhere.at["service/1", "14511"] == UNKNOWN
    assert found.somewhere.loc["service/2"].eq(UNKNOWN).all()


def test_the_best_of_the_services_of_a_bundle_counts() -> None:
    entries = [coverage(11, BAUTZEN, online=False), coverage(12, BAUTZEN, reach="countywide", online=True)]
    found = in_counties(view(service(1), leika(11, 1), leika(12, 1), *entries))
    assert found.somewhere.at["service/1", "14625"] == YES


def test_counts_add_up_to_all_services_in_every_county() -> None:
    plan = view(service(1), service(2), service(3), leika(11, 1), coverage(11, LAND, reach="nationwide", online=True))
    counts = in_counties(plan).counts()
    assert (counts["online"] + counts["offline"] + counts["unknown"]).eq(3).all()
    assert counts["online"].eq(1).all()


def test_the_empty_plan_knows_nothing_of_thirteen_counties() -> None:
    assert in_counties(view()).counts().shape == (13, 4)
