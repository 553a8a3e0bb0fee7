"""Vergleich: what changed between two Stichtage, as a whole and item by item, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.attribution import NAMES, attribution_chart
from masterplan.charts.chart import Chart
from masterplan.domain.comparing.attribution import Attribution, of_views
from masterplan.domain.comparing.between import STEP_SENTENCES, Between, Step
from masterplan.domain.comparing.change import CHANGE_SENTENCES, Change, ItemChange, changes
from masterplan.domain.comparing.comparison import Pair, known_then, pairs, passing
from masterplan.domain.filters import Filters, name_of, narrowed
from masterplan.domain.item.links import named
from masterplan.domain.progress import figures
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, comparison_tables, frame, links
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import KINDS, KINDS_PLURAL, counted, day, long_day, number

KNOWLEDGE = {"damals": "wie damals bekannt", "heute": "wie am späteren Stichtag bekannt"}
"""How the earlier Stichtag is seen, by the value of the parameter ``kenntnis``."""
ALL = "alle"
OTHER = "sonstige"
ROWS = 200
"""So many changes stand in a table; all of them in its file."""


@dataclass(frozen=True)
class Comparison:
    """Both Stichtage with all that is computed from them once; both views have passed the filters."""

    between: Between
    first: PlanView
    figures: tuple[Pair, ...]
    changes: tuple[ItemChange, ...]


def show(view: PlanView, offered: Offered) -> None:
    """Key figures side by side, the reasons of one difference, and the changes item by item."""
    frame.title("Vergleich", view, "Was hat sich verändert, und warum?")
    if view.empty:
        frame.nothing_yet(view, offered)
        return
    knowledge = choose(offered)
    first_on = offered.compared_on
    if first_on is None or offered.database is None:
        st.info("Es gibt keinen früheren Stand, mit dem sich vergleichen ließe.")
        return
    if first_on >= view.stichtag:
        st.info(f"Der frühere Stichtag muss vor dem {day(view.stichtag)} liegen.")
        return
    found = compared(offered, view, offered.key, first_on, knowledge)
    if found.first.empty:
        st.info(f"Am {day(first_on)} war noch nichts gemeldet; alles ist seitdem hinzugekommen.")
    key_figures(found, view, offered, first_on, knowledge)
    reasons(found, view, offered, first_on, knowledge)
    item_by_item(found, view, offered, first_on, knowledge)


def choose(offered: Offered) -> str:
    """The earlier Stichtag and how it is seen; both go into the address."""
    stichtag = offered.whole.stichtag
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        st.session_state["compared_day"] = offered.compared_on
        st.date_input(
            "Früherer Stichtag", key="compared_day", format="DD.MM.YYYY", width=200,
            min_value=min(offered.first_day, offered.compared_on or stichtag), max_value=stichtag,
            on_change=lambda: offered.change({"vergleich": _iso(st.session_state["compared_day"])}),
        )  # fmt: skip
        return choices.one_of(offered, "kenntnis", "Der frühere Stichtag", KNOWLEDGE, "damals")


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


@kept(entries=16, words="Die beiden Stichtage werden verglichen …")
def compared(_offered: Offered, _view: PlanView, key: Key, first_on: date, knowledge: str) -> Comparison:
    """Everything that follows from the two Stichtage. Kept by the data revision, never by time."""
    whole, filters = _offered.whole, acting(_offered)
    assert _offered.database is not None
    known = known_then(whole, first_on) if knowledge == "damals" else whole.known_by
    between = questions.between(_offered.database, (first_on, known), (whole.stichtag, whole.known_by), whole.audience)
    before = between.views[Step.START]
    first = narrowed(before, filters)
    return Comparison(
        between, first, tuple(pairs(figures(first), figures(_view))),
        tuple(passing(changes(between), (before, whole), filters)),
    )  # fmt: skip


def acting(offered: Offered) -> Filters:
    """The filters that act on this page."""
    return Filters(ministries=offered.filters.ministries)


# Key figures.


@kept(entries=16)
def figures_side_by_side(
    _found: Comparison, key: Key, first_on: date, knowledge: str
) -> tuple[pd.DataFrame, frame.Ready]:
    """The key figures at both Stichtage, and the table ready to be sent."""
    table = comparison_tables.figures_table(_found.figures, day(first_on), day(_found.between.second.stichtag))
    return table, frame.ready(table)


def key_figures(found: Comparison, view: PlanView, offered: Offered, first_on: date, knowledge: str) -> None:
    """All key figures side by side."""
    frame.heading("Kennzahlen")
    table, ready = figures_side_by_side(found, offered.key, first_on, knowledge)
    st.dataframe(ready, hide_index=True, alt="Kennzahlen an beiden Stichtagen")
    name = f"Vergleich {day(first_on)}"
    frame.download(table, name, "Kennzahlen", view.stichtag, "Kennzahlen an beiden Stichtagen.", "compared")


# Why one of them differs.


@kept(entries=16, words="Der Unterschied wird auf seine Gründe zurückgeführt …")
def attributed(
    _found: Comparison, _filters: Filters, key: Key, first_on: date, knowledge: str
) -> Mapping[str, Attribution]:
    """The reasons of every figure's difference, by its name."""
    views = _found.between.views
    distinct = {id(one): narrowed(one, _filters) for one in views.values()}
    answers = of_views({step: distinct[id(one)] for step, one in views.items()})
    return {name_of(answer.second): answer for answer in answers.values()}


@kept()
def drawn(_answer: Attribution, key: Key, name: str, days: tuple[date, date], knowledge: str, dark: bool) -> Chart:
    """The bridge of one figure."""
    return attribution_chart(_answer, *days, dark)


def reasons(found: Comparison, view: PlanView, offered: Offered, first_on: date, knowledge: str) -> None:
    """The difference of a chosen figure, step by step, with the items behind each step."""
    frame.heading("Woran liegt der Unterschied?")
    names = {pair.name: comparison_tables.figure_name(pair.second) for pair in found.figures}
    name = choices.select(offered, "kennzahl", "Kennzahl", {"": "Bitte wählen", **names}, "")
    if not name:
        st.caption("Wählen Sie eine Kennzahl, um ihren Unterschied in seine Gründe zu zerlegen.")
        return
    answer = attributed(found, acting(offered), offered.key, first_on, knowledge)[name]
    days = (first_on, view.stichtag)
    frame.chart(drawn(answer, offered.key, name, days, knowledge, frame.is_dark()), "reasons", 3)
    moved(answer, found, view, offered)


def moved(answer: Attribution, found: Comparison, view: PlanView, offered: Offered) -> None:
    """The items that each step brought into the figure or took out of it."""
    opened = st.expander("Einträge hinter den Schritten", key="moved", on_change="rerun")
    if not opened.open:
        return
    rows: list[dict[str, str]] = []
    keys: list[str] = []
    for part in answer.parts:
        for words, moved_keys in (("hinzugekommen", part.entered), ("weggefallen", part.left)):
            known = {one.key: one for source in (found.first, offered.whole) for one in named(source, moved_keys)}
            for one in known.values():
                keys.append(one.key)
                rows.append(
                    {
                        "Schritt": NAMES[part.step], "in der Kennzahl": words, "Art": KINDS[one.kind],
                        "Nummer": one.number or "", "Titel": one.title or one.key,
                    }
                )  # fmt: skip
    with opened:
        for step, name in NAMES.items():
            st.caption(f"**{name}.** {STEP_SENTENCES[step].split(': ', 1)[-1]}")
        if rows:
            links.item_table(offered, pd.DataFrame(rows), keys, "Einträge hinter den Schritten", "moved_items")
        else:
            st.markdown("Kein Eintrag ist hinzugekommen oder weggefallen.")


# Item by item.


def item_by_item(found: Comparison, view: PlanView, offered: Offered, first_on: date, knowledge: str) -> None:
    """The changes with counts that filter; a row opens the item."""
    frame.heading("Änderungen im Einzelnen")
    if not found.changes:
        st.info(f"Seit dem {long_day(first_on)} hat sich kein Eintrag geändert.")
        return
    asked = (offered.key, first_on, knowledge)
    kind = choices.one_of(offered, "eintraege", "Einträge", kinds(found, *asked), ALL)
    way = choices.one_of(offered, "aenderung", "Art der Änderung", ways(found, *asked, kind), ALL)
    shown, table = listed_changes(found, view, *asked, kind, way)
    if way in set(map(str, Change)):
        st.caption(CHANGE_SENTENCES[Change(way)])
    if not shown:
        st.info("Keine Änderung dieser Art.")
        return
    left = f" Gezeigt sind die ersten {ROWS}; die Datei enthält alle." if len(shown) > ROWS else ""
    st.caption(f"{counted(len(shown), 'Eintrag', 'Einträge')}; ein Klick auf eine Zeile öffnet ihn.{left}")
    links.item_table(offered, table, [one.key for one in shown[:ROWS]], "Änderungen im Einzelnen", "changes")
    if left:
        frame.download(
            partial(comparison_tables.changes_table, view, shown), "Änderungen im Einzelnen", "eine Zeile je Eintrag",
            view.stichtag, f"Was sich seit dem {day(first_on)} geändert hat.", "all_changes",
        )  # fmt: skip
    field_by_field(shown, view, offered)


@kept(entries=16)
def kinds(_found: Comparison, key: Key, first_on: date, knowledge: str) -> dict[str, str]:
    """The kinds of items that changed, with their numbers."""
    return _kinds(_found.changes)


@kept(entries=64)
def ways(_found: Comparison, key: Key, first_on: date, knowledge: str, kind: str) -> dict[str, str]:
    """The ways in which items of a kind changed, with their numbers."""
    return _ways(_of_kind(_found, kind))


@kept(entries=64)
def listed_changes(
    _found: Comparison, _view: PlanView, key: Key, first_on: date, knowledge: str, kind: str, way: str
) -> tuple[Sequence[ItemChange], frame.Ready]:
    """The changes of a kind and a way, and the table of the first of them."""
    of_kind = _of_kind(_found, kind)
    shown = [one for one in of_kind if way in (ALL, *one.changes) or (way == OTHER and not one.changes)]
    return shown, frame.ready(comparison_tables.changes_table(_view, shown[:ROWS]))


def _of_kind(found: Comparison, kind: str) -> Sequence[ItemChange]:
    return [one for one in found.changes if kind in (ALL, str(one.kind))]


def _kinds(found: Sequence[ItemChange]) -> dict[str, str]:
    counts = Counter(str(one.kind) for one in found)
    words = {name: f"{KINDS_PLURAL[name]} ({counts[name]})" for name in KINDS_PLURAL if counts[name]}
    return {ALL: f"Alle ({len(found)})", **words}


def _ways(found: Sequence[ItemChange]) -> dict[str, str]:
    counts = Counter(change for one in found for change in one.changes)
    words = {str(way): f"{name} ({counts[way]})" for way, name in comparison_tables.CHANGES.items() if counts[way]}
    other = sum(1 for one in found if not one.changes)
    rest = {OTHER: f"{comparison_tables.OTHER} ({other})"} if other else {}
    return {ALL: f"Alle ({len(found)})", **words, **rest}


def field_by_field(shown: Sequence[ItemChange], view: PlanView, offered: Offered) -> None:
    """Each changed field before and after, with the cell of the later value; made when somebody opens it."""
    opened = st.expander("Feld für Feld, mit Fundstelle", key="fields", on_change="rerun")
    if not opened.open or offered.database is None:
        return
    wanted = {one.key: [changed.field for changed in one.fields] for one in shown}
    entries = questions.entries_behind(offered.database, offered.whole, wanted, {one.kind for one in shown})
    table, keys = comparison_tables.fields_table(view, shown, entries)
    with opened:
        name, definition = "Änderungen Feld für Feld", "Jede geänderte Angabe vorher und nachher."
        links.item_table(offered, table.head(ROWS), keys[:ROWS], name, "changed_fields")
        if len(table) > ROWS:
            st.caption(f"Gezeigt sind die ersten {ROWS} von {number(len(table))} Angaben; die Datei enthält alle.")
        frame.download(table, name, "Angaben", view.stichtag, definition, "changed_fields")
