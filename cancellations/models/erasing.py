"""Deleting rows with what hangs on them, where they are to be as if they had never been."""

from typing import Any

from django.db import models
from django.db.models import CASCADE


def erase(rows: models.QuerySet[Any]) -> None:
    """One DELETE a table, in the caller's transaction. What hangs on what hangs on them must be gone before.

    Events refuse to be deleted, which is right for what happened and wrong for what never did. And
    QuerySet.delete() would load all rows to look for signals, of which there are none.
    """
    for relation in rows.model._meta.related_objects:
        if relation.on_delete is CASCADE:
            children = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            children._raw_delete(children.db)
    rows._raw_delete(rows.db)
