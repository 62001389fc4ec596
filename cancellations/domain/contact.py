"""Contacts with the carrier: channels, outcomes, and what an outcome proposes."""

from datetime import date
from enum import StrEnum

from cancellations.domain.deadlines import CarrierRules, add_days, add_working_days, refund_expected

FOLLOW_UP_WORKING_DAYS = 3


class Channel(StrEnum):
    CALL = "call"
    CHAT = "chat"
    EMAIL = "email"
    LETTER = "letter"
    SHOP = "shop"
    PORTAL = "portal"
    SMS = "sms"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class ContactOutcome(StrEnum):
    """In the order of the digits that pick them; the tenth has none."""

    RECEIPT = "receipt"
    PROCESSING = "processing"
    WANTS = "wants"
    RING_BACK = "ring_back"
    NOT_REACHED = "not_reached"
    CONFIRMS = "confirms"
    REFUSES = "refuses"
    REFUND_NOTICE = "refund_notice"
    OTHER = "other"
    AUTO_REPLY = "auto_reply"  # from a machine: kept, and changes nothing


ACKNOWLEDGES = frozenset({ContactOutcome.RECEIPT, ContactOutcome.PROCESSING})
CLAIMS_A_REPLY = frozenset({ContactOutcome.CONFIRMS, ContactOutcome.REFUSES})


def propose_follow_up(
    outcome: ContactOutcome, on: date, rules: CarrierRules, answer_by: date | None = None
) -> date | None:
    """The day to look again that `outcome` suggests; the person may choose another. None: no day of our own.

    `answer_by`: when the carrier must answer, as the contact leaves it. As long as that is to come, it brings the case
    back by itself: no later day is proposed, and none at all to a carrier that has the request in hand.
    """
    proposed = _usual(outcome, on, rules)
    if proposed is None or answer_by is None or answer_by < on:
        return proposed
    return None if outcome in ACKNOWLEDGES or proposed >= answer_by else proposed


def _usual(outcome: ContactOutcome, on: date, rules: CarrierRules) -> date | None:
    match outcome:
        case ContactOutcome.RECEIPT | ContactOutcome.PROCESSING | ContactOutcome.OTHER:
            return add_working_days(on, FOLLOW_UP_WORKING_DAYS, rules.calendar)
        case ContactOutcome.RING_BACK | ContactOutcome.NOT_REACHED:
            return add_working_days(on, 1, rules.calendar)
        case ContactOutcome.REFUND_NOTICE:
            return refund_expected(on, rules)
        case ContactOutcome.WANTS:
            return add_days(on, 0)
        case ContactOutcome.CONFIRMS | ContactOutcome.REFUSES | ContactOutcome.AUTO_REPLY:
            return None
