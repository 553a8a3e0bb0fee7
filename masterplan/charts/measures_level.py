"""Measures of the Land beside those of the Kommunen: one bar per level, one piece per status."""

from datetime import date

import pandas as pd

from masterplan.charts.chart import Chart
from masterplan.charts.measures_status import stacked, status_word
from masterplan.domain.figure import NO_GROUP
from masterplan.domain.lists.levels import lateness_by_level, status_by_level
from masterplan.domain.view import PlanView
from masterplan.vocabulary import LEVELS, NO_VALUE, NOT_REPORTED, counted, day, listed, number

TITLE = "Maßnahmen von Land und Kommunen"
DEFINITION = (
    "Maßnahmen des Maßnahmenkatalogs nach der gemeldeten Ebene: vom Freistaat, von Kommunen oder von beiden gemeinsam "
    "getragen. Als abgeschlossen zählt auch, was einen Ist-Termin bis zum Stichtag hat. Entfallene Maßnahmen sind zu "
    "sehen, zählen aber in keiner Summe mit. Mittlerer Verzug ist der Median der Tage vom ursprünglichen Termin zum "
    "Ist-Termin, sonst zur Prognose, sonst zum Plantermin, über die Maßnahmen mit beiden Terminen."
)


def measures_level(view: PlanView, dark: bool = False) -> Chart:
    """Stacked bars from the Land to the Kommunen; the table also says what is overdue and how far dates slipped."""
    counts = status_by_level(view)
    named = counts.set_axis([level_word(str(level)) for level in counts.index], axis="index")
    late = lateness_by_level(view).set_axis(named.index, axis="index")
    return Chart(
        TITLE,
        "Anzahl der Maßnahmen",
        view.stichtag,
        DEFINITION,
        sentence(named, late, view.stichtag),
        _table(named, late),
        stacked(named, dark),
    )


def level_word(level: str) -> str:
    """A level in German."""
    return NOT_REPORTED if level == NO_GROUP else LEVELS[level]


def sentence(counts: pd.DataFrame, late: pd.DataFrame, stichtag: date) -> str:
    """The chart in words."""
    kept = counts.drop(columns="dropped").sum(axis=1)
    said = [
        f"{counted(total, 'Maßnahme', 'Maßnahmen')} ({name}; {number(done)} abgeschlossen, {number(due)} überfällig)"
        for name, total, done, due in zip(kept.index, kept, counts["completed"], late["overdue"], strict=True)
        if total
    ]
    if not said:
        return f"Am {day(stichtag)} steht keine Maßnahme im Katalog."
    return f"Am {day(stichtag)} stehen im Katalog: {listed(said)}."


def _table(counts: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    shown = counts.loc[:, counts.sum() > 0]
    table = shown.rename(columns=status_word).rename_axis(index="Ebene").reset_index()
    table.insert(1, "Maßnahmen", counts.drop(columns="dropped").sum(axis=1).to_numpy())
    table["überfällig"] = late["overdue"].fillna(0).astype(int).to_numpy()
    table["mittlerer Verzug"] = [
        NO_VALUE if days != days else f"{counted(round(days), 'Tag', 'Tage') if days else '0 Tage'}"
        for days in late["slip_days"]
    ]
    return table
