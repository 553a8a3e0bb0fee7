from datetime import date

import pytest

from masterplan.domain.courses import DayState
from masterplan.domain.lists.money import MeasureMoney, by_goal, by_household, by_ministry, household, money, total
from tests.builders import STICHTAG, goal, measure, view

OLD, NEW = "Doppelhaushalt 2019/2020, Einzelplan 07", "Doppelhaushalt 2021/2022, Einzelplan 07"


def _state(on: str, planned: float | None, source: str | None, spent: float | None = None) -> DayState:
    fields = {"budget_planned": planned, "budget_spent": spent, "budget_source": source}
    return DayState(date.fromisoformat(on), fields, {})


def _one(*states: DayState) -> MeasureMoney:
    return money(view(measure(1)), {"measure/1": states})["measure/1"]


@pytest.mark.parametrize(
    ("source", "years"),
    [
        (OLD, "2019/2020"),
        ("DHH 2021/22", None),
        ("Doppelhaushalt 21/22", "2021/2022"),
        ("Haushaltsplan 2023/2024, Kap. 0205", "2023/2024"),
        ("Doppelhaushalt 2019–2020", "2019/2020"),
        ("Haushalt 2019/2024", None),
        ("Kabinettsvorlage 2019/2020", None),
        ("FAG-Mittel", None),
        (None, None),
    ],
)
def test_the_doppelhaushalt_is_read_from_the_source(source: str | None, years: str | None) -> None:
    assert household(source) == years


@pytest.mark.parametrize(
    ("states", "amounts", "contested"),
    [
        ([], [], False),
        ([_state("2019-03-19", None, None)], [], False),
        ([_state("2019-03-19", 10.0, OLD), _state("2019-12-20", 12.0, OLD)], [12.0], False),
        ([_state("2019-03-19", 10.0, OLD), _state("2020-12-31", 12.0, NEW)], [12.0, 10.0], False),
        ([_state("2019-03-19", 7e8, "Regierung"), _state("2019-12-20", 7e7, "Presse")], [7e7, 7e8], True),
        ([_state("2019-03-19", 7.0, "Schätzung"), _state("2019-12-20", 7.0, OLD)], [7.0, 7.0], False),
        ([_state("2019-03-19", 7.0, "Schätzung"), _state("2019-12-20", 8.0, OLD)], [8.0, 7.0], True),
        ([_state("2019-03-19", 7.0, OLD), _state("2019-12-20", 8.0, "Haushaltsplan 2019/20")], [8.0, 7.0], True),
        ([_state("2019-03-19", 7.0, None), _state("2019-12-20", 8.0, OLD)], [8.0, 7.0], True),
        ([_state("2019-03-19", 7.0, OLD), _state("2021-07-01", 9.0, OLD)], [7.0], False),
    ],
)
def test_each_source_keeps_its_latest_amount_and_sources_stand_side_by_side(
    states: list[DayState], amounts: list[float], contested: bool
) -> None:
    found = _one(*states)
    assert [amount.planned for amount in found.amounts] == amounts
    assert found.is_contested == contested


def test_contested_money_is_never_summed_and_only_widens_the_range() -> None:
    plan = view(measure(1), measure(2), measure(3), measure(4, status="dropped"))
    courses = {
        "measure/1": [_state("2019-03-19", 7e8, "Regierung"), _state("2019-12-20", 7e7, "Presse", 5.0)],
        "measure/2": [_state("2019-03-19", 100.0, OLD, 40.0)],
        "measure/4": [_state("2019-03-19", 1.0, OLD)],
    }
    found = total(money(plan, courses))
    assert (found.measures, found.planned, found.planned_known) == (3, 100.0, 1)
    assert (found.lower, found.upper, found.contested) == (7e7 + 100, 7e8 + 100, ("measure/1",))
    assert (found.spent, found.spent_known) == (40.0, 1)


def test_unknown_money_is_not_zero() -> None:
    found = total(money(view(measure(1)), {}))
    assert (found.measures, found.planned, found.lower, found.upper, found.spent) == (1, None, None, None, None)
    assert total(money(view(), {})).measures == 0


def test_money_is_grouped_by_ressort_goal_and_doppelhaushalt() -> None:
    plan = view(
        goal("Z1"),
        goal("Z2"),
        measure(1, lead="SMK", goals=["Z1", "Z2"]),
        measure(2, goals=["Z2"]),
        measure(3, lead=None),
    )
    courses = {
        "measure/1": [_state("2019-03-19", 10.0, OLD), _state("2020-12-31", 20.0, NEW)],
        "measure/2": [_state("2020-12-31", 5.0, NEW)],
        "measure/3": [_state("2020-12-31", 1.0, None)],
    }
    found = money(plan, courses)
    assert plan.stichtag == STICHTAG
    assert [(row.group, row.planned) for row in by_ministry(plan, found)] == [("SMI", 5), ("SMK", 20), ("unknown", 1)]
    assert [(row.group, row.planned) for row in by_goal(plan, found)] == [
        ("goal/Z1", 20), ("goal/Z2", 25), ("unknown", 1),
    ]  # fmt: skip
    assert [(row.group, row.planned) for row in by_household(found)] == [("2019/2020", 10), ("2021/2022", 25)]
