"""``figures``: the key figures at a Stichtag."""

import argparse
import json
from datetime import datetime

from masterplan.commands import asked
from masterplan.domain.progress import Figure, figures
from masterplan.store.engine import Database
from masterplan.vocabulary import LIGHTS, NO_VALUE, number, percent


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("figures", "nennt die Kennzahlen an einem Stichtag", answer)
    asked.add_cut(parser)
    asked.add_splits(parser)
    asked.add_json(parser)


def answer(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints each figure."""
    view = asked.plan(database, options, now)
    found = figures(view, [options.rule] if options.rule else None, options.by)
    if options.json:
        listed = [figure.as_json() for figure in found]
        print(json.dumps({**asked.cut_as_json(view), "figures": listed}, ensure_ascii=False))
        return
    print(asked.cut_in_words(view))
    for figure in found:
        print(_line(figure))


def _line(figure: Figure) -> str:
    group = None if figure.group in LIGHTS else figure.group  # the title names the colour
    about = " · ".join(word for word in (group, figure.rule) if word)
    of = "" if figure.denominator is None else f" ({number(figure.numerator)} von {number(figure.denominator)})"
    value = NO_VALUE if figure.value is None else (percent if figure.unit == "share" else number)(figure.value)
    unit = " Tage" if figure.unit == "days" and figure.value is not None else ""
    return f"{figure.title}{f' ({about})' if about else ''}: {value}{unit}{of}"
