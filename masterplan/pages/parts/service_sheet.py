"""One OZG service: its bundle, its LeiKa services, what the rules say of it, where it is, and its course over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.county_tiles import service_tiles
from masterplan.charts.service_course import service_maturity, service_places
from masterplan.domain.counting import RULES
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.services.maturity import model_version
from masterplan.domain.services.one_service import as_known_now, course, key_of, keys_behind, parts_of, rules_said
from masterplan.domain.view import PlanView
from masterplan.pages.parts import counting_sides, county_view, frame, links
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import (
    GRADES,
    NOT_REPORTED,
    REACHES,
    counted,
    day,
    german_order,
    label,
    listed,
    number,
    verbatim,
)

PARAMETER = "leistung"


@kept(entries=16)
def names_at(_view: PlanView, key: Key) -> dict[str, str]:
    """The services to choose from: „10000 Elterngeld“ by OZG-ID, in the order of their titles."""
    rows = zip(_view.services["ozg_id"], _view.services["title"], strict=True)
    ordered = sorted(((str(ozg_id), str(title or "")) for ozg_id, title in rows), key=lambda row: german_order(row[1]))
    return {ozg_id: f"{title} ({ozg_id})" for ozg_id, title in ordered}


@kept(entries=64, words="Der Verlauf der Leistung wird gelesen …")
def charts_at(
    _offered: Offered, _whole: PlanView, key: Key, ozg_id: str, dark: bool, imported_at: datetime | None
) -> tuple[Chart, Chart, Chart]:
    """Where the service is online, its Reifegrad and its availability over time."""
    keys = keys_behind(_whole, ozg_id)
    every = [name for names in keys.values() for name in names]
    known = (
        as_known_now(_whole, ozg_id)
        if _offered.database is None
        else questions.histories(_offered.database, _whole, keys, every)
    )
    points = course(known, keys, _whole.stichtag)
    found = county_view.counties_at(_whole, _offered.key).of(pd.Index(keys[Kind.SERVICE], dtype=object))
    somewhere, throughout = (
        {str(ars): float(table[ars].iloc[0]) for ars in table} for table in (found.somewhere, found.throughout)
    )
    return (
        service_tiles(
            somewhere, throughout, _whole.stichtag, dark, county_view.official_map(_offered, imported_at)
        ),
        service_maturity(points, _whole.stichtag, dark, grade_names(_whole, keys[Kind.SERVICE])),
        service_places(points, _whole.stichtag, dark),
    )


def grade_names(whole: PlanView, keys: list[str]) -> Mapping[int, str]:
    """What the model by which a service is graded calls its grades; nothing for models whose words are not known."""
    models = {model_version(model) for model in whole.services.loc[keys, "maturity_model"]}
    return GRADES if models <= {None, "1.1"} else {}


@dataclass(frozen=True)
class Sheet:
    """What is written of one service, ready to be shown; ``parts`` is None where the bundle has no LeiKa service."""

    key: str
    title: str
    facts: str
    amt24: str | None
    answers: frame.Ready
    parts: frame.Ready | None


@kept(entries=64)
def sheet_at(_whole: PlanView, key: Key, ozg_id: str) -> Sheet | None:
    """The written part of a service's sheet; None where the plan has no such service."""
    bundle = key_of(_whole, ozg_id)
    if bundle is None:
        return None
    row = {str(name): value for name, value in _whole.services.loc[bundle].items()}
    answers = rules_said(counting_sides.states_at(_whole, (*key, "whole")), bundle)
    parts = parts_table(_whole, ozg_id)
    return Sheet(
        bundle, verbatim(row["title"]), facts(_whole, row), address_of(row["amt24_url"]),
        frame.literal(answers_table(answers)), None if parts.empty else frame.literal(parts),
    )  # fmt: skip


def show(view: PlanView, offered: Offered) -> None:
    """The choice of a service, and all about the one chosen."""
    frame.heading("Eine Leistung")
    whole, chosen = offered.whole, choose(view, offered)
    if chosen is None:
        st.info("Wählen Sie eine Leistung; gesucht werden kann nach Wörtern des Titels und nach der OZG-ID.")
        return
    sheet = sheet_at(whole, offered.key, chosen)
    if sheet is None:
        st.warning(
            f"Eine OZG-Leistung „{verbatim(chosen)}“ steht am {day(whole.stichtag)} nicht im Katalog. Wählen Sie eine "
            "andere Leistung oder einen anderen Stichtag."
        )
        return
    written(sheet, offered)
    imported_at = county_view.drawn_with(offered)
    where, grades, places = charts_at(offered, whole, offered.key, chosen, frame.is_dark(), imported_at)
    frame.chart(where, "service_where", 3)
    frame.chart(grades, "service_maturity", 3)
    frame.chart(places, "service_places", 3)


def written(sheet: Sheet, offered: Offered) -> None:
    """The bundle, the ways on, what the rules say of it, and its LeiKa services."""
    frame.heading(sheet.title, 3)
    st.markdown(sheet.facts)
    ways = st.container(horizontal=True)
    with ways:
        links.to_item(offered, sheet.key, "Alle Angaben, Verlauf und Herkunft")
    if sheet.amt24:
        ways.link_button("Auf Amt24 öffnen", sheet.amt24)
    else:
        ways.caption("Amt24: keine Angabe")
    st.table(sheet.answers, hide_index=True, alt="Was die Zählweisen sagen")
    frame.heading("LeiKa-Leistungen des Bündels", 3)
    if sheet.parts is None:
        st.caption("Zu diesem Bündel ist keine LeiKa-Leistung gemeldet.")
        return
    st.table(sheet.parts, hide_index=True, alt="LeiKa-Leistungen des Bündels")


def choose(view: PlanView, offered: Offered) -> str | None:
    """The OZG-ID that the address asks for or that is chosen here; None: none yet."""
    names = names_at(view, offered.key)
    asked = st.query_params.get(PARAMETER)
    if asked and asked not in names:
        title = offered.whole.services["title"][offered.whole.services["ozg_id"].eq(asked)]
        names = {asked: f"{title.iloc[0]} ({asked})" if len(title) else asked, **names}
    st.session_state["kept_leistung"] = asked or None
    st.selectbox(
        "OZG-Leistung", list(names), key="kept_leistung", format_func=lambda ozg_id: names[ozg_id], index=None,
        placeholder="Titel oder OZG-ID eingeben",
        on_change=lambda: offered.change({PARAMETER: st.session_state["kept_leistung"]}),
    )  # fmt: skip
    return asked or None


def facts(whole: PlanView, row: Mapping[str, Any]) -> str:
    """What the catalogue says of the bundle."""
    said = {
        "OZG-ID": row["ozg_id"], "Themenfeld": row["theme"], "Lebens- oder Geschäftslage": row["situation"],
        "Ressort": ministry_name(whole, row["ministry_at"]), "Leistungstypen": listed(list(row["types"] or ())),
        "Priorität": row["priority"], "Umsetzungsweg": row["route"],
        "Reifegrad des Bündels": None if pd.isna(row["maturity"]) else number(row["maturity"]),
        "Reifegradmodell": row["maturity_model"],
    }  # fmt: skip
    return " · ".join(f"{name}: **{verbatim(label({}, value))}**" for name, value in said.items())


def address_of(written: object) -> str | None:
    """An address of the web as it was reported; None for anything that a browser should not follow."""
    text = written.strip() if isinstance(written, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("https", "http") and parts.netloc else None


def answers_table(answers: Mapping[str, float]) -> pd.DataFrame:
    """What each rule says of the bundle."""
    return pd.DataFrame(
        {
            "Zählweise": [RULES[rule].title for rule in answers],
            "Antwort": [counting_sides.said(state) for state in answers.values()],
            "Was sie verlangt": [RULES[rule].step or "Reifegrad 2 in mindestens einer Kommune." for rule in answers],
        }
    )


def parts_table(whole: PlanView, ozg_id: str) -> pd.DataFrame:
    """The LeiKa services of the bundle."""
    parts = parts_of(whole, ozg_id)
    return pd.DataFrame(
        {
            "LeiKa-Leistung (Schlüssel)": [
                f"{title} ({label({}, key)})" for title, key in zip(parts["title"], parts["leika_key"], strict=True)
            ],
            "Typ": [listed(list(types or ())) or NOT_REPORTED for types in parts["type"]],
            "Reifegrad": [NOT_REPORTED if pd.isna(value) else number(value) for value in parts["maturity"]],
            "größte Reichweite": [label(REACHES, value) for value in parts["reach"]],
            "online an": [
                f"{number(online)} von {counted(int(places), 'Ort', 'Orten')}" if places else NOT_REPORTED
                for online, places in zip(parts["online"], parts["places"], strict=True)
            ],
        }
    )
