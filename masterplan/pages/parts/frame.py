"""How figures, charts and tables stand on every page: with title, unit, Stichtag, definition, table and download."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import pandas as pd
import pyarrow as pa
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.charts import theme
from masterplan.charts.chart import Chart
from masterplan.domain.files.table_file import as_csv, file_name
from masterplan.domain.view import PlanView
from masterplan.vocabulary import day, long_day, verbatim

Row = st.delta_generator.DeltaGenerator
Ready: TypeAlias = pa.Table
"""A table in the form in which it is sent."""


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


def title(words: str, view: PlanView, about: str) -> None:
    """The page's heading, what it answers, and the Stichtag."""
    st.title(words, anchor=False)
    st.markdown(f"{about} Stichtag **{long_day(view.stichtag)}**.")


def chart(one: Chart, key: str, level: int = 2) -> None:
    """A chart under the sentence that says the same; its table, its definition and the download open below it."""
    heading(one.title, level)
    st.markdown(f"{verbatim(one.sentence)}  \n:small[{verbatim(one.unit)} · Stichtag {day(one.stichtag)}]")
    st.plotly_chart(one.figure, key=key, theme=None, config=dict(theme.CONFIG), alt=f"{one.title}. {one.sentence}")
    twin(one.table, one.title, one.unit, one.stichtag, one.definition, key)


def twin(table: pd.DataFrame, name: str, unit: str, stichtag: date, definition: str, key: str) -> None:
    """The table behind a drawing with its definition and download, made when somebody opens it."""
    opened = st.expander("Tabelle, Definition und Herunterladen", key=f"{key}_table", on_change="rerun")
    if opened.open:
        with opened:
            st.caption(verbatim(definition))
            st.table(literal(table), hide_index=True, alt=name)
            download(table, name, unit, stichtag, definition, key)


def download(
    table: pd.DataFrame | Callable[[], pd.DataFrame], name: str, unit: str, stichtag: date, definition: str, key: str
) -> None:
    """The table as a file for a spreadsheet, made when it is asked for."""

    def made() -> bytes:
        return as_csv(table() if callable(table) else table, name, unit, stichtag, definition)

    st.download_button(
        "Als CSV-Datei", data=made, file_name=file_name(name, stichtag), mime="text/csv", key=f"{key}_csv",
        on_click="ignore",
    )  # fmt: skip


MARKS = re.compile(r"[*_\[\]<>$`:~\\|&]|www\.")
"""What Markdown could read more into than a heading says."""


def heading(words: str, level: int = 2) -> None:
    """A heading of level 2 or 3, as the words are, without the mark that links to itself."""
    (st.header if level == 2 else st.subheader)(verbatim(words) if MARKS.search(words) else words, anchor=False)


def ready(table: pd.DataFrame) -> Ready:
    """A table as it is sent, for what is kept: made once, and not at each run of a page."""
    return pa.Table.from_pandas(table, preserve_index=False)


def literal(table: pd.DataFrame) -> Ready:
    """A table whose cells are shown as they are, with no Markdown read into them; ready to be sent."""
    return ready(table.map(verbatim))


def nothing_yet(view: PlanView, offered: Offered) -> None:
    """Says what to do when the plan is empty at the Stichtag."""
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


def nothing_passes(offered: Offered, what: str) -> None:
    """Says what to do when the filters leave nothing of ``what`` („keine Maßnahme“)."""
    st.info(f"Zu diesem Filter gibt es am Stichtag {what}. Heben Sie einen Filter auf, um mehr zu sehen.")
    everything: Mapping[str, str | None] = dict.fromkeys(("ressort", "thema", "status", "q", "auswahl"))
    st.button("Alle Filter aufheben", on_click=offered.change, args=(everything,), key="lift_filters")
