"""Cancellations: how they are opened, found and grouped. The verbs are in the three modules it is composed of:
what happens to steps, to contacts, and to the course of the case as a whole.
"""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.roles import Right
from cancellations.domain.situation import SimStatus, Stage, Turn
from cancellations.models.batch import Batch
from cancellations.models.case_indexes import REPORT_INDEXES
from cancellations.models.case_money import CHARGE_INDEX, RECEIVED_INDEX, REFUND_INDEX
from cancellations.models.contact_verbs import ContactVerbs
from cancellations.models.dossier_verbs import DossierVerbs
from cancellations.models.evidence_verbs import EvidenceVerbs
from cancellations.models.holder_verbs import HolderVerbs
from cancellations.models.letter_verbs import LetterQuerySet
from cancellations.models.message import RequestNumber
from cancellations.models.money_verbs import MoneyVerbs
from cancellations.models.order_columns import CASE_INDEXES
from cancellations.models.people import User
from cancellations.models.sim import Sim
from cancellations.models.step import Step
from cancellations.models.step_verbs import StepVerbs
from cancellations.models.tag_verbs import TagVerbs

RECENT_DAYS = 14


class CancellationQuerySet(LetterQuerySet):
    def whole(self) -> Self:
        """Each case with what its page names: the card, the carrier and who looks after it."""
        return self.select_related("sim", "carrier", "assignee")

    def open_cases(self) -> Self:
        return self.filter(is_open__in=[True])  # a bare "is_open" would keep SQLite from reading the index in order

    def overdue(self, today: date) -> Self:
        """The carrier has let its day pass."""
        return self.filter(turn=Turn.CARRIER, due_on__lt=today)

    def needing_us(self, today: date) -> Self:
        """Ours, due today or earlier; a holder who let a day pass is ours to remind."""
        return self.filter(turn__in=[Turn.US, Turn.HOLDER], due_on__lte=today)

    def waiting(self, today: date) -> Self:
        return self.filter(turn=Turn.CARRIER, due_on__gte=today)

    def recently_confirmed(self, today: date) -> Self:
        return self.filter(
            stage=Stage.CONFIRMED,
            confirmed_on__gte=today - timedelta(days=RECENT_DAYS),
            turn__in=[Turn.US, Turn.HOLDER],
            due_on__gt=today,
        )

    def coming_up(self, today: date) -> Self:
        """Ours or the holder's, with a later day; what was confirmed lately has a group of its own."""
        lately = Q(stage=Stage.CONFIRMED, confirmed_on__gte=today - timedelta(days=RECENT_DAYS))
        return self.filter(turn__in=[Turn.US, Turn.HOLDER], due_on__gt=today).exclude(lately)

    def start(
        self,
        sim: Sim,
        by: User,
        *,
        requested_end_date: date | None,
        reason: str = "",
        assignee: User | None = None,
        opened_on: date | None = None,
        batch: Batch | None = None,
    ) -> "Cancellation":
        """Open the case of a SIM card. Raises AlreadyOpen when it has one that is not closed."""
        by.must(Right.WORK)
        with transaction.atomic():
            was_suspended = Sim.objects.select_for_update().get(pk=sim.pk).status == SimStatus.SUSPENDED
            running = self.filter(sim=sim, is_open=True).first()
            if running:
                raise AlreadyOpen(running)
            [reference] = self.free_references(1)
            case, steps = self.unwritten(
                sim,
                by,
                reference=reference,
                requested_end_date=requested_end_date,
                reason=reason,
                assignee=assignee,
                opened_on=opened_on,
                batch=batch,
            )
            case.begin(by, steps)
            if was_suspended:
                self.decide_anew(by, [case])
        return case


class Cancellation(StepVerbs, ContactVerbs, MoneyVerbs, HolderVerbs, EvidenceVerbs, DossierVerbs, TagVerbs):
    """One request to end one SIM card's contract: the case."""

    # derived; see Case.settle_situation
    SITUATION = (
        "stage", "turn", "action", "action_step", "due_on", "is_open", "order_stage", "order_submitted",
        "order_number", "refund_outstanding",
        "refund_currency", "refund_due_on", "refunded_on", "refund_received", "received_currency", "received_on",
        "charge_outstanding", "charge_currency", "charged_first_on",
    )  # fmt: skip

    objects: ClassVar[CancellationQuerySet] = CancellationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sim"], condition=Q(is_open=True), name="one_open_case_for_a_sim")
        ]
        indexes = [
            models.Index(fields=["workspace", "is_open", "due_on", "id"], name="case_open_due"),
            # open and closed ones together: what a search reads in order when it has too many hits
            models.Index(fields=["workspace", "due_on", "id"], name="case_due"),
            models.Index(fields=["workspace", "-id"], name="case_newest"),
            models.Index(fields=["workspace", "turn", "due_on", "id"], name="case_turn_due"),
            models.Index(fields=["workspace", "stage", "due_on", "id"], name="case_stage_due"),
            # with all that says what was confirmed lately: each page counts it, from the index alone
            models.Index(fields=["workspace", "stage", "confirmed_on", "id", "turn", "due_on"], name="case_confirmed"),
            models.Index(fields=["workspace", "carrier", "is_open", "due_on", "id"], name="case_carrier_due"),
            models.Index(fields=["workspace", "assignee", "is_open", "due_on", "id"], name="case_assignee_due"),
            models.Index(fields=["workspace", "batch", "id"], condition=Q(batch__isnull=False), name="case_of_batch"),
            REFUND_INDEX,
            CHARGE_INDEX,
            RECEIVED_INDEX,
            *REPORT_INDEXES,
            *CASE_INDEXES,
        ]

    def __str__(self) -> str:
        return self.reference

    def begin(self, by: User, steps: list[Step]) -> None:
        """Write the new case with its steps and its first event. Called by `start`, in its transaction."""
        self.save(force_insert=True)
        for step in steps:
            step.cancellation = self
        Step.objects.bulk_create(steps)
        self.sim.save(update_fields=["status"])
        self.hold()
        with self.changing(by) as change:
            change.note("opened", reason=self.reason, end=self.requested_end_date)

    def follow_sim(self, sim: Sim) -> None:
        """The card's texts or billing day changed: the case is found by the new ones, and is due by the new day."""
        self.sim = sim
        numbers = RequestNumber.objects.filter(cancellation=self).values_list("number", flat=True)
        self.settle_search(numbers)
        self.settle_order()
        changed = self.settle_situation(self.current_steps())
        self.save(update_fields=["search_text", "search_text_masked", "order_title", "order_fee", *changed])


class AlreadyOpen(NotPossible):
    """The SIM card has a case that is not closed; `case` is it."""

    def __init__(self, case: Cancellation) -> None:
        super().__init__(_("This SIM card has an open request already. Open that one."))
        self.case = case
