"""The briefing as slides: a title that says the message, native charts, notes with definition, rule and origin."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation

from masterplan.briefings.content import Briefing, Bullet, Bullets, Chart, Figures, Paragraph, Section
from masterplan.briefings.drawing.shapes import EMU, Box, Shapes, Words
from masterplan.briefings.palette import DRAFT
from masterplan.briefings.slides import fitting
from masterplan.briefings.slides.layout import Page, pages, single_page
from masterplan.briefings.slides.notes import Notes, add_notes, of_rules
from masterplan.briefings.slides.parts import draw_chart, draw_figures, draw_rows, draw_texts, paragraphs
from masterplan.briefings.slides.room import Rows, Texts
from masterplan.briefings.template_files import TemplateUnfit, template
from masterplan.briefings.xml_text import clean
from masterplan.domain.files.office_archive import settled

FILE = "briefing.pptx"
COVER, DIVIDER, CONTENT = "Deckblatt", "Zwischentitel", "Folie"
NEEDED: Mapping[str, tuple[str, ...]] = {
    COVER: ("Titel", "Untertitel", "Angaben", "Vermerk", "Fußzeile", "Foliennummer"),
    DIVIDER: ("Titel", "Inhalt", "Vermerk", "Fußzeile", "Foliennummer"),
    CONTENT: ("Kapitel", "Titel", "Vermerk", "Inhalt", "Fußzeile", "Foliennummer"),
}
"""The layouts that a template must have, and the placeholders on each, by name."""

TITLE_SIZES = ((26, 1), (22, 2), (20, 2), (18, 2))
"""Sizes of a title, and the lines it may have in each; a title that needs more is cut and stands whole below."""

MINISTRIES = "Die Ressorts im Einzelnen"
ANNEX = (
    "Anhang: Definitionen, alle Kennzahlen, Quellen und Lücken stehen im PDF, im Word-Dokument und in der Arbeitsmappe"
)


def render(briefing: Briefing) -> bytes:
    """The slides as a file; the same briefing gives the same bytes. Raises TemplateUnfit.

    A briefing ends after the Ressorts with a slide that says where its annex stands, and its tables end on the slide
    they begin on; a sheet of one measure or Ressort is laid out whole.
    """
    deck = _Deck(briefing)
    deck.cover()
    if briefing.facts.kind != "briefing":
        for section in briefing.sections:
            deck.section(section, whole=True)
        return settled(deck.saved(), briefing.facts.known_by)
    for section in (*briefing.part("summary"), *briefing.part("body")):
        deck.section(section, whole=False)
    if ministries := briefing.part("ministries"):
        deck.divider(MINISTRIES, ministries)
    for section in ministries:
        deck.section(section, whole=False)
    if annex := briefing.part("annex"):
        deck.section(_annex(annex), whole=True)
    return settled(deck.saved(), briefing.facts.known_by)


def _annex(sections: Sequence[Section]) -> Section:
    """The last slide: what the annex holds, which the other formats print."""
    told = Bullets(tuple(Bullet(section.title, section.message) for section in sections))
    return Section("annex", "Anhang", ANNEX, "annex", (told,))


class _Deck:
    def __init__(self, briefing: Briefing) -> None:
        self._written = Notes(briefing)
        self._facts = briefing.facts
        self._presentation: Any = Presentation(str(template(FILE)))
        self._layouts = {layout.name: layout for layout in self._presentation.slide_layouts}
        self._held = _placeholders(self._layouts)
        self._titles: dict[str, int] = {}
        self._charts = self._noted = 0
        _drop_slides(self._presentation)

    def cover(self) -> None:
        """The first slide: what this is, of which day, and by which rules."""
        facts = self._facts
        told = [f"Stichtag {facts.stichtag_text}", f"Kenntnisstand {facts.known_by_text} · Revision {facts.revision}"]
        told += [f"Verglichen mit dem Bericht zum {facts.compared_text}"] if facts.compared_text else []
        told += [f"Prüfsumme der Revision: {facts.link}"]
        told += [text for text in (facts.legend, facts.demo_mark) if text]
        held = self._held[COVER]
        slide, shapes = self._slide(COVER)
        shapes.placeholder(held["Titel"], [Words(self._unique(facts.title))])
        shapes.placeholder(held["Untertitel"], [Words(facts.subtitle)])
        shapes.placeholder(held["Angaben"], [Words(text) for text in told])
        self._foot(shapes, COVER)
        if facts.rules:
            self._notes(slide, of_rules(facts))

    def divider(self, title: str, sections: Sequence[Section]) -> None:
        """The slide before a part."""
        names = list(dict.fromkeys(section.title for section in sections))
        held = self._held[DIVIDER]
        _, shapes = self._slide(DIVIDER)
        shapes.placeholder(held["Titel"], [Words(self._unique(title))])
        shapes.placeholder(held["Inhalt"], [Words(name) for name in names])
        self._foot(shapes, DIVIDER)

    def section(self, section: Section, *, whole: bool) -> None:
        """A section on as many slides as it needs; ``whole``: with every row of its tables."""
        held = self._held[CONTENT]
        room = _box(held["Inhalt"])
        title, size, left_out = _title(section.message, _box(held["Titel"]).width)
        blocks = (*left_out, *section.blocks)
        if section.part == "ministries" and not whole:
            found = single_page(blocks, room.width, room.height)
        else:
            found = pages(blocks, room.width, room.height, whole=whole)
        for place, page in enumerate(found, 1):
            slide, shapes = self._slide(CONTENT)
            numbered = title if len(found) == 1 else f"{title} ({place}/{len(found)})"
            shapes.placeholder(held["Titel"], [Words(self._unique(numbered), size)])
            shapes.placeholder(held["Kapitel"], [Words(section.title)])
            self._fill(slide, shapes, page, room)
            self._foot(shapes, CONTENT)
            self._notes(slide, self._written.of_page(section, [one.part for one in page]))

    def _slide(self, layout: str) -> tuple[Any, Shapes]:
        reference, slide = self._presentation.part.add_slide(self._layouts[layout])
        self._presentation.slides._sldIdLst.add_sldId(reference)
        return slide, Shapes(slide, self._facts.language)

    def _unique(self, title: str) -> str:
        """Every slide has a title of its own, by which a reader of the screen finds it."""
        self._titles[title] = self._titles.get(title, 0) + 1
        return title if self._titles[title] == 1 else self._unique(f"{title} – {self._titles[title]}")

    def _fill(self, slide: Any, shapes: Shapes, page: Page, room: Box) -> None:
        held = self._held[CONTENT]["Inhalt"]
        for one in page:
            box = Box(room.left + one.left, room.top + one.top, one.width, one.height)
            match one.part:
                case Texts() as texts if held is not None:
                    shapes.placeholder(held, paragraphs(texts), box)
                    held = None
                case Texts() as texts:
                    draw_texts(shapes, texts, box)
                case Figures() as figures:
                    draw_figures(shapes, figures, box)
                case Rows() as rows:
                    draw_rows(shapes, rows, box)
                case Chart() as chart:
                    self._charts += 1
                    draw_chart(slide, shapes, self._charts, chart, box)

    def _foot(self, shapes: Shapes, layout: str) -> None:
        facts, held = self._facts, self._held[layout]
        if facts.mark:
            shapes.placeholder(held["Vermerk"], [Words(facts.mark.upper(), colour=DRAFT, bold=True)])
        told = " · ".join(text for text in (facts.legend, facts.demo_mark) if text)
        shapes.placeholder(held["Fußzeile"], [Words(text) for text in (facts.foot, told) if text])
        shapes.number(held["Foliennummer"])

    def _notes(self, slide: Any, text: str) -> None:
        self._noted += 1
        add_notes(slide, self._noted, text, self._facts.language)

    def saved(self) -> bytes:
        """The file as the library writes it, with the facts as its properties."""
        facts, properties = self._facts, self._presentation.core_properties
        properties.title, properties.subject, properties.language = clean(facts.title), facts.subtitle, facts.language
        properties.author = properties.last_modified_by = "Staatskanzlei"
        properties.comments, properties.version = facts.foot, facts.software
        into = BytesIO()
        self._presentation.save(into)
        return into.getvalue()


def _placeholders(layouts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The placeholders of each layout by their names."""
    found: dict[str, dict[str, Any]] = {}
    for name, needed in NEEDED.items():
        if name not in layouts:
            raise TemplateUnfit(f"Der Vorlage {FILE} fehlt das Folienlayout „{name}“.")
        found[name] = {shape.name: shape for shape in layouts[name].placeholders}
        if lacking := sorted(set(needed) - set(found[name])):
            named = ", ".join(f"„{one}“" for one in lacking)
            raise TemplateUnfit(f"Dem Folienlayout „{name}“ der Vorlage {FILE} fehlen die Platzhalter {named}.")
    return found


def _drop_slides(presentation: Any) -> None:
    """A template may show sample slides; they are not part of a briefing."""
    for entry in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(entry.rId)
        presentation.slides._sldIdLst.remove(entry)


def _box(shape: Any) -> Box:
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _title(message: str, width: float) -> tuple[str, int, tuple[Paragraph, ...]]:
    """A section's message as a title with the size that fits; one that is too long is cut and stands whole below."""
    longest = f"{message} (10/10)"
    for size, most in TITLE_SIZES:
        if len(fitting.lines(longest, size, width, bold=True)) <= most:
            return message, size, ()
    size, most = TITLE_SIZES[-1]
    words = message.split(" ")
    while len(words) > 1 and len(fitting.lines(f"{' '.join(words)} … (10/10)", size, width, bold=True)) > most:
        words.pop()
    start = " ".join(words)
    if len(fitting.lines(f"{start} … (10/10)", size, width, bold=True)) > most:
        start = fitting.pieces(start, size, width * 0.8, 1)[0]
    return f"{start} …", size, (Paragraph(message, lead=True),)
