"""Ziele: goal areas, their goals, and what Wegmarken and measures do for them; the second core goal; Leitlinien."""

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.end_to_end import end_to_end_chart
from masterplan.charts.goal_indicator import goal_indicator_chart
from masterplan.charts.goal_progress import goal_progress, rating_words
from masterplan.domain.goals.indicators import end_to_end
from masterplan.domain.goals.overview import (
    GoalOverview,
    contributing,
    contributors,
    goals_overview,
    guidelines_with_goals,
    of_ministries,
)
from masterplan.domain.goals.progress_tree import LEFT_OUT, Node
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame, links
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.side import ministry_words
from masterplan.vocabulary import (
    KINDS_PLURAL,
    NO_VALUE,
    NOT_REPORTED,
    STATUSES,
    counted,
    day,
    label,
    listed,
    number,
    percent,
    verbatim,
)

PARAMETER = "ziel"
ROWS = 200
DAY = st.column_config.DateColumn(format="DD.MM.YYYY")
WEIGHT = (
    "Gewicht: Eine Wegmarke oder Maßnahme zählt 1; dient sie mehreren Zielen, verteilt sich ihr Gewicht gleich auf "
    "diese."
)


def show(view: PlanView, offered: Offered) -> None:
    """Time against work for all goals, one goal in detail, the second core goal, and the Leitlinien."""
    frame.title("Ziele", view, "Was soll erreicht werden, und was ist davon getan?")
    if offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    if view.goals.empty:
        frame.nothing_passes(offered, "kein Ziel")
        return
    goals = overview_at(view, offered.whole, offered.key)
    dark = frame.is_dark()
    frame.chart(progress_chart(goals, view, offered.key, dark), "goals")
    one_goal(chosen(goals, offered), view, offered, dark)
    frame.chart(internal_chart(view, offered, offered.key, dark), "internal")
    guidelines(view, offered.key)


# Kept by the data revision and the filters, never by time.


@kept(words="Die Ziele werden zusammengestellt …")
def overview_at(_view: PlanView, _whole: PlanView, key: Key) -> list[GoalOverview]:
    """The goals with what serves them."""
    return goals_overview(_view, _whole)


@kept()
def progress_chart(_goals: list[GoalOverview], _view: PlanView, key: Key, dark: bool) -> Chart:
    """Time against work, drawn for the page's ground."""
    return goal_progress(_goals, _view.stichtag, dark)


@kept()
def internal_chart(_view: PlanView, _offered: Offered, key: Key, dark: bool) -> Chart:
    """The second core goal, drawn for the page's ground."""
    bodies = questions.all_bodies(_offered.database, _view) if _offered.database else []
    rows = of_ministries(end_to_end(_view, bodies), _offered.filters.ministries)
    return end_to_end_chart(rows, _view, dark)


@kept(entries=64)
def indicator_chart(_goal: GoalOverview, _view: PlanView, key: Key, goal: str, dark: bool) -> Chart | None:
    """One goal's indicator, drawn for the page's ground."""
    return goal_indicator_chart(_goal.indicator, _view.stichtag, dark) if _goal.indicator else None


@kept(entries=64)
def work_of(_goal: GoalOverview, _view: PlanView, key: Key, goal: str) -> dict[Kind, tuple[frame.Ready, list[str]]]:
    """The Wegmarken and measures of one goal in German, with their keys."""
    return {kind: _german(contributing(_node(_goal, kind), _view, kind), _view) for kind in KINDS}


@kept(entries=64)
def shares_of(_goal: GoalOverview, _view: PlanView, key: Key, goal: str) -> frame.Ready:
    """Who contributes how much to one goal, in German."""
    table = contributors([contributing(_node(_goal, kind), _view, kind) for kind in KINDS], _view)
    return frame.literal(
        pd.DataFrame(
            {
                "Ressort": [ministry_words(_view, str(name)) for name in table.index],
                "Wegmarken": [number(amount) for amount in table["milestones"]],
                "Anteil am Gewicht der Wegmarken": [percent(share) for share in table["milestone_share"]],
                "Maßnahmen": [number(amount) for amount in table["measures"]],
                "Anteil am Gewicht der Maßnahmen": [percent(share) for share in table["measure_share"]],
            }
        )
    )


@kept()
def guidelines_table(_view: PlanView, key: Key) -> frame.Ready:
    """The Leitlinien in German."""
    return frame.literal(
        pd.DataFrame(
            [
                {
                    "Leitlinie": " ".join(filter(None, [name, title])),
                    "Wortlaut": text or NOT_REPORTED,
                    "Ziele, die ihr folgen": ", ".join(str(_view.goals.at[goal, "number"] or goal) for goal in goals)
                    or NO_VALUE,
                }
                for name, title, text, goals in guidelines_with_goals(_view)
            ]
        )
    )


KINDS = (Kind.MILESTONE, Kind.MEASURE)


def _node(goal: GoalOverview, kind: Kind) -> Node | None:
    return goal.milestones if kind == Kind.MILESTONE else goal.measures


def _german(table: pd.DataFrame, view: PlanView) -> tuple[frame.Ready, list[str]]:
    shown = pd.DataFrame(
        {
            "Nummer": [value or NO_VALUE for value in table["number"]],
            "Titel": table["title"].to_numpy(),
            "Ressort": [ministry_words(view, str(key)) for key in table["ministry"]],
            "Status": [label(STATUSES, value) for value in table["status"]],
            "getan": [NOT_REPORTED if pd.isna(share) else percent(share) for share in table["done"]],
            "Zeit verstrichen": [NOT_REPORTED if pd.isna(share) else percent(share) for share in table["elapsed"]],
            "Plantermin": table["due_on"].to_numpy(),
            "Gewicht": [number(round(weight, 2)) for weight in table["weight"]],
            "Anteil am Ziel": [percent(share, 1) for share in table["share"]],
        }
    )
    return frame.ready(shown.head(ROWS)), [str(key) for key in table.index]


# The parts of the page.


def chosen(goals: list[GoalOverview], offered: Offered) -> GoalOverview:
    """The goal to look at closely, kept in the address; by area, as the plan has them."""
    frame.heading("Ein Ziel im Einzelnen")
    by_key = {goal.key: goal for goal in goals}
    asked = st.query_params.get(PARAMETER, "")
    st.session_state["chosen_goal"] = asked if asked in by_key else goals[0].key
    st.selectbox(
        "Ziel", list(by_key), key="chosen_goal", format_func=lambda key: _choice(by_key[key]),
        on_change=lambda: offered.change({PARAMETER: st.session_state["chosen_goal"]}),
    )  # fmt: skip
    return by_key[st.session_state["chosen_goal"]]


def _choice(goal: GoalOverview) -> str:
    name = " ".join(filter(None, [goal.number, goal.title]))
    return f"{name} ({goal.area})" if goal.area else name


def one_goal(goal: GoalOverview, view: PlanView, offered: Offered, dark: bool) -> None:
    """The goal's words, its indicator, who contributes, and its Wegmarken and measures."""
    said = [f"**{rating_words(goal)}**" if goal.indicator else "", verbatim(goal.description or "")]
    until = goal.due_text or (day(goal.due_on) if goal.due_on else NOT_REPORTED)
    elapsed = f"; {percent(goal.elapsed)} der Zeit sind verstrichen" if goal.elapsed is not None else ""
    when = f"Termin: {verbatim(until)}{elapsed}." if goal.indicator else ""
    st.markdown(" · ".join(filter(None, [*said, when])))
    if goal.indicator:
        links.to_item(offered, goal.key, "Alles zu diesem Ziel")
    drawn = indicator_chart(goal, view, offered.key, goal.key, dark)
    if drawn is not None:
        frame.chart(drawn, "indicator", 3)
    shares = shares_of(goal, view, offered.key, goal.key)
    if shares.num_rows:
        frame.heading("Wer trägt bei", 3)
        st.table(shares, hide_index=True, alt="Wer zu diesem Ziel beiträgt")
    for kind, (table, keys) in work_of(goal, view, offered.key, goal.key).items():
        work(kind, goal, table, keys, offered)


def work(kind: Kind, goal: GoalOverview, table: frame.Ready, keys: list[str], offered: Offered) -> None:
    """The Wegmarken or measures that serve the goal, the heaviest first; a row opens one."""
    frame.heading(KINDS_PLURAL[kind], 3)
    if not table.num_rows:
        st.markdown(f"Diesem Ziel {'sind' if goal.indicator else 'ist'} keine {KINDS_PLURAL[kind]} zugeordnet.")
    else:
        links.item_table(offered, table, keys[:ROWS], KINDS_PLURAL[kind], f"work_{kind}", {"Plantermin": DAY})
    node = _node(goal, kind)
    left = [f"{amount} {LEFT_OUT[reason]}" for reason, amount in (node.left_out if node else {}).items()]
    cut = f" Gezeigt sind die ersten {ROWS} von {number(len(keys))}." if len(keys) > ROWS else ""
    out = f" Nicht mitgezählt: {listed(left)}." if left else ""
    st.caption(f"{counted(len(keys), KIND_ONE[kind], KINDS_PLURAL[kind])}.{cut}{out} {WEIGHT}")


KIND_ONE = {Kind.MILESTONE: "Wegmarke", Kind.MEASURE: "Maßnahme"}


def guidelines(view: PlanView, key: Key) -> None:
    """The Leitlinien with their text and the goals that follow them."""
    frame.heading("Leitlinien")
    if view.guidelines.empty:
        st.markdown("Im Plan stehen keine Leitlinien.")
        return
    st.table(guidelines_table(view, key), hide_index=True, alt="Leitlinien")
