"""Places by their Amtlicher Regionalschlüssel (ARS), and how many Gemeinden and Kreise there are on which day."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
import pandas as pd

AreaLevel = Literal["state", "county", "city", "association", "municipality"]

CITIES = ("14511", "14612", "14713")
"""Chemnitz, Dresden and Leipzig are Kreis and Gemeinde at once."""

SAXONY, FEDERATION = "14", "00"


@dataclass(frozen=True)
class AreaCount:
    """From this day on there are so many Gemeinden (or Kreise), the Kreisfreie Städte among both."""

    level: str
    valid_from: date
    count: int
    checked: bool
    note: str = ""


def from_csv(text: str) -> tuple[AreaCount, ...]:
    """The dated numbers of a reference file: columns parted by semicolons. Raises ValueError for an unknown level."""
    return tuple(_count(row) for row in csv.DictReader(text.splitlines(), delimiter=";"))


def _count(row: Mapping[str, str]) -> AreaCount:
    if row["level"] not in get_args(AreaLevel):
        raise ValueError(f"„{row['level']}“ ist keine Ebene.")
    return AreaCount(
        row["level"], date.fromisoformat(row["valid_from"]), int(row["count"]), row["checked"] == "yes", row["note"]
    )


def counted(counts: Iterable[AreaCount], level: AreaLevel, on: date) -> int | None:
    """How many there are on a day; None before the first day that is known."""
    known = [one for one in counts if one.level == level and one.valid_from <= on]
    return max(known, key=lambda one: one.valid_from).count if known else None


def levels(ars: pd.Series) -> pd.Series:
    """What kind of place each ARS names: the Land (or the Bund), a Kreis, a Kreisfreie Stadt, a Verband, a Gemeinde."""
    known = {one: level(one) for one in ars.dropna().unique()}
    return pd.Series(np.array([known.get(one) for one in ars], dtype=object), index=ars.index, dtype=object)


def level(ars: str) -> AreaLevel:
    """The kind of place; 12 digits: 2 Land, 3 Kreis, 4 Verwaltungsverband, 3 Gemeinde."""
    if not ars[2:].strip("0"):
        return "state"
    if ars[:5] in CITIES:
        return "city"
    if not ars[5:].strip("0"):
        return "county"
    return "municipality" if ars[9:].strip("0") else "association"
