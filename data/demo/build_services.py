"""OZG catalogue, LeiKa services and the coverage export: which services are online, where, and since when."""

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.demo.build_content import Content, key_at
from data.demo.build_course import EDITIONS
from data.demo.build_workbook import NOTICE, Prose, Table, Value, write_csv, write_workbook

REAL = {
    "Familie & Kind": [
        ("10000", "Elterngeld", "Geburt"), ("10003", "Geburtsanzeige", "Geburt"), ("10005", "Kindergeld", "Geburt"),
    ],
    "Bildung": [("10056", "Ausbildungsförderung (BAföG)", "Studium")],
    "Arbeit & Ruhestand": [
        ("10069", "Zulassung für reglementierte Berufe", "Arbeitsplatzwechsel"),
        ("10092", "Wohngeld", "Finanzielle Existenzsicherung/Unterstützung bei finanziellen Problemen"),
    ],
    "Engagement & Hobby": [("10151", "Waffenerlaubnis", "Fischen & Jagen"), ("10160", "Hundehaltung", "Tierhaltung")],
    "Mobilität & Reisen": [("10173", "Parkausweise und Zufahrtsberechtigungen", "Kfz-Besitz")],
    "Unternehmensführung & -entwicklung": [
        ("10294", "Unternehmensanmeldung und -genehmigung", "Unternehmensstart & Gewerbezulassung"),
    ],
    "Umwelt": [("10478", "Produkt- und Stoffzulassung", "Anlagen & Stoffe")],
    "Bauen & Wohnen": [("10513", "Abbruchgenehmigung", "Bauen & Immobilien")],
    "Querschnitt": [("10566", "Handelsregister", "Querschnitt Unternehmen")],
}  # fmt: skip
"""Real bundles (OZG-ID, title, situation); all others are invented, their ids begin with 9."""

ONLINE_UNTIL = {"2019-03": 0.10, "2019-12": 0.17, "2020-12": 0.26, "2021-12": 0.37}
UNKNOWN_UNTIL = {"2019-03": 0.27, "2019-12": 0.12, "2020-12": 0.07, "2021-12": 0.04}
"""A bundle is online (not reported on) in an edition when its fixed draw lies below these shares."""

ACTS = (
    ("001", "Erteilung"), ("080", "Gewährung"), ("012", "Ausstellung"), ("060", "Eintragung"), ("011", "Änderung"),
    ("023", "Auskunft"), ("058", "Durchführung"),
)  # fmt: skip
COUNTIES = (
    ("145110000000", "Chemnitz, Stadt"), ("145210000000", "Erzgebirgskreis"), ("145220000000", "Mittelsachsen"),
    ("145230000000", "Vogtlandkreis"), ("145240000000", "Zwickau"), ("146120000000", "Dresden, Stadt"),
    ("146250000000", "Bautzen"), ("146260000000", "Görlitz"), ("146270000000", "Meißen"),
    ("146280000000", "Sächsische Schweiz-Osterzgebirge"), ("147130000000", "Leipzig, Stadt"),
    ("147290000000", "Leipzig"), ("147300000000", "Nordsachsen"),
)  # fmt: skip
LAND = ("140000000000", "Sachsen")
NOT_COUNTED = "nicht in Auswertung berücksichtigt"
EXPORT = (
    "leika_key", "leika_name", "leika_bezeichnung", "ars", "ars_name", "ars_federal_state", "bundesland", "ozgid",
    "ozg_bezeichnung", "url", "online_status", "aktiv", "art_flaechendeckung", "begruendung_nicht_beruecksichtigt",
    "datenstand_pvog_import", "export_datum",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A LeiKa service: grade per edition (None: not reported)."""

    key: str | None
    title: str
    type: str
    grades: dict[str, int | None]


@dataclass(frozen=True)
class Bundle:
    """An OZG service with its LeiKa services; ``own`` is the grade that the catalogue itself gives per edition."""

    ozg_id: str
    title: str
    theme: str
    situation: str
    lines: tuple[str, ...]
    priority: str
    route: str
    own: dict[str, int | None]
    parts: tuple[Part, ...]
    first: str
    last: str

    def listed(self, edition: str) -> bool:
        """Whether the catalogue of an edition lists it."""
        return (self.first or edition) <= edition <= (self.last or edition)


def bundles(content: Content) -> list[Bundle]:
    """All bundles, by id; always the same."""
    found: list[Bundle] = []
    ids = itertools.count(90_001)
    for number, theme in enumerate(content.themes):
        real = REAL.get(theme["themenfeld"], [])
        words = [stem + end for stem in theme["staemme"].split(", ") for end in theme["endungen"].split(", ")]
        random.Random(f"Titel {theme['themenfeld']}").shuffle(words)
        situations = theme["lagen"].split(" | ")
        invented = [
            (str(next(ids)), title, situations[place % len(situations)])
            for place, title in enumerate(sorted(words[: int(theme["anzahl"]) - len(real)]))
        ]
        found += [_bundle(*names, theme, number) for names in (*real, *invented)]
    return sorted(found, key=lambda bundle: bundle.ozg_id)


def _bundle(ozg_id: str, title: str, situation: str, theme: dict[str, str], number: int) -> Bundle:
    choice = random.Random(f"OZG {ozg_id}")
    is_online, is_unknown = choice.random(), choice.random()
    lines = theme["ressort"].split(", ")
    types = theme["ebenen"].split()
    line = choice.choice(lines)
    count = choice.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 6))
    acts = choice.sample(ACTS, count)
    stay = {edition: is_unknown < share for edition, share in UNKNOWN_UNTIL.items()}
    own = {e: None if stay[e] else _own_grade(choice, is_online < until) for e, until in ONLINE_UNTIL.items()}
    rated = choice.random() > 0.06  # else none of its services has a grade and the bundle's own one counts
    best = choice.randrange(count)
    parts = []
    for place, (code, act) in enumerate(acts):
        has_key = choice.random() > 0.07
        can = choice.choice((2, 3, 3, 4)) if place == best else choice.choice((0, 1, 1, 2, 3))
        lower = choice.choice((0, 1, 1))
        gap = choice.random() < 0.03
        grades: dict[str, int | None] = {}
        for edition in EDITIONS:
            is_known = rated and not stay[edition] and not (gap and edition < "2020-12")
            grade = can if is_online < ONLINE_UNTIL[edition] else min(can, lower)
            grades[edition] = grade if is_known else None
        key = f"99{number + 701:03}{int(ozg_id) % 500 + 500 * (ozg_id < '9'):03}{code}{place:03}" if has_key else None
        parts.append(Part(key, f"{title} {act}", choice.choice(types), grades))
    change = choice.random()
    return Bundle(
        ozg_id=ozg_id,
        title=title,
        theme=theme["themenfeld"],
        situation=situation,
        lines=(line,),
        priority=choice.choice(("hoch", "mittel", "mittel", "niedrig")),
        route=choice.choice(("Amt24-Antragsassistent", "EfA-Leistung", "Lösung Dritter", "wird nachgenutzt")),
        own=own,
        parts=tuple(parts),
        first="2020-12" if change < 0.04 and ozg_id > "9" else "",
        last="2019-12" if change > 0.98 and ozg_id > "9" else "",
    )


def _own_grade(choice: random.Random, is_online: bool) -> int:
    """The bundle's grade in the catalogue; one in ten is more generous than its services are."""
    if choice.random() < 0.1:
        return 3
    return choice.choice((2, 2, 3, 4)) if is_online else choice.choice((0, 1, 1))


def write_catalogue(folder: Path, all_bundles: list[Bundle], edition: str) -> str:
    """Write the OZG catalogue of an edition."""
    stand = EDITIONS[edition]
    header = [
        "OZG-ID", "OZG-Leistung", "Themenfeld", "Lebens-/Geschäftslage", "Leistungstyp", "Zuständiges Ressort",
        "Priorität", "Reifegrad", "Reifegradmodell", "Umsetzungsweg",
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for bundle in all_bundles:
        if not bundle.listed(edition):
            continue
        grade = bundle.own[edition] if edition == "2019-03" or bundle.ozg_id[-1] in "02468" else None
        if edition != "2019-03" and bundle.own["2019-03"] is not None:
            grade = bundle.own[edition]
        rows.append([
            bundle.ozg_id, bundle.title, bundle.theme, bundle.situation,
            "; ".join(sorted({part.type for part in bundle.parts})), key_at(bundle.lines[0], edition),
            bundle.priority, grade, "Selbsteinschätzung" if edition < "2020-12" else "1.1", bundle.route,
        ])  # fmt: skip
    table = Table(
        sheet="OZG-Leistungen",
        title=[f"OZG-Umsetzungskatalog, Auszug Sachsen – Stand: {stand:%d.%m.%Y}", NOTICE],
        header=header,
        rows=rows,
        widths={1: 48, 2: 30, 3: 40, 9: 24},
    )
    path = folder / "Beispiel_OZG-Leistungen.xlsx"
    cover = Prose("Hinweise", [[NOTICE], ["Titel und Reifegrade sind erfunden; OZG-IDs ab 90001 gibt es nicht."]])
    write_workbook(path, [cover, table] if edition == "2021-12" else [table])
    return path.name


def write_parts(folder: Path, all_bundles: list[Bundle], edition: str) -> str:
    """Write the LeiKa services of an edition: a .csv file, in December 2020 a workbook with keys as numbers."""
    stand = EDITIONS[edition]
    has_grades = edition != "2019-03"
    header = ["LeiKa-Schlüssel", "LeiKa-Bezeichnung", "Leistungstyp", "OZG-ID"] + ["Reifegrad"] * has_grades
    rows: list[list[Value]] = []
    for bundle in all_bundles:
        for part in bundle.parts if bundle.listed(edition) else ():
            grade = [part.grades[edition]] if has_grades else []
            rows.append([part.key, part.title, part.type, bundle.ozg_id, *grade])
    if edition == "2019-12":
        rows.append(next(row for row in rows if row[0] is None))  # the same service listed twice
    if edition == "2020-12":
        path = folder / "Beispiel_LeiKa-Leistungen.xlsx"
        for row in rows[::50]:
            row[0] = int(str(row[0])) if row[0] else None
        table = Table(
            "LeiKa-Leistungen", [f"LeiKa-Leistungen, Stand: {stand:%d.%m.%Y}", NOTICE], header, rows, widths={1: 60}
        )
        write_workbook(path, [table])
        return path.name
    path = folder / f"Beispiel_LeiKa-Leistungen_{stand}.csv"
    write_csv(path, [header, *rows], "utf-8-sig" if edition == "2019-03" else "utf-8")
    return path.name


def write_coverage(folder: Path, all_bundles: list[Bundle], edition: str) -> str:
    """Write the coverage of an edition in the columns of the federal export."""
    stand = EDITIONS[edition]
    rows = [
        line
        for bundle in all_bundles
        if bundle.listed(edition)
        for part in bundle.parts
        if part.key is not None and (part.grades[edition] or 0) >= 2
        for line in _coverage(bundle, part, part.key, stand)
    ]
    path = folder / f"Beispiel_Flaechendeckung_{stand}.csv"
    write_csv(path, [EXPORT, *rows], "utf-8", separator=",")
    return path.name


def _coverage(bundle: Bundle, part: Part, key: str, stand: date) -> list[list[Value]]:
    """The lines of one service: for the Land, for some Kreise, or none at all."""
    choice = random.Random(f"Fläche {key}")
    if choice.random() < 0.25:
        return []
    fails = choice.random() < 0.06  # listed, but nowhere to be used
    if part.type == "1":
        areas, reach = [LAND], "bundesweit flächendeckend"
    elif choice.random() < 0.35:
        areas, reach = [LAND], "landesweit flächendeckend"
    else:
        areas = sorted(choice.sample(COUNTIES, choice.randint(2, 13)))
        reach = choice.choice(("kreisweit flächendeckend", "in mind. einer Kommune verfügbar"))
    lines: list[list[Value]] = []
    for place, (ars, name) in enumerate(areas):
        since = date(2019, 6, 1) + timedelta(days=choice.randint(0, 1000))
        removed = choice.random() < 0.03 and stand > date(2021, 6, 1)
        is_first = place == 0 and not fails
        is_online = not fails and (is_first or (since <= stand and not removed))
        lines.append([
            key, part.title, part.title, ars, name, "14", "Sachsen", bundle.ozg_id, bundle.title,
            f"https://beispiel.invalid/{key}/{ars[:5]}", "ok" if is_online else "nicht ok",
            "ja" if is_online else "nein", reach if is_online else NOT_COUNTED,
            None if is_online else "kein Online-Dienst hinterlegt",
            f"{stand}", f"{stand}",
        ])  # fmt: skip
    return lines
