import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Scope
from starlette.websockets import WebSocket

from masterplan import chrome, served, web
from masterplan.pages.shell import PAGES

ROOT = Path(__file__).parents[1]
PAGE = '<!doctype html><html lang="en"><head><title>Streamlit</title><script>let a = 1</script></head></html>'


async def _page(_request: Request) -> Response:
    return HTMLResponse(PAGE)


async def _text(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[Route("/", _page), Route("/{path:path}", _text), WebSocketRoute("/_stcore/stream", _socket)],
    middleware=[Middleware(web.RightlyNamed), Middleware(web.Guarded)],
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def _messages(path: str, kind: str, host: str, peer: str, app: ASGIApp, origin: str | None = None) -> list[Message]:
    """What the app sends for one request."""
    scope: Scope = {
        "type": kind, "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "subprotocols": [],
        "headers": [(b"host", f"{host}:8501".encode()), (b"accept-encoding", b"gzip")],
        "client": (peer, 50000), "server": ("127.0.0.1", 8501),
    }  # fmt: skip
    if origin is not None:
        scope["headers"].append((b"origin", origin.encode()))
    incoming: list[Message] = [{"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    _run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent


def _run(wanted: Coroutine[Any, Any, None]) -> None:
    """Runs it in a thread of its own: the browser of other tests may keep this thread's loop going."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, wanted).result()


def _get(path: str, host: str = "127.0.0.1", peer: str = "127.0.0.1", app: ASGIApp = APP) -> Answer:
    start, *bodies = _messages(path, "http", host, peer, app)
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(body.get("body", b"") for body in bodies).decode())


def _connect(host: str = "127.0.0.1", peer: str = "127.0.0.1", origin: str | None = None) -> str:
    return str(_messages("/_stcore/stream", "websocket", host, peer, APP, origin)[0]["type"])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True),
        ("::ffff:127.0.0.1", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False),
        ("masterplan.sachsen.de", False),
        ("127.0.0.1.example.org", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_loopback_is_this_machine_only(address: str | None, expected: bool) -> None:
    assert served.is_loopback(address) is expected


@pytest.fixture
def server_address() -> Iterator[None]:
    before = st.config.get_option("server.address")
    yield
    st.config.set_option("server.address", before)


@pytest.mark.usefixtures("server_address")
@pytest.mark.parametrize("address", ["0.0.0.0", "10.1.2.3", None])
def test_the_app_does_not_start_on_an_address_that_others_reach(address: str | None) -> None:
    st.config.set_option("server.address", address)
    with pytest.raises(SystemExit, match="erst, wenn es Konten gibt"):
        web.settings()


@pytest.mark.usefixtures("server_address")
def test_the_app_starts_on_the_loopback_address() -> None:
    st.config.set_option("server.address", "127.0.0.1")
    assert set(web.settings()) == {
        "routes", "middleware", "lifespan", "on_script_error", "exception_handlers", "secrets",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("host", "peer"), [("127.0.0.1", "10.0.0.7"), ("10.0.0.7", "127.0.0.1"), ("boese.example", "127.0.0.1")]
)
def test_connections_from_elsewhere_or_for_another_name_are_refused(host: str, peer: str) -> None:
    answer = _get("/", host, peer)
    assert answer.status == 403
    assert "nur auf diesem Rechner" in answer.text
    assert _connect(host, peer) == "websocket.close"


@pytest.mark.parametrize(
    ("origin", "answer"),
    [
        (None, "websocket.accept"), ("http://127.0.0.1:8501", "websocket.accept"),
        ("http://127.0.0.1:8502", "websocket.close"), ("http://localhost:8501", "websocket.close"),
        ("https://boese.example", "websocket.close"), ("null", "websocket.close"), ("", "websocket.close"),
    ],
)  # fmt: skip
def test_only_our_own_page_connects(origin: str | None, answer: str) -> None:
    assert _connect(origin=origin) == answer
    status = 200 if answer == "websocket.accept" else 403
    assert _messages("/_stcore/health", "http", "127.0.0.1", "127.0.0.1", APP, origin)[0]["status"] == status


def test_connections_from_this_machine_are_let_in() -> None:
    assert _get("/").status == 200
    assert _connect() == "websocket.accept"


def test_the_page_is_german_and_names_its_own_scripts_only() -> None:
    answer = _get("/")
    assert '<html lang="de">' in answer.text
    assert '<script src="deutsch.js">' in answer.text
    early = re.findall(r'<link rel="modulepreload" crossorigin href="\./(static/js/([\w-]+)\.[^"]+)">', answer.text)
    assert {*web.EARLY, "withFullScreenWrapper", "DateField"} <= {name for _, name in early}
    assert len({file for file, _ in early}) == len(early)
    assert all((Path(st.__file__).parent / "static" / file).is_file() for file, _ in early)
    assert int(answer.headers["content-length"]) == len(answer.text.encode())
    policy = answer.headers["content-security-policy"]
    assert "'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval'" not in policy.replace("wasm-unsafe-eval", "")
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/static/js/main.js", "/media/x.png"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = _get(path).headers
    assert {name: headers[name] for name in web.HEADERS} == web.HEADERS


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/einlesen/_stcore/metrics"])
def test_routes_that_nobody_needs_are_closed(path: str) -> None:
    assert _get(path).status == 404


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config"])
def test_routes_that_the_page_needs_stay_open(path: str) -> None:
    assert _get(path).status == 200


def test_every_page_brings_the_style_for_paper() -> None:
    assert '<link rel="stylesheet" href="seite.css">' in _get("/").text
    assert "/seite.css" in [route.path for route in web.settings()["routes"]]
    assert "@media print" in web.STYLE


def test_the_german_script_holds_every_word() -> None:
    script = chrome.script()
    assert all(word in script for word in chrome.WORDS.values())


def test_readiness_tells_the_revision_or_why_not(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    app = Starlette(routes=[Route("/bereit", web.ready)])
    web.database.cache_clear()
    monkeypatch.setenv("MASTERPLAN_DATABASE", sqlite_url)
    answer = _get("/bereit", app=app)
    assert (answer.status, json.loads(answer.text)) == (200, {"ready": True, "revision": 0})
    web.database().engine.dispose()
    web.database.cache_clear()
    monkeypatch.setenv("MASTERPLAN_DATABASE", "sqlite:////gibt/es/nicht/masterplan.db")
    answer = _get("/bereit", app=app)
    assert answer.status == 503
    assert "Ordner" in json.loads(answer.text)["message"]


def test_a_failure_is_logged_under_the_number_that_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "error", shown.append)
        assert web.incident(ValueError("SELECT geheim"))
    number = caplog.records[-1].getMessage().removeprefix("Vorfall ")
    assert number in shown[0]
    assert "geheim" not in shown[0]


def test_an_answer_that_fails_tells_a_number_and_carries_the_headers(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_request: object) -> Response:
        raise ValueError("SELECT geheim")

    app = Starlette(
        routes=[Route("/bereit", broken)], exception_handlers=web.settings()["exception_handlers"],
    )  # fmt: skip
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/bereit")

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests may keep this thread's loop going
        answer = thread.submit(asyncio.run, ask()).result()
    number = caplog.records[-1].getMessage().removeprefix("Vorfall ")
    assert (answer.status_code, number in answer.text, "geheim" in answer.text) == (500, True, False)
    assert {name: answer.headers[name] for name in web.HEADERS} == web.HEADERS


SMALL_PACKETS = """
import socket
from masterplan import web
with socket.create_server(("127.0.0.1", 0)) as listener:
    web.send_small_packets_at_once()
    with socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        print(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        accepted.close()
"""
"""In a process of its own: the sockets of a browser that other tests have open are not to be touched."""


def test_a_connection_sends_small_packets_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", SMALL_PACKETS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_no_full_collection_follows_each_run() -> None:
    assert st.config.get_option("runner.postScriptGC") is False


def test_the_first_page_is_found_under_its_name_too() -> None:
    answer = _get("/ueberblick", app=Starlette(routes=[Route(f"/{web.FIRST_PAGE}", web.first_page)]))
    assert (answer.status, answer.headers["location"]) == (307, "/")
    assert next(iter(PAGES)) == web.FIRST_PAGE
