from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions import questions
from masterplan.domain.access import Actor, Role
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import measure, milestone, source, view
from tests.pages.offering import counts, shown


def _page(plan: "PlanView", offered: "object") -> None:  # runs alone: names are not known there
    from masterplan.pages import data_state

    data_state.show(plan, offered)  # type: ignore[arg-type]


def _list(run: AppTest, name: str) -> AppTest:
    run.query_params["blick"] = name
    run.run()
    assert not run.exception
    return run


PLAN = view(
    milestone(1, ministry="SMI", title="Akte *neu*", number="1", status="in_progress", due_on="2021-03-31",
              reported_light="green", goals=["Z9"]),
    measure(2, lead="SMK", title="Portal", number="2", status="completed", achieved_on="2021-01-31",
            reported_light="green"),
    sources=[source(stand=date(2021, 6, 30), rows=2, warnings=3)], stichtag=date(2021, 6, 30),
)  # fmt: skip


def test_the_empty_plan_says_what_to_do() -> None:
    assert "Noch ist nichts eingelesen." in shown(_page, view()).info[0].value


def test_what_is_doubtful_is_counted_with_its_definition() -> None:
    run = shown(_page, PLAN)
    found = counts(run)
    assert found["Dateien"] == "1"
    assert found["Widersprüche der Ampeln"] == "1"
    assert [table.value["Hinweise"].tolist() for table in run.dataframe] == [[3]]


def test_a_contradiction_shows_both_lights_and_the_rule() -> None:
    table = _list(shown(_page, PLAN), "Widersprüche").dataframe[0].value
    row = table.iloc[0]
    assert list(row[["Titel", "gemeldet", "errechnet", "nach Regel"]]) == ["Akte *neu*", "● grün", "■ rot", "A4"]


def test_a_reference_to_nothing_is_listed_with_the_item_that_names_it() -> None:
    table = _list(shown(_page, PLAN), "Verweise").dataframe[0].value
    assert table.to_dict("records") == [{"Eintrag": "Akte *neu*", "Angabe": "Ziele", "genannt wird": "Z9"}]


@pytest.mark.parametrize("name", ["Veraltet", "Lücken", "Fortschreibungen", "Zurückgezogen", "gibt es nicht"])
def test_every_list_shows_something_or_says_that_there_is_nothing(name: str) -> None:
    run = _list(shown(_page, PLAN), name)
    assert len(run.header) == 1
    assert (
        run.table or run.dataframe or any("nichts offen" in text.value or "Kein" in text.value for text in run.markdown)
    )


def test_a_file_shows_what_was_noted_when_it_came_in(example_view: PlanView, example_database: Database) -> None:
    run = shown(_page, example_view, database=example_database)
    options = run.selectbox(key="file").options
    assert len(options) == len(example_view.sources)
    name = "Beispiel_Umsetzungsplanung_SMWK.xlsx"
    run.selectbox(key="file").select_index(next(at for at, words in enumerate(options) if words.endswith(name))).run()
    noted = run.dataframe[1].value
    files = example_view.sources
    assert len(noted) == files[files["file"].str.endswith(name)].sort_values("stand")["warnings"].iloc[-1]
    assert noted["Stelle"].str.contains("!").all()


@pytest.mark.parametrize(
    ("role", "body", "sees"),
    [(Role.MINISTRY, "SMWK", True), (Role.MINISTRY, "SMI", False), (Role.CABINET, None, False),
     (Role.READER, None, False), (Role.MUNICIPAL, "LK13", False)],
)  # fmt: skip
def test_cells_are_quoted_to_those_only_who_may_have_the_file(
    example_view: PlanView, example_database: Database, role: Role, body: str | None, sees: bool
) -> None:
    found = questions.delivered(example_database, example_view, Actor("Jemand", role, body))
    theirs = [one for one in found if one.ministry == "SMWK"]
    assert theirs
    assert {one.is_open for one in theirs} == {sees}
    assert any(one.problems for one in theirs) is sees
    assert not any(one.problems for one in found if one.ministry != "SMWK") or body == "SMI"
