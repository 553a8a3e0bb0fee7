import pytest

from masterplan.domain.filters import choices
from masterplan.domain.lists.milestone_list import in_plan_order, milestone_list, overdue_list, pressing, upcoming_list
from tests.builders import milestone, service, view


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "completed", "due_on": "2020-12-31"}, "achieved"),
        ({"status": None, "achieved_on": "2021-06-30"}, "achieved"),
        ({"status": "in_progress", "achieved_on": "2021-07-01", "due_on": "2021-07-01"}, "soon"),
        ({"status": "dropped", "due_on": "2020-12-31"}, "left"),
        ({"status": "suspended", "due_on": "2020-12-31"}, "left"),
        ({"status": "in_progress", "due_on": "2021-06-29"}, "overdue"),
        ({"status": "in_progress", "due_on": "2021-06-29", "forecast_on": "2021-08-01"}, "overdue"),
        ({"status": "in_progress", "due_on": "2021-06-30"}, "soon"),
        ({"status": "planned", "due_on": "2021-12-31"}, "open"),
        ({"status": "planned"}, "open"),
        ({"status": None, "due_on": "2020-12-31"}, "unknown"),
    ],
)
def test_a_milestone_stands_where_its_status_and_dates_say(values: dict[str, str | None], expected: str) -> None:
    assert milestone_list(view(milestone(1, **values)))["standing"].tolist() == [expected]


def test_overdue_ones_come_longest_first_and_near_ones_next_first() -> None:
    table = milestone_list(
        view(
            milestone(1, status="planned", due_on="2021-06-20", forecast_on="2021-07-30"),
            milestone(2, status="planned", due_on="2021-05-31"),
            milestone(3, status="planned", due_on="2021-07-10"),
            milestone(4, status="completed", due_on="2021-07-10"),
        )
    )
    late, near = overdue_list(table), upcoming_list(table)
    assert late[["number", "days_overdue"]].values.tolist() == [["2", 30.0], ["1", 10.0]]
    assert near[["number", "days_ahead"]].values.tolist() == [["3", 10.0], ["1", 30.0]]


def test_words_stand_in_german_order_where_the_days_are_the_same() -> None:
    titles = ["Zentrale Stelle", "Überleitung", "umbau", "Ämter"]
    plan = view(*(milestone(at, title=title, status="planned", due_on="2021-07-10") for at, title in enumerate(titles)))
    table = milestone_list(plan)
    assert table["title"].tolist() == upcoming_list(table)["title"].tolist()
    assert table["title"].tolist() == ["Ämter", "Überleitung", "umbau", "Zentrale Stelle"]
    themes = view(*(service(at, theme=title) for at, title in enumerate(titles)))
    assert choices(themes)["themes"] == ["Ämter", "Überleitung", "umbau", "Zentrale Stelle"]


def test_those_that_press_are_chosen_before_the_achieved_but_stay_in_time_order() -> None:
    plan = view(
        milestone(1, status="completed", due_on="2019-12-31"),
        milestone(2, status="planned", due_on="2022-12-31"),
        milestone(3, status="planned", due_on="2021-03-31"),
        milestone(4, status="planned"),
    )
    table = milestone_list(plan)
    assert table["number"].tolist() == ["1", "3", "2", "4"]
    assert pressing(table, 2)["number"].tolist() == ["3", "2"]


def test_the_plans_order_is_by_ressort_and_number_and_what_cannot_slip_has_no_slip() -> None:
    plan = view(
        milestone("1.10", ministry="SMK"), milestone("1.9", ministry="SMK"), milestone("2", ministry="SMI"),
        milestone("3", ministry="SK", status="dropped", due_on="2020-12-31", forecast_on="2021-12-31"),
    )  # fmt: skip
    table = in_plan_order(milestone_list(plan), plan)
    assert table["number"].tolist() == ["3", "2", "1.9", "1.10"]
    assert table["slip_days"].isna().all()


def test_an_empty_plan_gives_an_empty_list() -> None:
    table = milestone_list(view())
    assert (len(table), len(pressing(table, 5)), len(upcoming_list(table))) == (0, 0, 0)
