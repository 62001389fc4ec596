"""Tags: the workspace's own words for cases, made, renamed, merged and deleted here, however many cases have them.

A case keeps the ids of its tags (`Cancellation.tag_ids`), and lists turn them into names without asking the database:
see models/own_lists.py. A tag that was merged stays as another name of the one it went into, and a deleted one is known
by nobody any more; so neither has to touch the cases, of which there may be a million.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.roles import Right
from cancellations.domain.said import filled
from cancellations.domain.tagging import LONGEST_NAME, MOST_TAGS
from cancellations.domain.text import clean_line, fold
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User, Workspace
from cancellations.models.saved_view import SavedView


class TagQuerySet(WorkspaceQuerySet["Tag"]):
    def living(self) -> Self:
        """Those that are no other name of another one, and not deleted."""
        return self.filter(same_as=None).exclude(folded=None)

    def named(self, by: User, names: Iterable[str]) -> list["Tag"]:
        """The tags of these names, made where there is none yet; upper and lower case make no difference.

        Raises NotPossible for a name that is empty or too long, and when there are too many tags.
        """
        wanted: dict[str, str] = {}
        for name in map(tag_name, names):
            wanted.setdefault(fold(name), name)
        workspace = by.must(Right.WORK).workspace
        with transaction.atomic():
            known = self._by_folded(workspace.pk, wanted)
            missing = [name for folded, name in wanted.items() if folded not in known]
            if missing:
                self._make(by, workspace, missing)
                known = self._by_folded(workspace.pk, wanted)
        return list({tag.pk: tag for tag in known.values()}.values())

    def called(self, by: User, name: str) -> "Tag":
        """The tag of this name. Raises NotPossible when there is none."""
        tag = self._by_folded(by.must(Right.WORK).workspace_id, [fold(name)]).get(fold(name))
        if tag is None:
            raise NotPossible(_("There is no tag of this name."))
        return tag

    def _by_folded(self, workspace_id: int | None, folded: Iterable[str]) -> dict[str, "Tag"]:
        rows = self.filter(workspace=workspace_id, folded__in=list(folded)).select_related("same_as")
        return {str(tag.folded): tag.same_as or tag for tag in rows}

    def _make(self, by: User, workspace: Workspace, names: list[str]) -> None:
        Workspace.objects.held().get(pk=workspace.pk)  # two at once would pass the limit together
        have = self.filter(workspace=workspace).exclude(folded=None).count()
        if have + len(names) > MOST_TAGS:
            raise NotPossible(_("There are too many tags. Merge or delete some in the settings."))
        rows = [Tag(workspace=workspace, name=name, folded=fold(name), made_by=by) for name in names]
        self.bulk_create(rows, ignore_conflicts=True)
        workspace.lists_changed()


class Tag(WorkspaceRow):
    """One tag. `same_as`: this is another name of that tag. Without `folded` it is deleted."""

    name = models.CharField(max_length=LONGEST_NAME)
    folded = models.CharField(max_length=1000, null=True)  # noqa: DJ001 - any number of deleted ones have none
    same_as = models.ForeignKey("self", models.CASCADE, null=True, related_name="others", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[TagQuerySet] = TagQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "folded"], name="tag_once_in_a_workspace")]

    def __str__(self) -> str:
        return self.name

    def rename(self, by: User, name: str) -> None:
        """Call it otherwise, on every case at once. No case has an event of it: what a case was given stays given.

        Raises NotPossible when another tag is called so; that one is to be merged with.
        """
        workspace = by.must(Right.WORK).workspace
        name = tag_name(name)
        with transaction.atomic():
            Workspace.objects.held().get(pk=self.workspace_id)
            taken = Tag.objects.filter(workspace=self.workspace_id, folded=fold(name)).exclude(pk=self.pk).first()
            if taken and taken.same_as_id != self.pk:
                raise NotPossible(_("Another tag has this name. Merge the two instead."))
            if taken:  # it was another name of this very tag
                taken.folded = None
                taken.save(update_fields=["folded"])
            self.name, self.folded = name, fold(name)
            self.save(update_fields=["name", "folded"])
            workspace.lists_changed()

    def merge_into(self, by: User, other: "Tag") -> None:
        """From now on this is `other`; its name, and those that went into it before, are understood as that one."""
        workspace = by.must(Right.WORK).workspace
        if other.pk == self.pk or other.workspace_id != self.workspace_id:
            raise NotPossible(_("Choose another tag to merge with."))
        with transaction.atomic():
            Workspace.objects.held().get(pk=self.workspace_id)
            if not Tag.objects.living().filter(pk__in=[self.pk, other.pk]).count() == 2:
                raise NotPossible(_("One of the tags is not there any more."))
            Tag.objects.filter(models.Q(pk=self.pk) | models.Q(same_as=self.pk)).update(same_as=other)
            SavedView.objects.retag(self.workspace_id, self.pk, other.pk)
            workspace.lists_changed()

    def remove(self, by: User) -> None:
        """Take the tag off every case. Saved views that asked for it ask for it no more."""
        workspace = by.must(Right.WORK).workspace
        with transaction.atomic():
            Workspace.objects.held().get(pk=self.workspace_id)
            Tag.objects.filter(models.Q(pk=self.pk) | models.Q(same_as=self.pk)).update(folded=None)
            SavedView.objects.retag(self.workspace_id, self.pk, None)
            workspace.lists_changed()


class CaseTag(WorkspaceRow):
    """A case has a tag: what lists are filtered by."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", db_index=False)
    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="tag_rows", db_index=False)

    objects: ClassVar[WorkspaceQuerySet["CaseTag"]] = WorkspaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "tag", "cancellation"], name="case_has_a_tag_once")]
        indexes = [models.Index(fields=["workspace", "cancellation"], name="tags_of_case")]

    def __str__(self) -> str:
        return f"{self.cancellation_id} {self.tag_id}"


def tag_name(typed: str) -> str:
    """The name as it is kept. Raises NotPossible for one that is empty or too long."""
    name = " ".join(clean_line(typed).split())
    if not fold(name):
        raise NotPossible(_("Enter the name of the tag."))
    if len(name) > LONGEST_NAME:
        raise NotPossible(filled(_("The name of a tag has at most %(n)s characters."), {"n": LONGEST_NAME}))
    return name
