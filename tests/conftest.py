"""What many tests share: a database of each engine, the running app, a browser, and what happens without one."""

import gc
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import TypeVar

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from masterplan.domain.view import PlanView
from masterplan.store.engine import Database, open_database
from tests import browsing, example, machine, postgres

ROOT = Path(__file__).parents[1]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
Fill = Callable[[Database], None]
IN_CI = os.environ.get("CI") == "true"
settings.register_profile("suite", deadline=None)  # on a busy machine no time limit says anything about the code
settings.load_profile("suite")
LONGEST_FILE = "test_repository.py"  # types are checked there, which takes a minute in a new checkout
LONG_FILES = {"test_docs.py", "test_page_steps.py", "test_returned.py"}  # run many commands or read many workbooks
LONG_MARKS = {"browser", "postgres"}
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --process-per-site"
).split()


# --- what the run needs --------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Installs the browser before the first test, once for all test processes, where it is missing and wanted."""
    if hasattr(config, "workerinput") or config.option.collectonly or machine.CHROMIUM.find():
        return
    if machine.may_install() and _wants_browser(config):
        print("Der Browser für die Tests fehlt: Das Paket chromium wird installiert …", flush=True)
        if trouble := machine.install(machine.CHROMIUM):
            print(f"Das gelang nicht: {trouble}", flush=True)


def _wants_browser(config: pytest.Config) -> bool:
    if "not browser" in config.option.markexpr:
        return False
    named = [Path(argument.split("::")[0]) for argument in config.args]
    files = [file for path in named for file in ([path] if path.is_file() else path.rglob("test_*.py"))]
    wants = re.compile(r"\b(app_address|example_address|page: Page)\b")
    return any(wants.search(file.read_text(encoding="utf-8")) for file in files)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a browser, and begins with the files that take long, so that no process ends alone with one."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker("browser")
    long = {
        item.path
        for item in items
        if item.path.name in LONG_FILES or LONG_MARKS & {mark.name for mark in item.iter_markers()}
    }
    items.sort(key=lambda item: 0 if item.path.name == LONGEST_FILE else 1 if item.path in long else 2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is left out is a failure: what CI does not run nobody runs."""
    report = yield
    return _failed_in_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _failed_in_ci(report)


def _failed_in_ci(report: Report) -> Report:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"In CI darf kein Test ausgelassen werden: {reason}"
    return report


@pytest.fixture
def own_heap() -> Iterator[None]:
    """For measuring: as in a process of its own, the garbage collector does not look through what other tests left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


# --- databases -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied: a thousandth of a second instead of a migration per test."""
    path = tmp_path_factory.mktemp("template") / "masterplan.db"
    open_database(f"sqlite:///{path}").engine.dispose()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A SQLite database with our tables and nothing in them."""
    copyfile(sqlite_template, tmp_path / "masterplan.db")
    return f"sqlite:///{tmp_path / 'masterplan.db'}"


@pytest.fixture(scope="session")
def filled_once(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """The SQLite file that a function fills, once per test process."""

    @cache
    def path_of(fill: Fill) -> Path:
        path = tmp_path_factory.mktemp("filled") / "masterplan.db"
        copyfile(sqlite_template, path)
        database = open_database(f"sqlite:///{path}")
        fill(database)
        database.engine.dispose()
        return path

    return path_of


@pytest.fixture
def filled(filled_once: Callable[[Fill], Path], tmp_path: Path) -> Iterator[Callable[[Fill], Database]]:
    """A database that a function fills, for this test alone: filled once per test process, copied for each test."""
    opened: list[Database] = []

    def copied(fill: Fill) -> Database:
        example.copy(filled_once(fill), tmp_path / "masterplan.db")
        opened.append(open_database(f"sqlite:///{tmp_path / 'masterplan.db'}"))
        return opened[-1]

    yield copied
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def databases(tmp_path: Path, sqlite_template: Path) -> Iterator[Iterator[Database]]:
    """As many new SQLite databases as a property wants."""
    opened: list[Database] = []

    def new() -> Iterator[Database]:
        for number in count():
            copyfile(sqlite_template, tmp_path / f"{number}.db")
            opened.append(open_database(f"sqlite:///{tmp_path / f'{number}.db'}"))
            yield opened[-1]

    yield new()
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'masterplan.db'}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test process; gives the URL of its first database."""
    try:
        with postgres.running(tmp_path_factory.getbasetemp().parent / "postgres.lock") as url:
            yield url
    except postgres.NoServer as missing:
        machine.skip(str(missing))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database with our tables, to be cloned: a tenth of a second instead of a migration per test."""
    postgres.execute(postgres_server, "create database template_masterplan")
    open_database(postgres.sibling(postgres_server, "template_masterplan")).engine.dispose()
    return "template_masterplan"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database with our tables and nothing in them."""
    yield from _postgres_database(postgres_server, f"template {postgres_template} strategy file_copy")


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without a single table."""
    yield from _postgres_database(postgres_server, "template template0")


def _postgres_database(server: str, origin: str) -> Iterator[str]:
    name = f"test_{time.monotonic_ns()}"
    postgres.execute(server, f"create database {name} {origin}")
    yield postgres.sibling(server, name)
    postgres.execute(server, f"drop database {name} with (force)")


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: on SQLite and on PostgreSQL, each a database of its own."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


# --- the example plan (example.py says what is for which test) ----------------------------------------------------


@pytest.fixture(scope="session")
def example_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of the example plan, loaded once for all test processes."""
    own = tmp_path_factory.getbasetemp()
    return example.load(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def example_url(example_path: Path) -> str:
    """The example plan, only to be read."""
    return f"sqlite:///{example_path}"


@pytest.fixture
def example_copy_url(example_path: Path, tmp_path: Path) -> str:
    """The example plan, for this test alone."""
    example.copy(example_path, tmp_path / "example.db")
    return f"sqlite:///{tmp_path / 'example.db'}"


@pytest.fixture(scope="session")
def example_database(example_path: Path) -> Iterator[Database]:
    """The opened example plan; it refuses to be written to."""
    opened = example.opened_for_reading(example_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def example_view_at(example_database: Database) -> Callable[[date], PlanView]:
    """Gives the example plan at a Stichtag, each built once per test process."""
    return example.views(example_database)


@pytest.fixture(scope="session")
def example_view(example_view_at: Callable[[date], PlanView]) -> PlanView:
    """The example plan at its last Stichtag."""
    return example_view_at(example.EDITIONS[-1])


# --- the app in a browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def app_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Starts the app as the README does, on a free port, for the database of a URL; gives its address.

    The same database gives the same server; all of them end with the test run.
    """
    running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}

    def start(database: str) -> str:
        if database not in running:
            log = tmp_path_factory.mktemp("app") / "app.log"
            running[database] = started(database, log)
        return running[database][1]

    yield start
    for process, _ in running.values():
        process.terminate()
    for process, _ in running.values():
        process.wait(20)


@pytest.fixture(scope="session")
def example_address(
    app_address: Callable[[str], str], example_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Where the app shows the example plan, one app for all tests of a process: nothing may be applied there."""
    shown = tmp_path_factory.mktemp("shown") / "example.db"
    example.copy(example_path, shown)
    return app_address(f"sqlite:///{shown}")


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def started(database: str, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The app on a database, with the settings of the environment, and its address; the caller ends it."""
    port = free_port()
    settings = {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py"],
            cwd=ROOT,
            env={**os.environ, **settings, "MASTERPLAN_DATABASE": database},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return process, address
    process.kill()
    process.wait()
    raise AssertionError(f"The app did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    path = machine.needed(machine.CHROMIUM)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The page of all tests of a process: a new one would load and compile the app's scripts anew, for two seconds."""
    with browsing.visit(browser) as opened:
        yield opened


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """An empty page of a German user. The test fails if anything but this machine was asked for anything."""
    browsing.leave(tab)
    with browsing.asking_nobody_else(tab.context):
        yield tab


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complains about; a test expects it to be empty at its end."""
    return browsing.listen(page)
