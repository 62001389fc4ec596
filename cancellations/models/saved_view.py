"""Saved views: filters of the lists of requests and of SIM cards that somebody gave a name, for themselves or for all.

A view is data, a list and a query string as the list's filter writes it; it is opened by a link and keeps nothing else.
"""

from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.listing import REQUESTS
from cancellations.domain.roles import Right
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import Membership, User, Workspace

LONGEST_NAME = 60
LONGEST_QUERY = 2000
MOST_VIEWS = 50  # of one person; they are links beside every page


class SavedViewQuerySet(WorkspaceQuerySet["SavedView"]):
    def visible_to(self, user: "User | AnonymousUser | WorkspaceRow") -> Self:
        """One's own, and those that are shared."""
        return super().visible_to(user).filter(Q(is_shared=True) | Q(owner_id=user.pk))

    def in_order(self) -> Self:
        """As the sidebar has them: the shared ones first, then one's own."""
        return self.order_by("-is_shared", "position", "id")

    def add(
        self, by: User, *, name: str, query: str, is_shared: bool = False, listing: str = REQUESTS.name
    ) -> "SavedView":
        """Keep a filter of a list under a name. Viewers keep their own ones; to share is for those who work.

        Raises NotPossible when there are too many, or when the filter is too long to be kept.
        """
        member = by.member
        if member is None:
            raise PermissionDenied
        if is_shared:
            by.must(Right.WORK)
        if len(query) > LONGEST_QUERY:
            raise NotPossible(_("This filter is too long to be kept. Search for something shorter."))
        with transaction.atomic():
            Workspace.objects.held().get(pk=member.workspace_id)
            if self.filter(workspace=member.workspace_id, owner=by).count() >= MOST_VIEWS:
                raise NotPossible(_("You have too many saved views. Delete one first."))
            own = {"workspace_id": member.workspace_id, "owner": by, "listing": listing}
            view = self.model(**own, name=name, query=query, is_shared=is_shared)
            view.position = view.last_position() + 1
            view.save(force_insert=True)
            member.workspace.lists_changed()
        return view

    def tags_asked_for(self, workspace_id: int) -> set[int]:
        """The tags that views ask for, whoever made them."""
        queries = self.filter(workspace=workspace_id, query__contains="tag=").values_list("query", flat=True)
        asked = (dict(parse_qsl(query)).get("tag", "") for query in queries)
        return {int(tag) for tag in asked if tag.isdecimal()}

    def retag(self, workspace_id: int, old: int, new: int | None) -> None:
        """Views that ask for one tag ask for another one; without `new`, for none. Part of the tag's transaction."""
        tagged = self.filter(workspace=workspace_id)
        for view in tagged.filter(query__contains=f"tag={old}"):
            asked = dict(parse_qsl(view.query))  # as the list's filter writes it, each name once
            if asked.get("tag") != str(old):
                continue
            if new is None:
                del asked["tag"]
            else:
                asked["tag"] = str(new)
            view.query = urlencode(asked)
            view.save(update_fields=["query"])


class SavedView(WorkspaceRow):
    """One view. Its maker may change it; a shared one also the owner of the workspace."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=LONGEST_NAME)
    listing = models.CharField(max_length=10, default=REQUESTS.name, help_text="which list it filters")
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, help_text="as the list's filter writes it")
    is_shared = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "owner", "position", "id"], name="saved_view_of_user"),
            models.Index(fields=["workspace", "is_shared", "position", "id"], name="saved_view_shared"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_change(self, user: User) -> bool:
        if self.owner_id == user.pk:
            return not self.is_shared or user.may(Right.WORK)
        return self.is_shared and user.may(Right.MANAGE)

    def change(self, by: User, **fields: Any) -> None:
        """Give it another name, another filter, or share it (or not any more). Raises PermissionDenied.

        What is shared no more belongs to its maker alone again.
        """
        member = self._must_change(by)
        if len(fields.get("query", "")) > LONGEST_QUERY:
            raise NotPossible(_("This filter is too long to be kept. Search for something shorter."))
        if fields.get("is_shared") and not self.is_shared:
            by.must(Right.WORK)
        with transaction.atomic():
            moved = fields.get("is_shared", self.is_shared) != self.is_shared
            for name, value in fields.items():
                setattr(self, name, value)
            if moved:
                self.position = self.last_position() + 1
            self.save(update_fields=[*fields, "position"])
            member.workspace.lists_changed()

    def move(self, by: User, *, up: bool) -> None:
        """Change places with its neighbour in the list; at the end of it, nothing happens."""
        member = self._must_change(by)
        with transaction.atomic():
            Workspace.objects.held().get(pk=self.workspace_id)
            rows = list(self._beside().order_by("position", "id"))
            place = next(place for place, row in enumerate(rows) if row.pk == self.pk)
            other = place - 1 if up else place + 1
            if not 0 <= other < len(rows):
                return
            rows[place], rows[other] = rows[other], rows[place]
            for position, row in enumerate(rows, start=1):
                row.position = position
            SavedView.objects.bulk_update(rows, ["position"])
            member.workspace.lists_changed()

    def remove(self, by: User) -> None:
        member = self._must_change(by)
        with transaction.atomic():
            SavedView.objects.filter(pk=self.pk).delete()
            member.workspace.lists_changed()

    def last_position(self) -> int:
        last: int | None = self._beside().aggregate(last=Max("position"))["last"]
        return last or 0

    def _beside(self) -> models.QuerySet["SavedView"]:
        """The list that it stands in: the shared ones of the workspace, or those of its maker alone."""
        views = SavedView.objects.filter(workspace=self.workspace_id, is_shared=self.is_shared)
        return views if self.is_shared else views.filter(owner=self.owner_id)

    def _must_change(self, by: User) -> Membership:
        if by.member is None or not self.may_change(by):
            raise PermissionDenied(f"{by.role or 'nobody'} may not change this view")
        return by.member
