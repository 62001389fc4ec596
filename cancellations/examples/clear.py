"""Example data cleared at one click: all of it, and nothing of anybody's own."""

from django.db import models, transaction

from cancellations.domain.roles import Right
from cancellations.models import Cancellation, Evidence, Sim, User, Workspace
from cancellations.models.erasing import erase


def clear_examples(by: User) -> None:
    """Delete the example cards and cases with all that hangs on them.

    A case that somebody opened for an example card is their own: it stays, and the card becomes their own.
    """
    by.must(Right.MANAGE)
    with transaction.atomic():
        workspace = Workspace.objects.held().get(memberships__user=by)
        cases = Cancellation.objects.visible_to(by).filter(is_example=True)
        _sims(by).filter(cancellations__is_example=False).update(is_example=False)
        Evidence.objects.visible_to(by).filter(cancellation__is_example=True).forget_files()
        erase(cases)
        erase(_sims(by))
        workspace.has_examples = False
        workspace.save(update_fields=["has_examples"])


def _sims(by: User) -> models.QuerySet[Sim]:
    return Sim.objects.visible_to(by).filter(is_example=True)
