"""Example data cleared at one click: all of it, and nothing of anybody's own."""

from typing import Any

from django.db import models, transaction
from django.db.models import CASCADE

from cancellations.domain.roles import Right
from cancellations.models import Cancellation, Evidence, Sim, User, Workspace


def clear_examples(by: User) -> None:
    """Delete the example cards and cases with all that hangs on them.

    A case that somebody opened for an example card is their own: it stays, and the card becomes their own.
    """
    by.must(Right.MANAGE)
    with transaction.atomic():
        workspace = Workspace.objects.select_for_update().get(memberships__user=by)
        cases = Cancellation.objects.visible_to(by).filter(is_example=True)
        _sims(by).filter(cancellations__is_example=False).update(is_example=False)
        Evidence.objects.visible_to(by).filter(cancellation__is_example=True).forget_files()
        _delete_with_children(cases)
        _delete_with_children(_sims(by))
        workspace.has_examples = False
        workspace.save(update_fields=["has_examples"])


def _sims(by: User) -> models.QuerySet[Sim]:
    return Sim.objects.visible_to(by).filter(is_example=True)


def _delete_with_children(rows: models.QuerySet[Any]) -> None:
    """One DELETE a table.

    Events refuse to be deleted, which is right for what happened and wrong for what never did. And
    QuerySet.delete() would load the rows of all cases to look for signals, of which there are none.
    """
    for relation in rows.model._meta.related_objects:
        if relation.on_delete is CASCADE:
            children = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            children._raw_delete(children.db)
    rows._raw_delete(rows.db)
