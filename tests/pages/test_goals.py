from dataclasses import replace

from masterplan.actions.offered import Offered
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import goal, item, measure, milestone, view
from tests.pages.offering import shown


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import goals

    goals.show(plan, offered)


def test_the_empty_plan_says_what_to_do() -> None:
    assert "python -m masterplan demo" in shown(_page, view()).info[0].value


def test_a_filter_that_leaves_nothing_says_how_to_lift_it() -> None:
    plan = view(goal("Z1"))
    assert "kein Ziel" in shown(_page, replace(plan, goals=plan.goals.iloc[:0]), whole=plan).info[0].value


def test_a_goal_is_chosen_by_the_address_and_shows_who_contributes() -> None:
    plan = view(
        goal("Z1", title="Erstes"),
        goal("Z2", title="Zweites *neu* <b>", description="Alles [hier](x)", guidelines=["L1"], due_text="bis 2025"),
        item(Kind.GUIDELINE, 1, number="L1", title="Offen", text="Daten *stehen* bereit."),
        milestone(1, goals=["Z2"], status="completed"),
        measure(1, goals=["Z2"], status="in_progress", progress=0.4, lead="SMK", title="Maßnahme <i>"),
        measure(2, goals=["Z2"], status="permanent"),
    )
    run = shown(_page, plan)
    assert run.selectbox[0].value == "goal/Z1"
    run.query_params["ziel"] = "goal/Z2"
    run.run()
    assert not run.exception
    said = " ".join(text.value for text in run.markdown)
    assert "Alles \\[hier\\]\\(x\\)" in said
    assert "bis 2025" in said
    milestones, measures = (table.value for table in run.dataframe)
    assert milestones["getan"].tolist() == ["100\u00a0%"]
    assert measures[["Titel", "Ressort", "getan", "Anteil am Ziel"]].values.tolist() == [
        ["Maßnahme <i>", "SMK", "40\u00a0%", "100,0\u00a0%"]
    ]
    captions = " ".join(caption.value for caption in run.caption)
    assert "Nicht mitgezählt: 1 Daueraufgabe." in captions
    shares, guidelines = (table.value for table in run.table)
    assert shares["Ressort"].tolist() == ["SMI", "SMK"]
    assert guidelines.iloc[0].tolist() == ["L1 Offen", "Daten \\*stehen\\* bereit\\.", "Z2"]


def test_the_example_plan_shows_the_second_core_goal_of_all_ressorts(
    example_database: Database, example_view: PlanView
) -> None:
    run = shown(_page, example_view, database=example_database)
    said = " ".join(text.value for text in run.markdown)
    assert "Zu 10 von 10 Ressorts ist ein Anteil gemeldet" in said
