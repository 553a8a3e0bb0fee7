"""``item``: everything known of one item, with its whole history."""

import argparse
import json
from datetime import datetime

from masterplan.commands import asked
from masterplan.commands.item_text import item_lines
from masterplan.domain.item.judgement import judgement, online_by_rule
from masterplan.domain.origins import item_answer
from masterplan.domain.plan import Kind
from masterplan.domain.view import build
from masterplan.store import courses, item_log, reading
from masterplan.store.engine import Database


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("item", "nennt alles, was über einen Eintrag bekannt ist", answer)
    parser.add_argument("key", metavar="SCHLÜSSEL", help="z. B. measure/17 oder service/10000")
    asked.add_cut(parser)
    asked.add_json(parser)


def answer(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints the item; refused where nobody bears the key."""
    stichtag = asked.stichtag(database, options, now)
    with database.reading() as connection:
        row = item_log.item_row(connection, options.key)
        if row is None:
            raise asked.Refused(
                f"Einen Eintrag „{options.key}“ gibt es nicht. Schlüssel sehen aus wie measure/17 oder service/10000."
            )
        known = reading.revision_at(connection, options.known_by or now)
        at_cut = item_log.item_at(connection, row.id, stichtag, known)
        told = item_answer(row.key, row.kind, at_cut, item_log.history(connection, row.id, known.number))
    view, kind = build(reading.cut(database, stichtag, known.recorded_at)), Kind(row.kind)
    course = courses.courses(database, [kind], stichtag, known.recorded_at, keys=[row.key]).get(row.key, [])
    judged = judgement(view, row.key, kind, course)
    online = [{"rule": rule.id, "title": rule.title, "online": it} for rule, it in online_by_rule(view, row.key, kind)]
    told = {
        **asked.cut_as_json(view),
        **told,
        "judgement": None if judged is None else judged.as_json(),
        "online": online,
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(asked.cut_in_words(view))
        print("\n".join(item_lines(told)))
