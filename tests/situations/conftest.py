"""What every story begins with: a day, people at their desks, and a case as far as it has come."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.cases import carrier_of, case_of, fresh, sim_of
from tests.situations.desk import Desk

TodayIs = Callable[[date], None]


@pytest.fixture(autouse=True)
def today_is() -> Iterator[TodayIs]:
    """Every story begins on Tuesday, 3 November 2026, at noon; `today_is(day)` goes on to another noon."""
    with time_machine.travel(datetime(2026, 11, 3, 12, tzinfo=UTC), tick=False) as traveller:
        yield lambda day: traveller.move_to(datetime.combine(day, time(12), UTC))


@pytest.fixture
def desk(owner: User) -> Desk:
    return Desk(owner)


@pytest.fixture
def opened(owner: User) -> Cancellation:
    """A case that was opened today; nothing in it is done."""
    return case_of(owner, **as_usual(owner))


@pytest.fixture
def sent(owner: User) -> Cancellation:
    """Sent today with request number N-1, for an end on 30 November; nothing has been heard."""
    return case_of(owner, to=StepKey.CONFIRMATION, **as_usual(owner))


@pytest.fixture
def received(owner: User, sent: Cancellation) -> Cancellation:
    """Sent today, and a receipt came at once: the answer is due in ten days, on the 13th."""
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT, direction=Direction.IN)
    return fresh(sent)


def as_usual(owner: User) -> dict[str, Any]:
    """A card of the carrier, and how its case is opened."""
    carrier = carrier_of(owner, country="RU", processing_days=10)
    sim = sim_of(owner, carrier=carrier, msisdn="+79161234567", holder="Чжоу Кай")
    return {"sim": sim, "opened_on": date(2026, 11, 3), "requested_end_date": date(2026, 11, 30)}
