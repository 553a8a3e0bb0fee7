"""In what unit the amounts of a table are told where no heading says it: „Alle Beträge in T€“ above or below it."""

import re

from importers.layout import Table
from importers.lookups import UNIT_NAMED, as_text, factor_named, read_amount, shorten
from importers.problems import Problem
from importers.raw_cells import warn_at
from importers.rows import Rows
from importers.source import is_unit
from masterplan.vocabulary import number

_SAID = re.compile(rf"\bin {UNIT_NAMED}(?:(?<=€)|(?<=eur)|(?<=euro)|(?=\s*(?:[).,;]|$)))", re.IGNORECASE)
"""„in T€“, „in Mio.“; not „in Millionen Haushalten“."""


def factor_noted(table: Table, rows: Rows, problems: list[Problem]) -> int:
    """What bare amounts are multiplied by, as a title or a note says; what it comes to is told."""
    amounts = [at for at, column in table.match.columns.items() if column.read is read_amount]
    bare = [f"„{table.headings[at]}“" for at in amounts if factor_named(table.headings[at]) is None]
    if not bare:
        return 1
    noted = _noted(table, rows)
    factors = {factor for _, _, _, factor in noted}
    if not factors or factors == {1}:
        return 1
    row, column, words, factor = noted[0]
    about = shorten(" ".join(", ".join(bare).split()), 80)
    told = f"„{shorten(words)}“ gilt auch für {about}: Zahlen ohne Einheit wurden mit {number(factor)} malgenommen."
    if len(factors) > 1:
        factor = 1
        told = f"Um die Tabelle stehen verschiedene Einheiten; Zahlen ohne Einheit gelten bei {about} als Euro."
    advice = "Bitte die Einheit in die Überschrift der Spalte schreiben, z. B. „Budget in T€“."
    problems.append(warn_at(table.sheet, row, column, "unit-noted", f"{told} {advice}", words))
    return factor


def _noted(table: Table, rows: Rows) -> list[tuple[int, int, str, int]]:
    """Row, column, words and factor of every text outside the entries that names a unit of money."""
    beside = [row for skipped in rows.skipped.values() for row in skipped] + [row for row, _ in rows.groups]
    found = []
    for row in sorted({*table.titles, *table.sheet_titles, *beside}):
        for column, value in enumerate(table.sheet.rows[row]):
            text = as_text(value) if isinstance(value, str) else ""
            said = _SAID.search(text)
            words = said[0] if said else text if is_unit(text) else ""
            if (factor := factor_named(words)) is not None:
                found.append((row, column, text, factor))
    return found
