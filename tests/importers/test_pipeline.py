"""From delivered files to the plan: what is new, changed, missing, late or refused, and that nothing is lost."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from importers.pipeline import Batch, Delivered, FileStatus, Options, Preview, apply, import_files, prepare
from masterplan.actions.apply_files import PlanMoved
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.store import item_log, reading
from masterplan.store.engine import Connection, Database
from tests.builders import CHANCELLERY
from tests.files import MEASURE_HEADINGS, coverage, csv, goals, measures, plan, xlsx

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
AMT24 = ("1", "Ausbau von Amt24", "SK", "in Umsetzung", "31.12.2021", "50 %")
E_AKTE = ("2", "Einführung der E-Akte", "SMI", "geplant", "IV. Quartal 2022", "0 %")
OPEN_DATA = ("3", "Portal für offene Daten", "SMWA", "abgeschlossen", "2020", "100 %")
SCHOOL = ("4", "Schulung der Beschäftigten", "SMF", "in Umsetzung", "Ende 2022", "25 %")


def bring_in(database: Database, *files: Delivered, options: Options | None = None) -> Batch:
    return import_files(database, files, options or Options(), by=CHANCELLERY, at=NOW)


def only(batch: Batch) -> Preview:
    [preview] = batch.files
    return preview


def at(database: Database, kind: Kind, stichtag: str) -> dict[str, dict[str, object]]:
    """The items in force at a Stichtag, by title."""
    cut = reading.cut(database, date.fromisoformat(stichtag), NOW + timedelta(days=1))
    return {
        str(item.values.get("title") or item.key): dict(item.values)
        for item in cut.items.get(kind, [])
        if item.values.get(IN_FORCE)
    }


def test_rows_of_a_clean_catalogue_become_measures_with_values_and_words(database: Database) -> None:
    preview = only(bring_in(database, measures("2020-06-30", AMT24, E_AKTE)))
    assert preview.status == FileStatus.APPLIED
    assert preview.counts == {
        "rows": 2, "new": 2, "changed": 0, "unchanged": 0, "confirmed": 0, "missing": 0, "ignored": 0, "repeated": 0,
    }  # fmt: skip
    found = at(database, Kind.MEASURE, "2020-06-30")["Einführung der E-Akte"]
    assert (found["lead"], found["status"], found["due_on"], found["due_text"], found["progress"]) == (
        "SMI", "planned", "2022-12-31", "IV. Quartal 2022", 0,
    )  # fmt: skip


def test_nothing_exists_before_the_stand_of_the_first_file(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    assert at(database, Kind.MEASURE, "2020-06-29") == {}


def test_every_value_leads_back_to_its_cell(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE))
    with database.reading() as connection:
        row = item_log.item_row(connection, "measure/2")
        [entry] = item_log.history(connection, row.id, 1)
    assert (entry.sheet, entry.cell("due_on"), entry.wordings["due_on"]) == ("Tabelle", "E5", "IV. Quartal 2022")
    assert (entry.file, entry.by) == ("Maßnahmen_2020-06-30.xlsx", "Test")


def test_same_file_again_writes_nothing(database: Database) -> None:
    file = measures("2020-06-30", AMT24, E_AKTE)
    bring_in(database, file)
    again = bring_in(database, file)
    assert (only(again).status, again.applied, reading.data_revision(database)) == (FileStatus.UNCHANGED, False, 1)
    assert only(again).counts["unchanged"] == 2


def test_same_cells_in_other_bytes_write_nothing_and_are_told_alike(database: Database) -> None:
    doubtful = (*AMT24[:3], "halb fertig", *AMT24[4:])
    first = only(bring_in(database, measures("2020-06-30", doubtful, E_AKTE)))
    saved_again = load_workbook(BytesIO(measures("2020-06-30", doubtful, E_AKTE).content))
    saved_again.properties.creator = "Jemand anders"
    content = BytesIO()
    saved_again.save(content)
    again = only(bring_in(database, Delivered("Maßnahmen 30.06.2020 (2).xlsx", content.getvalue())))
    assert (again.status, again.counts["unchanged"]) == (FileStatus.UNCHANGED, 2)
    assert again.problems == first.problems
    assert again.sha256 != first.sha256


def test_file_that_is_no_longer_the_newest_of_its_stand_is_compared_again(database: Database) -> None:
    first, second = measures("2020-06-30", AMT24), measures("2020-06-30", (*AMT24[:3], "verzögert", *AMT24[4:]))
    bring_in(database, first)
    bring_in(database, second)
    back = only(bring_in(database, first))
    assert (back.status, back.counts["changed"]) == (FileStatus.APPLIED, 1)


def test_amount_beyond_all_measure_is_kept_and_an_absurd_one_stays_open(database: Database) -> None:
    headings = (*MEASURE_HEADINGS, "Budget geplant")
    preview = only(bring_in(database, measures("2020-06-30", (*AMT24, 1e300), (*E_AKTE, 10**22), headings=headings)))
    assert preview.status == FileStatus.APPLIED
    assert [one.cell for one in preview.problems] == ["G4"]
    assert at(database, Kind.MEASURE, "2020-06-30")["Einführung der E-Akte"]["budget_planned"] == 10**22


def test_same_rows_in_other_order_at_the_same_stand_write_nothing(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE))
    assert only(bring_in(database, measures("2020-06-30", E_AKTE, AMT24))).status == FileStatus.UNCHANGED


def test_equal_rows_of_a_new_stand_confirm_the_plan(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    confirmed = only(bring_in(database, measures("2020-12-31", AMT24)))
    assert (confirmed.status, confirmed.counts["unchanged"]) == (FileStatus.APPLIED, 1)
    [item] = reading.cut(database, date(2020, 12, 31), NOW + timedelta(days=1)).items[Kind.MEASURE]
    assert item.effective_on == date(2020, 12, 31)


def test_changes_are_listed_field_by_field_with_their_cell(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    moved = (*AMT24[:3], "verzögert", "30.06.2022", "50 %")
    preview = only(bring_in(database, measures("2020-12-31", moved)))
    changes = [(one.key, one.field, one.before, one.after, one.cell) for one in preview.changes]
    assert changes == [
        ("measure/1", "due_on", "2021-12-31", "2022-06-30", "Tabelle!E4"),
        ("measure/1", "due_text", "31.12.2021", "30.06.2022", "Tabelle!E4"),
        ("measure/1", "status", "in_progress", "delayed", "Tabelle!D4"),
    ]


def test_first_due_date_stays_known_as_baseline(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    bring_in(database, measures("2020-12-31", (*AMT24[:4], "30.06.2022", "50 %")))
    [item] = reading.cut(database, date(2021, 1, 1), NOW + timedelta(days=1)).items[Kind.MEASURE]
    assert (item.baseline_on, item.values["due_on"]) == (date(2021, 12, 31), "2022-06-30")


def test_empty_cell_states_not_reported_and_is_warned_about(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    preview = only(bring_in(database, measures("2020-12-31", (*AMT24[:3], None, *AMT24[4:]))))
    assert [(one.code, one.cell) for one in preview.problems] == [("value-missing", "D4")]
    assert at(database, Kind.MEASURE, "2020-12-31")["Ausbau von Amt24"]["status"] is None


def test_missing_column_states_nothing(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    bring_in(database, measures("2020-12-31", AMT24[:3], headings=MEASURE_HEADINGS[:3]))
    assert at(database, Kind.MEASURE, "2020-12-31")["Ausbau von Amt24"]["status"] == "in_progress"


def test_item_that_is_no_longer_listed_is_withdrawn_and_a_later_row_brings_it_back(database: Database) -> None:
    everything = (AMT24, E_AKTE, OPEN_DATA, SCHOOL)
    bring_in(database, measures("2020-06-30", *everything))
    preview = only(bring_in(database, measures("2020-12-31", *everything[:3])))
    assert [one.title for one in preview.missing] == ["Schulung der Beschäftigten"]
    bring_in(database, measures("2021-06-30", *everything))
    assert len(at(database, Kind.MEASURE, "2020-12-30")) == 4
    assert len(at(database, Kind.MEASURE, "2020-12-31")) == 3
    assert len(at(database, Kind.MEASURE, "2021-06-30")) == 4
    assert {item.key for item in reading.cut(database, date(2022, 1, 1), NOW + timedelta(1)).items[Kind.MEASURE]} == {
        "measure/1", "measure/2", "measure/3", "measure/4",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "status", "left"),
    [
        (Options(), FileStatus.REJECTED, 3),
        (Options(partial=True), FileStatus.APPLIED, 3),
        (Options(accept_missing=True), FileStatus.APPLIED, 1),
    ],
)
def test_file_that_misses_more_than_a_third_is_refused_unless_it_is_meant(
    database: Database, options: Options, status: FileStatus, left: int
) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE, OPEN_DATA))
    preview = only(bring_in(database, measures("2020-12-31", AMT24), options=options))
    assert preview.status == status
    assert len(at(database, Kind.MEASURE, "2020-12-31")) == left


def test_file_brought_in_as_incomplete_can_be_declared_complete(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE, OPEN_DATA, SCHOOL))
    file = measures("2020-12-31", AMT24, E_AKTE, OPEN_DATA)
    assert only(bring_in(database, file, options=Options(partial=True))).counts["missing"] == 0
    assert only(bring_in(database, file)).counts["missing"] == 1
    assert len(at(database, Kind.MEASURE, "2020-12-31")) == 3


def test_catalogue_of_one_ressort_alone_is_told_how_to_say_so(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE, OPEN_DATA))
    [refusal] = only(bring_in(database, measures("2020-12-31", E_AKTE))).problems
    assert "--ministry" in refusal.message
    own = only(bring_in(database, measures("2020-12-31", E_AKTE), options=Options(ministry="SMI")))
    assert (own.status, own.counts["missing"]) == (FileStatus.APPLIED, 0)


def test_indicator_stays_itself_in_another_spelling(database: Database) -> None:
    headings, title = ("Indikator", "Bezug", "Wert"), ["Kennzahlen"]
    for stand, indicator, scope, new in (("2020-06-30", "e-akte", "SMI", 1), ("2020-12-31", "E-Akte", "smi", 0)):
        file = xlsx(f"Kennzahlen_{stand}.xlsx", headings, (indicator, scope, 12), title=[*title, f"Stand: {stand}"])
        counts = only(bring_in(database, file)).counts
        assert (counts["new"], counts["missing"]) == (new, 0)


def test_plan_of_one_ressort_withdraws_nothing_of_another(database: Database) -> None:
    bring_in(database, plan("SMI", "2020-06-30", ("1", "Fachverfahren abgelöst", None, "2021", "geplant")))
    bring_in(database, plan("SMF", "2020-12-31", ("1", "Steuerportal eröffnet", None, "2021", "geplant")))
    assert len(at(database, Kind.MILESTONE, "2020-12-31")) == 2


def test_renamed_ressort_goes_on_with_its_own_milestones(database: Database) -> None:
    row = ("1", "Förderanträge online", None, "2021", "geplant")
    bring_in(database, plan("SMUL", "2019-06-30", row))
    preview = only(bring_in(database, plan("SMEKUL", "2020-06-30", row)))
    assert (preview.ministry, preview.counts["new"]) == ("SMEKUL", 0)
    assert [(one.field, one.before, one.after) for one in preview.changes] == [("ministry", "SMUL", "SMEKUL")]


def test_doubtful_identity_is_asked_and_the_answer_is_remembered(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24))
    renamed = measures("2020-12-31", ("1", "Neues Bürgerportal", *AMT24[2:]))
    asked = bring_in(database, renamed)
    assert only(asked).status == FileStatus.CONFLICT
    assert [(one.key, one.field, one.ours) for one in only(asked).conflicts] == [
        ("measure/1", "identity", "1 Ausbau von Amt24")
    ]
    assert reading.data_revision(database) == 1
    assert only(bring_in(database, renamed, options=Options(on_conflict="theirs"))).counts["changed"] == 1
    later = measures("2021-06-30", ("1", "Neues Bürgerportal", *AMT24[2:]))
    assert only(bring_in(database, later)).counts["unchanged"] == 1


def test_doubtful_identity_can_be_settled_as_a_new_item(database: Database) -> None:
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE, OPEN_DATA))
    renamed = measures("2020-12-31", ("1", "Neues Bürgerportal", *AMT24[2:]), E_AKTE, OPEN_DATA)
    settled = only(bring_in(database, renamed, options=Options(on_conflict="ours")))
    assert (settled.counts["new"], settled.counts["missing"]) == (1, 1)


def test_reference_nobody_knows_is_named_and_found_once_the_goal_arrives(database: Database) -> None:
    milestone = ("1", "Fachverfahren abgelöst", "Z1", "2021", "geplant")
    preview = only(bring_in(database, plan("SMI", "2020-06-30", milestone)))
    assert [(one.code, one.cell, one.value) for one in preview.problems] == [("reference-unknown", "C4", "Z1")]
    bring_in(database, goals("2020-06-30", ("Z1", "Alles ist online", "31.12.2022")))
    again = only(bring_in(database, plan("SMI", "2020-12-31", milestone)))
    assert again.problems == []


def test_files_of_one_call_are_applied_in_order_of_stand_and_together(database: Database) -> None:
    changed = (*AMT24[:3], "abgeschlossen", *AMT24[4:])
    batch = bring_in(database, measures("2020-12-31", changed), measures("2020-06-30", AMT24))
    assert [file.counts["new"] for file in batch.files] == [0, 1]
    assert [file.counts["changed"] for file in batch.files] == [1, 0]
    assert reading.data_revision(database) == 1
    assert at(database, Kind.MEASURE, "2020-06-30")["Ausbau von Amt24"]["status"] == "in_progress"
    assert at(database, Kind.MEASURE, "2020-12-31")["Ausbau von Amt24"]["status"] == "completed"


def test_one_refused_file_keeps_the_others_from_being_written(database: Database) -> None:
    future = measures("2030-01-01", AMT24)
    batch = bring_in(database, future, goals("2020-06-30", ("Z1", "Alles ist online", "31.12.2022")))
    assert [file.status for file in batch.files] == [FileStatus.REJECTED, FileStatus.PREVIEW]
    assert (batch.applied, reading.data_revision(database)) == (False, 0)


def test_preview_writes_nothing(database: Database) -> None:
    batch = prepare(database, [measures("2020-06-30", AMT24)], Options(), NOW.date())
    assert only(batch).status == FileStatus.PREVIEW
    assert reading.data_revision(database) == 0


def test_what_was_seen_in_the_preview_is_written_or_nothing_is(database: Database) -> None:
    seen = prepare(database, [measures("2020-06-30", AMT24)], Options(), NOW.date())
    bring_in(database, measures("2020-06-30", E_AKTE))
    with pytest.raises(PlanMoved):
        apply(database, seen, by=CHANCELLERY, at=NOW)
    assert list(at(database, Kind.MEASURE, "2020-06-30")) == ["Einführung der E-Akte"]


def test_file_of_another_part_in_between_does_not_matter(database: Database) -> None:
    seen = prepare(database, [measures("2020-06-30", AMT24)], Options(), NOW.date())
    bring_in(database, goals("2020-06-30", ("Z1", "Alles ist online", "31.12.2022")))
    assert apply(database, seen, by=CHANCELLERY, at=NOW).applied


def test_persons_are_shown_but_do_not_stand_in_the_log(database: Database) -> None:
    headings = (*MEASURE_HEADINGS, "Ansprechpartner")
    bring_in(database, measures("2020-06-30", (*AMT24, "Erika Mustermann"), headings=headings))
    assert at(database, Kind.MEASURE, "2020-06-30")["Ausbau von Amt24"]["responsible"] == "Erika Mustermann"
    with database.reading() as connection:
        dump = [str(row) for table in ("statement", "state") for row in _rows(connection, table)]
    assert dump
    assert not any("Mustermann" in row for row in dump)
    again = only(bring_in(database, measures("2020-12-31", (*AMT24, "Erika Mustermann"), headings=headings)))
    assert again.counts["unchanged"] == 1


def test_no_finding_names_a_person(database: Database) -> None:
    headings = (*MEASURE_HEADINGS, "Ansprechpartner")
    rows = [(*AMT24, "Erika Мustermann"), (*E_AKTE, "Max Mustermann"), ("3", None, *OPEN_DATA[2:], "Mia Mustermann")]
    book = load_workbook(BytesIO(measures("2020-06-30", *rows, headings=headings).content))
    page = book.worksheets[0]
    page["G5"].font = Font(strike=True)
    page["E6"] = None
    page["E6"].comment = Comment("Moritz Mustermann:\nverschoben", "Moritz Mustermann")
    content = BytesIO()
    book.save(content)
    found = only(bring_in(database, Delivered("M.xlsx", content.getvalue()))).problems
    later = only(bring_in(database, measures("2020-12-31", (*AMT24, None), (*E_AKTE, "x"), headings=headings))).problems
    codes = {"look-alike", "struck-through", "value-missing", "comment"}
    assert codes <= {problem.code for problem in found + later}
    assert "value-missing" in {problem.code for problem in later}
    assert not [problem for problem in found + later if "ustermann" in str(problem.as_json())]


def _rows(connection: Connection, table: str) -> list[object]:
    from masterplan.store.tables import metadata

    return list(connection.execute(metadata.tables[table].select()))


# Late files -----------------------------------------------------------------------------------------------------------


def test_late_file_fills_the_past_and_leaves_the_present(database: Database) -> None:
    done = (*AMT24[:3], "abgeschlossen", *AMT24[4:])
    bring_in(database, measures("2021-06-30", done))
    bring_in(database, measures("2020-06-30", AMT24))
    assert at(database, Kind.MEASURE, "2020-12-31")["Ausbau von Amt24"]["status"] == "in_progress"
    assert at(database, Kind.MEASURE, "2021-06-30")["Ausbau von Amt24"]["status"] == "completed"


def test_item_of_a_late_file_ends_at_the_next_file_that_does_not_list_it(database: Database) -> None:
    bring_in(database, measures("2021-06-30", AMT24, E_AKTE))
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE, OPEN_DATA))
    assert len(at(database, Kind.MEASURE, "2021-06-29")) == 3
    assert len(at(database, Kind.MEASURE, "2021-06-30")) == 2


def test_item_of_a_late_file_stays_where_the_next_file_was_not_complete(database: Database) -> None:
    bring_in(database, measures("2021-06-30", AMT24), options=Options(partial=True))
    bring_in(database, measures("2020-06-30", AMT24, E_AKTE))
    assert len(at(database, Kind.MEASURE, "2021-06-30")) == 2


def test_coverage_of_a_late_file_ends_at_the_next_file_that_does_not_list_it(database: Database) -> None:
    first, second = ("99012001000000", "146120000000", "ok"), ("99012001001000", "146120000000", "ok")
    bring_in(database, coverage("2021-12-31", first))
    bring_in(database, coverage("2021-06-30", first, second))
    assert [len(at(database, Kind.COVERAGE, day)) for day in ("2021-12-30", "2021-12-31")] == [2, 1]


def test_late_coverage_does_not_cover_up_what_a_younger_file_says(database: Database) -> None:
    ok, not_ok = ("99012001000000", "146120000000", "ok"), ("99012001000000", "146120000000", "nicht ok")
    bring_in(database, coverage("2020-12-31", ok))
    bring_in(database, coverage("2021-12-31", ok))
    late = only(bring_in(database, coverage("2021-06-30", not_ok)))
    assert late.counts["changed"] == 1
    states = {
        stichtag: next(iter(at(database, Kind.COVERAGE, stichtag).values()))["online"]
        for stichtag in ("2020-12-31", "2021-06-30", "2021-12-31")
    }
    assert states == {"2020-12-31": True, "2021-06-30": False, "2021-12-31": True}


def test_unchanged_rows_of_a_coverage_export_are_not_stated_again(database: Database) -> None:
    rows = [(f"9901200100{number:04}", "146120000000", "ok") for number in range(5)]
    bring_in(database, coverage("2020-12-31", *rows))
    preview = only(bring_in(database, coverage("2021-12-31", *rows[:4], (rows[4][0], rows[4][1], "nicht ok"))))
    assert (preview.counts["unchanged"], preview.counts["changed"]) == (4, 1)
    with database.reading() as connection:
        assert len(_rows(connection, "statement")) == 6


def test_coverage_withdraws_only_within_the_regions_of_the_file(database: Database) -> None:
    dresden, leipzig = "146120000000", "147130000000"
    first, second, third = "99012001000000", "99012001000001", "99012001000002"
    bring_in(
        database,
        coverage("2020-12-31", *[(key, dresden, "ok") for key in (first, second, third)], (first, leipzig, "ok")),
    )
    preview = only(bring_in(database, coverage("2021-12-31", (first, dresden, "ok"), (second, dresden, "ok"))))
    assert preview.counts["missing"] == 1
    assert len(at(database, Kind.COVERAGE, "2021-12-31")) == 3


def test_leika_rows_without_key_are_known_by_bundle_and_title(database: Database) -> None:
    lines = (
        "leika_schluessel;leika_bezeichnung;leistungstyp;ozg_id",
        ";Prüfung von Verpackungen;1;10478",
        ";;;",
        ";Ohne Schlüssel und Bündel;1;",
    )
    preview = only(bring_in(database, csv("LeiKa_Stand_2019-12-20.csv", *lines)))
    assert (preview.counts["new"], preview.counts["ignored"]) == (1, 1)
    [item] = reading.cut(database, date(2020, 1, 1), NOW + timedelta(days=1)).items[Kind.LEIKA_SERVICE]
    assert item.key.startswith("leika/10478/")


INTERIOR = Actor("Koordination SMI", Role.MINISTRY, "SMI")


def test_what_a_ressort_brings_in_itself_is_not_released(database: Database) -> None:
    file = plan("SMI", "2020-06-30", ("1", "Netze", "Z1", "31.12.2021", "in Umsetzung"))
    import_files(database, [file], Options(), by=INTERIOR, at=NOW)
    for audience, seen in (("all", 1), ("released", 0)):
        cut = reading.cut(database, date(2020, 6, 30), NOW + timedelta(days=1), audience)
        assert len(cut.items.get(Kind.MILESTONE, [])) == seen


OWN, FOREIGN = ("1", "Netze", "SMI", "geplant", "2022", "0 %"), ("2", "Schulen", "SMK", "geplant", "2022", "0 %")


@pytest.mark.parametrize(
    ("known", "file", "ministry"),
    [
        pytest.param((), plan("SMK", "2020-06-30", ("1", "Schulen", "Z1", "2022", "geplant")), None, id="plan"),
        pytest.param((), measures("2020-06-30", OWN), None, id="whole catalogue"),
        pytest.param((), measures("2020-06-30", FOREIGN), "SMI", id="new measure of another"),
        pytest.param((), measures("2020-06-30", (*OWN[:2], None, *OWN[3:])), "SMI", id="measure of nobody"),
        pytest.param((OWN,), measures("2020-12-31", (*OWN[:2], "SMK", *OWN[3:])), "SMI", id="own handed to another"),
        pytest.param((FOREIGN,), measures("2020-12-31", (*FOREIGN[:2], "SMI", *FOREIGN[3:])), "SMI", id="taken over"),
        pytest.param((FOREIGN,), measures("2020-03-31", (*FOREIGN[:2], "SMI", *FOREIGN[3:])), "SMI", id="before it"),
    ],
)
def test_ressort_brings_in_only_what_is_its_own(
    database: Database, known: tuple[tuple[str, ...], ...], file: Delivered, ministry: str | None
) -> None:
    if known:
        bring_in(database, measures("2020-06-30", *known))
    before = reading.data_revision(database)
    with pytest.raises(NotAllowed):
        import_files(database, [file], Options(ministry=ministry, partial=True), by=INTERIOR, at=NOW)
    assert reading.data_revision(database) == before


@pytest.mark.parametrize("role", [Role.CABINET, Role.READER, Role.DELEGATE, Role.MUNICIPAL])
def test_others_bring_in_nothing(database: Database, role: Role) -> None:
    with pytest.raises(NotAllowed):
        import_files(database, [measures("2020-06-30", OWN)], Options(), by=Actor("T", role, "SMI"), at=NOW)
