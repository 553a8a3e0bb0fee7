"""The upload page's tables: what a file would change, in German words, one row per entry."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from masterplan.vocabulary import (
    COUNTS,
    FIELDS,
    FILE_STATUSES,
    KINDS,
    PARTS,
    SEVERITIES,
    day,
    label,
    number,
    shown,
    verbatim,
)

Entry = dict[str, Any]
FIELDS_OF_THE_FORM = {
    "--part": "Teil", "--stand": "Stand", "--ministry": "Ressort", "--partial": "Die Datei ist unvollständig",
    "--accept-missing": "Auch wenn mehr als ein Drittel fehlt …",
}  # fmt: skip
"""What an option of the command line is called on the page."""


SELDOM = ("confirmed", "missing", "ignored")
"""Counts that are told only where there are any."""


def outcome(file: Entry, revision: int) -> str:
    """What became of one file, in a sentence."""
    counts = file["counts"]
    names = ("new", "changed", "unchanged", "confirmed", "missing")
    told = [name for name in names if name not in SELDOM or counts.get(name)]
    said = ", ".join(f"{number(counts[name])} {COUNTS[name]}" for name in told)
    return f"{verbatim(about(file))}: {label(FILE_STATUSES, file['status'])} (Änderung Nr. {revision}). {said}."


def about(file: Entry) -> str:
    """„Umsetzungsplan.xlsx (Umsetzungsplanung SMI, Stand 30.06.2020)“."""
    facts = contents(file)
    return f"{file['file']} ({facts})" if facts else str(file["file"])


def contents(file: Entry) -> str:
    """„Umsetzungsplanung SMI, Stand 30.06.2020“."""
    stand = date.fromisoformat(file["stand"]) if file["stand"] else None
    part = label(PARTS, file["part"]) if file["part"] else ""
    words = " ".join(word for word in (part, file["ministry"]) if word)
    return ", ".join(fact for fact in (words, f"Stand {day(stand)}" if stand else "") if fact)


def summary(files: Sequence[Entry]) -> pd.DataFrame:
    """One row per file, part and Ressort; its texts are safe where Markdown is read."""
    table = pd.DataFrame(
        {
            "Datei": verbatim(file["file"]),
            "Inhalt": verbatim(contents(file) or "nicht erkannt"),
            "Ergebnis": label(FILE_STATUSES, file["status"]),
            **{word: number(file["counts"].get(name, 0)) for name, word in COUNTS.items()},
            "Fehler": number(file["errors"]),
            "Hinweise": number(file["warnings"]),
        }
        for file in files
    )
    seldom = [COUNTS[name] for name in SELDOM]
    return table.drop(columns=[name for name in seldom if name in table and table[name].eq("0").all()])


def for_the_page(message: str) -> str:
    """A message that names options of the command line, with the fields of the form instead."""
    without_samples = re.sub(r", z\. B\. --\w+ [\w-]+", "", message)
    return re.sub(r"--[a-z-]+", lambda found: f"„{FIELDS_OF_THE_FORM.get(found[0], found[0])}“", without_samples)


def problems(files: Sequence[Entry]) -> pd.DataFrame:
    """One row per problem, errors first."""
    rows = [
        {
            "Art": label(SEVERITIES, problem["severity"]),
            "Datei": file["file"],
            "Blatt": problem["sheet"],
            "Zelle": problem["cell"],
            "Meldung": for_the_page(problem["message"]),
        }
        for file in files
        for problem in file["problems"]
    ]
    rows.sort(key=lambda row: row["Art"] != SEVERITIES["error"])
    # What hinders a whole workbook is found once for each of its parts.
    return pd.DataFrame(rows, columns=["Art", "Datei", "Blatt", "Zelle", "Meldung"]).drop_duplicates(ignore_index=True)


def later(files: Sequence[Entry]) -> pd.DataFrame:
    """One row per entry made on-line for a day after the file's Stand, which stays in force."""
    return pd.DataFrame(
        {
            "Datei": file["file"],
            "Art": label(KINDS, one["kind"]),
            "Titel": one["title"],
            "Feld": label(FIELDS, one["field"]),
            "gilt weiter": shown(one["field"], one["value"]),
            "eingetragen von": one["by"],
            "zum": day(date.fromisoformat(one["effective_on"])),
        }
        for file in files
        for one in file["later"]
    )


def changes(files: Sequence[Entry]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The fields of new items, and those of known items with their value before and after."""
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for file in files:
        for change in file["changes"]:
            row = {
                "Datei": file["file"],
                "Art": label(KINDS, change["kind"]),
                "Titel": change["title"],
                "Feld": label(FIELDS, change["field"]),
                "bisher": shown(change["field"], change["before"]),
                "neu": shown(change["field"], change["after"]),
                "Zelle": change["cell"],
            }
            (changed if change["key"] else new).append(row)
    columns = ["Datei", "Art", "Titel", "Feld", "bisher", "neu", "Zelle"]
    return pd.DataFrame(new, columns=columns).drop(columns="bisher"), pd.DataFrame(changed, columns=columns)


def missing(files: Sequence[Entry]) -> pd.DataFrame:
    """What a file no longer lists and the plan therefore no longer holds."""
    return pd.DataFrame(
        {"Datei": file["file"], "Art": label(KINDS, one["kind"]), "Titel": one["title"], "Schlüssel": one["key"]}
        for file in files
        for one in file["missing"]
    )


def without_file(table: pd.DataFrame) -> pd.DataFrame:
    """The same table without the column of files, where there is only one."""
    return table.drop(columns="Datei") if "Datei" in table and table["Datei"].nunique() == 1 else table


def literal(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose cells are shown as they are where Markdown is read; what is missing is an empty cell."""
    return table.map(lambda value: "" if value is None or value != value else verbatim(value))
