"""Somebody was faster: both versions side by side, field by field, and the person decides."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.actions.report import SomebodyWasFaster
from masterplan.actions.tasks import keep_draft
from masterplan.domain.reporting.tasks import Task
from masterplan.pages.parts import frame, wishes
from masterplan.vocabulary import FIELDS, LIGHTS, NO_VALUE, STATUSES, moment, shown, verbatim

MINE, THEIRS = "mine", "theirs"


def _state(key: str) -> str:
    return f"versions_{key}"


def opened(key: str, faster: SomebodyWasFaster, entries: Mapping[str, str]) -> dict[str, Any]:
    """What the page has to remember of a conflict."""
    return {_state(key): (tuple(faster.versions.get(key, ())), faster.revision, dict(entries))}


def closed(key: str) -> dict[str, Any]:
    """What the page has to remember once it is settled."""
    return {_state(key): None}


def is_open(key: str) -> bool:
    """Whether a conflict about the item waits for a decision."""
    return st.session_state.get(_state(key)) is not None


def show(offered: Offered, task: Task) -> None:
    """Both versions, a choice for each field that both changed, and the button that saves what was chosen."""
    versions, revision, entries = st.session_state[_state(task.key)]
    st.warning("Jemand war schneller. Bitte entscheiden Sie Feld für Feld, was gilt; noch ist nichts gespeichert.")
    rows = [
        {
            "Angabe": FIELDS[one.field],
            "vorher": shown(one.field, one.before),
            "inzwischen gemeldet": shown(one.field, one.theirs),
            "von": f"{one.by}, {moment(one.at)}" if one.before != one.theirs else NO_VALUE,
            "Ihre Eingabe": NO_VALUE if one.mine is None else _mine(one.field, one.mine),
        }
        for one in versions
    ]
    st.table(frame.literal(pd.DataFrame(rows)), hide_index=True, alt="Beide Fassungen")
    both = [one for one in versions if one.mine is not None and one.before != one.theirs]
    for one in both:
        words = {MINE: f"meine: {_mine(one.field, one.mine)}", THEIRS: f"die andere: {shown(one.field, one.theirs)}"}
        st.radio(
            f"{FIELDS[one.field]}: Was soll gelten?", list(words), None, key=_choice(task, one.field, revision),
            format_func=partial(_word, words), horizontal=True,
        )  # fmt: skip
    chosen = {one.field: st.session_state.get(_choice(task, one.field, revision)) for one in both}
    kept = {name: text for name, text in entries.items() if chosen.get(name, MINE) == MINE}
    with st.container(horizontal=True):
        if None in chosen.values():
            st.caption("Sobald Sie zu jedem Feld gewählt haben, lässt es sich speichern.")
        elif kept:
            wishes.button(
                "So speichern", "report", f"versions_{task.key}_{revision}", type="primary",
                more=lambda: {"key": task.key, "entries": kept, "seen": revision, "next": None},
            )  # fmt: skip
        st.button("Meine Eingaben verwerfen", on_click=_give_way, args=(offered, task), key=f"give_way_{task.key}")


def _word(words: Mapping[str, str], code: str) -> str:
    return verbatim(words[code])


def _choice(task: Task, field: str, revision: int) -> str:
    return f"version_of_{field}_{task.key}_{revision}"


def _mine(field: str, text: str) -> str:
    return {"status": STATUSES, "reported_light": LIGHTS}.get(field, {}).get(text, text) or NO_VALUE


def _give_way(offered: Offered, task: Task) -> None:
    if offered.database is not None:
        keep_draft(offered.database, key=task.key, entries={}, by=offered.actor, at=offered.now, seen=0)
    st.session_state[_state(task.key)] = None
    wishes.renew(f"item_{task.key}")
