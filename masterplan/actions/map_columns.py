"""Saying by hand what the headings of a Ressort's files mean: remembered, and used for all its later files."""

from datetime import datetime

from masterplan.actions.audit import refusals_noted
from masterplan.domain.access import Actor, Right, demand, own_names
from masterplan.domain.plan import Part
from masterplan.store import audit, column_mapping, reading
from masterplan.store.column_mapping import EVERY, Headings
from masterplan.store.engine import Database
from masterplan.store.writing import account_id
from masterplan.vocabulary import BERLIN

MAPPING = "mapping"


def map_columns(
    database: Database, *, ministry: str | None, part: Part, headings: Headings, by: Actor, at: datetime
) -> None:
    """Keeps the meaning of headings for a Ressort (None: for every Ressort). Raises NotAllowed."""
    with refusals_noted(database, by=by, at=at, subject=ministry), database.writing() as connection:
        own = own_names(by, reading.bodies(connection), at.astimezone(BERLIN).date())
        demand(by, Right.IMPORT, {ministry}, own)
        account = account_id(connection, by)
        column_mapping.put(
            connection, ministry=ministry or EVERY, part=part, headings=headings, account=account, at=at
        )
        detail = {"part": part, "headings": dict(headings)}
        audit.add_entry(connection, at=at, account=account, act=MAPPING, subject=ministry, detail=detail)
