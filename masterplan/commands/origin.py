"""``origin``: the cells and edits that a figure rests on."""

import argparse
import json
from datetime import datetime

from masterplan.commands import asked
from masterplan.commands.origin_text import origin_lines
from masterplan.domain import figure_origins
from masterplan.domain.progress import figures
from masterplan.store import courses
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("origin", "nennt die Zellen und Eingaben, auf denen eine Kennzahl beruht", answer)
    parser.add_argument(
        "figure", choices=list(figure_origins.DECIDING), metavar="KENNZAHL", help="z. B. measures.overdue"
    )
    asked.add_cut(parser)
    asked.add_splits(parser)
    asked.add_json(parser)


def answer(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints the items counted, each with the values that decided and where they came from."""
    view = asked.plan(database, options, now)
    found = figures(view, [options.rule] if options.rule else None, options.by, [options.figure])
    rest = figure_origins.rests_on(view, found, options.by)
    folded = courses.items_with_origins(database, rest.keys_by_kind(), view.stichtag, view.known_by)
    entries = courses.entries(database, figure_origins.needed_statements(rest, folded), view.known_by)
    told = figure_origins.answer(rest, folded, entries)
    if options.json:
        print(json.dumps({**asked.cut_as_json(view), **told}, ensure_ascii=False))
    else:
        print(asked.cut_in_words(view))
        print("\n".join(origin_lines(told)))
