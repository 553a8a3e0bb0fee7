"""What a page asks the store beside the plan itself: histories, one item, two states beside each other, originals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pandas as pd

from masterplan.domain import outside
from masterplan.domain.between import Between
from masterplan.domain.bodies import Body
from masterplan.domain.courses import DayState
from masterplan.domain.coverage_counts import Subject
from masterplan.domain.data_state import Delivered
from masterplan.domain.item_record import Record
from masterplan.domain.origins import Entry, item_answer
from masterplan.domain.outside import OutsideIndicator
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.store import courses, coverage_reading, reading, stated_in
from masterplan.store.delivered import delivered as delivered_files
from masterplan.store.engine import Database

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


def item(database: Database, view: PlanView, key: str) -> Mapping[str, object] | None:
    """Everything known of one item, as the command ``item`` prints it; None where no item bears the key."""
    with database.reading() as connection:
        row = reading.item_row(connection, key)
        if row is None:
            return None
        known = reading.revision_at(connection, view.known_by)
        at_cut = reading.item_at(connection, row.id, view.stichtag, known)
        return item_answer(row.key, row.kind, at_cut, reading.history(connection, row.id, known.number))


def record(database: Database, view: PlanView, key: str) -> Record | None:
    """Everything stated of one item as known at the view's revision; None where no item bears the key."""
    with database.reading() as connection:
        row = reading.item_row(connection, key)
        if row is None:
            return None
        known = reading.revision_at(connection, view.known_by)
        at_cut = reading.item_at(connection, row.id, view.stichtag, known)
        said = reading.history(connection, row.id, known.number)
    kind = Kind(row.kind)
    course = courses.courses(database, [kind], view.stichtag, view.known_by, view.audience, [key]).get(key, [])
    parts: tuple[list[Entry], list[Entry]] = ([], [])
    for entry in said:
        parts[entry.effective_on > view.stichtag].append(entry)
    return Record(key, kind, at_cut, tuple(parts[0]), tuple(course), tuple(parts[1]))


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


def delivered(database: Database, view: PlanView) -> list[Delivered]:
    """Every file the view knows of, with the problems that were noted when it came in, oldest Stand first."""
    return delivered_files(database, view.stichtag, view.revision, view.audience)


def original(database: Database, sha256: str) -> bytes | None:
    """The workbook as it was delivered; None where it was replaced by a tombstone or never came."""
    with database.reading() as connection:
        return reading.workbook_bytes(connection, sha256)


def all_bodies(database: Database, view: PlanView) -> list[Body]:
    """The ministries and municipal bodies of all times, as known at the view's revision."""
    with database.reading() as connection:
        return reading.bodies(connection, view.revision)
