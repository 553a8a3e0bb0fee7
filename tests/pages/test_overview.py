from datetime import date

from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from tests.builders import measure, milestone, service, source, view
from tests.pages.offering import counts, html, shown, with_tables


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import overview

    overview.show(plan, offered)


def _shown(plan: PlanView, *stands: date) -> AppTest:
    return shown(_page, plan, *stands)


def _said(page: AppTest) -> str:
    return " ".join(text.value for text in page.markdown).replace("\\", "")


def test_the_empty_plan_says_what_to_do() -> None:
    page = _shown(view())
    assert [title.value for title in page.title] == ["Überblick"]
    assert "python -m masterplan demo" in page.info[0].value
    assert not counts(page)


def test_a_stichtag_before_the_first_file_points_to_it() -> None:
    page = _shown(view(stichtag=date(2019, 1, 1)), date(2019, 3, 19))
    assert "Die erste hat den Stand 19.03.2019." in page.info[0].value
    assert page.button[0].label == "Zum 19. März 2019"


def test_the_overview_shows_figures_sentences_tables_and_sources() -> None:
    services = [service(10000 + n, maturity=3.0 if n < 3 else 0.0) for n in range(10)]
    plan = view(
        *services,
        milestone(1, status="planned", due_on="2021-06-29", title="Portal *neu* <b>"),
        measure(1, status="completed", level="municipal"),
        measure(2, status=None),
        sources=[source("Katalog.xlsx")],
    )
    page = _shown(plan)
    assert counts(page) == {
        "OZG-Leistungen online": "30\u00a0%", "OZG-Pflicht (Reifegrad 3)": "30\u00a0%",
        "Gerader Weg verlangt": "30\u00a0%", "Überfällige Wegmarken": "1", "In 90 Tagen fällige Wegmarken": "0",
        "Wegmarken in Verzug": "0", "Überfällige Maßnahmen": "0", "Verzögerte Maßnahmen": "0",
        "Zurückgestellte Maßnahmen": "0", "Widersprüche der Ampeln": "0", "Veraltete Meldungen": "1",
        "Erreichte Ziele": "0", "Erreichte Wegmarken": "0", "Abgeschlossene Maßnahmen": "1",
        "Kommunale Maßnahmen": "1",
    }  # fmt: skip
    said = _said(page)
    assert "mindestens 3 von 10 OZG-Leistungen" in said
    assert "„Portal *neu* <b>“ (SMI): fällig am 29.06.2021, seit 1 Tag." in said
    assert "<small>von 2; höchstens 2</small>" in html(page)
    tables = [table.value for table in with_tables(page, "path", "ministries", "status", "late", "sources").table]
    assert len(tables) == 5
    assert tables[4]["Datei"].tolist() == ["Katalog\\.xlsx"]


def test_a_plan_without_services_or_measures_still_shows_what_it_has() -> None:
    page = _shown(view(milestone(1, status="planned", due_on="2022-06-30")))
    assert counts(page)["OZG-Leistungen online"] == "keine Angabe"
    assert counts(page)["Gerader Weg verlangt"] == "keine Angabe"


def test_what_was_not_yet_recorded_is_said_to_be_so() -> None:
    page = _shown(view(), date(2019, 3, 19))
    assert page.info[0].value == "Zum Stichtag 30.06.2021 war zu dieser Zeit noch nichts erfasst."


def test_a_month_ahead_shows_on_the_switch_and_says_why_there_is_no_forecast() -> None:
    asked: list[object] = []
    page = shown(_page, view(service(10000, maturity=3.0), service(10001, maturity=0.0)), change=asked.append)
    page.toggle[0].set_value(True).run()
    assert asked == [{"ausblick": "ja"}]
    page.query_params["ausblick"] = "ja"
    page.run()
    assert not page.exception
    assert "Keine Prognose: 1 Eintrag ist abgeschlossen" in _said(page)


def test_what_changed_since_the_earlier_stichtag_is_counted(example_view: PlanView, example_database: Database) -> None:
    page = shown(_page, example_view, database=example_database, compared_on=date(2020, 12, 31))
    assert "Seit dem 31. Dezember 2020 geändert" in [header.value for header in page.header]
    assert int(counts(page)["verschoben"]) > 0
