"""Löschen nach DSGVO: texts about persons, accounts, original files. What was done stays in the log."""

from collections.abc import Callable, Mapping

import streamlit as st

from masterplan.actions import accounts, erasure
from masterplan.actions.erasure import Database, NothingErased
from masterplan.actions.offered import Offered
from masterplan.domain.access import NotAllowed
from masterplan.domain.view import PlanView
from masterplan.vocabulary import counted, verbatim

SAID = "erasure_said"


def show(view: PlanView, offered: Offered) -> None:
    """Three things that can be erased, each with its reason."""
    st.title("Personenbezug löschen", anchor=False)
    st.markdown(
        "Gelöschtes ist an allen Stellen und für alle Stichtage verschwunden und kommt nicht wieder. Die Prüfsummen "
        "des Protokolls bleiben gültig. Herausgegebene Berichte bleiben, wie sie herausgegeben wurden."
    )
    for kind, sentence in st.session_state.pop(SAID, []):
        (st.success if kind == "done" else st.error)(sentence)
    database = offered.database
    assert database is not None, "what can be erased stands in a database"
    reason = st.text_input("Grund", key="erase_reason", help="Er steht im Prüfprotokoll. Bitte keinen Namen nennen.")
    texts(database, offered, reason)
    account(database, offered, reason)
    workbook(database, offered, reason)


def texts(database: Database, offered: Offered, reason: str) -> None:
    """Texts about persons that ministries reported, found by words."""
    st.header("Text über eine Person", anchor=False)
    searched = st.text_input("Name oder Teil davon", key="erase_words")
    found = erasure.texts_about(database, words=searched, by=offered.actor)
    if searched and not found:
        st.caption("Kein gespeicherter Text enthält das.")
    if found:
        st.caption(counted(len(found), "Text", "Texte"))
        chosen = _chosen("Text, wie er gemeldet ist", "Text wählen", {text: text for text in found}, "erase_text")
        if chosen is not None:
            _button(
                "Diesen Text überall löschen", "Der Text ist gelöscht.",
                lambda: erasure.erase_text(database, text=chosen, reason=reason, by=offered.actor, at=offered.now),
            )  # fmt: skip


def account(database: Database, offered: Offered, reason: str) -> None:
    """An account: its name becomes a pseudonym."""
    st.header("Konto", anchor=False)
    known = {one.id: one.name for one in accounts.everybody(database, by=offered.actor, at=offered.now)}
    chosen = _chosen("Konto", "Konto wählen", known, "erase_account")
    if chosen is not None:
        _button(
            "Name, Kennung und Adresse löschen", "Das Konto ist gelöscht; was es tat, bleibt unter einer Nummer.",
            lambda: erasure.erase_account(database, account=chosen, reason=reason, by=offered.actor, at=offered.now),
        )  # fmt: skip


def workbook(database: Database, offered: Offered, reason: str) -> None:
    """An original file: its bytes go, its hash and a reason stay."""
    st.header("Originaldatei", anchor=False)
    kept = erasure.kept_workbooks(database, by=offered.actor)
    chosen = _chosen("Datei", "Datei wählen", kept, "erase_workbook")
    if chosen is not None:
        st.caption(f"Prüfsumme (SHA-256): {chosen}. Der Grund wird an ihrer Stelle angezeigt.")
        _button(
            "Datei löschen", "Die Datei ist gelöscht; ihre Prüfsumme bleibt.",
            lambda: erasure.erase_workbook(database, sha256=chosen, reason=reason, by=offered.actor, at=offered.now),
        )  # fmt: skip


def _chosen(label: str, placeholder: str, names: Mapping[str, str], key: str) -> str | None:
    """One of some things that are shown by their names; None until somebody chooses."""
    return st.selectbox(
        label, list(names), index=None, key=key, format_func=lambda one: names.get(one, one), placeholder=placeholder
    )


def _button(label: str, done: str, work: Callable[[], object]) -> None:
    sure = st.checkbox("Ja, endgültig löschen", key=f"sure_{label}")
    st.button(label, key=f"do_{label}", disabled=not sure, on_click=_carry_out, args=(done, work))


def _carry_out(done: str, work: Callable[[], object]) -> None:
    try:
        work()
    except (NothingErased, NotAllowed) as trouble:
        st.session_state[SAID] = [("trouble", verbatim(trouble))]
    else:
        st.session_state[SAID] = [("done", done)]
