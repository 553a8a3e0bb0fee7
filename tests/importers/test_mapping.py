"""What mapping promises of all tables: order and dress of columns do not matter, every value knows its cell."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.extracts import Extract
from importers.layout import ranges
from importers.mapping import recognise
from importers.measures import SOURCE
from importers.sheet import Merge, Sheet, Workbook, address
from importers.source import CONFIRMED
from importers.title import named_ministries, stand_in_name
from importers.validation import slug, validate
from masterplan.domain.plan import Kind
from tests.importers.museum import BODIES, TODAY

STAND = date(2020, 6, 30)
ROW: dict[str, Any] = {
    "number": "12", "title": "E-Rechnung einführen", "description": "Eingang und Ausgang", "level": "kommunal",
    "lead": "SMF",
    "participants": "SAKD", "goals": "1; 2", "milestones": "3", "services": "10092", "components": "Amt24",
    "depends_on": "7",
    "starts_on": "Q1/2020", "due_on": "IV. Quartal 2022", "forecast_on": "2023", "achieved_on": "01.02.2020",
    "status": "in Umsetzung", "progress": "40 %", "reported_light": "gelb", "budget_planned": "12.000 €",
    "budget_spent": 500,
    "budget_source": "Kap. 0302", "responsible": "Referat 12", "evidence": "Az. 1", "reason": "Personal",
    "remark": "läuft",
}  # fmt: skip


def read(*sheets: Sheet, file: str = "Mappe.xlsx", **options: Any) -> list[Extract]:
    given_options = {"stand": STAND} | options
    return [
        validate(extract)
        for extract in recognise(Workbook(file, "0" * 64, list(sheets)), bodies=BODIES, today=TODAY, **given_options)
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_order_choice_and_wording_of_the_headings_do_not_matter(data: st.DataObject) -> None:
    optional = [column for column in SOURCE.columns if column.field not in ("title", CONFIRMED)]
    chosen = data.draw(st.lists(st.sampled_from(optional), unique_by=lambda column: column.field, min_size=3))
    columns = data.draw(st.permutations([*chosen, SOURCE.column("title")]))
    headings = [data.draw(st.sampled_from([column.label, *column.headings])) for column in columns]
    values = [ROW[column.field] for column in columns]
    (extract,) = read(Sheet("Maßnahmenkatalog", [list(headings), values]))
    (table,) = extract.tables
    assert table.kind == Kind.MEASURE
    assert extract.problems == []
    for position, column in enumerate(columns):
        assert table.columns[column.field] == address(0, position)[:-1]
        assert table.values[column.field][0] is not None
        assert table.cell(0, column.field) == address(1, position)
    stated = {column.field for column in columns} | {column.text_field for column in columns if column.text_field}
    assert set(table.fields) == stated, "a missing column states nothing"


def test_a_plain_table_makes_no_objects_per_cell() -> None:
    rows: list[list[Any]] = [["Nr.", "Maßnahme", "Zieltermin", "Status"]]
    rows += [[f"M{number}", f"Maßnahme mit der Nummer {number}", "Ende 2021", "geplant"] for number in range(5000)]
    (extract,) = read(Sheet("Maßnahmen", rows))
    (table,) = extract.tables
    assert len(table) == extract.row_count == 5000
    assert (table.cells, table.also, table.fixed, extract.problems) == ({}, {}, {}, [])
    assert table.rows == list(range(1, 5001))
    assert len({id(value) for value in table.values["due_on"]}) == 1


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Mittel geplant", [12, 12.0, 0, None], [12, 12, 0, None]),
        ("Mittel geplant", [12.0, 12, 1.5, -1], [12, 12, 1.5, None]),
        ("Mittel geplant in T€", [12, 3, None, 0], [12_000, 3_000, None, 0]),
        ("Mittel geplant", [True, 1, 2**60, "5 €"], [None, 1, 2**60, 5]),
        ("Bemerkung", ["k. A.", "ein gewöhnlicher, langer Text ohne Fehl", " mit  Lücken, lang genug für beides ", 7],
         [None, "ein gewöhnlicher, langer Text ohne Fehl", "mit Lücken, lang genug für beides", "7"]),
        ("Status", ["Summe", "geplant", "geplant", ""], [None, "planned", "planned", None]),
    ],
)  # fmt: skip
def test_a_plain_cell_and_a_read_one_give_the_same(heading: str, cells: list[Any], expected: list[Any]) -> None:
    rows = [[str(number), f"Titel {number}", "staatlich", cell] for number, cell in enumerate(cells, 1)]
    (extract,) = read(Sheet("Maßnahmen", [["Nr.", "Maßnahme", "Ebene", heading], *rows]))
    found = extract.tables[0].values[extract.tables[0].fields[-1]]
    assert [(value, type(value)) for value in found] == [(value, type(value)) for value in expected]


@pytest.mark.parametrize("word", ["Summe", "SUMME:", "Gesamt", "insgesamt", "- Summe", "Zwischensumme", "Total",
                                  "Mittelwert", "Gesamt-Summe"])
def test_a_total_is_no_entry_however_it_is_written(word: str) -> None:
    rows: list[list[Any]] = [
        ["Nr.", "Maßnahme", "Budget", "Ausgaben", "Umsetzungsgrad"],
        ["1", "E-Akte", 5, 3, 0.5],
    ]
    (extract,) = read(Sheet("Maßnahmen", [*rows, [None, word, 5, 3, 0.5], [word, None, 5, 3, 0.5]]))
    assert extract.tables[0].values["title"] == ["E-Akte"]


def test_an_empty_cell_states_nothing_reported_and_a_doubtful_one_keeps_its_words() -> None:
    (extract,) = read(Sheet("Maßnahmen", [["Nr.", "Maßnahme", "Status"], ["1", "a", None], ["2", "b", "wird schon"]]))
    (table,) = extract.tables
    assert (table.reading(0, "status").value, table.reading(0, "status").wording) == (None, None)
    assert (table.reading(1, "status").value, table.reading(1, "status").wording) == (None, "wird schon")


def test_what_stands_below_a_table_is_named_by_its_cell_and_not_quoted() -> None:
    head, note = ["Nr.", "Wegmarke", "Zieltermin"], ["Fragen an Frau Müller"]
    (extract,) = read(Sheet("Plan", [[*head], ["1", "a", "2021"], ["Summe", None, 1], [], [*note]]))
    assert [problem.message for problem in extract.problems if problem.code == "rows-skipped"] == [
        "Plan!A3: Nicht als Eintrag gelesen (Summe): Zeile 3, beginnend mit „Summe | 1“.",
        "Plan!A5: Nicht als Eintrag gelesen (Text unter der Tabelle): Zeile 5.",
    ]


def test_a_message_begins_with_the_address_and_an_error_names_its_option() -> None:
    (extract,) = read(Sheet("Plan", [["Nr.", "Wegmarke", "Zieltermin"], ["1", "a", "bald"]]), stand=None)
    by_code = {problem.code: problem for problem in extract.problems}
    assert by_code["date-unreadable"].message.startswith("Plan!C2: Der Zieltermin „bald“ ist nicht lesbar.")
    assert "--stand" in by_code["stand-unknown"].message
    assert "--ministry" in by_code["ministry-unknown"].message
    assert extract.refused


def test_a_missing_required_column_names_what_was_found_and_the_nearest_guess() -> None:
    (extract,) = read(Sheet("Maßnahmen", [["Nr.", "Massnahmme", "Status", "Zieltermin"], ["1", "a", None, None]]))
    (problem,) = extract.problems
    assert problem.code == "column-missing"
    assert "Am nächsten kommt: „Massnahmme“" in problem.message
    assert "Gefunden wurde: „Nr.“, „Massnahmme“, „Status“, „Zieltermin“." in problem.message


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        ("Ziele", "3; 4", "3; 4"), ("Ziele", "", ""), ("Erreicht am", date(2020, 2, 1), "01.02.2020"),
        ("Status", "in Umsetzung", "in Umsetzung"), ("Zieltermin", date(2020, 2, 1), "01.02.2020"),
        ("Umsetzungsgrad", 0.4, "0,4"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_item_is_told_as_people_read_it(heading: str, value: Any, told: str) -> None:
    (extract,) = read(Sheet("Maßnahmen", [["Nr.", "Maßnahme", heading], ["1", "a", None], ["2", None, value]]))
    (row,) = extract.ignored
    words = f"2 | {told}" if told else "2"
    assert row.words == {"Nr.": "2"} | ({heading: told} if told else {})
    problem = next(problem for problem in extract.problems if problem.code == "value-missing")
    expected = f"Zeile 3 („{words}“) ergibt keinen Eintrag und wird nur aufbewahrt: Es fehlt „Titel“."
    assert problem.message == f"Maßnahmen!B3: {expected}"


def test_equal_rows_are_one_item_with_both_cells() -> None:
    (extract,) = read(Sheet("Maßnahmen", [["Nr.", "Maßnahme"], ["1", "a"], ["2", "b"], ["1", "a"]]))
    (table,) = extract.tables
    assert (len(table), table.also, extract.row_count) == (2, {0: ["Maßnahmen!B4"]}, 3)


def test_two_sheets_of_one_scope_with_different_days_are_refused() -> None:
    sheets = [
        Sheet(f"Maßnahmen {name}", [[f"Stand: {day}"], ["Nr.", "Maßnahme"], [name[0], name]])
        for name, day in (("Nord", "30.06.2020"), ("Süd", "31.12.2020"))
    ]
    (extract,) = read(*sheets, stand=None)
    assert [problem.code for problem in extract.problems] == ["stand-differs"]
    assert extract.refused


def test_an_option_wins_over_the_title_and_the_difference_is_told() -> None:
    (extract,) = read(Sheet("Maßnahmen", [["Stand: 31.12.2020"], ["Nr.", "Maßnahme"], ["1", "a"]]))
    assert extract.stand == STAND
    assert [(problem.code, problem.cell) for problem in extract.problems] == [("stand-differs", "A1")]


def test_a_merge_over_a_wide_heading_row_does_not_reach_the_entries() -> None:
    rows: list[list[Any]] = [["Nr.", "Ziel", "Termin"], ["Weitere Ziele"], ["1", "a", "2020"]]
    (extract,) = read(Sheet("Ziele", rows, merges=[Merge(1, 0, 1, 2)]))
    assert extract.tables[0].values["area"] == ["Weitere Ziele"]
    assert extract.problems == []


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Umsetzungsplanung SMI – Stand: 30.06.2020", {"SMI"}),
        ("Umsetzungsplanung des Sächsischen Staatsministeriums der Finanzen", {"SMF"}),
        ("Umsetzungsplanung Sächsische Staatskanzlei", {"SK"}),
        ("SMUL", {"SMEKUL"}),
        ("Masterplan Digitale Verwaltung Sachsen", set()),
        ("Bitte bis Freitag an die Staatskanzlei", set()),
        ("Wegmarken Kultus", set()),
        ("Zuarbeit SMI an die Staatskanzlei", {"SMI", "SK"}),
    ],
)
def test_a_title_names_its_ressort(title: str, keys: set[str]) -> None:
    assert named_ministries(BODIES, title, STAND) == keys


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("Umsetzungsplan_SMI_2020-06-30.xlsx", STAND),
        ("Plan 30.06.2020.xls", STAND),
        ("Plan_20200630.csv", STAND),
        ("ozg_leistungen_2019.csv", None),
        ("Plan_2020-06-30_bis_2020-12-31.xlsx", None),
    ],
)
def test_a_file_name_may_give_the_stand(file: str, day: date | None) -> None:
    claim = stand_in_name(file)
    assert (claim.on if claim else None) == day


def test_rows_are_told_as_a_reader_counts_them() -> None:
    assert ranges([4, 5, 6, 11]) == "5–7, 12"


@given(st.text())
def test_a_slug_is_plain_and_stays_one(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert made.isascii()
    assert made
