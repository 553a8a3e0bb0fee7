"""Risks and contradictions, each with the Ressort's statement beside it; findings accuse nobody."""

from collections.abc import Sequence

from masterplan.briefings.content import Block, Cell, Column, Figures, Note, Section, Table
from masterplan.briefings.writer import COMPUTED_LIGHT, Writer
from masterplan.domain.judging.data_state import contradictions
from masterplan.domain.judging.findings import Finding
from masterplan.domain.judging.plausibility import Tone
from masterplan.domain.plan import Kind
from masterplan.domain.reporting.rounds import Contested
from masterplan.vocabulary import FIELDS, counted, number, shown

SHOWN = 12
TONES = {Tone.ROSY: "zu günstig", Tone.GLOOMY: "zu ungünstig", Tone.INCONSISTENT: "widersprüchlich"}
_FIELDS = ("reported_light", "progress", "evidence", "remark", *COMPUTED_LIGHT)
_KINDS = (Kind.MILESTONE, Kind.MEASURE, Kind.GOAL)


def section(writer: Writer) -> Section:
    """Values without agreement, contradicting lights, then what the checks find, those that look too rosy first."""
    disputed = _disputed(writer)
    differing = contradictions(writer.view)
    ranked = in_order(writer.findings)
    blocks: list[Block] = [Figures((writer.figure("lights.contradictions"), writer.figure("reports.stale")))]
    if disputed:
        blocks.append(_disputed_table(writer, disputed))
    if len(differing):
        blocks.append(contradiction_table(writer, list(map(str, differing.index[:SHOWN])), len(differing)))
    if ranked:
        blocks.append(finding_table(writer, ranked[:SHOWN], len(ranked)))
        blocks.append(Note("Ein Befund beschuldigt niemanden und ändert nichts: Er bittet um eine Stellungnahme."))
    message = _message(len(differing), ranked)
    if disputed:
        message += f" Ohne Einigung: {counted(len(disputed), 'Angabe', 'Angaben')}."
    return Section("risks", "Risiken und Widersprüche", message, "body", tuple(blocks))


def _disputed(writer: Writer) -> list[Contested]:
    """The values of reporting rounds on which there is no agreement, of the items that the audience sees."""
    seen = {str(key) for kind in _KINDS for key in writer.view.table(kind).index}
    return [one for one in writer.material.contested if one.key in seen]


def _disputed_table(writer: Writer, disputed: Sequence[Contested]) -> Table:
    """Both values beside each other, each with what it rests on."""
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=2.6), Column("Ressort", width=1.1),
        Column("Angabe", width=1.3), Column("gemeldet", width=1.5), Column("Staatskanzlei", width=1.5),
        Column("Quelle der Staatskanzlei", width=2), Column("Das Ressort sagt dazu", width=2),
    )  # fmt: skip
    rows = []
    for one in disputed:
        kind = writer.view.kinds[one.key]
        rows.append((
            *writer.named(one.key, kind),
            Cell(FIELDS[one.field]),
            writer.cell(one.key, one.field, shown(one.field, one.reported)),
            Cell(shown(one.field, one.counter_value)),
            Cell(one.counter_source),
            writer.statement_of(one.key, kind),
        ))  # fmt: skip
    note = "Beide Werte gelten nebeneinander; gezählt wird der gemeldete."
    return Table("Angaben, über die Ressort und Staatskanzlei sich nicht einig sind", columns, tuple(rows), note)


def in_order(found: Sequence[Finding]) -> list[Finding]:
    """Those that look too rosy first, within a tone by check."""
    order = {tone: place for place, tone in enumerate(TONES)}
    return sorted(found, key=lambda one: (order[one.tone], int(one.number[1:]), one.keys))


def _message(differing: int, found: Sequence[Finding]) -> str:
    if not differing and not found:
        return "Gemeldete und errechnete Ampeln stimmen überein; die Prüfungen finden nichts."
    rosy = sum(1 for one in found if one.tone == Tone.ROSY)
    at = number(differing) if differing else "keinem"
    return (
        f"Bei {at} Vorhaben weicht die gemeldete Ampel von der errechneten ab; "
        f"{counted(len(found), 'Prüfbefund', 'Prüfbefunde')}, davon {number(rosy)} „zu günstig“."
    )


def contradiction_table(writer: Writer, keys: Sequence[str], total: int) -> Table:
    """Reported beside computed light, with the rule that decided."""
    table = contradictions(writer.view)
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=3), Column("Ressort", width=1.1),
        Column("gemeldet", "light", 1.15), Column("errechnet", "light", 1.15), Column("Regel", width=2.4),
        Column("Das Ressort sagt dazu", width=2.4),
    )  # fmt: skip
    rows = []
    for key in keys:
        kind = writer.view.kinds[key]
        row = table.loc[key]
        rows.append((
            *writer.named(key, kind),
            writer.light_cell(key, row["reported_light"], "reported_light"),
            writer.light_cell(key, row["computed_light"], *COMPUTED_LIGHT),
            Cell(f"{row['rule']}: {row['reason']}"),
            writer.statement_of(key, kind),
        ))  # fmt: skip
    return Table("Gemeldete und errechnete Ampel widersprechen sich", columns, tuple(rows)).first_of(total)


def finding_table(writer: Writer, found: Sequence[Finding], total: int) -> Table:
    """What the checks find."""
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=3), Column("Ressort", width=1.1),
        Column("Prüfung", width=1.5), Column("Befund", width=2.8), Column("Das Ressort sagt dazu", width=2.4),
    )  # fmt: skip
    known = writer.of_released.findings if writer.of_released else None
    rows = []
    for one in found:
        key = one.keys[0]
        kind = writer.view.kinds[key]
        unreleased = known is not None and one not in known
        origin = writer.trail.items(f"finding/{one.number}/{key}", one.number, one.keys, *_FIELDS)
        rows.append((
            *writer.named(key, kind),
            Cell(f"{one.number} {TONES[one.tone]}"),
            Cell(writer.marked(one.reason, unreleased), None, "neutral", unreleased, origin),
            writer.statement_of(key, kind),
        ))  # fmt: skip
    return Table("Befunde der Plausibilitätsprüfung", columns, tuple(rows)).first_of(total)


def annex(writer: Writer) -> Sequence[Section]:
    """All contradictions and findings, where the body shows only some."""
    keys, found = list(map(str, contradictions(writer.view).index)), writer.findings
    tables = []
    if len(keys) > SHOWN:
        tables.append(contradiction_table(writer, keys, len(keys)))
    if len(found) > SHOWN:
        tables.append(finding_table(writer, in_order(found), len(found)))
    if not tables:
        return ()
    message = f"{counted(len(keys), 'Widerspruch', 'Widersprüche')} und {counted(len(found), 'Befund', 'Befunde')}."
    return (Section("annex-risks", "Widersprüche und Befunde vollständig", message, "annex", tuple(tables)),)

