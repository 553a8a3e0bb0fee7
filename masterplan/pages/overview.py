"""Überblick: how far is the plan on the Stichtag?"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.charts.measures_status import measures_status
from masterplan.charts.overdue import overdue
from masterplan.charts.services_path import counted_points, services_path
from masterplan.domain.counting import RULES
from masterplan.domain.overview import Path, latest_sources, ministry_name
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView
from masterplan.vocabulary import (
    NO_VALUE,
    NOT_REPORTED,
    PARTS,
    counted,
    day,
    label,
    long_day,
    number,
    percent,
    verbatim,
)

HEADLINE_RULE = "bund-2020"
SECOND_RULE = "ozg-reifegrad-3"
TILE_WIDTH = 192
"""In pixels: four in a row at 1280, two on a tablet."""

Key = tuple[int, str, str]


def show(view: PlanView, offered: Offered) -> None:
    """The headline figure with its rule, the counts, three charts, and the sources with their Stand."""
    st.title("Überblick")
    st.markdown(f"Stand der Umsetzung am Stichtag **{long_day(view.stichtag)}**")
    if view.empty:
        nothing_yet(view, offered)
        return
    key = (view.revision, view.stichtag.isoformat(), view.audience)
    shown = {figure.rule or figure.id: figure for figure in all_figures(view, key)}
    path = path_at(offered.services_path, key)
    headline(shown, path)
    counts(shown)
    by_services, by_status, late = charts(view, path, key, is_dark())
    chart(by_services, "path")
    chart(by_status, "status")
    chart(late, "late")
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


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


# The parts of the page.


def nothing_yet(view: PlanView, offered: Offered) -> None:
    """Says what to do when there is nothing to show."""
    later = [stand for stand in offered.stands if stand > view.stichtag]
    if offered.stands and not later:
        st.info(f"Zum Stichtag {day(view.stichtag)} war zu dieser Zeit noch nichts erfasst.")
        return
    if not later:
        st.info(
            "Noch ist nichts eingelesen. Lesen Sie unter **Dateien einlesen** die Arbeitsmappen der Ressorts ein, oder "
            "laden Sie im Verzeichnis des Projekts die Beispieldaten mit `python -m masterplan demo`."
        )
        return
    st.info(f"Am {day(view.stichtag)} lag noch keine Datei vor. Die erste hat den Stand {day(later[0])}.")
    st.button(f"Zum {long_day(later[0])}", on_click=offered.go_to, args=(later[0],), type="primary")


def headline(shown: dict[str, Figure], path: Path) -> None:
    """The share of services online, by which rule, and what the straight way to the target asks for."""
    st.header("OZG-Leistungen online", anchor=False)
    row = st.container(horizontal=True)
    share_tile(row, shown[HEADLINE_RULE])
    share_tile(row, shown[SECOND_RULE])
    gap = path.gap
    note = NO_VALUE if gap is None else f"{'es fehlen' if gap > 0 else 'darüber:'} {counted_points(abs(gap))}"
    tile(
        row, "Gerader Weg verlangt", percent(path.needed) if path.needed is not None else NOT_REPORTED, note,
        f"Auf dem geraden Weg vom ersten bekannten Anteil zu {percent(1.0)} am {day(path.target_on)}, nach der "
        f"{RULES[HEADLINE_RULE].title}.",
    )  # fmt: skip
    left = (path.target_on - path.stichtag).days
    tile(
        row, f"Tage {'bis zum' if left >= 0 else 'seit dem'} Ziel", number(abs(left)), day(path.target_on),
        "Bis zum 31.12.2022 sollten alle Verwaltungsleistungen online sein (§ 1 Abs. 1 OZG; Ziel des Masterplans).",
    )  # fmt: skip


def share_tile(row: st.delta_generator.DeltaGenerator, figure: Figure) -> None:
    """A share with its rule, its numbers, its upper bound and what it rests on."""
    rule = RULES[figure.rule or ""]
    note = f"{number(figure.numerator)} von {number(figure.denominator)}"
    if figure.value is None:
        note += f"; Angaben nur zu {percent(figure.coverage)}" if figure.denominator else ""
    elif figure.upper != figure.value:
        note += f"; höchstens {percent(figure.upper)}"
    value = NOT_REPORTED if figure.value is None else percent(figure.value)
    tile(row, rule.title, value, note, f"{rule.definition} Quelle: {rule.source}. Version {rule.version}.")


def tile(row: st.delta_generator.DeltaGenerator, title: str, value: str, note: str, explanation: str) -> None:
    """One figure: title, value, a line below it, and its definition."""
    with row.container(border=True, width=TILE_WIDTH, height="stretch", gap="xxsmall"):
        st.markdown(title, help=explanation)
        st.metric(title, value, label_visibility="collapsed")
        st.caption(note)


def counts(shown: dict[str, Figure]) -> None:
    """Goals, Wegmarken and measures: how many, how many done, how many late."""
    st.header("Ziele, Wegmarken und Maßnahmen", anchor=False)
    row = st.container(horizontal=True)
    count_tile(row, shown["goals.reached"], f"von {number(shown['goals.total'].value)}")
    count_tile(row, shown["milestones.achieved"], f"von {number(shown['milestones.total'].value)}")
    count_tile(row, shown["milestones.overdue"], "Plantermin verstrichen")
    count_tile(row, shown["milestones.due_90_days"], "ab dem Stichtag")
    count_tile(row, shown["measures.completed"], f"von {number(shown['measures.total'].value)}")
    count_tile(row, shown["measures.in_progress"], f"davon {number(shown['measures.delayed'].value)} verzögert")
    count_tile(row, shown["measures.overdue"], "Plantermin verstrichen")
    count_tile(row, shown["measures.municipal"], f"von {number(shown['measures.total'].value)}")


def count_tile(row: st.delta_generator.DeltaGenerator, figure: Figure, note: str) -> None:
    """A count, with its upper bound where something is not known."""
    if figure.upper != figure.value:
        note += f"; höchstens {number(figure.upper)}"
    tile(row, figure.title, number(figure.value), note, figure.definition)


def chart(one: Chart, key: str) -> None:
    """A chart with its sentence, and its table and definition to open."""
    st.header(one.title, anchor=False)
    st.caption(f"{one.unit} · Stichtag {day(one.stichtag)}")
    st.plotly_chart(one.figure, key=key, theme=None, config=dict(theme.CONFIG), alt=f"{one.title}. {one.sentence}")
    st.markdown(verbatim(one.sentence))
    with st.expander("Tabelle und Definition"):
        st.table(literal(one.table), hide_index=True, alt=one.title)
        st.caption(one.definition)


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
    st.table(literal(table), hide_index=True, alt="Quellen und ihr Stand")


def literal(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose cells are shown as they are, with no Markdown read into them."""
    return table.map(verbatim)
