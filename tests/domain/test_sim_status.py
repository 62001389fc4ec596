"""What a case says of its SIM card's contract."""

from typing import Any

import pytest

from cancellations.domain.derivation import sim_status
from cancellations.domain.situation import CaseFacts, Outcome, SimStatus
from tests.domain.case_facts import CONFIRMED, END, SENT, day, facts

HEARD: dict[str, Any] = {"submitted_on": day(20), "acknowledged_on": day(22)}
YES: dict[str, Any] = {**HEARD, "confirmed_on": day(25), "confirmed_end_date": END}
VERIFIED: dict[str, Any] = {**YES, "verified_on": END}


@pytest.mark.parametrize(
    ("known", "status"),
    [
        (facts(), SimStatus.CANCELLING),
        (facts(CONFIRMED, **YES), SimStatus.CANCELLING),
        (facts(CONFIRMED, **VERIFIED), SimStatus.ENDED),
        (facts(SENT, **HEARD, verified_on=END), SimStatus.CANCELLING),
        (facts(outcome=Outcome.TERMINATED), SimStatus.ENDED),
        (facts(outcome=Outcome.LAPSED), SimStatus.ENDED),
        (facts(outcome=Outcome.TRANSFERRED), SimStatus.ENDED),
        (facts(outcome=Outcome.SUSPENDED), SimStatus.SUSPENDED),
        (facts(outcome=Outcome.KEPT), SimStatus.ACTIVE),
        (facts(outcome=Outcome.WITHDRAWN), SimStatus.ACTIVE),
        (facts(outcome=Outcome.ABANDONED), SimStatus.ACTIVE),
    ],
)
def test_a_card_is_billed_until_its_end_has_been_seen(known: CaseFacts, status: SimStatus) -> None:
    assert sim_status(known) is status
