import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from masterplan.domain import outside
from masterplan.domain.outside import COUNTING_RULES, OutsideIndicator, from_csv, shown
from tests.builders import REFERENCE

HEADER = "indicator;scope;period;on;value;unit;denominator;counting_rule;definition;source;confidence;note"
DOMAIN = Path(outside.__file__).parent


@pytest.fixture(scope="module")
def shipped() -> list[OutsideIndicator]:
    return from_csv((REFERENCE / "outside_indicators.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("indicator", "scope", "on", "value"),
    [
        ("deutschland-index", "Sachsen", date(2019, 3, 21), 4),
        ("laenderindex-verwaltung", "Sachsen", date(2024, 4, 16), 3),
        ("laenderindex-gesamt", "Sachsen", date(2024, 4, 16), 8),
        ("ozg-online", "Deutschland", date(2020, 10, 1), 315),
        ("ozg-online", "Sachsen", date(2025, 1, 31), 197),
    ],
)
def test_known_figures_are_shipped(
    shipped: list[OutsideIndicator], indicator: str, scope: str, on: date, value: float
) -> None:
    assert [one.value for one in shipped if (one.indicator, one.scope, one.on) == (indicator, scope, on)] == [value]


def test_every_figure_names_source_and_definition_and_every_ozg_count_its_rule(shipped: list[OutsideIndicator]) -> None:
    assert all(one.source and one.definition and one.period for one in shipped)
    for one in shipped:
        if one.indicator == "ozg-online":
            assert one.definition == COUNTING_RULES[one.counting_rule or ""]
            assert one.unit == "share" or one.denominator
        assert one.unit != "share" or 0 <= one.value <= 1
    assert len({(one.indicator, one.scope, one.on, one.unit, one.counting_rule) for one in shipped}) == len(shipped)


def test_nothing_later_than_the_stichtag_is_shown(shipped: list[OutsideIndicator]) -> None:
    assert [one.value for one in shown(shipped, date(2019, 12, 31))] == [4]
    assert shown(shipped, date(2019, 3, 20)) == []
    assert {one.scope for one in shown(shipped, date(2025, 12, 31), "Sachsen")} == {"Sachsen"}


def test_facts_are_plain_second_hand_is_marked_and_what_nobody_confirms_is_never_shown(
    shipped: list[OutsideIndicator],
) -> None:
    fact = next(one for one in shipped if one.confidence == "A")
    assert fact.mark == ""
    assert replace(fact, confidence="B").mark == "aus zweiter Hand oder errechnet"
    assert shown([replace(fact, confidence="C")], date(2030, 1, 1)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x;Sachsen;2019;2019-01-01;4;rank;;;Rang;;A;", "Quelle oder Definition fehlt"),
        ("x;Sachsen;2019;2019-01-01;4;rank;;;;Zeitung;A;", "Quelle oder Definition fehlt"),
        ("x;Sachsen;2019;2019-01-01;4;stars;;;Sterne;Zeitung;A;", "nicht lesbar"),
        ("x;Sachsen;2019;2019-01-01;4;rank;;;Rang;Zeitung;D;", "nicht lesbar"),
    ],
)
def test_a_row_without_source_definition_or_known_words_is_refused(row: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_csv(f"{HEADER}\n{row}")


def test_figures_of_others_never_enter_our_own() -> None:
    for file in DOMAIN.glob("*.py"):
        imported = [
            node.module for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        assert "masterplan.domain.outside" not in imported, file.name
