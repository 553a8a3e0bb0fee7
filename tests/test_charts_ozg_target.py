import json
from datetime import date

import pandas as pd
import pytest

from masterplan.charts import theme
from masterplan.charts.burn_up import burn_up as burn_up_chart
from masterplan.charts.chart import Chart
from masterplan.charts.counting_rules import counting_rules
from masterplan.charts.county_map import NARROWING
from masterplan.charts.county_tiles import county_tiles, service_tiles
from masterplan.charts.places_online import places_online
from masterplan.charts.rule_bridge import beams, rule_bridge
from masterplan.charts.service_course import service_maturity, service_places
from masterplan.charts.services_by_group import services_by_group
from masterplan.charts.theme_maturity import theme_maturity
from masterplan.domain.outlook.service_outlook import outlook
from masterplan.domain.services.boundaries import Map, from_geojson
from masterplan.domain.services.burn_up import burn_up
from masterplan.domain.services.counties import COUNTIES, in_counties
from masterplan.domain.services.counting_bridge import bridge
from masterplan.domain.services.one_service import ServicePoint
from masterplan.domain.services.services_by_group import maturity_by_theme, rule_shares, rule_states, shares_by_group
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import PlanView
from tests.builders import STICHTAG, county_features, coverage, leika, service, view
from tests.test_charts import _contrast as contrast

EARLIER = date(2020, 6, 30)
NO_COUNTS = pd.DataFrame({"on": [], "level": [], "online": [], "offline": [], "unknown": []})


def _by_group(plan: PlanView, by: str, dark: bool = False) -> Chart:
    figures = shares_by_group(plan, rule_states(plan), "bund-2020", by)
    return services_by_group(figures, by, "bund-2020", {}, plan.stichtag, dark)


def _all(plan: PlanView, dark: bool = False) -> list[Chart]:
    tiles = in_counties(plan).counts()
    return [
        counting_rules(rule_shares(rule_states(plan)), plan.stichtag, dark),
        burn_up_chart(burn_up([plan], "bund-2020"), dark),
        theme_maturity(maturity_by_theme(plan), plan.stichtag, dark),
        _by_group(plan, "situation", dark),
        county_tiles(tiles, len(plan.services), plan.stichtag, dark),
        places_online(NO_COUNTS, plan.stichtag, dark),
        service_maturity([], plan.stichtag, dark),
        service_places([], plan.stichtag, dark),
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_of_the_empty_plan_says_that_there_is_nothing(dark: bool) -> None:
    for chart in _all(view(), dark):
        assert chart.title
        assert chart.definition.endswith(".")
        assert "30.06.2021" in chart.sentence


def _plan(stichtag: date = STICHTAG) -> PlanView:
    return view(
        service(1, theme="Umwelt", ministry="SMI"),
        service(2, theme="Umwelt", ministry="SK", maturity=2.0),
        service(3, theme="Bildung", ministry="SMF", maturity=1.0),
        service(4, theme="Arbeit", ministry="SMF", maturity=0.0),
        service(5, theme="Arbeit", ministry="SMF", maturity=0.0),
        leika(11, 1, 4.0),
        leika(12, 1, 1.0),
        coverage(11, "140000000000", reach="statewide", online=True),
        stichtag=stichtag,
    )


def test_the_rules_stand_side_by_side_with_what_they_rest_on() -> None:
    chart = counting_rules(rule_shares(rule_states(_plan())), STICHTAG)
    assert chart.sentence == (
        "Am 30.06.2021 sind von 5 OZG-Leistungen online: nach „Zählweise des Bundes (seit 2020)“ 2 (40\u00a0%); nach "
        "„Zählweise des Bundes, flächendeckend“ mindestens 1 (20\u00a0%); nach „OZG-Pflicht (Reifegrad 3)“ 1 "
        "(20\u00a0%); nach „Strengste Leistung“ 0 (0\u00a0%). Von den 2 einzelnen LeiKa-Leistungen sind es 1 "
        "(50\u00a0%)."
    )
    assert chart.table["online (höchstens)"].tolist() == ["2", "2", "1", "0", "1"]


def test_too_little_known_gives_numbers_and_no_share() -> None:
    plan = view(service(1, maturity=3.0), service(2))
    chart = counting_rules(rule_shares(rule_states(plan)), STICHTAG)
    assert "mindestens 1 (Angaben nur zu 50,0\u00a0%)" in chart.sentence
    assert chart.table["Anteil mindestens"].tolist()[0] == "keine Angabe"
    assert "1 von 2 · kein Anteil*" in json.dumps(chart.figure.to_dict()["layout"]["yaxis"], ensure_ascii=False)


def test_the_bridge_adds_up_step_by_step() -> None:
    steps = bridge(_plan(), "bund-flaechendeckend", "strengste-leistung")
    chart = rule_bridge(steps, STICHTAG)
    assert [(one.start, one.length, one.text) for one in beams(steps)] == [
        (0, 1, "1"), (1, 1, "+1 kommt hinzu"), (0, 2, "2"), (1, 1, "−1 erfüllt nicht"), (0, 1, "1"),
        (0, 1, "−1 erfüllt nicht"), (0, 0, "0"),
    ]  # fmt: skip
    assert chart.sentence.startswith(
        "Am 30.06.2021 gilt nach „Zählweise des Bundes, flächendeckend“ 1 OZG-Leistung als online, nach „Strengste "
        "Leistung“ keine."
    )
    assert chart.table["nachher"].tolist() == ["2", "1", "0"]


def _grown(on: date, online: int) -> PlanView:
    return view(*[service(n, maturity=3.0 if n < 100 + online else 0.0) for n in range(100, 140)], stichtag=on)


def test_the_burn_up_names_both_paces_and_only_when_asked_the_outlook() -> None:
    days = (date(2018, 6, 30), date(2019, 6, 30), EARLIER, STICHTAG)
    plans = [_grown(on, online) for on, online in zip(days, (4, 10, 16, 28), strict=True)]
    course = burn_up(plans, "bund-2020")
    chart = burn_up_chart(course)
    assert chart.sentence == (
        "Am 30.06.2021 sind 28 von 40 OZG-Leistungen online. Bis zum 31.12.2022 müssten es 0,7 je Monat mehr werden; "
        "seit dem 30.06.2020 waren es 1,0 je Monat."
    )
    assert "Prognose" not in " ".join(chart.table.columns)
    ahead = burn_up_chart(course, outlook=outlook(plans, "bund-2020"))
    assert "mit 80 % Wahrscheinlichkeit" in ahead.sentence
    assert ahead.table["Prognose (80 %)"].ne("–").sum() == 18


@pytest.mark.parametrize(
    ("online", "stichtag", "end"),
    [
        (40, STICHTAG, "Damit sind alle online."),
        (30, date(2023, 1, 31), "Das Ziel zum 31.12.2022 ist nicht erreicht; es fehlen 10."),
        (30, STICHTAG, "für ein bisheriges Tempo liegen zu wenige Angaben vor."),
    ],
)
def test_the_burn_up_says_how_it_ended(online: int, stichtag: date, end: str) -> None:
    assert burn_up_chart(burn_up([_grown(stichtag, online)], "bund-2020")).sentence.endswith(end)


def test_themes_are_told_by_their_share_from_grade_three_on() -> None:
    chart = theme_maturity(maturity_by_theme(_plan()), STICHTAG)
    assert chart.sentence == (
        "Am 30.06.2021 hat 1 von 5 OZG-Leistungen Reifegrad 3 oder höher; zu 0 ist keiner gemeldet. Am größten ist der "
        "Anteil in „Umwelt“ (50\u00a0%), am kleinsten in „Arbeit“ und „Bildung“ (0\u00a0%)."
    )
    assert chart.table["4 Online-Transaktion"].tolist() == ["0", "0", "1"]


def test_ministries_stand_in_official_order_with_their_median_and_no_ranking() -> None:
    chart = _by_group(_plan(), "ministry")
    assert chart.table["Ressort"].tolist() == ["SK", "SMI", "SMF"]
    assert chart.sentence == (
        "Am 30.06.2021 sind je nach Ressort zwischen 0\u00a0% und 100\u00a0% sicher online; der Median der Ressorts "
        "liegt bei 100\u00a0%. In 1 Gruppe ist sicher noch keine Leistung online."
    )


def test_of_many_situations_only_those_with_most_to_do_are_drawn_and_all_are_listed() -> None:
    services = [service(100 + n, situation=f"Lage {n:02}", maturity=0.0) for n in range(20)]
    chart = _by_group(view(*services), "situation")
    assert len(chart.table) == 20
    assert len(chart.figure.data[0].x) == 15


def test_a_tile_per_county_bears_name_and_number() -> None:
    plan = _plan()
    chart = county_tiles(in_counties(plan).counts(), 5, STICHTAG)
    assert chart.sentence == (
        "Am 30.06.2021 sind je Kreis mindestens 1 von 5 OZG-Leistungen online. Zu 4 Leistungen ist nirgends gemeldet, "
        "wo sie verfügbar sind."
    )
    assert len(chart.table) == len(chart.figure.layout.shapes) == 13
    assert "Bautzen<br><b>1</b> online" in chart.figure.data[0].text


def test_imported_boundaries_are_drawn_instead_of_tiles_with_their_source() -> None:
    boundaries = from_geojson(json.dumps({"features": county_features()}).encode())
    chart = county_tiles(in_counties(_plan()).counts(), 5, STICHTAG, official=Map(boundaries, "© Amt <2021>"))
    assert "Kreisgrenzen: © Amt <2021>." in chart.definition
    assert [surface.fill for surface in chart.figure.data] == ["toself"] * 13
    *marks, legend, source = [note.text for note in chart.figure.layout.annotations]
    assert marks == ["<b>1</b>"] * 13
    assert legend.startswith("Zahl der Leistungen")
    assert source == "© Amt &lt;2021&gt;"
    hovers = [surface.text for surface in chart.figure.data]
    at = chart.figure.layout.annotations[[hover.startswith("Vogtlandkreis:") for hover in hovers].index(True)]
    west, south = county_features()[list(COUNTIES).index("14523")]["geometry"]["coordinates"][0][0]
    assert (round(at.x / NARROWING - west, 6), round(at.y - south, 6)) == (0.2, 0.15)


def test_without_any_report_of_places_the_tiles_say_so() -> None:
    plan = view(service(1, maturity=3.0))
    assert "nicht gemeldet" in county_tiles(in_counties(plan).counts(), 1, STICHTAG).sentence


def test_the_tiles_of_one_service_say_it_in_words() -> None:
    somewhere = dict.fromkeys(COUNTIES, NO) | {"14511": YES, "14625": YES, "14626": UNKNOWN}
    chart = service_tiles(somewhere, dict.fromkeys(COUNTIES, NO) | {"14511": YES}, STICHTAG)
    assert chart.sentence == (
        "Am 30.06.2021 ist die Leistung von 13 Kreisen online: im ganzen Kreis in 1, in Teilen in 1, nicht online in "
        "10 und keine Angabe in 1."
    )


def test_places_are_summed_over_their_levels() -> None:
    counts = pd.DataFrame(
        {
            "on": pd.to_datetime([EARLIER, STICHTAG, STICHTAG]), "level": ["county", "county", "state"],
            "online": [1, 3, 1], "offline": [2, 1, 0], "unknown": [0, 0, 1],
        }
    )  # fmt: skip
    chart = places_online(counts, STICHTAG)
    assert chart.sentence == "Am 30.06.2021 sagen 4 von 6 Meldungen „online“; Ende 06/2020 waren es 1 von 3."
    assert chart.table["online: Land"].tolist() == ["0", "1"]


def test_the_course_of_a_service_tells_grade_and_places() -> None:
    points = [ServicePoint(EARLIER, 1.0, None, None, None, None), ServicePoint(STICHTAG, 1.0, 3.0, 1.0, 4, 2)]
    grades, places = service_maturity(points, STICHTAG), service_places(points, STICHTAG)
    assert grades.sentence == (
        "Der höchste Reifegrad ihrer LeiKa-Leistungen ist am 30.06.2021 3 (Online-Leistung), der niedrigste 1 "
        "(Information)."
    )
    assert grades.table["höchster Reifegrad"].tolist() == ["keine Angabe", "3 (Online-Leistung)"]
    assert places.sentence == "Am 30.06.2021 ist die Leistung in 2 von 13 Kreisen online (4 Meldungen „online“)."


@pytest.mark.parametrize("dark", [False, True])
def test_markup_in_the_plan_stays_text(dark: bool) -> None:
    plan = view(service(1, theme="<i>x</i>", situation="<i>y</i>", ministry="<i>z</i>", maturity=3.0))
    for chart in [*_all(plan, dark), _by_group(plan, "ministry", dark)]:
        assert "<i>" not in json.dumps(json.loads(chart.figure.to_json()))


def test_numbers_can_be_read_on_every_fill() -> None:
    fills = [*theme.RAMP, *theme.RAMP_GREY, *theme.STATE_FILLS.values(), *theme.DARK_STATE_FILLS.values()]
    for fill in fills:
        assert contrast(fill.colour, fill.ink) >= 4.5
