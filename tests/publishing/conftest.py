"""A plan of two Stände to issue from, with a person in it and an entry that nobody has released."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from importers.pipeline import Options, import_files
from masterplan.domain.access import Actor, Role
from masterplan.domain.plan import Kind
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision
from tests.conftest import Fill
from tests.files import MEASURE_HEADINGS, measures, plan

STAFF = Actor("Staatskanzlei", Role.CHANCELLERY)
BEFORE, STICHTAG = date(2020, 12, 31), date(2021, 12, 31)
NOW = datetime(2022, 6, 1, 8, 30, 15, 123456, tzinfo=UTC)
"""To the microsecond, as clocks tell it."""
PERSON, SECRET = "Erika Mustermann", "Heimliches Vorhaben"
NAMES = ("Portal", "Akte", "Netz", "Register", "@Schulung")
STATES = ("geplant", "in Umsetzung", "abgeschlossen", "geplant", None)


def _reported(opened: Database) -> None:
    """Fifty measures and two Wegmarken, reported on two days; then an unreleased measure."""
    for position, on in enumerate((BEFORE, STICHTAG)):
        rows = [
            (number, f"{NAMES[number % 5]} {number}", ("SMI", "SMF")[number % 2], STATES[(number + position) % 5],
             f"30.06.{2020 + number % 4}", None, PERSON)
            for number in range(1, 51)
        ]
        marks = [(1, "Elektronische Akte", "Z1", "2021", "geplant"), (2, "Portal", "Z1", "2022", "erreicht")]
        files = [measures(f"{on}", *rows, headings=(*MEASURE_HEADINGS, "Verantwortlich")), plan("SMI", f"{on}", *marks)]
        assert import_files(opened, files, Options(), by=STAFF, at=datetime(on.year + 1, 1, 15, tzinfo=UTC)).applied
    ministry = Actor("SMI", Role.MINISTRY, "SMI")
    with opened.writing() as connection, new_revision(connection, at=NOW, by=ministry, act="edit") as revision:
        [(number, _)] = revision.add_items(Kind.MEASURE, [None])
        said = encode({"number": "99", "title": SECRET, "in_force": True, "lead": "SMI"})
        revision.state([NewStatement(number, STICHTAG, "edit", False, said)])


@pytest.fixture
def database(filled: Callable[[Fill], Database]) -> Database:
    """A plan that was reported twice."""
    return filled(_reported)
