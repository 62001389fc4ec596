"""Tags on a case and off it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.said import filled
from cancellations.domain.tagging import MOST_ON_A_CASE, read_ids, write_ids
from cancellations.domain.text import fold
from cancellations.models.case import Case
from cancellations.models.people import User
from cancellations.models.tag import CaseTag, Tag


class TagVerbs(Case):
    class Meta:
        abstract = True

    def tag(self, by: User, names: Iterable[str]) -> None:
        """Give it these tags, made if need be; those that it has already stay as they are.

        Closed cases too: a tag says nothing about the course of a case. Raises NotPossible for a bad name, or too many.
        """
        with self.changing(by) as change:
            have = self._living_tags()
            new = [tag for tag in Tag.objects.named(by, names) if tag.pk not in have]
            if not new:
                return
            if len(have) + len(new) > MOST_ON_A_CASE:
                raise NotPossible(filled(_("A request has at most %(n)s tags."), {"n": MOST_ON_A_CASE}))
            rows = [CaseTag(workspace_id=self.workspace_id, tag=tag, cancellation_id=self.pk) for tag in new]
            CaseTag.objects.bulk_create(rows, ignore_conflicts=True)
            # on PostgreSQL, who removes a tag at this moment was waited for
            if Tag.objects.living().filter(pk__in=[tag.pk for tag in new]).count() < len(new):
                raise Stale
            known = [pk for ids in have.values() for pk in ids]  # of deleted tags the last trace goes now
            self.tag_ids = write_ids([*known, *(tag.pk for tag in new)])
            change.note("tagged", names=[tag.name for tag in new])

    def untag(self, by: User, names: Iterable[str]) -> None:
        """Take these tags off it; those that it does not have are no error."""
        wanted = {fold(name) for name in names}
        with self.changing(by) as change:
            have = self._living_tags()
            rows = Tag.objects.filter(workspace=self.workspace_id, folded__in=wanted)
            gone = [tag for tag in {row.same_as or row for row in rows.select_related("same_as")} if tag.pk in have]
            if not gone:
                return
            ids = [pk for tag in gone for pk in have[tag.pk]]
            CaseTag.objects.filter(workspace=self.workspace_id, cancellation=self.pk, tag__in=ids).delete()
            self.tag_ids = write_ids([pk for pk in read_ids(self.tag_ids) if pk not in ids])
            change.note("untagged", names=sorted(tag.name for tag in gone))

    def _living_tags(self) -> dict[int, list[int]]:
        """The tags that it has: the id of each, and the ids that stand for it on this case."""
        ids = read_ids(self.tag_ids)
        found: dict[int, list[int]] = {}
        rows = Tag.objects.filter(workspace=self.workspace_id, pk__in=ids).exclude(folded=None)
        for pk, same_as in rows.values_list("pk", "same_as"):
            found.setdefault(same_as or pk, []).append(pk)
        return found
