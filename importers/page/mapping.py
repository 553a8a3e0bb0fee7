"""Headings that nobody knows, mapped by hand on the upload page: each with what stands below it, once for all files."""

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from importers.mapped import Sample, compared, fields_of, heading_row, samples
from importers.pipeline import Delivered, Options
from importers.reading import UnreadableFile, read_bytes
from importers.sheet import Sheet, Workbook
from masterplan.actions.map_columns import map_columns
from masterplan.actions.offered import Offered
from masterplan.domain.access import NotAllowed, Reach, Right, reach
from masterplan.domain.plan import Part
from masterplan.pages.parts.workbook import ministries
from masterplan.vocabulary import PARTS, verbatim

NOT_RECOGNISED = frozenset({"part-unknown", "column-missing", "column-unknown"})
KEEP, IGNORE = "", "-"
EVERY = "alle Ressorts"
HEADINGS_CHANGED = "Die Zuordnung ist gespeichert. Sie gilt auch für spätere Dateien."


def offer(offered: Offered, entries: Sequence[dict[str, Any]], files: Sequence[Delivered], options: Options) -> None:
    """The form, where a file has headings that are not known; open where the file was refused for it."""
    unknown = {
        entry["file"]: entry["status"] == "rejected"
        for entry in entries
        if any(problem["code"] in NOT_RECOGNISED for problem in entry["problems"])
    }
    found = [file for file in files if file.name in unknown]
    if not found or offered.database is None:
        return
    with st.expander("Spalten von Hand zuordnen", expanded=any(unknown.values())):
        st.caption(
            "Sagen Sie einmal, was eine Überschrift meint. Das wird gemerkt und gilt sofort und für spätere Dateien "
            "dieses Ressorts, auch auf der Kommandozeile."
        )
        file = found[0]
        if len(found) > 1:
            file = st.selectbox("Datei", found, format_func=lambda one: one.name, key="map_file")
        workbook = _read(file)
        sheets = [sheet for sheet in workbook.sheets if not sheet.hidden and sheet.rows] if workbook else []
        if sheets:
            _form(offered, sheets, options)


def _read(file: Delivered) -> Workbook | None:
    """The file's cells, read once as long as it lies here."""
    digest = hashlib.sha256(file.content).hexdigest()
    kept = st.session_state.get("map_read")
    if kept is None or kept[0] != digest:
        try:
            kept = (digest, read_bytes(file.name, file.content))
        except UnreadableFile:
            kept = (digest, None)
        st.session_state["map_read"] = kept
    workbook: Workbook | None = kept[1]
    return workbook


def _form(offered: Offered, sheets: list[Sheet], options: Options) -> None:
    first, second, third, fourth = st.columns([2, 2, 2, 1])
    own = reach(offered.actor, Right.IMPORT) == Reach.OWN
    names = [*ministries(offered.whole, offered.actor), *([] if own else [EVERY])]
    known = names.index(options.ministry) if options.ministry in names else 0
    ministry = first.selectbox("Dateien von", names, index=known, key="map_ministry", disabled=own)
    parts = list(Part)
    part = second.selectbox(
        "Die Tabelle gehört zu", parts, index=parts.index(options.part) if options.part else None,
        format_func=lambda one: PARTS[one], key="map_part", placeholder="bitte wählen",
    )  # fmt: skip
    sheet = third.selectbox("Blatt", sheets, format_func=lambda one: one.name, key="map_sheet")
    line = fourth.number_input("Kopfzeile", 1, len(sheet.rows), heading_row(sheet) + 1, key=f"map_line_{sheet.name}")
    columns = samples(sheet, int(line) - 1)
    if part is None or not columns:
        st.info("Bitte wählen Sie, wozu die Tabelle gehört, und die Zeile mit den Überschriften.")
        return
    fields = fields_of(part)
    with st.form(f"map_{sheet.name}_{line}_{part}", border=False):
        chosen = {column.text: _column(column, fields, part) for column in columns}
        if st.form_submit_button("Zuordnung merken", type="primary"):
            _keep(offered, None if ministry == EVERY else ministry, part, chosen)


def _column(column: Sample, fields: dict[str, str], part: Part) -> str:
    """What one heading means: as recognised, a field, or nothing."""
    words = {KEEP: "wie bisher erkannt", IGNORE: "nicht einlesen", **fields}
    below = " · ".join(column.values) or "leer"
    st.markdown(f"**{verbatim(column.text)}** :small[{verbatim(below)}]")
    chosen = st.selectbox(
        column.text, list(words), format_func=lambda one: words[one], key=f"map_{part}_{column.text}",
        label_visibility="collapsed",
    )  # fmt: skip
    return str(chosen)


def _keep(offered: Offered, ministry: str | None, part: Part, chosen: dict[str, str]) -> None:
    headings = {
        compared(text): None if field == IGNORE else field for text, field in chosen.items() if field != KEEP
    }
    if not headings:
        st.info("Es ist noch keiner Überschrift etwas zugeordnet.")
        return
    assert offered.database is not None
    try:
        map_columns(
            offered.database, ministry=ministry, part=part, headings=headings, by=offered.actor, at=offered.now
        )
    except NotAllowed as refusal:
        st.error(str(refusal))
        return
    st.session_state.pop("import_look", None)
    st.session_state["import_flash"] = [("done", HEADINGS_CHANGED)]
    st.rerun()
