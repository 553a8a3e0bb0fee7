"""The parts of the Maßnahmenkatalog on what depends on what, and on what a delay would move."""

from collections.abc import Mapping

import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.dependencies import dependencies_chart
from masterplan.charts.what_if import circles, kind_word, name_of, unmoved_table, what_if_chart
from masterplan.domain.outlook.dependencies import dependencies
from masterplan.domain.outlook.what_if import UnknownStart, WhatIf, followers, users, what_if
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import counted, verbatim

START, DELAY = "wenn", "verzug"
"""Parameters of the address: what comes later (a base component or the key of an item), and by how many days."""
DAYS_IN = {"Tage": 1, "Wochen": 7, "Monate": 30}
LONGEST_DAYS = 3650


# What depends on what.


@kept(entries=16, words="Die Abhängigkeiten werden gezeichnet …")
def picture(_whole: PlanView, _view: PlanView, key: Key, dark: bool) -> tuple[Chart, list[str]]:
    """The picture of all groups that hold something that passes the filters, and the circles among them."""
    found = dependencies(_whole, [*_view.measures.index, *_view.milestones.index])
    ways = [" → ".join(name_of(_whole, item) for item in circle) for circle in found.cycles]
    return dependencies_chart(_whole, found, dark), ways


def show_dependencies(view: PlanView, offered: Offered) -> None:
    """The picture with its table, and circles."""
    chart, ways = picture(offered.whole, view, offered.key, frame.is_dark())
    if chart.table.empty:
        frame.heading(chart.title)
        st.info(chart.sentence)
        return
    frame.chart(chart, "dependencies")
    _warn_of(ways)


def _warn_of(ways: list[str]) -> None:
    if ways:
        words = "\n".join(f"- {verbatim(way)}" for way in ways[:10])
        more = f"\n\nUnd {len(ways) - 10} weitere." if len(ways) > 10 else ""
        st.warning(f"Im Kreis voneinander abhängig, also von niemandem zu erfüllen:\n\n{words}{more}")


# What a delay would move.


@kept(entries=16)
def starts(_whole: PlanView, key: Key) -> Mapping[str, str]:
    """What can come later: base components, then what others depend on, each with its words."""
    components = {
        name: f"Basiskomponente {name} ({counted(len(keys), 'Maßnahme', 'Maßnahmen')})"
        for name, keys in users(_whole).items()
    }
    items = {item: f"{kind_word(item)} {name_of(_whole, item)}" for item in followers(_whole)}
    return components | dict(sorted(items.items(), key=lambda pair: pair[1]))


@kept(entries=16, words="Die Folgen werden berechnet …")
def answer_to(_whole: PlanView, key: Key, start: str, days: int) -> WhatIf | str:
    """The answer, or a sentence where there is none."""
    try:
        return what_if(_whole, start, days)
    except UnknownStart as trouble:
        return str(trouble)


@kept(entries=16)
def answer_chart(_whole: PlanView, _answer: WhatIf, key: Key, dark: bool) -> Chart:
    """The answer, drawn for the page's ground."""
    return what_if_chart(_whole, _answer, dark)


def show_what_if(view: PlanView, offered: Offered) -> None:
    """The question, and its answer once it was asked; the address keeps both."""
    frame.heading("Was wäre, wenn …?")
    st.markdown(
        "Wählen Sie, was später kommt und um wie viel. Gerechnet wird über den ganzen Plan, auch über das, was der "
        "Filter gerade ausblendet. Gespeichert wird nichts."
    )
    whole_key = (*offered.key[:-1], "whole")
    choices = starts(offered.whole, whole_key)
    asked = asked_delay()
    if not choices and asked is None:
        st.info("Keine Maßnahme nennt eine Basiskomponente, und niemand nennt einen Vorgänger.")
        return
    question(offered, choices, asked)
    if asked is None:
        return
    start, days = asked
    answer = answer_to(offered.whole, whole_key, start, days)
    if isinstance(answer, str):
        st.warning(verbatim(answer))
        return
    shown_key = (*whole_key, start, days)
    frame.chart(answer_chart(offered.whole, answer, shown_key, frame.is_dark()), "what_if", level=3)
    _warn_of(circles(offered.whole, answer))
    unmoved(offered, answer)


def unmoved(offered: Offered, answer: WhatIf) -> None:
    """What depends on the start and keeps its date, when somebody opens it."""
    if not answer.unmoved:
        return
    opened = st.expander(f"Verschiebt sich nicht ({len(answer.unmoved)})", key="unmoved", on_change="rerun")
    if opened.open:
        with opened:
            st.dataframe(unmoved_table(offered.whole, answer), hide_index=True, alt="Verschiebt sich nicht")


def asked_delay() -> tuple[str, int] | None:
    """What the address asks: what comes later, and by how many days."""
    start, delay = st.query_params.get(START, ""), st.query_params.get(DELAY, "")
    if not start or not (delay.isascii() and delay.isdecimal()):
        return None
    return start, min(int(delay[:6]), LONGEST_DAYS)


def question(offered: Offered, choices: Mapping[str, str], asked: tuple[str, int] | None) -> None:
    """The form; asking puts the question into the address."""
    start, days = asked or (next(iter(choices)), 90)
    unit = next(word for word in ("Monate", "Wochen", "Tage") if days % DAYS_IN[word] == 0)
    state = {"late_start": start, "late_by": days // DAYS_IN[unit], "late_unit": unit}
    for name, value in state.items():
        st.session_state[name] = value

    def ask() -> None:
        start, amount, unit = (st.session_state[name] for name in state)
        offered.change({START: start, DELAY: str(min(int(amount) * DAYS_IN[unit], LONGEST_DAYS))})

    words = dict(choices) if start in choices else {start: name_of(offered.whole, start), **choices}
    with st.form("late", border=True):
        st.selectbox("Was kommt später?", list(words), key="late_start", format_func=lambda one: words[one])
        row = st.container(horizontal=True, vertical_alignment="bottom")
        row.number_input("Um wie viel?", 0, LONGEST_DAYS, step=1, key="late_by", width=130)
        row.selectbox("Einheit", list(DAYS_IN), key="late_unit", width=130, help="Ein Monat zählt als 30 Tage.")
        row.form_submit_button("Berechnen", type="primary", on_click=ask)
