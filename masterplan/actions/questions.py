"""What a page asks the store beside the plan itself: histories, one item, two states beside each other, originals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from masterplan.actions.audit import refusals_noted
from masterplan.domain import outside
from masterplan.domain.access import Actor, Reach, Right, demand, may, own_names, reach
from masterplan.domain.bodies import Body
from masterplan.domain.comparing.between import Between
from masterplan.domain.courses import DayState
from masterplan.domain.item.record import Record
from masterplan.domain.judging.data_state import Delivered
from masterplan.domain.origins import Entry
from masterplan.domain.outside import OutsideIndicator
from masterplan.domain.plan import Kind
from masterplan.domain.services.coverage_counts import Subject
from masterplan.domain.view import RESPONSIBLE, PlanView
from masterplan.store import courses, coverage_reading, item_log, reading, stated_in
from masterplan.store.delivered import delivered as delivered_files
from masterplan.store.delivered import scopes_of, workbook_bytes
from masterplan.store.engine import Connection, Database
from masterplan.store.reading import RevisionAt

OUTSIDE = Path(__file__).parents[2] / "data" / "reference" / "outside_indicators.csv"


def histories(
    database: Database, view: PlanView, kinds: Iterable[Kind], keys: Sequence[str] | None = None
) -> dict[str, list[DayState]]:
    """By key, each item's states up to the view's Stichtag, as known at the view's revision, oldest first.

    ``keys`` narrows to some items.
    """
    return courses.courses(database, kinds, view.stichtag, view.known_by, view.audience, keys)


def months(
    database: Database, view: PlanView, kinds: Iterable[Kind], since: date | None = None
) -> dict[str, list[DayState]]:
    """As `histories`, but of each month the last state only, without origins: all that trend and forecast ask for."""
    return courses.monthly(database, kinds, view.stichtag, view.known_by, view.audience, since)


def places_online(database: Database, view: PlanView, first: date) -> pd.DataFrame:
    """From month to month at how many places services were online, by kind of place: `coverage_reading.burn_up`."""
    return coverage_reading.burn_up(database, first, view.stichtag, view.known_by, view.audience)


def coverage_by(database: Database, view: PlanView, subject: Subject) -> pd.DataFrame:
    """How many entries are online, offline, unknown or withdrawn at the view's cut, by service or by Kreis.

    One row per group and kind of place: `coverage_reading.coverage_by`. By Ressort and as shares: `coverage_tables`.
    """
    return coverage_reading.coverage_by(database, subject, view.stichtag, view.known_by, view.audience)


@cache
def outside_indicators() -> tuple[OutsideIndicator, ...]:
    """The figures of others that come with the program."""
    return tuple(outside.from_csv(OUTSIDE.read_text(encoding="utf-8")))


def file_names(database: Database, statements: Iterable[int]) -> dict[int, str]:
    """The file that each statement came with; an edit has none."""
    return stated_in.files_of(database, statements)


def record(database: Database, view: PlanView, key: str, by: Actor) -> Record | None:
    """Everything stated of one item as known at the view's revision; None where no item bears the key.

    Of an item of one's own that is more than the view shows: what is not released yet, too.
    """
    with database.reading() as connection:
        row = item_log.item_row(connection, key)
        if row is None:
            return None
        known = reading.revision_at(connection, view.known_by)
        audience = "all" if _is_open(connection, row, view, known, by) else view.audience
        at_cut = item_log.item_at(connection, row.id, view.stichtag, known, audience)
        said = item_log.history(connection, row.id, known.number)
    kind = Kind(row.kind)
    course = courses.courses(database, [kind], view.stichtag, view.known_by, audience, [key]).get(key, [])
    parts: tuple[list[Entry], list[Entry]] = ([], [])
    for entry in said:
        if audience == "all" or entry.released:
            parts[entry.effective_on > view.stichtag].append(entry)
    if view.audience == "released" and at_cut is None and not parts[1]:
        return None  # for this audience there is no such item yet
    return Record(key, kind, at_cut, tuple(parts[0]), tuple(course), tuple(parts[1]))


def _is_open(connection: Connection, row: Any, view: PlanView, known: RevisionAt, by: Actor) -> bool:
    """Whether somebody sees of an item what is not released: whoever answers for it, where the view has less."""
    at_cut = item_log.item_at(connection, row.id, view.stichtag, known)
    if view.audience == "all" or at_cut is None or reach(by, Right.READ_UNRELEASED) != Reach.OWN:
        return False
    owner = at_cut.fields.get(RESPONSIBLE.get(Kind(row.kind), ""))
    own = own_names(by, reading.bodies(connection, known.number), view.stichtag)
    return may(by, Right.READ_UNRELEASED, [None if owner is None else str(owner)], own)


def entries_behind(
    database: Database, view: PlanView, fields: Mapping[str, Iterable[str]], kinds: Iterable[Kind]
) -> dict[tuple[str, str], Entry]:
    """For fields of items (by key) the statement that each value at the view's Stichtag comes from."""
    folded = courses.items_with_origins(database, kinds, view.stichtag, view.known_by, view.audience)
    behind = {
        (key, name): folded[key].origins[name].statement
        for key, names in fields.items()
        for name in names
        if key in folded and name in folded[key].origins
    }
    found = courses.entries(database, behind.values(), view.known_by)
    return {place: found[statement] for place, statement in behind.items()}


def between(
    database: Database, first: tuple[date, datetime], second: tuple[date, datetime], audience: str = "all"
) -> Between:
    """Two cuts (Stichtag, known_by), the one between them, and the statements needed to explain what differs."""
    return courses.between(database, first, second, audience)


def delivered(database: Database, view: PlanView, by: Actor) -> list[Delivered]:
    """Every file the view knows of, oldest Stand first, with the problems that were noted when it came in.

    Problems quote cells; somebody sees those of the files whose originals they may have.
    """
    found = delivered_files(database, view.stichtag, view.revision, view.audience)
    with database.reading() as connection:
        digests = {one.sha256 for one in found}
        theirs = {one for one in digests if may(by, Right.GET_ORIGINAL, *_delivered_by(connection, one, by))}
    return [one if one.sha256 in theirs else replace(one, problems=(), is_open=False) for one in found]


def original(database: Database, sha256: str, *, by: Actor, at: datetime) -> bytes | None:
    """The workbook as it was delivered; None where it was replaced by a tombstone or never came.

    Raises NotAllowed (noted in the audit) where it is neither the actor's own nor everything theirs to see.
    """
    with refusals_noted(database, by=by, at=at, subject=sha256), database.reading() as connection:
        demand(by, Right.GET_ORIGINAL, *_delivered_by(connection, sha256, by))
        return workbook_bytes(connection, sha256)


def originals(database: Database, digests: Iterable[str], by: Actor) -> list[str]:
    """Those of the workbooks that are still kept and that the actor may have."""
    with database.reading() as connection:
        return [
            digest
            for digest in digests
            if may(by, Right.GET_ORIGINAL, *_delivered_by(connection, digest, by))
            and workbook_bytes(connection, digest) is not None
        ]


def _delivered_by(connection: Connection, sha256: str, by: Actor) -> tuple[list[str | None], frozenset[str]]:
    """The Ressorts that a workbook was delivered for, and which of them are the actor's own at its Stand."""
    bodies, scopes = reading.bodies(connection), scopes_of(connection, sha256)
    own = [own_names(by, bodies, stand) for _, stand in scopes]
    return [ministry for ministry, _ in scopes], frozenset.intersection(*own) if own else frozenset()


def all_bodies(database: Database, view: PlanView) -> list[Body]:
    """The ministries and municipal bodies of all times, as known at the view's revision."""
    with database.reading() as connection:
        return reading.bodies(connection, view.revision)
