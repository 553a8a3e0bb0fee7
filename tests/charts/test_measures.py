import json
from datetime import date

import pytest

from masterplan.charts.budget import budget
from masterplan.charts.dependencies import dependencies_chart
from masterplan.charts.measures_level import measures_level
from masterplan.charts.what_if import circles, moved_table, unmoved_table, what_if_chart
from masterplan.domain.courses import DayState
from masterplan.domain.lists.money import money
from masterplan.domain.lists.money_list import contested, money_list
from masterplan.domain.outlook.dependencies import dependencies
from masterplan.domain.outlook.what_if import what_if
from masterplan.domain.view import ItemAt, PlanView
from tests.builders import goal, measure, milestone, view

HOSTILE = "<b>fett</b> & <a href='x'>mehr</a>"


def _state(on: str, planned: float | None, source: str | None, spent: float | None = None) -> DayState:
    fields = {"budget_planned": planned, "budget_spent": spent, "budget_source": source}
    return DayState(date.fromisoformat(on), fields, {})


PLAN = view(goal("Z1", title="Alles online"), measure("1", goals=["Z1"]), measure("2", lead="SMK"), measure("3"))
COURSES = {
    "measure/1": [_state("2019-03-19", 7e8, "Regierung"), _state("2019-12-20", 7e7, "Presse", 5.0)],
    "measure/2": [_state("2019-03-19", 4e5, "Haushalt", 1e5)],
}


def test_land_and_kommunen_are_told_with_what_is_done_and_overdue() -> None:
    chart = measures_level(
        view(
            measure(1, level="state", status="completed"),
            measure(2, level="municipal", status="planned", due_on="2021-01-01"),
            measure(3, level="municipal", status="dropped"),
        )
    )
    assert chart.sentence == (
        "Am 30.06.2021 stehen im Katalog: 1 Maßnahme (Land; 1 abgeschlossen, 0 überfällig) und 1 Maßnahme (Kommune; "
        "0 abgeschlossen, 1 überfällig)."
    )
    assert chart.table["mittlerer Verzug"].tolist() == ["–", "0 Tage"]
    assert measures_level(view()).sentence == "Am 30.06.2021 steht keine Maßnahme im Katalog."


def test_contested_amounts_stand_beside_the_sum_and_not_in_it() -> None:
    known = money(PLAN, COURSES)
    chart = budget(PLAN, known, "ressort")
    assert chart.sentence == (
        "Am 30.06.2021 ist zu 1 von 3 Maßnahmen ein unstrittiger geplanter Betrag gemeldet, zusammen 400.000\u00a0€; "
        "verausgabt sind 100.000\u00a0€ bei 1 Maßnahme mit Angabe. Zu 1 Maßnahme nennen die Quellen verschiedene "
        "Beträge: Mit ihnen liegt die geplante Summe zwischen 70,4\u00a0Mio.\u00a0€ und 700,4\u00a0Mio.\u00a0€."
    )
    assert chart.table["Federführung"].tolist() == ["SMI", "SMK"]
    assert chart.table["geplant"].tolist() == ["–", "400.000,00\u00a0€"]
    assert chart.table["strittig"].tolist() == ["1", "0"]
    assert budget(PLAN, known, "ziel").table["Ziel"].tolist() == ["Z1 Alles online", "keine Angabe"]
    assert budget(PLAN, known, "haushalt").table.empty
    assert contested(PLAN, known)["source"].tolist() == ["Presse", "Regierung"]
    amounts = money_list(PLAN, known)
    assert amounts["share"].tolist()[1] == 0.25
    assert amounts["contested"].tolist() == [True, False]


def test_no_amount_is_not_zero() -> None:
    chart = budget(PLAN, money(PLAN, {}), "ressort")
    assert chart.sentence == "Am 30.06.2021 ist zu keiner Maßnahme ein Betrag gemeldet."
    assert set(chart.table["geplant"]) == {"–"}
    assert [note.text for note in chart.figure.layout.annotations] == ["Noch keine Beträge"]
    assert money_list(PLAN, money(PLAN, {})).empty


def _after(name: int, *before: str, due: str | None = None, **values: object) -> ItemAt:
    return measure(name, **{"due_on": due, "depends_on": list(before) or None, "status": "in_progress", **values})


CHAIN = view(
    _after(1, due="2021-09-30", title="Amt24"),
    _after(2, "1", due="2021-08-31", title="Antrag"),
    _after(3, "1", due="2022-06-30", status="completed", title="Fertiges"),
)


def _picture(plan: PlanView) -> list[str]:
    found = dependencies(plan, plan.measures.index)
    chart = dependencies_chart(plan, found)
    return [chart.sentence, *chart.table["Puffer"]]


def test_dependencies_are_told_with_their_slack_and_with_what_is_too_early() -> None:
    assert _picture(CHAIN) == [
        "3 Maßnahmen hängen über 2 Verbindungen zusammen. Auf „1 Amt24“ stützen sich die meisten (2). Einmal soll der "
        "Nachfolger fertig sein, bevor es der Vorgänger ist („zu früh“).",
        "keiner (30 Tage zu früh)", "273 Tage",
    ]  # fmt: skip
    assert _picture(view(measure(1))) == ["Keine dieser Wegmarken und Maßnahmen nennt einen Vorgänger."]


def test_what_would_move_is_told_with_goals_missed_and_what_stays() -> None:
    answer = what_if(CHAIN, "measure/1", 40)
    chart = what_if_chart(CHAIN, answer)
    assert chart.sentence == (
        "Kommt „1 Amt24“ 40 Tage später, verschieben sich 2 Einträge. Als Letztes wird „1 Amt24“ fertig, am "
        "09.11.2021. "
        "1 weiterer hängt davon ab, ohne sich zu verschieben: Er ist abgeschlossen oder ruht, oder der Puffer reicht."
    )
    assert moved_table(CHAIN, answer).iloc[1].tolist() == [
        "Maßnahme", "2 Antrag", "SMI", "40 Tage", "31.08.2021", "10.10.2021", "keiner", "1 Amt24", "–",
    ]  # fmt: skip
    assert unmoved_table(CHAIN, answer).iloc[0].tolist() == [
        "Maßnahme", "3 Fertiges", "SMI", "abgeschlossen", "30.06.2022",
    ]  # fmt: skip
    nothing = what_if_chart(CHAIN, what_if(CHAIN, "measure/3", 5))
    assert nothing.sentence == "Kommt „3 Fertiges“ 5 Tage später, verschiebt sich sonst nichts."
    assert nothing.table.empty


def test_circles_are_told_by_name() -> None:
    plan = view(_after(1, "2", title="Henne"), _after(2, "1", title="Ei"))
    assert circles(plan, what_if(plan, "measure/1", 5)) == ["1 Henne → 2 Ei → 1 Henne"]


@pytest.mark.parametrize("dark", [False, True])
def test_markup_in_the_plan_stays_text_in_the_drawings(dark: bool) -> None:
    plan = view(
        _after(1, due="2021-09-30", title=HOSTILE),
        milestone(2, depends_on=["1"], title=HOSTILE, status="planned", due_on="2021-09-30"),
        goal("Z1", title=HOSTILE),
        measure(5, goals=["Z1"], lead="<i>X</i>"),
    )
    known = money(plan, {"measure/5": [_state("2019-03-19", 5.0, None)]})
    drawn = [
        dependencies_chart(plan, dependencies(plan, plan.measures.index), dark),
        what_if_chart(plan, what_if(plan, "measure/1", 30), dark),
        budget(plan, known, "ziel", dark),
        budget(plan, known, "ressort", dark),
    ]
    written = json.dumps([json.loads(chart.figure.to_json()) for chart in drawn], ensure_ascii=False)
    assert "fett" in written
    assert not any(mark in written for mark in ("<b>", "<a ", "<i>"))
