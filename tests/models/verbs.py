"""One table of all that can be done to a case: what makes it possible, how it is done, which events it writes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, User
from tests.cases import ANSWERS, do, fresh, walk
from tests.files import PDF

LATER = date(2026, 12, 1)


def _ready(case: Cancellation, by: User) -> Cancellation:
    """A case in which every verb of VERBS is possible, but for those of closed cases."""
    do(case, K.DECISION, by)
    do(case, K.BALANCE, by)
    fresh(case).reopen_step(K.DECISION, by, reason="x")
    do(case, K.DECISION, by)
    fresh(case).wait_step(K.BACKUP, by, waiting_on=Turn.US, until=LATER)
    return fresh(case)


def _sent(case: Cancellation, by: User) -> Cancellation:
    return walk(case, by, to=K.CONFIRMATION)


def _closed(case: Cancellation, by: User) -> Cancellation:
    case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).log_contact(by, outcome=ContactOutcome.REFUSES)
    return fresh(case)


def _suspended(case: Cancellation, by: User) -> Cancellation:
    return _suspend(case, by, suspended_until=LATER)


def _suspended_with_no_end(case: Cancellation, by: User) -> Cancellation:
    return _suspend(case, by, look_again_on=date(2026, 11, 20))


def _suspend(case: Cancellation, by: User, **days: Any) -> Cancellation:
    do(case, K.DECISION, by, choice="suspend")
    fresh(case).close(by, outcome=Outcome.SUSPENDED, reason="x", ended_on=case.opened_on, **days)
    return fresh(case)


def _ended(case: Cancellation, by: User) -> Cancellation:
    case = walk(case, by, to=None)
    case.close(by, outcome=Outcome.TERMINATED)
    return fresh(case)


def _linked(case: Cancellation, by: User) -> Cancellation:
    case.make_holder_link(by)
    return fresh(case)


def _tagged(case: Cancellation, by: User) -> Cancellation:
    case.tag(by, ["Urgent"])
    return fresh(case)


def _proven(case: Cancellation, by: User) -> Cancellation:
    case.attach_bytes(by, "a.pdf", PDF)
    return fresh(case)


def _describe(case: Cancellation, by: User) -> None:
    case.describe_evidence(by, case.evidence.get(), kind=EvidenceKind.BILL, note="x", visibility=Visibility.TEAM)


def _charge(case: Cancellation, by: User) -> None:
    case.record_late_charge(by, amount=Decimal(300), currency="RUB", charged_on=LATER)


def _charged(case: Cancellation, by: User) -> Cancellation:
    case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
    _charge(fresh(case), by)
    return fresh(case)


def _give_up(case: Cancellation, by: User) -> None:
    told = {**ANSWERS[K.REFUND], "received": None, "write_off": True, "write_off_reason": "x"}
    case.complete_step(K.REFUND, by, **told)


def _submit(case: Cancellation, by: User) -> None:
    case.complete_step(K.SUBMISSION, by, override_reason="x", **ANSWERS[K.SUBMISSION])


def _refuse(case: Cancellation, by: User) -> None:
    case.complete_step(K.CONFIRMATION, by, result="refused", replied_on=LATER, reason="x")


def _logged(case: Cancellation, by: User) -> None:
    case.log_contact(by, outcome=ContactOutcome.WANTS, request_number="N-3", promised_by=LATER)


Prepare = Callable[[Cancellation, User], Cancellation]
Verb = Callable[[Cancellation, User], object]
VERBS: dict[str, tuple[Prepare, Verb, list[str]]] = {
    "complete": (_ready, lambda case, by: case.complete_step(K.POLICY, by, notice="x"), ["step_completed"]),
    "save": (_ready, lambda case, by: case.save_step(K.POLICY, by, notice="x"), ["step_saved"]),
    "skip": (_ready, lambda case, by: case.skip_step(K.POLICY, by, reason="x"), ["step_skipped"]),
    "block": (
        _ready,
        lambda case, by: case.block_step(K.POLICY, by, reason="x", unblocked_by=Turn.US, review_on=LATER),
        ["step_blocked"],
    ),
    "wait": (
        _ready,
        lambda case, by: case.wait_step(K.POLICY, by, waiting_on=Turn.HOLDER, until=LATER),
        ["step_waiting"],
    ),
    "resume": (_ready, lambda case, by: case.resume_step(K.BACKUP, by), ["step_resumed"]),
    "reopen step": (_ready, lambda case, by: case.reopen_step(K.DECISION, by, reason="x"), ["step_reopened"]),
    "recheck": (_ready, lambda case, by: case.recheck_step(K.BALANCE, by), ["step_rechecked"]),
    "submit": (_ready, _submit, ["gate_overridden", "step_completed"]),
    "refuse": (_sent, _refuse, ["refused"]),
    "give up the rest": (_sent, _give_up, ["refund_given_up", "step_completed"]),
    "late charge": (_ended, _charge, ["reopened", "late_charge"]),
    "log": (_sent, _logged, ["contact_logged"]),
    "number": (
        _ready,
        lambda case, by: case.add_request_number(by, number="N-2", given_on=LATER),
        ["request_number_added"],
    ),
    "follow up": (
        _ready,
        lambda case, by: case.change_follow_up(by, on=LATER, reason="x"),
        ["follow_up_changed"],
    ),
    "target": (_ready, lambda case, by: case.change_target(by, on=LATER), ["target_changed"]),
    "assign": (_ready, lambda case, by: case.assign(by, to=None), ["assigned"]),
    "close": (_ready, lambda case, by: case.close(by, outcome=Outcome.ABANDONED, reason="x"), ["closed"]),
    "reopen": (_closed, lambda case, by: case.reopen(by, reason="x"), ["reopened"]),
    "dismiss": (_closed, lambda case, by: case.dismiss_late_reply(by, reason="x"), ["late_reply_dismissed"]),
    "nothing to dispute": (
        _charged,
        lambda case, by: case.dismiss_late_charge(by, reason="x"),
        ["late_charge_dismissed"],
    ),
    "name the end": (
        _suspended_with_no_end,
        lambda case, by: case.suspend_until(by, until=LATER, reason="x"),
        ["suspension_end_named"],
    ),
    "correct the end": (
        _suspended,
        lambda case, by: case.suspend_until(by, until=date(2026, 12, 9), reason="x"),
        ["suspension_end_corrected"],
    ),
    "no end was named": (
        _suspended,
        lambda case, by: case.suspend_without_end(by, look_again_on=LATER, reason="x"),
        ["suspension_end_unknown"],
    ),
    "look at it again": (
        _suspended_with_no_end,
        lambda case, by: case.change_follow_up(by, on=LATER, reason="x"),
        ["follow_up_changed"],
    ),
    "leave the suspension": (_suspended, lambda case, by: case.leave_suspension_to("LC-1", by), ["decided_anew"]),
    "ask the holder": (
        _ready,
        lambda case, by: case.ask_holder(K.POLICY, by, ask=HolderAsk.DOCUMENT, until=LATER),
        ["holder_asked"],
    ),
    "make link": (_ready, lambda case, by: case.make_holder_link(by), ["holder_link_made"]),
    "renew link": (_linked, lambda case, by: case.renew_holder_link(by), ["holder_link_renewed"]),
    "revoke link": (_linked, lambda case, by: case.revoke_holder_link(by), ["holder_link_revoked"]),
    "attach": (_ready, lambda case, by: case.attach_bytes(by, "a.pdf", PDF), ["evidence_added"]),
    "describe": (_proven, _describe, ["evidence_changed"]),
    "remove": (
        _proven,
        lambda case, by: case.remove_evidence(by, case.evidence.get(), reason="x"),
        ["evidence_removed"],
    ),
    "tag": (_ready, lambda case, by: case.tag(by, ["Urgent"]), ["tagged"]),
    "untag": (_tagged, lambda case, by: case.untag(by, ["urgent"]), ["untagged"]),
}
