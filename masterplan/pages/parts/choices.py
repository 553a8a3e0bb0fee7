"""Choices that a page makes for itself: kept in the address, so that a link shows the same."""

from collections.abc import Mapping

import streamlit as st

from masterplan.actions.offered import Offered


def asked(name: str, options: Mapping[str, str], default: str) -> str:
    """What the address asks for, if it is one of the options."""
    wanted = st.query_params.get(name, default)
    return wanted if wanted in options else default


def select(offered: Offered, name: str, words: str, options: Mapping[str, str], default: str) -> str:
    """One of several, from a list that opens; ``name`` is the parameter, ``options`` are words by code."""
    state = f"kept_{name}"
    st.session_state[state] = asked(name, options, default)
    st.selectbox(
        words, list(options), key=state, format_func=lambda code: options[code],
        on_change=lambda: offered.change({name: st.session_state[state]}),
    )  # fmt: skip
    return str(st.session_state[state])


def one_of(offered: Offered, name: str, words: str, options: Mapping[str, str], default: str) -> str:
    """One of a few, all of them to be seen beside each other."""
    state = f"kept_{name}"
    st.session_state[state] = asked(name, options, default)
    st.radio(
        words, list(options), key=state, format_func=lambda code: options[code], horizontal=True,
        on_change=lambda: offered.change({name: st.session_state[state]}),
    )  # fmt: skip
    return str(st.session_state[state])


def switch(offered: Offered, name: str, words: str, explanation: str | None = None) -> bool:
    """Something costly that is made when it is asked for."""
    state = f"kept_{name}"
    st.session_state[state] = st.query_params.get(name) == "ja"
    st.toggle(
        words, key=state, help=explanation,
        on_change=lambda: offered.change({name: "ja" if st.session_state[state] else None}),
    )  # fmt: skip
    return bool(st.session_state[state])
