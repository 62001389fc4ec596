"""Stage, turn, next action and due date follow from the facts alone."""

from datetime import date
from typing import Any

import pytest

from cancellations.domain.deadlines import CarrierRules, Unit
from cancellations.domain.derivation import derive, stage_of
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, CaseFacts, Decision, Outcome, Stage, Turn
from tests.domain.case_facts import (
    CONFIRMED,
    END,
    PREPARED,
    SENT,
    blocked,
    day,
    facts,
    waiting,
)

SENT_ON: dict[str, Any] = {"submitted_on": day(20)}
HEARD: dict[str, Any] = {**SENT_ON, "acknowledged_on": day(22)}
YES: dict[str, Any] = {**HEARD, "confirmed_on": day(25), "confirmed_end_date": END}
VERIFIED: dict[str, Any] = {**YES, "verified_on": END}
SETTLED_IN_FEBRUARY: dict[str, Any] = {"billing_day": 31, "bills_from": date(2027, 2, 10), "clean_since": 1}
Expected = tuple[Stage, Turn, Action, date | None, StepKey | None]
P, S, R, C, X = Stage.PREPARING, Stage.SUBMITTED, Stage.PROCESSING, Stage.CONFIRMED, Stage.CLOSED
US, CARRIER, HOLDER, NOBODY = Turn.US, Turn.CARRIER, Turn.HOLDER, Turn.NOBODY
A, K = Action, StepKey
TABLE: dict[str, tuple[CaseFacts, Expected]] = {
    # preparing: the first step that can be done
    "new": (facts(), (P, US, A.POLICY, None, K.POLICY)),
    "new, with a target": (facts(requested_end_date=END), (P, US, A.POLICY, END, K.POLICY)),
    "the day to look again beats the target": (
        facts(requested_end_date=END, follow_up_on=day(9)),
        (P, US, A.POLICY, day(9), K.POLICY),
    ),
    "policy known": (facts("policy"), (P, US, A.DECISION, None, K.DECISION)),
    "decided": (
        facts("policy decision", decision=Decision.TERMINATE),
        (P, US, A.BACKUP, None, K.BACKUP),
    ),
    "backed up": (facts("policy decision backup"), (P, US, A.BALANCE, None, K.BALANCE)),
    "balance known": (facts("policy decision backup balance"), (P, US, A.DEVICES, None, K.DEVICES)),
    "devices done": (facts(PREPARED.replace("contact identity", "")), (P, US, A.CONTACT, None, K.CONTACT)),
    "contact made": (facts(PREPARED.replace(" identity", "")), (P, US, A.IDENTITY, None, K.IDENTITY)),
    "ready to be sent": (facts(PREPARED), (P, US, A.SUBMISSION, None, K.SUBMISSION)),
    "decided otherwise": (
        facts("policy decision", decision=Decision.KEEP, requested_end_date=END),
        (P, US, A.CLOSE, END, None),
    ),
    "a step waits, another can be done": (
        facts("policy", decision=None, identity=waiting(HOLDER, day(12)), requested_end_date=END),
        (P, US, A.DECISION, day(12), K.DECISION),
    ),
    "all that is left waits": (
        facts(PREPARED.replace(" identity", ""), identity=waiting(HOLDER, day(12))),
        (P, HOLDER, A.AWAIT_STEP, day(12), K.IDENTITY),
    ),
    "all that is left is blocked": (
        facts(PREPARED.replace(" identity", ""), identity=blocked(CARRIER, day(12))),
        (P, US, A.UNBLOCK, day(12), K.IDENTITY),
    ),
    "nothing was sent that the carrier could be late with": (
        facts(PREPARED.replace(" identity", ""), identity=waiting(CARRIER, day(12))),
        (P, US, A.AWAIT_STEP, day(12), K.IDENTITY),
    ),
    "it is to be sent before the target": (
        facts(requested_end_date=END, rules=CarrierRules(notice_days=10)),
        (P, US, A.POLICY, day(21), K.POLICY),
    ),
    "sending is blocked": (
        facts(PREPARED, submission=blocked(US, day(12))),
        (P, US, A.UNBLOCK, day(12), K.SUBMISSION),
    ),
    # with the carrier
    "sent": (facts(SENT, **SENT_ON), (S, CARRIER, A.AWAIT_RECEIPT, day(23), K.CONFIRMATION)),
    "sent to a slow carrier": (
        facts(SENT, **SENT_ON, rules=CarrierRules(receipt_days=5)),
        (S, CARRIER, A.AWAIT_RECEIPT, day(25), K.CONFIRMATION),
    ),
    "received": (facts(SENT, **HEARD), (R, CARRIER, A.AWAIT_CONFIRMATION, day(50), K.CONFIRMATION)),
    "received, working days": (
        facts(SENT, **HEARD, rules=CarrierRules(processing_days=10, unit=Unit.WORKING)),
        (R, CARRIER, A.AWAIT_CONFIRMATION, day(34), K.CONFIRMATION),
    ),
    "a promise beats the rule": (
        facts(SENT, **HEARD, promised_by=day(28)),
        (R, CARRIER, A.AWAIT_CONFIRMATION, day(28), K.CONFIRMATION),
    ),
    "the day to look again is ours": (
        facts(SENT, **HEARD, promised_by=day(28), follow_up_on=day(27)),
        (R, US, A.FOLLOW_UP, day(27), K.CONFIRMATION),
    ),
    "chosen after the carrier let its day pass": (
        facts(SENT, **SENT_ON, follow_up_on=day(27)),
        (S, US, A.FOLLOW_UP, day(27), K.CONFIRMATION),
    ),
    "the carrier's own day is no other one": (
        facts(SENT, **HEARD, promised_by=day(28), follow_up_on=day(28)),
        (R, CARRIER, A.AWAIT_CONFIRMATION, day(28), K.CONFIRMATION),
    ),
    "a claimed reply is to be recorded": (
        facts(SENT, **HEARD, reply_claimed_on=day(24)),
        (R, US, A.RECORD_REPLY, day(24), K.CONFIRMATION),
    ),
    "the carrier wants something": (
        facts(SENT, **SENT_ON, wants_since=day(24)),
        (R, US, A.ANSWER_CARRIER, day(24), K.CONFIRMATION),
    ),
    "the holder has to bring it": (
        facts(SENT.replace(" identity", ""), **SENT_ON, wants_since=day(24), identity=waiting(HOLDER, day(29))),
        (R, HOLDER, A.AWAIT_STEP, day(29), K.IDENTITY),
    ),
    "the holder says that it is there": (
        facts(PREPARED.replace(" identity", ""), identity={**waiting(US, day(12)), "answered": True}),
        (P, US, A.HOLDER_ANSWERED, day(12), K.IDENTITY),
    ),
    "nothing can be brought": (
        facts(SENT.replace(" identity", ""), **SENT_ON, wants_since=day(24), identity=blocked(HOLDER, day(29))),
        (R, HOLDER, A.UNBLOCK, day(29), K.IDENTITY),
    ),
    "the reply itself is on hold": (
        facts(SENT, **HEARD, confirmation=waiting(CARRIER, day(60))),
        (R, US, A.AWAIT_STEP, day(60), K.CONFIRMATION),
    ),
    "a hold elsewhere comes up first": (
        facts(SENT.replace(" devices", ""), **HEARD, devices=waiting(HOLDER, day(30))),
        (R, HOLDER, A.AWAIT_STEP, day(30), K.DEVICES),
    ),
    "a hold elsewhere does not hide a late carrier": (
        facts(SENT.replace(" devices", ""), **SENT_ON, devices=blocked(US, day(60))),
        (S, CARRIER, A.AWAIT_RECEIPT, day(23), K.CONFIRMATION),
    ),
    "money expected early changes nothing": (
        facts(SENT, **SENT_ON, refund=waiting(CARRIER, day(21))),
        (S, CARRIER, A.AWAIT_RECEIPT, day(23), K.CONFIRMATION),
    ),
    # confirmed: what is due first
    "confirmed": (facts(CONFIRMED, **YES), (C, US, A.REFUND, day(25), K.REFUND)),
    "confirmed, money awaited": (
        facts(CONFIRMED, **YES, refund=waiting(CARRIER, day(55))),
        (C, US, A.VERIFICATION, END, K.VERIFICATION),
    ),
    "verified, money awaited": (
        facts(f"{CONFIRMED} verification bill_check", **VERIFIED, refund=waiting(CARRIER, day(55))),
        (C, CARRIER, A.AWAIT_REFUND, day(55), K.REFUND),
    ),
    "the next bill": (
        facts(f"{CONFIRMED} verification refund", **VERIFIED, billing_day=31),
        (C, US, A.BILL_CHECK, date(2026, 12, 31), K.BILL_CHECK),
    ),
    "the second bill": (
        facts(f"{CONFIRMED} verification refund", **VERIFIED, billing_day=31, bill_checks=1),
        (C, US, A.BILL_CHECK, date(2027, 1, 31), K.BILL_CHECK),
    ),
    "the second bill since a charge was settled": (
        facts(f"{CONFIRMED} verification refund", **VERIFIED, **SETTLED_IN_FEBRUARY, bill_checks=1),
        (C, US, A.BILL_CHECK, date(2027, 3, 31), K.BILL_CHECK),
    ),
    "opened again by hand since then": (
        facts(f"{CONFIRMED} verification refund", **VERIFIED, **SETTLED_IN_FEBRUARY, bill_checks=0),
        (C, US, A.BILL_CHECK, date(2027, 2, 28), K.BILL_CHECK),
    ),
    "charged after the end": (
        facts(f"{CONFIRMED} verification refund", **VERIFIED, charged_on=day(35)),
        (C, US, A.DISPUTE_CHARGE, day(35), K.BILL_CHECK),
    ),
    "verification blocked": (
        facts(f"{CONFIRMED} refund bill_check", **YES, verification=blocked(HOLDER, day(33))),
        (C, HOLDER, A.UNBLOCK, day(33), K.VERIFICATION),
    ),
    "a promise about the refund": (
        facts(f"{CONFIRMED} refund", **YES, follow_up_on=day(28)),
        (C, US, A.FOLLOW_UP, day(28), None),
    ),
    "of the same day, ours comes first": (
        facts(f"{CONFIRMED} bill_check", **YES, refund=waiting(CARRIER, END)),
        (C, US, A.VERIFICATION, END, K.VERIFICATION),
    ),
    "contact and identity do not matter any more": (
        facts(
            f"{CONFIRMED} verification refund bill_check",
            **VERIFIED,
            contact={"state": StepState.TODO},
            identity=waiting(HOLDER, day(26)),
        ),
        (C, US, A.CLOSE, END, None),
    ),
    "the submission is open again": (
        facts(CONFIRMED.replace(" submission", ""), **{**YES, "submitted_on": None}),
        (C, US, A.SUBMISSION, day(25), K.SUBMISSION),
    ),
    "something is to be checked again": (
        facts(f"{CONFIRMED} verification refund bill_check", **VERIFIED, balance={"check_again": True}),
        (C, US, A.BALANCE, END, K.BALANCE),
    ),
    "verified before the end that was confirmed since": (
        facts(f"{CONFIRMED} verification refund bill_check", **{**YES, "verified_on": day(28)}),
        (C, US, A.VERIFICATION, END, K.VERIFICATION),
    ),
    "all done": (
        facts(f"{CONFIRMED} verification refund bill_check", **VERIFIED),
        (C, US, A.CLOSE, END, None),
    ),
    # closed, never deaf
    "closed": (facts(CONFIRMED, **YES, outcome=Outcome.TERMINATED), (X, NOBODY, A.NONE, None, None)),
    "withdrawn early": (facts(outcome=Outcome.WITHDRAWN), (X, NOBODY, A.NONE, None, None)),
    "a late reply": (facts(outcome=Outcome.KEPT, late_reply_on=day(4)), (X, US, A.REVIEW_LATE_REPLY, day(4), None)),
    "a late charge": (facts(outcome=Outcome.KEPT, late_charge_on=day(4)), (X, US, A.REVIEW_LATE_CHARGE, day(4), None)),
    "suspended until a day": (
        facts(outcome=Outcome.SUSPENDED, suspended_until=day(60)),
        (X, US, A.SUSPENSION_ENDS, day(46), None),
    ),
    "suspended with no end known": (
        facts(outcome=Outcome.SUSPENDED, follow_up_on=day(60)),
        (X, US, A.SUSPENSION_OPEN, day(60), None),
    ),
    "suspended, and another request decides what comes after": (
        facts(outcome=Outcome.SUSPENDED),
        (X, NOBODY, A.NONE, None, None),
    ),
    "a late reply to a suspension with no end known": (
        facts(outcome=Outcome.SUSPENDED, follow_up_on=day(60), late_reply_on=day(40)),
        (X, US, A.REVIEW_LATE_REPLY, day(40), None),
    ),
}


@pytest.mark.parametrize(("known", "expected"), TABLE.values(), ids=TABLE)
def test_situation(known: CaseFacts, expected: Expected) -> None:
    found = derive(known)
    assert (found.stage, found.turn, found.action, found.due_on, found.step) == expected


def test_the_table_has_every_stage_turn_and_action() -> None:
    expected = [row[1] for row in TABLE.values()]
    assert {one[0] for one in expected} == set(Stage)
    assert {one[1] for one in expected} == set(Turn)
    # recording a reply that is there is one action, whoever told of it: RECORD_REPLY
    assert {one[2] for one in expected} == set(Action) - {Action.CONFIRMATION}


def test_a_receipt_never_counts_as_a_confirmation() -> None:
    assert stage_of(facts(SENT, **HEARD)) is Stage.PROCESSING
    assert stage_of(facts(SENT, **HEARD, reply_claimed_on=day(24))) is Stage.PROCESSING
