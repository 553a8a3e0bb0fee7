"""A table as a CSV file that German Excel opens: semicolons, umlauts right, no text that would run as a formula."""

import re
from datetime import date

import pandas as pd

from masterplan.domain.files.active_text import harmless
from masterplan.vocabulary import day


def as_csv(table: pd.DataFrame, title: str, unit: str, stichtag: date, definition: str) -> bytes:
    """The table below lines that say what it is; a text that a spreadsheet would compute gets an apostrophe first."""
    head = pd.DataFrame(
        [["Titel", title], ["Einheit", unit], ["Stichtag", day(stichtag)], ["Definition", definition]]
    ).map(harmless)
    above: str = head.to_csv(sep=";", index=False, header=False, lineterminator="\r\n")
    below: str = table.rename(columns=harmless).map(harmless).to_csv(sep=";", index=False, lineterminator="\r\n")
    return f"{above}\r\n{below}".encode("utf-8-sig")


def file_name(title: str, stichtag: date) -> str:
    """„OZG-Leistungen online“ at a Stichtag as a file name."""
    words = re.sub(r"[^\w\-]+", "-", title, flags=re.UNICODE).strip("-")
    return f"{words}_{stichtag.isoformat()}.csv"
