"""Which cases a report is about: whose they are, and what it was narrowed to."""

from dataclasses import dataclass

from django.db.models import Q

from cancellations.models.cancellation import Cancellation, CancellationQuerySet
from cancellations.models.people import User
from cancellations.models.sim import Sim


@dataclass(frozen=True)
class Scope:
    """`assignee`: an id, or 0 for the cases that nobody looks after; None for all. `holder`: of the cards; "" for all.

    `without_examples`: they tell nothing of carriers, and count only as long as there is nothing else.
    """

    user: User
    carrier: int | None = None
    assignee: int | None = None
    holder: str = ""
    without_examples: bool = False

    def cases(self) -> CancellationQuerySet:
        cases = Cancellation.objects.visible_to(self.user)
        if self.without_examples:
            cases = cases.filter(is_example=False)
        if self.carrier is not None:
            cases = cases.filter(carrier=self.carrier)
        if self.assignee is not None:
            cases = cases.filter(Q(assignee=self.assignee) if self.assignee else Q(assignee=None))
        if self.holder:
            cases = cases.filter(sim__in=Sim.objects.visible_to(self.user).held_by(self.holder).values("pk"))
        return cases


def scope_of(user: User, *, carrier: int | None = None, assignee: int | None = None, holder: str = "") -> Scope:
    """One query while the workspace has examples; without, no case has to be read to know that it is none."""
    has_examples = bool(user.workspace and user.workspace.has_examples)
    real = Cancellation.objects.visible_to(user).filter(is_example=False)
    return Scope(user, carrier, assignee, holder, without_examples=has_examples and real.exists())
