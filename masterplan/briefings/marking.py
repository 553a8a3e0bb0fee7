"""In a draft every sentence that would read differently with released values alone bears the sign of the unreleased.

Key figures and cells are marked where they are written; here it is done for what is said in words and drawn.
"""

from collections.abc import Iterable
from dataclasses import replace

from masterplan.briefings.content import (
    UNRELEASED_SIGN,
    Block,
    Briefing,
    Bullet,
    Bullets,
    Chart,
    Facts,
    Note,
    Paragraph,
    Section,
    Series,
)


def marked(draft: Briefing, released: Briefing) -> Briefing:
    """The draft with its words compared with those of the released briefing at the same cut."""
    theirs = {section.id: section for section in released.sections}
    sections = tuple(_section(section, theirs.get(section.id)) for section in draft.sections)
    return replace(draft, facts=_facts(draft.facts, released.facts), sections=sections)


def _facts(mine: Facts, theirs: Facts) -> Facts:
    if mine.consultation is None or mine.consultation == theirs.consultation:
        return mine
    return replace(mine, consultation=_with_sign(mine.consultation))


def _section(mine: Section, theirs: Section | None) -> Section:
    said = _Said(theirs)
    blocks = tuple(_block(block, said) for block in mine.blocks)
    return replace(mine, message=said.compared(mine.message), blocks=blocks)


class _Said:
    """All that a section of the released briefing says in words."""

    def __init__(self, section: Section | None) -> None:
        blocks = section.blocks if section else ()
        self._words = {section.message} if section else set()
        self._charts: dict[str, Chart] = {}
        for block in blocks:
            match block:
                case Paragraph() | Note():
                    self._words.add(block.text)
                case Bullets():
                    self._words |= {one.text for one in block.items} | {block.title or ""}
                case Chart():
                    self._words |= {block.sentence, block.alternative}
                    self._charts[block.title] = block

    def compared(self, words: str) -> str:
        """The words, with the sign where they are not said there."""
        return words if words in self._words else _with_sign(words)

    def drawn(self, chart: Chart) -> dict[tuple[str, str], str]:
        """What the same chart shows there, by series and category."""
        theirs = self._charts.get(chart.title)
        found: Iterable[Series] = theirs.series if theirs else ()
        return {
            (one.name, category): str(shown)
            for one in found
            for category, shown in zip(theirs.categories if theirs else (), one.texts or one.spans, strict=True)
        }


def _block(block: Block, said: _Said) -> Block:
    match block:
        case Paragraph():
            text = said.compared(block.text)
            return replace(block, text=text, unreleased=text.endswith(UNRELEASED_SIGN))
        case Bullets():
            title = said.compared(block.title) if block.title else None
            return replace(block, title=title, items=tuple(_bullet(one, said) for one in block.items))
        case Chart():
            return _chart(block, said)
        case _:
            return block


def _bullet(bullet: Bullet, said: _Said) -> Bullet:
    text = said.compared(bullet.text)
    return replace(bullet, text=text, unreleased=text.endswith(UNRELEASED_SIGN))


def _chart(chart: Chart, said: _Said) -> Chart:
    theirs = said.drawn(chart)
    series = tuple(_series(one, chart.categories, theirs) for one in chart.series)
    changed = any(
        theirs.get((one.name, category)) != str(shown)
        for one in chart.series
        for category, shown in zip(chart.categories, one.texts or one.spans, strict=True)
    )
    return replace(
        chart, sentence=said.compared(chart.sentence), alternative=said.compared(chart.alternative), series=series,
        unreleased=chart.unreleased or changed,
    )  # fmt: skip


def _series(series: Series, categories: tuple[str, ...], theirs: dict[tuple[str, str], str]) -> Series:
    shown = zip(categories, series.texts, strict=True) if series.texts else ()
    texts = tuple(text if theirs.get((series.name, category)) == text else _with_sign(text) for category, text in shown)
    return replace(series, texts=texts)


def _with_sign(words: str) -> str:
    return words if words.endswith(UNRELEASED_SIGN) else f"{words}\u00a0{UNRELEASED_SIGN}"
