"""What in one report cannot hold together, said in one German sentence each; asked of a file's row and of a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from masterplan.domain.plan import Status
from masterplan.vocabulary import STATUSES, day

CLOSED = (Status.COMPLETED, Status.DROPPED, Status.SUSPENDED, Status.PERMANENT)
EXPLAINED = (Status.DELAYED, Status.SUSPENDED, Status.DROPPED)
"""A status that nobody understands without a reason."""


def achieved_later(values: Mapping[str, Any], stand: date) -> str | None:
    """A day of achievement after the Stand: a coming day is a plan, no achievement. Days are ISO texts."""
    achieved_on = values.get("achieved_on")
    if not isinstance(achieved_on, str) or achieved_on <= stand.isoformat():
        return None
    what = "abgeschlossen" if values.get("status") == Status.COMPLETED else "erreicht"
    on = day(date.fromisoformat(achieved_on))
    return f"Als {what} am {on} gemeldet, der Stand ist aber der {day(stand)}."


def reason_missing(values: Mapping[str, Any], stand: date) -> str | None:
    """What is delayed, suspended, dropped, or open beyond its planned date asks for a reason."""
    if values.get("reason"):
        return None
    status, due_on = values.get("status"), values.get("due_on")
    if status in EXPLAINED:
        return f"Zum Status „{STATUSES[status]}“ gehört eine Begründung."
    is_open = status not in CLOSED and not values.get("achieved_on")
    if is_open and isinstance(due_on, str) and due_on < stand.isoformat():
        on = day(date.fromisoformat(due_on))
        return f"Der Plantermin {on} ist verstrichen: Bitte begründen Sie, warum es noch nicht fertig ist."
    return None


@dataclass(frozen=True)
class Demand:
    """A rule that a report must keep: the field beside which its sentence stands, and the fields it looks at."""

    field: str
    looks_at: frozenset[str]
    judge: Callable[[Mapping[str, Any], date], str | None]
    code: str


DEMANDS = (
    Demand("achieved_on", frozenset({"achieved_on"}), achieved_later, "contradiction"),
    Demand("reason", frozenset({"reason", "status", "achieved_on"}), reason_missing, "value-missing"),
)
"""What a form demands before it is saved. What else looks odd is a finding (`plausibility`): told, not refused."""
