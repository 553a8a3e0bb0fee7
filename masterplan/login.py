"""Who is there: the cookie of a session, and the addresses at which people log in, log out and change passwords."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from masterplan import login_pages as pages
from masterplan import served
from masterplan.actions import login as actions
from masterplan.actions.login import NotLoggedIn, Opened, PasswordRefused
from masterplan.domain.logins import Way
from masterplan.store import accounts
from masterplan.store.engine import Database
from masterplan.store.sessions import Session

COOKIE = "masterplan_session"
ONWARD = "masterplan_onward"
IDENTITY = "_streamlit_user"
"""What Streamlit's log-in leaves: taken once, within minutes, and then removed, because it would live for 30 days."""
IDENTITY_DAYS = 10 / 1440
LONGEST_FORM = 10_000
STYLE = Path(__file__).with_name("login.css").read_text(encoding="utf-8")
NOT_CONFIRMED = "Die Anmeldung beim Anmeldedienst ist nicht gelungen. Bitte versuchen Sie es noch einmal."
FOREIGN = "Dieses Formular kam nicht von dieser Seite. Bitte öffnen Sie die Anmeldung neu."

Ask = Callable[[], Database]


def session_now(database: Database, now: datetime) -> Session | None:
    """The session of whoever looks at this page; None: they have to log in."""
    session = actions.session_of(database, st.context.cookies.get(COOKIE))
    if session is None or not actions.counts(session, now) or session.must_change:
        return None
    return session if session.way != Way.DEMO or served.is_demo_possible() else None


def routes(database: Ask) -> list[Route]:
    """The addresses around the log-in."""
    asked = Pages(database)
    both = ["GET", "POST"]
    return [
        Route("/anmelden", asked.log_in, methods=both),
        Route("/anmelden/dienst", asked.to_provider),
        Route("/abmelden", asked.log_out, methods=both),
        Route("/kennwort", asked.change_password, methods=both),
        Route("/anmeldung.css", page_style),
    ]


async def page_style(_request: Request) -> Response:
    """What the pages around the log-in look like."""
    return Response(STYLE, media_type="text/css", headers={"cache-control": "no-cache"})


class Pages:
    """The pages around the log-in, for a database that is opened when it is asked for."""

    def __init__(self, database: Ask) -> None:
        self.database = database
        self._hashing = asyncio.Semaphore(2)  # a flood of tries waits here, and not in the threads that all share

    async def log_in(self, request: Request) -> Response:
        """The form; what comes from it; and who comes back from the identity provider."""
        if request.method == "POST":
            return await self._by_password(request)
        if served.provider() is not None and request.cookies.get(IDENTITY):
            return await run_in_threadpool(self._by_provider, request)
        session = await run_in_threadpool(actions.session_of, self.database(), request.cookies.get(COOKIE))
        if session is not None and session.way != Way.DEMO and actions.counts(session, _now()):
            return RedirectResponse(_onward(request.query_params), 303)
        return await self._form(_onward(request.query_params))

    async def _form(self, onward: str, trouble: str | None = None, status: int = 200) -> Response:
        def someone() -> bool:
            with self.database().reading() as connection:
                return accounts.someone_can_log_in(connection)

        provider = served.provider() is not None
        known = await run_in_threadpool(someone)
        return _html(
            pages.log_in(served.base(), onward=onward, provider=provider, accounts=known, trouble=trouble), status
        )

    async def _by_password(self, request: Request) -> Response:
        form = await _form_of(request)
        if form is None:
            return await self._form("", FOREIGN, 403)
        onward = _onward(form)

        def enter() -> Opened:
            return actions.log_in(
                self.database(), login=form.get("kennung", ""), password=form.get("kennwort", ""), at=_now(),
                replaced=request.cookies.get(COOKIE),
            )  # fmt: skip

        try:
            async with self._hashing:
                opened = await run_in_threadpool(enter)
        except NotLoggedIn as trouble:
            return await self._form(onward, str(trouble), 429 if trouble.wait else 401)
        return _with_cookie(RedirectResponse(onward, 303), opened, request)

    async def to_provider(self, request: Request) -> Response:
        """To the identity provider, by Streamlit's own log-in."""
        if served.provider() is None:
            return RedirectResponse(f"{served.base()}anmelden", 303)
        answer = RedirectResponse(generate_login_redirect_url("default"), 303)
        answer.set_cookie(
            ONWARD, _onward(request.query_params), max_age=900, httponly=True, samesite="lax",
            path=served.cookie_path(), secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    def _by_provider(self, request: Request) -> Response:
        """Trades the identity in Streamlit's cookie for a session of ours; the cookie is removed."""
        named = _identity(request.cookies)
        try:
            if named is None:
                raise NotLoggedIn(NOT_CONFIRMED)
            subject, email = named
            opened = actions.log_in_by_provider(
                self.database(), subject=subject, email=email, at=_now(), replaced=request.cookies.get(COOKIE)
            )
        except NotLoggedIn as trouble:
            answer: Response = _html(pages.unknown_person(served.base(), str(trouble)), 403)
        else:
            onward = _onward({"weiter": request.cookies.get(ONWARD, "")})
            answer = _with_cookie(RedirectResponse(onward, 303), opened, request)
        for name in request.cookies:
            if name.startswith(IDENTITY) or name == ONWARD:
                answer.delete_cookie(name, path=served.cookie_path())
        return answer

    async def log_out(self, request: Request) -> Response:
        """Ends the session, in the database and in the browser."""
        if request.method != "POST":
            return _html(pages.log_out(served.base()))
        if await _form_of(request) is None:
            return PlainTextResponse(FOREIGN, 403)
        secret = request.cookies.get(COOKIE)
        await run_in_threadpool(lambda: actions.log_out(self.database(), secret=secret, at=_now()))
        answer = _html(pages.logged_out(served.base(), provider=served.provider() is not None))
        answer.delete_cookie(COOKIE, path=served.cookie_path())
        return answer

    async def change_password(self, request: Request) -> Response:
        """One's own password; reached only with a session."""
        secret = request.cookies.get(COOKIE) or ""
        session = await run_in_threadpool(actions.session_of, self.database(), secret)
        forced = session is not None and session.must_change
        if session is None or session.way != Way.PASSWORD:
            return RedirectResponse(f"{served.base()}anmelden", 303)
        if request.method != "POST":
            return _html(pages.change_password(served.base(), onward=_onward(request.query_params), forced=forced))
        form = await _form_of(request)
        if form is None:
            return PlainTextResponse(FOREIGN, 403)
        onward = _onward(form)

        def again(trouble: str, status: int) -> Response:
            page = pages.change_password(served.base(), onward=onward, forced=forced, trouble=trouble)
            return _html(page, status)

        if form.get("neu") != form.get("nochmal"):
            return again("Die beiden neuen Kennwörter sind verschieden.", 400)

        def change() -> Opened:
            return actions.change_password(
                self.database(), secret=secret, current=form.get("bisher", ""), new=form.get("neu", ""), at=_now()
            )

        try:
            async with self._hashing:
                opened = await run_in_threadpool(change)
        except PasswordRefused as trouble:
            return again(str(trouble), 400)
        except NotLoggedIn as trouble:
            return again(str(trouble), 429)
        return _with_cookie(RedirectResponse(onward, 303), opened, request)


def set_cookie(answer: Response, opened: Opened, is_secure: bool) -> None:
    """Gives the browser the cookie of a new session."""
    answer.set_cookie(
        COOKIE, opened.secret, expires=opened.ends_at, httponly=True, samesite="lax", secure=is_secure,
        path=served.cookie_path(),
    )  # fmt: skip


def _with_cookie(answer: Response, opened: Opened, request: Request) -> Response:
    set_cookie(answer, opened, request.url.scheme == "https")
    return answer


def _html(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, {"cache-control": "no-store"})


def _now() -> datetime:
    return datetime.now(UTC)


def _onward(said: Mapping[str, str]) -> str:
    """Where to go after the log-in: an address of the app itself, or its beginning."""
    wanted = said.get("weiter", "")
    is_own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_own and "\\" not in wanted else served.base()


async def _form_of(request: Request) -> dict[str, str] | None:
    """What a form of ours says; None where it came from somewhere else, or is too long for a form."""
    said = request.headers
    origin = said.get("origin") or said.get("referer")
    if origin is None or _host_of(origin) != said.get("host"):
        return None
    is_form = said.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if not is_form or int(said.get("content-length") or LONGEST_FORM + 1) > LONGEST_FORM:
        return None
    async with request.form(max_files=0, max_fields=10) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:  # not an address at all
        return None


def confirmed_email(claims: Mapping[str, object]) -> str | None:
    """The e-mail address, where the identity provider says that it is confirmed; saying nothing of it is not enough."""
    return str(claims["email"]) if claims.get("email") and claims.get("email_verified") in (True, "true") else None


def _identity(cookies: Mapping[str, str]) -> tuple[str, str | None] | None:
    """Subject and confirmed e-mail address that Streamlit's log-in vouches for since a few minutes; else None."""
    provider = served.provider()
    assert provider is not None

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(provider.cookie_secret, name, value.encode("latin-1"), IDENTITY_DAYS)

    said = get_cookie_with_chunks(one, IDENTITY)
    if said is None:
        return None
    claims = json.loads(said)
    is_ours = str(claims.get("origin")) == "{0.scheme}://{0.netloc}".format(urlsplit(provider.redirect_uri))
    if not is_ours or not claims.get("is_logged_in") or not claims.get("sub"):
        return None
    return str(claims["sub"]), confirmed_email(claims)
