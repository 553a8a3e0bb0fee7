from datetime import date

from masterplan.charts.end_to_end import end_to_end_chart
from masterplan.charts.goal_indicator import goal_indicator_chart
from masterplan.charts.goal_progress import goal_progress
from masterplan.domain.goals.indicators import end_to_end, goal_indicators
from masterplan.domain.goals.overview import goals_overview
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from tests.builders import STICHTAG, goal, item, measure, milestone, view


def _goal(**more: object) -> PlanView:
    facts = {"due_on": "2022-12-31", "start_value": 10.0, "target_value": 100.0, "actual_value": 28.0}
    return view(
        goal("Z1", title="Alles <b> online", area="Bürger", actual_on="2021-06-30", **(facts | more)),
        milestone(1, goals=["Z1"], status="completed"),
        measure(1, goals=["Z1"], status="in_progress", progress=0.4),
    )


def _progress(plan: PlanView) -> tuple[str, dict[str, list[str]], list[str]]:
    chart = goal_progress(goals_overview(plan, plan), STICHTAG)
    notes = [note.text for note in chart.figure.layout.annotations]
    return chart.sentence, {str(name): values for name, values in chart.table.to_dict("list").items()}, notes


def test_a_goal_shows_time_beside_indicator_milestones_and_measures() -> None:
    said, table, notes = _progress(_goal())
    assert said == (
        "Am 30.06.2021 steht 1 Ziel im Plan, nach seinem Indikator: 1 zurück. Am weitesten liegt die Arbeit bei "
        "„Alles <b> online“ hinter der Zeit: 60\u00a0% der Zeit sind verstrichen, 40\u00a0% der Maßnahmen getan."
    )
    assert table == {
        "Zielbereich": ["Bürger"], "Ziel": ["Z1 Alles <b> online"], "Termin": ["31.12.2022"],
        "verstrichene Zeit": ["60\u00a0%"], "Indikator": ["20\u00a0%"], "nach Indikator": ["zurück"],
        "Wegmarken": ["100\u00a0%"], "Maßnahmen": ["40\u00a0%"],
    }  # fmt: skip
    assert "Alles &lt;b&gt; online" in " ".join(notes)
    assert "<i>Zielbereich: Bürger</i>" in notes


def test_what_is_not_known_is_said_and_never_drawn_as_zero() -> None:
    plan = view(goal("Z1"), measure(1, goals=["Z1"], status="in_progress"))
    chart = goal_progress(goals_overview(plan, plan), STICHTAG)
    row = chart.table.iloc[0]
    assert row[["verstrichene Zeit", "Indikator", "nach Indikator", "Wegmarken", "Maßnahmen"]].tolist() == [
        "keine Angabe", "keine Angabe", "keine Bewertung", "keine", "zu wenig Angaben",
    ]  # fmt: skip
    assert [bar.text[0] for bar in chart.figure.data[:3]] == [
        "Indikator: keine Angabe", "Wegmarken: keine", "Maßnahmen: zu wenig Angaben",
    ]  # fmt: skip
    assert not chart.figure.data[3].x


def test_what_is_partly_known_is_said_to_be_the_least() -> None:
    done = [measure(n, goals=["Z1"], status="completed") for n in range(9)]
    plan = view(goal("Z1"), *done, measure(9, goals=["Z1"], status="in_progress"))
    chart = goal_progress(goals_overview(plan, plan), STICHTAG)
    assert chart.table["Maßnahmen"].tolist() == ["mindestens 90\u00a0%, höchstens 100\u00a0%"]
    assert chart.figure.data[2].text == ("Maßnahmen mindestens 90\u00a0%",)


def test_without_goals_every_chart_says_so() -> None:
    assert _progress(view())[0] == "Am 30.06.2021 steht kein Ziel im Plan."
    chart = end_to_end_chart(end_to_end(view()), view())
    assert chart.sentence == "Am 30.06.2021 ist zu keinem Ressort ein Anteil gemeldet."
    assert set(chart.table["Anteil"]) == {"keine Angabe"}


def test_the_indicator_shows_start_thresholds_target_and_actual() -> None:
    chart = goal_indicator_chart(goal_indicators(_goal())[0], STICHTAG)
    assert chart.table["Angabe"].tolist() == ["Ausgangswert", "gefährdet ab", "im Plan ab", "Zielwert", "Istwert"]
    assert chart.sentence == (
        "Istwert 28 am 30.06.2021; von 10 sollen 100 werden, davon sind 20\u00a0% geschafft. Der gerade Weg zum "
        "31.12.2022 verlangte an diesem Tag 60\u00a0%. Bewertung: zurück."
    )
    nothing = goal_indicator_chart(goal_indicators(_goal(actual_value=None))[0], STICHTAG)
    assert nothing.sentence == "Ein Istwert ist nicht gemeldet."
    assert len(nothing.figure.layout.annotations) == 1


def test_end_to_end_procedures_stand_by_ressort_and_in_sum() -> None:
    names = [str(key) for key in view().bodies.index[view().bodies["kind"].eq("ministry")]]
    values = [
        item(
            Kind.INDICATOR_VALUE, name, indicator="internal-end-to-end", scope=name, value=0.25, unit="Anteil",
            source="25 von 100 Verfahren", on=date(2021, 3, 31),
        )
        for name in names
    ]  # fmt: skip
    plan = view(*values)
    chart = end_to_end_chart(end_to_end(plan), plan)
    assert chart.table.iloc[-1].tolist()[:2] == ["insgesamt", "25\u00a0%"]
    assert chart.sentence.endswith("durchgängig elektronisch (25\u00a0%); Ziel sind 100\u00a0% bis 2025.")
    assert chart.figure.data[0].text[0] == "25\u00a0% (25 von 100)"
