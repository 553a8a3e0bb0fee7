"""Eintrag: everything known of one item, with the cell or edit of each value; prints on one or two sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.charts.chart import Chart
from masterplan.charts.item_course import item_course_chart
from masterplan.charts.item_dates import item_dates_chart
from masterplan.domain.item.judgement import Judgement
from masterplan.domain.item.links import Linked, Relation, named
from masterplan.domain.item.sheet import ItemSheet, item_sheet
from masterplan.domain.lists.money import DEFINITION as MONEY
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.view import RESPONSIBLE, PlanView
from masterplan.pages.parts import frame, item_search, item_tables, item_tiles, links, one_page
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import (
    FIELDS,
    KINDS,
    NOT_REPORTED,
    counted,
    day,
    listed,
    verbatim,
    yes_no,
)

MOST_LINKS = 12
"""More linked items than these stand in a table of their own."""
HISTORY = "Jede Meldung zu diesem Eintrag bis zum Stichtag, mit jedem geänderten Feld vorher und nachher."


@dataclass(frozen=True)
class Prepared:
    """The sheet with its tables, made once.

    ``originals`` are the delivered files that are still kept (SHA-256, name, Stand), ``others`` the names of items
    whose findings name this one.
    """

    sheet: ItemSheet
    facts: frame.Ready
    history: frame.Ready
    history_rows: pd.DataFrame
    amounts: frame.Ready | None
    originals: tuple[tuple[str, str, str], ...]
    others: Mapping[str, str]


def show(view: PlanView, offered: Offered) -> None:
    """One item, or the way to one."""
    if view.empty:
        st.title("Eintrag", anchor=False)
        frame.nothing_yet(view, offered)
        return
    known = None
    if offered.item is not None:
        known = prepared(offered, offered.whole, (*offered.key, offered.actor), offered.item)
    if known is None:
        item_search.look_for(offered.whole, offered)
    elif known.sheet.record.at_cut is None:
        item_search.comes_later(known.sheet, offered)
    else:
        whole_sheet(known, offered.whole, offered)


@kept(entries=64, words="Der Eintrag wird zusammengestellt …")
def prepared(_offered: Offered, _view: PlanView, key: Key, item: str) -> Prepared | None:
    """Everything that the actor may know of the item; None: nobody bears this key. ``key`` names the actor, too."""
    if _offered.database is None:
        return None
    record = questions.record(_offered.database, _view, item, _offered.actor)
    if record is None:
        return None
    sheet = item_sheet(_view, record)
    files = {entry.sha256: entry for entry in reversed(record.history) if entry.sha256}
    kept = questions.originals(_offered.database, files, _offered.actor)
    return Prepared(
        sheet,
        frame.ready(item_tables.facts_table(_view, sheet.facts)),
        frame.ready(item_tables.history_table(_view, sheet.events)),
        item_tables.history_rows(_view, sheet.events),
        frame.literal(item_tables.money_table(sheet.money.amounts)) if sheet.money and sheet.money.amounts else None,
        tuple((digest, str(files[digest].file), day(files[digest].effective_on)) for digest in kept),
        {one.key: item_tables.linked_words(one) for one in named(_view, _others(sheet))},
    )


def _others(sheet: ItemSheet) -> list[str]:
    """The items whose findings name this one; P8 is about a Ressort and names it itself."""
    found = sheet.judgement.named_in if sheet.judgement is not None else ()
    return [one.keys[0] for one in found if one.number != "P8"]


@kept(entries=64)
def charts(_sheet: ItemSheet, key: Key, item: str, dark: bool) -> Mapping[str, Chart]:
    """The drawings of the sheet; where there is nothing to draw, none."""
    drawn = {}
    if _sheet.dates is not None:
        drawn["dates"] = item_dates_chart(_sheet.dates, dark)
    if _sheet.course is not None and _sheet.course.known:
        drawn["course"] = item_course_chart(_sheet.course, dark)
    return drawn


def whole_sheet(known: Prepared, view: PlanView, offered: Offered) -> None:
    """The whole page of an item."""
    sheet = known.sheet
    heading(sheet, view)
    item_tiles.at_a_glance(sheet)
    if sheet.judgement is not None:
        findings(sheet.judgement, known.others)
    drawings = charts(sheet, (*offered.key, offered.actor), sheet.record.key, frame.is_dark())
    for name, chart in drawings.items():
        frame.chart(chart, f"{name}_{sheet.record.key}")
    online(sheet)
    relations(sheet, offered)
    facts(known, view)
    amounts(known)
    history(known, view)
    originals(known, offered)
    if sheet.record.key in view.measures.index:
        one_page.offer(offered, view, sheet.record.key, "Blatt als PDF")


# The head.


def heading(sheet: ItemSheet, view: PlanView) -> None:
    """Number and title, kind, Ressort, and whether the plan still lists it."""
    kind = sheet.record.kind
    words = " ".join(verbatim(word) for word in (sheet.number, sheet.title) if word)
    frame.title(words or verbatim(sheet.record.key), view, about(sheet, view))
    if not sheet.record.in_force:
        st.warning(f"Der Plan führt {_pronoun(kind)} am Stichtag nicht mehr; gezeigt wird der letzte bekannte Stand.")
    elif sheet.record.value("status") == "dropped":
        st.info("Als entfallen gemeldet: Der Eintrag zählt in keiner Summe mit.")


def about(sheet: ItemSheet, view: PlanView) -> str:
    """„**Maßnahme** · Federführung SMI.“."""
    kind = sheet.record.kind
    said = [f"**{KINDS[kind]}**"]
    if kind in RESPONSIBLE:
        name = ministry_name(view, sheet.ministry) or NOT_REPORTED
        said.append(f"{FIELDS[RESPONSIBLE[kind]]} {verbatim(name)}")
    theme = sheet.record.value("theme") or sheet.record.value("area")
    if theme:
        said.append(verbatim(theme))
    return f"{' · '.join(said)}."


def _pronoun(kind: Kind) -> str:
    return {"goal": "das Ziel"}.get(str(kind), f"die {KINDS[kind]}")


def findings(judged: Judgement, others: Mapping[str, str]) -> None:
    """Why the computed light is what it is, what the checks find, and what is missing."""
    said = []
    if judged.lights is not None:
        said.append(f"**Errechnete Ampel, Regel {judged.lights.rule}:** {judged.lights.reason}")
    if judged.lights is not None and judged.lights.contradicts:
        said.append("**Widerspruch:** Die gemeldete und die errechnete Ampel unterscheiden sich.")
    said += [f"**Feststellung {one.number}:** {verbatim(one.reason)}" for one in judged.findings]
    for one in judged.named_in:
        about = f" zu {others[one.keys[0]]}" if one.keys[0] in others and one.number != "P8" else ""
        said.append(f"**Feststellung {one.number}**{about}: {verbatim(one.reason)}")
    if judged.quality is not None and judged.quality.missing:
        said.append(f"**Lücken:** {verbatim(listed(list(judged.quality.missing)))}.")
    if not said:
        return
    frame.heading("Bewertung")
    st.markdown("\n".join(f"- {sentence}" for sentence in said))


# The body.


def online(sheet: ItemSheet) -> None:
    """For a service: whether it counts as online, by each counting rule."""
    if not sheet.online:
        return
    frame.heading("Gilt als online")
    answers = [(rule.title, yes_no(answer)) for rule, answer in sheet.online]
    table = pd.DataFrame(answers, columns=["Zählweise", "online"])
    st.table(frame.literal(table), hide_index=True, width="content", alt="Online nach Zählweise")
    opened = st.expander("Was die Zählweisen verlangen", key="rules", on_change="rerun")
    if opened.open:
        with opened:
            for rule, _ in sheet.online:
                st.markdown(f"**{verbatim(rule.title)}.** {verbatim(rule.definition)}")


def relations(sheet: ItemSheet, offered: Offered) -> None:
    """What it serves and what serves it, each a link; references that lead nowhere are said."""
    frame.heading("Verknüpfungen")
    if not sheet.relations:
        st.markdown("Keine Verknüpfung ist gemeldet.")
    for is_long, several in groupby(sheet.relations, lambda relation: len(relation.items) > MOST_LINKS):
        if not is_long:
            links.written("".join(short_relation(relation, offered) for relation in several))
            continue
        for relation in several:
            frame.heading(relation_title(relation), 3)
            keys = [one.key for one in relation.items]
            table = item_tables.linked_table(relation.items)
            links.item_table(offered, table, keys, relation.title, f"{relation.title}_{sheet.record.key}")
            if relation.unresolved:
                st.markdown(verbatim(unresolved(relation)))
    if sheet.record.kind == Kind.SERVICE:
        more(sheet, offered)


def relation_title(relation: Relation) -> str:
    """„Wegmarken (3)“."""
    return f"{relation.title} ({len(relation.items)})" if len(relation.items) > 1 else relation.title


def short_relation(relation: Relation, offered: Offered) -> str:
    """A few items as links under their heading, in HTML: all relations are one element of the page."""
    ways = "".join(f"<li>{_way(one, offered)}</li>" for one in relation.items)
    left = unresolved(relation)
    return f"<h3>{escape(relation_title(relation))}</h3><ul>{ways}</ul>{f'<p>{escape(left)}</p>' if left else ''}"


def _way(one: Linked, offered: Offered) -> str:
    number = f"<strong>{escape(one.number)}</strong> " if one.number else ""
    state = item_tables.linked_state(one)
    small = f" <small>({escape(state)})</small>" if state else ""
    words = f"{number}{escape(one.title or one.key)}{small}"
    return links.anchor(offered, links.ITEM_PAGE, {"kennung": one.key}, words)


def unresolved(relation: Relation) -> str:
    """The references that lead nowhere, as they were written."""
    if not relation.unresolved:
        return ""
    return f"○ Nicht zuzuordnen, wie geschrieben: {listed([f'„{reference}“' for reference in relation.unresolved])}."


def more(sheet: ItemSheet, offered: Offered) -> None:
    """Where else to read about a service."""
    row = st.container(horizontal=True)
    with row:
        links.to(offered, "ozg-ziel", "Verfügbarkeit und Verlauf der Leistung", {"leistung": str(sheet.number)})
        url = str(sheet.record.value("amt24_url") or "")
        if url.startswith("https://"):
            st.link_button("Bei Amt24 ansehen", url)


def facts(known: Prepared, view: PlanView) -> None:
    """Every field with its wording, its Stand and where it stands."""
    frame.heading("Angaben und ihre Fundstellen")
    st.table(known.facts, hide_index=True, alt="Angaben und ihre Fundstellen")
    said = [verbatim(source) for source in item_tables.sources(known.sheet.facts)]
    silent = [FIELDS[name] for name in known.sheet.never_stated]
    if silent:
        said.append(f"Nie gemeldet: {', '.join(silent)}.")
    st.caption(item_tables.BREAK.join(said))


def amounts(known: Prepared) -> None:
    """What the measure was to cost and has cost, by source."""
    money = known.sheet.money
    if money is None or known.amounts is None:
        return
    frame.heading("Mittel nach Quellen")
    if money.is_contested:
        st.markdown("Die Quellen nennen verschiedene geplante Beträge; sie werden weder addiert noch gemittelt.")
    st.table(known.amounts, hide_index=True, alt="Mittel nach Quellen")
    st.caption(MONEY)


def history(known: Prepared, view: PlanView) -> None:
    """Each statement, newest first."""
    sheet = known.sheet
    frame.heading("Verlauf der Meldungen")
    st.caption(counted(len(sheet.events), "Meldung", "Meldungen") + " bis zum Stichtag, die neueste zuerst.")
    st.table(known.history, hide_index=True, alt="Verlauf der Meldungen")
    name = f"Verlauf {sheet.number or sheet.record.key}"
    frame.download(known.history_rows, name, "Meldungen", view.stichtag, HISTORY, "item_history")


def originals(known: Prepared, offered: Offered) -> None:
    """The workbooks that the values were read from, as they were delivered."""
    if not known.originals:
        return
    with st.container(key="not_printed_originals"):
        frame.heading("Originale")
        with st.container(horizontal=True):
            for digest, file, stand in known.originals:
                st.download_button(
                    f"{verbatim(file)} (Stand {stand})", data=partial(_original, offered, digest), file_name=file,
                    key=f"original_{digest}", on_click="ignore",
                )  # fmt: skip
        st.caption("Zum Drucken der Seite: Strg+P. Seitenleiste und Schaltflächen bleiben dabei weg.")


def _original(offered: Offered, digest: str) -> bytes:
    assert offered.database is not None, "an original is offered out of a database"
    return questions.original(offered.database, digest, by=offered.actor, at=offered.now) or b""
