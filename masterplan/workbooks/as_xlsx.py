"""The workbook of a Ressort as a file for Excel and LibreOffice: pre-filled, guarded, with lists to choose from."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from masterplan.domain.files.active_text import harmless
from masterplan.domain.files.office_archive import settled
from masterplan.domain.judging.consistency import EXPLAINED
from masterplan.domain.plan import FIELDS, FieldType
from masterplan.domain.reporting.export import Export
from masterplan.domain.view import PlanView
from masterplan.vocabulary import STATUSES
from masterplan.workbooks import guide, looks
from masterplan.workbooks.content import (
    CODED,
    CONFIRM_HEADING,
    CONFIRMED,
    HEAD_LINE,
    KEY_HEADING,
    MARK,
    Cell,
    Page,
    choices,
    pages,
    widest,
)

LISTS, HIDDEN = "_Listen", "_Masterplan"
NEW_ROWS = 25
"""Empty rows below the table, for what is new."""
FIRST = HEAD_LINE + 1
WIDEST = 40  # characters
LINE_HEIGHT = 15  # points
LONGEST = 32_767  # characters that a cell holds

Lists = dict[tuple[str, ...], str]


def as_xlsx(view: PlanView, export: Export) -> bytes:
    """The workbook; the same plan and export give the same bytes. ``view`` is the plan that the export shows."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    shown = pages(view, export)
    guide.fill(first, view, export, shown)
    sheets = [book.create_sheet(page.title) for page in shown]
    lists = book.create_sheet(LISTS)
    known: Lists = {}
    for page, sheet in zip(shown, sheets, strict=True):
        _fill(sheet, page)
        _choices(sheet, page, view, lists, known)
        _colours(sheet, page)
        _guard(sheet, page)
        _print_set_up(sheet, page)
    lists.sheet_state = "veryHidden"
    _hidden(book.create_sheet(HIDDEN), export, shown)
    book.properties.title = f"Masterplan: Zuarbeit {export.ministry}"
    book.properties.creator = "Masterplan-Dashboard"
    book.properties.language = "de-DE"
    content = BytesIO()
    book.save(content)
    return settled(content.getvalue(), view.known_by.isoformat())


def put(cell: SheetCell, value: Cell) -> None:
    """Writes a value; a text stays text, whatever it begins with."""
    if isinstance(value, str):
        value = str(harmless(ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]))
    cell.value = value


def _fill(sheet: Worksheet, page: Page) -> None:
    for line, values in enumerate(page.lines(), start=1):
        for column, value in enumerate(values, start=1):
            put(sheet.cell(line, column), value)
    sheet["B1"].font = Font(bold=True, size=14)
    sheet["B3"].value = (
        "Weiße Felder bitte ausfüllen, graue stehen fest. Neue Einträge in die leeren Zeilen am Ende. Ist alles wie "
        f"gezeigt, genügt „{CONFIRMED}“ in der letzten Spalte."
    )
    sheet["B3"].font = Font(italic=True)
    for column in range(1, len(page.headings) + 1):
        head = sheet.cell(HEAD_LINE, column)
        head.font = Font(bold=True, color=looks.HEAD_INK)
        head.fill = looks.solid(looks.HEAD)
        head.alignment = Alignment(wrap_text=True, vertical="top")
    for line in range(FIRST, FIRST + len(page.rows) + NEW_ROWS):
        is_new = line >= FIRST + len(page.rows)
        for column, name in enumerate((KEY_HEADING, *page.fields, CONFIRM_HEADING), start=1):
            _dress(sheet.cell(line, column), page, name, is_new)
    sheet.column_dimensions["A"].hidden = True
    widths = [min(WIDEST, max(13, widest(page, position) + 2)) for position in range(len(page.fields))]
    for column, width in enumerate([*widths, 14], start=2):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[HEAD_LINE].height = 2 * LINE_HEIGHT
    for line, row in enumerate(page.rows, start=FIRST):
        sheet.row_dimensions[line].height = LINE_HEIGHT * max(
            looks.lines(str(value or ""), width) for value, width in zip(row, widths, strict=True)
        )


def _dress(cell: SheetCell, page: Page, name: str, is_new: bool) -> None:
    """Format, ground and lock of one cell: open where the Ressort reports, and in new rows but for the key."""
    is_open = name == CONFIRM_HEADING or guide.is_reported(page.kind, name) or (is_new and name != KEY_HEADING)
    field = FIELDS[page.kind].get(name)
    kind_of_value = FieldType.TEXT if field is None else field.type
    cell.number_format = {
        FieldType.DATE: "DD.MM.YYYY", FieldType.SHARE: "0%", FieldType.NUMBER: "#,##0.00",
    }.get(kind_of_value, "@")  # fmt: skip
    number = kind_of_value in (FieldType.SHARE, FieldType.NUMBER)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if number else "left")
    cell.border = looks.LINE
    cell.protection = Protection(locked=not is_open)
    if not is_open:
        cell.fill = looks.solid(looks.LOCKED)


def _choices(sheet: Worksheet, page: Page, view: PlanView, lists: Worksheet, known: Lists) -> None:
    """Lists to choose from, limits and hints, column by column."""
    last = FIRST + len(page.rows) + NEW_ROWS - 1
    for column, name in enumerate((*page.fields, CONFIRM_HEADING), start=2):
        words = [CONFIRMED] if name == CONFIRM_HEADING else choices(view, name)
        is_list = name in FIELDS[page.kind] and FIELDS[page.kind][name].type == FieldType.REFERENCES
        if words:
            rule = DataValidation(type="list", formula1=_list(lists, tuple(words), known), allow_blank=True)
            rule.errorTitle, rule.error = "Bitte auswählen", "Bitte einen Wert aus der Liste wählen."
            rule.showErrorMessage = not is_list  # several may be named, parted by semicolons
        elif name == "progress":
            rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1", allow_blank=True)
            rule.errorTitle, rule.error = "Umsetzungsgrad", "Erwartet werden 0 % bis 100 %."
            rule.showErrorMessage = True
        else:
            rule = DataValidation(allow_blank=True)
        hint = guide.hint(name)
        if hint:
            rule.promptTitle, rule.prompt, rule.showInputMessage = sheet.cell(HEAD_LINE, column).value[:32], hint, True
        letter = get_column_letter(column)
        if words or hint or name == "progress":
            rule.add(f"{letter}{FIRST}:{letter}{last}")
            sheet.add_data_validation(rule)


def _list(lists: Worksheet, words: tuple[str, ...], known: Lists) -> str:
    """Where a list of words stands on the hidden sheet; the same words stand there once."""
    if words not in known:
        column = len(known) + 1
        for line, word in enumerate(words, start=1):
            put(lists.cell(line, column), word)
        letter = get_column_letter(column)
        known[words] = f"={LISTS}!${letter}$1:${letter}${len(words)}"
    return known[words]


def _colours(sheet: Worksheet, page: Page) -> None:
    """Words such as „rot“ or „verzögert“ get their colour; the reason that a status asks for is marked while empty."""
    last = FIRST + len(page.rows) + NEW_ROWS - 1
    letters = {name: get_column_letter(column) for column, name in enumerate(page.fields, start=2)}
    for name, fills in looks.FILLS.items():
        where = f"{letters[name]}{FIRST}:{letters[name]}{last}"
        for code, colour in fills.items():
            rule = CellIsRule(operator="equal", formula=[f'"{CODED[name][code]}"'], fill=PatternFill(bgColor=colour))
            sheet.conditional_formatting.add(where, rule)
    asked = ",".join(f'${letters["status"]}{FIRST}="{STATUSES[status]}"' for status in EXPLAINED)
    reason = letters["reason"]
    empty = FormulaRule(formula=[f'AND(LEN({reason}{FIRST})=0,OR({asked}))'], fill=PatternFill(bgColor=looks.WANTED))
    sheet.conditional_formatting.add(f"{reason}{FIRST}:{reason}{last}", empty)


def _guard(sheet: Worksheet, page: Page) -> None:
    """Locked without a password: against slips, not against people."""
    sheet.freeze_panes = sheet.cell(FIRST, 4)
    last = get_column_letter(len(page.headings))
    sheet.auto_filter.ref = f"A{HEAD_LINE}:{last}{FIRST + len(page.rows) + NEW_ROWS - 1}"
    guard = sheet.protection
    guard.sheet = True
    guard.autoFilter = guard.sort = guard.formatColumns = guard.formatRows = guard.insertRows = False  # allowed


def _print_set_up(sheet: Worksheet, page: Page) -> None:
    """On A3 in landscape, heading and title on each page; wide sheets over two pages."""
    sheet.print_title_rows, sheet.print_title_cols = f"{HEAD_LINE}:{HEAD_LINE}", "B:C"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1 + (len(page.fields) > 16), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Seite &P von &N"


def _hidden(sheet: Worksheet, export: Export, shown: list[Page]) -> None:
    """By what the importer knows the workbook again."""
    sheet.append([MARK, export.number])
    for page in shown:
        for key in page.keys:
            sheet.append([key])
    sheet.sheet_state = "veryHidden"


def file_name(ministry: str, stichtag: date) -> str:
    """„Masterplan_SMI_2021-06-30.xlsx“."""
    return f"Masterplan_{ministry}_{stichtag.isoformat()}.xlsx"
