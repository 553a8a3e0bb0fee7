"""A workbook that was handed out to a Ressort: which plan it shows."""

from dataclasses import dataclass
from datetime import date, datetime

from masterplan.domain.plan import Kind, Part

SHOWN = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE)
"""The kinds of items that a workbook shows, or offers to choose from."""


@dataclass(frozen=True)
class Export:
    """Its ``number`` stands in the workbook; ``part`` None: all parts that a Ressort reports on.

    It shows the plan at ``stichtag`` as known at ``revision``, which was recorded at ``recorded_at``.
    """

    number: str
    ministry: str
    part: Part | None
    stichtag: date
    revision: int
    recorded_at: datetime
