"""python -m masterplan …: questions to the plan, and the keeping of its database."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from masterplan.command_line import GermanParser, add_database, day, instant
from masterplan.domain import figure_origins
from masterplan.domain.counting import RULES
from masterplan.domain.item_judgement import judgement, online_by_rule
from masterplan.domain.origins import item_answer
from masterplan.domain.plan import Kind
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import build
from masterplan.item_text import item_lines
from masterplan.origin_text import origin_lines
from masterplan.store import courses, coverage_counts, integrity, reading
from masterplan.store.engine import DEFAULT_URL, Database, DatabaseUnusable, open_database
from masterplan.vocabulary import BERLIN, DIMENSIONS, LIGHTS, NO_VALUE, number, percent

Command = Callable[[Database, argparse.Namespace, datetime], int | None]
EXAMPLES = Path(__file__).parents[1] / "data" / "demo"


class Refused(Exception):
    """The command cannot be carried out; the text says in German why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status: 0 done, 1 refused and nothing written, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        answer = options.command(open_database(options.database), options, datetime.now(UTC))
    except (Refused, DatabaseUnusable) as trouble:
        print(trouble, file=sys.stderr)
        if getattr(options, "json", False):
            print(json.dumps({"error": str(trouble)}, ensure_ascii=False))
        return 1
    return int(answer or 0)


def _figures(database: Database, options: argparse.Namespace, now: datetime) -> None:
    stichtag = options.stichtag or reading.default_stichtag(database, now.astimezone(BERLIN).date())
    view = build(reading.cut(database, stichtag, options.known_by or now))
    found = figures(view, [options.rule] if options.rule else None, options.by)
    if options.json:
        print(json.dumps({**_cut(view), "figures": [figure.as_json() for figure in found]}, ensure_ascii=False))
    else:
        print(f"Stichtag {stichtag:%d.%m.%Y}, Revision {view.revision}")
        for figure in found:
            print(_line(figure))


def _line(figure: Figure) -> str:
    group = None if figure.group in LIGHTS else figure.group  # the title names the colour
    about = " · ".join(word for word in (group, figure.rule) if word)
    of = "" if figure.denominator is None else f" ({number(figure.numerator)} von {number(figure.denominator)})"
    value = NO_VALUE if figure.value is None else (percent if figure.unit == "share" else number)(figure.value)
    unit = " Tage" if figure.unit == "days" and figure.value is not None else ""
    return f"{figure.title}{f' ({about})' if about else ''}: {value}{unit}{of}"


def _item(database: Database, options: argparse.Namespace, now: datetime) -> None:
    stichtag = options.stichtag or reading.default_stichtag(database, now.astimezone(BERLIN).date())
    with database.reading() as connection:
        row = reading.item_row(connection, options.key)
        if row is None:
            raise Refused(
                f"Einen Eintrag „{options.key}“ gibt es nicht. Schlüssel sehen aus wie measure/17 oder service/10000."
            )
        known = reading.revision_at(connection, options.known_by or now)
        at_cut = reading.item_at(connection, row.id, stichtag, known)
        answer = item_answer(row.key, row.kind, at_cut, reading.history(connection, row.id, known.number))
    view, kind = build(reading.cut(database, stichtag, known.recorded_at)), Kind(row.kind)
    course = courses.courses(database, [kind], stichtag, known.recorded_at, keys=[row.key]).get(row.key, [])
    judged = judgement(view, row.key, kind, course)
    online = [{"rule": rule.id, "title": rule.title, "online": it} for rule, it in online_by_rule(view, row.key, kind)]
    answer = {**_cut(view), **answer, "judgement": None if judged is None else judged.as_json(), "online": online}
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"Stichtag {stichtag:%d.%m.%Y}, Revision {view.revision}")
        print("\n".join(item_lines(answer)))


def _origin(database: Database, options: argparse.Namespace, now: datetime) -> None:
    stichtag = options.stichtag or reading.default_stichtag(database, now.astimezone(BERLIN).date())
    known_by = options.known_by or now
    view = build(reading.cut(database, stichtag, known_by))
    found = figures(view, [options.rule] if options.rule else None, options.by, [options.figure])
    rest = figure_origins.rests_on(view, found, options.by)
    folded = courses.items_with_origins(database, rest.keys_by_kind(), stichtag, view.known_by)
    entries = courses.entries(database, figure_origins.needed_statements(rest, folded), view.known_by)
    answer = figure_origins.answer(rest, folded, entries)
    if options.json:
        print(json.dumps({**_cut(view), **answer}, ensure_ascii=False))
    else:
        print(f"Stichtag {stichtag:%d.%m.%Y}, Revision {view.revision}")
        print("\n".join(origin_lines(answer)))


def _demo(database: Database, options: argparse.Namespace, now: datetime) -> None:
    from importers.pipeline import Options, deliver, import_files

    with database.reading() as connection:
        is_demo, holds_data = reading.is_demo(connection), reading.holds_data(connection)
    if is_demo:
        print("Die Beispieldaten sind schon geladen.", file=sys.stderr)
        return
    if holds_data:
        raise Refused(
            "In dieser Datenbank stehen schon Daten; die Beispieldaten werden nur in eine leere geladen. "
            "Bitte mit --database eine andere angeben."
        )
    calls = json.loads((EXAMPLES / "editions.json").read_text(encoding="utf-8"))
    for position, call in enumerate(calls):
        print(f"Beispieldaten {position + 1} von {len(calls)}: Fortschreibung {call['edition']} …", file=sys.stderr)
        batch = import_files(
            database,
            [deliver(EXAMPLES / name) for name in call["files"]],
            Options(partial=call.get("partial", False)),
            by="Beispiel",
            at=datetime.fromisoformat(call["recorded_at"]),
            mark=reading.DEMO if position == 0 else None,
        )
        if batch.refused:
            problems = [problem.message for file in batch.files for problem in file.problems]
            raise Refused("Die Beispieldaten sind beschädigt: " + " ".join(problems[:3]))


def _doctor(database: Database, options: argparse.Namespace, now: datetime) -> int:
    broken = integrity.broken_links(database)
    wrong = sorted({on.isoformat() for _, on, _ in coverage_counts.differences(database)})
    if options.json:
        chain = {"intact": not broken, "broken_revisions": broken}
        counts = {"intact": not wrong, "wrong_days": wrong}
        print(json.dumps({"hash_chain": chain, "coverage_counts": counts}, ensure_ascii=False))
        return 1 if broken or wrong else 0
    if broken:
        revisions = ", ".join(str(number) for number in broken)
        print(f"Das Protokoll wurde verändert: Die Prüfsumme stimmt nicht bei Revision {revisions}.")
        print("Bitte vergleichen Sie mit einer Sicherung.")
    else:
        print("Das Protokoll ist unverändert: Alle Prüfsummen stimmen.")
    if wrong:
        days = ", ".join(f"{date.fromisoformat(on):%d.%m.%Y}" for on in wrong[:5])
        print(f"Die Summen der Flächendeckung stimmen nicht mit den Angaben überein, zum Beispiel am {days}.")
    else:
        print("Die Summen der Flächendeckung stimmen mit den Angaben überein.")
    return 1 if broken or wrong else 0


def _migrate(database: Database, options: argparse.Namespace, now: datetime) -> None:
    print("Die Datenbank ist auf dem Stand dieses Programms.", file=sys.stderr)


def _cut(view: Any) -> dict[str, object]:
    return {
        "stichtag": view.stichtag.isoformat(),
        "known_by": view.known_by.isoformat(),
        "revision": view.revision,
    }


def _parser() -> argparse.ArgumentParser:
    parser = GermanParser(
        prog="python -m masterplan", description="Fragen an den Masterplan und Pflege seiner Datenbank."
    )
    commands = parser.add_subparsers(required=True, metavar="BEFEHL", title="Befehle", parser_class=GermanParser)

    def command(name: str, does: str, action: Command, *, at: bool = False) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=f"{name} {does}.")
        added.set_defaults(command=action)
        add_database(added, DEFAULT_URL)
        if at:
            added.add_argument("--stichtag", type=day, metavar="TAG", help="z. B. 2021-06-30; sonst heute")
            added.add_argument("--known-by", type=instant, metavar="ZEIT", help="Kenntnisstand; sonst jetzt")
            added.add_argument("--json", action="store_true", help="genau ein JSON-Dokument auf der Standardausgabe")
        return added

    command("demo", "lädt die mitgelieferten Beispieldaten in eine leere Datenbank", _demo)
    key_figures = command("figures", "nennt die Kennzahlen an einem Stichtag", _figures, at=True)
    item = command("item", "nennt alles, was über einen Eintrag bekannt ist", _item, at=True)
    item.add_argument("key", metavar="SCHLÜSSEL", help="z. B. measure/17 oder service/10000")
    origin = command("origin", "nennt die Zellen und Eingaben, auf denen eine Kennzahl beruht", _origin, at=True)
    origin.add_argument(
        "figure", choices=list(figure_origins.DECIDING), metavar="KENNZAHL", help="z. B. measures.overdue"
    )
    for split in (key_figures, origin):
        split.add_argument("--rule", choices=list(RULES), metavar="ZÄHLWEISE", help=f"nur: {', '.join(RULES)}")
        split.add_argument("--by", choices=list(DIMENSIONS), metavar="GRUPPE", help=f"je: {', '.join(DIMENSIONS)}")
    doctor = command("doctor", "prüft, ob das Protokoll unverändert ist und die Summen stimmen", _doctor)
    doctor.add_argument("--json", action="store_true", help="genau ein JSON-Dokument auf der Standardausgabe")
    command("migrate", "bringt die Datenbank auf den Stand dieses Programms", _migrate)
    return parser


if __name__ == "__main__":
    sys.exit(main())
