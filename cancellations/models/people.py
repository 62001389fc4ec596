"""Workspaces, the people in them, and the one-time links that sign somebody in from the console."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from cancellations.domain.roles import Right, Role, allows
from cancellations.domain.text import LINE


class WorkspacesQuerySet(models.QuerySet["Workspace"]):
    def held(self) -> "WorkspacesQuerySet":
        """For whoever changes what all share: of two, one waits. Rows that name the workspace can be written meanwhile.

        A plain FOR UPDATE would hold up each of them: PostgreSQL looks whether the workspace is there.
        """
        return self.select_for_update(no_key=True, of=("self",))


class Workspace(models.Model):
    """What belongs together: every row of the domain carries its workspace."""

    name = models.CharField(max_length=LINE)
    country = models.CharField(max_length=2, default="RU", help_text="region that numbers without + are read in")
    has_examples = models.BooleanField(default=False)
    lists_stamp = models.CharField(max_length=16, blank=True, help_text="see models/own_lists.py")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[WorkspacesQuerySet] = WorkspacesQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name

    def lists_changed(self) -> None:
        """Its tags or somebody's saved views are others now: whoever keeps them reads them anew."""
        self.lists_stamp = secrets.token_hex(8)  # never one that was before, not even in what was rolled back
        self.save(update_fields=["lists_stamp"])


class UserManager(BaseUserManager["User"]):
    def found_workspace(self, *, email: str | None = None) -> "User":
        """The first user: owner of the first workspace. Without e-mail until the welcome page has asked for it."""
        with transaction.atomic():
            workspace = Workspace.objects.create(name="Lastcall")
            user = self.create(email=email or None)
            user.set_unusable_password()
            user.save(update_fields=["password"])
            Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
        return user


class User(AbstractBaseUser):
    """A person who can sign in."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=LINE, blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="empty: the browser decides")
    theme = models.CharField(max_length=5, blank=True, help_text="light, dark or empty: the device decides")
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name; empty: the installation's")
    shortcuts = models.BooleanField(default=True, help_text="single-key shortcuts (WCAG 2.1.4)")
    list_columns = models.CharField(max_length=100, blank=True, help_text="of lists of cases; empty: the usual ones")
    sim_columns = models.CharField(max_length=100, blank=True, help_text="the same of the list of SIM cards")
    list_density = models.CharField(max_length=8, blank=True, help_text="compact, or empty: comfortable")
    list_size = models.PositiveSmallIntegerField(default=50, help_text="rows of a page")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or (self.email or "").split("@")[0] or "1"

    @property
    def initial(self) -> str:
        return self.display_name[:1].upper()

    @property
    def workspace(self) -> Workspace | None:
        member = self.member
        return member.workspace if member else None

    @property
    def workspace_id(self) -> int | None:
        member = self.member
        return member.workspace_id if member else None

    @property
    def role(self) -> str | None:
        member = self.member
        return member.role if member else None

    @property
    def member(self) -> "Membership | None":
        """The membership, read together with the user by MemberBackend; None for somebody who was removed."""
        try:
            return self.membership
        except Membership.DoesNotExist:
            return None

    def introduce(self, *, language: str, name: str, email: str, password: str) -> bool:
        """Answer the welcome page: from now on the user signs in with e-mail and password.

        False when it was answered meanwhile: a second press changes nothing.
        """
        with transaction.atomic():
            if User.objects.select_for_update().get(pk=self.pk).email is not None:
                return False
            self.language, self.name, self.email = language, name, email
            self.set_password(password)
            self.save(update_fields=["language", "name", "email", "password"])
            # whoever holds the console's link is trusted with the address: no mail has to work before that
            self.emailaddress_set.update_or_create(  # type: ignore[attr-defined] # allauth has no types
                email=email, defaults={"verified": True, "primary": True}
            )
        return True

    def prefer(self, **preferences: str | bool | int) -> None:
        """Keep the user's own settings: name, language, theme, time_zone, shortcuts, and how lists look."""
        for name, value in preferences.items():
            setattr(self, name, value)
        self.save(update_fields=list(preferences))

    def may(self, right: Right) -> bool:
        return self.is_active and allows(self.role, right)

    def must(self, right: Right) -> "Membership":
        """The membership that gives `right`. Raises PermissionDenied (HTTP 403) when there is none that does."""
        member = self.member
        if member is None or not self.may(right):
            raise PermissionDenied(f"{self.role or 'nobody'} may not {right}")
        return member


class Membership(models.Model):
    """One person's place in one workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.OneToOneField(User, models.CASCADE, related_name="membership")
    role = models.CharField(max_length=12, choices=[(role.value, role.name) for role in Role])
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


_NAMED_BY = {"id", "name", "email"}


def beside_name(path: str) -> list[str]:
    """What to defer of the user that `path` leads to where only the name is shown, as beside each step of a case."""
    return [f"{path}__{field.name}" for field in User._meta.concrete_fields if field.name not in _NAMED_BY]


def attach_people(known: User, *columns: tuple[Iterable[models.Model], str]) -> None:
    """Fill foreign keys to users: of each column's rows the field that is named.

    Most is done by the one who looks (`known`); all others cost one query together, if there are any.
    """
    places = [(row, name) for rows, name in columns for row in rows if getattr(row, f"{name}_id") is not None]
    ids = {getattr(row, f"{name}_id") for row, name in places} - {known.pk}
    people = {known.pk: known, **(User.objects.in_bulk(ids) if ids else {})}
    for row, name in places:
        setattr(row, name, people[getattr(row, f"{name}_id")])


_LINK_LASTS = timedelta(minutes=settings.SIGNIN_LINK_MINUTES)


class SigninLinkManager(models.Manager["SigninLink"]):
    def issue(self, user: User | None = None) -> str:
        """A fresh token for `user`, or for whoever becomes the first user. Only its hash is stored."""
        token = secrets.token_urlsafe(32)
        self.create(token_hash=digest_of(token), user=user, expires_at=timezone.now() + _LINK_LASTS)
        return token

    def is_open(self, token: str) -> bool:
        return self._open(token).exists()

    def redeem(self, token: str) -> User | None:
        """Spend the token once and give its user; None for unknown, used and expired ones alike."""
        with transaction.atomic():
            # links for whoever comes first wait for each other: one of them founds the workspace
            list(self.select_for_update().filter(user=None, used_at=None).order_by("pk"))
            if not self._open(token).update(used_at=timezone.now()):
                return None
            user = self.select_related("user").get(token_hash=digest_of(token)).user
            if user is None:
                if User.objects.exists():
                    return None
                user = User.objects.found_workspace()
            return user if user.is_active else None

    def clear_expired(self) -> int:
        """Delete the links that can no longer sign anybody in; gives how many there were."""
        return self.filter(expires_at__lte=timezone.now()).delete()[0]

    def _open(self, token: str) -> models.QuerySet["SigninLink"]:
        """One that would be open for longer than any was issued for has come from a clock that was wrong."""
        now = timezone.now()
        return self.filter(
            token_hash=digest_of(token), used_at=None, expires_at__gt=now, expires_at__lte=now + _LINK_LASTS
        )


class SigninLink(models.Model):
    """A one-time link that signs somebody in: single use, short-lived, hashed at rest."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[SigninLinkManager] = SigninLinkManager()

    def __str__(self) -> str:
        return f"link for {self.user_id}"


def digest_of(token: str) -> str:
    """What is stored of a secret token; the token itself never is."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
