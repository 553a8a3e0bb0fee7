"""``item KEY`` tells what the published rules say of an item: lights, slip, completeness, findings, Zählweisen."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from masterplan.__main__ import main
from masterplan.domain.item.judgement import judgement
from masterplan.domain.judging.findings import findings
from masterplan.domain.judging.plausibility import CHECKS
from masterplan.domain.plan import Kind
from masterplan.domain.traffic_light import computed_lights
from masterplan.domain.view import PlanView

Ask = Callable[..., str]


@pytest.fixture
def item(example_url: str, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What ``item`` answers."""

    def ask(*arguments: str) -> str:
        capsys.readouterr()
        assert main(["item", *arguments, "--database", example_url]) == 0
        return capsys.readouterr().out

    return ask


def with_finding(view: PlanView, number: str) -> str:
    """A measure or Wegmarke that a check without earlier reports finds something about."""
    return next(finding.keys[0] for finding in findings(view, {}) if finding.number == number)


def test_item_tells_lights_slip_completeness_and_findings(item: Ask, example_view: PlanView) -> None:
    key = with_finding(example_view, "P1")  # green and overdue
    answer: Any = json.loads(item(key, "--json"))
    judged = answer["judgement"]
    assert judged["lights"]["reported"] == "green"
    assert judged["lights"]["computed"] == "red"
    assert judged["lights"]["contradicts"] is True
    assert {finding["number"] for finding in judged["findings"]} <= {check.number for check in CHECKS}
    assert "P1" in {finding["number"] for finding in judged["findings"]}
    told = item(key)
    assert "Gemeldete Ampel: grün" in told
    assert "Errechnete Ampel: rot (Regel A4: Rot: offen, und der Plantermin liegt vor dem Stichtag.)" in told
    assert "Gemeldete und errechnete Ampel widersprechen sich." in told
    assert "    P1: " in told
    assert f"Vollständigkeit: {judged['data_quality']['points']} von {judged['data_quality']['possible']}" in told
    assert f"Verzug: {judged['slip_days']} Tage" in told


@pytest.mark.parametrize("kind", [Kind.MILESTONE, Kind.MEASURE])
def test_every_item_is_judged_as_in_the_figures(example_view: PlanView, kind: Kind) -> None:
    lights = computed_lights(example_view.table(kind), example_view)["light"]
    for key, light in list(lights.items())[::40]:
        judged = judgement(example_view, str(key), kind, ())
        assert judged is not None
        assert judged.lights is not None
        assert judged.lights.computed == light


def test_an_item_whose_number_is_not_in_the_plan_on_the_day_is_not_judged(item: Ask) -> None:
    told = item("measure/1", "--stichtag", "2018-01-01")
    assert "Am Stichtag ist von diesem Eintrag nichts bekannt." in told
    assert "Bewertung" not in told
    assert json.loads(item("measure/1", "--stichtag", "2018-01-01", "--json"))["judgement"] is None


def test_a_service_is_told_by_every_zaehlweise(item: Ask) -> None:
    told = item("service/10000")
    for rule in ("bund-2020", "bund-flaechendeckend", "ozg-reifegrad-3", "strengste-leistung"):
        assert f"({rule}): " in told
    assert "Errechnete Ampel" not in told
    assert "OZG-Leistung „Elterngeld“" in told
