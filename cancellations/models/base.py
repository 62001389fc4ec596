"""What every row of the domain shares: its workspace, and the question that every query starts from."""

from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from cancellations.models.people import User, Workspace

Row = TypeVar("Row", bound=models.Model, covariant=True)


class WorkspaceQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows of the user's workspace; none for strangers, guests and people who were removed."""
        workspace_id = getattr(user, "workspace_id", None)
        return self.filter(workspace_id=workspace_id) if workspace_id else self.none()


class WorkspaceRow(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


def changed_fields(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """The part of `values` that differs from what `row` holds."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
