"""The content of a briefing: what it says, that it adds up, and that every value leads back to its cells."""

import json
from collections import Counter
from datetime import date

import pytest

from masterplan.briefings.content import Briefing, Evidence, Paragraph, Table
from masterplan.briefings.content_json import canonical, from_plain
from masterplan.store.engine import Database
from tests.briefings.example import cells, example_briefing, lists, shown_figures, tables
from tests.example import EDITIONS


def proofs(briefing: Briefing, reference: str) -> list[Evidence]:
    """What an origin reference leads to."""
    evidence = {one.id: one for one in briefing.evidence}
    if reference in evidence:
        return [evidence[reference]]
    origin = next(one for one in briefing.origins if one.id == reference)
    return [evidence[name] for name in origin.evidence]


def titled(briefing: Briefing, title: str) -> Table:
    return next(table for table in (*tables(briefing), *lists(briefing)) if table.title == title)


def test_every_figure_leads_to_the_cells_it_rests_on(example_database: Database) -> None:
    briefing = example_briefing(example_database)
    assert shown_figures(briefing) > 50
    for figure in briefing.figures():
        found = proofs(briefing, figure.origin)
        counted = next(one for one in briefing.origins if one.id == figure.origin)
        assert found or not (counted.counted or counted.unknown or counted.not_counted), figure.id
        assert all(one.file and one.sheet is not None and one.cell and one.sha256 for one in found), figure.id


def test_every_number_of_a_table_leads_to_its_cells(example_database: Database) -> None:
    briefing = example_briefing(example_database)
    known = {one.id for one in briefing.origins} | {one.id for one in briefing.evidence}
    sources = {cell.text for row in titled(briefing, "Eingelesene Dateien, neueste zuerst").rows for cell in row}
    for cell in cells(briefing):
        assert cell.origin is None or cell.origin in known
        if isinstance(cell.value, int | float) and cell.origin is None:
            assert cell.text in sources, f"{cell.text} has no origin"


def test_listed_changes_add_up_to_the_difference(example_database: Database) -> None:
    for stichtag in EDITIONS[2:]:
        briefing = example_briefing(example_database, stichtag)
        moved: Counter[str] = Counter()
        for row in titled(briefing, "Einträge hinter den Veränderungen").rows:
            moved[row[0].text] += int(row[3].value or 0)
        for row in titled(briefing, "Kennzahlen und die Gründe ihrer Veränderung").rows:
            name, then, *steps, now, difference = (cell.value for cell in row)
            if difference is None:
                continue
            assert isinstance(difference, int | float)
            assert sum(float(step or 0) for step in steps) == pytest.approx(float(difference))
            if isinstance(now, int) and isinstance(then, int):
                assert now - then == difference == moved[row[0].text], (stichtag, name)


def test_the_first_briefing_says_what_is_not_known_and_speaks_of_no_earlier_one(example_database: Database) -> None:
    first = example_briefing(example_database, EDITIONS[0])
    told = {section.id: section.message for section in first.sections}
    assert told["late"] == (
        "Soweit bekannt ist am Stichtag keine Wegmarke und keine Maßnahme überfällig; bei 9 Vorhaben fehlen Angaben."
    )
    said = [block.text for section in first.sections for block in section.blocks if isinstance(block, Paragraph)]
    assert "Bisher wurde kein Termin auf einen späteren Tag verschoben." in said
    assert any(one.endswith("errechneten Ampel rot. Bei 1 Vorhaben ist sie nicht errechenbar.") for one in said)
    nothing = example_briefing(example_database, date(2019, 1, 1))
    assert {section.id: section.message for section in nothing.sections}["annex-gaps"].startswith("Keine Angabe fehlt;")


@pytest.mark.parametrize("stichtag", [date(2019, 1, 1), EDITIONS[0], EDITIONS[-1]])
def test_a_briefing_of_any_day_is_whole_and_survives_as_json(example_database: Database, stichtag: date) -> None:
    briefing = example_briefing(example_database, stichtag)
    assert from_plain(json.loads(canonical(briefing))) == briefing
    assert briefing.sections[0].part == "summary"
    assert all(len(row) == len(table.columns) for table in tables(briefing) for row in table.rows)

