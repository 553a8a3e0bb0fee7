"""The bridge between two counting rules: which services fall away (or come in) at each step, by name."""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from masterplan.domain.counting import RULES, Rule
from masterplan.domain.three_valued import NO, UNKNOWN, YES
from masterplan.domain.view import PlanView


class NoBridge(ValueError):
    """There is no way between two rules that goes step by step: they count different units, or one does not exist."""


@dataclass(frozen=True)
class Step:
    """From one rule to the next: what the step asks, and the keys of the services it moves.

    ``before`` and ``after`` are the confirmed numerators; ``after = before - fallen - doubtful + added`` in numbers.
    ``fallen``: confirmed before, refuted now. ``doubtful``: confirmed before, unknown now. ``added``: confirmed now,
    not before (on the way back to a milder rule). ``excluded``: unknown before, refuted now; they lower the upper
    bound, as ``readmitted`` (refuted before, unknown now) raise it.
    """

    from_rule: str
    to_rule: str
    sentence: str
    before: int
    after: int
    upper_before: int
    upper_after: int
    fallen: tuple[str, ...]
    doubtful: tuple[str, ...]
    added: tuple[str, ...]
    excluded: tuple[str, ...]
    readmitted: tuple[str, ...]


def bridge(view: PlanView, from_rule: str, to_rule: str) -> list[Step]:
    """The steps from one rule to another, over the mildest rule that contains both. Raises `NoBridge`.

    No step is empty of meaning: from a rule to itself there are none.
    """
    path = _path(from_rule, to_rule)
    states = {rule: RULES[rule].states(view) for rule in path}
    return [_step(RULES[one], RULES[two], states[one], states[two]) for one, two in pairwise(path)]


def _path(from_rule: str, to_rule: str) -> list[str]:
    up, down = _milder(from_rule), _milder(to_rule)
    common = next((rule for rule in up if rule in down), None)
    if common is None:
        raise NoBridge(f"Von „{from_rule}“ zu „{to_rule}“ führt keine Brücke: Sie zählen verschiedene Einheiten.")
    return [*up[: up.index(common)], *reversed(down[: down.index(common) + 1])]


def _milder(rule: str) -> list[str]:
    """The rule, then the one it lies within, and so on."""
    if rule not in RULES:
        raise NoBridge(f"Eine Zählweise „{rule}“ gibt es nicht.")
    within = RULES[rule].within
    return [rule, *(_milder(within) if within else [])]


def _step(one: Rule, two: Rule, before: pd.Series, after: pd.Series) -> Step:
    def keys(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[str, ...]:
        return tuple(before.index[before.isin(first) & after.isin(then)])

    stricter = two.within == one.id
    return Step(
        one.id,
        two.id,
        two.step if stricter else f"Es entfällt die Bedingung: {one.step}",
        int(before.eq(YES).sum()),
        int(after.eq(YES).sum()),
        int(before.ne(NO).sum()),
        int(after.ne(NO).sum()),
        fallen=keys((YES,), (NO,)),
        doubtful=keys((YES,), (UNKNOWN,)),
        added=keys((UNKNOWN, NO), (YES,)),
        excluded=keys((UNKNOWN,), (NO,)),
        readmitted=keys((NO,), (UNKNOWN,)),
    )
