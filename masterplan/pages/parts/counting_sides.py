"""The counting rules side by side, the bridge between two of them, and what others counted."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.counting_rules import counting_rules
from masterplan.charts.rule_bridge import rule_bridge
from masterplan.domain.counting import RULES
from masterplan.domain.outside import OutsideIndicator
from masterplan.domain.outside import shown as shown_at
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.services.counting_bridge import Step, bridge
from masterplan.domain.services.services_by_group import rule_shares, rule_states
from masterplan.domain.three_valued import NO, YES
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import NO_VALUE, NOT_REPORTED, counted, day, label, number, percent

BUNDLE_RULES = {name: rule.title for name, rule in RULES.items() if rule.kind == Kind.SERVICE}
FROM, TO = "von", "nach"
OUTSIDE = "ozg-online"


@kept(words="Die Zählweisen werden angewandt …")
def states_at(_view: PlanView, key: Key) -> dict[str, pd.Series]:
    """What every counting rule says of every service."""
    return rule_states(_view)


@kept()
def rules_chart(_view: PlanView, key: Key, dark: bool) -> Chart:
    """The rules side by side."""
    return counting_rules(rule_shares(states_at(_view, key)), _view.stichtag, dark)


@kept(words="Die Brücke wird berechnet …")
def steps_at(_view: PlanView, key: Key, first: str, last: str) -> list[Step]:
    """The steps from one rule to another."""
    return bridge(_view, first, last)


@kept()
def bridge_chart(_view: PlanView, _steps: Sequence[Step], key: Key, first: str, last: str, dark: bool) -> Chart:
    """The bridge."""
    return rule_bridge(_steps, _view.stichtag, dark)


def show(view: PlanView, offered: Offered) -> None:
    """The rules, which service counts by which, the bridge, and others' counts."""
    key, dark = offered.key, frame.is_dark()
    frame.chart(rules_chart(view, key, dark), "rules")
    opened = st.expander("Welche Leistung zählt nach welcher Zählweise?", key="by_rule", on_change="rerun")
    if opened.open:
        with opened:
            by_rule(view, offered)
    others(view)
    between(view, offered)


def by_rule(view: PlanView, offered: Offered) -> None:
    """Every service with the answer of every rule; choosing one opens it."""
    states = states_at(view, offered.key)
    table = listed_services(view, view.services.index)
    for rule, title in BUNDLE_RULES.items():
        table[title] = [said(state) for state in states[rule]]
    shown = table[["OZG-ID", "Leistung", *BUNDLE_RULES.values(), "Themenfeld", "Ressort"]]
    links.item_table(offered, shown, list(view.services.index), "Leistungen nach Zählweise", "by_rule_table")


def said(state: float) -> str:
    """The answer of a rule in a word, with a sign that needs no colour."""
    return "● online" if state == YES else "○ nicht online" if state == NO else f"– {NOT_REPORTED}"


def listed_services(view: PlanView, keys: Sequence[str] | pd.Index) -> pd.DataFrame:
    """The services with these keys as a table for reading."""
    rows = view.services.loc[list(keys)]
    return pd.DataFrame(
        {
            "OZG-ID": rows["ozg_id"].to_numpy(),
            "Leistung": rows["title"].to_numpy(),
            "Themenfeld": [label({}, value) for value in rows["theme"]],
            "Ressort": [ministry_name(view, value) or NO_VALUE for value in rows["ministry_at"]],
        }
    )


def between(view: PlanView, offered: Offered) -> None:
    """The bridge between two rules of choice, and the services that it moves."""
    frame.heading("Die Brücke zwischen zwei Zählweisen")
    row = st.columns(2)
    with row[0]:
        first = choices.select(offered, FROM, "Von", BUNDLE_RULES, "bund-2020")
    with row[1]:
        last = choices.select(offered, TO, "Nach", BUNDLE_RULES, "strengste-leistung")
    if first == last:
        st.info("Beide Zählweisen sind dieselbe. Wählen Sie zwei verschiedene.")
        return
    steps = steps_at(view, offered.key, first, last)
    frame.chart(bridge_chart(view, steps, offered.key, first, last, frame.is_dark()), "bridge", 3)
    moved = [(step, words, name) for step in steps for words, keys in effects(step).items() for name in keys]
    title = f"Welche Leistungen? ({number(len(moved))})"
    opened = st.expander(title, key="moved", on_change="rerun")
    if opened.open:
        with opened:
            table = listed_services(view, [name for _, _, name in moved])
            table.insert(0, "Wirkung", [words for _, words, _ in moved])
            table.insert(0, "Schritt zu", [RULES[step.to_rule].title for step, _, _ in moved])
            links.item_table(offered, table, [name for _, _, name in moved], "Leistungen der Brücke", "moved_table")


def effects(step: Step) -> Mapping[str, Sequence[str]]:
    """The services that a step moves, by what it does to them."""
    return {"erfüllt nicht": step.fallen, "ohne Angabe": step.doubtful, "kommt hinzu": step.added}


def others(view: PlanView) -> None:
    """What others counted up to the Stichtag: beside our figures, never among them."""
    found = [one for one in shown_at(questions.outside_indicators(), view.stichtag) if one.indicator == OUTSIDE]
    amount = counted(len(found), "Angabe", "Angaben")
    opened = st.expander(f"Wie andere zählten ({amount} bis zum {day(view.stichtag)})", key="others", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(
            "Veröffentlichte Zahlen anderer Stellen, nach deren eigener Zählweise. Sie beruhen nicht auf den Daten "
            "dieses Plans und gehen in keine seiner Zahlen ein."
        )
        if found:
            st.table(frame.literal(outside_table(found)), hide_index=True, alt="Wie andere zählten")


def outside_table(found: Sequence[OutsideIndicator]) -> pd.DataFrame:
    """The figures of others, the newest first."""
    newest = list(reversed(found))
    return pd.DataFrame(
        {
            "Wer": [one.scope for one in newest],
            "Wann": [one.period for one in newest],
            "Zahl": [outside_words(one) for one in newest],
            "Was gezählt wurde": [one.definition for one in newest],
            "Quelle": [one.source for one in newest],
            "Vermerk": ["; ".join(filter(None, [one.mark, one.note])) or NO_VALUE for one in newest],
        }
    )


def outside_words(one: OutsideIndicator) -> str:
    """„315 von 575 (55 %)“, „54 %“."""
    if one.unit == "share":
        return percent(one.value, 0 if round(one.value, 2) == one.value else 1)
    if one.denominator:
        return f"{number(one.value)} von {number(one.denominator)} ({percent(one.value / one.denominator)})"
    return number(one.value)
