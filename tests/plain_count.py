"""The key figures, counted a second time from the example workbooks: plain loops that import nothing of ours.

This is the other half of a comparison, so it shares no code, no word list and no date reading with the program. It
knows the layouts and the spellings of the example files only.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

Row = dict[str, object]

TITLES = {
    "plan": ("Wegmarke", "Wegmarke / Meilenstein"),
    "measures": ("Maßnahme",),
    "goals": ("Ziel",),
    "services": ("OZG-Leistung",),
    "parts": ("LeiKa-Bezeichnung",),
    "coverage": ("leika_name",),
}
NAMES = {
    "Umsetzungsplanung": "plan", "Massnahmenkatalog": "measures", "Zielteil": "goals", "OZG-Leistungen": "services",
    "LeiKa-Leistungen": "parts", "Flaechendeckung": "coverage",
}  # fmt: skip
SHEETS = {"Deckblatt", "Legende", "Erläuterung", "Hinweise", "Leitlinien"}
FIELDS = {
    "Wegmarke": "title", "WegmarkeMeilenstein": "title", "Maßnahme": "title", "Ziel": "goal", "Status": "status",
    "Termin": "due", "TerminSoll": "due", "Soll": "due", "Zieltermin": "due", "Prognose": "forecast",
    "voraussichtlicherTermin": "forecast", "erreichtam": "achieved", "Erreichtam": "achieved", "Erledigtam": "achieved",
    "Ist": "achieved", "IstTermin": "achieved", "Abgeschlossenam": "achieved", "Ebene": "level",
}  # fmt: skip
STATUS = {
    "nicht begonnen": "not_started", "offen": "not_started", "in planung": "planned", "geplant": "planned",
    "in umsetzung": "in_progress", "läuft": "in_progress", "in bearbeitung": "in_progress", "begonnen": "in_progress",
    "teilweise umgesetzt": "in_progress", "verzögert": "delayed", "in verzug": "delayed", "abgeschlossen": "completed",
    "erledigt": "completed", "umgesetzt": "completed", "fertig": "completed", "zurückgestellt": "suspended",
    "entfallen": "dropped", "entfällt": "dropped", "daueraufgabe": "permanent",
}  # fmt: skip
CLOSED = {"completed", "dropped", "suspended", "permanent"}
SAME_HOUSE = {"SMJusDEG": "SMJus", "SMEKUL": "SMUL"}
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
NOT_COUNTED = "nicht in Auswertung berücksichtigt"


@dataclass(frozen=True)
class File:
    """One example file: what it is about, whose it is, the day it speaks of, and its rows by heading."""

    part: str
    owner: str
    stand: date
    rows: list[Row]


def read_files(demo: Path) -> list[File]:
    """All example files; the indicator values have no figure and stay aside."""
    paths = sorted(path for path in demo.glob("20*/Beispiel_*") if "Kennzahlen" not in path.name)
    return [read_file(path) for path in paths]


def count(files: list[File], stichtag: date) -> dict[str, float | int | None]:
    """Every figure at a Stichtag. Shares are given as ``services.online/<rule>/<numerator | …>``."""
    figures: dict[str, float | int | None] = {}
    figures |= _count_goals(_latest(files, "goals", stichtag), stichtag)
    figures |= _count_milestones(_latest(files, "plan", stichtag), stichtag)
    figures |= _count_measures(_latest(files, "measures", stichtag), stichtag)
    services = _latest(files, "services", stichtag)
    figures["services.total"] = len(services)
    for rule, grade in (("bund-2020", 2), ("ozg-reifegrad-3", 3)):
        parts, coverage = _latest(files, "parts", stichtag), _latest(files, "coverage", stichtag)
        answers = [_is_online(service, parts, coverage, grade) for service in services]
        for name, value in _share(answers).items():
            figures[f"services.online/{rule}/{name}"] = value
    return figures


def _latest(files: list[File], part: str, stichtag: date) -> list[Row]:
    """The rows in force: of every owner the file with the latest Stand up to the Stichtag."""
    newest: dict[str, File] = {}
    for file in files:
        if file.part == part and file.stand <= stichtag:
            known = newest.get(file.owner)
            if known is None or known.stand < file.stand:
                newest[file.owner] = file
    return [row for owner in sorted(newest) for row in newest[owner].rows]


# Figures.


def _count_goals(rows: list[Row], stichtag: date) -> dict[str, float | int | None]:
    listed = [row for row in rows if _status(row) != "dropped"]
    return {"goals.total": len(listed), "goals.reached": sum(_is_done(row, stichtag) for row in listed)}


def _count_milestones(rows: list[Row], stichtag: date) -> dict[str, float | int | None]:
    listed = [row for row in rows if _status(row) != "dropped"]
    soon = 0
    for row in listed:
        current = read_day(row.get("forecast")) or read_day(row.get("due"))
        if _is_open(row, stichtag) and current is not None:
            soon += stichtag <= current <= stichtag + timedelta(days=90)
    return {
        "milestones.total": len(listed),
        "milestones.achieved": sum(_is_done(row, stichtag) for row in listed),
        "milestones.overdue": sum(_is_overdue(row, stichtag) for row in listed),
        "milestones.due_90_days": soon,
    }


def _count_measures(rows: list[Row], stichtag: date) -> dict[str, float | int | None]:
    listed = [row for row in rows if _status(row) != "dropped"]
    words = ["completed" if _is_done(row, stichtag) else _status(row) for row in listed]
    return {
        "measures.total": len(listed),
        "measures.completed": words.count("completed"),
        "measures.in_progress": words.count("in_progress") + words.count("delayed"),
        "measures.delayed": words.count("delayed"),
        "measures.not_started": words.count("not_started"),
        "measures.overdue": sum(_is_overdue(row, stichtag) for row in listed),
        "measures.suspended": words.count("suspended"),
        "measures.dropped": len(rows) - len(listed),
        "measures.municipal": sum(row.get("level") in ("kommunal", "gemeinsam") for row in listed),
    }


def _status(row: Row) -> str | None:
    return STATUS.get(str(row.get("status") or "").strip().lower())


def _is_done(row: Row, stichtag: date) -> bool:
    achieved = read_day(row.get("achieved"))
    return _status(row) == "completed" or (achieved is not None and achieved <= stichtag)


def _is_open(row: Row, stichtag: date) -> bool:
    """Surely open: a status is known, it is no end, and nothing was achieved."""
    status = _status(row)
    return status is not None and status not in CLOSED and not _is_done(row, stichtag)


def _is_overdue(row: Row, stichtag: date) -> bool:
    due = read_day(row.get("due"))
    return due is not None and due < stichtag and _is_open(row, stichtag)


def _is_online(service: Row, parts: list[Row], coverage: list[Row], grade: int) -> bool | None:
    """Yes, no or unknown: one of its LeiKa services has the grade and is online somewhere, as far as that is known."""
    own = [part for part in parts if str(part["OZG-ID"]) == str(service["OZG-ID"])]
    grades = [part for part in own if part.get("Reifegrad") not in (None, "")]
    if not grades:
        reported = service.get("Reifegrad")
        return None if reported in (None, "") else int(str(reported)) >= grade
    for part in grades:
        if int(str(part["Reifegrad"])) < grade:
            continue
        places = [
            line for line in coverage if part["LeiKa-Schlüssel"] and line["leika_key"] == str(part["LeiKa-Schlüssel"])
        ]
        if not places or any(_is_reachable(line) for line in places):
            return True
    return None if len(grades) < len(own) else False


def _is_reachable(line: Row) -> bool:
    return line["online_status"] == "ok" or line["art_flaechendeckung"] not in (NOT_COUNTED, "")


def _share(answers: list[bool | None]) -> dict[str, float | int | None]:
    total, confirmed, unknown = len(answers), answers.count(True), answers.count(None)
    coverage = (total - unknown) / total if total else None
    enough = coverage is not None and coverage >= 0.8
    lower = confirmed / total if enough else None
    upper = (confirmed + unknown) / total if enough else None
    bounds = {"value": lower, "lower": lower, "upper": upper}
    return {"numerator": confirmed, "denominator": total, "coverage": coverage, **bounds}


# Reading.


def read_file(path: Path) -> File:
    """One example file; its part and owner are in its name, its Stand in its title, of a CSV in its name."""
    words = path.stem.split("_")
    part = NAMES[words[1]]
    owner = SAME_HOUSE.get(words[2], words[2]) if part == "plan" else ""
    if path.suffix == ".csv":
        encoding = "cp1252" if part == "plan" else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as file:
            lines: list[list[object]] = [
                list(line) for line in csv.reader(file, delimiter="," if part == "coverage" else ";")
            ]
        stand = date.fromisoformat(words[-1])
    else:
        book = openpyxl.load_workbook(path)
        sheet = next(sheet for sheet in book.worksheets if sheet.title not in SHEETS)
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        stand = _stand(lines[:4])
        book.close()
    rows = _table(lines, TITLES[part])
    if part == "parts":  # the same line twice is one service
        rows = list({tuple(row.values()): row for row in rows}.values())
    return File(part, owner, stand, rows)


def _stand(lines: Iterable[list[object]]) -> date:
    text = " ".join(str(line[0]) for line in lines)
    found = re.search(r"Stand:? (\d\d?\. ?\S+? ?\d{4})", text)
    day = read_day(found[1]) if found else None
    assert day is not None, text
    return day


def _table(lines: list[list[object]], titles: tuple[str, ...]) -> list[Row]:
    """The rows below the header, each by the names of its columns, without headings, groups, sums and notes."""
    start = next(number for number, line in enumerate(lines) if any(title in line for title in titles))
    header = [str(words or "") for words in lines[start]]
    title = next(place for place, words in enumerate(header) if words in titles)
    if lines[start + 1][title] is None and "Soll" in lines[start + 1]:  # a header of two lines
        header = [str(below or above) for above, below in zip(header, lines[start + 1], strict=True)]
    rows = []
    for line in lines[start + 1 :]:
        if line[title] in (None, "", "Summe", header[title]):
            continue
        row: Row = dict(zip(header, line, strict=True))
        for words, value in zip(header, line, strict=True):
            row.setdefault(FIELDS.get(re.sub(r"\W", "", words), words), value)
        rows.append(row)
    return rows


def read_day(value: object) -> date | None:
    """The last day meant by one of the spellings in the example files; None for a word that names no day."""
    if isinstance(value, datetime):
        return value.date()
    text = str(value or "").strip()
    if found := re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)", text):
        day, month, year = (int(number) for number in found.groups())
        return date(year if year > 99 else 2000 + year, month, day)
    if (found := re.fullmatch(r"(?:bis zum )?(\d\d?)\. (\w+) (\d{4})", text)) and found[2] in MONTHS:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    if found := re.fullmatch(r"Q?([1-4])(?:/|\. Quartal )(\d{4})", text):
        return _last_day(int(found[2]), int(found[1]) * 3)
    if found := re.fullmatch(r"(I|II|III|IV)\. Quartal (\d{4})", text):
        return _last_day(int(found[2]), ("I", "II", "III", "IV").index(found[1]) * 3 + 3)
    if found := re.fullmatch(r"([12])\. Halbjahr (\d{4})", text):
        return _last_day(int(found[2]), int(found[1]) * 6)
    if found := re.fullmatch(r"\d{4}/(\d{4})", text):
        return _last_day(int(found[1]), 12)
    if found := re.fullmatch(r"(Mitte|Ende|bis) (\d{4})", text):
        return _last_day(int(found[2]), 6 if found[1] == "Mitte" else 12)
    if found := re.fullmatch(r"(\d\d)/(\d{4})", text):
        return _last_day(int(found[2]), int(found[1]))
    if (found := re.fullmatch(r"(\w+) (\d{4})", text)) and found[1] in MONTHS:
        return _last_day(int(found[2]), MONTHS.index(found[1]) + 1)
    return None


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
