"""The rules of logging in: how often one may try, how long a session lives, what a password must be like."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
"""So many failed tries per login within the window; then one waits until the oldest has left it."""
FREE_TRIES = 2
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"
    OIDC = "oidc"
    DEMO = "demo"


IDLE: dict[Way, timedelta] = {
    Way.PASSWORD: timedelta(hours=1), Way.OIDC: timedelta(hours=1), Way.DEMO: timedelta(hours=12),
}  # fmt: skip
"""A session ends when nothing was done for so long."""
LONGEST: dict[Way, timedelta] = {
    Way.PASSWORD: timedelta(hours=10), Way.OIDC: timedelta(hours=10), Way.DEMO: timedelta(hours=12),
}  # fmt: skip
"""A session ends after so long, whatever is done."""


def waiting(failed_at: Iterable[datetime], now: datetime) -> timedelta:
    """How long the next try with a login has to wait after failed ones; zero: it may be made.

    After two free tries the wait doubles from two seconds on; the tenth try in 15 minutes is the last.
    """
    recent = sorted(at for at in failed_at if at > now - WINDOW)
    if len(recent) >= MOST_TRIES:
        return recent[-MOST_TRIES] + WINDOW - now
    if len(recent) <= FREE_TRIES:
        return timedelta()
    return max(timedelta(), recent[-1] + timedelta(seconds=2 ** (len(recent) - FREE_TRIES)) - now)


def lives(way: Way, seen_at: datetime, ends_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a session is still good."""
    return ended_at is None and now < ends_at and now < seen_at + IDLE[way]


def spelled(login: str) -> str:
    """A login as it is kept and compared: small letters, no blanks around it."""
    return login.strip().casefold()


def password_trouble(password: str, login: str) -> str | None:
    """Why a new password will not do, in German; None: it will."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Das neue Kennwort ist zu kurz. Es braucht mindestens {SHORTEST_PASSWORD} Zeichen."
    if len(password) > LONGEST_PASSWORD:
        return f"Das neue Kennwort ist zu lang. Es darf höchstens {LONGEST_PASSWORD} Zeichen haben."
    if spelled(login) and spelled(login) in password.casefold():
        return "Das neue Kennwort enthält die Kennung. Bitte wählen Sie ein anderes."
    if len(set(password)) < SHORTEST_PASSWORD // 2:
        return "Das neue Kennwort wiederholt wenige Zeichen. Bitte wählen Sie ein anderes."
    return None
