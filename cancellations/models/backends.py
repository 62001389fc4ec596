"""How the signed-in user is read: with membership and workspace in the same query."""

from allauth.account.auth_backends import AuthenticationBackend

from cancellations.models.people import User
from cancellations.models.statement import RowsOf

# every request comes by here
_USERS = RowsOf(lambda _nobody, pk: User.objects.select_related("membership__workspace").filter(pk=pk))


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in by e-mail; one query gives the user, the role and the workspace."""

    def get_user(self, user_id: int) -> User | None:
        user = _USERS.first(None, user_id)
        return user if user and user.is_active else None
