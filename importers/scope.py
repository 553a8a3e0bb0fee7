"""Of which day and which Ressort a table speaks: what was given, else its title, the cover sheet, the file's name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from importers.layout import Table, mentions, width
from importers.problems import Problem, error, warning
from importers.sheet import Sheet
from importers.sources import SOURCES
from importers.title import (
    StandClaim,
    ministries,
    ministries_in_name,
    named_ministries,
    stand_in_name,
    stands,
)
from masterplan.domain.bodies import Body, lineage, resolve
from masterplan.domain.plan import Part

COVER_ROWS = 80


@dataclass(frozen=True)
class Given:
    """What the caller gives: Stand and Ressort where known, the bodies, and today."""

    stand: date | None
    ministry: str | None
    bodies: Sequence[Body]
    today: date


@dataclass(frozen=True)
class Ministry:
    """The Ressort of a table, the cell that names it; sure where an option, a label or the sheet's name says so.

    ``label``: nothing but a label says so, which may be meant for the first section of the table alone.
    """

    key: str | None = None
    cell: str | None = None
    sure: bool = False
    label: bool = False


def stand_of(table: Table, file: str, covers: Sequence[Sheet], given: Given, problems: list[Problem]) -> date | None:
    """The Stand of a table: of its title rows, else of notes below it, a cover sheet, the file's name."""
    sheet = table.sheet
    around = (stands(sheet, rows) for rows in (table.titles, table.sheet_titles, _notes(table)))
    near = next((found for claims in around if (found := list(claims))), [])
    cover = [claim for other in covers for claim in stands(other, range(min(len(other.rows), COVER_ROWS)))]
    name = stand_in_name(file)
    for claims in (near, cover, [name] if name else []):
        days = {claim.on for claim in claims}
        if not days:
            continue
        chosen = given.stand or (claims[0].on if len(days) == 1 else None)
        if chosen is None:
            told = ", ".join(f"„{claim.words}“" for claim in claims)
            problems.append(
                _error(
                    claims[0],
                    sheet,
                    "stand-differs",
                    f"Es sind verschiedene Stände genannt: {told}. Bitte mit --stand angeben.",
                )
            )
            return claims[0].on
        for claim in [*near, *cover, *([name] if name else [])]:
            _check(claim, chosen, given, sheet, problems)
        if given.stand is None and not claims[0].exact:
            message = f"Der Stand „{claims[0].words}“ nennt keinen Tag; er gilt als {chosen:%d.%m.%Y}."
            problems.append(_warning(claims[0], sheet, "stand-estimated", message))
        return chosen
    return given.stand


def _notes(table: Table) -> list[int]:
    """The rows at the end of a table that hold no more than one cell."""
    return list(takewhile(lambda row: width(table.sheet.rows[row]) <= 1, range(table.end - 1, table.first - 1, -1)))


def _check(claim: StandClaim, chosen: date, given: Given, sheet: Sheet, problems: list[Problem]) -> None:
    if claim.on == chosen:
        return
    where = "Angegeben" if given.stand else "Genommen"
    message = f"{where} ist der Stand {chosen:%d.%m.%Y}, „{claim.words}“ nennt den {claim.on:%d.%m.%Y}."
    problems.append(_warning(claim, sheet, "stand-differs", message))


def ministry_of(
    table: Table, file: str, covers: Sequence[Sheet], given: Given, on: date, problems: list[Problem]
) -> Ministry:
    """The Ressort of a table: for a plan from anywhere outside it, for measures only from an option or a label."""
    sheet, bodies = table.sheet, given.bodies
    plan = table.match.source.part == Part.IMPLEMENTATION_PLAN
    if not plan and table.match.source.part != Part.MEASURES:
        return Ministry()
    labelled, near = _claimed(sheet, table.titles, bodies, on, plan, problems)
    if not near:
        labelled, near = _claimed(sheet, table.sheet_titles, bodies, on, plan, problems)
    on_sheet = ministries_in_name(bodies, sheet.name, on) if plan else set()
    near |= {key: None for key in on_sheet if key not in near}
    chosen = _given(given, on)
    if chosen is None and given.ministry is not None:
        problems.append(
            error(
                "ministry-unknown",
                f"Das angegebene Ressort „{given.ministry}“ gibt es am {on:%d.%m.%Y} nicht. Bitte mit --ministry ein "
                "anderes angeben.",
                sheet.name,
            )
        )
        return Ministry()
    if chosen is not None:
        if near and chosen not in near:
            message = f"Angegeben ist das Ressort {chosen}, das Blatt „{sheet.name}“ nennt {', '.join(sorted(near))}."
            problems.append(error("ministry-differs", message, sheet.name, next(iter(near.values()))))
        return Ministry(chosen, near.get(chosen), True)
    if len(near) > 1:
        told = f"nennen verschiedene Ressorts: {', '.join(sorted(near))}. Bitte mit --ministry angeben."
        message = f"Titel und Blatt „{sheet.name}“ {told}"
        problems.append(error("ministry-differs", message, sheet.name, next(iter(near.values()))))
        return Ministry(next(iter(near)))
    cover: dict[str, str | None] = {}
    for other in covers:
        cover |= _claimed(other, range(min(len(other.rows), COVER_ROWS)), bodies, on, plan, problems)[1]
    named = ministries_in_name(bodies, file.rsplit(".", 1)[0], on) if plan else set()
    for claims in (near, cover, dict.fromkeys(named)):
        if len(claims) == 1:
            key, cell = next(iter(claims.items()))
            others = (set(near) | set(cover) | named) - {key}
            if others:
                message = (
                    f"Genommen ist das Ressort {key}; Deckblatt oder Dateiname nennen {', '.join(sorted(others))}. "
                    "Bitte prüfen."
                )
                problems.append(warning("ministry-differs", message, sheet.name, cell))
            sure = claims is near and (labelled or key in on_sheet)
            return Ministry(key, cell, sure, label=sure and key not in on_sheet)
    return Ministry()


def _given(given: Given, on: date) -> str | None:
    if given.ministry is None:
        return None
    body = resolve(given.bodies, given.ministry, on) or _renamed(given.bodies, given.ministry, on)
    return body.key if body is not None and body.kind == "ministry" else None


def _renamed(bodies: Sequence[Body], key: str, on: date) -> Body | None:
    """Who a Ressort was or became by that day, where it bore its key on other days only."""
    lines = (lineage(bodies, key, body.valid_from) for body in bodies if body.key == key)
    names = {name for line in lines for name in line}
    found = [body for body in bodies if body.key in names and body.valid(on)]
    return found[0] if len(found) == 1 else None


def _claimed(
    sheet: Sheet, rows: Sequence[int], bodies: Sequence[Body], on: date, plan: bool, problems: list[Problem]
) -> tuple[bool, dict[str, str | None]]:
    """Keys of the ministries named in these rows with their cells; a label „Ressort:“ outweighs all other words."""
    labelled: dict[str, str | None] = {}
    mentioned: dict[str, str | None] = {}
    for claim in ministries(sheet, rows):
        if claim.label:
            body = resolve(bodies, claim.written, on)
            if body is not None and body.kind == "ministry":
                labelled[body.key] = claim.cell
            elif plan:
                message = f"{sheet.name}!{claim.cell}: Das Ressort „{claim.written}“ ist nicht bekannt."
                problems.append(warning("ministry-unknown", message, sheet.name, claim.cell, claim.written))
        elif plan and not labelled:
            mentioned |= {
                key: claim.cell for key in named_ministries(bodies, claim.written, on) if key not in mentioned
            }
    return bool(labelled), labelled or mentioned


def _warning(claim: StandClaim, sheet: Sheet, code: str, message: str) -> Problem:
    return warning(
        code,
        f"{claim.sheet or sheet.name}{f'!{claim.cell}' if claim.cell else ''}: {message}",
        claim.sheet or sheet.name,
        claim.cell,
    )


def _error(claim: StandClaim, sheet: Sheet, code: str, message: str) -> Problem:
    return error(
        code,
        f"{claim.sheet or sheet.name}{f'!{claim.cell}' if claim.cell else ''}: {message}",
        claim.sheet or sheet.name,
        claim.cell,
    )


def name_says(file: str, bodies: Sequence[Body]) -> object:
    """All that a file's name can say: its Stand, Ressorts (under the names of any day) and parts of the plan."""
    stem = file.rsplit(".", 1)[0]
    claim = stand_in_name(file)
    days = sorted({body.valid_from for body in bodies})
    ministries = [sorted(ministries_in_name(bodies, stem, on)) for on in days]
    return (claim and replace(claim, words=""), ministries, [mentions(file, source) for source in SOURCES])
