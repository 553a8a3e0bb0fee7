"""What a client can forge: cookies, Streamlit's session ids, addresses of downloads and uploads, late clicks."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from websockets.exceptions import InvalidStatus

from importers.pipeline import Options, deliver, import_files
from masterplan import login
from masterplan.actions import accounts, audit
from masterplan.actions import login as login_actions
from masterplan.actions.audit import Wanted
from masterplan.actions.login import NotLoggedIn
from masterplan.domain.access import REFUSALS, RIGHTS, Right, Role
from masterplan.pages.shell import PAGES
from masterplan.store import tables
from masterplan.store.engine import Database, open_database
from tests import logins
from tests.logins import FIRST, KEEPER, OWN
from tests.protocol import Client
from tests.reporting import NOW, form_key, sent

PEOPLE = {
    "stk": (Role.CHANCELLERY, None), "smi": (Role.MINISTRY, "SMI"), "smf": (Role.MINISTRY, "SMF"),
    "lesend": (Role.READER, None), "weg": (Role.MINISTRY, "SMI"), "kreis": (Role.MUNICIPAL, "LK-Bautzen"),
    "kabinett": (Role.CABINET, None), "konten": (Role.DELEGATE, "SMI"),
}  # fmt: skip
SHEET = """Maßnahmenkatalog – Stand: 30.06.2021;;;
;;;
Nr.;Maßnahme;Federführung;Status
1;Portal aufsetzen;SMI;in Umsetzung
2;Register öffnen;SMF;in Umsetzung
"""
SECRET = "Vergabe gescheitert"


@pytest.fixture(scope="session")
def house(
    app_address: Callable[[str], str], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Database, str]:
    """A plan with an entry of the SMI that is not released yet, its people, and the running app."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "Katalog.csv").write_text(SHEET, encoding="utf-8")
    url = f"sqlite:///{folder / 'masterplan.db'}"
    database = open_database(url)
    import_files(database, [deliver(folder / "Katalog.csv")], Options(), by=KEEPER, at=NOW)
    sent(database, "measure/1", by=KEEPER, at=NOW, remark=SECRET)
    for name, (role, body) in PEOPLE.items():
        logins.add(url, name, role, body)
    return database, app_address(url)


_inside: dict[tuple[str, str], dict[str, str]] = {}


def _client(house: tuple[Database, str], name: str, *, fresh: bool = False) -> Client:
    """Somebody who is logged in; the same log-in for all tests, unless it has to be a fresh one."""
    client = Client(house[1], {} if fresh else dict(_inside.get((house[1], name), {})))
    if client.cookies:
        return client
    answer = client.post("/anmelden", kennung=name, kennwort=OWN)
    if answer.status != 303:
        assert client.post("/anmelden", kennung=name, kennwort=FIRST).status == 303
        assert client.post("/kennwort", bisher=FIRST, neu=OWN, nochmal=OWN).status == 303
    if not fresh:
        _inside[house[1], name] = dict(client.cookies)
    return client


def _refusals(house: tuple[Database, str], about: str = "") -> int:
    return audit.search(house[0], Wanted(acts=("refused",), about=about), by=KEEPER, at=NOW)[1]


def test_without_a_session_there_is_only_the_log_in(house: tuple[Database, str]) -> None:
    client = Client(house[1])
    answer = client.get("/massnahmen?q=Portal", Accept="text/html")
    assert (answer.status, answer.headers["location"]) == (303, "/anmelden?weiter=%2Fmassnahmen%3Fq%3DPortal")
    assert "Kennung" in client.get("/anmelden").text
    before = _refusals(house)
    assert client.get("/media/0123456789abcdef.csv").status == 401
    assert client.put("/_stcore/upload_file/a/b", b"x").status == 401
    assert client.get("/_stcore/metrics").status == 404
    for cookies in ({}, {"masterplan_session": "erfunden"}):
        with pytest.raises(InvalidStatus), Client(house[1], cookies).tab():
            pass
    assert _refusals(house) == before + 4


def test_a_form_from_elsewhere_is_refused(house: tuple[Database, str]) -> None:
    client = Client(house[1])
    for origin in ("https://boese.example", "null", ""):
        assert client.post("/anmelden", origin, kennung="stk", kennwort=OWN).status == 403
    inside = _client(house, "lesend")
    assert inside.post("/abmelden", "https://boese.example").status == 403
    assert inside.get("/", Accept="text/html").status == 200
    outward = Client(house[1]).post("/anmelden", kennung="lesend", kennwort=OWN, weiter="//boese.example")
    assert outward.headers["location"] == "/"


def test_the_first_password_opens_nothing_but_the_form_for_an_own_one(house: tuple[Database, str]) -> None:
    database, address = house
    accounts.add(database, by=KEEPER, at=NOW, name="Neu", role=Role.READER, body=None, login="neu", password=FIRST)
    client = Client(address)
    assert client.post("/anmelden", kennung="neu", kennwort=FIRST).status == 303
    assert client.get("/", Accept="text/html").headers["location"] == "/kennwort"
    assert client.get("/media/1.xlsx").headers["location"] == "/kennwort", "a download is no page to be led on to"
    asked = client.get("/aufgaben?runde=1", Accept="text/html").headers["location"]
    assert asked == "/kennwort?weiter=%2Faufgaben%3Frunde%3D1"
    assert 'name="weiter" value="/aufgaben?runde=1"' in client.get(asked, Accept="text/html").text
    with pytest.raises(InvalidStatus), client.tab():
        pass
    assert "zu kurz" in client.post("/kennwort", bisher=FIRST, neu="kurz", nochmal="kurz").text
    before = client.cookies["masterplan_session"]
    changed = client.post("/kennwort", bisher=FIRST, neu=OWN, nochmal=OWN, weiter="/aufgaben?runde=1")
    assert (changed.status, changed.headers["location"]) == (303, "/aufgaben?runde=1")
    assert client.cookies["masterplan_session"] != before
    outward = client.post("/kennwort", bisher=OWN, neu=f"{OWN}b", nochmal=f"{OWN}b", weiter="//boese.example")
    assert outward.headers["location"] == "/"
    assert client.get("/", Accept="text/html").status == 200


def test_a_cookie_cannot_be_read_by_scripts_and_is_new_at_each_log_in(house: tuple[Database, str]) -> None:
    client = _client(house, "lesend", fresh=True)
    old = dict(client.cookies)
    answer = client.post("/anmelden", kennung="lesend", kennwort=OWN)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.cookies["masterplan_session"] != old["masterplan_session"]
    assert Client(house[1], old).get("/", Accept="text/html").status == 303


def test_a_session_id_alone_gives_nothing(house: tuple[Database, str]) -> None:
    chancellery, reader = _client(house, "stk"), _client(house, "lesend")
    with chancellery.tab() as mine:
        mine.run("massnahmen", "known_by=2021-07-05")
        with reader.tab(mine.session) as other:
            other.run("pruefprotokoll")
            assert other.session != mine.session
            assert "Prüfprotokolls ist mit Ihrem Konto nicht möglich" in other.text
        with pytest.raises(InvalidStatus), Client(house[1]).tab(mine.session):
            pass
        session = mine.session
    with chancellery.tab(session) as again:
        assert again.run().session == session, "with its own cookie a page goes on after a dropped connection"


@pytest.mark.parametrize("name", ["stk", "smi", "kreis", "kabinett", "konten", "lesend"])
def test_the_address_of_a_page_opens_it_to_whom_the_table_says_and_else_is_refused_and_noted(
    house: tuple[Database, str], name: str
) -> None:
    assert {role for role, _ in PEOPLE.values()} == set(Role)
    role, _ = PEOPLE[name]
    with _client(house, name).tab() as tab:
        for page, right in {page: entry.right for page, entry in PAGES.items() if entry.right != Right.READ}.items():
            before = _refusals(house, page)
            is_refused = REFUSALS[right] in [one.body for one in tab.run(page).elements("alert")]
            assert is_refused is (role not in RIGHTS[right]), page
            assert _refusals(house, page) == before + is_refused, page


def test_widgets_of_somebody_elses_page_do_nothing_for_who_was_not_shown_them(house: tuple[Database, str]) -> None:
    database, query = house[0], f"kennung=measure/2&stelle=alle&zeige=alle&q={form_key()}"
    pages = {"aufgaben": query, "berichtsrunden": "", "konten": "", "einlesen": "", "loeschen": "", "berichte": ""}
    drawn: dict[str, tuple[dict[str, str], list[str]]] = {}
    with _client(house, "stk").tab() as tab:
        for page, asked in pages.items():
            tab.run(page, asked)
            texts = [*tab.elements("text_input"), *tab.elements("text_area")]
            drawn[page] = {one.id: "gefälscht" for one in texts}, [one.id for one in tab.elements("button")]
    assert sum(len(buttons) for _, buttons in drawn.values()) > 5
    before = _log(database)
    for name in ("smi", "lesend"):
        with _client(house, name).tab() as tab:
            for page, (typed, buttons) in drawn.items():
                for button in buttons:
                    tab.run(page, pages[page], clicked=button, typed=typed)
                    assert "Vorfall" not in tab.text
    assert _log(database) == before


def _log(database: Database) -> dict[str, int]:
    """How many rows each table has, but for who was refused and who is there."""
    with database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.metadata.sorted_tables
            if table.name not in ("audit", "session", "login_attempt")
        }


@pytest.mark.parametrize(("name", "sees"), [("stk", True), ("smi", True), ("smf", False), ("lesend", False)])
def test_what_is_not_released_is_seen_by_its_body_and_the_chancellery_only(
    house: tuple[Database, str], name: str, sees: bool
) -> None:
    with _client(house, name).tab() as tab:
        found = tab.run("eintrag", "kennung=measure/1&stichtag=2021-07-05")
        assert "Portal aufsetzen" in found.text
        assert (SECRET in found.text) is sees
        assert name == "stk" or SECRET not in tab.run("massnahmen", "q=gescheitert&stichtag=2021-07-05").text


def test_a_download_is_for_whom_it_was_made_and_is_noted(house: tuple[Database, str]) -> None:
    chancellery, reader = _client(house, "stk"), _client(house, "lesend")
    with chancellery.tab() as tab:
        tab.run("datenlage", "stichtag=2021-07-05")
        button = next(one for one in tab.elements("download_button") if "Original" in one.label)
        address = tab.file(button.deferred_file_id)
        assert address.startswith("/media/")
        assert reader.get(address).status == 403
        assert Client(house[1]).get(address).status == 401
        answer = chancellery.get(address)
        assert answer.status == 200
        assert "Portal aufsetzen" in answer.text
        before = _refusals(house, "/_stcore/stream")
        with reader.tab() as other:
            other.run()
            other.ask_for_file(button.deferred_file_id)
            other.run("massnahmen", f"stichtag=2021-07-05&q={address}")
            assert address in other.text, "the page says the searched words"
            assert not [one for one in other.sent if one.HasField("backend_operation_response")]
        assert _refusals(house, "/_stcore/stream") == before + 1
        assert reader.get(address).status == 403, "to have typed an address is not to have been given it"
    with reader.tab() as tab:
        tab.run("datenlage", "stichtag=2021-07-05")
        assert not [one for one in tab.elements("download_button") if "Original" in one.label]
        assert "Original und Hinweise stehen der Staatskanzlei" in tab.text
    noted, total = audit.search(house[0], Wanted(acts=("download",), about="Katalog"), by=KEEPER, at=NOW)
    assert (total, noted[0].by) == (1, "Konto stk")


def test_an_upload_goes_to_ones_own_page_only(house: tuple[Database, str]) -> None:
    chancellery, coordinator, reader = (_client(house, name) for name in ("stk", "smi", "lesend"))
    with chancellery.tab() as theirs, coordinator.tab() as mine, reader.tab() as none:
        for tab in (theirs, mine, none):
            tab.run()
        for client, session in ((coordinator, theirs.session), (reader, none.session), (reader, mine.session)):
            assert "nur für die Person" in client.put(f"/_stcore/upload_file/{session}/f1", b"x").text
        coordinator.get("/_stcore/health")
        token = {"X-Xsrftoken": coordinator.cookies["_streamlit_xsrf"]}
        assert coordinator.put(f"/_stcore/upload_file/{mine.session}/f1", b"x", **token).status == 204


@pytest.mark.parametrize("end", ["log out", "disabled", "role"])
def test_after_the_end_a_click_has_no_effect(house: tuple[Database, str], end: str) -> None:
    database, _ = house
    client = _client(house, "weg", fresh=True)
    query = f"kennung=measure/1&q={form_key()}"

    def views() -> int:
        with database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(tables.session)) or 0

    with client.tab() as tab:
        tab.run("aufgaben", query)
        button = next((one.id for one in tab.elements("button")), None)
        known = {one.name: one for one in accounts.everybody(database, by=KEEPER, at=NOW)}["Konto weg"]
        if end == "log out":
            assert client.post("/abmelden").status == 200
        elif end == "disabled":
            accounts.disable(database, by=KEEPER, at=NOW, account=known.id)
        else:
            accounts.set_role(database, by=KEEPER, at=NOW, account=known.id, role=Role.MINISTRY, body="SMF")
        before = audit.search(database, Wanted(), by=KEEPER, at=NOW)[1], views()
        tab.run("aufgaben", query, clicked=button)
        assert "Sie sind abgemeldet" in tab.text
        assert "Portal aufsetzen" not in tab.text
        assert (audit.search(database, Wanted(), by=KEEPER, at=NOW)[1], views()) == before
    assert client.get("/", Accept="text/html").status == 303
    if end == "disabled":
        assert client.post("/anmelden", kennung="weg", kennwort=OWN).status == 401
        accounts.enable(database, by=KEEPER, at=NOW, account=known.id)


def test_a_flood_of_tries_leaves_threads_for_everybody_else(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    database, over = open_database(sqlite_url), threading.Event()

    def slow(*_: object, **__: object) -> None:
        over.wait(20)
        raise NotLoggedIn("falsch")

    monkeypatch.setattr(login_actions, "log_in", slow)
    app = Starlette(routes=login.routes(lambda: database))

    async def flood() -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            form, said = {"kennung": "a", "kennwort": "b"}, {"Origin": "http://127.0.0.1"}
            tries = [asyncio.create_task(client.post("/anmelden", data=form, headers=said)) for _ in range(60)]
            await asyncio.sleep(0.3)
            try:
                return await asyncio.wait_for(run_in_threadpool(lambda: 7), 5)
            finally:
                over.set()
                assert {answer.status_code for answer in await asyncio.gather(*tries)} == {401}

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests may keep this thread's loop going
        assert thread.submit(asyncio.run, flood()).result() == 7
    database.engine.dispose()


@pytest.mark.parametrize("origin", ["http://[", "null", "https://fremd.example"])
def test_a_form_without_a_proper_origin_is_refused(house: tuple[Database, str], origin: str) -> None:
    assert Client(house[1]).post("/anmelden", origin=origin, kennung="stk", kennwort=OWN).status == 403


def test_many_tries_at_once_are_no_way_around_the_limit(house: tuple[Database, str]) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(Client(house[1]).post("/anmelden", kennung="opfer", kennwort="rate").status)
        )
        for _ in range(25)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == 25
    assert statuses.count(401) <= 10
    assert set(statuses) == {401, 429}
    assert _client(house, "lesend").get("/", Accept="text/html").status == 200
