"""Reminding: what would be sent to whom is shown first, and sent with a click."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.actions.remind import Reminders, note_sent, reminders
from masterplan.pages.parts import frame, wishes
from masterplan.pages.parts.wishes import Said
from masterplan.vocabulary import counted, day, listed, verbatim

NO_POST = (
    "Verschickt wird nichts: Es ist kein Mailserver eingerichtet (MASTERPLAN_SMTP_HOST und MASTERPLAN_SMTP_FROM)."
)


def show(offered: Offered, number: int) -> None:
    """The preview, made when it is opened."""
    opened = st.expander("Erinnern", key=f"remind_{number}_open", on_change="rerun")
    if not opened.open:
        return
    with opened:
        address = offered.home or _own_address()
        found = _found(offered, number, address)
        _people(found)
        for message in found.messages:
            frame.heading(f"An {verbatim(message.name)}", 3)
            st.caption(f"{verbatim(message.to)} · {verbatim(message.subject)}")
            st.code(message.text, language=None, wrap_lines=True)
        if found.messages and offered.post is None:
            st.warning(NO_POST)
        elif found.messages:
            words = counted(len(found.messages), "Nachricht", "Nachrichten")
            wishes.button(
                f"{words} verschicken", "remind", f"remind_{number}", type="primary",
                more=partial(dict, number=number, address=address),
            )  # fmt: skip


def _people(found: Reminders) -> None:
    if not found.messages:
        st.markdown("Zurzeit ist niemand anzuschreiben.")
    for waits in found.waiting:
        st.markdown(f"- {verbatim(waits.name)} wurde schon erinnert, frühestens am {day(waits.again_on)} wieder.")
    if found.unreachable:
        bodies = listed([body for _, body in found.unreachable])
        st.warning(f"Für {bodies} gibt es kein Konto mit E-Mail-Adresse. Bitte legen Sie dort jemanden an.")


def _found(offered: Offered, number: int, address: str) -> Reminders:
    assert offered.database is not None
    return reminders(offered.database, by=offered.actor, at=offered.now, address=address, round=number)


def _own_address() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}"


def acts(offered: Offered) -> dict[str, wishes.Act]:
    """What a click does."""
    return {"remind": partial(_send, offered)}


def _send(offered: Offered, key: str, told: Mapping[str, Any]) -> Said:
    assert offered.database is not None
    assert offered.post is not None
    found = _found(offered, **told)
    troubles = []
    for message in found.messages:  # who has one already waits, so that a second click sends nothing twice
        trouble = offered.post(message)
        note_sent(offered.database, by=offered.actor, at=offered.now, sent=message, trouble=trouble)
        troubles += [f"{message.name}: {trouble}"] if trouble else []
    sent = counted(len(found.messages) - len(troubles), "Nachricht", "Nachrichten")
    return Said(" ".join([f"Verschickt: {sent}.", *troubles]), is_done=not troubles)
