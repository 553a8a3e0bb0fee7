"""The hand-written words of the example plan: the tables in ``content/``, read once."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CONTENT = Path(__file__).parent / "content"

RENAMED = {"SMJus": "SMJusDEG", "SMUL": "SMEKUL"}
"""Key of a Ressort until 19 December 2019 → its key from then on."""

LINES = ("SK", "SMI", "SMF", "SMJus", "SMK", "SMWK", "SMWA", "SMS", "SMUL", "SMR")
NAMES = {
    "SK": "Sächsische Staatskanzlei",
    "SMI": "Sächsisches Staatsministerium des Innern",
    "SMF": "Sächsisches Staatsministerium der Finanzen",
    "SMJus": "Sächsisches Staatsministerium der Justiz",
    "SMJusDEG": "Sächsisches Staatsministerium der Justiz und für Demokratie, Europa und Gleichstellung",
    "SMK": "Sächsisches Staatsministerium für Kultus",
    "SMWK": "Sächsisches Staatsministerium für Wissenschaft und Kunst",
    "SMWA": "Sächsisches Staatsministerium für Wirtschaft, Arbeit und Verkehr",
    "SMS": "Sächsisches Staatsministerium für Soziales und Verbraucherschutz",
    "SMUL": "Sächsisches Staatsministerium für Umwelt und Landwirtschaft",
    "SMEKUL": "Sächsisches Staatsministerium für Energie, Klimaschutz, Umwelt und Landwirtschaft",
    "SMR": "Sächsisches Staatsministerium für Regionalentwicklung",
}
LATER_NAMES = {
    "SMWK": "Sächsisches Staatsministerium für Wissenschaft, Kultur und Tourismus",
    "SMS": "Sächsisches Staatsministerium für Soziales und Gesellschaftlichen Zusammenhalt",
}


@dataclass(frozen=True)
class Body:
    """A Ressort as it is called in one edition."""

    key: str
    name: str


@dataclass(frozen=True)
class Milestone:
    """A Wegmarke with its true course: when it begins, is due, and will be finished."""

    line: str
    title: str
    baseline: str
    goals: str
    begin: date
    due: date
    finish: date
    replanned: dict[str, date]  # edition → the new due day from then on
    first: str
    last: str

    def listed(self, edition: str) -> bool:
        """Whether the plan of an edition lists it."""
        return (self.first or edition) <= edition <= (self.last or edition)

    def due_at(self, edition: str) -> date:
        """The due day that the plan of an edition states."""
        known = [day for since, day in sorted(self.replanned.items()) if since <= edition]
        return known[-1] if known else self.due


@dataclass(frozen=True)
class Content:
    """All tables, as they stand in ``content/``."""

    guidelines: list[dict[str, str]]
    goals: list[dict[str, str]]
    milestones: list[Milestone]
    measures: list[dict[str, str]]
    themes: list[dict[str, str]]


def read_content() -> Content:
    """Read the tables in ``content/``."""
    return Content(
        guidelines=_rows("leitlinien.csv"),
        goals=_rows("ziele.csv"),
        milestones=[_milestone(row) for row in _rows("wegmarken.csv")],
        measures=_rows("massnahmen.csv"),
        themes=_rows("themenfelder.csv"),
    )


def key_at(line: str, edition: str) -> str:
    """The key that a Ressort, named by its key of March 2019, bears in an edition; before the SMR it was the SMI."""
    if line == "SMR" and edition == "2019-03":
        return "SMI"
    return RENAMED.get(line, line) if edition >= "2019-12" else line


def name_at(line: str, edition: str) -> str:
    """The full name of a Ressort in an edition."""
    return (LATER_NAMES.get(line) if edition >= "2019-12" else None) or NAMES[key_at(line, edition)]


def _rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as file:
        return [{field: words.strip() for field, words in row.items()} for row in csv.DictReader(file, delimiter=";")]


def _milestone(row: dict[str, str]) -> Milestone:
    replanned = [entry.split(":") for entry in row["neu_geplant"].split(", ") if entry]
    return Milestone(
        line=row["ressort"],
        title=row["titel"],
        baseline=row["ist_stand"],
        goals=row["ziele"],
        begin=date.fromisoformat(row["beginn"]),
        due=date.fromisoformat(row["termin"]),
        finish=date.fromisoformat(row["fertig"]),
        replanned={edition: date.fromisoformat(day) for edition, day in replanned},
        first=row["ab"],
        last=row["bis"],
    )
