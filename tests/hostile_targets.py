"""Every form of a case, with what can be typed into it."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, User
from tests.cases import TODAY, TYPED, at_step, case_of, do, fresh, step_of, url_of
from tests.hostile import Hostile, hostile
from tests.suspensions import suspended_until, suspended_with_no_end

K = StepKey
ENTRIES = hostile("text", "url", "next", "phone", "iccid")
SECONDS = 5.0
HARMLESS = "Harmless words"
MOVED = {"reason": HARMLESS, "until": "2026-12-01", "who": "holder"}
WHY = {"reason": HARMLESS}


@dataclass(frozen=True)
class Target:
    """One form: how its case is made, where it stands, what a person would type, and what of it is free text.

    `path`: below the case, or with a slash at its beginning as it is.
    """

    make: Callable[[User], Cancellation]
    path: str
    typed: dict[str, Any]
    free: tuple[str, ...] = ()

    def url(self, case: Cancellation) -> str:
        return self.path if self.path.startswith("/") else f"{url_of(case)}{self.path}/"


def _step(key: StepKey, *free: str) -> Target:
    return Target(lambda by: at_step(by, key), f"steps/{key}", TYPED[key], free)


def _held(by: User) -> Cancellation:
    case = case_of(by)
    case.wait_step(K.POLICY, by, waiting_on=Turn.HOLDER, until=date(2026, 12, 1))
    return fresh(case)


def _overtaken(by: User) -> Cancellation:
    case = case_of(by, to=K.BALANCE)
    case.reopen_step(K.DECISION, by, reason="x")
    return do(case, K.DECISION, by)


def _ended(by: User) -> Cancellation:
    case = case_of(by, to=K.BILL_CHECK)
    return do(case, K.BILL_CHECK, by)


def _linked(by: User) -> Cancellation:
    case = case_of(by)
    case.make_holder_link(by)
    return fresh(case)


def _closed(by: User) -> Cancellation:
    case = case_of(by)
    case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).log_contact(by, outcome=ContactOutcome.REFUSES)
    return fresh(case)


def _charged(by: User) -> Cancellation:
    case = case_of(by)
    case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).record_late_charge(by, amount=Decimal(300), currency="RUB", charged_on=TODAY)
    return fresh(case)


TARGETS: dict[str, Target] = {
    "policy": _step(K.POLICY, "notice", "fee", "documents", "source"),
    "decision": _step(K.DECISION, "note"),
    "backup": _step(K.BACKUP, "others"),
    "balance": _step(K.BALANCE, "how", "refund_to"),
    "devices": _step(K.DEVICES, "note"),
    "contact": _step(K.CONTACT),
    "identity": _step(K.IDENTITY, "note"),
    "submission": _step(K.SUBMISSION, "request_number", "proof", "given_by"),
    "confirmation": _step(K.CONFIRMATION, "confirmation_number", "what", "reason"),
    "verification": _step(K.VERIFICATION, "note"),
    "refund": _step(K.REFUND, "method", "reference", "write_off_reason"),
    "bill_check": _step(K.BILL_CHECK),
    "skip": Target(case_of, "steps/policy/skip", WHY, ("reason",)),
    "block": Target(case_of, "steps/policy/block", MOVED, ("reason",)),
    "wait": Target(case_of, "steps/policy/wait", MOVED, ("reason",)),
    "resume": Target(_held, "steps/policy/resume", {}),
    "reopen step": Target(_overtaken, "steps/decision/reopen", WHY, ("reason",)),
    "recheck": Target(_overtaken, "steps/backup/recheck", {}),
    "follow-up": Target(case_of, "follow-up", {"on": "2026-12-01", **WHY}, ("reason",)),
    "target": Target(case_of, "target", {"on": "2026-12-01"}),
    "numbers": Target(
        case_of,
        "numbers",
        {"number": "N-7", "given_on": "2026-11-20", "given_by": "Oksana"},
        ("number", "given_by"),
    ),
    "assignee": Target(case_of, "assignee", {"to": ""}),
    "close": Target(case_of, "close", {"outcome": "abandoned", **WHY}, ("reason",)),
    "reopen": Target(_closed, "reopen", WHY, ("reason",)),
    "suspended-until": Target(
        suspended_with_no_end, "suspended-until", {"until": "2026-12-01", **WHY}, ("reason",)
    ),
    "no-end": Target(suspended_until, "no-end", {"look_again_on": "2026-12-01", **WHY}, ("reason",)),
    "late-reply": Target(_closed, "late-reply", WHY, ("reason",)),
    "charge-not-disputed": Target(_charged, "charge-not-disputed", WHY, ("reason",)),
    "ask": Target(
        case_of,
        "steps/policy/ask",
        {"ask": "other", "words": HARMLESS, "until": "2026-12-01"},
        ("words",),
    ),
    "late-charge": Target(
        _ended,
        "late-charge",
        {"amount": "300", "currency": "RUB", "charged_on": "2026-11-20", "what": HARMLESS},
        ("what",),
    ),
    "holder link": Target(_linked, "holder-link", {"do": "renew", "language": "ru"}),
    "holidays": Target(
        case_of,
        "/settings/holidays/",
        {"country": "RU", "day": "2026-12-31", "name": HARMLESS, "what": "free"},
        ("name",),
    ),
    "log": Target(
        case_of,
        "log",
        {
            "outcome": "other", "channel": "call", "note": HARMLESS, "follow_up": "auto", "follow_up_on": "",
            "promised_by": "", "request_number": "N-7", "agent": "Oksana", "at": "", "direction": "out",
        },
        ("note", "request_number", "agent"),
    ),
}  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def in_time(entry: Hostile) -> Iterator[None]:
    """By the processor's clock: the machine may be busy with something else."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < SECONDS, f"{entry.id}: {took:.1f} s"


def own_fields(case: Cancellation, target: Target) -> dict[str, str]:
    """What a form that was made just now carries beside what is typed."""
    parts = target.path.split("/")
    version = step_of(case, K(parts[1])).version if parts[0] == "steps" else fresh(case).version
    return {"version": str(version), "form_key": str(uuid.uuid4())}
