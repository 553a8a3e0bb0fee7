"""A small plan in a database, and the people who report on it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from masterplan.actions.report import Reported, report
from masterplan.actions.rounds import open_round
from masterplan.domain.access import Actor, Role
from masterplan.domain.plan import Kind
from masterplan.store import reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.writing import NewStatement, new_revision

STAND = date(2021, 3, 31)
STICHTAG = date(2021, 6, 30)
NOW = datetime(2021, 7, 5, 10, tzinfo=UTC)
"""When people report: after the Stichtag of the round they are asked in."""
TODAY = NOW.date()

CHANCELLERY = Actor("Staatskanzlei", Role.CHANCELLERY)
SMI = Actor("Koordination SMI", Role.MINISTRY, "SMI")
SMK = Actor("Koordination SMK", Role.MINISTRY, "SMK")
LEIPZIG = Actor("Koordination Leipzig", Role.MUNICIPAL, "L")
CABINET = Actor("Kabinett", Role.CABINET)

MEASURE: Mapping[str, Any] = {
    "number": "1", "title": "Akte", "lead": "SMI", "status": "in_progress", "progress": 0.4, "due_on": "2021-12-31",
    "forecast_on": "2022-03-31", "reported_light": "yellow", "remark": "Vergabe läuft", "goals": ["Z1"],
}  # fmt: skip
_keys = (f"form-{number}" for number in count())


def form_key() -> str:
    """The key of a form just drawn."""
    return next(_keys)


def plan(database: Database, *items: Mapping[str, Any], kind: Kind = Kind.MEASURE, on: date = STAND) -> list[str]:
    """Items that a file of the Staatskanzlei stated on a day, released; gives their keys."""
    at = datetime.combine(on, datetime.min.time(), UTC).replace(hour=12)
    with database.writing() as connection, new_revision(connection, at=at, by=CHANCELLERY, act="file") as opened:
        made = opened.add_items(kind, [None] * len(items))
        opened.state(
            [
                NewStatement(number, on, "file", True, encode({"in_force": True, **values}), row=row)
                for row, ((number, _), values) in enumerate(zip(made, items, strict=True), start=2)
            ]
        )
    return [key for _, key in made]


def measure(**values: Any) -> dict[str, Any]:
    """A measure of the SMI; ``values`` replace single fields."""
    return {**MEASURE, **values}


def sent(database: Database, key: str, by: Actor = SMI, at: datetime = NOW, **texts: str) -> Reported:
    """A report as somebody sends it from a form drawn just now."""
    seen = reading.data_revision(database)
    return report(database, key=key, entries=texts, by=by, at=at, form_key=form_key(), seen=seen)


def sent_in(
    database: Database, round: int, key: str, by: Actor = SMI, at: datetime = NOW, **texts: str
) -> Reported:
    """As `sent`, for a round."""
    seen = reading.data_revision(database)
    return report(database, key=key, entries=texts, by=by, at=at, form_key=form_key(), seen=seen, round=round)


def stated(
    database: Database, key: str, stichtag: date = TODAY, audience: str = "all", at: datetime = NOW
) -> dict[str, Any]:
    """The item's values at a cut."""
    cut = reading.cut(database, stichtag, at.replace(year=at.year + 1), audience)
    return next((dict(one.values) for items in cut.items.values() for one in items if one.key == key), {})


def asked_round(database: Database) -> int:
    """A round that asks the SMI and the SMK for the state at the Stichtag, opened the day before."""
    return open_round(
        database, title="II/2021", stichtag=STICHTAG, due_on=STICHTAG + timedelta(days=15), bodies=["SMI", "SMK"],
        by=CHANCELLERY, at=NOW - timedelta(days=1), form_key=form_key(),
    )  # fmt: skip
