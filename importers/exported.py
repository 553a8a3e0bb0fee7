"""A workbook that was handed out and comes back: known by its hidden sheet, compared with what it was handed out with.

What it began with is laid out anew from the plan it shows, and read by the same rules as the cells that come back: what
nobody touched reads the same, whatever is lost between a value and its cell.
"""

from dataclasses import dataclass
from datetime import date

from importers.diffing import encoded
from importers.extracts import Extract
from importers.mapping import recognise
from importers.merging import Base, Began
from importers.plan_at_hand import PlanAtHand
from importers.problems import Problem, error
from importers.sheet import Sheet, Workbook
from importers.title import stands
from importers.validation import validate
from masterplan.domain.bodies import lineage
from masterplan.domain.plan import FIELDS, FieldType, Part
from masterplan.domain.reporting.export import Export
from masterplan.domain.view import build
from masterplan.store import comparing, exports, reading
from masterplan.store.canonical import decode
from masterplan.workbooks.content import HEAD_LINE, MARK, Page, pages
from masterplan.workbooks.guide import STAND_CELL, TITLE

OWN_SHEETS = "_"
"""With what the names of the hidden sheets begin that we add ourselves."""


@dataclass(frozen=True)
class Returned:
    """A returned workbook and the Ressort, as it is called at the file's Stand; ``stand`` is what its cell says."""

    export: Export
    ministry: str
    stand: date | None


def number_of(workbook: Workbook) -> str | None:
    """The number in the hidden sheet; None for any other file."""
    for sheet in workbook.sheets:
        if sheet.hidden and sheet.rows and sheet.rows[0][:1] == [MARK]:
            return str(sheet.rows[0][1]) if len(sheet.rows[0]) > 1 else ""
    return None


def returned(plan: PlanAtHand, workbook: Workbook, given: date | None) -> Returned | Problem | None:
    """What a file is a return of; None for any other file, an error for a workbook that this plan never gave out."""
    number = number_of(workbook)
    if number is None:
        return None
    export = exports.find(plan.connection, number)
    if export is None:
        return error(
            "export-unknown",
            "Diese Arbeitsmappe wurde nicht aus diesem Plan ausgegeben; ihre Kennungen meinen Einträge eines anderen. "
            "Bitte die Angaben in eine hier heruntergeladene Arbeitsmappe übernehmen.",
        )
    written = _stand_in(workbook)
    on = given or written or export.stichtag
    names = lineage(plan.bodies, export.ministry, export.stichtag)
    now = (body.key for body in plan.bodies if body.key in names and body.valid(on))
    return Returned(export, next(now, export.ministry), given or written)


def read(
    plan: PlanAtHand, workbook: Workbook, back: Returned, part: Part | None, today: date
) -> list[Extract]:
    """The extracts of a returned workbook, without findings about what we hid ourselves."""
    stand = back.stand or back.export.stichtag
    own = [sheet for sheet in workbook.sheets if not (sheet.hidden and sheet.name.startswith(OWN_SHEETS))]
    # Without its name, which holds the day that it shows and would pass for another Stand.
    extracts = recognise(
        Workbook("", workbook.sha256, own), part=part, stand=stand, ministry=back.ministry, bodies=plan.bodies,
        today=today,
    )  # fmt: skip
    for extract in extracts:
        extract.problems[:] = [problem for problem in extract.problems if problem.code != "hidden"]
    return extracts


def began(plan: PlanAtHand, extract: Extract, back: Returned) -> Began:
    """By key what each row began with: its cells as handed out, read at the file's Stand, and the plan behind them."""
    export = back.export
    known = reading.RevisionAt(export.revision, export.recorded_at)
    kinds = {table.kind for table in extract.tables}
    view = build(reading.cut_of(plan.connection, export.stichtag, known, kinds=kinds))
    sheets = [_as_sheet(page) for page in pages(view, export) if page.kind in kinds]
    laid_out = recognise(
        Workbook("", "", sheets), stand=extract.stand, ministry=back.ministry, bodies=plan.bodies,
        today=max(extract.stand or export.stichtag, export.stichtag),
    )  # fmt: skip
    found: dict[str, Base] = {}
    for table in (table for one in laid_out for table in validate(one).tables):
        on = reading.cut_day(export.stichtag, known)
        ours = comparing.fields_at(plan.connection, table.kind, on, export.revision)
        for key, text in zip(table.keys, encoded(plan, table), strict=True):
            if key is not None:
                found[key] = Base(decode(text), ours.get(key, {}), silent=True)
    return Began(export.number, found)


def _as_sheet(page: Page) -> Sheet:
    lines = page.lines()
    shares = {
        (line, column)
        for column, name in enumerate(page.fields, start=1)
        if FIELDS[page.kind][name].type == FieldType.SHARE
        for line in range(HEAD_LINE, len(lines))
    }
    return Sheet(page.title, [list(line) for line in lines], percent=shares)


def stand_missing() -> Problem:
    """The error for a workbook that says something but not of which day."""
    return error(
        "stand-unknown",
        f"{TITLE}!{STAND_CELL}: Bitte den Stand eintragen, also den Tag der Angaben, oder mit --stand "
        "angeben, z. B. --stand 2020-06-30.",
        TITLE,
        STAND_CELL,
    )


def _stand_in(workbook: Workbook) -> date | None:
    """The Stand that was filled in on the first sheet."""
    guide = next((sheet for sheet in workbook.sheets if sheet.name == TITLE), None)
    claim = next(stands(guide, range(len(guide.rows))), None) if guide is not None else None
    return None if claim is None else claim.on
