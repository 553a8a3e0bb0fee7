"""Logging in through a real provider of OpenID Connect, in a real browser, with Streamlit's own log-in."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from masterplan import login, served
from masterplan.actions import accounts, audit
from masterplan.actions.audit import Wanted
from masterplan.domain.access import Role
from masterplan.store.engine import Database, open_database
from tests.browsing import PATIENCE_MS, settled
from tests.logins import AT, KEEPER

ROOT = Path(__file__).parents[1]
PROVIDER = """
import sys, oidc_provider_mock as mock
users = [
    mock.User(sub="a-17", claims={"email": "anna@smi.example", "email_verified": True}),
    mock.User(sub="x-99", claims={"email": "fremd@example.org"}),
]
with mock.run_server_in_thread(port=int(sys.argv[1]), user_claims=users):
    sys.stdin.read()
"""
"""In a process of its own: it uses what its libraries say will change one day, and warnings are errors here."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Database, str]]:
    """An app that knows Anna by her e-mail address only, and asks a provider who somebody is."""
    database = open_database(sqlite_url)
    accounts.add(database, by=KEEPER, at=AT, name="Anna", role=Role.MINISTRY, body="SMI", email="Anna@smi.example")
    port, provider_port = _free_port(), _free_port()
    address, issuer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{provider_port}"
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROVIDER, str(provider_port)], stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as provider:  # fmt: skip
        environment = {
            **os.environ, "MASTERPLAN_DATABASE": sqlite_url, "STREAMLIT_SERVER_PORT": str(port),
            "MASTERPLAN_ADDRESS": address, "MASTERPLAN_OIDC_ISSUER": issuer,
            "MASTERPLAN_OIDC_CLIENT_ID": "masterplan", "MASTERPLAN_OIDC_CLIENT_SECRET": "geheim",
            "MASTERPLAN_OIDC_COOKIE_SECRET": "x" * 40,
        }  # fmt: skip
        log = tmp_path / "app.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py"], cwd=ROOT, env=environment, stdout=out,
                stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            _wait(f"{issuer}/.well-known/openid-configuration", provider)
            _wait(f"{address}/_stcore/health", process)
            yield database, address
        finally:
            process.terminate()
            process.wait(20)
            provider.terminate()
        said = log.read_text(errors="replace")
        assert "smi.example" not in said, "addresses of persons do not belong in the log"
        assert "Anna" not in said
    database.engine.dispose()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            assert process.poll() is None, "a server did not start"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("a server did not start")


def _come_in(page: Page, subject: str) -> None:
    page.get_by_role("link", name="Mit dem Anmeldedienst anmelden").click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_the_provider_says_who_it_is_and_our_table_what_they_may(browser: Browser, house: tuple[Database, str]) -> None:
    database, address = house
    page = browser.new_page(locale="de-DE")  # the provider's page asks for a style from elsewhere; ours do not
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/massnahmen?stichtag=2021-06-30")
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    _come_in(page, "x-99")
    expect(page.get_by_text("dieses Programm aber nicht")).to_be_visible()
    page.get_by_role("link", name="Zurück zur Anmeldung").click()
    page.goto(f"{address}/massnahmen?stichtag=2021-06-30")
    _come_in(page, "a-17")
    page.get_by_role("heading", name="Maßnahmenkatalog", exact=True, level=1).wait_for()
    settled(page)
    expect(page).to_have_url(re.compile(r"/massnahmen\?stichtag=2021-06-30$"))
    expect(page.get_by_text("Angemeldet: Anna (Koordination SMI)")).to_be_visible()
    kept = {cookie["name"]: cookie for cookie in page.context.cookies(address)}
    assert kept["masterplan_session"]["httpOnly"]
    assert not [name for name in kept if name.startswith("_streamlit_user")], "it would count for 30 days"
    page.reload()
    page.get_by_role("heading", name="Maßnahmenkatalog", exact=True, level=1).wait_for()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    page.goto(f"{address}/massnahmen")
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    page.close()
    found, _ = audit.search(database, Wanted(acts=("login", "logout", "login_failed")), by=KEEPER, at=AT)
    assert [(entry.act, entry.by) for entry in reversed(found)] == [
        ("login_failed", None), ("login", "Anna"), ("logout", "Anna"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "counts"),
    [(True, True), ("true", True), (False, False), ("false", False), (None, False), (..., False)],
)
def test_an_address_counts_only_where_the_provider_says_that_it_is_confirmed(said: object, counts: bool) -> None:
    claims = {"email": "anna@smi.example", **({} if said is ... else {"email_verified": said})}
    assert (login.confirmed_email(claims) is not None) is counts


def test_a_provider_is_named_whole_or_not_at_all() -> None:
    assert served.provider({}) is None
    with pytest.raises(SystemExit, match="MASTERPLAN_OIDC_CLIENT_SECRET, MASTERPLAN_OIDC_COOKIE_SECRET"):
        served.provider({
            "MASTERPLAN_OIDC_ISSUER": "https://idp.example", "MASTERPLAN_OIDC_CLIENT_ID": "m",
            "MASTERPLAN_ADDRESS": "https://m.example",
        })  # fmt: skip
