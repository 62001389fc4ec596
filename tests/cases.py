"""Cases for tests: opened by the real verbs, and walked step by step to where a test begins."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.derivation import derive
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.forms.steps.prepare import ACCOUNTS
from cancellations.models import Cancellation, Carrier, Sim, Step, User

TODAY = date(2026, 11, 21)  # a Saturday; the tests of pages travel to it
SENT_ON, HEARD_ON, CONFIRMED_ON, END = (
    date(2026, 11, 3),
    date(2026, 11, 5),
    date(2026, 11, 10),
    date(2026, 11, 15),
)

ANSWERS: dict[StepKey, dict[str, Any]] = {
    StepKey.POLICY: {"notice": "None"},
    StepKey.DECISION: {"choice": "terminate", "why": "returned"},
    StepKey.BACKUP: {"receives_sms": "yes", "accounts": {"banks": "moved"}, "others": ""},
    StepKey.BALANCE: {"amount": Decimal("120.00"), "currency": "RUB", "plan": "refund"},
    StepKey.DEVICES: {"device_0": "last"},
    StepKey.CONTACT: {},
    StepKey.IDENTITY: {"documents": ["passport"], "shown_on": SENT_ON},
    StepKey.SUBMISSION: {"channel": "email", "submitted_on": SENT_ON, "request_number": "N-1"},
    StepKey.CONFIRMATION: {"result": "confirmed", "replied_on": CONFIRMED_ON, "end_date": END},
    StepKey.VERIFICATION: {"checks": ["called"], "checked_on": END},
    StepKey.REFUND: {
        "expected": Decimal("120.00"),
        "currency": "RUB",
        "expected_by": date(2026, 12, 15),
        "received": Decimal("120.00"),
        "received_on": date(2026, 11, 18),
    },
    StepKey.BILL_CHECK: {
        "checked_on": date(2026, 11, 20),
        "result": "clean",
        "amount": None,
        "currency": "",
        "wanted": 1,
    },
}


def carrier_of(by: User, **fields: Any) -> Carrier:
    """A carrier of the user's workspace."""
    assert by.workspace
    slug = f"carrier-{Carrier.objects.count() + 1}"
    return Carrier.objects.create(workspace=by.workspace, slug=slug, names={"en": "MTS"}, **fields)


def sim_of(by: User, *, carrier: Carrier | None = None, kind: str = SimKind.PHYSICAL, **fields: Any) -> Sim:
    """A SIM card of the user's workspace."""
    return Sim.objects.add(by, carrier=carrier or carrier_of(by), kind=kind, **fields)


def case_of(by: User, *, to: StepKey | None = None, sim: Sim | None = None, **fields: Any) -> Cancellation:
    """An open case of the user's; all steps before `to` are done."""
    opening = {"requested_end_date": None, "opened_on": date(2026, 11, 1), **fields}
    case = Cancellation.objects.start(sim or sim_of(by), by, **opening)
    return walk(case, by, to=to) if to else fresh(case)


def walk(case: Cancellation, by: User, *, to: StepKey | None) -> Cancellation:
    """Do the open steps of the case before `to`; all of them for None."""
    case = fresh(case)
    for step in steps_of(case):
        if step.step_key is to:
            break
        if not step.is_settled:
            _complete(case, step.step_key, by)
    return fresh(case)


def do(case: Cancellation, key: StepKey, by: User, **answers: Any) -> Cancellation:
    """Complete one step with the usual answers, or with others."""
    case = fresh(case)
    _complete(case, key, by, **answers)
    return fresh(case)


def fresh(case: Cancellation) -> Cancellation:
    """The case as the database has it."""
    return Cancellation.objects.select_related("sim", "carrier").get(pk=case.pk)


def steps_of(case: Cancellation) -> list[Step]:
    """The steps of the present round."""
    return list(Step.objects.filter(cancellation=case, is_current=True).order_by("position"))


def step_of(case: Cancellation, key: StepKey) -> Step:
    return Step.objects.get(cancellation=case, key=key, is_current=True)


def kinds_of(case: Cancellation) -> list[str]:
    """The kinds of the events of a case, oldest first."""
    return list(case.events.order_by("id").values_list("kind", flat=True))


@contextmanager
def refused(error: type[Exception]) -> Iterator[pytest.ExceptionInfo[Any]]:
    """What is done inside is refused with `error`, in a transaction of its own as a request would have it."""
    with pytest.raises(error) as caught, transaction.atomic():
        yield caught


def is_derived(case: Cancellation) -> bool:
    """Whether the stored situation is what follows from the facts."""
    case = fresh(case)
    return case.situation == derive(case.facts(steps_of(case))) and case.is_open == (not case.outcome)


def _complete(case: Cancellation, key: StepKey, by: User, **answers: Any) -> None:
    if key is StepKey.CONTACT:
        case.log_contact(by, outcome=ContactOutcome.PROCESSING)
    else:
        case.complete_step(key, by, **{**ANSWERS[key], **answers})


# --- as typed into the forms -------------------------------------------------------------------------------

TYPED: dict[StepKey, dict[str, Any]] = {
    StepKey.POLICY: {
        "notice": "30 days",
        "last_billable_day": "2026-12-15",
        "fee": "None",
        "documents": "Passport",
        "channel": "email",
        "source": "Hotline",
    },
    StepKey.DECISION: {"choice": "terminate", "why": "returned", "note": "Back home"},
    StepKey.BACKUP: {
        "receives_sms": "yes",
        **{f"account_{name}": "moved" for name in ACCOUNTS},
        "others": "",
    },
    StepKey.BALANCE: {
        "amount": "120,00",
        "currency": "rub",
        "seen_on": "2026-11-02",
        "how": "App",
        "plan": "refund",
        "refund_to": "Card",
    },
    StepKey.DEVICES: {"device_0": "last", "note": "Old phone"},
    StepKey.CONTACT: {},
    StepKey.IDENTITY: {"documents": ["passport", "purchase"], "shown_on": "2026-11-03", "note": "In the shop"},
    StepKey.SUBMISSION: {
        "channel": "email",
        "submitted_on": "2026-11-03",
        "request_number": "N-1",
        "proof": "Screenshot",
        "given_by": "Oksana",
        "requested_end_date": "2026-11-15",
        "promised_by": "2026-11-30",
    },
    StepKey.CONFIRMATION: {
        "result": "confirmed",
        "replied_on": "2026-11-10",
        "end_date": "2026-11-15",
        "confirmation_number": "C-9",
        "what": "",
        "reason": "",
        "until": "",
    },
    StepKey.VERIFICATION: {"checks": ["called", "data"], "checked_on": "2026-11-15", "note": "Dead"},
    StepKey.REFUND: {
        "expected": "120",
        "currency": "RUB",
        "method": "Card",
        "expected_by": "2026-12-15",
        "received": "120",
        "received_on": "2026-11-18",
        "reference": "T-7",
        "write_off_reason": "",
    },
    StepKey.BILL_CHECK: {
        "checked_on": "2026-11-20",
        "result": "clean",
        "amount": "",
        "currency": "RUB",
        "wanted": "1",
    },
}


def url_of(case: Cancellation, *parts: str) -> str:
    """The address of a case's page, or of something below it."""
    return "/".join(["/requests", case.reference, *parts, ""])


def typed_for(case: Cancellation, key: StepKey, **changed: Any) -> dict[str, Any]:
    """What a person would send for a step, with the version that the form was made from and a fresh key."""
    own = {"version": str(step_of(case, key).version), "form_key": str(uuid.uuid4())}
    return {**own, **TYPED[key], **changed}


def at_step(by: User, key: StepKey, **fields: Any) -> Cancellation:
    """A case in which `key` is the next step that can be done."""
    kind = SimKind.ESIM if key is StepKey.DEVICES else SimKind.PHYSICAL
    case = case_of(by, to=key, sim=sim_of(by, kind=kind, **fields))
    if key is StepKey.CONTACT:
        case.log_contact(by, outcome=ContactOutcome.NOT_REACHED)
    return fresh(case)
