"""The open data have an address that anybody may read, and nothing stands there that is not released."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from importers.pipeline import Options, import_files
from masterplan import login_gate, open_data_routes, web
from masterplan.domain.access import Actor, Role
from masterplan.open_data_routes import routes
from masterplan.store.engine import Database, open_database
from tests.files import measures, plan

NOW = datetime(2022, 6, 1, tzinfo=UTC)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A released catalogue, a newer one, and a Ressort's plan that nobody has released."""
    opened = open_database(sqlite_url)
    staff, ministry = Actor("SK", Role.CHANCELLERY), Actor("SMI", Role.MINISTRY, "SMI")
    for on, state in (("2020-12-31", "geplant"), ("2021-12-31", "abgeschlossen")):
        file = measures(on, (1, "Portal", "SMI", state, "2022", None))
        assert import_files(opened, [file], Options(), by=staff, at=NOW).applied
    secret = plan("SMI", "2021-06-30", (1, "Heimlich", "Z1", "2022", "geplant"))
    assert import_files(opened, [secret], Options(), by=ministry, at=NOW).applied
    yield opened
    opened.engine.dispose()


@dataclass(frozen=True)
class Client:
    """Asks the routes as a browser does, without a server."""

    app: Starlette

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> httpx.Response:
        with ThreadPoolExecutor(1) as thread:  # the browser of other tests may keep this thread's loop going
            return thread.submit(asyncio.run, self._asked(path, headers, method)).result()

    async def _asked(self, path: str, headers: dict[str, str] | None, method: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers=headers)


def _client(database: Database, **settings: str) -> Client:
    return Client(Starlette(routes=routes(lambda: database, lambda: NOW + timedelta(hours=1), settings)))


def test_the_files_of_today_and_of_each_released_edition_can_be_had(database: Database) -> None:
    client = _client(database)
    listed = client.get("/daten/").json()
    assert listed["editions"] == ["2020-12-31", "2021-12-31"]
    assert "measures.csv" in listed["files"]
    today = client.get("/daten/measures.json").json()
    assert (today["stichtag"], today["rows"][0]["status"]) == ("2022-06-01", "completed")
    before = client.get("/daten/2020-12-31/measures.json").json()
    assert (before["stichtag"], before["rows"][0]["status"]) == ("2020-12-31", "planned")
    file = client.get("/daten/measures.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert client.get("/daten/measures.csv", headers={"if-none-match": file.headers["etag"]}).status_code == 304
    assert client.get("/daten").json() == listed
    assert client.get("/daten/2020-12-31/").json()["files"] == listed["files"]


def test_nothing_unreleased_is_served_anywhere(database: Database) -> None:
    client = _client(database)
    for edition in ("", "2020-12-31/", "2021-12-31/"):
        for name in client.get(f"/daten/{edition}").json()["files"]:
            answer = client.get(f"/daten/{edition}{name}")
            assert answer.status_code == 200
            assert "Heimlich" not in answer.text
            assert "2021-06-30" not in answer.text, "the Stand of a file that nobody released"


@pytest.mark.parametrize("path", [
    "/daten/2021-06-30/measures.csv", "/daten/2021-13-01/measures.csv", "/daten/nichts.csv", "/daten/x/measures.csv",
    "/daten/2020-12-31/../../etc", "/daten/20201231/measures.csv/x",
])  # fmt: skip
def test_what_does_not_exist_is_not_found(database: Database, path: str) -> None:
    assert _client(database).get(path).status_code == 404


def test_nobody_has_to_log_in_to_read(database: Database) -> None:
    assert login_gate.OPEN.fullmatch("/daten/2020-12-31/measures.csv")
    assert not login_gate.OPEN.fullmatch("/datenlage")
    assert [route.path for route in web.settings()["routes"] if route.path.startswith("/daten")]


def test_it_can_be_switched_off_and_is_only_read(database: Database) -> None:
    off = _client(database, MASTERPLAN_OPEN_DATA="aus").get("/daten/measures.csv")
    assert (off.status_code, off.text) == (404, "Offene Daten werden hier nicht bereitgestellt.")
    assert _client(database).get("/daten/measures.csv", method="POST").status_code == 405


def test_the_description_names_the_address_that_the_house_set(database: Database) -> None:
    client = _client(database, MASTERPLAN_ADDRESS="https://plan.sachsen.example")
    told = json.loads(client.get("/daten/dcat-ap-de.jsonld").text)
    addresses = {one["dcat:downloadURL"]["@id"] for one in told["dcat:distribution"]}
    assert "https://plan.sachsen.example/daten/measures.csv" in addresses
    assert date.fromisoformat(told["dct:temporal"]["dcat:endDate"]["@value"]) == date(2022, 6, 1)


def test_many_askers_leave_threads_for_everybody_else(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    over = threading.Event()

    def slow(*_: object) -> Response:
        over.wait(20)
        return Response()

    monkeypatch.setattr(open_data_routes, "_answer", slow)
    app = _client(database).app

    async def crowd() -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            asking = [asyncio.create_task(client.get("/daten/")) for _ in range(60)]
            await asyncio.sleep(0.3)
            try:
                return await asyncio.wait_for(run_in_threadpool(lambda: 7), 5)
            finally:
                over.set()
                await asyncio.gather(*asking)

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests may keep this thread's loop going
        assert thread.submit(asyncio.run, crowd()).result() == 7
