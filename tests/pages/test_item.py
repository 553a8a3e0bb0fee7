from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions import questions
from masterplan.actions.offered import Offered
from masterplan.domain.item.links import Linked, Relation
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.pages.item import short_relation
from masterplan.pages.parts import one_page
from masterplan.store.engine import Database
from tests.builders import measure, view
from tests.pages.offering import CHANCELLERY, counts, html, offered, shown


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import item

    item.show(plan, offered)


def _shown(plan: PlanView, **more: Any) -> AppTest:
    return shown(_page, plan, **more)


def _texts(page: AppTest) -> str:
    return "\n".join(str(text.value) for text in [*page.markdown, *page.caption]).replace("\\", "")


def test_the_empty_plan_says_what_to_do() -> None:
    assert "python -m masterplan demo" in _shown(view()).info[0].value


def test_without_an_item_there_is_a_way_to_look_for_one() -> None:
    page = _shown(view(measure(1)))
    assert page.text_input[0].label == "Eintrag suchen"
    assert not page.warning


def test_an_unknown_key_is_said_literally() -> None:
    page = _shown(view(measure(1)), item="measure/*9*")
    assert page.warning[0].value.replace("\\", "") == "Einen Eintrag „measure/*9*“ gibt es nicht."
    assert "\\*9\\*" in page.warning[0].value


def test_what_is_looked_for_is_listed_the_best_first(example_view: PlanView) -> None:
    page = _shown(example_view)
    page.text_input[0].set_value("Wohngeld").run()
    assert not page.exception
    titles = page.dataframe[0].value["Titel"].tolist()
    assert titles[0] == "Wohngeld im Internet beantragen", "what bears the word itself stands first"
    assert "Wohngeldantrag online in allen Wohngeldstellen" in titles[1:]
    page.text_input[0].set_value("Quastenflosser").run()
    assert "keinen Eintrag" in page.info[0].value


def test_a_measure_shows_lights_dates_links_cells_and_history(
    example_view: PlanView, example_database: Database
) -> None:
    page = _shown(example_view, item="measure/17", database=example_database)
    record = questions.record(example_database, example_view, "measure/17", CHANCELLERY)
    assert record is not None
    metrics = counts(page)
    assert (metrics["Gemeldete Ampel"], metrics["Errechnete Ampel"], metrics["Verzug"]) == (
        "● grün",
        "● grün",
        "549 Tage",
    )
    said = _texts(page)
    assert "Errechnete Ampel, Regel A2:" in said
    assert "Das sind 549 Tage später als ursprünglich geplant." in said
    assert "[1] Beispiel_Massnahmenkatalog.xlsx, Stand 31.12.2021" in said
    facts, history = (table.value for table in page.table[:2])
    places = dict(zip(facts["Angabe"], facts["Fundstelle"].str.replace("\\", ""), strict=True))
    assert places["Ist-Termin"] == "[1] Maßnahmenkatalog!J23"
    assert len(history) == len(record.history) == 4
    assert "Umsetzungsgrad" in history["Änderungen"].iloc[0]
    assert "65 % → 100 %" in history["Änderungen"].iloc[0].replace("\\", "").replace("\u00a0", " ")


def test_a_measure_can_be_had_on_one_page_by_those_who_read_briefings(
    example_view: PlanView, example_database: Database
) -> None:
    whom = {"database": example_database, "item": "measure/17"}
    buttons: list[Any] = list(_shown(example_view, **whom).get("download_button"))
    assert buttons[-1].label == "Blatt als PDF"
    with pikepdf.open(BytesIO(one_page.made(example_view, offered(example_view, **whom), "measure/17"))) as pdf:
        assert len(pdf.pages) == 1
        assert str(example_view.measures.at["measure/17", "title"]) in str(pdf.docinfo["/Title"])


def test_what_an_item_is_linked_with_is_one_list_of_links_in_which_no_text_becomes_markup() -> None:
    known = Relation("Ziele & mehr", (Linked("goal/1", Kind.GOAL, "Z1", "Alles <b>online</b>", "planned"),), ("<i>",))
    there = offered(view(), pages={"eintrag": SimpleNamespace(url_path="eintrag")}, address={"q": "<"})
    assert short_relation(known, there) == (
        '<h3>Ziele &amp; mehr</h3><ul><li><a href="./eintrag?q=%3C&amp;kennung=goal%2F1">'
        "<strong>Z1</strong> Alles &lt;b&gt;online&lt;/b&gt; <small>(in Planung)</small></a></li></ul>"
        "<p>○ Nicht zuzuordnen, wie geschrieben: „&lt;i&gt;“.</p>"
    )


def test_links_of_the_example_are_told_under_their_headings(
    example_view: PlanView, example_database: Database
) -> None:
    said = html(_shown(example_view, item="measure/17", database=example_database))
    assert "<h3>Dient den Zielen</h3><ul><li><strong>Z4</strong> Verwaltungsinterne Verfahren" in said


@pytest.mark.parametrize("kind", ["goal", "guideline", "milestone", "service", "leika", "coverage", "indicator"])
def test_every_kind_of_item_has_its_page(example_view: PlanView, example_database: Database, kind: str) -> None:
    tables = (
        example_view.goals, example_view.guidelines, example_view.milestones, example_view.services,
        example_view.leika_services, example_view.coverage, example_view.indicator_values,
    )  # fmt: skip
    key = next(str(key) for table in tables for key in table.index if str(key).startswith(f"{kind}/"))
    page = _shown(example_view, item=key, database=example_database)
    assert page.title[0].value
    assert "Angaben und ihre Fundstellen" in [header.value for header in page.header]


def test_an_item_that_came_later_leads_to_its_first_day(example_view_at: Any, example_database: Database) -> None:
    last, first = (example_view_at(on) for on in (_editions()[-1], _editions()[0]))
    key = next(str(key) for key, row in last.measures.iterrows() if row["first_on"] > first.stichtag_day)
    page = _shown(first, item=key, database=example_database)
    assert "noch nicht gemeldet" in page.info[0].value
    assert page.button[0].label.startswith("Zum ")


def _editions() -> tuple[Any, ...]:
    from tests.example import EDITIONS

    return EDITIONS
