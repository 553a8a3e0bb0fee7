"""``account``: who may log in. Passwords are made up and printed once, or asked for at the terminal."""

import argparse
import json
from collections.abc import Callable
from datetime import datetime
from getpass import getpass
from typing import TypeVar

from masterplan.actions import accounts
from masterplan.actions.accounts import Account, AccountRefused
from masterplan.commands import asked
from masterplan.domain.access import Role
from masterplan.domain.logins import spelled
from masterplan.store.engine import Database
from masterplan.vocabulary import NO_VALUE, ROLES, role_of

Found = TypeVar("Found")


def add(command: asked.AddCommand) -> None:
    """Adds the command with its own commands."""
    parser = command("account", "verwaltet die Konten, mit denen man sich anmeldet", show)
    asked.add_json(parser)
    add_part = asked.add_parts(parser, "account")

    def part(name: str, does: str, action: asked.Command) -> argparse.ArgumentParser:
        added = add_part(name, does, action)
        asked.add_json(added, default=argparse.SUPPRESS)
        return added

    part("list", "nennt alle Konten", show)
    new = part("add", "legt ein Konto an; ein Kennwort wird erzeugt und einmal genannt", create)
    new.add_argument("--name", required=True, help="Person oder Stelle, wie sie in Verläufen erscheint")
    _add_role(new)
    new.add_argument("--login", metavar="KENNUNG", help="für die Anmeldung mit Kennwort")
    new.add_argument("--email", metavar="ADRESSE", help="für Erinnerungen und die Anmeldung über den Anmeldedienst")
    new.add_argument("--subject", metavar="KENNUNG", help="Kennung („sub“) beim Anmeldedienst")
    fresh = part("password", "setzt ein neues Kennwort, das bei der nächsten Anmeldung zu ändern ist", renew)
    for one in (new, fresh):
        one.add_argument("--ask", action="store_true", help="fragt nach dem Kennwort, statt eines zu erzeugen")
    changed = part("role", "gibt einem Konto eine andere Rolle", change_role)
    _add_role(changed)
    for one in (
        fresh,
        changed,
        part("disable", "sperrt ein Konto; es gilt ab dem nächsten Klick", shut),
        part("enable", "hebt die Sperre eines Kontos auf", reopen),
    ):
        one.add_argument("account", metavar="KONTO", help="Kennung, E-Mail-Adresse oder Name")


def _add_role(parser: argparse.ArgumentParser) -> None:
    roles = ", ".join(f"{role} ({ROLES[role]})" for role in Role)
    parser.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLLE", help=roles)
    parser.add_argument("--body", metavar="STELLE", help="Schlüssel des Ressorts oder der Kommune, z. B. SMI")


def show(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints all accounts."""
    known = accounts.everybody(database, by=asked.BY, at=now)
    if options.json:
        print(json.dumps({"accounts": [_as_json(one) for one in known]}, ensure_ascii=False))
        return
    for one in known:
        state = "gesperrt" if one.disabled_at else "Kennwort zu ändern" if one.must_change else "aktiv"
        words = (one.login or one.email or one.subject, one.name, role_of(one.role, one.body), state)
        print("  ".join(str(word or NO_VALUE) for word in words))
    if not known:
        print("Noch gibt es kein Konto. Das erste: account add --name … --role chancellery --login …")


def create(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Adds an account and prints its first password."""

    def work() -> tuple[str, str | None]:
        added = accounts.add(
            database, by=asked.BY, at=now, name=options.name, role=options.role, body=options.body, login=options.login,
            email=options.email, subject=options.subject, password=_password(options),
        )  # fmt: skip
        return added.account, added.password

    number, password = _tried(work)
    _tell(options, number, None if options.ask else password)


def renew(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Sets a new password and prints it."""
    number = _account(database, options, now).id
    password = _tried(
        lambda: accounts.new_password(database, by=asked.BY, at=now, account=number, password=_password(options))
    )
    _tell(options, number, None if options.ask else password)


def change_role(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Gives an account another role."""
    number = _account(database, options, now).id
    _tried(
        lambda: accounts.set_role(database, by=asked.BY, at=now, account=number, role=options.role, body=options.body)
    )
    _tell(options, number)


def shut(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Disables an account."""
    number = _account(database, options, now).id
    _tried(lambda: accounts.disable(database, by=asked.BY, at=now, account=number))
    _tell(options, number)


def reopen(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Lets an account in again."""
    number = _account(database, options, now).id
    _tried(lambda: accounts.enable(database, by=asked.BY, at=now, account=number))
    _tell(options, number)


def _tried(work: Callable[[], Found]) -> Found:
    try:
        return work()
    except AccountRefused as trouble:
        raise asked.Refused(str(trouble)) from trouble


def _account(database: Database, options: argparse.Namespace, now: datetime) -> Account:
    wanted = options.account
    found = [
        one for one in accounts.everybody(database, by=asked.BY, at=now)
        if wanted in (one.name, one.id, one.email) or spelled(wanted) == one.login
    ]  # fmt: skip
    if len(found) != 1:
        raise asked.Refused(f"Ein Konto „{wanted}“ gibt es nicht oder nicht eindeutig. Alle nennt „account list“.")
    return found[0]


def _password(options: argparse.Namespace) -> str | None:
    if not options.ask:
        return None
    first = getpass("Kennwort: ")
    if getpass("Noch einmal: ") != first:
        raise asked.Refused("Die beiden Kennwörter sind verschieden. Es wurde nichts geändert.")
    return first


def _tell(options: argparse.Namespace, number: str, password: str | None = None) -> None:
    if options.json:
        said: dict[str, str] = {"account": number} | ({"password": password} if password else {})
        print(json.dumps(said, ensure_ascii=False))
    elif password:
        print(f"Kennwort, nur dieses eine Mal genannt und bei der Anmeldung zu ändern: {password}")
    else:
        print("Erledigt.")


def _as_json(one: Account) -> dict[str, str | bool | None]:
    return {
        "account": one.id, "name": one.name, "role": one.role, "body": one.body, "login": one.login,
        "email": one.email, "subject": one.subject, "disabled": one.disabled_at is not None,
        "must_change": one.must_change,
    }  # fmt: skip
