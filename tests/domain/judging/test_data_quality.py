from datetime import date
from typing import Any

import pytest

from masterplan.domain.judging.data_quality import CRITERIA, data_quality
from masterplan.domain.plan import Kind
from masterplan.domain.settings import DEFAULTS
from tests.builders import goal, measure, view

ON = date(2021, 6, 30)
WHOLE: dict[str, Any] = {
    "status": "in_progress", "due_on": "2022-06-30", "responsible": "Referat 11", "progress": 0.4,
    "reported_light": "green", "goals": ["1"],
}  # fmt: skip
DONE = {**WHOLE, "status": "completed", "achieved_on": "2021-05-31", "evidence": "Protokoll"}


def test_an_empty_plan_has_no_points() -> None:
    assert data_quality(view(), Kind.MEASURE).empty


@pytest.mark.parametrize(
    ("stated", "points", "possible", "missing"),
    [
        (WHOLE, 9, 9, []),
        ({**WHOLE, "status": None}, 8, 9, ["Status fehlt oder ist nicht lesbar"]),
        ({**WHOLE, "due_on": None}, 8, 9, ["Plantermin fehlt oder ist nicht lesbar"]),
        ({**WHOLE, "status": "permanent", "due_on": None, "progress": None, "reported_light": None}, 6, 6, []),
        ({**WHOLE, "lead": "Arbeitsgruppe"}, 8, 9, ["Ressort fehlt oder ist unbekannt"]),
        ({**WHOLE, "responsible": None}, 8, 9, ["Verantwortliche fehlen"]),
        ({**WHOLE, "progress": None, "reported_light": None}, 7, 9, ["Umsetzungsgrad fehlt", "Ampel fehlt"]),
        ({**WHOLE, "goals": ["9"]}, 7, 9, ["kein Ziel zugeordnet", "ein Verweis führt ins Leere"]),
        ({**WHOLE, "goals": None}, 7, 8, ["kein Ziel zugeordnet"]),
        ({**WHOLE, "services": ["99999"]}, 8, 9, ["ein Verweis führt ins Leere"]),
        ({**WHOLE, "on": date(2020, 12, 31)}, 8, 9, ["Meldung veraltet"]),
        (DONE, 9, 9, []),
        ({**DONE, "achieved_on": None, "evidence": None}, 7, 9, ["Ist-Termin fehlt", "Nachweis fehlt"]),
    ],
)
def test_each_criterion_that_applies_gives_a_point(
    stated: dict[str, Any], points: int, possible: int, missing: list[str]
) -> None:
    plan = view(measure(1, **{"on": ON, **stated}), goal(1, on=ON))
    row = data_quality(plan, Kind.MEASURE).iloc[0]
    assert (row["points"], row["possible"], row["missing"]) == (points, possible, missing)
    assert row["share"] == pytest.approx(points / possible)


def test_every_criterion_has_a_sentence() -> None:
    sentences = [DEFAULTS.fill(one.sentence) for one in CRITERIA]
    assert len(set(sentences)) == len({one.missing for one in CRITERIA}) == len(CRITERIA)
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)
