"""What a briefing says: plain frozen values from which every format is laid out. No format computes, rounds or words.

Every text is German and ready to print, every number carries the text that shows it, every value names its origin.
A text that rests on a value which is not released yet ends with `UNRELEASED_SIGN` already; ``unreleased`` repeats it
for formats that also mark it otherwise. Missing values are None, never nought. Colours are meanings (`Meaning`); a
format finds the colour for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from masterplan.vocabulary import number

UNRELEASED_SIGN = "†"
UNRELEASED_LEGEND = f"{UNRELEASED_SIGN} noch nicht freigegeben"

Value = str | int | float | None
"""A number, an ISO day as text, or nothing."""

Meaning = Literal[
    "neutral", "accent", "done", "ongoing", "planned", "not_started", "late", "paused", "unknown",
    "green", "yellow", "red", "grey", "target",
]  # fmt: skip
"""What a colour stands for; a word or a symbol in the text always says the same."""

ColumnKind = Literal["text", "number", "share", "days", "euro", "date", "status", "light"]
ChartKind = Literal["bar", "stacked_bar", "line", "gantt"]
Part = Literal["summary", "body", "ministries", "annex"]
Kind = Literal["briefing", "measure", "ministry", "answer"]
"""A whole briefing, the one-page sheet of a measure or a Ressort, or the answer to a Kleine Anfrage."""


@dataclass(frozen=True)
class Paragraph:
    """Running text; a ``lead`` is the one sentence to read first."""

    text: str
    lead: bool = False
    unreleased: bool = False
    origin: str | None = None


@dataclass(frozen=True)
class Bullet:
    """One entry of a list. ``detail`` is a second, quieter sentence, ``meaning`` how it is to be taken."""

    text: str
    detail: str | None = None
    meaning: Meaning = "neutral"
    unreleased: bool = False
    origin: str | None = None


@dataclass(frozen=True)
class Bullets:
    """A list; ``numbered`` where the entries are to be called by their number."""

    items: tuple[Bullet, ...]
    title: str | None = None
    numbered: bool = False


@dataclass(frozen=True)
class Note:
    """A remark on how to read what stands above, or, as ``warning``, on what is missing in it."""

    text: str
    tone: Literal["info", "warning"] = "info"


@dataclass(frozen=True)
class FigureValue:
    """One key figure with all that makes it one.

    ``number`` is the value in its ``unit`` (share: 0 to 1; count; days; euro), ``text`` shows it with the unit.
    ``detail`` says numerator and denominator or what it is compared with, ``bounds`` the span where not everything is
    known, ``coverage`` the share known (0 to 1). ``difference`` compares with the earlier briefing.
    """

    id: str
    title: str
    text: str
    number: int | float | None
    unit: str
    definition: str
    origin: str
    group: str | None = None
    group_text: str | None = None
    rule: str | None = None
    rule_title: str | None = None
    rule_version: str | None = None
    detail: str | None = None
    lower: int | float | None = None
    upper: int | float | None = None
    bounds: str | None = None
    coverage: float | None = None
    coverage_text: str | None = None
    earlier: int | float | None = None
    difference: str | None = None
    meaning: Meaning = "neutral"
    unreleased: bool = False


@dataclass(frozen=True)
class Figures:
    """Key figures beside each other, at most six."""

    figures: tuple[FigureValue, ...]
    title: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is its part of the whole beside the other columns' widths."""

    title: str
    kind: ColumnKind = "text"
    width: float = 1.0


@dataclass(frozen=True)
class Cell:
    """``text`` is what is shown; ``value`` the number (or ISO day) behind it, None where there is none."""

    text: str
    value: Value = None
    meaning: Meaning = "neutral"
    unreleased: bool = False
    origin: str | None = None


@dataclass(frozen=True)
class Table:
    """A table with one header row; as many cells in each row as there are columns.

    ``total`` says that the last row is a sum. Where the rows are only the first of a longer table, ``whole`` is how
    many that has, and ``rest`` where they all stand („alle im Anhang“).
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str | None = None
    total: bool = False
    whole: int | None = None
    rest: str | None = None

    def first_of(self, whole: int, rest: str | None = "alle im Anhang") -> "Table":
        """These rows as the first of so many; the table as it is where these are all."""
        return self if whole <= len(self.rows) else replace(self, whole=whole, rest=rest)

    @property
    def remark(self) -> str | None:
        """What stands below the table: that it goes on elsewhere, and the note."""
        if self.whole is None:
            return self.note
        cut = "; ".join(filter(None, (f"{number(len(self.rows))} von {number(self.whole)}", self.rest)))
        return " ".join(filter(None, (f"{cut}.", self.note)))


@dataclass(frozen=True)
class Span:
    """From one ISO day to another: a bar of a gantt chart. Equal days are a single day (draw a mark)."""

    start: str
    end: str


@dataclass(frozen=True)
class Series:
    """One row of values, one per category (None: not known). For a gantt chart ``spans`` instead of ``values``.

    ``texts`` show the values, with unit where that is needed.
    """

    name: str
    meaning: Meaning
    values: tuple[int | float | None, ...] = ()
    texts: tuple[str, ...] = ()
    spans: tuple[Span | None, ...] = ()
    origins: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A drawing. ``sentence`` says what it shows (print it below), ``alternative`` is its alternative text.

    ``unit``: share (0 to 1, axis in per cent), count, days, euro or date. The first category stands on top (bar,
    stacked_bar, gantt) or on the left (line). ``days`` are the ISO days of a line's categories; ``today`` is the
    Stichtag, a line across in a gantt chart.
    """

    kind: ChartKind
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    sentence: str
    alternative: str
    days: tuple[str, ...] = ()
    today: str | None = None
    unreleased: bool = False


Block = Paragraph | Bullets | Note | Figures | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of the briefing under its own heading. ``message`` is what it says in one sentence: a slide's title.

    ``level`` 1 or 2; ``ministry`` the key of the Ressort whose page it is.
    """

    id: str
    title: str
    message: str
    part: Part
    blocks: tuple[Block, ...]
    level: int = 1
    ministry: str | None = None


@dataclass(frozen=True)
class RuleFact:
    """A rule by which something in the briefing is counted or judged."""

    id: str
    title: str
    definition: str
    version: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What one value rests on: a cell of a delivered file or an entry made on-line (then without ``file``).

    ``rows`` above 1: so many rows of the file together, from ``cell`` (the first) on.
    """

    id: str
    item: str
    label: str
    field: str
    value: str
    stated_on: str
    wording: str | None = None
    file: str | None = None
    sha256: str | None = None
    sheet: str | None = None
    cell: str | None = None
    rows: int = 1
    unreleased: bool = False


@dataclass(frozen=True)
class Origin:
    """What a figure rests on: how many items count, are not known or do not count, and the evidence for each."""

    id: str
    label: str
    evidence: tuple[str, ...]
    counted: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What stands on the cover and at the foot of every page. Texts beside ISO days are ready to print.

    ``mark`` is „Entwurf“ or None, ``demo_mark`` the sentence that marks an example plan; ``link`` is the hash-chain
    link of the revision, ``foot`` one line for every page. ``compared_on`` is the Stichtag of the earlier briefing.
    ``subject``, ``consultation`` and ``resolution`` are the sentences a Kabinettsvorlage needs beside the sections:
    Gegenstand, Ergebnis der Ressortabstimmung, Beschlussvorschlag.
    """

    title: str
    subtitle: str
    kind: Kind
    stichtag: str
    stichtag_text: str
    known_by: str
    known_by_text: str
    revision: int
    link: str
    audience: Literal["released", "all"]
    software: str
    foot: str
    rule: str
    mark: str | None = None
    legend: str | None = None
    demo_mark: str | None = None
    compared_on: str | None = None
    compared_text: str | None = None
    subject: str | None = None
    consultation: str | None = None
    resolution: str | None = None
    rules: tuple[RuleFact, ...] = ()
    language: str = "de-DE"


@dataclass(frozen=True)
class Briefing:
    """A whole briefing, or a one-page sheet. Origin references lead into ``origins`` or straight into ``evidence``.

    ``sections`` are printed; ``data`` are long lists that only the workbook holds.
    """

    facts: Facts
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    data: tuple[Section, ...] = ()

    def part(self, part: Part) -> tuple[Section, ...]:
        """The sections of one part, in order."""
        return tuple(section for section in self.sections if section.part == part)

    def figures(self) -> Iterator[FigureValue]:
        """Every key figure, in the order of reading; a figure shown twice comes twice."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figures):
                    yield from block.figures
