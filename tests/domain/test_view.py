from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from masterplan.domain.plan import FIELDS, Kind
from masterplan.domain.view import ItemAt, Numbered
from tests.builders import coverage, goal, leika, measure, milestone, service, source, view


def test_the_empty_plan_has_every_table_with_every_column() -> None:
    plan = view()
    assert plan.empty
    for kind in Kind:
        table = plan.table(kind)
        assert len(table) == 0
        assert set(FIELDS[kind]) <= set(table.columns)
    assert list(plan.links.columns) == ["from_key", "field", "reference", "to_key"]
    assert str(plan.milestones["due_on"].dtype) == "datetime64[s]"


def test_an_empty_table_has_the_types_of_a_full_one() -> None:
    full = view(goal(1), milestone(1), measure(1), service(10000), leika("99001", 10000), coverage("99001"))
    empty = view()
    for kind in (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE, Kind.LEIKA_SERVICE, Kind.COVERAGE):
        assert full.table(kind).dtypes.to_dict() == empty.table(kind).dtypes.to_dict()


def test_a_withdrawn_item_is_only_in_withdrawn_and_a_dropped_one_stays_in_its_table() -> None:
    plan = view(measure(1, in_force=False), measure(2, status="dropped"), measure(3, in_force=True))
    assert list(plan.measures.index) == ["measure/2", "measure/3"]
    assert list(plan.withdrawn.index) == ["measure/1"]


@pytest.mark.parametrize(
    ("reported", "on", "stichtag", "expected"),
    [
        ("SMI", date(2019, 3, 19), date(2019, 6, 30), "SMI"),
        ("SMUL", date(2019, 3, 19), date(2019, 6, 30), "SMUL"),
        ("SMUL", date(2019, 3, 19), date(2020, 6, 30), "SMEKUL"),
        (None, date(2019, 3, 19), date(2020, 6, 30), None),
        ("Amt für Alles", date(2019, 3, 19), date(2020, 6, 30), "Amt für Alles"),
    ],
)
def test_an_item_counts_for_the_ressort_that_succeeded_the_reported_one(
    reported: str | None, on: date, stichtag: date, expected: str | None
) -> None:
    plan = view(milestone(1, ministry=reported, on=on), stichtag=stichtag)
    assert plan.milestones["ministry_at"].tolist() == [expected]


def _to(items: tuple[ItemAt, ...], **facts: Any) -> list[str | None]:
    return list(view(*items, **facts).links["to_key"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1", "goal/1"), ("Offene  Daten", "goal/2"), ("offene daten", "goal/2"), ("9", None), ("", None),
        ("Doppelt", None),
    ],
)  # fmt: skip
def test_a_reference_is_a_number_or_else_an_exact_title(written: str, expected: str | None) -> None:
    goals = (goal(1), goal(2, title="Offene Daten"), goal(3, title="Doppelt"), goal(4, title="Doppelt"))
    assert _to((*goals, measure(1, goals=[written]))) == [expected]


def test_a_milestone_is_looked_for_within_the_own_ressort_first() -> None:
    ours = milestone("a", number="1", ministry="SMI")
    theirs = milestone("b", number="1", ministry="SMF")
    assert _to((ours, theirs, measure(1, lead="SMF", milestones=["1"]))) == ["milestone/b"]
    assert _to((ours, theirs, measure(1, lead="SMK", milestones=["1"]))) == [None]
    assert _to((ours, measure(1, lead="SMK", milestones=["1"]))) == ["milestone/a"]


@pytest.mark.parametrize(("stated_on", "expected"), [(date(2020, 12, 31), "measure/new"), (date(2020, 3, 1), None)])
def test_a_number_no_longer_means_what_had_been_withdrawn_by_then(stated_on: date, expected: str | None) -> None:
    gone = replace(measure("old", number="4.2", in_force=False), effective_on=date(2020, 6, 30))
    heir = measure("new", number="4.2")
    asking = measure(1, depends_on=["4.2"], on=stated_on)
    assert _to((gone, heir, asking)) == [expected]


@pytest.mark.parametrize(
    ("stated_on", "expected"),
    [(date(2019, 3, 19), "goal/old"), (date(2020, 12, 31), "goal/new"), (date(2019, 1, 1), "goal/old")],
)
def test_a_number_that_moved_means_its_bearer_on_the_day_of_the_statement(stated_on: date, expected: str) -> None:
    numbering = (
        Numbered(Kind.GOAL, "goal/old", date(2019, 3, 19), "5", "Alt"),
        Numbered(Kind.GOAL, "goal/old", date(2020, 6, 30), "6", "Alt"),
        Numbered(Kind.GOAL, "goal/new", date(2020, 6, 30), "5", "Neu"),
    )
    items = (goal("old", number="6"), goal("new", number="5"), measure(1, goals=["5"], on=stated_on))
    assert _to(items, numbering=numbering) == [expected]


def test_services_are_found_by_ozg_id_or_unique_title() -> None:
    services = (service(10000, title="Elterngeld"), service(10005, title="Kindergeld"))
    assert _to((*services, measure(1, services=["10005", "Elterngeld", "10999"]))) == [
        "service/10005", "service/10000", None,
    ]  # fmt: skip


def test_sources_come_oldest_first() -> None:
    plan = view(sources=[source("b.xlsx", date(2020, 12, 31)), source("a.xlsx", date(2019, 3, 19))])
    assert plan.sources["file"].tolist() == ["a.xlsx", "b.xlsx"]
