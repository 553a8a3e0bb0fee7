"""Delivered workbooks in a few lines: a heading row and rows of cells."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

from importers.pipeline import Delivered

MEASURE_HEADINGS = ("Nr.", "Maßnahme", "Federführung", "Status", "Termin", "Umsetzungsgrad")
PLAN_HEADINGS = ("Nr.", "Wegmarke", "Ziel", "Zieltermin", "Status")


def xlsx(
    name: str, headings: Sequence[str], *rows: Sequence[object], title: Sequence[str] = (), sheet: str = "Tabelle"
) -> Delivered:
    """A workbook of one sheet: lines of title, the headings, the rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in title:
        page.append([line])
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    content = BytesIO()
    book.save(content)
    return Delivered(name, content.getvalue())


def measures(stand: str, *rows: Sequence[object], headings: Sequence[str] = MEASURE_HEADINGS) -> Delivered:
    """A catalogue of measures with its Stand in the title."""
    return xlsx(f"Maßnahmen_{stand}.xlsx", headings, *rows, title=["Maßnahmenkatalog", f"Stand: {stand}"])


def plan(ministry: str, stand: str, *rows: Sequence[object]) -> Delivered:
    """The implementation plan of one Ressort."""
    title = [f"Umsetzungsplanung {ministry}", f"Stand: {stand}"]
    return xlsx(f"Umsetzungsplan_{ministry}_{stand}.xlsx", PLAN_HEADINGS, *rows, title=title, sheet="Umsetzungsplanung")


def goals(stand: str, *rows: Sequence[object]) -> Delivered:
    """The Zielteil."""
    headings = ("Nr.", "Operatives Ziel", "Zieltermin")
    return xlsx(f"Ziele_{stand}.xlsx", headings, *rows, title=["Zielteil des Masterplans", f"Stand: {stand}"])


def csv(name: str, *lines: str) -> Delivered:
    """A file of lines, in UTF-8."""
    return Delivered(name, "\r\n".join(lines).encode())


def coverage(stand: str, *rows: tuple[str, str, str]) -> Delivered:
    """The federal export: LeiKa key, ARS and „ok“ or „nicht ok“."""
    lines = [f"{key};Leistung;{ars};10000;{status}" for key, ars, status in rows]
    return csv(f"Abdeckung_{stand}.csv", "leika_key;leika_name;ars;ozgid;online_status", *lines)
