"""What a briefing says survives as JSON."""

import json
from dataclasses import replace

import pytest

from masterplan.briefings.content import Cell, Column, Paragraph, Table
from masterplan.briefings.content_json import as_plain, canonical, from_plain
from tests.briefings.sample import BRIEFING


def test_a_briefing_read_back_from_its_json_is_the_same() -> None:
    assert from_plain(json.loads(canonical(BRIEFING))) == BRIEFING
    assert from_plain(as_plain(BRIEFING)) == BRIEFING


def test_a_changed_word_changes_the_canonical_text() -> None:
    first, *others = BRIEFING.sections
    changed = replace(BRIEFING, sections=(replace(first, blocks=(Paragraph("anders"),)), *others))
    assert canonical(changed) != canonical(BRIEFING)


def test_a_value_that_is_not_plain_is_refused() -> None:
    wrong = replace(BRIEFING, facts=replace(BRIEFING.facts, revision=float("nan")))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(wrong)


@pytest.mark.parametrize(
    ("whole", "rest", "note", "remark"),
    [
        (2, "alle im Anhang", None, None),
        (2, "alle im Anhang", "Nach Nummern.", "Nach Nummern."),
        (1240, "alle im Anhang", None, "2 von 1.240; alle im Anhang."),
        (5, None, "Nach Nummern.", "2 von 5. Nach Nummern."),
    ],
)
def test_below_a_table_stands_that_it_goes_on_elsewhere_and_its_note(
    whole: int, rest: str | None, note: str | None, remark: str | None
) -> None:
    table = Table("Wegmarken", (Column("Nr."),), ((Cell("1"),), (Cell("2"),)), note)
    assert table.first_of(whole, rest).remark == remark
