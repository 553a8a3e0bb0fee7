from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from masterplan.domain.judging.findings import Finding, findings, published_checks
from masterplan.domain.judging.plausibility import CHECKS
from masterplan.domain.settings import Settings
from masterplan.domain.view import ItemAt
from tests.builders import goal, measure, milestone, view
from tests.domain.test_slip import course

BEFORE, ON, AFTER, LATE = "2021-06-29", "2021-06-30", "2021-07-01", "2022-06-30"


def _found(*items: ItemAt, reports: list[dict[str, Any]] | None = None, given: Settings | None = None) -> list[Finding]:
    courses = {items[0].key: course(*reports)} if reports else {}
    return findings(view(*items), courses, given or Settings())


def test_an_empty_plan_gives_no_findings() -> None:
    assert _found() == []


def test_a_plan_without_oddities_gives_no_findings() -> None:
    one = measure(1, status="in_progress", due_on=LATE, reported_light="green", progress=0.4, depends_on=["2"])
    assert _found(one, measure(2, status="in_progress", due_on=LATE, reported_light="green", progress=0.9)) == []


GREEN = {"status": "in_progress", "reported_light": "green"}
ONE_ITEM: list[tuple[str, dict[str, Any], str | None]] = [
    ("P1", {**GREEN, "due_on": BEFORE}, "der Plantermin 29.06.2021 ist seit 1 Tag überschritten"),
    ("P1", {**GREEN, "due_on": ON}, None),
    ("P1", {"status": None, "reported_light": "green", "due_on": BEFORE}, None),
    ("P1", {**GREEN, "reported_light": "yellow", "due_on": BEFORE}, None),
    ("P9", {"status": "completed", "achieved_on": ON}, "ohne Nachweis"),
    ("P9", {"status": "completed", "achieved_on": ON, "evidence": "Protokoll"}, None),
    ("P11", {"status": "completed", "progress": 0.95, "evidence": "Protokoll"}, "Umsetzungsgrad von 95\u00a0%"),
    ("P11", {"status": "completed", "progress": 1.0, "evidence": "Protokoll"}, None),
    ("P11", {"status": "completed", "evidence": "Protokoll"}, None),
    ("P12", {"status": "completed", "achieved_on": AFTER, "evidence": "x"}, "01.07.2021 liegt nach dem Stichtag"),
    ("P12", {"status": "completed", "achieved_on": ON, "evidence": "Protokoll"}, None),
    ("P13", {**GREEN, "due_on": AFTER, "forecast_on": "2021-07-03"}, "2 Tage nach dem Plantermin 01.07.2021"),
    ("P13", {**GREEN, "due_on": AFTER, "forecast_on": AFTER}, None),
    ("P14", {"status": "in_progress", "progress": 1.0}, "der Status aber „in Umsetzung“"),
    ("P14", {"status": "completed", "progress": 1.0, "evidence": "Protokoll"}, None),
    ("P15", {"status": "not_started", "progress": 0.1}, "nicht begonnen gemeldet"),
    ("P15", {"status": "not_started", "progress": 0.0}, None),
    ("P16", {"status": "in_progress", "achieved_on": ON, "evidence": "Protokoll"}, "Ist-Termin (30.06.2021)"),
    ("P16", {"achieved_on": ON, "evidence": "Protokoll"}, None),
    ("P17", {"status": "in_progress", "due_on": LATE, "forecast_on": BEFORE}, "29.06.2021 ist verstrichen"),
    ("P17", {"status": "in_progress", "due_on": LATE, "forecast_on": ON}, None),
    ("P19", {"status": "completed", "reported_light": "red", "evidence": "Protokoll"}, "Abgeschlossen, aber als „rot“"),
    ("P19", {"status": "completed", "reported_light": "grey", "evidence": "Protokoll"}, None),
    ("P20", {"status": "in_progress", "due_on": LATE, "reported_light": "red"}, "Rot gemeldet"),
    ("P20", {"status": "in_progress", "due_on": BEFORE, "reported_light": "red"}, None),
    ("P20", {"status": "in_progress", "reported_light": "red"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("number", "stated", "reason"), ONE_ITEM)
def test_a_finding_is_made_where_it_is_certain(number: str, stated: dict[str, Any], reason: str | None) -> None:
    _assert_found(_found(measure(1, **stated)), number, reason)


def _assert_found(found: list[Finding], number: str, reason: str | None) -> None:
    if reason is None:
        assert number not in {one.number for one in found}
    else:
        assert [one.number for one in found] == [number]
        assert reason in found[0].reason


NEARLY = {"status": "in_progress", "progress": 0.9}
OVER_TIME: list[tuple[str, list[dict[str, Any]], str | None]] = [
    ("P5", [NEARLY] * 3, "In 3 Meldungen nacheinander steht der Umsetzungsgrad bei 90\u00a0%"),
    ("P5", [NEARLY] * 2, None),
    ("P5", [{"progress": 0.5}, NEARLY, NEARLY, {}], None),
    ("P5", [{**NEARLY, "progress": 0.8}] * 3, None),
    ("P5", [NEARLY, NEARLY, {"progress": 0.95}], None),
    ("P6", [{"remark": "läuft"}, {"remark": "läuft", "status": "in_progress"}], "wörtlich dieselbe"),
    ("P6", [{"remark": "läuft"}, {"status": "in_progress"}], None),
    ("P6", [{"remark": None}, {"remark": None, "status": "in_progress"}], None),
    ("P6", [{"remark": "läuft"}, {"remark": "läuft", "status": "completed"}], None),
    ("P7", [{**GREEN}] * 4, "in allen 4 Meldungen „grün“"),
    ("P7", [{**GREEN}] * 3, None),
    ("P7", [{**GREEN}, {**GREEN}, {**GREEN, "reported_light": "yellow"}, GREEN], None),
    ("P10", [{**GREEN, "due_on": f"202{n}-12-31"} for n in (2, 3, 4)], "2-mal auf einen späteren Tag"),
    ("P10", [{**GREEN, "due_on": f"202{n}-12-31"} for n in (2, 3)], None),
    ("P10", [{"reported_light": "red", "due_on": f"202{n}-12-31", "status": "delayed"} for n in (2, 3, 4)], None),
    ("P18", [{"progress": 0.5}, {"progress": 0.3, "status": "in_progress"}], "von 50\u00a0% auf 30\u00a0% gesunken"),
    ("P18", [{"progress": 0.3}, {"progress": 0.5, "status": "in_progress"}], None),
]  # fmt: skip


@pytest.mark.parametrize(("number", "reports", "reason"), OVER_TIME)
def test_a_finding_over_time_looks_at_what_each_report_said(
    number: str, reports: list[dict[str, Any]], reason: str | None
) -> None:
    latest: dict[str, Any] = {name: value for report in reports for name, value in report.items()}
    _assert_found(_found(measure(1, **{"evidence": "Protokoll", **latest}), reports=reports), number, reason)


WORK = {"status": "in_progress"}
TOGETHER: list[tuple[str, list[ItemAt], tuple[str, ...] | None]] = [
    (
        "P2", [measure(1, **GREEN, milestones=["7"]), milestone(7, **WORK, due_on=BEFORE)],
        ("measure/1", "milestone/7"),
    ),
    ("P2", [measure(1, **GREEN, milestones=["7"]), milestone(7, **WORK, due_on=AFTER)], None),
    ("P2", [measure(1, **WORK, reported_light="red", milestones=["7"]), milestone(7, **WORK, due_on=BEFORE)], None),
    (
        "P3", [milestone(7, **WORK, due_on=AFTER), measure(1, **WORK, due_on=LATE, milestones=["7"])],
        ("milestone/7", "measure/1"),
    ),
    ("P3", [goal(7, **WORK, due_on=AFTER), milestone(1, **WORK, due_on=LATE, goals=["7"])], ("goal/7", "milestone/1")),
    ("P3", [goal(7, **WORK, due_on=LATE), milestone(1, **WORK, due_on=LATE, goals=["7"])], None),
    ("P3", [goal(7, **WORK, due_on=AFTER), milestone(1, status="completed", due_on=LATE, goals=["7"])], None),
    ("P3", [goal(7, **WORK), milestone(1, **WORK, due_on=LATE, goals=["7"])], None),
    (
        "P4", [measure(1, **WORK, due_on=AFTER, depends_on=["2"]), measure(2, **WORK, due_on=LATE)],
        ("measure/1", "measure/2"),
    ),
    ("P4", [measure(1, **WORK, due_on=LATE, depends_on=["2"]), measure(2, **WORK, due_on=AFTER)], None),
    (
        "P8", [milestone(n, **WORK, due_on=f"202{n}-12-31") for n in range(2, 7)],
        tuple(f"milestone/{n}" for n in range(2, 7)),
    ),
    ("P8", [milestone(n, **WORK, due_on=f"202{n}-12-31") for n in range(2, 6)], None),
    ("P8", [milestone(n, **WORK, due_on=f"202{n}-12-{36 - n - 1}") for n in range(5, 10)], None),
]  # fmt: skip


@pytest.mark.parametrize(("number", "items", "keys"), TOGETHER)
def test_a_finding_about_several_items_names_them(
    number: str, items: list[ItemAt], keys: tuple[str, ...] | None
) -> None:
    assert [(one.number, one.keys) for one in _found(*items)] == ([] if keys is None else [(number, keys)])


def test_every_check_has_a_number_a_sentence_and_a_case() -> None:
    numbers = [number for number, _, _ in published_checks()]
    assert len(set(numbers)) == len(numbers) == len(CHECKS)
    cases = [*ONE_ITEM, *OVER_TIME, *TOGETHER]
    assert {number for number, _, found in cases if found is not None} == set(numbers)
    assert {number for number, _, found in cases if found is None} == set(numbers)
    assert all(sentence.endswith(".") and "{" not in sentence for _, sentence, _ in published_checks())


def test_each_check_can_be_switched_off() -> None:
    off = Settings(switched_off=frozenset({"P1"}))
    assert _found(measure(1, **GREEN, due_on=BEFORE), given=off) == []
    assert [number for number, _, on in published_checks(off) if not on] == ["P1"]


def test_an_old_report_that_did_not_speak_of_a_field_does_not_count_for_it() -> None:
    one = replace(measure(1, **NEARLY), effective_on=date(2021, 6, 30))
    assert _found(one, reports=[NEARLY, {"status": "in_progress"}, {"status": "in_progress"}]) == []
