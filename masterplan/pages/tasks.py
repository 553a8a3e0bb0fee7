"""Meine Aufgaben: what I owe, by when, what is odd about it; one form per item, one click to confirm."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions import rounds
from masterplan.actions.offered import Offered
from masterplan.actions.tasks import OwnPlan, asked_rounds, drafts_of, round_for, the_day
from masterplan.domain.access import Reach, Right, reach
from masterplan.domain.overview import ministry_name
from masterplan.domain.reporting.rounds import STATES, State, deadline_words, open_queries
from masterplan.domain.reporting.tasks import COUNTERS, Around, Task, counted_tasks, tasks
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, own, task_form, wishes, workbook
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.task_form import Bench
from masterplan.pages.parts.wishes import Said
from masterplan.vocabulary import (
    BERLIN,
    LIGHT_SYMBOLS,
    LIGHTS,
    NOT_REPORTED,
    STATUSES,
    counted,
    day,
    label,
    long_day,
    verbatim,
)

SHOW, ROUND, ITEM, BODY = "zeige", "runde", "kennung", "stelle"
ALL, NO_ROUND = "alle", "ohne"
WIDTHS = {"Nummer": 70, "Titel": 290, "Was auffällt": 300}
"""Of columns of the list, in pixels."""


def show(view: PlanView, offered: Offered) -> None:
    """What is owed, the list through a counter, and the form of one item."""
    st.title("Meine Aufgaben", anchor=False)
    if offered.database is None or offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    asked = asked_rounds(offered.database, by=offered.actor, at=offered.now)
    number = _round_asked(offered, {str(one.id): one.title for one in asked})
    found = round_for(offered.database, by=offered.actor, number=number, at=offered.now) if number else None
    standing, mine = found or (None, [])
    on = standing.on if standing else the_day(offered.database, offered.now, None)
    plan = own.plan_for(offered, on)
    wishes.carry_out(offered, _acts(offered, number))
    todo = tasks_for(plan, (offered.revision, on, offered.actor))
    around = Around(
        in_round=standing is not None,
        reported=standing.reported if standing else frozenset(),
        queried=frozenset(one.item for one in open_queries(standing.steps) if one.item) if standing else frozenset(),
        drafted=frozenset(drafts_of(offered.database, by=offered.actor)),
    )
    if plan.own is None and standing is not None:
        todo = [task for task in todo if task.ministry in mine]
    todo = _of_body(offered, plan, todo)
    st.markdown(f"Ihre Angaben gelten zum **{long_day(on)}**. Was Sie melden, sieht zuerst die Staatskanzlei.")
    if standing is not None:
        _round_banner(offered, standing, mine, sum(COUNTERS["offen"].passes(task, around) for task in todo))
    workbook.offer(offered, on)
    listed = _counters(offered, counted_tasks(todo, around))
    chosen = _list(listed, (offered.revision, on, st.query_params.get(SHOW), st.query_params.get(ITEM)))
    if len(chosen) > 1:
        _several(chosen, offered)
        return
    task = _current(listed, todo, chosen)
    if task is not None:
        task_form.show(Bench(offered, offered.database, plan, standing, on), task, _following(listed, task))


@kept(entries=32)
def tasks_for(_plan: OwnPlan, key: tuple[object, ...]) -> list[Task]:
    """The tasks of a plan."""
    return tasks(_plan.view, _plan.courses, _plan.own)


# Above the list.


def _round_asked(offered: Offered, titles: Mapping[str, str]) -> int | None:
    """The round that entries are for; who reports on anybody's items may also do so without one."""
    if not titles:
        return None
    if reach(offered.actor, Right.REPORT) == Reach.ALL:
        titles = {**titles, NO_ROUND: "ohne Berichtsrunde"}
    if len(titles) == 1:
        return int(next(iter(titles)))
    code = choices.select(offered, ROUND, "Berichtsrunde", titles, next(iter(titles)))
    return None if code == NO_ROUND else int(code)


def _of_body(offered: Offered, plan: OwnPlan, todo: list[Task]) -> list[Task]:
    """Those who report on anybody's items choose whose."""
    if plan.own is not None:
        return todo
    present = {task.ministry for task in todo}
    keys = [str(key) for key in plan.view.bodies.index if key in present]
    options = {ALL: "alle"} | {key: str(ministry_name(plan.view, key)) for key in keys}
    body = choices.select(offered, BODY, "Ressort oder Stelle", options, offered.actor.body or ALL)
    return todo if body == ALL else [task for task in todo if task.ministry == body]


def _round_banner(offered: Offered, standing: rounds.Standing, mine: Sequence[str], lacking: int) -> None:
    """The round, its deadline, how one's own report stands, and the button that hands it in."""
    round = standing.round
    today = offered.now.astimezone(BERLIN).date()
    with st.container(border=True):
        st.markdown(
            f"**Berichtsrunde {verbatim(round.title)}** · Stichtag {day(round.stichtag)} · "
            f"Antwort {deadline_words(round.due_on, today)}"
        )
        if offered.actor.body is None:
            return
        for body in mine:
            state = standing.states[body]
            still = counted(lacking, "Eintrag ohne Meldung", "Einträge ohne Meldung")
            row = st.container(horizontal=True, vertical_alignment="center")
            row.markdown(f"{verbatim(body)}: **{STATES[state]}**, {still}.")
            with row:
                if state in (State.REQUESTED, State.IN_WORK, State.QUERIED):
                    words = "Meldung unvollständig abgeben" if lacking else "Meldung abgeben"
                    wishes.button(
                        words, "hand_in", f"round_{body}", more=partial(dict, body=body),
                        type="secondary" if lacking else "primary",
                    )  # fmt: skip
                elif state == State.HANDED_IN:
                    wishes.button(
                        "Meldung zurücknehmen", "take_back", f"round_{body}", more=partial(dict, body=body)
                    )


def _counters(offered: Offered, passing: Mapping[str, list[Task]]) -> list[Task]:
    """The counters, of which one is the filter."""
    options = {code: f"{COUNTERS[code].title} **{len(found)}**" for code, found in passing.items()}
    first = next((code for code, found in passing.items() if found), "alle")
    code = choices.one_of(offered, SHOW, "Was soll die Liste zeigen?", options, first)
    st.caption(COUNTERS[code].meaning)
    return passing[code]


def _list(listed: Sequence[Task], key: tuple[object, ...]) -> list[Task]:
    """The list; gives the rows that were chosen."""
    if not listed:
        st.markdown("Hier ist nichts offen.")
        return []
    table = pd.DataFrame([_row(task) for task in listed])
    chosen = st.dataframe(
        table, hide_index=True, key=f"tasks_{key}", on_select="rerun", selection_mode="multi-row", alt="Meine Aufgaben",
        placeholder="–", height=min(38 + 35 * len(listed), 318),
        column_config={name: st.column_config.Column(width=width) for name, width in WIDTHS.items()},
    )  # fmt: skip
    return [listed[row] for row in chosen["selection"]["rows"]]


def _row(task: Task) -> dict[str, object]:
    values = task.values
    odd = [f"{one.number}: {one.reason}" for one in task.findings] + list(task.missing)
    return {
        "Nummer": values.get("number") or "",
        "Titel": values.get("title") or "",
        "Was auffällt": "; ".join(odd) or task.obstacle or "",
        "Status": label(STATUSES, values.get("status")),
        "gemeldet": _light(values.get("reported_light")),
        "errechnet": _light(task.computed_light),
        "Termin": day(_date(values.get("forecast_on") or values.get("due_on"))),
        "letzte Meldung": day(task.last_on),
    }


def _light(value: object) -> str:
    return NOT_REPORTED if value is None else f"{LIGHT_SYMBOLS[str(value)]} {LIGHTS[str(value)]}"


def _date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _several(chosen: Sequence[Task], offered: Offered) -> None:
    """Several rows: one click confirms them all; those that cannot be confirmed are named."""
    able = [task for task in chosen if task.obstacle is None]
    for task in chosen:
        if task.obstacle is not None:
            st.markdown(f"- {verbatim(task.name)}: {verbatim(task.obstacle)}")
    if not able:
        st.info("Von den gewählten Einträgen lässt sich keiner einfach bestätigen. Bitte öffnen Sie sie einzeln.")
        return
    words = counted(len(able), "Eintrag", "Einträge")
    wishes.button(
        f"{words} unverändert bestätigen", "confirm", "several", type="primary",
        more=lambda: {"keys": [task.key for task in able], "seen": offered.revision},
    )  # fmt: skip


def _current(listed: Sequence[Task], todo: Sequence[Task], chosen: Sequence[Task]) -> Task | None:
    """The item whose form is open: the row that was chosen, else what the address names, else the first one."""
    if chosen:
        return chosen[0]
    named = st.query_params.get(ITEM)
    return next((task for task in todo if task.key == named), listed[0] if listed else None)


def _following(listed: Sequence[Task], task: Task) -> str | None:
    keys = [one.key for one in listed]
    at = keys.index(task.key) + 1 if task.key in keys else 0
    others = [*listed[at:], *listed[:at]]
    return next((one.key for one in others if one.key != task.key), None)


# What a click does.


def _acts(offered: Offered, number: int | None) -> dict[str, wishes.Act]:
    handing: dict[str, tuple[Any, str]] = {
        "hand_in": (rounds.hand_in, "Die Meldung ist abgegeben. Danke!"),
        "take_back": (rounds.take_back, "Die Meldung ist zurückgenommen; Sie können weiter daran arbeiten."),
    }
    acts: dict[str, wishes.Act] = {
        name: partial(_step, offered, number, step, sentence) for name, (step, sentence) in handing.items()
    }
    return {
        **acts,
        "report": partial(task_form.send, offered, number),
        "confirm": partial(task_form.send_confirmation, offered, number),
        "answer": partial(task_form.send_answer, offered, number),
    }


def _step(offered: Offered, number: int | None, step: Any, sentence: str, key: str, told: Mapping[str, Any]) -> Said:
    step(offered.database, round=number, body=told["body"], by=offered.actor, at=offered.now, form_key=key)
    return Said(sentence)
