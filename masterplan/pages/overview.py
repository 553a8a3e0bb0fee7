"""Überblick: how far is the plan on the Stichtag?"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.measures_status import measures_status
from masterplan.charts.overdue import overdue
from masterplan.charts.services_path import counted_points, services_path
from masterplan.domain.counting import RULES
from masterplan.domain.overview import Path, latest_sources, ministry_name
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame
from masterplan.vocabulary import (
    NO_VALUE,
    NOT_REPORTED,
    PARTS,
    counted,
    day,
    label,
    number,
    percent,
)

HEADLINE_RULE = "bund-2020"
SECOND_RULE = "ozg-reifegrad-3"


def show(view: PlanView, offered: Offered) -> None:
    """The headline figure with its rule, the counts, three charts, and the sources with their Stand."""
    frame.title("Überblick", view, "Wie weit ist der Plan?")
    if view.empty:
        frame.nothing_yet(view, offered)
        return
    key = offered.key
    shown = {figure.rule or figure.id: figure for figure in all_figures(view, key)}
    path = path_at(offered.services_path, key)
    headline(shown, path)
    counts(shown)
    by_services, by_status, late = charts(view, path, key, frame.is_dark())
    frame.chart(by_services, "path")
    frame.chart(by_status, "status")
    frame.chart(late, "late")
    sources(view)


# Kept by the data revision, never by time.


@st.cache_resource(max_entries=32, show_spinner=False)
def all_figures(_view: PlanView, key: Key) -> list[Figure]:
    """All key figures."""
    return figures(_view)


@st.cache_resource(max_entries=32, show_spinner="Der Weg zum Ziel wird berechnet …")
def path_at(_services_path: Callable[[str], Path], key: Key) -> Path:
    """The share of services online at each Stand, by the headline rule."""
    return _services_path(HEADLINE_RULE)


@st.cache_resource(max_entries=32, show_spinner=False)
def charts(_view: PlanView, _path: Path, key: Key, dark: bool) -> tuple[Chart, Chart, Chart]:
    """The three charts, drawn for the page's ground."""
    return services_path(_path, dark), measures_status(_view, dark), overdue(_view, dark)


# The parts of the page.


def headline(shown: dict[str, Figure], path: Path) -> None:
    """The share of services online, by which rule, and what the straight way to the target asks for."""
    st.header("OZG-Leistungen online", anchor=False)
    row = st.container(horizontal=True)
    frame.share_tile(row, shown[HEADLINE_RULE])
    frame.share_tile(row, shown[SECOND_RULE])
    gap = path.gap
    note = NO_VALUE if gap is None else f"{'es fehlen' if gap > 0 else 'darüber:'} {counted_points(abs(gap))}"
    frame.tile(
        row, "Gerader Weg verlangt", percent(path.needed) if path.needed is not None else NOT_REPORTED, note,
        f"Auf dem geraden Weg vom ersten bekannten Anteil zu {percent(1.0)} am {day(path.target_on)}, nach der "
        f"{RULES[HEADLINE_RULE].title}.",
    )  # fmt: skip
    left = (path.target_on - path.stichtag).days
    frame.tile(
        row, f"Tage {'bis zum' if left >= 0 else 'seit dem'} Ziel", number(abs(left)), day(path.target_on),
        "Bis zum 31.12.2022 sollten alle Verwaltungsleistungen online sein (§ 1 Abs. 1 OZG; Ziel des Masterplans).",
    )  # fmt: skip


def counts(shown: dict[str, Figure]) -> None:
    """Goals, Wegmarken and measures: how many, how many done, how many late."""
    st.header("Ziele, Wegmarken und Maßnahmen", anchor=False)
    row = st.container(horizontal=True)
    frame.count_tile(row, shown["goals.reached"], f"von {number(shown['goals.total'].value)}")
    frame.count_tile(row, shown["milestones.achieved"], f"von {number(shown['milestones.total'].value)}")
    frame.count_tile(row, shown["milestones.overdue"], "Plantermin verstrichen")
    frame.count_tile(row, shown["milestones.due_90_days"], "ab dem Stichtag")
    frame.count_tile(row, shown["measures.completed"], f"von {number(shown['measures.total'].value)}")
    frame.count_tile(row, shown["measures.in_progress"], f"davon {number(shown['measures.delayed'].value)} verzögert")
    frame.count_tile(row, shown["measures.overdue"], "Plantermin verstrichen")
    frame.count_tile(row, shown["measures.municipal"], f"von {number(shown['measures.total'].value)}")


def sources(view: PlanView) -> None:
    """Of each part the newest file, with its Stand."""
    st.header("Quellen und ihr Stand", anchor=False)
    newest = latest_sources(view)
    total = counted(len(view.sources), "Datei", "Dateien")
    st.caption(f"Die jeweils neueste Datei bis zum Stichtag, von insgesamt {total}.")
    table = pd.DataFrame(
        {
            "Teil": [label(PARTS, part) for part in newest["part"]],
            "Ressort": [ministry_name(view, key) or NO_VALUE for key in newest["ministry"]],
            "Stand": [day(stand) for stand in newest["stand"]],
            "Alter am Stichtag": [counted(int(age), "Tag", "Tage") if age else "0 Tage" for age in newest["age_days"]],
            "Zeilen": [number(rows) for rows in newest["rows"]],
            "Hinweise": [number(warnings) for warnings in newest["warnings"]],
            "Datei": newest["file"].to_numpy(),
        }
    )
    st.table(frame.literal(table), hide_index=True, alt="Quellen und ihr Stand")
