from datetime import date
from typing import Any

import pytest

from masterplan.domain.goals.indicators import EndToEnd, end_to_end, goal_indicators, rating
from masterplan.domain.plan import Kind
from masterplan.domain.view import ItemAt
from tests.builders import bodies, goal, item, view

MINISTRIES = ("SK", "SMI", "SMF", "SMJusDEG", "SMK", "SMWK", "SMWA", "SMS", "SMEKUL", "SMR")
WAY = {
    "start_value": 10.0, "target_value": 110.0, "actual_on": "2021-03-18", "due_on": "2023-03-19", "status": "delayed",
}  # fmt: skip


def _value(scope: str, value: float | None, source: str | None = None, **facts: Any) -> ItemAt:
    stated = {"indicator": "internal-end-to-end", "scope": scope, "value": value, "source": source, **facts}
    return item(Kind.INDICATOR_VALUE, f"{scope}-{facts.get('on', '')}", **{"on": date(2020, 12, 31), **stated})


@pytest.mark.parametrize(
    ("attained", "expected", "is_reached", "word"),
    [
        (0.2, 0.5, True, "reached"), (1.0, 0.5, False, "reached"), (1.2, None, False, "reached"),
        (0.45, 0.5, False, "on_track"), (0.44, 0.5, False, "at_risk"), (0.35, 0.5, False, "at_risk"),
        (0.34, 0.5, False, "behind"), (0.0, 0.0, False, "on_track"), (None, 0.5, False, None), (0.5, None, False, None),
    ],
)  # fmt: skip
def test_a_goal_is_rated_by_the_way_it_has_gone(
    attained: float | None, expected: float | None, is_reached: bool, word: str | None
) -> None:
    assert rating(attained, expected, is_reached) == word


def test_a_goal_shows_start_thresholds_target_and_the_time_passed() -> None:
    found = goal_indicators(view(goal("Z1", actual_value=50.0, **WAY), stichtag=date(2021, 3, 18)))[0]
    assert (found.start, found.actual, found.target) == (10, 50, 110)
    assert found.attained == pytest.approx(0.4)
    assert found.expected == pytest.approx(0.5, abs=0.001)
    assert found.on_track_from == pytest.approx(55, abs=0.1)
    assert found.at_risk_from == pytest.approx(45, abs=0.1)
    assert found.elapsed == pytest.approx(0.5, abs=0.001)
    assert found.rating == "at_risk"


@pytest.mark.parametrize(
    ("stated", "word"),
    [
        ({"due_on": "2021-06-29"}, "missed"), ({"due_on": "2021-06-30"}, "on_track"),
        ({"due_on": "2021-06-29", "actual_value": None}, "missed"),
        ({"due_on": "2021-06-29", "status": "completed"}, "reached"),
        ({"due_on": "2021-06-29", "actual_value": 110.0}, "reached"),
    ],
)  # fmt: skip
def test_a_goal_that_is_not_reached_by_its_date_is_missed(stated: dict[str, Any], word: str) -> None:
    assert goal_indicators(view(goal("Z1", **{**WAY, "actual_value": 105.0, **stated})))[0].rating == word


def test_an_indicator_that_has_to_fall_is_measured_along_its_way() -> None:
    falling = {**WAY, "start_value": 100.0, "target_value": 20.0, "actual_value": 60.0}
    found = goal_indicators(view(goal("Z1", **falling)))[0]
    assert (found.attained, found.rating) == (0.5, "on_track")


@pytest.mark.parametrize("missing", ["start_value", "target_value", "actual_value", "actual_on", "due_on"])
def test_a_goal_without_a_needed_number_is_not_rated(missing: str) -> None:
    assert goal_indicators(view(goal("Z1", **{"actual_value": 50.0, **WAY, missing: None})))[0].rating is None


def test_procedures_are_summed_never_averaged() -> None:
    plan = view(
        _value("SK", 0.1, "10 von 100 Verfahren"), _value("SMI", 0.9, "9 von 10 Verfahren"),
        *(_value(key, 0.5, "5 von 10") for key in MINISTRIES[2:]),
    )  # fmt: skip
    *rows, total = end_to_end(plan)
    assert [row.scope for row in rows] == list(MINISTRIES)
    assert [row.value for row in rows[:3]] == [0.1, 0.9, 0.5]
    assert (total.scope, total.digital, total.procedures, total.coverage) == (None, 59, 190, 1)
    assert total.value == pytest.approx(59 / 190)


@pytest.mark.parametrize(
    ("source", "value", "counts"),
    [
        ("Verfahrensverzeichnis: 34 von 102 Verfahren", 0.3333, (34, 102)),
        ("1.000 von 2.000", 0.5, (1000, 2000)),
        ("34 von 102 Verfahren", 0.5, (None, None)),
        ("Schätzung", 0.5, (None, None)),
        (None, 0.5, (None, None)),
        ("34 von 102", None, (None, None)),
    ],
)
def test_counts_are_taken_only_where_they_agree_with_the_share(
    source: str | None, value: float | None, counts: tuple[int | None, int | None]
) -> None:
    row = next(row for row in end_to_end(view(_value("SMI", value, source))) if row.scope == "SMI")
    assert (row.digital, row.procedures) == counts
    assert row.value == value


@pytest.mark.parametrize(
    ("value", "unit", "share"),
    [
        (0.31, "Anteil", 0.31), (31, "%", 0.31), (31, "Anteil", 0.31), (31, None, 0.31), (0.5, "in Prozent", 0.005),
        (1, "Anteil", 1), (1, "v. H.", 0.01), (100, "%", 1), (101, "%", None), (-1, "%", None), (None, "%", None),
    ],
)  # fmt: skip
def test_a_share_told_in_per_cent_is_read_as_one(value: float | None, unit: str | None, share: float | None) -> None:
    row = next(row for row in end_to_end(view(_value("SMI", value, unit=unit))) if row.scope == "SMI")
    assert row.value == share


def test_the_spelling_of_indicator_and_ressort_does_not_matter() -> None:
    plan = view(_value("Innenministerium", 0.2, indicator="Internal-End-to-End"), _value("smf", 0.4))
    found = {row.scope: row.value for row in end_to_end(plan, bodies())}
    assert (found["SMI"], found["SMF"], "smf" in found) == (0.2, 0.4, False)


def test_below_four_fifths_of_the_ressorts_there_is_no_total() -> None:
    total = end_to_end(view(*(_value(key, 0.5, "5 von 10") for key in MINISTRIES[:7])))[-1]
    assert (total.value, total.digital, total.procedures, total.coverage) == (None, 35, 70, 0.7)
    assert end_to_end(view())[-1] == EndToEnd(None, None, None, None, None, (), 0.0)


def test_a_value_under_an_earlier_name_counts_for_the_ressort_of_today() -> None:
    plan = view(_value("SMUL", 0.2, on=date(2019, 3, 19)))
    row = next(row for row in end_to_end(plan, bodies()) if row.scope == "SMEKUL")
    assert (row.value, row.stated_on) == (0.2, date(2019, 3, 19))
