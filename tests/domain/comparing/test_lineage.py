"""Totals under the old and the new cut of Ressorts agree, whenever and under whatever name the items were reported."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.bodies import body_at, plan_owners
from masterplan.domain.plan import Kind
from tests.builders import bodies, cut, measure, totals_under

DAYS = [date(2018, 6, 30), date(2019, 3, 19), date(2019, 12, 20), date(2021, 12, 31), date(2025, 1, 31)]


@pytest.mark.parametrize(
    ("reported", "on", "old", "new"),
    [
        ("SMUL", DAYS[1], "SMUL", "SMEKUL"),
        ("SMEKUL", DAYS[3], "SMUL", "SMEKUL"),
        ("SMJus", DAYS[1], "SMJus", "SMJusDEG"),
        ("SMI", DAYS[1], "SMI", "SMI"),
        ("SMR", DAYS[2], "SMR", "SMR"),  # new in 2019: nobody bore its name before
        (None, DAYS[1], None, None),
    ],
)
def test_item_counts_under_the_name_its_ressort_bears(
    reported: str | None, on: date, old: str | None, new: str | None
) -> None:
    one = cut(measure(1, lead=reported, on=on), stichtag=DAYS[3])
    assert totals_under(one, Kind.MEASURE, DAYS[1]) == {old: 1}
    assert totals_under(one, Kind.MEASURE, DAYS[3]) == {new: 1}


@st.composite
def reports(draw: st.DrawFn) -> list[tuple[str | None, date]]:
    """By whom and when some measures were reported: a Ressort of that day, or nobody."""
    found = []
    for on in draw(st.lists(st.sampled_from(DAYS), max_size=8)):
        keys = [None, *(owner.key for owner in plan_owners(bodies(), on))]
        found.append((draw(st.sampled_from(keys)), on))
    return found


@settings(max_examples=40, deadline=None)
@given(told=reports(), first=st.sampled_from(DAYS), second=st.sampled_from(DAYS))
def test_totals_agree_and_each_line_keeps_its_own(
    told: list[tuple[str | None, date]], first: date, second: date
) -> None:
    one = cut(*(measure(number, lead=key, on=on) for number, (key, on) in enumerate(told)), stichtag=DAYS[-1])
    old, new = totals_under(one, Kind.MEASURE, first), totals_under(one, Kind.MEASURE, second)
    assert sum(old.values()) == sum(new.values()) == len(told)
    assert old.get(None, 0) == new.get(None, 0) == sum(key is None for key, _ in told)
    # Each total of the new cut is made of whole totals of the old one, or the other way round: nothing is torn apart.
    for key, on in told:
        if key is not None:
            at_first, at_second = (body_at(bodies(), key, on, day) for day in (first, second))
            assert at_first is not None
            assert at_second is not None
            assert old[at_first.key] == sum(
                there is not None
                and (other := body_at(bodies(), there, then, first)) is not None
                and other.key == at_first.key
                for there, then in told
            )
            assert new[at_second.key] >= 1
