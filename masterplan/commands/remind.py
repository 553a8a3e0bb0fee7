"""``remind``: e-mail to those who owe a report, one message per person, not more often than is of use."""

import argparse
import os
import sys
from datetime import datetime

from masterplan import mail
from masterplan.actions.remind import Reminders, note_sent, reminders
from masterplan.commands import asked
from masterplan.domain.reporting.rounds import NotPossible
from masterplan.store.engine import Database
from masterplan.vocabulary import counted, day, listed


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("remind", "schreibt denen, die noch eine Meldung schulden", show)
    parser.add_argument("--round", type=int, metavar="NUMMER", help="nur diese Berichtsrunde; sonst alle offenen")
    parser.add_argument("--dry-run", action="store_true", help="zeigt nur, was verschickt würde")


def show(database: Database, options: argparse.Namespace, now: datetime) -> int:
    """Sends what is due, says who is left alone and who cannot be reached; 1 where a message could not be sent."""
    address = os.environ.get("MASTERPLAN_ADDRESS") or ("http://127.0.0.1:8501" if options.dry_run else None)
    if address is None:
        raise asked.Refused(
            "Die Adresse der Anwendung fehlt: Ohne MASTERPLAN_ADDRESS (z. B. https://masterplan.sachsen.de) führt der "
            "Verweis in der Nachricht nirgendwohin."
        )
    try:
        found = reminders(database, by=asked.BY, at=now, address=address, round=options.round)
    except NotPossible as refusal:
        raise asked.Refused(str(refusal)) from refusal
    failed = 0
    for message in found.messages:
        if options.dry_run:
            print(f"An: {message.name} <{message.to}>\nBetreff: {message.subject}\n\n{message.text}\n")
            continue
        try:
            trouble = mail.from_environment(os.environ).send(message, now)
        except mail.NoPost as refusal:
            raise asked.Refused(str(refusal)) from refusal
        note_sent(database, by=asked.BY, at=now, sent=message, trouble=trouble)
        failed += trouble is not None
        print(f"{message.name}: {trouble or 'verschickt'}")
    print(_rest(found), file=sys.stderr)
    return 1 if failed else 0


def _rest(found: Reminders) -> str:
    lines = [counted(len(found.messages), "Nachricht", "Nachrichten") + "."]
    lines += [f"{one.name}: erst am {day(one.again_on)} wieder." for one in found.waiting]
    for round in dict.fromkeys(round for round, _ in found.unreachable):
        bodies = listed([body for of, body in found.unreachable if of == round])
        lines.append(f"{round.title}: Für {bodies} gibt es kein Konto mit E-Mail-Adresse.")
    return "\n".join(lines)
