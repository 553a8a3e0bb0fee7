"""The server around the pages: who may reach it, security headers, German page chrome, readiness, incidents."""

import base64
import gc
import hashlib
import logging
import os
import re
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from masterplan import chrome, log_lines, login, login_gate, open_data_routes, served
from masterplan.publishing import apart
from masterplan.store import accounts, reading
from masterplan.store.engine import Database, DatabaseUnusable, open_database
from masterplan.vocabulary import PRODUCT

LOG = logging.getLogger("masterplan")

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
ONLY_HERE = (
    "Die Anwendung antwortet nur auf diesem Rechner (127.0.0.1). Soll sie es auch für andere, nennt MASTERPLAN_HOSTS "
    "die Namen, unter denen sie erreicht wird."
)
WRONG_NAME = "Unter diesem Namen antwortet die Anwendung nicht."
NOT_YET = (
    "Für andere Rechner antwortet die Anwendung erst, wenn es Konten gibt (python -m masterplan account add) oder "
    "einen Anmeldedienst (MASTERPLAN_OIDC_ISSUER) und MASTERPLAN_HOSTS ihren Namen nennt. Ohne beides starten Sie sie "
    "bitte im Verzeichnis des Projekts mit „streamlit run app.py“, ohne andere Adresse."
)
IMPORTED = re.compile(r"""\b(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")
CLOSED = re.compile(r"^/_stcore/(metrics|agent|script-health-check)|/_stcore/(metrics|agent)(/|$)")
POLICY = (
    "default-src 'self'; script-src 'self' {hashes} 'wasm-unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
EARLY = ("PlotlyChart", "Html", "DateInput", "Selectbox", "Checkbox", "Multiselect")
"""Scripts of Streamlit that pages are drawn with: it would ask for them only once it knows what there is to draw."""
FIRST_PAGE = "ueberblick"
"""The page that answers at „/“: the name under which the side lists it."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


def settings() -> dict[str, Any]:
    """What `app.py` hands to Streamlit. Ends the process when others could reach it and nobody could log in."""
    provider = served.provider()
    is_reached = not served.is_loopback(st.config.get_option("server.address"))
    if is_reached and not (served.names() and (provider or _someone_can_log_in())):
        sys.exit(NOT_YET)
    own = [
        Route("/bereit", ready), Route("/deutsch.js", german_script), Route("/seite.css", page_style),
        Route(f"/{FIRST_PAGE}", first_page),
    ]  # fmt: skip
    return {
        "routes": [*own, *login.routes(database), *open_data_routes.routes(database, _now, os.environ)],
        "middleware": [Middleware(RightlyNamed), Middleware(Guarded), Middleware(login_gate.Gate, database=database)],
        "secrets": provider.secrets if provider else None,
        "lifespan": lifespan,
        "on_script_error": incident,
        "exception_handlers": {Exception: failed},
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _someone_can_log_in() -> bool:
    with database().reading() as connection:
        return accounts.someone_can_log_in(connection)


@cache
def database() -> Database:
    """The database of this process, opened at the first request; its schema is brought up to date then."""
    return open_database(os.environ.get("MASTERPLAN_DATABASE"))


@cache
def database_for_readers() -> Database:
    """The same for those who only read: they are served by the copy that MASTERPLAN_READING_DATABASE names, if any."""
    return database().read_from(os.environ.get("MASTERPLAN_READING_DATABASE"))


# Who may reach it.


class RightlyNamed:
    """Refuses every connection that is meant for another host's name, or comes from elsewhere while none may.

    The name counts too: a foreign page could otherwise point its own name at this machine and read the plan. So does
    the page that asks, where only our own has something to ask for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_welcome = served.is_named_rightly if served.is_for_others() else served.comes_from_here
        if scope["type"] not in ("http", "websocket") or (
            is_welcome(scope) and not served.comes_from_a_foreign_page(scope)
        ):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(WRONG_NAME if served.is_for_others() else ONLY_HERE, 403)(scope, receive, send)


# What is sent with every answer.


class Guarded:
    """Closes routes nobody needs, adds the security headers, and makes the page German."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif CLOSED.search(scope["path"]):
            await PlainTextResponse("Nicht gefunden.", 404, dict(HEADERS))(scope, receive, send)
        else:
            await self.app(_uncompressed(scope), receive, Answer(send))


def _uncompressed(scope: Scope) -> Scope:
    """Asks for the page itself as plain text, so that it can be rewritten; files stay compressed."""
    if scope["path"].startswith(("/static/", "/media/")):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


class Answer:
    """Passes an answer on with our headers; a page (text/html) is collected first and made German."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(name, value) for name, value in message["headers"] if name.decode().lower() not in HEADERS]
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": given + ours}
            if any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in given):
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start is not None:
            self.parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._send_page(self.start, b"".join(self.parts))
            return
        await self.send(message)

    async def _send_page(self, start: Message, body: bytes) -> None:
        page = german_page(body)
        replaced = (b"content-length", b"etag", b"last-modified", b"content-security-policy")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in replaced]
        headers.append((b"content-length", str(len(page)).encode()))
        headers.append((b"content-security-policy", policy(page).encode()))
        await self.send({**start, "headers": headers})
        await self.send({"type": "http.response.body", "body": page})


def german_page(body: bytes) -> bytes:
    """Streamlit's page with its language, its title, the script of German words and our style."""
    style = '<link rel="stylesheet" href="seite.css">'
    head = f'<title>{PRODUCT}</title><script src="deutsch.js"></script>{style}{early()}'.encode()
    return body.replace(b'<html lang="en">', b'<html lang="de">').replace(b"<title>Streamlit</title>", head)


@cache
def early() -> str:
    """Hints to load `EARLY` with all that they import, beside what Streamlit's page itself begins with."""
    folder = Path(st.__file__).parent / "static"
    begun = (folder / "index.html").read_text(encoding="utf-8")
    wanted = [file.name for part in EARLY for file in (folder / "static" / "js").glob(f"{part}.*.js")]
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and name not in begun:
            found[name] = None
            wanted += IMPORTED.findall((folder / "static" / "js" / name).read_text(encoding="utf-8"))
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in found)


def policy(page: bytes) -> str:
    """The content security policy: nothing from elsewhere, and only the scripts that stand in the page as it is."""
    inline = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in inline]
    return POLICY.format(hashes=" ".join(f"'sha256-{digest}'" for digest in hashes))


# Routes.


async def german_script(_request: Request) -> Response:
    """The German words for Streamlit's own parts of the page."""
    return Response(chrome.script(), media_type="text/javascript", headers={"cache-control": "no-cache"})


async def page_style(_request: Request) -> Response:
    """What every page looks like beyond Streamlit's own style, and how it prints."""
    return Response(STYLE, media_type="text/css", headers={"cache-control": "no-cache"})


async def first_page(request: Request) -> Response:
    """The first page has the address of the app itself; who names it as the others are named is led there."""
    return RedirectResponse(f"{served.base()}?{request.url.query}".rstrip("?"), 307)


async def ready(_request: Request) -> Response:
    """Whether the app can answer: its database can be read and its schema is up to date."""
    try:
        revision = await run_in_threadpool(lambda: reading.data_revision(database()))
    except DatabaseUnusable as trouble:
        LOG.error("Nicht bereit: %s", trouble)
        return JSONResponse({"ready": False, "message": str(trouble)}, 503)
    return JSONResponse({"ready": True, "revision": revision})


async def failed(_request: Request, trouble: Exception) -> Response:
    """Instead of an answer that failed: a sentence with the number it is logged under, and the usual headers."""
    number = _logged(trouble)
    words = f"Hier ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal. Vorfallsnummer: {number}"
    return PlainTextResponse(words, 500, dict(HEADERS))


# Start, and what goes wrong.


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Settles at the start what would cost time at every run."""
    log_lines.begin()
    if not served.is_for_others():
        LOG.warning(ONLY_HERE)
    send_small_packets_at_once()
    settle_memory()
    apart.serve()
    yield {}


def send_small_packets_at_once() -> None:
    """Sets TCP_NODELAY on the listening sockets, from which connections take it over (Streamlit's own lacks it)."""
    for name in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []:
        try:
            listener = socket.socket(fileno=os.dup(int(name)))
        except OSError:  # not a socket, or closed meanwhile
            continue
        with listener:
            is_tcp = listener.family in (socket.AF_INET, socket.AF_INET6) and listener.type == socket.SOCK_STREAM
            if is_tcp and listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def settle_memory() -> None:
    """Loads what pages need and takes it out of the garbage collector's view, which would walk it again and again."""
    from masterplan.charts import services_path  # noqa: F401  (brings pandas and the charts with it)

    gc.collect()
    gc.freeze()


def incident(trouble: Exception) -> bool:
    """Logs a failure under a number and shows the number; the page never shows what failed inside."""
    number = _logged(trouble)
    st.error(
        f"Hier ist etwas schiefgegangen; Ihre Daten sind nicht verändert worden. Bitte laden Sie die Seite neu. "
        f"Bleibt es dabei, nennen Sie der Betreuung die Vorfallsnummer {number}."
    )
    return True


def _logged(trouble: Exception) -> str:
    number = uuid.uuid4().hex[:8].upper()
    LOG.error("Vorfall %s", number, exc_info=trouble)
    return number
