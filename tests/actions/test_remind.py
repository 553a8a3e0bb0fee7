"""Reminders: who is written what, how often, and what a real mail server receives."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from masterplan import mail
from masterplan.__main__ import main
from masterplan.actions.remind import note_sent, reminders
from masterplan.actions.rounds import hand_in, open_round
from masterplan.domain.access import NotAllowed
from masterplan.domain.reporting.reminders import Message
from masterplan.domain.reporting.rounds import NotPossible
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from masterplan.store.tables import account, reminder
from tests.reporting import CHANCELLERY, NOW, SMI, STICHTAG, form_key, measure, plan, sent_in

ADDRESS = "https://masterplan.example/"
PASSWORD = "sehr geheim"


class Postbox:
    """What a mail server received; it knows one user and refuses one address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: Any) -> str:  # noqa: N802
        if to.startswith("nobody"):
            return "550 unknown"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))
        return "250 OK"


def _known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any) -> AuthResult:
    return AuthResult(success=told.password == PASSWORD.encode(), handled=False)


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, authenticator=_known, auth_require_tls=False)
    server.start()
    yield box, port
    server.stop()


def _person(database: Database, name: str, body: str, email: str | None, **more: Any) -> None:
    with database.writing() as connection:
        values = {"id": name, "name": name, "role": "ministry", "body": body, "email": email, **more}
        connection.execute(account.insert().values(values))


def _round(database: Database, *bodies: str, title: str = "II/2021") -> int:
    return open_round(
        database, title=title, stichtag=STICHTAG, due_on=STICHTAG + timedelta(days=15), bodies=bodies or ("SMI", "SMK"),
        by=CHANCELLERY, at=NOW - timedelta(days=1), form_key=form_key(),
    )  # fmt: skip


@pytest.fixture
def asked(database: Database) -> Database:
    """The SMI owes two items, the SMK one; the SMI has two people, the SMK a disabled one."""
    done = measure(number="4", status="completed")
    plan(database, measure(), measure(number="2"), measure(number="3", lead="SMK"), done)
    _person(database, "Anna", "SMI", "anna@smi.example")
    _person(database, "Bert", "SMI", None)
    _person(database, "Carl", "SMK", "carl@smk.example", disabled_at=NOW)
    return database


def test_a_message_tells_how_much_is_lacking_and_leads_to_it(asked: Database) -> None:
    number = _round(asked)
    found = reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS)
    (told,) = found.messages
    assert (told.to, told.subject) == ("anna@smi.example", "Meldung zum Masterplan bis 15.07.2021 (noch 10 Tage)")
    assert "- SMI: 2 Einträge ohne Meldung; Stichtag 30.06.2021, Antwort bis 15.07.2021 (noch 10 Tage)" in told.text
    assert f"https://masterplan.example/aufgaben?runde={number}&zeige=offen" in told.text
    assert "Akte" not in told.text  # nothing of the plan leaves the house
    assert [body for _, body in found.unreachable] == ["SMK"]


def test_bodies_are_called_by_their_names(asked: Database) -> None:
    plan(asked, measure(number="5", lead="Stadt-Leipzig"))
    _person(asked, "Dora", "Stadt-Leipzig", "dora@leipzig.example", role="municipal")
    _round(asked, "Stadt-Leipzig", "LK-Goerlitz")
    found = reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS)
    assert "- Stadt Leipzig: 1 Eintrag ohne Meldung" in found.messages[0].text
    assert [body for _, body in found.unreachable] == ["Landkreis Görlitz"]


def test_who_answers_for_several_rounds_gets_one_message(asked: Database) -> None:
    _round(asked)
    _round(asked, "SMI", title="Sonderabfrage")
    (told,) = reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages
    assert "„II/2021“ und „Sonderabfrage“" in told.text
    assert len(told.owed) == 2


def test_who_has_handed_in_is_left_alone(asked: Database) -> None:
    number = _round(asked, "SMI")
    sent_in(asked, number, "measure/1", progress="60 %")
    assert reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages[0].owed[0].items == 1
    hand_in(asked, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    assert reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages == ()


def test_nobody_is_written_to_more_often_than_is_of_use(asked: Database) -> None:
    _round(asked, "SMI")
    days = []
    for day in range(20):
        at = NOW + timedelta(days=day)
        for told in reminders(asked, by=CHANCELLERY, at=at, address=ADDRESS).messages:
            note_sent(asked, by=CHANCELLERY, at=at, sent=told, trouble=None)
            days.append(day)
    assert days == [0, 3, 8, 15]
    (waits,) = reminders(asked, by=CHANCELLERY, at=NOW + timedelta(days=20), address=ADDRESS).waiting
    assert waits.again_on == NOW.date() + timedelta(days=22)


def test_what_could_not_be_sent_may_be_tried_again(asked: Database) -> None:
    _round(asked, "SMI")
    (told,) = reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages
    note_sent(asked, by=CHANCELLERY, at=NOW, sent=told, trouble="nicht erreichbar")
    assert len(reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages) == 1


def test_only_the_chancellery_reminds(asked: Database) -> None:
    with pytest.raises(NotAllowed):
        reminders(asked, by=SMI, at=NOW, address=ADDRESS)
    _round(asked, "SMI")
    (told,) = reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages
    with pytest.raises(NotAllowed):
        note_sent(asked, by=SMI, at=NOW, sent=told, trouble=None)
    assert len(reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS).messages) == 1
    with pytest.raises(NotPossible, match="Eine Berichtsrunde 9 gibt es nicht"):
        reminders(asked, by=CHANCELLERY, at=NOW, address=ADDRESS, round=9)


def test_a_real_mail_server_receives_the_message(sqlite_url: str, postbox: tuple[Postbox, int]) -> None:
    database = open_database(sqlite_url)
    plan(database, measure())
    _person(database, "Änne Groß\nBcc: x@y.example", "SMI", "aenne@smi.example")
    _round(database, "SMI")
    box, port = postbox
    post = mail.Post("127.0.0.1", "Staatskanzlei <masterplan@sk.example>", port, "sk", PASSWORD, starttls=False)
    (told,) = reminders(database, by=CHANCELLERY, at=NOW, address=ADDRESS).messages
    assert post.send(told, NOW) is None
    (received,) = box.mails
    assert [one.addr_spec for one in received["To"].addresses] == ["aenne@smi.example"]
    assert received["To"].addresses[0].display_name == "Änne Groß Bcc: x@y.example"
    assert received["Bcc"] is None
    assert received["Date"] == "Mon, 05 Jul 2021 10:00:00 +0000"
    assert "Einträge auf einmal" in received.get_content()
    assert PASSWORD not in repr(post)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "falsch"}, "nimmt die Anmeldung nicht an"),
        ({"starttls": True}, "Der Mailserver verschlüsselt nicht"),
        ({"port": 9}, "ist nicht erreichbar"),
        ({}, "nimmt die Adresse nobody@smi.example nicht an"),
    ],
)
def test_trouble_with_the_post_is_said_in_german(
    sqlite_url: str, postbox: tuple[Postbox, int], change: dict[str, Any], words: str
) -> None:
    database = open_database(sqlite_url)
    plan(database, measure())
    _person(database, "Niemand", "SMI", "nobody@smi.example")
    _round(database, "SMI")
    told = reminders(database, by=CHANCELLERY, at=NOW, address=ADDRESS).messages[0]
    settings = {"port": postbox[1], "user": "sk", "password": PASSWORD, "starttls": False, **change}
    trouble = mail.Post("127.0.0.1", "masterplan@sk.example", **settings).send(told, NOW)
    assert trouble is not None
    assert words in trouble
    assert "geheim" not in trouble


@pytest.mark.parametrize(
    "to", ["niemand", "a..b@smi.example", "anna,bert@smi.example", "@smi.example", "anna@", "a@b@c", "ö@smi.example"]
)
def test_what_is_no_address_is_told_before_anybody_is_written_to(to: str) -> None:
    trouble = mail.Post("127.0.0.1", "masterplan@sk.example", port=9).send(Message(to, "Anna", "", "", ()), NOW)
    assert trouble == f"„{to}“ ist keine E-Mail-Adresse. Bitte berichtigen Sie das Konto."


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "kein Mailserver eingerichtet"),
        ({"MASTERPLAN_SMTP_HOST": "x"}, "kein Mailserver eingerichtet"),
        ({"MASTERPLAN_SMTP_HOST": "x", "MASTERPLAN_SMTP_FROM": "a@b", "MASTERPLAN_SMTP_PORT": "smtp"}, "„smtp“"),
    ],
)
def test_a_mail_server_that_is_not_named_is_asked_for(environment: dict[str, str], words: str) -> None:
    with pytest.raises(mail.NoPost, match=words):
        mail.from_environment(environment)


def test_the_command_shows_first_and_sends_once(
    sqlite_url: str, postbox: tuple[Postbox, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = open_database(sqlite_url)
    plan(database, measure())
    _person(database, "Anna", "SMI", "anna@smi.example")
    _round(database, "SMI", "SMK", "SMF")
    assert main(["remind", "--dry-run", "--database", sqlite_url]) == 0
    out = capsys.readouterr()
    assert "An: Anna <anna@smi.example>" in out.out
    assert "II/2021: Für SMK und SMF gibt es kein Konto mit E-Mail-Adresse." in out.err
    assert main(["remind", "--database", sqlite_url]) == 1
    assert "MASTERPLAN_ADDRESS" in capsys.readouterr().err
    box, port = postbox
    named = {"HOST": "127.0.0.1", "PORT": str(port), "FROM": "a@sk.example", "STARTTLS": "nein"}
    for name, value in named.items():
        monkeypatch.setenv(f"MASTERPLAN_SMTP_{name}", value)
    monkeypatch.setenv("MASTERPLAN_ADDRESS", ADDRESS)
    for expected in (1, 1):
        assert main(["remind", "--database", sqlite_url]) == 0
        assert len(box.mails) == expected
    assert "erst am" in capsys.readouterr().err
    with database.reading() as connection:
        assert len(connection.execute(reminder.select()).all()) == 1
    assert reading.data_revision(database) == 1
