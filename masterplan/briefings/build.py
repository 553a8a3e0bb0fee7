"""The content of a briefing, written from its material: the one place where the sections come together."""

from collections.abc import Sequence
from dataclasses import replace

from masterplan.briefings.content import (
    UNRELEASED_LEGEND,
    UNRELEASED_SIGN,
    Block,
    Briefing,
    Bullet,
    Bullets,
    Facts,
    Figures,
    FigureValue,
    Kind,
    Meaning,
    Note,
    Section,
)
from masterplan.briefings.marking import marked
from masterplan.briefings.sections import annex, change, decision, goal, headline, late, lists, ministry, money, risk
from masterplan.briefings.writer import Writer
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.vocabulary import PRODUCT, counted, day, long_day, moment

DRAFT = "Entwurf"
PRODUCT_OF = PRODUCT.replace("Masterplan", "Masterplans")
DEMO = "Beispieldaten: Dieser Bericht beruht auf einem erfundenen Plan."
_SUMMARY_MEANINGS: dict[str, Meaning] = {"late": "late", "decisions": "accent", "risks": "yellow"}


def build(material: Material) -> Briefing:
    """The whole briefing: one page of summary, the body, a page per Ressort, the annex."""
    writer = Writer(material)
    briefing = _written(writer)
    return briefing if writer.of_released is None else marked(briefing, _written(writer.of_released))


def _written(writer: Writer) -> Briefing:
    body = [
        headline.section(writer),
        goal.section(writer),
        change.section(writer),
        late.section(writer),
        decision.section(writer),
        risk.section(writer),
        money.section(writer),
    ]
    appended = [
        *annex.sections(writer),
        *late.annex(writer),
        *decision.annex(writer),
        *risk.annex(writer),
    ]
    sections = (_summary(writer, body), *body, *ministry.sections(writer), *appended)
    about = _with_cabinet_words(writer, facts(writer, "Kabinettsbericht", "briefing"))
    return bound(writer, about, sections, (*change.lists(writer), *lists.sections(writer)))


def bound(writer: Writer, about: Facts, sections: Sequence[Section], data: Sequence[Section] = ()) -> Briefing:
    """Sections with all that their references lead to."""
    trails = [one for one in (writer.trail, writer.earlier_trail) if one is not None]
    return Briefing(
        about,
        tuple(sections),
        tuple(origin for one in trails for origin in one.origins),
        tuple(proof for one in trails for proof in one.evidence),
        tuple(data),
    )


def _with_cabinet_words(writer: Writer, about: Facts) -> Facts:
    """The sentences that a Kabinettsvorlage needs beside the sections."""
    bodies = len(ministry.ministries(writer))
    differing = int(writer.figure("lights.contradictions").number or 0)
    stand = long_day(writer.view.stichtag)
    return replace(
        about,
        subject=f"Bericht über den Stand des {PRODUCT_OF} zum {stand}.",
        consultation=(
            f"Die Angaben haben {counted(bodies, 'Ressort', 'Ressorts')} gemeldet; sie wurden unverändert übernommen. "
            f"Bei {counted(differing, 'Vorhaben', 'Vorhaben')} weicht die Bewertung des Ressorts von der errechneten "
            "ab; wo keine Übereinstimmung besteht, stehen beide mit der Stellungnahme des Ressorts nebeneinander."
        ),
        resolution="Das Kabinett nimmt den Bericht zur Kenntnis.",
    )


def facts(writer: Writer, subtitle: str, kind: Kind) -> Facts:
    """What stands on the cover and at the foot of every page."""
    view, material = writer.view, writer.material
    since = material.between.first.stichtag if material.between else None
    words = [
        f"Stichtag {day(view.stichtag)}",
        f"Kenntnisstand {moment(view.known_by)}",
        f"Revision {view.revision}",
        f"Prüfsumme {material.link[:12]}",
    ]
    return Facts(
        title=f"Sachstandsbericht {PRODUCT}",
        subtitle=subtitle,
        kind=kind,
        stichtag=view.stichtag.isoformat(),
        stichtag_text=long_day(view.stichtag),
        known_by=view.known_by.isoformat(),
        known_by_text=moment(view.known_by),
        revision=view.revision,
        link=material.link,
        audience="all" if writer.of_released else "released",
        software=material.software,
        foot=" · ".join([*([DRAFT] if writer.of_released else []), *words]),
        rule=writer.rule.id,
        mark=DRAFT if writer.of_released else None,
        legend=UNRELEASED_LEGEND if writer.of_released else None,
        demo_mark=DEMO if view.demo else None,
        compared_on=since.isoformat() if since else None,
        compared_text=long_day(since) if since else None,
        rules=annex.rule_facts(),
    )


def _summary(writer: Writer, body: Sequence[Section]) -> Section:
    """One page: the headline, six key figures, and of each further section the one sentence that it says."""
    if writer.view.empty:
        said = f"Am {long_day(writer.view.stichtag)} war nichts gemeldet."
        return Section("summary", "Kernaussagen", said, "summary", (Note(said, "warning"),))
    names = (
        f"{headline.ONLINE}:{writer.rule.id}", "goals.reached", "milestones.achieved", "milestones.overdue",
        "measures.completed", "measures.overdue",
    )  # fmt: skip
    bullets = tuple(_said(one) for one in body[1:])
    blocks: list[Block] = [Figures(tuple(writer.figure(name) for name in names)), Bullets(bullets)]
    if writer.of_released:
        said = f"{DRAFT}: {UNRELEASED_LEGEND}. Die so bezeichneten Angaben können sich noch ändern."
        blocks.append(Note(said, "warning"))
    return Section("summary", "Kernaussagen", body[0].message, "summary", tuple(blocks))


def _said(section: Section) -> Bullet:
    first: FigureValue | None = next(
        (one for block in section.blocks if isinstance(block, Figures) for one in block.figures), None
    )
    meaning = _SUMMARY_MEANINGS.get(section.id, "neutral")
    unreleased = UNRELEASED_SIGN in section.message
    return Bullet(section.message, section.title, meaning, unreleased, first.origin if first else None)
