"""Berichtsrunden as the Staatskanzlei uses the page: asking, asking back, accepting, publishing, reminding."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.report import confirm
from masterplan.actions.rounds import accept, all_rounds, answer, hand_in, query, standing
from masterplan.domain.reporting.reminders import Message
from masterplan.domain.reporting.rounds import State
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from masterplan.store.tables import account
from tests.pages.offering import fill, offered, press, texts
from tests.reporting import CHANCELLERY, NOW, SMI, asked_round, form_key, measure, plan, sent, sent_in, stated


def _page(offers: "Any") -> None:  # runs alone: names are not known there
    from dataclasses import replace

    import streamlit as st

    from masterplan.pages import rounds
    from masterplan.store import reading

    st.session_state.pop("wish_acted_at", None)  # time stands still here
    revision = reading.data_revision(offers.database)
    rounds.show(offers.whole, replace(offers, revision=revision, change=st.query_params.update))


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return open_database(sqlite_url)


def _shown(database: Database, **more: Any) -> AppTest:
    view: PlanView = build(reading.cut(database, NOW.date(), NOW, "all"))
    offers = offered(view, database=database, now=NOW, actor=CHANCELLERY, **more)
    run = AppTest.from_function(_page, args=(offers,), default_timeout=30).run()
    assert not run.exception
    return run


def _anna(database: Database) -> None:
    who = {"id": "a", "name": "Anna", "role": "ministry", "body": "SMI", "email": "a@smi.example"}
    with database.writing() as connection:
        connection.execute(account.insert().values(who))


def _state(database: Database, number: int) -> State:
    found = standing(database, number, NOW)
    assert found is not None
    return found.states["SMI"]


def test_a_round_is_opened_for_those_who_have_something_to_report(database: Database) -> None:
    plan(database, measure(), measure(number="2", lead="SMK"), measure(number="3", lead="SMF", status="completed"))
    run = press(_shown(database), "Runde eröffnen")
    assert "Bitte geben Sie der Runde einen Namen" in run.error[0].value
    run = press(fill(run, "title", "II. Quartal"), "Runde eröffnen")
    (made,) = all_rounds(database)
    assert made.title == "II. Quartal"
    table = run.table[0].value
    assert table["Ressort oder Stelle"].tolist() == ["SMI", "SMK"]
    assert table["fehlt"].tolist() == ["1", "1"]


def test_what_nobody_can_be_asked_about_is_said_beside_those_who_are_asked(database: Database) -> None:
    plan(database, measure())
    assert not any("Nicht gefragt" in one.value for one in _shown(database).caption)
    plan(database, *(measure(number=str(number), title="Netz *neu*", lead=None) for number in range(2, 9)))
    (told,) = [one.value for one in _shown(database).caption if "Nicht gefragt" in one.value]
    assert "nach „**2** Netz \\*neu\\*“; „**3** Netz" in told
    assert "„**6** Netz \\*neu\\*“ und 2 weiteren. Wer zuständig ist, sagt die nächste Datei." in told


def test_what_is_lacking_is_said_per_ressort(database: Database) -> None:
    first, _ = plan(database, measure(), measure(number="2"))
    plan(database, measure(number="3", lead="SMK", status="completed"))
    number = asked_round(database)
    sent_in(database, number, first, progress="60 %")
    row = _shown(database).table[0].value.iloc[0]
    assert row.tolist()[1:] == ["in Arbeit", "2", "1", "1", "0", "0"]


def test_a_query_goes_back_and_both_values_stand(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    sent_in(database, number, key, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    run = fill(fill(_shown(database), "field", "progress"), "value", "20 %")
    run = press(run, "Rückfrage stellen")
    assert "Zum Gegenwert gehört seine Quelle" in run.error[0].value
    run = press(fill(run, "source", "Termin vom 2. Juli"), "Rückfrage stellen")
    assert _state(database, number) == State.QUERIED
    answer(database, round=number, key=key, comment="Gezählt sind alle.", by=SMI, at=NOW, form_key=form_key())
    contested = _shown(database).table[-1].value.iloc[0]
    shown = [str(value).replace("\\", "") for value in contested]
    assert shown[1:] == ["Umsetzungsgrad", "60\u00a0%", "SMI", "20\u00a0%", "Termin vom 2. Juli", "Gezählt sind alle."]
    run = press(_shown(database), "Rückfrage erledigt")
    assert "steht allein" in run.success[0].value


def test_what_came_in_is_told_item_by_item(database: Database) -> None:
    """Before one accepts it: what was changed, what was confirmed as it was, and what nobody said a word about."""
    first, second, _ = plan(database, measure(), measure(number="2"), measure(number="3", title="Netz"))
    number = asked_round(database)
    sent_in(database, number, first, progress="60 %", reported_light="red")
    confirm(
        database, keys=[second], by=SMI, at=NOW, form_key=form_key(), seen=reading.data_revision(database), round=number
    )
    run = _shown(database)
    (table,) = [one.value for one in run.table if "Was gemeldet ist" in one.value]
    said, by = ([str(words).replace("\\", "") for words in table[name]] for name in ("Was gemeldet ist", "von"))
    assert said == ["Umsetzungsgrad: 40\u00a0% → 60\u00a0%; gemeldete Ampel: gelb → rot", "unverändert bestätigt"]
    assert by == ["Koordination SMI, 05.07.2021, 12:00 Uhr"] * 2
    assert "Ohne Meldung: 3 Netz." in texts(run)


def test_accepting_and_publishing_are_two_clicks(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    sent_in(database, number, key, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    run = press(_shown(database), "Meldung abnehmen")
    assert _state(database, number) == State.ACCEPTED
    run = press(run, "veröffentlichen (SMI)")
    assert "Veröffentlicht: 1 Meldung." in run.success[0].value
    assert stated(database, key, audience="released")["progress"] == 0.6


def test_what_came_without_a_round_is_released_here(database: Database) -> None:
    [key] = plan(database, measure())
    sent(database, key, progress="60 %")
    run = press(_shown(database), "Alle jetzt freigeben")
    assert "Freigegeben: 1 Meldung." in run.success[0].value
    assert stated(database, key, audience="released")["progress"] == 0.6


def test_reminders_are_shown_before_they_are_sent(database: Database) -> None:
    plan(database, measure())
    number = asked_round(database)
    _anna(database)
    sent_messages: list[Message] = []
    run = _shown(database, post=lambda message: sent_messages.append(message), home="https://masterplan.example")
    run.session_state[f"remind_{number}_open"] = True
    run.run()
    assert "https://masterplan.example/aufgaben?runde=1" in run.code[0].value
    assert "Für SMK gibt es kein Konto mit E-Mail-Adresse." in texts(run)
    run = press(run, "1 Nachricht verschicken")
    assert [one.to for one in sent_messages] == ["a@smi.example"]
    assert "Verschickt: 1 Nachricht." in run.success[0].value
    run.session_state[f"remind_{number}_open"] = True
    run.run()
    assert "Anna wurde schon erinnert, frühestens am 08.07.2021 wieder." in texts(run)


def test_without_a_mail_server_nothing_is_offered(database: Database) -> None:
    plan(database, measure())
    number = asked_round(database)
    _anna(database)
    run = _shown(database)
    run.session_state[f"remind_{number}_open"] = True
    run.run()
    assert "kein Mailserver eingerichtet" in texts(run)
    assert not [button for button in run.button if "verschicken" in button.label]


def test_accepting_what_others_hold_against_it_keeps_the_query(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    query(database, round=number, key=key, comment="Warum?", by=CHANCELLERY, at=NOW, form_key=form_key())
    accept(database, round=number, body="SMI", by=CHANCELLERY, at=NOW, form_key=form_key())
    assert "Warum?" in texts(_shown(database))
