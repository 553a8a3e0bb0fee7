"""The measure catalogue: one workbook per edition, whose numbers move because measures come and go."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from data.demo.build_content import LINES, Content, key_at
from data.demo.build_course import EDITIONS, State, quarter_end, spelled, state
from data.demo.build_plans import WORDS, listed
from data.demo.build_workbook import NOTICE, Group, Prose, Styled, Table, Value, write_workbook

AREAS = (
    "Zugänge und Portale", "Elektronische Verwaltungsarbeit", "Online-Leistungen",
    "Basiskomponenten und Infrastruktur", "Informationssicherheit und Recht", "Offene Daten und Beteiligung",
    "Kompetenzen und Steuerung", "Kommunale Umsetzung",
)  # fmt: skip
HEADINGS = {
    "number": "Nr.", "title": "Maßnahme", "description": "Beschreibung", "level": "Ebene", "lead": "Federführung",
    "participants": "Beteiligte", "goals": "Ziele", "milestones": "Wegmarken", "services": "OZG-Leistungen",
    "components": "Basiskomponenten", "depends_on": "Abhängig von", "starts": "Beginn", "due": "Termin",
    "forecast": "Prognose", "achieved": "Abgeschlossen am", "status": "Status", "progress": "Umsetzungsgrad",
    "light": "Ampel", "budget_planned": "Budget geplant (EUR)", "budget_spent": "Budget verausgabt (EUR)",
    "budget_source": "Quelle der Mittel", "responsible": "Ansprechpartner", "evidence": "Nachweis",
    "reason": "Begründung", "remark": "Bemerkung",
}  # fmt: skip
WIDTHS = {"title": 46, "description": 46, "participants": 22, "reason": 34, "remark": 34, "budget_source": 30}
SERVICES = {
    "o01": "10092", "o02": "10000", "o03": "10003", "o04": "10160", "o06": "10294", "o07": "10566", "o08": "10173",
    "o12": "10056", "o13": "10069", "o14": "10151", "o25": "10151",
}  # fmt: skip
MOVED = {"d06": "SMR", "d10": "SMR", "o01": "SMR"}
"""Measures that pass to another lead in December 2019."""

PERMANENT = {"k02", "s02", "g01", "k05"}
SUSPENDED = {"k04": "2020-12", "g20": "2020-12", "d04": "2021-12"}
DEPENDS = {
    "z01": ["b03"], "z03": ["b02"], "o01": ["b02", "z01"], "o02": ["b02"], "o03": ["b01"], "o05": ["b01", "b02"],
    "o08": ["b01"], "g02": ["z01"], "g03": ["g02"], "g14": ["b01"], "b08": ["b06"], "d05": ["d01"], "g06": ["a05"],
}  # fmt: skip
NO_BUDGET = {"s06", "s07", "a10"}
HOUSEHOLD = "Doppelhaushalt {years}, Einzelplan {plan:02}"

Cells = dict[str, "Value | Styled"]
EXCEPTIONS: dict[tuple[str, str], Cells] = {
    # one undertaking, sources in conflict
    ("b09", "2019-03"): {"budget_planned": 700_000_000, "budget_source": "Regierungsprogramm, rund 700 Mio. Euro"},
    ("b09", "2019-12"): {"budget_planned": 70_000_000, "budget_source": "Pressebericht vom 19.03.2019"},
    ("b09", "2020-12"): {"budget_planned": 712_500_000, "budget_source": "Doppelhaushalt 2019/2020, Einzelplan 07"},
    ("b09", "2021-12"): {"budget_planned": 712_500_000, "budget_source": "Doppelhaushalt 2019/2020, Einzelplan 07"},
    ("b08", "2019-03"): {"budget_planned": "12,5 Mio. Euro", "budget_source": "Kabinettsvorlage"},
    ("b08", "2019-12"): {"budget_planned": 18_200_000, "budget_source": "Bauunterlage"},
    ("z10", "2019-12"): {"budget_planned": "ca. 5.000,- €", "budget_source": "Schätzung SAKD"},
    ("k07", "2020-12"): {"budget_planned": "noch offen"},
    # contradictions
    ("a05", "2020-12"): {"light": Styled("grün", "grün"), "remark": "im Plan"},
    ("g02", "2021-12"): {"light": Styled("grün", "grün")},
    ("a06", "2020-12"): {"status": "abgeschlossen", "achieved": date(2021, 6, 30), "progress": 100},
    ("a06", "2021-12"): {"status": "abgeschlossen", "achieved": date(2021, 6, 30), "progress": 100},
    ("z06", "2019-12"): {"progress": 90, "status": "in Umsetzung"},
    ("z06", "2020-12"): {"progress": 90, "status": "in Umsetzung"},
    ("z06", "2021-12"): {"progress": 90, "status": "in Umsetzung", "achieved": None},
    ("o07", "2021-12"): {"status": "abgeschlossen", "progress": 80},
    # gaps
    ("a07", "2019-12"): {"status": None},
    ("a07", "2020-12"): {"status": None},
    ("b10", "2020-12"): {"status": None, "light": None},
    ("g13", "2019-03"): {"status": None, "due": None},
    ("o16", "2019-03"): {"due": None},
    ("g05", "2021-12"): {"status": None},
    ("z11", "2020-12"): {"level": None},
    ("d09", "2019-12"): {"lead": None},
    # words that are not understood
    ("s07", "2019-03"): {"due": "nach Inkrafttreten SächsEGovG"},
    ("g26", "2019-03"): {"due": "bald"},
    ("g26", "2019-12"): {"due": "tbd"},
    ("o21", "2020-12"): {"forecast": "2021/2022"},  # read as the end of 2022
    ("a12", "2020-12"): {"status": "teilweise umgesetzt"},
    ("d07", "2021-12"): {"status": "läuft gut"},
    ("k10", "2019-12"): {"lead": "Arbeitsgruppe Digitales"},
    ("d03", "2021-12"): {"progress": "fast fertig"},
    # references to what is not (or no longer) there
    ("s04", "2019-12"): {"goals": "Z2, Z9"},
    ("o18", "2021-12"): {"services": "99999"},
}  # fmt: skip
"""(measure, edition) → cells that differ from the honest course."""

SPELLINGS = {
    "z05": "Staatskanzlei", "a08": "Innenministerium", "a09": "Sächsische Staatskanzlei", "b13": "SMJ",
    "s03": "Sächsisches Staatsministerium des Innern", "d02": "Umweltministerium",
}  # fmt: skip
STATUS_SPELLINGS = {
    "completed": ("abgeschlossen", "erledigt", "umgesetzt"),
    "in_progress": ("in Umsetzung", "läuft", "begonnen"),
}
DATE_STYLES = ("tag", "quartal", "q", "datum", "ende", "monat", "lang", "halbjahr", "quartal arabisch", "monatsname")


def write_catalogue(folder: Path, content: Content, edition: str) -> str:
    """Write the catalogue of one edition; give the file's name."""
    measures = [row for row in content.measures if (row["ab"] or edition) <= edition <= (row["bis"] or edition)]
    numbers = numbered(measures)
    cells = {row["kennung"]: _cells(content, row, numbers, edition) for row in measures}
    order = list(HEADINGS)
    if edition == "2021-12":  # columns moved
        order = ["number", "title", "lead", "level", "status", "light", "progress", "due", "forecast", "achieved"]
        order += [name for name in HEADINGS if name not in order]
    rows: list[list[Value | Styled] | Group] = []
    for area, title in enumerate(AREAS, 1):
        rows.append(Group(f"Handlungsfeld {area}: {title}"))
        rows += [[cells[row["kennung"]].get(name) for name in order] for row in measures if row["feld"] == str(area)]
    stand = EDITIONS[edition]
    table = Table(
        sheet="Maßnahmenkatalog",
        title=["Masterplan Digitale Verwaltung Sachsen – Maßnahmenkatalog", f"Stand: {stand:%d.%m.%Y}", NOTICE],
        header=[HEADINGS[name] for name in order],
        rows=rows,
        hidden_rows=[14] if edition == "2020-12" else [],
        below=_total(order, cells) if edition in ("2019-12", "2021-12") else [],
        widths={column: WIDTHS[name] for column, name in enumerate(order) if name in WIDTHS},
    )
    path = folder / "Beispiel_Massnahmenkatalog.xlsx"
    legend = Prose(
        "Erläuterung", [["Ampel", "Bedeutung"], ["grün", "im Plan"], ["gelb", "gefährdet"], ["rot", "Eskalation"]]
    )
    write_workbook(path, [table, legend] if edition == "2021-12" else [table])
    return path.name


def numbered(measures: list[dict[str, str]]) -> dict[str, str]:
    """Every measure's number in an edition: its area and its place in it."""
    numbers: dict[str, str] = {}
    for area in range(1, len(AREAS) + 1):
        own = [row["kennung"] for row in measures if row["feld"] == str(area)]
        numbers.update({key: f"{area}.{place}" for place, key in enumerate(own, 1)})
    return numbers


def _cells(content: Content, row: dict[str, str], numbers: dict[str, str], edition: str) -> Cells:
    key = row["kennung"]
    choice = random.Random(f"Maßnahme {key}")
    begin, due, finish = _days(choice)
    course = _course(key, row, state(begin, due, finish, EDITIONS[edition]), edition)
    line = MOVED.get(key, row["federführung"]) if edition >= "2019-12" else row["federführung"]
    style = choice.choice(DATE_STYLES)
    planned, spent = _budget(choice, course, key)
    cells: Cells = {
        "number": numbers[key],
        "title": row["titel"],
        "description": f"Beispieltext: {row['titel']}, einschließlich Erprobung und Einführung.",
        "level": row["ebene"],
        "lead": SPELLINGS.get(key, key_at(line, edition)),
        "participants": ", ".join(key_at(name, edition) for name in row["beteiligte"].split(", ")) or None,
        "goals": row["ziele"],
        "milestones": _milestones(choice, content, line, edition),
        "services": SERVICES.get(key),
        "components": row["bausteine"] or None,
        "depends_on": ", ".join(numbers[other] for other in DEPENDS.get(key, []) if other in numbers) or None,
        "starts": f"{begin:%m/%Y}",
        "due": spelled(course.due_on, style),
        "forecast": spelled(course.forecast_on, "tag" if style == "datum" else style),
        "achieved": spelled(course.achieved_on, "tag"),
        "status": choice.choice(STATUS_SPELLINGS.get(course.status, (WORDS[course.status],))),
        "progress": round(course.progress * 100),
        "light": Styled(course.light, course.light),
        "budget_planned": planned,
        "budget_spent": spent,
        "budget_source": _budget_source(choice, line, edition) if planned is not None else None,
        "responsible": f"Referat {choice.randint(1, 6)}{choice.randint(1, 5)}" if line in LINES else "Geschäftsstelle",
        "evidence": f"Abnahmeprotokoll {numbers[key]}" if course.achieved_on else None,
        "reason": _reason(row, course, numbers, edition),
        "remark": None,
    }
    cells.update(EXCEPTIONS.get((key, edition), {}))
    return cells


def _days(choice: random.Random) -> tuple[date, date, date]:
    """When a measure begins, is due and is finished in truth."""
    begin = date(2018 + choice.choice((0, 1, 1, 1, 1, 2, 2, 3, 4)), choice.choice((1, 4, 7, 10)), 1)
    due = quarter_end(begin + timedelta(days=choice.choice((360, 540, 540, 720, 900, 1080))))
    if choice.random() < 0.35:  # in time
        return begin, due, due - timedelta(days=choice.randint(0, 50))
    return begin, due, quarter_end(due + timedelta(days=choice.choice((60, 90, 180, 180, 270, 360, 540))))


def _course(key: str, row: dict[str, str], honest: State, edition: str) -> State:
    if row["schicksal"] and edition == row["bis"]:
        return replace(honest, status="dropped", achieved_on=None)
    if key in PERMANENT and honest.status != "planned":
        return replace(honest, status="permanent", achieved_on=None, forecast_on=None, light="grün")
    if edition >= SUSPENDED.get(key, "9999"):
        return replace(honest, status="suspended", achieved_on=None, light="gelb")
    return honest


def _reason(row: dict[str, str], course: State, numbers: dict[str, str], edition: str) -> str | None:
    if course.status == "dropped":
        *_, last = row["schicksal"].split()
        return f"aufgegangen in Nr. {numbers[last]}" if last in numbers else "Bedarf entfallen"
    if course.status == "suspended":
        return "Finanzielle Ressourcen (Haushalt)"
    if course.status == "delayed" or (course.status == "completed" and course.forecast_on):
        reasons = (
            "Vergabe verzögert",
            "fehlende Kapazitäten beim IT-Dienstleister",
            "Abstimmung mit dem Bund",
            "Pandemie",
        )
        return reasons[len(row["titel"]) % (4 if edition >= "2020-12" else 3)]
    return None


def _milestones(choice: random.Random, content: Content, line: str, edition: str) -> str | None:
    pick = choice.random()
    if line not in LINES or pick > 0.5:
        return None
    count = len(listed(content, line, edition))
    return f"{key_at(line, edition)}-{int(pick * 2 * min(count, 5)) + 1}" if count else None


def _budget(choice: random.Random, course: State, key: str) -> tuple[int | None, int | None]:
    amount = choice.choice((25, 60, 90, 150, 240, 400, 750, 1200, 2600)) * 1000
    if choice.random() > 0.6 or key in NO_BUDGET:
        return None, None
    return amount, int(amount * course.progress * choice.uniform(0.7, 1.15)) // 100 * 100


def _budget_source(choice: random.Random, line: str, edition: str) -> str:
    if line not in LINES:
        return choice.choice(("Eigenmittel der Kommunen", "Zuwendung des Freistaates", "FAG-Mittel"))
    years = "2019/2020" if edition < "2020-12" else "2021/2022"
    return HOUSEHOLD.format(years=years, plan=LINES.index(line) + 2)


def _total(order: list[str], cells: dict[str, Cells]) -> list[list[Value]]:
    amounts = [row["budget_planned"] for row in cells.values()]
    line: list[Value] = [None] * len(order)
    line[1] = "Summe"
    line[order.index("budget_planned")] = sum(amount for amount in amounts if isinstance(amount, int))
    return [line]
