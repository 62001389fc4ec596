"""What happens to the steps of a case."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cancellations.domain.closing import ObstacleKind
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.playbook import RULES, SimKind, StepKey, StepState
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.models import Cancellation, RequestNumber, Step, User
from tests.cases import (
    CONFIRMED_ON,
    END,
    SENT_ON,
    case_of,
    do,
    fresh,
    is_derived,
    kinds_of,
    refused,
    sim_of,
    step_of,
    steps_of,
    walk,
)

K = StepKey
LATER = date(2026, 12, 1)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))


@pytest.fixture
def sent(owner: User) -> Cancellation:
    return case_of(owner, to=K.CONFIRMATION)


@pytest.fixture
def ended(owner: User) -> Cancellation:
    """All steps done, not closed yet."""
    return walk(case_of(owner), owner, to=None)


# --- completing and saving ---------------------------------------------------------------------------------


def test_completing_a_step(case: Cancellation, owner: User) -> None:
    case.complete_step(K.POLICY, owner, version=1, notice="30 days", last_billable_day=LATER, fee="")
    step = step_of(case, K.POLICY)
    assert (step.state, step.settled_by, step.version) == (StepState.DONE, owner, 2)
    assert step.data == {"notice": "30 days", "last_billable_day": "2026-12-01", "fee": ""}
    case = fresh(case)
    assert (case.action, case.version) == (Action.DECISION, 3)
    event = case.events.latest("id")
    assert (event.kind, event.by) == ("step_completed", owner)
    assert event.payload == {"step": "policy", "notice": "30 days", "last_billable_day": "2026-12-01", "fee": ""}


def test_what_a_verb_leaves_in_memory_is_what_a_reload_would_show(case: Cancellation, owner: User) -> None:
    case.complete_step(K.BALANCE, owner, amount=Decimal("120.00"), seen_on=LATER, plan="refund")
    [step] = [step for step in case.last_steps if step.key == K.BALANCE]
    assert step.data == step_of(case, K.BALANCE).data == {
        "amount": "120.00", "seen_on": "2026-12-01", "plan": "refund",
    }  # fmt: skip


def test_the_whole_way(owner: User) -> None:
    case = case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))
    seen = []
    for key in [step.step_key for step in steps_of(case)]:
        assert case.action == key or case.action in {Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION, Action.REFUND}
        case = do(case, key, owner)
        seen.append((case.stage, case.turn))
        assert is_derived(case)
    assert case.action == Action.CLOSE
    assert [stage for stage, _turn in seen] == [Stage.PREPARING] * 7 + [Stage.SUBMITTED] + [Stage.CONFIRMED] * 4
    assert case.sim.status == SimStatus.ENDED


def test_a_draft_keeps_what_was_typed(case: Cancellation, owner: User) -> None:
    case.save_step(K.POLICY, owner, version=1, notice="30 days")
    step = step_of(case, K.POLICY)
    assert (step.state, step.in_progress, step.version) == (StepState.TODO, True, 2)
    case = fresh(case)
    assert case.action == Action.POLICY
    case.complete_step(K.POLICY, owner, version=2, fee="none")
    assert step_of(case, K.POLICY).data == {"notice": "30 days", "fee": "none"}
    assert kinds_of(case) == ["opened", "step_saved", "step_completed"]


def test_a_settled_step_takes_no_draft(case: Cancellation, owner: User) -> None:
    do(case, K.POLICY, owner)
    with refused(NotPossible):
        fresh(case).save_step(K.POLICY, owner, notice="x")


def test_contact_needs_a_contact_of_this_round(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.complete_step(K.CONTACT, owner)
    fresh(case).log_contact(owner, outcome=ContactOutcome.NOT_REACHED)
    fresh(case).complete_step(K.CONTACT, owner)
    assert step_of(case, K.CONTACT).state == StepState.DONE


# --- what steps do to the case -----------------------------------------------------------------------------


@pytest.mark.parametrize("plan", ["zero", "use_up", "debt_paid"])
def test_no_refund_without_one_wanted(case: Cancellation, owner: User, plan: str) -> None:
    do(case, K.BALANCE, owner, plan=plan)
    assert step_of(case, K.REFUND).state == StepState.SKIPPED


def test_a_refund_wanted_after_all(case: Cancellation, owner: User) -> None:
    do(case, K.BALANCE, owner, plan="zero")
    fresh(case).reopen_step(K.BALANCE, owner, reason="Topped up since")
    do(case, K.BALANCE, owner, plan="refund")
    assert step_of(case, K.REFUND).state == StepState.TODO


def test_a_refund_skipped_by_a_person_stays_skipped(case: Cancellation, owner: User) -> None:
    case.skip_step(K.REFUND, owner, reason="Too small to fight for")
    do(case, K.BALANCE, owner, plan="refund")
    assert step_of(case, K.REFUND).reason == "Too small to fight for"


def test_submission_keeps_number_and_days(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.SUBMISSION)
    asked = {"requested_end_date": END, "promised_by": LATER, "given_by": "Oksana"}
    case = do(case, K.SUBMISSION, owner, **asked)
    assert (case.submitted_on, case.requested_end_date, case.promised_by) == (SENT_ON, END, LATER)
    number = RequestNumber.objects.get()
    assert (number.number, number.given_by, number.given_on) == ("N-1", "Oksana", SENT_ON)
    assert (case.request_number, case.due) == ("N-1", LATER)


def test_an_earlier_promise_survives_the_submission(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.SUBMISSION)
    fresh(case).log_contact(owner, outcome=ContactOutcome.OTHER, promised_by=LATER)
    assert do(case, K.SUBMISSION, owner).promised_by == LATER


def test_the_carrier_wants_something(sent: Cancellation, owner: User) -> None:
    case = do(sent, K.CONFIRMATION, owner, result="wants", what="Passport copy", until=None)
    assert (case.stage, case.turn, case.action) == (Stage.PROCESSING, Turn.US, Action.ANSWER_CARRIER)
    assert step_of(case, K.CONFIRMATION).state == StepState.TODO
    assert kinds_of(case)[-1] == "step_recorded"
    case = do(case, K.CONFIRMATION, owner, result="none", until=LATER)
    assert (case.stage, case.turn, case.due) == (Stage.PROCESSING, Turn.CARRIER, LATER), "it is theirs again"


def test_a_confirmation_number_is_not_the_request_number(sent: Cancellation, owner: User) -> None:
    case = do(sent, K.CONFIRMATION, owner, confirmation_number="C-9")
    assert case.request_number == "N-1"
    kinds = dict(RequestNumber.objects.values_list("number", "kind"))
    assert kinds == {"N-1": "request", "C-9": "confirmation"}
    assert (case.confirmed_on, case.confirmed_end_date) == (CONFIRMED_ON, END)


def test_a_refund_arrives_in_parts(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.REFUND, owner, received=None, received_on=None)
    step = step_of(case, K.REFUND)
    assert (step.state, step.waiting_on, step.until) == (StepState.WAITING, Turn.CARRIER, date(2026, 12, 15))
    do(case, K.REFUND, owner, received=Decimal("20.00"))
    assert step_of(case, K.REFUND).state == StepState.WAITING
    do(case, K.REFUND, owner, received=Decimal("100.00"), reference="T-7")
    step = step_of(case, K.REFUND)
    assert step.state == StepState.DONE
    assert [(one["amount"], one["reference"]) for one in step.data["receipts"]] == [("20.00", ""), ("100.00", "T-7")]
    assert step.data["received"] is None, "the next part is typed anew"


def test_the_rest_can_be_given_up(owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    do(case, K.REFUND, owner, received=None, write_off=True, write_off_reason="Carrier is bankrupt")
    assert step_of(case, K.REFUND).state == StepState.DONE


def test_as_many_clean_bills_as_wanted(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    case = do(case, K.BILL_CHECK, owner, wanted=2)
    assert (case.bill_checks, step_of(case, K.BILL_CHECK).state) == (1, StepState.TODO)
    assert case.due == date(2027, 1, 14), "the second bill"
    do(case, K.BILL_CHECK, owner, wanted=2)
    assert step_of(case, K.BILL_CHECK).state == StepState.DONE
    assert len(step_of(case, K.BILL_CHECK).data["checks"]) == 2


def test_a_charge_after_the_end_comes_first(owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    charged = {"result": "charged", "amount": Decimal("300.00"), "currency": "RUB"}
    case = do(case, K.BILL_CHECK, owner, **charged)
    assert (case.action, case.bill_checks) == (Action.DISPUTE_CHARGE, 0)
    case = do(case, K.BILL_CHECK, owner)
    assert (case.action, case.bill_checks) == (Action.DISPUTE_CHARGE, 1), "a clean bill brings no money back"
    case = do(case, K.BILL_CHECK, owner, result="cancelled")
    assert (case.action, case.charged_on) == (Action.VERIFICATION, None), "whether it ended is to be looked at again"
    case.recheck_step(K.VERIFICATION, owner)
    assert fresh(case).action == Action.CLOSE


# --- locks and the point of no return ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "needed"),
    [(K.DEVICES, K.BACKUP), (K.CONFIRMATION, K.SUBMISSION), (K.VERIFICATION, K.CONFIRMATION), (K.REFUND, K.SUBMISSION)],
)
def test_a_locked_step_says_what_it_waits_for(case: Cancellation, owner: User, key: StepKey, needed: StepKey) -> None:
    with refused(Locked) as caught:
        do(case, key, owner)
    assert [(one.kind, one.step) for one in caught.value.obstacles] == [(ObstacleKind.STEP_OPEN, needed)]
    assert step_of(case, key).version == 1


def test_the_point_of_no_return_takes_a_reason(case: Cancellation, owner: User) -> None:
    for reason in ("",):
        with refused(Locked) as caught:
            do(case, K.SUBMISSION, owner, override_reason=reason)
        assert len(caught.value.obstacles) == 5
    do(case, K.SUBMISSION, owner, override_reason="The shop closes for good today")
    event = case.events.get(kind="gate_overridden")
    assert event.payload["reason"] == "The shop closes for good today"
    assert event.payload["obstacles"][0] == "step_open:policy"
    assert "override_reason" not in step_of(case, K.SUBMISSION).data


def test_accounts_on_the_number_stand_before_it(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.BACKUP)
    do(case, K.BACKUP, owner, accounts={"banks": "attached", "saved": "moved"})
    walk(case, owner, to=K.SUBMISSION)
    with refused(Locked) as caught:
        do(case, K.SUBMISSION, owner)
    assert [one.kind for one in caught.value.obstacles] == [ObstacleKind.ACCOUNTS_ATTACHED]
    assert do(case, K.SUBMISSION, owner, override_reason="Bank needs it").submitted_on == SENT_ON


def test_no_reason_crosses_another_decision(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.DECISION)
    case = do(case, K.DECISION, owner, choice="suspend")
    assert case.action == Action.CLOSE
    with refused(Locked) as caught:
        do(case, K.SUBMISSION, owner, override_reason="All the same")
    assert ObstacleKind.DECIDED_OTHERWISE in {one.kind for one in caught.value.obstacles}


@pytest.mark.parametrize("key", [key for key in K if not RULES[key].skippable])
def test_what_cannot_be_skipped(case: Cancellation, owner: User, key: StepKey) -> None:
    with refused(NotPossible):
        case.skip_step(key, owner, reason="No time")


def test_skipping_with_a_reason_unlocks(case: Cancellation, owner: User) -> None:
    case.skip_step(K.BACKUP, owner, reason="Never used for accounts")
    step = step_of(case, K.BACKUP)
    assert (step.state, step.reason, step.settled_by) == (StepState.SKIPPED, "Never used for accounts", owner)
    do(case, K.DEVICES, owner)


# --- on hold -----------------------------------------------------------------------------------------------


def test_blocked_until_a_day_by_somebody(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.IDENTITY)
    fresh(case).block_step(K.IDENTITY, owner, reason="No passport", unblocked_by=Turn.HOLDER, review_on=LATER)
    step, case = step_of(case, K.IDENTITY), fresh(case)
    assert (step.state, step.reason, step.waiting_on, step.until) == ("blocked", "No passport", "holder", LATER)
    assert (case.turn, case.action, case.due, case.action_step) == ("holder", Action.UNBLOCK, LATER, K.IDENTITY)
    case.resume_step(K.IDENTITY, owner)
    step, case = step_of(case, K.IDENTITY), fresh(case)
    assert (step.state, step.reason, step.waiting_on, step.until) == ("todo", "", "", None)
    assert case.action == Action.IDENTITY


def test_waiting_for_somebody(case: Cancellation, owner: User) -> None:
    walk(case, owner, to=K.IDENTITY)
    fresh(case).wait_step(K.IDENTITY, owner, waiting_on=Turn.HOLDER, until=LATER)
    assert fresh(case).action == Action.AWAIT_STEP
    assert do(case, K.IDENTITY, owner).action == Action.SUBMISSION, "it can be done while it waits"


@pytest.mark.parametrize("hold", ["block", "wait"])
def test_a_settled_step_is_not_held_up(case: Cancellation, owner: User, hold: str) -> None:
    do(case, K.POLICY, owner)
    with refused(NotPossible):
        HOLDS[hold](fresh(case), owner)


HOLDS: dict[str, Callable[[Cancellation, User], None]] = {
    "block": lambda case, by: case.block_step(K.POLICY, by, reason="x", unblocked_by=Turn.US, review_on=LATER),
    "wait": lambda case, by: case.wait_step(K.POLICY, by, waiting_on=Turn.US, until=LATER),
}


def test_only_what_is_held_up_goes_on(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.resume_step(K.POLICY, owner)


# --- reopening ---------------------------------------------------------------------------------------------


def test_reopening_erases_nothing_and_asks_to_look_again(ended: Cancellation, owner: User) -> None:
    before = {step.key: step.data for step in steps_of(ended)}
    ended.reopen_step(K.BALANCE, owner, reason="Topped up since")
    steps = {step.key: step for step in steps_of(ended)}
    assert {key: step.data for key, step in steps.items()} == before
    assert steps[K.BALANCE].state == StepState.TODO
    later = [K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION, K.VERIFICATION, K.REFUND, K.BILL_CHECK]
    assert {key for key, step in steps.items() if step.check_again} == set(later)
    assert all(steps[key].state == StepState.DONE for key in later)
    assert not any(steps[key].check_again for key in (K.POLICY, K.DECISION, K.BACKUP))
    assert is_derived(ended)
    assert ended.events.latest("id").payload == {"step": "balance", "reason": "Topped up since"}


def test_second_looks_come_last_and_are_asked_for(ended: Cancellation, owner: User) -> None:
    ended.reopen_step(K.BALANCE, owner, reason="Topped up since")
    case = do(ended, K.BALANCE, owner)
    assert (case.action, case.action_step) == (Action.CONTACT, K.CONTACT)
    for step in steps_of(case):
        if step.check_again:
            fresh(case).recheck_step(step.step_key, owner)
    assert fresh(case).action == Action.CLOSE


def test_only_what_was_overtaken_is_checked_again(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.recheck_step(K.POLICY, owner)


def test_an_open_step_is_not_reopened(case: Cancellation, owner: User) -> None:
    with refused(NotPossible):
        case.reopen_step(K.POLICY, owner, reason="x")


def test_a_reopened_submission_keeps_what_was_heard(sent: Cancellation, owner: User) -> None:
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    heard = fresh(sent).acknowledged_on
    fresh(sent).reopen_step(K.SUBMISSION, owner, reason="Wrong day")
    case = fresh(sent)
    assert (case.stage, case.submitted_on, case.action) == (Stage.PREPARING, None, Action.SUBMISSION)
    case = do(case, K.SUBMISSION, owner)
    assert (case.stage, case.acknowledged_on) == (Stage.PROCESSING, heard)


def test_a_reopened_reply_is_to_be_recorded_again(ended: Cancellation, owner: User) -> None:
    ended.reopen_step(K.CONFIRMATION, owner, reason="Wrong day")
    case = fresh(ended)
    assert (case.confirmed_on, case.confirmed_end_date) == (None, None)
    assert (case.turn, case.action, case.due) == (Turn.US, Action.RECORD_REPLY, CONFIRMED_ON)
    assert case.sim.status == SimStatus.CANCELLING
    case = do(case, K.CONFIRMATION, owner, end_date=date(2026, 11, 16))
    assert (case.confirmed_end_date, case.reply_claimed_on) == (date(2026, 11, 16), None)


@pytest.mark.parametrize(
    ("key", "fact", "empty"),
    [(K.DECISION, "decision", ""), (K.VERIFICATION, "verified_on", None), (K.BILL_CHECK, "bill_checks", 0)],
)
def test_a_reopened_step_takes_its_fact_back(
    ended: Cancellation, owner: User, key: StepKey, fact: str, empty: Any
) -> None:
    assert getattr(ended, fact) != empty
    ended.reopen_step(key, owner, reason="x")
    assert getattr(fresh(ended), fact) == empty


# --- rounds ------------------------------------------------------------------------------------------------


def test_a_refusal_starts_the_next_round(sent: Cancellation, owner: User) -> None:
    old = {step.key: step.version for step in steps_of(sent)}
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    case = do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder", until=LATER)
    assert (case.round, case.stage, case.submitted_on, case.acknowledged_on) == (2, Stage.PREPARING, None, None)
    assert (case.request_number, case.due, case.action) == ("", LATER, Action.CONTACT)
    anew = {step.key: step for step in steps_of(case) if step.round == 2}
    assert set(anew) == {K.CONTACT, K.IDENTITY, K.SUBMISSION, K.CONFIRMATION}
    assert all(step.state == StepState.TODO and not step.data for step in anew.values())
    assert all(anew[key].version > old[key] for key in anew), "forms of the first round are out of date"
    assert {step.key for step in steps_of(case) if step.round == 1} >= {K.POLICY, K.BACKUP, K.VERIFICATION}
    assert [step.position for step in steps_of(case)] == sorted(step.position for step in steps_of(case))


def test_earlier_rounds_stay_readable(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    earlier = Step.objects.filter(cancellation=sent, is_current=False)
    assert earlier.get(key=K.SUBMISSION).data["request_number"] == "N-1"
    assert earlier.get(key=K.CONFIRMATION).data["reason"] == "Not the holder"
    assert RequestNumber.objects.get(cancellation=sent).number == "N-1"
    assert sent.events.get(kind="refused").payload["round"] == 1


def test_the_second_round_can_succeed(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    case = walk(sent, owner, to=None)
    assert case.action == Action.CLOSE
    case.close(owner, outcome=Outcome.TERMINATED)


def test_contacts_of_the_first_round_do_not_count_in_the_second(sent: Cancellation, owner: User) -> None:
    do(sent, K.CONFIRMATION, owner, result="refused", reason="No")
    with refused(NotPossible):
        fresh(sent).complete_step(K.CONTACT, owner)


# --- somebody was faster -----------------------------------------------------------------------------------


def test_a_stale_version_changes_nothing(case: Cancellation, owner: User, colleague: User) -> None:
    case.save_step(K.POLICY, owner, version=1, notice="30 days")
    with refused(Stale):
        fresh(case).complete_step(K.POLICY, colleague, version=1, notice="None")
    assert step_of(case, K.POLICY).data == {"notice": "30 days"}


@pytest.mark.parametrize("name", ["save", "skip", "block", "wait", "resume", "reopen", "recheck"])
def test_every_change_of_a_step_minds_the_version(case: Cancellation, owner: User, name: str) -> None:
    settled = name in {"reopen", "recheck"}
    if settled:
        do(case, K.POLICY, owner)
    with refused(Stale):
        VERBS[name](fresh(case), owner)


VERBS: dict[str, Callable[[Cancellation, User], None]] = {
    "save": lambda case, by: case.save_step(K.POLICY, by, version=9),
    "skip": lambda case, by: case.skip_step(K.POLICY, by, reason="x", version=9),
    "block": lambda case, by: case.block_step(
        K.POLICY, by, reason="x", unblocked_by=Turn.US, review_on=LATER, version=9
    ),
    "wait": lambda case, by: case.wait_step(K.POLICY, by, waiting_on=Turn.US, until=LATER, version=9),
    "resume": lambda case, by: case.resume_step(K.POLICY, by, version=9),
    "reopen": lambda case, by: case.reopen_step(K.POLICY, by, reason="x", version=9),
    "recheck": lambda case, by: case.recheck_step(K.POLICY, by, version=9),
}


def test_other_steps_do_not_conflict(case: Cancellation, owner: User) -> None:
    do(case, K.POLICY, owner)
    fresh(case).complete_step(K.BALANCE, owner, version=1, plan="zero")


def test_whoever_has_seen_a_settled_step_can_record_it_anew(case: Cancellation, owner: User, colleague: User) -> None:
    do(case, K.POLICY, owner, notice="30 days")
    with refused(NotPossible):
        fresh(case).complete_step(K.POLICY, colleague, notice="None")
    fresh(case).complete_step(K.POLICY, colleague, version=2, notice="None")
    step = step_of(case, K.POLICY)
    assert (step.data["notice"], step.settled_by, step.version) == ("None", colleague, 3)
    assert kinds_of(case)[-2:] == ["step_reopened", "step_completed"]


def test_a_failed_verb_leaves_the_object_usable(case: Cancellation, owner: User) -> None:
    with refused(Locked):
        case.complete_step(K.CONFIRMATION, owner, result="none", replied_on=LATER)
    case.complete_step(K.POLICY, owner, notice="x")
    assert step_of(case, K.POLICY).state == StepState.DONE
    assert step_of(case, K.CONFIRMATION).version == 1


# --- who and when ------------------------------------------------------------------------------------------

EVERY: dict[str, Callable[[Cancellation, User], None]] = {
    "complete": lambda case, by: case.complete_step(K.POLICY, by, notice="x"),
    "save": lambda case, by: case.save_step(K.POLICY, by, notice="x"),
    "skip": lambda case, by: case.skip_step(K.POLICY, by, reason="x"),
    **HOLDS,
    "resume": lambda case, by: case.resume_step(K.BACKUP, by),
    "reopen": lambda case, by: case.reopen_step(K.DECISION, by, reason="x"),
    "recheck": lambda case, by: case.recheck_step(K.BALANCE, by),
}


@pytest.fixture
def mixed(case: Cancellation, owner: User) -> Cancellation:
    """A case in which every verb of EVERY is possible."""
    do(case, K.DECISION, owner)
    fresh(case).wait_step(K.BACKUP, owner, waiting_on=Turn.US, until=LATER)
    do(case, K.BALANCE, owner)
    fresh(case).reopen_step(K.DECISION, owner, reason="x")
    return do(case, K.DECISION, owner)


@pytest.mark.parametrize("name", EVERY)
def test_every_verb_works_writes_its_event_and_settles_the_situation(
    mixed: Cancellation, owner: User, name: str
) -> None:
    events, version = mixed.events.count(), mixed.version
    EVERY[name](mixed, owner)
    assert mixed.events.count() == events + 1
    assert fresh(mixed).version == version + 1
    assert is_derived(mixed)


@pytest.mark.parametrize("name", EVERY)
def test_a_viewer_changes_no_step(mixed: Cancellation, viewer: User, name: str) -> None:
    before = list(Step.objects.order_by("id").values())
    with refused(PermissionDenied):
        EVERY[name](mixed, viewer)
    assert list(Step.objects.order_by("id").values()) == before


@pytest.mark.parametrize("name", EVERY)
def test_a_closed_case_takes_no_steps(mixed: Cancellation, owner: User, name: str) -> None:
    mixed.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    with refused(NotPossible) as caught:
        EVERY[name](fresh(mixed), owner)
    assert "closed" in str(caught.value.message)
