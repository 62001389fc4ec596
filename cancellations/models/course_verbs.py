"""What happens to a case as a whole: assigned, closed, reopened, heard of again."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.closing import (
    ENDS_ON_A_DAY,
    DayTrouble,
    needs_reason,
    obstacles_to_close,
    trouble_with_day,
    trouble_with_way_on,
)
from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.domain.words import DAY_TROUBLES
from cancellations.models.case import Case
from cancellations.models.change import Change
from cancellations.models.people import User
from cancellations.models.sim import Sim
from cancellations.models.step_verbs import reopen_step


class CourseVerbs(Case):
    class Meta:
        abstract = True

    def assign(self, by: User, *, to: User | None) -> None:
        """Who looks after it; somebody of the same workspace, or nobody."""
        if to and to.workspace_id != self.workspace_id:
            raise NotPossible(_("This person does not belong to the workspace."))
        with self.changing(by) as change:
            if self.assignee == to:
                return
            self.assignee, self.order_person = to, to.pk if to else 0
            change.note("assigned", to=to.display_name if to else "")

    def close(
        self,
        by: User,
        *,
        outcome: Outcome,
        reason: str = "",
        ended_on: date | None = None,
        suspended_until: date | None = None,
        look_again_on: date | None = None,
        is_ported: bool = True,
        version: int | None = None,
    ) -> None:
        """End the case. `terminated` only with a confirmation, a verification and clean bills. Raises Locked.

        `ended_on`: when it ran out or was transferred, or from when it is suspended. A suspension has
        `suspended_until`, or, where the carrier named no end, `look_again_on`: ours, and no fact about the contract.
        `is_ported`: of a transferred number, whether it works where it went to.
        """
        with self.changing(by, version=version) as change:
            if self.outcome:
                raise NotPossible(_("This request is closed already."))
            obstacles = obstacles_to_close(change.facts, outcome, is_ported=is_ported)
            if obstacles:
                raise Locked(obstacles)
            if needs_reason(outcome) and not reason:
                raise NotPossible(_("Say why: this outcome needs a reason."))
            today, until = timezone.localdate(), suspended_until
            trouble = trouble_with_day(outcome, change.facts, today, ended_on=ended_on, until=until)
            trouble = trouble or trouble_with_way_on(outcome, until=until, look_again_on=look_again_on)
            if trouble:
                raise NotPossible(DAY_TROUBLES[trouble])
            self.outcome, self.outcome_reason, self.closed_at = outcome, reason, timezone.now()
            self.ended_on = ended_on if outcome in ENDS_ON_A_DAY else None
            self.suspended_until = suspended_until if outcome is Outcome.SUSPENDED else None
            self.follow_up_on = look_again_on if outcome is Outcome.SUSPENDED else None
            told = {"ended_on": self.ended_on, "until": self.suspended_until, "look_again_on": self.follow_up_on}
            change.note("closed", outcome=outcome, reason=reason, **{name: day for name, day in told.items() if day})

    def reopen(self, by: User, *, reason: str, version: int | None = None) -> None:
        """Go on where it stood. Refused while the SIM card has another open case."""
        with self.changing(by, version=version) as change:
            if not self.outcome:
                raise NotPossible(_("This request is open."))
            before = self.go_on()
            self.late_reply_on = None
            self.follow_up_on = timezone.localdate()
            bills = change.find(StepKey.BILL_CHECK)
            if self.charged_on and bills and bills.is_settled:  # what came while it was closed is still to be settled
                reopen_step(change, change.step(StepKey.BILL_CHECK))
            change.note("reopened", reason=reason, outcome=before)

    def dismiss_late_reply(self, by: User, *, reason: str, version: int | None = None) -> None:
        """The late reply was looked at and changes nothing."""
        with self.changing(by, version=version) as change:
            if not self.late_reply_on:
                raise NotPossible(_("There is no late reply to look at."))
            self.late_reply_on = None
            change.note("late_reply_dismissed", reason=reason)

    def dismiss_late_charge(self, by: User, *, reason: str, version: int | None = None) -> None:
        """The charge that was found after closing was looked at and is not disputed. It stays recorded."""
        with self.changing(by, version=version) as change:
            if not self.late_charge_on:
                raise NotPossible(_("There is no charge found after closing to look at."))
            self.late_charge_on = None
            change.note("late_charge_dismissed", reason=reason)

    def leave_suspension_to(self, reference: str, by: User) -> None:
        """Another request of the card, with this reference, decides what comes after the suspension."""
        with self.changing(by) as change:
            if self.outcome != Outcome.SUSPENDED:
                return
            until, self.suspended_until = self.suspended_until, None
            again, self.follow_up_on = self.follow_up_on, None
            change.note("decided_anew", text=reference, until=until, **({"look_again_on": again} if again else {}))

    def suspend_until(self, by: User, *, until: date, reason: str, version: int | None = None) -> None:
        """The carrier has named the end of a suspension that had none, or another one than was recorded."""
        with self.changing(by, version=version) as change:
            _must_wait_for_an_end(change)
            if self.ended_on and until <= self.ended_on:
                raise NotPossible(DAY_TROUBLES[DayTrouble.BACK_BEFORE_START])
            if until == self.suspended_until:
                raise NotPossible(_("This day is recorded as its end already."))
            before, self.suspended_until, self.follow_up_on = self.suspended_until, until, None
            if before:
                change.note("suspension_end_corrected", before=before, after=until, reason=reason)
            else:
                change.note("suspension_end_named", day=until, reason=reason)

    def suspend_without_end(self, by: User, *, look_again_on: date, reason: str, version: int | None = None) -> None:
        """The carrier named no end: the day that was recorded as one is none. We look again on a day of our own."""
        with self.changing(by, version=version) as change:
            _must_wait_for_an_end(change)
            if change.facts.is_suspended_without_end:
                raise NotPossible(_("It is recorded already that the carrier named no end."))
            before, self.suspended_until, self.follow_up_on = self.suspended_until, None, look_again_on
            change.note("suspension_end_unknown", before=before, look_again_on=look_again_on, reason=reason)

    def go_on(self) -> str:
        """Take the end back, inside a verb; gives the outcome that it had, for the event. One open case a card."""
        if self.has_successor():
            raise NotPossible(_("This SIM card has another open request. Close that one first."))
        before, self.outcome, self.outcome_reason, self.closed_at = self.outcome, "", "", None
        self.ended_on = self.suspended_until = self.follow_up_on = self.late_charge_on = None
        self.take_own_days()
        return before

    def has_successor(self) -> bool:
        """Whether the card of this closed case has another open one by now; none can come inside the transaction."""
        Sim.objects.select_for_update().get(pk=self.sim_id)  # as `start` does
        return type(self)._default_manager.filter(sim=self.sim_id, is_open=True).exists()


def _must_wait_for_an_end(change: Change) -> None:
    """Only a suspension that no other request of the card has taken over has an end to be named or taken back."""
    if not change.facts.is_suspended_until_told:
        raise NotPossible(_("This request does not wait for the end of a suspension."))
