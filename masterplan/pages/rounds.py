"""Berichtsrunden: who owes what, what is asked back, what is contested, and what is published."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from masterplan.actions import rounds
from masterplan.actions.offered import Offered
from masterplan.actions.release import open_entries, release
from masterplan.domain.item.links import named
from masterplan.domain.overview import ministry_name
from masterplan.domain.reporting.round_progress import owing, progress, without_body
from masterplan.domain.reporting.rounds import STATES, State, deadline_words
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, own, round_query, round_reminders, wishes
from masterplan.pages.parts.item_tables import linked_words
from masterplan.pages.parts.wishes import Said
from masterplan.vocabulary import BERLIN, FIELDS, NO_VALUE, counted, day, moment, number, shown, verbatim

ROUND = "runde"
DEFINITION = (
    "Zu melden sind die Wegmarken und Maßnahmen, die weder abgeschlossen noch entfallen sind, und die gemeldeten. "
    "Gemeldet ist, wozu seit der Eröffnung der Runde etwas eingegeben, bestätigt oder eingelesen wurde, auch als "
    "abgeschlossen. Widersprüchlich: Gemeldete und errechnete Ampel unterscheiden sich."
)
ANSWER_DAYS = 14
MOST_NAMED = 5


def show(view: PlanView, offered: Offered) -> None:
    """The round that was chosen, with all that can be done about it; below, asking anew."""
    st.title("Berichtsrunden", anchor=False)
    if offered.database is None or offered.whole.empty:
        frame.nothing_yet(view, offered)
        return
    wishes.carry_out(offered, _acts(offered))
    known = {str(one.id): one for one in rounds.all_rounds(offered.database)}
    if known:
        titles = {code: f"{one.title} (Stichtag {day(one.stichtag)})" for code, one in known.items()}
        code = choices.select(offered, ROUND, "Berichtsrunde", titles, next(iter(titles)))
        standing = rounds.standing(offered.database, int(code), offered.now)
        if standing is not None:
            one_round(offered, standing)
    else:
        st.info("Noch wurde niemand um eine Meldung gebeten. Eröffnen Sie unten die erste Runde.")
    without_round(offered)
    asking(view, offered)


def one_round(offered: Offered, standing: rounds.Standing) -> None:
    """Who owes what in the round; one body's report; what is contested; publishing; reminding."""
    round, plan = standing.round, own.plan_for(offered, standing.on).view
    today = offered.now.astimezone(BERLIN).date()
    st.markdown(
        f"Stichtag **{day(round.stichtag)}**, Antwort {deadline_words(round.due_on, today)}. Eröffnet am "
        f"{moment(round.opened_at)}."
    )
    frame.heading("Was noch fehlt")
    table = _progress_table(plan, standing)
    st.table(frame.literal(table), hide_index=True, alt="Was noch fehlt")
    st.caption(DEFINITION)
    frame.download(
        table, f"Berichtsrunde {round.title}", "Wegmarken und Maßnahmen", standing.on, DEFINITION, f"round_{round.id}"
    )
    _publishing(offered, standing)
    round_query.show(offered, standing, plan)
    contested(standing, plan)
    round_reminders.show(offered, round.id)


def _progress_table(plan: PlanView, standing: rounds.Standing) -> pd.DataFrame:
    found = progress(plan, standing.states, standing.reported)
    return pd.DataFrame(
        {
            "Ressort oder Stelle": [ministry_name(plan, body) or body for body in found["body"]],
            "Stand": [STATES[State(state)] for state in found["state"]],
            "zu melden": [number(value) for value in found["owed"]],
            "gemeldet": [number(value) for value in found["reported"]],
            "fehlt": [number(value) for value in found["lacking"]],
            "widersprüchlich": [number(value) for value in found["contradictory"]],
            "überfällig": [number(value) for value in found["overdue"]],
        }
    )


def _publishing(offered: Offered, standing: rounds.Standing) -> None:
    accepted = [body for body, state in standing.states.items() if state == State.ACCEPTED]
    if accepted:
        wishes.button(
            f"Abgenommene Meldungen veröffentlichen ({', '.join(accepted)})", "publish", f"publish_{standing.round.id}",
            more=partial(dict, round=standing.round.id, bodies=accepted), type="primary",
        )  # fmt: skip
        st.caption("Danach sehen Kabinett und Öffentlichkeit sie; spätere Änderungen sind nummerierte Berichtigungen.")


def contested(standing: rounds.Standing, plan: PlanView) -> None:
    """The values on which there is no agreement, both with their source."""
    if not standing.contested:
        return
    frame.heading("Strittige Angaben")
    st.caption("Ohne Einigung stehen beide Werte mit ihrer Quelle im Kabinettsbericht.")
    titles = pd.concat([plan.milestones["title"], plan.measures["title"]])
    rows = [
        {
            "Eintrag": titles.get(one.key) or one.key,
            "Angabe": FIELDS[one.field],
            "gemeldet": shown(one.field, one.reported),
            "von": one.body,
            "Gegenwert": shown(one.field, one.counter_value),
            "Quelle des Gegenwerts": one.counter_source,
            "Stellungnahme": one.answer or NO_VALUE,
        }
        for one in standing.contested
    ]
    st.table(frame.literal(pd.DataFrame(rows)), hide_index=True, alt="Strittige Angaben")


def without_round(offered: Offered) -> None:
    """What was entered outside of rounds, or after an acceptance, and waits for its release."""
    assert offered.database is not None
    until = offered.now.astimezone(BERLIN).date()
    waiting = open_entries(offered.database, until=until, by=offered.actor)
    if not waiting:
        return
    frame.heading("Noch nicht freigegeben")
    items = counted(len({one.key for one in waiting}), "Eintrag", "Einträgen")
    st.markdown(
        f"**{counted(len(waiting), 'Meldung', 'Meldungen')}** zu {items} sehen bisher nur die Staatskanzlei und das "
        "meldende Ressort. Beim Veröffentlichen einer Runde werden die ihren freigegeben; hier geschieht es für alle."
    )
    wishes.button(
        "Alle jetzt freigeben", "release", "release_all", more=partial(dict, seen=offered.revision, until=until)
    )


def asking(view: PlanView, offered: Offered) -> None:
    """The form of a new round."""
    frame.heading("Neue Runde")
    whole, form = offered.whole, wishes.form_key("new_round")
    keys = [str(key) for key in whole.bodies.index]
    today = offered.now.astimezone(BERLIN).date()
    pair = st.columns(3)
    pair[0].text_input("Bezeichnung", key=f"title_{form}", placeholder="z. B. II. Quartal 2022")
    pair[1].date_input("Stichtag", whole.stichtag, key=f"stichtag_{form}", format="DD.MM.YYYY")
    pair[2].date_input(
        "Antwort bis", today + timedelta(days=ANSWER_DAYS), key=f"due_{form}", format="DD.MM.YYYY", min_value=today
    )
    st.multiselect(
        "Wer berichten soll", keys, owing(whole), key=f"bodies_{form}",
        format_func=lambda key: str(ministry_name(whole, key)), placeholder="Ressorts und Stellen",
        help="Vorgeschlagen sind alle, die eine Wegmarke oder Maßnahme haben, die nicht abgeschlossen ist.",
    )  # fmt: skip
    if left := unasked(whole):
        st.caption(left)

    def told() -> Mapping[str, Any]:
        names = {"title": "title", "stichtag": "stichtag", "due_on": "due", "bodies": "bodies"}
        return {name: st.session_state.get(f"{state}_{form}") for name, state in names.items()}

    wishes.button("Runde eröffnen", "open", "new_round", more=told)


def unasked(whole: PlanView) -> str:
    """Of which items no report can be asked for; empty where there are none."""
    found = named(whole, without_body(whole))
    if not found:
        return ""
    names = [f"„{linked_words(one)}“" for one in found[:MOST_NAMED]]
    rest = f" und {number(len(found) - MOST_NAMED)} weiteren" if len(found) > MOST_NAMED else ""
    return (
        "Nicht gefragt wird, weil keine Stelle gemeldet ist oder es sie nicht mehr gibt, nach "
        f"{'; '.join(names)}{rest}. Wer zuständig ist, sagt die nächste Datei."
    )


# What a click does.


def _acts(offered: Offered) -> dict[str, wishes.Act]:
    return {
        "open": partial(_open, offered),
        "publish": partial(_publish, offered),
        "release": partial(_release, offered),
        **round_query.acts(offered),
        **round_reminders.acts(offered),
    }


def _open(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    assert offered.database is not None
    made = rounds.open_round(offered.database, **told, by=offered.actor, at=offered.now, form_key=key)
    offered.change({ROUND: str(made)})
    title = verbatim(told["title"])
    return Said(f"Die Runde „{title}“ ist eröffnet. Unter „Erinnern“ schreiben Sie die Beteiligten an.")


def _publish(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    assert offered.database is not None
    given = rounds.publish(offered.database, **told, by=offered.actor, at=offered.now, form_key=key)
    return Said(f"Veröffentlicht: {counted(len(given.statements), 'Meldung', 'Meldungen')}.")


def _release(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    assert offered.database is not None
    given = release(offered.database, **told, by=offered.actor, at=offered.now, form_key=key)
    return Said(f"Freigegeben: {counted(len(given.statements), 'Meldung', 'Meldungen')}.")
