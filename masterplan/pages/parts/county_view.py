"""The Kreise as tiles with their table, and what is reported of places: over time and by Ressort."""

from datetime import datetime

import pandas as pd
import streamlit as st

from masterplan.actions import boundaries, questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.county_tiles import county_tiles
from masterplan.charts.places_online import DEFINITION, places_online
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.overview import ministry_name
from masterplan.domain.services.boundaries import Map
from masterplan.domain.services.counties import InCounties, in_counties
from masterplan.domain.services.coverage_tables import by_ministry, merged, with_shares
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import NOT_REPORTED, counted, number, percent

BESIDE = ["Kreis", "online", "davon im ganzen Kreis"]
"""What stands beside the tiles; the whole table is below them."""
TILES, TABLE = 488, 288
"""In pixels: beside each other at 1280, one below the other on a tablet."""
BY_MINISTRY = "Meldungen zur Verfügbarkeit nach Ressort"


@kept(entries=16, words="Die Verfügbarkeit in den Kreisen wird ausgewertet …")
def counties_at(_whole: PlanView, key: Key) -> InCounties:
    """Where every service of the whole plan is online."""
    return in_counties(_whole)


def drawn_with(offered: Offered) -> datetime | None:
    """When the boundaries came in that the Kreise are drawn with; None: they are drawn as tiles."""
    return None if offered.database is None else boundaries.imported_at(offered.database)


@kept(entries=2)
def official_map(_offered: Offered, imported_at: datetime | None) -> Map | None:
    """The official boundaries, where somebody imported them."""
    return None if _offered.database is None or imported_at is None else boundaries.county_map(_offered.database)


@kept()
def counties_chart(
    _view: PlanView, _offered: Offered, key: Key, dark: bool, imported_at: datetime | None
) -> tuple[Chart, frame.Ready]:
    """The Kreise, and the table that stands beside them."""
    found = counties_at(_offered.whole, key).of(_view.services.index)
    official = official_map(_offered, imported_at)
    chart = county_tiles(found.counts(), len(_view.services), _view.stichtag, dark, official)
    return chart, frame.literal(chart.table[BESIDE])


@kept(words="Die Meldungen werden gezählt …")
def places_chart(_offered: Offered, key: Key, dark: bool) -> Chart | None:
    """Places online from month to month; None where there is nothing to ask."""
    if _offered.database is None or not _offered.stands:
        return None
    whole = _offered.whole
    first = min(_offered.stands[0], whole.stichtag)
    return places_online(questions.places_online(_offered.database, whole, first), whole.stichtag, dark)


@kept(words="Die Meldungen werden gezählt …")
def ministries_table(_offered: Offered, key: Key) -> pd.DataFrame:
    """What is reported of places by the Ressort that answers for the service, in official order."""
    whole = _offered.whole
    if _offered.database is None:
        return pd.DataFrame()
    counts = by_ministry(questions.coverage_by(_offered.database, whole, "service"), whole)
    order = {str(ministry): position for position, ministry in enumerate(counts["ministry"].drop_duplicates())}
    found = with_shares(merged(counts, ["ministry"]))
    found = found.sort_values("ministry", key=lambda keys: keys.map(order), kind="stable")
    return pd.DataFrame(
        {
            "Ressort": [
                "ohne Ressort" if name == NO_GROUP else ministry_name(whole, str(name)) for name in found["ministry"]
            ],
            "Meldungen": [number(value) for value in found["listed"].tolist()],
            "online": [number(value) for value in found["online"].tolist()],
            NOT_REPORTED: [number(value) for value in found["unknown"].tolist()],
            "Anteil mindestens": [NOT_REPORTED if pd.isna(value) else percent(value) for value in found["lower"]],
        }
    )


def show(view: PlanView, offered: Offered) -> None:
    """The map with its table beside it, the burn-up of places, and the entries by Ressort."""
    found, table = counties_chart(view, offered, offered.key, frame.is_dark(), drawn_with(offered))
    row = st.container(horizontal=True)
    with row.container(width=TILES):
        frame.chart(found, "counties")
    with row.container(width=TABLE):
        st.table(table, hide_index=True, alt=found.title)
    places = places_chart(offered, offered.key, frame.is_dark())
    if places is None:
        return
    frame.chart(places, "places")
    opened = st.expander(BY_MINISTRY, key="places_by_ministry", on_change="rerun")
    if opened.open:
        with opened:
            reported = ministries_table(offered, offered.key)
            st.caption(DEFINITION)
            st.table(frame.literal(reported), hide_index=True, alt=BY_MINISTRY)
            frame.download(reported, BY_MINISTRY, places.unit, places.stichtag, DEFINITION, "places_by_ministry")
    if len(view.services) != len(offered.whole.services):
        amount = counted(len(offered.whole.services), "Leistung", "Leistungen")
        st.caption(f"Die Meldungen hier ohne Filter: alle {amount} des Katalogs.")
