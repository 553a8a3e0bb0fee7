"""Kabinettsberichte: what was issued, with checksums, errata and downloads; two beside each other; a new one."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from masterplan.actions import issue as issuing
from masterplan.actions.issue import BRIEFING, Issued
from masterplan.actions.offered import Offered
from masterplan.briefings.comparison import FigurePair, ValuePair, figure_pairs, figure_words, found_at, value_pairs
from masterplan.briefings.content import Briefing
from masterplan.domain.access import Right, may
from masterplan.domain.cabinet.briefing_material import Erratum
from masterplan.domain.view import PlanView
from masterplan.pages.parts import briefing_draft, briefing_view, choices, frame, links, wishes
from masterplan.pages.parts.kept import kept
from masterplan.publishing import briefings
from masterplan.publishing.formats import WORDS
from masterplan.vocabulary import NO_VALUE, counted, day, moment, shown, verbatim

SHORT = 12
"""So many letters of a checksum stand in the list; all of them below."""


def show(view: PlanView, offered: Offered) -> None:
    """The list, one briefing with its files, two beside each other, and for the house a new one."""
    frame.title("Kabinettsberichte", view, "Was wurde dem Kabinett berichtet, und was ist seitdem anders?")
    if offered.database is None:
        return
    writes = may(offered.actor, Right.ISSUE)
    if writes:
        wishes.carry_out(offered, briefing_draft.acts(offered))
    found = issuing.issued_documents(offered.database, BRIEFING, by=offered.actor)
    if not found:
        onward = "Den ersten stellen Sie unten zusammen." if writes else "Berichte der Staatskanzlei erscheinen hier."
        st.info(f"Es ist noch kein Bericht herausgegeben. {onward}")
    else:
        listing(found)
        one(offered, found)
        two(offered, found)
    if writes and view.empty:
        frame.nothing_yet(view, offered)
    elif writes:
        briefing_draft.show(offered)


def listing(found: Sequence[Issued]) -> None:
    """Every briefing with its checksums and how many errata later ones list of it, the newest first."""
    told = Counter(one.briefing for one in briefings.errata_told(found))
    table = pd.DataFrame(
        {
            "Nr.": [each.number for each in found],
            "Stichtag": [day(each.stichtag) for each in found],
            "berichtigt": [told[briefings.name_of(each)] for each in found],
            "Kabinett": [shown("effective_on", each.reference) for each in found],
            "herausgegeben": [moment(each.recorded_at) for each in found],
            "von": [each.by for each in found],
            "Kenntnisstand": [moment(each.known_by) for each in found],
            "Inhalt (SHA-256)": [each.content_sha256[:SHORT] for each in found],
            "Glied der Kette": [f"{each.revision}: {each.link[:SHORT]}" for each in found],
        }
    )
    st.dataframe(table, hide_index=True, alt="Herausgegebene Kabinettsberichte")


def one(offered: Offered, found: Sequence[Issued]) -> None:
    """One briefing: its files, what it says, what has been corrected since."""
    issued = _chosen(offered, found, "bericht", "Bericht", found[0])
    content = said(offered, issued.id)
    frame.heading(briefings.name_of(issued))
    with st.container(horizontal=True):
        for format_, words in briefing_view.formats(issued.files):
            briefing_view.download(
                words, format_, f"Kabinettsbericht-{issued.number}-{issued.stichtag.isoformat()}",
                partial(_file, offered, issued.number, format_), f"issued_{format_}",
            )  # fmt: skip
    with st.expander("Prüfsummen (SHA-256)"):
        sums = {WORDS[format_]: file.sha256 for format_, file in issued.files.items()}
        sums |= {"Inhalt": issued.content_sha256, "Glied der Hash-Kette": issued.link}
        st.markdown("\n".join(f"- {name}: `{digest}`" for name, digest in sums.items()))
        st.caption(f"Erstellt mit Version {issued.version} aus Revision {issued.cut_revision}.")
    briefing_view.summary(content)
    briefing_view.origins(offered, content, "herkunft")
    _errata(offered, issued)


def _chosen(offered: Offered, found: Sequence[Issued], name: str, words: str, default: Issued) -> Issued:
    by_number = {str(each.number): each for each in found}
    options = {number: briefings.name_of(each) for number, each in by_number.items()}
    return by_number[choices.select(offered, name, words, options, str(default.number))]


def _file(offered: Offered, number: int, format_: str) -> bytes:
    assert offered.database is not None
    return issuing.file_of(offered.database, BRIEFING, number, format_, by=offered.actor, at=offered.now)


def said(offered: Offered, number: int) -> Briefing:
    """What an issued briefing says; who may not read it is refused, also where it is kept already."""
    assert offered.database is not None
    found = {each.id: each for each in issuing.issued_documents(offered.database, BRIEFING, by=offered.actor)}
    return _said(offered, str(offered.database.engine.url), found[number].content_sha256, found[number])


@kept(entries=3)
def _said(_offered: Offered, database: str, content_sha256: str, _issued: Issued) -> Briefing:
    assert _offered.database is not None
    return briefings.said(_offered.database, _issued, by=_offered.actor)


# Errata.


def _errata(offered: Offered, issued: Issued) -> None:
    frame.heading("Berichtigungen", 3)
    if not choices.switch(offered, "errata", "Mit dem heutigen Kenntnisstand vergleichen",
                          "Der Bericht wird mit dem, was heute bekannt ist, neu geschrieben."):  # fmt: skip
        return
    found = errata(offered, (str(issued.id), offered.revision), issued)
    if not found:
        st.success("Nach heutigem Kenntnisstand stünde im Bericht dasselbe.")
        return
    st.markdown(
        f"{counted(len(found), 'Angabe stünde', 'Angaben stünden')} heute anders im Bericht. "
        "Sie gehören in den nächsten Bericht."
    )
    table = pd.DataFrame(
        {
            "Nr.": [each.number for each in found],
            "Gegenstand": [each.subject for each in found],
            "stand dort": [each.old for each in found],
            "richtig ist": [each.new for each in found],
            "Grund": [each.reason or "" for each in found],
        }
    )
    st.dataframe(table, hide_index=True, alt="Berichtigungen")
    frame.download(table, f"Berichtigungen Bericht {issued.number}", "Angaben", issued.stichtag,
                   "Was der Bericht sagte und was nach heutigem Kenntnisstand richtig ist.", "errata")  # fmt: skip


@kept(entries=8, words="Der Bericht wird mit dem heutigen Kenntnisstand verglichen …")
def errata(_offered: Offered, key: tuple[object, ...], _issued: Issued) -> list[Erratum]:
    """What an issued briefing would say differently now. Kept by the data revision."""
    assert _offered.database is not None
    return briefings.errata_of(_offered.database, _issued, _offered.now, by=_offered.actor)


# Two briefings beside each other.


def two(offered: Offered, found: Sequence[Issued]) -> None:
    """Two issued briefings: the key figures of both, and each value that differs with its cells."""
    if len(found) < 2:
        return
    frame.heading("Zwei Berichte nebeneinander")
    with st.container(horizontal=True):
        first = _chosen(offered, found, "erster", "Früherer Bericht", found[1])
        second = _chosen(offered, found, "zweiter", "Späterer Bericht", found[0])
    if first.id == second.id:
        st.info("Bitte wählen Sie zwei verschiedene Berichte.")
        return
    before, after = said(offered, first.id), said(offered, second.id)
    pairs = figure_pairs(before, after)
    _figures(pairs, briefings.name_of(first), briefings.name_of(second))
    if first.stichtag < second.stichtag:
        days = {"stichtag": second.stichtag.isoformat(), "vergleich": first.stichtag.isoformat()}
        links.to(offered, "vergleich", "Woran die Unterschiede im Plan liegen", days, "two")
    values = value_pairs(before, after)
    st.markdown(f"**{counted(len(values), 'Angabe', 'Angaben')} zu einzelnen Einträgen sind verschieden.**")
    if values:
        links.item_table(offered, _values(values), [pair.either.item for pair in values],
                         "Verschiedene Angaben", "two_values")  # fmt: skip


def _figures(pairs: Sequence[FigurePair], first: str, second: str) -> None:
    table = pd.DataFrame(
        {
            "Kennzahl": [pair.name for pair in pairs],
            first: [NO_VALUE if pair.before is None else figure_words(pair.before) for pair in pairs],
            second: [NO_VALUE if pair.after is None else figure_words(pair.after) for pair in pairs],
            "anders": ["● anders" if pair.differs else "○ gleich" for pair in pairs],
        }
    )
    st.dataframe(table, hide_index=True, alt=f"Kennzahlen: {verbatim(first)} und {verbatim(second)}")


def _values(pairs: Sequence[ValuePair]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Eintrag": [pair.either.label for pair in pairs],
            "Angabe": [pair.either.field for pair in pairs],
            "früher": [NO_VALUE if pair.before is None else pair.before.value for pair in pairs],
            "später": [NO_VALUE if pair.after is None else pair.after.value for pair in pairs],
            "Fundstelle": [found_at(pair.either) for pair in pairs],
        }
    )
