"""The program in three walks: a cell becomes a chart, an edit becomes a briefing, a Stichtag becomes every figure.

Read this first. Each walk uses what the pages and commands use; nothing in it is made for the test alone.
"""

from datetime import UTC, date, datetime

import pytest

from importers.pipeline import Options, apply, prepare
from masterplan.actions import questions
from masterplan.actions.release import release
from masterplan.actions.report import SomebodyWasFaster, report
from masterplan.charts.measures_status import measures_status
from masterplan.domain.access import Actor, Role
from masterplan.domain.lists.measure_list import measure_list
from masterplan.domain.progress import figures
from masterplan.domain.view import PlanView, build
from masterplan.publishing import briefings
from masterplan.publishing.formats import render
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from tests.files import measures

CHANCELLERY = Actor("Staatskanzlei", Role.CHANCELLERY)
SMI = Actor("Koordination SMI", Role.MINISTRY, "SMI")
JULY = datetime(2021, 7, 5, 9, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
FIRST = ("1", "Elektronische Akte einführen", "SMI", "in Umsetzung", "I. Quartal 2021", "40 %")
SECOND = ("2", "Schulportal ausbauen", "SMK", "in Umsetzung", "31.12.2022", "20 %")


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return open_database(sqlite_url)


def _plan_at(database: Database, stichtag: date, audience: str = "all") -> PlanView:
    return build(reading.cut(database, stichtag, LATER, audience))


def test_a_spreadsheet_cell_becomes_a_chart(database: Database) -> None:
    # The workbook is read in a process of its own, each cell with its address; all problems are collected.
    catalogue = measures("30.06.2021", FIRST, (*SECOND[:4], "bald", "20 %"))
    seen = prepare(database, [catalogue], Options(), JULY.date())
    (preview,) = seen.files
    assert [problem.message for problem in preview.problems] == [
        "Tabelle!E5: Der Zieltermin „bald“ ist nicht lesbar. Erwartet wird z. B. „31.12.2022“ oder „IV. Quartal 2022“."
    ]
    # A person has read the preview; applying writes statements, and nothing else is written.
    assert reading.data_revision(database) == 0
    apply(database, seen, by=CHANCELLERY, at=JULY)
    # The store cuts at the Stichtag, the view judges, the chart draws; a table and a sentence say the same.
    view = _plan_at(database, date(2021, 6, 30))
    chart = measures_status(view)
    assert chart.sentence == "Am 30.06.2021 stehen 2 Maßnahmen im Katalog: 2 in Umsetzung."
    # And back: the value still has its words and its cell.
    record = questions.record(database, view, "measure/1", by=CHANCELLERY)
    assert record is not None
    (said,) = record.history
    assert (record.value("due_on"), said.wordings["due_on"], said.cell("due_on")) == (
        "2021-03-31", "I. Quartal 2021", "E4",
    )  # fmt: skip


def test_a_coordinators_edit_becomes_a_briefing(database: Database) -> None:
    apply(database, prepare(database, [measures("30.06.2021", FIRST, SECOND)], Options(), JULY.date()),
          by=CHANCELLERY, at=JULY)  # fmt: skip
    # The form remembers the revision it was drawn against, and what is typed is read as a cell would be.
    seen = reading.data_revision(database)
    typed = {"progress": "60 %", "forecast_on": "III. Quartal 2021", "reason": "Vergabe angefochten"}
    report(database, key="measure/1", entries=typed, by=SMI, at=JULY, form_key="first", seen=seen)
    # Somebody who drew the form at the same moment writes nothing and is shown both versions.
    with pytest.raises(SomebodyWasFaster) as faster:
        report(database, key="measure/1", entries={"progress": "90 %"}, by=CHANCELLERY, at=JULY, form_key="second",
               seen=seen)  # fmt: skip
    theirs = {one.field: one.theirs for one in faster.value.versions["measure/1"]}
    assert (theirs["progress"], theirs["forecast_on"]) == (0.6, "2021-09-30")
    # Until it is released, only the ministry and the Staatskanzlei see it.
    today = JULY.date()
    assert measure_list(_plan_at(database, today, "released")).loc["measure/1", "progress"] == 0.4
    release(database, by=CHANCELLERY, at=JULY, form_key="third", seen=reading.data_revision(database), until=today)
    # The briefing is computed once, as content; its four files compute nothing and cannot disagree.
    order = briefings.order(database, today, LATER, "bund-2020", by=CHANCELLERY)
    written = briefings.content(database, order, software="1")
    assert "30.09.2021" in repr(written)
    assert all(render(written, format_)[:2] in (b"PK", b"%P") for format_ in ("pptx", "pdf", "docx", "xlsx"))


def test_a_stichtag_becomes_every_figure(database: Database) -> None:
    june = measures("30.06.2021", FIRST, SECOND)
    december = measures("31.12.2021", (*FIRST[:3], "abgeschlossen", *FIRST[4:]), SECOND)
    for file, at in ((june, JULY), (december, datetime(2022, 1, 10, tzinfo=UTC))):
        apply(database, prepare(database, [file], Options(), at.date()), by=CHANCELLERY, at=at)

    def completed(stichtag: date) -> float | None:
        (figure,) = figures(_plan_at(database, stichtag), only=["measures.completed"])
        return figure.value

    # The store cuts once; what lies later does not exist for anyone downstream, and nothing was overwritten.
    assert [completed(on) for on in (date(2021, 6, 30), date(2021, 12, 30), date(2021, 12, 31))] == [0, 0, 1]
    known_in_july = build(reading.cut(database, date(2021, 12, 31), JULY))
    assert figures(known_in_july, only=["measures.completed"])[0].value == 0
