"""What somebody who owes a report is written: one message per person, however many rounds and bodies it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from masterplan.domain.reporting.rounds import Round, deadline_words
from masterplan.vocabulary import PRODUCT, counted, day, listed


@dataclass(frozen=True)
class Owed:
    """What one account owes to one round: so many items of its body, or (0) only the handing in.

    ``name`` is the short name of the ``body`` at the round's Stichtag.
    """

    round: Round
    account: str
    body: str
    items: int
    name: str


@dataclass(frozen=True)
class Message:
    """One e-mail. ``owed`` says what it is about; it tells numbers and a link, nothing of the plan itself."""

    to: str
    name: str
    subject: str
    text: str
    owed: tuple[Owed, ...]


def message(to: str, name: str, owed: Sequence[Owed], address: str, today: date) -> Message:
    """The message to one person; ``address`` is where the app is reached."""
    first = min(owed, key=lambda one: one.round.due_on)
    titles = listed([f"„{title}“" for title in dict.fromkeys(one.round.title for one in owed)])
    lines = [f"Guten Tag {name},", "", f"zur Berichtsrunde {titles} fehlt noch Ihre Meldung:", ""]
    for one in owed:
        still = counted(one.items, "Eintrag ohne Meldung", "Einträge ohne Meldung") if one.items else "nur das Abgeben"
        lines += [
            f"- {one.name}: {still}; Stichtag {day(one.round.stichtag)}, Antwort "
            f"{deadline_words(one.round.due_on, today)}",
            f"  {address.rstrip('/')}/aufgaben?runde={one.round.id}&zeige=offen",
        ]
    lines += [
        "",
        "Was unverändert ist, bestätigen Sie dort mit einem Klick, auch mehrere Einträge auf einmal.",
        "",
        f"{PRODUCT}. Diese Nachricht wurde automatisch verschickt; bei Fragen wenden Sie sich an die Staatskanzlei.",
    ]
    subject = f"Meldung zum Masterplan {deadline_words(first.round.due_on, today)}"
    return Message(to, name, subject, "\n".join(lines), tuple(owed))
