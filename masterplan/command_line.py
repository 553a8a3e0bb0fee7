"""What both commands share: German help, and how days, times and databases are given."""

import argparse
import os
from datetime import date, datetime
from typing import Any, NoReturn

from masterplan.vocabulary import BERLIN

STAFF = "Staatskanzlei (Kommandozeile)"
"""For whom both commands act: the name in histories where nobody is named."""
EXIT_STATUS = "Rückgabe: 0 erledigt oder nichts zu tun, 1 abgelehnt und nichts gespeichert, 2 falscher Aufruf."


class GermanParser(argparse.ArgumentParser):
    """A parser whose headings and error line are German."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, "add_help": False, "epilog": EXIT_STATUS, **settings})
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--help", action="help", help="zeigt diese Hilfe")

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(2, f"Der Aufruf ist nicht verständlich: {message}. Hilfe gibt {self.prog} --help.\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


def add_database(parser: argparse.ArgumentParser, default: str) -> None:
    """The switch that names the database, else the environment does, else the default."""
    known = os.environ.get("MASTERPLAN_DATABASE") or default
    parser.add_argument(
        "--database",
        default=known,
        metavar="URL",
        help=f"SQLite oder PostgreSQL; sonst MASTERPLAN_DATABASE oder {default}",
    )


def day(written: str) -> date:
    """A day as in 2020-06-30."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{written}“ ist kein Tag; erwartet wird z. B. 2020-06-30") from None


def instant(written: str) -> datetime:
    """A moment as in 2021-07-05T12:00:00+02:00; without a zone, Berlin time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"„{written}“ ist keine Zeit; erwartet wird z. B. 2021-07-05T12:00:00+02:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
