"""Coming in and going out, at the actions: who gets a session, how long it counts, and what nobody learns."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from masterplan.actions import accounts, login
from masterplan.actions.login import NotLoggedIn, PasswordRefused
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.store import tables
from masterplan.store.engine import Database, open_database
from masterplan.store.writing import new_revision
from tests.logins import AT, FIRST, KEEPER, OWN

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost little: in earnest they take 64 MB and a tenth of a second."""
    login._nobodys.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(login, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield
    login._nobodys.cache_clear()


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.engine.dispose()


def _add(database: Database, name: str, role: Role = Role.MINISTRY, body: str | None = "SMI") -> str:
    return accounts.add(database, by=KEEPER, at=AT, name=name, role=role, body=body, login=name, password=FIRST).account


def _enter(database: Database, name: str, at: datetime = AT, password: str = FIRST) -> str:
    return login.log_in(database, login=name, password=password, at=at).secret


def _counts(database: Database, secret: str, at: datetime) -> bool:
    return login.counts(login.session_of(database, secret), at)


def test_a_session_counts_until_log_out(database: Database) -> None:
    _add(database, "anna")
    secret = _enter(database, " Anna ")
    session = login.session_of(database, secret)
    assert session is not None
    assert session.must_change
    assert session.actor.role == Role.MINISTRY
    assert _counts(database, secret, AT + MINUTE)
    login.log_out(database, secret=secret, at=AT + MINUTE)
    assert not _counts(database, secret, AT + MINUTE)


def test_only_a_hash_of_the_cookie_is_kept(database: Database) -> None:
    _add(database, "anna")
    secret = _enter(database, "anna")
    with database.reading() as connection:
        tokens = list(connection.scalars(select(tables.session.c.token)))
        assert secret not in tokens
        assert FIRST not in str(connection.scalars(select(tables.account.c.password)).all())
    assert not _counts(database, tokens[0], AT)


def test_a_session_ends_when_nobody_is_there_and_after_a_working_day(database: Database) -> None:
    _add(database, "anna")
    secret = _enter(database, "anna")
    assert not _counts(database, secret, AT + timedelta(hours=1))
    for hours in range(1, 11):
        session = login.session_of(database, secret)
        assert session is not None
        login.still_here(database, session, AT + timedelta(hours=hours) - MINUTE)
    assert not _counts(database, secret, AT + timedelta(hours=10))


@pytest.mark.parametrize("name", ["anna", "niemand", "gesperrt", ""])
def test_known_unknown_and_disabled_logins_get_the_same_answers(database: Database, name: str) -> None:
    _add(database, "anna")
    accounts.disable(database, by=KEEPER, at=AT, account=_add(database, "gesperrt"))
    answers = []
    for second in range(12):
        with pytest.raises(NotLoggedIn) as refused:
            _enter(database, name, AT + second * timedelta(seconds=1), FIRST if name == "gesperrt" else "falsch")
        answers.append(str(refused.value))
    assert answers[0] == answers[2] == login.WRONG
    assert "in 1 Sekunde noch einmal" in answers[3]


@pytest.mark.parametrize("name", ["anna", "niemand", "gesperrt", "dienst", ""])
def test_every_try_costs_one_hash_so_that_time_tells_nothing(
    database: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(database, "anna")
    accounts.disable(database, by=KEEPER, at=AT, account=_add(database, "gesperrt"))
    hashed: list[str] = []

    def verify(known: str, _typed: str) -> bool:
        hashed.append(known)
        return False

    login._nobodys()
    monkeypatch.setattr(login, "_HASHER", SimpleNamespace(verify=verify))
    with pytest.raises(NotLoggedIn):
        _enter(database, name, AT, "falsch")
    assert len(hashed) == 1
    assert hashed[0].startswith("$argon2id$")


def test_ten_wrong_tries_shut_one_login_for_a_quarter_of_an_hour_and_nobody_else(database: Database) -> None:
    _add(database, "anna")
    _add(database, "bert")
    at, tried = AT, 0
    while tried < 10:
        try:
            _enter(database, "anna", at, "falsch")
        except NotLoggedIn as refusal:
            at += refusal.wait
            tried += not refusal.wait
    with pytest.raises(NotLoggedIn, match="Minuten") as refused:
        _enter(database, "anna", at)
    assert timedelta() < refused.value.wait <= timedelta(minutes=15)
    assert _enter(database, "bert", at)
    assert _enter(database, "anna", at + refused.value.wait)


def test_a_new_log_in_ends_the_session_that_the_browser_came_with(database: Database) -> None:
    _add(database, "anna")
    first = _enter(database, "anna")
    second = login.log_in(database, login="anna", password=FIRST, at=AT, replaced=first).secret
    assert first != second
    assert not _counts(database, first, AT)
    assert _counts(database, second, AT)


def test_a_changed_password_ends_all_other_sessions(database: Database) -> None:
    _add(database, "anna")
    here, elsewhere = _enter(database, "anna"), _enter(database, "anna")
    with pytest.raises(PasswordRefused, match="bisherige Kennwort ist falsch"):
        login.change_password(database, secret=here, current="falsch", new=OWN, at=AT)
    with pytest.raises(PasswordRefused, match="ist das bisherige"):
        login.change_password(database, secret=here, current=FIRST, new=FIRST, at=AT)
    opened = login.change_password(database, secret=here, current=FIRST, new=OWN, at=AT + MINUTE)
    assert not opened.must_change
    assert [_counts(database, one, AT + MINUTE) for one in (here, elsewhere, opened.secret)] == [False, False, True]
    with pytest.raises(NotLoggedIn):
        _enter(database, "anna", AT + 2 * MINUTE, FIRST)
    assert _enter(database, "anna", AT + 3 * MINUTE, OWN)


def test_a_password_that_was_set_anew_meanwhile_is_not_replaced_by_who_knows_the_old_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = _add(database, "anna")
    secret = _enter(database, "anna")
    hashed = login.hash_of

    def meanwhile(password: str) -> str:
        accounts.new_password(database, by=KEEPER, at=AT, account=account, password="vom Amt gesetzt 3")
        return hashed(password)

    monkeypatch.setattr(login, "hash_of", meanwhile)
    with pytest.raises(NotLoggedIn, match="inzwischen geändert"):
        login.change_password(database, secret=secret, current=FIRST, new=OWN, at=AT + MINUTE)
    assert _enter(database, "anna", AT + MINUTE, "vom Amt gesetzt 3")


@pytest.mark.parametrize("change", ["disable", "set_role", "new_password"])
def test_what_is_changed_of_an_account_acts_at_once(database: Database, change: str) -> None:
    account = _add(database, "anna")
    secret = _enter(database, "anna")
    session = login.session_of(database, secret)
    assert session is not None
    more = {"role": Role.READER, "body": None} if change == "set_role" else {}
    getattr(accounts, change)(database, by=KEEPER, at=AT, account=account, **more)
    assert not _counts(database, secret, AT)
    if change != "new_password":
        with (
            pytest.raises(NotAllowed, match="inzwischen geändert"),
            database.writing() as connection,
            new_revision(connection, at=AT, by=session.actor, act="edit"),
        ):
            pass


def test_the_identity_provider_names_a_person_and_our_table_says_what_they_may(database: Database) -> None:
    add = {"by": KEEPER, "at": AT, "role": Role.MINISTRY, "body": "SMI"}
    accounts.add(database, name="Anna", email="Anna@smi.example", **add)  # type: ignore[arg-type]
    accounts.add(database, name="Bert", subject="b-7", **add)  # type: ignore[arg-type]
    opened = login.log_in_by_provider(database, subject="a-1", email="anna@SMI.example", at=AT)
    session = login.session_of(database, opened.secret)
    assert session is not None
    assert (session.actor.name, session.actor.role, session.actor.body) == ("Anna", Role.MINISTRY, "SMI")
    with pytest.raises(NotLoggedIn, match="kein Konto"):  # the address is tied to a-1 now
        login.log_in_by_provider(database, subject="a-2", email="anna@smi.example", at=AT)
    assert login.log_in_by_provider(database, subject="b-7", email=None, at=AT)
    with pytest.raises(NotLoggedIn, match="kein Konto"):
        login.log_in_by_provider(database, subject="c-9", email="fremd@example.org", at=AT)


def test_sessions_long_over_are_forgotten_whichever_way_people_come(database: Database) -> None:
    accounts.add(database, by=KEEPER, at=AT, name="Anna", role=Role.READER, body=None, subject="a-1")
    first = login.log_in_by_provider(database, subject="a-1", email=None, at=AT)
    login.log_in_by_provider(database, subject="a-1", email=None, at=AT + login.KEPT)
    assert login.session_of(database, first.secret) is not None
    login.log_in_by_provider(database, subject="a-1", email=None, at=first.ends_at + login.KEPT + MINUTE)
    assert login.session_of(database, first.secret) is None


def test_an_example_plan_lets_everybody_in_and_no_other_does(database: Database) -> None:
    assert login.log_in_for_demo(database, at=AT) is None
    with database.writing() as connection, new_revision(connection, at=AT, by="Beispiel", act="file") as opened:
        opened.mark("demo")
    inside = login.log_in_for_demo(database, at=AT)
    assert inside is not None
    session = login.session_of(database, inside.secret)
    assert session is not None
    assert session.actor.role == Role.CHANCELLERY
    login.play(database, session=session, role=Role.MINISTRY, body="SMK")
    played = login.session_of(database, inside.secret)
    assert played is not None
    assert (played.actor.role, played.actor.body) == (Role.MINISTRY, "SMK")


def test_only_an_example_lets_one_play_somebody_else(database: Database) -> None:
    _add(database, "anna")
    secret = _enter(database, "anna")
    session = login.session_of(database, secret)
    assert session is not None
    login.play(database, session=session, role=Role.CHANCELLERY, body=None)
    assert login.session_of(database, secret) == session


def test_the_audit_knows_no_names(database: Database) -> None:
    _add(database, "annabell")
    with pytest.raises(NotLoggedIn):
        _enter(database, "annabell", AT, "falsch")
    login.log_out(database, secret=_enter(database, "annabell"), at=AT)
    with database.reading() as connection:
        kept = [tuple(row) for row in connection.execute(select(tables.audit).where(tables.audit.c.act != "founding"))]
    assert [row[3] for row in kept] == ["account", "login_failed", "login", "logout"]
    assert "annabell" not in str(kept)


def test_the_actor_of_an_account_is_what_its_row_says(database: Database) -> None:
    account = _add(database, "anna")
    session = login.session_of(database, _enter(database, "anna"))
    assert session is not None
    assert session.actor == Actor("anna", Role.MINISTRY, "SMI", account)
