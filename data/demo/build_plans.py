"""The implementation plans: one workbook per Ressort and edition, each Ressort with its own layout and words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from data.demo.build_content import Body, Content, Milestone, key_at, name_at
from data.demo.build_course import EDITIONS, State, spelled, state, style_of
from data.demo.build_workbook import NOTICE, Group, Prose, Styled, Table, Upper, Value, write_csv, write_workbook

FIELDS = (
    "number", "title", "baseline_text", "goals", "due", "forecast", "achieved", "status", "progress", "light",
    "responsible", "depends_on", "remark",
)  # fmt: skip
USUAL = dict(
    zip(
        FIELDS,
        (
            "Nr.", "Wegmarke", "Ist-Stand", "Ziel", "Termin", "Prognose", "erreicht am", "Status", "Umsetzungsgrad",
            "Ampel", "Verantwortlich", "Abhängig von", "Bemerkung",
        ),
        strict=True,
    )
)  # fmt: skip
WORDS = {
    "not_started": "nicht begonnen", "planned": "in Planung", "in_progress": "in Umsetzung", "delayed": "verzögert",
    "completed": "abgeschlossen", "suspended": "zurückgestellt", "dropped": "entfallen", "permanent": "Daueraufgabe",
}  # fmt: skip
WIDTHS = {"number": 11, "title": 44, "baseline_text": 44, "remark": 36, "due": 22}


@dataclass(frozen=True)
class Layout:
    """How one Ressort writes its plan."""

    headings: dict[str, str] = field(default_factory=dict)  # where they differ from the usual ones
    order: Sequence[str] = FIELDS
    dates: Sequence[str] = ("tag",)
    achieved: str = "tag"
    words: dict[str, str] = field(default_factory=dict)
    progress: str = "zahl"  # zahl 75, text „75 %“, komma „0,75“, format 0.75 shown as percent
    light: str = "wort"  # wort, gefüllt (word and colour), farbe (colour only), buchstabe
    title: Sequence[str] = (
        "Masterplan Digitale Verwaltung Sachsen – Umsetzungsplanung",
        "Ressort: {name}",
        "Stand: {tag}",
    )
    suffix: str = ".xlsx"
    sheet: str = "Umsetzungsplanung"
    variant: str = ""


LAYOUTS: dict[str, Layout] = {
    "SK": Layout(dates=("lang", "ende", "tag"), light="gefüllt", progress="text"),
    "SMI": Layout(
        headings={"due": "Soll", "forecast": "Prognose", "achieved": "Ist", "responsible": "Ansprechpartner"},
        dates=("quartal", "tag"), words={"in_progress": "läuft", "completed": "erledigt"}, variant="zweizeilig",
    ),
    "SMF": Layout(
        headings={"due": "Zieltermin", "forecast": "voraussichtlicher Termin", "achieved": "Ist-Termin"},
        dates=("tag", "monat"), progress="komma", suffix=".csv", words={"completed": "umgesetzt"},
        title=(),
    ),
    "SMJus": Layout(
        dates=("datum",), achieved="datum", progress="format", light="gefüllt", variant="deckblatt",
        title=("Umsetzungsplanung des Ressorts {kurz} – Stand {tag}",), words={"not_started": "offen"},
    ),
    "SMK": Layout(
        headings={"goals": "Bezug zu Zielen", "title": "Wegmarke / Meilenstein"}, dates=("q", "halbjahr"),
        order=("goals", *(name for name in FIELDS if name != "goals")), sheet="{kurz}", variant="verbunden",
        title=("Umsetzungsplanung zum Masterplan Digitale Verwaltung", "Stand: {lang}"),
    ),
    "SMWK": Layout(
        dates=("quartal arabisch", "ende"), light="farbe", progress="text",
        words={"in_progress": "in Bearbeitung", "planned": "geplant"},
    ),
    "SMWA": Layout(
        headings={
            "progress": "Umsetzungs-\ngrad", "achieved": "Erledigt\nam", "responsible": "Verant\N{SOFT HYPHEN}wortlich",
            "light": "Ampel\N{NO-BREAK SPACE}", "due": "Termin\n(Soll)",
        },
        dates=("monatsname", "kurz"), progress="text", suffix=".xlsm", words={"completed": "fertig"},
    ),
    "SMS": Layout(
        dates=("lang", "monat"), words={"delayed": "in Verzug", "in_progress": "begonnen"}, variant="gruppen",
    ),
    "SMUL": Layout(
        dates=("datum", "quartal"), achieved="datum", progress="format", light="buchstabe",
        words={"in_progress": "läuft", "completed": "Abgeschlossen ", "delayed": "Verzögert"},
        title=("Ressort: {name} ({kurz})", "Umsetzungsplanung, Stand {tag}"),
    ),
    "SMR": Layout(
        order=("title", "number", "due", "forecast", "achieved", "status", "light", "progress", "goals",
               "baseline_text", "remark", "responsible", "depends_on"),
        dates=("tag", "ende"), light="gefüllt",
    ),
}  # fmt: skip

Cells = dict[str, "Value | Styled"]

REPLACED: Cells = {"status": "entfällt", "achieved": None, "remark": "durch Bundesverfahren ersetzt"}
EXCEPTIONS: dict[tuple[str, str, str], Cells] = {
    # contradictions
    ("SMI", "Elektronische Akte in den Landesdirektionen", "2020-12"): {"light": "grün", "remark": "im Plan"},
    ("SMJus", "Elektronische Gerichtsakte pilotiert", "2020-12"): {
        "status": "abgeschlossen", "achieved": date(2021, 3, 31), "progress": Styled(1.0, number_format="0%"),
    },
    ("SMK", "Elektronische Personalakte", "2019-12"): {"progress": 90},
    ("SMK", "Elektronische Personalakte", "2020-12"): {"progress": 90},
    ("SMK", "Elektronische Personalakte", "2021-12"): {"progress": 90},
    ("SMWA", "Einheitlicher Ansprechpartner", "2020-12"): {"progress": "95 %", "remark": "Restarbeiten an der Suche"},
    ("SMR", "Bauantrag digital", "2020-12"): {"light": Styled("grün", "grün"), "progress": 100},
    # gaps
    ("SMF", "Haushaltsaufstellung", "2019-12"): {"status": None},
    ("SMF", "Haushaltsaufstellung", "2020-12"): {"progress": None},
    ("SMS", "Krankenhausförderung", "2019-12"): {"status": None, "light": None},
    ("SMUL", "Genehmigungen nach Immissionsschutzrecht", "2019-03"): {"due": None},
    ("SK", "SID als IT-Zentrum", "2019-03"): {"due": None, "remark": "Termin folgt mit dem Errichtungskonzept."},
    ("SMWK", "Hochschulzulassung", "2019-12"): {"due": None, "light": None},
    # words that nobody can read as one day or one status
    ("SMUL", "Wasserrechtliche Erlaubnisse", "2019-03"): {"due": "bald"},
    ("SMWA", "Straßenbaudaten", "2019-03"): {"due": "n. V."},
    ("SMI", "Waffenrechtliche Erlaubnisse", "2019-03"): {"due": "nach Inkrafttreten SächsEGovG"},
    ("SMI", "Waffenrechtliche Erlaubnisse", "2019-12"): {"due": "nach Inkrafttreten SächsEGovG"},
    ("SMK", "Schulanmeldung", "2021-12"): {"forecast": "tbd"},
    ("SMWK", "BAföG-Antrag", "2020-12"): {"progress": "ca. 80–90 %"},
    ("SMR", "Wohngeldantrag", "2021-12"): {"status": "teilweise umgesetzt"},
    ("SK", "Nachnutzung von EfA-Leistungen", "2020-12"): {
        "status": "offen (s. Bemerkung)", "remark": "Beginn abhängig vom IT-Planungsrat",
    },
    # other ends than completion
    ("SMWK", "Hochschulzulassung", "2021-12"): {"status": "zurückgestellt", "remark": "wartet auf den Portalverbund"},
    ("SMWK", "Landesbibliotheken", "2020-12"): {"status": "Daueraufgabe"},
    ("SMWK", "Landesbibliotheken", "2021-12"): {"status": "Daueraufgabe", "achieved": None},
    ("SMUL", "Abfallnachweise", "2020-12"): REPLACED,
    ("SMUL", "Abfallnachweise", "2021-12"): REPLACED,
}  # fmt: skip
"""(Ressort, beginning of the title, edition) → cells that differ from the honest course."""

DEPENDS = {
    ("SK", 3): [("SK", 0)],
    ("SMI", 4): [("SMI", 1)],
    ("SMJus", 3): [("SMJus", 1)],
    ("SMS", 1): [("SMS", 0)],
    ("SMF", 3): [("SMF", 0)],
}
"""Wegmarke → those it waits for, as positions in the content table."""


def write_plan(folder: Path, content: Content, line: str, edition: str, *, late: bool = False) -> str:
    """Write the plan of one Ressort (by its key of March 2019) in one edition; give the file's name."""
    layout = LAYOUTS[line]
    body = Body(key_at(line, edition), name_at(line, edition))
    stand = EDITIONS[edition]
    rows = [
        _cells(layout, milestone, position, number, body, edition)
        for number, (position, milestone) in enumerate(listed(content, line, edition), 1)
    ]
    add_dependencies(content, line, edition, body, rows)
    name = f"Beispiel_Umsetzungsplanung_{body.key}"
    if layout.suffix == ".csv":
        name += f"_Stand_{stand}"
    if late:
        name += "_Nachlieferung"
    path = folder / (name + layout.suffix)
    header = [layout.headings.get(field_, USUAL[field_]) for field_ in layout.order]
    values = [[cells.get(field_) for field_ in layout.order] for cells in rows]
    if layout.suffix == ".csv":
        write_csv(path, [header, *([_plain(value) for value in row] for row in values)], "cp1252")
    else:
        write_workbook(path, _sheets(layout, body, stand, header, values))
    return path.name


def listed(content: Content, line: str, edition: str) -> list[tuple[int, Milestone]]:
    """The Wegmarken of one Ressort in one edition, each with its position in the content table."""
    own = [milestone for milestone in content.milestones if milestone.line == line]
    return [(position, milestone) for position, milestone in enumerate(own) if milestone.listed(edition)]


def number_of(content: Content, line: str, position: int, edition: str) -> str | None:
    """The number that a Wegmarke bears in an edition, or None when it is not listed."""
    positions = [listed_position for listed_position, _ in listed(content, line, edition)]
    return f"{key_at(line, edition)}-{positions.index(position) + 1}" if position in positions else None


def add_dependencies(content: Content, line: str, edition: str, body: Body, rows: list[Cells]) -> None:
    """Fill the column „Abhängig von“ with the numbers of this edition."""
    positions = [position for position, _ in listed(content, line, edition)]
    for row, position in zip(rows, positions, strict=True):
        wanted = [number_of(content, other, place, edition) for other, place in DEPENDS.get((line, position), [])]
        row["depends_on"] = ", ".join(number for number in wanted if number) or None


def _cells(layout: Layout, milestone: Milestone, position: int, number: int, body: Body, edition: str) -> Cells:
    course = state(milestone.begin, milestone.due_at(edition), milestone.finish, EDITIONS[edition])
    course = replace(course, forecast_on=course.forecast_on if edition != "2019-03" else None)
    style = style_of(layout.dates, position)
    cells: Cells = {
        "number": f"{body.key}-{number}",
        "title": milestone.title,
        "baseline_text": milestone.baseline,
        "goals": milestone.goals,
        "due": spelled(course.due_on, style),
        "forecast": spelled(course.forecast_on, style),
        "achieved": spelled(course.achieved_on, layout.achieved),
        "status": layout.words.get(course.status, WORDS[course.status]),
        "progress": _progress(layout.progress, course.progress),
        "light": _light(layout.light, course),
        "responsible": f"Referat {position % 5 + 1}{position % 4 + 1}",
        "remark": None,
    }
    for (line, beginning, of_edition), changes in EXCEPTIONS.items():
        if line == milestone.line and of_edition == edition and milestone.title.startswith(beginning):
            cells.update(changes)
    return cells


def _progress(style: str, share: float) -> Value | Styled:
    if style == "text":
        return f"{share:.0%}".replace("%", " %")
    if style == "komma":
        return f"{share:.2f}".replace(".", ",")
    if style == "format":
        return Styled(share, number_format="0%")
    return round(share * 100)


def _light(style: str, course: State) -> Value | Styled:
    if style == "farbe":
        return Styled(None, course.light)
    if style == "gefüllt":
        return Styled(course.light, course.light)
    return course.light[: 2 if course.light == "gelb" else 1] if style == "buchstabe" else course.light


def _plain(value: Value | Styled) -> Value:
    plain = value.value if isinstance(value, Styled) else value
    return f"{plain:%d.%m.%Y}" if isinstance(plain, date) else plain


def _sheets(
    layout: Layout, body: Body, stand: date, header: list[str], values: list[list[Value | Styled]]
) -> list[Table | Prose]:
    words = {
        "name": body.name, "kurz": body.key, "tag": f"{stand:%d.%m.%Y}", "lang": str(spelled(stand, "lang"))[8:],
    }  # fmt: skip
    table = Table(
        sheet=layout.sheet.format(**words),
        title=[*(line.format(**words) for line in layout.title), NOTICE],
        header=header,
        rows=list(values),
        widths={column: WIDTHS[name] for column, name in enumerate(layout.order) if name in WIDTHS},
    )
    if layout.variant == "zweizeilig":
        first = layout.order.index("due")
        table = replace(table, upper=Upper(((first, first + 2, "Termin"),)))
    if layout.variant == "verbunden":
        ordered = sorted(values, key=lambda row: str(row[0]))
        table = replace(table, rows=ordered, merge_down=(0,))
    if layout.variant == "gruppen":
        table = replace(
            table,
            rows=[Group("Leistungen für Bürgerinnen und Bürger"), *values[:2], Group("Verwaltungsinterne Verfahren"),
                  *values[2:]],
            repeat_header_after=3,
            below=[["* Angaben ohne Gewähr; Termine nach Abstimmung mit dem SID"]],
        )  # fmt: skip
    if layout.variant == "deckblatt":
        cover = Prose("Deckblatt", [[NOTICE], ["Umsetzungsplanung", body.name], ["Bearbeitung", "Referat 11"]])
        legend = Prose(
            "Legende", [["Ampel", "Bedeutung"], ["grün", "im Plan"], ["gelb", "gefährdet"], ["rot", "Eskalation"]]
        )
        return [cover, table, legend]
    return [table]
