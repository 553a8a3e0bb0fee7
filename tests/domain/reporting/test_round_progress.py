"""What a round still lacks, body by body."""

from datetime import date

import pytest

from masterplan.domain.reporting.round_progress import lacking, owing, progress, without_body
from masterplan.domain.reporting.rounds import State
from tests.builders import measure, milestone, view

PLAN = view(
    measure(1, status="in_progress", due_on="2020-12-31", reported_light="green"), measure(2, status="completed"),
    milestone(3), measure(4, status="dropped"), measure(5, lead="SMK", status="completed"), measure(6, lead="SMF"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "owed", "came", "lacks"),
    [
        ([], 2, 0, 2),
        (["milestone/3"], 2, 1, 1),
        (["measure/1", "milestone/3"], 2, 2, 0),
        (["measure/2"], 3, 1, 2),  # said to be done in this round: it was owed, and it came
        (["measure/1", "measure/2", "milestone/3", "measure/4"], 4, 4, 0),
        (["measure/6"], 2, 0, 2),  # somebody else's
    ],
)
def test_what_came_is_counted_also_where_it_says_that_nothing_more_is_to_come(
    reported: list[str], owed: int, came: int, lacks: int
) -> None:
    (row,) = progress(PLAN, {"SMI": State.IN_WORK}, reported).to_dict("records")
    assert (row["owed"], row["reported"], row["lacking"]) == (owed, came, lacks)
    assert (row["contradictory"], row["overdue"]) == (1, 1)
    assert len(lacking(PLAN, reported).get("SMI", [])) == lacks


def test_those_who_owe_a_report_are_asked_in_official_order() -> None:
    assert owing(PLAN) == [body for body in PLAN.bodies.index if body in ("SMI", "SMF")]
    asked = dict.fromkeys(["SMF", "SMI", "nowhere"], State.REQUESTED)
    assert progress(PLAN, asked, ())["body"].tolist() == [*owing(PLAN), "nowhere"]


def test_what_nobody_can_be_asked_about_is_named() -> None:
    items = [measure(1, lead=None), measure(2, lead="SMR"), measure(3, lead="SMR", status="completed"), milestone(4)]
    assert without_body(view(*items)) == ["measure/1"]
    later = view(*items, stichtag=date(2026, 1, 1))  # the SMR is no more, and nobody took over all of it
    assert without_body(later) == ["measure/1", "measure/2"]
    assert owing(later) == ["SMI"]
