from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.view import PlanView
from masterplan.pages.parts import one_page
from masterplan.store.engine import Database
from tests.builders import milestone, view
from tests.pages.offering import counts, offered, shown


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import implementation_plans

    implementation_plans.show(plan, offered)


def _look(run: AppTest, name: str) -> AppTest:
    run.query_params["blick"] = name
    run.run()
    assert not run.exception
    return run


def test_the_empty_plan_says_what_to_do() -> None:
    assert "python -m masterplan demo" in shown(_page, view()).info[0].value


def test_a_filter_that_leaves_nothing_says_how_to_lift_it() -> None:
    plan = view(milestone(1))
    run = shown(_page, replace(plan, milestones=plan.milestones.iloc[:0]), whole=plan)
    assert "keine Wegmarke" in run.info[0].value
    assert run.button[0].label == "Alle Filter aufheben"


def test_a_ressort_that_is_chosen_alone_can_be_had_on_one_page(
    example_view: PlanView, example_database: Database
) -> None:
    def buttons(*chosen: str) -> list[str]:
        filters = Filters(ministries=chosen)
        with_filters = {"database": example_database, "filters": filters, "whole": example_view}
        run = shown(_page, narrowed(example_view, filters), **with_filters)
        found: list[Any] = list(run.get("download_button"))
        return [one.label for one in found if "Blatt" in one.label]

    assert (buttons("SMI"), buttons("SMI", "SK"), buttons()) == (["Blatt SMI als PDF"], [], [])
    offers = offered(example_view, database=example_database)
    with pikepdf.open(BytesIO(one_page.made(example_view, offers, "SMI"))) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (1, "Sächsisches Staatsministerium des Innern")


def test_the_page_shows_figures_timeline_and_what_is_late_or_near() -> None:
    plan = view(
        milestone(1, status="completed", due_on="2021-03-31", achieved_on="2021-03-31"),
        milestone(2, status="planned", due_on="2021-06-29", title="Portal *neu* <b>", forecast_on="2021-09-01"),
        milestone(3, status="planned", due_on="2021-12-31", baseline_text="Alles auf *Papier*."),
    )
    run = shown(_page, plan)
    assert counts(run) == {
        "Erreicht": "1", "Überfällig": "1", "In 90 Tagen fällig": "1", "In Verzug": "1", "Mittlerer Verzug": "21 Tage",
    }  # fmt: skip
    late, near = (table.value for table in run.dataframe)
    assert late[["Wegmarke", "Tage"]].values.tolist() == [["Portal *neu* <b>", 1.0]]
    assert near["Tage"].tolist() == [63.0]
    texts = _look(run, "Ist-Stand").table[0].value
    assert texts["Ist-Stand"].tolist() == ["keine Angabe", "keine Angabe", "Alles auf \\*Papier\\*\\."]
    whole = _look(run, "Alle Wegmarken").dataframe[0].value
    assert whole["Nummer"].tolist() == ["1", "2", "3"]


def test_the_log_and_the_trend_of_the_example_plan_name_days_reasons_and_files(
    example_database: Database, example_view: PlanView
) -> None:
    run = _look(shown(_page, example_view, database=example_database), "Umplanungen")
    log = run.dataframe[0].value
    assert log["Stand"].is_monotonic_decreasing
    assert "im Plan" in log["Begründung"].tolist()
    assert log["Quelle"].str.contains("Umsetzungsplanung").all()
    moved = (log["nachher"] - log["vorher"]).dt.days
    assert moved[moved.notna()].tolist() == log["Tage"].dropna().tolist()
    assert "Termine bei" in " ".join(text.value for text in run.markdown)
    run = _look(run, "Meilensteintrend")
    assert "Den größten Verzug hat" in " ".join(text.value for text in run.markdown)


def test_without_a_database_the_course_is_said_to_be_missing() -> None:
    run = shown(_page, view(milestone(1, due_on=date(2021, 3, 31).isoformat())))
    for look in ("Umplanungen", "Meilensteintrend"):
        assert "Ohne Datenbank" in _look(run, look).info[0].value
