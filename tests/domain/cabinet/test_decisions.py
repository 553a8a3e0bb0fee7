"""What the cabinet is asked to settle: each rule with what it applies to, and with what it leaves alone."""

from datetime import date
from typing import Any

import pytest

from masterplan.domain.cabinet.decisions import RULES, Decision, decisions
from masterplan.domain.courses import Courses
from masterplan.domain.view import ItemAt
from tests.builders import goal, measure, milestone, view
from tests.domain.test_slip import course

BEFORE, ON, LATER = "2021-06-29", "2021-06-30", "2022-06-30"
OPEN = {"status": "in_progress"}


def _found(*items: ItemAt, courses: Courses | None = None) -> list[Decision]:
    return decisions(view(*items), courses or {})


def _numbers(*items: ItemAt) -> list[str]:
    return [one.rule.number for one in _found(*items)]


def test_an_empty_plan_needs_no_decision() -> None:
    assert _found() == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_on": BEFORE, "status": "in_progress"}, ["E1"]),
        ({"due_on": BEFORE, "status": "completed"}, []),
        ({"due_on": ON, "status": "in_progress"}, []),
        ({"due_on": None, "status": "in_progress"}, []),
        ({"due_on": BEFORE, "start_value": 0.0, "target_value": 10.0, "actual_value": 10.0}, []),
    ],
)
def test_a_goal_is_to_be_settled_once_it_is_missed(fields: dict[str, Any], expected: list[str]) -> None:
    assert _numbers(goal("Z1", **fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({**OPEN, "due_on": BEFORE}, ["E2"]),
        ({**OPEN, "due_on": BEFORE, "forecast_on": BEFORE}, ["E2"]),
        ({**OPEN, "due_on": BEFORE, "forecast_on": LATER}, ["E3"]),
        ({**OPEN, "due_on": BEFORE, "forecast_on": ON}, ["E3"]),
        ({**OPEN, "due_on": LATER}, []),
        ({"status": "completed", "due_on": BEFORE}, []),
        ({"status": "suspended", "due_on": BEFORE}, []),
        ({"status": None, "due_on": BEFORE}, []),
        ({**OPEN, "due_on": LATER, "reported_light": "red"}, []),
        ({**OPEN, "due_on": BEFORE, "reported_light": "green"}, ["E2", "E4"]),
        ({**OPEN, "due_on": BEFORE, "reported_light": "red"}, ["E2"]),
        ({**OPEN, "due_on": BEFORE, "reported_light": "grey"}, ["E2"]),
        ({"status": "delayed", "due_on": LATER, "reported_light": "green"}, ["E4"]),
        ({**OPEN, "due_on": LATER, "lead": None}, ["E5"]),
        ({**OPEN, "due_on": LATER, "lead": "SMX"}, ["E5"]),
        ({"status": "completed", "lead": None}, []),
    ],
)
def test_a_measure_is_to_be_settled_by_these_rules(fields: dict[str, Any], expected: list[str]) -> None:
    assert _numbers(measure(1, **{"on": date(2021, 1, 1), **fields})) == expected


def test_the_reason_names_both_dates_and_what_is_to_be_decided() -> None:
    [one] = _found(milestone("1.1", **OPEN, due_on=BEFORE, forecast_on=LATER))
    assert one.reason == "Geplant war der 29.06.2021, das Ressort erwartet jetzt den 30.06.2022."
    assert one.rule.ask == "Den neuen Termin zur Kenntnis nehmen oder gegensteuern."


def test_sources_that_name_different_amounts_are_to_be_settled() -> None:
    one = measure(1, status="in_progress", due_on=LATER)
    told = course(
        {"budget_planned": 100.0, "budget_source": "Haushalt"},
        {"budget_planned": 250.0, "budget_source": "Presse"},
    )
    [found] = _found(one, courses={one.key: told})
    assert found.rule.number == "E6"
    assert found.reason.endswith("verschiedene Beträge: 250,00\u00a0€ (Presse) und 100,00\u00a0€ (Haushalt).")


def test_numbers_of_rules_are_given_once_and_say_what_to_decide() -> None:
    assert len({rule.number for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") and rule.ask.endswith(".") for rule in RULES)
