"""python -m importers FILE…: reads delivered workbooks into the plan."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from importers.differences import Conflict
from importers.pipeline import Batch, Options, Preview, deliver, demand_preview, import_files, prepare
from importers.problems import Severity
from masterplan.command_line import STAFF, GermanParser, add_database, day
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.plan import IN_FORCE, Part
from masterplan.store.accounts import by_id
from masterplan.store.engine import DEFAULT_URL, Database, DatabaseUnusable, open_database
from masterplan.vocabulary import BERLIN, FIELDS, FILE_STATUSES, label, shown

SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status: 0 done, 1 refused and nothing written, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    now = datetime.now(UTC)
    try:
        database = open_database(options.database)
        delivered = [deliver(path) for path in options.files]
        settled = Options(
            Part(options.part) if options.part else None,
            options.stand,
            options.ministry,
            options.on_conflict,
            options.partial,
            options.accept_missing,
            options.decisions,
        )
        by = _actor(database, options)
        if options.dry_run:
            batch = prepare(database, delivered, settled, now.astimezone(BERLIN).date(), _say)
            demand_preview(database, batch, by)
        else:
            batch = import_files(database, delivered, settled, by=by, at=now, say=_say)
    except (DatabaseUnusable, NotAllowed) as trouble:
        _say(str(trouble))
        if options.json:
            answer: dict[str, object] = {"applied": False, "revision": None, "files": [], "error": str(trouble)}
            refused = {"refused": True} if isinstance(trouble, NotAllowed) else {}
            print(json.dumps(answer | refused, ensure_ascii=False))
        return 1
    if options.json:
        print(json.dumps(batch.as_json(), ensure_ascii=False))
    else:
        _tell(batch, options.dry_run)
    return 1 if batch.refused else 0


def _actor(database: Database, options: argparse.Namespace) -> Actor:
    """For whom the command acts: the Staatskanzlei, or an account with the rights that it has now."""
    if options.account is None:
        return Actor(options.by, Role.CHANCELLERY)
    with database.reading() as connection:
        account = by_id(connection, options.account)
    if account is None or account.disabled_at is not None:
        raise NotAllowed(f"Ein Konto „{options.account}“ gibt es nicht, oder es ist gesperrt.")
    return account.actor


def _decisions(path: str) -> dict[str, str]:
    """The answers in a file: SHA-256 of a delivered file, a blank and its question → theirs or ours."""
    try:
        answers = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        answers = None
    if not isinstance(answers, dict) or not set(answers.values()) <= {"theirs", "ours"}:
        raise argparse.ArgumentTypeError(f"„{path}“ ist keine Datei mit Entscheidungen")
    return answers


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _tell(batch: Batch, dry_run: bool) -> None:
    for file in batch.files:
        print(_headline(file))
        for problem in file.problems[:SHOWN]:
            print(f"  {'Fehler' if problem.severity == Severity.ERROR else 'Hinweis'}: {problem.message}")
        if len(file.problems) > SHOWN:
            print(f"  … und {len(file.problems) - SHOWN} weitere; alle zeigt --json.")
        for conflict in file.conflicts:
            print(f"  Zu entscheiden: {_question(conflict)}")
        for one in file.later[:SHOWN]:
            about = f"{one.key}, {label(FIELDS, one.field)} „{shown(one.field, one.value)}“"
            print(f"  Gilt weiter: {about} ({one.by}, {one.effective_on:%d.%m.%Y}).")
    if batch.refused:
        print("Es wurde nichts gespeichert.")
    elif dry_run:
        print("Probelauf: Es wurde nichts gespeichert.")
    elif batch.applied:
        print(f"Gespeichert als Revision {batch.revision}.")
    else:
        print("Nichts zu tun: Die Dateien sagen nichts Neues.")


def _question(conflict: Conflict) -> str:
    if conflict.field == "identity":
        return (
            f"Ist „{conflict.theirs}“ ({conflict.cell}) dasselbe wie „{conflict.ours}“ ({conflict.key})? "
            "Ja: --on-conflict theirs, nein: --on-conflict ours."
        )
    entered = f"eingetragen von {conflict.ours_by}"
    if conflict.field == IN_FORCE:
        return (
            f"{conflict.key} steht nicht mehr in der Datei, wurde aber inzwischen geändert ({entered}). "
            "Herausnehmen: --on-conflict theirs, behalten: --on-conflict ours."
        )
    base, theirs, ours = (shown(conflict.field, value) for value in (conflict.base, conflict.theirs, conflict.ours))
    return (
        f"{conflict.key}, {label(FIELDS, conflict.field)}: Die Datei sagt „{theirs}“ ({conflict.cell}), im Plan steht "
        f"„{ours}“ ({entered}), zuvor „{base}“. Datei: --on-conflict theirs, Plan: --on-conflict ours."
    )


def _headline(file: Preview) -> str:
    counts = file.counts
    confirmed = f" (davon bestätigt {counts['confirmed']})" if counts["confirmed"] else ""
    about = ", ".join(
        words for words in (file.part, file.ministry, f"Stand {file.stand:%d.%m.%Y}" if file.stand else None) if words
    )
    return (
        f"{file.file} ({about or 'nicht erkannt'}): {FILE_STATUSES[file.status]} – "
        f"{counts['rows']} Zeilen, {counts['new']} neu, {counts['changed']} geändert, "
        f"{counts['unchanged']} unverändert{confirmed}, {counts['missing']} nicht mehr aufgeführt, "
        f"{counts['ignored']} ohne Eintrag"
    )


def _parser() -> argparse.ArgumentParser:
    parser = GermanParser(
        prog="python -m importers",
        description="Liest Arbeitsmappen der Ressorts in den Plan ein (.xlsx, .xlsm, .xls, .ods, .csv).",
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="DATEI", help="Dateien eines Aufrufs gelten zusammen oder gar nicht")
    add(
        "--part",
        choices=list(Part),
        metavar="TEIL",
        help=f"falls nicht erkannt: {', '.join(Part)}",
    )
    add("--stand", type=day, metavar="TAG", help="Tag, von dem jede Datei spricht, auch wo sie anderes nennt")
    add("--ministry", metavar="RESSORT", help="Kürzel des Ressorts, z. B. SMI")
    add("--by", default=STAFF, metavar="NAME", help="wer einliest")
    add("--account", metavar="KONTO", help="Nummer eines Kontos: mit dessen Rechten statt denen der Staatskanzlei")
    add(
        "--on-conflict",
        choices=["ask", "theirs", "ours"],
        default="ask",
        metavar="WAHL",
        help="im Zweifel: ask fragt und lehnt ab, theirs folgt der Datei, ours dem Plan",
    )
    add(
        "--decisions",
        type=_decisions,
        default={},
        metavar="DATEI.json",
        help="Antworten auf einzelne Rückfragen: „SHA-256 Rückfrage“ → theirs oder ours, wie --json sie nennt",
    )
    add("--partial", action="store_true", help="die Datei ist nicht vollständig; nichts gilt als entfallen")
    add("--accept-missing", action="store_true", help="auch wenn mehr als ein Drittel fehlt, gilt es als entfallen")
    add("--dry-run", action="store_true", help="nur Vorschau, nichts speichern")
    add("--json", action="store_true", help="genau ein JSON-Dokument auf der Standardausgabe")
    add_database(parser, DEFAULT_URL)
    return parser


if __name__ == "__main__":
    sys.exit(main())
