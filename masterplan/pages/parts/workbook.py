"""The way to the pre-filled workbook of a Ressort: built and noted when it is asked for."""

from datetime import date

import streamlit as st

from masterplan.actions.hand_out_workbook import hand_out_workbook
from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, Reach, Right, reach
from masterplan.domain.view import PlanView
from masterplan.vocabulary import long_day
from masterplan.workbooks.as_xlsx import as_xlsx, file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ministries(view: PlanView, actor: Actor) -> dict[str, str]:
    """The Ressorts that somebody may have workbooks of, by key with their names, in official order."""
    bodies = zip(view.bodies.index, view.bodies["kind"], view.bodies["name"], strict=True)
    names = {str(key): f"{key} – {name}" for key, kind, name in bodies if kind == "ministry"}
    far = reach(actor, Right.GET_WORKBOOK)
    own = {actor.body} if far == Reach.OWN else set(names) if far == Reach.ALL else set()
    return {key: name for key, name in names.items() if key in own}


def offer(offered: Offered, on: date | None = None) -> None:
    """Choose a Ressort, where there is a choice, and download its plan at a day (else at the Stichtag of the page)."""
    stichtag = on or offered.whole.stichtag
    database = offered.database
    names = ministries(offered.whole, offered.actor)
    if database is None or not names:
        return
    with st.expander("Arbeitsmappe zum Ausfüllen herunterladen"):
        st.markdown(
            f"Die Mappe zeigt Umsetzungsplanung und Maßnahmen eines Ressorts am {long_day(stichtag)}, "
            "mit Auswahllisten und Hinweisen. Ausgefüllt kommt sie über „Dateien einlesen“ wieder herein: Nur was "
            "geändert oder bestätigt wurde, wird übernommen."
        )
        chosen, button = st.columns([2, 1], vertical_alignment="bottom")
        ministry = chosen.selectbox(
            "Ressort", list(names), format_func=lambda key: names[key], key="workbook_ministry",
            disabled=len(names) == 1,
        )  # fmt: skip

        def built() -> bytes:
            view, export = hand_out_workbook(
                database, ministry=ministry, stichtag=stichtag, by=offered.actor, at=offered.now
            )
            return as_xlsx(view, export)

        button.download_button(
            "Arbeitsmappe herunterladen", built, file_name=file_name(ministry, stichtag), mime=XLSX,
            on_click="ignore", key="workbook_download", width="stretch",
        )  # fmt: skip
