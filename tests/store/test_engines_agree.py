"""The example plan gives the same figures whether SQLite or PostgreSQL keeps it."""

import json
from datetime import UTC, date, datetime

import pytest

from importers.pipeline import Options, deliver, import_files
from masterplan.__main__ import EXAMPLES
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
    for call in json.loads((EXAMPLES / "editions.json").read_text(encoding="utf-8")):
        files = [deliver(EXAMPLES / name) for name in call["files"]]
        at = datetime.fromisoformat(call["recorded_at"])
        import_files(database, files, Options(partial=call.get("partial", False)), by="Beispiel", at=at)


def answers(database: Database) -> list[tuple[object, ...]]:
    """Every figure of several cuts, alone and by every grouping; revisions included."""
    found: list[tuple[object, ...]] = []
    for stichtag, known_by, audience in CUTS:
        view = build(reading.cut(database, stichtag, known_by, audience))
        for by in (None, *DIMENSIONS):
            found += [(stichtag, audience, by, view.revision, figure) for figure in figures(view, None, by)]
    return found


@pytest.mark.postgres
def test_both_engines_give_the_same_answers_on_every_figure(sqlite_url: str, postgres_url: str) -> None:
    here, there = (open_database(url) for url in (sqlite_url, postgres_url))
    for database in (here, there):
        load_example(database)
    try:
        first, second = answers(here), answers(there)
    finally:
        here.engine.dispose()
        there.engine.dispose()
    assert len(first) == len(second) > 1000
    assert [(one, other) for one, other in zip(first, second, strict=True) if one != other] == []
