"""``doctor``: whether the database is as it was written, how the data stand, and what to do."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from masterplan.commands import asked
from masterplan.domain.judging.data_health import DataHealth, data_health
from masterplan.domain.view import build
from masterplan.store import reading
from masterplan.store.engine import Database
from masterplan.store.examination import Examined, examine
from masterplan.vocabulary import BERLIN, PARTS, counted, day, label, listed, number

SHOWN = 5


def add(command: asked.AddCommand) -> None:
    """Adds the command."""
    parser = command("doctor", "prüft, ob die Datenbank unversehrt ist, und sagt, wie es um die Daten steht", done)
    parser.add_argument(
        "--since", type=int, default=0, metavar="REVISION", help="prüft nur, was von dieser Revision an hinzukam"
    )
    asked.add_json(parser)


def done(database: Database, options: argparse.Namespace, now: datetime) -> int:
    """Prints what is wrong and what to do; exit status 1 where the database is not as it was written."""
    found = examine(database, options.since)
    if not 0 <= options.since <= found.revision:
        raise asked.Refused(f"Eine Revision {options.since} gibt es nicht; die neueste ist {found.revision}.")
    on = reading.default_stichtag(database, now.astimezone(BERLIN).date())
    health = data_health(build(reading.cut(database, on, now))) if found.healthy else None
    if options.json:
        print(json.dumps(_as_json(found, health, on.isoformat(), options.since), ensure_ascii=False))
    else:
        print("\n".join(_integrity(found, options.since)))
        print(f"\nDatenlage am Stichtag {day(on)}, Revision {found.revision}:")
        print("\n".join(f"- {line}" for line in _health(health)))
    return 0 if found.healthy else 1


def _as_json(found: Examined, health: DataHealth | None, stichtag: str, since: int) -> dict[str, object]:
    lacking, state = found.triggers_lacking, found.state
    return {
        "healthy": found.healthy, "revision": found.revision, "since": since, "stichtag": stichtag,
        "schema": {"intact": not lacking, "version": found.schema, "triggers_lacking": lacking},
        "hash_chain": {"intact": not found.broken, "broken_revisions": found.broken},
        "files": {"intact": not found.damaged, "damaged": [asdict(one) for one in found.damaged]},
        "derived_state": {"intact": not state.wrong, "checked": state.items, "of": state.of, "wrong": state.wrong},
        "coverage_counts": {
            "intact": not found.wrong_days, "wrong_days": [on.isoformat() for on in found.wrong_days]
        },
        "data": health and {**asdict(health), "parts": {part: on.isoformat() for part, on in health.parts.items()}},
    }  # fmt: skip


def _integrity(found: Examined, since: int) -> Iterator[str]:
    """Each check in one line; where something is wrong, what to do."""
    again = "Bitte spielen Sie die letzte Sicherung in eine neue Datenbank zurück und vergleichen Sie."
    if since:
        yield f"Geprüft wird nur, was von Revision {since} an hinzukam."
    if found.triggers_lacking:
        names = _some(list(found.triggers_lacking))
        yield f"FEHLER: In der Datenbank fehlen Sperren gegen Änderungen: {names}. {again}"
    else:
        yield f"In Ordnung: Alle Tabellen und ihre Sperren gegen Änderungen sind da (Schema {found.schema})."
    if found.broken:
        revisions = _some([str(one) for one in found.broken])
        yield f"FEHLER: Das Protokoll wurde verändert: Die Prüfsumme stimmt nicht bei Revision {revisions}. {again}"
    else:
        yield "In Ordnung: Das Protokoll ist unverändert, alle Prüfsummen stimmen."
    if found.damaged:
        names = _some([f"„{one.name}“ (Revision {one.revision})" for one in found.damaged])
        yield f"FEHLER: Nicht mehr, wie sie geliefert oder herausgegeben wurden: {names}. {again}"
    else:
        yield "In Ordnung: Alle gelieferten und herausgegebenen Dateien sind Byte für Byte da."
    of = found.state.of
    checked = f"{number(found.state.items)} von {counted(of, 'Eintrag', 'Einträgen')} geprüft" if of else "leer"
    if found.state.wrong:
        yield (
            f"FEHLER: Der abgeleitete Stand folgt nicht aus dem Protokoll ({checked}), zum Beispiel bei "
            f"{_some(list(found.state.wrong))}. {again}"
        )
    else:
        yield f"In Ordnung: Der abgeleitete Stand folgt aus dem Protokoll ({checked})."
    if found.wrong_days:
        days = _some([day(on) for on in found.wrong_days])
        yield f"FEHLER: Die Summen der Flächendeckung stimmen nicht mit den Angaben überein, so am {days}. {again}"
    else:
        yield "In Ordnung: Die Summen der Flächendeckung stimmen mit den Angaben überein."


def _health(health: DataHealth | None) -> Iterator[str]:
    """How the data stand, and where to look."""
    if health is None:
        yield "Sie wird nicht gezählt, solange die Datenbank nicht unversehrt ist."
        return
    if not health.files:
        yield "Es ist noch keine Datei eingelesen; das tut „python -m importers“ oder die Seite „Dateien einlesen“."
        return
    yield f"{counted(health.files, 'Datei', 'Dateien')} mit {counted(health.warnings, 'Hinweis', 'Hinweisen')}"
    stands = [f"{label(PARTS, part)} {day(on)}" for part, on in sorted(health.parts.items(), key=lambda one: one[1])]
    yield f"letzter Stand je Teil: {', '.join(stands)}"
    yield counted(health.contradictions, "Widerspruch", "Widersprüche") + " zwischen gemeldeter und errechneter Ampel"
    yield counted(health.open_references, "Verweis", "Verweise") + " ins Leere"
    yield counted(health.stale, "Eintrag", "Einträge") + " ohne neue Meldung seit langem"
    for gap in sorted(health.gaps, key=lambda one: -one.missing)[:SHOWN]:
        if gap.missing:
            yield f"{number(gap.missing)} von {number(gap.possible)} erfüllen nicht: {gap.sentence}"
    yield "Was zu tun ist, steht je Eintrag auf der Seite „Datenlage“; eine neue Datei des Ressorts behebt es."


def _some(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return listed(names) if rest <= 0 else f"{', '.join(names[:SHOWN])} und {number(rest)} weiteren"
