"""A case of a card with a holder, and its owner's client."""

from datetime import date

import pytest
from django.test import Client

from cancellations.domain.playbook import SimKind
from cancellations.models import Cancellation, User
from tests.cases import case_of, sim_of
from tests.conftest import ClientOf


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    sim = sim_of(owner, nickname="Moscow eSIM", msisdn="+79161234567", holder="Li Na", kind=SimKind.ESIM)
    return case_of(owner, sim=sim, requested_end_date=date(2026, 12, 1), reason="Back home")
