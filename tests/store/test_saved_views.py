from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.actions.saved_views import NotSaved, forget_view, remember_view, remembered_views
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import view
from tests.pages.offering import CHANCELLERY, offered

AT = datetime(2022, 1, 1, 12, tzinfo=UTC)
PARAMETERS = {"stichtag": "2021-12-31", "q": "Anträge 5 %"}


def _remember(database: Database, name: str, page: str = "massnahmen", **more: str) -> None:
    remember_view(database, name=name, page=page, parameters={**PARAMETERS, **more}, by=CHANCELLERY, at=AT)


def test_views_come_back_as_they_were_saved_in_german_order(database: Database) -> None:
    for name in ("Zuletzt", "  Ämter   im\tVerzug ", "auto"):
        _remember(database, name)
    first, *_ = found = remembered_views(database)
    assert [one.name for one in found] == ["Ämter im Verzug", "auto", "Zuletzt"]
    assert (first.page, dict(first.parameters), first.saved_at) == ("massnahmen", PARAMETERS, AT)
    forget_view(database, name="auto", by=CHANCELLERY, at=AT)
    forget_view(database, name="nie gewesen", by=CHANCELLERY, at=AT)
    assert [one.name for one in remembered_views(database)] == ["Ämter im Verzug", "Zuletzt"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Bitte geben Sie der Ansicht einen Namen."),
        (" \n ", "Bitte geben Sie der Ansicht einen Namen."),
        ("x" * 81, "höchstens 80 Zeichen"),
        ("SCHON da", "„Schon da“ gibt es schon"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_german(database: Database, name: str, words: str) -> None:
    _remember(database, "Schon da")
    with pytest.raises(NotSaved, match=words):
        _remember(database, name, q="anderes")
    assert [dict(one.parameters) for one in remembered_views(database)] == [PARAMETERS]


def test_a_double_click_saves_once(database: Database) -> None:
    for _ in range(2):
        _remember(database, "Zweimal")
    assert len(remembered_views(database)) == 1


def _side(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    import streamlit as st

    from masterplan.pages.parts import saved_views

    st.session_state["saved_views"] = True
    saved_views.show(offered, "massnahmen")


def test_the_side_saves_what_is_shown_and_says_what_is_wrong(database: Database) -> None:
    plan = view()
    side = AppTest.from_function(_side, args=(plan, offered(plan, database=database, now=AT)), default_timeout=30)
    side.query_params["ressort"] = "SK"
    side.run()
    assert "Noch keine." in side.caption[0].value
    side.text_input[0].set_value("Mein *Blick*").run()
    side.button(key="remember").click().run()
    (saved,) = remembered_views(database)
    assert (saved.name, saved.page, dict(saved.parameters)) == ("Mein *Blick*", "massnahmen", {"ressort": "SK"})
    assert side.text_input[0].value == ""
    side.button(key="remember").click().run()
    assert side.error[0].value.replace("\\", "") == "Bitte geben Sie der Ansicht einen Namen."
    assert not side.exception
