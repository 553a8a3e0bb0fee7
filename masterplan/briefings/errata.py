"""Errata of an issued briefing: what it said, and what it would say of the same Stichtag with what is known now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from masterplan.briefings.comparison import Difference, differences
from masterplan.briefings.content import Briefing
from masterplan.domain.cabinet.briefing_material import Erratum
from masterplan.vocabulary import NO_VALUE

_STRENGTH = {"figure": 0, "row": 0, "cell": 0, "point": 1, "sentence": 2}
"""Points of a drawing and sentences follow from figures and cells: they are listed where nothing stronger is."""


def errata(issued: Briefing, now: Briefing, briefing: str) -> list[Erratum]:
    """Numbered from 1: each value with what the briefing (by its name) said and what is right, and why.

    ``now`` is the content at the same Stichtag, compared with the same earlier briefing, with a later knowledge. Every
    section that would read differently has at least one entry.
    """
    return [
        Erratum(
            number, briefing, one.subject if one.section == one.subject else f"{one.section}: {one.subject}",
            one.before or NO_VALUE, one.after or NO_VALUE, one.reason,
        )
        for number, one in enumerate(_telling(differences(issued, now)), 1)
    ]  # fmt: skip


def not_yet_told(found: Sequence[Erratum], told: Sequence[Erratum]) -> list[Erratum]:
    """Those that no later briefing has listed yet, numbered on from the last that was."""
    known = {_said(one) for one in told}
    last = max((one.number for one in told), default=0)
    new = [one for one in found if _said(one) not in known]
    return [replace(one, number=number) for number, one in enumerate(new, last + 1)]


def _said(one: Erratum) -> tuple[str, str, str]:
    return (one.briefing, one.subject, one.new)


def _telling(found: Iterable[Difference]) -> list[Difference]:
    kept = list(found)
    strongest: dict[str, int] = {}
    for one in kept:
        strongest[one.section] = min(_STRENGTH[one.what], strongest.get(one.section, 2))
    return [one for one in kept if _STRENGTH[one.what] == strongest[one.section]]
