"""Errata of an issued briefing: what it said, and what it would say of the same Stichtag with what is known now."""

from collections.abc import Iterable

from masterplan.briefings.comparison import Difference, differences
from masterplan.briefings.content import Briefing
from masterplan.domain.briefing_material import Erratum
from masterplan.vocabulary import NO_VALUE

_STRONGER = {"figure": 0, "row": 0, "cell": 0, "point": 1, "sentence": 2}
"""Points of a drawing and sentences follow from figures and cells: they are listed where nothing stronger is."""


def errata(issued: Briefing, now: Briefing, briefing: str, first: int = 1) -> list[Erratum]:
    """Numbered from ``first``: each value with what the briefing (by its name) said and what is right, and why.

    ``now`` is the content at the same Stichtag, compared with the same earlier briefing, with a later knowledge. Every
    section that would read differently has at least one entry.
    """
    found = _telling(differences(issued, now))
    return [
        Erratum(
            number=number, briefing=briefing, subject=f"{one.section}: {one.subject}" if _adds(one) else one.subject,
            old=one.before or NO_VALUE, new=one.after or NO_VALUE, reason=one.reason,
        )
        for number, one in enumerate(found, first)
    ]  # fmt: skip


def _adds(one: Difference) -> bool:
    return one.section != one.subject


def _telling(found: Iterable[Difference]) -> list[Difference]:
    kept = list(found)
    strongest: dict[str, int] = {}
    for one in kept:
        strongest[one.section] = min(_STRONGER[one.what], strongest.get(one.section, 2))
    return [one for one in kept if _STRONGER[one.what] == strongest[one.section]]
