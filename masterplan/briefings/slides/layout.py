"""Which part of a section stands where on which slide: pure arithmetic on room, before anything is drawn.

All measures are points. Text is set in the largest size that needs no more slides than the smallest; lists and charts
with many rows go on over several slides. So do tables where nothing may be left out; otherwise a table ends on its
slide and tells how many further rows the other formats hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from masterplan.briefings.content import Block, Bullets, Chart, Figures, Note, Paragraph, Table
from masterplan.briefings.slides import fitting
from masterplan.briefings.slides.fitting import LEADING
from masterplan.briefings.slides.room import (
    CAPTION,
    GAP,
    NOTE,
    Line,
    Part,
    Rows,
    Texts,
    best_chart_height,
    chart_height,
    figures_height,
    line_height,
    texts_height,
)
from masterplan.briefings.slides.tables import cut_table, first_rows, rows_height
from masterplan.vocabulary import number

TEXT_SIZES = (20, 18, 16, 14)
SMALL_CHART = 3
"""A chart of so many rows stands beside the key figures before it."""


@dataclass(frozen=True)
class Placed:
    """A part in its place, measured from the top left corner of the room."""

    part: Part
    left: float
    top: float
    width: float
    height: float


Band = tuple[Part | Table, ...]
"""What stands side by side."""

Page = list[Placed]


def pages(blocks: Sequence[Block], width: float, height: float, *, whole: bool) -> list[Page]:
    """The blocks of a section on as many slides as they need, at least one; ``whole``: with every row of a table."""
    tried = [_flow(list(_bands(blocks, size)), width, height, whole) for size in TEXT_SIZES[:: len(TEXT_SIZES) - 1]]
    if len(tried[0]) == len(tried[-1]):
        return tried[0]
    for size in TEXT_SIZES[1:-1]:
        found = _flow(list(_bands(blocks, size)), width, height, whole)
        if len(found) == len(tried[-1]):
            return found
    return tried[-1]


def single_page(blocks: Sequence[Block], width: float, height: float) -> list[Page]:
    """The blocks on one slide, the tables after the first one named only where they do not fit.

    Where even the first table finds no room for its first rows, more slides.
    """
    whole = found = pages(blocks, width, height, whole=False)
    kept = list(blocks)
    named: list[str] = []
    while len(found) > 1 and isinstance(table := kept[-1], Table) and any(isinstance(one, Table) for one in kept[:-1]):
        kept.pop()
        named.insert(0, f"{table.title} ({number(len(table.rows))})")
        told = f"Außerdem in PDF und Arbeitsmappe: {'; '.join(named)}."
        found = pages(_with_remark(kept, told), width, height, whole=False)
    return found if len(found) == 1 else whole


def _with_remark(blocks: Sequence[Block], told: str) -> list[Block]:
    """The blocks with a remark at their end, below a table in its note, which takes less room."""
    *before, last = blocks
    if isinstance(last, Table):
        return [*before, replace(last, note=" ".join(filter(None, (last.note, told))))]
    return [*blocks, Note(told)]


def _bands(blocks: Sequence[Block], size: int) -> Iterator[Band]:
    """What stands side by side, from top to bottom: texts together, charts in pairs, a small chart with its figures."""
    before: Band = ()
    for band in _grouped(blocks, size):
        match before, band:
            case (Figures(),), (Chart() as chart,) if chart.kind != "gantt" and len(chart.categories) <= SMALL_CHART:
                before += band
                continue
        if before:
            yield before
        before = band
    if before:
        yield before


def _grouped(blocks: Sequence[Block], size: int) -> Iterator[Band]:
    for kind, group in groupby(blocks, _kind):
        members = list(group)
        if kind == "text":
            yield (Texts(tuple(line for block in members for line in _lines(block, size))),)
        elif kind == "chart":
            charts = [one for one in members if isinstance(one, Chart)]
            yield from (tuple(charts[at : at + 2]) for at in range(0, len(charts), 2))
        else:
            yield from ((block,) for block in members if isinstance(block, Figures | Table))


def _kind(block: Block) -> str:
    return {Chart: "chart", Figures: "figures", Table: "table"}.get(type(block), "text")


def _lines(block: Block, size: int) -> Iterator[Line]:
    match block:
        case Paragraph(text, lead):
            yield Line(text, "lead" if lead else "text", size)
        case Note(text, tone):
            sign = "Hinweis: " if tone == "warning" else ""
            yield Line(sign + text, tone, NOTE)
        case Bullets(items, title, numbered):
            if title:
                yield Line(title, "heading", size)
            for place, item in enumerate(items, 1):
                yield Line(item.text, "bullet", size, item.meaning, place if numbered else None)
                if item.detail:
                    yield Line(item.detail, "detail", max(size - 3, CAPTION), hang=size)


def _flow(bands: list[Band], width: float, height: float, whole: bool) -> list[Page]:
    found: list[Page] = [[]]
    free = height
    waiting = list(reversed(bands))
    while waiting:
        if len(waiting[-1]) == 2 and _needed(waiting[-1], width) > height:
            waiting += [(one,) for one in reversed(waiting.pop())]
        now, later = _cut(waiting[-1], width, free, height) if whole else _cut_short(waiting, width, free, height)
        if now is None:
            _stretch(found[-1], free)
            found.append([])
            free = height
            continue
        waiting.pop()
        tall, placed = _placed(now, width, height - free)
        found[-1] += placed
        free -= tall + GAP
        if later is not None:
            waiting.append(later)
    _stretch(found[-1], free)
    return found


def _cut(band: Band, width: float, free: float, whole: float) -> tuple[Band | None, Band | None]:
    """What of a band fits into the room that is free, and what is left of it; no part if nothing fits."""
    fresh = free >= whole
    match band:
        case (Table() as table,):
            now, later = cut_table(table, width, free, fresh)
            return (None if now is None else (now,)), (None if later is None else (later,))
        case (Texts() as texts,):
            return _cut_texts(texts, width, free, fresh)
        case (Chart() as chart,) if chart_height(chart, width) > whole:
            return _cut_chart(chart, width, free, whole)
    if _needed(band, width) > free and not fresh:
        return None, band
    return band, None


def _cut_short(waiting: Sequence[Band], width: float, free: float, whole: float) -> tuple[Band | None, Band | None]:
    """The same, but a table ends on this slide and leaves room for the remarks that follow it."""
    match waiting[-1], waiting[-2:-1]:
        case (Table() as table,), [(Texts() as texts,)] if all(one.kind in ("info", "warning") for one in texts.lines):
            left = texts_height(texts, width) + GAP
        case (Table() as table,), _:
            left = 0.0
        case band, _:
            return _cut(band, width, free, whole)
    now, later = first_rows(table, width, free - left, free >= whole)
    return (None if now is None else (now,)), (None if later is None else (later,))


def _half(width: float) -> float:
    return (width - GAP) / 2


def _needed(band: Band, width: float) -> float:
    room = _half(width) if len(band) == 2 else width
    return max(_height(part, room) for part in band)


def _height(part: Part | Table, width: float) -> float:
    match part:
        case Figures():
            return figures_height(part, width)
        case Chart():
            return chart_height(part, width)
        case Texts():
            return texts_height(part, width)
        case Rows():
            return rows_height(part, sum(part.widths))
        case Table():
            raise AssertionError("a table is cut into rows before it is placed")


def _placed(band: Band, width: float, top: float) -> tuple[float, Page]:
    tall = _needed(band, width)
    room = _half(width) if len(band) == 2 else width
    parts = [part for part in band if not isinstance(part, Table)]
    return tall, [Placed(part, at * (room + GAP), top, room, tall) for at, part in enumerate(parts)]


def _stretch(page: Page, free: float) -> None:
    """Charts take the room that is left at the foot of a slide, as far as that makes them better."""
    tops = sorted({one.top for one in page if isinstance(one.part, Chart)})
    left = max(free, 0.0)
    for at, top in enumerate(tops):
        here = [one for one in page if one.top == top and isinstance(one.part, Chart)]
        most = max(best_chart_height(one.part, one.width) for one in here if isinstance(one.part, Chart))
        more = min(left / (len(tops) - at), max(most - here[0].height, 0.0))
        left -= more
        for place, one in enumerate(page):
            if one.top == top:
                page[place] = replace(one, height=one.height + more)
            elif one.top > top:
                page[place] = replace(one, top=one.top + more)
        tops = [other + more if other > top else other for other in tops]


def _cut_texts(texts: Texts, width: float, free: float, fresh: bool) -> tuple[Band | None, Band | None]:
    fits, taken = 0, 2.0
    for line in texts.lines:
        taken += line_height(line, width)
        if taken > free:
            break
        fits += 1
    lines = texts.lines
    while 0 < fits < len(lines) and (lines[fits - 1].kind == "heading" or lines[fits].kind == "detail"):
        fits -= 1  # a heading stays with what it heads, a bullet with what is said of it
    if fits == 0 and not fresh:
        return None, (texts,)
    if fits == 0:
        first, *others = texts.lines
        most = max(int((free - first.before) / (first.size * LEADING)), 1)
        broken = fitting.pieces(first.text, first.size, width - first.indent, most)
        parts = [replace(first, text=text) for text in broken]
        rest = (*parts[1:], *others)
        return (Texts((parts[0],)),), ((Texts(rest),) if rest else None)
    rest = texts.lines[fits:]
    return (Texts(texts.lines[:fits]),), ((Texts(rest),) if rest else None)


def _cut_chart(chart: Chart, width: float, free: float, whole: float) -> tuple[Band | None, Band | None]:
    """A chart with more rows than a slide has room for goes on in a further one."""
    if free < whole or len(chart.categories) < 2:
        return (None, (chart,)) if free < whole else ((chart,), None)
    fits = len(chart.categories) - 1
    while fits > 1 and chart_height(_of_categories(chart, 0, fits), width) > whole:
        fits -= 1
    return (_of_categories(chart, 0, fits),), (_of_categories(chart, fits, len(chart.categories)),)


def _of_categories(chart: Chart, start: int, end: int) -> Chart:
    series = tuple(
        replace(one, values=one.values[start:end], texts=one.texts[start:end], spans=one.spans[start:end],
                origins=one.origins[start:end])
        for one in chart.series
    )  # fmt: skip
    return replace(chart, categories=chart.categories[start:end], series=series, days=chart.days[start:end])
