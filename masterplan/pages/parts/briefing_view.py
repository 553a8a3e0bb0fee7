"""What a briefing says, on screen: its summary, and each figure back to the cells it rests on."""

from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.briefings.comparison import figure_name, found_at
from masterplan.briefings.content import (
    Briefing,
    Bullets,
    Evidence,
    Figures,
    FigureValue,
    Note,
    Paragraph,
    Section,
    Table,
)
from masterplan.pages.parts import choices, links, tiles
from masterplan.pages.parts.tiles import Tile
from masterplan.publishing.formats import MEDIA_TYPES, WORDS
from masterplan.vocabulary import NO_VALUE, counted, verbatim

PLAN_MOVED = "Inzwischen wurde der Plan geändert. Bitte prüfen Sie noch einmal, was jetzt darin steht."


def summary(content: Briefing) -> None:
    """The page of key messages, as it stands in every format."""
    facts = content.facts
    if facts.mark:
        st.warning(" ".join(filter(None, [f"{facts.mark}.", facts.legend])))
    for one in content.part("summary"):
        section(one)
    st.caption(verbatim(facts.foot))


def section(one: Section) -> None:
    """What a section says, without its title and its charts."""
    st.markdown(f"**{verbatim(one.message)}**")
    for block in one.blocks:
        match block:
            case Figures(figures=figures):
                tiles.row([_figure_tile(figure) for figure in figures])
            case Table(title=title, columns=columns, rows=rows):
                cells = [[cell.text for cell in row] for row in rows]
                table = pd.DataFrame(cells, columns=[column.title for column in columns])
                st.dataframe(table, hide_index=True, alt=title)
            case Bullets(title=title, items=items):
                told = [f"- {verbatim(item.text)}" for item in items]
                st.markdown("\n".join([verbatim(title), "", *told] if title else told))
            case Paragraph(text=text) | Note(text=text, tone="warning"):
                st.markdown(verbatim(text))
            case Note(text=text):
                st.caption(verbatim(text))


def _figure_tile(one: FigureValue) -> Tile:
    """A key figure with its numbers, its span, the difference to the last briefing, and its definition."""
    note = " · ".join(word for word in (one.detail, one.bounds, one.difference) if word)
    return Tile(figure_name(one), one.text, note or NO_VALUE, one.definition)


def origins(offered: Offered, content: Briefing, name: str) -> None:
    """One key figure, chosen from all of the briefing, with every value it rests on; choosing one opens its item."""
    figures = {_key(one): one for one in content.figures()}
    chosen = choices.select(
        offered, name, "Worauf beruht …", {"": "Bitte wählen Sie eine Kennzahl"} | {
            key: figure_name(one) for key, one in figures.items()
        }, "",
    )  # fmt: skip
    if not chosen:
        return
    figure = figures[chosen]
    origin = next((one for one in content.origins if one.id == figure.origin), None)
    st.markdown(f"**{verbatim(figure_name(figure))}: {verbatim(figure.text)}.** {verbatim(figure.definition)}")
    if origin is None or not origin.evidence:
        st.info("Dazu ist nichts gemeldet: Gezählt wird kein Eintrag.")
        return
    parts = ((origin.counted, "gezählt"), (origin.unknown, "nicht bekannt"), (origin.not_counted, "nicht gezählt"))
    st.markdown(" · ".join(f"{counted(len(keys), 'Eintrag', 'Einträge')} {words}" for keys, words in parts))
    known = {one.id: one for one in content.evidence}
    found = [known[each] for each in origin.evidence if each in known]
    links.item_table(offered, evidence_table(found), [one.item for one in found],
                     f"Herkunft: {figure_name(figure)}", f"{name}_origin")  # fmt: skip


def _key(one: FigureValue) -> str:
    return ":".join(filter(None, [one.id, one.rule, one.group]))


def evidence_table(found: list[Evidence]) -> pd.DataFrame:
    """One row per value, with its words and its cell."""
    return pd.DataFrame(
        {
            "Eintrag": [one.label for one in found],
            "Angabe": [one.field for one in found],
            "Wert": [one.value for one in found],
            "Wortlaut": [one.wording or "" for one in found],
            "Fundstelle": [found_at(one) for one in found],
        }
    )


def download(words: str, format_: str, file_name: str, get: Callable[[], bytes], key: str) -> None:
    """A button for one format; the file is made, or read from the store, when it is asked for."""
    st.download_button(
        words, data=get, file_name=f"{file_name}.{format_}", mime=MEDIA_TYPES[format_], key=key, on_click="ignore",
    )  # fmt: skip


def formats(of: Iterable[str]) -> list[tuple[str, str]]:
    """The formats that a document has, in their usual order, with the words for them."""
    return [(format_, words) for format_, words in WORDS.items() if format_ in of]
