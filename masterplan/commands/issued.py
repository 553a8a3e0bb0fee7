"""``issued``: the briefings and answers that were issued, and their files as they were issued."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from masterplan.actions import issue as issuing
from masterplan.actions.issue import ANSWER, BRIEFING, FORMATS, Issued
from masterplan.commands import asked
from masterplan.publishing import briefings
from masterplan.store.engine import Database
from masterplan.vocabulary import VERSION, day, moment

KINDS = {BRIEFING: "Kabinettsberichte", ANSWER: "Antworten auf Kleine Anfragen"}


def add(command: asked.AddCommand) -> None:
    """Adds the command with its own commands."""
    parser = command("issued", "nennt herausgegebene Berichte und Antworten und gibt ihre Dateien aus", show)
    _add_kind(parser, BRIEFING)
    asked.add_json(parser)
    part = asked.add_parts(parser, "issued")
    listing = part("list", "nennt alles Herausgegebene, das Neueste zuerst", show)
    get = part("get", "schreibt eine Datei, wie sie herausgegeben wurde", fetch)
    get.add_argument("--out", type=Path, required=True, metavar="DATEI", help="wird überschrieben, wenn es sie gibt")
    get.add_argument("--format", choices=list(FORMATS[BRIEFING]), required=True, metavar="FORMAT",
                     help=", ".join(FORMATS[BRIEFING]))  # fmt: skip
    get.add_argument("--anew", action="store_true", help="schreibt den Bericht aus dem Protokoll neu, statt die "
                     "gespeicherte Datei auszugeben")  # fmt: skip
    errata = part("errata", "nennt, was in einem Bericht nach heutigem Kenntnisstand anders stünde", corrections)
    for one in (get, errata):
        one.add_argument("number", type=int, metavar="NUMMER", help="laufende Nummer")
    for one in (listing, get, errata):
        _add_kind(one, argparse.SUPPRESS)
    for one in (listing, errata):
        asked.add_json(one, default=argparse.SUPPRESS)


def _add_kind(parser: argparse.ArgumentParser, default: str) -> None:
    kinds = ", ".join(f"{kind} ({words})" for kind, words in KINDS.items())
    parser.add_argument("--kind", choices=list(KINDS), default=default, metavar="ART", help=f"sonst briefing: {kinds}")


def show(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints everything issued of a kind."""
    found = issuing.issued_documents(database, options.kind, by=asked.BY)
    if options.json:
        print(json.dumps({"issued": [as_json(one) for one in found]}, ensure_ascii=False))
        return
    for one in found:
        about = " · ".join(filter(None, [one.reference, f"Stichtag {day(one.stichtag)}", moment(one.recorded_at)]))
        print(f"{one.number}  {one.title}  {about}  {one.content_sha256[:12]}")
    if not found:
        print("Noch ist nichts herausgegeben.", file=sys.stderr)


def as_json(one: Issued) -> dict[str, Any]:
    """What a script wants to know of an issued document."""
    return {
        "kind": one.kind, "number": one.number, "reference": one.reference, "title": one.title,
        "stichtag": one.stichtag.isoformat(), "known_by": one.known_by.isoformat(), "cut_revision": one.cut_revision,
        "revision": one.revision, "link": one.link, "recorded_at": one.recorded_at.isoformat(), "version": one.version,
        "rules": dict(one.rules), "content_sha256": one.content_sha256,
        "files": {name: {"sha256": file.sha256, "size": file.size} for name, file in one.files.items()},
    }  # fmt: skip


def fetch(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Writes one file; with --anew what the log gives today, which is compared with what was issued."""
    issued = _issued(database, options)
    try:
        stored = issuing.file_of(database, issued.kind, issued.number, options.format, by=asked.BY, at=now)
        content = stored if not options.anew else _anew(database, issued, options.format)
    except issuing.NotIssued as refusal:
        raise asked.Refused(str(refusal)) from refusal
    asked.write_file(options.out, content)
    same = "wie herausgegeben" if content == stored else "neu erzeugt und so gekennzeichnet"
    print(f"{issued.title}, Nummer {issued.number}: „{options.out}“ ({same}).", file=sys.stderr)


def _anew(database: Database, issued: Issued, format_: str) -> bytes:
    if issued.kind != BRIEFING:
        raise asked.Refused("Neu erzeugen lassen sich nur Kabinettsberichte, nicht archivierte Antworten.")
    again = briefings.written_again(database, issued, by=asked.BY)
    return briefings.rendered_anew(issued, again, format_, software=VERSION)


def corrections(database: Database, options: argparse.Namespace, now: datetime) -> None:
    """Prints the errata of a briefing."""
    issued = _issued(database, options)
    if issued.kind != BRIEFING:
        raise asked.Refused("Berichtigungen gibt es zu Kabinettsberichten.")
    found = briefings.errata_of(database, issued, now, by=asked.BY)
    if options.json:
        told = [{name: getattr(one, name) for name in ("number", "subject", "old", "new", "reason")} for one in found]
        print(json.dumps({"number": issued.number, "errata": told}, ensure_ascii=False))
        return
    for one in found:
        reason = f" ({one.reason})" if one.reason else ""
        print(f"{one.number}. {one.subject}: „{one.new}“ statt „{one.old}“{reason}")
    if not found:
        print("Nach heutigem Kenntnisstand stünde im Bericht dasselbe.", file=sys.stderr)


def _issued(database: Database, options: argparse.Namespace) -> Issued:
    found = issuing.issued_documents(database, options.kind, by=asked.BY)
    one = next((each for each in found if each.number == options.number), None)
    if one is None:
        raise asked.Refused(
            f"Unter der Nummer {options.number} ist nichts herausgegeben. Was es gibt, nennt „issued list“."
        )
    return one
