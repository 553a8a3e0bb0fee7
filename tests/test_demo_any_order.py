"""Example files in other orders than the one they were delivered in: the plan is the same at every Stichtag."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from importers.pipeline import Options, deliver, import_files
from masterplan.domain.progress import figures
from masterplan.domain.view import build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from tests.builders import CHANCELLERY

DEMO = Path(__file__).parents[1] / "data" / "demo"
STICHTAGE = (date(2019, 3, 19), date(2019, 9, 30), date(2019, 12, 20), date(2020, 12, 31), date(2021, 12, 31))
START = datetime(2022, 3, 1, 9, tzinfo=UTC)


def loaded(path: Path, names: list[str]) -> Database:
    """A database into which the files were brought one by one."""
    database = open_database(f"sqlite:///{path}")
    for minute, name in enumerate(names):
        at = START + timedelta(minutes=minute)
        batch = import_files(database, [deliver(DEMO / name)], Options(), by=CHANCELLERY, at=at)
        assert not batch.refused, [problem.message for file in batch.files for problem in file.problems]
    return database


def counted(database: Database) -> list[tuple[date, str, object]]:
    views = [build(reading.cut(database, stichtag, START + timedelta(days=1))) for stichtag in STICHTAGE]
    return [(view.stichtag, figure.id, figure.value) for view in views for figure in figures(view)]


FILES = [
    "2019-03/Beispiel_Zielteil.xlsx",
    "2019-12/Beispiel_Zielteil.xlsx",
    "2020-12/Beispiel_Zielteil.xlsx",
    "2019-03/Beispiel_Umsetzungsplanung_SMUL.xlsx",
    "2019-12/Beispiel_Umsetzungsplanung_SMEKUL.xlsx",
    "2021-12/Beispiel_Umsetzungsplanung_SMEKUL.xlsx",
    "2019-03/Beispiel_Massnahmenkatalog.xlsx",
    "2019-12/Beispiel_Massnahmenkatalog.xlsx",
    "2021-12/Beispiel_Massnahmenkatalog.xlsx",
]


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[date, str, object]]:
    return counted(loaded(tmp_path_factory.mktemp("order") / "plan.db", FILES))


@pytest.mark.parametrize("order", ["420178635", "876543210"])
def test_files_in_another_order_give_the_same_figures(
    in_order: list[tuple[date, str, object]], tmp_path: Path, order: str
) -> None:
    assert counted(loaded(tmp_path / "plan.db", [FILES[int(place)] for place in order])) == in_order
