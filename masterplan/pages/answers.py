"""Auskunft: a Kleine Anfrage answered from the plan as at a Stichtag, archived, and found again."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions import issue as issuing
from masterplan.actions.issue import ANSWER, FORMATS, Issued
from masterplan.actions.offered import Offered
from masterplan.briefings.content import Briefing
from masterplan.domain.access import Right, may
from masterplan.domain.cabinet.inquiry import FIGURES, Inquiry
from masterplan.domain.counting import RULES
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.pages.parts import briefing_view, choices, frame, wishes
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.wishes import Said
from masterplan.publishing import answers
from masterplan.publishing.formats import render
from masterplan.vocabulary import KINDS_PLURAL, VERSION, day, moment, verbatim

ARCHIVE = "archive"
NO_REFERENCE = "noch ohne Nummer"


def show(view: PlanView, offered: Offered) -> None:
    """What was answered before, and for the house the question, its answer and the way to archive it."""
    frame.title("Auskunft", view, "Was ist auf eine Kleine Anfrage zu antworten?")
    if offered.database is None:
        return
    writes = may(offered.actor, Right.ISSUE)
    if writes:
        wishes.carry_out(offered, {ARCHIVE: partial(_archive, offered)})
        if view.empty and offered.whole.empty:
            frame.nothing_yet(view, offered)
        else:
            ask(offered)
    archived(offered)


# The question and its answer.


def ask(offered: Offered) -> None:
    """The kind of items and the rule; the filters of the side narrow the question."""
    st.markdown("Die Filter in der Seitenleiste grenzen die Frage ein; geantwortet wird mit freigegebenen Angaben.")
    inquiry = _inquiry(offered)
    prepared = _prepared(offered, inquiry)
    if prepared.earlier:
        last = prepared.earlier[0]
        st.info(
            f"Dieselbe Frage wurde unter Drs. {verbatim(last.reference)} zum {day(last.stichtag)} beantwortet. Unten "
            "steht, was heute anders ist und warum."
        )
    for section in prepared.content.sections:
        if section.id in ("result", "earlier"):
            frame.heading(section.title)
            briefing_view.section(section)
    briefing_view.origins(offered, prepared.content, "herkunft")
    with st.container(horizontal=True):
        for format_, words in briefing_view.formats(FORMATS[ANSWER]):
            briefing_view.download(
                f"Entwurf als {words}", format_, f"Entwurf-Auskunft-{offered.whole.stichtag.isoformat()}",
                partial(render, prepared.content, format_), f"answer_{format_}",
            )  # fmt: skip
    key = f"reference_{wishes.form_key('answer')}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Nummer der Drucksache", key=key, placeholder="z. B. 7/1234", width=220)
        wishes.button("Antwort archivieren", ARCHIVE, "answer", type="primary",
                      more=lambda: {"reference": st.session_state.get(key) or "", "inquiry": inquiry,
                                    "seen": offered.revision})  # fmt: skip


def _inquiry(offered: Offered) -> Inquiry:
    kinds = {str(kind): KINDS_PLURAL[kind] for kind in FIGURES}
    rules = {name: each.title for name, each in RULES.items()}
    with st.container(horizontal=True):
        kind = choices.select(offered, "art", "Wonach ist gefragt?", kinds, str(Kind.MEASURE))
        rule = "bund-2020"
        if kind == Kind.SERVICE:
            rule = choices.select(offered, "zaehlweise", "Zählweise", rules, rule)
    return Inquiry(Kind(kind), rule, offered.filters)


def _prepared(offered: Offered, inquiry: Inquiry, reference: str = NO_REFERENCE) -> answers.Prepared:
    whole = offered.whole
    key = (offered.revision, whole.revision, whole.stichtag, repr(inquiry), reference)
    return prepared_answer(offered, inquiry, key)


@kept(entries=4, words="Die Antwort wird zusammengestellt …")
def prepared_answer(_offered: Offered, _inquiry: Inquiry, key: tuple[object, ...]) -> answers.Prepared:
    """The answer to a question, with released values. Kept by the data revision."""
    assert _offered.database is not None
    whole = _offered.whole
    return answers.prepare(
        _offered.database, _inquiry, whole.stichtag, whole.known_by, by=_offered.actor, reference=str(key[-1]),
        software=VERSION,
    )  # fmt: skip


def _archive(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    """Archives the answer that was on the page."""
    if told["seen"] != offered.revision:
        return Said(briefing_view.PLAN_MOVED, is_done=False)
    assert offered.database is not None
    prepared = _prepared(offered, told["inquiry"], str(told["reference"]).strip())
    issued = answers.archive(offered.database, prepared, by=offered.actor, at=offered.now, form_key=key)
    return Said(f"Die Antwort ist unter Drs. {verbatim(issued.reference)} archiviert.")


# What was answered before.


def archived(offered: Offered) -> None:
    """Every archived answer, with its files."""
    assert offered.database is not None
    found = issuing.issued_documents(offered.database, ANSWER, by=offered.actor)
    frame.heading("Archivierte Antworten")
    if not found:
        st.info("Es ist noch keine Antwort archiviert. Archivierte Antworten stehen hier mit ihrer Drucksache.")
        return
    st.dataframe(_listed(found), hide_index=True, alt="Archivierte Antworten")
    by_number = {str(one.number): one for one in found}
    names = {number: f"Drs. {one.reference}, Stichtag {day(one.stichtag)}" for number, one in by_number.items()}
    one = by_number[choices.select(offered, "antwort", "Antwort", names, str(found[0].number))]
    content = _said(offered, one.content_sha256, one)
    question = next((section for section in content.sections if section.id == "question"), None)
    if question is not None:
        frame.heading(question.title)
        briefing_view.section(question)
    with st.container(horizontal=True):
        for format_, words in briefing_view.formats(one.files):
            briefing_view.download(
                words, format_, f"Drs-{(one.reference or '').replace('/', '-')}", partial(_file, offered, one, format_),
                f"archived_{format_}",
            )  # fmt: skip


def _listed(found: Sequence[Issued]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Drucksache": [one.reference or "" for one in found],
            "Gegenstand": [one.title for one in found],
            "Stichtag": [day(one.stichtag) for one in found],
            "archiviert": [moment(one.recorded_at) for one in found],
            "von": [one.by for one in found],
            "Inhalt (SHA-256)": [one.content_sha256[:12] for one in found],
        }
    )


@kept(entries=3)
def _said(_offered: Offered, content_sha256: str, _issued: Issued) -> Briefing:
    assert _offered.database is not None
    return answers.said(_offered.database, _issued, by=_offered.actor)


def _file(offered: Offered, one: Issued, format_: str) -> bytes:
    assert offered.database is not None
    return issuing.file_of(offered.database, ANSWER, one.number, format_, by=offered.actor, at=offered.now)
