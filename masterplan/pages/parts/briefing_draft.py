"""A new briefing: written from the plan, looked at, and issued after a confirmation."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from masterplan.actions.issue import BRIEFING, FORMATS
from masterplan.actions.offered import Offered
from masterplan.briefings.content import Briefing
from masterplan.domain.counting import RULES
from masterplan.pages.parts import briefing_view, choices, frame, wishes
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.wishes import Said
from masterplan.publishing import briefings
from masterplan.publishing.briefings import Order
from masterplan.publishing.formats import render
from masterplan.vocabulary import AUDIENCES, VERSION, counted, day, long_day, moment, verbatim

ISSUE = "issue"
Written = tuple[Order, Briefing]


def acts(offered: Offered) -> Mapping[str, wishes.Act]:
    """What the buttons here do."""
    return {ISSUE: partial(_issue, offered)}


def show(offered: Offered) -> None:
    """The choice of rule and audience, the summary, the files to look at, and the way to issue them."""
    frame.heading("Neuer Bericht")
    if not choices.switch(offered, "entwurf", f"Bericht zum {day(offered.whole.stichtag)} zusammenstellen",
                          "Geschrieben wird der Bericht aus dem Plan am gewählten Stichtag."):  # fmt: skip
        return
    rule = choices.select(
        offered, "zaehlweise", "Zählweise", {name: each.title for name, each in RULES.items()}, "bund-2020"
    )
    audience = choices.one_of(offered, "angaben", "Angaben", AUDIENCES, "released")
    order, content = _written(offered, rule, audience)
    if order.compared is not None:
        listed = counted(len(order.errata), "Berichtigung", "Berichtigungen")
        st.markdown(
            f"Verglichen wird mit dem {long_day(order.compared[0])}, wie er am {moment(order.compared[1])} bekannt "
            f"war. Aus früheren Berichten sind {listed} aufzunehmen."
        )
    briefing_view.summary(content)
    with st.container(horizontal=True):
        for format_, words in briefing_view.formats(FORMATS[BRIEFING]):
            briefing_view.download(
                f"Entwurf als {words}", format_, f"Entwurf-Kabinettsbericht-{content.facts.stichtag}",
                partial(render, content, format_), f"draft_{format_}",
            )  # fmt: skip
    briefing_view.origins(offered, content, "kennzahl")
    if audience == "released":
        _issuing(offered, rule)
    else:
        st.info("Herausgegeben werden nur freigegebene Angaben. Wählen Sie dafür „freigegebene Angaben“.")


def _written(offered: Offered, rule: str, audience: str) -> Written:
    whole = offered.whole
    return written(offered, (offered.revision, whole.revision, whole.stichtag), rule, audience)


@kept(entries=2, words="Der Bericht wird geschrieben …")
def written(_offered: Offered, key: tuple[object, ...], rule: str, audience: str) -> Written:
    """The order of a new briefing and its content. Kept by the data revision."""
    whole, database = _offered.whole, _offered.database
    assert database is not None
    draft = audience == "all"
    order = briefings.order(database, whole.stichtag, whole.known_by, rule, by=_offered.actor, draft=draft)
    return order, briefings.content(database, order, software=VERSION, draft=draft)


def _issuing(offered: Offered, rule: str) -> None:
    frame.heading("Herausgeben", 3)
    st.markdown(
        "Beim Herausgeben werden die vier Dateien und ihr Inhalt unveränderlich aufbewahrt, mit Prüfsummen in der "
        "Kette des Protokolls. Berichtigungen stehen danach im nächsten Bericht."
    )
    key = wishes.form_key("briefing")
    cabinet, sure = f"cabinet_{key}", f"sure_{key}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input("Tag der Kabinettssitzung", value=None, key=cabinet, format="DD.MM.YYYY", width=220)
        st.checkbox("Ich habe den Bericht geprüft.", key=sure)

    def told() -> dict[str, Any]:
        on = st.session_state.get(cabinet)
        sure_ = bool(st.session_state.get(sure))
        reference = None if on is None else on.isoformat()
        return {"reference": reference, "sure": sure_, "rule": rule, "seen": offered.revision}

    wishes.button("Bericht herausgeben", ISSUE, "briefing", more=told, type="primary")


def _issue(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    """Renders the files, with the progress shown, and issues what was on the page."""
    if not told["sure"]:
        return Said("Bitte bestätigen Sie, dass Sie den Bericht geprüft haben.", is_done=False)
    if told["seen"] != offered.revision:
        return Said(briefing_view.PLAN_MOVED, is_done=False)
    order, content = _written(offered, told["rule"], "released")
    assert offered.database is not None
    bar = st.progress(0.0)

    def progress(share: float, words: str) -> None:
        bar.progress(share, words)

    issued = briefings.issue(
        offered.database, order, content, reference=told["reference"], by=offered.actor, at=offered.now,
        form_key=key, progress=progress,
    )  # fmt: skip
    return Said(f"{verbatim(briefings.name_of(issued))} ist herausgegeben.")
