"""Who may do what: the table of rights, and whose items are one's own."""

from datetime import date

import pytest

from masterplan.domain.access import REFUSALS, RIGHTS, Actor, NotAllowed, Right, Role, demand, may, own_names
from tests import builders

ON = date(2021, 6, 30)


@pytest.mark.parametrize(
    ("role", "body", "right", "owners", "allowed"),
    [
        (Role.CHANCELLERY, None, Right.REPORT, ["SMI"], True),
        (Role.CHANCELLERY, None, Right.REPORT, [None], True),
        (Role.MINISTRY, "SMI", Right.REPORT, ["SMI"], True),
        (Role.MINISTRY, "SMI", Right.REPORT, ["SMF"], False),
        (Role.MINISTRY, "SMI", Right.REPORT, ["SMI", "SMF"], False),
        (Role.MINISTRY, "SMI", Right.REPORT, [None], False),
        (Role.MINISTRY, "SMI", Right.REPORT, [], False),
        (Role.MINISTRY, None, Right.REPORT, [None], False),
        (Role.MINISTRY, "SMUL", Right.REPORT, ["SMEKUL"], True),  # renamed on 20 December 2019: rights follow
        (Role.MINISTRY, "SMUL", Right.REPORT, ["SMR"], False),  # split off: they do not
        (Role.MUNICIPAL, "LK-Bautzen", Right.REPORT, ["LK-Bautzen"], True),
        (Role.MUNICIPAL, "LK-Bautzen", Right.REPORT, ["SMI"], False),
        (Role.MUNICIPAL, "LK-Bautzen", Right.IMPORT, ["LK-Bautzen"], False),
        (Role.MINISTRY, "SMI", Right.RELEASE, ["SMI"], False),
        (Role.CABINET, None, Right.READ_BRIEFINGS, [], True),
        (Role.CABINET, None, Right.REPORT, ["SMI"], False),
        (Role.READER, None, Right.READ, [], True),
        (Role.READER, None, Right.READ_BRIEFINGS, [], False),
        (Role.DELEGATE, "SMI", Right.MANAGE_ACCOUNTS, ["SMI"], True),
        (Role.DELEGATE, "SMI", Right.MANAGE_ACCOUNTS, ["SMF"], False),
        (Role.DELEGATE, "SMI", Right.REPORT, ["SMI"], False),
    ],
)
def test_rights_reach_as_far_as_the_table_says(
    role: Role, body: str | None, right: Right, owners: list[str | None], allowed: bool
) -> None:
    actor = Actor("Jemand", role, body, "a1")
    own = own_names(actor, builders.bodies(), ON)
    assert may(actor, right, owners, own) == allowed
    if not allowed:
        with pytest.raises(NotAllowed, match="Staatskanzlei"):
            demand(actor, right, owners, own)


def test_every_right_names_its_roles_and_its_refusal() -> None:
    assert set(RIGHTS) == set(REFUSALS) == set(Right)
    assert all(Role.CHANCELLERY in roles for roles in RIGHTS.values())
