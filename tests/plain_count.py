"""The key figures, counted a second time from the example workbooks: plain loops that import nothing of ours.

This is the other half of a comparison, so it shares no code, no word list and no date reading with the program. It
knows the layouts and the spellings of the example files only.
"""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

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
    "Ampel": "light", "Beginn": "starts",
}  # fmt: skip
STATUS = {
    "nicht begonnen": "not_started", "offen": "not_started", "in planung": "planned", "geplant": "planned",
    "in umsetzung": "in_progress", "läuft": "in_progress", "in bearbeitung": "in_progress", "begonnen": "in_progress",
    "teilweise umgesetzt": "in_progress", "verzögert": "delayed", "in verzug": "delayed", "abgeschlossen": "completed",
    "erledigt": "completed", "umgesetzt": "completed", "fertig": "completed", "zurückgestellt": "suspended",
    "entfallen": "dropped", "entfällt": "dropped", "daueraufgabe": "permanent",
}  # fmt: skip
LIGHTS = {
    "grün": "green",
    "gelb": "yellow",
    "rot": "red",
    "g": "green",
    "ge": "yellow",
    "r": "red",
    "green": "green",
    "yellow": "yellow",
    "red": "red",  # by their fill
}
FILLS = {"0092D050": "green", "00FFC000": "yellow", "00FF5050": "red"}
WIDE = ("bundesweit flächendeckend", "landesweit flächendeckend")
CITIES = ("14511", "14612", "14713")
COUNTIES = 13
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
    """Every figure at a Stichtag.

    Shares are given as ``services.online/<rule>/<numerator | …>``, counts by light as ``lights.reported/<colour>``.
    """
    plans, measures = _latest(files, "plan", stichtag), _latest(files, "measures", stichtag)
    figures: dict[str, float | int | None] = {}
    figures |= _count_goals(_latest(files, "goals", stichtag), stichtag)
    figures |= _count_milestones(plans, stichtag)
    figures |= _count_slips(plans, _baselines(files, stichtag), stichtag)
    figures |= _count_measures(measures, stichtag)
    figures |= _count_lights([*plans, *measures], stichtag)
    figures["reports.stale"] = sum(_is_stale(row, stichtag) for row in [*plans, *measures])
    figures["services.total"] = len(_latest(files, "services", stichtag))
    for rule, answers in _answers(files, stichtag).items():
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


def _count_slips(
    rows: list[Row], baselines: dict[tuple[str, str], date], stichtag: date
) -> dict[str, float | int | None]:
    """Slip from the first date ever planned; of what is done without a day only the value counts it."""
    listed = [row for row in rows if _is_done(row, stichtag) or _status(row) not in ("dropped", "permanent")]
    days = []
    for row in listed:
        achieved = read_day(row.get("achieved"))
        end = achieved if achieved is not None and achieved <= stichtag else _current(row)
        baseline = baselines.get((str(row["owner"]), str(row["title"])))
        if end is not None and baseline is not None:
            days.append((end - baseline).days)
    enough = listed and len(days) / len(listed) >= 0.8
    return {
        "milestones.slipped": sum(number > 0 for number in days),
        "milestones.mean_slip_days": sum(days) / len(days) if enough else None,
    }


def _baselines(files: list[File], stichtag: date) -> dict[tuple[str, str], date]:
    """By owner and title the first date planned, going through the plans by Stand."""
    first: dict[tuple[str, str], date] = {}
    for file in sorted(files, key=lambda file: file.stand):
        for row in file.rows if file.part == "plan" and file.stand <= stichtag else []:
            due = read_day(row.get("due"))
            if due is not None:
                first.setdefault((file.owner, str(row["title"])), due)
    return first


def _current(row: Row) -> date | None:
    return read_day(row.get("forecast")) or read_day(row.get("due"))


def _count_lights(rows: list[Row], stichtag: date) -> dict[str, float | int | None]:
    listed = [row for row in rows if _is_done(row, stichtag) or _status(row) != "dropped"]
    reported = [LIGHTS.get(str(row.get("light"))) for row in listed]
    computed = [_computed(row, stichtag) for row in listed]
    pairs = zip(reported, computed, strict=True)
    figures: dict[str, float | int | None] = {}
    for colour in ("green", "yellow", "red", "grey"):
        figures[f"lights.reported/{colour}"] = reported.count(colour)
        figures[f"lights.computed/{colour}"] = computed.count(colour)
    figures["lights.contradictions"] = sum(
        None not in pair and "grey" not in pair and len({*pair}) == 2 for pair in pairs
    )
    return figures


def _computed(row: Row, stichtag: date) -> str:
    """The light that status and dates give; grey where one of them is missing."""
    status, due, forecast = _status(row), read_day(row.get("due")), read_day(row.get("forecast"))
    if _is_done(row, stichtag):
        return "green"
    if status in (None, "suspended", "permanent") or due is None:
        return "grey"
    if due < stichtag or (forecast is not None and forecast > due + timedelta(days=90)):
        return "red"
    starts = _first_of_month(row.get("starts"))
    worries = [
        forecast is not None and forecast > due,
        status == "delayed",
        forecast is not None and forecast < stichtag,
        status in ("not_started", "planned") and (forecast or due) <= stichtag + timedelta(days=30),
        status == "not_started" and starts is not None and starts < stichtag,
    ]
    return "yellow" if any(worries) else "green"


def _first_of_month(value: object) -> date | None:
    """All beginnings are written as „04/2019“."""
    if value is None:
        return None
    month, year = str(value).split("/")
    return date(int(year), int(month), 1)


def _is_stale(row: Row, stichtag: date) -> bool:
    """Every edition states all its rows again, so the last report is the file's Stand."""
    stand = row["stand"]
    assert isinstance(stand, date)
    owes = not _is_done(row, stichtag) and _status(row) not in (None, "dropped")
    return owes and stand + timedelta(days=180) < stichtag


# Counting rules: yes, no or None (unknown).

Answer = bool | None


def _answers(files: list[File], stichtag: date) -> dict[str, list[Answer]]:
    """By rule the answer for every service (or LeiKa service) that it counts."""
    services, parts = _latest(files, "services", stichtag), _latest(files, "parts", stichtag)
    of_bundle: dict[str, list[Row]] = {}
    for part in parts:
        of_bundle.setdefault(str(part["OZG-ID"]), []).append(part)
    places: dict[str, list[Row]] = {}
    for line in _latest(files, "coverage", stichtag):
        assert line["leika_key"], "nobody reports of a bundle as a whole"
        places.setdefault(str(line["leika_key"]), []).append(line)
    bundles = [(service, of_bundle.get(str(service["OZG-ID"]), [])) for service in services]
    return {
        "bund-2020": [_one(service, own, places, 2, _somewhere) for service, own in bundles],
        "bund-flaechendeckend": [_one(service, own, places, 2, _everywhere) for service, own in bundles],
        "ozg-reifegrad-3": [_one(service, own, places, 3, _somewhere) for service, own in bundles],
        "strengste-leistung": [_each(service, own, places) for service, own in bundles],
        "leika-einzeln": [_has_grade(part, 3) for part in parts],
    }


Places = dict[str, list[Row]]
Offered = Callable[[list[Row]], Answer]


def _one(service: Row, parts: list[Row], places: Places, grade: int, offered: Offered) -> Answer:
    """One of the parts is good enough; the bundle's own grade counts if no part has one."""
    found = _rated(service, parts, places, grade, offered)
    return True if True in found else None if None in found else False


def _each(service: Row, parts: list[Row], places: Places) -> Answer:
    return _and(*_rated(service, parts, places, 3, _somewhere))


def _rated(service: Row, parts: list[Row], places: Places, grade: int, offered: Offered) -> list[Answer]:
    if all(part.get("Reifegrad") in (None, "") for part in parts):
        return [_and(_has_grade(service, grade), offered([]))]
    return [_and(_has_grade(part, grade), offered(places.get(str(part["LeiKa-Schlüssel"]), []))) for part in parts]


def _and(*answers: Answer) -> Answer:
    return False if False in answers else None if None in answers else True


def _has_grade(row: Row, least: int) -> Answer:
    return None if row.get("Reifegrad") in (None, "") else int(str(row["Reifegrad"])) >= least


def _somewhere(lines: list[Row]) -> Answer:
    return not lines or any(_is_reachable(line) for line in lines)


def _everywhere(lines: list[Row]) -> Answer:
    """In the whole Land, or in each Kreis and Kreisfreie Stadt; unknown where nothing is reported."""
    if not lines:
        return None
    online = [line for line in lines if _is_reachable(line)]
    if any(line["art_flaechendeckung"] in WIDE for line in online):
        return True
    whole = [line for line in online if line["art_flaechendeckung"] == "kreisweit flächendeckend"]
    cities = [line for line in online if str(line["ars"])[:5] in CITIES]
    return len({str(line["ars"])[:5] for line in [*whole, *cities]}) == COUNTIES


def _is_reachable(line: Row) -> bool:
    return line["online_status"] == "ok" or line["art_flaechendeckung"] not in (NOT_COUNTED, "")


def _share(answers: list[Answer]) -> dict[str, float | int | None]:
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
        lines = [[_shown(cell) for cell in line] for line in sheet.iter_rows()]
        stand = _stand(lines[:4])
        book.close()
    rows = _table(lines, TITLES[part])
    if part == "parts":  # the same line twice is one service
        rows = list({tuple(row.values()): row for row in rows}.values())
    return File(part, owner, stand, [row | {"owner": owner, "stand": stand} for row in rows])


def _shown(cell: Any) -> object:
    """A cell's value; without one the light that its fill means."""
    return FILLS.get(cell.fill.fgColor.rgb) if cell.value is None else cell.value


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
