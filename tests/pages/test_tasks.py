"""Meine Aufgaben as a coordinator uses it: counters, the form, confirming, both versions, drafts."""

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.rounds import hand_in, query, standing
from masterplan.actions.tasks import drafts_of, own_plan
from masterplan.domain.access import Actor
from masterplan.domain.reporting.rounds import State
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from tests.pages.offering import fill, offered, press, texts
from tests.reporting import (
    CHANCELLERY,
    NOW,
    SMI,
    SMK,
    asked_round,
    form_key,
    measure,
    plan,
    sent,
    sent_in,
    stated,
)


def _page(view: "PlanView", offers: "Any") -> None:  # runs alone: names are not known there
    from dataclasses import replace

    import streamlit as st

    from masterplan.pages import tasks
    from masterplan.store import reading

    st.session_state.pop("wish_acted_at", None)  # time stands still here
    tasks.show(view, replace(offers, revision=reading.data_revision(offers.database), change=st.query_params.update))


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return open_database(sqlite_url)


def _shown(database: Database, by: Actor = SMI, **address: str) -> AppTest:
    view = build(reading.cut(database, NOW.date(), NOW, "released"))
    args = (view, offered(view, database=database, now=NOW, actor=by))
    run = AppTest.from_function(_page, args=args, default_timeout=30)
    for name, value in address.items():
        run.query_params[name] = value
    run.run()
    assert not run.exception
    return run


def test_only_what_is_mine_is_listed_and_counted(database: Database) -> None:
    plan(database, measure(), measure(number="2", lead="SMK", title="Schulportal"), measure(number="3", title="Portal"))
    asked_round(database)
    run = _shown(database)
    assert run.dataframe[0].value["Titel"].tolist() == ["Akte", "Portal"]
    assert "zu melden **2**" in run.radio[0].options
    assert "Berichtsrunde II/2021" in texts(run)
    assert "Ihre Angaben gelten zum **30. Juni 2021**" in texts(run)


def test_only_gaps_that_a_report_can_fill_are_owed(database: Database) -> None:
    """Whoever answers for an item stands in the Ressort's file: no form asks for it, so nobody is held to it here."""
    named = {"responsible": "Referat 12", "progress": None}
    plan(database, measure(), measure(number="2", title="Portal", **named))
    asked_round(database)
    run = _shown(database)
    assert "lückenhaft **1**" in run.radio[0].options
    assert "Verantwortliche fehlen (ändert sich nur mit der nächsten Datei Ihres Ressorts)" in texts(run)


def test_a_report_is_saved_and_the_next_item_follows(database: Database) -> None:
    first, second = plan(database, measure(), measure(number="2", title="Portal"))
    asked_round(database)
    run = fill(_shown(database, kennung=first), "progress", "60 %")
    run = press(run, "Speichern und weiter")
    assert stated(database, first)["progress"] == 0.6
    assert "Gespeichert zum 30.06.2021: Umsetzungsgrad." in texts(run)
    assert run.query_params["kennung"] in (second, [second])
    assert run.header[0].value.replace("\\", "") == "2 Portal"
    assert "zu melden **1**" in run.radio[0].options


def test_a_run_that_was_stopped_in_its_save_is_repeated_without_another_effect(database: Database) -> None:
    [key] = plan(database, measure())
    run = fill(_shown(database, kennung=key), "progress", "60 %")
    form = run.session_state[f"form_key_item_{key}"]
    seen = reading.data_revision(database)
    told = {"key": key, "entries": {"progress": "60 %"}, "seen": seen, "next": None}
    for _ in "12":  # the wish is still there because the run was stopped before it could be forgotten
        run.session_state["wish"] = ("report", f"item_{key}", form, told)
        run.run()
        assert "Gespeichert zum 05.07.2021: Umsetzungsgrad." in texts(run)
    assert reading.data_revision(database) == seen + 1


def test_a_wish_of_another_page_is_forgotten(database: Database) -> None:
    [key] = plan(database, measure())
    run = _shown(database, kennung=key)
    run.session_state["wish"] = ("publish", "x", "y", {})
    assert not run.run().exception
    assert "wish" not in run.session_state


def _wishing(offers: "Any") -> None:  # runs alone: names are not known there
    import streamlit as st

    from masterplan.pages.parts import wishes

    def act(key: str, told: "Any") -> wishes.Said:
        st.session_state["done"] = [*st.session_state.get("done", []), key]
        return wishes.Said("Erledigt.")

    wishes.carry_out(offers, {"act": act})
    wishes.button("Tun", "act", "form")


def test_a_click_sooner_than_anybody_can_read_is_the_rest_of_a_double_click(database: Database) -> None:
    offers = offered(build(reading.cut(database, NOW.date(), NOW)), now=NOW)
    run = AppTest.from_function(_wishing, args=(offers,), default_timeout=30).run()
    run.button[0].click().run()
    run.button[0].click().run()  # of the form that followed, at the very same time
    assert len(run.session_state["done"]) == 1
    run.session_state["wish_acted_at"] = NOW - timedelta(seconds=1)
    run.button[0].click().run()
    assert len(run.session_state["done"]) == 2


def test_what_cannot_be_is_said_beside_the_field_before_saving(database: Database) -> None:
    [key] = plan(database, measure())
    run = fill(_shown(database, kennung=key), "forecast_on", "bald")
    assert "Bitte prüfen:** Die Prognose „bald“ ist nicht lesbar." in texts(run)
    run = press(run, "Speichern")
    assert "nicht lesbar" in run.error[0].value
    assert stated(database, key)["forecast_on"] == "2022-03-31"
    run = fill(run, "forecast_on", "III. Quartal 2022")
    assert "Gelesen als 30.09.2022." in texts(run)


def test_findings_are_shown_to_the_coordinator_before_anything_is_sent(database: Database) -> None:
    [key] = plan(database, measure())
    run = _shown(database, kennung=key)
    assert "Nichts fällt auf" not in texts(run)  # data are missing
    run = fill(run, "status", "completed")
    assert "**P9** Als abgeschlossen gemeldet, aber ohne Nachweis." in texts(run)
    assert stated(database, key)["status"] == "in_progress"


def test_one_click_confirms_an_item(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    run = press(_shown(database, kennung=key), "Unverändert bestätigen")
    assert "Unverändert bestätigt zum 30.06.2021: 1 Eintrag." in texts(run)
    found = standing(database, number, NOW)
    assert found is not None
    assert (found.reported, found.states["SMI"]) == (frozenset({key}), State.IN_WORK)


def test_what_lacks_its_reason_asks_for_it(database: Database) -> None:
    [key] = plan(database, measure(due_on="2021-01-31"))
    run = _shown(database, kennung=key)
    assert not [button for button in run.button if "bestätigen" in button.label]
    assert "Ein Klick genügt hier nicht: Der Plantermin 31.01.2021 ist verstrichen" in texts(run)
    run = press(fill(run, "reason", "Vergabe angefochten"), "Speichern")
    assert stated(database, key)["reason"] == "Vergabe angefochten"


def test_who_comes_second_decides_field_by_field(database: Database) -> None:
    [key] = plan(database, measure())
    run = fill(fill(_shown(database, kennung=key), "progress", "70 %"), "remark", "Meins")
    sent(database, key, CHANCELLERY, progress="50 %")
    run = press(run, "Speichern")
    assert "Inzwischen hat Staatskanzlei dazu gemeldet" in run.error[0].value
    assert run.table[0].value["inzwischen gemeldet"].tolist()[0].replace("\\", "") == "50\u00a0%"
    assert stated(database, key)["progress"] == 0.5
    choice = next(one for one in run.radio if "Umsetzungsgrad" in one.label)
    choice.set_value("theirs").run()
    run = press(run, "So speichern")
    assert (stated(database, key)["progress"], stated(database, key)["remark"]) == (0.5, "Meins")
    assert not run.table


def test_a_lost_connection_loses_nothing(database: Database) -> None:
    [key] = plan(database, measure())
    fill(_shown(database, kennung=key), "remark", "Halb fertig")
    assert drafts_of(database, by=SMI)[key].entries == {"remark": "Halb fertig"}
    again = _shown(database, kennung=key)
    assert "Ihr Entwurf vom 05.07.2021, 12:00 Uhr ist wieder da." in texts(again)
    assert "Halb fertig" in [area.value for area in again.text_area]
    again = press(again, "Eingaben verwerfen")
    assert drafts_of(database, by=SMI) == {}
    assert "Halb fertig" not in [area.value for area in again.text_area]


def test_a_draft_was_begun_before_somebody_else_reported(database: Database) -> None:
    [key] = plan(database, measure())
    fill(_shown(database, kennung=key), "progress", "70 %")
    sent(database, key, CHANCELLERY, progress="50 %")
    run = press(_shown(database, kennung=key), "Speichern")
    assert "Inzwischen hat Staatskanzlei dazu gemeldet" in run.error[0].value


def test_the_report_is_handed_in_with_one_click(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    run = press(_shown(database), "Meldung unvollständig abgeben")
    assert "Die Meldung ist abgegeben." in run.success[0].value
    found = standing(database, number, NOW)
    assert found is not None
    assert found.states["SMI"] == State.HANDED_IN
    run = press(fill(run, "remark", "zu spät"), "Speichern")
    assert "Nehmen Sie die Meldung zurück" in run.error[0].value
    assert drafts_of(database, by=SMI)[key].entries == {"remark": "zu spät"}


def test_a_query_shows_the_counter_value_and_takes_an_answer(database: Database) -> None:
    [key] = plan(database, measure())
    number = asked_round(database)
    sent_in(database, number, key, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    query(
        database, round=number, key=key, comment="Wo sind die übrigen?", field="progress", counter_value="20 %",
        counter_source="Termin vom 2. Juli", by=CHANCELLERY, at=NOW, form_key=form_key(),
    )  # fmt: skip
    run = _shown(database, zeige="rueckfrage")
    assert "Wo sind die übrigen? Umsetzungsgrad: **20\u00a0%**, Quelle: Termin vom 2. Juli." in texts(run)
    run = press(fill(run, "answer_text", "Gezählt sind alle."), "Stellung nehmen")
    found = standing(database, number, NOW)
    assert found is not None
    assert [one.answer for one in found.contested] == ["Gezählt sind alle."]


def test_another_ressorts_item_is_not_opened_by_its_address(database: Database) -> None:
    _, other = plan(database, measure(), measure(number="2", lead="SMK", title="Schulportal"))
    assert [one.value for one in _shown(database, kennung=other).header] == ["1 Akte"]
    assert [one.value for one in _shown(database, SMK, kennung=other).header] == ["2 Schulportal"]


def test_unreleased_entries_of_others_are_not_seen(database: Database) -> None:
    mine, other = plan(database, measure(), measure(number="2", lead="SMK"))
    sent(database, other, SMK, status="dropped", reason="geheim")
    sent(database, mine, status="delayed", reason="Vergabe")
    seen = own_plan(database, by=SMI, on=NOW.date(), at=NOW + timedelta(days=1))
    assert seen.view.measures["status"].to_dict() == {mine: "delayed", other: "in_progress"}
    assert seen.courses.keys() == {mine}
