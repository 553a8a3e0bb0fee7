"""A museum of workbooks as ministries send them: messy, honest, and each with what must be understood of it."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from importers.extracts import Extract
from importers.mapping import recognise
from importers.reading import read_bytes
from importers.validation import validate
from masterplan.domain.bodies import from_csv
from masterplan.domain.plan import Part

BODIES = from_csv((Path(__file__).parents[2] / "data/reference/bodies.csv").read_text(encoding="utf-8"))
TODAY = date(2022, 6, 1)
PLAN_TITLE = ["Umsetzungsplanung SMI – Stand: 30.06.2020"]
Row = Sequence[object]
Records = list[dict[str, object]]


@dataclass(frozen=True)
class Exhibit:
    """A workbook (sheet name → rows, then ``dress`` for what is not a value) and what must come of it.

    ``records`` are all items of all extracts in order, with every field that has a value; ``codes`` all problem codes.
    """

    name: str
    sheets: dict[str, list[Row]]
    records: Records
    codes: list[str] = field(default_factory=list)
    dress: Callable[[openpyxl.Workbook], None] | None = None
    scopes: list[tuple[str | None, str | None, str | None]] | None = None  # part, Ressort, Stand
    file: str = "Mappe1.xlsx"
    given: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)  # field of the last item → its cell
    ignored: int = 0


def first(workbook: openpyxl.Workbook) -> Worksheet:
    """The first sheet."""
    return workbook.worksheets[0]


def content(exhibit: Exhibit) -> bytes:
    """The exhibit as the bytes of an .xlsx file."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in exhibit.sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if exhibit.dress is not None:
        exhibit.dress(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def understood(exhibit: Exhibit) -> tuple[list[Extract], list[str]]:
    """The validated extracts and all problem codes, those of reading the file included."""
    workbook = read_bytes(exhibit.file, content(exhibit))
    given = {"part": None, "stand": None, "ministry": None} | exhibit.given
    extracts = [validate(extract) for extract in recognise(workbook, bodies=BODIES, today=TODAY, **given)]
    codes = [problem.code for problem in workbook.problems]
    return extracts, sorted([*codes, *(problem.code for extract in extracts for problem in extract.problems)])


def records(extracts: list[Extract]) -> Records:
    """Every item with the fields that have a value, and its key where the file gives one."""
    found: Records = []
    for extract in extracts:
        for table in extract.tables:
            for position in range(len(table)):
                told: dict[str, object] = {
                    name: table.values[name][position]
                    for name in table.fields
                    if table.values[name][position] is not None
                }
                if table.keys[position] is not None:
                    told["key"] = table.keys[position]
                found.append(told)
    return found


def scopes(extracts: list[Extract]) -> list[tuple[str | None, str | None, str | None]]:
    """Part, Ressort and Stand of every extract."""
    return [
        (extract.part, extract.ministry, extract.stand.isoformat() if extract.stand else None) for extract in extracts
    ]


__all__ = ["PLAN_TITLE", "Exhibit", "Part", "first", "records", "scopes", "understood"]
