"""What one verb does to one case: collected, then written together."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from cancellations.domain.derivation import sim_status
from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import CaseFacts, SimStatus
from cancellations.models.event import Event
from cancellations.models.people import User
from cancellations.models.step import Step
from cancellations.models.writing import write

if TYPE_CHECKING:
    from cancellations.models.case import Case

CLOSED = _("This request is closed. Reopen it first.")
STEP_FIELDS = (
    "is_current", "state", "waiting_on", "until", "reason", "asked", "check_again", "data", "settled_at", "settled_by",
    "version",
)  # fmt: skip


class Change:
    """One transaction's worth of facts and events about a case."""

    def __init__(self, case: "Case", by: User | None, steps: list[Step], version: int | None) -> None:
        if version is not None and version != case.version:
            raise Stale
        self.case, self.by, self.steps = case, by, steps
        self.events: list[Event] = []
        self._before = _snapshot(case)
        self._was_open = case.is_open
        self._touched: dict[StepKey, Step] = {}

    @property
    def person(self) -> User:
        """Who of the team does it. Raises PermissionDenied for what the holder may not do."""
        if self.by is None:
            raise PermissionDenied
        return self.by

    @property
    def facts(self) -> CaseFacts:
        return self.case.facts(self.steps)

    @property
    def states(self) -> dict[StepKey, StepState]:
        return {step.step_key: StepState(step.state) for step in self.steps}

    def must_be_open(self) -> None:
        """A closed case changes by what is heard of it, or after it has been reopened."""
        if self.case.outcome:
            raise NotPossible(CLOSED)

    def step(self, key: StepKey, *, version: int | None = None) -> Step:
        """The current step with this key, to be changed. Raises Stale when its version moved on."""
        step = self.find(key)
        if step is None:
            raise NotPossible(_("This request has no such step."))
        if version is not None and step.version != version:
            raise Stale
        if key not in self._touched:
            step.version += 1
            self._touched[key] = step
        return step

    def find(self, key: StepKey) -> Step | None:
        return next((step for step in self.steps if step.step_key == key), None)

    def note(self, kind: str, /, **payload: Any) -> None:
        """One event of this change."""
        self.events.append(
            Event(
                workspace_id=self.case.workspace_id,
                cancellation_id=self.case.pk,
                kind=kind,
                by=self.by,
                payload=payload,
            )
        )

    def replace_steps(self, old: Iterable[Step], new: list[Step]) -> None:
        """Start some steps anew; the old ones stay readable as the earlier round."""
        gone = list(old)
        for step in gone:
            step.is_current = False
        Step.objects.bulk_update(gone, ["is_current"])
        Step.objects.bulk_create(new)
        for step in gone:
            self._touched.pop(step.step_key, None)
        kept = [step for step in self.steps if step not in gone]
        self.steps[:] = sorted([*kept, *new], key=lambda step: step.position)

    def save(self) -> None:
        """Derive the situation and write everything. Called by Case.changing, in its transaction."""
        if not self.events:
            return
        for step in self._touched.values():
            write(step, STEP_FIELDS)
        facts = self.facts  # the situation and the card's status are derived from them, and no part of them
        self.case.settle_situation(self.steps, facts)
        self.case.version += 1
        after = _snapshot(self.case)
        write(self.case, [name for name, value in after.items() if value != self._before[name]])
        if self._was_open or self.case.is_open:
            self._tell_card(sim_status(facts))
        self.case.last_events, self.case.last_steps, self.case.last_facts = self.events, self.steps, facts
        for event in self.events:
            event.save()

    def _tell_card(self, status: SimStatus) -> None:
        if self.case.sim.status != status:
            self.case.sim.status = status
            write(self.case.sim, ["status"])


def _snapshot(case: "Case") -> dict[str, Any]:
    return {
        field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields if not field.primary_key
    }
