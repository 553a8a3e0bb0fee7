"""The Zielteil and the indicator values."""

import random
from pathlib import Path

from data.demo.build_content import LINES, Content, key_at
from data.demo.build_course import EDITIONS
from data.demo.build_workbook import NOTICE, Prose, Table, Value, write_workbook

WORKPLACES = {"2019-03": 10_400, "2019-12": 9_500, "2020-12": 11_200, "2021-12": 12_800}
"""Workplaces with eAkte; the series is not monotonic, as in reality."""

PROCEDURES = {"2019-03": 0.14, "2019-12": 0.19, "2020-12": 0.28, "2021-12": 0.37}


def write_goals(folder: Path, content: Content, edition: str) -> str:
    """Write goals and Leitlinien, each on its sheet."""
    stand = EDITIONS[edition]
    header = [
        "Nr.", "Ziel", "Beschreibung", "Zielbereich", "Leitlinien", "Termin", "Kennzahl", "Einheit", "Ausgangswert",
        "Zielwert", "Istwert", "Stand des Istwerts", "Status", "Erreicht am",
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            goal["nummer"], goal["titel"], goal["beschreibung"], goal["bereich"], goal["leitlinien"],
            goal["termin"] or None, goal["kennzahl"], goal["einheit"], int(goal["start"]), int(goal["soll"]),
            int(goal[f"ist {edition}"]),
            stand, goal[f"status {edition}"] or None,
            _achieved(goal, edition),
        ]
        for goal in content.goals
    ]  # fmt: skip
    title = ["Masterplan Digitale Verwaltung Sachsen – Zielteil", f"Stand: {stand:%d.%m.%Y}", NOTICE]
    goals = Table("Ziele", title, header, rows, widths={1: 46, 2: 60, 3: 34, 5: 28, 6: 40})
    guidelines = Table(
        "Leitlinien",
        ["Leitlinien (Beispiel, der Wortlaut ist erfunden)", f"Stand: {stand:%d.%m.%Y}", NOTICE],
        ["Nr.", "Leitlinie", "Wortlaut"],
        [[row["nummer"], row["titel"], row["text"]] for row in content.guidelines],
        widths={1: 40, 2: 90},
    )
    path = folder / "Beispiel_Zielteil.xlsx"
    write_workbook(path, [goals, guidelines])
    return path.name


def _achieved(goal: dict[str, str], edition: str) -> str | None:
    return goal["erreicht 2021-12"] or None if goal[f"status {edition}"] == "abgeschlossen" else None


def write_indicators(folder: Path, edition: str) -> str:
    """Write the indicator values: procedures that are electronic end to end, per Ressort, and workplaces with eAkte."""
    stand = EDITIONS[edition]
    rows: list[list[Value]] = []
    for line in LINES:
        choice = random.Random(f"Verfahren {line}")
        total, level = choice.randint(24, 140), choice.uniform(0.6, 1.4)
        if line == "SMR" and edition < "2020-12":
            continue
        digital = round(total * min(1.0, PROCEDURES[edition] * level))
        source = f"Verfahrensverzeichnis: {digital} von {total} Verfahren"
        rows.append(["internal-end-to-end", key_at(line, edition), round(digital / total, 4), "Anteil", source])
    rows.append(["eakte-workplaces", "Sachsen", WORKPLACES[edition], "Arbeitsplätze", "Kompetenzzentrum eAkte"])
    table = Table(
        "Kennzahlen",
        ["Masterplan Digitale Verwaltung Sachsen – Kennzahlen", f"Stand: {stand:%d.%m.%Y}", NOTICE],
        ["Kennzahl", "Bezug", "Wert", "Einheit", "Quelle"],
        rows,
        widths={0: 24, 4: 48},
    )
    legend = [
        ["Kennzahl", "Bedeutung"],
        ["internal-end-to-end", "Anteil der Verfahren innerhalb der Verwaltung, die durchgängig elektronisch laufen"],
        ["eakte-workplaces", "Arbeitsplätze mit elektronischer Akte"],
    ]
    path = folder / "Beispiel_Kennzahlen.xlsx"
    write_workbook(path, [table, Prose("Legende", legend)])
    return path.name
