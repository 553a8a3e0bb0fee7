"""What the upload page asks before a file is applied: each cell that says otherwise than the plan, side by side."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from importers.page.tables import about
from masterplan.domain.plan import IN_FORCE
from masterplan.vocabulary import FIELDS, KINDS, counted, label, moment, shown, verbatim

Entry = dict[str, Any]
AT_ONCE = 40
"""So many questions are put at a time; the answers bring the next ones."""


def decided(form: int) -> dict[str, str]:
    """What was decided so far: SHA-256 of a file, its question → theirs or ours."""
    answers: dict[str, str] = st.session_state.get(f"decided_{form}", {})
    return answers


def show(files: Sequence[Entry], form: int) -> None:
    """The open questions, to be answered together; and the way back from answers given."""
    open_ones = [(file, conflict) for file in files for conflict in file["conflicts"]]
    known = decided(form)
    if known:
        told, back = st.columns([3, 1])
        told.info(f"{counted(len(known), 'Rückfrage ist', 'Rückfragen sind')} entschieden.")
        if back.button("Entscheidungen verwerfen", key=f"undecide_{form}"):
            st.session_state.pop(f"decided_{form}", None)
            st.rerun()
    if not open_ones:
        return
    st.header("Rückfragen", anchor=False)
    st.caption(
        "Hier sagen Datei und Plan Verschiedenes, und beide haben sich geändert. Bitte entscheiden Sie je Angabe. Was "
        "nicht gilt, bleibt mit seiner Zelle verzeichnet."
    )
    with st.form(f"questions_{form}_{len(known)}", border=False):
        answers = {f"{file['sha256']} {one['question']}": _ask(file, one) for file, one in open_ones[:AT_ONCE]}
        if st.form_submit_button("Entscheidungen übernehmen", type="primary"):
            given = {name: answer for name, answer in answers.items() if answer}
            st.session_state[f"decided_{form}"] = {**known, **given}
            st.rerun()


def _ask(file: Entry, conflict: Entry) -> str | None:
    """One question; None as long as it is not answered."""
    ways = _ways(conflict)
    st.markdown(f"**{verbatim(_title(conflict))}** :small[{verbatim(_facts(file, conflict))}]")
    answer = st.radio(
        _title(conflict), list(ways), index=None, format_func=lambda way: ways[way], label_visibility="collapsed",
        key=f"answer {file['sha256']} {conflict['question']}",
    )  # fmt: skip
    return None if answer is None else str(answer)


def _title(conflict: Entry) -> str:
    """„Wegmarke „Netze“: Status“."""
    what = f"{label(KINDS, conflict['kind'])} „{conflict['title'] or conflict['key']}“"
    return what if conflict["field"] == IN_FORCE else f"{what}: {label(FIELDS, conflict['field'])}"


def _facts(file: Entry, conflict: Entry) -> str:
    """What both sides began with, and the file."""
    base = conflict["base"]
    began = "" if conflict["field"] in ("identity", IN_FORCE) else f"zuvor: {shown(conflict['field'], base)} · "
    return f"{began}{about(file)}"


def _ways(conflict: Entry) -> Mapping[str, str]:
    """The two answers, each with what it makes valid, and whence that is."""
    cell = f" ({conflict['cell']})" if conflict["cell"] else ""
    if conflict["field"] == "identity":
        return {
            "theirs": verbatim(f"Derselbe Eintrag wie „{conflict['ours']}“ ({conflict['key']})"),
            "ours": verbatim(f"Ein neuer Eintrag: „{conflict['theirs']}“{cell}"),
        }
    who = f"eingetragen von {conflict['ours_by']}" if conflict["ours_by"] else "im Plan"
    when = f", {moment(datetime.fromisoformat(conflict['ours_at']))}" if conflict["ours_at"] else ""
    if conflict["field"] == IN_FORCE:
        return {
            "theirs": "Aus dem Plan nehmen: Die Datei führt den Eintrag nicht mehr auf",
            "ours": verbatim(f"Im Plan lassen: Er wurde inzwischen geändert ({who}{when})"),
        }
    theirs, ours = (shown(conflict["field"], conflict[side]) for side in ("theirs", "ours"))
    return {
        "theirs": verbatim(f"Datei: {theirs}{cell}"),
        "ours": verbatim(f"Plan: {ours} ({who}{when})"),
    }
