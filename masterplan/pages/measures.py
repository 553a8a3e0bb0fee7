"""Maßnahmenkatalog: every measure with its lights, dates and slip; Land and Kommunen; money; what depends on what."""

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.measures_level import measures_level
from masterplan.charts.measures_status import by_status_sentence
from masterplan.domain.files.table_file import as_csv, file_name
from masterplan.domain.lists.measure_list import BY_RANK, ORDERS, measure_list, ordered
from masterplan.domain.overview import ministry_name
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView
from masterplan.pages.address import FIGURE
from masterplan.pages.parts import choices, frame, links, measures_budget, measures_links, tiles
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import (
    LEVELS,
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_REPORTED,
    STATUSES,
    day,
    label,
    number,
    verbatim,
)

VIEWS = ("Liste", "Land und Kommunen", "Budget", "Abhängigkeiten", "Was wäre wenn")
PARAMETER = "blick"
ORDER = "reihenfolge"
PAGE = "seite"
ROWS = 200
"""Rows that stand on one page of the list; more would make every run slow."""

LIST_DEFINITION = (
    "Maßnahmen des Maßnahmenkatalogs am Stichtag, entfallene eingeschlossen. Die gemeldete Ampel ist die des Ressorts; "
    "die errechnete folgt veröffentlichten Regeln aus Status und Terminen. Verzug sind die Tage vom ursprünglichen "
    "Termin zum Ist-Termin, sonst zur Prognose, sonst zum Plantermin; frühere zählen negativ."
)


def show(view: PlanView, offered: Offered) -> None:
    """Figures of what passes the filters, then one of several looks at it."""
    frame.title("Maßnahmenkatalog", view, "Was wird getan, von wem, bis wann?")
    if offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    if view.measures.empty:
        frame.nothing_passes(offered, "keine Maßnahme")
        return
    counts(view, offered)
    looks = (whole_list, levels, measures_budget.show, measures_links.show_dependencies, measures_links.show_what_if)
    looks[VIEWS.index(which(offered))](view, offered)


# Kept by the data revision and the filters, never by time.


@kept(words="Die Maßnahmen werden zusammengestellt …")
def all_figures(_view: PlanView, key: Key) -> dict[str, Figure]:
    """The key figures, by their ids."""
    return {figure.id: figure for figure in figures(_view, []) if figure.group is None}


@kept()
def status_sentence(_view: PlanView, key: Key) -> str:
    """How many measures stand where, in words."""
    return by_status_sentence(_view)


@kept(words="Die Liste wird zusammengestellt …")
def list_at(_view: PlanView, key: Key, order: str, _found: tuple[str, ...]) -> tuple[pd.DataFrame, list[str]]:
    """The list in an order, in German, and the keys of its rows."""
    table = ordered(measure_list(_view), order, _found)
    return german(table, _view), [str(measure) for measure in table.index]


@kept()
def page_of(_table: pd.DataFrame, key: Key, order: str, first: int) -> frame.Ready:
    """One page of the list, ready to be sent."""
    return frame.ready(_table.iloc[first : first + ROWS])


@kept()
def level_chart(_view: PlanView, key: Key, dark: bool) -> Chart:
    """Land beside Kommunen, drawn for the page's ground."""
    return measures_level(_view, dark)


# The parts of the page.


def counts(view: PlanView, offered: Offered) -> None:
    """How many measures there are, how many are late or municipal; each count leads to its measures."""
    shown = all_figures(view, offered.key)
    total = number(shown["measures.total"].value)
    row = links.counts("measures")
    done = number(shown["measures.completed"].value)
    tiles.row([tiles.count(shown["measures.total"], f"{done} abgeschlossen")], row)
    for name, note in (
        ("measures.overdue", "Termin verstrichen"),
        ("measures.delayed", "so gemeldet"),
        ("measures.municipal", f"von {total}"),
    ):
        links.count(row, offered, shown[name], note, {FIGURE: name, PAGE: None})
    st.markdown(verbatim(status_sentence(view, offered.key)))


def which(offered: Offered) -> str:
    """The look that is chosen, kept in the address."""
    return choices.one_of(offered, PARAMETER, "Was gezeigt wird", dict(zip(VIEWS, VIEWS, strict=True)), VIEWS[0])


def whole_list(view: PlanView, offered: Offered) -> None:
    """All measures, page by page, in a chosen order; choosing a row opens the measure."""
    frame.heading("Alle Maßnahmen")
    order = chosen_order(offered)
    table, keys = list_at(view, offered.key, order, offered.found or ())
    first = first_row(offered, len(keys))
    shown = page_of(table, offered.key, order, first)
    links.item_table(
        offered, shown, keys[first : first + ROWS], "Alle Maßnahmen", "measures", COLUMNS,
        height=min(560, 38 + 35 * len(keys)),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Eine Zeile wählen öffnet die Maßnahme. {LIST_DEFINITION}")
        st.download_button(
            "Als CSV-Datei", data=lambda: file_of(table, view),
            file_name=file_name("Maßnahmen", view.stichtag), mime="text/csv", key="measures_csv", on_click="ignore",
        )  # fmt: skip


def chosen_order(offered: Offered) -> str:
    """The order of the list, kept in the address; after a search the best hits come first."""
    orders = {**({BY_RANK: "beste Treffer zuerst"} if offered.found else {}), **{n: w for n, (w, _) in ORDERS.items()}}
    usual = next(iter(orders))
    asked = st.query_params.get(ORDER, usual)
    st.session_state["order"] = asked if asked in orders else usual
    st.selectbox(
        "Reihenfolge", list(orders), key="order", format_func=lambda name: orders[name], width=320,
        on_change=lambda: offered.change({ORDER: st.session_state["order"], PAGE: None}),
    )  # fmt: skip
    return str(st.session_state["order"])


def first_row(offered: Offered, rows: int) -> int:
    """Where the page of a long list begins, with the ways back and on."""
    if rows <= ROWS:
        return 0
    asked = st.query_params.get(PAGE, "1")
    last = (rows - 1) // ROWS + 1
    at = min(max(int(asked), 1), last) if asked.isascii() and asked.isdecimal() else 1
    first = (at - 1) * ROWS
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, to in (("Vorige Seite", at - 1), ("Nächste Seite", at + 1)):
            st.button(
                words, on_click=offered.change, args=({PAGE: str(to)},), disabled=not 1 <= to <= last,
                key=f"to_{words}",
            )  # fmt: skip
        st.markdown(f"{number(first + 1)} bis {number(min(first + ROWS, rows))} von {number(rows)}")
    return first


def german(table: pd.DataFrame, view: PlanView) -> pd.DataFrame:
    """The list as a person reads it: words and symbols for codes; days and numbers stay so that they can be sorted."""
    return pd.DataFrame(
        {
            "Nummer": table["number"].fillna(NO_VALUE),
            "Maßnahme": table["title"].fillna(NOT_REPORTED),
            "Ampel gemeldet": [light_words(light) for light in table["reported_light"]],
            "Ampel errechnet": [light_words(light, NO_VALUE) for light in table["computed_light"]],
            "Status": [label(STATUSES, status) for status in table["status"]],
            "Umsetzungsgrad": (100 * table["progress"]).round(),
            "Verzug (Tage)": table["slip_days"],
            "Federführung": [ministry_name(view, lead) or NOT_REPORTED for lead in table["ministry_at"]],
            "Ebene": [label(LEVELS, level) for level in table["level"]],
            "Plantermin": table["due_on"],
            "Prognose": table["forecast_on"],
            "Plantermin (Wortlaut)": table["due_text"].fillna(NO_VALUE),
            "Warum diese Ampel": table["reason"],
        }
    )


def file_of(table: pd.DataFrame, view: PlanView) -> bytes:
    """The list for a spreadsheet; days and numbers are German there, too."""
    days = {name: [day(value) for value in table[name]] for name in ("Plantermin", "Prognose")}
    numbers = {name: [number(value) for value in table[name]] for name in ("Umsetzungsgrad", "Verzug (Tage)")}
    return as_csv(table.assign(**days, **numbers), "Maßnahmen", "Maßnahme", view.stichtag, LIST_DEFINITION)


def light_words(light: object, missing: str = NOT_REPORTED) -> str:
    """„● grün“."""
    return missing if light is None or light != light else f"{LIGHT_SYMBOLS[str(light)]} {LIGHTS[str(light)]}"


COLUMNS = {
    "Nummer": st.column_config.TextColumn(width=64, pinned=True),
    "Maßnahme": st.column_config.TextColumn(width=260, pinned=True),
    "Ampel gemeldet": st.column_config.TextColumn(width=114),
    "Ampel errechnet": st.column_config.TextColumn(width=114),
    "Status": st.column_config.TextColumn(width=112),
    "Umsetzungsgrad": st.column_config.ProgressColumn(min_value=0, max_value=100, format="%d\u00a0%%", width=130),
    "Verzug (Tage)": st.column_config.NumberColumn(format="localized", width=100),
    "Federführung": st.column_config.TextColumn(width=110),
    "Ebene": st.column_config.TextColumn(width=120),
    "Plantermin": st.column_config.DateColumn(format="DD.MM.YYYY", width=100),
    "Prognose": st.column_config.DateColumn(format="DD.MM.YYYY", width=100),
    "Plantermin (Wortlaut)": st.column_config.TextColumn(width=160),
    "Warum diese Ampel": st.column_config.TextColumn(width=420),
}


def levels(view: PlanView, offered: Offered) -> None:
    """Measures of the Land beside those of the Kommunen."""
    frame.chart(level_chart(view, offered.key, frame.is_dark()), "levels")
