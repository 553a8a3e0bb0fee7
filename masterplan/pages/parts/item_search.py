"""The way to an item: when none was asked for, when there is none, and when it comes later than the Stichtag."""

import streamlit as st

from masterplan.actions.offered import Key, Offered
from masterplan.domain.item.links import Linked, named
from masterplan.domain.item.sheet import ItemSheet, latest
from masterplan.domain.search import search
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame, item_tables, links
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import KINDS, counted, day, long_day, verbatim

FOUND = 50
"""At most so many hits are listed."""
SEARCHED = "suche"
"""The parameter of the address that keeps what was looked for."""


def comes_later(sheet: ItemSheet, offered: Offered) -> None:
    """The item is known, but of no day up to the Stichtag."""
    stichtag = offered.whole.stichtag
    first = min(entry.effective_on for entry in sheet.record.later)
    st.title("Eintrag", anchor=False)
    name = " ".join(str(word) for word in (latest(sheet.record, "number"), sheet.title or sheet.record.key) if word)
    st.info(
        f"„{verbatim(name)}“ war am {day(stichtag)} noch nicht gemeldet. Die erste Meldung hat den Stand {day(first)}."
    )
    st.button(f"Zum {long_day(first)}", on_click=offered.go_to, args=(first,), type="primary")


def look_for(view: PlanView, offered: Offered) -> None:
    """Says that there is no such item and helps to find one."""
    frame.title(
        "Eintrag", view, "Alles, was über ein Ziel, eine Wegmarke, eine Maßnahme oder eine Leistung bekannt ist."
    )
    if offered.item is not None:
        st.warning(f"Einen Eintrag „{verbatim(offered.item)}“ gibt es nicht.")
    words = st.text_input(
        "Eintrag suchen", value=st.query_params.get(SEARCHED, ""), placeholder="Wörter oder Nummer", key="looked_for",
        on_change=lambda: offered.change({SEARCHED: st.session_state["looked_for"].strip() or None}),
    ).strip()  # fmt: skip
    if not words:
        st.markdown("Geben Sie ein Wort aus dem Titel oder eine Nummer ein, z. B. „Z1“, „Amt24“ oder eine OZG-ID.")
        return
    found = hits(view, offered.key, words)
    if not found:
        st.info(f"Am Stichtag gibt es zu „{verbatim(words)}“ keinen Eintrag.")
        return
    most = f" Gezeigt werden die ersten {FOUND}." if len(found) > FOUND else ""
    st.caption(f"{counted(len(found), 'Eintrag', 'Einträge')} gefunden; ein Klick auf eine Zeile öffnet ihn.{most}")
    shown = found[:FOUND]
    table = item_tables.linked_table(shown)
    table.insert(0, "Art", [KINDS[one.kind] for one in shown])
    links.item_table(offered, table, [one.key for one in shown], "Gefundene Einträge", "found")


@kept(entries=64, words="Gesucht wird …")
def hits(_view: PlanView, key: Key, words: str) -> list[Linked]:
    """The items that the words lead to, the best first."""
    keys = search(_view, words)
    found = {one.key: one for one in named(_view, keys)}
    return [found[key] for key in keys]
