"""The example plan gives the same figures whether SQLite or PostgreSQL keeps it."""

import json
from datetime import UTC, date, datetime

import pytest

from importers.pipeline import Options, deliver, import_files
from masterplan.commands.demo import EXAMPLES
from masterplan.domain.access import Actor, Role
from masterplan.domain.progress import figures
from masterplan.domain.view import build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from masterplan.vocabulary import DIMENSIONS

LATER = datetime(2030, 1, 1, tzinfo=UTC)
CUTS = (
    (date(2019, 3, 31), LATER, "all"),
    (date(2019, 12, 20), LATER, "released"),
    (date(2020, 12, 31), LATER, "all"),
    (date(2021, 12, 31), LATER, "all"),
    (date(2021, 12, 31), datetime(2020, 3, 1, tzinfo=UTC), "released"),
)


def load_example(database: Database) -> None:
    """Brings in the example editions, each at its time."""
    for position, call in enumerate(json.loads((EXAMPLES / "editions.json").read_text(encoding="utf-8"))):
        files = [deliver(EXAMPLES / name) for name in call["files"]]
        at = datetime.fromisoformat(call["recorded_at"])
        options, mark = Options(partial=call.get("partial", False)), reading.DEMO if position == 0 else None
        import_files(database, files, options, by=Actor("Beispiel", Role.CHANCELLERY), at=at, mark=mark)


@pytest.mark.postgres
def test_both_engines_give_the_same_answers_on_every_figure(example_database: Database, postgres_url: str) -> None:
    other = open_database(postgres_url)
    try:
        load_example(other)
        here, there = ([reading.cut(database, *cut) for cut in CUTS] for database in (example_database, other))
    finally:
        other.engine.dispose()
    for one, two in zip(here, there, strict=True):
        assert one == two
        assert repr(one) == repr(two)  # of the same types, too: nothing that is counted can tell the engines apart
    for by in (None, *DIMENSIONS):
        first, second = (figures(build(cuts[-2]), None, by) for cuts in (here, there))
        assert len(first) == len(second) > 10
        assert first == second
