"""The view from outside: dated figures of others about Saxony, the Länder and Germany, each with source and definition.

They are no key figures of the plan: they have a type of their own and go into no sum, share or line of ours.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Unit = Literal["rank", "points", "share", "count"]
Confidence = Literal["A", "B", "C"]

COUNTING_RULES: Mapping[str, str] = {
    "ZW1": (
        "OZG-Leistungen (Leistungsbündel), bei denen mindestens eine LeiKa-Leistung Reifegrad 2 oder höher hat und in "
        "mindestens einer Kommune verfügbar ist (Zählweise des OZG-Dashboards seit 01.10.2020)"
    ),
    "ZW2": "OZG-Leistungen (Leistungsbündel) wie im OZG-Dashboard gezählt, aber bundesweit flächendeckend verfügbar",
    "ZW3": (
        "OZG-Leistungen (Leistungsbündel) wie im OZG-Dashboard gezählt, im Land flächendeckend verfügbar, Leistungen "
        "des Bundes eingeschlossen"
    ),
    "ZW4": "OZG-Leistungen (Leistungsbündel) wie im OZG-Dashboard gezählt, in mindestens einer Kommune des Landes",
    "ZW5": "Einzelne LeiKa-Leistungen mit Reifegrad 3 oder „gemäß OZG“ umgesetzt",
    "ZW6": "OZG-Leistungen, die der Normenkontrollrat als flächendeckend und nutzerfreundlich beurteilt",
    "ZW7": "Nachzählung von L. Wittmann: überall vollständig nutzbar",
}
"""How others count OZG services, in the words shown beside each number."""

MARK = {"A": "", "B": "aus zweiter Hand oder errechnet"}
"""What stands beside a number of this confidence. C (not confirmed by any source) is never shown."""


@dataclass(frozen=True)
class OutsideIndicator:
    """One figure of others: a rank, points, a share (0–1) or a count out of ``denominator``.

    ``period`` is the date as the source gives it, ``on`` the last day that it means; ``definition`` says what was
    counted, ``counting_rule`` by which rule, where it is a count of OZG services.
    """

    indicator: str
    scope: str
    period: str
    on: date
    value: float
    unit: Unit
    denominator: int | None
    counting_rule: str | None
    definition: str
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def mark(self) -> str:
        """What must stand beside the number; empty for a fact."""
        return MARK.get(self.confidence, "")


def from_csv(text: str) -> list[OutsideIndicator]:
    """The indicators of a reference file, parted by semicolons; an OZG count is defined by its Zählweise.

    Raises ValueError with a German sentence for a row without source or definition, or that is not readable.
    """
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return sorted((_read(row) for row in rows), key=lambda one: (one.on, one.indicator, one.scope))


def _read(row: Mapping[str, str]) -> OutsideIndicator:
    name = f"{row['indicator']}, {row['scope']}, {row['period']}"
    unit = next((unit for unit in get_args(Unit) if unit == row["unit"]), None)
    confidence = next((word for word in get_args(Confidence) if word == row["confidence"]), None)
    definition = row["definition"] or COUNTING_RULES.get(row["counting_rule"], "")
    if unit is None or confidence is None:
        raise ValueError(f"{name}: Einheit oder Verlässlichkeit ist nicht lesbar.")
    if not definition or not row["source"]:
        raise ValueError(f"{name}: Quelle oder Definition fehlt.")
    return OutsideIndicator(
        indicator=row["indicator"],
        scope=row["scope"],
        period=row["period"],
        on=date.fromisoformat(row["on"]),
        value=float(row["value"]),
        unit=unit,
        denominator=int(row["denominator"]) if row["denominator"] else None,
        counting_rule=row["counting_rule"] or None,
        definition=definition,
        source=row["source"],
        confidence=confidence,
        note=row["note"],
    )


def shown(indicators: Iterable[OutsideIndicator], stichtag: date, scope: str | None = None) -> list[OutsideIndicator]:
    """What may be shown at a Stichtag, oldest first: nothing later, nothing that no source confirms (C)."""
    return [
        one
        for one in sorted(indicators, key=lambda one: one.on)
        if one.on <= stichtag and one.confidence in MARK and scope in (None, one.scope)
    ]
