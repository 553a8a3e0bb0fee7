"""The address bar: Stichtag and time of knowledge stand there, and stay when the page changes."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from masterplan.vocabulary import BERLIN

KEPT = ("stichtag", "known_by", "vergleich", "ressort", "thema", "status", "q")
"""The parameters of every page. ``kennung`` belongs to the item page alone."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for; None: nothing readable was said. ``refused`` names what could not be read."""

    stichtag: date | None
    known_by: datetime | None
    refused: tuple[str, ...]


def keep(address: MutableMapping[str, str], kept: MutableMapping[str, str]) -> None:
    """Carries the parameters over a change of page: what the address says is kept, what it lacks is put back."""
    for name in KEPT:
        if address.get(name):
            kept[name] = address[name]
        elif kept.get(name):
            address[name] = kept[name]


def asked(address: Mapping[str, str]) -> Asked:
    """Reads Stichtag and known_by. A day as known_by means the end of that day in Berlin."""
    refused: list[str] = []
    stichtag, known_by = None, None
    try:
        stichtag = date.fromisoformat(address["stichtag"]) if address.get("stichtag") else None
    except ValueError:
        refused.append(f"Der Stichtag „{address['stichtag']}“ ist kein Datum. Erwartet wird z. B. „2021-06-30“.")
    try:
        known_by = _time(address["known_by"]) if address.get("known_by") else None
    except ValueError:
        refused.append(
            f"Der Kenntnisstand „{address['known_by']}“ ist keine Zeit. Erwartet wird z. B. „2021-07-05“ oder "
            "„2021-07-05T12:00:00+02:00“."
        )
    return Asked(stichtag, known_by, tuple(refused))


def _time(text: str) -> datetime:
    if len(text) == len("2021-07-05"):
        next_day = date.fromisoformat(text) + timedelta(days=1)
        return datetime.combine(next_day, time(), BERLIN) - timedelta(microseconds=1)
    read = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign in an address means a blank
    return read if read.tzinfo else read.replace(tzinfo=BERLIN)
