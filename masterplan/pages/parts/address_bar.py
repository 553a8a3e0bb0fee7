"""How choices get into the address bar: by callbacks, and only while the page they were made on is still shown."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

SHOWN, CAME = "address_shown", "address_before"


def arrived() -> dict[str, str]:
    """To be called first in each run: the parameters of the address, which with those before it is remembered."""
    here = st.query_params.to_dict()
    st.session_state[SHOWN] = [st.session_state.pop(CAME, here), here]
    return here


def go_to(stichtag: date) -> None:
    """Shows another Stichtag from the next run on."""
    change({"stichtag": stichtag.isoformat()})


def change(parameters: Mapping[str, str | None]) -> None:
    """Sets parameters of the address, or takes them away (None).

    Nothing happens where the browser meanwhile went to another address (back, forward, a link): what looks like a
    choice then is only the old value of a widget that has not been drawn anew.
    """
    here = st.query_params.to_dict()
    if here not in st.session_state.get(SHOWN, [here]):
        return
    st.session_state.setdefault(CAME, here)
    kept = {**here, **parameters}
    st.query_params.from_dict({name: value for name, value in kept.items() if value is not None})
