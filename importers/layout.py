"""Where the tables of a sheet are: their heading rows, what each column is, and the rows that belong to them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from importers.sheet import Sheet, type_of_value
from importers.source import KEY, Column, Source, heading_forms, heading_key, is_unit

LONGEST_HEADING = 90
HEADING_ROWS = 200  # up to here headings are known in any dress; further down as written there or in the source
ALSO_LIKELY = 1.5  # what a word in a title or sheet name weighs, in columns
SLIGHTLY_LIKELY = 0.75  # the same for the file's name
KEY_HEADINGS = frozenset(
    heading_key(heading) for heading in ("Kennung", "Schlüssel im Masterplan", "Masterplan-Kennung")
)


@dataclass(frozen=True)
class Match:
    """How one source fits the headings of a row: its columns by position, and what is missing of those required."""

    source: Source
    columns: dict[int, Column]
    aside: frozenset[int]
    key_column: int | None
    missing: tuple[tuple[str, ...], ...]
    score: float
    title_position: int

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Table:
    """A table found in a sheet: heading rows ``top`` to ``first - 1``, rows ``first`` to ``end - 1`` below them."""

    sheet: Sheet
    match: Match
    rivals: tuple[Source, ...]  # other sources that fit the headings just as well
    headings: dict[int, str]  # every column with a heading, as written
    titles: tuple[int, ...]  # rows above the headings
    top: int
    first: int
    end: int
    repeats: tuple[int, ...] = ()  # rows that say the headings again
    sheet_titles: tuple[int, ...] = ()  # for a further table of a sheet: the rows above the first


def find_tables(sheet: Sheet, sources: Sequence[Source], file: str) -> list[Table]:
    """The tables of a sheet from top to bottom. A first table that lacks a required column is given as incomplete."""
    tables: list[Table] = []
    heads = _heads(sheet, sources, file)
    for position, (top, first, match, rivals, headings) in enumerate(heads):
        end = heads[position + 1][0] if position + 1 < len(heads) else len(sheet.rows)
        if not tables:
            tables.append(Table(sheet, match, rivals, headings, tuple(range(top)), top, first, end))
            continue
        last = tables[-1]
        if match.columns == last.match.columns and match.source is last.match.source:
            tables[-1] = replace(last, end=end, repeats=(*last.repeats, *range(top, first)))
        else:
            titles = _titles(sheet, last.first, top)
            tables[-1] = replace(last, end=min(titles, default=top))
            tables.append(Table(sheet, match, rivals, headings, titles, top, first, end, sheet_titles=tables[0].titles))
    return tables


def width(row: Sequence[type_of_value]) -> int:
    """How many cells of a row hold something."""
    return len(row) - row.count(None) - row.count("")


def is_blank(value: type_of_value) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def has_table(sheet: Sheet) -> bool:
    """Whether a sheet looks tabular: three rows or more with three cells or more."""
    return sum(width(row) >= 3 for row in sheet.rows) >= 3


def mentions(text: str, source: Source) -> bool:
    """Whether a title, sheet or file name speaks of what the source is about."""
    wanted = _text_key(text)
    return any(word in wanted for word in source.spoken)


@lru_cache(maxsize=256)
def _text_key(text: str) -> str:
    return heading_key(text)


Head = tuple[int, int, Match, tuple[Source, ...], dict[int, str]]


def _heads(sheet: Sheet, sources: Sequence[Source], file: str) -> list[Head]:
    """Top row, first data row, best match, rivals and headings of every table, from top to bottom."""
    heads: list[Head] = []
    partial: Head | None = None
    next_free = 0
    for row, hits in _likely_rows(sheet, sources).items():
        if row < next_free or (heads and hits * 5 < width(sheet.rows[row]) * 2):
            continue
        head = _head_at(sheet, row, sources, file)
        if head is None:
            continue
        head = _with_units(sheet, head)
        if head[2].complete or (heads and _repeats(sheet, row, heads[-1])):
            heads.append(head if head[2].complete else (head[0], head[1], heads[-1][2], (), heads[-1][4]))
            next_free = head[1]
        elif not heads and len(head[2].columns) >= 2 and (partial is None or head[2].score > partial[2].score):
            partial = head
    if not heads and partial is not None:
        return [partial]
    return heads


def _likely_rows(sheet: Sheet, sources: Sequence[Source]) -> dict[int, int]:
    """Rows that hold at least two known headings, and the rows above these, with the number of known headings."""
    known = frozenset(key for source in sources for key in (*source.sure, *source.weak, *source.aside)) | KEY_HEADINGS
    starts = frozenset(key[:5] for key in known)
    shorts = frozenset(key for key in known if len(key) < 5)
    above = {value for row in sheet.rows[:HEADING_ROWS] for value in row if isinstance(value, str)}
    headings = {value for value in above if len(value) <= LONGEST_HEADING and _is_heading(value, known, starts, shorts)}
    for source in sources:
        headings |= source.written
    hits: Counter[int] = Counter()
    for cells in zip_longest(*sheet.rows):
        for word in headings.intersection(cells):
            hits.update(_places(cells, word))
    likely = {row: count for row, count in hits.items() if count >= 2}
    upper = {row - 1: hits[row - 1] for row in likely if row and row - 1 not in likely and width(sheet.rows[row - 1])}
    return dict(sorted((likely | upper).items()))


def _places(cells: tuple[type_of_value, ...], word: str) -> Iterator[int]:
    """Where a word stands in a column."""
    at = -1
    for _ in range(cells.count(word)):
        at = cells.index(word, at + 1)
        yield at


def _is_heading(value: str, known: frozenset[str], starts: frozenset[str], shorts: frozenset[str]) -> bool:
    """Whether a text is a known heading; the beginning of its letters decides for nearly all texts."""
    key = heading_key(value)
    if key in known:
        return True
    if key[:5] not in starts and not any(key[:length] in shorts for length in (1, 2, 3, 4)):
        return False
    return any(form in known for form in heading_forms(value))


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[str, ...]:
    return tuple(heading_forms(text))


def _head_at(sheet: Sheet, row: int, sources: Sequence[Source], file: str) -> Head | None:
    """The heading that begins in a row: of one line, or of two where two say more."""
    single = _texts(sheet.rows[row])
    double = _two_lines(sheet, row)
    one = _best({column: _forms(text) for column, text in single.items()}, sources, sheet, row, file)
    two = _best({column: forms for column, (forms, _) in double.items()}, sources, sheet, row, file)
    below = _texts(sheet.rows[row + 1]) if row + 1 < len(sheet.rows) else {}
    next_one = _best({column: _forms(text) for column, text in below.items()}, sources, sheet, row + 1, file)
    strengths = [
        0.0 if best is None else (100.0 if best[0].complete else 0.0) + best[0].score for best in (one, two, next_one)
    ]
    if two is not None and strengths[1] > max(strengths[0], strengths[2]):
        return row, row + 2, *two, {column: text for column, (_, text) in double.items()}
    if one is not None and strengths[0] >= strengths[2] and len(one[0].columns) >= 2:
        return row, row + 1, *one, single
    return None


def _with_units(sheet: Sheet, head: Head) -> Head:
    """The heading with the row below it, where that holds nothing but units: „in T€“ below „Budget“."""
    top, first, match, rivals, headings = head
    below = sheet.rows[first] if first < len(sheet.rows) else []
    units = {column: value for column, value in enumerate(below) if not is_blank(value)}
    if not units or not all(isinstance(value, str) and is_unit(value) for value in units.values()):
        return head
    named = {column: f"{text} {units[column]}" if column in units else text for column, text in headings.items()}
    return top, first + 1, match, rivals, named


def _texts(row: Sequence[type_of_value]) -> dict[int, str]:
    """The texts of a row that may be headings, by column."""
    return {
        column: value
        for column, value in enumerate(row)
        if isinstance(value, str) and value.strip() and len(value) <= LONGEST_HEADING
    }


def _two_lines(sheet: Sheet, row: int) -> dict[int, tuple[tuple[str, ...], str]]:
    """Forms and wording of headings in two lines: an upper word counts for all columns up to the next upper word."""
    if row + 1 >= len(sheet.rows):
        return {}
    upper, lower = _texts(sheet.rows[row]), _texts(sheet.rows[row + 1])
    spans = {
        column: (merge.left, sheet.rows[row][merge.left] if merge.left < len(sheet.rows[row]) else None)
        for merge in sheet.merges
        if merge.top <= row <= merge.bottom
        for column in range(merge.left, merge.right + 1)
    }
    headings: dict[int, tuple[tuple[str, ...], str]] = {}
    above = ""
    for column in range(max((*upper, *lower), default=-1) + 1):
        if column in upper:
            above = upper[column]
        elif column in spans:
            above = str(spans[column][1] or "")
        if column in lower:
            over = upper.get(column) or above
            both = f"{over} {lower[column]}".strip()
            headings[column] = ((*_forms(both), *_forms(lower[column])), both if over else lower[column])
        elif column in upper:
            headings[column] = (_forms(upper[column]), upper[column])
    return headings


def _best(
    headings: dict[int, tuple[str, ...]], sources: Sequence[Source], sheet: Sheet, row: int, file: str
) -> tuple[Match, tuple[Source, ...]] | None:
    """The source that fits best, and those that fit just as well."""
    if not headings:
        return None
    titles = " ".join(value for above in sheet.rows[max(0, row - 6) : row] for value in above if isinstance(value, str))
    matches = [_match(source, headings, f"{sheet.name} {titles[:600]}", file) for source in sources]
    best = max(matches, key=lambda match: (match.complete, match.score, -match.title_position))
    if not best.columns:
        return None
    rivals = tuple(
        match.source
        for match in matches
        if match is not best
        and match.source.part != best.source.part
        and (match.complete, match.score, match.title_position) == (best.complete, best.score, best.title_position)
    )
    return best, rivals


def _match(source: Source, headings: dict[int, tuple[str, ...]], near: str, file: str) -> Match:
    columns: dict[int, Column] = {}
    weakly: dict[int, Column] = {}
    aside: set[int] = set()
    planned = 0
    key_column = None
    for position, forms in headings.items():
        form = next((form for form in forms if form in source.sure or form in source.weak), "")
        if key_column is None and KEY_HEADINGS.intersection(forms):
            key_column = position
        elif source.aside.intersection(forms):
            aside.add(position)
        elif form and form != forms[0] and forms[0].rstrip("0123456789") in source.planned:
            planned += 1  # known for what it is, and not read
        elif form in source.sure:
            columns[position] = source.sure[form]
        elif form:
            weakly[position] = source.weak[form]
    surely = {column.field for column in columns.values()}
    columns |= {position: column for position, column in weakly.items() if column.field not in surely}
    columns = dict(sorted(columns.items()))
    fields = {column.field for column in columns.values()}
    missing = tuple(group for group in source.required if not fields.intersection(group))
    titles = [position for position, column in columns.items() if column.field == source.required[0][0]]
    own_title = any(
        form in source.sure and form != "titel"
        for position in titles
        for form in headings[position]
        if position not in weakly
    )
    score = len(fields) + 0.9 * (len(aside) + planned) + 0.5 * own_title
    score += ALSO_LIKELY * mentions(near, source) + SLIGHTLY_LIKELY * mentions(file, source)
    return Match(source, columns, frozenset(aside), key_column, missing, score, min(titles, default=len(headings)))


def _repeats(sheet: Sheet, row: int, head: Head) -> bool:
    """Whether a row says the headings of a table again, in most of its columns."""
    texts = _texts(sheet.rows[row])
    same = sum(_forms(text) == _forms(head[4].get(column, "")) for column, text in texts.items())
    return same >= 2 and same * 3 >= len(head[2].columns) * 2


def _titles(sheet: Sheet, above: int, top: int) -> tuple[int, ...]:
    """Rows with a single cell directly above a further table's headings, blank rows between them passed over."""
    found: list[int] = []
    for row in range(top - 1, above - 1, -1):
        filled = width(sheet.rows[row])
        if filled > 1:
            break
        found.append(row)
    return tuple(sorted(found))


def ranges(rows: Iterable[int]) -> str:
    """Zero-based rows as a reader sees them: „5–9, 12“."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{first + 1}" if first == last else f"{first + 1}–{last + 1}" for first, last in spans)


__all__ = ["KEY", "Match", "Table", "find_tables", "has_table", "is_blank", "mentions", "ranges", "width"]
