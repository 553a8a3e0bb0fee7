"""Two contents beside each other: which figures, values and sentences differ, and the cells that made them differ.

Only what the contents say is compared, never the plan behind them: so frozen briefings can be compared for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Literal

from masterplan.briefings.content import (
    Briefing,
    Bullets,
    Cell,
    Chart,
    Evidence,
    Figures,
    FigureValue,
    Note,
    Paragraph,
    Section,
    Span,
    Table,
)
from masterplan.briefings.trail import EARLIER
from masterplan.vocabulary import NO_VALUE, counted, shown

What = Literal["figure", "row", "cell", "point", "sentence"]
Key = tuple[object, ...]
CAUSES_SAID = 3
"""So many cells are named as the reason of one difference; the rest is counted."""


@dataclass(frozen=True)
class Difference:
    """What one content says of a subject and the other does not; None: that one says nothing of it.

    ``reason`` names the values beneath that differ, with their cells; ``items`` are the keys of the items they are of.
    """

    what: What
    section: str
    subject: str
    before: str | None
    after: str | None
    reason: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigurePair:
    """One key figure in both contents; None where one of them lacks it."""

    name: str
    before: FigureValue | None
    after: FigureValue | None

    @property
    def differs(self) -> bool:
        """Whether a reader sees another value."""
        texts = [None if one is None else figure_words(one) for one in (self.before, self.after)]
        return texts[0] != texts[1]


@dataclass(frozen=True)
class ValuePair:
    """One field of one item on which the contents rest, with its cell in each; None where one does not rest on it."""

    before: Evidence | None
    after: Evidence | None

    @property
    def either(self) -> Evidence:
        """That of the later content, else that of the earlier one."""
        found = self.after or self.before
        assert found is not None
        return found


def figure_pairs(before: Briefing, after: Briefing) -> list[FigurePair]:
    """Every key figure of either content, each once, in the order of the later one."""
    first, second = ({_figure_key(one): one for one in each.figures()} for each in (before, after))
    return [
        FigurePair(figure_name(second.get(key) or first[key]), first.get(key), second.get(key))
        for key in dict.fromkeys((*second, *first))
    ]


def value_pairs(before: Briefing, after: Briefing) -> list[ValuePair]:
    """The values of single items that differ, or that only one of the contents rests on."""
    return _differing(*({one.id: one for one in each.evidence if not _is_older(one)} for each in (before, after)))


def _is_older(one: Evidence) -> bool:
    """Whether it is what the briefing before rested on."""
    return one.id.startswith(EARLIER)


def differences(before: Briefing, after: Briefing) -> list[Difference]:
    """What the contents say differently, section by section, the same value once; sentences come last in each.

    A row that only one of them has is one difference. What stands on every page (Stichtag, revision, link) is left
    aside, because it differs whenever the knowledge does.
    """
    first, second = _Content(before), _Content(after)
    found: list[Difference] = []
    known: set[Key] = set()
    for key in dict.fromkeys((*second.said, *first.said)):
        old, new = first.said.get(key), second.said.get(key)
        one = new or old
        if one is None or (one.what == "row" and old and new):
            continue
        if one.what == "cell" and not (_row_of(key) in first.said and _row_of(key) in second.said):
            continue
        told = (None if old is None else old.text, None if new is None else new.text)
        origins = (None if old is None else old.origin, None if new is None else new.origin)
        same = (*(origins if any(origins) else (one.subject,)), *told)
        if told[0] != told[1] and same not in known:
            known.add(same)
            changed = _changed(first, second, origins)
            items = tuple(dict.fromkeys(pair.either.item for pair in changed))
            found.append(Difference(one.what, one.section, one.subject, *told, _reason(changed), items))
    found += _sentences(first, second)
    order = {section.title: at for at, section in enumerate((*after.sections, *before.sections))}
    return sorted(found, key=lambda one: order[one.section])


def _sentences(first: "_Content", second: "_Content") -> Iterator[Difference]:
    for section in dict.fromkeys((*second.sentences, *first.sentences)):
        old, new = first.sentences.get(section, []), second.sentences.get(section, [])
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        for before, after in zip_longest(gone, come):
            yield Difference("sentence", section, section, before, after)


# What a content says, each under a name by which it meets its like in another.


@dataclass(frozen=True)
class _Said:
    what: What
    section: str
    subject: str
    text: str
    origin: str | None = None


class _Content:
    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self.evidence = {one.id: one for one in briefing.evidence}
        self._origins = {one.id: one.evidence for one in briefing.origins}

    def under(self, origin: str | None) -> dict[str, Evidence]:
        """The values that an origin leads to."""
        names = (origin,) if origin in self.evidence else self._origins.get(origin or "", ())
        return {name: self.evidence[name] for name in names if name is not None and name in self.evidence}

    @cached_property
    def sentences(self) -> dict[str, list[str]]:
        """By section."""
        found: dict[str, list[str]] = {}
        for section in self._briefing.sections:
            told = found.setdefault(section.title, [])
            told.append(section.message)
            for block in section.blocks:
                match block:
                    case Bullets(items=items):
                        told += [" ".join(filter(None, [one.text, one.detail])) for one in items]
                    case Paragraph(text=text) | Note(text=text):
                        told.append(text)
        return found

    @cached_property
    def said(self) -> dict[Key, _Said]:
        """Everything but the sentences; what would meet under one name is told apart by a number."""
        found: dict[Key, _Said] = {}
        for section in self._briefing.sections:
            for key, said in self._of_section(section):
                again = 0
                while (*key, again) in found:
                    again += 1
                found[(*key, again)] = said
        return found

    def _of_section(self, section: Section) -> Iterator[tuple[Key, _Said]]:
        for block in section.blocks:
            match block:
                case Figures(figures=figures):
                    for one in figures:
                        said = _Said("figure", section.title, figure_name(one), figure_words(one), one.origin)
                        yield _figure_key(one), said
                case Table():
                    yield from self._of_table(section, block)
                case Chart():
                    yield from _of_chart(section, block)

    def _of_table(self, section: Section, table: Table) -> Iterator[tuple[Key, _Said]]:
        for row in table.rows:
            label = self._row_label(row)
            key = (section.id, table.title, label)
            words = " · ".join(cell.text for cell in row if cell.text not in ("", NO_VALUE))
            origin = next((cell.origin for cell in row if cell.origin), None)
            yield ("row", *key), _Said("row", section.title, f"{table.title}: {label}", words, origin)
            for column, cell in zip(table.columns, row, strict=True):
                subject = f"{table.title}: {label}, {column.title}"
                yield ("cell", column.title, *key), _Said("cell", section.title, subject, cell.text, cell.origin)

    def _row_label(self, row: Sequence[Cell]) -> str:
        """The item that a row is about, else its first words."""
        items = (self.evidence[cell.origin].label for cell in row if cell.origin in self.evidence)
        words = (cell.text for cell in row if cell.text)
        return next(items, None) or next(words, "")


def _row_of(key: Key) -> Key:
    return ("row", *key[2:])


def _of_chart(section: Section, chart: Chart) -> Iterator[tuple[Key, _Said]]:
    for series in chart.series:
        parts = (series.values, series.texts, series.spans, series.origins)
        for category, value, text, span, origin in zip_longest(chart.categories, *parts):
            words = text or (_span(span) if span else NO_VALUE if value is None else str(value))
            subject = f"{chart.title}: {category}, {series.name}"
            key = ("point", section.id, chart.title, category, series.name)
            yield key, _Said("point", section.title, subject, words, origin)


def _span(span: Span) -> str:
    first, last = (shown("effective_on", on) for on in (span.start, span.end))
    return first if first == last else f"{first} bis {last}"


def _figure_key(figure: FigureValue) -> Key:
    return ("figure", figure.id, figure.rule, figure.group)


def figure_name(figure: FigureValue) -> str:
    """The title with rule and group, where it has them."""
    about = [word for word in (figure.rule_title, figure.group_text or figure.group) if word]
    return f"{figure.title} ({', '.join(about)})" if about else figure.title


def figure_words(figure: FigureValue) -> str:
    """The value as it is shown, with its numbers."""
    return f"{figure.text} ({figure.detail})" if figure.detail else figure.text


# Why something differs.


def _changed(first: _Content, second: _Content, origins: tuple[str | None, str | None]) -> list[ValuePair]:
    """The values under two origins that differ."""
    return _differing(first.under(origins[0]), second.under(origins[1]))


def _differing(first: dict[str, Evidence], second: dict[str, Evidence]) -> list[ValuePair]:
    pairs = [ValuePair(first.get(key), second.get(key)) for key in dict.fromkeys((*second, *first))]
    return [pair for pair in pairs if _value(pair.before) != _value(pair.after)]


def _value(one: Evidence | None) -> tuple[str, str | None] | None:
    return None if one is None else (one.value, one.wording)


def _reason(changed: Sequence[ValuePair]) -> str | None:
    if not changed:
        return None
    said = [_cause(pair) for pair in changed[:CAUSES_SAID]]
    more = len(changed) - CAUSES_SAID
    return "; ".join(said) + (f"; dazu {counted(more, 'weitere Angabe', 'weitere Angaben')}" if more > 0 else "")


def _cause(pair: ValuePair) -> str:
    one = pair.either
    about = f"{one.label}, {one.field}"
    if pair.after is None:
        return f"{about}: „{one.value}“ zählt nicht mehr dazu"
    instead = f" statt „{pair.before.value}“" if pair.before and pair.before.value != one.value else ""
    return f"{about}: „{one.value}“{instead} ({found_at(one)})"


def found_at(one: Evidence) -> str:
    """Where a value stands: „Umsetzungsplan_SMI.xlsx, Wegmarken!D17, Stand 30.06.2021“."""
    stand = f"Stand {shown('effective_on', one.stated_on)}"
    if one.file is None:
        return f"Eingabe, {stand}"
    cell = f"{one.sheet}!{one.cell}" if one.sheet and one.cell else one.sheet or one.cell
    return ", ".join(word for word in (one.file, cell, stand) if word)
