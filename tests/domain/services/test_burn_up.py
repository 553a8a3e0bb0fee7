from datetime import date, timedelta

import pytest

from masterplan.domain.services.burn_up import burn_up
from masterplan.domain.view import PlanView
from tests.builders import service, view

DAYS = (date(2019, 12, 31), date(2020, 12, 31), date(2021, 12, 31))
JANUARY = 365.25 / 12


def _plan(on: date, online: int, unknown: int = 0, of: int = 20) -> PlanView:
    grades = [3.0] * online + [None] * unknown + [0.0] * (of - online - unknown)
    return view(*[service(number, maturity=grade) for number, grade in enumerate(grades, 10000)], stichtag=on)


def test_the_pace_is_that_of_the_last_year_and_the_one_needed_leads_to_the_target() -> None:
    found = burn_up([_plan(on, online) for on, online in zip(DAYS, (2, 4, 10), strict=True)], "bund-2020")
    assert [(point.done, point.open_, point.total) for point in found.points] == [(2, 0, 20), (4, 0, 20), (10, 0, 20)]
    assert found.recent == pytest.approx(6 / (365 / JANUARY))
    assert found.since == DAYS[1]
    assert found.needed == pytest.approx(10 / (365 / JANUARY))
    assert found.missing == 10


def test_a_stichtag_without_a_report_makes_the_pace_no_slower() -> None:
    plans = [*(_plan(on, online) for on, online in zip(DAYS[:2], (2, 8), strict=True)), _plan(date(2021, 6, 30), 8)]
    found = burn_up(plans, "bund-2020", stands=DAYS[:2])
    assert found.recent == pytest.approx(6 / (366 / JANUARY))
    assert found.current.on == date(2021, 6, 30)


@pytest.mark.parametrize(("days", "since"), [(329, 0), (330, 1)])
def test_the_last_year_is_counted_from_the_latest_report_that_is_a_year_old(days: int, since: int) -> None:
    reports = (DAYS[0], DAYS[0] + timedelta(400), DAYS[0] + timedelta(400 + days))
    found = burn_up([_plan(on, 2, unknown=4) for on in reports], "bund-2020")  # four of five are known: just enough
    assert found.since == reports[since]


@pytest.mark.parametrize(("days", "known"), [(89, False), (90, True)])
def test_no_pace_is_taken_from_reports_a_few_weeks_apart(days: int, known: bool) -> None:
    plans = [_plan(DAYS[0], 2), _plan(DAYS[0] + timedelta(days), 4)]
    found = burn_up(plans, "bund-2020")
    assert (found.recent is not None, found.since is not None) == (known, known)


@pytest.mark.parametrize(("first", "last"), [((2, 5), (8, 0)), ((2, 0), (8, 5))])
def test_no_pace_is_given_where_too_little_was_known(first: tuple[int, int], last: tuple[int, int]) -> None:
    found = burn_up([_plan(DAYS[0], *first), _plan(DAYS[1], *last)], "bund-2020")
    assert (found.recent, found.since) == (None, None)


@pytest.mark.parametrize(("stichtag", "online"), [(date(2022, 12, 31), 5), (DAYS[2], 20)])
def test_nothing_is_needed_any_more_once_all_are_online_or_the_day_has_come(stichtag: date, online: int) -> None:
    assert burn_up([_plan(stichtag, online)], "bund-2020").needed is None


def test_days_without_a_catalogue_are_left_out() -> None:
    found = burn_up([view(stichtag=DAYS[0]), _plan(DAYS[1], 3)], "bund-2020")
    assert [point.on for point in found.points] == [DAYS[1]]
    assert burn_up([view(stichtag=DAYS[0])], "bund-2020").current.total == 0
