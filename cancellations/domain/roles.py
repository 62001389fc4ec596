"""Who may do what. Buttons, verbs and views ask the same function."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    OWNER = "owner"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"


class Right(StrEnum):
    """What a role can allow; seeing needs no right beyond membership of the workspace."""

    WORK = "work"  # open, change and close cancellations, SIM cards and carriers
    SEE_IDENTIFIERS = "see_identifiers"  # numbers, ICCIDs and EIDs in full
    MANAGE = "manage"  # the workspace itself: example data, later the team


ROLE_LABELS = {
    Role.OWNER: _("Owner"),
    Role.COORDINATOR: _("Coordinator"),
    Role.VIEWER: _("Viewer"),
}

_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.COORDINATOR: frozenset({Right.WORK, Right.SEE_IDENTIFIERS}),
    Role.VIEWER: frozenset(),
}


def allows(role: str | None, right: Right) -> bool:
    """Whether `role` has `right`; no role and unknown roles have none."""
    try:
        return right in _RIGHTS[Role(role or "")]
    except ValueError:
        return False
