"""One thing to be done in a case."""

import json
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cancellations.domain.playbook import RULES, SETTLED, Phase, StepKey, StepRule, StepState
from cancellations.domain.situation import StepFacts, Turn
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User, beside_name
from cancellations.models.statement import RowsOf


class StepQuerySet(WorkspaceQuerySet["Step"]):
    def of_case(self, case: WorkspaceRow) -> list["Step"]:
        """All steps of a case in their order, earlier rounds first."""
        return _OF_CASE.rows(case, case.pk)


class Step(WorkspaceRow):
    """`data` holds what was recorded; a reopened step keeps it. Earlier rounds stay, with `is_current` off."""

    cancellation = models.ForeignKey("Cancellation", models.CASCADE, related_name="steps", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16, choices=[(key.value, key.name) for key in StepKey])
    state = models.CharField(max_length=8, default=StepState.TODO)
    waiting_on = models.CharField(max_length=8, blank=True)
    until = models.DateField(null=True, help_text="waiting until, or a block to be reviewed on")
    reason = models.TextField(blank=True, help_text="why it is blocked, skipped or waiting")
    asked = models.CharField(max_length=10, blank=True, help_text="what the holder was asked for; `reason` is to them")
    check_again = models.BooleanField(default=False)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[StepQuerySet] = StepQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "cancellation", "round", "key"], name="step_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def step_key(self) -> StepKey:
        return StepKey(self.key)

    @property
    def rule(self) -> StepRule:
        return RULES[self.step_key]

    @property
    def phase(self) -> Phase:
        return self.rule.phase

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def in_progress(self) -> bool:
        """Something was saved, and it is not finished."""
        return self.state == StepState.TODO and bool(self.data)

    @property
    def is_answered(self) -> bool:
        """The holder was asked for something, and has sent it or says that it is done."""
        return bool(self.asked) and self.waiting_on == Turn.US

    @property
    def facts(self) -> StepFacts:
        return StepFacts(
            key=self.step_key,
            state=StepState(self.state),
            waiting_on=Turn(self.waiting_on) if self.waiting_on else None,
            until=self.until,
            check_again=self.check_again,
            answered=self.is_answered,
        )

    def record(self, answers: dict[str, Any]) -> None:
        """Keep answers beside those that are there, in the form in which they will be read back."""
        self.data = {**self.data, **json.loads(json.dumps(answers, cls=DjangoJSONEncoder))}

    def become(self, state: StepState, **fields: Any) -> None:
        """Set the state and what belongs to it; what belongs to other states is cleared. Saved by the case."""
        cleared = {"waiting_on": "", "until": None, "reason": "", "asked": "", "settled_at": None, "settled_by": None}
        self.state = state
        for name, value in {**cleared, **fields}.items():
            setattr(self, name, value)


# asked for by every page of a case and every change of one
_OF_CASE = RowsOf(
    lambda owner, case_id: (
        Step.objects.visible_to(owner)
        .filter(cancellation_id=case_id)
        .select_related("settled_by")
        .defer(*beside_name("settled_by"))
    )
)
