"""What one entry of coverage counts as, how a changed course changes the steps, and what tables say of the counts."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.domain.plan import Reach
from masterplan.domain.services.availability import row_online
from masterplan.domain.services.coverage_counts import STATES, Standing, Steps, entry_state, last_steps, standing, steps
from masterplan.domain.services.coverage_sums import cumulated, less, month_end, total
from masterplan.domain.services.coverage_tables import by_ministry, merged, with_shares
from tests import builders

FIRST = date(2021, 1, 1)
ONLINE, OFFLINE = (Standing("99001", "14521", "municipality", state) for state in ("online", "offline"))
values = st.sampled_from([None, ONLINE, OFFLINE])
courses = st.dictionaries(st.integers(0, 6), values, max_size=5)


@pytest.mark.parametrize(("reach", "online"), [*product([None, *Reach], [None, True, False])])
def test_entry_is_online_by_the_rule_of_the_counting_rules(reach: Reach | None, online: bool | None) -> None:
    table = pd.DataFrame({"reach": pd.Series([reach], dtype=object), "online": pd.Series([online], dtype="boolean")})
    word = {1.0: "online", 0.5: "unknown", 0.0: "offline"}[row_online(table).iloc[0]]
    assert entry_state(None if reach is None else str(reach), online) == word


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"leika_key": "99001", "ozg_id": "10000", "ars": "145210010010", "online": True}, ONLINE),
        ({"ozg_id": "10000", "ars": "145210000000"}, Standing("10000", "14521", "county", "unknown")),
        (
            {"ozg_id": "10000", "ars": "140000000000", "in_force": False},
            Standing("10000", "14000", "state", "withdrawn"),
        ),
        ({"leika_key": "99001", "online": True}, None),
        ({"ars": "145210010010", "online": True}, None),
    ],
)
def test_entry_counts_under_its_service_its_place_and_what_it_says(
    fields: dict[str, object], expected: Standing | None
) -> None:
    assert standing(fields) == expected


def summed(found: Steps, until: int) -> dict[Standing, int]:
    """What the steps up to a day add up to."""
    counts: dict[Standing, int] = {}
    for (day, one), sign in found.items():
        if day <= FIRST + timedelta(until):
            counts[one] = counts.get(one, 0) + sign
    return {one: count for one, count in counts.items() if count}


@given(known=courses, told=st.dictionaries(st.integers(0, 6), values, min_size=1, max_size=4))
def test_steps_turn_the_known_course_into_the_one_now_told(
    known: dict[int, Standing | None], told: dict[int, Standing | None]
) -> None:
    def on(course: dict[int, Standing | None], day: int) -> Standing | None:
        return course[max(past)] if (past := [one for one in course if one <= day]) else None

    before = [(FIRST + timedelta(day), known[day]) for day in sorted(known)]
    found = steps(before, {FIRST + timedelta(day): value for day, value in told.items()})
    for day in range(8):
        was, now = on(known, day), on(known | told, day)
        expected = {} if was == now else {one: sign for one, sign in ((was, -1), (now, 1)) if one is not None}
        assert summed(found, day) == expected
    if len(told) == 1 and max([*known, -1]) < min(told):
        [(day, value)] = told.items()
        assert found == last_steps(before[-1][1] if before else None, FIRST + timedelta(day), value)


def test_running_sums_take_a_late_change_into_all_that_follow() -> None:
    days = [FIRST + timedelta(day) for day in range(4)]
    known = {days[0]: {"a": [1, 0]}, days[2]: {"a": [1, 0], "b": [0, 2]}}
    changed = cumulated(known, {days[1]: {"a": [-1, 0]}, days[3]: {"b": [1, 0]}})
    assert changed == {days[1]: {}, days[2]: {"b": [0, 2]}, days[3]: {"b": [1, 2]}}
    assert less(total([known[days[0]], known[days[2]]]), {"a": [2, 0]}) == {"b": [0, 2]}


@pytest.mark.parametrize(("day", "end"), [("2020-02-01", "2020-02-29"), ("2021-12-31", "2021-12-31")])
def test_month_ends_on_its_last_day(day: str, end: str) -> None:
    assert month_end(date.fromisoformat(day)) == date.fromisoformat(end)


def counts(*rows: tuple[str, str, int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["service", "level", *STATES])


def test_ressort_counts_what_its_services_count_at_the_stichtag() -> None:
    view = builders.view(
        builders.service("10000", ministry="SMI"), builders.service("10001", ministry="SK"),
        builders.leika("99001", "10000"), builders.leika("99002", "10000"),
    )  # fmt: skip
    table = by_ministry(
        counts(
            ("99001", "city", 1, 0, 0, 0), ("99002", "city", 2, 1, 0, 0), ("10001", "county", 0, 1, 1, 0),
            ("99009", "city", 1, 0, 0, 3),
        ),
        view,
    )  # fmt: skip
    assert list(table.itertuples(index=False, name=None)) == [
        ("SK", "county", 0, 1, 1, 0), ("SMI", "city", 3, 1, 0, 0), ("unknown", "city", 1, 0, 0, 3),
    ]  # fmt: skip


def test_share_has_bounds_and_is_missing_where_too_little_is_known() -> None:
    known = counts(("a", "city", 3, 5, 2, 9), ("b", "city", 3, 0, 2, 0), ("c", "city", 0, 0, 0, 4))
    table = with_shares(known)
    assert list(table["listed"]) == [10, 5, 0]
    np.testing.assert_array_equal(table["lower"], [0.3, np.nan, np.nan])
    np.testing.assert_array_equal(table["upper"], [0.5, np.nan, np.nan])
    np.testing.assert_array_equal(table["coverage"], [0.8, 0.6, np.nan])
    assert list(merged(known, ["level"])[list(STATES)].iloc[0]) == [6, 5, 4, 13]
