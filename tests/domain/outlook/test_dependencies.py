from datetime import date

from masterplan.domain.outlook.dependencies import Dependencies, dependencies, slack_days
from masterplan.domain.outlook.what_if import followers, users, what_if
from masterplan.domain.plan import Kind
from masterplan.domain.view import ItemAt
from tests.builders import measure, milestone, view


def _after(name: int, *before: str, due: str | None = None) -> ItemAt:
    return measure(name, due_on=due, depends_on=list(before) or None, status="in_progress")


def _places(found: Dependencies) -> dict[str, tuple[int, float]]:
    return {place.key: (place.layer, place.row) for place in found.places}


FAN = (_after(1), _after(2, "1"), _after(3, "1"), _after(4, "2", "3"))
PAIR = (milestone(7), _after(8, "milestone 7"))


def test_what_comes_first_stands_left_and_groups_below_one_another_the_largest_first() -> None:
    found = dependencies(view(*PAIR, *FAN, _after(9)), ["measure/8", "measure/2"])
    assert _places(found) == {
        "measure/1": (0, 0.5), "measure/2": (1, 0.0), "measure/3": (1, 1.0), "measure/4": (2, 0.5),
        "milestone/7": (0, 2.0), "measure/8": (1, 2.0),
    }  # fmt: skip
    assert found.rows == 3
    assert set(found.items) == set(_places(found)), "what nothing depends on is left out"
    assert found.items["milestone/7"].kind == Kind.MILESTONE


def test_only_groups_with_something_that_passes_the_filter_are_shown() -> None:
    circle = (_after(5, "6"), _after(6, "5"))
    found = dependencies(view(*FAN, *PAIR, *circle), ["milestone/7"])
    assert found.edges == (("milestone/7", "measure/8"),)
    assert found.cycles == ()
    assert dependencies(view(*FAN), ["measure/99"]).items == {}


def test_groups_that_do_not_fit_are_in_the_table_only() -> None:
    found = dependencies(view(*FAN, *PAIR), ["measure/1", "measure/8"], most=3)
    assert set(_places(found)) == {"milestone/7", "measure/8"}
    assert len(found.edges) == 5
    assert len(dependencies(view(*FAN), ["measure/1"], most=4).places) == 4


def test_circles_are_drawn_and_told() -> None:
    found = dependencies(view(_after(1, "2"), _after(2, "1"), _after(3, "3")), ["measure/1", "measure/3"])
    assert len(found.places) == 3
    assert found.cycles == (("measure/1", "measure/2", "measure/1"), ("measure/3", "measure/3"))


def test_slack_is_the_time_between_two_dates_and_unknown_without_one() -> None:
    plan = view(_after(1, due="2021-09-30"), _after(2, "1", due="2021-09-01"), _after(3, "2"))
    found = dependencies(plan, ["measure/1"])
    assert [slack_days(found, edge) for edge in found.edges] == [-29, None]
    assert found.items["measure/1"].current_on == date(2021, 9, 30)


def test_an_item_is_told_with_its_forecast_and_the_status_it_counts_under() -> None:
    late = measure(1, due_on="2021-03-31", forecast_on="2021-12-31", status="in_progress")
    done = measure(2, depends_on=["1"], achieved_on="2021-06-30", status="in_progress")
    items = dependencies(view(late, done), ["measure/1"]).items
    assert (items["measure/1"].current_on, items["measure/1"].status) == (date(2021, 12, 31), "in_progress")
    assert (items["measure/2"].current_on, items["measure/2"].status) == (None, "completed")


def test_followers_and_users_of_components_can_be_asked_for() -> None:
    plan = view(*FAN, measure(5, components=["eID"]))
    assert followers(plan) == {"measure/1": ["measure/2", "measure/3"], "measure/2": ["measure/4"],
                               "measure/3": ["measure/4"]}  # fmt: skip
    assert users(plan) == {"eID": ["measure/5"]}


def test_a_moved_item_says_how_much_its_slack_takes_up() -> None:
    plan = view(_after(1, due="2021-09-30"), _after(2, "1", due="2021-10-10"), _after(3, "2"))
    assert {moved.key: moved.slack for moved in what_if(plan, "measure/1", 30).moved} == {
        "measure/1": None, "measure/2": 10, "measure/3": None,
    }  # fmt: skip
