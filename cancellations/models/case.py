"""The row of a case: its facts, the situation derived from them, and the frame that every verb works in.

Facts are columns and steps; the situation (stage, turn, action, due) is derived from them by domain/derivation.py
and stored only here, in the same transaction as the fact that changed it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import models, transaction

from cancellations.domain.deadlines import Pause
from cancellations.domain.derivation import derive, sim_status
from cancellations.domain.errors import Stale
from cancellations.domain.money import read_money
from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.searching import searchable
from cancellations.domain.situation import Action, CaseFacts, Decision, Outcome, SimStatus, Situation, Stage, Turn
from cancellations.domain.text import LINE, fold
from cancellations.models.base import SearchedRow
from cancellations.models.batch import Batch
from cancellations.models.carrier import Carrier, rules_from
from cancellations.models.case_money import MoneyColumns, money_columns
from cancellations.models.change import Change
from cancellations.models.event import Event
from cancellations.models.order_columns import STAGE_PLACES, CaseOrderColumns, cut, order_of_carrier, order_of_sim
from cancellations.models.people import User
from cancellations.models.sim import Sim
from cancellations.models.step import Step
from cancellations.models.step_facts import told_by

NEVER = date(9999, 12, 31)  # sorts last and keeps the index whole; read it through `due`


class Case(MoneyColumns, CaseOrderColumns, SearchedRow):
    """What is known of one request to end one SIM card's contract."""

    reference = models.CharField(max_length=12, unique=True)
    sim = models.ForeignKey(Sim, models.PROTECT, related_name="cancellations")
    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="cancellations")
    rules = models.JSONField(default=dict, help_text="the carrier's day counts when the case was opened")
    own_days = models.JSONField(default=list, help_text="the workspace's own days of the carrier's country")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="cases", db_index=False)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LINE, blank=True)
    tag_ids = models.TextField(blank=True, help_text="of its tags, as a list prints them: see models/tag.py")
    round = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=10, blank=True)
    request_number = models.CharField(max_length=LINE, blank=True, help_text="the latest one, to be quoted")
    accounts_attached = models.BooleanField(default=False, help_text="something still hangs on the number")

    # Days, not moments: a carrier's paper names a day, and a day has no time zone. Kept apart on purpose.
    requested_end_date = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)  # a receipt, never a confirmation
    promised_by = models.DateField(null=True)
    promised_on = models.DateField(null=True)  # when that was said
    wants_since = models.DateField(null=True)
    pauses = models.JSONField(default=list, help_text="of this round: [asked on, answered on]")
    reply_claimed_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_end_date = models.DateField(null=True)
    answer_due_on = models.DateField(null=True, help_text="by when the carrier had said that it would confirm")
    verified_on = models.DateField(null=True)
    charged_on = models.DateField(null=True)
    bill_checks = models.PositiveSmallIntegerField(default=0)
    follow_up_on = models.DateField(null=True)
    rung = models.CharField(max_length=12, blank=True, help_text="the highest letter of the ladder sent in this round")
    rung_on = models.DateField(null=True)  # when a letter of the ladder was sent last
    late_reply_on = models.DateField(null=True)
    late_charge_on = models.DateField(null=True)  # found after closing, and not looked at: it could not reopen the case
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_reason = models.TextField(blank=True)
    ended_on = models.DateField(null=True)  # ran out or was transferred on; suspended from
    suspended_until = models.DateField(null=True)

    # The situation: derived, stored for the index, written by Change alone.
    stage = models.CharField(max_length=10, default=Stage.PREPARING)
    turn = models.CharField(max_length=8, default=Turn.US)
    action = models.CharField(max_length=20)
    action_step = models.CharField(max_length=16, blank=True)
    due_on = models.DateField(default=NEVER)
    is_open = models.BooleanField(default=True)

    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    last_events: list[Event] = []  # of the last change made through this object, with the steps as it left them
    last_steps: list[Step] = []
    last_facts: CaseFacts | None = None
    _held = False
    _steps: list[Step] | None = None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def due(self) -> date | None:
        return None if self.due_on == NEVER else self.due_on

    @property
    def situation(self) -> Situation:
        """As stored."""
        from_key = StepKey(self.action_step) if self.action_step else None
        return Situation(Stage(self.stage), Turn(self.turn), Action(self.action), self.due, from_key)

    def facts(self, steps: Sequence[Step]) -> CaseFacts:
        """What the situation is derived from."""
        return CaseFacts(
            opened_on=self.opened_on,
            steps=tuple(step.facts for step in steps),
            decision=Decision(self.decision) if self.decision else None,
            requested_end_date=self.requested_end_date,
            submitted_on=self.submitted_on,
            acknowledged_on=self.acknowledged_on,
            promised_by=self.promised_by,
            promised_on=self.promised_on,
            wants_since=self.wants_since,
            pauses=tuple(Pause(date.fromisoformat(since), date.fromisoformat(until)) for since, until in self.pauses),
            reply_claimed_on=self.reply_claimed_on,
            confirmed_on=self.confirmed_on,
            confirmed_end_date=self.confirmed_end_date,
            verified_on=self.verified_on,
            charged_on=self.charged_on,
            bill_checks=self.bill_checks,
            follow_up_on=self.follow_up_on,
            late_reply_on=self.late_reply_on,
            late_charge_on=self.late_charge_on,
            suspended_until=self.suspended_until,
            outcome=Outcome(self.outcome) if self.outcome else None,
            billing_day=self.sim.billing_day,
            rules=rules_from(self.rules, self.own_days),
            **told_by(steps),
        )

    def current_steps(self) -> list[Step]:
        """The steps of the present round in their order; read once while the case is held."""
        if self._steps is None or not self._held:
            current = (step for step in Step.objects.of_case(self) if step.is_current)
            self._steps = sorted(current, key=lambda step: step.position)
        return self._steps

    def settle_situation(self, steps: Sequence[Step], facts: CaseFacts | None = None) -> set[str]:
        """Derive the situation and what is owed, and set the columns; gives the names of those that changed."""
        facts = facts or self.facts(steps)
        situation = derive(facts)
        values: dict[str, Any] = {
            "stage": situation.stage,
            "turn": situation.turn,
            "action": situation.action,
            "action_step": situation.step or "",
            "due_on": situation.due_on or NEVER,
            "is_open": facts.outcome is None,
            "order_stage": STAGE_PLACES[situation.stage],
            "order_submitted": self.submitted_on.isoformat() if self.submitted_on else "",
            "order_number": cut(self.request_number),
            **money_columns(facts, read_money(steps)),
        }
        changed = {name for name, value in values.items() if getattr(self, name) != value}
        for name in changed:
            setattr(self, name, values[name])
        return changed

    def settle_search(self, numbers: Iterable[str]) -> None:
        """Set the texts that the case is found by. `numbers`: its request numbers, in their order."""
        own, given = fold(self.reference), [searchable(number) for number in numbers]
        self.search_text = "\n".join([own, self.sim.search_text, *given])
        self.search_text_masked = "\n".join([own, self.sim.search_text_masked, *given])

    def settle_order(self) -> None:
        """Set what lists are sorted by, but for what a step can change: that is set with the situation."""
        for name, value in order_of_sim(self.sim).items():
            setattr(self, name, value)
        self.order_carrier = order_of_carrier(self.carrier)
        self.order_person = self.assignee_id or 0

    def found_by(self, number: str) -> None:
        """One more request number to be found by, as settle_search would add it."""
        self.search_text += f"\n{searchable(number)}"
        self.search_text_masked += f"\n{searchable(number)}"

    def take_own_days(self) -> None:
        """Count with the days that the workspace knows better now; while the case is open it is told of new ones."""
        country = self.rules.get("country")
        self.own_days = self.workspace.holidays.copied(country) if country else []

    def asked(self, on: date) -> None:
        """The carrier wants something of us: its clock stands still. What it wanted before is part of that."""
        self.answered(on)
        self.wants_since = on

    def answered(self, on: date) -> None:
        """The carrier has what it wanted: its clock goes on with the days left."""
        if self.wants_since and self.wants_since < on:
            self.pauses = [*self.pauses, [self.wants_since.isoformat(), on.isoformat()]]
        self.wants_since = None

    def card_status(self, steps: Sequence[Step]) -> SimStatus:
        """What this case says of its card. Only an open case, or the one that is just being closed, is believed."""
        return sim_status(self.facts(steps))

    def hold(self, steps: list[Step] | None = None) -> None:
        """The row is locked by this transaction; forgotten when it commits."""
        self._held, self._steps = True, steps
        transaction.on_commit(self._let_go)

    @contextmanager
    def changing(self, by: User, *, version: int | None = None) -> Iterator[Change]:
        """The frame of every verb: role, lock, facts, event and situation, all in one transaction.

        Raises PermissionDenied, and Stale when `version` is given and is not the case's any more, or the case is gone.
        """
        by.must(Right.WORK)
        with self._written(by, version) as change:
            yield change

    @contextmanager
    def changing_for_holder(self) -> Iterator[Change]:
        """As `changing`, for what the SIM's holder says through their link: nobody of ours did it."""
        with self._written(None, None) as change:
            yield change

    @contextmanager
    def _written(self, by: User | None, version: int | None) -> Iterator[Change]:
        with transaction.atomic(savepoint=False):
            if not self._held:
                try:
                    self.refresh_from_db(from_queryset=type(self)._default_manager.select_for_update())
                except type(self).DoesNotExist:  # an import that opened it was undone
                    raise Stale from None
                self.hold()
            try:
                change = Change(self, by, self.current_steps(), version)
                yield change
                change.save()
            except BaseException:
                self._let_go()  # what this object holds is not what the database holds
                raise

    def _let_go(self) -> None:
        self._held = False
