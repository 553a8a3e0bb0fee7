"""What somebody clicked is carried out once, at the beginning of the run, with nothing drawn in between.

A click only notes a wish, with the key of the form it was drawn with. A double click, another widget or a dropped
connection may stop the run anywhere: the wish is still there, is carried out again, and the key gives the first
outcome.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from typing import Any

import streamlit as st

from masterplan.actions.issue import NotIssued
from masterplan.actions.offered import Offered
from masterplan.actions.report import REFUSED, SomebodyWasFaster
from masterplan.briefings.template_files import TemplateUnfit

REFUSALS = (*REFUSED, SomebodyWasFaster, NotIssued, TemplateUnfit)
"""What an act is refused by; each says in German why and what to do."""
WISH, SAID, ACTED_AT = "wish", "wish_said", "wish_acted_at"
TOO_SOON = timedelta(milliseconds=700)
"""A click that follows an act sooner than anybody can read what is new is the rest of a double click."""


@dataclass(frozen=True)
class Said:
    """What an act gave: a sentence, whether it went well, and what the page should remember."""

    sentence: str
    is_done: bool = True
    kept: Mapping[str, Any] = field(default_factory=dict)


Act = Callable[[str, Mapping[str, Any]], Said]
"""Does something; is given the key of the form and what was told with the click. May raise one of `REFUSALS`."""


def form_key(name: str) -> str:
    """The key of the form of this name that is on the page; drawn anew once it took effect."""
    known: str = st.session_state.setdefault(f"form_key_{name}", token_hex(16))
    return known


def renew(name: str) -> None:
    """The form of this name is drawn anew, with what the plan says now."""
    st.session_state.pop(f"form_key_{name}", None)


def button(words: str, act: str, name: str, *, more: Callable[[], Mapping[str, Any]] = dict, **looks: Any) -> None:
    """A button whose click is a wish. ``more`` tells at the click what was typed by then; ``looks`` are Streamlit's."""
    key = form_key(name)

    def clicked() -> None:
        st.session_state[WISH] = (act, name, key, dict(more()))

    st.button(words, key=f"{act}_{name}_{key}", on_click=clicked, **looks)


def carry_out(offered: Offered, acts: Mapping[str, Act]) -> None:
    """Carries out what was wished for, then shows the page anew; else says what the last act gave."""
    wished = st.session_state.get(WISH)
    if wished is None:
        _say()
        return
    act, name, key, told = wished
    acted_at = st.session_state.get(ACTED_AT)
    known = st.session_state.get(f"form_key_{name}")
    is_too_soon = known == key and acted_at is not None and offered.now - acted_at < TOO_SOON
    if is_too_soon or act not in acts:  # or it was wished for on another page, which was left at once
        del st.session_state[WISH]
        return
    try:
        said = acts[act](key, told)
    except REFUSALS as refusal:
        said = Said(str(refusal), is_done=False)
    st.session_state[SAID] = said
    st.session_state[ACTED_AT] = offered.now
    for kept, value in said.kept.items():
        st.session_state[kept] = value
    if said.is_done:
        renew(name)
    st.session_state.pop(WISH, None)
    st.rerun()


def _say() -> None:
    said = st.session_state.pop(SAID, None)
    if said is not None:
        (st.success if said.is_done else st.error)(said.sentence)
