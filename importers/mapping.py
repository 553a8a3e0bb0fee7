"""From a workbook to extracts: which sheets and columns carry which part of the plan."""

from collections.abc import Sequence
from datetime import date

from importers.extracts import Extract, IgnoredRow, RowTable
from importers.sheet import Workbook
from masterplan.domain.bodies import Body
from masterplan.domain.plan import Part

__all__ = ["Extract", "IgnoredRow", "RowTable", "recognise"]


def recognise(
    workbook: Workbook,
    *,
    part: Part | None = None,
    stand: date | None = None,
    ministry: str | None = None,
    bodies: Sequence[Body],
    today: date,
) -> list[Extract]:
    """What the workbook says: one extract per part and Ressort; at least one, which may hold nothing but errors.

    What the caller gives wins over what the file says. Next step: ``importers.validation.validate(extract)``.
    """
    raise NotImplementedError
