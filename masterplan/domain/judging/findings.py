"""Plausibility of what is reported: what the published checks find in the plan at a Stichtag.

A finding accuses nobody and changes nothing: it asks for a statement, which is then shown beside the light.
"""

from dataclasses import dataclass

from masterplan.domain.courses import Courses
from masterplan.domain.judging.cases import plan_of
from masterplan.domain.judging.plausibility import CHECKS, Tone
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.view import PlanView


@dataclass(frozen=True)
class Finding:
    """One finding. The first of ``keys`` is the item it is about (or of P8 all items of the Ressort)."""

    number: str
    tone: Tone
    keys: tuple[str, ...]
    reason: str


def findings(view: PlanView, courses: Courses, settings: Settings = DEFAULTS) -> list[Finding]:
    """All findings of the checks that are switched on, in order of the checks, then of keys."""
    plan = plan_of(view, courses, settings)
    checks = [check for check in CHECKS if check.number not in settings.switched_off]
    return [
        Finding(check.number, check.tone, keys, reason)
        for check in checks
        for keys, reason in sorted(check.find(plan, settings))
    ]


def published_checks(settings: Settings = DEFAULTS) -> list[tuple[str, str, bool]]:
    """Number, German sentence and whether it is switched on, of every check."""
    return [(one.number, settings.fill(one.sentence), one.number not in settings.switched_off) for one in CHECKS]
