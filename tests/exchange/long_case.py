"""A case that went on for long: refused once, asked about often, with 60 events and evidence of every standing."""

from datetime import UTC, date, datetime
from typing import Any

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.models import Cancellation, Evidence, User
from tests.cases import carrier_of, case_of, do, fresh, sim_of, walk
from tests.files import PDF

NUMBER, ICCID = "+79161234567", "89701012345678901237"
SHOWN, MASKED = "+7 916 123-45-67", "+7 916 *** ** 67"
NOTE = (
    "The hotline says that the application has arrived and lies with the department for contracts. "
    "Оператор просил перезвонить через три дня. 客服说明三天后再来电。"
)


def long_case(by: User, *, events: int = 60) -> Cancellation:
    """Two rounds, confirmed and checked in the second; padded with contacts to `events` events."""
    carrier = carrier_of(by, country="RU", processing_days=10, processing_unit="working", refund_days=30)
    sim = sim_of(
        by, carrier=carrier, kind=SimKind.ESIM, msisdn=NUMBER, iccid=ICCID, nickname="北京备用号", holder="Чжоу Кай"
    )
    case = case_of(by, sim=sim, to=StepKey.CONFIRMATION, requested_end_date=date(2026, 11, 15))
    refused: dict[str, Any] = {
        "result": "refused",
        "replied_on": date(2026, 11, 6),
        "reason": "The signature differs",
        "end_date": None,
    }
    case.complete_step(StepKey.CONFIRMATION, by, **refused)
    case = walk(fresh(case), by, to=StepKey.CONFIRMATION)
    case = walk(case, by, to=StepKey.BILL_CHECK)
    for name, kind, note in (
        ("receipt-11.pdf", EvidenceKind.RECEIPT, "Receipt of the first application"),
        ("确认函 №7.pdf", EvidenceKind.CONFIRMATION, "The confirmation"),
        ("chaser.pdf", EvidenceKind.LETTER, "Chaser of 9 November"),
        ("passport-of-kai.pdf", EvidenceKind.IDENTITY, ""),
    ):
        file(case, by, name, kind=kind, note=note)
    file(case, by, "talk-in-the-team.pdf", visibility=Visibility.TEAM, note="Only for us")
    gone = file(case, by, "wrong-bill.pdf", kind=EvidenceKind.BILL)
    case.remove_evidence(by, gone, reason="Somebody else's bill")
    for number in range(events - case.events.count()):
        contact(case, by, number)
    return fresh(case)


def file(case: Cancellation, by: User, name: str, **about: Any) -> Evidence:
    """Evidence whose bytes nothing else has."""
    return case.attach_bytes(by, name, PDF + f"% {name}\n".encode(), **{"kind": EvidenceKind.OTHER, **about})


def contact(case: Cancellation, by: User, number: int) -> None:
    channels, outcomes = list(Channel), [ContactOutcome.PROCESSING, ContactOutcome.NOT_REACHED, ContactOutcome.OTHER]
    case.log_contact(
        by,
        channel=channels[number % len(channels)],
        direction=Direction.OUT,
        outcome=outcomes[number % len(outcomes)],
        at=datetime(2026, 11, 11 + number % 9, 9, number % 60, tzinfo=UTC),
        agent=f"Oksana {number}",
        note=f"{number}. {NOTE}",
    )


def finish(case: Cancellation, by: User) -> Cancellation:
    return do(case, StepKey.BILL_CHECK, by)
