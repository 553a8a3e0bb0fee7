"""One-page sheets of the example plan: what they say of a measure and a Ressort, each value with its cell."""

import json

import pytest

from masterplan.briefings.content import Bullets, Table
from masterplan.briefings.content_json import canonical, from_plain
from masterplan.briefings.sheets import NoSheet, sheet
from masterplan.store.engine import Database
from tests.briefings.example import example_material


def test_a_measure_is_told_field_by_field_with_the_cell_it_came_from(example_database: Database) -> None:
    material = example_material(example_database)
    measures = material.view.measures
    key = str(measures.index[measures["number"].eq("1.8")][0])
    found = sheet(material, key)
    assert found.facts.title == "1.8 Terminvereinbarung im Internet"
    [section] = found.sections
    table = next(block for block in section.blocks if isinstance(block, Table))
    told = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert told["Plantermin"] == ["31.03.2022 („März 2022“)", "Beispiel_Massnahmenkatalog.xlsx, Maßnahmenkatalog!H14"]
    assert told["errechnete Ampel"][0] == "■ rot"
    assert "Verantwortlich" not in told  # names of persons do not belong into a file that is kept for ever
    assert len([row for row in table.rows if row[0].text == "Mittel"]) == 2
    assert from_plain(json.loads(canonical(found))) == found


def test_a_measure_has_its_findings_with_it(example_database: Database) -> None:
    material = example_material(example_database)
    measures = material.view.measures
    [section] = sheet(material, str(measures.index[measures["number"].eq("3.12")][0])).sections
    findings = next(block for block in section.blocks if isinstance(block, Bullets))
    assert any("P2" in str(one.detail) for one in findings.items)


def test_a_ressort_has_the_page_it_has_in_the_briefing(example_database: Database) -> None:
    material = example_material(example_database)
    found = sheet(material, "SMS")
    assert found.facts.title == "Sächsisches Staatsministerium für Soziales und Gesellschaftlichen Zusammenhalt"
    assert [one.text for one in found.figures()] == ["5", "1", "3", "6", "4", "0"]


@pytest.mark.parametrize("key", ["measure/9999", "SMUL", "goal/1", ""])
def test_what_has_no_sheet_is_refused(example_database: Database, key: str) -> None:
    with pytest.raises(NoSheet, match="weder eine Maßnahme noch ein Ressort"):
        sheet(example_material(example_database), key)
