"""Why a key figure differs between two cuts: its parts, step by step, which add up exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

from masterplan.domain.comparing.between import STEP_SENTENCES, Between, Step
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import PlanView

FigureName = tuple[str, str | None, str | None]
"""A figure's id, counting rule and group."""


@dataclass(frozen=True)
class Part:
    """What one step adds to a figure.

    ``value``, ``numerator`` and ``denominator`` are differences (None: the figure has none at one of the ends);
    ``entered`` and ``left`` are the items counted only after and only before the step: for a count, their numbers
    differ by just ``value``.
    """

    step: Step
    value: Fraction | None
    numerator: int | None
    denominator: int | None
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Attribution:
    """The difference of a figure between two cuts and its parts, one per step, in order."""

    first: Figure
    second: Figure
    parts: tuple[Part, ...]

    @property
    def difference(self) -> Fraction | None:
        """The sum of the parts; None where the figure cannot be given at one of the ends."""
        values = [part.value for part in self.parts]
        return None if None in values else sum((value for value in values if value is not None), Fraction(0))

    def rounded(self, factor: int) -> list[int] | None:
        """The parts in whole units (``factor`` 100: percentage points), rounded so that they still add up.

        What is rounded is the figure after each step; the parts are the differences.
        """
        if self.difference is None:
            return None
        reached = [exact(self.first) or Fraction(0)]
        for part in self.parts:
            reached.append(reached[-1] + (part.value or 0))
        whole = [floor(value * factor + Fraction(1, 2)) for value in reached]
        return [after - before for before, after in pairwise(whole)]

    def as_json(self) -> dict[str, object]:
        """The attribution for other programs, with the sentence of each step."""
        return {
            "id": self.first.id,
            "group": self.first.group,
            "first": self.first.as_json(),
            "second": self.second.as_json(),
            "parts": [
                {
                    "step": str(part.step),
                    "definition": STEP_SENTENCES[part.step],
                    "value": None if part.value is None else float(part.value),
                    "numerator": part.numerator,
                    "denominator": part.denominator,
                    "entered": list(part.entered),
                    "left": list(part.left),
                }
                for part in self.parts
            ],
        }


def attributions(
    between: Between, rule: str | None = None, then_rule: str | None = None, by: str | None = None
) -> dict[FigureName, Attribution]:
    """Every figure's attribution. With ``then_rule`` the shares are counted by ``rule`` first, by the other at last."""
    return of_views(between.views, rule, then_rule, by)


def of_views(
    views: Mapping[Step, PlanView], rule: str | None = None, then_rule: str | None = None, by: str | None = None
) -> dict[FigureName, Attribution]:
    """The attributions from the views after each step, so that these are built once only."""
    distinct = {id(view): view for view in views.values()}
    asked = None if rule is None else [rule]
    computed = {number: _by_name(figures(view, asked, by)) for number, view in distinct.items()}
    reached = {step: computed[id(view)] for step, view in views.items()}
    reached[Step.RULE] = reached[Step.PROGRESS]
    if then_rule is not None:
        found = figures(views[Step.PROGRESS], [then_rule], by)
        # Under the name they have by the first rule, so that they meet.
        reached[Step.RULE] = {(one.id, rule if one.rule else None, one.group): one for one in found}
    names = dict.fromkeys(name for found in reached.values() for name in found)
    return {name: _attribution(_course(name, reached)) for name in names}


def _by_name(found: Iterable[Figure]) -> dict[FigureName, Figure]:
    return {(figure.id, figure.rule, figure.group): figure for figure in found}


def _course(name: FigureName, reached: Mapping[Step, Mapping[FigureName, Figure]]) -> dict[Step, Figure]:
    """One figure after each step; where a group has no items yet or any more, it counts nothing."""
    one = next(found[name] for found in reached.values() if name in found)
    nothing = replace(
        one,
        **dict.fromkeys(("value", "lower", "upper"), None if one.unit in ("share", "days") else 0),
        **dict.fromkeys(("numerator", "denominator"), 0 if one.unit == "share" else None),
        coverage=None,
        keys=(),
        unknown_keys=(),
    )
    return {step: found.get(name, nothing) for step, found in reached.items()}


def _attribution(course: Mapping[Step, Figure]) -> Attribution:
    first, second = course[Step.START], course[Step.RULE]
    given = first.value is not None and second.value is not None
    steps = list(course.items())
    values = _carried([exact(figure) for _, figure in steps])
    parts = []
    for at in range(1, len(steps)):
        (_, before), (step, after) = steps[at - 1], steps[at]
        parts.append(
            Part(
                step,
                values[at] - values[at - 1] if given else None,
                _difference(before.numerator, after.numerator),
                _difference(before.denominator, after.denominator),
                _only_in(after, before),
                _only_in(before, after),
            )
        )
    return Attribution(first, second, tuple(parts))


def exact(figure: Figure) -> Fraction | None:
    """A figure's value as a fraction; a share also where its coverage is too low for it to be shown."""
    if figure.unit == "share":
        return Fraction(figure.numerator or 0, figure.denominator) if figure.denominator else None
    return None if figure.value is None else Fraction(figure.value)


def _carried(values: Sequence[Fraction | None]) -> list[Fraction]:
    """A step after which the figure cannot be computed leaves it as it was; its part falls to the next that can."""
    found: list[Fraction] = []
    for value in values:
        found.append(value if value is not None else found[-1] if found else Fraction(0))
    return found


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _only_in(one: Figure, other: Figure) -> tuple[str, ...]:
    others = set(other.keys)
    return tuple(key for key in one.keys if key not in others)
