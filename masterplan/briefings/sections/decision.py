"""Decisions needed: what the published rules name, the weightiest first; and all of it in the annex."""

from collections.abc import Sequence

from masterplan.briefings.content import Block, Bullet, Bullets, Cell, Column, Note, Section, Table
from masterplan.briefings.writer import COMPUTED_LIGHT, Writer
from masterplan.domain.cabinet.decisions import RULES, Decision, DecisionRule
from masterplan.domain.plan import Kind
from masterplan.vocabulary import KINDS, KINDS_PLURAL, counted, listed, number

SHOWN = 8
"""So many items of each rule are printed in the body."""

_FIELDS = {
    "E1": ("due_on", "actual_value", "target_value", "status"), "E2": COMPUTED_LIGHT, "E3": COMPUTED_LIGHT,
    "E4": ("reported_light", *COMPUTED_LIGHT), "E5": ("ministry", "lead"), "E6": ("budget_planned", "budget_source"),
}  # fmt: skip
"""By rule the fields it looks at."""


def section(writer: Writer) -> Section:
    """What is to be decided, a rule a time."""
    found = writer.decisions
    if not found:
        return Section("decisions", "Entscheidungsbedarf", "Nach den Regeln ist nichts zu entscheiden.", "body", ())
    known = released(writer)
    applying = [rule for rule in RULES if any(one.rule == rule for one in found)]
    asks = Bullets(tuple(_ask(writer, rule, found) for rule in applying), "Zu entscheiden ist", numbered=True)
    blocks: list[Block] = [asks]
    for rule in applying:
        mine = [one for one in found if one.rule == rule]
        blocks.append(table(writer, rule.title, mine[:SHOWN], known).first_of(len(mine)))
    blocks.append(Note(" ".join(f"{rule.number}: {rule.sentence}" for rule in applying)))
    return Section("decisions", "Entscheidungsbedarf", _message(found), "body", tuple(blocks))


def released(writer: Writer) -> set[tuple[str, str, str]] | None:
    """The decisions that follow from released values alone; None where nothing else is in the briefing."""
    if writer.of_released is None:
        return None
    return {(one.rule.number, one.key, one.reason) for one in writer.of_released.decisions}


def _message(found: Sequence[Decision]) -> str:
    keys = {one.key for one in found}
    goals = sum(1 for key in keys if key.startswith("goal/"))
    others = len(keys) - goals
    parts = [counted(goals, "Ziel", "Ziele")] * bool(goals) + [counted(others, "Vorhaben", "Vorhaben")] * bool(others)
    rules = len({one.rule.number for one in found})
    return f"Zu entscheiden ist über {listed(parts)} in {counted(rules, 'Frage', 'Fragen')}."


def _ask(writer: Writer, rule: DecisionRule, found: Sequence[Decision]) -> Bullet:
    keys = [one.key for one in found if one.rule == rule]
    kinds = {kind: sum(1 for key in keys if key in writer.view.table(kind).index) for kind in _KINDS}
    parts = [counted(amount, KINDS[kind], KINDS_PLURAL[kind]) for kind, amount in kinds.items() if amount]
    origin = writer.trail.items(f"decision/{rule.number}", rule.title, keys, *_FIELDS[rule.number])
    return Bullet(f"{rule.title}: {listed(parts)}. {rule.ask}", rule.sentence, "neutral", False, origin)


_KINDS = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)


def table(
    writer: Writer, title: str, found: Sequence[Decision], known: set[tuple[str, str, str]] | None
) -> Table:
    """One row per item with the reason and what the Ressort says."""
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=3), Column("Ressort", width=1.1),
        Column("Grund", width=3), Column("Das Ressort sagt dazu", width=2.6),
    )  # fmt: skip
    return Table(title, columns, tuple(_row(writer, one, known) for one in found))


def _row(writer: Writer, one: Decision, known: set[tuple[str, str, str]] | None) -> tuple[Cell, ...]:
    kind = writer.view.kinds[one.key]
    unreleased = known is not None and (one.rule.number, one.key, one.reason) not in known
    origin = writer.trail.item(one.key, *_FIELDS[one.rule.number])
    return (
        *writer.named(one.key, kind),
        Cell(writer.marked(one.reason, unreleased), None, "neutral", unreleased, origin),
        writer.statement_of(one.key, kind),
    )


def annex(writer: Writer) -> Sequence[Section]:
    """Every decision, where the body shows only some."""
    found = writer.decisions
    by_rule = [(rule, [one for one in found if one.rule == rule]) for rule in RULES]
    long = [(rule, mine) for rule, mine in by_rule if len(mine) > SHOWN]
    if not long:
        return ()
    known = released(writer)
    tables = tuple(table(writer, f"{rule.number} {rule.title}", mine, known) for rule, mine in long)
    message = f"{counted(len(found), 'Befund', 'Befunde')} nach {number(len(by_rule))} Regeln."
    return (Section("annex-decisions", "Entscheidungsbedarf vollständig", message, "annex", tables),)
