"""The form of one item: what was last reported, what is typed, and what the rules say of it before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from masterplan.actions import report as reports
from masterplan.actions import rounds
from masterplan.actions.offered import Offered
from masterplan.actions.tasks import Database, OwnPlan, drafts_of, keep_draft
from masterplan.domain.item.judgement import Judgement
from masterplan.domain.judging.data_quality import NOT_BY_REPORT
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Light, Status
from masterplan.domain.reporting.entries import REPORTABLE, Entries, read_entries, typed
from masterplan.domain.reporting.rounds import answers, open_queries
from masterplan.domain.reporting.tasks import Task, judged_after
from masterplan.pages.parts import frame, links, task_versions, wishes
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.wishes import Said
from masterplan.vocabulary import (
    FIELDS,
    KINDS,
    LIGHT_SYMBOLS,
    LIGHTS,
    NOT_REPORTED,
    STATUSES,
    counted,
    day,
    moment,
    shown,
    verbatim,
)

ITEM = "kennung"
HINTS: Mapping[str, tuple[str, str]] = {
    "progress": ("Umsetzungsgrad", "z. B. 60 %"),
    "forecast_on": ("Prognose: wann fertig?", "z. B. 31.12.2022 oder IV. Quartal 2022"),
    "achieved_on": ("Ist-Termin: wann fertig geworden?", "leer, solange nicht fertig"),
    "budget_spent": ("Verausgabte Mittel in Euro", "z. B. 12.500 €"),
    "evidence": ("Nachweis", "Verweis auf Dokument oder Seite, z. B. https://… oder Aktenzeichen"),
    "reason": ("Begründung, wo etwas nicht fertig ist", "Was hält auf, und wie geht es weiter?"),
    "remark": ("Bemerkung", "Auch Ihre Stellungnahme zu dem, was rechts auffällt"),
}
"""By field, what stands above and in the empty field."""
BY_FILE = " (ändert sich nur mit der nächsten Datei Ihres Ressorts)"
SHORT = ("status", "reported_light", "progress", "forecast_on", "achieved_on", "budget_spent")


@dataclass(frozen=True)
class Bench:
    """What the form works with: the page's offer, the own plan, the round and the day that entries speak of."""

    offered: Offered
    database: Database
    plan: OwnPlan
    standing: rounds.Standing | None
    on: date


@dataclass(frozen=True)
class Drawn:
    """A form as it was drawn first in this session: the revision it was drawn against, and its texts by field."""

    seen: int
    base: Mapping[str, str]
    begun: Mapping[str, str]


def show(bench: Bench, task: Task, following: str | None) -> None:
    """The form with what belongs beside it."""
    _head(bench, task)
    name = form_name(task.key)
    if task_versions.is_open(task.key):
        task_versions.show(bench.offered, task)
        return
    drawn = _drawn(bench, task)
    left, right = st.columns([3, 2], gap="large")
    with left:
        above = st.container()  # what needs no field is in sight before them
        changed = _fields(bench, task, drawn, wishes.form_key(name))
        _autosave(bench, task, drawn, changed)
        if changed:
            above.caption("Ihre Eingaben sind als Entwurf gesichert. Gemeldet ist es, sobald Sie unten speichern.")
        with st.container() if changed else above:
            _buttons(bench, task, drawn, changed, following, name)
    with right:
        _beside(bench, task, changed)


def form_name(key: str) -> str:
    """How the form of an item is called among the forms of the page."""
    return f"item_{key}"


def _head(bench: Bench, task: Task) -> None:
    frame.heading(task.name or task.key)
    ministry = ministry_name(bench.plan.view, task.ministry) or NOT_REPORTED
    due = day(date.fromisoformat(task.values["due_on"])) if task.values.get("due_on") else NOT_REPORTED
    st.caption(
        f"{KINDS[task.kind]} · {verbatim(ministry)} · Plantermin {due} · zuletzt gemeldet zum {day(task.last_on)}"
    )
    links.to_item(bench.offered, task.key, "Alles zu diesem Eintrag", "task")


# The fields.


def _drawn(bench: Bench, task: Task) -> Drawn:
    state = f"drawn_{task.key}_{wishes.form_key(form_name(task.key))}"
    if state not in st.session_state:
        draft = drafts_of(bench.database, by=bench.offered.actor).get(task.key)
        base = {name: typed(task.kind, name, task.values) for name in REPORTABLE[task.kind]}
        begun = {name: text for name, text in (draft.entries if draft else {}).items() if name in base}
        st.session_state[state] = Drawn(draft.revision if draft else bench.offered.revision, base, begun)
        if draft is not None:
            st.session_state[f"resumed_{task.key}"] = moment(draft.saved_at)
    drawn: Drawn = st.session_state[state]
    if drawn.begun:
        st.info(f"Ihr Entwurf vom {st.session_state.get(f'resumed_{task.key}', '')} ist wieder da.")
    return drawn


def _fields(bench: Bench, task: Task, drawn: Drawn, form: str) -> dict[str, str]:
    """Draws the fields; gives the texts of those that differ from what was last reported."""
    texts: dict[str, str] = {}
    places: dict[str, Any] = {}
    pair = st.columns(2)
    short = [name for name in SHORT if name in REPORTABLE[task.kind]]
    for at, name in enumerate(short):
        with pair[at % 2]:
            texts[name], places[name] = _field(name, drawn, f"{name}_{task.key}_{form}")
    for name in ("evidence", "reason", "remark"):
        texts[name], places[name] = _field(name, drawn, f"{name}_{task.key}_{form}")
    changed = {name: text for name, text in texts.items() if text.strip() != drawn.base[name].strip()}
    read = read_entries(task.kind, changed, task.values, bench.on)
    _say_beside(read, changed, places)
    return changed


def _field(name: str, drawn: Drawn, key: str) -> tuple[str, Any]:
    """One field, and the place below it."""
    now = drawn.begun.get(name, drawn.base[name])
    if name in ("status", "reported_light"):
        codes = [code.value for code in (Status if name == "status" else Light)]
        options = codes if drawn.base[name] else ["", *codes]
        words = STATUSES if name == "status" else {code: f"{LIGHT_SYMBOLS[code]} {LIGHTS[code]}" for code in codes}
        text = st.selectbox(
            FIELDS[name].capitalize() if name == "status" else "Ampel", options, options.index(now), key=key,
            format_func=lambda code: words.get(code, NOT_REPORTED),
        )  # fmt: skip
    elif name in ("reason", "remark"):
        title, hint = HINTS[name]
        text = st.text_area(title, now, key=key, placeholder=hint, height=90)
    else:
        title, hint = HINTS[name]
        text = st.text_input(title, now, key=key, placeholder=hint)
    return str(text or ""), st.empty()


def _say_beside(read: Entries, changed: Mapping[str, str], places: Mapping[str, Any]) -> None:
    said: dict[str, list[str]] = {}
    for name, value in read.values.items():
        told = shown(name, value)
        if name.endswith("_on") and name in changed and value is not None and told != changed[name].strip():
            said.setdefault(name, []).append(f"Gelesen als {told}.")
    for problem in read.problems:
        said.setdefault(problem.field, []).append(f"**Bitte prüfen:** {verbatim(problem.message)}")
    for name, sentences in said.items():
        if name in places:
            places[name].markdown(" ".join(sentences))


def _autosave(bench: Bench, task: Task, drawn: Drawn, changed: Mapping[str, str]) -> None:
    """Keeps what was typed, so that a lost connection loses nothing."""
    state = f"autosaved_{task.key}_{wishes.form_key(form_name(task.key))}"
    before = st.session_state.get(state, dict(drawn.begun))
    if changed != before:
        keep_draft(
            bench.database, key=task.key, entries=changed, by=bench.offered.actor, at=bench.offered.now,
            seen=drawn.seen,
        )  # fmt: skip
        st.session_state[state] = dict(changed)


def _buttons(
    bench: Bench, task: Task, drawn: Drawn, changed: Mapping[str, str], following: str | None, name: str
) -> None:
    told = {"key": task.key, "keys": [task.key], "seen": drawn.seen, "next": following}
    with st.container(horizontal=True):
        if changed:
            wishes.button(
                "Speichern und weiter" if following else "Speichern", "report", name, type="primary",
                more=lambda: {**told, "entries": dict(changed)},
            )  # fmt: skip
            st.button("Eingaben verwerfen", on_click=_discard, args=(bench, task, name), key=f"discard_{task.key}")
        elif task.obstacle is None:
            wishes.button(
                "Unverändert bestätigen und weiter" if following else "Unverändert bestätigen", "confirm", name,
                type="primary", more=lambda: told,
            )  # fmt: skip
        else:
            st.markdown(f"Ein Klick genügt hier nicht: {verbatim(task.obstacle)}")
        if following is not None:
            st.button(
                "Überspringen", on_click=bench.offered.change, args=({ITEM: following},), key=f"skip_{task.key}"
            )


def _discard(bench: Bench, task: Task, name: str) -> None:
    keep_draft(bench.database, key=task.key, entries={}, by=bench.offered.actor, at=bench.offered.now, seen=0)
    wishes.renew(name)


# Beside the form.


@kept(entries=64)
def judged(
    _plan: OwnPlan, _task: Task, key: tuple[object, ...], item: str, values: tuple[tuple[str, Any], ...]
) -> Judgement | None:
    """What the rules would say with these values."""
    return judged_after(_plan.view, item, _task.kind, _plan.courses.get(item, []), dict(values))


def _beside(bench: Bench, task: Task, changed: Mapping[str, str]) -> None:
    """What the rules make of it, with what was typed; the Staatskanzlei sees the same once it is sent."""
    read = read_entries(task.kind, changed, task.values, bench.on)
    key = (bench.offered.revision, bench.on, bench.offered.actor)
    found = judged(bench.plan, task, key, task.key, tuple(read.values.items()))
    frame.heading("Was die Regeln dazu sagen" + (" – mit Ihren Eingaben" if changed else ""), 3)
    if found is not None and found.lights is not None:
        st.markdown(
            f"Gemeldet **{_light(found.lights.reported)}**, errechnet **{_light(found.lights.computed)}**. "
            f"{verbatim(found.lights.reason)}"
        )
    reasons = [] if found is None else [(one.number, one.reason) for one in found.findings]
    reasons += [(one.number, one.reason) for one in task.findings if one.number in ("P2", "P3", "P4")]
    missing = [] if found is None or found.quality is None else list(found.quality.missing)
    if reasons or missing:
        lines = [f"- **{number}** {verbatim(reason)}" for number, reason in reasons]
        lines += [f"- **Lücke:** {verbatim(one)}{BY_FILE if one in NOT_BY_REPORT else ''}" for one in missing]
        st.markdown("\n".join(lines))
        st.caption("Ändern Sie die Angabe, oder nehmen Sie in der Bemerkung dazu Stellung.")
    else:
        st.markdown("Nichts fällt auf.")
    _queries(bench, task)


def _light(value: object) -> str:
    return NOT_REPORTED if value is None else f"{LIGHT_SYMBOLS[str(value)]} {LIGHTS[str(value)]}"


def _queries(bench: Bench, task: Task) -> None:
    """What the Staatskanzlei asks about the item, and the answer."""
    if bench.standing is None:
        return
    asked = [one for one in open_queries(bench.standing.steps) if one.item == task.key]
    if not asked:
        return
    frame.heading("Rückfrage der Staatskanzlei", 3)
    for one in asked:
        parts = [verbatim(one.comment)] if one.comment else []
        if one.field is not None and one.counter_value is not None:
            value = verbatim(shown(one.field, one.counter_value))
            parts.append(f"{FIELDS[one.field]}: **{value}**, Quelle: {verbatim(one.counter_source)}.")
        st.markdown(" ".join(parts))
    said = answers(bench.standing.steps).get(task.key)
    if said is not None:
        st.caption(f"Ihre Stellungnahme vom {moment(said.at)}: {verbatim(said.comment)}")
    name = f"answer_{task.key}"
    key = f"answer_text_{task.key}_{wishes.form_key(name)}"
    st.text_area("Ihre Stellungnahme", key=key, placeholder="Warum die gemeldete Angabe bleibt", height=90)
    wishes.button(
        "Stellung nehmen", "answer", name,
        more=lambda: {"key": task.key, "comment": st.session_state.get(key, "")},
    )  # fmt: skip
    st.caption("Einigen Sie sich nicht, stehen beide Werte mit ihrer Quelle im Kabinettsbericht.")


# What a click does; nothing is drawn in between.


def send(offered: Offered, number: int | None, key: str, told: Mapping[str, Any]) -> Said:
    """Sends a report."""
    assert offered.database is not None
    try:
        given = reports.report(
            offered.database, key=told["key"], entries=told["entries"], by=offered.actor, at=offered.now, form_key=key,
            seen=told["seen"], round=number,
        )  # fmt: skip
    except reports.SomebodyWasFaster as faster:
        return Said(str(faster), is_done=False, kept=task_versions.opened(told["key"], faster, told["entries"]))
    fields = ", ".join(FIELDS[name] for name in given.fields if name in FIELDS and not name.endswith("_text"))
    which = f" als Berichtigung Nr. {given.correction}" if given.correction else ""
    wishes.renew(form_name(told["key"]))
    _go_on(offered, told)
    return Said(f"Gespeichert{which} zum {day(given.effective_on)}: {fields}.", kept=task_versions.closed(told["key"]))


def send_confirmation(offered: Offered, number: int | None, key: str, told: Mapping[str, Any]) -> Said:
    """Confirms one item or several as they are."""
    assert offered.database is not None
    given = reports.confirm(
        offered.database, keys=told["keys"], by=offered.actor, at=offered.now, form_key=key, seen=told["seen"],
        round=number,
    )  # fmt: skip
    _go_on(offered, told)
    items = counted(len(given.keys), "Eintrag", "Einträge")
    return Said(f"Unverändert bestätigt zum {day(given.effective_on)}: {items}.")


def _go_on(offered: Offered, told: Mapping[str, Any]) -> None:
    if told.get("next"):
        offered.change({ITEM: told["next"]})


def send_answer(offered: Offered, number: int | None, key: str, told: Mapping[str, Any]) -> Said:
    """Sends a statement to a query."""
    assert offered.database is not None
    assert number is not None
    rounds.answer(
        offered.database, round=number, key=told["key"], comment=told["comment"], by=offered.actor,
        at=offered.now, form_key=key,
    )  # fmt: skip
    return Said("Ihre Stellungnahme liegt der Staatskanzlei vor.")
