"""The example editions: what ``data/demo/build.py`` writes is what is shipped, with all that an example needs."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests import plain_count

DEMO = Path(__file__).parents[1] / "data" / "demo"
EDITIONS = ("2019-03", "2019-12", "2020-12", "2021-12")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editions, built anew."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, str(DEMO / "build.py"), str(folder)], check=True)
    return folder


def workbooks(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for edition in EDITIONS for path in (folder / edition).iterdir())


def cells(path: Path) -> Iterator[tuple[object, ...]]:
    """Every cell with its fill and every merge, hidden row and sheet name of a workbook; of a CSV every line."""
    if path.suffix == ".csv":
        yield (path.read_bytes(),)
        return
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        yield sheet.title, sorted(str(merge) for merge in sheet.merged_cells.ranges)
        yield tuple(number for number, row in sheet.row_dimensions.items() if row.hidden)
        for row in sheet.iter_rows():
            yield tuple((cell.value, cell.number_format, cell.fill.fgColor.rgb) for cell in row)
    book.close()


def test_rebuilding_gives_the_shipped_files(rebuilt: Path) -> None:
    assert workbooks(rebuilt) == workbooks(DEMO)
    for name in workbooks(DEMO):
        if (rebuilt / name).read_bytes() != (DEMO / name).read_bytes():  # as with another version of openpyxl
            assert list(cells(rebuilt / name)) == list(cells(DEMO / name)), name
    assert (rebuilt / "editions.json").read_text("utf-8") == (DEMO / "editions.json").read_text("utf-8")


def test_every_file_is_loaded_once_and_in_order_of_its_recording() -> None:
    entries = json.loads((DEMO / "editions.json").read_text("utf-8"))
    assert sorted(name for entry in entries for name in entry["files"]) == workbooks(DEMO)
    times = [datetime.fromisoformat(entry["recorded_at"]) for entry in entries]
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    assert all(time.tzinfo is not None for time in times)


@pytest.mark.parametrize("name", workbooks(DEMO))
def test_every_file_says_that_it_is_an_example(name: str) -> None:
    path = DEMO / name
    assert path.name.startswith("Beispiel_")
    if path.suffix != ".csv":
        book = openpyxl.load_workbook(path, read_only=True)
        words = [value for row in book.worksheets[0].iter_rows(max_row=5, max_col=2, values_only=True) for value in row]
        book.close()
        assert "BEISPIEL – erfundene Angaben" in words


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_catalogue_has_at_least_110_measures_of_which_40_are_municipal(edition: str) -> None:
    rows = catalogue(edition)
    assert len(rows) >= 110
    assert sum(row["level"] in ("kommunal", "gemeinsam") for row in rows) >= 40


@pytest.mark.parametrize(
    ("edition", "owners"),
    [
        ("2019-03", "SK SMF SMI SMJus SMK SMS SMUL SMWA SMWK"),
        ("2019-12", "SK SMEKUL SMF SMI SMJusDEG SMK SMR SMS SMWA SMWK"),
        ("2020-12", "SK SMEKUL SMF SMI SMJusDEG SMK SMR SMWA"),  # two were late
        ("2021-12", "SK SMEKUL SMF SMI SMJusDEG SMK SMR SMS SMWA SMWK"),
    ],
)
def test_the_plan_owners_of_an_edition(edition: str, owners: str) -> None:
    names = [path.stem.split("_")[2] for path in (DEMO / edition).glob("Beispiel_Umsetzungsplanung_*")]
    assert sorted(set(names)) == owners.split()


@cache
def catalogue(edition: str) -> list[plain_count.Row]:
    (path,) = (DEMO / edition).glob("Beispiel_Massnahmenkatalog*")
    return plain_count.read_file(path).rows


def test_numbers_move_between_editions_while_titles_stay() -> None:
    first, last = ({row["title"]: row["Nr."] for row in catalogue(edition)} for edition in (EDITIONS[0], EDITIONS[-1]))
    both = set(first) & set(last)
    assert len(both) > 90
    assert sum(first[title] != last[title] for title in both) > 10
    assert set(first) - set(last)
    assert set(last) - set(first)


def test_no_new_measure_takes_the_number_of_one_that_left() -> None:
    """Such a row could be either; an import would have to ask."""
    numbers = [{row["title"]: row["Nr."] for row in catalogue(edition)} for edition in EDITIONS]
    for earlier in numbers:
        for later in numbers:
            left = {earlier[title] for title in set(earlier) - set(later)}
            come = {later[title] for title in set(later) - set(earlier)}
            assert not left & come


def test_about_a_third_of_the_services_is_online_at_the_end() -> None:
    files = plain_count.read_files(DEMO)
    shares = [
        plain_count.count(files, stand)["services.online/bund-2020/value"]
        for stand in sorted({file.stand for file in files})
    ]
    assert shares[0] is None  # too little was reported
    known = [share for share in shares if share is not None]
    assert known == sorted(known)
    assert 0.28 < known[-1] < 0.38


def test_leika_keys_are_14_digits_and_begin_with_99() -> None:
    with next((DEMO / "2021-12").glob("Beispiel_LeiKa*")).open(encoding="utf-8", newline="") as file:
        keys = [row["LeiKa-Schlüssel"] for row in csv.DictReader(file, delimiter=";")]
    assert all(key == "" or (len(key) == 14 and key.isdigit() and key.startswith("99")) for key in keys)
    assert len([key for key in keys if key]) == len({key for key in keys if key})
    assert 20 < keys.count("") < 150


def test_the_editions_stay_small() -> None:
    assert sum((DEMO / name).stat().st_size for name in workbooks(DEMO)) < 2_500_000
