from dataclasses import replace
from datetime import date

import pytest

from masterplan.domain.lists.levels import lateness_by_level, status_by_level
from masterplan.domain.lists.measure_list import BY_RANK, measure_list, natural_order, ordered
from masterplan.domain.view import ItemAt
from tests.builders import measure, view


def _moved(name: str, first: str, now: str, **values: object) -> ItemAt:
    """A measure that was first planned for one day and is now planned for another."""
    return replace(measure(name, due_on=now, **values), baseline_on=date.fromisoformat(first))


PLAN = view(
    _moved("1.10", "2021-06-01", "2021-06-11", status="in_progress", reported_light="green", level="municipal"),
    _moved("1.9", "2021-12-31", "2022-12-31", status="planned", level="state", progress=0.25),
    measure("2", status="dropped", due_on="2020-01-01"),
    measure("1.2", status=None, level="joint"),
    measure("A", number=None, status="completed"),
)
FOUND = ("measure/2", "measure/1.9")


def test_the_list_shows_what_is_reported_beside_what_is_computed() -> None:
    table = measure_list(PLAN)
    row = table.loc["measure/1.10"]
    assert (row["reported_light"], row["computed_light"], row["slip_days"]) == ("green", "red", 10)
    assert row["reason"] == "Rot: offen, und der Plantermin liegt vor dem Stichtag."
    assert table["computed_light"].tolist() == ["grey", "green", "red", None, "green"]
    assert table["status"].tolist() == [None, "planned", "in_progress", "dropped", "completed"]
    assert table["slip_days"].isna().tolist() == [True, False, False, True, True], "what is dropped cannot slip"


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("nummer", ["1.2", "1.9", "1.10", "2", None]),
        ("ampel", ["1.10", "1.2", "1.9", None, "2"]),
        ("verzug", ["1.9", "1.10", "1.2", "2", None]),
        ("termin", ["2", "1.10", "1.9", "1.2", None]),
        ("ebene", ["1.9", "1.2", "1.10", "2", None]),
        ("unsinn", ["1.2", "1.9", "1.10", "2", None]),
        (BY_RANK, ["2", "1.9", "1.2", "1.10", None]),
    ],
)
def test_the_list_stands_in_the_order_asked_for_and_equal_ones_by_number(order: str, numbers: list[str | None]) -> None:
    assert ordered(measure_list(PLAN), order, FOUND)["number"].tolist() == numbers


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["1.10", "SK-2", "1.9", "2", "SK-10", "1"], key=natural_order) == [
        "1", "1.9", "1.10", "2", "SK-2", "SK-10",
    ]  # fmt: skip
    assert natural_order(None) > natural_order("Z99")


def test_land_and_kommunen_stand_side_by_side() -> None:
    counts = status_by_level(PLAN)
    assert counts.index.tolist() == ["state", "joint", "municipal", "unknown"]
    assert counts.at["municipal", "in_progress"] == 1
    assert (counts.at["unknown", "completed"], counts.at["unknown", "dropped"]) == (1, 1)
    late = lateness_by_level(PLAN)
    assert late["overdue"].tolist() == [0, 0, 1, 0]
    assert late.at["state", "slip_days"] == 365
    assert late["dated"].tolist() == [1, 0, 1, 0]


def test_the_empty_plan_has_an_empty_list() -> None:
    assert measure_list(view()).empty
    assert status_by_level(view()).empty
    assert lateness_by_level(view()).empty
