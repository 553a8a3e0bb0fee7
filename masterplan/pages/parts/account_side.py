"""Who looks: at the foot of the side, with the way out; in an example plan with the choice of a role."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from masterplan.actions import login
from masterplan.actions.login import Session
from masterplan.actions.offered import Key, Offered
from masterplan.domain.access import OF_A_BODY, Role
from masterplan.domain.logins import Way
from masterplan.pages.parts.kept import kept
from masterplan.vocabulary import role_of, verbatim

Part = tuple[Role, str | None]
CHOSEN = "chosen_part"
WAY_OUT = '<form method="post" action="abmelden"><button>Abmelden</button></form>'


def who(session: Session) -> str:
    """Name and role of whoever looks."""
    if session.way == Way.DEMO:
        return "Ohne Anmeldung, nur auf diesem Rechner"
    actor = session.actor
    return f"Angemeldet: **{verbatim(actor.name)}** ({verbatim(role_of(actor.role, actor.body))})"


def played(session: Session) -> str:
    """For the head of each page: as whom one looks without having logged in."""
    part = verbatim(role_of(session.actor.role, session.actor.body))
    if session.way != Way.DEMO:
        return ""
    return f"Ohne Anmeldung ausprobiert als **{part}**; die Rolle wählen Sie unten in der Seitenleiste."


def show(offered: Offered, session: Session) -> None:
    """The way out; in an example plan the choice of a role."""
    if session.way == Way.DEMO:
        _choice(offered, session)
    else:
        st.html(WAY_OUT)


def logged_out(page: str) -> None:
    """Instead of a page, where the session has ended while it was open."""
    st.title("Sie sind abgemeldet", anchor=False)
    st.markdown("Die Sitzung ist zu Ende, oder Ihr Konto wurde geändert. Der letzte Klick hat nichts bewirkt.")
    parameters = urlencode(st.query_params.to_dict())
    onward = urlencode({"weiter": f"/{page}{f'?{parameters}' if parameters else ''}"})
    st.html(f'<p><a href="anmelden?{escape(onward)}">Neu anmelden</a></p>')


def _choice(offered: Offered, session: Session) -> None:
    """In an example plan: as whom one looks. It is kept in the session, not in the address."""
    parts = _parts(offered, offered.key[:-1])
    now = (offered.actor.role, offered.actor.body)
    st.session_state[CHOSEN] = now
    st.selectbox(
        "Ausprobieren als", parts if now in parts else [*parts, now], key=CHOSEN,
        format_func=lambda part: role_of(*part), on_change=_play, args=(offered, session),
        help="Nur in Beispieldaten und nur auf diesem Rechner: Hier lässt sich ohne Anmeldung ausprobieren, was wer "
        "sieht und darf.",
    )  # fmt: skip


@kept(entries=48)
def _parts(_offered: Offered, key: Key) -> list[Part]:
    """Whom one may be: the bodies of the plan without its filters, by their kinds."""
    kinds = {str(key): str(kind) for key, kind in _offered.whole.bodies["kind"].items()}
    of_bodies: list[Part] = [
        (role, key) for role, fitting in OF_A_BODY.items() for key, kind in kinds.items() if kind in fitting
    ]
    return [(Role.CHANCELLERY, None), (Role.CABINET, None), (Role.READER, None), *of_bodies]


def _play(offered: Offered, session: Session) -> None:
    assert offered.database is not None, "somebody's session stands in a database"
    role, body = st.session_state[CHOSEN]
    login.play(offered.database, session=session, role=role, body=body)
