"""One-time sign-in links for the console."""

from django.conf import settings
from django.urls import reverse

from cancellations.domain.roles import Role
from cancellations.models import SigninLink, User


def owner_link() -> str:
    """A fresh link for the owner; for whoever opens it first when there is no user yet."""
    owner = User.objects.filter(membership__role=Role.OWNER, is_active=True).order_by("pk").first()
    return link_for(owner)


def link_for(user: User | None) -> str:
    token = SigninLink.objects.issue(user)
    return settings.SITE_URL + reverse("signin_link", args=[token])
