"""One body's report within a round: what came in, what is asked back about it, and accepting it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions import round_report, rounds
from masterplan.actions.offered import Offered
from masterplan.actions.round_report import CameIn
from masterplan.domain.figure import REPORTED
from masterplan.domain.lists.measure_list import natural_order
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.reporting.entries import REPORTABLE
from masterplan.domain.reporting.round_progress import lacking
from masterplan.domain.reporting.rounds import STATES, State, Step, answers, open_queries
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links, wishes
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.wishes import Said
from masterplan.vocabulary import FIELDS, moment, shown, verbatim

BODY = "stelle"


def show(offered: Offered, standing: rounds.Standing, plan: PlanView) -> None:
    """The report of the body that was chosen."""
    frame.heading("Eine Meldung ansehen")
    first = [body for body, state in standing.states.items() if state == State.HANDED_IN] or list(standing.states)
    options = {
        body: f"{ministry_name(plan, body) or body} – {STATES[state]}" for body, state in standing.states.items()
    }
    body = choices.select(offered, BODY, "Ressort oder Stelle", options, first[0])
    state = standing.states[body]
    _came_in(offered, standing, plan, body)
    if state in (State.HANDED_IN, State.QUERIED):
        wishes.button(
            "Meldung abnehmen", "accept", f"accept_{standing.round.id}_{body}", type="primary",
            more=partial(dict, round=standing.round.id, body=body, shown=body),
        )  # fmt: skip
    _open_queries(offered, standing, plan, body)
    if state in (State.HANDED_IN, State.QUERIED, State.ACCEPTED):
        _asking_back(offered, standing, plan, body)
    else:
        st.caption("Nachfragen und abnehmen lässt sich, was abgegeben ist.")


def _came_in(offered: Offered, standing: rounds.Standing, plan: PlanView, body: str) -> None:
    """What the body reported, before and now, and what it has not reported on."""
    found = came_in(offered, (offered.revision, standing.on), standing.round.id, body)
    titles = {key: title for key, (_, title) in _titles(plan, body).items()}
    if found:
        rows = [
            {
                "Eintrag": titles.get(one.key, one.key),
                "Was gemeldet ist": _reported(one),
                "von": f"{one.by}, {moment(one.at)}",
            }
            for one in sorted(found, key=lambda one: natural_order(titles.get(one.key)))
        ]
        st.table(frame.literal(pd.DataFrame(rows)), hide_index=True, alt="Was gemeldet ist")
    left_out = [titles[key] for key in lacking(plan, standing.reported).get(body, []) if key in titles]
    if left_out:
        st.caption(f"Ohne Meldung: {verbatim('; '.join(left_out))}.")


@kept(entries=8)
def came_in(_offered: Offered, key: tuple[object, ...], number: int, body: str) -> list[CameIn]:
    """What came in of one body for a round. Kept by the data revision."""
    assert _offered.database is not None
    return round_report.came_in(_offered.database, number, body, by=_offered.actor, at=_offered.now)


def _reported(one: CameIn) -> str:
    if one.is_new:
        return "neu im Plan"
    told = [f"{FIELDS[name]}: {shown(name, old)} → {shown(name, now)}" for name, (old, now) in one.changes.items()]
    return "; ".join(told) or "unverändert bestätigt"


def _titles(plan: PlanView, body: str) -> dict[str, tuple[Kind, str]]:
    found = {}
    for kind in REPORTED:
        items = plan.table(kind)
        mine = items[items["ministry_at"].eq(body)]
        for key, number, title in zip(mine.index, mine["number"], mine["title"], strict=True):
            found[str(key)] = (kind, " ".join(str(word) for word in (number, title) if word))
    return found


def _open_queries(offered: Offered, standing: rounds.Standing, plan: PlanView, body: str) -> None:
    titles, said = _titles(plan, body), answers(standing.steps)
    for one in open_queries(standing.steps):
        if one.body != body or one.item is None:
            continue
        with st.container(border=True):
            _, title = titles.get(one.item, (None, one.item))
            st.markdown(f"**Rückfrage zu {verbatim(title)}** vom {moment(one.at)}: {_words(one)}")
            reply = said.get(one.item)
            if reply is not None and reply.id > one.id:
                st.markdown(f"Stellungnahme vom {moment(reply.at)}: {verbatim(reply.comment)}")
            with st.container(horizontal=True):
                wishes.button(
                    "Rückfrage erledigt", "settle", f"settle_{one.id}",
                    more=partial(dict, round=standing.round.id, key=one.item, field=one.field, shown=body),
                )  # fmt: skip
                links.to_item(offered, one.item, "Zum Eintrag", f"query_{one.id}")


def _words(one: Step) -> str:
    parts = [verbatim(one.comment)] if one.comment else []
    if one.field is not None and one.counter_value is not None:
        value = verbatim(shown(one.field, one.counter_value))
        parts.append(f"{FIELDS[one.field]} nach {verbatim(one.counter_source)}: **{value}**")
    return " ".join(parts)


def _asking_back(offered: Offered, standing: rounds.Standing, plan: PlanView, body: str) -> None:
    """The form of a query: an item, a question, or a value of one's own with its source."""
    titles = _titles(plan, body)
    if not titles:
        return
    frame.heading("Zurückfragen", 3)
    name = f"query_{standing.round.id}_{body}"
    form = wishes.form_key(name)
    key = st.selectbox("Eintrag", list(titles), key=f"item_{form}", format_func=lambda one: titles[one][1])
    kind = titles[key][0]
    (item,) = plan.table(kind).loc[[key]].to_dict("records")
    told = {field: _shown(field, item[field]) for field in REPORTABLE[kind]}
    st.caption(" · ".join(f"{FIELDS[field]}: {verbatim(words)}" for field, words in told.items()))
    st.text_area("Was ist fraglich?", key=f"comment_{form}", height=80)
    three = st.columns(3)
    three[0].selectbox(
        "Angabe", REPORTABLE[kind], None, key=f"field_{form}", format_func=lambda one: FIELDS[one],
        placeholder="wenn Sie einen anderen Wert haben",
    )  # fmt: skip
    three[1].text_input("Gegenwert", key=f"value_{form}", placeholder="z. B. 20 %")
    three[2].text_input("Quelle des Gegenwerts", key=f"source_{form}", placeholder="z. B. Vor-Ort-Termin vom 2. Juli")

    def asked() -> Mapping[str, Any]:
        names = {"field": "field", "comment": "comment", "counter_value": "value", "counter_source": "source"}
        typed = {name: st.session_state.get(f"{state}_{form}") for name, state in names.items()}
        item = st.session_state.get(f"item_{form}")
        return {"round": standing.round.id, "key": item, "shown": body, **typed}

    wishes.button("Rückfrage stellen", "query", name, more=asked)


def _shown(field: str, value: Any) -> str:
    return shown(field, None if pd.isna(value) else value)


def acts(offered: Offered) -> dict[str, wishes.Act]:
    """What a click does."""
    said = {
        "accept": (rounds.accept, "Die Meldung ist abgenommen."),
        "query": (rounds.query, "Die Rückfrage ist gestellt; die Meldung ist wieder beim Ressort."),
        "settle": (rounds.settle, "Die Rückfrage ist erledigt; der gemeldete Wert steht allein."),
    }
    return {name: partial(_act, offered, does, sentence) for name, (does, sentence) in said.items()}


def _act(offered: Offered, does: Any, sentence: str, key: str, told: Mapping[str, Any]) -> Said:
    """Does it, and goes on showing the body that it was done for."""
    given = {name: value for name, value in told.items() if name != "shown"}
    does(offered.database, **given, by=offered.actor, at=offered.now, form_key=key)
    offered.change({BODY: told["shown"]})
    return Said(sentence)
