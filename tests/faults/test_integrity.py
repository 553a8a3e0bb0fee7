"""R9 and R10 in short: tampering is noticed; backups while people save hold all that was kept when they were begun."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import backing_up, plan, tampering
from masterplan.store.engine import Database, open_database


def test_changes_of_the_log_are_refused_and_behind_the_triggers_noticed(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    for number in range(3):
        plan.bring_in(database, plan.catalogue(number))
    database.engine.dispose()
    found = tampering.tamper(tmp_path / "masterplan.db", times=12, seed=1)
    assert (found.changes, found.let_through, found.unnoticed) == (12, 0, 0)


def test_backups_while_twenty_people_save_hold_everything_that_was_kept(
    fresh: Callable[[], Database], tmp_path: Path
) -> None:
    database = fresh()
    found = backing_up.back_up_under_load(database, tmp_path, users=20, backups=2)
    database.engine.dispose()
    assert found.saves > 20
    assert (found.backups, found.lost, found.unsound) == (2, 0, 0)
