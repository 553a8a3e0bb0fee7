from datetime import UTC, date, datetime, timedelta

from masterplan.domain.comparing.change import ItemChange
from masterplan.domain.comparing.comparison import known_then, pairs, passing
from masterplan.domain.filters import Filters
from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from tests.builders import measure, service, source, view

BEFORE = date(2020, 12, 31)


def test_differences_are_those_of_the_values_as_shown() -> None:
    first = view(*[service(n, maturity=3.0 if n < 1 else 0.0) for n in range(3)])
    second = view(*[service(n, maturity=3.0 if n < 2 else 0.0) for n in range(3)], measure(1))
    found = {pair.name: pair for pair in pairs(figures(first), figures(second))}
    online = found["services.online:bund-2020"]
    assert (online.first.value, online.second.value) == (1 / 3, 2 / 3)
    assert online.difference == 0.334  # 33,3 to 66,7
    assert found["measures.total"].difference == 1


def test_what_is_not_known_at_one_end_has_no_difference() -> None:
    found = {pair.name: pair for pair in pairs(figures(view()), figures(view(service(1, maturity=3.0))))}
    assert found["services.online:bund-2020"].difference is None


def test_what_was_known_then_ends_before_the_first_file_with_a_later_stand() -> None:
    came_at = datetime(2021, 7, 5, tzinfo=UTC)
    plan = view(
        sources=[
            source("alt.xlsx", BEFORE, recorded_at=datetime(2021, 1, 15, tzinfo=UTC)),
            source("nach.xlsx", BEFORE, recorded_at=datetime(2021, 9, 1, tzinfo=UTC)),
            source("neu.xlsx", date(2021, 6, 30), recorded_at=came_at),
        ]
    )
    assert known_then(plan, BEFORE) == came_at - timedelta(microseconds=1)
    assert known_then(plan, date(2021, 6, 30)) == plan.known_by


def test_changes_pass_if_the_item_passes_at_one_of_the_two_stichtage() -> None:
    first, second = view(measure(1, lead="SMI"), measure(2, lead="SMK")), view(measure(1, lead="SMK"))
    changes = [ItemChange(Kind.MEASURE, f"measure/{n}", str(n), "", (), ()) for n in (1, 2, 3)]
    kept = passing(changes, [first, second], Filters(ministries=("SMI",)))
    assert [one.key for one in kept] == ["measure/1"]
    assert passing(changes, [first, second], Filters()) == changes
