"""The address bar is the only memory of what is shown: Stichtag, knowledge, comparison, filters and the item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from masterplan.domain.filters import Filters
from masterplan.vocabulary import BERLIN

SEEN_AS, RELEASED = "sicht", "freigegeben"
"""With this value only what is released is shown, also to those who may see more."""
KEPT = ("stichtag", "known_by", "vergleich", "ressort", "thema", "status", "q", SEEN_AS)
"""The parameters that every page knows and hands on to the next."""
FIGURE = "auswahl"
"""Narrows a list to the items behind a key figure; stays on its page."""
ITEM = "kennung"
"""The key of the item, on the page of one item alone."""
APART = "|"
"""Between several values of a filter."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for; None: nothing readable was said. ``refused`` names what could not be read."""

    stichtag: date | None
    known_by: datetime | None
    compared_on: date | None
    filters: Filters
    item: str | None
    refused: tuple[str, ...]
    released_only: bool = False


def asked(address: Mapping[str, str]) -> Asked:
    """Reads the address. A day as known_by means the end of that day in Berlin."""
    refused: list[str] = []
    known_by = None
    stichtag = _day(address, "stichtag", "Stichtag", refused)
    compared_on = _day(address, "vergleich", "Stichtag des Vergleichs", refused)
    try:
        known_by = _time(address["known_by"]) if address.get("known_by") else None
    except ValueError:
        refused.append(
            f"Der Kenntnisstand „{address['known_by']}“ ist keine Zeit. Erwartet wird z. B. „2021-07-05“ oder "
            "„2021-07-05T12:00:00+02:00“."
        )
    filters = Filters(
        ministries=_several(address, "ressort"),
        themes=_several(address, "thema"),
        statuses=_several(address, "status"),
        words=address.get("q", "").strip(),
        figure=address.get(FIGURE, ""),
    )
    released_only = address.get(SEEN_AS) == RELEASED
    return Asked(stichtag, known_by, compared_on, filters, address.get(ITEM) or None, tuple(refused), released_only)


def kept(address: Mapping[str, str]) -> dict[str, str]:
    """The parameters that a link to another page hands on."""
    return {name: address[name] for name in KEPT if address.get(name)}


def _several(address: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in address.get(name, "").split(APART) if value.strip()))


def _day(address: Mapping[str, str], name: str, words: str, refused: list[str]) -> date | None:
    try:
        return date.fromisoformat(address[name]) if address.get(name) else None
    except ValueError:
        refused.append(f"Der {words} „{address[name]}“ ist kein Datum. Erwartet wird z. B. „2021-06-30“.")
        return None


def _time(text: str) -> datetime:
    if len(text) == len("2021-07-05"):
        next_day = date.fromisoformat(text) + timedelta(days=1)
        return datetime.combine(next_day, time(), BERLIN) - timedelta(microseconds=1)
    read = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign in an address means a blank
    return read if read.tzinfo else read.replace(tzinfo=BERLIN)
