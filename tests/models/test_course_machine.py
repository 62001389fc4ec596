"""Whatever people do in whatever order: a case stays true to its facts, and nothing ends without proof."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.money import Paid
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Decision, Outcome, Turn
from cancellations.models import Cancellation, Event, Step, User
from tests.cases import ANSWERS, TODAY, sim_of
from tests.models.course_truths import (
    nothing_ends_without_proof,
    the_money_is_that_of_the_steps,
    the_situation_follows_from_the_facts,
)

days = st.integers(0, 60).map(lambda number: date(2026, 11, 1) + timedelta(days=number))
keys = st.sampled_from(StepKey)
amounts = st.integers(1, 20_000).map(lambda cents: Decimal(cents) / 100)
currencies = st.sampled_from(["RUB", "RUB", "EUR"])
turns = st.sampled_from([Turn.US, Turn.HOLDER, Turn.CARRIER])


class Course(RuleBasedStateMachine):
    """One case, and everything that can be done to it."""

    owner: User

    @initialize(kind=st.sampled_from(SimKind), walked=st.sampled_from([0, 0, 9, 12]))
    def open(self, kind: SimKind, walked: int = 0) -> None:
        """`walked`: so many steps are done already, so that the end is come to as often as the beginning."""
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.pk = Cancellation.objects.start(sim_of(self.owner, kind=kind), self.owner, requested_end_date=None).pk
        self.versions: dict[str, int] = {}
        self.events = 0
        self.refused = False
        for _step in range(walked):
            self.go_on()

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            transaction.set_rollback(True)
            self.stack.close()

    @property
    def case(self) -> Cancellation:
        return Cancellation.objects.select_related("sim").get(pk=self.pk)

    def steps(self) -> list[Step]:
        return list(Step.objects.filter(cancellation_id=self.pk, is_current=True).order_by("position"))

    def try_to(self, verb: Callable[[Cancellation], object]) -> None:
        """Do it if it is possible."""
        try:
            with transaction.atomic():
                verb(self.case)
            self.refused = False
        except (NotPossible, Locked, Stale):
            self.refused = True

    # --- what people do ---

    @rule()
    def go_on(self) -> None:
        """The next step that can be done, so that long ways are walked too."""
        states = {step.step_key: step for step in self.steps()}
        for key, step in states.items():
            if not step.is_settled:
                self.complete(key, {})
                return

    @rule(key=keys, answers=st.fixed_dictionaries({}, optional={"override_reason": st.just("x")}))
    def complete(self, key: StepKey, answers: dict[str, Any]) -> None:
        if key is StepKey.CONTACT:
            self.log(ContactOutcome.PROCESSING, date(2026, 11, 20), None, None)
        elif key is StepKey.SUBMISSION or not answers:
            self.try_to(lambda case: case.complete_step(key, self.owner, **{**ANSWERS[key], **answers}))

    @rule(choice=st.sampled_from(Decision))
    def decide(self, choice: Decision) -> None:
        self.try_to(lambda case: case.complete_step(StepKey.DECISION, self.owner, choice=choice))

    @rule(plan=st.sampled_from(["refund", "zero"]))
    def balance(self, plan: str) -> None:
        self.try_to(lambda case: case.complete_step(StepKey.BALANCE, self.owner, plan=plan))

    @rule(result=st.sampled_from(["confirmed", "wants", "refused", "none"]), day=days)
    def reply(self, result: str, day: date) -> None:
        answers: dict[str, Any] = {"result": result, "replied_on": day, "end_date": day, "until": day, "reason": "x"}
        self.try_to(lambda case: case.complete_step(StepKey.CONFIRMATION, self.owner, **answers))

    @rule(result=st.sampled_from(["clean", "charged", "returned", "cancelled", "waived"]), day=days, amount=amounts)
    def check_bill(self, result: str, day: date, amount: Decimal) -> None:
        charge: dict[str, Any] = {"amount": amount, "currency": "RUB", "reason": "x"}
        told = {**charge, "result": result, "checked_on": day, "wanted": 2}
        self.try_to(lambda case: case.complete_step(StepKey.BILL_CHECK, self.owner, **told))

    @rule(amount=amounts, currency=currencies, paid_as=st.sampled_from(Paid), write_off=st.booleans())
    def get_money(self, amount: Decimal, currency: str, paid_as: Paid, write_off: bool) -> None:
        told: dict[str, Any] = {"received": amount, "currency": currency, "paid_as": paid_as}
        answers = {**ANSWERS[StepKey.REFUND], **told, "write_off": write_off, "write_off_reason": "x"}
        self.try_to(lambda case: case.complete_step(StepKey.REFUND, self.owner, **answers))

    @rule(amount=amounts, currency=currencies, day=days)
    def charge_late(self, amount: Decimal, currency: str, day: date) -> None:
        told: dict[str, Any] = {"amount": amount, "currency": currency, "charged_on": day}
        self.try_to(lambda case: case.record_late_charge(self.owner, **told))

    @rule()
    def change_nothing(self) -> None:
        """Whoever writes down what changes nothing moves no day."""
        before = self.case.situation
        self.try_to(lambda case: case.assign(self.owner, to=None if case.assignee else self.owner))
        self.try_to(
            lambda case: case.log_contact(self.owner, outcome=ContactOutcome.AUTO_REPLY, direction=Direction.IN)
        )
        self.try_to(lambda case: case.add_request_number(self.owner, number="N-0", given_on=TODAY))
        assert self.case.situation == before
        self.refused = False

    @rule(key=keys)
    def save(self, key: StepKey) -> None:
        self.try_to(lambda case: case.save_step(key, self.owner, note="x"))

    @rule(key=keys)
    def skip(self, key: StepKey) -> None:
        self.try_to(lambda case: case.skip_step(key, self.owner, reason="x"))

    @rule(key=keys, who=turns, day=days)
    def block(self, key: StepKey, who: Turn, day: date) -> None:
        self.try_to(lambda case: case.block_step(key, self.owner, reason="x", unblocked_by=who, review_on=day))

    @rule(key=keys, who=turns, day=days)
    def wait(self, key: StepKey, who: Turn, day: date) -> None:
        self.try_to(lambda case: case.wait_step(key, self.owner, waiting_on=who, until=day))

    @rule(key=keys)
    def resume(self, key: StepKey) -> None:
        self.try_to(lambda case: case.resume_step(key, self.owner))

    @rule(key=keys)
    def reopen_step(self, key: StepKey) -> None:
        self.try_to(lambda case: case.reopen_step(key, self.owner, reason="x"))

    @rule()
    def recheck_all(self) -> None:
        for step in self.steps():
            if step.check_again:
                self.try_to(lambda case, key=step.step_key: case.recheck_step(key, self.owner))  # type: ignore[misc]

    @rule(key=keys)
    def overrule(self, key: StepKey) -> None:
        """Somebody was faster; the form was looked at and sent again."""
        [*found] = [step for step in self.steps() if step.step_key is key]
        if found and key is not StepKey.CONTACT:
            version = found[0].version
            self.try_to(lambda case: case.complete_step(key, self.owner, version=version, **ANSWERS[key]))

    @rule(outcome=st.sampled_from(ContactOutcome), day=days, promised=st.none() | days, again=st.none() | days)
    def log(self, outcome: ContactOutcome, day: date, promised: date | None, again: date | None) -> None:
        self.try_to(
            lambda case: case.log_contact(
                self.owner, outcome=outcome, promised_by=promised, follow_up_on=again, request_number="N"
            )
        )

    @rule(day=days)
    def look_again(self, day: date) -> None:
        self.try_to(lambda case: case.change_follow_up(self.owner, on=day, reason="x"))

    @rule(day=days)
    def aim(self, day: date) -> None:
        self.try_to(lambda case: case.change_target(self.owner, on=day))

    @rule(outcome=st.sampled_from([Outcome.TERMINATED, *Outcome]), until=st.none() | days, again=st.none() | days)
    def close(self, outcome: Outcome, until: date | None = None, again: date | None = None) -> None:
        told: dict[str, Any] = {"outcome": outcome, "suspended_until": until, "look_again_on": again}
        self.try_to(lambda case: case.close(self.owner, reason="x", ended_on=TODAY, **told))

    @rule(day=days)
    def name_the_end(self, day: date) -> None:
        self.try_to(lambda case: case.suspend_until(self.owner, until=day, reason="x"))

    @rule(on=days)
    def take_it_back(self, on: date) -> None:
        self.try_to(lambda case: case.suspend_without_end(self.owner, look_again_on=on, reason="x"))

    @rule()
    def reopen(self) -> None:
        self.try_to(lambda case: case.reopen(self.owner, reason="x"))

    @rule()
    def dismiss(self) -> None:
        self.try_to(lambda case: case.dismiss_late_reply(self.owner, reason="x"))

    @rule()
    def let_the_charge_be(self) -> None:
        self.try_to(lambda case: case.dismiss_late_charge(self.owner, reason="x"))

    # --- what holds all the time ---

    @invariant()
    def all_is_well(self) -> None:
        case, steps = self.case, self.steps()
        the_situation_follows_from_the_facts(case, steps)
        nothing_ends_without_proof(case, {step.key: step.state for step in steps})
        the_money_is_that_of_the_steps(case, steps, self.owner)
        self.only_what_happened_is_told(case, steps)

    def only_what_happened_is_told(self, case: Cancellation, steps: list[Step]) -> None:
        """Versions only grow, and they grow when there is an event."""
        now = {step.key: step.version for step in steps} | {"case": case.version}
        assert all(now[name] >= version for name, version in self.versions.items())
        events = Event.objects.filter(cancellation_id=self.pk).count()
        assert (events > self.events) == (now["case"] != self.versions.get("case"))
        assert not self.refused or now == self.versions
        self.versions, self.events, self.refused = now, events, False


def test_course(owner: User) -> None:
    machine = type("OwnersCourse", (Course,), {"owner": owner})
    often = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=often)


@pytest.mark.parametrize("skipped", [[], [StepKey.REFUND, StepKey.BILL_CHECK]])
def test_the_machine_can_reach_the_end(owner: User, skipped: list[StepKey]) -> None:
    machine = type("OwnersCourse", (Course,), {"owner": owner})()
    machine.open(SimKind.ESIM)
    for key in skipped:
        machine.skip(key)
    for _turn in range(12):
        machine.go_on()
    machine.close(Outcome.TERMINATED)
    assert machine.case.outcome == Outcome.TERMINATED
    machine.all_is_well()
    machine.teardown()
