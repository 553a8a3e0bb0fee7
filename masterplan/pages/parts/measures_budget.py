"""The part of the Maßnahmenkatalog on money: planned against spent, and sources that contradict each other."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.budget import GROUPS, budget
from masterplan.charts.chart import Chart
from masterplan.domain.lists.money import MeasureMoney, money, total
from masterplan.domain.lists.money_list import contested, money_list
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links, tiles
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, counted, day, number, rounded_euro

GROUP = "geld"
FEW, MOST = 40, 200
"""So many rows stand in a plain table, and in the list, at the most."""
ABOUT_TOTAL = (
    "Summe der zuletzt gemeldeten Beträge aller Maßnahmen mit Angabe, ohne entfallene und ohne Maßnahmen, zu denen die "
    "Quellen verschiedene Beträge nennen. Nicht gemeldete Beträge sind unbekannt, nicht null."
)


@kept(entries=16, words="Die gemeldeten Beträge werden gelesen …")
def amounts(_view: PlanView, _offered: Offered, key: Key) -> Mapping[str, MeasureMoney]:
    """What the sources said of each measure that passes the filters."""
    if _offered.database is None:
        return {}
    keys = [str(measure) for measure in _view.measures.index]
    return money(_view, questions.histories(_offered.database, _view, [Kind.MEASURE], keys))


@kept()
def chart(_view: PlanView, _money: Mapping[str, MeasureMoney], key: Key, by: str, dark: bool) -> Chart:
    """The bars, drawn for the page's ground."""
    return budget(_view, _money, by, dark)


@dataclass(frozen=True)
class Tables:
    """The tables as they are shown: contested amounts by source, and the amounts of the measures with these keys, of
    ``known`` measures in all."""

    by_source: frame.Ready
    by_measure: frame.Ready
    keys: list[str]
    known: int


@kept(entries=16)
def tables(_view: PlanView, _money: Mapping[str, MeasureMoney], key: Key) -> Tables:
    """The tables, made once."""
    amounts_known = money_list(_view, _money)
    shown = amounts_known.head(MOST)
    by_source = german_sources(contested(_view, _money))
    made = frame.literal(by_source) if len(by_source) <= FEW else frame.ready(by_source)
    by_measure = frame.ready(german_amounts(shown, _view))
    return Tables(made, by_measure, [str(one) for one in shown.index], len(amounts_known))


def show(view: PlanView, offered: Offered) -> None:
    """The sums, the bars, the contested amounts and the list."""
    frame.heading("Budget")
    known = amounts(view, offered, offered.key)
    if not any(one.amounts for one in known.values()):
        st.info("Zu diesen Maßnahmen ist am Stichtag kein Betrag gemeldet.")
        return
    sums(known)
    frame.chart(chart(view, known, offered.key, chosen_group(offered), frame.is_dark()), "budget", level=3)
    made = tables(view, known, offered.key)
    contradictions(made.by_source)
    amounts_list(offered, made)


def sums(known: Mapping[str, MeasureMoney]) -> None:
    """What is planned and spent in all, and what it rests on."""
    whole = total(known)
    planned = NOT_REPORTED if whole.planned is None else rounded_euro(whole.planned)
    spent = NOT_REPORTED if whole.spent is None else rounded_euro(whole.spent)
    of = number(whole.measures)
    tiles.row([
        Tile("Geplant", planned, f"zu {number(whole.planned_known)} von {of} bekannt", ABOUT_TOTAL),
        Tile("Verausgabt", spent, f"zu {number(whole.spent_known)} von {of} bekannt", ABOUT_TOTAL),
        Tile(
            "Strittige Beträge", number(len(whole.contested)), "in keiner Summe",
            "Maßnahmen, zu denen verschiedene Quellen verschiedene geplante Beträge nennen, ohne dass es sich um "
            "verschiedene Doppelhaushalte handelt. Sie stehen in keiner Summe.",
        ),
    ])  # fmt: skip


def chosen_group(offered: Offered) -> str:
    """What the bars are split by, kept in the address."""
    return choices.one_of(offered, GROUP, "Aufgeteilt nach", GROUPS, "ressort")


def contradictions(by_source: frame.Ready) -> None:
    """Each source of a contested measure in a row of its own."""
    if not by_source.num_rows:
        return
    name = "Widersprüchliche Beträge"
    frame.heading(name, 3)
    st.caption("Je Quelle eine Zeile, die jüngste zuerst. Diese Beträge werden weder addiert noch gemittelt.")
    if by_source.num_rows > FEW:
        st.dataframe(by_source, hide_index=True, alt=name)
    else:
        st.table(by_source, hide_index=True, alt=name)


def german_sources(by_source: pd.DataFrame) -> pd.DataFrame:
    """The contested amounts as a person reads them."""
    return pd.DataFrame(
        {
            "Nummer": by_source["number"].fillna(NO_VALUE),
            "Maßnahme": by_source["title"].fillna(NOT_REPORTED),
            "Quelle": by_source["source"].fillna(NOT_REPORTED),
            "geplant": [rounded_euro(value) for value in by_source["planned"]],
            "verausgabt": [rounded_euro(value) for value in by_source["spent"]],
            "gemeldet am": [day(on) for on in by_source["stated_on"]],
        }
    )


def amounts_list(offered: Offered, made: Tables) -> None:
    """The amounts by measure; choosing a row opens it. Of a very long list the first rows."""
    frame.heading("Beträge je Maßnahme", 3)
    rest = f" Gezeigt werden die ersten {MOST}; ein Filter führt zu den übrigen."
    words = f"{counted(made.known, 'Maßnahme', 'Maßnahmen')} mit Angabe, jeweils der zuletzt gemeldete Betrag."
    st.caption(words + (rest if made.known > MOST else ""))
    links.item_table(offered, made.by_measure, made.keys, "Beträge je Maßnahme", "amounts", COLUMNS)


def german_amounts(shown: pd.DataFrame, view: PlanView) -> pd.DataFrame:
    """The amounts by measure as a person reads them; numbers stay so that they can be sorted."""
    return pd.DataFrame(
        {
            "Nummer": shown["number"].fillna(NO_VALUE),
            "Maßnahme": shown["title"].fillna(NOT_REPORTED),
            "Federführung": [ministry_name(view, key) or NOT_REPORTED for key in shown["ministry_at"]],
            "geplant (€)": shown["planned"],
            "verausgabt (€)": shown["spent"],
            "ausgeschöpft": (100 * shown["share"]).round(),
            "Quelle": shown["source"].fillna(NOT_REPORTED),
            "strittig": ["ja" if is_contested else "nein" for is_contested in shown["contested"]],
        }
    )


COLUMNS = {
    "Nummer": st.column_config.TextColumn(width=70, pinned=True),
    "Maßnahme": st.column_config.TextColumn(width=240, pinned=True),
    "Federführung": st.column_config.TextColumn(width=110),
    "geplant (€)": st.column_config.NumberColumn(format="localized"),
    "verausgabt (€)": st.column_config.NumberColumn(format="localized"),
    "ausgeschöpft": st.column_config.NumberColumn(format="%d\u00a0%%"),
}
