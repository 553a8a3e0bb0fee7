"""Mein Konto: who I am here, my password, and where else I am logged in."""

import streamlit as st

from masterplan.actions import login
from masterplan.actions.offered import Offered
from masterplan.domain.access import RIGHTS, Reach, reach
from masterplan.domain.logins import Way
from masterplan.domain.view import PlanView
from masterplan.vocabulary import RIGHT_WORDS, counted, moment, role_of, verbatim

PASSWORD = '<form action="kennwort"><button>Kennwort ändern</button></form>'
REACH = {Reach.OWN: "für die eigenen Einträge", Reach.ALL: "für alle"}


def show(view: PlanView, offered: Offered) -> None:
    """Name, role and rights; the way to a new password; other sessions."""
    st.title("Mein Konto", anchor=False)
    actor, session = offered.actor, offered.session
    st.markdown(f"**{verbatim(actor.name)}** – {verbatim(role_of(actor.role, actor.body))}")
    st.header("Was Sie dürfen", anchor=False)
    allowed = [(right, reach(actor, right)) for right in RIGHTS]
    st.markdown("\n".join(f"- {RIGHT_WORDS[right]} ({REACH[far]})" for right, far in allowed if far != Reach.NONE))
    if session is None or session.way == Way.DEMO or offered.database is None:
        return
    st.header("Anmeldung", anchor=False)
    st.markdown(f"Angemeldet seit {moment(session.begun_at)}; die Sitzung endet spätestens {moment(session.ends_at)}.")
    if session.way == Way.PASSWORD:
        st.html(PASSWORD)
    others = login.other_sessions(offered.database, session=session, at=offered.now)
    if not others:
        st.markdown("Woanders sind Sie nicht angemeldet.")
        return
    each = [f"seit {moment(one.begun_at)}, zuletzt {moment(one.seen_at)}" for one in others]
    st.markdown(f"Daneben: {counted(len(others), 'Anmeldung', 'Anmeldungen')}; {'; '.join(each)}.")
    st.button("Andere Anmeldungen beenden", key="end_others", on_click=_end_others, args=(offered,))


def _end_others(offered: Offered) -> None:
    assert offered.database is not None, "a session stands in a database"
    assert offered.session is not None, "the button is drawn for a session"
    login.end_other_sessions(offered.database, session=offered.session, at=offered.now)
