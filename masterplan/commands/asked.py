"""What several commands share: being refused, the cut that was asked for, and how switches are added."""

import argparse
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from masterplan.command_line import STAFF, GermanParser, day, instant
from masterplan.domain.access import Actor, Role
from masterplan.domain.counting import RULES
from masterplan.domain.view import PlanView, build
from masterplan.store import reading
from masterplan.store.engine import Database
from masterplan.vocabulary import BERLIN, DIMENSIONS

BY = Actor(STAFF, Role.CHANCELLERY)
"""Who acts where a command is given."""

Command = Callable[[Database, argparse.Namespace, datetime], int | None]
"""Carries a command out at a time; returns its exit status (None: 0)."""


class AddCommand(Protocol):
    """Adds a command by name, with what it does in German; returns its parser for further switches."""

    def __call__(self, name: str, does: str, action: Command) -> argparse.ArgumentParser: ...


class Refused(Exception):
    """The command cannot be carried out; the text says in German why and what to do."""


def stichtag(database: Database, options: argparse.Namespace, now: datetime) -> date:
    """The Stichtag asked for; else today, in an example database its last Stand."""
    asked: date | None = options.stichtag
    return asked or reading.default_stichtag(database, now.astimezone(BERLIN).date())


def plan(database: Database, options: argparse.Namespace, now: datetime, audience: str = "all") -> PlanView:
    """The plan at the Stichtag and with the knowledge asked for."""
    on = stichtag(database, options, now)
    return build(reading.cut(database, on, options.known_by or now, audience))


def cut_as_json(view: PlanView) -> dict[str, object]:
    """What a JSON answer says about the cut it speaks of."""
    return {
        "stichtag": view.stichtag.isoformat(),
        "known_by": view.known_by.isoformat(),
        "revision": view.revision,
    }


def cut_in_words(view: PlanView) -> str:
    """The same as the first line for a terminal."""
    return f"Stichtag {view.stichtag:%d.%m.%Y}, Revision {view.revision}"


def add_cut(parser: argparse.ArgumentParser) -> None:
    """The switches of a command that answers as at a Stichtag and a knowledge."""
    parser.add_argument("--stichtag", type=day, metavar="TAG", help="z. B. 2021-06-30; sonst heute")
    parser.add_argument("--known-by", type=instant, metavar="ZEIT", help="Kenntnisstand; sonst jetzt")


def add_json(parser: argparse.ArgumentParser, **settings: Any) -> None:
    """The switch for scripts."""
    words = "genau ein JSON-Dokument auf der Standardausgabe"
    parser.add_argument("--json", action="store_true", help=words, **settings)


def add_parts(parser: argparse.ArgumentParser, command: str) -> AddCommand:
    """Lets a command have commands of its own; what was said before their name counts for them, too."""
    own = parser.add_subparsers(metavar="WAS", title="Befehle", parser_class=GermanParser)

    def part(name: str, does: str, action: Command) -> argparse.ArgumentParser:
        added = own.add_parser(name, help=does, description=f"{command} {name} {does}.")
        added.set_defaults(command=action)
        added.add_argument("--database", default=argparse.SUPPRESS, metavar="URL", help="wie bei jedem Befehl")
        return added

    return part


def add_splits(parser: argparse.ArgumentParser) -> None:
    """The switches that choose a counting rule and groups."""
    parser.add_argument("--rule", choices=list(RULES), metavar="ZÄHLWEISE", help=f"nur: {', '.join(RULES)}")
    parser.add_argument("--by", choices=list(DIMENSIONS), metavar="GRUPPE", help=f"je: {', '.join(DIMENSIONS)}")


def write_file(target: Path, content: bytes) -> None:
    """Writes a file that somebody asked for, wholly or not at all. Raises `Refused`."""
    begun = target.parent / f".{target.name}.{os.getpid()}"
    try:
        begun.write_bytes(content)
        begun.replace(target)
    except OSError as trouble:
        with suppress(OSError):
            begun.unlink()
        raise Refused(
            f"Die Datei „{target}“ lässt sich nicht schreiben ({trouble.strerror}). Bitte mit --out eine andere "
            "angeben."
        ) from trouble
