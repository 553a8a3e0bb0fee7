"""The gate before everything: who has no session sees the log-in, and each click is checked before it does anything.

What belongs to one session, Streamlit's own session ids and the addresses of downloads, is of no use to another.
"""

import asyncio
import logging
import re
from collections import OrderedDict, deque
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from masterplan import login, served
from masterplan.actions import audit
from masterplan.actions import login as actions
from masterplan.domain.access import Actor, Reach, Right, reach
from masterplan.domain.logins import Way
from masterplan.store.engine import DatabaseUnusable
from masterplan.store.sessions import Session

LOG = logging.getLogger("masterplan")
OPEN = re.compile(
    r"/(_stcore/(health|host-config)|static/.*|favicon[^/]*|deutsch\.js|seite\.css|anmeldung\.css|bereit"
    r"|anmelden(/dienst)?|abmelden|auth/login|oauth2callback|daten(/.*)?)"
)
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
MEDIA = re.compile(r"/media/(\w+)(\.\w+)?")
ATTACHED = re.compile(r"""^attachment;.*?filename\*?=(?:utf-8\'\'|")?([^";]+)""", re.IGNORECASE)
PRIVATE = ("/media/", "/_stcore/upload_file/")
LOG_IN_FIRST = "Bitte melden Sie sich an."
NOT_YOURS = "Diese Adresse gilt nur für die Person, der sie gezeigt wurde. Bitte laden Sie die Seite neu."
MOST_BOUND = 100_000
MOST_OFFERED = 500
"""So many downloads that are made when they are asked for are remembered of each open page, the newest."""
STILL_HERE = timedelta(minutes=5)
MOST_NOTED = 60
"""So many refusals of people without a session are noted in a minute: a flood must not fill the audit."""


class Bound:
    """Which Streamlit sessions and which downloads were given to which session; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def add(self, name: str, token: str) -> None:
        """Notes that something was given to a session."""
        self._known[name, token] = None
        self._known.move_to_end((name, token))
        if len(self._known) > MOST_BOUND:
            self._known.popitem(last=False)

    def holds(self, name: str, token: str) -> bool:
        """Whether it was given to this session."""
        return (name, token) in self._known


class Gate:
    """Lets nobody through to the pages, their connection, uploads and downloads without a session of their own."""

    def __init__(self, app: ASGIApp, database: login.Ask) -> None:
        self.app = app
        self.database = database
        self.bound = Bound()
        self._noted: tuple[datetime, int] = (datetime.min.replace(tzinfo=UTC), 0)
        self._background: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = "/" + scope["path"].removeprefix(served.base())
        if scope["type"] == "http" and OPEN.fullmatch(path) and ".." not in path:
            await self.app(scope, receive, send)
            return
        try:
            session = await run_in_threadpool(self._session, scope)
            if scope["type"] == "websocket":
                await self._connect(scope, receive, send, session)
            else:
                await self._answer(scope, receive, send, session, path)
        except DatabaseUnusable as trouble:
            if scope["type"] == "websocket":
                raise
            await PlainTextResponse(str(trouble), 503)(scope, receive, send)

    # Pages, downloads, uploads.

    async def _answer(self, scope: Scope, receive: Receive, send: Send, session: Session | None, path: str) -> None:
        if session is None or not self._is_let_in(session, scope):
            await self._without_session(scope, receive, send, path)
            return
        self._note_presence(session)
        if session.must_change and path != "/kennwort":
            form = _first("kennwort", scope) if _wants_page(scope, path) else f"{served.base()}kennwort"
            await RedirectResponse(form, 303)(scope, receive, send)
        elif not self._is_own(session, path):
            await self._refuse(scope, receive, send, session.actor, path)
        else:
            await self.app(scope, receive, self._noting(session.actor, send) if MEDIA.fullmatch(path) else send)

    def _noting(self, actor: Actor, send: Send) -> Send:
        """Notes a file that is handed out to be kept, by its name, before its first byte is sent."""

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = dict(message["headers"]).get(b"content-disposition", b"").decode("latin-1")
                if file := ATTACHED.search(named):
                    name = unquote(file[1])
                    await run_in_threadpool(
                        lambda: audit.note(self.database(), act="download", by=actor, at=_now(), subject=name)
                    )
            await send(message)

        return noting

    def _is_own(self, session: Session, path: str) -> bool:
        """Whether a download was given to this session, an upload goes to its own page; other addresses are pages."""
        media, upload = MEDIA.fullmatch(path), UPLOAD.fullmatch(path)
        if media:
            return self.bound.holds(media[1], session.token)
        if upload:
            is_own = self.bound.holds(upload[1], session.token)
            return is_own and reach(session.actor, Right.IMPORT) != Reach.NONE
        return not path.startswith(PRIVATE)

    async def _without_session(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        if not _wants_page(scope, path):
            await self._refuse(scope, receive, send, None, path)
            return
        opened = None
        if served.is_demo_possible() and served.comes_from_here(scope):
            opened = await run_in_threadpool(lambda: actions.log_in_for_demo(self.database(), at=_now()))
        if opened is None:
            await RedirectResponse(_first("anmelden", scope), 303)(scope, receive, send)
            return
        carrier = Response()
        login.set_cookie(carrier, opened, scope["scheme"] == "https")
        cookie = [(name, value) for name, value in carrier.raw_headers if name == b"set-cookie"]

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *cookie]}
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, actor: Actor | None, path: str) -> None:
        words, status = (LOG_IN_FIRST, 401) if actor is None else (NOT_YOURS, 403)
        await self._note_refusal(actor, words, path)
        await PlainTextResponse(words, status)(scope, receive, send)

    # The connection of a page.

    async def _connect(self, scope: Scope, receive: Receive, send: Send, session: Session | None) -> None:
        if session is None or session.must_change or (session.way == Way.DEMO and not _may_play(scope)):
            await self._note_refusal(None, LOG_IN_FIRST, "/_stcore/stream")
            await send({"type": "websocket.close", "code": 1008})
            return
        token, is_named = session.token, False
        on_demand: deque[str] = deque(maxlen=MOST_OFFERED)

        async def checked() -> Message:
            while True:
                message = await receive()
                content = message.get("bytes")
                if message["type"] != "websocket.receive" or not content:
                    return message
                known = await run_in_threadpool(self._session, scope)
                if known is not None and self._is_let_in(known, scope):
                    self._note_presence(known)
                    if (asked := _asked_file(content)) is None or asked in on_demand:
                        return message
                    await self._note_refusal(known.actor, NOT_YOURS, "/_stcore/stream")
                    continue
                bare = _without_effect(content)
                if bare is not None:
                    return {**message, "bytes": bare}

        async def binding(message: Message) -> None:
            nonlocal is_named
            content = message.get("bytes")
            if content:
                said = ForwardMsg.FromString(content)
                if not is_named:
                    is_named = self._bind_streamlit_session(said, token)
                self._bind_files(said, token)
                on_demand.extend(one.download_button.deferred_file_id for one in _drawn(said))
            await send(message)

        await self.app(self._own_session_only(scope, token), checked, binding)

    def _bind_streamlit_session(self, message: ForwardMsg, token: str) -> bool:
        name = message.new_session.initialize.session_id if message.HasField("new_session") else ""
        if name:
            self.bound.add(name, token)
        return bool(name)

    def _bind_files(self, message: ForwardMsg, token: str) -> None:
        """Notes the files that a message hands out. An address in its words hands out nothing: anybody can type one."""
        addresses = [message.page_config_changed.favicon, message.backend_operation_response.deferred_file.url]
        for element in _drawn(message):
            addresses += [element.download_button.url, *(picture.url for picture in element.imgs.imgs)]
        for address in filter(None, addresses):
            if found := MEDIA.search(address):
                self.bound.add(found[1], token)

    def _own_session_only(self, scope: Scope, token: str) -> Scope:
        """Takes the id of a Streamlit session that is to be gone on with out of the request, unless it is one's own."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"sec-websocket-protocol"]
        asked = HTTPConnection(scope).headers.get("sec-websocket-protocol", "")
        parts = [part.strip() for part in asked.split(",")]
        if len(parts) > 2 and not self.bound.holds(parts[2], token):
            parts = parts[:2]
        if asked:
            headers.append((b"sec-websocket-protocol", ", ".join(parts).encode("latin-1")))
        return {**scope, "headers": headers, "subprotocols": [part for part in parts if part]}

    # Who is there.

    def _session(self, scope: Scope) -> Session | None:
        return actions.session_of(self.database(), HTTPConnection(scope).cookies.get(login.COOKIE))

    def _is_let_in(self, session: Session, scope: Scope) -> bool:
        return actions.counts(session, _now()) and (session.way != Way.DEMO or _may_play(scope))

    def _note_presence(self, session: Session) -> None:
        """Beside the answer, because a long import may hold the database for a while."""
        now = _now()
        if now - session.seen_at < STILL_HERE or self._background:
            return

        def note() -> None:
            try:
                actions.still_here(self.database(), session, now)
            except DatabaseUnusable as trouble:
                LOG.warning("Die Anwesenheit wurde nicht vermerkt: %s", trouble)

        task = asyncio.create_task(run_in_threadpool(note))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _note_refusal(self, actor: Actor | None, words: str, path: str) -> None:
        now = _now()
        if actor is None:
            since, count = self._noted
            since, count = (now, 1) if now - since > timedelta(minutes=1) else (since, count + 1)
            self._noted = (since, count)
            if count > MOST_NOTED:
                return

        def note() -> None:
            try:
                audit.refused(self.database(), by=actor, at=now, refusal=words, subject=path[:200])
            except DatabaseUnusable as trouble:
                LOG.warning("Eine Abweisung wurde nicht vermerkt: %s", trouble)

        await run_in_threadpool(note)


def _may_play(scope: Scope) -> bool:
    return served.is_demo_possible() and served.comes_from_here(scope)


def _first(form: str, scope: Scope) -> str:
    """The address of a form that comes before the page that was asked for, and leads on to it."""
    asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    onward = "" if asked == served.base() else f"?weiter={quote(asked, safe='')}"
    return f"{served.base()}{form}{onward}"


def _wants_page(scope: Scope, path: str) -> bool:
    return scope["method"] in ("GET", "HEAD") and "_stcore" not in path and not path.startswith("/media/")


def _drawn(message: ForwardMsg) -> list[Element]:
    return [message.delta.new_element, *message.delta.new_transient.elements]


def _asked_file(content: bytes) -> str | None:
    """The download that a message asks to be made; None: it asks for none."""
    message = BackMsg.FromString(content)
    return message.backend_operation_request.deferred_file.file_id or None


def _without_effect(content: bytes) -> bytes | None:
    """A message of somebody who is no longer let in: the page runs, but no click counts; None: it is passed over."""
    message = BackMsg.FromString(content)
    if not message.HasField("rerun_script"):
        return None
    bare = BackMsg()
    bare.rerun_script.query_string = message.rerun_script.query_string
    bare.rerun_script.page_name = message.rerun_script.page_name
    bare.rerun_script.page_script_hash = message.rerun_script.page_script_hash
    return bytes(bare.SerializeToString())


def _now() -> datetime:
    return datetime.now(UTC)
