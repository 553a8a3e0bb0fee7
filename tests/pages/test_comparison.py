from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.view import PlanView
from masterplan.pages import comparison
from masterplan.store.engine import Database
from tests.builders import measure, view
from tests.pages.offering import offered, shown

BEFORE = date(2020, 12, 31)


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import comparison

    comparison.show(plan, offered)


def _shown(plan: PlanView, **more: Any) -> AppTest:
    return shown(_page, plan, **more)


def test_the_empty_plan_says_what_to_do() -> None:
    assert "python -m masterplan demo" in _shown(view()).info[0].value


@pytest.mark.parametrize(
    ("compared_on", "said"),
    [(None, "keinen früheren Stand"), (date(2021, 6, 30), "muss vor dem 30.06.2021 liegen")],
)
def test_without_an_earlier_stichtag_it_says_so(
    compared_on: date | None, said: str, example_database: Database
) -> None:
    page = _shown(view(measure(1)), compared_on=compared_on, database=example_database)
    assert said in page.info[0].value


def test_figures_changes_and_reasons_of_the_example(example_view: PlanView, example_database: Database) -> None:
    page = AppTest.from_function(
        _page, args=(example_view, offered(example_view, compared_on=BEFORE, database=example_database)),
        default_timeout=30,
    )  # fmt: skip
    page.query_params["kennzahl"] = "milestones.overdue"
    page.query_params["eintraege"] = "milestone"
    page.query_params["aenderung"] = "late"
    page.run()
    assert not page.exception
    figures = {row[0]: row[1:] for row in page.dataframe[0].value.to_numpy().tolist()}
    assert figures["Überfällige Wegmarken"] == ["3", "10", "+7"]
    said = "\n".join(text.value for text in page.markdown).replace("\\", "")
    assert "von 3 auf 10: −1 durch Nachmeldungen und +8 durch Entwicklung." in said
    changes = page.dataframe[1].value
    assert set(changes["Art"]) == {"Wegmarke"}
    assert all("überfällig geworden" in words for words in changes["Was"])
    page.session_state["fields"] = page.session_state["moved"] = True
    page.run()
    assert not page.exception
    moved, fields = page.dataframe[1].value, page.dataframe[3].value
    assert set(moved["Schritt"]) <= {"Berichtigungen", "Nachmeldungen", "Umfang", "Entwicklung"}
    assert all("!" in place or "Zeile" in place for place in fields["Fundstelle"] if place)


def test_nothing_changed_between_two_days_of_one_edition(
    example_view_at: Callable[[date], PlanView], example_database: Database
) -> None:
    page = _shown(example_view_at(date(2021, 6, 30)), compared_on=date(2021, 6, 29), database=example_database)
    assert any("nicht" in info.value or "kein Eintrag" in info.value for info in page.info)


def test_of_many_changes_the_first_are_listed_and_all_are_in_the_file(
    example_view: PlanView, example_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "ROWS", 5)
    page = _shown(example_view, compared_on=BEFORE, database=example_database, key=("few rows",))
    assert len(page.dataframe[1].value) == 5
    assert any("Gezeigt sind die ersten 5; die Datei enthält alle." in caption.value for caption in page.caption)
    files: list[Any] = list(page.get("download_button"))
    assert [button.label for button in files] == ["Als CSV-Datei", "Als CSV-Datei"]
