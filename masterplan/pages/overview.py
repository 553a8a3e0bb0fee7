"""Überblick: how far is the plan on the Stichtag, and what needs attention?"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.measures_status import measures_status
from masterplan.charts.ministries import ministries
from masterplan.charts.overdue import overdue
from masterplan.charts.services_path import counted_points, services_path
from masterplan.domain.comparing.between import Step
from masterplan.domain.comparing.change import CHANGE_SENTENCES, Change, changes
from masterplan.domain.comparing.comparison import known_then, passing
from masterplan.domain.counting import RULES
from masterplan.domain.filters import Filters, name_of
from masterplan.domain.outlook.service_outlook import Outlook, outlook
from masterplan.domain.overview import Path, latest_sources, ministry_name
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links, tiles
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import (
    CHANGES,
    NO_VALUE,
    NOT_REPORTED,
    PARTS,
    counted,
    day,
    label,
    long_day,
    number,
    percent,
)

HEADLINE_RULE = "bund-2020"
SECOND_RULE = "ozg-reifegrad-3"
AHEAD = "ausblick"
ALERTS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "milestones.overdue": ("Plantermin verstrichen", "umsetzungsplanung", {"auswahl": "milestones.overdue"}),
    "milestones.due_90_days": ("ab dem Stichtag", "umsetzungsplanung", {"auswahl": "milestones.due_90_days"}),
    "milestones.slipped": ("später als zuerst geplant", "umsetzungsplanung", {"auswahl": "milestones.slipped"}),
    "measures.overdue": ("Plantermin verstrichen", "massnahmen", {"auswahl": "measures.overdue"}),
    "measures.delayed": ("so gemeldet", "massnahmen", {"auswahl": "measures.delayed"}),
    "measures.suspended": ("so gemeldet", "massnahmen", {"auswahl": "measures.suspended"}),
    "lights.contradictions": ("gemeldet gegen errechnet", "datenlage", {"blick": "Widersprüche"}),
    "reports.stale": ("ohne neue Meldung", "datenlage", {"blick": "Veraltet"}),
}
"""What needs attention: by key figure the line below its number, and the page that lists its items by parameters."""


def show(view: PlanView, offered: Offered) -> None:
    """The headline figure with its rule, the way to the target, alerts, the Ressorts, what changed, and the sources."""
    frame.title("Überblick", view, "Wie weit ist der Plan?")
    if view.empty:
        frame.nothing_yet(view, offered)
        return
    key, dark = offered.key, frame.is_dark()
    shown = {name_of(figure): figure for figure in all_figures(view, key)}
    path = path_at(offered.services_path, key)
    headline(shown, path)
    frame.chart(way(offered, path, dark), "path")
    choices.switch(offered, AHEAD, "Ausblick zeigen: Wohin führt das bisherige Tempo?")
    alerts(shown, offered)
    progress(shown, offered)
    side_by_side, by_status, late = charts(view, key, dark)
    frame.chart(side_by_side, "ministries")
    frame.chart(by_status, "status")
    frame.chart(late, "late")
    changed(view, offered)
    sources(view, offered)


# Kept by the data revision, never by time.


@kept()
def all_figures(_view: PlanView, key: Key) -> list[Figure]:
    """All key figures."""
    return figures(_view)


@kept(words="Der Weg zum Ziel wird berechnet …")
def path_at(_services_path: Callable[[str], Path], key: Key) -> Path:
    """The share of services online at each Stand, by the headline rule."""
    return _services_path(HEADLINE_RULE)


@kept(words="Der Ausblick wird berechnet …")
def outlook_at(_plans: Callable[[], Sequence[PlanView]], key: Key) -> Outlook:
    """Where the services' pace leads, by the headline rule."""
    return outlook(_plans(), HEADLINE_RULE)


@kept()
def way_chart(_path: Path, _outlook: Outlook | None, key: Key, dark: bool, ahead: bool) -> Chart:
    """The way to the target, with or without the outlook."""
    return services_path(_path, dark, _outlook)


@kept()
def charts(_view: PlanView, key: Key, dark: bool) -> tuple[Chart, Chart, Chart]:
    """The other charts, drawn for the page's ground."""
    return ministries(_view, dark), measures_status(_view, dark), overdue(_view, dark)


@kept(entries=16, words="Die Änderungen werden zusammengestellt …")
def changes_at(_offered: Offered, _view: PlanView, key: Key, compared_on: object) -> Mapping[Change, int]:
    """How many items of the chosen Ressorts differ in which way from the earlier Stichtag, as it was known then."""
    if _offered.database is None or _offered.compared_on is None:
        return {}
    on, view = _offered.compared_on, _view
    between = questions.between(
        _offered.database, (on, known_then(_offered.whole, on)), (view.stichtag, view.known_by), view.audience
    )
    acting = Filters(ministries=_offered.filters.ministries)
    found = passing(changes(between), (between.views[Step.START], _offered.whole), acting)
    return Counter(kind for change in found for kind in change.changes)


# The parts of the page.


def headline(shown: dict[str, Figure], path: Path) -> None:
    """The share of services online, by which rule, and what the straight way to the target asks for."""
    figure, rule = shown[f"services.online:{HEADLINE_RULE}"], RULES[HEADLINE_RULE]
    gap = path.gap
    upper = f"; höchstens {percent(figure.upper)}" if figure.value is not None and figure.upper != figure.value else ""
    missing = f"; Angaben nur zu {percent(figure.coverage)}" if figure.value is None and figure.denominator else ""
    share = Tile(
        "OZG-Leistungen online", NOT_REPORTED if figure.value is None else percent(figure.value),
        f"Mindestens {number(figure.numerator)} von {number(figure.denominator)}{upper}{missing}. Gezählt nach: "
        f"{rule.title}.", f"{rule.definition} Quelle: {rule.source}. Version {rule.version}.", 2 * tiles.WIDTH + 16,
    )  # fmt: skip
    note = NO_VALUE if gap is None else f"{'es fehlen' if gap > 0 else 'darüber:'} {counted_points(abs(gap))}"
    left = (path.target_on - path.stichtag).days
    days = f"noch {counted(left, 'Tag', 'Tage')}" if left >= 0 else f"seit {counted(-left, 'Tag', 'Tagen')} fällig"
    needed = Tile(
        "Gerader Weg verlangt", percent(path.needed) if path.needed is not None else NOT_REPORTED, f"{note}; {days}",
        f"Auf dem geraden Weg vom ersten bekannten Anteil zu {percent(1.0)} am {day(path.target_on)}, nach der "
        f"{rule.title}. Bis dahin sollten alle Verwaltungsleistungen online sein (§ 1 Abs. 1 OZG; Ziel des "
        "Masterplans).",
    )  # fmt: skip
    tiles.row([share, tiles.share(shown[f"services.online:{SECOND_RULE}"]), needed])


def way(offered: Offered, path: Path, dark: bool) -> Chart:
    """The chart of the way; the outlook only where it is asked for."""
    ahead = st.query_params.get(AHEAD) == "ja"
    found = outlook_at(offered.plans, offered.key) if ahead else None
    return way_chart(path, found, offered.key, dark, ahead)


def alerts(shown: dict[str, Figure], offered: Offered) -> None:
    """Counters of what needs attention; each leads to the items that it counts."""
    frame.heading("Worauf zu achten ist")
    links.counts_elsewhere(offered, [(shown[name], *way) for name, way in ALERTS.items()])


def progress(shown: dict[str, Figure], offered: Offered) -> None:
    """How many goals, Wegmarken and measures are done."""
    frame.heading("Was erreicht ist")
    pairs = (
        ("goals.reached", "goals.total"), ("milestones.achieved", "milestones.total"),
        ("measures.completed", "measures.total"), ("measures.municipal", "measures.total"),
    )  # fmt: skip
    tiles.row([tiles.count(shown[name], f"von {number(shown[whole].value)}") for name, whole in pairs])


def changed(view: PlanView, offered: Offered) -> None:
    """How many items differ from the earlier Stichtag, and in what way."""
    if offered.compared_on is None:
        return
    frame.heading(f"Seit dem {long_day(offered.compared_on)} geändert")
    kinds = changes_at(offered, view, offered.key, offered.compared_on)
    if not kinds:
        st.markdown("Keine Änderung am Stand der Einträge.")
        return
    seen = [kind for kind in Change if kind in kinds]
    tiles.row([Tile(CHANGES[kind], number(kinds[kind]), "Einträge", CHANGE_SENTENCES[kind]) for kind in seen])
    links.to(offered, "vergleich", "Im Einzelnen vergleichen", {"vergleich": offered.compared_on.isoformat()})


@kept()
def source_table(_view: PlanView, key: Key) -> tuple[str, pd.DataFrame]:
    """How old the newest files are in a sentence, and the files as a person reads them."""
    newest = latest_sources(_view)
    first, last = newest["stand"].min(), newest["stand"].max()
    spread = f"vom {day(last)}" if first == last else f"zwischen dem {day(first)} und dem {day(last)}"
    words = (
        f"Die Darstellung beruht auf {counted(len(newest), 'Datei', 'Dateien')} mit Stand {spread}, von insgesamt "
        f"{counted(len(_view.sources), 'Datei', 'Dateien')} bis zum Stichtag."
    )
    return words if len(newest) else "", pd.DataFrame(
        {
            "Teil": [label(PARTS, part) for part in newest["part"]],
            "Ressort": [ministry_name(_view, key) or NO_VALUE for key in newest["ministry"]],
            "Stand": [day(stand) for stand in newest["stand"]],
            "Alter am Stichtag": [counted(int(age), "Tag", "Tage") if age else "0 Tage" for age in newest["age_days"]],
            "Zeilen": [number(rows) for rows in newest["rows"]],
            "Hinweise": [number(warnings) for warnings in newest["warnings"]],
            "Datei": newest["file"].to_numpy(),
        }
    )


def sources(view: PlanView, offered: Offered) -> None:
    """How old the newest files are; of each part the newest one."""
    frame.heading("Wie alt und wie vollständig die Daten sind")
    words, table = source_table(view, offered.key)
    st.markdown(words)
    frame.twin(
        table, "Quellen und ihr Stand", "Dateien", view.stichtag,
        "Von jedem Teil und Ressort die neueste Datei bis zum Stichtag.", "sources",
    )  # fmt: skip
    links.to(offered, "datenlage", "Zur Datenlage")
