"""What two contents say differently is found, named, numbered and led back to the cell that changed it."""

from collections.abc import Callable
from dataclasses import replace

from masterplan.briefings.comparison import differences, figure_pairs, value_pairs
from masterplan.briefings.content import Block, Briefing, Bullet, Bullets, Cell, Chart, Figures, Table
from masterplan.briefings.errata import errata, not_yet_told
from tests.briefings.sample import BRIEFING

LATER = replace(
    BRIEFING,
    facts=replace(BRIEFING.facts, revision=13, known_by="2022-03-01T09:00:00+00:00", link="aa" * 32, foot="später"),
)
"""The same content, known later."""


def _with(change: Callable[[Block], Block], briefing: Briefing = LATER) -> Briefing:
    """A content in which some blocks are others."""
    sections = tuple(replace(one, blocks=tuple(map(change, one.blocks))) for one in briefing.sections)
    return replace(briefing, sections=sections)


def _other_share(block: Block) -> Block:
    if not isinstance(block, Figures):
        return block
    online, *others = block.figures
    return replace(block, figures=(replace(online, text="32\u00a0%", number=0.32, detail="184 von 575"), *others))


def _other_due(briefing: Briefing) -> Briefing:
    evidence = tuple(replace(one, value="30.09.2021", cell="F8") for one in briefing.evidence)
    return replace(briefing, evidence=evidence)


def test_a_later_knowledge_alone_changes_nothing() -> None:
    assert differences(BRIEFING, LATER) == []
    assert errata(BRIEFING, LATER, "Bericht 1") == []
    assert not any(pair.differs for pair in figure_pairs(BRIEFING, LATER))
    assert value_pairs(BRIEFING, LATER) == []


def test_a_changed_figure_is_an_erratum_with_old_and_new_value_and_its_cell() -> None:
    now = _other_due(_with(_other_share))
    [erratum] = errata(BRIEFING, now, "Bericht 1")
    assert (erratum.number, erratum.briefing) == (1, "Bericht 1")
    assert erratum.subject == "Kernaussagen: OZG-Leistungen online (Bund 2020)"
    assert (erratum.old, erratum.new) == ("31\u00a0% (178 von 575)", "32\u00a0% (184 von 575)")
    assert erratum.reason == (
        "Wegmarke 1.1 Verwaltungsportal, Plantermin: „30.09.2021“ statt „30.06.2021“ "
        "(Umsetzungsplan_SMI.xlsx, Umsetzungsplanung!F8, Stand 30.06.2021)"
    )
    assert [pair.name for pair in figure_pairs(BRIEFING, now) if pair.differs] == ["OZG-Leistungen online (Bund 2020)"]
    assert [pair.either.value for pair in value_pairs(BRIEFING, now)] == ["30.09.2021"]


def test_what_a_later_briefing_has_listed_is_not_listed_again_and_numbers_go_on() -> None:
    found = errata(BRIEFING, _other_due(_with(_other_share)), "Bericht 1")
    assert not_yet_told(found, [replace(found[0], number=7)]) == []
    assert [one.number for one in not_yet_told(found, [replace(found[0], number=7, new="anders")])] == [8]
    assert not_yet_told(found, []) == found


def test_a_cell_shown_three_times_is_one_erratum() -> None:
    def later(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        first, *rows = block.rows
        due = replace(first[2], text="30.09.2021", value="2021-09-30")
        return replace(block, rows=((*first[:2], due, *first[3:]), *rows))

    [found] = differences(BRIEFING, _other_due(_with(later)))
    assert found.subject == "Überfällige Wegmarken: Wegmarke 1.1 Verwaltungsportal, Plantermin"
    assert (found.before, found.after, found.items) == ("30.06.2021", "30.09.2021", ("milestone/1",))


def test_rows_that_came_and_went_are_one_difference_each() -> None:
    def other(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        new = (Cell("9.9"), Cell("Neues Portal"), *(Cell("–"),) * 4)
        return replace(block, rows=(block.rows[0], new))

    found = differences(BRIEFING, _with(other))
    assert {(one.what, one.before, one.after) for one in found} == {
        ("row", None, "9.9 · Neues Portal"),
        ("row", "2.4 · =Elektronische Akte in allen Häusern † · ○ ohne Bewertung", None),
    }


def test_a_point_of_a_drawing_counts_where_nothing_stronger_says_it() -> None:
    def other(block: Block) -> Block:
        if not isinstance(block, Chart) or not block.series[0].values or block.kind != "stacked_bar":
            return block
        first, *series = block.series
        return replace(block, series=(replace(first, values=(5, 2), texts=("5", "2")), *series))

    found = errata(BRIEFING, _with(other), "Bericht 1")
    assert [(one.subject.split(": ", 1)[1], one.old, one.new) for one in found] == [
        ("Maßnahmen nach Status: Staatskanzlei, abgeschlossen", "4", "5")
    ]


def test_a_sentence_alone_is_an_erratum_and_beside_a_figure_it_is_not() -> None:
    def other(block: Block) -> Block:
        return Bullets((Bullet("Ganz anders."), *block.items[1:])) if isinstance(block, Bullets) else block

    [sentence] = errata(BRIEFING, _with(other), "Bericht 1")
    assert sentence.subject == "Kernaussagen"
    assert sentence.old == "Seit Juni sind 23 Leistungen dazugekommen. So viele wie im Halbjahr davor."
    assert sentence.new == "Ganz anders."
    both = errata(BRIEFING, _with(_other_share, _with(other)), "Bericht 1")
    assert [one.subject for one in both] == ["Kernaussagen: OZG-Leistungen online (Bund 2020)"]
