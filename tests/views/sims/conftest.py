"""A card with all of its numbers, and its owner's client."""

from decimal import Decimal

import pytest
from django.test import Client

from cancellations.models import Carrier, Sim, User
from tests.conftest import ClientOf
from tests.sims import EID, ICCID, NUMBER, add


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "MTS"}, country="RU")


@pytest.fixture
def sim(owner: User, carrier: Carrier) -> Sim:
    return add(
        owner, carrier, holder="Anna", msisdn=NUMBER, iccid=ICCID, eid=EID, monthly_fee=Decimal(500), currency="RUB"
    )


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)
