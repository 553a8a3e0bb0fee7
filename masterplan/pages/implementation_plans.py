"""Umsetzungsplanung der Ressorts: what was planned until when, what became of it, and what was planned anew."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.milestone_timeline import SHOWN, due, german, light, milestone_timeline
from masterplan.domain.figure import MINIMUM_COVERAGE, Figure
from masterplan.domain.files.table_file import as_csv, file_name
from masterplan.domain.filters import Words
from masterplan.domain.lists.milestone_list import in_plan_order, milestone_list, overdue_list, upcoming_list
from masterplan.domain.overview import ministry_name
from masterplan.domain.progress import figures
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links, one_page, plan_changes, tiles
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, STATUSES, counted, label, number, percent

LOOKS = ("Zeitplan", "Alle Wegmarken", "Umplanungen", "Meilensteintrend", "Ist-Stand")
PARAMETER = "blick"
ROWS = 200
"""Rows of one table; more would make every run slow. The file has them all."""
DAY = st.column_config.DateColumn(format="DD.MM.YYYY")
DATES = {
    "baseline_on": "ursprünglich", "due_on": "Plantermin", "forecast_on": "Prognose", "achieved_on": "Ist-Termin",
}  # fmt: skip
Setting = dict[str, Any]
DAYS: Setting = dict.fromkeys(DATES.values(), DAY)
SINCE: Setting = {**DAYS, "Tage": st.column_config.NumberColumn("Tage überfällig")}
UNTIL: Setting = {**DAYS, "Tage": st.column_config.NumberColumn("Tage bis dahin")}
BASELINE_DEFINITION = (
    "Ist-Stand ist die Ausgangslage, wie sie das Ressort in seiner Umsetzungsplanung beschreibt; er sagt nicht, wie "
    "weit die Wegmarke heute ist."
)
LIST_DEFINITION = (
    "Wegmarken der Umsetzungsplanungen am Stichtag. Verzug sind die Tage vom ursprünglichen Termin zum Ist-Termin, "
    "sonst zur Prognose, sonst zum Plantermin; frühere zählen negativ."
)


@dataclass(frozen=True)
class Listed:
    """One list of Wegmarken: all its rows, and in German the first ones with their keys."""

    rows: pd.DataFrame
    shown: frame.Ready
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """What the page shows of one plan: the Wegmarken in time order, lists of them, and the key figures."""

    table: pd.DataFrame
    whole: Listed
    overdue: Listed
    upcoming: Listed
    figures: dict[str, Figure]


def show(view: PlanView, offered: Offered) -> None:
    """Figures of the Wegmarken that pass the filters, then one of several looks at them."""
    frame.title(
        "Umsetzungsplanung der Ressorts", view, "Was haben sich die Ressorts bis wann vorgenommen, und was wird daraus?"
    )
    if offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    if view.milestones.empty:
        frame.nothing_passes(offered, "keine Wegmarke")
        return
    prepared = prepare(view, offered.key)
    counts(prepared.figures, offered)
    for key in only(offered.filters.ministries, view):
        one_page.offer(offered, view, key, f"Blatt {ministry_name(view, key)} als PDF")
    look = which(offered)
    if look == "Zeitplan":
        timeline(view, offered, prepared)
    elif look == "Alle Wegmarken":
        all_milestones(view, offered, prepared)
    elif look == "Umplanungen":
        plan_changes.replannings(view, offered)
    elif look == "Meilensteintrend":
        plan_changes.trend(view, offered, prepared.table)
    else:
        baselines(view, prepared.whole.rows)


def only(chosen: Words, view: PlanView) -> Words:
    """The Ressort that was chosen, where it is one alone."""
    return chosen if len(chosen) == 1 and chosen[0] in view.bodies.index else ()


# Kept by the data revision and the filters, never by time.


@kept(words="Die Wegmarken werden zusammengestellt …")
def prepare(_view: PlanView, key: Key) -> Prepared:
    """The lists and the key figures."""
    table = milestone_list(_view)
    shown = {figure.id: figure for figure in figures(_view, []) if figure.group is None}
    return Prepared(
        table,
        listed(in_plan_order(table, _view), "number"),
        listed(overdue_list(table), "days_overdue"),
        listed(upcoming_list(table), "days_ahead"),
        shown,
    )


def listed(rows: pd.DataFrame, second: str) -> Listed:
    """A list with its first rows made ready; ``second`` stands beside the title."""
    return Listed(rows, frame.ready(columns(rows.head(ROWS), second)), tuple(str(key) for key in rows.index[:ROWS]))


@kept()
def timeline_chart(_table: pd.DataFrame, _view: PlanView, key: Key, dark: bool) -> Chart:
    """The timeline, drawn for the page's ground."""
    return milestone_timeline(_table, _view, dark)


def columns(table: pd.DataFrame, second: str) -> pd.DataFrame:
    """The list as it is shown, German; days stay days, so that a column sorts by time."""
    found = pd.DataFrame(
        {"Ressort": [name or NOT_REPORTED for name in table["ministry"]], "Wegmarke": table["title"].to_numpy()}
    )
    if second == "number":
        found.insert(1, "Nummer", [value or NO_VALUE for value in table["number"]])
    else:
        found["Tage"] = table[second].to_numpy()
    for name, words in DATES.items():
        found[words] = table[name].to_numpy()
    found["Verzug (Tage)"] = table["slip_days"].to_numpy()
    found["Status"] = [label(STATUSES, value) for value in table["status"]]
    found["gemeldete Ampel"] = [light(value) for value in table["reported_light"]]
    found["Umsetzungsgrad"] = [NOT_REPORTED if pd.isna(done) else percent(done) for done in table["progress"]]
    found["Plantermin im Wortlaut"] = [words or NO_VALUE for words in table["due_text"]]
    return found


# The parts of the page.


def counts(shown: dict[str, Figure], offered: Offered) -> None:
    """What is achieved, late and near, each with a way to its Wegmarken alone, and the mean slip."""
    total = f"von {number(shown['milestones.total'].value)}"
    row = links.counts("milestones")
    for name, words, note in (
        ("milestones.achieved", "Erreicht", total),
        ("milestones.overdue", "Überfällig", "Plantermin verstrichen"),
        ("milestones.due_90_days", "In 90 Tagen fällig", "ab dem Stichtag"),
        ("milestones.slipped", "In Verzug", "später als ursprünglich"),
    ):
        more = {"auswahl": name, PARAMETER: "Alle Wegmarken"}
        links.count(row, offered, replace(shown[name], title=words), note, more)
    mean = shown["milestones.mean_slip_days"]
    if mean.value is None:
        value, note = NOT_REPORTED, f"unter {percent(MINIMUM_COVERAGE)} mit Terminen"
    else:
        value, note = days(round(mean.value)), f"aus {counted(len(mean.keys), 'Wegmarke', 'Wegmarken')}"
    tiles.row([Tile("Mittlerer Verzug", value, note, mean.definition)], row)


def days(amount: int) -> str:
    """„12 Tage“."""
    return "0 Tage" if amount == 0 else f"{'−' if amount < 0 else ''}{counted(abs(amount), 'Tag', 'Tage')}"


def which(offered: Offered) -> str:
    """The look that is chosen, kept in the address."""
    return choices.one_of(offered, PARAMETER, "Was gezeigt wird", dict(zip(LOOKS, LOOKS, strict=True)), LOOKS[0])


def timeline(view: PlanView, offered: Offered, prepared: Prepared) -> None:
    """The drawing, and beside it what is overdue and what comes next."""
    frame.chart(timeline_chart(prepared.table, view, offered.key, frame.is_dark()), "timeline")
    if len(prepared.table) > SHOWN:
        st.caption(
            f"Gezeichnet sind {SHOWN} von {len(prepared.table)} Wegmarken: zuerst überfällige, dann die nächsten. "
            "Wählen Sie links ein Ressort, um dessen ganzen Plan zu sehen; die Tabelle enthält alle."
        )
    dated("Überfällige Wegmarken", prepared.overdue, view, offered, "overdue", SINCE)
    dated("In 90 Tagen fällige Wegmarken", prepared.upcoming, view, offered, "upcoming", UNTIL)


def dated(name: str, rows: Listed, view: PlanView, offered: Offered, key: str, setting: Setting) -> None:
    """A list whose rows open the Wegmarke; says so where it is empty."""
    frame.heading(name)
    if rows.keys:
        item_rows(rows, name, key, view, offered, setting)
    else:
        st.markdown("Keine Wegmarke.")


def all_milestones(view: PlanView, offered: Offered, prepared: Prepared) -> None:
    """Every Wegmarke that passes the filters, in the order of the plans."""
    frame.heading("Alle Wegmarken")
    item_rows(prepared.whole, "Wegmarken", "milestones", view, offered, DAYS)


def item_rows(rows: Listed, name: str, key: str, view: PlanView, offered: Offered, setting: Setting) -> None:
    """A table with a row per Wegmarke, its definition and its file."""
    links.item_table(offered, rows.shown, rows.keys, name, key, setting)
    with st.container(horizontal=True, vertical_alignment="center"):
        total = len(rows.rows)
        left = f" Gezeigt sind die ersten {ROWS} von {number(total)}." if total > ROWS else ""
        st.caption(f"Eine Zeile wählen öffnet die Wegmarke.{left} {LIST_DEFINITION}")
        st.download_button(
            "Als CSV-Datei",
            data=lambda: as_csv(german(rows.rows), name, "eine Zeile je Wegmarke", view.stichtag, LIST_DEFINITION),
            file_name=file_name(name, view.stichtag), mime="text/csv", key=f"{key}_csv", on_click="ignore",
        )  # fmt: skip


def baselines(view: PlanView, table: pd.DataFrame) -> None:
    """The Ist-Stand texts beside what is planned from there."""
    frame.heading("Ist-Stand bei der Planung")
    st.caption(BASELINE_DEFINITION)
    facts = pd.DataFrame(
        {
            "Ressort": [name or NOT_REPORTED for name in table["ministry"]],
            "Ist-Stand": [text or NOT_REPORTED for text in table["baseline_text"]],
            "Wegmarke": table["title"].to_numpy(),
            "Plantermin": [due(*row) for row in zip(table["due_text"], table["due_on"], strict=True)],
        }
    )
    st.table(frame.literal(facts.head(ROWS)), hide_index=True, alt="Ist-Stand")
    frame.download(facts, "Ist-Stand", "eine Zeile je Wegmarke", view.stichtag, BASELINE_DEFINITION, "baselines")
