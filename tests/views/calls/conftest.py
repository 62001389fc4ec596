"""Who rings, whom, and about what."""

import pytest
from django.test import Client

from cancellations.models import Cancellation, Carrier, User
from tests.calls import waiting_at
from tests.cases import carrier_of
from tests.conftest import ClientOf


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner)


@pytest.fixture
def waiting(owner: User, carrier: Carrier) -> list[Cancellation]:
    return waiting_at(carrier, owner, 3)


@pytest.fixture
def client(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)
