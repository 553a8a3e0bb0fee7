"""Dateien einlesen: what delivered workbooks would change, shown first and applied on a click."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from importers.page import mapping, questions, tables
from importers.page.steps import Looked, is_long, look, write
from importers.pipeline import Delivered, Options
from importers.shortened import SHOWN
from masterplan.actions import audit
from masterplan.actions.apply_files import PlanMoved
from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, NotAllowed, Reach, Right, may, reach
from masterplan.domain.plan import Part
from masterplan.domain.view import PlanView
from masterplan.pages.parts import workbook
from masterplan.vocabulary import BERLIN, NO_VALUE, PARTS, counted

TYPES = ["xlsx", "xlsm", "xls", "ods", "csv"]
ON_CONFLICT = {
    "ask": "nachfragen",
    "theirs": "die Datei gilt; eine zweifelhafte Zeile meint den bekannten Eintrag",
    "ours": "der Plan gilt; eine zweifelhafte Zeile wird ein neuer Eintrag",
}

MOVED = "Der Plan hat sich inzwischen geändert; es wurde nichts gespeichert. Bitte prüfen Sie die neue Vorschau."
Files = Sequence[Delivered]
WRAPPED = 60
"""Up to so many rows a table shows all its words at once; a longer one scrolls and can be searched."""


def show(view: PlanView, offered: Offered) -> None:
    """Choose files, see what they would change, apply."""
    st.title("Dateien einlesen")
    st.markdown(
        "Arbeitsmappen der Ressorts (Zielteil, Umsetzungsplanung, Maßnahmenkatalog) und die Kataloge (OZG, LeiKa, "
        "Flächendeckung, Indikatoren). Zuerst sehen Sie, was sich ändern würde; gespeichert wird erst auf Ihren Klick."
    )
    if not may(offered.actor, Right.RELEASE):
        st.info(
            "Sie können Dateien Ihres eigenen Ressorts einlesen. Was sie sagen, sehen zuerst Sie und die "
            "Staatskanzlei; für das Kabinett gilt es, sobald die Staatskanzlei es freigegeben hat."
        )
    flash()
    if offered.database is None:
        return
    workbook.offer(offered)
    form = st.session_state.setdefault("import_form", 0)
    uploads = st.file_uploader(
        "Dateien (.xlsx, .xlsm, .xls, .ods, .csv)", type=TYPES, accept_multiple_files=True, key=f"files_{form}"
    )
    options = asked(view, offered.actor, form)
    if not uploads:
        return
    files = [Delivered(upload.name, upload.getvalue()) for upload in uploads]
    options = replace(options, decisions=questions.decided(form))
    looked = preview(offered, files, options)
    if looked is None:
        return
    st.header("Vorschau", anchor=False)
    st.table(tables.summary(looked.entry["files"]), hide_index=True, alt="Vorschau: eine Zeile je Datei")
    questions.show(looked.entry["files"], form)
    mapping.offer(offered, looked.entry["files"], files, options)
    apply_button(offered, looked, files, options)
    details(looked)


def flash() -> None:
    """What the last click did, said once."""
    for kind, sentence in st.session_state.pop("import_flash", []):
        (st.success if kind == "done" else st.info)(sentence)


def asked(view: PlanView, actor: Actor, form: int) -> Options:
    """What the person settles for all files, before what they say; whoever belongs to a Ressort brings in its files."""
    with st.expander("Teil, Stand und Ressort selbst angeben"):
        st.caption("Was Sie hier angeben, gilt für jede gewählte Datei – auch für eine, die selbst anderes nennt.")
        first, second, third = st.columns(3)
        part = first.selectbox(
            "Teil", list(Part), index=None, format_func=lambda one: PARTS[one], key=f"part_{form}",
            placeholder="aus der Datei erkennen",
        )  # fmt: skip
        stand = second.date_input("Stand", value=None, format="DD.MM.YYYY", key=f"stand_{form}")
        own = reach(actor, Right.IMPORT) == Reach.OWN
        names = workbook.ministries(view, actor)
        ministry = third.selectbox(
            "Ressort", list(names), index=0 if own and names else None, key=f"ministry_{form}", disabled=own,
            format_func=lambda key: names[key], placeholder="aus der Datei erkennen",
        )  # fmt: skip
        partial = st.checkbox(
            "Die Datei ist unvollständig", key=f"partial_{form}",
            help="Was die Datei nicht mehr aufführt, gilt dann nicht als aus dem Plan genommen.",
        )  # fmt: skip
        accept = st.checkbox(
            "Auch wenn mehr als ein Drittel fehlt, gilt das Fehlende als aus dem Plan genommen", key=f"accept_{form}"
        )
        conflict = st.radio(
            "Wenn Datei und Plan einander widersprechen oder eine Zuordnung nicht sicher ist", list(ON_CONFLICT),
            format_func=lambda one: ON_CONFLICT[one], key=f"conflict_{form}",
        )  # fmt: skip
    return Options(part, stand if isinstance(stand, date) else None, ministry, conflict, partial, accept)


# Looking.


def preview(offered: Offered, files: Files, options: Options) -> Looked | None:
    """The comparison with the plan as it is now; made again when files, options or the plan have changed."""
    assert offered.database is not None
    contents = tuple((file.name, hashlib.sha256(file.content).hexdigest()) for file in files)
    kept = st.session_state.get("import_look")
    if kept is not None and kept[:2] == ((contents, options, offered.actor), offered.revision):
        looked: Looked = kept[2]
        return looked
    if kept is not None and kept[0] == (contents, options, offered.actor):
        st.info("Der Plan hat sich inzwischen geändert. Die Vorschau ist neu.")
    with st.status("Die Dateien werden geprüft …", expanded=is_long(files)) as progress:
        today = offered.now.astimezone(BERLIN).date()
        try:
            with audit.refusals_noted(offered.database, by=offered.actor, at=offered.now, subject=names_of(files)):
                looked = look(
                    offered.database, files, options, today, offered.actor, lambda words: progress.update(label=words)
                )
        except NotAllowed as refusal:
            progress.update(label="Abgewiesen.", state="error", expanded=False)
            st.error(str(refusal))
            return None
        progress.update(label="Geprüft.", state="complete", expanded=False)
    st.session_state["import_look"] = ((contents, options, offered.actor), offered.revision, looked)
    return looked


# Applying.


@st.cache_resource(max_entries=1, show_spinner=False)
def answers() -> dict[str, dict[str, Any]]:
    """What was applied by which preview: a second click of the same preview finds the first one's answer."""
    return {}


def apply_button(offered: Offered, looked: Looked, files: Files, options: Options) -> None:
    """One click, one effect. Where the plan has moved nothing is written and the new preview is shown."""
    if looked.refused:
        st.error(
            "Es wird nichts gespeichert, solange eine Datei abgewiesen ist oder eine Rückfrage offen steht: Die "
            "Dateien gelten gemeinsam oder gar nicht. Beantworten Sie die Rückfragen, berichtigen Sie die genannten "
            "Stellen, oder nehmen Sie die Datei heraus."
        )
        return
    if looked.says_nothing_new:
        st.info("Diese Dateien sagen nichts Neues; es gibt nichts zu speichern.")
        return
    token = hashlib.sha256(repr(st.session_state["import_look"][:2]).encode()).hexdigest()
    if not st.button("Einlesen", type="primary", key="import_apply"):
        return
    try:
        said = settle(token, offered, looked, files, options)
    except NotAllowed as refusal:
        st.error(str(refusal))
        return
    if said:
        st.session_state["import_form"] += 1
        st.session_state["import_flash"] = [("done", sentence) for sentence in said]
        st.session_state.pop("import_look", None)
    else:
        st.session_state["import_flash"] = [("moved", MOVED)]
    st.rerun()


def settle(token: str, offered: Offered, looked: Looked, files: Files, options: Options) -> list[str]:
    """Writes once, without touching the page in between; nothing is said when the plan had moved."""
    assert offered.database is not None
    try:
        with audit.refusals_noted(offered.database, by=offered.actor, at=offered.now, subject=names_of(files)):
            done = write(offered.database, looked, files, options, offered.now, offered.revision, offered.actor)
        answers()[token] = done
    except PlanMoved:
        done = answers().get(token, {})
    return [tables.outcome(file, done["revision"]) for file in done.get("files", [])]


# Showing.


def details(looked: Looked) -> None:
    """Problems, questions, changes and what is no longer listed, each as a table."""
    files = looked.entry["files"]
    found = sum(file["errors"] + file["warnings"] for file in files)
    listing("Fehler und Hinweise", tables.problems(files), found, "Es gibt nichts zu beanstanden.")
    later = tables.later(files)
    if not later.empty:
        listing("Gilt weiter", later, len(later), "")
    new, changed = tables.changes(files)
    listing("Neue Einträge", new, len(new), "Kein Eintrag ist neu.")
    listing("Geänderte Angaben", changed, len(changed), "Keine Angabe eines bekannten Eintrags ändert sich.")
    gone = tables.missing(files)
    total = sum(file["counts"].get("missing", 0) for file in files)
    listing("Nicht mehr enthalten", gone, total, "Kein bekannter Eintrag fehlt.")


def names_of(files: Files) -> str:
    """The files as the audit calls them."""
    return ", ".join(file.name for file in files)


def listing(title: str, table: pd.DataFrame, total: int, otherwise: str) -> None:
    """A table under its title, or the sentence that there is nothing; says when only the first entries are shown."""
    st.header(title, anchor=False)
    if table.empty:
        st.caption(otherwise)
        return
    if len(table) < total or len(table) >= SHOWN:
        first = counted(len(table), "Eintrag", "Einträge")
        st.caption(f"Gezeigt sind die ersten {first}; alle nennt „python -m importers … --dry-run --json“.")
    table = tables.without_file(table)
    if len(table) <= WRAPPED:
        st.table(tables.literal(table), hide_index=True, alt=title)
    else:
        st.dataframe(table, hide_index=True, alt=title, placeholder=NO_VALUE)
