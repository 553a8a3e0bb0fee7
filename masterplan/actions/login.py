"""Coming in and going out: by password, by the identity provider, or as somebody of an example plan.

A session is known by the SHA-256 of the secret in its cookie. Passwords are hashed outside transactions, because that
takes longer than anything in them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from masterplan.domain import logins
from masterplan.domain.access import Role
from masterplan.domain.logins import Way
from masterplan.store import accounts, reading, sessions
from masterplan.store import audit as stored_audit
from masterplan.store.accounts import Account
from masterplan.store.engine import Connection, Database
from masterplan.store.sessions import Session
from masterplan.store.writing import account_id
from masterplan.vocabulary import counted, role_of

__all__ = [
    "NotLoggedIn", "Opened", "PasswordRefused", "Session", "change_password", "counts", "end_other_sessions",
    "hash_of", "log_in", "log_in_by_provider", "log_in_for_demo", "log_out", "other_sessions", "play", "session_of",
    "still_here",
]  # fmt: skip

WRONG = "Kennung oder Kennwort ist falsch."
UNKNOWN = (
    "Der Anmeldedienst kennt Sie, dieses Programm aber nicht: Für Sie ist hier kein Konto eingerichtet, oder es ist "
    "gesperrt. Bitte wenden Sie sich an die Staatskanzlei."
)
_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(2)
"""Each hash takes 64 MB and a core: a flood of tries must not take the machine."""
KEPT = timedelta(days=30)
"""After so long, sessions that are over and tries to log in are removed, whenever somebody comes in or tries to."""


class NotLoggedIn(Exception):
    """Nobody came in; the text says in German why and what to do. ``wait`` is how long until the next try."""

    def __init__(self, words: str, wait: timedelta = timedelta()) -> None:
        super().__init__(words)
        self.wait = wait


class PasswordRefused(Exception):
    """The password stays as it is; the text says in German why."""


@dataclass(frozen=True)
class Opened:
    """A new session: what its cookie says, and until when."""

    secret: str
    ends_at: datetime
    must_change: bool


def session_of(database: Database, secret: str | None) -> Session | None:
    """The session of a cookie; None where none was begun with it. Whether it still counts says `counts`."""
    if not secret:
        return None
    with database.reading() as connection:
        return sessions.find(connection, sessions.digest(secret))


def counts(session: Session | None, at: datetime) -> bool:
    """Whether somebody with this session is let in."""
    return (
        session is not None
        and not session.disabled
        and logins.lives(session.way, session.seen_at, session.ends_at, session.ended_at, at)
    )


def log_in(database: Database, *, login: str, password: str, at: datetime, replaced: str | None = None) -> Opened:
    """Lets somebody in by password; ``replaced`` is the cookie they came with. Raises `NotLoggedIn`.

    Known and unknown logins get the same answer after the same time.
    """
    account, number = _try(database, login, at)
    right = _is_right(account.password if account else None, password)
    with database.writing() as connection:
        fresh = None if account is None else accounts.by_id(connection, account.id)
        if not right or fresh is None or account is None or fresh.password != account.password or fresh.disabled_at:
            _note(connection, "login_failed", None, at, subject=account.id if account else None, way=Way.PASSWORD)
            opened = None
        else:
            sessions.succeeded(connection, number)
            opened = _open(connection, fresh, Way.PASSWORD, at, replaced)
    if opened is None:
        raise NotLoggedIn(WRONG)
    return opened


def log_in_by_provider(
    database: Database, *, subject: str, email: str | None, at: datetime, replaced: str | None = None
) -> Opened:
    """Lets somebody in whom the identity provider names; role and body are those of our account. Raises `NotLoggedIn`.

    The e-mail address serves once: from then on the account is tied to the subject.
    """
    with database.writing() as connection:
        account = accounts.by_identity(connection, subject, email)
        if account is None or account.disabled_at:
            _note(connection, "login_failed", None, at, subject=account.id if account else None, way=Way.OIDC)
            opened = None
        else:
            if account.subject is None:
                accounts.change_account(connection, account.id, subject=subject)
            opened = _open(connection, account, Way.OIDC, at, replaced)
    if opened is None:
        raise NotLoggedIn(UNKNOWN)
    return opened


def log_out(database: Database, *, secret: str | None, at: datetime) -> None:
    """Ends the session of a cookie; where there is none, nothing happens."""
    session = session_of(database, secret)
    if session is not None and session.ended_at is None:
        with database.writing() as connection:
            sessions.end(connection, session.token, at)
            _note(connection, "logout", session.actor.account, at, way=session.way)


def change_password(database: Database, *, secret: str, current: str, new: str, at: datetime) -> Opened:
    """Sets one's own password and ends all other sessions. Raises `NotLoggedIn` and `PasswordRefused`."""
    session = session_of(database, secret)
    if session is None or not counts(session, at) or session.way != Way.PASSWORD:
        raise NotLoggedIn("Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an.")
    with database.reading() as connection:
        known = accounts.by_id(connection, str(session.actor.account))
    login = str(known.login) if known is not None else ""
    account, number = _try(database, login, at)
    if account is None or not _is_right(account.password, current):
        raise PasswordRefused("Das bisherige Kennwort ist falsch.")
    trouble = logins.password_trouble(new, login)
    if trouble is None and new == current:
        trouble = "Das neue Kennwort ist das bisherige. Bitte wählen Sie ein anderes."
    hashed = None if trouble else hash_of(new)
    with database.writing() as connection:
        sessions.succeeded(connection, number)
        unchanged = accounts.by_id(connection, account.id)
        if unchanged is None or unchanged.password != account.password or unchanged.disabled_at:
            raise NotLoggedIn("Ihr Konto wurde inzwischen geändert oder gesperrt. Bitte melden Sie sich neu an.")
        if hashed is not None:
            accounts.change_account(connection, account.id, password=hashed, must_change=False)
            sessions.end_all(connection, account.id, at)
            _note(connection, "password", account.id, at)
            fresh = accounts.by_id(connection, account.id)
            assert fresh is not None
            return _open(connection, fresh, Way.PASSWORD, at, None)
    raise PasswordRefused(str(trouble))


def other_sessions(database: Database, *, session: Session, at: datetime) -> list[Session]:
    """Where else the same account is logged in, the newest first."""
    with database.reading() as connection:
        known = sessions.sessions_of(connection, str(session.actor.account))
    return [one for one in known if one.token != session.token and counts(one, at)]


def end_other_sessions(database: Database, *, session: Session, at: datetime) -> None:
    """Logs the account out everywhere else."""
    with database.writing() as connection:
        account = account_id(connection, session.actor)
        sessions.end_all(connection, account, at, but=session.token)
        _note(connection, "logout", account, at, what="others")


def still_here(database: Database, session: Session, at: datetime) -> None:
    """Notes that a session is in use."""
    with database.writing() as connection:
        sessions.seen(connection, session.token, at)


def hash_of(password: str) -> str:
    """A password as it is kept."""
    with _AT_ONCE:
        return _HASHER.hash(password)


# Example plans.


def log_in_for_demo(database: Database, *, at: datetime, replaced: str | None = None) -> Opened | None:
    """Lets somebody in as the Staatskanzlei of an example plan; None where the database is none."""
    with database.reading() as connection:
        if not reading.is_demo(connection):
            return None
    with database.writing() as connection:
        account = _demo_account(connection, Role.CHANCELLERY, None)
        return _open(connection, account, Way.DEMO, at, replaced, quietly=True)


def play(database: Database, *, session: Session, role: Role, body: str | None) -> None:
    """Goes on as somebody else of an example plan."""
    with database.writing() as connection:
        if session.way == Way.DEMO and reading.is_demo(connection):
            sessions.switch(connection, session.token, _demo_account(connection, role, body).id)


def _demo_account(connection: Connection, role: Role, body: str | None) -> Account:
    name = f"Beispiel: {role_of(role, body)}"
    known = accounts.by_name(connection, name)
    if known is None:
        accounts.add_account(connection, name=name, role=role, body=body, must_change=False)
        known = accounts.by_name(connection, name)
    assert known is not None
    return known


# Parts.


def _try(database: Database, login: str, at: datetime) -> tuple[Account | None, int]:
    """Takes one of the tries that a login has, known or not, before the password is looked at. Raises `NotLoggedIn`."""
    spelled = logins.spelled(login)
    typed = sessions.digest(spelled)
    with database.writing() as connection:
        sessions.forget(connection, at - KEPT)
        wait = logins.waiting(sessions.failed_tries(connection, typed, at - logins.WINDOW), at)
        number = 0 if wait else sessions.add_try(connection, typed, at)
        account = accounts.by_login(connection, spelled) if spelled else None
    if wait:
        minutes, seconds = -(-wait // timedelta(minutes=1)), -(-wait // timedelta(seconds=1))
        span = counted(seconds, "Sekunde", "Sekunden") if minutes <= 1 else counted(minutes, "Minute", "Minuten")
        raise NotLoggedIn(f"Zu viele Versuche. Bitte versuchen Sie es in {span} noch einmal.", wait)
    return account, number


def _is_right(hashed: str | None, password: str) -> bool:
    nobodys = _nobodys()
    with _AT_ONCE:
        try:
            return _HASHER.verify(hashed or nobodys, password[: logins.LONGEST_PASSWORD]) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """A hash that no password fits, for logins that nobody has."""
    return _HASHER.hash(token_urlsafe(32))


def _open(
    connection: Connection, account: Account, way: Way, at: datetime, replaced: str | None, *, quietly: bool = False
) -> Opened:
    sessions.forget(connection, at - KEPT)
    if replaced:
        sessions.end(connection, sessions.digest(replaced), at)
    secret, ends_at = token_urlsafe(32), at + logins.LONGEST[way]
    sessions.begin(connection, sessions.digest(secret), account.id, way, at, ends_at)
    if not quietly:
        _note(connection, "login", account.id, at, way=way)
    return Opened(secret, ends_at, account.must_change and way == Way.PASSWORD)


def _note(
    connection: Connection, act: str, account: str | None, at: datetime, subject: str | None = None, **detail: object
) -> None:
    stored_audit.add_entry(connection, at=at, account=account, act=act, subject=subject, detail=detail)
