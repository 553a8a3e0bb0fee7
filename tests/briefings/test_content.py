"""What a briefing says survives as JSON."""

import json
from dataclasses import replace

import pytest

from masterplan.briefings.content import Paragraph
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
