"""From a workbook to extracts: which sheets carry which part of the plan, of which Ressort and at which Stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from importers.cells import Cells, Setting, read_cells
from importers.coverage import DATA_AS_AT
from importers.extracts import Extract, IgnoredRow, RowTable
from importers.layout import Table, find_tables, ranges
from importers.mapped import NOTHING, with_given
from importers.mapped import Given as ByHand
from importers.problems import Problem, Severity, warning
from importers.rows import Rows, sort_rows
from importers.scope import Given, Ministry, ministry_of, stand_of
from importers.sheet import Sheet, Workbook
from importers.source import CONFIRMED, KEY, heading_forms
from importers.sources import SOURCES
from importers.unread import (
    ambiguous,
    at_top,
    left_aside,
    list_ignored,
    ministry_unknown,
    not_recognised,
    only_names,
    skipped,
    unknown_columns,
)
from masterplan.domain.bodies import Body
from masterplan.domain.plan import FIELDS, Part

__all__ = ["Extract", "IgnoredRow", "RowTable", "recognise"]


def recognise(
    workbook: Workbook,
    *,
    part: Part | None = None,
    stand: date | None = None,
    ministry: str | None = None,
    bodies: Sequence[Body],
    today: date,
    by_hand: ByHand = NOTHING,
) -> list[Extract]:
    """What the workbook says: one extract per part and Ressort; at least one, which may hold nothing but errors.

    What the caller gives wins over what the file says; ``by_hand`` is what headings were said to mean. Next step:
    ``importers.validation.validate(extract)``.
    """
    given = Given(stand, ministry, bodies, today)
    sources = with_given((source for source in SOURCES if part is None or source.part == part), by_hand)
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    found = {id(sheet): find_tables(sheet, sources, workbook.file) for sheet in visible}
    complete = [table for tables in found.values() for table in tables if table.match.complete]
    if not complete:
        partial = [table for tables in found.values() for table in tables]
        return [Extract(part, None, stand, problems=[not_recognised(workbook, visible, partial, part)])]
    problems = [problem for sheet in workbook.sheets for problem in left_aside(sheet, found.get(id(sheet)), complete)]
    lists = [table for table in complete if part is None and only_names(table, complete)]
    problems += [list_ignored(table) for table in lists]
    complete = [table for table in complete if not any(table is one for one in lists)]
    problems += [ambiguous(table) for table in complete if table.rivals]
    covers = [sheet for sheet in visible if not any(table.match.complete for table in found[id(sheet)])]
    drafts = [draft for table in complete for draft in _drafts(table, workbook, covers, given)]
    return _gathered(drafts, problems)


@dataclass
class _Draft:
    """One table as read, for one Ressort, before it is put together with others of its scope."""

    table: Table
    ministry: str | None
    stand: date | None
    rows: RowTable
    problems: list[Problem] = field(default_factory=list)


def _drafts(table: Table, workbook: Workbook, covers: list[Sheet], given: Given) -> list[_Draft]:
    """A table as read; a plan with a column for the Ressort becomes one draft for each."""
    source = table.match.source
    problems: list[Problem] = []
    stand = stand_of(table, workbook.file, covers, given, problems)
    sorted_rows = sort_rows(table)
    cells = read_cells(table, sorted_rows, Setting(given.bodies, stand or given.today, workbook.file))
    if stand is None and source.part == Part.COVERAGE:
        stand = _stand_of_data(table, cells, problems)
    if stand is None:
        problems.append(
            at_top(
                table,
                "stand-unknown",
                "Der Stand der Datei ist nicht erkennbar. Bitte mit --stand angeben, z. B. --stand 2020-06-30.",
            )
        )
    elif stand > given.today:
        problems.append(
            at_top(
                table,
                "stand-future",
                f"Der Stand {stand:%d.%m.%Y} liegt nach dem heutigen Tag ({given.today:%d.%m.%Y}). Bitte berichtigen.",
            )
        )
    problems += unknown_columns(table) + skipped(table, sorted_rows) + cells.problems
    rows = _row_table(table, sorted_rows, cells)
    claimed = ministry_of(table, workbook.file, covers, given, stand or given.today, problems)
    if source.part != Part.IMPLEMENTATION_PLAN:
        return [_Draft(table, claimed.key if source.part == Part.MEASURES else None, stand, rows, problems)]
    return _by_ministry(_Draft(table, claimed.key, stand, rows, problems), claimed)


def _by_ministry(draft: _Draft, claimed: Ministry) -> list[_Draft]:
    """The rows of a plan by Ressort: as its column says, else as title, sheet or option says for all of them."""
    rows, table, cell = draft.rows, draft.table, claimed.cell
    if claimed.key is not None and _names_others_weakly(draft):
        _leave_column(draft)
    named = rows.values.get("ministry")
    if named is None:
        if draft.ministry is None:
            draft.problems.append(ministry_unknown(table, "Das Ressort der Umsetzungsplanung ist nicht erkennbar."))
        rows.fields.insert(1, "ministry")
        rows.values["ministry"] = [draft.ministry] * len(rows)
        rows.fixed["ministry"] = cell
        return [draft]
    keys = {key for key in named if isinstance(key, str)}
    others = keys - {draft.ministry}
    by_headings = "ministry" not in rows.columns
    if draft.ministry is not None and others and (not by_headings or (claimed.sure and not claimed.label)):
        told = f"die Spalte „{rows.headings.get('ministry', '')}“ nennt {', '.join(sorted(others))}. Bitte berichtigen."
        message = f"Nach Angabe, Titel, Blatt oder Dateiname ist es die Planung des Ressorts {draft.ministry}, {told}"
        finding = at_top(table, "ministry-differs", message)
        refused = claimed.sure or len(keys) == 1
        draft.problems.append(finding if refused else replace(finding, severity=Severity.WARNING))
    open_rows = [at for at, key in enumerate(named) if key is None]
    alone = draft.ministry if by_headings or not keys or keys == {draft.ministry} else None
    for at in open_rows if alone else []:
        named[at] = alone
        if cell is not None:
            rows.cells.setdefault(at, {})["ministry"] = cell
    if open_rows and not alone:
        where = ranges(rows.rows[at] for at in open_rows)
        draft.problems.append(ministry_unknown(table, f"In den Zeilen {where} ist kein Ressort erkennbar."))
    keys |= {alone} if alone and open_rows else set()
    if len(keys) <= 1:
        return [replace(draft, ministry=next(iter(keys), alone))]
    drafts = []
    for key in dict.fromkeys(key for key in named if isinstance(key, str)):
        positions = [at for at, other in enumerate(named) if other == key]
        own = {rows.rows[at] for at in positions}
        others_rows = set(rows.rows) - own
        own_problems = [problem for problem in draft.problems if _row_of(problem, table) not in others_rows]
        drafts.append(_Draft(table, key, draft.stand, rows.only(positions), own_problems))
    return drafts


def _names_others_weakly(draft: _Draft) -> bool:
    """Whether the column taken for the Ressort has a heading such as „Federführung“ that may mean others."""
    weak = draft.table.match.source.weak
    heading = draft.rows.headings.get("ministry", "")
    named = set(draft.rows.values.get("ministry", [])) - {None, draft.ministry}
    return bool(named) and any(form in weak for form in heading_forms(heading))


def _leave_column(draft: _Draft) -> None:
    """Takes the column out of the table: the Ressort is known, and who leads a Wegmarke is no field."""
    rows = draft.rows
    letter, heading = rows.columns.pop("ministry"), rows.headings.pop("ministry")
    rows.fields.remove("ministry")
    del rows.values["ministry"]
    rows.wordings.pop("ministry", None)
    for exceptions in rows.cells.values():
        exceptions.pop("ministry", None)
    cell = f"{letter}{draft.table.first}"
    message = f"Die Spalte „{heading}“ nennt andere Häuser als das Ressort {draft.ministry} und wurde nicht gelesen."
    draft.problems.append(warning("column-unknown", f"{rows.sheet}!{cell}: {message}", rows.sheet, cell, heading))


def _row_of(problem: Problem, table: Table) -> int | None:
    """The zero-based row of a problem of this sheet's table; None for one that concerns more than a row."""
    digits = (problem.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    broad = problem.code in ("rows-skipped", "hidden", "filled-down", "column-unknown")
    return int(digits) - 1 if digits and not broad and problem.sheet == table.sheet.name else None


def _row_table(table: Table, rows: Rows, cells: Cells) -> RowTable:
    source = table.match.source
    if source.finish is not None:
        source.finish(cells.values, cells.wordings)
    keys = [key if isinstance(key, str) else None for key in cells.values.get(KEY, [None] * len(rows.entries))]
    fields = [name for name in FIELDS[source.kind] if name in cells.values]
    named = [name for name in [*fields, KEY] if name in cells.columns]
    return RowTable(
        kind=source.kind,
        sheet=table.sheet.name,
        fields=fields,
        columns={name: cells.columns[name] for name in named},
        headings={name: cells.headings[name] for name in [*fields, KEY] if name in cells.headings},
        rows=rows.entries,
        values={name: cells.values[name] for name in fields},
        wordings={name: cells.wordings[name] for name in fields if name in cells.wordings},
        keys=keys,
        cells=cells.cells,
        confirmed=[said is True for said in cells.values.get(CONFIRMED, [])],
    )


def _gathered(drafts: list[_Draft], problems: list[Problem]) -> list[Extract]:
    """One extract per part and Ressort, in the order of their first table; what concerns all stands in the first."""
    scopes: dict[tuple[Part, str | None], list[_Draft]] = {}
    for draft in drafts:
        scopes.setdefault((draft.table.match.source.part, draft.ministry), []).append(draft)
    extracts = []
    for (part, ministry), own in scopes.items():
        stands = {draft.stand for draft in own if draft.stand is not None}
        told = [problem for draft in own for problem in draft.problems]
        if len(stands) > 1:
            days = " und ".join(f"{on:%d.%m.%Y}" for on in sorted(stands))
            told.append(
                at_top(
                    own[0].table,
                    "stand-differs",
                    f"Blätter desselben Teils nennen verschiedene Stände: {days}. Bitte mit --stand angeben.",
                )
            )
        stand = min(stands) if stands else None
        tables = [draft.rows for draft in own]
        extracts.append(Extract(part, ministry, stand, tables=tables, problems=list(dict.fromkeys([*problems, *told]))))
        problems = []
    return extracts


def _stand_of_data(table: Table, cells: Cells, problems: list[Problem]) -> date | None:
    """The Stand of a coverage export: the latest day on which its data were taken over from the PVOG."""
    days = {value for value in cells.values.get(DATA_AS_AT, []) if isinstance(value, str)}
    if len(days) > 1:
        first, last = (date.fromisoformat(day) for day in (min(days), max(days)))
        told = f"mehrere Tage, von {first:%d.%m.%Y} bis {last:%d.%m.%Y}; als Stand gilt der letzte."
        message = f"Die Spalte „{cells.headings[DATA_AS_AT]}“ nennt {told}"
        problems.append(warning("stand-several", f"{table.sheet.name}: {message}", table.sheet.name))
    return date.fromisoformat(max(days)) if days else None
