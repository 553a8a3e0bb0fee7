"""How often one may try to log in, how long a session lives, and which passwords will do."""

from datetime import UTC, datetime, timedelta

import pytest

from masterplan.domain.logins import MOST_TRIES, WINDOW, Way, lives, password_trouble, waiting

NOW = datetime(2022, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failed", "seconds"),
    [
        ([], 0), ([0], 0), ([5, 1], 0),
        ([9, 5, 0], 2), ([9, 5, 1], 1), ([9, 5, 3], 0),
        ([30, 20, 10, 0], 4), ([30] * 6 + [0], 32),
        ([800] * 8 + [0], 128), ([899] * 9 + [0], 1),
        ([600] * MOST_TRIES, 300), ([899] * MOST_TRIES, 1), ([901] * MOST_TRIES, 0), ([901] * 20 + [0], 0),
        ([600] * 9 + [60, 30], 300),
    ],
)  # fmt: skip
def test_the_wait_doubles_and_the_tenth_try_in_fifteen_minutes_is_the_last(failed: list[int], seconds: int) -> None:
    tries = [NOW - timedelta(seconds=ago) for ago in failed]
    assert waiting(tries, NOW) == timedelta(seconds=seconds)


def test_nobody_gets_more_than_ten_tries_in_fifteen_minutes_however_they_wait() -> None:
    made: list[datetime] = []
    now = NOW
    while now < NOW + timedelta(hours=2):
        wait = waiting(made, now)
        if wait:
            now += wait
        else:
            made.append(now)
    assert all(sum(start <= at < start + WINDOW for at in made) <= MOST_TRIES for start in made)
    assert len(made) > MOST_TRIES, "nobody is locked out for ever"


@pytest.mark.parametrize(
    ("way", "seen", "ends", "ended", "alive"),
    [
        (Way.PASSWORD, -59, 1, None, True),
        (Way.PASSWORD, -60, 1, None, False),
        (Way.PASSWORD, 0, 0, None, False),
        (Way.PASSWORD, 0, 1, -1, False),
        (Way.OIDC, -60, 1, None, False),
        (Way.DEMO, -60, 1, None, True),
    ],
)
def test_a_session_ends_when_idle_when_old_and_when_ended(
    way: Way, seen: int, ends: int, ended: int | None, alive: bool
) -> None:
    def at(minutes: int) -> datetime:
        return NOW + timedelta(minutes=minutes)

    assert lives(way, at(seen), at(ends), None if ended is None else at(ended), NOW) is alive


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kurz", "zu kurz"), ("x" * 201, "zu lang"), ("mein anna kennwort", "Kennung"), ("aaaaaaaabbbb", "wiederholt"),
        ("vier Wörter im Kopf", None),
    ],
)  # fmt: skip
def test_a_new_password_is_long_and_not_made_of_the_login(password: str, words: str | None) -> None:
    trouble = password_trouble(password, "Anna")
    assert trouble is None if words is None else words in str(trouble)
