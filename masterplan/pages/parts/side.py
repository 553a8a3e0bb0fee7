"""The side of every page: the pages, the Stichtag, the filters. What is chosen goes into the address bar."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.overview import OTHER_BODIES, STATUS_ORDER, ministry_name
from masterplan.domain.view import PlanView
from masterplan.pages.address import APART, FIGURE, RELEASED, SEEN_AS
from masterplan.vocabulary import NOT_REPORTED, OTHERS, STATUSES, day, label, listed, long_day, moment, verbatim

FILTERS: Mapping[str, str] = {"ressort": "Ressort", "thema": "Themenfeld", "status": "Status", "q": "Suche"}
"""By parameter of the address, what it narrows."""
CURRENT = ' aria-current="page"'
SPECIAL = {OTHER_BODIES: OTHERS, NO_GROUP: "ohne Zuordnung"}


def ways(groups: Mapping[str, Sequence[tuple[str, str]]], offered: Offered) -> None:
    """The pages, group by group, each with the parameters that it keeps.

    All of them are one element, because each costs every run as much as a query; the script of `chrome` follows them
    without loading anything anew.
    """
    kept = urlencode(offered.address)
    written = "".join(_group(name, entries, kept, offered) for name, entries in groups.items())
    st.html(f'<nav class="pages" aria-label="Seiten">{written}</nav>')


def _group(name: str, entries: Sequence[tuple[str, str]], kept: str, offered: Offered) -> str:
    onward = f"?{escape(kept)}" if kept else ""
    links = [
        f'<li><a href="./{offered.pages[path].url_path}{onward}"'
        f"{CURRENT if path == offered.page else ''}>{escape(words)}</a></li>"
        for path, words in entries
    ]
    return f'<p>{escape(name)}</p><ul aria-label="{escape(name)}">{"".join(links)}</ul>' if links else ""


def stichtag(offered: Offered) -> None:
    """The Stichtag, and the way to the editions."""
    shown = offered.whole.stichtag
    st.session_state["chosen_day"] = shown
    st.date_input(
        "Stichtag", key="chosen_day", format="DD.MM.YYYY", min_value=min(offered.first_day, shown),
        max_value=max(offered.last_day, shown), on_change=lambda: offered.go_to(st.session_state["chosen_day"]),
        help="Gezeigt wird der Plan am Ende dieses Tages. Was später kam, gibt es für diese Ansicht nicht.",
    )  # fmt: skip
    editions = list(reversed(offered.stands[-12:]))
    if editions:
        st.session_state["chosen_stand"] = shown if shown in editions else None
        st.selectbox(
            "Zu einem Stand der Daten", editions, key="chosen_stand", format_func=long_day, placeholder="Stand wählen",
            on_change=lambda: offered.go_to(st.session_state["chosen_stand"] or shown),
        )  # fmt: skip


def seen_as(offered: Offered) -> None:
    """For those who see everything: the plan as the others see it."""
    st.session_state["seen_as"] = offered.whole.audience == "released"
    st.toggle(
        "Nur Freigegebenes zeigen", key="seen_as",
        on_change=lambda: offered.change({SEEN_AS: RELEASED if st.session_state["seen_as"] else None}),
        help="So sehen Kabinett, Ressorts und Kommunen den Plan.",
    )  # fmt: skip


def filters(offered: Offered, acting: Sequence[str], offer: Mapping[str, list[str]]) -> None:
    """The filters that act on this page, with what can be chosen."""
    plan, chosen = offered.whole, offered.filters
    if "ressort" in acting:
        _several("ressort", offer["ministries"], chosen.ministries, lambda key: ministry_words(plan, key), offered)
    if "thema" in acting:
        _several("thema", offer["themes"], chosen.themes, str, offered)
    if "status" in acting:
        _several("status", STATUS_ORDER, chosen.statuses, status_words, offered)
    if "q" in acting:
        st.session_state["chosen_q"] = chosen.words
        st.text_input(
            "Suche", key="chosen_q", placeholder="Wörter oder Nummer",
            on_change=lambda: offered.change({"q": st.session_state["chosen_q"].strip() or None}),
        )  # fmt: skip


def _several(
    name: str, options: Sequence[str], chosen: Sequence[str], words: Callable[[str], str], offered: Offered
) -> None:
    """A choice of several values, kept in the address."""
    state = f"chosen_{name}"
    everything = list(dict.fromkeys([*options, *chosen]))  # what the address asks for is shown, known or not
    st.session_state[state] = list(chosen)
    st.multiselect(
        FILTERS[name], everything, key=state, format_func=words, placeholder="alle",
        on_change=lambda: offered.change({name: APART.join(st.session_state[state]) or None}),
    )  # fmt: skip


def ministry_words(view: PlanView, key: str) -> str:
    """A Ressort of a filter as a person reads it."""
    return SPECIAL.get(key) or str(ministry_name(view, key))


def status_words(code: str) -> str:
    """A status of a filter as a person reads it."""
    return NOT_REPORTED if code == NO_GROUP else label(STATUSES, code)


def acting_filters(offered: Offered, acting: Sequence[str]) -> None:
    """Above the page: which filters narrow it, which do not act here, and how to lift them."""
    plan, chosen = offered.whole, offered.filters
    said = {
        "ressort": listed([ministry_words(plan, key) for key in chosen.ministries], "oder"),
        "thema": listed(list(chosen.themes), "oder"),
        "status": listed([status_words(code) for code in chosen.statuses], "oder"),
        "q": f"„{chosen.words}“" if chosen.words else "",
    }
    here = [f"{FILTERS[name]} {verbatim(words)}" for name, words in said.items() if words and name in acting]
    idle = [FILTERS[name] for name, words in said.items() if words and name not in acting]
    if offered.figure is not None:
        here.insert(0, f"nur „{verbatim(offered.figure.title)}“")
    if not here and not idle:
        return
    row = st.container(horizontal=True, vertical_alignment="center")
    words = f"**Gefiltert:** {' · '.join(here)}." if here else ""
    row.markdown(" ".join(filter(None, [words, f"Hier ohne Wirkung: {', '.join(idle)}." if idle else ""])))
    everything: dict[str, str | None] = dict.fromkeys([*FILTERS, FIGURE])
    row.button("Filter aufheben", on_click=offered.change, args=(everything,), key="lift_all")


def recorded(offered: Offered, *more: str) -> None:
    """What the view knows of: the last change, and until when; then ``more`` sentences."""
    view = offered.whole
    words = f"{moment(view.known_by)}, Änderung Nr. {view.revision}" if view.revision else "noch nichts erfasst"
    compared = [] if offered.compared_on is None else [f"Vergleich mit dem {day(offered.compared_on)}"]
    st.caption("\n\n".join([f"Stand der Erfassung: {words}", *compared, *more]))
