"""How the plans of the Ressorts moved: the re-planning log and the Meilensteintrendanalyse."""

from datetime import date

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.milestone_trend import milestone_trend
from masterplan.domain.courses import Courses
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import FieldType, Kind
from masterplan.domain.slip import Replanning, replanning_log
from masterplan.domain.slip import trend as points_of
from masterplan.domain.view import PlanView, column
from masterplan.pages.parts import frame, links
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import FIELDS, NO_VALUE, NOT_REPORTED, counted, day, listed, number, verbatim

ROWS = 200
LOG_DEFINITION = (
    "Jede Änderung eines Plantermins oder einer Prognose gegenüber der vorigen Meldung, die neueste zuerst; die erste "
    "Prognose ist keine Änderung. Begründung ist, was dieselbe Meldung als Begründung, sonst als Bemerkung angibt."
)
DAY = st.column_config.DateColumn(format="DD.MM.YYYY")


def replannings(view: PlanView, offered: Offered) -> None:
    """Every date that gave way to another, with reason and file; a row opens the Wegmarke."""
    frame.heading("Umplanungen")
    if offered.database is None:
        st.info("Ohne Datenbank ist der Verlauf nicht zu sehen.")
        return
    log, table = log_at(view, offered, offered.key)
    st.markdown(verbatim(log_sentence(log, view)))
    if not log:
        return
    keys = [entry.key for entry in log[:ROWS]]
    setting = dict.fromkeys(("Stand", "vorher", "nachher"), DAY)
    links.item_table(offered, table.head(ROWS), keys, "Umplanungen", "replannings", setting)
    left = f" Gezeigt sind die ersten {ROWS} von {number(len(log))}." if len(log) > ROWS else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Eine Zeile wählen öffnet die Wegmarke.{left} {LOG_DEFINITION}")
        words = table.assign(**{name: [day(on) for on in table[name]] for name in setting})
        words["Tage"] = [number(amount) for amount in table["Tage"]]
        frame.download(words, "Umplanungen", "eine Zeile je Änderung", view.stichtag, LOG_DEFINITION, "replannings")


def trend(view: PlanView, offered: Offered, milestones: pd.DataFrame) -> None:
    """What was expected at each report, drawn for those that moved most."""
    if offered.database is None:
        frame.heading("Meilensteintrendanalyse")
        st.info("Ohne Datenbank ist der Verlauf nicht zu sehen.")
        return
    frame.chart(trend_chart(milestones, view, offered, offered.key, frame.is_dark()), "trend")


@kept(entries=8, words="Die Meldungen werden gelesen …")
def courses_at(_offered: Offered, key: Key) -> Courses:
    """The reports on all Wegmarken of the plan, filters or not."""
    assert _offered.database is not None
    return questions.histories(_offered.database, _offered.whole, [Kind.MILESTONE])


def courses(view: PlanView, offered: Offered) -> Courses:
    """The reports on the Wegmarken that pass the filters."""
    whole = offered.whole
    found = courses_at(offered, (whole.revision, whole.known_by, whole.stichtag, whole.audience))
    return {key: course for key, course in found.items() if key in view.milestones.index}


@kept(words="Der Trend wird berechnet …")
def trend_chart(_milestones: pd.DataFrame, _view: PlanView, _offered: Offered, key: Key, dark: bool) -> Chart:
    """The Meilensteintrendanalyse, drawn for the page's ground: of each month the last report, of four years."""
    assert _offered.database is not None
    found = questions.months(_offered.database, _offered.whole, [Kind.MILESTONE], four_years_before(_view.stichtag))
    shown = {key: course for key, course in found.items() if key in _view.milestones.index}
    return milestone_trend(points_of(shown), _milestones, _view.stichtag, dark)


def four_years_before(day: date) -> date:
    """The first of the month; a trend further back could not be read any more."""
    return date(day.year - 4, day.month, 1)


@kept(words="Die Umplanungen werden gesucht …")
def log_at(_view: PlanView, _offered: Offered, key: Key) -> tuple[list[Replanning], pd.DataFrame]:
    """The re-planning log, the newest first, and the same in German."""
    assert _offered.database is not None
    of_items = courses(_view, _offered)
    statements = {entry.statement for entry in replanning_log(of_items)}
    log = list(reversed(replanning_log(of_items, questions.file_names(_offered.database, statements))))
    return log, log_table(log, _view)


def log_table(log: list[Replanning], view: PlanView) -> pd.DataFrame:
    """One row per change; days stay days."""
    items = view.milestones
    bodies = {str(key): None if pd.isna(body) else str(body) for key, body in items["ministry_at"].items()}
    return pd.DataFrame(
        {
            "Stand": column(FieldType.DATE, [entry.stated_on for entry in log]),
            "Ressort": [ministry_name(view, bodies[entry.key]) or NOT_REPORTED for entry in log],
            "Wegmarke": [str(items.at[entry.key, "title"]) for entry in log],
            "Angabe": [FIELDS[entry.field] for entry in log],
            "vorher": column(FieldType.DATE, [entry.before for entry in log]),
            "nachher": column(FieldType.DATE, [entry.after for entry in log]),
            "Tage": pd.Series([entry.days for entry in log], dtype="float64"),
            "Begründung": [entry.reason or NOT_REPORTED for entry in log],
            "Quelle": [entry.file or NO_VALUE for entry in log],
        }
    )


def log_sentence(log: list[Replanning], view: PlanView) -> str:
    """How often dates were moved, which way, and whether it is said why."""
    if not log:
        return f"Bis zum {day(view.stichtag)} wurde kein Termin geändert."
    moved = [entry.days for entry in log if entry.days is not None]
    ways = (
        (sum(1 for amount in moved if amount > 0), "später"),
        (sum(1 for amount in moved if amount < 0), "früher"),
        (len(log) - len(moved), "zurückgenommen"),
    )
    reasons = sum(1 for entry in log if entry.reason)
    said = listed([f"{number(amount)} {word}" for amount, word in ways if amount])
    because = (
        "Keine ist begründet" if not reasons else f"Begründet {'ist' if reasons == 1 else 'sind'} {number(reasons)}"
    )
    return (
        f"Bis zum {day(view.stichtag)} wurden {counted(len(log), 'Termin', 'Termine')} bei "
        f"{counted(len({entry.key for entry in log}), 'Wegmarke', 'Wegmarken')} geändert: {said}. {because}."
    )
