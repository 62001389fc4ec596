"""What is charged after the end, whatever has become of the case since."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.money import Found
from cancellations.domain.playbook import PLAYBOOK, StepKey
from cancellations.models.change import Change
from cancellations.models.course_verbs import CourseVerbs
from cancellations.models.people import User
from cancellations.models.settling import add_charge
from cancellations.models.step import Step
from cancellations.models.step_verbs import reopen_step


class MoneyVerbs(CourseVerbs):
    class Meta:
        abstract = True

    def record_late_charge(
        self,
        by: User,
        *,
        amount: Decimal,
        currency: str,
        charged_on: date,
        what: str = "",
        version: int | None = None,
    ) -> None:
        """Keep a charge after the confirmed end, or any that comes to a closed case.

        A closed case whose end was confirmed is open again: it is ours to dispute. Where that cannot be, because the
        card has another open request or because no end was ever confirmed, the charge is kept all the same and the
        case is flagged for somebody to look at. The step of the bills is made if the carrier's playbook left it out.
        """
        with self.changing(by, version=version) as change:
            if not self.confirmed_on and not self.outcome:
                raise NotPossible(_("The carrier has confirmed no end yet: nothing can be charged after it."))
            if self.outcome and self.confirmed_on and not self.has_successor():
                change.note("reopened", outcome=self.go_on())
            if self.outcome:
                self.late_charge_on = max(filter(None, [self.late_charge_on, charged_on]))
            step = _bills(change)
            told = {"amount": amount, "currency": currency, "charged_on": charged_on, "what": what}
            add_charge(change, step, {**told, "checked_on": charged_on, "result": Found.CHARGED})
            change.note("late_charge", **told, **({} if self.confirmed_on else {"no_end": True}))


def _bills(change: Change) -> Step:
    """The step of the bills; of an open case to be done again."""
    if change.find(StepKey.BILL_CHECK) is None:
        case, order = change.case, [rule.key for rule in PLAYBOOK]
        step = Step(
            workspace_id=case.workspace_id,
            cancellation_id=case.pk,
            round=case.round,
            key=StepKey.BILL_CHECK,
            position=order.index(StepKey.BILL_CHECK) + 1,
        )
        change.replace_steps([], [step])
    step = change.step(StepKey.BILL_CHECK)
    if step.is_settled and not change.case.outcome:
        reopen_step(change, step)
    return step
