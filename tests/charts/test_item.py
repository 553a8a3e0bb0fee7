from datetime import date

import pytest

from masterplan.charts.attribution import attribution_chart
from masterplan.charts.item_course import item_course_chart
from masterplan.charts.item_dates import item_dates_chart
from masterplan.domain.comparing.attribution import of_views
from masterplan.domain.comparing.between import Step
from masterplan.domain.item.course import ItemCourse, Reached
from masterplan.domain.item.dates import ItemDates
from masterplan.domain.view import PlanView
from tests.builders import milestone, service, view

STICHTAG = date(2021, 6, 30)
BEFORE = date(2020, 12, 31)


def _dates(**given: object) -> ItemDates:
    fields: dict[str, object] = dict.fromkeys(("starts_on", "baseline_on", "due_on", "forecast_on", "achieved_on"))
    fields |= {"stichtag": STICHTAG, "earlier": (), "is_permanent": False, "is_dropped": False}
    return ItemDates(**{**fields, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (_dates(), "Es ist kein Termin gemeldet."),
        (_dates(is_permanent=True), "Daueraufgabe ohne Termin."),
        (
            _dates(baseline_on=BEFORE, due_on=BEFORE, achieved_on=BEFORE),
            "Geplant bis 31.12.2020 und erreicht am 31.12.2020. Das ist der ursprüngliche Termin.",
        ),
        (
            _dates(baseline_on=BEFORE, due_on=date(2021, 6, 30), forecast_on=date(2021, 7, 1)),
            "Ursprünglich geplant bis 31.12.2020, jetzt geplant bis 30.06.2021 und erwartet am 01.07.2021. "
            "Das sind 182 Tage später als ursprünglich geplant.",
        ),
        (
            _dates(due_on=BEFORE, achieved_on=date(2022, 1, 1)),
            "Geplant bis 31.12.2020 und Ist-Termin am 01.01.2022 (nach dem Stichtag, also noch nicht erreicht). "
            "Der Verzug lässt sich nicht angeben.",
        ),
        (
            _dates(baseline_on=BEFORE, due_on=STICHTAG, is_dropped=True),
            "Ursprünglich geplant bis 31.12.2020 und jetzt geplant bis 30.06.2021. Entfallenes hat keinen Verzug.",
        ),
        (_dates(starts_on=BEFORE), "Beginn am 31.12.2020. Der Verzug lässt sich nicht angeben."),
    ],
)
def test_the_dates_of_an_item_in_words(dates: ItemDates, sentence: str) -> None:
    assert item_dates_chart(dates).sentence == sentence


def test_the_table_of_dates_has_the_earlier_plans_too() -> None:
    dates = _dates(
        baseline_on=BEFORE, due_on=date(2021, 12, 31), achieved_on=date(2020, 12, 30), earlier=((BEFORE, STICHTAG),)
    )
    assert item_dates_chart(dates).table.to_numpy().tolist() == [
        ["ursprünglicher Termin", "31.12.2020", "–"],
        ["früherer Plantermin (Stand 31.12.2020)", "30.06.2021", "181 Tage später"],
        ["Plantermin", "31.12.2021", "365 Tage später"],
        ["Ist-Termin", "30.12.2020", "1 Tag früher"],
    ]


def test_a_course_says_first_last_target_and_gaps() -> None:
    points = (Reached(BEFORE, 12.0, None), Reached(date(2021, 3, 31), None, None), Reached(STICHTAG, 34.5, "delayed"))
    chart = item_course_chart(ItemCourse("actual_value", STICHTAG, points, 0.0, 100.0, "Prozent"))
    assert chart.unit == "Prozent"
    assert chart.sentence == (
        "Zuletzt 34,5 (Stand 30.06.2021), zuerst 12 (Stand 31.12.2020); Ziel ist 100. 1 Meldung nennt keinen Wert."
    )
    assert chart.table.iloc[:, 1].tolist() == ["12", "keine Angabe", "34,5"]
    silent = item_course_chart(ItemCourse("progress", STICHTAG, (Reached(BEFORE, None, None),)))
    assert silent.sentence == "In 1 Meldung ist kein Wert genannt."
    assert len(silent.figure.layout.annotations) == 1


def _steps(first: PlanView, late: PlanView, second: PlanView) -> dict[Step, PlanView]:
    return {Step.START: first, Step.CORRECTIONS: first, Step.LATE: late, Step.SCOPE: late, Step.PROGRESS: second}


def test_the_bridge_adds_up_and_says_so() -> None:
    def plan(late: int, stichtag: date) -> PlanView:
        return view(*[milestone(n, status="planned", due_on="2020-06-30") for n in range(late)], stichtag=stichtag)

    answers = of_views(_steps(plan(3, BEFORE), plan(2, BEFORE), plan(10, STICHTAG)))
    chart = attribution_chart(answers["milestones.overdue", None, None], BEFORE, STICHTAG)
    assert chart.sentence == (
        "„Überfällige Wegmarken“ ging zwischen dem 31.12.2020 und dem 30.06.2021 von 3 auf 10: −1 durch "
        "Nachmeldungen und +8 durch Entwicklung."
    )
    assert chart.table["Anzahl"].tolist() == ["3", "±0", "−1", "±0", "+8", "10"]
    assert chart.table["weggefallen"].tolist() == ["", "0", "1", "0", "0", ""]
    same = attribution_chart(answers["goals.total", None, None], BEFORE, STICHTAG)
    assert same.sentence.endswith("hat sich zwischen dem 31.12.2020 und dem 30.06.2021 nicht verändert.")


def test_the_bridge_of_a_share_is_in_percentage_points_and_a_missing_end_is_said() -> None:
    def plan(online: int) -> PlanView:
        return view(*[service(n, maturity=3.0 if n < online else 0.0) for n in range(3)])

    answers = of_views(_steps(plan(1), plan(1), plan(2)))
    chart = attribution_chart(answers["services.online", "bund-2020", None], BEFORE, STICHTAG)
    assert chart.table["Prozentpunkte"].tolist() == ["33,3\u00a0%", "±0,0", "±0,0", "±0,0", "+33,4", "66,7\u00a0%"]
    unknown = of_views(_steps(view(), view(), plan(2)))["services.online", "bund-2020", None]
    silent = attribution_chart(unknown, BEFORE, STICHTAG)
    assert silent.sentence.endswith("lässt sich am 31.12.2020 nicht angeben, weil zu wenig bekannt ist.")
    assert silent.table.empty
