"""The cast: one person for every standing that permissions know."""

from cancellations.domain.roles import Role
from cancellations.models import Membership, User, Workspace

PASSWORD = "a green lamp on the pier"


def someone(email: str, workspace: Workspace | None, role: Role = Role.OWNER, **fields: str) -> User:
    """A user who is through the welcome page, with `role` in `workspace`; in none when that is None."""
    user = User.objects.create(email=email, name=fields.pop("name", email.split("@")[0].title()), **fields)
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=email, verified=True, primary=True)  # type: ignore[attr-defined]
    if workspace is not None:
        Membership.objects.create(workspace=workspace, user=user, role=role)
    return User.objects.select_related("membership__workspace").get(pk=user.pk)
