"""Reifegrade of the newer model (0 to 7, since 2025) are read where the model is named, and left open elsewhere."""

from datetime import date

import pytest

from importers.grades import named_model
from importers.mapping import recognise
from importers.sheet import Sheet, Workbook, type_of_value
from importers.validation import validate
from tests.importers.museum import BODIES

NAMELESS = ("OZG-ID", "OZG-Leistung", "Reifegrad")


def read(
    headings: tuple[str, ...], *rows: tuple[type_of_value, ...], title: str = "", file: str = "Katalog.xlsx"
) -> list[object]:
    """Of each row the grade, and „range“ where it was left open with this warning."""
    lines: list[list[type_of_value]] = [[title] if title else [], list(headings), *map(list, rows)]
    book = Workbook(file, "0" * 64, [Sheet("OZG-Leistungen", lines)])
    [extract] = recognise(book, bodies=BODIES, today=date(2026, 1, 1), stand=date(2025, 12, 31))
    [table] = validate(extract).tables
    told = {problem.cell: problem.code for problem in extract.problems}
    places = [table.cell(at, "maturity") for at in range(len(rows))]
    return [told.get(place, grade) for place, grade in zip(places, table.values["maturity"], strict=True)]


@pytest.mark.parametrize(
    ("model", "grade", "read_as"),
    [
        ("2.0", 5, 5), ("2.0", 7, 7), ("2.0", "Stufe 6", 6), ("Reifegradmodell 2.0", 7, 7), ("2,0", 6, 6), (2, 6, 6),
        (2.0, 6, 6), ("Modell 2 (Juli 2025)", 5, 5), ("2.0", 3, 3), ("2.0", 8, "range"),
        ("1.1", 3, 3), ("1.1", 5, "range"), ("1.1", 7, "range"), (None, 4, 4), (None, 5, "range"),
        ("Selbsteinschätzung", 5, "range"), ("3.0", 5, "range"), ("2.0", "5-6", "number-unreadable"),
    ],
)  # fmt: skip
def test_the_model_of_a_row_says_which_grades_there_are(
    model: type_of_value, grade: type_of_value, read_as: object
) -> None:
    headings = ("OZG-ID", "OZG-Leistung", "Reifegrad", "Reifegradmodell")
    assert read(headings, (10000, "Elterngeld", grade, model)) == [read_as]
    turned = ("Reifegradmodell", "Reifegrad", "OZG-Leistung", "OZG-ID")
    assert read(turned, (model, grade, "Elterngeld", 10000)) == [read_as]


@pytest.mark.parametrize(
    ("heading", "title", "file", "read_as"),
    [
        ("Reifegrad", "", "Katalog.xlsx", "range"),
        ("Reifegrad (Modell 2.0)", "", "Katalog.xlsx", 6),
        ("Reifegrad 2.0", "", "Katalog.xlsx", 6),
        ("Reifegrad (Modell 1.1)", "Katalog nach Reifegradmodell 2.0", "Katalog.xlsx", "range"),
        ("Reifegrad", "Bewertet nach Reifegradmodell 2.0", "Katalog.xlsx", 6),
        ("Reifegrad", "Umstellung vom Reifegradmodell 1.1 auf Reifegradmodell 2.0", "Katalog.xlsx", "range"),
        ("Reifegrad", "Reifegrade, Stand 02.2025", "Katalog.xlsx", "range"),
        ("Reifegrad", "", "OZG-Leistungen_Reifegradmodell_2.0.xlsx", 6),
    ],
)
def test_else_heading_title_or_file_say_it(heading: str, title: str, file: str, read_as: object) -> None:
    rows = ((10000, "Elterngeld", 6), (10001, "Kindergeld", 4))
    assert read(("OZG-ID", "OZG-Leistung", heading), *rows, title=title, file=file) == [read_as, 4]


def test_a_row_that_names_its_model_is_not_overruled_by_the_title() -> None:
    headings = (*NAMELESS, "Reifegradmodell")
    rows = ((10000, "Elterngeld", 6, "1.1"), (10001, "Kindergeld", 6, None), (10002, "Wohngeld", 6, "2.0"))
    assert read(headings, *rows, title="Reifegradmodell 2.0") == ["range", 6, 6]


def test_single_leika_services_are_read_by_the_named_model_too() -> None:
    rows: list[list[type_of_value]] = [
        ["LeiKa-Schlüssel", "LeiKa-Bezeichnung", "OZG-ID", "Reifegrad (Modell 2.0)"],
        ["99012001000000", "A", 10513, 7],
    ]
    book = Workbook("LeiKa.xlsx", "0" * 64, [Sheet("LeiKa-Leistungen", rows)])
    [extract] = recognise(book, bodies=BODIES, today=date(2026, 1, 1), stand=date(2025, 12, 31))
    assert extract.tables[0].values["maturity"] == [7]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Reifegradmodell 2.0", "2.0"), ("Reifegrad-Modell 2.0", "2.0"), ("Reifegradmodell Version 2.0", "2.0"),
        ("Reifegradmodell V2.0", "2.0"), ("OZG-Reifegradmodell (2,0)", "2.0"), ("Reifegradmodell 1.1", "1.1"),
        ("Reifegrad 2.0", "2.0"), ("Modell 2", "2.0"), ("Reifegradmodell 3.0", None), ("Reifegrad 3", None),
        ("Reifegrade vom 1.1.2025", None), ("Reifegradmodell 2025", None), ("Umsetzungsmodell EfA", None),
        ("Reifegradmodell 1.1 und 2.0 (Modell 2.0)", None), ("", None),
    ],
)  # fmt: skip
def test_a_model_is_named_by_its_version(text: str, version: str | None) -> None:
    assert named_model(text) == version
