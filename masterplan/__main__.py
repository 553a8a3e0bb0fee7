"""python -m masterplan …: questions to the plan, and the keeping of its database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from masterplan.command_line import GermanParser, add_database
from masterplan.commands.asked import Command, Refused
from masterplan.store.engine import DEFAULT_URL, DatabaseUnusable, open_database

COMMANDS = (
    "demo", "account", "figures", "item", "origin", "briefing", "issued", "workbook", "open-data", "boundaries",
    "remind", "doctor", "metrics", "backup", "restore", "migrate",
)  # fmt: skip
"""In the order in which the help lists them; each is a module of `commands`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status: 0 done, 1 refused and nothing written, 2 wrong usage."""
    words = sys.argv[1:] if arguments is None else arguments
    options = _parser(words).parse_args(words)
    try:
        database = options.opened(options.database)
        try:
            answer = options.command(database, options, datetime.now(UTC))
            sys.stdout.flush()
        finally:
            database.engine.dispose()
    except (Refused, DatabaseUnusable) as trouble:
        print(trouble, file=sys.stderr)
        if getattr(options, "json", False):
            print(json.dumps({"error": str(trouble)}, ensure_ascii=False))
        return 1
    except BrokenPipeError:  # whoever reads the answer has seen enough: „doctor | head“
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return int(answer or 0)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """With the command that is named first, or else with all of them: what others need is not waited for."""
    parser = GermanParser(
        prog="python -m masterplan", description="Fragen an den Masterplan und Pflege seiner Datenbank."
    )
    commands = parser.add_subparsers(required=True, metavar="BEFEHL", title="Befehle", parser_class=GermanParser)

    def command(name: str, does: str, action: Command) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=f"{name} {does}.")
        added.set_defaults(command=action, opened=open_database)
        add_database(added, DEFAULT_URL)
        return added

    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        import_module(f"masterplan.commands.{name.replace('-', '_')}").add(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
