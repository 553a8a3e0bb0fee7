"""R4–R6 in short; the full form is `python -m benchmarks coordination`."""

from pathlib import Path

from benchmarks import workbooks
from benchmarks.coordination import edit_in_pairs, save_while_importing, send_twice
from masterplan.store.engine import Database


def test_coordinators_save_while_a_file_is_imported(database: Database, database_url: str, tmp_path: Path) -> None:
    file = workbooks.measures(tmp_path / "Massnahmen_2020-12-31.xlsx", 300)
    saved = save_while_importing(database, database_url, file, coordinators=4)
    assert (saved.refused, saved.lost) == (0, 0)
    assert len(saved.seconds) > 4


def test_of_two_at_the_same_moment_one_saves_and_one_is_told(database: Database) -> None:
    found = edit_in_pairs(database, 25)
    assert (found.lost, found.silent) == (0, 0)


def test_a_form_sent_twice_at_the_same_moment_has_one_effect(database: Database) -> None:
    assert send_twice(database, 15) == 0
