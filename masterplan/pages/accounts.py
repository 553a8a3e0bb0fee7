"""Konten: who may log in, with which role; adding, shutting out, new passwords, other roles."""

from collections.abc import Callable
from secrets import token_hex

import pandas as pd
import streamlit as st

from masterplan.actions import accounts
from masterplan.actions.accounts import Account, AccountRefused
from masterplan.actions.offered import Offered
from masterplan.domain.access import OF_A_BODY, NotAllowed, Reach, Right, Role, grantable, reach
from masterplan.domain.view import PlanView
from masterplan.vocabulary import NO_VALUE, ROLES, counted, role_of, verbatim

SAID, DRAWN, DONE = "accounts_said", "accounts_drawn", "accounts_done"


def show(view: PlanView, offered: Offered) -> None:
    """All accounts that the actor may manage, and what can be done with one of them."""
    st.title("Konten", anchor=False)
    assert offered.database is not None, "accounts stand in a database"
    flash()
    known = accounts.everybody(offered.database, by=offered.actor, at=offered.now)
    if not known:
        st.info("Es gibt noch kein Konto, mit dem man sich anmelden kann. Das erste legen Sie hier an.")
    else:
        st.markdown(f"Angelegt {'ist' if len(known) == 1 else 'sind'} {counted(len(known), 'Konto', 'Konten')}.")
        st.dataframe(as_table(known), hide_index=True, alt="Konten", placeholder=NO_VALUE)
        one_account(known, view, offered)
    st.header("Neues Konto", anchor=False)
    new_account(view, offered)


def flash() -> None:
    """What the last click did; a password is shown this once."""
    for kind, sentence in st.session_state.pop(SAID, []):
        (st.success if kind == "done" else st.error)(sentence)


def as_table(known: list[Account]) -> pd.DataFrame:
    """One row per account."""
    return pd.DataFrame(
        {
            "Name": [one.name for one in known],
            "Rolle": [role_of(one.role, one.body) for one in known],
            "Kennung": [one.login or NO_VALUE for one in known],
            "E-Mail-Adresse": [one.email or NO_VALUE for one in known],
            "Anmeldedienst": ["verbunden" if one.subject else NO_VALUE for one in known],
            "Zustand": [state(one) for one in known],
        }
    )


def state(one: Account) -> str:
    """Whether an account can be used."""
    if one.disabled_at is not None:
        return "gesperrt"
    return "Kennwort zu ändern" if one.must_change else "aktiv"


def one_account(known: list[Account], view: PlanView, offered: Offered) -> None:
    """A chosen account: shut out or let in, a new password, another role."""
    st.header("Ein Konto ändern", anchor=False)
    by_number = {one.id: one for one in known}
    chosen = st.selectbox(
        "Konto", list(by_number), index=None, key="accounts_chosen", placeholder="Konto wählen",
        format_func=lambda number: by_number[number].name,
    )  # fmt: skip
    if chosen is None:
        return
    one = by_number[chosen]
    with st.container(horizontal=True):
        if one.disabled_at is None:
            st.button("Sperren", on_click=_act, args=(offered, "gesperrt", accounts.disable, one), key="disable")
        else:
            st.button("Entsperren", on_click=_act, args=(offered, "entsperrt", accounts.enable, one), key="enable")
        if one.login is not None:
            st.button("Neues Kennwort", on_click=_renew, args=(offered, one), key="renew")
    st.caption("Jede Änderung beendet die Anmeldungen des Kontos sofort.")
    with st.form(f"role_{one.id}"):
        role = st.selectbox("Rolle", grantable(offered.actor), format_func=lambda one: ROLES[one],
                            index=grantable(offered.actor).index(one.role))  # fmt: skip
        body = body_choice(view, offered, one.body)
        if st.form_submit_button("Rolle ändern"):
            _said(offered, f"{verbatim(one.name)} hat jetzt die Rolle {role_of(role, body)}.",
                  lambda: accounts.set_role(_database(offered), by=offered.actor, at=offered.now, account=one.id,
                                            role=role, body=body))  # fmt: skip
            st.rerun()


def new_account(view: PlanView, offered: Offered) -> None:
    """The form for a new account."""
    if DRAWN not in st.session_state:
        st.session_state[DRAWN] = token_hex(8)
    drawn = str(st.session_state[DRAWN])
    with st.form(f"new_{drawn}"):
        name = st.text_input("Name", help="Person oder Stelle, wie sie in Verläufen erscheint.")
        role = st.selectbox("Rolle", grantable(offered.actor), format_func=lambda one: ROLES[one], index=None,
                            placeholder="Rolle wählen")  # fmt: skip
        body = body_choice(view, offered, None)
        login = st.text_input("Kennung für die Anmeldung mit Kennwort", help="Leer: nur über den Anmeldedienst.")
        email = st.text_input("E-Mail-Adresse", help="Für Erinnerungen und für den Anmeldedienst.")
        if st.form_submit_button("Konto anlegen"):
            if role is None:
                st.error("Bitte wählen Sie eine Rolle.")
                return
            _add(offered, drawn, name, role, body, login, email)
            st.rerun()


def body_choice(view: PlanView, offered: Offered, now: str | None) -> str | None:
    """The bodies that an account can be for; whoever keeps the accounts of one body has no choice."""
    if reach(offered.actor, Right.MANAGE_ACCOUNTS) == Reach.OWN:
        bodies = [str(offered.actor.body)]
    else:
        bodies = [str(key) for key in view.bodies.index]
    options = [None, *dict.fromkeys([*bodies, *([now] if now else [])])]
    needed = ", ".join(ROLES[role] for role in OF_A_BODY)
    chosen = st.selectbox(
        "Ressort oder Stelle", options, index=options.index(now), format_func=lambda key: key or NO_VALUE,
        help=f"Nötig für: {needed}.",
    )  # fmt: skip
    return None if chosen is None else str(chosen)


def _add(offered: Offered, drawn: str, name: str, role: Role, body: str | None, login: str, email: str) -> None:
    if st.session_state.get(DONE) == drawn:
        return  # a double click: the first one did it

    def work() -> str:
        added = accounts.add(
            _database(offered), by=offered.actor, at=offered.now, name=name, role=role, body=body, login=login,
            email=email,
        )  # fmt: skip
        st.session_state[DONE] = st.session_state.pop(DRAWN)
        first = f" Erstes Kennwort, nur jetzt zu sehen: `{added.password}`" if added.password else ""
        return f"Das Konto {verbatim(' '.join(name.split()))} ist angelegt.{first}"

    _said(offered, "", work)


def _act(offered: Offered, what: str, action: Callable[..., None], one: Account) -> None:
    _said(offered, f"{verbatim(one.name)} ist {what}.",
          lambda: action(_database(offered), by=offered.actor, at=offered.now, account=one.id))  # fmt: skip


def _renew(offered: Offered, one: Account) -> None:
    def work() -> str:
        password = accounts.new_password(_database(offered), by=offered.actor, at=offered.now, account=one.id)
        return f"Neues Kennwort für {verbatim(one.name)}, nur jetzt zu sehen: `{password}`"

    _said(offered, "", work)


def _said(offered: Offered, done: str, work: Callable[[], str | None]) -> None:
    """Does something and keeps what is to be said of it for the next drawing."""
    try:
        st.session_state[SAID] = [("done", work() or done)]
    except (AccountRefused, NotAllowed) as trouble:
        st.session_state[SAID] = [("trouble", verbatim(trouble))]


def _database(offered: Offered) -> accounts.Database:
    assert offered.database is not None, "accounts stand in a database"
    return offered.database
