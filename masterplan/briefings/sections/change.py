"""What changed since the last cabinet: key figures then and now, the steps between, and the items behind each step."""

from collections import Counter
from collections.abc import Iterable, Sequence

from masterplan.briefings.content import Block, Bullet, Bullets, Cell, Column, Meaning, Note, Section, Table
from masterplan.briefings.values import signed, text_of, value_text
from masterplan.briefings.writer import COMPARED, Writer
from masterplan.domain.comparing.attribution import Attribution
from masterplan.domain.comparing.between import STEP_SENTENCES, Step
from masterplan.domain.comparing.change import CHANGE_SENTENCES, Change, ItemChange, changes
from masterplan.domain.comparing.comparison import Pair
from masterplan.domain.plan import Kind
from masterplan.vocabulary import KINDS, NO_VALUE, counted, day, listed, number

STEPS = {
    Step.CORRECTIONS: "Berichtigungen", Step.LATE: "Nachmeldungen", Step.SCOPE: "Umfang", Step.PROGRESS: "Entwicklung",
}  # fmt: skip
SHOWN = 6
"""So many items of each kind of change are named; the annex names all."""

_NAMED: tuple[tuple[Change, str, Meaning], ...] = (
    (Change.DONE, "Erledigt", "done"), (Change.LATE, "Neu überfällig", "late"), (Change.SLIPPED, "Verschoben", "late"),
    (Change.NEW, "Neu", "neutral"), (Change.ADDED, "Aufgenommen", "neutral"), (Change.DROPPED, "Entfallen", "paused"),
)  # fmt: skip
_DATED = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)


def section(writer: Writer) -> Section:
    """The table of differences and what is behind them, shortly; the first briefing has nothing to compare with."""
    title = "Veränderungen seit der letzten Kabinettsbefassung"
    between = writer.material.between
    if between is None:
        return Section("changes", title, "Dies ist der erste Bericht; es gibt keinen früheren Stand.", "body", ())
    found = changes(between, _DATED, writer.rule.id)
    blocks: list[Block] = [_steps(writer), *_named(writer, found)]
    moved = [CHANGE_SENTENCES[Change.SLIPPED]] if any(Change.SLIPPED in one.changes for one in found) else []
    blocks.append(Note(" ".join([*moved, *(STEP_SENTENCES[step] for step in STEPS)])))
    since = day(between.first.stichtag)
    return Section("changes", f"Veränderungen seit dem {since}", _message(since, found), "body", tuple(blocks))


def compared(writer: Writer) -> list[tuple[str, Attribution]]:
    """The differences that are shown, by the figure's name."""
    names = [f"{name}:{writer.rule.id}" if name == "services.online" else name for name in COMPARED]
    return [(name, writer.attributions[name]) for name in names if name in writer.attributions]


def _message(since: str, found: Sequence[ItemChange]) -> str:
    totals = Counter(change for one in found for change in one.changes)
    words = {
        Change.DONE: "Vorhaben erledigt", Change.LATE: "neu überfällig", Change.SLIPPED: "verschoben",
        Change.NEW: "neu", Change.DROPPED: "entfallen",
    }  # fmt: skip
    parts = [f"{number(totals[change])} {word}" for change, word in words.items() if totals[change]]
    if not parts:
        return f"Seit dem {since} hat sich an Zielen, Wegmarken und Maßnahmen nichts verändert."
    return f"Seit dem {since}: {listed(parts)}."


def _steps(writer: Writer) -> Table:
    between = writer.material.between
    assert between is not None
    rows = []
    for name, one in compared(writer):
        share = one.second.unit == "share"
        unit, factor = one.second.unit, 1000 if share else 1
        now = writer.figure(name)
        parts = one.rounded(factor)
        title = f"{one.second.title} ({writer.rule.title})" if share else one.second.title
        difference = Pair(name, one.first, one.second).difference
        then = writer.earlier_origin(name)
        keys = [key for part in one.parts for key in (*part.entered, *part.left)]
        moved = writer.trail.items(f"change/{name}", title, keys, "status", "achieved_on", "due_on", "maturity")
        steps = [None] * len(STEPS) if parts is None else [value / factor for value in parts[: len(STEPS)]]
        rows.append((
            Cell(title),
            Cell(value_text(one.first.value, unit), one.first.value, origin=then),
            *(_effect(value, unit, moved) for value in steps),
            Cell(now.text, now.number, unreleased=now.unreleased, origin=now.origin),
            _effect(difference, unit, moved),
        ))  # fmt: skip
    days = (day(between.first.stichtag), day(writer.view.stichtag))
    columns = (
        Column("Kennzahl", width=2.4), Column(days[0], "number", 1.15),
        *(Column(word, "number", 1.6) for word in STEPS.values()), Column(days[1], "number", 1.15),
        Column("Differenz", "number", 1.1),
    )  # fmt: skip
    note = "Jede Zeile geht auf: früherer Wert und die vier Schritte ergeben den heutigen. Anteile in Prozentpunkten."
    return Table("Kennzahlen und die Gründe ihrer Veränderung", columns, tuple(rows), note)


def _effect(value: float | None, unit: str, origin: str) -> Cell:
    """A difference without its unit, which stands in the note; of a share in percentage points."""
    if value is None:
        return Cell(NO_VALUE, origin=origin)
    return Cell(signed(value, unit).split(" ")[0], round(value * 100, 1) if unit == "share" else value, origin=origin)


def _named(writer: Writer, found: Sequence[ItemChange]) -> Iterable[Bullets]:
    for change, title, meaning in _NAMED:
        meant = [one for one in found if change in one.changes]
        if change == Change.SLIPPED:
            meant = sorted(meant, key=lambda one: -(one.slip_days or 0))
        if not meant:
            continue
        bullets = [_bullet(writer, one, change, meaning) for one in meant[:SHOWN]]
        more = f" ({number(SHOWN)} von {number(len(meant))}, alle in der Arbeitsmappe)"
        yield Bullets(tuple(bullets), f"{title}{more if len(meant) > SHOWN else ''}")


def _bullet(writer: Writer, one: ItemChange, change: Change, meaning: Meaning) -> Bullet:
    name = item_name(one)
    if change == Change.SLIPPED and one.slip_days:
        name += f": um {counted(one.slip_days, 'Tag', 'Tage')} später"
    names = ("status", "achieved_on", "due_on", "forecast_on")
    unreleased = any(writer.trail.unreleased(one.key, field) for field in names)
    return Bullet(writer.marked(name, unreleased), None, meaning, unreleased, writer.trail.item(one.key, *names))


def item_name(one: ItemChange) -> str:
    """„Wegmarke SMI-1 Elektronische Akte eingeführt“."""
    return " ".join(word for word in (KINDS[one.kind], text_of(one.number), text_of(one.title)) if word)


def lists(writer: Writer) -> tuple[Section, ...]:
    """For the workbook every item that entered or left what a figure counts: the effects add up to its difference."""
    rows = []
    for name, one in compared(writer):
        for part in one.parts:
            for sign, keys in ((1, part.entered), (-1, part.left)):
                rows += [_moved(writer, name, one, part.step, key, sign) for key in keys]
    if not rows:
        return ()
    columns = (
        Column("Kennzahl", width=2), Column("Grund", width=1.3), Column("Eintrag", width=4),
        Column("Wirkung", "number", 0.8),
    )  # fmt: skip
    note = "Bei Zahlen ergeben die Wirkungen die Differenz; bei Anteilen ändert sich daneben die Zahl der Leistungen."
    table = Table("Einträge hinter den Veränderungen", columns, tuple(rows), note)
    message = f"{counted(len(rows), 'Eintrag', 'Einträge')} kamen in eine Kennzahl oder verließen sie."
    return (Section("data-changes", "Veränderungen im Einzelnen", message, "annex", (table,)),)


def _moved(writer: Writer, name: str, one: Attribution, step: Step, key: str, sign: int) -> tuple[Cell, ...]:
    origin = writer.trail.item(key, "status", "achieved_on", "due_on") if key in writer.view.kinds else None
    return (
        Cell(one.second.title), Cell(STEPS.get(step, "Zählweise")), Cell(writer.trail.label(key), origin=origin),
        Cell(f"{'+' if sign > 0 else '−'}1", sign, origin=origin),
    )  # fmt: skip

