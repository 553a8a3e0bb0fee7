"""A workbook as a Ressort gets it, fills it in and sends it back; entries made on-line in between."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from importers.pipeline import Batch, Delivered, Options, import_files
from masterplan.actions.hand_out_workbook import hand_out_workbook
from masterplan.domain.access import Actor
from masterplan.domain.plan import Kind
from masterplan.store import item_log, reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision
from masterplan.vocabulary import FIELDS, KINDS
from masterplan.workbooks.as_xlsx import as_xlsx
from masterplan.workbooks.content import HEAD_LINE
from tests.builders import CHANCELLERY
from tests.files import measures, plan

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
STICHTAG = date(2020, 12, 31)
PLAN, MEASURES = "Umsetzungsplanung", "Maßnahmenkatalog"
ROWS = [
    ("1", "Netze der Behörden ausgebaut", "Z1", "31.12.2021", "in Umsetzung"),
    ("2", "Elektronische Akte eingeführt", "Z1", "IV. Quartal 2022", "geplant"),
    ("3", "Online-Wache im Netz", "Z1", "bald", "in Umsetzung"),
    ("4", "Leitstellen sind verbunden", "Z1", "2023", "geplant"),
]


def bring_in(database: Database, *files: Delivered, by: Actor = CHANCELLERY, **options: object) -> Batch:
    return import_files(database, files, Options(**options), by=by, at=NOW)  # type: ignore[arg-type]


def with_a_plan(database: Database) -> None:
    """Four Wegmarken and a measure of the SMI."""
    bring_in(database, plan("SMI", "2020-12-31", *ROWS))
    bring_in(database, measures("2020-12-31", ("1", "Portal", "SMI", "geplant", "Ende 2022", "10 %")))


def hand_out(database: Database, ministry: str = "SMI", stichtag: date = STICHTAG) -> bytes:
    view, export = hand_out_workbook(database, ministry=ministry, stichtag=stichtag, by=CHANCELLERY, at=NOW)
    return as_xlsx(view, export)


def changed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """The workbook after somebody worked on it and saved it."""
    book = load_workbook(BytesIO(content))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled_in(
    content: bytes, cells: Mapping[tuple[str, str], object], stand: str = "2021-06-30", sheet: str = PLAN
) -> bytes:
    """The workbook with these cells changed: (number of the row, field) → what stands there now."""

    def fill(book: Workbook) -> None:
        book["Anleitung"]["B7"] = datetime.fromisoformat(stand)
        for (number, name), value in cells.items():
            page = book[sheet]
            page.cell(line_of(page, number), column_of(page, name)).value = value

    return changed(content, fill)


def column_of(page: Worksheet, name: str) -> int:
    """The column of a field, or of a heading, as it stands now."""
    wanted = {FIELDS.get(name, name), *(KINDS.values() if name == "title" else ())}
    return next(at for at, cell in enumerate(page[HEAD_LINE], start=1) if cell.value in wanted)


def line_of(page: Worksheet, number: str) -> int:
    at = column_of(page, "number")
    return next(line for line in range(HEAD_LINE + 1, page.max_row + 1) if page.cell(line, at).value == number)


def send_back(database: Database, content: bytes, by: Actor = CHANCELLERY, **options: object) -> Batch:
    return bring_in(database, Delivered("Zuarbeit SMI.xlsx", content), by=by, **options)


def enter(database: Database, key: str, on: str, **fields: object) -> None:
    """An entry made on-line."""
    with database.writing() as connection, new_revision(connection, at=NOW, by="Frau Muster", act="edit") as opened:
        number = item_log.item_row(connection, key).id
        opened.state([NewStatement(number, date.fromisoformat(on), "edit", True, encode(fields))])


def at(database: Database, key: str, stichtag: str = "2021-06-30") -> dict[str, object]:
    """The values of an item."""
    cut = reading.cut(database, date.fromisoformat(stichtag), NOW + timedelta(days=1))
    return dict(next(one for one in cut.items[Kind(key.split("/")[0])] if one.key == key).values)
