"""The services online by Ressort, Leistungstyp, Lebenslage or Themenfeld, by one counting rule."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from masterplan.charts.chart import Chart
from masterplan.charts.state_bars import StateBar, bar_of, state_bars
from masterplan.domain.counting import RULES
from masterplan.domain.figure import MINIMUM_COVERAGE, NO_GROUP, Figure
from masterplan.domain.services.services_by_group import median_share
from masterplan.vocabulary import DIMENSIONS, KINDS_PLURAL, NOT_REPORTED, SERVICE_TYPES, counted, day, number, percent

SHOWN = 15
WORDS = {
    "ministry": "Ressorts", "type": "Leistungstypen", "situation": "Lebens- und Geschäftslagen",
    "theme": "Themenfelder",
}  # fmt: skip
NONE = {
    "ministry": "ohne Ressort", "type": "ohne Leistungstyp", "situation": "ohne Lebenslage",
    "theme": "ohne Themenfeld",
}  # fmt: skip
NOTES = {
    "ministry": "Die Ressorts stehen in ihrer amtlichen Reihenfolge, im Zuschnitt des Stichtags; die gestrichelte "
    "Linie ist der Median ihrer Anteile. Ihre Leistungen sind verschieden; die Anteile sind keine Rangfolge.",
    "type": "Ein Bündel mit LeiKa-Leistungen mehrerer Typen zählt bei jedem davon.",
    "situation": f"Gezeichnet sind höchstens {SHOWN} Lagen, die mit den meisten Leistungen, die nicht sicher online "
    "sind; die Tabelle nennt alle.",
    "theme": "",
}  # fmt: skip


def services_by_group(
    figures: Sequence[Figure], by: str, rule: str, names: dict[str, str], stichtag: date, dark: bool = False
) -> Chart:
    """A bar per group; ``names`` gives the words for groups that are keys (Ressorts)."""
    counting = RULES[rule]
    bars = [bar_of(_name(figure.group or NO_GROUP, by, names), figure) for figure in figures]
    definition = (
        f"{counting.definition} {NOTES[by]} (*) Liegen zu weniger als {percent(MINIMUM_COVERAGE)} der Leistungen einer "
        f"Gruppe Angaben vor, wird kein Anteil genannt. Quelle der Zählweise: {counting.source}."
    ).replace("  ", " ")
    drawn = sorted(bars, key=lambda bar: bar.online - bar.total)[:SHOWN] if by == "situation" else bars
    median = median_share(figures) if by == "ministry" else None
    return Chart(
        f"{WORDS[by]} nebeneinander", f"Anteil der {KINDS_PLURAL[counting.kind]}, in den Balken ihre Zahl", stichtag,
        definition, sentence(bars, by, stichtag, median), _table(bars, by), state_bars(drawn, dark, median, 30),
    )  # fmt: skip


def _name(group: str, by: str, names: dict[str, str]) -> str:
    if group == NO_GROUP:
        return NONE[by]
    if by == "type":
        return f"Typ {group}: {SERVICE_TYPES[group]}" if group in SERVICE_TYPES else f"Typ {group}"
    return names.get(group, group)


def sentence(bars: Sequence[StateBar], by: str, stichtag: date, median: float | None) -> str:
    """The bars in words."""
    real = [bar for bar in bars if bar.name != NONE[by] and bar.total]
    if not real:
        return f"Am {day(stichtag)} ist kein OZG-Katalog eingelesen."
    given = [bar.share for bar in real if bar.share is not None]
    if not given:
        return f"Am {day(stichtag)} liegen für keine Gruppe genug Angaben für einen Anteil vor."
    middle = f"; der Median der Ressorts liegt bei {percent(median)}" if median is not None else ""
    spread = (
        f"zwischen {percent(min(given))} und {percent(max(given))}" if min(given) != max(given) else percent(given[0])
    )
    none = [bar for bar in real if bar.online + bar.unknown == 0]
    still = f" In {counted(len(none), 'Gruppe ist', 'Gruppen sind')} sicher noch keine Leistung online." if none else ""
    thin = len(real) - len(given)
    left_out = f" Für {number(thin)} von {number(len(real))} liegen zu wenige Angaben vor." if thin else ""
    return f"Am {day(stichtag)} sind je nach {DIMENSIONS[by]} {spread} sicher online{middle}.{still}{left_out}"


def _table(bars: Sequence[StateBar], by: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            DIMENSIONS[by]: [bar.name for bar in bars],
            "Leistungen": [number(bar.total) for bar in bars],
            "online (mindestens)": [number(bar.online) for bar in bars],
            NOT_REPORTED: [number(bar.unknown) for bar in bars],
            "nicht online": [number(bar.offline) for bar in bars],
            "Anteil mindestens": [NOT_REPORTED if bar.share is None else percent(bar.share, 1) for bar in bars],
        }
    )
