"""The counting rules side by side: the same stock of services, counted in five ways."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from masterplan.charts.chart import Chart
from masterplan.charts.state_bars import bar_of, state_bars
from masterplan.domain.counting import RULES
from masterplan.domain.figure import MINIMUM_COVERAGE, Figure
from masterplan.domain.plan import Kind
from masterplan.vocabulary import KINDS_PLURAL, NOT_REPORTED, day, number, percent

TITLE = "Dieselben Leistungen, fünf Zählweisen"
DEFINITION = (
    "Anteil der Leistungen, die nach der jeweiligen Regel als online gelten, an allen der am Stichtag geltenden "
    "Ausgabe. „Keine Angabe“ heißt, dass die Regel nicht entscheiden kann, weil etwas nicht gemeldet ist; das zählt "
    f"weder als online noch als nicht online. (*) Liegen zu weniger als {percent(MINIMUM_COVERAGE)} der Leistungen "
    "Angaben vor, wird kein Anteil genannt."
)


def counting_rules(figures: Sequence[Figure], stichtag: date, dark: bool = False) -> Chart:
    """One bar per rule."""
    known = [figure for figure in figures if figure.denominator]
    bars = [bar_of(RULES[figure.rule or ""].title, figure) for figure in known]
    words = " ".join(
        f"{rule.title}: {rule.definition} Quelle: {rule.source}. Version {rule.version}."
        for rule in (RULES[figure.rule or ""] for figure in figures)
    )
    return Chart(
        TITLE, "Anteil der Leistungen, in den Balken ihre Zahl", stichtag, f"{DEFINITION} {words}",
        sentence(known, stichtag), _table(known), state_bars(bars, dark),
    )  # fmt: skip


def sentence(figures: Sequence[Figure], stichtag: date) -> str:
    """The chart in words: the same stock, from the most to the least."""
    if not figures:
        return f"Am {day(stichtag)} ist kein OZG-Katalog eingelesen; ein Anteil lässt sich nicht angeben."
    bundles = sorted(
        (figure for figure in figures if RULES[figure.rule or ""].kind == Kind.SERVICE),
        key=lambda figure: -(figure.numerator or 0),
    )
    said = [f"nach „{RULES[figure.rule or ''].title}“ {_amount(figure)}" for figure in bundles]
    parts = [figure for figure in figures if RULES[figure.rule or ""].kind != Kind.SERVICE]
    single = [
        f"Von den {number(figure.denominator)} einzelnen LeiKa-Leistungen sind es {_amount(figure)}."
        for figure in parts
    ]
    total = number(bundles[0].denominator) if bundles else ""
    first = f"Am {day(stichtag)} sind von {total} OZG-Leistungen online: {'; '.join(said)}." if bundles else ""
    return " ".join([first, *single]).strip()


def _amount(figure: Figure) -> str:
    """„mindestens 97 (29 %)“."""
    at_least = "mindestens " if figure.unknown_keys else ""
    share = f" ({percent(figure.value)})" if figure.value is not None else ""
    too_little = "" if figure.value is not None else f" (Angaben nur zu {percent(figure.coverage, 1)})"
    return f"{at_least}{number(figure.numerator)}{share}{too_little}"


def _table(figures: Sequence[Figure]) -> pd.DataFrame:
    rows = [
        {
            "Zählweise": RULES[figure.rule or ""].title,
            "gezählt werden": KINDS_PLURAL[RULES[figure.rule or ""].kind],
            "online (mindestens)": number(figure.numerator),
            "online (höchstens)": number((figure.numerator or 0) + len(figure.unknown_keys)),
            "von": number(figure.denominator),
            "Anteil mindestens": percent(figure.lower, 1) if figure.value is not None else NOT_REPORTED,
            "Anteil höchstens": percent(figure.upper, 1) if figure.value is not None else NOT_REPORTED,
            "mit Angabe": percent(figure.coverage, 1),
            "Quelle": RULES[figure.rule or ""].source,
            "Version": RULES[figure.rule or ""].version,
        }
        for figure in figures
    ]
    return pd.DataFrame(rows)
