"""Who may do what."""

import pytest

from cancellations.domain.roles import ROLE_LABELS, Right, Role, allows

ALLOWED = {
    Role.OWNER: {Right.WORK, Right.SEE_IDENTIFIERS, Right.MANAGE},
    Role.COORDINATOR: {Right.WORK, Right.SEE_IDENTIFIERS},
    Role.VIEWER: set(),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_rights_and_no_more(role: Role) -> None:
    assert {right for right in Right if allows(role.value, right)} == ALLOWED[role]


@pytest.mark.parametrize("role", [None, "", "admin", "OWNER", "owner "])
def test_whoever_has_no_role_may_nothing(role: str | None) -> None:
    assert not any(allows(role, right) for right in Right)


def test_every_role_has_a_name() -> None:
    assert set(ROLE_LABELS) == set(Role)
