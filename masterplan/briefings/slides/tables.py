"""Tables on slides: the widths of their columns, and which rows fit under the repeated header."""

from collections.abc import Sequence
from dataclasses import replace

from masterplan.briefings.content import Cell, Table
from masterplan.briefings.slides import fitting
from masterplan.briefings.slides.fitting import LEADING
from masterplan.briefings.slides.room import CAPTION, CELL_MARGIN, CELL_PADDING, LONG_WORD, Rows
from masterplan.vocabulary import number

CONTINUED = " (Fortsetzung)"
LEAST_ROWS = 2
"""A table that is shown in part starts on a fresh slide where fewer rows than these would fit."""
Cut = tuple[Rows | None, Table | None]
"""What of a table fits, and what is left of it."""


def rows_height(rows: Rows, width: float) -> float:
    """The height of a part of a table, with its title and, at its end, its note."""
    note = _note_height(rows.table, width) if rows.last else 0.0
    return table_title_height(rows.table, width) + sum(rows.heights) + note + 2


def _note_height(table: Table, width: float) -> float:
    return fitting.height(table.remark, CAPTION, width) + 4 if table.remark else 0.0


def table_title_height(table: Table, width: float) -> float:
    """The height of the line above a table."""
    return fitting.height(table.title, 14, width, bold=True) + 4


def cut_table(table: Table, width: float, free: float, fresh: bool) -> Cut:
    """As many rows as fit, under the repeated header; a row taller than a slide goes on in a second one."""
    size = 12 if len(table.columns) <= 7 else 11 if len(table.columns) <= 9 else 10
    widths = _column_widths(table, width, size)
    head = _row_height([column.title for column in table.columns], widths, size, bold=True)
    room = free - table_title_height(table, width) - head
    heights: list[float] = []
    for at, row in enumerate(table.rows):
        tall = _row_height([cell.text for cell in row], widths, size)
        note = _note_height(table, width) if at == len(table.rows) - 1 else 0.0
        if sum(heights) + tall + note > room:
            break
        heights.append(tall)
    fits = len(heights)
    if fits < len(table.rows) and (fits < 2 or (fits < 4 and not fresh)):
        if not fresh:
            return None, table
        if fits == 0:
            return _cut_row(table, widths, size, room, head)
    rest = table.rows[fits:]
    part = Rows(table, table.rows[:fits], (head, *heights), widths, size, not rest)
    return part, (_continued(table, rest) if rest else None)


def first_rows(table: Table, width: float, free: float, fresh: bool) -> Cut:
    """As many rows as fit on this one slide; of the others the note tells how many they are and where they stand."""
    is_cut = table.whole is not None
    now, later = cut_table(_shortened(table, len(table.rows)) if is_cut else table, width, free, fresh=True)
    for shown in range(len(now.rows) if now and later else 0, 0 if fresh else LEAST_ROWS - 1, -1):
        short, rest = cut_table(_shortened(table, shown), width, free, fresh=True)
        if rest is None:
            now, later = short, None
            break
    if not fresh and (now is None or later is not None or rows_height(now, width) > free):
        return None, table
    return now, later


def _shortened(table: Table, shown: int) -> Table:
    """The first rows, a sum among them as the last, and one remark on all that follow them elsewhere."""
    kept = table.rows[: shown - 1] + table.rows[-1:] if table.total else table.rows[:shown]
    told = f"… weitere {number((table.whole or len(table.rows)) - shown)} in PDF und Arbeitsmappe."
    return replace(table, rows=kept, note=" ".join(filter(None, (told, table.note))), whole=None, rest=None)


def _cut_row(table: Table, widths: tuple[float, ...], size: int, room: float, head: float) -> Cut:
    first, *others = table.rows
    most = max(int((room - 2 * CELL_PADDING) / (size * LEADING)), 1)
    texts = [
        fitting.pieces(cell.text, size, wide - 2 * CELL_MARGIN, most) for cell, wide in zip(first, widths, strict=True)
    ]
    now = tuple(replace(cell, text=parts[0]) for cell, parts in zip(first, texts, strict=True))
    later = tuple(
        replace(cell, text="\n".join(parts[1:]).replace("\n", " ")) for cell, parts in zip(first, texts, strict=True)
    )
    left = [later, *others] if any(cell.text for cell in later) else others
    tall = _row_height([cell.text for cell in now], widths, size)
    part = Rows(table, (now,), (head, tall), widths, size, not left)
    return part, (_continued(table, tuple(left)) if left else None)


def _continues(table: Table) -> bool:
    return table.title.endswith(CONTINUED)


def _continued(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    title = table.title if _continues(table) else table.title + CONTINUED
    return replace(table, title=title, rows=rows)


def _row_height(texts: Sequence[str], widths: Sequence[float], size: int, bold: bool = False) -> float:
    most = max(
        len(fitting.lines(text, size, wide - 2 * CELL_MARGIN, bold)) for text, wide in zip(texts, widths, strict=True)
    )
    return most * size * LEADING + 2 * CELL_PADDING


def _column_widths(table: Table, width: float, size: int) -> tuple[float, ...]:
    """The columns share the width as the content asks for; none becomes narrower than the longest word of its head."""
    asked = sum(column.width for column in table.columns)
    shares = [width * column.width / asked for column in table.columns]
    least = [_longest_word(table, at, size) + 2 * CELL_MARGIN + 1 for at in range(len(table.columns))]
    least = [min(need, width / 3) for need in least]
    lacking = sum(max(need - share, 0.0) for need, share in zip(least, shares, strict=True))
    spare = sum(max(share - need, 0.0) for need, share in zip(least, shares, strict=True))
    if not lacking or not spare:
        return tuple(shares)
    given = min(lacking / spare, 1.0)
    widths = [
        max(share, need) if share <= need else share - (share - need) * given
        for need, share in zip(least, shares, strict=True)
    ]
    return tuple(one * width / sum(widths) for one in widths)


def _longest_word(table: Table, at: int, size: int) -> float:
    head = max(fitting.width(word, size, bold=True) for word in table.columns[at].title.split(" "))
    if table.columns[at].kind == "text":
        words = {word for row in table.rows for word in row[at].text.split(" ")}
        return max(head, min(max((fitting.width(word, size) for word in words), default=0.0), LONG_WORD))
    return max([head, *(fitting.width(row[at].text, size) for row in table.rows)])
