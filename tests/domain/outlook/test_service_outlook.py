from datetime import date

import pytest

from masterplan.domain.outlook.service_outlook import courses_by_rule, outlook
from masterplan.domain.view import PlanView
from tests.builders import service, view

DAYS = (date(2019, 3, 31), date(2019, 12, 31), date(2020, 12, 31), date(2021, 12, 31))


def _plan(on: date, online: int, of: int = 40) -> PlanView:
    return view(*[service(10000 + n, maturity=3.0 if n < online else 0.0) for n in range(of)], stichtag=on)


def test_a_service_is_done_from_the_day_the_rule_counts_it_and_leaves_with_the_catalogue() -> None:
    found = courses_by_rule([_plan(DAYS[0], 0, 2), _plan(DAYS[1], 1, 2), _plan(DAYS[2], 1, 1)], "bund-2020")
    assert [state.fields.get("status") for state in found["service/10000"]] == ["in_progress", "completed", "completed"]
    assert found["service/10001"][-1].fields == {"in_force": False}


@pytest.mark.parametrize("online", [(0, 2, 4, 11), (5, 10, 11, 11)])
def test_under_twelve_services_online_there_is_no_forecast(online: tuple[int, ...]) -> None:
    plans = [_plan(on, amount) for on, amount in zip(DAYS, online, strict=True)]
    assert "11 Einträge sind abgeschlossen" in (outlook(plans, "bund-2020").forecast.suppressed or "")


def test_a_steady_pace_gives_a_range_around_the_day_it_leads_to() -> None:
    plans = [_plan(on, amount) for on, amount in zip(DAYS, (0, 8, 18, 28), strict=True)]
    whole = outlook(plans, "bund-2020")
    found = whole.forecast
    assert (found.total, found.done, found.missing) == (40, 28, 12)
    assert found.needed_pace == pytest.approx(1.0, abs=0.02)  # twelve services in twelve months
    assert found.earliest is not None
    assert found.median is not None
    assert DAYS[3] < found.earliest <= found.median
    assert (whole.days[0], whole.days[-1], len(whole.days)) == (date(2022, 1, 31), date(2022, 12, 31), 12)
    assert list(whole.median) == sorted(whole.median)
    assert 28 / 40 <= whole.lower[-1] < whole.median[-1] < whole.upper[-1] <= 1.0


def test_after_the_target_the_days_since_it_stand_in_its_place() -> None:
    plans = [_plan(on, 20) for on in DAYS] + [_plan(date(2023, 1, 10), 20)]
    found = outlook(plans, "bund-2020")
    assert (found.forecast.days_since_target, found.forecast.median, found.days) == (10, None, ())
