"""Which rows of a table are entries: not totals, footnotes, repeated headings or heading rows of a group."""

import re
from dataclasses import dataclass, field

from importers.layout import Table, is_blank, width
from importers.sheet import Merge, type_of_value

_TOTAL = re.compile(
    r"^\W*(?:(?:zwischen|gesamt|end|teil)?-?summen?|insgesamt|gesamt|total|mittelwert|durchschnitt)\b(?!-\w)",
    re.IGNORECASE,
)
_TOTAL_BEGINNINGS = frozenset({"zwi", "ges", "end", "tei", "sum", "ins", "tot", "mit", "dur"})
_FOOTNOTE = re.compile(
    r"^\s*(?:\*+\)?\s*\S|[¹²³⁴⁵⁶]|\(?\d{1,2}\)\s|\(?[a-z]\)\s|(?:Hinweise?|Anmerkung(?:en)?|Legende|Erläuterung(?:en)?|Quellen?|Fußnoten?|Stand|Stichtag|Abkürzungen)\b\s*[:\-–])",
    re.IGNORECASE,
)
_MARK = re.compile(r"^\s*(?:\*+\)?|[¹²³⁴⁵⁶]|\(?\d{1,2}\))\s*$")
_NUMBER_LABEL = re.compile(r"^\s*[A-Za-z]{0,4}[\s.\-]?\d+(?:[.\-/]\d+)*[a-z]?[.)]?\s*$")
_AMOUNT = re.compile(r"^[\s\d.,+\-–%€]*(?:EUR|Euro|T€|TEUR|Mio\.?)?[\s€]*$", re.IGNORECASE)
_PAGE = re.compile(r"^\s*(?:Seite|Blatt|S\.)\s*\d+", re.IGNORECASE)

FOOTNOTE, BELOW, NOTHING_READ = "Fußnote", "Text unter der Tabelle", "nichts in den gelesenen Spalten"
FREE = frozenset({FOOTNOTE, BELOW, NOTHING_READ})
"""Reasons of rows that may say anything, names of persons too."""


@dataclass
class Rows:
    """The rows of a table: entries, rows that continue an entry, group headings, and what was passed over and why."""

    entries: list[int] = field(default_factory=list)
    continued: dict[int, list[int]] = field(default_factory=dict)  # entry → rows below that share its merged title cell
    groups: list[tuple[int, int]] = field(default_factory=list)  # row and column of group headings, from top to bottom
    skipped: dict[str, list[int]] = field(default_factory=dict)  # German reason → rows
    _lines: list[list[type_of_value]] | None = None
    _narrowest: int | None = None

    def lines(self, rows: list[list[type_of_value]]) -> list[list[type_of_value]]:
        """The entries' rows of the sheet."""
        if self._lines is None or len(self._lines) != len(self.entries):
            self._lines = [rows[row] for row in self.entries]
        return self._lines

    def narrowest(self, rows: list[list[type_of_value]]) -> int:
        """How many cells every entry has at least."""
        if self._narrowest is None:
            self._narrowest = min(map(len, self.lines(rows)), default=0)
        return self._narrowest

    def skip(self, reason: str, row: int) -> None:
        self.skipped.setdefault(reason, []).append(row)


def sort_rows(table: Table) -> Rows:
    """Every row of the table in its place."""
    sheet, match = table.sheet, table.match
    title = _title_column(table)
    mapped = sorted(match.columns)
    continued = _continued(table, title)
    result = Rows()
    narrow: list[int] = []
    first_columns = (mapped[0], title)
    entry_width, repeats = 2, frozenset(table.repeats)
    last_full, blank_since_full = table.first, -1
    special = repeats.union(continued, _perhaps_totals(table, *first_columns), [table.first])
    for row in range(table.first, table.end):
        cells = sheet.rows[row]
        filled = len(cells) - cells.count(None) - cells.count("")
        if filled > 3 and row not in special and title < len(cells) and cells[title] not in (None, ""):
            result.entries.append(row)
            last_full = row
        elif row in repeats:
            result.skip("wiederholte Kopfzeile", row)
        elif row in continued:
            result.continued.setdefault(continued[row], []).append(row)
        elif filled == 0 or (filled < 4 and all(map(is_blank, cells))):
            blank_since_full = row
        elif row == table.first and _column_numbers(cells):
            result.skip("Spaltennummern", row)
        elif _begins_total(cells, *first_columns) and _is_total(cells):
            result.skip("Summe", row)
        elif filled > 2 and title < len(cells) and cells[title] not in (None, "") and filled >= entry_width:
            result.entries.append(row)
            last_full = row
        elif filled >= entry_width and any(column < len(cells) and not is_blank(cells[column]) for column in mapped):
            if filled <= 2 and blank_since_full > last_full and _is_marked_note(cells, title):
                result.skip(FOOTNOTE, row)
                continue
            result.entries.append(row)
            if filled > 2:
                last_full = row
        elif filled >= entry_width:
            result.skip(NOTHING_READ, row)
        else:
            narrow.append(row)
    _sort_narrow(table, result, narrow, title)
    result.entries.sort()
    return result


def _perhaps_totals(table: Table, first: int, title: int) -> set[int]:
    """Rows whose first read cell or title begins with the letters of a word for a total, or with none."""
    return {
        row
        for column in {first, title}
        for row, cells in enumerate(table.sheet.rows[table.first : table.end], table.first)
        if column < len(cells)
        and isinstance(text := cells[column], str)
        and (not text[:1].isalnum() or text[:3].casefold() in _TOTAL_BEGINNINGS)
    }


def _begins_total(cells: list[type_of_value], first: int, title: int) -> bool:
    """Whether the first read cell or the title begins with a word for a total."""
    one = cells[first] if first < len(cells) else None
    two = cells[title] if title < len(cells) else None
    return bool((isinstance(two, str) and _TOTAL.match(two)) or (isinstance(one, str) and _TOTAL.match(one)))


def _title_column(table: Table) -> int:
    wanted = table.match.source.required[0][0] if table.match.source.required[0][0] == "title" else None
    for column, described in table.match.columns.items():
        if described.field == (wanted or "title"):
            return column
    return min(table.match.columns)


def _continued(table: Table, title: int) -> dict[int, int]:
    """Rows below the first of a title cell merged over several rows, each with that first row."""
    return {
        row: merge.top
        for merge in table.sheet.merges
        if merge.left <= title <= merge.right and merge.bottom > merge.top >= table.first and merge.bottom < table.end
        for row in range(merge.top + 1, merge.bottom + 1)
    }


def _sort_narrow(table: Table, result: Rows, narrow: list[int], title: int) -> None:
    """Rows with one filled cell: heading rows, notes, or entries of which nothing but the title is told."""
    if not narrow:
        return
    sheet = table.sheet
    last_entry = max(result.entries, default=table.first)
    merged = {(merge.top, merge.left): merge for merge in sheet.merges if merge.right > merge.left}
    titles = {value for row in table.titles for value in sheet.rows[row] if isinstance(value, str) and value.strip()}
    numbered = _numbered(table, result.entries)
    apart = _first_blank_after(table, last_entry)
    above_repeats = _above_repeats(table)
    for row in narrow:
        column = next(position for position, value in enumerate(sheet.rows[row]) if not is_blank(value))
        value = sheet.rows[row][column]
        described = table.match.columns.get(column)
        merge: Merge | None = merged.get((row, column))
        if isinstance(value, str) and (value in titles or _PAGE.match(value)):
            result.skip("wiederholter Titel", row)
        elif isinstance(value, str) and _FOOTNOTE.match(value):
            result.skip(FOOTNOTE, row)
        elif apart is not None and row > apart and isinstance(value, str):
            result.skip(BELOW, row)
        elif row in above_repeats and isinstance(value, str):
            result.groups.append((row, column))
        elif column == title and merge is None and not (numbered and isinstance(value, str)):
            result.entries.append(row)
        elif (
            merge is not None
            or column == title
            or (described is not None and described.grouping)
            or (isinstance(value, str) and column < title and not _NUMBER_LABEL.match(value))
        ):
            result.groups.append((row, column))
        elif described is not None:
            result.entries.append(row)  # no title: set aside by validation, with its words
        else:
            result.skip(NOTHING_READ, row)


def _numbered(table: Table, entries: list[int]) -> bool:
    """Whether (nearly) every entry has a number, so that a title without one reads as a heading row."""
    column = next((column for column, described in table.match.columns.items() if described.field == "number"), None)
    if column is None or not entries:
        return False
    numbers = sum(
        column < len(row) and not is_blank(row[column]) for row in (table.sheet.rows[entry] for entry in entries)
    )
    return numbers * 10 >= len(entries) * 9


def _above_repeats(table: Table) -> set[int]:
    """Rows directly above repeated headings, blank rows passed over: the title of the section that begins there."""
    found: set[int] = set()
    for repeat in table.repeats:
        row = repeat - 1
        while row >= table.first and width(table.sheet.rows[row]) == 0:
            row -= 1
        if row >= table.first and width(table.sheet.rows[row]) == 1:
            found.add(row)
    return found


def _first_blank_after(table: Table, row: int) -> int | None:
    return next((r for r in range(row + 1, table.end) if width(table.sheet.rows[r]) == 0), None)


def _is_total(cells: list[type_of_value]) -> bool:
    """Whether beside the word for a total there are only numbers."""
    return all(
        not isinstance(value, str) or _TOTAL.match(value) or _AMOUNT.match(value) or is_blank(value)
        for value in cells
        if value is not None
    ) and not any(hasattr(value, "year") for value in cells)


def _is_marked_note(cells: list[type_of_value], title: int) -> bool:
    """Whether a row is a footnote in two cells: its mark, then its text."""
    filled = [(column, value) for column, value in enumerate(cells) if not is_blank(value)]
    return bool(filled) and filled[0][0] <= title and isinstance(filled[0][1], str) and bool(_MARK.match(filled[0][1]))


def _column_numbers(cells: list[type_of_value]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    texts = [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        for value in cells
        if not is_blank(value)
    ]
    numbers = [text.strip(" ().") for text in texts]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
