"""One run of any page: the database, what the address bar asks for, the side, and the list of pages."""

import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from importers.page import upload as importing
from masterplan import login, mail, web
from masterplan.actions import audit
from masterplan.actions.offered import Offered
from masterplan.domain import overview as summary
from masterplan.domain.access import REFUSALS, Actor, Reach, Right, audience, reach
from masterplan.domain.figure import Figure
from masterplan.domain.filters import Filters, asked_figure, choices, narrowed
from masterplan.domain.progress import figures
from masterplan.domain.reporting.reminders import Message
from masterplan.domain.search import Index, index, search
from masterplan.domain.view import PlanView, build
from masterplan.pages import (
    accounts,
    address,
    answers,
    briefings,
    comparison,
    data_state,
    erasure,
    goals,
    implementation_plans,
    item,
    measures,
    overview,
    own_account,
    ozg_target,
    rounds,
    tasks,
)
from masterplan.pages import audit as audit_page
from masterplan.pages.parts import account_side, address_bar, saved_views, side
from masterplan.pages.parts.kept import kept
from masterplan.store import reading
from masterplan.store.engine import Database, DatabaseUnusable
from masterplan.store.sessions import Session
from masterplan.vocabulary import BERLIN, PRODUCT, day, moment


@dataclass(frozen=True)
class Entry:
    """One page: what it is called, how it is shown, which filters act on it, whether the side lists it, and for whom.

    Who lacks the right does not see the page; what the page shows and does asks for rights again.
    """

    title: str
    show: Callable[[PlanView, Offered], None]
    acting: tuple[str, ...] = ()
    listed: bool = True
    right: Right = Right.READ


ALL_FILTERS = ("ressort", "thema", "status", "q")
PAGES: Mapping[str, Entry] = {
    "ueberblick": Entry("Überblick", overview.show, ("ressort",)),
    "ozg-ziel": Entry("OZG-Ziel 2022", ozg_target.show, ("ressort", "thema")),
    "ziele": Entry("Ziele", goals.show, ("ressort",)),
    "umsetzungsplanung": Entry("Umsetzungsplanung der Ressorts", implementation_plans.show, ("ressort", "status", "q")),
    "massnahmen": Entry("Maßnahmenkatalog", measures.show, ("ressort", "status", "q")),
    "vergleich": Entry("Vergleich", comparison.show, ("ressort",)),
    "eintrag": Entry("Eintrag", item.show, listed=False),
    "aufgaben": Entry("Meine Aufgaben", tasks.show, right=Right.REPORT),
    "berichtsrunden": Entry("Berichtsrunden", rounds.show, right=Right.RUN_ROUNDS),
    "datenlage": Entry("Datenlage", data_state.show, ("ressort",)),
    "berichte": Entry("Kabinettsberichte", briefings.show, right=Right.READ_BRIEFINGS),
    "auskunft": Entry("Auskunft", answers.show, ALL_FILTERS, right=Right.READ_BRIEFINGS),
    "einlesen": Entry("Dateien einlesen", importing.show, right=Right.IMPORT),
    "konto": Entry("Mein Konto", own_account.show),
    "konten": Entry("Konten", accounts.show, right=Right.MANAGE_ACCOUNTS),
    "pruefprotokoll": Entry("Prüfprotokoll", audit_page.show, right=Right.READ_AUDIT),
    "loeschen": Entry("Personenbezug löschen", erasure.show, right=Right.ERASE),
}
"""By address, in the order in which the side lists them; the first is where everybody begins."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Der Plan": ("ueberblick", "ozg-ziel", "ziele", "umsetzungsplanung", "massnahmen", "vergleich"),
    "Die Abstimmung": ("aufgaben", "berichtsrunden"),
    "Berichte": ("berichte", "auskunft"),
    "Die Daten": ("datenlage", "einlesen"),
    "Die Nutzung": ("konto", "konten", "pruefprotokoll", "loeschen"),
}


SIGN = "data:image/svg+xml;base64," + b64encode(Path(__file__).with_name("sign.svg").read_bytes()).decode()
"""The sign in the browser's tab, written as an address, so that no run has to read and encode a file."""


@kept(entries=48, words="Der Plan wird zusammengestellt …")
def plan_at(
    _database: Database, revision: int, audience: str, stichtag: date, known_by: datetime | None, _now: datetime
) -> PlanView:
    """The plan of an audience at a Stichtag. Kept by the data revision: what was known at one never changes."""
    return build(reading.cut(_database, stichtag, known_by or _now, audience))


@kept(entries=8)
def stands_at(_database: Database, revision: int) -> tuple[date, ...]:
    """The days that files speak of, oldest first."""
    return tuple(reading.stands(_database))


@kept(entries=8)
def first_stichtag(_database: Database, revision: int, today: date) -> date:
    """The Stichtag where the address names none."""
    return reading.default_stichtag(_database, today)


@kept(entries=48)
def choices_at(_plan: PlanView, key: tuple[object, ...]) -> Mapping[str, list[str]]:
    """What can be chosen in the filters."""
    return choices(_plan)


@kept(entries=48)
def figure_at(_plan: PlanView, key: tuple[object, ...], name: str) -> Figure | None:
    """The key figure that the list is narrowed to."""
    return asked_figure(figures(_plan), name)


@kept(entries=8, words="Die Suche wird vorbereitet …")
def search_index(_plan: PlanView, key: tuple[object, ...]) -> Index:
    """The words of a plan, for all searches in it."""
    return index(_plan)


@kept(entries=48, words="Gesucht wird …")
def found_by_words(_plan: PlanView, key: tuple[object, ...], words: str) -> tuple[str, ...]:
    """The keys that the searched words leave, the best first."""
    return tuple(search(search_index(_plan, key), words))


@kept(entries=48, words="Der Filter wird angewandt …")
def narrowed_plan(
    _plan: PlanView,
    key: tuple[object, ...],
    filters: Filters,
    _figure: Figure | None,
    _found: tuple[str, ...] | None,
) -> PlanView:
    """The plan that passes the filters."""
    kept = None if _found is None else set(_found)
    if _figure is not None:
        kept = set(_figure.keys) if kept is None else kept & set(_figure.keys)
    return narrowed(_plan, filters, kept)


def main(now: datetime) -> None:
    """One run of the page that the address names."""
    st.set_page_config(page_title=PRODUCT, page_icon=SIGN, layout="wide", initial_sidebar_state="auto")
    try:
        session = login.session_now(web.database(), now)
        if session is None:
            account_side.logged_out(st.navigation(list(_pages().values()), position="hidden").url_path)
        else:
            only_reads = reach(session.actor, Right.REPORT) == Reach.NONE
            run(web.database_for_readers() if only_reads else web.database(), now, session)
    except DatabaseUnusable as trouble:
        st.error(str(trouble))


@cache
def _pages() -> dict[str, StreamlitPage]:
    return {path: st.Page(lambda: None, title=entry.title, url_path=path) for path, entry in PAGES.items()}


def run(database: Database, now: datetime, session: Session) -> None:
    """Shows the page that was asked for to somebody, as at the Stichtag and through the filters that were asked for."""
    here = address_bar.arrived()
    actor = session.actor
    asked = address.asked(here)
    revision = reading.data_revision(database)
    today = now.astimezone(BERLIN).date()
    stichtag = asked.stichtag or first_stichtag(database, revision, today)
    seen_by = "released" if asked.released_only else audience(actor)
    plan = partial(plan_at, database, revision, seen_by, known_by=asked.known_by, _now=now)
    whole: PlanView = plan(stichtag=stichtag)
    stands = stands_at(database, revision)
    earlier = [stand for stand in stands if stand < stichtag]
    pages = _pages()
    whole_key = (revision, whole.revision, stichtag, whole.audience)
    current = st.navigation(list(pages.values()), position="hidden")
    path = current.url_path or next(iter(PAGES))
    entry = PAGES[path]
    filters = _acting(asked.filters, entry.acting)

    def plans() -> list[PlanView]:
        whole_plans = [plan(stichtag=on) for on in [*earlier, stichtag]]
        return whole_plans if filters.empty else [narrowed(each, filters) for each in whole_plans]

    def services_path(rule: str) -> summary.Path:
        return summary.path([summary.services_online(each, rule) for each in plans()])

    figure = figure_at(whole, whole_key, filters.figure) if filters.figure else None
    found = found_by_words(whole, whole_key, filters.words) if filters.words else None
    view = whole if filters.empty else narrowed_plan(whole, whole_key, filters, figure, found)
    offered = Offered(
        database=database, now=now, actor=actor, revision=revision, stands=stands, whole=whole,
        key=(*whole_key, filters), plans=plans, services_path=services_path,
        go_to=address_bar.go_to, change=address_bar.change,
        compared_on=asked.compared_on or (earlier[-1] if earlier else None), filters=asked.filters, figure=figure,
        page=path, pages=pages, address=address.kept(here), item=asked.item,
        found=found, session=session, post=_post(now), home=os.environ.get("MASTERPLAN_ADDRESS", ""),
    )  # fmt: skip
    show_side(offered, path, session)
    head(whole, asked, session)
    if reach(actor, entry.right) == Reach.NONE:
        refuse(offered, entry)
        return
    side.acting_filters(offered, entry.acting)
    entry.show(view, offered)


def _post(now: datetime) -> Callable[[Message], str | None] | None:
    try:
        post = mail.from_environment(os.environ)
    except mail.NoPost:
        return None
    return lambda message: post.send(message, now)


def refuse(offered: Offered, entry: Entry) -> None:
    """Instead of a page that the actor may not see."""
    st.title(entry.title, anchor=False)
    st.error(REFUSALS[entry.right])
    if offered.database is not None:
        audit.refused(
            offered.database, by=offered.actor, at=offered.now, refusal=REFUSALS[entry.right], subject=offered.page
        )


def _acting(filters: Filters, acting: tuple[str, ...]) -> Filters:
    """The filters that act on a page; the figure acts where statuses do."""
    return Filters(
        ministries=filters.ministries if "ressort" in acting else (),
        themes=filters.themes if "thema" in acting else (),
        statuses=filters.statuses if "status" in acting else (),
        words=filters.words if "q" in acting else "",
        figure=filters.figure if acting else "",
    )


def show_side(offered: Offered, path: str, session: Session) -> None:
    """The side: pages, Stichtag, filters, saved views, what is known, and who looks."""
    entry = PAGES[path]
    with st.sidebar:
        side.ways({name: _open_to(offered.actor, paths) for name, paths in GROUPS.items()}, offered)
        side.stichtag(offered)
        if audience(offered.actor) == "all":
            side.seen_as(offered)
        side.filters(offered, entry.acting, choices_at(offered.whole, offered.key[:-1]) if entry.acting else {})
        saved_views.show(offered, path)
        side.recorded(offered, account_side.who(session))
        account_side.show(offered, session)


def _open_to(actor: Actor, paths: Sequence[str]) -> list[tuple[str, str]]:
    return [(path, PAGES[path].title) for path in paths if reach(actor, PAGES[path].right) != Reach.NONE]


def head(view: PlanView, asked: address.Asked, session: Session) -> None:
    """What stands above every page: example data or not, and what in the address could not be read."""
    if view.demo:
        invented = "**Beispieldaten.** Wegmarken, Maßnahmen und Stände sind erfunden; kein amtlicher Sachstand."
        st.warning(" ".join(filter(None, [invented, account_side.played(session)])))
    for sentence in asked.refused:
        st.warning(sentence)
    if asked.released_only:
        st.info("Gezeigt wird nur, was freigegeben ist: der Plan, wie ihn Kabinett, Ressorts und Kommunen sehen.")
    if asked.known_by is not None:
        st.info(f"Gezeigt wird, was am {moment(asked.known_by)} bekannt war; Stichtag ist der {day(view.stichtag)}.")
