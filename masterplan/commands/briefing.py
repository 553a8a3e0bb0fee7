"""``briefing``: a cabinet briefing as slides, PDF, Word or Excel."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from masterplan.actions import issue as issuing
from masterplan.actions.issue import NotIssued
from masterplan.briefings.content import Briefing
from masterplan.briefings.sheets import NoSheet
from masterplan.briefings.template_files import TemplateUnfit
from masterplan.command_line import day as day_
from masterplan.commands import asked
from masterplan.domain.counting import RULES
from masterplan.publishing import briefings
from masterplan.publishing.briefings import Order
from masterplan.publishing.formats import WORDS, render
from masterplan.store.engine import Database
from masterplan.vocabulary import VERSION, day


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
    parser.add_argument("--issue", action="store_true", help="gibt den Bericht heraus: alle vier Formate werden "
                        "unveränderlich aufbewahrt")  # fmt: skip
    parser.add_argument("--cabinet", type=day_, metavar="TAG", help="mit --issue: Tag der Kabinettssitzung")


def write(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Writes the file, wholly or not at all; with --issue the briefing is issued first."""
    if options.issue and (options.draft or options.about):
        raise asked.Refused("Ein Entwurf oder ein einzelnes Blatt wird nicht herausgegeben. Bitte nur --issue angeben.")
    stichtag = asked.stichtag(database, options, now)
    order = briefings.order(database, stichtag, options.known_by or now, options.rule, by=asked.BY, draft=options.draft)
    try:
        content = (
            briefings.one_page(database, order, options.about, software=VERSION, draft=options.draft)
            if options.about
            else briefings.content(database, order, software=VERSION, draft=options.draft)
        )
        if options.issue:
            kind, written = _issued(database, order, content, options, now)
        else:
            kind, written = _name(content), render(content, options.format)
    except (NoSheet, TemplateUnfit, NotIssued) as trouble:
        raise asked.Refused(str(trouble)) from trouble
    asked.write_file(options.out, written)
    print(f"{kind} zum {day(stichtag)}, Revision {content.facts.revision}: „{options.out}“.", file=sys.stderr)


def _name(content: Briefing) -> str:
    facts = content.facts
    return f"{facts.mark}: {facts.subtitle}" if facts.mark else facts.subtitle


def _issued(
    database: Database, order: Order, content: Briefing, options: argparse.Namespace, now: datetime
) -> tuple[str, bytes]:
    """Issues the briefing; what it is called, and the file of the format asked for."""
    reference = options.cabinet.isoformat() if options.cabinet else None
    issued = briefings.issue(database, order, content, reference=reference, by=asked.BY, at=now, form_key=token_hex(16))
    stored = issuing.file_of(database, issued.kind, issued.number, options.format, by=asked.BY, at=now)
    return f"Herausgegebener Kabinettsbericht {issued.number}", stored
