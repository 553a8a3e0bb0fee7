from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import measure, view
from tests.pages.offering import counts, offered, with_tables

HOSTILE = "<img src=x> **fett** [x](http://x)"
PLAN = view(
    measure("1.10", title="Zehntes", status="in_progress", due_on="2021-01-01", reported_light="green", level="state"),
    measure("1.9", title=HOSTILE, status="delayed", due_on="2021-12-31", progress=0.4, level="municipal", lead="SMK"),
    measure("2.1", title="Später", status=None, depends_on=["1.10"], components=["Amt24"]),
)


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import measures

    measures.show(plan, offered)


def _shown(plan: PlanView = PLAN, more: dict[str, Any] | None = None, **address: str) -> AppTest:
    return _at(address, plan, more)


def _at(address: Mapping[str, str], plan: PlanView = PLAN, more: dict[str, Any] | None = None) -> AppTest:
    page = AppTest.from_function(_page, args=(plan, offered(plan, **(more or {}))), default_timeout=30)
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def _list(page: AppTest) -> pd.DataFrame:
    return page.dataframe[0].value


def test_the_empty_plan_says_what_to_do() -> None:
    page = _shown(view())
    assert "python -m masterplan demo" in page.info[0].value
    assert not counts(page)


def test_a_filter_that_leaves_nothing_can_be_lifted() -> None:
    page = _shown(view(), {"whole": PLAN})
    assert "keine Maßnahme" in page.info[0].value
    assert [button.label for button in page.button] == ["Alle Filter aufheben"]


def test_the_list_shows_every_measure_in_words_and_figures() -> None:
    page = _shown()
    assert counts(page) == {
        "Maßnahmen": "3", "Überfällige Maßnahmen": "1", "Verzögerte Maßnahmen": "1", "Kommunale Maßnahmen": "1",
    }  # fmt: skip
    table = _list(page)
    assert table["Nummer"].tolist() == ["1.9", "1.10", "2.1"]
    assert table["Ampel gemeldet"].tolist() == ["keine Angabe", "● grün", "keine Angabe"]
    assert table["Ampel errechnet"].tolist() == ["▲ gelb", "■ rot", "○ ohne Bewertung"]
    assert table["Status"].tolist() == ["verzögert", "in Umsetzung", "keine Angabe"]
    assert table["Umsetzungsgrad"].tolist()[0] == 40
    assert table["Maßnahme"].tolist()[0] == HOSTILE, "a table of data reads no Markdown"
    assert "3 Maßnahmen im Katalog" in page.markdown[1].value


def test_the_address_restores_order_page_and_what_is_shown() -> None:
    assert _list(_shown(reihenfolge="ampel"))["Nummer"].tolist() == ["1.10", "1.9", "2.1"]
    found = ("measure/2.1", "measure/1.9", "measure/1.10")
    assert _list(_shown(more={"found": found}))["Nummer"].tolist() == ["2.1", "1.9", "1.10"]
    many = view(*(measure(number, title=f"Nr. {number}") for number in range(1, 451)))
    page = _shown(many, seite="3")
    assert _list(page)["Nummer"].tolist() == [str(number) for number in range(401, 451)]
    assert [page.button(key=f"to_{words} Seite").disabled for words in ("Vorige", "Nächste")] == [False, True]
    assert _list(_shown(many, seite="99"))["Nummer"].tolist()[0] == "401"
    assert _list(_shown(many, seite="x", blick="x", reihenfolge="x"))["Nummer"].tolist()[0] == "1"


def test_land_and_kommunen_have_a_chart_with_a_table() -> None:
    page = with_tables(_shown(blick="Land und Kommunen"), "levels")
    assert page.table[0].value["Ebene"].tolist() == ["Land", "Kommune", "keine Angabe"]


def test_dependencies_are_drawn_and_listed() -> None:
    page = with_tables(_shown(blick="Abhängigkeiten"), "dependencies")
    assert page.table[0].value["Nachfolger"].tolist() == ["2\\.1 Später"]
    alone = _shown(view(measure(1)), blick="Abhängigkeiten")
    assert alone.info[0].value == "Keine dieser Wegmarken und Maßnahmen nennt einen Vorgänger."


def test_a_delay_is_computed_when_it_is_asked_for_and_then_stands_in_the_address() -> None:
    asked: list[Any] = []
    page = _shown(more={"change": asked.append}, blick="Was wäre wenn")
    assert page.selectbox[0].options == ["Basiskomponente Amt24 (1 Maßnahme)", "Maßnahme 1.10 Zehntes"]
    assert len(page.header) == 1
    page.selectbox[0].select("measure/1.10")
    page.number_input[0].set_value(2)
    next(button for button in page.button if button.label == "Berechnen").click().run()
    page.button(key="count_measures.overdue").click().run()
    assert asked.pop() == {"auswahl": "measures.overdue", "seite": None}
    assert asked == [{"wenn": "measure/1.10", "verzug": "60"}]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"wenn": "measure/1.10", "verzug": "30"}, "Kommt „1.10 Zehntes“ 30 Tage später, verschieben sich 2 Einträge."),
        ({"wenn": "Amt24", "verzug": "9999999"}, "Kommt „Amt24“ 3.650 Tage später"),
        ({"wenn": "measure/99", "verzug": "30"}, "weder eine Basiskomponente"),
        ({"wenn": "measure/1.10", "verzug": "-3"}, "Gespeichert wird nichts."),
    ],
)
def test_a_deep_link_asks_again_what_a_delay_would_move(address: dict[str, str], words: str) -> None:
    page = _at({"blick": "Was wäre wenn", **address})
    said = " ".join(one.value for one in [*page.markdown, *page.warning]).replace("\\", "")
    assert words in said


def test_circles_are_warned_of() -> None:
    plan = view(measure(1, depends_on=["2"], title=HOSTILE), measure(2, depends_on=["1"]))
    assert "Im Kreis" in _shown(plan, blick="Abhängigkeiten").warning[0].value
    assert "\\*\\*fett" in _shown(plan, blick="Was wäre wenn", wenn="measure/1", verzug="5").warning[0].value


def test_the_budget_of_the_example_plan_keeps_contradicting_sources_apart(
    example_view: PlanView, example_database: Database
) -> None:
    page = with_tables(_shown(example_view, {"database": example_database}, blick="Budget"), "budget")
    metrics = counts(page)
    assert (metrics["Geplant"], metrics["Strittige Beträge"]) == ("55,7\u00a0Mio.\u00a0€", "3")
    by_ministry, by_source = (table.value for table in page.table)
    assert "keine Angabe" not in by_ministry["Federführung"].tolist()
    broadband = by_source[by_source["Maßnahme"] == "Breitbandausbau begleiten"]
    assert broadband["geplant"].str.replace("\\", "").tolist() == [
        "712,5\u00a0Mio.\u00a0€", "70,0\u00a0Mio.\u00a0€", "700,0\u00a0Mio.\u00a0€",
    ]  # fmt: skip
    assert _shown(blick="Budget").info[0].value == "Zu diesen Maßnahmen ist am Stichtag kein Betrag gemeldet."
