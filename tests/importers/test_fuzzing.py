"""S1 and S2 by chance: damaged files and tables of anything are read or refused in German; nothing is lost unsaid."""

import io
import re
import zipfile
from datetime import date, datetime
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from xlwt import Workbook as OldWorkbook

from importers.pipeline import FileStatus, Options, prepare
from importers.problems import error
from importers.reading import UnreadableFile, read_bytes, warm_up
from masterplan.store.engine import Database
from tests.files import MEASURE_HEADINGS, measures, xlsx

ROWS = [["Maßnahmenkatalog", "Stand: 30.06.2020"], list(MEASURE_HEADINGS), ["1", "Amt24", "SK", "geplant", "2021", "5"]]
FOREIGN = re.compile(r"Traceback|Error\b|openpyxl|calamine|zipfile|\.py\b|<class")
COUNTED = ("new", "changed", "unchanged", "ignored", "repeated")


@cache
def whole(kind: str) -> bytes:
    """A small file of each kind that can be read."""
    content = io.BytesIO()
    if kind == "xlsx":
        return xlsx("Plan.xlsx", ROWS[1], ROWS[2], title=ROWS[0]).content
    if kind == "xls":
        old = OldWorkbook()
        sheet = old.add_sheet("Tabelle")
        for number, row in enumerate(ROWS):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        old.save(content)
    elif kind == "ods":
        document = OpenDocumentSpreadsheet()
        table = Table(name="Tabelle")
        for row in ROWS:
            line = TableRow()
            for value in row:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)
        document.write(content)
    else:
        return "\r\n".join(";".join(row) for row in ROWS).encode()
    return content.getvalue()


def damaged(content: bytes, harm: list[tuple[float, bytes, int]]) -> bytes:
    """The content with bytes put in the place of others, or left out."""
    for place, rubbish, left_out in harm:
        at = int(place * len(content))
        content = content[:at] + rubbish + content[at + left_out :]
    return content


harm = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), min_size=1, max_size=4)


def readable_or_refused(name: str, content: bytes) -> None:
    """A damaged file is read or refused with sentences that people understand."""
    problems = []
    try:
        problems += read_bytes(name, content).problems
    except UnreadableFile as refused:
        problems += refused.problems or [error("file-unreadable", "Traceback: nothing was said")]
    assert not [problem.message for problem in problems if FOREIGN.search(problem.message)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(["xlsx", "xls", "ods", "csv"]), harm=harm)
def test_file_with_damaged_bytes_is_read_or_refused_in_german(
    kind: str, harm: list[tuple[float, bytes, int]]
) -> None:
    warm_up()
    readable_or_refused(f"Plan.{kind}", damaged(whole(kind), harm))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(["xlsx", "ods"]), part=st.integers(0, 30), harm=harm)
def test_sound_archive_with_a_damaged_part_is_read_or_refused_in_german(
    kind: str, part: int, harm: list[tuple[float, bytes, int]]
) -> None:
    warm_up()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole(kind))) as source, zipfile.ZipFile(target, "w") as result:
        names = source.namelist()
        for name in names:
            content = source.read(name)
            result.writestr(name, damaged(content, harm) if name == names[part % len(names)] else content)
    readable_or_refused(f"Plan.{kind}", target.getvalue())


letters = st.characters(exclude_categories=["Cs", "Cc"])
cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.text(letters, max_size=20),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)),
    st.sampled_from(["SMI", "Z1", "in Umsetzung", "erledigt?", "IV. Quartal 2022", "31.06.2021", "150 %", "=1+1"]),
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=6))
def test_table_of_anything_is_counted_row_by_row_and_every_doubt_names_its_cell(
    database: Database, rows: list[list[object]]
) -> None:
    batch = prepare(database, [measures("2020-06-30", *rows)], Options(), date(2021, 1, 1))
    for file in batch.files:
        counts = file.counts
        assert file.status in (FileStatus.PREVIEW, FileStatus.REJECTED, FileStatus.UNCHANGED, FileStatus.CONFLICT)
        if file.status == FileStatus.PREVIEW:
            assert sum(counts.get(name, 0) for name in COUNTED) == counts["rows"]
        for problem in file.problems:
            assert problem.message
            assert not FOREIGN.search(problem.message), problem.message
            assert problem.cell is None or re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?|\d+:\d+|[A-Z]+:[A-Z]+", problem.cell)
