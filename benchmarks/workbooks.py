"""Workbooks to measure with: a catalogue of measures of any length and a Ressort's plan, as Excel would save them."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | float | date | None

MEASURE_HEADINGS = (
    "Nr.", "Maßnahme", "Beschreibung", "Ebene", "Federführung", "Beteiligte", "Ziele", "Beginn", "Zieltermin",
    "Prognosetermin", "Abgeschlossen am", "Status", "Umsetzungsgrad", "Ampel", "Mittel geplant", "Mittel verausgabt",
    "Mittelherkunft", "Verantwortlich", "Begründung", "Bemerkung",
)  # fmt: skip
PLAN_HEADINGS = (
    "Nr.", "Wegmarke", "Ist-Stand", "Ziele", "Zieltermin", "Prognosetermin", "Abgeschlossen am", "Status",
    "Umsetzungsgrad", "Ampel", "Verantwortlich", "Bemerkung",
)  # fmt: skip
GOALS = 8
MINISTRIES = ("SK", "SMI", "SMF", "SMJusDEG", "SMK", "SMWK", "SMWA", "SMS", "SMEKUL", "SMR")
BODIES = ("SID", "SAKD", "KISA", "Komm24", "SSG", "SLKT", "Stadt Leipzig", "Stadt Dresden", "Landkreis Zwickau")
VERBS = ("Einführung", "Ausbau", "Erneuerung", "Anbindung", "Erprobung", "Einrichtung", "Umstellung", "Vernetzung")
OBJECTS = (
    "der elektronischen Akte", "des Serviceportals Amt24", "der Antragsassistenten", "des Fachverfahrens",
    "der Bezahlplattform", "des Nutzerkontos", "der Bauakte", "des Gewerberegisters", "der Schnittstellen zum Portal",
)  # fmt: skip
STATUS = {
    "nicht begonnen": 0, "in Planung": 0, "in Umsetzung": 40, "läuft": 55, "verzögert": 30, "abgeschlossen": 100,
    "erledigt": 100, "zurückgestellt": 10,
}  # fmt: skip
DONE = ("abgeschlossen", "erledigt")
REASONS = ("Vergabe verzögert", "Abstimmung mit dem Bund", "fehlende Kapazitäten beim IT-Dienstleister")
ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip


def measures(path: Path, rows: int, *, again: bool = False) -> Path:
    """A catalogue of that many measures in 20 columns, Stand 30.06.2021; ``again``: equal content in other bytes."""
    if not path.exists():
        title = [["Masterplan Digitale Verwaltung Sachsen – Maßnahmenkatalog"], ["Stand: 30.06.2021"], []]
        _write(path, "Maßnahmenkatalog", [*title, MEASURE_HEADINGS, *_measures(rows)], again)
    return path


def goals(path: Path) -> Path:
    """The Zielteil that the measures refer to."""
    if not path.exists():
        numbers = range(1, GOALS + 1)
        listed = [[f"Z{number}", f"Ziel {number} der digitalen Verwaltung", "31.12.2022"] for number in numbers]
        head = [["Zielteil des Masterplans"], ["Stand: 31.12.2020"], ("Nr.", "Operatives Ziel", "Zieltermin")]
        _write(path, "Ziele", [*head, *listed])
    return path


def plan(path: Path, ministry: str, stand: date, rows: int) -> Path:
    """The implementation plan of one Ressort; from one Stand to the next some of its rows change."""
    if not path.exists():
        title = [[f"Umsetzungsplanung {ministry}"], [f"Stand: {stand:%d.%m.%Y}"], []]
        _write(path, "Umsetzungsplanung", [*title, PLAN_HEADINGS, *_milestones(ministry, stand, rows)])
    return path


def _measures(rows: int) -> Iterator[list[Cell]]:
    choice = random.Random(f"Maßnahmen {rows}")
    persons = [f"Referat {part}{unit}, {name}" for part in range(1, 7) for unit in range(1, 10) for name in _NAMES]
    for at in range(rows):
        lead = choice.choice(MINISTRIES)
        status = choice.choice(list(STATUS))
        due = date(2019, 6, 30) + timedelta(days=choice.randrange(1500))
        begins = due - timedelta(days=choice.randrange(300, 900))
        what = f"{choice.choice(VERBS)} {choice.choice(OBJECTS)}"
        planned = choice.randrange(10, 900) * 1000
        progress = min(100, STATUS[status] + choice.randrange(0, 40, 5))
        yield [
            f"{at % 20 + 1}.{at // 20 + 1}",
            f"{what} in Dienststelle {at + 1}",
            f"{what}: Feinkonzept, Vergabe, Erprobung mit {choice.randrange(2, 40)} Nutzern und Einführung.",
            choice.choice(("staatlich", "staatlich", "kommunal", "staatlich-kommunal")),
            lead,
            ", ".join(sorted({choice.choice(BODIES), choice.choice(BODIES)})),
            ", ".join(f"Z{number}" for number in sorted({choice.randint(1, GOALS), choice.randint(1, GOALS)})),
            choice.choice((begins, f"{begins:%m/%Y}", f"{begins:%d.%m.%Y}", f"{_quarter(begins)}")),
            _spelled(choice, due),
            _spelled(choice, due + timedelta(days=180)) if status == "verzögert" else None,
            due - timedelta(days=choice.randrange(60)) if status in DONE and due < date(2021, 6, 30) else None,
            status,
            choice.choice((progress, progress, f"{progress} %")),
            choice.choice(("grün", "grün", "gelb", "rot")),
            choice.choice((planned, planned, f"{planned:,.2f} €".translate(_GERMAN_NUMBER))),
            int(planned * progress / 100),
            f"Doppelhaushalt 2021/2022, Einzelplan {choice.randrange(2, 12):02}",
            choice.choice(persons),
            choice.choice(REASONS) if status in ("verzögert", "zurückgestellt") else None,
            f"Sachstand vom {due - timedelta(days=400):%d.%m.%Y} liegt vor." if choice.random() < 0.2 else None,
        ]


def _milestones(ministry: str, stand: date, rows: int) -> Iterator[list[Cell]]:
    for at in range(rows):
        choice = random.Random(f"Wegmarke {ministry} {at}")
        due = date(2019, 6, 30) + timedelta(days=choice.randrange(1500))
        spelled = _spelled(choice, due)
        achieved = due + timedelta(days=choice.randrange(-60, 200))
        done = achieved <= stand
        progress = max(0, min(95, 100 - (due - stand).days // 8)) // 5 * 5
        yield [
            f"{ministry}-{at + 1}",
            f"{choice.choice(VERBS)} {choice.choice(OBJECTS)}, Los {at + 1}",
            "Die Leistung wird heute auf Papier beantragt und von Hand bearbeitet.",
            f"Z{choice.randint(1, GOALS)}",
            spelled,
            f"{achieved:%d.%m.%Y}" if achieved > due and not done else None,
            achieved if done else None,
            "abgeschlossen" if done else "in Umsetzung",
            100 if done else progress,
            "grün" if done or achieved <= due else "gelb",
            f"Referat {choice.randint(1, 6)}{choice.randint(1, 9)}",
            "im Plan" if choice.random() < 0.3 else None,
        ]


_NAMES = ("Frau Müller", "Herr Schulze", "Frau Kretzschmar", "Herr Jäger", "Frau Großmann", "Herr Noack")
_GERMAN_NUMBER = str.maketrans(",.", ".,")


def _quarter(on: date) -> str:
    return f"{ROMAN[(on.month - 1) // 3]}. Quartal {on.year}"


def _spelled(choice: random.Random, on: date) -> Cell:
    """A day as one ministry or another writes it; half of the time as a real date."""
    words = (f"{on:%d.%m.%Y}", _quarter(on), f"Ende {on.year}", f"{on:%m/%Y}", f"{MONTHS[on.month - 1]} {on.year}")
    return on if choice.random() < 0.5 else choice.choice((*words, f"{1 + (on.month > 6)}. Halbjahr {on.year}"))


# The file: shared strings and styled dates, as Excel saves them -----------------------------------------------------

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FRAME = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {_MAIN}><fonts count="1"><font><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def _write(path: Path, sheet: str, rows: Sequence[Sequence[Cell]], again: bool = False) -> None:
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    if again:
        texts.reverse()
    places = {text: place for place, text in enumerate(texts)}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=1 if again else 6) as archive:
        for name, content in _FRAME.items():
            archive.writestr(name, _HEAD + content)
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook {_MAIN} xmlns:r="{_REL}"><sheets>'
            f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        listed = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f'{_HEAD}<sst {_MAIN} uniqueCount="{len(texts)}">{listed}</sst>')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as page:
            page.write(f"{_HEAD}<worksheet {_MAIN}><sheetData>".encode())
            for start in range(0, len(rows), 1000):
                page.write("".join(_lines(start, rows[start : start + 1000], places)).encode())
            page.write(b"</sheetData></worksheet>")
    unfinished.rename(path)


def _lines(start: int, rows: Iterable[Sequence[Cell]], places: dict[str, int]) -> Iterator[str]:
    for number, row in enumerate(rows, start + 1):
        cells = "".join(_cell(chr(65 + at), number, value, places) for at, value in enumerate(row) if value is not None)
        yield f'<row r="{number}">{cells}</row>'


def _cell(column: str, row: int, value: Cell, places: dict[str, int]) -> str:
    if isinstance(value, str):
        return f'<c r="{column}{row}" t="s"><v>{places[value]}</v></c>'
    if isinstance(value, date):
        return f'<c r="{column}{row}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{column}{row}"><v>{value}</v></c>'
