"""OZG-Ziel 2022: how far are the online services, by which way of counting, where, and how fast?"""

from collections.abc import Sequence

import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.charts.burn_up import burn_up as burn_up_chart
from masterplan.charts.chart import Chart
from masterplan.charts.services_by_group import services_by_group
from masterplan.charts.theme_maturity import theme_maturity
from masterplan.domain.counting import RULES
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.outlook.service_outlook import Outlook, outlook
from masterplan.domain.overview import ministry_name
from masterplan.domain.services.burn_up import BurnUp, burn_up
from masterplan.domain.services.services_by_group import maturity_by_theme, shares_by_group
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, counting_sides, county_view, frame, service_sheet, tiles
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import KINDS_PLURAL, NO_VALUE, day, number

VIEWS = {
    "zaehlweisen": "Zählweisen", "weg": "Weg zum Ziel", "gruppen": "Themenfelder und Gruppen", "kreise": "Kreise",
    "leistung": "Eine Leistung",
}  # fmt: skip
VIEW, RULE, GROUP, OUTLOOK = "blick", "zaehlweise", "gruppe", "prognose"
ALL_RULES = {name: rule.title for name, rule in RULES.items()}
GROUPS = {"ressort": "Ressort", "typ": "Leistungstyp", "lage": "Lebenslage", "thema": "Themenfeld"}
DIMENSIONS = {"ressort": "ministry", "typ": "type", "lage": "situation", "thema": "theme"}
FIRST_RULE = "bund-2020"


def show(view: PlanView, offered: Offered) -> None:
    """The counting rules side by side, the way to the target, the services by group and by Kreis, and one service."""
    frame.title("OZG-Ziel 2022", view, "Wie weit sind die Verwaltungsleistungen online?")
    if offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    if not len(offered.whole.services):
        st.info("Noch ist kein OZG-Katalog eingelesen. Lesen Sie ihn unter **Dateien einlesen** ein.")
        return
    asked_service = service_sheet.PARAMETER in st.query_params
    first = "leistung" if asked_service else "zaehlweisen"
    chosen = choices.one_of(offered, VIEW, "Was gezeigt wird", VIEWS, first)
    if not len(view.services) and chosen != "leistung":
        frame.nothing_passes(offered, "keine OZG-Leistung")
        return
    {
        "zaehlweisen": counting_sides.show, "weg": way, "gruppen": groups, "kreise": county_view.show,
        "leistung": service_sheet.show,
    }[chosen](view, offered)  # fmt: skip


# Kept by the data revision, never by time.


def plans_of(offered: Offered) -> Sequence[PlanView]:
    """The plan at each Stand, narrowed as the page is."""
    plans = offered.plans()
    if offered.figure is None:
        return plans
    return [narrowed(plan, Filters(), offered.figure.keys) for plan in plans]


@kept(words="Der Weg zum Ziel wird berechnet …")
def course_at(_offered: Offered, key: Key, rule: str) -> BurnUp:
    """The services at each Stand."""
    return burn_up(plans_of(_offered), rule, _offered.stands or None)


@kept(words="Die Prognose wird berechnet …")
def outlook_at(_offered: Offered, key: Key, rule: str) -> Outlook:
    """Where the pace so far leads."""
    return outlook(plans_of(_offered), rule)


@kept()
def way_chart(_course: BurnUp, _outlook: Outlook | None, key: Key, rule: str, dark: bool, ahead: bool) -> Chart:
    """The burn-up, with or without the forecast."""
    return burn_up_chart(_course, dark, _outlook)


@kept(words="Die Themenfelder werden ausgezählt …")
def themes_chart(_view: PlanView, key: Key, dark: bool) -> Chart:
    """Themenfeld by Reifegrad."""
    return theme_maturity(maturity_by_theme(_view), _view.stichtag, dark)


@kept(words="Die Gruppen werden ausgezählt …")
def groups_chart(_view: PlanView, key: Key, rule: str, by: str, dark: bool) -> Chart:
    """The services by group."""
    figures = shares_by_group(_view, counting_sides.states_at(_view, key), rule, by)
    names = {str(body): str(ministry_name(_view, str(body))) for body in _view.bodies.index}
    return services_by_group(figures, by, rule, names if by == "ministry" else {}, _view.stichtag, dark)


# The parts of the page.


def rule_choice(offered: Offered) -> str:
    """The counting rule that what follows goes by."""
    return choices.select(offered, RULE, "Zählweise", ALL_RULES, FIRST_RULE)


def way(view: PlanView, offered: Offered) -> None:
    """The stock, what is online, the paces, and the forecast when somebody asks for it."""
    rule = rule_choice(offered)
    course = course_at(offered, offered.key, rule)
    paces(course)
    ahead = choices.switch(
        offered, OUTLOOK, "Prognose zeigen", "Wohin das bisherige Tempo führt, mit einer Spanne von 80 %."
    )
    found = outlook_at(offered, offered.key, rule) if ahead else None
    frame.chart(way_chart(course, found, offered.key, rule, frame.is_dark(), ahead), "burn_up")


def paces(course: BurnUp) -> None:
    """What is done, what is left, and which pace that asks for."""
    now, kind = course.current, KINDS_PLURAL[RULES[course.rule].kind]
    upper = f"; höchstens {number(now.done + now.open_)}" if now.open_ else ""
    tiles.row([
        Tile("Online", number(now.done), f"von {number(now.total)}{upper}", RULES[course.rule].definition),
        Tile(
            "Noch nicht online", number(course.missing),
            f"davon {number(now.open_)} ohne Angabe" if now.open_ else "zu allen gibt es Angaben",
            f"Alle {kind} des Katalogs weniger die, die sicher online sind.",
        ),
        Tile(
            "Nötig je Monat", NO_VALUE if course.needed is None else number(course.needed, 1),
            needed_note(course),
            "So viele müssten vom Stichtag an jeden Monat online gehen, damit es am Zieltermin alle sind.",
        ),
        Tile(
            "Zuletzt je Monat", NO_VALUE if course.recent is None else number(course.recent, 1),
            "zu wenige Angaben" if course.since is None else f"seit dem {day(course.since)}",
            "Zuwachs der sicher online gemeldeten Leistungen zwischen den Meldungen des letzten Jahres. Genannt nur, "
            "wenn am Anfang und am Ende zu mindestens 80 % der Leistungen Angaben vorliegen.",
        ),
    ])  # fmt: skip


def needed_note(course: BurnUp) -> str:
    """What stands below the pace that is needed."""
    if course.needed is not None:
        return f"bis zum {day(course.target_on)}"
    return "Zieltermin verstrichen" if course.missing else "alle sind online"


def groups(view: PlanView, offered: Offered) -> None:
    """Themenfeld by Reifegrad, and the services by another group."""
    frame.chart(themes_chart(view, offered.key, frame.is_dark()), "themes")
    frame.heading("Online nach Gruppen")
    by = choices.one_of(offered, GROUP, "Gruppiert nach", GROUPS, "ressort")
    rule = rule_choice(offered)
    frame.chart(groups_chart(view, offered.key, rule, DIMENSIONS[by], frame.is_dark()), "groups", 3)
