"""What happens to the steps of a case: completed, saved, skipped, blocked, put on hold, reopened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.closing import Obstacle, ObstacleKind, obstacles_to_start
from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.playbook import (
    POINT_OF_NO_RETURN,
    RULES,
    StepKey,
    StepState,
    later_steps,
)
from cancellations.domain.situation import Turn
from cancellations.models.case import Case
from cancellations.models.change import Change
from cancellations.models.people import User
from cancellations.models.settling import not_before_the_end, scheduled
from cancellations.models.step import Step
from cancellations.models.step_effects import EFFECTS, undo_effect

SETTLED_ALREADY = _("This step is settled. Reopen it first.")


class StepVerbs(Case):
    class Meta:
        abstract = True

    def complete_step(
        self, key: StepKey, by: User, *, version: int | None = None, override_reason: str = "", **data: Any
    ) -> None:
        """Record the step's facts; the step itself says whether it is done by them.

        Raises Locked while something stands before it (the point of no return can be crossed with
        `override_reason`, which is logged), and NotPossible for a step that is settled already, unless
        `version` shows that it was settled by somebody faster and looked at: then it is recorded anew.
        """
        with self._changing_step(key, by, version) as (change, step):
            if step.is_settled and version is None:
                raise NotPossible(SETTLED_ALREADY)
            if step.is_settled:
                reopen_step(change, step)
                change.note("step_reopened", step=key)
            _open_gate(change, key, override_reason)
            step.record(data)
            step.check_again = False
            effect = EFFECTS.get(key)
            result = effect(change, step, data) if effect else StepState.DONE
            if result is StepState.DONE:
                _settle(change, step, StepState.DONE)
            if result is not None:
                kind = "step_completed" if result is StepState.DONE else "step_recorded"
                change.note(kind, step=key, **data, **scheduled(change, key))

    def save_step(self, key: StepKey, by: User, *, version: int | None = None, **data: Any) -> None:
        """Keep what was typed so far; the step is in progress."""
        with self._changing_step(key, by, version) as (change, step):
            if step.is_settled:
                raise NotPossible(SETTLED_ALREADY)
            step.record(data)
            change.note("step_saved", step=key)

    def skip_step(self, key: StepKey, by: User, *, reason: str, version: int | None = None) -> None:
        """Leave the step out, with a reason. Submission, reply and verification cannot be skipped."""
        with self._changing_step(key, by, version) as (change, step):
            if key is StepKey.BILL_CHECK and self.charged_on:
                raise NotPossible(_("A charge after the end is not settled. Record what became of it first."))
            if not RULES[key].skippable:
                raise NotPossible(_("This step cannot be skipped. Withdraw the request instead."))
            if step.is_settled:
                raise NotPossible(SETTLED_ALREADY)
            _settle(change, step, StepState.SKIPPED, reason=reason)
            change.note("step_skipped", step=key, reason=reason)

    def block_step(
        self,
        key: StepKey,
        by: User,
        *,
        reason: str,
        unblocked_by: Turn,
        review_on: date,
        version: int | None = None,
    ) -> None:
        """Something is in the way: why, who can clear it, and when to look again. Never open-ended."""
        self._hold_up(key, by, StepState.BLOCKED, reason, unblocked_by, review_on, version)

    def wait_step(
        self,
        key: StepKey,
        by: User,
        *,
        waiting_on: Turn,
        until: date,
        reason: str = "",
        version: int | None = None,
    ) -> None:
        """The step waits for somebody, until a day."""
        self._hold_up(key, by, StepState.WAITING, reason, waiting_on, until, version)

    def resume_step(self, key: StepKey, by: User, *, version: int | None = None) -> None:
        """What it was blocked by or waited for is over."""
        with self._changing_step(key, by, version) as (change, step):
            if step.state not in {StepState.BLOCKED, StepState.WAITING}:
                raise NotPossible(_("This step neither waits nor is blocked."))
            step.become(StepState.TODO)
            change.note("step_resumed", step=key)

    def reopen_step(self, key: StepKey, by: User, *, reason: str, version: int | None = None) -> None:
        """Do it again. What was recorded stays; later done steps are to be checked again."""
        with self._changing_step(key, by, version) as (change, step):
            if not step.is_settled:
                raise NotPossible(_("This step is open already."))
            reopen_step(change, step)
            change.note("step_reopened", step=key, reason=reason)

    def recheck_step(self, key: StepKey, by: User, *, version: int | None = None) -> None:
        """An earlier step was reopened; somebody looked, and this one is still right."""
        with self._changing_step(key, by, version) as (change, step):
            if not step.check_again:
                raise NotPossible(_("This step needs no second check."))
            if key is StepKey.VERIFICATION:
                not_before_the_end(change, self.verified_on)
            step.check_again = False
            change.note("step_rechecked", step=key)

    def obstacles(self, key: StepKey, steps: list[Step]) -> list[Obstacle]:
        """What keeps the step locked, for pages to show."""
        return obstacles_to_start(key, self.facts(steps), accounts_attached=self.accounts_attached)

    def _hold_up(
        self,
        key: StepKey,
        by: User,
        state: StepState,
        reason: str,
        who: Turn,
        until: date,
        version: int | None,
    ) -> None:
        with self._changing_step(key, by, version) as (change, step):
            if step.is_settled:
                raise NotPossible(SETTLED_ALREADY)
            step.become(state, reason=reason, waiting_on=who, until=until)
            change.note(f"step_{state}", step=key, reason=reason, who=who, until=until)

    @contextmanager
    def _changing_step(self, key: StepKey, by: User, version: int | None) -> Iterator[tuple[Change, Step]]:
        with self.changing(by) as change:
            change.must_be_open()
            yield change, change.step(key, version=version)


def _open_gate(change: Change, key: StepKey, override_reason: str) -> None:
    obstacles = obstacles_to_start(key, change.facts, accounts_attached=change.case.accounts_attached)
    if not obstacles:
        return
    decided = any(one.kind is ObstacleKind.DECIDED_OTHERWISE for one in obstacles)
    if key is not POINT_OF_NO_RETURN or decided or not override_reason:
        raise Locked(obstacles)
    crossed = [f"{one.kind}:{one.step}" for one in obstacles]
    change.note("gate_overridden", step=key, reason=override_reason, obstacles=crossed)


def reopen_step(change: Change, step: Step) -> None:
    """The step is open again, what it held stays; what was done after it is to be looked at once more."""
    step.become(StepState.TODO)
    undo_effect(change, step.step_key)
    for later in later_steps(step.step_key, change.states):
        follower = change.find(later)
        if follower and follower.state == StepState.DONE and not follower.check_again:
            change.step(later).check_again = True


def _settle(change: Change, step: Step, state: StepState, reason: str = "") -> None:
    step.become(state, reason=reason, settled_at=timezone.now(), settled_by=change.by)
