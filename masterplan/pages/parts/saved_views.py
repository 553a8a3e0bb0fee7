"""„Gemerkte Ansichten“ in the side: links to saved views, and a name for what is shown now."""

from collections.abc import Mapping

import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.actions.saved_views import NotSaved, SavedView, forget_view, is_own, remember_view, remembered_views
from masterplan.domain.access import NotAllowed
from masterplan.vocabulary import verbatim

NAME, TROUBLE = "view_name", "view_trouble"


def show(offered: Offered, page: str) -> None:
    """The saved views and the form, read and drawn when somebody opens them. ``page`` is the address of this page."""
    if offered.database is None:
        return
    opened = st.expander("Gemerkte Ansichten", key="saved_views", on_change="rerun")
    if opened.open:
        with opened:
            known = remembered_views(offered.database, by=offered.actor)
            views = [view for view in known if view.page in offered.pages]
            for view in views:
                _way(view, offered, page)
            if not views:
                st.caption("Noch keine. Merken Sie sich hier, was Sie gerade sehen: Seite, Stichtag und Filter.")
            _form(offered, page, st.query_params.to_dict())


def _way(view: SavedView, offered: Offered, page: str) -> None:
    """A link; a button where the view is of this very page, for then a link leaves the address bar as it is."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        words = verbatim(view.name)
        if view.page == page:
            changed: dict[str, str | None] = {**dict.fromkeys(st.query_params.to_dict()), **view.parameters}
            st.button(words, key=f"to_{view.name}", type="tertiary", on_click=offered.change, args=(changed,))
        else:
            st.page_link(offered.pages[view.page], label=words, query_params=dict(view.parameters))
        if is_own(view, offered.actor):
            st.button(
                "✕", key=f"forget_{view.name}", help=f"{verbatim(view.name)} entfernen", type="tertiary",
                on_click=_forget, args=(offered, view.name),
            )  # fmt: skip


def _form(offered: Offered, page: str, parameters: Mapping[str, str]) -> None:
    st.text_input("Name für diese Ansicht", key=NAME, max_chars=80)
    st.button("Ansicht merken", key="remember", on_click=_remember, args=(offered, page, parameters))
    trouble = st.session_state.pop(TROUBLE, None)
    if trouble:
        st.error(verbatim(trouble))


def _remember(offered: Offered, page: str, parameters: Mapping[str, str]) -> None:
    assert offered.database is not None, "without a database there is no form"
    try:
        remember_view(
            offered.database, name=str(st.session_state[NAME]), page=page, parameters=parameters, by=offered.actor,
            at=offered.now,
        )  # fmt: skip
    except (NotSaved, NotAllowed) as trouble:
        st.session_state[TROUBLE] = str(trouble)
    else:
        st.session_state[NAME] = ""


def _forget(offered: Offered, name: str) -> None:
    assert offered.database is not None, "without a database there is nothing to forget"
    try:
        forget_view(offered.database, name=name, by=offered.actor, at=offered.now)
    except (NotSaved, NotAllowed) as trouble:
        st.session_state[TROUBLE] = str(trouble)
