"""A table as a workbook: one sheet, a heading that stays in sight, no text that would run as a formula."""

from io import BytesIO

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from masterplan.domain.files.active_text import harmless

WIDTH = 28


def as_xlsx(table: pd.DataFrame, sheet: str) -> bytes:
    """The table's columns under their headings."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    for column in range(1, len(table.columns) + 1):
        page.column_dimensions[get_column_letter(column)].width = WIDTH
    page.append([harmless(str(name)) for name in table.columns])
    for row in table.map(harmless).itertuples(index=False):
        page.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()
