"""R1 to R3 in short: after a kill, a fault or a torn log the plan is as before or as after, never in between."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import interrupting, killing, plan, torn
from masterplan.store.engine import Database


def test_no_kill_loses_an_acknowledged_save_or_leaves_half_of_one(database_url: str) -> None:
    found = killing.kill_again_and_again(database_url, 3, seed=1)
    assert found.kills == 3
    assert found.acknowledged > 0
    assert (found.lost, found.unasked, found.unsound) == (0, 0, 0)


def test_import_that_fails_at_any_statement_leaves_the_plan_as_it_was(fresh: Callable[[], Database]) -> None:
    found = interrupting.at_every_statement(fresh, plan.catalogue(1, 4), every=9)
    assert found.places > 5
    assert (found.half, found.as_after) == (0, 0)


def test_import_that_fails_at_any_line_leaves_the_plan_as_before_or_as_after(fresh: Callable[[], Database]) -> None:
    found = interrupting.at_random_lines(fresh, plan.catalogue(1, 4), points=5, seed=2)
    assert (found.places, found.half) == (5, 0)


def test_torn_log_gives_a_prefix_of_the_commits(tmp_path: Path) -> None:
    found = torn.tear(tmp_path, times=12, commits=6, seed=3)
    assert found.shortened > 8
    assert found.no_prefix == 0
