"""Headings mapped by hand: used at once and for later files of that Ressort, in whatever order files come."""

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from importers.late import _tables_of
from importers.mapped import compared, fields_of, heading_row, samples
from importers.pipeline import Delivered, FileStatus, Options, import_files, prepare
from importers.plan_at_hand import PlanAtHand
from importers.reading import read_bytes
from masterplan.actions.map_columns import map_columns
from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.plan import Kind, Part
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.canonical import decode
from masterplan.store.engine import Database
from tests.builders import CHANCELLERY
from tests.files import xlsx
from tests.pages.offering import offered

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
HEADINGS = ("Ordnungsbegriff", "Was wir tun", "Bis wann fertig", "Intern")
MEANING = {"was wir tun": "title", "bis wann fertig": "due_on", "ordnungsbegriff": "number", "intern": None}


def own_file(stand: str, ministry: str = "SMI") -> Delivered:
    title = [f"Zuarbeit {ministry}", f"Stand: {stand}"]
    rows = [("1", "Netze ausbauen", "Ende 2022", "geheim"), ("2", "Akten scannen", "31.03.2023", "x")]
    return xlsx(f"Zuarbeit_{ministry}_{stand}.xlsx", HEADINGS, *rows, title=title)


def give(database: Database, ministry: str | None = "SMI", by: Actor = CHANCELLERY) -> None:
    map_columns(database, ministry=ministry, part=Part.IMPLEMENTATION_PLAN, headings=MEANING, by=by, at=NOW)


def test_file_with_unknown_headings_is_read_once_they_were_mapped(database: Database) -> None:
    [refused] = prepare(database, [own_file("2020-06-30")], Options(), NOW.date()).files
    assert refused.status == FileStatus.REJECTED
    give(database)
    for stand in ("2020-06-30", "2020-12-31"):
        done = import_files(database, [own_file(stand)], Options(), by=CHANCELLERY, at=NOW)
        assert (done.applied, [one.message for one in done.files[0].problems]) == (True, [])
    cut = reading.cut(database, date(2020, 12, 31), datetime(2026, 1, 1, tzinfo=UTC))
    found = {str(one.values["number"]): one.values for one in cut.items[Kind.MILESTONE]}
    assert (found["1"]["title"], found["1"]["due_on"]) == ("Netze ausbauen", "2022-12-31")


def test_mapping_counts_for_its_ressort_only_unless_it_is_for_all(database: Database) -> None:
    give(database)
    assert prepare(database, [own_file("2020-06-30", "SMK")], Options(), NOW.date()).refused
    give(database, None)
    assert not prepare(database, [own_file("2020-06-30", "SMK")], Options(), NOW.date()).refused


def test_mapping_outweighs_what_a_heading_was_known_as(database: Database) -> None:
    file = xlsx(
        "Umsetzungsplan_SMI.xlsx", ("Nr.", "Wegmarke", "Termin", "Status"), ("1", "Netze", "31.12.2022", "geplant"),
        title=["Umsetzungsplanung SMI", "Stand: 30.06.2020"],
    )  # fmt: skip
    meaning = {"termin": "forecast_on", "status": None}
    map_columns(database, ministry="SMI", part=Part.IMPLEMENTATION_PLAN, headings=meaning, by=CHANCELLERY, at=NOW)
    [preview] = prepare(database, [file], Options(), NOW.date()).files
    fields = {change.field: change.after for change in preview.changes}
    assert (fields["forecast_on"], "due_on" in fields, "status" in fields) == ("2022-12-31", False, False)


def test_reading_stays_the_same_when_the_mapping_changes_later(database: Database) -> None:
    give(database)
    done = import_files(database, [own_file("2020-06-30")], Options(), by=CHANCELLERY, at=NOW)
    changed = {"was wir tun": "remark", "intern": "title"}
    map_columns(database, ministry="SMI", part=Part.IMPLEMENTATION_PLAN, headings=changed, by=CHANCELLERY, at=NOW)
    with database.reading() as connection:
        plan = PlanAtHand(connection, reading.bodies(connection), done.revision)
        [earlier] = plan.earlier(Part.IMPLEMENTATION_PLAN)
        [options] = [decode(row.options) for row in connection.exec_driver_sql("SELECT options FROM delivery")]
        tables = _tables_of(plan, Kind.MILESTONE, earlier)
    assert isinstance(tables, list)
    assert tables[0].values["title"] == ["Netze ausbauen", "Akten scannen"]
    assert options["by_hand"] == {"implementation-plan": MEANING}
    again = prepare(database, [own_file("2020-06-30")], Options(), NOW.date())
    assert [one.status for one in again.files] != [FileStatus.UNCHANGED]  # other rules read other things


def test_ressort_maps_its_own_files_only(database: Database) -> None:
    interior = Actor("Koordination", Role.MINISTRY, "SMI")
    give(database, by=interior)
    for ministry in ("SMK", None):
        with pytest.raises(NotAllowed):
            give(database, ministry, by=interior)


def test_headings_are_found_and_shown_with_what_stands_below_them() -> None:
    [sheet] = read_bytes("a.xlsx", own_file("2020-06-30").content).sheets
    assert heading_row(sheet) == 2
    found = samples(sheet, 2)
    assert [one.text for one in found] == list(HEADINGS)
    assert found[1].values == ("Netze ausbauen", "Akten scannen")
    assert compared("  Was \n wir TUN ") == "was wir tun"
    assert {"title", "due_on"} <= fields_of(Part.IMPLEMENTATION_PLAN).keys()
    assert not [name for name in fields_of(Part.COVERAGE) if name.startswith("_")]


def test_page_maps_a_refused_file_and_reads_it_at_once(database: Database) -> None:
    def page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
        from importers.page import upload

        upload.show(plan, offered)

    file = own_file("2020-06-30")
    view = build(reading.cut(database, date(2020, 6, 30), NOW))
    run = AppTest.from_function(page, args=(view, offered(view, database=database, now=NOW)), default_timeout=60).run()
    run.file_uploader[0].upload(file.name, file.content)
    run.run()
    run.selectbox(key="map_ministry").set_value("SMI")
    run.selectbox(key="map_part").set_value(Part.IMPLEMENTATION_PLAN).run()
    for heading, name in zip(HEADINGS, ("number", "title", "due_on", "-"), strict=True):
        run.selectbox(key=f"map_{Part.IMPLEMENTATION_PLAN}_{heading}").set_value(name)
    next(one for one in run.button if one.label == "Zuordnung merken").click()
    run.run()
    assert not run.exception
    assert [one.label for one in run.button if one.label == "Einlesen"] == ["Einlesen"]
