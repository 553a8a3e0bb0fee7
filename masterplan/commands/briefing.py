"""``briefing``: a cabinet briefing as slides, PDF, Word or Excel."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from masterplan.briefings.sheets import NoSheet
from masterplan.briefings.template_files import TemplateUnfit
from masterplan.commands import asked
from masterplan.domain.access import Actor, Role
from masterplan.domain.counting import RULES
from masterplan.publishing import briefings
from masterplan.publishing.formats import WORDS, render
from masterplan.store.engine import Database
from masterplan.vocabulary import VERSION, day

BY = Actor("Befehlszeile", Role.CHANCELLERY)


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("briefing", "schreibt einen Kabinettsbericht zu einem Stichtag in eine Datei", write)
    asked.add_cut(parser)
    parser.add_argument("--draft", action="store_true", help="Entwurf: auch nicht freigegebene Angaben, gekennzeichnet")
    rules = f"sonst bund-2020: {', '.join(RULES)}"
    parser.add_argument("--rule", choices=list(RULES), default="bund-2020", metavar="ZÄHLWEISE", help=rules)
    about = "statt des Berichts ein Blatt: eine Maßnahme (measure/17) oder ein Ressort (SMI)"
    parser.add_argument("--about", metavar="SCHLÜSSEL", help=about)
    formats = ", ".join(f"{name} ({words})" for name, words in WORDS.items())
    parser.add_argument("--format", choices=list(WORDS), required=True, metavar="FORMAT", help=formats)
    parser.add_argument("--out", type=Path, required=True, metavar="DATEI", help="wird überschrieben, wenn es sie gibt")


def write(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Writes the file, wholly or not at all."""
    stichtag = asked.stichtag(database, options, now)
    order = briefings.order(database, stichtag, options.known_by or now, options.rule, by=BY, draft=options.draft)
    try:
        content = (
            briefings.one_page(database, order, options.about, software=VERSION, draft=options.draft)
            if options.about
            else briefings.content(database, order, software=VERSION, draft=options.draft)
        )
        written = render(content, options.format)
    except (NoSheet, TemplateUnfit) as trouble:
        raise asked.Refused(str(trouble)) from trouble
    target: Path = options.out
    begun = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        begun.write_bytes(written)
        begun.replace(target)
    except OSError as trouble:
        raise asked.Refused(
            f"Die Datei „{target}“ lässt sich nicht schreiben ({trouble.strerror}). Bitte mit --out eine andere "
            "angeben."
        ) from trouble
    facts = content.facts
    kind = f"{facts.mark}: {facts.subtitle}" if facts.mark else facts.subtitle
    print(f"{kind} zum {day(stichtag)}, Revision {facts.revision}: „{target}“.", file=sys.stderr)
