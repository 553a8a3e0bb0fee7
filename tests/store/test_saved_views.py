"""Saved views: everybody has their own, so many and no more; what is older than accounts is everybody's."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from masterplan.actions import accounts, erasure
from masterplan.actions.offered import Offered
from masterplan.actions.saved_views import MOST, NotSaved, forget_view, is_own, remember_view, remembered_views
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import view
from tests.pages.offering import CHANCELLERY, offered

AT = datetime(2022, 1, 1, 12, tzinfo=UTC)
PARAMETERS = {"stichtag": "2021-12-31", "q": "Anträge 5 %"}


@pytest.fixture
def reader(database: Database) -> Actor:
    return _account(database, "Rosa", Role.READER)


def _account(database: Database, name: str, role: Role) -> Actor:
    added = accounts.add(database, by=CHANCELLERY, at=AT, name=name, role=role, body=None, subject=name)
    return Actor(name, role, account=added.account)


def _remember(database: Database, by: Actor, name: str, **more: str) -> None:
    remember_view(database, name=name, page="massnahmen", parameters={**PARAMETERS, **more}, by=by, at=AT)


def _names(database: Database, by: Actor) -> list[str]:
    return [one.name for one in remembered_views(database, by=by)]


def test_views_come_back_as_they_were_saved_in_german_order(database: Database, reader: Actor) -> None:
    for name in ("Zuletzt", "  Ämter   im\tVerzug ", "auto"):
        _remember(database, reader, name)
    first, *_ = found = remembered_views(database, by=reader)
    assert [one.name for one in found] == ["Ämter im Verzug", "auto", "Zuletzt"]
    assert (first.page, dict(first.parameters), first.saved_at) == ("massnahmen", PARAMETERS, AT)
    forget_view(database, name="auto", by=reader, at=AT)
    forget_view(database, name="nie gewesen", by=reader, at=AT)
    assert _names(database, reader) == ["Ämter im Verzug", "Zuletzt"]


def test_nobody_sees_removes_or_fills_up_the_views_of_others(database: Database, reader: Actor) -> None:
    other = _account(database, "Kai", Role.CHANCELLERY)
    for number in range(MOST):
        _remember(database, reader, f"Ansicht {number}")
    with pytest.raises(NotSaved, match=f"schon {MOST} Ansichten"):
        _remember(database, reader, "Eine zu viel")
    _remember(database, other, "Ansicht 7", q="meine")
    assert _names(database, other) == ["Ansicht 7"]
    forget_view(database, name="Ansicht 7", by=other, at=AT)
    assert (len(_names(database, reader)), _names(database, other)) == (MOST, [])
    erasure.erase_account(database, account=str(reader.account), reason="Antrag", by=CHANCELLERY, at=AT)
    assert _names(database, reader) == [], "with the account its views are erased"
    with pytest.raises(NotAllowed, match="geändert oder gesperrt"):
        _remember(database, reader, "Danach")


def test_what_was_saved_for_everybody_is_removed_by_the_chancellery(database: Database, reader: Actor) -> None:
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO saved_view (name, page, parameters, saved_at) VALUES ('Alt', 'ziele', '{}', :at)"),
            {"at": AT.isoformat()},
        )
    _remember(database, reader, "Eigene")
    assert [is_own(one, reader) for one in remembered_views(database, by=reader)] == [False, True]
    with pytest.raises(NotSaved, match="gibt es schon"):
        _remember(database, reader, "alt")
    with pytest.raises(NotAllowed, match="für alle gemerkt"):
        forget_view(database, name="Alt", by=reader, at=AT)
    forget_view(database, name="Alt", by=CHANCELLERY, at=AT)
    assert _names(database, reader) == ["Eigene"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Bitte geben Sie der Ansicht einen Namen."),
        (" \n ", "Bitte geben Sie der Ansicht einen Namen."),
        ("x" * 81, "höchstens 80 Zeichen"),
        ("SCHON da", "„Schon da“ gibt es schon"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_german(database: Database, reader: Actor, name: str, words: str) -> None:
    _remember(database, reader, "Schon da")
    with pytest.raises(NotSaved, match=words):
        _remember(database, reader, name, q="anderes")
    assert [dict(one.parameters) for one in remembered_views(database, by=reader)] == [PARAMETERS]


def test_a_double_click_saves_once(database: Database, reader: Actor) -> None:
    for _ in range(2):
        _remember(database, reader, "Zweimal")
    assert _names(database, reader) == ["Zweimal"]


def _side(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    import streamlit as st

    from masterplan.pages.parts import saved_views

    st.session_state["saved_views"] = True
    saved_views.show(offered, "massnahmen")


def test_the_side_saves_what_is_shown_and_says_what_is_wrong(database: Database, reader: Actor) -> None:
    plan, more = view(), {"database": database, "now": AT, "actor": reader}
    side = AppTest.from_function(_side, args=(plan, offered(plan, **more)), default_timeout=30)
    side.query_params["ressort"] = "SK"
    side.run()
    assert "Noch keine." in side.caption[0].value
    side.text_input[0].set_value("Mein *Blick*").run()
    side.button(key="remember").click().run()
    (saved,) = remembered_views(database, by=reader)
    assert (saved.name, saved.page, dict(saved.parameters)) == ("Mein *Blick*", "massnahmen", {"ressort": "SK"})
    assert side.text_input[0].value == ""
    side.button(key="remember").click().run()
    assert side.error[0].value.replace("\\", "") == "Bitte geben Sie der Ansicht einen Namen."
    assert not side.exception
