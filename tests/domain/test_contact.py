"""What the outcome of a contact proposes."""

from datetime import date

import pytest

from cancellations.domain.contact import ContactOutcome, propose_follow_up
from cancellations.domain.deadlines import CarrierRules

FRIDAY = date(2026, 11, 20)
MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (ContactOutcome.RECEIPT, WEDNESDAY),
        (ContactOutcome.PROCESSING, WEDNESDAY),
        (ContactOutcome.WANTS, FRIDAY),
        (ContactOutcome.RING_BACK, MONDAY),
        (ContactOutcome.NOT_REACHED, MONDAY),
        (ContactOutcome.CONFIRMS, None),
        (ContactOutcome.REFUSES, None),
        (ContactOutcome.REFUND_NOTICE, date(2027, 1, 4)),
        (ContactOutcome.OTHER, WEDNESDAY),
        (ContactOutcome.AUTO_REPLY, None),
    ],
)
def test_follow_up(outcome: ContactOutcome, expected: date | None) -> None:
    assert propose_follow_up(outcome, FRIDAY, CarrierRules(refund_days=45)) == expected


def test_nine_outcomes_for_nine_digits() -> None:
    """What a machine sends is the tenth, which no digit picks."""
    assert list(ContactOutcome)[9:] == [ContactOutcome.AUTO_REPLY]
