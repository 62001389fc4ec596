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


@pytest.mark.parametrize(
    ("outcome", "answer_by", "expected"),
    [
        (ContactOutcome.RECEIPT, date(2026, 12, 20), None),
        (ContactOutcome.PROCESSING, FRIDAY, None),
        (ContactOutcome.PROCESSING, date(2026, 11, 19), WEDNESDAY),
        (ContactOutcome.NOT_REACHED, date(2026, 12, 20), MONDAY),
        (ContactOutcome.NOT_REACHED, MONDAY, None),
        (ContactOutcome.OTHER, date(2026, 11, 24), None),
        (ContactOutcome.REFUND_NOTICE, date(2026, 12, 20), None),
        (ContactOutcome.WANTS, None, FRIDAY),
    ],
)
def test_the_carriers_own_day_brings_the_case_back(
    outcome: ContactOutcome, answer_by: date | None, expected: date | None
) -> None:
    """As long as it is to come: no later day is proposed, and none to a carrier that has the request in hand."""
    assert propose_follow_up(outcome, FRIDAY, CarrierRules(refund_days=45), answer_by) == expected


def test_nine_outcomes_for_nine_digits() -> None:
    """What a machine sends is the tenth, which no digit picks."""
    assert list(ContactOutcome)[9:] == [ContactOutcome.AUTO_REPLY]
