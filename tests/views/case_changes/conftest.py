"""Cases that are ready for a change, and their owner's client."""

from decimal import Decimal

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, User
from tests.case_changes import Ready
from tests.cases import TODAY, case_of, fresh
from tests.conftest import ClientOf
from tests.suspensions import suspended_until, suspended_with_no_end


@pytest.fixture
def ready(owner: User) -> Ready:
    """Makes a case in which the change of that name is possible."""

    def make(name: str) -> Cancellation:
        if name == "suspended-until":
            return suspended_with_no_end(owner)
        if name == "no-end":
            return suspended_until(owner)
        case = case_of(owner)
        if name in {"reopen", "late-reply"}:
            case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
            fresh(case).log_contact(owner, outcome=ContactOutcome.REFUND_NOTICE)
        if name == "charge-not-disputed":
            case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
            fresh(case).record_late_charge(owner, amount=Decimal(300), currency="RUB", charged_on=TODAY)
        return fresh(case)

    return make


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)
