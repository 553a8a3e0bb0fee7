"""What is not released never enters a released briefing; a draft marks each value of it, and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from importers.pipeline import Options, import_files
from masterplan.actions.briefing_material import last_stand, material
from masterplan.briefings.build import build
from masterplan.briefings.content import UNRELEASED_SIGN, Briefing, Bullets, Table
from masterplan.briefings.content_json import canonical
from masterplan.domain.access import Actor, Role
from masterplan.store import item_log
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision
from tests.briefings.example import lists
from tests.conftest import Fill
from tests.files import measures

BY = Actor("Test", Role.CHANCELLERY)
BEFORE, STICHTAG = date(2020, 12, 31), date(2021, 12, 31)
RECORDED, LATER = datetime(2022, 1, 15, tzinfo=UTC), datetime(2022, 1, 20, tzinfo=UTC)
SECRET = "geheime Begründung"


def _reported(opened: Database) -> None:
    """Six measures reported twice and released; afterwards two of them change, and that is not released."""
    for on in (BEFORE, STICHTAG):
        rows = [(str(at), f"Vorhaben {at}", "SMI", "in Umsetzung", "30.06.2021", "50 %") for at in range(1, 7)]
        at = datetime(on.year + 1, 1, 10, tzinfo=UTC)
        assert import_files(opened, [measures(on.isoformat(), *rows)], Options(), by=BY, at=at).applied
    changes: list[dict[str, Any]] = [
        {"status": "completed", "achieved_on": "2021-12-01"},
        {"forecast_on": "2023-06-30", "reason": SECRET},
    ]
    with opened.writing() as connection, new_revision(connection, at=RECORDED, by=BY, act="edit") as revision:
        revision.state(
            [NewStatement(at, STICHTAG, "edit", False, encode(change)) for at, change in enumerate(changes, 1)]
        )


@pytest.fixture
def database(filled: Callable[[Fill], Database]) -> Database:
    """A plan that was reported twice."""
    return filled(_reported)


def _briefing(database: Database, draft: bool) -> Briefing:
    compared = last_stand(database, STICHTAG, LATER, draft=draft)
    asked = material(
        database, STICHTAG, LATER, draft=draft, rule="bund-2020", software="test", compared=compared
    )  # fmt: skip
    return build(asked)


def _listed(briefing: Briefing) -> Table:
    return next(table for table in lists(briefing) if table.title == "Maßnahmen")


def test_a_released_briefing_knows_nothing_of_what_is_not_released(database: Database) -> None:
    briefing = _briefing(database, draft=False)
    words = canonical(briefing)
    assert SECRET not in words
    assert UNRELEASED_SIGN not in words
    assert briefing.facts.mark is None
    completed = next(one for one in briefing.figures() if one.id == "measures.completed")
    assert (completed.number, completed.unreleased) == (0, False)
    assert {row[3].text for row in _listed(briefing).rows} == {"in Umsetzung"}


def test_a_draft_marks_each_unreleased_value_and_no_other(database: Database) -> None:
    briefing = _briefing(database, draft=True)
    assert (briefing.facts.mark, briefing.facts.audience) == ("Entwurf", "all")
    figures = {one.id: one for one in briefing.figures() if one.group is None}
    assert figures["measures.completed"].text == f"1\u00a0{UNRELEASED_SIGN}"
    assert figures["measures.overdue"].text == f"5\u00a0{UNRELEASED_SIGN}"
    assert figures["measures.completed"].unreleased
    assert not any(one.unreleased for one in briefing.figures() if one.id == "measures.total")
    table = _listed(briefing)
    marked = {
        (row[0].text, column.title)
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if cell.unreleased
    }
    assert marked == {
        ("1", "Status"), ("1", "Ist-Termin"), ("1", "errechnete Ampel"), ("1", "Verzug in Tagen"),
        ("2", "Prognose"), ("2", "errechnete Ampel"), ("2", "Verzug in Tagen"), ("2", "Stellungnahme"),
    }  # fmt: skip
    summary = briefing.sections[0].blocks[1]
    assert isinstance(summary, Bullets)
    assert [one.text.endswith(UNRELEASED_SIGN) for one in summary.items if "überfällig" in one.text] == [True]
    released = {one.id: one.message for one in _briefing(database, draft=False).sections}
    for section in briefing.sections:
        assert section.message.endswith(UNRELEASED_SIGN) == (section.message != released.get(section.id)), section.id
    for row in table.rows:
        assert all(cell.unreleased == cell.text.endswith(UNRELEASED_SIGN) for cell in row)


def test_what_is_released_later_is_no_longer_marked(database: Database) -> None:
    with database.reading() as connection:
        said = [entry for at in (1, 2) for entry in item_log.history(connection, at, 99)]
        numbers = [entry.statement for entry in said if not entry.released]
    with database.writing() as connection, new_revision(
        connection, at=LATER - timedelta(days=1), by=BY, act="release"
    ) as revision:  # fmt: skip
        revision.release(numbers)
    draft, released = _briefing(database, draft=True), _briefing(database, draft=False)
    assert UNRELEASED_SIGN not in canonical(draft).replace(str(draft.facts.legend), "")
    assert [one.text for one in draft.figures()] == [one.text for one in released.figures()]
