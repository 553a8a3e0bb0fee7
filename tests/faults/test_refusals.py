"""R7 in short: what cannot be saved is refused in German, the program goes on, and the next save is kept."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.faults import plan, refusing
from masterplan import web
from masterplan.store import engine
from masterplan.store.engine import Database, DatabaseBusy, DatabaseUnusable, open_database

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(sqlite_url: str) -> Database:
    opened = open_database(sqlite_url)
    plan.bring_in(opened, plan.catalogue(0, 2))
    return opened


@pytest.mark.parametrize(
    ("hindrance", "says"),
    [
        (refusing.no_page_left, "Datenträger ist voll"),
        (refusing.read_only, "schreibgeschützt"),
        (lambda database: refusing.file_size_limited(Path(f"{database.engine.url.database}-wal")), "nimmt nichts an"),
    ],
)
def test_save_that_cannot_be_is_refused_in_german_and_the_next_one_is_kept(
    database: Database, hindrance: Callable[[Database], refusing.Hindrance], says: str
) -> None:
    found = refusing.refused(database, lambda: hindrance(database))
    database.engine.dispose()
    assert says in found.sentence
    assert found.answered


def test_lock_that_is_held_too_long_is_said_and_the_next_save_is_kept(
    fresh: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.2)
    database = fresh()
    found = refusing.refused(database, lambda: refusing.lock_held(database))
    database.engine.dispose()
    assert "von jemand anderem beschrieben" in found.sentence
    assert found.answered


def test_writers_of_one_process_take_turns_in_the_order_they_came(fresh: Callable[[], Database]) -> None:
    database, order, ready = fresh(), list[int](), list[threading.Thread]()
    with database.writing():
        for number in range(20):
            thread = threading.Thread(target=_enter, args=(database, order, number))
            thread.start()
            while len(database.turns) < number + 2:
                thread.join(0.005)
            ready.append(thread)
        with database.reading():  # those who wait keep nobody from reading
            pass
    for thread in ready:
        thread.join()
    database.engine.dispose()
    assert order == list(range(20))


def _enter(database: Database, order: list[int], number: int) -> None:
    with database.writing():
        order.append(number)


def test_turn_that_does_not_come_is_said(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.05)
    with database.writing():
        refused: list[DatabaseBusy] = []

        def save() -> None:
            try:
                plan.save(database, "wartet")
            except DatabaseBusy as busy:
                refused.append(busy)

        thread = threading.Thread(target=save)
        thread.start()
        thread.join()
    assert "nichts gespeichert" in str(refused[0])
    assert plan.save(database, "danach") == 2
    database.engine.dispose()


@pytest.mark.parametrize("given", ["viele", "0", "-1"])
def test_number_of_connections_must_be_one(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("MASTERPLAN_CONNECTIONS", given)
    with pytest.raises(DatabaseUnusable, match="MASTERPLAN_CONNECTIONS"):
        open_database("postgresql://nobody@127.0.0.1:1/nothing")


def test_server_that_does_not_answer_is_said() -> None:
    with pytest.raises(DatabaseUnusable, match="nicht erreichbar"):
        open_database("postgresql://nobody@127.0.0.1:1/nothing")


def test_page_says_what_hinders_it_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_file(str(ROOT / "masterplan/pages/start.py"), default_timeout=60)
    for trouble in (DatabaseBusy(), DatabaseUnusable("Der Datenträger ist voll."), DatabaseBusy()):

        def hindered(trouble: DatabaseUnusable = trouble) -> Database:
            raise trouble

        monkeypatch.setattr(web, "database", hindered)
        app.run()
        assert [one.value for one in app.error] == [str(trouble)]
        assert not app.exception
