"""What a cell's value alone does not tell: errors, comments, lines through it, hidden rows and columns."""

import re

from importers.layout import Table, is_blank, ranges
from importers.lookups import as_text, shorten
from importers.raw_cells import Cells, plain, warn_at
from importers.rows import Rows
from importers.sheet import Sheet, address, column_letter
from importers.source import Column
from masterplan.domain.plan import FieldType

_AUTHOR = re.compile(r"^[^\n:]{1,60}:\n")
"""Who wrote a comment, as Excel sets it above: findings stay in the log, where no name can be erased."""
SAVE_AGAIN = "Bitte die Datei in Excel öffnen und speichern."


def oddities(
    table: Table, rows: Rows, position: int, column: Column, raw: list[object], result: Cells
) -> dict[int, str]:
    """Entries whose cell holds an error or a formula without result, with the words to keep; comments are told."""
    sheet = table.sheet
    found: dict[int, str] = {}
    sparse = (
        (sheet.errors, "cell-error", "In der Zelle steht der Fehlerwert {words}."),
        (
            sheet.no_value,
            "formula-without-value",
            "Die Formel „{words}“ hat kein gespeichertes Ergebnis. {advice}",
        ),
        (sheet.comments, "comment", "Die Zelle ist leer, trägt aber den Kommentar „{words}“."),
    )
    if not any(cells for cells, _, _ in sparse):
        return found
    at_row = {row: at for at, row in enumerate(rows.entries)}
    for cells, code, sentence in sparse:
        for (row, where), words in cells.items():
            at = at_row.get(row)
            if where != position or at is None or not is_blank(plain(raw[at])):
                continue
            words = _AUTHOR.sub("", words) if code == "comment" else words
            message = f"{column.label}: {sentence.format(words=shorten(words, 80), advice=SAVE_AGAIN)}"
            result.problems.append(warn_at(sheet, row, position, code, message, words))
            if code != "comment":
                found[at] = words
    beside = sorted(row for row, where in sheet.comments if where == position and row in at_row)
    _tell_comments(sheet, column, position, [row for row in beside if not is_blank(plain(raw[at_row[row]]))], result)
    return found


def _tell_comments(sheet: Sheet, column: Column, position: int, rows: list[int], result: Cells) -> None:
    """One warning for the comments on the filled cells of a column; not their words, which may name persons."""
    if rows:
        cells = ", ".join(address(row, position) for row in rows[:5]) + (" und weiteren" if len(rows) > 5 else "")
        many = f"Die Kommentare an den Zellen {cells} wurden" if len(rows) > 1 else "Der Kommentar an der Zelle wurde"
        message = f"{column.label}: {many} nicht gelesen. Was darin gilt, gehört in die Zelle."
        result.problems.append(warn_at(sheet, rows[0], position, "comment", message))


def struck_rows(table: Table, rows: Rows, result: Cells) -> frozenset[int]:
    """Entries struck through as a whole; they are taken, with one warning each."""
    sheet = table.sheet
    if not sheet.struck:
        return frozenset()
    struck_columns: dict[int, set[int]] = {}
    for row, position in sheet.struck:
        struck_columns.setdefault(row, set()).add(position)
    whole: set[int] = set()
    for row in rows.entries:
        filled = [at for at in table.match.columns if at < len(sheet.rows[row]) and not is_blank(sheet.rows[row][at])]
        if len(filled) > 1 and struck_columns.get(row, set()).issuperset(filled):
            whole.add(row)
            message = (
                "Die Zeile ist durchgestrichen. Texte wurden übernommen, Termine, Status und Zahlen bleiben offen."
            )
            result.problems.append(warn_at(sheet, row, filled[0], "struck-through", message))
    return frozenset(whole)


def struck_cells(
    table: Table, rows: Rows, position: int, column: Column, raw: list[object], whole: frozenset[int], result: Cells
) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, row in enumerate(rows.entries):
        if (row, position) not in table.sheet.struck or is_blank(plain(raw[at])):
            continue
        found[at] = as_text(raw[at])
        if row not in whole:
            said = None if table.match.source.field_type(column) == FieldType.PERSON else found[at]
            message = f"{column.label}: {'Die Angabe' if said is None else f'„{shorten(said)}“'} ist durchgestrichen."
            result.problems.append(warn_at(table.sheet, row, position, "struck-through", message, said))
    return found


def tell_hidden(table: Table, rows: Rows, result: Cells) -> None:
    sheet = table.sheet
    hidden = [row for row in rows.entries if row in sheet.hidden_rows] if sheet.hidden_rows else []
    if hidden:
        message = f"Ausgeblendete Zeilen wurden mitgelesen: {ranges(hidden)}."
        result.problems.append(warn_at(sheet, hidden[0], min(table.match.columns), "hidden", message))
    for position in sorted(sheet.hidden_columns.intersection(table.match.columns)):
        name = f"{column_letter(position)} „{shorten(table.headings.get(position, ''))}“"
        message = f"Die ausgeblendete Spalte {name} wurde mitgelesen."
        result.problems.append(warn_at(sheet, table.first - 1, position, "hidden", message))
