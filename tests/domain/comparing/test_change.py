"""What differs between two cuts is told item by item, in words that say why."""

import pytest

from masterplan.domain.as_of import Stated
from masterplan.domain.comparing.between import Step
from masterplan.domain.comparing.change import CHANGE_SENTENCES, Change, ItemChange, changes
from tests.domain.logs import between_of, said

JULY, NOVEMBER = "2020-07-31", "2020-11-30"
STARTED = {"status": "in_progress", "due_on": JULY}


def told(*log: Stated) -> dict[str, ItemChange]:
    """What differs of one measure between (30 July, revision 1) and (28 September, revision 2)."""
    return {one.key: one for one in changes(between_of({"measure/1": log}, (1, 1), (3, 2)))}


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ([said(2, 3, status="planned")], [Change.NEW]),
        ([said(2, 0, status="planned")], [Change.ADDED, Change.REPORTED_LATE]),
        ([said(1, 0, in_force=False), said(2, 3, status="planned")], [Change.ADDED]),
        ([said(1, 0, status="dropped"), said(2, 3, status="planned")], [Change.ADDED]),
        ([said(1, 0, status="planned"), said(2, 3, in_force=False)], [Change.DROPPED]),
        ([said(1, 0, status="planned"), said(2, 3, status="dropped")], [Change.DROPPED]),
        ([said(1, 0, **STARTED), said(2, 3, status="completed")], [Change.DONE]),
        ([said(1, 0, **STARTED)], [Change.LATE]),
        ([said(1, 0, **STARTED), said(2, 3, due_on=NOVEMBER)], [Change.SLIPPED]),
        ([said(1, 0, **STARTED), said(2, 3, forecast_on=NOVEMBER)], [Change.LATE, Change.SLIPPED]),
        ([said(1, 0, due_on=NOVEMBER), said(2, 3, due_on=JULY)], []),
        ([said(1, 0, due_on=NOVEMBER), said(2, 0, due_on="2020-12-31")], [Change.SLIPPED, Change.CORRECTED]),
        ([said(1, 0, title="A"), said(2, 0, status="planned")], [Change.REPORTED_LATE]),
        ([said(1, 0, title="A"), said(2, 3, title="B")], []),
    ],
)
def test_item_is_told_with_the_ways_in_which_it_differs(log: list[Stated], expected: list[Change]) -> None:
    found = told(*log)
    assert [change for one in found.values() for change in one.changes] == expected


def test_what_does_not_differ_is_not_told() -> None:
    assert told(said(1, 0, title="A", status="planned"), said(2, 3, title="A", status="planned")) == {}
    assert changes(between_of({}, (0, 1), (3, 2))) == []


def test_each_field_is_told_with_both_values_and_the_steps_in_which_it_changed() -> None:
    [one] = told(
        said(1, 0, title="A", due_on=JULY), said(2, 0, due_on="2020-08-31"), said(2, 3, due_on=NOVEMBER)
    ).values()
    [field] = one.fields
    assert (field.field, field.before, field.after) == ("due_on", JULY, NOVEMBER)
    assert field.steps == (Step.CORRECTIONS, Step.PROGRESS)
    assert (one.title, one.slip_days) == ("A", 122)
    assert one.as_json()["changes"] == ["slipped", "corrected"]


def test_service_is_done_when_its_rule_says_online() -> None:
    log = {"service/1": [said(1, 0, ozg_id="1", maturity=1.0), said(2, 3, maturity=2.0)]}
    [by_default] = changes(between_of(log, (1, 1), (3, 2)))
    [by_strict] = changes(between_of(log, (1, 1), (3, 2)), rule="ozg-reifegrad-3")
    assert (by_default.changes, by_strict.changes) == ((Change.DONE,), ())


def test_every_change_has_its_sentence() -> None:
    assert set(CHANGE_SENTENCES) == set(Change)
