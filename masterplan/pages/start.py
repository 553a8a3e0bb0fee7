"""Every run begins here: the clock, the database, the Stichtag from the address bar, and the list of pages."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from importers import page as importing
from masterplan import web
from masterplan.actions.offered import Offered
from masterplan.domain import overview as summary
from masterplan.domain.view import PlanView, build
from masterplan.pages import address, overview
from masterplan.store import reading
from masterplan.store.engine import Database, DatabaseUnusable
from masterplan.vocabulary import BERLIN, PRODUCT, day, long_day, moment

FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2035, 12, 31)


@st.cache_resource(max_entries=24, show_spinner="Der Plan wird zusammengestellt …")
def plan_at(_database: Database, revision: int, stichtag: date, known_by: datetime | None, _now: datetime) -> PlanView:
    """The plan at a Stichtag. Kept by the data revision: what was known at a revision never changes."""
    return build(reading.cut(_database, stichtag, known_by or _now, "all"))


def main() -> None:
    """One run of the page."""
    st.set_page_config(
        page_title=PRODUCT, page_icon=str(Path(__file__).with_name("sign.svg")), layout="wide",
        initial_sidebar_state="auto",
    )  # fmt: skip
    now = datetime.now(UTC)
    try:
        run(web.database(), now)
    except DatabaseUnusable as trouble:
        st.error(str(trouble))


def run(database: Database, now: datetime) -> None:
    """Shows the page that was asked for, as at the Stichtag that was asked for."""
    address.keep(st.query_params, st.session_state.setdefault("address", {}))
    asked = address.asked(st.query_params)
    revision = reading.data_revision(database)
    today = now.astimezone(BERLIN).date()
    stichtag = asked.stichtag or reading.default_stichtag(database, today)
    plan = partial(plan_at, database, revision, known_by=asked.known_by, _now=now)
    view: PlanView = plan(stichtag=stichtag)
    stands = tuple(reading.stands(database))

    def services_path(rule: str) -> summary.Path:
        days = [stand for stand in stands if stand < stichtag]
        return summary.path([summary.services_online(plan(stichtag=on), rule) for on in [*days, stichtag]])

    offered = Offered(database, now, revision, stands, services_path, go_to)
    page = st.navigation(pages(view, offered))
    side(stichtag, stands, view)
    head(view, asked)
    page.run()


def pages(view: PlanView, offered: Offered) -> list[st.Page]:
    """The pages, in the order in which they are offered."""

    def show_overview() -> None:
        overview.show(view, offered)

    def show_import() -> None:
        importing.show(view, offered)

    return [
        st.Page(show_overview, title="Überblick", url_path="ueberblick", default=True),
        st.Page(show_import, title="Dateien einlesen", url_path="einlesen"),
    ]


def go_to(stichtag: date) -> None:
    """Shows another Stichtag from the next run on."""
    st.session_state["address"]["stichtag"] = stichtag.isoformat()
    st.query_params["stichtag"] = stichtag.isoformat()


def side(stichtag: date, stands: tuple[date, ...], view: PlanView) -> None:
    """The Stichtag in the sidebar, and the way to the editions."""
    with st.sidebar:
        st.session_state["chosen_day"] = stichtag
        st.date_input(
            "Stichtag", key="chosen_day", format="DD.MM.YYYY", min_value=min(FIRST_DAY, stichtag),
            max_value=max(LAST_DAY, stichtag), on_change=lambda: go_to(st.session_state["chosen_day"]),
            help="Gezeigt wird der Plan am Ende dieses Tages. Was später kam, gibt es für diese Ansicht nicht.",
        )  # fmt: skip
        if stands:
            st.caption("Zu einem Stand der Daten:")
        for stand in reversed(stands[-8:]):
            is_shown = stand == stichtag
            st.button(
                long_day(stand), key=f"stand_{stand}", on_click=go_to, args=(stand,), disabled=is_shown, width="stretch"
            )
        recorded = f"{moment(view.known_by)}, Änderung Nr. {view.revision}" if view.revision else "noch nichts erfasst"
        st.caption(f"Stand der Erfassung: {recorded}")
        st.caption(web.LOOPBACK_ONLY)


def head(view: PlanView, asked: address.Asked) -> None:
    """What stands above every page: example data or not, and what in the address could not be read."""
    if view.demo:
        st.warning("**Beispieldaten.** Wegmarken, Maßnahmen und Stände sind erfunden; kein amtlicher Sachstand.")
    for sentence in asked.refused:
        st.warning(sentence)
    if asked.known_by is not None:
        st.info(f"Gezeigt wird, was am {moment(asked.known_by)} bekannt war; Stichtag ist der {day(view.stichtag)}.")


if __name__ == "__main__":
    main()
