"""The plan as somebody needs it to report or to lead a round: with what is not released yet of their items."""

from datetime import date, datetime

from masterplan.actions.offered import Offered
from masterplan.actions.tasks import Database, OwnPlan, own_plan
from masterplan.domain.access import Actor
from masterplan.pages.parts.kept import kept


def plan_for(offered: Offered, on: date) -> OwnPlan:
    """The plan at the day that reports speak of, with all that is known now, whatever the side shows."""
    assert offered.database is not None
    return _plan_for(offered.database, offered.revision, offered.actor, on, offered.now)


@kept(entries=32, words="Die Aufgaben werden zusammengestellt …")
def _plan_for(_database: Database, revision: int, actor: Actor, on: date, _now: datetime) -> OwnPlan:
    return own_plan(_database, by=actor, on=on, at=_now)
