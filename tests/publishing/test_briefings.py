"""A briefing that was issued stays what it was, and what has become known since is listed as its errata."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from masterplan.actions import issue as issuing
from masterplan.actions.issue import BRIEFING, Issued, NotIssued
from masterplan.briefings.comparison import differences
from masterplan.briefings.content_json import canonical
from masterplan.domain.plan import Kind
from masterplan.publishing import briefings, formats
from masterplan.store import integrity, item_log, reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision
from tests.publishing.conftest import BEFORE, NOW, STAFF, STICHTAG

RULE, VERSION = "bund-2020", "1.0"


@pytest.fixture(autouse=True)
def _plainly_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here does not depend on how a file looks; `test_formats.py` renders the real ones."""
    monkeypatch.setattr(briefings, "render", lambda content, name: f"{name} {canonical(content)}".encode())


def _issue(database: Database, stichtag: date, at: datetime, form_key: str = "a") -> Issued:
    asked = briefings.order(database, stichtag, at, RULE, by=STAFF)
    written = briefings.content(database, asked, software=VERSION)
    return briefings.issue(database, asked, written, reference=None, by=STAFF, at=at, form_key=form_key)


def _change(database: Database, on: date, at: datetime, count: int = 50) -> None:
    """So many changes for a day that had been reported already, released at once."""
    with database.reading() as connection:
        known = reading.revision_at(connection, at)
        items = reading.item_rows(connection, on, known, "released", [Kind.MEASURE])
        numbers = [item_log.item_row(connection, one[1]).id for one in items]
    with database.writing() as connection, new_revision(connection, at=at, by=STAFF, act="correction") as opened:
        opened.state(
            [
                NewStatement(numbers[at_ % len(numbers)], on, "correction", True,
                             encode({"status": "completed", "due_on": f"2020-01-{at_ % 28 + 1:02}"}))
                for at_ in range(count)
            ]
        )  # fmt: skip


def test_fifty_changes_later_the_files_are_the_same_and_the_differences_are_errata(database: Database) -> None:
    first = _issue(database, STICHTAG, NOW)
    stored = {name: issuing.file_of(database, BRIEFING, 1, name, by=STAFF, at=NOW) for name in first.files}
    assert {name: sha256(content).hexdigest() for name, content in stored.items()} == {
        name: file.sha256 for name, file in first.files.items()
    }
    written = briefings.said(database, first, by=STAFF)
    order = briefings.order_of(first)
    twice = briefings.issue(database, order, written, reference=None, by=STAFF, at=NOW, form_key="a")
    assert twice == first
    assert (first.rules["bund-2020"], set(first.files)) == ("1", set(formats.MEDIA_TYPES))
    assert briefings.errata_of(database, first, NOW + timedelta(minutes=1), by=STAFF) == []
    _change(database, STICHTAG, NOW + timedelta(days=1))
    later = NOW + timedelta(days=2)
    again = briefings.written_again(database, first, by=STAFF)
    for name, content in stored.items():
        assert briefings.rendered_anew(first, again, name, software=VERSION) == content, name
        assert issuing.file_of(database, BRIEFING, 1, name, by=STAFF, at=later) == content
    found = briefings.errata_of(database, first, later, by=STAFF)
    completed = next(one for one in found if "Abgeschlossene Maßnahmen" in one.subject)
    assert completed.old != completed.new
    assert completed.reason is not None
    assert "abgeschlossen" in completed.reason
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert integrity.broken_links(database) == []


def test_by_another_version_the_file_says_that_it_is_new_and_other_content_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = _issue(database, STICHTAG, NOW)
    again = briefings.written_again(database, issued, by=STAFF)
    new = json.loads(briefings.rendered_anew(issued, again, "pdf", software="2.0").decode().removeprefix("pdf "))
    assert new["facts"].pop("mark") == "Neu erzeugt mit Version 2.0; herausgegeben mit Version 1.0"
    old = json.loads(canonical(again))
    assert old["facts"].pop("mark") is None
    assert new == old
    monkeypatch.setattr(briefings, "render", lambda content, name: f"anders {content.facts.mark}".encode())
    other = briefings.rendered_anew(issued, again, "pdf", software=VERSION)
    assert other.decode().startswith("anders Neu erzeugt"), "other bytes are never handed out as the issued ones"
    monkeypatch.setattr(briefings, "content", lambda *_, **__: replace(again, sections=()))
    with pytest.raises(NotIssued, match="nicht mehr den Bericht"):
        briefings.written_again(database, issued, by=STAFF)


def test_the_next_briefing_is_compared_with_the_last_one_and_lists_its_errata_once(database: Database) -> None:
    first = _issue(database, BEFORE, NOW)
    _change(database, BEFORE, NOW + timedelta(days=1), 3)
    second_at, third_at = NOW + timedelta(days=2), NOW + timedelta(days=3)
    asked = briefings.order(database, STICHTAG, second_at, RULE, by=STAFF)
    assert asked.compared == (first.stichtag, first.known_by)
    assert asked.errata
    assert {one.briefing for one in asked.errata} == {"Bericht 1 zum 31.12.2020"}
    second = _issue(database, STICHTAG, second_at, "b")
    assert briefings.order_of(second).errata == asked.errata
    written = briefings.said(database, second, by=STAFF)
    assert "annex-errata" in [section.id for section in written.sections]
    assert differences(written, written) == []
    later = briefings.order(database, date(2022, 3, 1), third_at, RULE, by=STAFF)
    assert [one for one in later.errata if one.briefing == "Bericht 1 zum 31.12.2020"] == []
    again = briefings.content(database, replace(briefings.order_of(second), known_by=third_at), software=VERSION)
    assert differences(written, again) == []


def test_what_is_issued_later_changes_nothing_for_an_earlier_knowledge(database: Database) -> None:
    before = briefings.order(database, STICHTAG, NOW, RULE, by=STAFF)
    _issue(database, BEFORE, NOW + timedelta(days=1))
    assert briefings.order(database, STICHTAG, NOW, RULE, by=STAFF) == before
    assert briefings.order(database, STICHTAG, NOW + timedelta(days=2), RULE, by=STAFF) != before
