"""Prüfprotokoll: who did or was refused what, and when; to be narrowed, leafed through and taken along."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from masterplan.actions import audit
from masterplan.actions.audit import Entry, Wanted
from masterplan.actions.offered import Offered
from masterplan.domain.files.table_file import as_csv
from masterplan.domain.reporting.rounds import STATES
from masterplan.domain.view import PlanView
from masterplan.vocabulary import AUDIT_ACTS, BERLIN, FIELDS, NO_VALUE, PARTS, ROLES, counted, moment, number
from masterplan.workbooks.plain_table import as_xlsx

ACT, PERSON, ABOUT, SINCE, UNTIL, PAGE = "art", "wer", "was", "von", "bis", "seite"
DEFINITION = (
    "Wer etwas geändert, eingelesen, freigegeben, herausgegeben oder heruntergeladen hat und wer abgewiesen wurde. "
    "Das Ansehen von Seiten steht hier nicht. Einträge lassen sich weder ändern noch löschen."
)
FIELD, DAY = 160, 128
"""How wide the filters are, in pixels: side by side at 1280."""
NOBODY = "niemand angemeldet"
DETAILS: Mapping[str, str] = {
    "step": "", "change": "", "what": "", "role": "Rolle:", "bodies": "für", "body": "für", "item": "zu",
    "number": "Arbeitsmappe Nr.", "part": "", "headings": "", "revision": "Änderung Nr.", "items": "Einträge:",
    "way": "über", "refusal": "", "reason": "Grund:", "trouble": "nicht zugestellt:", "source": "Quelle:",
}  # fmt: skip
"""What stands before a detail, in the order in which they are told."""
WORDS: Mapping[str, str] = {
    **ROLES, **{str(state): words for state, words in STATES.items()}, **PARTS,
    "opened": "eröffnet", "others": "andere Anmeldungen",
    "password": "Kennwort", "oidc": "Anmeldedienst", "demo": "Beispiel", "add": "angelegt", "disable": "gesperrt",
    "enable": "entsperrt", "role": "Rolle geändert", "person": "Text über eine Person", "account": "Konto",
    "workbook": "Originaldatei",
}  # fmt: skip


def show(view: PlanView, offered: Offered) -> None:
    """The filters, one page of entries, and the way to take all of them along."""
    st.title("Prüfprotokoll", anchor=False)
    st.markdown(DEFINITION)
    assert offered.database is not None, "the audit stands in a database"
    people = audit.people(offered.database, by=offered.actor)
    wanted = narrowed(offered, people)
    page = max(1, int(_said(PAGE)) if _said(PAGE).isdigit() else 1)
    entries, total = audit.search(offered.database, wanted, by=offered.actor, at=offered.now, page=page)
    pages = max(1, -(-total // audit.PAGE))
    where = f"Seite {number(page)} von {number(pages)}"
    st.markdown(f"**{counted(total, 'Eintrag', 'Einträge')}**, der neueste zuerst; {where}.")
    if entries:
        st.dataframe(as_table(entries), hide_index=True, alt="Prüfprotokoll", placeholder=NO_VALUE)
    leaf(offered, page, pages)
    take_along(offered, wanted)


def narrowed(offered: Offered, people: Mapping[str, str]) -> Wanted:
    """What is looked for, kept in the address."""
    row = st.container(horizontal=True)  # on a tablet in two lines
    acts, names = list(AUDIT_ACTS), sorted(people, key=lambda one: people[one].casefold())
    _keep("audit_act", _said(ACT) if _said(ACT) in acts else None)
    row.selectbox(
        "Was geschah", acts, key="audit_act", format_func=lambda one: AUDIT_ACTS[one], placeholder="alles",
        width=FIELD, on_change=_change, args=(offered, ACT, "audit_act"),
    )  # fmt: skip
    _keep("audit_person", _said(PERSON) if _said(PERSON) in people else None)
    row.selectbox(
        "Wer", names, key="audit_person", format_func=lambda one: people[one], placeholder="alle",
        width=FIELD, on_change=_change, args=(offered, PERSON, "audit_person"),
    )  # fmt: skip
    _keep("audit_about", _said(ABOUT))
    row.text_input(
        "Eintrag oder Datei", key="audit_about", placeholder="z. B. measure/17", width=FIELD, on_change=_change,
        args=(offered, ABOUT, "audit_about"),
    )  # fmt: skip
    since, until = _day(SINCE), _day(UNTIL)
    for words, name, key, value in (("Von", SINCE, "audit_since", since), ("Bis", UNTIL, "audit_until", until)):
        _keep(key, value)
        row.date_input(words, key=key, format="DD.MM.YYYY", width=DAY, on_change=_change, args=(offered, name, key))
    return Wanted(
        acts=(_said(ACT),) if _said(ACT) in acts else (),
        account=_said(PERSON) if _said(PERSON) in people else None,
        about=_said(ABOUT),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def as_table(entries: Sequence[Entry]) -> pd.DataFrame:
    """One row per entry, as a person reads it."""
    return pd.DataFrame(
        {
            "Zeit": [moment(entry.at) for entry in entries],
            "Wer": [entry.by or NOBODY for entry in entries],
            "Was": [AUDIT_ACTS.get(entry.act, entry.act) for entry in entries],
            "Worum": [entry.subject or "" for entry in entries],
            "Einzelheiten": [details(entry) for entry in entries],
        }
    )


def details(entry: Entry) -> str:
    """What else the entry says."""
    order = [*DETAILS, *(name for name in entry.detail if name not in DETAILS)]
    said = [(name, entry.detail[name]) for name in order if entry.detail.get(name) not in (None, "", 0)]
    return " · ".join(f"{DETAILS.get(name, name)} {_words(value)}".strip() for name, value in said)


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, dict):
        return "; ".join(f"„{heading}“: {FIELDS.get(name, name)}" for heading, name in value.items())
    return WORDS.get(str(value), str(value))


def leaf(offered: Offered, page: int, pages: int) -> None:
    """To newer and older entries."""
    with st.container(horizontal=True):
        st.button("Neuere", disabled=page <= 1, on_click=offered.change, args=({PAGE: str(page - 1)},))
        st.button("Ältere", disabled=page >= pages, on_click=offered.change, args=({PAGE: str(page + 1)},))


def take_along(offered: Offered, wanted: Wanted) -> None:
    """All entries that are wanted, as a file; taking them along is noted."""

    def table(kind: str) -> pd.DataFrame:
        assert offered.database is not None, "the audit stands in a database"
        found = audit.export(offered.database, wanted, by=offered.actor, at=offered.now, kind=kind)
        return as_table(found)

    today = offered.now.astimezone(BERLIN).date()
    with st.container(horizontal=True):
        st.download_button(
            "Als Excel-Datei", data=lambda: as_xlsx(table("xlsx"), "Prüfprotokoll"), file_name="Pruefprotokoll.xlsx",
            key="audit_xlsx", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Als CSV-Datei", data=lambda: as_csv(table("csv"), "Prüfprotokoll", "Einträge", today, DEFINITION),
            file_name="Pruefprotokoll.csv", mime="text/csv", key="audit_csv", on_click="ignore",
        )  # fmt: skip
    st.caption(f"Höchstens {number(audit.MOST_EXPORTED)} Einträge; das Herunterladen steht danach selbst im Protokoll.")


def _said(name: str) -> str:
    return str(st.query_params.get(name, ""))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(_said(name))
    except ValueError:
        return None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), BERLIN)


def _keep(key: str, value: object) -> None:
    st.session_state[key] = value


def _change(offered: Offered, name: str, key: str) -> None:
    value = st.session_state[key]
    offered.change({name: value.isoformat() if isinstance(value, date) else value or None, PAGE: None})
