"""What every row of the domain shares: its workspace, and the question that every query starts from."""

from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from cancellations.domain.roles import Right
from cancellations.domain.searching import search_terms
from cancellations.models.people import User, Workspace

Row = TypeVar("Row", bound=models.Model, covariant=True)


class WorkspaceQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: "User | AnonymousUser | WorkspaceRow") -> Self:
        """The rows of the user's workspace; none for strangers, guests and people who were removed.

        Where nobody is signed in, a row that was found by a secret stands for its workspace.
        """
        workspace_id = getattr(user, "workspace_id", None)
        return self.filter(workspace_id=workspace_id) if workspace_id else self.none()


class WorkspaceRow(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


class SearchedQuerySet(WorkspaceQuerySet[Row]):
    def search(self, term: str, by: User) -> Self:
        """The rows whose names, references or numbers contain `term`, in any case, width or script.

        Who sees numbers masked finds by what the masks show: else a search would tell the rest digit by digit.
        """
        column = "search_text" if by.may(Right.SEE_IDENTIFIERS) else "search_text_masked"
        found = Q()
        for words in search_terms(term):
            found |= Q((f"{column}__contains", words))
        return self.filter(found)


class SearchedRow(WorkspaceRow):
    """A row that is found by what people type; both texts are folded."""

    search_text = models.TextField(blank=True)
    search_text_masked = models.TextField(blank=True, help_text="without what viewers may not see")

    class Meta:
        abstract = True


def changed_fields(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """The part of `values` that differs from what `row` holds."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
