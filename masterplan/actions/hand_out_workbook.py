"""Handing out the pre-filled workbook of a Ressort: what was handed out is noted, so that it can come back."""

from datetime import date, datetime

from masterplan.actions.audit import EXPORT, refusals_noted
from masterplan.domain.access import Actor, Right, demand, own_names
from masterplan.domain.bodies import plan_owners
from masterplan.domain.plan import Part
from masterplan.domain.reporting.export import SHOWN, Export
from masterplan.domain.view import PlanView, build
from masterplan.store import audit, exports, reading
from masterplan.store.engine import Database
from masterplan.store.writing import account_id


class NoSuchMinistry(Exception):
    """No Ressort bears the key on that day; the text says in German which do."""


def hand_out_workbook(
    database: Database, *, ministry: str, stichtag: date, by: Actor, at: datetime, part: Part | None = None
) -> tuple[PlanView, Export]:
    """Notes that a workbook of the plan as it is known now goes to a Ressort; gives what it shows of the plan.

    That includes what is not yet released. Raises NotAllowed, NoSuchMinistry.
    """
    with refusals_noted(database, by=by, at=at, subject=ministry), database.writing() as connection:
        bodies = reading.bodies(connection)
        demand(by, Right.GET_WORKBOOK, {ministry}, own_names(by, bodies, stichtag))
        keys = [body.key for body in plan_owners(bodies, stichtag)]
        if ministry not in keys:
            raise NoSuchMinistry(
                f"Ein Ressort „{ministry}“ gibt es am {stichtag:%d.%m.%Y} nicht. Bekannt sind: {', '.join(keys)}."
            )
        account = account_id(connection, by)
        export = exports.hand_out(connection, ministry=ministry, part=part, stichtag=stichtag, at=at, account=account)
        detail = {"number": export.number, "revision": export.revision}
        audit.add_entry(connection, at=at, account=account, act=EXPORT, subject=ministry, detail=detail)
    known = reading.RevisionAt(export.revision, export.recorded_at)
    with database.reading() as connection:  # nobody waits for the lock while the plan is laid out
        return build(reading.cut_of(connection, stichtag, known, kinds=SHOWN)), export
