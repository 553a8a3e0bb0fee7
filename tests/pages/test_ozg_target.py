from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.view import PlanView
from masterplan.pages.parts.service_sheet import address_of
from masterplan.store.engine import Database
from tests.builders import coverage, leika, measure, service, view
from tests.example import EDITIONS
from tests.pages.offering import counts, offered, shown, with_tables


def _page(plan: "PlanView", offered: "Offered") -> None:  # runs alone: names are not known there
    from masterplan.pages import ozg_target

    ozg_target.show(plan, offered)


def _asked(plan: PlanView, **address: str) -> AppTest:
    """The page as an address asks for it."""
    run = AppTest.from_function(_page, args=(plan, offered(plan)), default_timeout=30)
    for name, value in address.items():
        run.query_params[name] = value
    run.run()
    assert not run.exception
    return run


def _said(page: AppTest) -> str:
    return " ".join(text.value for text in page.markdown).replace("\\", "")


def _plan() -> PlanView:
    return view(
        service(1, title="Amt *neu* <b>", theme="Umwelt", ministry="SMI", situation="Haus"),
        service(2, theme="Umwelt", ministry="SK", maturity=2.0, amt24_url="https://amt24.example/2"),
        service(3, theme="Bildung", ministry="SMF", maturity=0.0),
        leika(11, 1, 4.0, title="Antrag"),
        leika(12, 1, 1.0, title="Auskunft"),
        coverage(11, "140000000000", reach="statewide", online=True),
    )


def test_the_empty_plan_says_what_to_do() -> None:
    page = shown(_page, view())
    assert [title.value for title in page.title] == ["OZG-Ziel 2022"]
    assert "python -m masterplan demo" in page.info[0].value


def test_a_plan_without_a_catalogue_says_that_it_is_missing() -> None:
    page = shown(_page, view(measure(1)))
    assert "Noch ist kein OZG-Katalog eingelesen." in page.info[0].value


def test_filtered_to_nothing_the_filters_can_be_lifted() -> None:
    plan = _plan()
    page = shown(_page, narrowed(plan, Filters(themes=("Gesundheit",))), whole=plan)
    assert "keine OZG-Leistung" in page.info[0].value
    assert "Alle Filter aufheben" in [button.label for button in page.button]


def test_the_rules_come_first_with_the_bridge_and_what_others_counted() -> None:
    page = _asked(_plan())
    assert [heading.value for heading in page.header] == [
        "Dieselben Leistungen, fünf Zählweisen", "Die Brücke zwischen zwei Zählweisen",
    ]  # fmt: skip
    assert "nach „Zählweise des Bundes (seit 2020)“ 2 (67\u00a0%)" in _said(page)
    assert "Jede Leistung des Bündels muss Reifegrad 3 haben, nicht nur eine: 1 erfüllt das nicht." in _said(page)
    for name in ("by_rule", "others", "moved"):
        page.session_state[name] = True
    page.run()
    assert not page.exception
    tables = [table.value for table in page.dataframe]
    assert tables[0]["Zählweise des Bundes (seit 2020)"].tolist() == ["● online", "● online", "○ nicht online"]
    assert tables[1]["Wirkung"].tolist() == ["erfüllt nicht", "erfüllt nicht"]
    outside = page.table[0].value
    numbers = ["2,4\u00a0%", "311 von 575 (54\u00a0%)", "315 von 575 (55\u00a0%)", "54\u00a0%"]
    assert sorted(text.replace("\\", "") for text in outside["Zahl"]) == numbers


def test_two_rules_that_are_the_same_have_no_bridge() -> None:
    page = _asked(_plan(), von="bund-2020", nach="bund-2020")
    assert "Beide Zählweisen sind dieselbe." in page.info[0].value


def test_the_way_has_its_paces_and_a_forecast_only_when_asked() -> None:
    page = _asked(_plan(), blick="weg", zaehlweise="ozg-reifegrad-3")
    assert counts(page) == {
        "Online": "1", "Noch nicht online": "2", "Nötig je Monat": "0,1", "Zuletzt je Monat": "–",
    }  # fmt: skip
    assert "Prognose" not in _said(page)
    assert "Keine Prognose: 2 Einträge sind abgeschlossen" in _said(_asked(_plan(), blick="weg", prognose="ja"))


def test_groups_follow_the_address() -> None:
    page = _asked(_plan(), blick="gruppen", gruppe="lage")
    assert "Lebens- und Geschäftslagen nebeneinander" in [heading.value for heading in page.subheader]
    tables = [table.value for table in with_tables(page, "themes", "groups").table]
    assert tables[0]["Themenfeld"].tolist() == ["Bildung", "Umwelt"]
    assert tables[1]["Lebenslage"].tolist() == ["Haus", "ohne Lebenslage"]


def test_the_tiles_have_their_table_beside_them() -> None:
    page = _asked(_plan(), blick="kreise")
    beside = page.table[0].value
    assert len(beside) == 13
    assert set(beside["online"]) == {"1"}


def test_reports_of_places_are_told_over_time_and_by_ministry(
    example_view: PlanView, example_database: Database
) -> None:
    plan = offered(example_view, *EDITIONS, database=example_database)
    run = AppTest.from_function(_page, args=(example_view, plan), default_timeout=60)
    run.query_params["blick"] = "kreise"
    run.session_state["places_by_ministry"] = True
    run.run()
    assert not run.exception
    assert "sagen 544 von 661 Meldungen „online“" in _said(run)
    table = run.table[1].value
    assert sum(int(text) for text in table["Meldungen"]) == 661
    assert sum(int(text) for text in table["online"]) == 544
    official = [name for name in example_view.bodies["short_name"] if name in set(table["Ressort"])]
    assert table["Ressort"].tolist() == official


def test_a_link_to_one_service_shows_all_about_it() -> None:
    page = _asked(_plan(), leistung="1")
    assert page.subheader[0].value.replace("\\", "") == "Amt *neu* <b>"
    assert "OZG-ID: **1**" in _said(page)
    assert page.table[0].value["Antwort"].tolist() == ["● online", "● online", "● online", "○ nicht online"]
    assert page.table[1].value.iloc[:, 0].tolist() == ["Antrag \\(11\\)", "Auskunft \\(12\\)"]
    assert "im ganzen Kreis in 13" in _said(page)
    assert "Der höchste Reifegrad ihrer LeiKa-Leistungen ist am 30.06.2021 4 (Online-Transaktion)" in _said(page)


def test_an_unknown_service_is_said_to_be_unknown() -> None:
    page = _asked(_plan(), leistung="99999")
    assert "„99999“ steht am 30.06.2021 nicht im Katalog" in page.warning[0].value


def test_without_a_choice_the_page_asks_for_one() -> None:
    assert "Wählen Sie eine Leistung" in _asked(_plan(), blick="leistung").info[0].value


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://amt24.sachsen.de/x", "https://amt24.sachsen.de/x"),
        (" http://amt24.sachsen.de ", "http://amt24.sachsen.de"),
        ("javascript:alert(1)", None),
        ("amt24.sachsen.de", None),
        ("https://[", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(written: object, expected: str | None) -> None:
    assert address_of(written) == expected


def test_the_example_plan_shows_every_view(example_view: PlanView) -> None:
    assert example_view.stichtag == date(2021, 12, 31)
    for blick in ("zaehlweisen", "weg", "gruppen", "kreise"):
        assert _asked(example_view, blick=blick).header
