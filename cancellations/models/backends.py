"""How the signed-in user is read: with membership and workspace in the same query."""

from allauth.account.auth_backends import AuthenticationBackend

from cancellations.models.people import User


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in by e-mail; one query gives the user, the role and the workspace."""

    def get_user(self, user_id: int) -> User | None:
        # every request comes by here: first() would have it ordered, which takes as long as reading it
        user = next(iter(User.objects.select_related("membership__workspace").filter(pk=user_id)), None)
        return user if user and user.is_active else None
