"""One measure or one Ressort on a page of its own, as PDF, for those who read briefings."""

from functools import partial

import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.domain.access import Right, may
from masterplan.domain.counting import RULES
from masterplan.domain.view import PlanView
from masterplan.pages.parts import briefing_view
from masterplan.publishing import briefings
from masterplan.publishing.briefings import Order
from masterplan.publishing.formats import render
from masterplan.vocabulary import VERSION


def offer(offered: Offered, view: PlanView, about: str, words: str) -> None:
    """The button for the sheet of a measure („measure/17“) or a Ressort („SMI“); what is not released is marked."""
    if offered.database is None or not may(offered.actor, Right.READ_BRIEFINGS):
        return
    name = f"Blatt-{about.replace('/', '-')}-{view.stichtag.isoformat()}"
    with st.container(key="not_printed_sheet"):
        briefing_view.download(words, "pdf", name, partial(made, view, offered, about), f"sheet_{about}")


def made(view: PlanView, offered: Offered, about: str) -> bytes:
    """The sheet, made when it is asked for."""
    assert offered.database is not None
    order, draft = Order(view.stichtag, view.known_by, next(iter(RULES))), view.audience == "all"
    content = briefings.one_page(offered.database, order, about, software=VERSION, draft=draft)
    return render(content, "pdf")
