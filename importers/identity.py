"""Which row of a file is which item of the plan, where numbers move and titles are reworded."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

Settle = Callable[[int, int], None]
SIMILAR = 85.0  # per cent; source: the public contract („title similarity ≥ 0.85“)


@dataclass(frozen=True)
class Label:
    """What a row or an item is called: a number, a title and, where a file gives it, the item's own key."""

    number: str | None
    title: str | None
    key: str | None = None


@dataclass(frozen=True)
class Doubt:
    """A row that may be an item, or may not: a person decides."""

    row: int
    item: int


@dataclass(frozen=True)
class Matches:
    """For each row the position of its item, or None for a new one; and what is doubtful (such rows stand as None)."""

    items: list[int | None]
    doubts: list[Doubt]


def match(rows: Sequence[Label], items: Sequence[Label]) -> Matches:
    """Tells which row is which item: (a) by key; (b) same number and similar title; (c) same title, unique on both.

    Rows and items settled by one of these take no further part. Otherwise the same number or a similar title is
    doubtful. A pair of (b) whose title stands word for word on another row or item is doubtful too: with shifted
    numbers „Ausbau (II)“ would else become „Ausbau (I)“.
    """
    found: list[int | None] = [None] * len(rows)
    free = set(range(len(items)))

    def settle(row: int, item: int) -> None:
        found[row] = item
        free.discard(item)

    _by_key(rows, items, settle)
    doubtful = _by_number(rows, items, found, free, settle)
    _by_title(rows, items, found, free, settle)
    open_rows = [row for row in range(len(rows)) if found[row] is None]
    doubts: dict[int, Doubt] = {}
    unasked = set(free)
    for doubt in doubtful:  # the most similar first
        if found[doubt.row] is None and doubt.row not in doubts and doubt.item in unasked:
            doubts[doubt.row] = doubt
            unasked.discard(doubt.item)
    for doubt in _doubts(rows, items, [row for row in open_rows if row not in doubts], sorted(unasked)):
        doubts[doubt.row] = doubt
    return Matches(found, [doubts[row] for row in sorted(doubts)])


def similarity(one: str | None, other: str | None) -> float:
    """How alike two titles are, 0 to 100, whatever their case and blanks."""
    return fuzz.ratio(same(one), same(other))


def same(text: str | None) -> str:
    """Titles that differ in case and blanks only are the same."""
    return " ".join((text or "").casefold().split())


def _by_key(rows: Sequence[Label], items: Sequence[Label], settle: Settle) -> None:
    by_key = {item.key: at for at, item in enumerate(items) if item.key}
    for row, label in enumerate(rows):
        if label.key and label.key in by_key:
            settle(row, by_key.pop(label.key))


def _by_number(
    rows: Sequence[Label], items: Sequence[Label], found: list[int | None], free: set[int], settle: Settle
) -> list[Doubt]:
    numbered: dict[str, list[int]] = defaultdict(list)
    for item in sorted(free):
        if number := items[item].number:
            numbered[number].append(item)
    pairs: list[tuple[float, int, int]] = []
    for row, label in enumerate(rows):
        for item in numbered.get(label.number or "", []) if found[row] is None else []:
            exact = label.title == items[item].title
            alike = 100.0 if exact else similarity(label.title, items[item].title)
            if alike >= SIMILAR:
                pairs.append((alike, row, item))
    titles_of_rows = _where(rows, [row for row in range(len(rows)) if found[row] is None])
    titles_of_items = _where(items, sorted(free))
    doubts: list[Doubt] = []
    for alike, row, item in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if found[row] is not None or item not in free:
            continue
        elsewhere = titles_of_items.get(same(rows[row].title), []) or titles_of_rows.get(same(items[item].title), [])
        if alike < 100 and elsewhere:
            doubts.append(Doubt(row, item))
        else:
            settle(row, item)
    return doubts


def _by_title(
    rows: Sequence[Label], items: Sequence[Label], found: list[int | None], free: set[int], settle: Settle
) -> None:
    of_items = _where(items, sorted(free))
    for title, at in _where(rows, [row for row in range(len(rows)) if found[row] is None]).items():
        if title and len(at) == 1 and len(of_items.get(title, [])) == 1:
            settle(at[0], of_items[title][0])


def _where(labels: Sequence[Label], positions: Sequence[int]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = defaultdict(list)
    for position in positions:
        where[same(labels[position].title)].append(position)
    return where


def _doubts(
    rows: Sequence[Label], items: Sequence[Label], open_rows: Sequence[int], open_items: Sequence[int]
) -> list[Doubt]:
    """Each open row with the open item it may be: the most similar one, else one with the same number."""
    if not open_rows or not open_items:
        return []
    titles = [same(items[item].title) for item in open_items]
    numbers: dict[str, int] = {items[item].number or "": item for item in reversed(open_items)}
    pairs: list[tuple[float, int, int]] = []
    doubts: list[Doubt] = []
    for row in open_rows:
        title = same(rows[row].title)
        best = process.extractOne(title, titles, scorer=fuzz.ratio, score_cutoff=SIMILAR) if title else None
        if best:
            pairs.append((best[1], row, open_items[best[2]]))
        if rows[row].number and rows[row].number in numbers:
            pairs.append((0.0, row, numbers[rows[row].number or ""]))
    taken_rows: set[int] = set()
    taken_items: set[int] = set()
    for _, row, item in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if row not in taken_rows and item not in taken_items:
            taken_rows.add(row)
            taken_items.add(item)
            doubts.append(Doubt(row, item))
    return doubts
