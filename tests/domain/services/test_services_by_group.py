import pytest

from masterplan.domain.services.services_by_group import (
    best_grades,
    maturity_by_theme,
    median_share,
    rule_shares,
    rule_states,
    shares_by_group,
)
from masterplan.domain.view import PlanView
from tests.builders import leika, service, view


def _plan() -> PlanView:
    return view(
        service(1, theme="Umwelt", ministry="SMI", maturity=0.0),
        service(2, theme="Bildung", ministry="SK", maturity=4.0),
        service(3, theme="Arbeit", ministry="SMI"),
        service(4, ministry="SMI", maturity=3.0),
        leika(11, 1, 2.0, type=["2/3"]),
        leika(12, 1, 3.0, type=["4"]),
        leika(21, 2, type=["2/3"]),
    )


def test_the_best_grade_of_a_bundle_is_that_of_its_services_and_its_own_only_without_them() -> None:
    assert best_grades(_plan()).fillna(-1).tolist() == [3.0, 4.0, -1.0, 3.0]


def test_themes_are_counted_by_grade_and_what_is_not_reported_is_no_nought() -> None:
    table = maturity_by_theme(_plan())
    assert list(table.columns) == [0, 1, 2, 3, 4, "unknown"]
    assert {name: table.loc[name].tolist() for name in table.index} == {
        "Arbeit": [0, 0, 0, 0, 0, 1], "Bildung": [0, 0, 0, 0, 1, 0], "Umwelt": [0, 0, 0, 1, 0, 0],
        "unknown": [0, 0, 0, 1, 0, 0],
    }  # fmt: skip


def test_grades_of_a_later_model_get_columns_of_their_own() -> None:
    table = maturity_by_theme(view(service(1, theme="Umwelt", maturity=6.0, maturity_model="2.0")))
    assert list(table.columns) == [0, 1, 2, 3, 4, 6, "unknown"]


def test_the_empty_plan_has_a_table_without_rows() -> None:
    assert maturity_by_theme(view()).empty
    assert [figure.denominator for figure in rule_shares(rule_states(view()))] == [0] * 5


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("ministry", {"SK": (1, 1), "SMI": (2, 3)}),
        ("theme", {"Arbeit": (0, 1), "Bildung": (1, 1), "Umwelt": (1, 1), "unknown": (1, 1)}),
        ("type", {"2/3": (2, 2), "4": (1, 1), "unknown": (1, 2)}),
    ],
)
def test_groups_have_the_share_online_and_a_bundle_of_two_types_counts_in_both(
    by: str, expected: dict[str, tuple[int, int]]
) -> None:
    plan = _plan()
    found = shares_by_group(plan, rule_states(plan), "bund-2020", by)
    assert {figure.group: (figure.numerator, figure.denominator) for figure in found} == expected


def test_the_median_needs_three_groups_with_a_share() -> None:
    services = [service(f"{n}{part}", ministry=name, maturity=3.0 if part < n else 0.0)
                for n, name in enumerate(("SK", "SMI", "SMF")) for part in range(2)]  # fmt: skip
    plan = view(*services)
    found = shares_by_group(plan, rule_states(plan), "bund-2020", "ministry")
    assert median_share(found) == 0.5
    assert median_share(found[:2]) is None
    plan = view(*services, *(service(f"9{n}", maturity=0.0) for n in range(3)))
    assert median_share(shares_by_group(plan, rule_states(plan), "bund-2020", "ministry")) == 0.5
