"""The difference of a figure falls into corrections, late reports, scope, progress and rule, without remainder."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.as_of import Stated
from masterplan.domain.comparing.attribution import Attribution, FigureName, attributions, exact
from masterplan.domain.comparing.between import Between, Step, by_key
from masterplan.domain.progress import Figure, figures
from masterplan.domain.view import Cut, build
from tests.builders import cut, service
from tests.domain.logs import Log, between_of, cut_of, logs, points, said

STEPS = [Step.CORRECTIONS, Step.LATE, Step.SCOPE, Step.PROGRESS, Step.RULE]


def parts(found: Attribution) -> dict[Step, int]:
    """The steps that add something to a count."""
    return {part.step: int(part.value) for part in found.parts if part.value}


COMPLETED, STARTED = {"status": "completed"}, {"status": "in_progress"}


@pytest.mark.parametrize(
    ("log", "figure", "expected"),
    [
        ([said(1, 0, **STARTED), said(2, 0, **COMPLETED)], "measures.completed", {Step.CORRECTIONS: 1}),
        ([said(1, 0, title="A"), said(2, 0, **COMPLETED)], "measures.completed", {Step.LATE: 1}),
        ([said(1, 0, **STARTED), said(2, 1, **COMPLETED)], "measures.completed", {Step.LATE: 1}),
        ([said(1, 0, **STARTED), said(2, 3, **COMPLETED)], "measures.completed", {Step.PROGRESS: 1}),
        ([said(1, 0, **STARTED), said(1, 3, **COMPLETED)], "measures.completed", {Step.PROGRESS: 1}),
        ([said(2, 3, **COMPLETED)], "measures.completed", {Step.SCOPE: 1}),
        ([said(2, 2, **STARTED), said(2, 3, **COMPLETED)], "measures.completed", {Step.PROGRESS: 1}),
        ([said(2, 2, **STARTED), said(2, 3, **COMPLETED)], "measures.total", {Step.SCOPE: 1}),
        ([said(1, 0, **COMPLETED), said(2, 3, in_force=False)], "measures.completed", {Step.SCOPE: -1}),
        ([said(1, 0, **COMPLETED), said(2, 3, status="dropped")], "measures.total", {Step.SCOPE: -1}),
        ([said(1, 0, **COMPLETED), said(2, 0, in_force=False)], "measures.total", {Step.CORRECTIONS: -1}),
        ([said(2, 0, **COMPLETED)], "measures.total", {Step.LATE: 1}),
        (
            [said(1, 0, **STARTED), said(2, 0, **COMPLETED), said(2, 3, **STARTED)],
            "measures.completed",
            {Step.CORRECTIONS: 1, Step.PROGRESS: -1},
        ),
        ([said(1, 0, due_on="2020-08-31", **STARTED)], "measures.overdue", {Step.PROGRESS: 1}),  # time passes
    ],
)
def test_difference_falls_into_the_step_that_caused_it(
    log: list[Stated], figure: str, expected: dict[Step, int]
) -> None:
    found = attributions(between_of({"measure/1": log}, (1, 1), (3, 2)), "bund-2020")[figure, None, None]
    assert parts(found) == expected


def test_first_of_two_new_statements_for_a_day_makes_neither_a_correction() -> None:
    log = {"measure/1": [said(1, 0, title="A"), said(2, 1, **STARTED), said(3, 1, **COMPLETED)]}
    assert parts(attributions(between_of(log, (1, 1), (1, 3)))["measures.completed", None, None]) == {Step.LATE: 1}


def test_knowledge_can_also_go_backwards() -> None:
    log = {"measure/1": [said(1, 0, **STARTED), said(2, 0, **COMPLETED)], "measure/2": [said(2, 0, **COMPLETED)]}
    found = attributions(between_of(log, (1, 2), (1, 1)))["measures.completed", None, None]
    assert parts(found) == {Step.CORRECTIONS: -1, Step.LATE: -1}


def test_an_earlier_day_can_be_the_second() -> None:
    left = [said(1, 0, **STARTED), said(1, 1, **COMPLETED), said(1, 3, in_force=False)]
    done = [said(1, 0, **STARTED), said(1, 3, **COMPLETED)]
    found = attributions(between_of({"measure/1": left, "measure/2": done}, (4, 1), (0, 1)))
    assert parts(found["measures.total", None, None]) == {Step.SCOPE: 1}
    # Seen backwards the one comes in as it was when it left, completed, and then both are begun only.
    assert parts(found["measures.completed", None, None]) == {Step.SCOPE: 1, Step.PROGRESS: -2}


def test_another_rule_is_the_last_step() -> None:
    one = cut(service(1, maturity=2.0), service(2, maturity=3.0), service(3, maturity=0.0))
    found = attributions(Between(one, one, one, {}), "bund-2020", "ozg-reifegrad-3")
    online = found["services.online", "bund-2020", None]
    assert [part.value for part in online.parts] == [0, 0, 0, 0, Fraction(-1, 3)]
    assert (online.parts[-1].left, online.parts[-1].numerator) == (("service/1",), -1)
    assert online.second.rule == "ozg-reifegrad-3"


def test_share_below_the_minimum_coverage_gives_numerators_only() -> None:
    log = {"service/1": [said(1, 0, ozg_id="1"), said(2, 3, maturity=3.0)]}
    found = attributions(between_of(log, (0, 1), (3, 2)), "bund-2020")["services.online", "bund-2020", None]
    assert found.difference is None
    assert [(part.value, part.numerator) for part in found.parts] == [(None, 0)] * 3 + [(None, 1), (None, 0)]


def test_empty_plan_differs_in_nothing() -> None:
    for found in attributions(between_of({}, (0, 1), (3, 2))).values():
        assert not any(part.value or part.entered for part in found.parts)


def test_group_that_appears_counts_from_nothing() -> None:
    log = {"measure/1": [said(2, 3, lead="SMI", **COMPLETED)]}
    found = attributions(between_of(log, (1, 1), (3, 2)), by="ministry")
    assert parts(found["measures.total", None, "SMI"]) == {Step.SCOPE: 1}


def by_name(at: Cut) -> dict[FigureName, Figure]:
    return {(figure.id, figure.rule, figure.group): figure for figure in figures(build(at), ["bund-2020"])}


@settings(max_examples=8, deadline=None)
@given(log=logs(), first=points, second=points, audience=st.sampled_from(["all", "released"]))
def test_parts_add_up_exactly(log: Log, first: tuple[int, int], second: tuple[int, int], audience: str) -> None:
    one = between_of(log, first, second, audience)
    before, after = by_name(one.first), by_name(one.second)
    for name, found in attributions(one, "bund-2020").items():
        assert [part.step for part in found.parts] == STEPS
        assert (found.first, found.second) == (before[name], after[name])
        if found.difference is None:
            assert None in (before[name].value, after[name].value)
            continue
        assert found.difference == (exact(after[name]) or 0) - (exact(before[name]) or 0)
        hundredths = found.rounded(100)
        assert hundredths is not None
        assert abs(sum(hundredths) - found.difference * 100) <= 1
        if found.first.unit == "count":
            assert all(len(part.entered) - len(part.left) == part.value for part in found.parts)


def moved(one: Between) -> set[Step]:
    """The steps in which any item differs; where none does and the Stichtag stays, no figure can."""
    reached = list(one.cuts.items())
    items = [by_key(at) for _, at in reached]
    return {reached[at][0] for at in range(1, len(reached)) if items[at] != items[at - 1]}


@settings(max_examples=50, deadline=None)
@given(log=logs(), first=points, second=points)
def test_what_became_known_of_the_same_day_is_correction_or_late_report(
    log: Log, first: tuple[int, int], second: tuple[int, int]
) -> None:
    assert moved(between_of(log, first, (first[0], second[1]))) <= {Step.CORRECTIONS, Step.LATE}


@settings(max_examples=50, deadline=None)
@given(log=logs(), first=points, second=points)
def test_with_equal_knowledge_there_is_only_scope_and_progress(
    log: Log, first: tuple[int, int], second: tuple[int, int]
) -> None:
    assert moved(between_of(log, first, (second[0], first[1]))) <= {Step.SCOPE, Step.PROGRESS}


def newer(log: Log, revision: int, *, stated: bool) -> Log:
    """The log with only those newer fields of which, for their day, something (or nothing) was stated before."""
    kept = {}
    for key, statements in log.items():
        known = {(one.effective_on, name) for one in statements if one.revision <= revision for name in one.fields}
        kept[key] = [
            one
            if one.revision <= revision
            else replace(
                one, fields={n: v for n, v in one.fields.items() if ((one.effective_on, n) in known) == stated}
            )
            for one in statements
        ]
        kept[key] = [one for one in kept[key] if one.fields]
    return kept


@settings(max_examples=50, deadline=None)
@given(log=logs(), on=st.integers(0, 5), revision=st.integers(1, 6), pure_corrections=st.booleans())
def test_pure_corrections_and_pure_late_reports_land_in_their_own_step(
    log: Log, on: int, revision: int, pure_corrections: bool
) -> None:
    pure = newer(log, revision, stated=pure_corrections)
    assert moved(between_of(pure, (on, revision), (on, 6))) <= {Step.CORRECTIONS if pure_corrections else Step.LATE}


@settings(max_examples=50, deadline=None)
@given(log=logs(), first=points, second=points)
def test_steps_begin_and_end_at_the_two_cuts(log: Log, first: tuple[int, int], second: tuple[int, int]) -> None:
    reached = between_of(log, first, second).cuts
    assert by_key(reached[Step.START]) == by_key(cut_of(log, *first))
    assert by_key(reached[Step.LATE]) == by_key(cut_of(log, first[0], second[1]))
    assert by_key(reached[Step.PROGRESS]) == by_key(cut_of(log, *second))
