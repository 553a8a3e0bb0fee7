import json
from datetime import date
from typing import Any

import pytest

from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.charts.measures_status import measures_status
from masterplan.charts.overdue import overdue
from masterplan.charts.services_path import services_path
from masterplan.domain.overview import STATUS_ORDER, path, services_online
from masterplan.domain.view import PlanView
from tests.builders import measure, milestone, service, view

FIRST, SECOND = date(2019, 12, 31), date(2021, 6, 30)


def _path_chart(*views: PlanView) -> Chart:
    return services_path(path([services_online(one, "bund-2020") for one in views]))


def _charts(plan: PlanView) -> list[Chart]:
    return [_path_chart(plan), measures_status(plan), overdue(plan)]


def test_every_chart_of_the_empty_plan_says_that_there_is_nothing() -> None:
    for chart in _charts(view()):
        assert chart.title
        assert chart.definition.endswith(".")
        assert "30.06.2021" in chart.sentence
        assert chart.table.empty
        assert len(chart.figure.layout.annotations) == 1


def test_the_path_compares_the_share_with_the_straight_way() -> None:
    before = [service(10000 + n, maturity=3.0 if n < 1 else 0.0) for n in range(10)]
    after = [service(10000 + n, maturity=3.0 if n < 4 else 0.0) for n in range(10)]
    chart = _path_chart(view(*before, stichtag=FIRST), view(*after, stichtag=SECOND))
    assert chart.sentence == (
        "Am 30.06.2021 sind mindestens 4 von 10 OZG-Leistungen online (40,0\u00a0%). Der gerade Weg zum 31.12.2022 "
        "verlangt an diesem Tag 54,9\u00a0%. Es fehlen 14,9 Prozentpunkte."
    )
    assert chart.table["Anteil mindestens"].tolist() == ["10,0\u00a0%", "40,0\u00a0%"]


@pytest.mark.parametrize(
    ("stichtag", "online", "end"),
    [
        (date(2022, 12, 31), 4, "ist nicht erreicht; es fehlen 60,0 Prozentpunkte."),
        (date(2023, 6, 30), 10, "ist erreicht."),
    ],
)
def test_from_the_target_day_on_the_path_says_whether_it_was_reached(stichtag: date, online: int, end: str) -> None:
    services = [service(10000 + n, maturity=3.0 if n < online else 0.0) for n in range(10)]
    assert _path_chart(view(*services, stichtag=FIRST), view(*services, stichtag=stichtag)).sentence.endswith(end)


def test_too_little_known_gives_no_share_in_the_chart_either() -> None:
    chart = _path_chart(view(service(1, maturity=3.0), service(2)))
    assert "wird kein Anteil genannt" in chart.sentence
    assert chart.table["Anteil mindestens"].tolist() == ["–"]


def test_measures_are_shown_by_ressort_and_status_the_dropped_ones_apart() -> None:
    plan = view(
        measure(1, status="completed"), measure(2, status="dropped"), measure(3, lead="SMK"), measure(4, lead=None)
    )
    chart = measures_status(plan)
    assert chart.table.to_dict("list") == {
        "Ressort": ["SMI", "SMK", "ohne Federführung"], "Maßnahmen": [1, 1, 1], "abgeschlossen": [1, 0, 0],
        "entfallen": [1, 0, 0], "keine Angabe": [0, 1, 1],
    }  # fmt: skip
    assert chart.sentence == (
        "Am 30.06.2021 stehen 3 Maßnahmen im Katalog: 1 abgeschlossen und 2 ohne Angabe. Hinzu kommt 1 entfallene."
    )


def test_the_busiest_ressort_is_named_where_it_leads_more_than_any_other() -> None:
    two, one = measure(1), measure(3, lead="SMK")
    assert measures_status(view(two, measure(2), one)).sentence.endswith("Von den Ressorts führt SMI die meisten (2).")
    assert "die meisten" not in measures_status(view(two, one)).sentence
    assert measures_status(view(one)).sentence == "Am 30.06.2021 steht 1 Maßnahme im Katalog: 1 ohne Angabe."


def test_overdue_milestones_come_longest_first_with_their_own_words() -> None:
    plan = view(
        milestone(1, status="planned", due_on="2021-06-29", title="Kurz"),
        milestone(2, status="planned", due_on="2020-12-31", due_text="Ende 2020", title="Lang"),
        milestone(3, status="completed", due_on="2020-12-31"),
        milestone(4, status=None, due_on="2020-12-31"),
    )
    chart = overdue(plan)
    assert chart.table["Wegmarke"].tolist() == ["Lang", "Kurz"]
    assert chart.table["Plantermin"].tolist() == ["31.12.2020 („Ende 2020“)", "29.06.2021"]
    assert "„Lang“ (SMI): fällig am 31.12.2020, seit 181 Tagen." in chart.sentence


def test_a_chart_is_sent_without_a_template_of_looks_that_are_not_its_own() -> None:
    drawn = measures_status(view(measure(1, status="planned"))).figure.to_dict()
    assert len(json.dumps(drawn["layout"]["template"])) < 100


def test_a_ressort_without_a_piece_keeps_its_place_among_the_bars() -> None:
    bars = measures_status(view(measure(1, status="planned"), measure(2, lead="SMK", status="completed"))).figure
    assert [list(bar.y) for bar in bars.data] == [["SMK"], ["SMI"]]
    assert list(bars.layout.yaxis.categoryarray) == ["SMI", "SMK"]
    assert list(bars.layout.yaxis.range) == [1.5, -0.5]


@pytest.mark.parametrize("dark", [False, True])
def test_markup_in_the_plan_stays_text_in_a_chart(dark: bool) -> None:
    title = "<b>fett</b> & <a href='x'>mehr</a>"
    plan = view(milestone(1, status="planned", due_on="2020-01-01", title=title), measure(1, lead="<i>X</i>"))
    drawn: list[dict[str, Any]] = [
        json.loads(chart.figure.to_json()) for chart in (overdue(plan, dark), measures_status(plan, dark))
    ]
    assert "<b>" not in json.dumps(drawn)
    assert "<i>" not in json.dumps(drawn)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("colours", "ground"), [(theme.LIGHT, "#ffffff"), (theme.DARK, "#14181d")])
def test_words_and_lines_stand_out_from_the_page(colours: theme.Palette, ground: str) -> None:
    for colour in (colours.ink, colours.faint):
        assert _contrast(colour, ground) >= 4.5
    for colour in (colours.line, colours.target, colours.warning):
        assert _contrast(colour, ground) >= 3


def test_every_status_has_a_fill_on_which_its_number_can_be_read() -> None:
    assert set(theme.STATUS_FILLS) == set(STATUS_ORDER)
    for fill in theme.STATUS_FILLS.values():
        assert _contrast(fill.colour, fill.ink) >= 4.5
